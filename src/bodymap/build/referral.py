"""Third stage of the build: referral zones from the surface regions that describe them."""

from __future__ import annotations

from pathlib import Path

import shapely

from ..tables import read_tables, referral_sets
from . import tables
from .drawing import Body

#: How far the corners of a zone are rounded, in stature (about 1 cm).
SOFTNESS = 0.006
#: The share of each region that its zone covers at least.
LEAST_SHARE = 0.6


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
                zone = soften(members, body.outlines[view], body.views[view].detail)
                if not zone.is_empty:
                    rows.append({"regions": names, "view": view, "geometry": zone})
    tables.write(folder / "built" / body.name / "referral_zones.csv", rows, ("regions", "view", "geometry"))


def soften(regions: list[shapely.Geometry], outline: shapely.Geometry, detail: float) -> shapely.Geometry:
    """Join regions, round the corners, outwards and inwards, and cut the whole to the figure.

    A region so narrow that the rounding would take most of it away (a tooth row, a rim of the foot) stays as it is.
    """
    whole = shapely.union_all(regions)
    zone = whole.buffer(SOFTNESS, quad_segs=4).buffer(-1.8 * SOFTNESS, quad_segs=4).buffer(0.8 * SOFTNESS, quad_segs=4)
    lost = [region for region in regions if region.intersection(zone).area < LEAST_SHARE * region.area]
    zone = shapely.union_all([zone, *lost]).intersection(outline).simplify(detail)
    return shapely.set_precision(zone, 10**-tables.DECIMALS)
