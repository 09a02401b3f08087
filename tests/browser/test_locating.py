"""Where does it hurt: marking pain by tap, brush, list and keyboard, and the muscles that answer."""

from __future__ import annotations

import re

import pytest
import shapely

PAIN = "?screen=pain"


@pytest.fixture(scope="session")
def place_of(atlas):
    """The middle of a surface region: ``place_of(region, side, view)`` gives its x and y."""

    def find(region: str, side: str, view: str) -> tuple[float, float]:
        drawn = atlas.regions[(atlas.regions["id"] == region) & (atlas.regions["side"] == side)]
        shape = drawn.loc[drawn["view"] == view].geometry.union_all()
        return shapely.get_coordinates(shapely.maximum_inscribed_circle(shape))[0].tolist()

    return find


def answers(screen) -> list[str]:
    """The muscles that are listed, best first."""
    return screen.panel().locator("ol.answers").first.get_by_role("button").all_inner_texts()


def stroke(screen, view: str, places: list[tuple[float, float]]) -> None:
    """Draw over a view with one finger."""
    points = [screen.place(view, x, y) for x, y in places]
    session = screen.page.context.new_cdp_session(screen.page)
    for number, (x, y) in enumerate(points):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_tap_on_the_temple_lists_the_muscles_that_refer_there(tablet, place_of):
    tablet.open(PAIN).tap("front", *place_of("temple", "left", "front"))
    tablet.wait("map.model.marks.join() === 'temple:left'")
    tablet.panel().get_by_role("heading", name="Muscles whose pain is commonly felt there").wait_for()
    found = answers(tablet)
    assert 0 < len(found) <= 5
    assert all(text.endswith("left") for text in found)
    assert "commonly felt in: temple" in tablet.panel().inner_text().lower()
    tablet.panel().get_by_text("A new headache needs a doctor first").wait_for()


def test_a_second_tap_takes_the_mark_back(tablet, place_of):
    tablet.open(PAIN)
    for marks in ("temple:left", ""):
        tablet.tap("front", *place_of("temple", "left", "front"))
        tablet.wait("map.model.marks.join() === arg", marks)
        tablet.page.wait_for_timeout(400)  # two taps in haste are a double tap
    tablet.panel().get_by_text("Tap the places where it hurts").wait_for()


def test_pain_is_painted_and_rubbed_out_with_a_finger(tablet, place_of):
    tablet.open(PAIN).press("Paint")
    tablet.wait("map.model.tool === 'paint'")
    x, y = place_of("buttock_lower", "left", "back")
    stroke(tablet, "back", [(x, y + step * 0.004) for step in range(6)])
    tablet.wait("map.model.strokes.back?.length === 1")
    tablet.panel().locator("ol.answers").first.wait_for()
    assert any("left" in text for text in answers(tablet))
    assert tablet.ask("map.figures.get('back').sources.strokes.data.xs.length") == 1
    tablet.press("Rub out")
    tablet.wait("map.model.tool === 'erase'")
    stroke(tablet, "back", [(x, y + step * 0.004) for step in range(-2, 9)])
    tablet.wait("(map.model.strokes.back ?? []).length === 0")
    tablet.panel().get_by_text("Tap the places where it hurts").wait_for()


def test_what_is_marked_is_in_no_address_and_gone_after_a_reload(desktop, place_of):
    desktop.open(PAIN).tap("front", *place_of("temple", "left", "front"))
    desktop.wait("map.model.marks.length === 1")
    desktop.panel().locator("ol.answers").first.wait_for()
    assert "temple" not in desktop.page.url
    desktop.page.reload()
    desktop.shows("front", "back")
    assert desktop.state("screen") == "pain"
    assert desktop.state("marks") == []


def test_an_answer_is_drawn_and_leads_to_its_panel_and_to_the_explanation(desktop, place_of):
    desktop.open(PAIN).tap("front", *place_of("temple", "left", "front"))
    desktop.panel().locator("ol.answers button").first.click()
    desktop.wait("map.model.selection.startsWith('trigger_point:')")
    kind, name, side = desktop.state("selection").split(":")
    assert desktop.zones("front") == desktop.zone_rows("front", f"{kind}:{name}", side=side)
    desktop.panel().get_by_role("button", name="Explain it").click()
    desktop.wait("map.model.screen === 'explain'")
    desktop.panel().get_by_role("heading", name="Your pain", exact=True).wait_for()
    assert desktop.state("selection") == f"{kind}:{name}:{side}"


def test_places_are_marked_from_a_list_by_keyboard_alone(desktop):
    desktop.open(PAIN)
    desktop.panel().get_by_text("Choose from a list").focus()
    desktop.page.keyboard.press("Enter")
    button = desktop.panel().get_by_role("button", name=re.compile(r"^Temple \(right\)$"))
    button.focus()
    desktop.page.keyboard.press("Enter")
    desktop.wait("map.model.marks.join() === 'temple:right'")
    desktop.panel().locator("ol.answers").first.wait_for()


def test_start_over_clears_every_mark(desktop, place_of):
    desktop.open(PAIN).tap("front", *place_of("temple", "left", "front"))
    desktop.wait("map.model.marks.length === 1")
    desktop.press("Start over")
    desktop.wait("map.model.marks.length === 0")
    desktop.panel().get_by_text("Tap the places where it hurts").wait_for()
