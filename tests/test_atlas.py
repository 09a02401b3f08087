"""The atlas as it ships: whole, valid, mirrored, and ready to select from."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import yaml

import bodymap
from bodymap import UnknownNameError, paths
from bodymap.atlas import CLOSE_UPS, VIEWS
from bodymap.build.views import read_views
from bodymap.zones import LEAST_SHOWN, scraps

ARTICLE = [
    "myofascial_pain_syndrome",
    "chronic_neck_pain",
    "chronic_low_back_pain",
    "shoulder_impingement",
    "rotator_cuff_dysfunction",
    "lateral_epicondylitis",
    "cervicogenic_headache",
    "tension_type_headache",
    "migraine",
    "tmd",
    "plantar_fasciitis",
    "patellofemoral_pain",
]
COLUMNS = {
    "outlines": {"view", "geometry"},
    "tones": {"view", "kind", "geometry"},
    "contours": {"view", "kind", "geometry"},
    "landmarks": {"id", "side", "view", "geometry"},
    "bones": {"id", "side", "view", "ghost", "geometry"},
    "regions": {"id", "side", "view", "name", "plain_name", "geometry"},
    "muscles": {
        *("id", "side", "view", "ghost", "name", "latin", "plain_name", "layer", "region", "risk_areas"),
        *("conservative", "fibres", "tendons", "geometry"),
    },
    "trigger_points": {"id", "muscle", "side", "view", "ghost", "label", "standing", "risk_areas", "geometry"},
    "referral_zones": {"trigger_point", "muscle", "side", "view", "grade", "geometry"},
    "risk_areas": {"id", "side", "view", "name", "plain_name", "severity", "geometry"},
    "courses": {"id", "side", "view", "name", "plain_name", "kind", "risk_areas", "geometry"},
}
#: How far a layer's shapes may reach over the outline, in stature: nothing for what is drawn with an edge of its own;
#: less than 2 mm on a person for what fills the figure up to the outline, which is drawn over it.
OVERREACH = {
    "bones": 0.0,
    "muscles": 0.0,
    "trigger_points": 0.0,
    "risk_areas": 0.0,
    "courses": 0.0,
    "tones": 0.001,
    "contours": 0.001,
    "regions": 0.001,
    "referral_zones": 0.001,
}
WHOLE = ("front", "back", "left", "right")
#: Risk areas with no place of their own: they are wherever the person has them.
NO_PLACE = {"implants", "lymphoedema"}
#: The bodies that the risk area of pregnancy is drawn on.
CAN_BE_PREGNANT = {"female", "larger_woman", "pregnant_woman"}
#: Trigger points that are described on one side of the person only.
ONE_SIDED = {
    "pectoralis_major_costal_trp2": "right",
    "rectus_abdominis_trp4": "right",
    "rectus_abdominis_trp6": "left",
}
#: Mean heights of adults in % of stature, female and male, and the landmarks that are these places: ANSUR II (Gordon et
#: al. 2014: 1,986 women, 4,082 men).
HEIGHTS = {
    "c7_sp": (85.70, 86.40),
    "acromion": (81.98, 82.04),
    "suprasternal_notch": (81.65, 81.91),
    "axilla_ant": (76.09, 75.68),
    "nipple": (71.95, 73.52),
    "rib10_lowest": (64.86, 63.81),
    "umbilicus": (60.19, 60.16),
    "iliac_crest_top": (61.14, 60.45),
    "greater_trochanter": (51.91, 51.30),
    "buttock_point": (51.20, 50.56),
    "crotch": (48.04, 48.17),
    "lateral_femoral_epicondyle": (28.61, 28.00),
    "patella_mid": (27.57, 27.81),
    "knee_joint_line": (26.88, 26.66),
    "lateral_malleolus": (3.85, 4.15),
    "tragion": (92.23, 92.53),
    "ectocanthus": (93.31, 93.52),
}
#: Places on bone, from head to foot.
BONY = [
    *("c2_sp", "c7_sp", "t8_sp", "l1_transverse", "l3_transverse", "l5_sp", "acromion", "scapula_inferior_angle"),
    *("xiphisternal_joint", "rib12_angle", "rib10_lowest", "asis", "psis", "greater_trochanter", "lesser_trochanter"),
    *("ischial_tuberosity", "medial_epicondyle", "patella_mid", "fibular_head", "navicular"),
]
#: In % of stature: 3 cm on a person 170 cm tall, about as much as the middle two thirds of adults differ.
HEIGHT_TOLERANCE = 1.75


def mirrored(geometry):
    """A geometry, or an array of them, mirrored at the midline."""
    return shapely.transform(geometry, lambda points: points * (-1, 1))


def keyed(frame: gpd.GeoDataFrame, *columns: str) -> pd.Series:
    """Geometries by these columns."""
    return frame.set_index(list(columns)).geometry.sort_index()


# --- loading ----------------------------------------------------------------------------------------------------------


def test_every_body_that_is_described_is_built_and_has_a_name(described_bodies: tuple[str, ...]) -> None:
    assert set(bodymap.bodies()) == set(described_bodies)
    for language in ("en", "es"):
        names = yaml.safe_load((paths.DATA / "words" / language / "interface.yaml").read_text(encoding="utf-8"))["body"]
        assert set(described_bodies) <= set(names), language


def test_no_built_file_is_too_large_to_ship() -> None:
    large = [file for file in (paths.GEOMETRY / "built").glob("*/*") if file.stat().st_size > 2 * 1024**2]
    assert large == []


@pytest.mark.parametrize("layer", COLUMNS)
def test_every_layer_is_drawn_and_has_its_columns(atlas: bodymap.Atlas, layer: str) -> None:
    frame = getattr(atlas, layer)
    assert isinstance(frame, gpd.GeoDataFrame)
    assert len(frame) > 0
    assert COLUMNS[layer] <= set(frame)
    assert frame.crs is None
    assert set(frame["view"]) <= set(VIEWS)


def test_an_atlas_is_loaded_once_a_process() -> None:
    assert bodymap.load_atlas("female") is bodymap.load_atlas("female")


def test_a_body_that_is_not_built_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r'unknown body "femal".* Did you mean "female"'):
        bodymap.load_atlas("femal")


# --- what is drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", ARTICLE)
def test_every_muscle_of_the_article_s_conditions_is_drawn_on_both_sides(atlas: bodymap.Atlas, condition: str) -> None:
    assert condition in atlas.conditions.index
    listed = atlas.tables.membership
    wanted = set(listed.loc[listed["condition"] == condition, "muscle"])
    assert wanted
    drawn = atlas.muscles.groupby("id")["side"].agg(set)
    assert {muscle: drawn.get(muscle) for muscle in wanted} == {muscle: {"left", "right"} for muscle in wanted}


def test_every_muscle_of_the_tables_is_drawn(atlas: bodymap.Atlas) -> None:
    assert set(atlas.tables.muscles.index) - set(atlas.muscles["id"]) == set()


def test_every_muscle_is_seen_plainly_or_as_a_ghost_in_a_view_of_the_whole_body(atlas: bodymap.Atlas) -> None:
    whole = atlas.muscles[~atlas.muscles["view"].isin(CLOSE_UPS)]
    assert set(whole["id"]) == set(atlas.muscles["id"])


def test_every_trigger_point_is_drawn_on_the_sides_where_it_is_described(atlas: bodymap.Atlas) -> None:
    drawn = atlas.trigger_points.groupby("id")["side"].agg(set)
    described = {
        point: {ONE_SIDED[point]} if point in ONE_SIDED else {"left", "right"}
        for point in atlas.tables.trigger_points.index
    }
    assert {point: drawn.get(point) for point in described if drawn.get(point) != described[point]} == {}


def test_every_trigger_point_has_its_essential_referral_drawn(atlas: bodymap.Atlas) -> None:
    essential = atlas.referral_zones[atlas.referral_zones["grade"] == "essential"]
    drawn = set(atlas.regions["id"])
    expected = {point for point, cell in atlas.tables.referral["essential"].items() if drawn & set(cell.split(";"))}
    assert set(essential["trigger_point"]) == expected
    # The floor of the pelvis has no place on the skin: it is told in words.
    assert set(atlas.tables.trigger_points.index) - expected == {"adductor_magnus_trp2", "levator_ani_trp2"}


def test_every_risk_area_with_a_place_is_drawn(atlas: bodymap.Atlas) -> None:
    without_place = NO_PLACE if atlas.body in CAN_BE_PREGNANT else NO_PLACE | {"pregnancy"}
    assert set(atlas.tables.risk_areas.index) - set(atlas.risk_areas["id"]) == without_place


def test_every_course_is_drawn_on_both_sides(atlas: bodymap.Atlas) -> None:
    drawn = atlas.courses.groupby("id")["side"].agg(set)
    assert drawn.to_dict() == {course: {"left", "right"} for course in atlas.tables.courses.index}


def test_every_muscle_shows_its_fibres(atlas: bodymap.Atlas) -> None:
    """In a close-up, a sliver at the edge of the frame may have none; nor has what is all tendon in a view."""
    whole = atlas.muscles[~atlas.muscles["view"].isin(CLOSE_UPS)]
    tendon = shapely.area(whole["tendons"].to_numpy()) > 0.8 * whole.geometry.area.to_numpy()
    bare = shapely.is_missing(whole["fibres"].to_numpy()) & ~tendon
    assert whole.loc[bare, ["id", "side", "view"]].to_numpy().tolist() == []


def test_fibres_and_tendons_stay_inside_their_muscle(atlas: bodymap.Atlas) -> None:
    """Tendons to within the detail to which they are simplified, a millimetre on a person."""
    muscles = atlas.muscles
    for layer, room in (("fibres", 5e-5), ("tendons", 7e-4)):
        shapes = muscles[layer].to_numpy()
        outside = ~shapely.is_missing(shapes) & ~shapely.covers(muscles.geometry.buffer(room).to_numpy(), shapes)
        assert muscles.loc[outside, ["id", "side", "view"]].to_numpy().tolist() == [], layer


# --- shapes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", COLUMNS)
def test_every_geometry_is_valid(atlas: bodymap.Atlas, layer: str) -> None:
    frame = getattr(atlas, layer)
    shapes = frame.geometry.to_numpy()
    faulty = ~shapely.is_valid(shapes) | shapely.is_empty(shapes) | shapely.is_missing(shapes)
    assert frame[faulty].drop(columns="geometry").to_dict("records") == []


@pytest.mark.parametrize("layer", OVERREACH)
def test_everything_lies_inside_the_outline(atlas: bodymap.Atlas, layer: str) -> None:
    frame = getattr(atlas, layer)
    if layer == "contours":  # the ghost of an arm may hang in front of the thigh
        frame = frame[frame["kind"] != "ghost"]
    outlines = atlas.outlines.set_index("view").geometry
    room = outlines.buffer(OVERREACH[layer]) if OVERREACH[layer] else outlines
    inside = shapely.covers(room.reindex(frame["view"]).to_numpy(), frame.geometry.to_numpy())
    assert frame.loc[~inside].iloc[:, :4].drop(columns="geometry", errors="ignore").to_numpy().tolist() == []


def test_every_trigger_point_lies_strictly_inside_its_muscle_in_every_view(atlas: bodymap.Atlas) -> None:
    points = atlas.trigger_points
    muscles = atlas.muscles.set_index(["id", "side", "view"]).geometry
    homes = muscles.reindex(pd.MultiIndex.from_frame(points[["muscle", "side", "view"]])).to_numpy()
    inside = shapely.contains_properly(homes, points.geometry.to_numpy())
    assert points.loc[~inside, ["id", "side", "view"]].to_numpy().tolist() == []


def test_trigger_points_of_a_muscle_do_not_fall_together(atlas: bodymap.Atlas) -> None:
    for (muscle, side, view), points in atlas.trigger_points.groupby(["muscle", "side", "view"]):
        places = shapely.get_coordinates(points.geometry.to_numpy())
        gaps = np.linalg.norm(places[:, None] - places[None], axis=-1)[np.triu_indices(len(places), 1)]
        assert (gaps > 0.002).all(), (muscle, side, view)


@pytest.mark.parametrize("view", VIEWS)
def test_regions_tile_the_outline(atlas: bodymap.Atlas, view: str) -> None:
    regions = atlas.regions[atlas.regions["view"] == view].geometry.to_numpy()
    outline = atlas.outlines.set_index("view").geometry[view]
    assert len(regions)
    assert shapely.coverage_is_valid(regions)
    assert shapely.area(regions).sum() == pytest.approx(outline.area, rel=1e-3)
    assert shapely.union_all(regions).symmetric_difference(outline).area < 2e-3 * outline.area


def test_no_region_is_drawn_twice(atlas: bodymap.Atlas) -> None:
    assert not atlas.regions.duplicated(["id", "side", "view"]).any()


def test_every_region_that_a_referral_names_can_be_seen_in_its_zone(atlas: bodymap.Atlas) -> None:
    """Words and picture agree: of each region named, where a view shows it, the zone covers the larger part.

    Of a region cut off at the edge of a close-up, what is a scrap there may be left out.
    """
    regions = atlas.regions.set_index(["view", "side", "id"]).geometry
    left = atlas.regions[atlas.regions["side"] != "right"]
    cut_off = {(view, name) for name, view in scraps(left, CLOSE_UPS)}
    unseen = set()
    for zone in atlas.referral_zones[atlas.referral_zones["side"] == "left"].itertuples():
        for name in atlas.tables.referral.at[zone.trigger_point, zone.grade].split(";"):
            for key in ((zone.view, "left", name), (zone.view, "midline", name)):
                if key not in regions.index or (zone.view, name) in cut_off:
                    continue
                if zone.geometry.intersection(regions[key]).area < regions[key].area / 2:
                    unseen.add((zone.trigger_point, zone.grade, zone.view, name))
    assert sorted(unseen) == []


def test_no_close_up_shows_a_scrap_of_a_muscle_or_a_zone_of_nothing_but_scraps(atlas: bodymap.Atlas) -> None:
    """Less than two fifths of a muscle, or of each region of a zone, tells nothing.

    Where long tendons end in a close-up, or an opened layer is named muscle by muscle, less of a muscle is enough.
    """
    shares = {view.name: view.least_shown for view in read_views(paths.GEOMETRY).values()}

    def too_little(shapes, least) -> set[tuple[str, str]]:
        areas = {(row.view, row.id): row.geometry.area for row in shapes[shapes["side"] != "right"].itertuples()}
        return {
            (view, name)
            for (view, name), area in areas.items()
            if view in CLOSE_UPS and not view.endswith("_right") and area < least[view] * areas[CLOSE_UPS[view], name]
        }

    assert sorted(too_little(atlas.muscles, shares)) == []
    cut, drawn = (
        too_little(atlas.regions, dict.fromkeys(shares, LEAST_SHOWN)),
        set(zip(atlas.regions["view"], atlas.regions["id"], strict=True)),
    )
    assert cut, "the frames of the close-ups cut some regions"
    zones = set(zip(atlas.zone_shapes["view"], atlas.zone_shapes["regions"], strict=True))
    bare = {(view, names) for view, names in zones if {(view, region) for region in names.split(";")} & drawn <= cut}
    assert sorted(bare) == []


# --- both sides -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", ["muscles", "trigger_points", "regions", "landmarks"])
@pytest.mark.parametrize(
    "view",
    [
        *("front", "back", "head_front", "head_back"),
        *("foot_sole", "foot_top", "hand_palm", "hand_back", "foot_outer", "foot_inner"),
    ],
)
def test_the_right_side_is_the_mirror_image_of_the_left(atlas: bodymap.Atlas, layer: str, view: str) -> None:
    frame = getattr(atlas, layer)
    seen = frame[(frame["view"] == view) & ~frame["id"].isin(ONE_SIDED)]
    left, right = (keyed(seen[seen["side"] == side], "id") for side in ("left", "right"))
    assert list(left.index) == list(right.index)
    assert shapely.equals_exact(mirrored(left.to_numpy()), right.to_numpy(), tolerance=1e-9).all()


@pytest.mark.parametrize(("view", "image"), [("left", "right"), ("head_left", "head_right"), ("jaw_left", "jaw_right")])
@pytest.mark.parametrize("layer", ["outlines", "tones", "muscles", "trigger_points", "referral_zones"])
def test_the_view_from_the_right_is_the_mirror_image_of_that_from_the_left(
    atlas: bodymap.Atlas, layer: str, view: str, image: str
) -> None:
    frame = getattr(atlas, layer)
    named = frame.get("trigger_point", frame.get("id", frame["view"]))
    from_left, from_right = (frame[(frame["view"] == name) & ~named.isin(ONE_SIDED)] for name in (view, image))
    assert len(from_left) == len(from_right) > 0
    assert set(from_right.get("side", ())) <= {"right", "midline"}
    assert shapely.equals_exact(
        mirrored(from_left.geometry.to_numpy()), from_right.geometry.to_numpy(), tolerance=1e-9
    ).all()


def test_the_person_s_left_is_on_the_viewer_s_right_from_the_front_and_from_below_and_else_on_the_left(
    atlas: bodymap.Atlas,
) -> None:
    for view, sign in (
        ("front", 1),
        ("back", -1),
        ("foot_sole", 1),
        ("foot_top", -1),
        ("hand_palm", 1),
        ("hand_back", -1),
        ("foot_outer", -1),
        ("foot_inner", 1),
    ):
        for frame in (atlas.muscles, atlas.landmarks, atlas.trigger_points):
            seen = frame[(frame["view"] == view) & (frame["side"] == "left")]
            assert (sign * seen.geometry.centroid.x > 0).all()


def test_side_views_show_the_face_on_the_side_that_it_turns_to(atlas: bodymap.Atlas) -> None:
    places = keyed(atlas.landmarks, "id", "view")
    assert places["nose_tip", "left"].x < places["inion", "left"].x
    assert places["nose_tip", "right"].x > places["inion", "right"].x


def test_the_toes_point_up_in_both_views_of_the_feet(atlas: bodymap.Atlas) -> None:
    places = keyed(atlas.landmarks, "id", "side", "view")
    for view in ("foot_sole", "foot_top"):
        for side in ("left", "right"):
            toe, heel = places["big_toe_tip", side, view], places["calcaneus_medial", side, view]
            assert toe.y > heel.y
            assert abs(toe.x) < abs(places["toe5_tip", side, view].x)


@pytest.mark.parametrize("view", ["foot_sole", "foot_top", "foot_outer", "foot_inner"])
def test_both_feet_stand_apart(atlas: bodymap.Atlas, view: str) -> None:
    assert len(shapely.get_parts(atlas.outlines.set_index("view").geometry[view])) == 2


def test_the_views_of_the_hands_show_both_hands_whole_and_apart_and_nothing_else(atlas: bodymap.Atlas) -> None:
    outlines = atlas.outlines.set_index("view").geometry
    for view in ("hand_palm", "hand_back"):
        assert len(shapely.get_parts(outlines[view])) == 2
        assert set(atlas.regions[atlas.regions["view"] == view]["side"]) == {"left", "right"}
    fingers = {"little_palm", "ring_palm", "middle_palm", "index_palm", "thumb_palm", "palm", "thenar", "hypothenar"}
    assert fingers <= set(atlas.regions[atlas.regions["view"] == "hand_palm"]["id"])
    assert "adductor_pollicis" in set(atlas.muscles[atlas.muscles["view"] == "hand_palm"]["id"])


# --- landmarks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("landmark", HEIGHTS)
def test_landmarks_stand_at_the_heights_that_were_measured_on_people(atlas: bodymap.Atlas, landmark: str) -> None:
    """On the bodies of adults of average build, which the measured people were."""
    if atlas.body not in ("female", "male"):
        pytest.skip("nobody measured this body")
    places = atlas.landmarks[(atlas.landmarks["id"] == landmark) & (atlas.landmarks["view"] == "front")]
    expected = HEIGHTS[landmark][["female", "male"].index(atlas.body)]
    assert 100 * places.geometry.y.to_numpy() == pytest.approx(expected, abs=HEIGHT_TOLERANCE)


@pytest.mark.parametrize(
    ("body", "slighter"), [("pregnant_woman", "female"), ("larger_woman", "female"), ("larger_man", "male")]
)
@pytest.mark.parametrize("bone", BONY)
def test_bones_stay_in_place_where_the_skin_moves_outward(body: str, slighter: str, bone: str) -> None:
    """To within 1.5 cm on a person, and 2.5 cm from front to back, where the bodies hold themselves otherwise."""
    for view, room in (("front", 0.009), ("left", 0.015)):
        there, here = (keyed(bodymap.load_atlas(name).landmarks, "view", "side", "id") for name in (body, slighter))
        side = "left" if (view, "left", bone) in here.index else "midline"
        assert there[view, side, bone].distance(here[view, side, bone]) < room


def test_the_skin_of_the_belly_lies_farther_forward_in_pregnancy() -> None:
    navel = {
        body: keyed(bodymap.load_atlas(body).landmarks, "view", "id")["left", "umbilicus"].x
        for body in ("female", "pregnant_woman")
    }
    assert navel["pregnant_woman"] < navel["female"] - 0.03


@pytest.mark.parametrize("landmark", [*BONY, "mastoid_tip", "gonion", "c1_transverse", "ankle_mid", "glenoid"])
def test_bones_lie_inside_the_skin(atlas: bodymap.Atlas, landmark: str) -> None:
    outlines = atlas.outlines.set_index("view").geometry
    for place in atlas.landmarks[atlas.landmarks["id"] == landmark].itertuples():
        if place.view in ("front", "back", "left", "right"):
            assert outlines[place.view].contains(place.geometry), place.view


def test_a_child_has_a_larger_head_for_its_height() -> None:
    chin = {
        body: keyed(bodymap.load_atlas(body).landmarks, "view", "id")["front", "menton"].y
        for body in ("child", "female", "male")
    }
    assert chin["child"] < min(chin["female"], chin["male"]) - 0.015


def test_soles_and_vertex_are_the_ends_of_the_measure(atlas: bodymap.Atlas) -> None:
    for view in ("front", "back", "left", "right"):
        _, low, _, high = atlas.outlines.set_index("view").geometry[view].bounds
        assert (low, high) == pytest.approx((0, 1), abs=0.003)


# --- selecting --------------------------------------------------------------------------------------------------------


def test_a_condition_keeps_its_muscles_and_what_belongs_to_them(atlas: bodymap.Atlas) -> None:
    part = atlas.select(condition="lateral_epicondylitis")
    row = atlas.conditions.loc["lateral_epicondylitis"]
    listed = {*row["muscles_primary"].split(";"), *row["muscles_secondary"].split(";")} - {""}
    assert set(part.muscles["id"]) == listed
    assert set(part.trigger_points["muscle"]) == listed
    assert set(part.referral_zones["muscle"]) == listed
    flagged = {area for cell in (*part.muscles["risk_areas"], *part.trigger_points["risk_areas"]) for area in cell}
    assert set(part.risk_areas["id"]) == flagged & set(atlas.risk_areas["id"])
    behind = {row.id for row in atlas.courses.itertuples() if flagged & set(row.risk_areas)}
    assert set(part.courses["id"]) == behind
    assert "radial_nerve" in behind and "sciatic_nerve" not in behind


def test_a_part_is_an_atlas_that_can_be_narrowed_again(atlas: bodymap.Atlas) -> None:
    part = atlas.select(condition="migraine").select(view="head_left").select(side="left")
    assert isinstance(part, bodymap.Atlas)
    assert set(part.muscles["view"]) == {"head_left"}
    assert set(part.muscles["side"]) == {"left"}
    at_once = atlas.select(condition="migraine", view="head_left", side="left")
    assert list(at_once.muscles.index) == list(part.muscles.index)


def test_a_part_without_courses_can_be_narrowed_again(atlas: bodymap.Atlas) -> None:
    part = atlas.select(muscles="infraspinatus").select(muscles="infraspinatus", view="back")
    assert part.courses.empty and set(part.courses) == set(atlas.courses)


def test_selecting_leaves_the_whole_atlas_as_it_was(atlas: bodymap.Atlas) -> None:
    before = len(atlas.muscles)
    assert atlas.select(muscles="soleus").is_part
    assert len(atlas.muscles) == before
    assert not atlas.is_part


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_side_keeps_what_lies_on_the_midline(atlas: bodymap.Atlas, side: str) -> None:
    part = atlas.select(side=side)
    assert set(part.muscles["side"]) == {side}
    assert set(part.bones["side"]) == {side, "midline"}
    assert len(part.outlines) == len(atlas.outlines)


def test_a_view_keeps_only_what_is_seen_in_it(atlas: bodymap.Atlas) -> None:
    part = atlas.select(view=["front", "back"])
    for layer in COLUMNS:
        assert set(getattr(part, layer)["view"]) == {"front", "back"}, layer


def test_muscles_are_selected_one_or_several(atlas: bodymap.Atlas) -> None:
    assert set(atlas.select(muscles="infraspinatus").muscles["id"]) == {"infraspinatus"}
    pair = atlas.select(muscles=["soleus", "temporalis"])
    assert set(pair.muscles["id"]) == set(pair.trigger_points["muscle"]) == {"soleus", "temporalis"}


def test_layers_are_selected_one_or_several(atlas: bodymap.Atlas) -> None:
    assert set(atlas.select(layer="deep").muscles["layer"]) == {"deep"}
    assert set(atlas.select(layer=["deep", "superficial"]).muscles["layer"]) == {"deep", "superficial"}


def test_muscles_to_start_with_are_on_the_surface_and_away_from_high_risk(atlas: bodymap.Atlas) -> None:
    part = atlas.select(conservative=True)
    kept, surface = set(part.muscles["id"]), set(atlas.select(layer="superficial").muscles["id"])
    assert kept < surface
    # By the drawn shapes themselves, in every whole-body view: they share next to nothing with a high-risk area.
    high = atlas.risk_areas[(atlas.risk_areas["severity"] == "high") & atlas.risk_areas["view"].isin(WHOLE)]
    drawn = atlas.muscles[~atlas.muscles["ghost"] & atlas.muscles["view"].isin(WHOLE)]
    pairs = drawn.merge(high, on="view", suffixes=("", "_risk"))
    shared = shapely.area(shapely.intersection(pairs["geometry"].to_numpy(), pairs["geometry_risk"].to_numpy()))
    least = np.minimum(shapely.area(pairs["geometry"].to_numpy()), shapely.area(pairs["geometry_risk"].to_numpy()))
    over = set(pairs.loc[shared > 0.06 * least, "id"])
    assert kept.isdisjoint(over)
    points = atlas.trigger_points[atlas.trigger_points["view"].isin(WHOLE) & ~atlas.trigger_points["ghost"]]
    inside = points.merge(high, on="view", suffixes=("", "_risk"))
    inside = inside[shapely.contains(inside["geometry_risk"].to_numpy(), inside["geometry"].to_numpy())]
    assert kept.isdisjoint(inside["muscle"])
    # And what is left out of the surface has its reason.
    assert surface - kept <= {name for name in surface if has_high_risk(atlas, name)}


def has_high_risk(atlas: bodymap.Atlas, muscle: str) -> bool:
    """Whether a muscle or a trigger point of it is flagged for an area of high severity."""
    severity = atlas.tables.risk_areas["severity"]
    cells = [
        *atlas.muscles.loc[atlas.muscles["id"] == muscle, "risk_areas"],
        *atlas.trigger_points.loc[atlas.trigger_points["muscle"] == muscle, "risk_areas"],
    ]
    return any(severity[area] == "high" for cell in cells for area in cell)


def test_what_leads_over_lung_or_neck_is_never_one_to_start_with(atlas: bodymap.Atlas) -> None:
    kept = set(atlas.select(conservative=True).muscles["id"])
    never = {"trapezius_upper", "scm_sternal", "pectoralis_major_sternal", "rectus_abdominis", "latissimus_dorsi"}
    assert kept.isdisjoint(never)
    assert {"extensor_digitorum", "vastus_medialis", "abductor_hallucis"} <= kept


def test_muscles_to_start_with_are_the_same_whatever_else_is_selected_first(female: bodymap.Atlas) -> None:
    whole = set(female.select(conservative=True, view="front").muscles["id"])
    assert set(female.select(view="front").select(conservative=True).muscles["id"]) == whole
    part = female.select(condition="lateral_epicondylitis", conservative=True)
    assert (
        set(part.trigger_points["muscle"])
        <= set(part.muscles["id"])
        < set(female.select(condition="lateral_epicondylitis").muscles["id"])
    )


def test_choices_narrow_each_other(atlas: bodymap.Atlas) -> None:
    deep = atlas.select(condition="chronic_neck_pain", layer="deep")
    assert 0 < deep.muscles["id"].nunique() < atlas.select(condition="chronic_neck_pain").muscles["id"].nunique()
    assert atlas.select(condition="plantar_fasciitis", muscles="temporalis").muscles.empty


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"condition": "tension_headache"}, 'unknown condition "tension_headache".*"tension_type_headache"'),
        ({"muscles": "trapezius_uper"}, 'unknown muscle "trapezius_uper".*"trapezius_upper"'),
        ({"muscles": ["soleus", "soleos"]}, 'unknown muscle "soleos".*"soleus"'),
        ({"side": "rigth"}, 'unknown side "rigth".*"right"'),
        ({"view": "frnt"}, 'unknown view "frnt".*"front"'),
        ({"view": ["back", "head_lef"]}, 'unknown view "head_lef".*"head_left"'),
        ({"layer": "superfical"}, 'unknown layer "superfical".*"superficial"'),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(female: bodymap.Atlas, choice: dict, told: str) -> None:
    with pytest.raises(UnknownNameError, match=told):
        female.select(**choice)


def test_a_name_like_no_other_is_answered_with_those_that_are_known(female: bodymap.Atlas) -> None:
    with pytest.raises(UnknownNameError, match="Known: front, back, left, right"):
        female.select(view="zzzzzz")


def test_conditions_and_references_come_with_the_atlas(female: bodymap.Atlas) -> None:
    assert set(ARTICLE) <= set(female.conditions.index)
    cited = {key for cell in female.conditions["references"] for key in cell.split(";")}
    assert cited <= set(female.references.index)
    assert female.references["text"].str.len().min() > 20
