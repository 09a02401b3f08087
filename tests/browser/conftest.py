"""The served app in a real browser: one server and one Chromium a session, one page a test."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

import bodymap
from served import ROOT, Server, chromium, launched, serving

sync_api = pytest.importorskip("playwright.sync_api")

ALONE = Path(__file__).parent / "alone.py"
SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
#: What a live map holds, asked for in the page.
MAP = "[...(window.bodymapMaps?.values() ?? [])].at(-1)"
PATIENCE = 40_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            # A real browser on a busy machine is sometimes late; what fails three times is wrong.
            item.add_marker(pytest.mark.flaky(reruns=2))


class Screen:
    """A page that shows the map, spoken to in the words of a user."""

    def __init__(self, context, server: Server) -> None:
        self.server = server
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.route(lambda url: not url.startswith(f"http://localhost:{server.port}/"), self._refuse)

    def _heard(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _refuse(self, route) -> None:
        if not route.request.url.startswith(("data:", "blob:")):
            self.complaints.append(f"asked another host: {route.request.url}")
            route.abort()
        else:
            route.continue_()

    def open(self, query: str = "", app: str = "app", views: tuple[str, ...] = ("front", "back")) -> Screen:
        self.page.goto(self.server.address(app) + query, wait_until="commit")
        return self.shows(*views)

    def shows(self, *views: str) -> Screen:
        """Wait until these views are drawn, laid out and no longer covered by the page's veil."""
        self.until(
            f"""views => {{
              const map = {MAP}
              const drawn = (view) => {{
                const figure = map?.figures.get(view)?.figure
                return figure && Bokeh.index.find_one(figure)?.el.getBoundingClientRect().width > 50
              }}
              return views.some(drawn) && views.every((view) => map.figures.has(view))
                && [...document.querySelectorAll('#loader')].every((veil) => getComputedStyle(veil).display === 'none')
            }}""",
            list(views),
        )
        return self

    def until(self, expression: str, argument=None) -> None:
        self.page.wait_for_function(expression, arg=argument)

    def ask(self, expression: str, argument=None):
        """Evaluate ``expression`` in the page, ``map`` being the live map and ``arg`` the argument."""
        return self.page.evaluate(f"arg => {{ const map = {MAP}; return {expression} }}", argument)

    def wait(self, expression: str, argument=None) -> None:
        """Wait until ``expression`` holds in the page."""
        self.until(f"arg => {{ const map = {MAP}; return map && ({expression}) }}", argument)

    # --- what is seen -------------------------------------------------------------------------------------------------

    def state(self, name: str):
        return self.ask("map.model[arg]", name)

    def muscles(self, view: str) -> dict[str, float]:
        """How strongly each muscle of a view is drawn, by ``id:side``."""
        return self._strengths(view, "muscles", "fill_alpha")

    def risks(self, view: str) -> dict[str, float]:
        """How strongly each risk area of a view is drawn, by ``id:side``."""
        return self._strengths(view, "risks", "line_alpha")

    def courses(self, view: str) -> dict[str, float]:
        """How strongly the line of each nerve and artery of a view is drawn, by ``id:side``."""
        return self.ask(
            """(() => { const {sources: {fibres: {data}}, shapes: {courses}} = map.figures.get(arg)
              const {id, side, shape} = courses
              const strength = (i) => data.line_alpha[data.xs.lastIndexOf(shape[i].xs)] ?? 0
              return Object.fromEntries(id.map((name, i) => [`${name}:${side[i]}`, strength(i)])) })()""",
            view,
        )

    def _strengths(self, view: str, layer: str, column: str) -> dict[str, float]:
        return self.ask(
            """(() => { const {sources, shapes} = map.figures.get(arg[0])
              const {xs, [arg[2]]: alpha} = sources.areas.data
              const {id, side, shape} = shapes[arg[1]]
              const strength = (i) => alpha[xs.indexOf(shape[i].xs)] ?? 0
              return Object.fromEntries(id.map((name, i) => [`${name}:${side[i]}`, strength(i)])) })()""",
            [view, layer, column],
        )

    def points(self, view: str) -> dict[str, float]:
        """How strongly each trigger point of a view is drawn, by ``id:side``."""
        return self.ask(
            """(() => { const {sources: {points: {data}}, shapes: {points}} = map.figures.get(arg)
              const at = (i) => data.x.findIndex((x, k) => x === points.x[i] && data.y[k] === points.y[i])
              const strength = (i) => data.line_alpha[at(i)] ?? 0
              return Object.fromEntries(points.id.map((id, i) => [`${id}:${points.side[i]}`, strength(i)])) })()""",
            view,
        )

    def zones(self, view: str, layer: str = "areas") -> list[int]:
        """The rows of the referral zones that are drawn: solid (``areas``) or dotted (``dots``).

        Of rows that are the same shape in this view, the first.
        """
        return self.ask(
            """(() => { const {sources, shapes: {zones}} = map.figures.get(arg[0])
              const {xs, fill_alpha} = sources[arg[1]].data
              const isDrawn = ({xs: mine}) => arg[1] === "dots" ? xs.includes(mine) : fill_alpha[xs.indexOf(mine)] > 0
              const isFirst = (row) => zones.shape.indexOf(zones.shape[row]) === row
              return [...zones.shape.keys()].filter((row) => isFirst(row) && isDrawn(zones.shape[row])) })()""",
            [view, layer],
        )

    def zone_rows(self, view: str, whose: str, grade: str = "essential", side: str = "") -> list[int]:
        """The rows that belong to ``trigger_point:id``, ``muscle:id`` or ``condition:id``, as `zones` gives them."""
        return self.ask(
            """(() => { const {zone_rows, zones} = map.figures.get(arg[0]).shapes
              const mine = zone_rows[arg[1]]?.[arg[2]] ?? []
              const rows = mine.filter((row) => !arg[3] || zones.side[row] === arg[3])
              const first = rows.map((row) => zones.shape.indexOf(zones.shape[row]))
              return [...new Set(first)].sort((a, b) => a - b) })()""",
            [view, whose, grade, side],
        )

    def window(self, view: str) -> list[float]:
        """The part of a view that is shown: x0, y0, x1, y1."""
        return self.ask(
            """(() => { const {x_range, y_range} = map.figures.get(arg).figure
              return [x_range.start, y_range.start, x_range.end, y_range.end] })()""",
            view,
        )

    def panel(self):
        """The panel that describes what is chosen."""
        return self.page.locator(".details")

    # --- what is done -------------------------------------------------------------------------------------------------

    def place(self, view: str, x: float, y: float) -> tuple[float, float]:
        """Where a place of a view is on the screen, scrolled into sight."""
        find = """(() => { const view = Bokeh.index.find_one(map.figures.get(arg[0]).figure)
          const box = view.el.getBoundingClientRect()
          return [box.x + view.frame.x_scale.compute(arg[1]), box.y + view.frame.y_scale.compute(arg[2])] })()"""
        left, top = self.ask(find, [view, x, y])
        height = self.page.viewport_size["height"]
        if not 60 < top < height - 10:
            figure = "Bokeh.index.find_one(map.figures.get(arg).figure).el"
            self.ask(f"{figure}.scrollIntoView({{block: 'center', behavior: 'instant'}})", view)
            left, top = self.ask(find, [view, x, y])
        return left, top

    def tap(self, view: str, x: float, y: float, beside: tuple[float, float] = (0, 0)) -> None:
        """Tap or click a place of a view, ``beside`` pixels off."""
        left, top = self.place(view, x, y)
        at = (left + beside[0], top + beside[1])
        if self.is_touched:
            self.page.touchscreen.tap(*at)
        else:
            self.page.mouse.click(*at)

    @property
    def is_touched(self) -> bool:
        return self.page.evaluate("navigator.maxTouchPoints > 0")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, label: str, option: str) -> None:
        """Choose from one of the page's lists."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("menuitem", name=option, exact=True).click()

    def search(self, text: str) -> list[str]:
        """Type into the search; what is offered."""
        field = self.page.get_by_role("combobox", name="Search")
        field.click()
        field.fill(text)
        self.page.get_by_role("option").first.wait_for()
        return self.page.get_by_role("option").all_inner_texts()


@pytest.fixture(scope="session")
def atlas() -> bodymap.Atlas:
    return bodymap.load_atlas("female")


@pytest.fixture(scope="session")
def belly(atlas):
    """A place of a view where nothing lies over a muscle: ``belly(muscle, side, view)`` gives its x and y."""

    def find(muscle: str, side: str, view: str) -> tuple[float, float]:
        drawn = atlas.muscles[(atlas.muscles["view"] == view) & ~atlas.muscles["ghost"]]
        mine = (drawn["id"] == muscle) & (drawn["side"] == side)
        over = drawn[~mine & (drawn["layer"] == "superficial")]
        free = drawn[mine].union_all().difference(over.union_all())
        return shapely.get_coordinates(shapely.maximum_inscribed_circle(free))[0].tolist()

    return find


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving(ROOT / "app.py", ALONE) as served:
        yield served


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium found; name one in CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        opened = launched(playwright, path)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def contexts(browser) -> dict:
    """A browser's window for each kind of screen; the scripts are fetched once for all tests."""
    return {name: browser.new_context(**options) for name, options in SCREENS.items()}


def _screen(context, server: Server) -> Iterator[Screen]:
    screen = Screen(context, server)
    yield screen
    screen.page.close()
    assert screen.complaints == []
    assert server.errors() == ""


@pytest.fixture
def new_server():
    """A server with the environment of the moment it starts: ``with new_server() as (server, screen_of)``."""

    @contextlib.contextmanager
    def start() -> Iterator[tuple[Server, type[Screen]]]:
        with serving(ROOT / "app.py") as served:
            yield served, Screen

    return start


@pytest.fixture
def screen_of():
    """A page of a browser window of one's own: ``screen_of(context, server)``."""
    return Screen


@pytest.fixture
def desktop(contexts, server) -> Iterator[Screen]:
    yield from _screen(contexts["desktop"], server)


@pytest.fixture
def tablet(contexts, server) -> Iterator[Screen]:
    yield from _screen(contexts["tablet"], server)


@pytest.fixture
def phone(contexts, server) -> Iterator[Screen]:
    yield from _screen(contexts["phone"], server)
