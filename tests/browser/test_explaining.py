"""The explanation: every step from first tap to the page that is taken home, in either mode and language."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
import shapely

from bodymap.schema import STEPS

HEADACHE = "?screen=explain&condition=tension_type_headache&selection=muscle:trapezius_upper:left"


def step_reads(screen, number: int) -> None:
    screen.panel().get_by_text(f"Step {number} of {len(STEPS)}", exact=True).wait_for()


@pytest.mark.parametrize(
    ("condition", "name", "muscle"),
    [
        ("tension_type_headache", "Tension headache", "trapezius_upper"),
        ("plantar_fasciitis", "Heel pain", "soleus"),
    ],
)
def test_from_the_first_tap_to_the_page_to_take_home(tablet, atlas, tmp_path, condition, name, muscle):
    plain = atlas.tables.muscles.at[muscle, "plain_name"]
    option = atlas.tables.conditions.at[condition, "plain_name"]
    tablet.open().choose("Condition", option)
    tablet.panel().get_by_role("heading", name=option).wait_for()
    tablet.panel().get_by_role("button", name=plain[0].upper() + plain[1:], exact=True).click()
    tablet.wait("map.model.selection.startsWith('muscle:')")
    tablet.press("Explain")
    for number in range(1, len(STEPS) + 1):
        step_reads(tablet, number)
        assert tablet.panel().get_by_role("heading", level=3).count() > 0
        if number < len(STEPS):
            tablet.panel().get_by_role("button", name="Next", exact=True).click()
    with tablet.page.expect_download() as begun:
        tablet.page.get_by_text("Page to take home (PDF)").click()
    page = tmp_path / "page.pdf"
    begun.value.save_as(page)
    read = pypdf.PdfReader(io.BytesIO(page.read_bytes()))
    assert len(read.pages) == 1
    assert option in read.pages[0].extract_text().replace("\n", " ")


def enter(screen, name: str | re.Pattern) -> None:
    """Press a button of the panel from the keyboard."""
    screen.panel().get_by_role("button", name=name, exact=True).first.focus()
    screen.page.keyboard.press("Enter")


def reach(screen, name: str) -> None:
    """Go on by Tab until a button of the page has the focus."""
    for _ in range(90):
        screen.page.keyboard.press("Tab")
        focused = screen.page.evaluate(
            """() => { let node = document.activeElement
              while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement
              return node?.textContent.trim() }"""
        )
        if focused == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")


@pytest.mark.parametrize(
    ("region", "view"),
    [
        ("temple", "front"),  # a headache
        ("heel", "back"),  # heel pain
    ],
)
def test_from_painted_pain_to_the_page_with_words_switched_on_the_way(tablet, atlas, tmp_path, region, view):
    """A finger paints where it hurts; in the middle the words turn to a clinician's and to Spanish, and go on."""
    tablet.open("?screen=pain")
    tablet.press("Paint")
    tablet.wait("map.model.tool === 'paint'")
    drawn = atlas.regions[atlas.regions["id"].str.startswith(region) & (atlas.regions["side"] == "left")]
    shape = drawn.loc[drawn["view"] == view].geometry.union_all()
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape))[0]
    places = [tablet.place(view, x, y + step * 0.002) for step in range(4)]
    session = tablet.page.context.new_cdp_session(tablet.page)
    for number, (left, top) in enumerate(places):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": left, "y": top}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tablet.wait("map.model.strokes[arg]?.length === 1", view)
    tablet.panel().locator("ol.answers button").first.tap()
    tablet.wait("map.model.selection.startsWith('trigger_point:')")
    chosen = tablet.state("selection")
    tablet.panel().get_by_role("button", name="Explain it").tap()
    step_reads(tablet, 1)
    for number in range(2, 5):
        tablet.panel().get_by_role("button", name="Next", exact=True).tap()
        step_reads(tablet, number)
    tablet.press("Clinician")
    tablet.panel().get_by_role("heading", name="What dry needling is and is not").wait_for()
    tablet.choose("Language", "Español")
    for number in range(5, len(STEPS) + 1):
        tablet.panel().get_by_role("button", name="Siguiente", exact=True).tap()
        tablet.panel().get_by_text(f"Paso {number} de {len(STEPS)}", exact=True).wait_for()
    assert tablet.state("selection") == chosen
    with tablet.page.expect_download() as begun:
        tablet.page.get_by_text("Hoja para llevar a casa (PDF)").tap()
    read = saved(begun.value, tmp_path)
    muscle = atlas.tables.trigger_points.at[chosen.split(":")[1], "muscle"]
    name = atlas.tables.in_language("es").muscles.at[muscle, "plain_name"]
    assert name.lower() in " ".join(read.split()).lower()


@pytest.mark.parametrize(
    ("region", "condition", "view"),
    [
        ("Temple (left)", "tension_type_headache", "head_left"),
        ("Bottom of the heel (left)", "plantar_fasciitis", "foot_sole"),
    ],
)
def test_the_whole_way_by_keyboard_alone(tablet, atlas, tmp_path, region, condition, view):
    tablet.open(f"?condition={condition}&screen=pain", views=(view,))
    tablet.panel().get_by_text("Choose from a list").focus()
    tablet.page.keyboard.press("Enter")
    enter(tablet, re.compile(f"^{re.escape(region)}"))
    answer = tablet.panel().locator("ol.answers button").first
    answer.wait_for()
    answer.focus()
    tablet.page.keyboard.press("Enter")
    tablet.wait("map.model.selection.startsWith('trigger_point:')")
    enter(tablet, "Explain it")
    for number in range(1, len(STEPS) + 1):
        step_reads(tablet, number)
        if number < len(STEPS):
            enter(tablet, "Next")
    with tablet.page.expect_download() as begun:
        reach(tablet, "Page to take home (PDF)")
        tablet.page.keyboard.press("Enter")
    option = atlas.tables.conditions.at[condition, "plain_name"]
    assert option in " ".join(saved(begun.value, tmp_path).split())


def saved(download, folder) -> str:
    """The text of the one page that was taken home."""
    page = folder / "page.pdf"
    download.save_as(page)
    read = pypdf.PdfReader(io.BytesIO(page.read_bytes()))
    assert len(read.pages) == 1
    return read.pages[0].extract_text()


def test_any_step_can_be_gone_to_and_left_again(desktop):
    desktop.open(HEADACHE, views=("head_left",))
    step_reads(desktop, 1)
    desktop.panel().get_by_text("All steps").click()
    desktop.panel().get_by_role("button", name="5. How it may work: in the muscle").click()
    step_reads(desktop, 5)
    desktop.panel().get_by_role("img", name="A muscle with a tight band").wait_for()
    desktop.panel().get_by_role("button", name="Back", exact=True).click()
    step_reads(desktop, 4)


def test_the_step_is_in_the_address_and_there_after_a_reload(desktop):
    desktop.open(HEADACHE + "&step=may_help", views=("head_left",))
    step_reads(desktop, 8)
    desktop.page.reload()
    desktop.shows("head_left")
    step_reads(desktop, 8)


def test_an_unknown_step_is_told_quietly(desktop):
    desktop.open("?screen=explain&step=may_halp")
    desktop.page.get_by_text("may_halp").wait_for()
    step_reads(desktop, 1)


def test_the_words_change_in_the_middle_and_the_step_stays(desktop):
    desktop.open(HEADACHE + "&step=how_biochemical", views=("head_left",))
    step_reads(desktop, 7)
    desktop.press("Clinician")
    desktop.panel().get_by_role("heading", name="Proposed mechanism: biochemical").wait_for()
    desktop.choose("Language", "Español")
    desktop.panel().get_by_text(f"Paso 7 de {len(STEPS)}").wait_for()
    desktop.page.get_by_role("button", name="Cabeza, lados", pressed=True).wait_for()
    assert desktop.state("selection") == "muscle:trapezius_upper:left"


def test_each_step_shows_its_own_layers(desktop):
    desktop.open(HEADACHE + "&step=pain_area", views=("head_left",))
    drawn = "map.figures.get('head_left').sources.{}.data.{}.length"
    desktop.wait(drawn.format("areas", "xs") + " > 0")
    assert desktop.zones("head_left") != []
    assert set(desktop.muscles("head_left").values()) == {0}
    desktop.panel().get_by_role("button", name="Next", exact=True).click()
    desktop.wait("map.model.step === 'muscle' && map.model.scenes.muscle.includes('muscles')")
    assert desktop.zones("head_left") == []
    assert desktop.muscles("head_left")["trapezius_upper:left"] > 0.5


@pytest.mark.parametrize(("wanted", "dots"), [("no-preference", True), ("reduce", False)])
def test_pain_travels_from_the_spot_unless_less_motion_is_asked_for(desktop, wanted, dots):
    desktop.page.emulate_media(reduced_motion=wanted)
    desktop.open(HEADACHE + "&step=sensitive_spot", views=("head_left",))
    ways = desktop.page.locator(".bodymap-ways")
    ways.first.wait_for(state="attached")
    assert ways.first.locator("path").count() > 0
    assert (ways.first.locator("animateMotion").count() > 0) is dots


def test_the_note_under_the_panel_stands_below_it_on_a_small_screen(phone):
    phone.open(HEADACHE + "&step=how_neurological", views=("head_left",))
    phone.panel().get_by_role("img", name="A nerve goes").wait_for()
    note = phone.page.get_by_text("This is a textbook pattern", exact=False).last
    phone.until(
        "([panel, note]) => note.getBoundingClientRect().top >= panel.getBoundingClientRect().bottom",
        [phone.panel().element_handle(), note.element_handle()],
    )
