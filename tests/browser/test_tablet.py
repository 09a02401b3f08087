"""A tablet in the clinic: home screen, held either way, filter and colours, and what is done with the page."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request

import pytest
from PIL import Image

from bodymap import style

ELBOW = "lateral_epicondylitis"
#: What the drawn muscles of a view are filled with.
FILLS = "[...new Set(map.figures.get(arg).sources.areas.data.fill_color)]"


def get(server, address: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(server.address("app").removesuffix("app") + address) as answer:
        return answer.read(), answer.headers["Content-Type"]


# --- on the home screen -----------------------------------------------------------------------------------------------


def test_the_page_can_be_put_on_the_home_screen_and_fills_the_screen(tablet, server):
    tablet.open()
    session = tablet.page.context.new_cdp_session(tablet.page)
    read = session.send("Page.getAppManifest")
    assert read["errors"] == []
    faults = [fault["errorId"] for fault in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(faults) <= {"in-incognito"}  # as every window of a test is
    manifest = json.loads(read["data"])
    assert manifest["display"] == "fullscreen"
    assert manifest["orientation"] == "any"
    root = server.address("app").removesuffix("app")
    folder = read["url"].removeprefix(root).rpartition("/")[0]
    assert read["url"].startswith(root)
    assert read["url"].removeprefix(root).count("/") == manifest["start_url"].count("../")
    for icon in manifest["icons"]:
        data, kind = get(server, f"{folder}/{icon['src']}")
        assert kind == icon["type"]
        if kind == "image/png":
            wide, tall = (int.from_bytes(data[k : k + 4], "big") for k in (16, 20))
            assert f"{wide}x{tall}" == icon["sizes"]
    head = tablet.page.locator("head")
    for name, content in (
        ("theme-color", manifest["theme_color"]),
        ("apple-mobile-web-app-capable", "yes"),
        ("apple-mobile-web-app-title", "Body map"),
    ):
        assert head.locator(f"meta[name={name}]").get_attribute("content") == content
    touched = head.locator("link[rel=apple-touch-icon]").get_attribute("href")
    assert get(server, touched)[0].startswith(b"\x89PNG")


def test_only_the_files_of_the_home_screen_are_served(server):
    folder = "components/bodymap.app.install/Installed/_resources/files"
    for name in ("install.py", "home_screen/../page.py", "clinic.yaml"):
        with pytest.raises(urllib.error.HTTPError):
            get(server, f"{folder}/{name}")


def test_it_works_upright_and_lying_down(tablet, belly):
    tablet.open()
    for number, (width, height) in enumerate(((1180, 820), (820, 1180))):
        tablet.page.set_viewport_size({"width": width, "height": height})
        tablet.until("arg => innerWidth === arg && document.scrollingElement.scrollWidth <= arg", width)
        side = ("left", "right")[number]
        tablet.page.wait_for_timeout(700)
        tablet.tap("back", *belly("gluteus_maximus", side, "back"))
        tablet.wait("map.model.selection === arg", f"muscle:gluteus_maximus:{side}")
        across, up = tablet.ask(
            """(() => { const {figure} = map.figures.get('back'); const span = (r) => r.end - r.start
              return [figure.inner_width / span(figure.x_range), figure.inner_height / span(figure.y_range)] })()"""
        )
        assert abs(across / up - 1) < 0.01


def test_a_tablet_opens_in_everyday_words(tablet):
    tablet.open()
    assert tablet.page.evaluate("navigator.maxTouchPoints > 0 && innerWidth < 1024")
    pressed = tablet.page.get_by_role("button", name="Patient", exact=True)
    assert pressed.get_attribute("aria-pressed") == "true"
    tablet.panel().get_by_role("heading", name="Choose a condition").wait_for()
    assert "mode=" not in tablet.page.url


# --- start conservatively ---------------------------------------------------------------------------------------------


def test_a_clinician_starts_conservatively_and_no_server_is_needed(tablet, server, atlas):
    kept = set(atlas.select(conservative=True).muscles["id"])
    tablet.open(f"?mode=clinician&condition={ELBOW}")
    before = tablet.muscles("back")
    with server.frozen():
        tablet.press("Start conservatively")
        tablet.wait("map.model.conservative")
        after = tablet.muscles("back")
        listed = set(atlas.tables.membership.query("condition == @ELBOW", local_dict={"ELBOW": ELBOW})["muscle"])
        note = tablet.page.locator(".filtered").inner_text()
        assert note.startswith(f"Showing {len(listed & kept)} of {len(listed)} muscles")
        assert "no promise" in note
        assert "safe" not in note.lower()
        points = {key.split(":")[0] for key, alpha in tablet.points("back").items() if alpha > 0}
    assert {key.split(":")[0] for key, alpha in after.items() if alpha > 0} <= kept
    assert after["extensor_digitorum:left"] == before["extensor_digitorum:left"] > 0.4
    assert before["brachioradialis:left"] > 0
    assert after["brachioradialis:left"] == 0
    assert set(atlas.tables.trigger_points.loc[sorted(points), "muscle"]) <= kept
    tablet.until("location.search.includes('conservative=true')")
    tablet.page.reload()
    tablet.shows("front", "back")
    tablet.wait("map.model.conservative && map.model.filters.length === 1")
    assert tablet.muscles("back")["brachioradialis:left"] == 0


def test_the_panel_says_why_a_muscle_is_not_one_to_start_with(desktop):
    desktop.open("?mode=clinician&conservative=true&selection=muscle:trapezius_upper:left&view=back")
    desktop.panel().get_by_text("Not one of the muscles to start with").wait_for()
    assert "Lung apex" in desktop.panel().inner_text()
    desktop.ask("map.select('muscle:extensor_digitorum:left')")
    desktop.panel().get_by_text("One of the muscles to start with").wait_for()


def test_a_patient_has_no_such_filter(desktop):
    desktop.open("?conservative=true")
    assert desktop.page.get_by_role("button", name="Start conservatively").count() == 0
    assert desktop.muscles("back")["trapezius_upper:left"] > 0.3


# --- colours ----------------------------------------------------------------------------------------------------------


def test_colours_are_chosen_for_ones_colour_vision_and_kept_in_the_address(desktop):
    desktop.open("?selection=muscle:infraspinatus:left&view=back")
    desktop.choose("Colors", "For red-green blindness")
    palette = style.palette("patient", "neutral", "red_green")
    desktop.wait("map.model.style.colors.referral === arg", palette.referral)
    assert {palette.muscle, palette.selected, palette.referral} <= set(desktop.ask(FILLS, "back"))
    swatch = desktop.page.locator(".swatch.essential").evaluate("node => getComputedStyle(node).backgroundColor")
    assert swatch == f"rgb({', '.join(str(int(palette.referral[k : k + 2], 16)) for k in (1, 3, 5))})"
    desktop.until("location.search.includes('colors=red_green')")
    desktop.page.reload()
    desktop.shows("front", "back")
    assert desktop.ask("map.model.style.colors.referral") == palette.referral


def test_marks_and_ways_have_the_colours_of_the_skin_they_lie_on(desktop):
    desktop.open("?screen=pain&skin_tone=dark")
    desktop.ask("map.marking.toggle('temple:left')")
    palette = style.palette("patient", "dark")
    desktop.wait("map.figures.get('front').sources.marks.data.xs.length > 0")
    assert set(desktop.ask("map.figures.get('front').sources.marks.data.fill_color")) == {palette.mark}
    desktop.open(
        "?screen=explain&step=sensitive_spot&skin_tone=dark&selection=muscle:trapezius_upper:left&view=head_left",
        views=("head_left",),
    )
    way = desktop.page.locator(".bodymap-ways path").first
    way.wait_for(state="attached")
    assert way.get_attribute("stroke") == palette.referral


# --- what is done with the page ---------------------------------------------------------------------------------------


def test_the_keyboard_skips_to_the_map(desktop):
    desktop.open()
    desktop.page.keyboard.press("Tab")
    link = desktop.page.get_by_role("button", name="Skip to the map")
    assert link.evaluate("node => node.matches(':focus') && node.getBoundingClientRect().top >= 0")
    desktop.page.keyboard.press("Enter")
    desktop.until("!document.activeElement.matches('body')")
    desktop.page.keyboard.press("Tab")
    zoom = desktop.page.get_by_role("button", name="Zoom in")
    assert zoom.evaluate("node => node.matches(':focus')")


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_the_address_is_copied(browser, server, screen_of, has_clipboard):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    if not has_clipboard:  # as on a page without https
        context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined, writable: true})")
    screen = screen_of(context, server).open("?side=left")
    screen.press("Copy the address of this view")
    screen.page.get_by_role("status").filter(has_text="Address copied").wait_for()
    # What was copied is what is pasted.
    screen.page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'pasted'}))")
    screen.page.locator("#pasted").focus()
    screen.page.keyboard.press("Control+V")
    screen.until("document.querySelector('#pasted').value === location.href")
    assert screen.complaints == []
    context.close()


def test_the_picture_is_saved_in_the_browser_with_its_notes(tablet, server, tmp_path):
    tablet.open(f"?condition={ELBOW}")
    with server.frozen(), tablet.page.expect_download() as begun:
        tablet.press("Save the picture")
    assert begun.value.suggested_filename == "body-map.png"
    begun.value.save_as(tmp_path / "map.png")
    picture = Image.open(io.BytesIO((tmp_path / "map.png").read_bytes())).convert("RGB")
    wide, tall = picture.size
    assert wide > 700
    assert tall > 500
    colors = {color for _, color in picture.getcolors(1 << 24)}
    skin = style.SKIN_TONES["neutral"]["outline"]
    assert tuple(int(skin[k : k + 2], 16) for k in (1, 3, 5)) in colors
    notes = picture.crop((0, tall - tall // 20, wide, tall)).convert("L")
    assert notes.getextrema()[0] < 120  # there is something written below


def test_nothing_is_stored_and_the_page_says_so(tablet):
    tablet.open("?screen=pain")
    tablet.ask("map.marking.toggle('temple:left')")
    tablet.page.get_by_text("Nothing about you is stored.").wait_for()
    kept = "Object.keys(localStorage).length + Object.keys(sessionStorage).length + document.cookie.length"
    assert tablet.page.evaluate(kept) == 0


def test_the_page_fills_the_screen_and_leaves_it_again(desktop):
    desktop.open().press("Full screen")
    desktop.until("document.fullscreenElement !== null")
    desktop.press("Leave full screen")
    desktop.until("document.fullscreenElement === null")
    desktop.page.get_by_role("button", name="Full screen", exact=True).wait_for()
