"""A tablet that sleeps, a server that restarts."""

from __future__ import annotations

import pytest


@pytest.fixture
def own_server(server):
    """A server that can be stopped without disturbing other tests."""
    own = type(server)(*server.scripts)
    yield own
    own.stop()


def test_the_map_goes_on_after_the_server_has_restarted(browser, own_server, screen_of, belly):
    screen = screen_of(browser.new_context(), own_server).open("?side=left")
    opened = screen.ask("map.model.map_id")
    own_server.stop()
    screen.press("Right")
    screen.wait("map.model.side === 'right'")
    own_server.start()
    screen.wait("map.model.map_id !== arg && map.figures.size === 2", opened)
    screen.shows("front", "back")
    assert screen.state("side") == "right"
    screen.tap("back", *belly("gluteus_maximus", "right", "back"))
    screen.panel().get_by_role("heading", level=2).filter(has_text="Right").wait_for()
    screen.page.close()
    assert not [said for said in screen.complaints if "console" not in said]
