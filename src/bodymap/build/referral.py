"""Third stage of the build: referral zones from the surface regions that describe them."""

from __future__ import annotations

from pathlib import Path

import shapely

from ..tables import read_tables, referral_sets
from . import tables
from .drawing import Body

#: How far the corners of a zone are rounded, in stature (about 1 cm).
SOFTNESS = 0.006


def build_referral(folder: Path, data: Path, body: Body) -> None:
    """Write ``built/<body>/referral_zones.csv``: regions (a ``;`` list, sorted), side, view, geometry.

    One row for each distinct set of regions in `bodymap.tables.referral_sets`, so that trigger points which refer alike
    share a shape. A set's shape is the union of its regions in a view, its corners rounded, cut to the figure.
    """
    regions = tables.read(folder / "built" / body.name / "regions.csv")
    regions["geometry"] = shapely.from_wkt(regions["geometry"])
    sets = sorted(set(referral_sets(read_tables(data))["regions"]))
    rows = []
    for view, drawn in regions.groupby("view", sort=False):
        shapes = dict(zip(drawn["id"], drawn["geometry"], strict=True))
        for names in sets:
            members = [shapes[region] for region in names.split(";") if region in shapes]
            if members:
                zone = soften(shapely.union_all(members), body.outlines[view], body.views[view].detail)
                if not zone.is_empty:
                    rows.append({"regions": names, "view": view, "geometry": zone})
    tables.write(folder / "built" / body.name / "referral_zones.csv", rows, ("regions", "view", "geometry"))


def soften(shape: shapely.Geometry, outline: shapely.Polygon, detail: float) -> shapely.Geometry:
    """Round the corners of a shape, outwards and inwards, and cut it to the figure."""
    grown = shape.buffer(SOFTNESS, quad_segs=4).buffer(-1.8 * SOFTNESS, quad_segs=4).buffer(0.8 * SOFTNESS, quad_segs=4)
    if grown.is_empty:  # a region smaller than the rounding, such as a tooth row
        grown = shape
    return shapely.set_precision(grown.intersection(outline).simplify(detail), 10**-tables.DECIMALS)
