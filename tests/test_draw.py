"""The atlas as a HoloViews overlay: what is drawn, how it looks, and that it can be composed and exported."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import holoviews as hv
import numpy as np
import pytest
import shapely

import bodymap
from bodymap import UnknownNameError, style
from bodymap.atlas import VIEWS
from bodymap.draw import flatten
from bodymap.views import frames

#: Elements of the body itself, and the letters; of the lines in it, not every view has all.
BODY = {"Figure", "Tones", "Outline", "Sides"}
LINES = {"Features", "Contours", "Hidden"}


def elements(overlay: hv.Overlay) -> dict[str, hv.Element]:
    """The elements of an overlay by label."""
    return {element.label: element for element in overlay}


def glyphs(overlay: hv.Overlay) -> dict[str, object]:
    """What Bokeh draws for each element of an overlay, by label."""
    figure = hv.render(overlay, backend="bokeh")
    return dict(zip(elements(overlay), [renderer.glyph for renderer in figure.renderers], strict=True))


@pytest.fixture(scope="module")
def muscle() -> hv.Overlay:
    """One muscle with all that belongs to it."""
    return bodymap.draw(bodymap.load_atlas("female").select(muscles="infraspinatus"), "back")


def run(code: str) -> None:
    """Run code in a fresh process."""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


# --- what is drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_with_its_body_and_its_muscles(atlas: bodymap.Atlas, view: str) -> None:
    drawn = elements(bodymap.draw(atlas, view, layers=["muscles"]))
    assert set(drawn) >= BODY | {"Muscles", "Fibres"}
    rows = atlas.muscles[(atlas.muscles["view"] == view) & ~atlas.muscles["ghost"]]
    assert len(drawn["Muscles"].data) == len(rows)
    assert {shape["muscle"] for shape in drawn["Muscles"].data} == set(rows["id"])


def test_one_muscle_comes_with_points_referral_and_risk(muscle: hv.Overlay) -> None:
    assert {"Muscles", "Fibres", "Tendons", "Essential", "Spillover", "Risk", "Points"} < set(elements(muscle))


def test_the_nerves_and_arteries_behind_the_risk_areas_come_with_them(female: bodymap.Atlas) -> None:
    part = female.select(muscles="triceps_lateral")
    drawn = elements(bodymap.draw(part, "back"))
    seen = part.courses[part.courses["view"] == "back"]
    for kind, label in (("nerve", "Nerves"), ("artery", "Arteries")):
        assert len(drawn[label].data) == len(drawn[f"{label} edge"].data) == sum(seen["kind"] == kind) > 0
    assert "Nerves" not in elements(bodymap.draw(part, "back", layers=["muscles"]))


def test_only_the_layers_asked_for_are_drawn(female: bodymap.Atlas) -> None:
    part = female.select(muscles="infraspinatus")
    assert set(elements(bodymap.draw(part, "back", layers=[]))) - LINES == BODY
    assert set(elements(bodymap.draw(part, "back", layers="bones"))) - BODY - LINES == {"Bones"}
    assert set(elements(bodymap.draw(part, "back", layers=["trigger_points"]))) - BODY - LINES == {"Points"}


def test_a_whole_atlas_shows_no_points_or_referral_until_something_is_in_focus(female: bodymap.Atlas) -> None:
    assert not {"Points", "Essential", "Spillover"} & set(elements(bodymap.draw(female, "back")))
    assert not {"Points", "Essential"} & set(elements(bodymap.draw(female.select(side="left"), "back")))
    assert {"Points", "Essential"} <= set(elements(bodymap.draw(female, "back", condition="chronic_neck_pain")))


def test_the_spillover_of_many_muscles_is_drawn_only_when_asked_for(female: bodymap.Atlas) -> None:
    part = female.select(condition="chronic_neck_pain")
    assert "Spillover" not in elements(bodymap.draw(part, "back"))
    assert "Spillover" in elements(bodymap.draw(part, "back", layers=["spillover"]))


def test_a_condition_makes_primary_muscles_stand_out_from_secondary_and_both_from_the_others(
    female: bodymap.Atlas,
) -> None:
    shapes = elements(bodymap.draw(female, "back", condition="chronic_neck_pain"))["Muscles"].data
    opacity = {shape["muscle"]: shape["opacity"] for shape in shapes}
    assert opacity["levator_scapulae"] == style.EMPHASIS["primary"]
    assert opacity["rhomboids"] == style.EMPHASIS["secondary"]
    assert opacity["gluteus_maximus"] == style.EMPHASIS["background"]
    assert "gluteus_minimus" not in opacity


def test_points_belong_to_the_primary_muscles_of_a_condition(female: bodymap.Atlas) -> None:
    points = elements(bodymap.draw(female, "back", condition="chronic_neck_pain"))["Points"]
    listed = female.tables.membership
    primary = listed[(listed["condition"] == "chronic_neck_pain") & (listed["role"] == "primary")]["muscle"]
    drawn = {female.tables.trigger_points.at[point, "muscle"] for point in points.dimension_values("trigger_point")}
    assert drawn == set(primary)


def test_a_side_is_drawn_alone(female: bodymap.Atlas) -> None:
    drawn = elements(bodymap.draw(female.select(muscles="infraspinatus", side="right"), "back"))
    for label in ("Muscles", "Essential", "Points"):
        assert drawn[label].range("x")[0] > 0, label  # behind, the person's right is on the viewer's right


def test_holes_of_shapes_are_kept(female: bodymap.Atlas) -> None:
    bones = female.bones[female.bones["view"] == "front"]
    holes = sum(len(part.interiors) for shape in bones.geometry for part in getattr(shape, "geoms", [shape]))
    drawn = elements(bodymap.draw(female, "front", layers=["bones"]))["Bones"]
    assert sum(len(part) for shape in drawn.holes() for part in shape) == holes > 0


def test_lines_are_separated_by_nan_and_nothing_gives_nothing() -> None:
    lines = shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 4)]])
    assert list(np.isnan(flatten(lines)[0])) == [False, False, True, False, False, False]
    assert [len(values) for values in flatten(shapely.MultiPolygon())] == [0, 0]


# --- how it looks -----------------------------------------------------------------------------------------------------


def test_essential_is_solid_spillover_dotted_risk_hatched_and_a_point_an_x_in_a_disc(muscle: hv.Overlay) -> None:
    drawn = glyphs(muscle)
    assert drawn["Essential"].fill_alpha == style.ALPHA["essential"]
    assert drawn["Essential"].hatch_pattern is None
    assert drawn["Spillover"].fill_alpha == 0
    assert drawn["Spillover"].hatch_pattern == style.SPILLOVER_HATCH
    assert drawn["Risk"].hatch_pattern == style.RISK_HATCH
    assert drawn["Points"].marker == "circle_x"


def test_nerves_and_arteries_differ_in_width_and_dash_as_well_as_in_colour(female: bodymap.Atlas) -> None:
    drawn = glyphs(bodymap.draw(female.select(muscles="triceps_lateral"), "back"))
    assert drawn["Nerves"].line_width < drawn["Arteries"].line_width
    assert drawn["Nerves"].line_dash != drawn["Arteries"].line_dash
    for label in ("Nerves", "Arteries"):
        assert drawn[f"{label} edge"].line_width > drawn[label].line_width


@pytest.mark.parametrize("mode", style.PALETTES)
def test_the_colours_are_those_of_the_style_table(female: bodymap.Atlas, mode: str) -> None:
    drawn = glyphs(bodymap.draw(female.select(muscles="infraspinatus"), "back", mode=mode))
    palette = style.PALETTES[mode]
    assert drawn["Muscles"].fill_color == palette.muscle
    assert drawn["Muscles"].line_color == drawn["Fibres"].line_color == palette.muscle_line
    assert drawn["Tendons"].fill_color == palette.tendon
    assert drawn["Essential"].fill_color == drawn["Spillover"].hatch_color == palette.referral
    assert drawn["Risk"].line_color == drawn["Risk"].hatch_color == palette.risk
    assert drawn["Points"].line_color == palette.trigger_point


@pytest.mark.parametrize("skin_tone", ["neutral", "dark"])
@pytest.mark.parametrize("colors", style.COLORS)
def test_the_colours_are_for_the_colour_vision_asked_for(female: bodymap.Atlas, colors: str, skin_tone: str) -> None:
    part = female.select(muscles="infraspinatus")
    drawn = glyphs(bodymap.draw(part, "back", skin_tone=skin_tone, colors=colors))
    palette = style.palette("clinician", skin_tone, colors)
    assert drawn["Muscles"].fill_color == palette.muscle
    assert drawn["Essential"].fill_color == palette.referral
    assert drawn["Risk"].line_color == palette.risk


@pytest.mark.parametrize(
    ("view", "letters"),
    [
        ("front", "RL"),
        ("back", "LR"),
        ("left", "L"),
        ("right", "R"),
        ("head_back", "LR"),
        ("foot_sole", "RL"),
        ("foot_top", "LR"),
        ("foot_outer", "LR"),
        ("foot_inner", "RL"),
        ("jaw_right", "R"),
    ],
)
def test_the_person_s_right_and_left_are_printed(female: bodymap.Atlas, view: str, letters: str) -> None:
    labels = elements(bodymap.draw(female, view, layers=[]))["Sides"]
    order = labels.dimension_values("x").argsort()
    assert "".join(labels.dimension_values("letter")[order]) == letters


@pytest.mark.parametrize("view", VIEWS)
def test_the_aspect_is_kept(female: bodymap.Atlas, view: str) -> None:
    figure = hv.render(bodymap.draw(female, view, layers=[]), backend="bokeh")
    x0, y0, x1, y1 = frames(female)[view]
    assert (figure.x_range.start, figure.y_range.start) == (x0, y0)
    assert (figure.x_range.end, figure.y_range.end) == (x1, y1)
    assert figure.frame_width / figure.frame_height == pytest.approx((x1 - x0) / (y1 - y0), rel=0.01)
    assert figure.match_aspect


# --- composing and exporting ------------------------------------------------------------------------------------------


def test_it_can_be_drawn_upon(muscle: hv.Overlay) -> None:
    mine = hv.Points([(0.1, 0.8)], label="Mine")
    assert list(elements(muscle * mine)) == [*elements(muscle), "Mine"]


def test_views_beside_each_other_keep_their_own_ranges(female: bodymap.Atlas) -> None:
    both = bodymap.draw(female, "front", layers=[]) + bodymap.draw(female, "head_left", layers=[])
    ranges = {figure[0].y_range.end for figure in hv.render(both, backend="bokeh").children}
    assert ranges == {frames(female)["front"][3], frames(female)["head_left"][3]}


def test_it_is_exported_as_one_page_with_its_scripts_inside(muscle: hv.Overlay, tmp_path: Path) -> None:
    page = tmp_path / "infraspinatus.html"
    hv.save(muscle, page, resources="inline")
    text = page.read_text(encoding="utf-8")
    assert "MultiPolygons" in text
    assert re.findall(r"<script[^>]*\bsrc=", text) == []


def test_holoviews_is_loaded_only_when_something_is_drawn() -> None:
    run("import sys, bodymap, bodymap.draw; assert not {'holoviews', 'panel'} & set(sys.modules)")


def test_importing_bodymap_loads_nothing_heavy() -> None:
    run("import sys, bodymap; assert not {'pandas', 'shapely', 'bokeh', 'panel'} & set(sys.modules)")


def test_the_function_is_found_under_its_name_however_it_was_imported() -> None:
    run("import bodymap; assert callable(bodymap.draw) and callable(bodymap.draw)")
    run("from bodymap.draw import draw; import bodymap.draw; assert bodymap.draw is draw")


# --- unknown names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"view": "bakc"}, 'unknown view "bakc".*"back"'),
        ({"layers": ["muscels"]}, 'unknown layer "muscels".*"muscles"'),
        ({"layers": "bonse"}, 'unknown layer "bonse".*"bones"'),
        ({"mode": "clinicain"}, 'unknown mode "clinicain".*"clinician"'),
        ({"condition": "migrane"}, 'unknown condition "migrane".*"migraine"'),
        ({"skin_tone": "netural"}, 'unknown skin tone "netural".*"neutral"'),
        ({"colors": "red-green"}, 'unknown colors "red-green".*"red_green"'),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(female: bodymap.Atlas, choice: dict, told: str) -> None:
    with pytest.raises(UnknownNameError, match=told):
        bodymap.draw(female, **choice)
