"""What stands on the screen when the map has just been opened."""

from __future__ import annotations

import itertools

import pytest

ROLES_WITH_NAMES = {
    "button",
    "combobox",
    "textbox",
    "searchbox",
    "link",
    "checkbox",
    "radio",
    "tab",
    "switch",
    "slider",
}


def read_aloud(screen) -> list[dict]:
    """What a screen reader is told: role, name and properties of everything on the page, in its order."""
    spoken = screen.page.context.new_cdp_session(screen.page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in spoken}
    read: list[dict] = []

    def walk(node: dict) -> None:
        if not node.get("ignored"):
            held = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            read.append({"role": node["role"]["value"], "name": node.get("name", {}).get("value", "").strip()} | held)
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child])

    walk(spoken[0])
    return read


def letters(screen, view: str) -> tuple[str | None, str | None]:
    """The letters printed at the left and at the right edge of a view."""
    printed = screen.ask(
        """(() => { const {el, shadow_el} = map.shown(arg), {left, top, width} = el.getBoundingClientRect()
          return [...shadow_el.querySelectorAll(".bodymap-side")].filter((side) => side.textContent).map((side) => {
            const box = side.getBoundingClientRect()
            return [(box.left + box.width / 2 - left) / width, box.top - top, side.textContent] }) })()""",
        view,
    )
    assert all(0 <= below < 30 for _, below, _ in printed)
    ends = {("start" if across < 0.2 else "end" if across > 0.8 else "middle"): text for across, _, text in printed}
    return ends.get("start"), ends.get("end")


def test_front_and_back_stand_side_by_side(desktop):
    desktop.open()
    boxes = desktop.ask(
        """['front', 'back'].map((view) => Bokeh.index.find_one(map.figures.get(view).figure))
          .map((shown) => shown.el.getBoundingClientRect().toJSON())"""
    )
    front, back = boxes
    assert front["right"] <= back["left"] + 1
    assert front["top"] == back["top"]
    assert max(desktop.muscles("front").values()) > 0.3
    assert max(desktop.muscles("back").values()) > 0.3


def test_feet_from_the_side_stand_one_above_the_other_whatever_was_shown_before(desktop):
    desktop.open()
    for name, *views in (
        ("Feet, sides", "foot_outer", "foot_inner"),
        ("Body", "front", "back"),
        ("Feet, sides", "foot_outer", "foot_inner"),
    ):
        desktop.press(name)
        desktop.shows(*views)
        desktop.wait("map.model.view === arg", views[0])
        # Both fill their places, one below the other or side by side, and nothing else is there.
        desktop.wait(
            """(() => {
              const drawn = [...map.figures].filter(([, {figure}]) => figure.visible)
              const boxes = drawn.map(([, {figure}]) => Bokeh.index.find_one(figure).el.getBoundingClientRect())
              const whole = drawn.every(([view, {figure: {x_range, y_range}}]) => {
                const [x0, y0, x1, y1] = map.model.book.frames[view]
                const [up, across] = [y_range, x_range].map(({start, end}) => end - start)
                return Math.abs(Math.min(up / (y1 - y0), across / (x1 - x0)) - 1) < 0.01 })
              const [first, second] = boxes
              const apart = arg[0] === "front" ? second.left >= first.right - 1 : second.top >= first.bottom - 1
              return String(drawn.map(([view]) => view)) === String(arg) && apart && whole })()""",
            views,
        )


def test_a_figure_that_has_left_the_page_before_its_shapes_are_unpacked_is_forgotten(desktop):
    desktop.open()
    desktop.ask("map.fit('jaw_left', {}, {packed: map.figures.get('front').packed, letters: []})")
    assert desktop.ask("[map.figures.has('jaw_left'), map.unpacking.has('jaw_left')]") == [False, False]


def test_right_and_left_are_the_persons_own(desktop):
    desktop.open()
    assert letters(desktop, "front") == ("R", "L")
    assert letters(desktop, "back") == ("L", "R")


def test_side_views_name_the_side_that_is_seen(desktop):
    desktop.open("?view=left", views=("left", "right"))
    assert letters(desktop, "left") == ("L", None)
    assert letters(desktop, "right") == ("R", None)


def test_nothing_is_chosen_and_no_pain_is_drawn(desktop):
    desktop.open()
    assert desktop.state("condition") == desktop.state("selection") == ""
    assert desktop.zones("front") == desktop.zones("back") == []
    assert set(desktop.points("back").values()) == {0}
    assert desktop.page.url.endswith("/app")


@pytest.mark.parametrize(
    "query", ["", "?condition=chronic_low_back_pain&mode=clinician", "?selection=muscle:soleus:left"]
)
def test_every_control_and_figure_has_a_name_and_headings_are_in_order(desktop, query):
    desktop.open(query)
    read = read_aloud(desktop)
    assert [node for node in read if node["role"] in ROLES_WITH_NAMES and not node["name"]] == []
    named = [node["name"] for node in read if node["role"] == "group" and node["name"].startswith("Figure of")]
    assert len(named) == 2
    assert any("front" in name for name in named)
    assert any("back" in name for name in named)
    levels = [int(node["level"]) for node in read if node["role"] == "heading"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))
    assert all(node["name"] for node in read if node["role"] == "heading")


def test_the_panel_is_announced_when_it_changes(desktop):
    desktop.open()
    assert desktop.panel().get_attribute("aria-live") is None  # a line of its own says what is new
    assert desktop.panel().get_attribute("aria-label")


def test_the_map_stands_alone_as_in_a_notebook(desktop):
    desktop.open(app="alone")
    assert desktop.state("condition") == "chronic_low_back_pain"
    assert desktop.state("side") == "right"
    drawn = desktop.muscles("back")
    assert drawn["multifidus_lumbar:right"] > 0.3
    assert drawn["multifidus_lumbar:left"] == 0
    desktop.panel().get_by_role("heading", name="Long-lasting low back pain").wait_for()
