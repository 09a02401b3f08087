"""Referral zones from the surface regions that describe them: for the build, and for sets that are not built yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import shapely

#: How far the corners of a zone are rounded, in stature (about 1 cm).
SOFTNESS = 0.006
#: The share of each region that its zone covers at least.
LEAST_SHARE = 0.6
#: The share of some region that each piece of a zone covers at least. Less is a lobe that the rounding cut off.
LEAST_PIECE = 0.15
#: A close-up shows a muscle or region only where at least this share of it lies in its frame. Less is a scrap cut off
#: at the edge, which tells nothing of the shape or its course: of chest and shoulder in those of the head, of the
#: forearm in those of the hand. Long muscles of the forearm that end in the fingers show more, and stay.
LEAST_SHOWN = 0.4
#: Coordinates are rounded to a hundredth of a millimetre on a person, as those of all built shapes.
_GRID = 1e-5


def zone_rows(
    sets: Iterable[str],
    regions: pd.DataFrame,
    outlines: Mapping[str, shapely.Geometry],
    details: Mapping[str, float],
    close_ups: Mapping[str, str],
) -> list[dict]:
    """The shape of each set of regions in each view: the union of its regions, its corners rounded, cut to the figure.

    Parameters
    ----------
    sets : iterable of str
        ``;`` lists of region ids.
    regions : pandas.DataFrame
        id, view, geometry: the drawn regions of one side.
    outlines : mapping of str to shapely.Geometry
        The silhouette of each view.
    details : mapping of str to float
        How finely the shapes of each view are simplified, in stature.
    close_ups : mapping of str to str
        Each close-up, and the whole-body view of which it is a part.

    Returns
    -------
    list of dict
        regions (the ``;`` list), view, geometry; no row where a view shows none of the regions, or scraps alone, and no
        piece that consists of scraps.
    """
    sets = list(sets)
    rows = []
    left_over = scraps(regions, close_ups)
    for view, drawn in regions.groupby("view", sort=False):
        shapes = dict(zip(drawn["id"], drawn["geometry"], strict=True))
        for names in sets:
            members = {region: shapes[region] for region in names.split(";") if region in shapes}
            shown = [shape for region, shape in members.items() if (region, view) not in left_over]
            if shown:
                zone = soften(list(members.values()), outlines[view], details[view])
                if len(shown) < len(members):  # no piece of it is a scrap alone
                    zone = shapely.set_precision(_pieces(zone, shown), _GRID)
                if not zone.is_empty:
                    rows.append({"regions": names, "view": view, "geometry": zone})
    return rows


def _pieces(zone: shapely.Geometry, regions: list[shapely.Geometry]) -> shapely.Geometry:
    """The pieces of a zone that show enough of some region, and all of each region of which they cover too little."""
    pieces = shapely.MultiPolygon(
        [
            piece
            for piece in shapely.get_parts(zone)
            if any(piece.intersection(region).area >= LEAST_PIECE * region.area for region in regions)
        ]
    )
    lost = [region for region in regions if region.intersection(pieces).area < LEAST_SHARE * region.area]
    return shapely.union_all([pieces, *lost])


def scraps(
    drawn: pd.DataFrame, close_ups: Mapping[str, str], least: Mapping[str, float] | None = None
) -> set[tuple[str, str]]:
    """The drawn shapes of which a close-up shows too little of what the whole-body view does.

    Parameters
    ----------
    drawn : pandas.DataFrame
        id, view, geometry: the areas of one side, in all views.
    close_ups : mapping of str to str
        Each close-up, and the whole-body view of which it is a part.
    least : mapping of str to float, optional
        The share that a close-up shows at least, where it is not `LEAST_SHOWN`.

    Returns
    -------
    set of (str, str)
        id and close-up of each.
    """
    least = least or {}
    areas = dict(zip(zip(drawn["id"], drawn["view"], strict=True), shapely.area(drawn["geometry"]), strict=True))
    return {
        (name, view)
        for (name, view), area in areas.items()
        if view in close_ups and area < least.get(view, LEAST_SHOWN) * areas.get((name, close_ups[view]), 0)
    }


def soften(regions: list[shapely.Geometry], outline: shapely.Geometry, detail: float) -> shapely.Geometry:
    """Join regions, round the corners, outwards and inwards, and cut the whole to the figure.

    A lobe that the rounding cuts off at a narrow neck is left out, so that it does not stand alone like another zone.
    A region so narrow that the rounding would take most of it away (a tooth row, a rim of the foot) stays as it is.
    """
    whole = shapely.union_all(regions)
    zone = whole.buffer(SOFTNESS, quad_segs=4).buffer(-1.8 * SOFTNESS, quad_segs=4).buffer(0.8 * SOFTNESS, quad_segs=4)
    zone = _pieces(zone, regions).intersection(outline).simplify(detail)
    return shapely.set_precision(zone, _GRID)
