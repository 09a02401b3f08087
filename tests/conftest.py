"""What the tests share: the atlas of each body, loaded once."""

from __future__ import annotations

import pytest
import yaml

import bodymap
from bodymap import paths

#: Every body that is described, in the order of ``bodies.yaml``.
BODIES = tuple(yaml.safe_load((paths.GEOMETRY / "bodies.yaml").read_text(encoding="utf-8"))["bodies"])


@pytest.fixture(scope="session")
def described_bodies() -> tuple[str, ...]:
    """The bodies that ``bodies.yaml`` lists."""
    return BODIES


@pytest.fixture(scope="session", params=BODIES)
def atlas(request: pytest.FixtureRequest) -> bodymap.Atlas:
    """The atlas of each body in turn."""
    return bodymap.load_atlas(request.param)


@pytest.fixture(scope="session")
def female() -> bodymap.Atlas:
    """The atlas of the female body, for what does not depend on the body."""
    return bodymap.load_atlas("female")
