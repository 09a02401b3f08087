"""A tablet that sleeps, a server that restarts."""

from __future__ import annotations

import pytest

from bodymap.schema import STEPS

EXPLAINED = "?screen=explain&condition=tension_type_headache&selection=muscle:trapezius_upper:left"
LOST, BACK = "The connection was lost.", "Connected again."


def line(screen, text: str) -> None:
    """Wait for what the quiet line over the legend says."""
    screen.page.locator("p.lost").filter(has_text=text).wait_for()


def faults(screen) -> list[str]:
    """What the page complained of, but for what the browser says of files it asked for while nobody answered."""
    return [said for said in screen.complaints if "console" not in said and "network error" not in said]


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
    # What the browser itself says of fonts and scripts that it asked for while nobody answered is no fault of the page.
    assert not [said for said in screen.complaints if "console" not in said and "network error" not in said]


def test_with_no_connection_the_map_filters_answers_taps_and_switches_layers(browser, server, screen_of, belly):
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    screen = screen_of(context, server).open()
    context.set_offline(True)
    line(screen, LOST)
    screen.choose("Condition", "Long-lasting low back pain")
    screen.wait("map.model.condition === 'chronic_low_back_pain'")
    assert screen.muscles("back")["multifidus_lumbar:left"] > 0.3
    screen.press("Clear")
    screen.press("Left")
    screen.wait("map.model.side === 'left'")
    screen.tap("back", *belly("gluteus_maximus", "left", "back"))
    screen.wait("map.model.selection === 'muscle:gluteus_maximus:left'")
    assert screen.muscles("back")["gluteus_maximus:left"] > 0.7
    assert screen.zones("back") != []
    screen.press("Pain commonly felt here")
    screen.wait("!map.model.layers.includes('essential')")
    assert screen.zones("back") == []
    context.set_offline(False)
    line(screen, BACK)
    screen.panel().get_by_role("heading", level=2).filter(has_text="Left").wait_for()
    screen.page.locator("p.lost:empty").wait_for(state="attached")
    context.close()
    # What the browser itself says of fonts and scripts that it asked for while nobody answered is no fault of the page.
    assert not [said for said in screen.complaints if "console" not in said and "network error" not in said]


def test_with_no_connection_the_explanation_goes_on(browser, server, screen_of):
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    screen = screen_of(context, server).open(EXPLAINED, views=("head_left",))
    screen.wait("Object.keys(map.model.panels).length === arg", len(STEPS))
    context.set_offline(True)
    line(screen, LOST)
    for number in range(1, len(STEPS) + 1):
        screen.panel().get_by_text(f"Step {number} of {len(STEPS)}", exact=True).wait_for()
        if number == STEPS.index("sensitive_spot") + 1:
            screen.page.locator(".bodymap-ways").first.wait_for(state="attached")
        if number < len(STEPS):
            screen.panel().get_by_role("button", name="Next", exact=True).click()
    context.set_offline(False)
    line(screen, BACK)
    screen.until("location.search.includes('step=when_to_call')")
    screen.panel().get_by_role("button", name="Back", exact=True).click()
    screen.panel().get_by_text(f"Step {len(STEPS) - 1} of {len(STEPS)}", exact=True).wait_for()
    context.close()


def test_a_server_that_does_not_answer_is_told_quietly_and_the_step_is_shown(desktop, server):
    desktop.open(EXPLAINED, views=("head_left",))
    desktop.wait("Object.keys(map.model.panels).length === arg", len(STEPS))
    with server.frozen():
        desktop.panel().get_by_role("button", name="Next", exact=True).click()
        desktop.panel().get_by_text(f"Step 2 of {len(STEPS)}", exact=True).wait_for()
        line(desktop, LOST)
    line(desktop, BACK)


def test_the_explanation_comes_back_at_its_step_after_the_server_has_restarted(browser, own_server, screen_of):
    screen = screen_of(browser.new_context(), own_server).open(
        EXPLAINED + "&mode=clinician&language=es", views=("head_left",)
    )
    screen.wait("Object.keys(map.model.panels).length === arg", len(STEPS))
    opened = screen.ask("map.model.map_id")
    own_server.stop()
    screen.wait("map.connection.isLost")
    for number in range(2, 6):
        screen.panel().get_by_role("button", name="Siguiente", exact=True).click()
        screen.panel().get_by_text(f"Paso {number} de {len(STEPS)}", exact=True).wait_for()
    own_server.start()
    screen.wait("map.model.map_id !== arg && map.figures.size > 0", opened)
    screen.shows("head_left")
    screen.panel().get_by_text(f"Paso 5 de {len(STEPS)}", exact=True).wait_for()
    assert screen.state("condition") == "tension_type_headache"
    assert screen.state("selection") == "muscle:trapezius_upper:left"
    assert screen.page.get_by_role("button", name="Profesional", exact=True).get_attribute("aria-pressed") == "true"
    assert "language=es" in screen.page.url
    assert "mode=clinician" in screen.page.url
    screen.page.close()
    # What the browser itself says of fonts and scripts that it asked for while nobody answered is no fault of the page.
    assert not [said for said in screen.complaints if "console" not in said and "network error" not in said]
