"""Where to look: the view that shows a condition best, and those that show what is chosen."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import numpy as np
import pandas as pd

from .atlas import CLOSE_UPS, SIDES, VIEWS, Atlas
from .schema import selected
from .views import frames, pair_of

#: Parts of the body that have views from near, and how the names of those begin.
_NEAR = {"head": ("head", "jaw"), "hand": ("hand",), "foot": ("foot",)}
#: Parts of the body that the views from the side leave out, or whose pain goes on into what those leave out.
_NOT_FROM_THE_SIDE = ("shoulder", "arm")
_FROM_THE_SIDE = ("left", "right")
#: A muscle is large enough to be seen and touched where the root of its area is this share of the height of the
#: figure: about 18 of 600 pixels, and most muscles are longer than wide.
_USEFUL = 0.03
#: Less of a muscle, as a share of what the view shows that shows most of it, is a scrap at the edge of a close-up.
_SCRAP = 0.2
#: What a muscle counts that is drawn smaller, as a scrap, or as a ghost under bone; and what one counts that only the
#: other view of the pair shows, which on a phone is a turn away.
_FAINT, _BESIDE = 0.25, 0.5
#: How the map zooms to a condition (``home`` of ``app/browser/live_map.js``): the room that it leaves above, below and
#: at the sides, in stature; and a common width of the figure by its height.
_ROOM_UP, _ROOM_SIDE, _ASPECT = 0.13, 0.05, 0.75
#: A view shows a structure where it shows this share of what the view does that shows most of it.
_SHOWN = 0.5
#: A structure no longer than this, in stature, is looked at from near, where a close-up shows this share of it.
_SMALL, _ALL = 0.08, 0.95


@functools.lru_cache(maxsize=1024)
def opening_view(atlas: Atlas, condition: str) -> str | None:
    """The view that a condition opens on: the one that shows most of its primary muscles at a useful size.

    The condition's ``focus`` says which views come into question: those from near for the head, the hand and the foot;
    for the shoulder and the arm those of the whole body from the front and the back; else all of the whole body. A
    muscle counts whole where it is drawn large enough, less where it is small, a scrap or a ghost, and half where only
    the view beside it shows it. Of views that count the same, the one that shows the larger area of muscle.

    Parameters
    ----------
    atlas : Atlas
    condition : str
        The id of a condition.

    Returns
    -------
    str or None
        None where none of its muscles is drawn.
    """
    tables = atlas.tables
    listed = tables.membership
    primary = listed.loc[(listed["condition"] == condition) & (listed["role"] == "primary"), "muscle"]
    drawn = _drawn(atlas, primary)
    views = [view for view in _in_question(tables.conditions.at[condition, "focus"]) if view in set(drawn["view"])]
    if not views:
        return None
    counts = {view: _counts(atlas, drawn, view) for pair in map(pair_of, views) for view in pair}
    areas = drawn[~drawn["ghost"]].groupby("view")["area"].sum()

    def worth(view: str) -> tuple[float, float]:
        beside = next(other for other in pair_of(view) if other != view)
        more = counts[beside].sub(counts[view], fill_value=0).clip(lower=0)
        return float(counts[view].sum() + _BESIDE * more.sum()), round(float(areas.get(view, 0)), 4)

    return max(views, key=worth)


def _in_question(focus: str) -> list[str]:
    """The views of a part of the body, in the order of `VIEWS`."""
    if focus in _NEAR:
        return [view for view in VIEWS if view.startswith(_NEAR[focus])]
    hidden = _FROM_THE_SIDE if focus in _NOT_FROM_THE_SIDE else ()
    return [view for view in VIEWS if "_" not in view and view not in hidden]


def _drawn(atlas: Atlas, muscles: Iterable[str]) -> pd.DataFrame:
    """Where some muscles are drawn and how large.

    Columns id, view, ghost, area, share (of the largest drawing of the muscle), minx, miny, maxx, maxy; in stature.
    """
    shapes = atlas.muscles[atlas.muscles["id"].isin(muscles)]
    drawn = pd.DataFrame({"id": shapes["id"], "view": shapes["view"], "ghost": shapes["ghost"].astype(bool)})
    drawn["area"] = shapes.geometry.area
    drawn["share"] = drawn["area"] / drawn.groupby("id")["area"].transform("max")
    return drawn.join(shapes.geometry.bounds)


def _counts(atlas: Atlas, drawn: pd.DataFrame, view: str) -> pd.Series:
    """What each muscle that is drawn in a view counts, from 0 to 1, by its id."""
    seen = drawn[drawn["view"] == view]
    size = np.sqrt(seen["area"]) / _height(atlas, drawn, view)
    value = np.where((size >= _USEFUL) & (seen["share"] >= _SCRAP) & ~seen["ghost"], 1.0, _FAINT)
    return pd.Series(value, index=seen["id"]).groupby(level=0).max()


def _height(atlas: Atlas, drawn: pd.DataFrame, view: str) -> float:
    """How much of a view the map shows when it opens on a condition, from top to bottom, in stature."""
    x0, y0, x1, y1 = frames(atlas)[view]
    wide, tall = x1 - x0, y1 - y0
    if "_" not in view:
        here = drawn[drawn["view"].isin(pair_of(view))]
        wide = min(wide, 2 * (max(-here["minx"].min(), here["maxx"].max()) + _ROOM_SIDE))
        tall = min(tall, here["maxy"].max() - here["miny"].min() + _ROOM_UP)
    return max(tall, wide / _ASPECT)


def views_of(atlas: Atlas, selection: str) -> list[str]:
    """The views that show what is chosen, the one to turn to first.

    Parameters
    ----------
    atlas : Atlas
    selection : str
        ``kind:id:side`` as the map writes it; the side may be left out.

    Returns
    -------
    list of str
        Views that show at least half of what the best one does, in the order of `VIEWS`; what is small comes first from
        near. What is seen through bone counts only where it is nowhere seen plainly. Empty where nothing is drawn.
    """
    kind, name, side = selected(selection)
    if kind == "trigger_point":
        name = atlas.tables.trigger_points.at[name, "muscle"]
    drawn = atlas.risk_areas if kind == "risk_area" else atlas.muscles
    drawn = drawn[(drawn["id"] == name) & drawn["side"].isin([side, "midline"] if side else SIDES)]
    if "ghost" in drawn and not drawn["ghost"].all():
        drawn = drawn[~drawn["ghost"].astype(bool)]
    areas = drawn.geometry.area.groupby(drawn["view"]).max()
    views = [view for view in VIEWS if view in areas and areas[view] >= _SHOWN * areas.max()]
    if not views:
        return []
    first = views[0]
    x0, y0, x1, y1 = drawn[drawn["view"] == first].iloc[0].geometry.bounds
    is_small = max(x1 - x0, y1 - y0) < _SMALL
    near = [view for view in views if CLOSE_UPS.get(view) == first and areas[view] > _ALL * areas[first]]
    return list(dict.fromkeys([*(near if is_small else []), *views]))
