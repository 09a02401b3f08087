"""A tablet that sleeps, a server that restarts."""

from __future__ import annotations

import pytest


@pytest.fixture
def own_server(server):
    """A server that can be stopped without disturbing other tests."""
    own = type(server)(server.app)
    yield own
    own.stop()


def test_the_map_goes_on_after_the_server_has_restarted(chromium, own_server, screen_of, belly):
    screen = screen_of(chromium.new_context(), own_server).open("?side=left")
    own_server.stop()
    own_server.start()
    screen.until("() => Bokeh.documents[0].event_manager !== undefined")
    screen.tap("back", *belly("gluteus_maximus", "left", "back"))
    screen.wait("map.model.selection === 'muscle:gluteus_maximus:left'")
    screen.panel().get_by_role("heading", level=2).filter(has_text="Left").wait_for()
    screen.page.close()
    assert not [said for said in screen.complaints if "page error" in said]
