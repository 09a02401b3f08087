"""The live figure: shapes packed for the browser, empty layers for it to fill, and the book of who belongs to whom."""

from __future__ import annotations

import json
import zlib

import numpy as np
import pytest
import shapely
from bokeh.core.property.vectorization import Field
from bokeh.core.validation import check_integrity
from bokeh.document import Document

import bodymap
from bodymap import style
from bodymap.atlas import VIEWS
from bodymap.figure import COLUMNS, book, view_figure
from bodymap.pack import packed, view_layers
from bodymap.tables import referral_sets
from bodymap.views import PAIRS, frames, side_letters

#: How much of a close-up lies outside its frame, where it is cut off.
CUT = 0.0011


def unpacked(atlas: bodymap.Atlas, view: str) -> dict:
    """What the browser makes of a packed view: columns by layer, shapes as lists of rings or lines."""
    parcel = json.loads(zlib.decompress(packed(atlas, view)))

    def shape(number: int) -> list[np.ndarray]:
        lines = parcel["shapes"][number if number >= 0 else ~number]
        sign = (1, 1) if number >= 0 else (-1, 1)
        return [np.reshape(line, (-1, 2)).cumsum(axis=0) * sign / parcel["steps"] for line in lines]

    for columns in parcel["layers"].values():
        if "shape" in columns:
            columns["shape"] = [shape(number) for number in columns["shape"]]
    return parcel["layers"] | {"zone_rows": parcel["zone_rows"]}


def even_odd(rings: list[np.ndarray]) -> shapely.Geometry:
    area = shapely.Polygon()
    for ring in rings:
        area = area.symmetric_difference(shapely.Polygon(ring).buffer(0))
    return area


# --- packed shapes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_every_shape_comes_through_with_its_holes_on_its_side(atlas: bodymap.Atlas, view: str) -> None:
    layers = view_layers(atlas, view)
    received = unpacked(atlas, view)
    for layer in ("outline", "bones", "muscles", "zones", "risks"):
        for shape, rings in zip(layers[layer]["shape"], received[layer]["shape"], strict=True):
            assert even_odd(rings).symmetric_difference(shape).area < 1e-4 * shape.length + 1e-9, layer


def test_lines_come_through_and_nothing_gives_nothing(atlas: bodymap.Atlas) -> None:
    layers, received = view_layers(atlas, "back"), unpacked(atlas, "back")
    for line, lines in zip(layers["fibres"]["shape"], received["fibres"]["shape"], strict=True):
        assert len(lines) == len(shapely.get_parts(line))
        assert sum(shapely.LineString(part).length for part in lines) == pytest.approx(line.length, rel=1e-2)
    without = [i for i, tendon in enumerate(layers["tendons"]["shape"]) if tendon is None]
    assert without
    assert all(received["tendons"]["shape"][i] == [] for i in without)


def test_what_is_a_mirror_image_is_sent_once(female: bodymap.Atlas) -> None:
    parcel = json.loads(zlib.decompress(packed(female, "back")))
    sides = parcel["layers"]["muscles"]["side"]
    assert sum(number < 0 for number in parcel["layers"]["muscles"]["shape"]) == sides.count("left") == len(sides) / 2


def test_shapes_are_packed_once_a_process(atlas: bodymap.Atlas) -> None:
    assert packed(atlas, "front") is packed(atlas, "front")
    assert packed(atlas, "front") != packed(atlas, "back")


def test_a_part_of_an_atlas_is_packed_for_itself(female: bodymap.Atlas) -> None:
    assert set(unpacked(female.select(muscles="soleus"), "back")["muscles"]["id"]) == {"soleus"}
    assert len(unpacked(female, "back")["muscles"]["id"]) > 2


@pytest.mark.parametrize("view", VIEWS)
def test_columns_of_a_layer_are_equally_long(atlas: bodymap.Atlas, view: str) -> None:
    layers = view_layers(atlas, view)
    for layer, columns in layers.items():
        assert len({len(values) for values in columns.values()}) == 1, layer
    assert len(layers["muscles"]["id"]) == len(layers["fibres"]["shape"]) == len(layers["tendons"]["shape"]) > 0


@pytest.mark.parametrize("view", VIEWS)
def test_every_zone_row_is_the_shape_of_its_regions_on_each_side(atlas: bodymap.Atlas, view: str) -> None:
    received = unpacked(atlas, view)
    zones = atlas.zone_shapes[atlas.zone_shapes["view"] == view].reset_index(drop=True)
    assert len(zones) == len(received["zones"]["shape"]) > 0
    sets = referral_sets(atlas.tables)
    regions = {(f"{row.kind}:{row.id}", row.grade): row.regions for row in sets.itertuples()}
    assert set(received["zone_rows"]) == {whose for whose, _ in regions}
    for whose, grades in received["zone_rows"].items():
        assert set(grades) == {"essential", "spillover"}
        for grade, rows in grades.items():
            drawn = zones.loc[rows]
            assert set(drawn["regions"]) <= {regions.get((whose, grade))}
            assert drawn["side"].is_unique
            assert [received["zones"]["side"][row] for row in rows] == list(drawn["side"])


@pytest.mark.parametrize("view", VIEWS)
def test_fibres_and_tendons_lie_in_the_muscle_of_their_row(atlas: bodymap.Atlas, view: str) -> None:
    layers = view_layers(atlas, view)
    for layer in ("fibres", "tendons"):
        for muscle, part in zip(layers["muscles"]["shape"], layers[layer]["shape"], strict=True):
            assert part is None or part.is_empty or shapely.box(*muscle.bounds).buffer(1e-3).covers(part), layer


def test_superficial_muscles_are_drawn_over_deep_ones(atlas: bodymap.Atlas) -> None:
    ranks = view_layers(atlas, "back")["muscles"]["rank"]
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


def test_every_layer_is_empty_until_the_browser_fills_it(atlas: bodymap.Atlas) -> None:
    figure = view_figure(atlas, "front")
    for layer, columns in COLUMNS.items():
        assert figure.select_one({"name": layer}).data_source.data == {column: [] for column in columns}


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
        ("foot_outer", "LR"),
        ("foot_inner", "RL"),
        ("jaw_right", "R"),
    ],
)
def test_the_person_s_right_and_left_stand_where_they_are_seen(view: str, letters: str) -> None:
    assert "".join(side_letters(view, "R", "L")) == letters
    assert side_letters("left", "D", "I") == ("I", "")


def test_referral_risk_and_points_differ_in_texture_as_well_as_in_colour(atlas: bodymap.Atlas) -> None:
    figure = view_figure(atlas, "front")
    dots, hatches, points = (figure.select_one({"name": layer}).glyph for layer in ("dots", "hatches", "points"))
    assert (dots.hatch_pattern, hatches.hatch_pattern) == (style.SPILLOVER_HATCH, style.RISK_HATCH)
    assert dots.hatch_pattern != hatches.hatch_pattern
    assert points.marker == "circle_x"


def test_a_layer_has_one_hatch_for_all_its_rows(atlas: bodymap.Atlas) -> None:
    """A hatch for each row is a canvas for each row, made anew at each change: seconds, where it should be a blink."""
    for renderer in view_figure(atlas, "front").renderers:
        hatch = {name: value for name, value in renderer.glyph.properties_with_values().items() if "hatch" in name}
        assert not [name for name, value in hatch.items() if isinstance(value, Field | dict) and value]


@pytest.mark.parametrize("view", VIEWS)
def test_the_whole_outline_lies_in_the_frame_of_its_view(atlas: bodymap.Atlas, view: str) -> None:
    outline = atlas.outlines.set_index("view").geometry[view]
    assert shapely.box(*frames(atlas)[view]).buffer(CUT, join_style="mitre").covers(outline)


@pytest.mark.parametrize("pair", PAIRS)
def test_views_side_by_side_have_frames_of_one_size(atlas: bodymap.Atlas, pair: tuple[str, str]) -> None:
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in map(frames(atlas).get, pair)]
    assert sizes[0] == pytest.approx(sizes[1], abs=5e-4)  # a pixel or two of what they were traced from


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
            fx0, fy0, fx1, fy1 = frames(atlas)[view]
            assert fx0 - CUT <= x0 < x1 <= fx1 + CUT, (condition, view)
            assert fy0 - CUT <= y0 < y1 <= fy1 + CUT, (condition, view)


def test_a_deep_muscle_is_pale_only_where_another_one_covers_it(female):
    def covered(view: str) -> dict[str, bool]:
        muscles = view_layers(female, view)["muscles"]
        return dict(zip(muscles["id"], muscles["covered"], strict=True))

    assert covered("back")["piriformis"] and covered("front")["pectoralis_minor"]
    assert not covered("jaw_left")["lateral_pterygoid"] and not covered("jaw_left")["medial_pterygoid"]
    assert not covered("back")["gluteus_maximus"]
