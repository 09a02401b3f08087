"""Layers, sides, depth, views, bodies and words: each switched without losing the rest."""

from __future__ import annotations

import re

import pytest

BACK_PAIN = "chronic_low_back_pain"
#: Of each layer, how many of its shapes are drawn.
DRAWN = {
    "Bones": "filled(shapes.bones)",
    "Muscles": "filled(shapes.muscles)",
    "Sensitive spots": "sources.points.data.x",
    "Pain commonly felt here": "filled(shapes.zones)",
    "Pain sometimes felt here": "sources.dots.data.xs",
    "Places your therapist takes extra care": "sources.hatches.data.xs",
}


def test_each_button_of_the_legend_switches_its_layer(desktop):
    desktop.open("?selection=muscle:infraspinatus:left&view=back")
    desktop.wait("map.model.selection !== ''")
    for name, shapes in DRAWN.items():
        button = desktop.page.get_by_role("button", name=name, exact=True)
        for _ in range(2):
            was_on = button.get_attribute("aria-pressed") == "true"
            drawn = f"""(() => {{ const {{sources, shapes}} = map.figures.get('back')
              const {{xs, fill_alpha}} = sources.areas.data
              const filled = ({{shape}}) => shape.filter((one) => fill_alpha[xs.indexOf(one.xs)] > 0)
              return {shapes}.length > 0 }})()"""
            assert desktop.ask(drawn) is was_on, name
            button.click()
            assert button.get_attribute("aria-pressed") == str(not was_on).lower()


def test_nerves_and_arteries_come_with_their_risk_areas(desktop):
    desktop.open()
    assert set(desktop.courses("back").values()) == {0}  # all of them would cover the figure
    for mode, is_seen in (("patient", False), ("clinician", True)):
        desktop.open(f"?selection=muscle:piriformis:left&view=back&mode={mode}")
        assert (desktop.courses("back")["sciatic_nerve:left"] > 0) is is_seen, mode
    desktop.open("?selection=risk_area:sciatic_nerve:left&view=back")
    shown = desktop.courses("back")
    assert shown["sciatic_nerve:left"] > 0.8
    assert shown["sciatic_nerve:right"] == shown["radial_nerve:left"] == 0
    desktop.open("?selection=risk_area:sciatic_nerve:left&view=back&layers=muscles")
    assert set(desktop.courses("back").values()) == {0}


def test_one_side_is_shown_alone(desktop):
    desktop.open(f"?condition={BACK_PAIN}")
    desktop.press("Left")
    desktop.wait("map.model.side === 'left'")
    for view in ("front", "back"):
        for drawn in (desktop.muscles(view), desktop.points(view), desktop.risks(view)):
            assert {key for key, alpha in drawn.items() if alpha > 0 and key.endswith(":right")} == set()
        sides = desktop.ask("[...map.figures.get(arg).shapes.zones.side]", view)
        assert "right" not in {sides[row] for row in desktop.zones(view)}
    assert desktop.muscles("back")["multifidus_lumbar:left"] > 0.3


def test_the_surface_can_be_shown_alone_or_lifted_off(desktop, atlas):
    layers = atlas.tables.muscles["layer"]
    desktop.open()

    def seen() -> set[str]:
        return {layers[key.split(":")[0]] for key, alpha in desktop.muscles("back").items() if alpha > 0}

    desktop.choose("Muscle layers", "Surface muscles")
    desktop.wait("map.model.depth === 'superficial'")
    assert seen() == {"superficial"}
    desktop.choose("Muscle layers", "Under the surface")
    desktop.wait("map.model.depth === 'lifted'")
    assert seen() == {"intermediate", "deep"}
    assert desktop.muscles("back")["multifidus_lumbar:left"] > 0.15


def test_a_chosen_muscle_is_seen_whichever_layers_are_lifted_off(desktop):
    desktop.open("?depth=superficial&selection=muscle:piriformis:left&view=back")
    desktop.wait("map.model.selection !== ''")
    deep = {key: desktop.muscles("back")[key] for key in ("piriformis:left", "piriformis:right")}
    assert deep["piriformis:left"] > 0.7
    assert deep["piriformis:right"] == 0


def test_the_selection_survives_a_switch_of_the_view(desktop):
    desktop.open("?selection=muscle:trapezius_upper:left&view=back")
    desktop.wait("map.model.selection !== ''")
    for button, views in (
        ("Sides", ("left", "right")),
        ("Head", ("head_front", "head_back")),
        ("Head, sides", ("head_left", "head_right")),
        ("Body", ("front", "back")),
    ):
        desktop.press(button)
        desktop.shows(*views)
        assert desktop.state("selection") == "muscle:trapezius_upper:left"
        best = max(desktop.muscles(view).get("trapezius_upper:left", 0) for view in views)
        assert best > 0.7, views
    desktop.page.get_by_role("button", name="Body", exact=True, pressed=True).wait_for()


def test_the_other_body_keeps_the_condition_and_the_selection(desktop):
    desktop.open(f"?condition={BACK_PAIN}&selection=muscle:gluteus_medius:left")
    desktop.wait("map.model.selection !== ''")
    known = desktop.ask("map.figures.get('back').figure.id")
    desktop.choose("Body", "Male")
    desktop.wait("map.figures.get('back').figure.id !== arg && map.figures.get('front')", known)
    assert desktop.state("condition") == BACK_PAIN
    assert desktop.state("selection") == "muscle:gluteus_medius:left"
    assert desktop.muscles("back")["gluteus_medius:left"] > 0.4
    desktop.page.get_by_role("group", name=re.compile("male body seen from the back")).wait_for()


@pytest.mark.parametrize("selection", ["", "muscle:infraspinatus:left", "risk_area:pleura_posterior:left"])
def test_the_mode_changes_the_words_and_a_patient_reads_of_care(desktop, selection):
    desktop.open(f"?selection={selection}&view=back")
    shown = desktop.page.locator("body")
    desktop.page.get_by_role("button", name="Sensitive spots").wait_for()
    assert not re.search(r"danger|hazard|risk|trigger point", shown.inner_text(), re.IGNORECASE)
    desktop.press("Clinician")
    desktop.page.get_by_role("button", name="Trigger points", exact=True).wait_for()
    desktop.page.get_by_role("button", name="Needling risk areas", exact=True).wait_for()
    if selection.startswith("muscle"):
        desktop.panel().get_by_role("heading", name="Infraspinatus").wait_for()
    assert "danger" not in shown.inner_text().lower()
    desktop.press("Patient")
    desktop.page.get_by_role("button", name="Sensitive spots").wait_for()
    assert desktop.state("selection") == selection


def test_the_mode_keeps_what_is_chosen(desktop):
    desktop.open(f"?condition={BACK_PAIN}&side=left&depth=lifted")
    desktop.press("Clinician")
    desktop.page.get_by_role("combobox", name="Condition").filter(has_text="Chronic low back pain").wait_for()
    desktop.page.get_by_role("button", name="Trigger points", exact=True).wait_for()
    assert [desktop.state(name) for name in ("condition", "side", "depth")] == [BACK_PAIN, "left", "lifted"]
    desktop.until("location.search.includes('mode=clinician')")
    assert f"condition={BACK_PAIN}" in desktop.page.url


def test_a_note_below_the_figures_makes_them_smaller_and_is_read_whole(desktop):
    desktop.open(f"?mode=clinician&condition={BACK_PAIN}")
    tall = "map.figures.get('back').figure.inner_height"
    before = desktop.ask(tall)
    desktop.press("Start conservatively")
    desktop.wait(f"{tall} < arg - 40", before)
    note = desktop.page.locator(".filtered").bounding_box()
    assert note["y"] + note["height"] <= desktop.page.viewport_size["height"]


def test_a_figure_that_was_not_moved_keeps_all_that_it_shows_and_no_room_above_the_head(desktop):
    desktop.open("?condition=tension_type_headache&view=front")
    before = desktop.window("front")
    assert before[3] <= desktop.ask("map.model.book.frames.front[3]") + 1e-6
    desktop.page.set_viewport_size({"width": 1280, "height": 1200})
    desktop.wait(
        "(({start, end}) => end - start > arg * 1.3)(map.figures.get('front').figure.y_range)", before[3] - before[1]
    )
    after = desktop.window("front")
    assert after[0] <= before[0] + 1e-6
    assert after[2] >= before[2] - 1e-6
    assert after[3] <= desktop.ask("map.model.book.frames.front[3]") + 1e-6
    desktop.page.set_viewport_size({"width": 1280, "height": 800})
