"""Everyone can use it: axe-core, keyboard alone, announcements, lists for the figure, large text, narrow pages, rtl."""

from __future__ import annotations

import re

import pytest

from bodymap.schema import STEPS

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

MUSCLE = "?selection=muscle:gluteus_maximus:left&view=back"
EXPLAINED = "?screen=explain&condition=chronic_low_back_pain&selection=muscle:gluteus_maximus:left"
#: Every node of the page, those of shadow trees too.
NODES = """const nodes = (root) => [...root.querySelectorAll('*')].flatMap((node) =>
  [node, ...(node.shadowRoot ? nodes(node.shadowRoot) : [])]);"""
#: The node that has the focus, and what names it.
FOCUSED = """let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;"""
LARGE = f"""() => {{ {NODES} return nodes(document)
  .filter((node) => node.matches('button, summary, [role=combobox], [role=button]'))
  .filter((node) => !node.matches('.MuiAutocomplete-popupIndicator, .MuiAutocomplete-clearIndicator'))
  .filter((node) => node.checkVisibility()).map((node) => [node, (node.closest('.MuiInputBase-root') ?? node)])
  .filter(([, box]) => Math.min(box.getBoundingClientRect().width, box.getBoundingClientRect().height) < 43.5)
  .map(([node]) => node.textContent) }}"""
#: What reaches beyond the right edge of the page.
BEYOND = f"""() => {{ {NODES} const beyond = nodes(document)
    .filter((node) => node.checkVisibility() && !node.closest('svg, .told, .bk-GlyphRenderer'))
    .filter((node) => node.getBoundingClientRect().width > 1 && node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => `${{node.tagName}}.${{node.className}}`)
  if (document.scrollingElement.scrollWidth > innerWidth) beyond.push('the page scrolls sideways')
  return beyond }}"""


def open_all(screen) -> None:
    """Open every list, so that what stands in it is looked at too."""
    screen.page.evaluate(
        f"() => {{ {NODES} for (const node of nodes(document)) if (node.tagName === 'DETAILS') node.open = true }}"
    )


def serious(screen) -> list[str]:
    """What axe-core finds serious or critical."""
    open_all(screen)
    found = axe.Axe().run(screen.page).response
    assert len(found["passes"]) > 15  # it has looked
    return [
        f"{fault['id']}: {node['html'][:160]} {[check['message'] for check in node['any'][:1]]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def focused(screen) -> dict:
    return screen.page.evaluate(
        f"""() => {{ {FOCUSED} const style = getComputedStyle(focused)
          const label = focused.getAttribute('aria-labelledby')?.split(' ')
            .map((id) => focused.getRootNode().getElementById(id)?.textContent ?? '').join(' ')
          const field = focused.closest('.MuiInputBase-root')
          return {{
            tag: focused.tagName,
            name: label || focused.ariaLabel || focused.labels?.[0]?.textContent || focused.textContent,
            html: focused.outerHTML.slice(0, 300) + focused.getRootNode().host?.className,
            isSeen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
              || (field?.classList.contains('Mui-focused') ?? false),
          }} }}"""
    )


def wait_for_focus(screen, tag: str, name: str) -> None:
    screen.until(
        f"([tag, name]) => {{ {FOCUSED} return focused?.tagName === tag && focused.textContent.includes(name) }}",
        [tag, name],
    )


def enter(screen, name: str | re.Pattern) -> None:
    """Press one of the panel's buttons from the keyboard."""
    screen.panel().get_by_role("button", name=name, exact=True).first.focus()
    screen.page.keyboard.press("Enter")


@pytest.mark.parametrize("device", ["desktop", "tablet"])
def test_axe_finds_nothing_serious_on_any_screen_in_either_mode(device, request):
    screen = request.getfixturevalue(device).open("?language=en")
    for mode in ("Patient", "Clinician"):
        screen.press(mode)
        screen.press("Map")
        screen.panel().get_by_role("heading", name="Choose a condition").wait_for()
        assert serious(screen) == []
        screen.ask("map.select('muscle:gluteus_maximus:left')")
        screen.panel().get_by_role("heading", level=2).filter(has_text="Left").wait_for()
        assert serious(screen) == []
        screen.press("Explain")
        for step in ("pain_area", "how_mechanical", "who_needs_special_care"):
            screen.ask("void (map.model.step = arg)", step)
            number = f"Step {STEPS.index(step) + 1} of {len(STEPS)}"
            screen.panel().get_by_text(number, exact=True).wait_for()
            assert serious(screen) == []
        screen.press("Where does it hurt?")
        screen.panel().get_by_text("Choose from a list").wait_for()
        screen.ask("map.marking.toggle('temple:left')")
        screen.panel().locator("ol.answers").first.wait_for()
        assert serious(screen) == []
        screen.press("Start over")
        screen.ask("map.select('')")


def test_everything_is_reached_by_tab_in_order_with_visible_focus(desktop):
    desktop.open()
    desktop.panel().get_by_role("heading", name="Choose a condition").wait_for()
    reached, unseen = [], []
    for _ in range(60):
        desktop.page.keyboard.press("Tab")
        now = focused(desktop)
        if now["tag"] == "BODY":
            break
        reached.append(now["name"])
        if not (now["isSeen"] and now["name"]):
            unseen.append(now["html"])
    wanted = ["Map", "Condition", "Search", "Body", "Zoom in", "Clear", "Muscles", "Both", "Patient"]
    wanted += ["Language", "Neck-shoulder", "Sensitive spots", "Page to take home (PDF)"]
    places = []
    for name in wanted:  # each after the one before it
        start = places[-1] + 1 if places else 0
        after = [number for number in range(start, len(reached)) if name in reached[number]]
        assert after, f"{name} is not reached after {wanted[len(places) - 1]}: {reached}"
        places.append(after[0])
    assert unseen == []
    # Of a group of buttons one is reached by Tab, the others by arrows.
    desktop.page.get_by_role("button", name="Patient", exact=True).focus()
    desktop.page.keyboard.press("ArrowRight")
    assert focused(desktop)["name"] == "Clinician"
    desktop.page.keyboard.press("Enter")
    desktop.wait("map.model.legend.some(({text}) => text === 'Trigger points')")


def test_a_chosen_muscle_takes_the_focus_to_its_heading_and_is_told_in_a_line(desktop, atlas):
    desktop.open()
    region = next(iter(atlas.tables.muscles["region"]))
    name = atlas.tables.muscles["plain_name"].iloc[0]
    name = name[0].upper() + name[1:]
    desktop.panel().get_by_text(region.capitalize(), exact=True).focus()
    desktop.page.keyboard.press("Enter")
    enter(desktop, name)
    wait_for_focus(desktop, "H2", name)
    assert focused(desktop)["isSeen"]
    status = desktop.page.get_by_role("status").filter(has_text=name)
    status.wait_for(state="attached")
    assert len(status.inner_text()) < 120


def test_the_explanation_is_read_on_from_each_steps_heading(desktop):
    desktop.open(EXPLAINED)
    for heading in ("The muscle", "The sensitive spot"):
        enter(desktop, "Next")
        wait_for_focus(desktop, "H2", heading)


def test_marking_from_the_list_keeps_its_place_there(desktop):
    desktop.open("?screen=pain")
    desktop.panel().get_by_text("Choose from a list").focus()
    desktop.page.keyboard.press("Enter")
    for place in ("Temple (right)", "Temple (left)"):
        button = desktop.panel().locator("button[aria-pressed]").get_by_text(place, exact=True)
        button.focus()
        desktop.page.keyboard.press("Enter")
        desktop.panel().locator("button[aria-pressed=true]").get_by_text(place, exact=True).wait_for()
        wait_for_focus(desktop, "BUTTON", place)
    desktop.page.keyboard.press("Enter")  # and takes it back
    desktop.wait("map.model.marks.join() === 'temple:right'")
    wait_for_focus(desktop, "BUTTON", "Temple (left)")
    desktop.page.get_by_role("status").filter(has_text="Temple (right)").wait_for(state="attached")


def test_the_focus_is_not_taken_back_by_a_panel_that_was_left(desktop):
    desktop.open(EXPLAINED)
    enter(desktop, "Next")
    wait_for_focus(desktop, "H2", "The muscle")
    desktop.page.get_by_role("button", name="Zoom in").focus()
    desktop.ask("void (map.model.step = 'sensitive_spot')")
    desktop.panel().get_by_role("heading", name="The sensitive spot", level=2).wait_for()
    assert focused(desktop)["name"] == "Zoom in"


LISTED = """kind => {
  const isShown = (node) => node === null || (getComputedStyle(node).display !== 'none' && isShown(node.parentElement))
  const root = [...document.querySelectorAll('*')].flatMap(function inside(node) {
    return node.shadowRoot ? [node.shadowRoot, ...[...node.shadowRoot.querySelectorAll('*')].flatMap(inside)] : []
  }).find((root) => root.querySelector('.details'))
  return [...root.querySelectorAll(`button[data-bodymap-select^='${kind}:']`)].filter(isShown)
    .map((node) => node.dataset.bodymapSelect.split(':')[1])
}"""


def test_trigger_points_and_risk_areas_are_chosen_from_a_list_too(desktop, atlas):
    desktop.open()
    panel = desktop.panel()
    panel.locator("button").first.wait_for(state="attached")
    panel.evaluate("panel => { panel.isFirst = true }")
    frames = (("trigger_point", atlas.trigger_points), ("risk_area", atlas.risk_areas))
    for pair in (("head_front", "head_back"), ("foot_sole", "foot_top"), ("front", "back")):
        desktop.ask("void (map.model.view = arg)", pair[0])
        desktop.shows(*pair)
        for kind, frame in frames:
            drawn = sorted(frame.loc[frame["view"].isin(pair), "id"].unique())
            desktop.until(f"([kind, names]) => ({LISTED})(kind).sort().join() === names.join()", [kind, drawn])
    assert panel.evaluate("panel => panel.isFirst"), "the lists are not written anew when the figure turns"
    desktop.panel().get_by_text("Sensitive spots", exact=True).first.click()
    desktop.panel().locator("button[data-bodymap-select='trigger_point:infraspinatus_trp1:']").click()
    desktop.wait("map.model.selection === 'trigger_point:infraspinatus_trp1:'")
    current = desktop.panel().locator("button[aria-current]")
    current.wait_for()
    assert current.get_attribute("data-bodymap-select") == "trigger_point:infraspinatus_trp1:"
    assert desktop.points("back")["infraspinatus_trp1:left"] == 1


@pytest.mark.parametrize("query", ["", MUSCLE, "?screen=pain", EXPLAINED])
def test_every_screen_fits_a_narrow_page_and_a_page_at_twice_its_size(desktop, query):
    desktop.page.set_viewport_size({"width": 320, "height": 640})
    desktop.open(query)
    for width, height in ((320, 640), (640, 400)):  # 640 x 400 is what 1280 x 800 leaves at 200 %
        desktop.page.set_viewport_size({"width": width, "height": height})
        open_all(desktop)
        desktop.until(f"() => ({BEYOND})().length === 0")
        desktop.until(f"() => ({LARGE})().length === 0")


def test_a_language_from_right_to_left_turns_the_page_but_not_the_body(tmp_path, monkeypatch, browser, new_server):
    words = tmp_path / "words" / "ar"
    words.mkdir(parents=True)
    (words / "interface.yaml").write_text("language:\n  name: From the right\n  direction: rtl\n", encoding="utf-8")
    monkeypatch.setenv("BODYMAP_CLINIC", str(tmp_path))
    with new_server() as (server, screen_of):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        screen = screen_of(context, server).open("?language=ar")
        screen.until("document.documentElement.dir === 'rtl' && document.documentElement.lang === 'ar'")
        title = screen.panel().get_by_role("heading", level=2)
        assert title.evaluate("node => getComputedStyle(node).direction") == "rtl"
        box, figure = screen.panel().bounding_box(), screen.place("front", 0, 0.5)
        assert box["x"] + box["width"] < figure[0]
        assert screen.place("front", 0, 0.5)[0] < screen.place("back", 0, 0.5)[0]
        assert screen.page.evaluate(BEYOND) == []
        context.close()
