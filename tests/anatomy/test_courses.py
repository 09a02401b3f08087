"""Nerves and arteries run where anatomy says, on every body.

Statements after Gray's Anatomy (41st edition) and Moore's Clinically Oriented Anatomy (8th edition).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from seen import CM, Seen, bottom, crossing, inner, level, level_at, outer, reaches, top

import bodymap


def test_every_course_runs_through_each_of_its_risk_areas(atlas: bodymap.Atlas) -> None:
    """To within 1 % of stature, in every view that shows both, and there is one for each."""
    areas = atlas.risk_areas.set_index(["id", "side", "view"]).geometry
    apart, met = [], set()
    for row in atlas.courses.itertuples():
        for area in row.risk_areas:
            if (area, row.side, row.view) in areas.index or (area, "midline", row.view) in areas.index:
                side = row.side if (area, row.side, row.view) in areas.index else "midline"
                met.add((row.id, area))
                if row.geometry.distance(areas[area, side, row.view]) > 0.01:
                    apart.append((row.id, area, row.view))
    assert apart == []
    named = {(row.id, area) for row in atlas.courses.itertuples() for area in row.risk_areas}
    assert named - met == set()


def test_courses_are_smooth(atlas: bodymap.Atlas) -> None:
    """Nowhere does a line turn by more than 60 degrees from one stretch of half a centimetre to the next."""
    sharp = []
    for row in atlas.courses[~atlas.courses["view"].isin(["right", "head_right"])].itertuples():
        for line in row.geometry.geoms:
            steps = np.diff([line.interpolate(at).coords[0] for at in np.arange(0, line.length, 0.5 / CM)], axis=0)
            turns = np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))) if len(steps) > 1 else np.zeros(1)
            if np.degrees(np.abs(turns).max()) > 60:
                sharp.append((row.id, row.view))
    assert sharp == []


def test_the_sciatic_nerve_passes_midway_between_the_tuberosity_and_the_trochanter(back: Seen) -> None:
    inside, outside = back.at("ischial_tuberosity"), back.at("greater_trochanter")
    between = shapely.LineString([inside, outside])
    share = between.project(back.course("sciatic_nerve").intersection(between).centroid, normalized=True)
    assert 0.38 < share < 0.58


def test_the_sciatic_nerve_leaves_below_the_piriformis_and_divides_above_the_popliteal_crease(back: Seen) -> None:
    nerve, piriformis = back.course("sciatic_nerve"), back.muscle("piriformis")
    start = max((place for line in nerve.geoms for place in line.coords), key=lambda place: place[1])
    assert start[1] < level_at(piriformis, start[0])[1]
    assert bottom(nerve) > back.y("popliteal_crease") + 4
    for branch in ("tibial_nerve", "common_fibular_nerve"):
        assert reaches(back.course(branch), nerve, 0.1)
        assert top(back.course(branch)) == pytest.approx(bottom(nerve), abs=0.3)


def test_the_superior_gluteal_vessels_leave_above_the_sciatic_nerve(back: Seen) -> None:
    assert bottom(back.course("superior_gluteal_artery")) > top(back.course("sciatic_nerve"))


def test_the_pudendal_nerve_lies_inside_the_sciatic_nerve(back: Seen) -> None:
    height = back.y("ischial_tuberosity") + 2
    assert crossing(back.course("pudendal_nerve"), height) < crossing(back.course("sciatic_nerve"), height) - 1


def test_the_common_fibular_nerve_rounds_the_neck_of_the_fibula(side: Seen, back: Seen) -> None:
    nerve = side.course("common_fibular_nerve")
    assert crossing(nerve, side.y("fibular_head")) > side.x("fibular_head")
    assert reaches(nerve, side.at("fibular_neck"), 0.8)
    for branch in ("superficial_fibular_nerve", "deep_fibular_nerve"):
        assert inner(side.course(branch)) < side.x("fibular_neck") - 1
    assert crossing(back.course("common_fibular_nerve"), back.y("knee_joint_line")) > back.x("popliteal_crease") + 1


def test_the_tibial_nerve_and_artery_pass_behind_the_medial_malleolus(back: Seen) -> None:
    for name in ("tibial_nerve", "posterior_tibial_artery"):
        course = back.course(name)
        assert back.x("medial_malleolus") < crossing(course, back.y("medial_malleolus")) < back.x("achilles_insertion")
    height = back.y("gastroc_end")
    assert crossing(back.course("posterior_tibial_artery"), height) < crossing(back.course("tibial_nerve"), height)


def test_the_popliteal_artery_lies_inside_the_tibial_nerve_in_the_middle_of_the_fossa(back: Seen) -> None:
    height = back.y("popliteal_crease")
    artery, nerve = (crossing(back.course(name), height) for name in ("popliteal_artery", "tibial_nerve"))
    assert artery < nerve
    assert artery == pytest.approx(back.x("popliteal_crease"), abs=1)


def test_nerve_artery_and_pubis_lie_in_order_below_the_inguinal_ligament(front: Seen) -> None:
    height = front.y("mid_inguinal") - 1
    artery, nerve = (crossing(front.course(name), height) for name in ("femoral_artery", "femoral_nerve"))
    assert front.x("pubic_tubercle") + 2 < artery < nerve < front.x("asis")
    assert reaches(front.course("femoral_artery"), front.at("mid_inguinal"), 0.5)


def test_the_femoral_artery_goes_down_towards_the_adductor_tubercle_under_sartorius(front: Seen) -> None:
    artery = front.course("femoral_artery")
    assert artery.intersects(front.muscle("sartorius"))
    assert front.y("adductor_tubercle") + 3 < bottom(artery) < front.y("adductor_tubercle") + 12


def test_the_deep_fibular_nerve_lies_between_tibia_and_fibula_and_the_artery_inside_it(front: Seen) -> None:
    height = front.y("mid_leg")
    nerve, artery = (crossing(front.course(n), height) for n in ("deep_fibular_nerve", "anterior_tibial_artery"))
    assert front.x("mid_leg") < artery < nerve < front.x("fibula_mid")


def test_the_saphenous_nerve_ends_at_the_inner_ankle(front: Seen) -> None:
    assert reaches(front.course("saphenous_nerve"), front.at("medial_malleolus"), 2)


def test_the_ulnar_nerve_passes_between_medial_epicondyle_and_olecranon(back: Seen, front: Seen) -> None:
    for seen in (back, front):
        across = crossing(seen.course("ulnar_nerve"), seen.y("medial_epicondyle"))
        assert seen.x("medial_epicondyle") < across < seen.x("olecranon")
        assert reaches(seen.course("ulnar_nerve"), seen.at("pisiform"), 1)


def test_at_the_elbow_the_median_nerve_lies_inside_the_artery_and_the_radial_nerve_outside(front: Seen) -> None:
    height = front.y("elbow_crease") + 2
    names = ("ulnar_nerve", "median_nerve", "brachial_artery", "radial_nerve")
    places = [crossing(front.course(name), height) for name in names]
    assert places == sorted(places)


def test_the_median_nerve_passes_through_the_carpal_tunnel_and_the_radial_artery_beside_the_styloid(
    front: Seen,
) -> None:
    height = front.y("radial_styloid") + 1
    ulnar, median, radial = (
        crossing(front.course(n), height) for n in ("ulnar_artery", "median_nerve", "radial_artery")
    )
    assert ulnar < median < radial < front.x("radial_styloid")
    assert front.course("median_nerve").intersects(front.risk("carpal_tunnel"))


def test_the_radial_nerve_crosses_the_back_of_the_humerus_from_inside_to_outside(back: Seen) -> None:
    nerve, humerus = back.course("radial_nerve"), back.bone("humerus")
    assert nerve.intersection(humerus).length > 5
    high, low = back.y("humerus_surgical_neck") - 4, back.y("lateral_epicondyle") + 4
    assert crossing(nerve, high) < np.mean(level(humerus, high))
    assert crossing(nerve, low) > np.mean(level(humerus, low))


def test_the_axillary_nerve_winds_round_the_surgical_neck(back: Seen, side: Seen) -> None:
    for seen in (back, side):
        assert reaches(seen.course("axillary_nerve"), seen.at("humerus_surgical_neck"), 1)


def test_the_arteries_of_the_arm_go_on_from_one_to_the_next(front: Seen) -> None:
    names = ["subclavian_artery", "axillary_artery", "brachial_artery", "radial_artery"]
    for name, following in pairwise(names):
        assert reaches(front.course(name), front.course(following), 0.1), name
    assert reaches(front.course("axillary_artery"), front.at("clavicle_mid"), 1.5)
    assert top(front.course("subclavian_artery")) > front.y("sc_joint") + 1


def test_the_common_carotid_runs_from_the_sternoclavicular_joint_to_the_upper_border_of_the_thyroid(
    front: Seen,
) -> None:
    artery = front.course("common_carotid_artery")
    assert reaches(artery, front.at("sc_joint"), 1)
    assert top(artery) == pytest.approx(front.y("thyroid_prominence"), abs=1.5)
    for branch in ("internal_carotid_artery", "external_carotid_artery"):
        assert bottom(front.course(branch)) == pytest.approx(top(artery), abs=0.3)


def test_the_external_carotid_goes_up_behind_the_angle_of_the_jaw_to_the_neck_of_the_mandible(side: Seen) -> None:
    external, internal = side.course("external_carotid_artery"), side.course("internal_carotid_artery")
    height = side.y("gonion")
    assert side.x("gonion") < crossing(external, height) < crossing(internal, height) < side.x("mastoid_tip") + 0.5
    for branch in ("temporal_artery", "maxillary_artery"):
        assert reaches(side.course(branch), external, 0.1)


def test_the_vertebral_artery_loops_over_the_atlas_towards_the_midline(back: Seen) -> None:
    artery = back.course("vertebral_artery")
    assert crossing(artery, back.y("c4_transverse")) < back.x("c4_transverse")
    assert outer(artery) < back.x("c1_transverse") + 0.5
    highest = max((place for line in artery.geoms for place in line.coords), key=lambda place: place[1])
    assert highest[0] < 0.5 * back.x("c1_transverse")


def test_the_facial_nerve_has_five_branches_from_below_the_ear(side: Seen) -> None:
    nerve = side.course("facial_nerve")
    ends = ("brow_lateral", "ectocanthus", "cheilion", "mandible_mid")
    assert [name for name in ends if not reaches(nerve, side.at(name), 2.5)] == []
    assert bottom(nerve) < side.y("gonion") - 1.5
    assert side.x("gonion") < outer(nerve) < side.x("mastoid_tip") + 0.5


def test_the_greater_occipital_nerve_crosses_the_nuchal_line_a_third_of_the_way_to_the_mastoid(back: Seen) -> None:
    across = crossing(back.course("greater_occipital_nerve"), back.y("inion"))
    assert 0.2 < across / back.x("mastoid_tip") < 0.5


def test_the_plantar_nerves_fan_out_to_the_toes_on_their_own_sides(sole: Seen) -> None:
    medial, lateral = sole.course("medial_plantar_nerve"), sole.course("lateral_plantar_nerve")
    assert medial.centroid.x < lateral.centroid.x
    assert top(medial) > sole.y("mt1_base") and top(lateral) > sole.y("cuboid")
