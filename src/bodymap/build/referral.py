"""Third stage of the build: referral zones from the surface regions that describe them."""

from __future__ import annotations

from pathlib import Path

import shapely

from ..tables import read_tables, referral_sets
from ..zones import zone_rows
from . import tables
from .drawing import Body


def build_referral(folder: Path, data: Path, body: Body) -> None:
    """Write ``built/<body>/referral_zones.csv``: regions (a ``;`` list, sorted), side, view, geometry.

    One row for each distinct set of regions in `bodymap.tables.referral_sets`, so that trigger points which refer alike
    share a shape; `bodymap.zones` draws it.
    """
    regions = tables.read(folder / "built" / body.name / "regions.csv")
    regions["geometry"] = shapely.from_wkt(regions["geometry"])
    sets = sorted(set(referral_sets(read_tables(data))["regions"]))
    details = {name: view.detail for name, view in body.views.items()}
    rows = zone_rows(sets, regions, body.outlines, details, body.close_ups)
    tables.write(folder / "built" / body.name / "referral_zones.csv", rows, ("regions", "view", "geometry"))
