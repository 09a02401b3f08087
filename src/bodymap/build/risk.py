"""Fourth stage of the build: which muscles and trigger points lie over or near a risk area."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import shapely

from .. import built
from ..schema import split
from ..tables import read_tables
from . import tables
from .drawing import Body

#: A trigger point this near a risk area is flagged for it, and a muscle that ``data/risk_areas.csv`` names as nearby;
#: in stature (1 cm on a person 170 cm tall).
NEAR = 1 / 170
#: Any muscle is flagged for a risk area that covers at least this share of either of the two.
SHARE = 0.05


def build_risk_flags(folder: Path, data: Path, body: Body) -> None:
    """Write ``built/<body>/risk_flags.csv``: kind (muscle or trigger_point), id, risk_area, view, nearness.

    Places are compared in every whole-body view in which both are drawn. Depth order: a structure counts in the views
    in which it can be seen; one that is everywhere hidden (drawn only as a ghost) counts where its ghost is drawn.
    """
    drawn = folder / "built" / body.name
    named = {area: set(split(cell)) for area, cell in read_tables(data).risk_areas["muscles_nearby"].items()}
    areas = _whole_body(drawn, "risk_areas", body)
    rows = []
    for kind in ("muscle", "trigger_point"):
        structures = _whole_body(drawn, f"{kind}s", body)
        seen = structures.groupby("id")["ghost"].transform("min") == structures["ghost"]
        for structure in structures[seen].itertuples():
            for area in areas[areas["view"] == structure.view].itertuples():
                nearness = _nearness(structure.geometry, area.geometry, structure.id in named[area.id])
                if nearness:
                    rows.append(
                        {
                            "kind": kind,
                            "id": structure.id,
                            "risk_area": area.id,
                            "view": structure.view,
                            "nearness": nearness,
                        }
                    )
    tables.write(drawn, "risk_flags", rows, ("kind", "id", "risk_area", "view", "nearness"))


def _whole_body(drawn: Path, table: str, body: Body) -> pd.DataFrame:
    frame = pd.DataFrame(built.read(drawn, table))
    return frame[[body.views[view].close_up_of is None for view in frame["view"]]]


def _nearness(structure: shapely.Geometry, area: shapely.Geometry, is_named: bool) -> str:
    """``over``, ``near`` or nothing; only points, and muscles that are named as nearby, can be near and not over."""
    is_point = structure.geom_type == "Point"
    shared = structure.intersection(area).area
    if area.contains(structure) if is_point else shared > SHARE * min(structure.area, area.area):
        return "over"
    return "near" if (is_point or is_named) and area.distance(structure) < NEAR else ""
