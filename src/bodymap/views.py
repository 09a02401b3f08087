"""How the views are shown: which stand side by side, how large a frame each needs, where the person's sides are."""

from __future__ import annotations

import functools

from .atlas import Atlas

#: Views that stand side by side where there is room.
PAIRS = (
    ("front", "back"),
    ("left", "right"),
    ("head_front", "head_back"),
    ("head_left", "head_right"),
    ("foot_sole", "foot_top"),
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
    "foot_sole": "RL",
    "foot_top": "LR",
}
#: Room around a figure, as a share of its larger side.
_MARGIN = 0.02


def pair_of(view: str) -> tuple[str, str]:
    """The two views that stand side by side, of which this is one."""
    return next(pair for pair in PAIRS if view in pair)


@functools.lru_cache(maxsize=32)
def frames(atlas: Atlas) -> dict[str, tuple[float, float, float, float]]:
    """The frame of each view of a body: its outline with some room around it; x0, y0, x1, y1 in stature."""
    found = {}
    for view, (x0, y0, x1, y1) in zip(
        atlas.outlines["view"], atlas.outlines.geometry.bounds.to_numpy().tolist(), strict=True
    ):
        room = _MARGIN * max(x1 - x0, y1 - y0)
        found[view] = tuple(round(edge, 4) for edge in (x0 - room, y0 - room, x1 + room, y1 + room))
    return found
