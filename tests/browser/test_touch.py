"""Fingers on a tablet and on a phone."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import TimeoutError as NotYet

BACK_PAIN = "chronic_low_back_pain"


def tall(screen, view: str) -> float:
    _, y0, _, y1 = screen.window(view)
    return y1 - y0


def touch(screen, *frames: list[tuple[float, float]], seconds: list[float] | None = None, hold: float = 0) -> None:
    """Fingers put down, moved and lifted: in each frame the places of the fingers on the screen, none when lifted.

    They rest for ``hold`` milliseconds before each frame after the first.
    """
    session = screen.page.context.new_cdp_session(screen.page)
    down = 0
    for number, places in enumerate(frames):
        if number:
            screen.page.wait_for_timeout(hold)
        kind = "touchEnd" if not places else "touchMove" if down else "touchStart"
        down = len(places)
        event = {"type": kind, "touchPoints": [{"x": x, "y": y, "id": id_} for id_, (x, y) in enumerate(places)]}
        if seconds:
            event["timestamp"] = seconds[number]
        session.send("Input.dispatchTouchEvent", event)


def swipe_up(screen, x: float, y: float, by: float) -> None:
    touch(screen, *([(x, y - by * step / 8)] for step in range(9)), [])


def pinch(screen, x: float, y: float) -> None:
    """Two fingers, moved to three times their distance."""
    touch(screen, *([(x - reach, y), (x + reach, y)] for reach in (30, 40, 50, 60, 70, 80, 90)), [])


def double_tap(screen, x: float, y: float) -> None:
    now = screen.page.evaluate("Date.now()") / 1000
    touch(screen, [(x, y)], [], [(x, y)], [], seconds=[now, now + 0.05, now + 0.1, now + 0.15])


def test_a_tap_selects_on_a_tablet(tablet, belly):
    tablet.open().tap("back", *belly("gluteus_maximus", "left", "back"))
    tablet.wait("map.model.selection === 'muscle:gluteus_maximus:left'")
    tablet.panel().get_by_role("heading", level=2).filter(has_text="Left").wait_for()


def test_a_slow_tap_selects_too(tablet, belly):
    tablet.open()
    x, y = tablet.place("back", *belly("gluteus_maximus", "left", "back"))
    touch(tablet, [(x, y)], [], hold=1200)
    tablet.wait("map.model.selection === 'muscle:gluteus_maximus:left'")
    tablet.panel().get_by_role("heading", level=2).filter(has_text="Left").wait_for()
    assert tablet.state("selection") == "muscle:gluteus_maximus:left"


def test_one_finger_scrolls_the_page_over_the_whole_figure_and_moves_a_zoomed_one(tablet, belly):
    tablet.open("?selection=muscle:gluteus_maximus:left&view=back")
    tablet.wait("map.model.selection !== ''")
    title = tablet.panel().get_by_role("heading", level=2)
    window, top = tablet.window("back"), title.bounding_box()["y"]
    swipe_up(tablet, *tablet.place("back", -0.04, 0.5), 150)
    assert title.bounding_box()["y"] < top - 60
    assert tablet.window("back") == window
    tablet.press("Zoom in")
    place = tablet.place("back", -0.04, 0.5)
    before, top = tablet.window("back"), title.bounding_box()["y"]
    swipe_up(tablet, *place, 100)
    tablet.wait("map.figures.get('back').figure.y_range.start < arg - 0.01", before[1])
    assert abs(title.bounding_box()["y"] - top) < 5


def test_two_fingers_zoom_the_figure(tablet):
    tablet.open()
    before = tall(tablet, "back")
    pinch(tablet, *tablet.place("back", 0, 0.6))
    tablet.wait("(({start, end}) => end - start < arg * 0.75)(map.figures.get('back').figure.y_range)", before)
    across, up = tablet.ask(
        """(() => { const {figure} = map.figures.get('back'); const span = (r) => r.end - r.start
          return [figure.inner_width / span(figure.x_range), figure.inner_height / span(figure.y_range)] })()"""
    )
    assert abs(across / up - 1) < 0.01
    assert tablet.page.evaluate("visualViewport.scale") == 1


def test_everything_that_is_tapped_is_large_enough(tablet, phone):
    small = """() => {
      const found = []
      const walk = (root) => { for (const node of root.querySelectorAll('*')) {
        if (node.shadowRoot) walk(node.shadowRoot)
        if (!node.matches('button, summary, [role=combobox], [role=button]')) continue
        const box = (node.closest('.MuiInputBase-root') ?? node).getBoundingClientRect()
        if (node.matches('.MuiAutocomplete-popupIndicator, .MuiAutocomplete-clearIndicator')) continue
        const isSmall = box.width > 0 && (box.height < 43.5 || box.width < 43.5)
        if (isSmall) found.push(`${node.textContent} ${box.width} x ${box.height}`)
      } }
      walk(document)
      return found
    }"""
    for screen in (tablet, phone):
        screen.open(f"?condition={BACK_PAIN}")
        with contextlib.suppress(NotYet):  # until the style sheets have come
            screen.page.wait_for_function(f"({small})().length === 0", timeout=10_000)
        assert screen.page.evaluate(small) == []
        assert screen.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_a_phone_shows_one_figure_and_turns_it(phone):
    phone.open()
    seen = """['front', 'back'].filter((view) =>
      Bokeh.index.find_one(map.figures.get(view).figure)?.el.getBoundingClientRect().width > 50).join()"""
    assert phone.ask(seen) == "front"
    phone.press("Turn around")
    phone.wait(f"{seen} === 'back'")
    phone.press("Turn around")
    phone.wait(f"{seen} === 'front'")


def test_on_a_phone_the_views_are_a_list_in_one_row_with_the_turn(phone):
    phone.open().choose("View", "Head, sides")
    phone.shows("head_left")
    phone.press("Turn around")
    phone.wait("map.model.view === 'head_right'")
    views, turn = phone.page.get_by_role("combobox", name="View"), phone.page.get_by_role("button", name="Turn around")
    views.filter(has_text="Head, sides").wait_for()
    middles = [box["y"] + box["height"] / 2 for box in (views.bounding_box(), turn.bounding_box())]
    assert middles[0] == pytest.approx(middles[1], abs=12)
    assert phone.page.get_by_role("button", name="Sides", exact=True).count() == 0
    phone.choose("Language", "Español")
    phone.page.get_by_role("combobox", name="Vista").filter(has_text="Cabeza, lados").wait_for()


def test_a_phone_turns_to_where_a_condition_shows_best(phone):
    phone.open().choose("Condition", "Long-lasting low back pain")
    phone.wait("Bokeh.index.find_one(map.figures.get('back').figure)?.el.getBoundingClientRect().width > 50")
    phone.panel().get_by_role("heading", name="Long-lasting low back pain").wait_for()
    phone.wait("map.figures.get('back').figure.y_range.start > 0.1")


def test_a_double_tap_zooms_on_a_phone(phone, belly):
    phone.open()
    before = tall(phone, "front")
    at = phone.place("front", *belly("rectus_abdominis", "left", "front"))
    double_tap(phone, *at)
    phone.wait("(({start, end}) => end - start < arg * 0.6)(map.figures.get('front').figure.y_range)", before)
    phone.press("Reset view")
    phone.wait(
        "(({start, end}) => Math.abs(end - start - arg) < 1e-6)(map.figures.get('front').figure.y_range)", before
    )
