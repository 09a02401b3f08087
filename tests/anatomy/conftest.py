"""Every body in each view, for statements of anatomy."""

from __future__ import annotations

import pytest
from seen import Seen

import bodymap


@pytest.fixture(scope="session")
def front(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "front")


@pytest.fixture(scope="session")
def back(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "back")


@pytest.fixture(scope="session")
def side(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "left")


@pytest.fixture(scope="session")
def sole(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "foot_sole")


@pytest.fixture(scope="session")
def instep(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "foot_top")


@pytest.fixture(scope="session")
def within(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "foot_inner")


@pytest.fixture(scope="session")
def outside(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "foot_outer")


@pytest.fixture(scope="session")
def jaw(atlas: bodymap.Atlas) -> Seen:
    return Seen(atlas, "jaw_left")
