"""Fingers on a tablet and on a phone."""

from __future__ import annotations

BACK_PAIN = "chronic_low_back_pain"


def tall(screen, view: str) -> float:
    _, y0, _, y1 = screen.window(view)
    return y1 - y0


def swipe_up(screen, x: float, y: float, by: int = 200) -> None:
    screen.page.context.new_cdp_session(screen.page).send(
        "Input.synthesizeScrollGesture",
        {"x": x, "y": y, "yDistance": -by, "gestureSourceType": "touch", "speed": 1200, "preventFling": True},
    )


def pinch(screen, x: float, y: float, spread: float = 3.0) -> None:
    """Two fingers, moved apart about a place on the screen."""
    session = screen.page.context.new_cdp_session(screen.page)
    steps = [30 * (1 + (spread - 1) * step / 8) for step in range(9)]

    def fingers(reach: float) -> list[dict]:
        return [{"x": x - reach, "y": y, "id": 0}, {"x": x + reach, "y": y, "id": 1}]

    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers(steps[0])})
    for reach in steps[1:]:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": fingers(reach)})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_tap_selects_on_a_tablet(tablet, belly):
    tablet.open().tap("back", *belly("gluteus_maximus", "left", "back"))
    tablet.wait("map.model.selection === 'muscle:gluteus_maximus:left'")
    tablet.panel().get_by_role("heading", level=2).filter(has_text="Left").wait_for()


def test_a_slow_tap_selects_too(tablet, belly):
    tablet.open()
    x, y = tablet.place("back", *belly("gluteus_maximus", "left", "back"))
    session = tablet.page.context.new_cdp_session(tablet.page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    tablet.wait("map.model.selection === 'muscle:gluteus_maximus:left'")
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert tablet.state("selection") == "muscle:gluteus_maximus:left"


def test_one_finger_scrolls_the_page_over_the_whole_figure_and_moves_a_zoomed_one(tablet, belly):
    tablet.open(f"?selection=muscle:gluteus_maximus:left&view=back")
    tablet.wait("map.model.selection !== ''")
    tablet.until("document.scrollingElement.scrollHeight > innerHeight + 150")
    window = tablet.window("back")
    x, y = tablet.place("back", -0.04, 0.5)
    swipe_up(tablet, x, y, 120)
    tablet.until("window.scrollY > 60")
    assert tablet.window("back") == window
    tablet.press("Zoom in")
    before, scrolled = tablet.window("back"), tablet.page.evaluate("window.scrollY")
    swipe_up(tablet, *tablet.place("back", -0.04, 0.5), 100)
    tablet.wait("map.figures.get('back').figure.y_range.start < arg - 0.01", before[1])
    assert abs(tablet.page.evaluate("window.scrollY") - scrolled) < 5


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
        if (box.width > 0 && (box.height < 43.5 || box.width < 43.5)) found.push(`${node.textContent} ${box.width} x ${box.height}`)
      } }
      walk(document)
      return found
    }"""
    for screen in (tablet, phone):
        screen.open(f"?condition={BACK_PAIN}")
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


def test_a_phone_turns_to_where_a_condition_shows_best(phone):
    phone.open().choose("Condition", "Long-lasting low back pain")
    phone.wait("Bokeh.index.find_one(map.figures.get('back').figure)?.el.getBoundingClientRect().width > 50")
    phone.panel().get_by_role("heading", name="Long-lasting low back pain").wait_for()
    phone.wait("map.window === undefined && map.figures.get('back').figure.y_range.start > 0.1")


def test_a_double_tap_zooms_on_a_phone(phone, belly):
    phone.open()
    before = tall(phone, "front")
    at = phone.place("front", *belly("rectus_abdominis", "left", "front"))
    phone.page.touchscreen.tap(*at)
    phone.page.touchscreen.tap(*at)
    phone.wait("(({start, end}) => end - start < arg * 0.6)(map.figures.get('front').figure.y_range)", before)
    phone.press("Reset view")
    phone.wait(
        "(({start, end}) => Math.abs(end - start - arg) < 1e-6)(map.figures.get('front').figure.y_range)", before
    )
