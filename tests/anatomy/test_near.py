"""The feet from within and from outside, and the jaw, say what anatomy says, on every body.

Statements after Gray's Anatomy (41st edition) and Moore's Clinically Oriented Anatomy (8th edition).
"""

from __future__ import annotations

import pytest
import shapely
from seen import Seen, bottom, ghosts, inner, level, level_at, outer, reaches, share, top

import bodymap

# --- the feet from within ---------------------------------------------------------------------------------------------


def test_behind_the_inner_ankle_bone_three_tendons_follow_each_other(within: Seen) -> None:
    """Tibialis posterior, flexor digitorum longus, flexor hallucis longus; the heel cord far behind them."""
    height = within.y("medial_malleolus") + 0.6
    order = [level(within.muscle(name), height) for name in ("tibialis_posterior", "fdl", "fhl", "soleus")]
    middles = [(low + high) / 2 for low, high in order]
    assert middles == sorted(middles, reverse=True)
    assert middles[0] < within.x("medial_malleolus")
    assert order[2][0] - order[3][1] > 0.5


def test_tibialis_posterior_ends_on_the_navicular(within: Seen) -> None:
    assert reaches(within.muscle("tibialis_posterior"), within.at("navicular"), 0.6)
    assert outer(within.muscle("tibialis_posterior")) < within.x("mt1_base") + 1


def test_tibialis_anterior_comes_from_the_front_of_the_ankle_to_the_first_cuneiform(within: Seen) -> None:
    muscle = within.muscle("tibialis_anterior")
    assert level(muscle, within.y("ankle_mid"))[0] > within.x("ankle_mid")
    assert muscle.intersection(within.bone("tarsus")).area > 0.5
    assert outer(muscle) < within.x("mt1_head") - 2


def test_flexor_hallucis_longus_passes_under_the_sustentaculum_and_the_first_metatarsal(within: Seen) -> None:
    muscle = within.muscle("fhl")
    below = muscle.intersection(shapely.box(-100, 0, 100, within.y("medial_malleolus")))
    assert level_at(below, within.x("sustentaculum") + 0.3)[1] < within.y("sustentaculum")
    assert level_at(muscle, within.x("mt1_head") - 1)[1] < within.y("mt1_head")
    assert outer(muscle) > within.x("big_toe_base") + 1


def test_flexor_digitorum_longus_crosses_the_sustentaculum_above_flexor_hallucis_longus(within: Seen) -> None:
    below = shapely.box(-100, 0, 100, within.y("medial_malleolus"))
    across = within.x("sustentaculum") + 0.3
    names = ("tibialis_posterior", "fdl", "fhl")
    arch, toes, big_toe = (sum(level_at(within.muscle(name).intersection(below), across)) for name in names)
    assert arch > toes > big_toe


def test_abductor_hallucis_runs_from_the_heel_along_the_inner_border_to_the_big_toe(within: Seen) -> None:
    muscle = within.muscle("abductor_hallucis")
    assert reaches(muscle, within.at("calcaneus_medial"), 0.5)
    assert reaches(muscle, within.at("big_toe_base"), 0.5)
    assert level_at(muscle, within.x("navicular"))[1] < within.y("navicular")


def test_the_belly_of_abductor_hallucis_lies_behind_that_of_flexor_hallucis_brevis(within: Seen) -> None:
    assert within.belly("abductor_hallucis").centroid.x < within.belly("flexor_hallucis_brevis").centroid.x - 3
    assert inner(within.muscle("flexor_hallucis_brevis")) > within.x("mt1_base")


def test_flexor_hallucis_brevis_lies_under_the_first_metatarsal(within: Seen) -> None:
    assert within.muscle("flexor_hallucis_brevis").centroid.y < within.bone("metatarsals").centroid.y - 0.5


@pytest.mark.parametrize("muscle", ["soleus", "gastrocnemius_medial", "plantaris"])
def test_the_heel_cord_ends_on_the_back_of_the_heel_bone(within: Seen, muscle: str) -> None:
    assert reaches(within.muscle(muscle), within.at("achilles_insertion"), 1.2)
    assert bottom(within.muscle(muscle)) > within.y("heel_plantar_mid") + 1


def test_the_tendon_of_the_long_big_toe_extensor_lies_on_the_back_of_the_foot(within: Seen) -> None:
    muscle = within.muscle("ehl")
    assert level_at(muscle, within.x("mt1_head") - 1)[0] > within.y("mt1_head")
    assert outer(muscle) > within.x("big_toe_base") + 1


def test_what_lies_on_the_outer_side_is_not_seen_from_within(within: Seen) -> None:
    drawn = ghosts(within)
    outer_side = {"fibularis_longus", "fibularis_brevis", "fibularis_tertius", "abductor_digiti_minimi_foot"}
    assert not (outer_side | {"extensor_digitorum_brevis", "gastrocnemius_lateral"}) & set(drawn.index)
    assert "fibula" not in set(ghosts(within, "bones").index)
    assert set(drawn.index[drawn]) == {"quadratus_plantae", "flexor_digitorum_brevis"}


def test_quadratus_plantae_lies_above_flexor_digitorum_brevis(within: Seen) -> None:
    assert within.muscle("quadratus_plantae").centroid.y > within.muscle("flexor_digitorum_brevis").centroid.y
    assert share(within.muscle("quadratus_plantae"), within.muscle("abductor_hallucis")) > 0.4


def test_the_tarsal_tunnel_lies_behind_and_below_the_inner_ankle_bone(within: Seen) -> None:
    tunnel = within.risk("tarsal_tunnel")
    assert level(tunnel, within.y("medial_malleolus"))[1] < within.x("medial_malleolus")
    assert level(tunnel, within.y("medial_malleolus"))[0] > within.x("achilles_insertion") + 1
    assert bottom(tunnel) < within.y("sustentaculum")
    assert tunnel.intersects(within.muscle("fdl")) and tunnel.intersects(within.muscle("fhl"))


def test_the_inner_ankle_bone_belongs_to_the_tibia_and_reaches_below_the_joint(within: Seen) -> None:
    assert bottom(within.bone("tibia")) < within.y("ankle_mid") - 0.5
    assert reaches(within.bone("tibia"), within.at("medial_malleolus"), 0.4)


def test_the_inner_border_of_the_foot_is_an_arch(within: Seen) -> None:
    """Between heel bone and ball, the bones stand higher than at either end."""
    middle = bottom(within.bone("tarsus"))
    assert middle > bottom(within.bone("calcaneus")) + 0.8
    assert middle > bottom(within.bone("metatarsals")) + 0.8


def test_the_regions_of_the_inner_foot_lie_where_their_names_say(within: Seen) -> None:
    assert within.region("ankle_medial").contains(within.at("medial_malleolus"))
    assert within.region("foot_medial_edge").contains(within.at("navicular"))
    assert top(within.region("heel_medial")) < within.y("medial_malleolus")
    assert top(within.region("arch")) < within.y("navicular")
    assert outer(within.region("heel_back")) < inner(within.region("foot_medial_edge"))


# --- the feet from outside --------------------------------------------------------------------------------------------


def test_from_outside_the_fibular_tendons_lie_behind_the_outer_ankle_bone(outside: Seen) -> None:
    height = outside.y("lateral_malleolus") + 1.5
    for name in ("fibularis_longus", "fibularis_brevis"):
        low, high = level(outside.muscle(name), height)
        assert (low + high) / 2 > outside.x("lateral_malleolus")


def test_from_outside_fibularis_brevis_ends_on_the_fifth_metatarsal(outside: Seen) -> None:
    assert reaches(outside.muscle("fibularis_brevis"), outside.at("fifth_mt_base"), 0.8)


def test_from_outside_the_muscles_of_the_inner_border_are_hidden(outside: Seen) -> None:
    drawn = ghosts(outside)
    assert drawn[["abductor_hallucis", "tibialis_posterior", "fdl", "quadratus_plantae"]].all()
    assert not drawn[["fibularis_longus", "fibularis_brevis", "extensor_digitorum_brevis", "soleus"]].any()


@pytest.mark.parametrize("muscle", ["extensor_digitorum_brevis", "abductor_digiti_minimi_foot", "fibularis_tertius"])
def test_the_outer_foot_is_that_of_the_side_view_set_back_from_the_midline(
    outside: Seen, atlas: bodymap.Atlas, muscle: str
) -> None:
    whole = Seen(atlas, "left")
    step = whole.x("lateral_malleolus") - outside.x("lateral_malleolus")
    whole = shapely.transform(whole.muscle(muscle), lambda points: points - (step, 0))
    assert share(whole, outside.muscle(muscle)) > 0.93


def test_the_heels_stand_in_the_middle_and_the_toes_point_away_from_each_other(atlas: bodymap.Atlas) -> None:
    places = atlas.landmarks.set_index(["view", "side", "id"]).geometry
    for view in ("foot_outer", "foot_inner"):
        for side in ("left", "right"):
            toe, heel = places[view, side, "big_toe_tip"], places[view, side, "achilles_insertion"]
            assert abs(toe.x) > abs(heel.x) > 0
            assert toe.x * heel.x > 0


# --- the jaw ----------------------------------------------------------------------------------------------------------


def test_the_jaw_shows_the_pterygoids_free_and_what_covers_them_as_ghosts(jaw: Seen) -> None:
    drawn = ghosts(jaw)
    assert not drawn[["lateral_pterygoid", "medial_pterygoid", "digastric"]].any()
    assert drawn[["masseter_superficial", "temporalis"]].all()
    bones = ghosts(jaw, "bones")
    assert bones[["mandible", "zygomatic_arch"]].all()
    assert not bones["skull"]


def test_the_lateral_pterygoid_runs_backwards_from_its_plate_to_the_jaw_joint(jaw: Seen) -> None:
    muscle = jaw.muscle("lateral_pterygoid")
    assert reaches(muscle, jaw.at("lateral_pterygoid_plate"), 0.5)
    assert reaches(muscle, jaw.at("tmj"), 0.5)
    assert (outer(muscle) - inner(muscle)) > (top(muscle) - bottom(muscle))


def test_the_medial_pterygoid_runs_down_and_backwards_to_the_angle_of_the_jaw(jaw: Seen) -> None:
    muscle = jaw.muscle("medial_pterygoid")
    assert reaches(muscle, jaw.at("gonion"), 0.9)
    assert (top(muscle) - bottom(muscle)) > (outer(muscle) - inner(muscle))
    assert muscle.centroid.y < jaw.muscle("lateral_pterygoid").centroid.y - 1


def test_the_pterygoids_lie_behind_the_ramus_and_what_covers_it(jaw: Seen) -> None:
    assert share(jaw.muscle("medial_pterygoid"), jaw.bone("mandible")) > 0.6
    assert share(jaw.muscle("medial_pterygoid"), jaw.muscle("masseter_superficial")) > 0.4


def test_the_digastric_hangs_between_mastoid_hyoid_and_chin_below_the_jaw(jaw: Seen) -> None:
    muscle = jaw.muscle("digastric")
    assert reaches(muscle, jaw.at("mastoid_tip"), 0.6)
    assert reaches(muscle, jaw.at("hyoid"), 1.2)
    assert reaches(muscle, jaw.at("menton"), 1.2)


def test_the_jaw_is_seen_from_the_cheekbone_to_the_hyoid(jaw: Seen) -> None:
    frame = jaw.atlas.outlines.set_index("view").geometry["jaw_left"].bounds
    for landmark in ("zygomatic_arch_mid", "hyoid", "menton", "mastoid_tip", "gonion", "tmj"):
        place = jaw.at(landmark)
        assert frame[0] < place.x / 170 < frame[2], landmark
        assert frame[1] < place.y / 170 < frame[3], landmark


@pytest.mark.parametrize("view", ["foot_sole", "foot_top"])
def test_no_needle_stands_out_from_the_outline_of_a_foot(atlas: bodymap.Atlas, view: str) -> None:
    """Nothing thinner than a millimetre and longer than two: the leg is cut off there, and leaves no edge."""
    outline = atlas.outlines.set_index("view").geometry[view]
    thin = outline.difference(outline.buffer(-0.0003).buffer(0.0005))
    assert max((part.length / 2 for part in shapely.get_parts(thin)), default=0) < 0.0012
