"""The live figure: shapes as arrays for the browser, prepared once, every index in its place."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from bokeh.core.validation import check_integrity
from bokeh.document import Document
from bokeh.models import Label

import bodymap
from bodymap import style
from bodymap.atlas import VIEWS
from bodymap.figure import FRAMES, book, flatten, recolor, view_figure, view_shapes
from bodymap.tables import referral_sets

#: The layers that the browser's filter writes to.
FILTERED = ("muscles", "fibres", "tendons", "bones", "zones", "risks", "points")


def rings(xs: np.ndarray, ys: np.ndarray) -> list[np.ndarray]:
    """The rings of NaN-separated coordinates."""
    points = np.column_stack([xs, ys])
    ends = np.flatnonzero(np.isnan(xs))
    return [ring[~np.isnan(ring[:, 0])] for ring in np.split(points, ends)]


def source(figure, layer: str) -> dict:
    return figure.select_one({"name": layer}).data_source.data


# --- arrays -----------------------------------------------------------------------------------------------------------

RING = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 3, 3))


def test_a_hole_is_a_ring_of_its_own_after_a_nan() -> None:
    xs, ys = flatten(RING)
    outside, hole = rings(xs, ys)
    assert np.isnan(xs).sum() == np.isnan(ys).sum() == 1
    assert shapely.Polygon(outside).equals(shapely.box(0, 0, 4, 4))
    assert shapely.Polygon(hole).equals(shapely.box(1, 1, 3, 3))


def test_every_part_of_a_shape_and_every_hole_comes_through() -> None:
    shape = shapely.MultiPolygon([RING, shapely.box(10, 0, 11, 1), shapely.affinity.translate(RING, 0, 20)])
    found = rings(*flatten(shape))
    assert len(found) == 5
    even_odd = found[0]
    assert shapely.Polygon(even_odd).area - shapely.Polygon(found[1]).area == RING.area


def test_lines_are_separated_likewise_and_nothing_gives_nothing() -> None:
    lines = shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 4)]])
    assert [len(line) for line in rings(*flatten(lines))] == [2, 3]
    assert len(flatten(shapely.LineString([(0, 0), (1, 1)]))[0]) == 2
    assert [len(values) for values in flatten(None)] == [0, 0]
    assert [len(values) for values in flatten(shapely.MultiPolygon())] == [0, 0]


def test_coordinates_are_single_precision_and_none_begins_or_ends_with_nan(atlas: bodymap.Atlas) -> None:
    for values in view_shapes(atlas, "front").columns["muscles"]["xs"]:
        assert values.dtype == np.float32
        assert not np.isnan(values[[0, -1]]).any()


def test_the_area_of_the_arrays_is_that_of_the_atlas(atlas: bodymap.Atlas) -> None:
    """So no part and no hole is lost on the way."""
    bones = atlas.bones[atlas.bones["view"] == "back"]
    columns = view_shapes(atlas, "back").columns["bones"]
    for shape, xs, ys in zip(bones.geometry, columns["xs"], columns["ys"], strict=True):
        areas = [shapely.Polygon(ring) for ring in rings(xs.astype(float), ys.astype(float))]
        even_odd = areas[0]
        for area in areas[1:]:
            even_odd = even_odd.symmetric_difference(area)
        assert even_odd.area == pytest.approx(shape.area, rel=1e-3)


# --- prepared once ----------------------------------------------------------------------------------------------------


def test_shapes_are_prepared_once_a_process(atlas: bodymap.Atlas) -> None:
    assert view_shapes(atlas, "front") is view_shapes(atlas, "front")
    assert view_shapes(atlas, "front") is not view_shapes(atlas, "back")


def test_sessions_share_the_arrays_of_shapes_but_not_what_the_filter_writes(atlas: bodymap.Atlas) -> None:
    one, other = view_figure(atlas, "front"), view_figure(atlas, "front")
    for layer in FILTERED:
        here, there = source(one, layer), source(other, layer)
        for column in here:
            if column in ("xs", "ys"):
                assert all(a is b for a, b in zip(here[column], there[column], strict=True)), layer
            elif column.endswith("alpha") or column == "size":
                assert here[column] is not there[column], (layer, column)


def test_a_figure_adds_nothing_to_the_shared_columns(atlas: bodymap.Atlas) -> None:
    columns = view_shapes(atlas, "head_left").columns
    before = {layer: set(values) for layer, values in columns.items() if layer != "zone_rows"}
    view_figure(atlas, "head_left")
    assert {layer: set(values) for layer, values in columns.items() if layer != "zone_rows"} == before


def test_two_atlases_do_not_share_shapes(female: bodymap.Atlas) -> None:
    part = female.select(muscles="soleus")
    assert set(view_shapes(part, "back").columns["muscles"]["id"]) == {"soleus"}
    assert len(view_shapes(female, "back").columns["muscles"]["id"]) > 2


# --- indices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_columns_of_a_layer_are_equally_long(atlas: bodymap.Atlas, view: str) -> None:
    for layer, columns in view_shapes(atlas, view).columns.items():
        if layer != "zone_rows":
            assert len({len(values) for values in columns.values()}) == 1, layer


@pytest.mark.parametrize("view", VIEWS)
def test_every_zone_row_is_the_shape_of_its_regions_on_each_side(atlas: bodymap.Atlas, view: str) -> None:
    shapes = view_shapes(atlas, view).columns
    zones = atlas.zone_shapes[atlas.zone_shapes["view"] == view].reset_index(drop=True)
    assert len(zones) == len(shapes["zones"]["xs"]) > 0
    sets = referral_sets(atlas.tables)
    regions = {(f"{row.kind}:{row.id}", row.grade): row.regions for row in sets.itertuples()}
    assert set(shapes["zone_rows"]) == {whose for whose, _ in regions}
    for whose, grades in shapes["zone_rows"].items():
        assert set(grades) == {"essential", "spillover"}
        for grade, rows in grades.items():
            drawn = zones.loc[rows]
            assert set(drawn["regions"]) <= {regions.get((whose, grade))}
            assert drawn["side"].is_unique
            assert [shapes["zones"]["side"][row] for row in rows] == list(drawn["side"])


@pytest.mark.parametrize("view", VIEWS)
def test_fibres_and_tendons_point_to_the_muscle_that_they_lie_in(atlas: bodymap.Atlas, view: str) -> None:
    columns = view_shapes(atlas, view).columns
    muscles = columns["muscles"]
    boxes = [
        (np.nanmin(x), np.nanmin(y), np.nanmax(x), np.nanmax(y))
        for x, y in zip(muscles["xs"], muscles["ys"], strict=True)
    ]
    for layer in ("fibres", "tendons"):
        for row, xs, ys in zip(*(columns[layer][column] for column in ("row", "xs", "ys")), strict=True):
            x0, y0, x1, y1 = boxes[row]
            assert not len(xs) or (np.nanmin(xs) > x0 - 1e-3 and np.nanmax(xs) < x1 + 1e-3), (layer, muscles["id"][row])
            assert not len(ys) or (np.nanmin(ys) > y0 - 1e-3 and np.nanmax(ys) < y1 + 1e-3), (layer, muscles["id"][row])


def test_superficial_muscles_are_drawn_over_deep_ones(atlas: bodymap.Atlas) -> None:
    ranks = view_shapes(atlas, "back").columns["muscles"]["rank"]
    assert ranks == sorted(ranks, reverse=True)
    assert set(ranks) == {0, 1, 2}


# --- the figure -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_the_document_of_a_view_validates(atlas: bodymap.Atlas, view: str) -> None:
    document = Document()
    figure = view_figure(atlas, view)
    document.add_root(figure)
    document.validate()
    issues = check_integrity(figure.references())
    assert (issues.error, issues.warning) == ([], [])
    assert json.dumps(document.to_json(deferred=False))


def test_all_but_the_body_is_invisible_until_the_browser_has_chosen(atlas: bodymap.Atlas) -> None:
    figure = view_figure(atlas, "front")
    for layer in FILTERED:
        alphas = [values for column, values in source(figure, layer).items() if column.endswith("alpha")]
        assert alphas, layer
        assert all((values == 0).all() for values in alphas), layer


@pytest.mark.parametrize(
    ("view", "letters"),
    [
        ("front", "RL"),
        ("back", "LR"),
        ("left", "L"),
        ("right", "R"),
        ("head_front", "RL"),
        ("head_right", "R"),
        ("foot_sole", "RL"),
        ("foot_top", "LR"),
    ],
)
def test_the_person_s_right_and_left_are_printed(atlas: bodymap.Atlas, view: str, letters: str) -> None:
    labels = {label.name: label.text for label in view_figure(atlas, view).select({"type": Label})}
    assert labels == dict(zip(("side_letter_start", "side_letter_end"), letters, strict=False))


def test_patients_and_clinicians_see_other_colours(atlas: bodymap.Atlas) -> None:
    figure = view_figure(atlas, "front", mode="patient")
    muscles = figure.select_one({"name": "muscles"}).glyph
    assert muscles.line_color == style.PALETTES["patient"].muscle_line
    recolor(figure, "clinician")
    assert muscles.line_color == style.PALETTES["clinician"].muscle_line


def test_referral_risk_and_points_differ_in_texture_as_well_as_in_colour(atlas: bodymap.Atlas) -> None:
    figure = view_figure(atlas, "front")
    zones, risks, points = (figure.select_one({"name": layer}).glyph for layer in ("zones", "risks", "points"))
    assert (zones.hatch_pattern, risks.hatch_pattern) == (style.SPILLOVER_HATCH, style.RISK_HATCH)
    assert zones.hatch_pattern != risks.hatch_pattern
    assert points.marker == "x"


@pytest.mark.parametrize("view", VIEWS)
def test_the_whole_outline_lies_in_the_frame_of_its_view(atlas: bodymap.Atlas, view: str) -> None:
    outline = atlas.outlines.set_index("view").geometry[view]
    assert shapely.box(*FRAMES[view]).buffer(1e-6).covers(outline)


# --- the book ---------------------------------------------------------------------------------------------------------


def test_the_book_tells_the_browser_who_belongs_to_whom(atlas: bodymap.Atlas) -> None:
    told = book(atlas)
    rows = {(c, m, role) for c, muscles in told["membership"].items() for m, role in muscles.items()}
    assert rows == set(atlas.tables.membership.itertuples(index=False, name=None))
    assert told["muscle_of"] == atlas.tables.trigger_points["muscle"].to_dict()
    assert json.loads(json.dumps(told)) == told


def test_risks_in_the_book_are_those_of_the_atlas(atlas: bodymap.Atlas) -> None:
    told = book(atlas)
    flagged = {row.id: list(row.risk_areas) for row in atlas.muscles.itertuples() if row.risk_areas}
    assert told["risks_of_muscle"] == flagged
    assert set().union(*flagged.values()) <= set(atlas.tables.risk_areas.index)
    assert {"pleura_posterior"} & set(told["risks_of_muscle"]["rhomboids"])


def test_every_condition_has_a_home_inside_the_frame_of_a_view(atlas: bodymap.Atlas) -> None:
    homes = book(atlas)["homes"]
    assert set(homes) == set(atlas.conditions.index)
    for condition, views in homes.items():
        assert views, condition
        for view, (x0, y0, x1, y1) in views.items():
            fx0, fy0, fx1, fy1 = FRAMES[view]
            assert fx0 <= x0 < x1 <= fx1, (condition, view)
            assert fy0 <= y0 < y1 <= fy1, (condition, view)
