"""What a printed figure shows: the marks of what is chosen, the views that show them best, and how near to look."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import shapely

from ..atlas import CLOSE_UPS, SIDES, VIEWS, Atlas, check
from ..built import MIRROR_IMAGES
from ..schema import selected
from ..tables import referral_sets
from ..views import frames, pair_of

#: A view from near counts for this much more than a whole body that shows the same.
_NEARNESS = 1.2
#: The whole body in which a close-up lies.
_WHOLE_BODY = CLOSE_UPS | {"foot_sole": "back", "foot_top": "front", "foot_inner": "front"}
#: Room round the marks, and the least and greatest height that a part of the body is shown at, in stature.
_ROOM, _LEAST, _WHOLE = 0.045, 0.34, 0.62
#: The share of all marks below which a zone is a speck.
_SPECK = 0.04
#: The height of a head with some of its neck, in stature.
_HEAD = 0.15


@dataclass(frozen=True)
class Marks:
    """The drawn structures of what is chosen, one side or both.

    Attributes
    ----------
    muscles : geopandas.GeoDataFrame
        Rows of the atlas, with a column emphasis (a key of `bodymap.style.EMPHASIS`).
    points : geopandas.GeoDataFrame
        Trigger points.
    frames : dict of str to tuple of float
        The frames of the body's views, from `bodymap.views.frames`.
    zones : dict of str to geopandas.GeoDataFrame
        By grade: the shapes of referred pain.
    condition, muscle, trigger_point, side : str
        What is chosen; empty where nothing is.
    """

    muscles: pd.DataFrame
    points: pd.DataFrame
    frames: dict[str, tuple[float, float, float, float]]
    zones: dict[str, pd.DataFrame] = field(default_factory=dict)
    condition: str = ""
    muscle: str = ""
    trigger_point: str = ""
    side: str = "both"


def chosen(atlas: Atlas, condition: str = "", selection: str = "", side: str = "both") -> Marks:
    """The marks of a condition, of a selected muscle or trigger point, or of both together.

    Parameters
    ----------
    atlas : Atlas
    condition : str
    selection : str
        A muscle's or trigger point's id, alone or as the map writes it (``kind:id:side``). A risk area, which is not
        printed, counts as nothing.
    side : {"both", "left", "right"}
        Overruled by the side of the selection.

    Raises
    ------
    UnknownNameError
        Naming the nearest known name.
    """
    tables = atlas.tables
    kind, name, own_side = _parsed(selection, atlas)
    side = own_side or side
    check("side", side, ("both", *SIDES[:2]))
    if condition:
        check("condition", condition, tables.conditions.index)
    point = name if kind == "trigger_point" else ""
    muscle = tables.trigger_points.at[name, "muscle"] if point else name
    roles = tables.membership[tables.membership["condition"] == condition].set_index("muscle")["role"].to_dict()
    emphasis = roles | ({muscle: "chosen"} if muscle else {})
    sides = list(SIDES) if side == "both" else [side, "midline"]
    drawn = atlas.muscles[atlas.muscles["id"].isin(emphasis) & atlas.muscles["side"].isin(sides)]
    focus = {muscle} if muscle else {name for name, role in roles.items() if role == "primary"}
    points = atlas.trigger_points[atlas.trigger_points["side"].isin(sides)]
    points = points[points["id"] == point] if point else points[points["muscle"].isin(focus)]
    whose = (
        f"trigger_point:{point}" if point else f"muscle:{muscle}" if muscle else f"condition:{condition}"
    )  # a selection speaks before its condition, as on the map
    sets = referral_sets(tables)
    sets = sets[sets["kind"] + ":" + sets["id"] == whose]
    shapes = atlas.zone_shapes[atlas.zone_shapes["side"].isin(sides)]
    grades = ("essential", "spillover") if muscle else ("essential",)  # the spillover of many covers the figure
    zones = {grade: shapes[shapes["regions"].isin(sets.loc[sets["grade"] == grade, "regions"])] for grade in grades}
    return Marks(
        muscles=drawn.assign(emphasis=drawn["id"].map(emphasis)),
        points=points,
        frames=frames(atlas),
        zones=zones,
        condition=condition,
        muscle=muscle,
        trigger_point=point,
        side=side,
    )


def _parsed(selection: str, atlas: Atlas) -> tuple[str, str, str]:
    kind, name, side = selected(selection) if ":" in selection else ("", selection, "")
    tables = atlas.tables
    if not kind:
        kind = "trigger_point" if name in tables.trigger_points.index else "muscle"
    check("kind of selection", kind, ("muscle", "trigger_point", "risk_area"))
    if not name or kind == "risk_area":
        return "", "", ""
    if kind == "muscle":
        check("muscle or trigger point", name, [*tables.muscles.index, *tables.trigger_points.index])
    else:
        check("trigger point", name, tables.trigger_points.index)
    return kind, name, side if side in SIDES[:2] else ""


def figures(marks: Marks, views: tuple[str, ...] | None = None) -> list[tuple[str, bool]]:
    """The views to print, each with whether all of it is shown.

    Without views that are asked for, two: the best ones, or the only one that shows anything with a whole body beside
    it that tells where it is.
    """
    if views:
        return [(view, False) for view in views]
    best = best_views(marks)
    if len(best) > 1:
        return [(view, False) for view in best]
    view = best[0]
    near = window(marks, view, 1)
    if "_" in view or near[3] - near[1] < _WHOLE:
        return [(view, False), (_WHOLE_BODY.get(view, view), True)]
    return [(view, False), *((other, False) for other in pair_of(view) if other != view)]


def best_views(marks: Marks, count: int = 2) -> tuple[str, ...]:
    """The views that together show most of the marks, in the order in which views are listed.

    Each muscle and each zone counts once, by the share of it that a view shows, beside the view that shows most of it;
    a muscle that is seen through bone does not count. Front and back where there are no marks.
    """
    seen = marks.muscles[~marks.muscles["ghost"].astype(bool) & (marks.muscles["emphasis"] != "secondary")]
    parts = [seen[["id", "view"]].assign(size=seen.geometry.area)]
    parts += [zone[["regions", "view"]].set_axis(["id", "view"], axis=1).assign(size=zone.geometry.area)
              for zone in marks.zones.values()]  # fmt: skip
    sizes = pd.concat(parts).groupby(["id", "view"])["size"].max().unstack(fill_value=0.0)
    if sizes.empty:
        return ("front", "back")[:count]
    shares = sizes.div(sizes.max(axis=1), axis=0).fillna(0)
    near = [view for view in shares if "_" in view]
    shares[near] *= _NEARNESS
    views: list[str] = []
    reached = pd.Series(0.0, index=shares.index)
    while len(views) < count:
        gains = {
            view: (shares[view] - reached).clip(lower=0).sum()
            for view in VIEWS
            if view in shares and view not in views and not _shows_same(view, views)
        }
        best = max(gains, key=gains.get, default=None)
        if best is None or (views and gains[best] < 0.05 * len(shares)):
            break
        views.append(best)
        reached = reached.combine(shares[best], max)
    return tuple(sorted(views, key=VIEWS.index))


def _shows_same(view: str, views: list[str]) -> bool:
    """Whether a close-up and its whole body, or two mirror images, would stand side by side."""
    mirror = MIRROR_IMAGES | {image: view for view, image in MIRROR_IMAGES.items()}
    return any(
        CLOSE_UPS.get(view) == other or CLOSE_UPS.get(other) == view or mirror.get(view) == other for other in views
    )


def window(marks: Marks, view: str, aspect: float, is_whole: bool = False) -> tuple[float, float, float, float]:
    """The part of a view to print: x0, y0, x1, y1 in stature; never higher than the view's own frame.

    Parameters
    ----------
    marks : Marks
    view : str
    aspect : float
        Width by height of the place that it fills.
    is_whole : bool
        Whether to show all of the view, wherever the marks are.
    """
    x0, y0, x1, y1 = marks.frames[view]
    shapes = [] if is_whole or "_" in view else _looked_at(marks, view)
    if shapes:
        a0, b0, a1, b1 = shapely.total_bounds(shapes)
        height = max(b1 - b0 + 2 * _ROOM, (a1 - a0 + 2 * _ROOM) / aspect, _LEAST)
        if height < _WHOLE:
            middle = min(max((b0 + b1) / 2, y0 + height / 2), y1 - height / 2)
            centre, half = (a0 + a1) / 2, height * aspect / 2
            return centre - half, middle - height / 2, centre + half, middle + height / 2
    width, height = x1 - x0, y1 - y0
    if view.startswith("head") and width / aspect > _HEAD:  # the neck reaches the lower edge, however tall the place
        low = max(y0, y1 - width / aspect)
        return x0, low, x1, low + width / aspect
    if width / height < aspect:
        spare = (height * aspect - width) / 2
        return x0 - spare, y0, x1 + spare, y1
    spare = width / aspect - height
    return x0, y0 - spare / 2, x1, y1 + spare / 2


def _looked_at(marks: Marks, view: str) -> list[shapely.Geometry]:
    """The marks to look at: those of the focus; of a condition's zones, not a speck far from all the others."""

    def seen(frame: pd.DataFrame) -> list[shapely.Geometry]:
        return list(frame.loc[frame["view"] == view, "geometry"])

    focus = marks.muscles[marks.muscles["emphasis"] == ("chosen" if marks.muscle else "primary")]
    near = [*seen(focus), *seen(marks.points)]
    zones = [part for frame in marks.zones.values() for zone in seen(frame) for part in shapely.get_parts(zone)]
    if marks.muscle or not near:
        return near + zones
    total = shapely.area([*near, *zones]).sum()
    around = shapely.box(*shapely.total_bounds(near)).buffer(_ROOM)
    return near + [zone for zone in zones if zone.area > _SPECK * total or zone.intersects(around)]
