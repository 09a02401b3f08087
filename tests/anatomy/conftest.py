"""Every body in each view, for statements of anatomy."""

from __future__ import annotations

import pytest
from seen import Seen

import bodymap


def _seen_in(view: str):
    @pytest.fixture(scope="session")
    def seen(atlas: bodymap.Atlas) -> Seen:
        return Seen(atlas, view)

    return seen


front = _seen_in("front")
back = _seen_in("back")
side = _seen_in("left")
sole = _seen_in("foot_sole")
instep = _seen_in("foot_top")
within = _seen_in("foot_inner")
outside = _seen_in("foot_outer")
jaw = _seen_in("jaw_left")
