"""Choosing a condition, a muscle, a trigger point: by list, by tap and by search."""

from __future__ import annotations

import pytest

BACK_PAIN, BACK_PAIN_NAME = "chronic_low_back_pain", "Long-lasting low back pain"

SIZES = "[...map.figures.values()].map(({figure}) => [figure.inner_width, figure.inner_height])"


def strongest(drawn: dict[str, float]) -> dict[str, float]:
    """How strongly each muscle is drawn at most, whatever its side."""
    best: dict[str, float] = {}
    for key, alpha in drawn.items():
        best[key.split(":")[0]] = max(alpha, best.get(key.split(":")[0], 0))
    return best


def assert_shows_back_pain(screen, atlas):
    listed = atlas.tables.membership
    listed = listed[listed["condition"] == BACK_PAIN].set_index("muscle")["role"]
    drawn = strongest(screen.muscles("back"))
    alphas = {role: [a for name, a in drawn.items() if listed.get(name) == role] for role in ("primary", "secondary")}
    others = [alpha for name, alpha in drawn.items() if name not in listed.index]
    assert min(alphas["primary"]) > max(alphas["secondary"]) > max(others)
    points = {key.split(":")[0] for key, alpha in screen.points("back").items() if alpha == 1}
    assert points
    assert {atlas.tables.trigger_points.at[point, "muscle"] for point in points} <= set(
        listed[listed == "primary"].index
    )
    assert screen.zones("back") == screen.zone_rows("back", f"condition:{BACK_PAIN}") != []


def lonely_point(screen, view: str) -> tuple[str, float, float, float]:
    """The drawn trigger point that is farthest from the others: ``id:side``, x, y and that distance in pixels."""
    return screen.ask(
        """(() => { const {figure, shapes: {points: p}} = map.figures.get(arg)
          const perPixel = (figure.y_range.end - figure.y_range.start) / figure.inner_height
          const drawn = [...p.id.keys()].filter((i) => p.alpha[i] > 0)
          const between = (i, j) => Math.hypot(p.x[i] - p.x[j], p.y[i] - p.y[j])
          const apart = (i) => Math.min(...drawn.filter((j) => j !== i).map((j) => between(i, j)))
          const i = drawn.reduce((a, b) => apart(a) >= apart(b) ? a : b)
          return [`${p.id[i]}:${p.side[i]}`, p.x[i], p.y[i], apart(i) / perPixel] })()""",
        view,
    )


# --- a condition ------------------------------------------------------------------------------------------------------


def test_a_condition_lights_its_muscles_points_and_referral_and_zooms_to_them(desktop, atlas):
    whole = desktop.open().window("back")
    desktop.choose("Condition", BACK_PAIN_NAME)
    desktop.wait("map.model.condition === arg", BACK_PAIN)
    assert_shows_back_pain(desktop, atlas)
    x0, y0, x1, y1 = desktop.window("back")
    assert y1 - y0 < 0.8 * (whole[3] - whole[1])
    drawn = atlas.muscles[(atlas.muscles["view"] == "back") & (atlas.muscles["id"] == "multifidus_lumbar")]
    left, bottom, right, top = drawn.total_bounds
    assert x0 < left < right < x1
    assert y0 < bottom < top < y1
    desktop.panel().get_by_role("heading", name=BACK_PAIN_NAME).wait_for()


def test_a_condition_is_shown_without_an_answer_from_the_server(desktop, atlas):
    whole = desktop.open().window("back")
    with desktop.server.frozen():
        desktop.choose("Condition", BACK_PAIN_NAME)
        desktop.wait("map.model.condition === arg", BACK_PAIN)
        assert_shows_back_pain(desktop, atlas)
        assert desktop.window("back")[3] < whole[3]
        desktop.press("Clear")
        desktop.wait("map.model.condition === ''")
        assert desktop.zones("back") == []


def test_a_condition_of_the_head_turns_to_the_head(desktop):
    desktop.open().choose("Condition", "Tension headache")
    desktop.shows("head_left", "head_right")
    desktop.wait("map.model.condition === 'tension_type_headache'")
    assert desktop.muscles("head_left")["temporalis:left"] > 0.5
    assert desktop.zones("head_left") != []
    assert desktop.page.get_by_role("button", name="Head, sides").get_attribute("aria-pressed") == "true"


# --- a muscle ---------------------------------------------------------------------------------------------------------


def test_a_tap_selects_the_muscle_and_the_panel_names_it(desktop, belly, atlas):
    desktop.open().tap("back", *belly("gluteus_maximus", "left", "back"))
    desktop.wait("map.model.selection === 'muscle:gluteus_maximus:left'")
    name = atlas.tables.muscles.at["gluteus_maximus", "plain_name"]
    title = desktop.panel().get_by_role("heading", level=2)
    title.filter(has_text=name[1:]).wait_for()
    assert "Left" in title.inner_text()
    drawn = desktop.muscles("back")
    assert drawn["gluteus_maximus:left"] > 0.7
    assert max(alpha for key, alpha in drawn.items() if key != "gluteus_maximus:left") < 0.11
    assert desktop.zones("back") == desktop.zone_rows("back", "muscle:gluteus_maximus", side="left") != []


def test_a_tap_on_the_same_muscle_clears_it(desktop, belly):
    place = belly("gluteus_maximus", "left", "back")
    desktop.open().tap("back", *place)
    desktop.wait("map.model.selection !== ''")
    desktop.page.wait_for_timeout(600)  # else it is a double tap
    desktop.tap("back", *place)
    desktop.wait("map.model.selection === ''")
    desktop.panel().get_by_role("heading", name="Choose a condition").wait_for()


def test_a_tap_on_nothing_clears_the_selection(desktop, belly):
    desktop.open().tap("back", *belly("gluteus_maximus", "left", "back"))
    desktop.wait("map.model.selection !== ''")
    desktop.page.wait_for_timeout(600)
    desktop.tap("back", 0.2, 0.95)
    desktop.wait("map.model.selection === ''")


def test_a_muscle_in_the_panels_list_is_selected_on_the_figure(desktop, atlas):
    desktop.open(f"?condition={BACK_PAIN}&side=left")
    name = atlas.tables.muscles.at["gluteus_medius", "plain_name"]
    desktop.panel().get_by_role("button", name=name[0].upper() + name[1:], exact=True).click()
    desktop.wait("map.model.selection === 'muscle:gluteus_medius:left'")
    assert desktop.muscles("back")["gluteus_medius:left"] > 0.4


# --- a trigger point --------------------------------------------------------------------------------------------------


def test_a_tap_on_a_trigger_point_shows_only_its_referral(desktop):
    desktop.open(f"?condition={BACK_PAIN}")
    desktop.wait("map.model.condition !== ''")
    key, x, y, _ = lonely_point(desktop, "back")
    name, side = key.split(":")
    desktop.tap("back", x, y)
    desktop.wait("map.model.selection === arg", f"trigger_point:{key}")
    assert [point for point, alpha in desktop.points("back").items() if alpha == 1] == [key]
    assert desktop.zones("back") == desktop.zone_rows("back", f"trigger_point:{name}", side=side)
    assert desktop.zones("back", "dots") == desktop.zone_rows("back", f"trigger_point:{name}", "spillover", side)
    desktop.panel().get_by_role("heading", name="Where its pain is commonly felt").wait_for()


def test_a_near_miss_takes_the_trigger_point(desktop):
    desktop.open(f"?condition={BACK_PAIN}")
    desktop.wait("map.model.condition !== ''")
    key, x, y, apart = lonely_point(desktop, "back")
    assert apart > 40
    desktop.tap("back", x, y, beside=(-12, 12))  # 17 pixels off
    desktop.wait("map.model.selection === arg", f"trigger_point:{key}")


# --- clear, zoom ------------------------------------------------------------------------------------------------------


def test_clear_clears_the_condition_and_the_selection(desktop):
    desktop.open(f"?condition={BACK_PAIN}&selection=muscle:gluteus_medius:left")
    desktop.wait("map.model.selection !== ''")
    desktop.press("Clear")
    desktop.wait("map.model.selection === '' && map.model.condition === ''")
    desktop.panel().get_by_role("heading", name="Choose a condition").wait_for()
    assert desktop.page.get_by_role("combobox", name="Condition").inner_text() == "All conditions"
    assert desktop.zones("back") == []
    desktop.until("!/condition|selection/.test(location.search)")


def test_a_double_tap_zooms_and_leaves_the_selection_alone(desktop, belly):
    desktop.open("?selection=muscle:gluteus_maximus:left")
    desktop.wait("map.model.selection !== ''")
    before = desktop.window("back")
    x, y = belly("gastrocnemius_medial", "left", "back")
    desktop.page.mouse.dblclick(*desktop.place("back", x, y))
    desktop.wait(
        """(() => { const {start, end} = map.figures.get('back').figure.y_range
          return end - start < arg * 0.6 })()""",
        before[3] - before[1],
    )
    after = desktop.window("back")
    assert after[0] < x < after[2]
    assert after[1] < y < after[3]
    assert desktop.state("selection") == "muscle:gluteus_maximus:left"


def test_zoom_buttons_and_reset(desktop):
    whole = desktop.open().window("front")

    def tall() -> float:
        _, y0, _, y1 = desktop.window("front")
        return y1 - y0

    before = tall()
    desktop.press("Zoom in")
    assert tall() == pytest.approx(before / 1.5)
    desktop.press("Zoom in")
    desktop.press("Zoom out")
    assert tall() == pytest.approx(before / 1.5)
    desktop.press("Reset view")
    assert desktop.window("front") == pytest.approx(whole)


def test_both_directions_keep_the_same_scale_after_zoom_and_resize(desktop):
    desktop.open().press("Zoom in")
    for size in ({"width": 1000, "height": 700}, {"width": 820, "height": 1180}, {"width": 1280, "height": 800}):
        known = desktop.ask(SIZES)
        desktop.page.set_viewport_size(size)
        desktop.wait(f"JSON.stringify({SIZES}) !== JSON.stringify(arg)", known)
        for view in ("front", "back"):
            desktop.wait(
                """(() => { const {figure} = map.figures.get(arg); const span = (r) => r.end - r.start
                  const across = figure.inner_width / span(figure.x_range)
                  const up = figure.inner_height / span(figure.y_range)
                  return Math.abs(across / up - 1) < 0.01 })()""",
                view,
            )
    desktop.press("Zoom in")


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "muscle"),
    [
        ("traps", "trapezius_upper"),
        ("Musculus infraspinatus", "infraspinatus"),
        ("gastrocnemius, medial", "gastrocnemius_medial"),
        ("calf", "soleus"),
    ],
)
def test_a_muscle_is_found_by_its_latin_english_and_everyday_name(desktop, atlas, words, muscle):
    desktop.open()
    name = atlas.tables.muscles.at[muscle, "plain_name"]
    offered = desktop.search(words)
    mine = [text for text in offered if name.lower() in text.lower()]
    assert mine
    desktop.page.get_by_role("option", name=mine[0], exact=True).click()
    desktop.wait("map.model.selection === arg", f"muscle:{muscle}")
    desktop.panel().get_by_role("heading", level=2).filter(has_text=name[1:]).wait_for()


def test_each_thing_is_offered_once(desktop):
    offered = desktop.open().search("calf")
    assert len(offered) == len({text.split(" – ")[0] for text in offered})


def test_the_same_search_works_again_after_clear(desktop):
    desktop.open()
    for _ in range(2):
        desktop.search("soleus")
        desktop.page.get_by_role("option").first.click()
        desktop.wait("map.model.selection === 'muscle:soleus'")
        desktop.press("Clear")
        desktop.wait("map.model.selection === ''")


def test_a_search_for_what_is_seen_elsewhere_turns_the_figure(desktop):
    desktop.open("?view=head_front", views=("head_front", "head_back")).search("soleus")
    desktop.page.get_by_role("option").first.click()
    desktop.wait("map.model.selection === 'muscle:soleus'")
    desktop.wait("[...map.figures.entries()].some(([view, {figure}]) => ['back', 'left', 'right'].includes(view))")
    assert "view=" in desktop.page.url or desktop.page.get_by_role("button", name="Body", exact=True).get_attribute(
        "aria-pressed"
    )


@pytest.mark.parametrize("words", ["sciatic nerve", "Nervus ischiadicus"])
def test_a_nerve_is_found_and_drawn_with_its_risk_area_wherever_one_looked_before(desktop, atlas, words):
    desktop.open("?condition=migraine", views=("head_left", "head_right")).search(words)
    desktop.page.get_by_role("option").first.click()
    desktop.wait("map.model.selection === 'risk_area:sciatic_nerve'")
    desktop.shows("front", "back")
    desktop.wait("map.model.view === 'back'")
    assert desktop.risks("back")["sciatic_nerve:left"] > 0.5
    assert desktop.courses("back")["sciatic_nerve:left"] > 0.5
    drawn = atlas.risk_areas[(atlas.risk_areas["id"] == "sciatic_nerve") & (atlas.risk_areas["view"] == "back")]
    x0, y0, x1, y1 = desktop.window("back")
    left, low, right, high = drawn.total_bounds
    assert x0 < left < right < x1
    assert y0 < low < high < y1
    assert desktop.window("front")[1::2] == pytest.approx([y0, y1], abs=0.02), "both show the same part of the body"
    desktop.panel().get_by_role("heading", name="Main nerve of the leg").wait_for()
