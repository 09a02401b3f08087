"""What the tests share: the atlas of each body, loaded once."""

from __future__ import annotations

import pytest

import bodymap

BODIES = ("female", "male")


@pytest.fixture(scope="session", params=BODIES)
def atlas(request: pytest.FixtureRequest) -> bodymap.Atlas:
    """The atlas of each body in turn."""
    return bodymap.load_atlas(request.param)


@pytest.fixture(scope="session")
def female() -> bodymap.Atlas:
    """The atlas of the female body, for what does not depend on the body."""
    return bodymap.load_atlas("female")
