"""Where does it hurt: from a marked area to muscles, best first, each with its reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

import bodymap
from bodymap.locate import COLUMNS, WEIGHTS, regions_under
from bodymap.tables import split
from bodymap.words import Words


def sides_of(atlas: bodymap.Atlas) -> dict[str, str]:
    """The side on which each trigger point is measured: the left, or the right for one that lies only there."""
    points = atlas.trigger_points.sort_values("side")
    return points.drop_duplicates("id").set_index("id")["side"].to_dict()


def zone(atlas: bodymap.Atlas, point: str, side: str) -> tuple[str, shapely.Geometry] | None:
    """The essential zone of a trigger point in the whole-body view that shows most of it, where one does."""
    zones = atlas.referral_zones
    zones = zones[(zones["trigger_point"] == point) & (zones["side"] == side) & (zones["grade"] == "essential")]
    zones = zones[zones["view"].isin(["front", "back", side])]
    if zones.empty:
        return None
    largest = zones.loc[zones.area.idxmax()]
    return largest["view"], largest["geometry"]


def region(atlas: bodymap.Atlas, name: str, side: str, view: str) -> shapely.Geometry:
    drawn = atlas.regions
    return drawn[(drawn["id"] == name) & (drawn["side"] == side) & (drawn["view"] == view)].geometry.item()


def found_in_first_five(answer: pd.DataFrame, point: str, atlas: bodymap.Atlas) -> bool:
    return atlas.tables.trigger_points.loc[point, "muscle"] in answer["muscle"].head(5).to_list()


def test_a_temple_marking_lists_the_temporalis_and_the_upper_trapezius_first(atlas):
    answer = bodymap.locate(regions=["temple"], side="right", atlas=atlas)
    assert answer["muscle"].head(2).to_list() == ["temporalis", "trapezius_upper"]
    assert answer["reason"][0] == "commonly felt in: temple"


def test_the_answer_has_one_row_a_muscle_and_side_best_first_and_every_other_point_beside_it(female):
    answer = bodymap.locate(regions=["temple", "eye"], side="right", atlas=female)
    assert tuple(answer.columns) == COLUMNS
    assert not answer.duplicated(["muscle", "side"]).any()
    assert answer["score"].is_monotonic_decreasing
    assert answer["score"].between(0, 1, inclusive="right").all()
    temporalis = answer.set_index("muscle").loc["temporalis"]
    assert {temporalis["trigger_point"], *temporalis["also"]} == {f"temporalis_trp{k}" for k in (1, 2, 3)}


def test_every_muscle_listed_refers_to_what_is_marked_and_none_that_does_is_left_out(female):
    muscle_of, referral = female.tables.trigger_points["muscle"], female.tables.referral
    points = female.trigger_points
    referral = referral[referral.index.isin(points.loc[points["side"] == "left", "id"])]
    for marked in female.tables.regions.index:
        expected = {
            muscle_of[point]
            for point in referral.index
            if marked in split(referral["essential"][point]) + split(referral["spillover"][point])
        }
        assert set(bodymap.locate([marked], "left", atlas=female)["muscle"]) == expected


def test_own_essential_regions_list_the_muscle_in_the_first_five_for_95_percent_of_points(atlas):
    table = atlas.tables.referral
    found = [
        found_in_first_five(bodymap.locate(split(table.loc[point, "essential"]), side, atlas=atlas), point, atlas)
        for point, side in sides_of(atlas).items()
    ]
    assert len(found) >= 160
    assert np.mean(found) >= 0.95


@pytest.mark.parametrize("blur", ["moved", "grown"])
def test_a_zone_blurred_by_half_its_size_lists_the_muscle_in_the_first_five_for_85_percent_of_points(atlas, blur):
    turns, found = np.random.default_rng(seed=20), []
    for point, side in sides_of(atlas).items():
        if (place := zone(atlas, point, side)) is None:
            continue
        view, shape = place
        half = np.sqrt(shape.area) / 2
        angles = turns.uniform(0, 2 * np.pi, 3)
        steps = half * np.column_stack([np.cos(angles), np.sin(angles)])
        moved = [shapely.transform(shape, step.__add__) for step in steps]
        for drawing in moved if blur == "moved" else [shape.buffer(half)]:
            answer = bodymap.locate(side=side, drawing=drawing, view=view, atlas=atlas)
            found.append(found_in_first_five(answer, point, atlas))
    assert len(found) >= 150
    assert np.mean(found) >= 0.85


def test_no_choice_of_weights_could_be_much_better_because_at_most_five_muscles_share_their_essential_regions(female):
    table = female.tables.referral[["essential"]].join(female.tables.trigger_points["muscle"])
    alike = table.groupby(table["essential"].map(lambda cell: frozenset(split(cell))))["muscle"].nunique()
    assert alike.max() <= 5


def test_a_marking_on_the_right_never_lists_left_points(atlas):
    assert set(bodymap.locate(["temple", "vertex"], "right", atlas=atlas)["side"]) == {"right"}
    assert set(bodymap.locate([("buttock_mid", "right"), "sacrum_upper"], atlas=atlas)["side"]) == {"right"}
    drawing = region(atlas, "buttock_mid", "right", "back")
    assert set(bodymap.locate(drawing=drawing, view="back", atlas=atlas)["side"]) == {"right"}


def test_left_and_right_are_mirror_images(atlas):
    view, shape = zone(atlas, "infraspinatus_trp1", "left")
    mirrored = shapely.transform(shape, lambda points: points * (-1, 1))
    left = bodymap.locate(drawing=shape, view=view, atlas=atlas)
    right = bodymap.locate(drawing=mirrored, view={"left": "right"}.get(view, view), atlas=atlas)
    assert set(left["side"]) == {"left"}
    pd.testing.assert_frame_equal(left.drop(columns="side"), right.drop(columns="side"))
    assert set(right["side"]) == {"right"}


def test_a_midline_region_belongs_to_both_sides(female):
    answer = bodymap.locate(["sacrum_upper"], atlas=female)
    left, right = (answer[answer["side"] == side].set_index("muscle")["score"] for side in ("left", "right"))
    assert len(left) > 0
    assert left.to_dict() == right.to_dict()


def test_a_side_that_is_barely_touched_comes_far_below_the_other(female):
    most, little = region(female, "temple", "right", "head_front"), region(female, "temple", "left", "head_front")
    drawing = shapely.union(most, shapely.clip_by_rect(little, 0, 0, 1, little.centroid.y))
    both = bodymap.locate(drawing=drawing, view="head_front", atlas=female).groupby("side")["score"].max()
    assert both["left"] < 0.75 * both["right"]


def test_essential_outweighs_spillover(female):
    answer = bodymap.locate(["temple"], "left", atlas=female)
    commonly = answer["reason"].str.startswith("commonly")
    assert commonly.any() and not commonly.all()
    assert answer.loc[commonly, "score"].min() > answer.loc[~commonly, "score"].max()


def test_a_pattern_that_is_mostly_elsewhere_scores_lower(female):
    scores = bodymap.locate(["thigh_lateral_upper"], "left", atlas=female).set_index("trigger_point")["score"]
    assert scores["vastus_lateralis_trp5"] > scores["tfl_trp1"] > scores["gluteus_minimus_trp1"]


def test_what_is_alike_is_told_apart_by_how_common_then_by_depth_and_standing(female, monkeypatch):
    def order(**weights: float) -> list[str]:
        for name in ("uncommon", "deep", "tradition"):
            monkeypatch.setitem(WEIGHTS, name, weights.get(name, 0))
        part = bodymap.Atlas(
            **{name: getattr(female, name) for name in female.__dataclass_fields__}
        )  # not prepared yet
        return bodymap.locate(["shoulder_front"], "left", atlas=part)["muscle"].to_list()

    alike = ["infraspinatus", "pectoralis_minor", "biceps_brachii"]  # essential in the front of the shoulder alone
    assert order()[:3] == alike
    assert order(deep=0.03)[:3] == ["infraspinatus", "biceps_brachii", "pectoralis_minor"]
    assert order(uncommon=0.2)[0] == "infraspinatus"
    knee = bodymap.locate(["knee_front", "knee_above"], "left", atlas=female).set_index("muscle").loc["rectus_femoris"]
    assert (knee["trigger_point"], knee["also"]) == ("rectus_femoris_trp1", ("rectus_femoris_trp2",))


def test_regions_under_a_drawing_come_with_their_shares(female):
    temple, eye = (region(female, name, "right", "head_front") for name in ("temple", "eye"))
    found = regions_under(shapely.union(temple, eye), "head_front", female)
    assert set(zip(found["region"], found["side"], strict=True)) >= {("temple", "right"), ("eye", "right")}
    shares = found.set_index("region")
    assert shares["share"].sum() == pytest.approx(1)
    assert shares.loc["temple", "share"] == pytest.approx(temple.area / (temple.area + eye.area), abs=1e-3)
    assert shares.loc["temple", "covered"] == pytest.approx(1, abs=1e-3)


def test_a_painted_region_is_answered_first_like_the_same_region_tapped(female):
    for name, view in (("shoulder_back", "back"), ("knee_back", "back"), ("temple", "head_front")):
        painted = bodymap.locate(drawing=region(female, name, "right", view), view=view, atlas=female)
        tapped = bodymap.locate([name], "right", atlas=female)
        assert painted["muscle"][0] == tapped["muscle"][0]


def test_a_brushed_neighbour_lists_nothing(female):
    drawing = region(female, "shoulder_front", "right", "front").buffer(0.0004)
    assert len(regions_under(drawing, "front", female)) > 1
    painted = bodymap.locate(drawing=drawing, atlas=female)
    assert set(painted["muscle"]) == set(bodymap.locate(["shoulder_front"], "right", atlas=female)["muscle"])


def test_reasons_say_commonly_and_sometimes_in_the_reader_s_words(female):
    marked = ["temple", "eye", "occiput"]
    for mode, expected in (
        ("patient", "commonly felt in: temple – sometimes felt in: back of the head; eye or behind the eye"),
        (
            "clinician",
            "commonly felt in: temporal region (anterior) – sometimes felt in: occipital scalp; orbital region",
        ),
    ):
        answer = bodymap.locate(marked, "left", atlas=female, words=Words(mode=mode)).set_index("muscle")
        assert answer.loc["trapezius_upper", "reason"] == expected
    assert bodymap.locate(["arch"], "left", atlas=female)["reason"][0].startswith("commonly felt in: ")


def test_a_region_that_no_view_draws_can_still_be_named(female):
    assert "pelvis_deep" not in set(female.regions["id"])
    assert "adductor_magnus" in bodymap.locate(["pelvis_deep"], "left", atlas=female)["muscle"].to_list()


def test_a_part_of_an_atlas_lists_its_own_muscles_only(female):
    part = female.select(muscles=["trapezius_upper", "temporalis"], side="right")
    answer = bodymap.locate(["temple"], atlas=part)
    assert answer[["muscle", "side"]].to_numpy().tolist() == [["temporalis", "right"], ["trapezius_upper", "right"]]


@pytest.mark.parametrize(
    "marking",
    [
        {},
        {"regions": []},
        {"drawing": shapely.Polygon()},
        {"drawing": shapely.box(5, 5, 6, 6)},
        {"drawing": shapely.box(0.05, 0.3, 0.1, 0.9), "side": "right"},
    ],
)
def test_an_empty_marking_gives_an_empty_frame(female, marking):
    answer = bodymap.locate(**marking, atlas=female)
    assert answer.empty
    assert tuple(answer.columns) == COLUMNS


@pytest.mark.parametrize(
    ("marking", "message"),
    [
        ({"regions": ["tempel"]}, 'unknown region "tempel". Did you mean "temple"?'),
        ({"regions": ["temple"], "side": "rigth"}, 'unknown side "rigth". Did you mean "right"?'),
        ({"regions": [("temple", "midline")]}, 'unknown side "midline". Known: left, right.'),
        ({"drawing": shapely.box(0, 0, 1, 1), "view": "frnot"}, 'unknown view "frnot". Did you mean "front"?'),
    ],
)
def test_an_unknown_region_side_or_view_names_the_nearest(female, marking, message):
    with pytest.raises(bodymap.UnknownNameError) as caught:
        bodymap.locate(**marking, atlas=female)
    assert str(caught.value) == message


def test_a_stroke_without_width_is_refused(female):
    with pytest.raises(ValueError, match="buffer the LineString"):
        bodymap.locate(drawing=shapely.LineString([(0, 0.5), (0.1, 0.5)]), atlas=female)


def test_what_is_tapped_and_painted_on_two_views_counts_together_and_what_is_marked_twice_counts_once(female):
    regions = female.regions.set_index(["id", "side", "view"]).geometry
    temple, buttock = regions["temple", "left", "left"], regions["buttock_lower", "left", "back"]
    both = bodymap.locate([("temple", "left")], drawing={"back": buttock}, atlas=female)
    apart = [
        bodymap.locate([("temple", "left")], atlas=female),
        bodymap.locate(drawing=buttock, view="back", atlas=female),
    ]
    assert set(both["muscle"]) == {*apart[0]["muscle"], *apart[1]["muscle"]}
    twice = bodymap.locate([("temple", "left")], drawing={"left": temple.buffer(-0.002)}, atlas=female)
    assert set(twice["muscle"]) == set(apart[0]["muscle"])
    assert twice["muscle"][0] == apart[0]["muscle"][0]


def test_a_loop_that_crosses_itself_is_understood(female):
    loop = shapely.Polygon([(0.05, 0.6), (0.1, 0.7), (0.1, 0.6), (0.05, 0.7)])
    assert not loop.is_valid
    assert len(bodymap.locate(drawing=loop, atlas=female)) > 0
