"""How the views are shown: which stand side by side, how large a frame each needs, where the person's sides are."""

from __future__ import annotations

import functools

import numpy as np
import shapely

from .atlas import Atlas

#: Views that stand side by side where there is room.
PAIRS = (
    ("front", "back"),
    ("left", "right"),
    ("head_front", "head_back"),
    ("head_left", "head_right"),
    ("hand_palm", "hand_back"),
    ("foot_sole", "foot_top"),
    ("foot_outer", "foot_inner"),
    ("jaw_left", "jaw_right"),
)
#: The person's sides as they stand from the viewer's left to the right; in side views, only the side that is seen.
SIDE_LETTERS = {
    "front": "RL",
    "back": "LR",
    "left": "L ",
    "right": "R ",
    "head_front": "RL",
    "head_back": "LR",
    "head_left": "L ",
    "head_right": "R ",
    "hand_palm": "RL",
    "hand_back": "LR",
    "foot_sole": "RL",
    "foot_top": "LR",
    "foot_outer": "LR",
    "foot_inner": "RL",
    "jaw_left": "L ",
    "jaw_right": "R ",
}
#: Room around a figure, as a share of its larger side; and how far inside its own edge a close-up is cut off once more,
#: in stature, so that the edge does not show. Where it is cut off along most of its height, there is room as well: a
#: pair would grow together.
_MARGIN, _CUT, _MOST = 0.02, 0.001, 0.5


def pair_of(view: str) -> tuple[str, str]:
    """The two views that stand side by side, of which this is one."""
    return next(pair for pair in PAIRS if view in pair)


def side_letters(view: str, right: str, left: str) -> tuple[str, str]:
    """What is printed at the left and at the right edge of a view, of the letters for the person's right and left.

    Empty where no side is seen.
    """
    start, end = ({"R": right, "L": left, " ": ""}[letter] for letter in SIDE_LETTERS[view])
    return start, end


@functools.lru_cache(maxsize=32)
def frames(atlas: Atlas) -> dict[str, tuple[float, float, float, float]]:
    """The frame of each view, x0, y0, x1, y1 in stature: the outline with some room, but none where it is cut off."""
    return {view: _frame(shape) for view, shape in zip(atlas.outlines["view"], atlas.outlines.geometry, strict=True)}


def _frame(outline: shapely.Geometry) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = outline.bounds
    room = _MARGIN * max(x1 - x0, y1 - y0)
    edges = ([(x0, y0), (x0, y1)], [(x0, y0), (x1, y0)], [(x1, y0), (x1, y1)], [(x0, y1), (x1, y1)])
    along = shapely.length(shapely.intersection(outline.boundary, shapely.linestrings(edges)))
    most = np.array([_MOST * (y1 - y0), np.inf] * 2)
    margins = np.where((along > room) & (along < most), -_CUT, room)
    return tuple(np.round(np.array(outline.bounds) + margins * (-1, -1, 1, 1), 4).tolist())
