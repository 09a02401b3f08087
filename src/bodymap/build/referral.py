"""Third stage of the build: referral zones from the surface regions that describe them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .. import built
from ..tables import read_tables, referral_sets
from ..zones import zone_rows
from . import tables
from .drawing import Body


def build_referral(folder: Path, data: Path, body: Body) -> None:
    """Write ``built/<body>/referral_zones.fgb``: regions (a ``;`` list, sorted), side, view, geometry.

    One row for each distinct set of regions in `bodymap.tables.referral_sets`, so that trigger points which refer alike
    share a shape; `bodymap.zones` draws it.
    """
    drawn = folder / "built" / body.name
    regions = pd.DataFrame(built.read(drawn, "regions"))
    sets = sorted(set(referral_sets(read_tables(data))["regions"]))
    details = {name: view.detail for name, view in body.views.items()}
    rows = zone_rows(sets, regions, body.outlines, details, body.close_ups)
    tables.write(drawn, "referral_zones", rows, ("regions", "view", "geometry"))
