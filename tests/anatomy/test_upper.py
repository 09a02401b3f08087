"""Head, neck, trunk and arm: more of what the drawings owe to anatomy, on every body.

Statements after Gray's Anatomy (41st edition) and Moore's Clinically Oriented Anatomy (8th edition).
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from seen import Seen, bottom, inner, level, level_at, middle, outer, reaches, share, top, width

import bodymap


def pieces(shape: shapely.Geometry, height: float) -> int:
    """Into how many pieces a level line cuts a shape."""
    return len(shapely.get_parts(shape.intersection(shapely.LineString([(-100, height), (100, height)]))))


def between(*places: shapely.Point) -> shapely.Point:
    """The place in the middle of others."""
    return shapely.MultiPoint(list(places)).centroid


# --- head and neck ----------------------------------------------------------------------------------------------------


def test_from_the_side_the_scalenes_are_spindles_that_part_below_towards_the_two_upper_ribs(side: Seen) -> None:
    muscle = side.muscle("scalenes")
    assert width(muscle, side.y("c3_transverse")) < 0.7 * width(muscle, side.y("c6_transverse"))
    assert pieces(muscle, side.y("c4_transverse")) == 1
    assert pieces(muscle, bottom(muscle) + 2.5) > 1


def test_from_the_front_the_upper_border_of_frontalis_is_one_even_arch(front: Seen) -> None:
    """Its hull adds little to it above: no step, no notch."""
    muscle = front.muscle("frontalis")
    above = shapely.box(0, (top(muscle) + bottom(muscle)) / 2, 100, 200)
    upper = muscle.intersection(above)
    assert upper.area > 0.97 * upper.convex_hull.area


def test_frontalis_covers_the_forehead_from_the_whole_eyebrow_to_above_the_hairline(front: Seen) -> None:
    muscle = front.muscle("frontalis")
    assert reaches(muscle, front.at("supraorbital_notch"), 0.3)
    assert reaches(muscle, front.at("brow_lateral"), 0.3)
    assert front.y("hairline_mid") < top(muscle) < front.y("bregma")
    assert outer(muscle) == pytest.approx(front.x("temporal_line"), abs=1.0)


def test_the_two_bellies_of_occipitalis_leave_the_midline_to_the_aponeurosis(back: Seen) -> None:
    muscle = back.muscle("occipitalis")
    assert inner(muscle) > 1
    assert top(muscle) < back.y("lambda")
    assert back.y("superior_nuchal_line_lateral") - 0.5 < bottom(muscle) < back.y("inion")


def test_the_front_fibres_of_temporalis_stand_upright_and_the_hind_ones_lie_almost_level(
    side: Seen, atlas: bodymap.Atlas
) -> None:
    frame = atlas.muscles
    row = frame[(frame["id"] == "temporalis") & (frame["view"] == "left") & (frame["side"] != "right")].iloc[0]
    ends = [shapely.get_coordinates(fibre)[[0, -1]] for fibre in shapely.get_parts(row["fibres"])]
    ends.sort(key=lambda pair: pair[:, 0].max())
    steep = [abs(np.diff(pair[:, 1])[0]) / np.abs(np.diff(pair[:, 0]))[0] for pair in ends]
    assert steep[1] > 1.5
    assert steep[-1] < 1.0


def test_from_the_front_temporalis_fills_the_temple_behind_the_rim_of_the_orbit(front: Seen) -> None:
    muscle = front.muscle("temporalis")
    assert inner(muscle.intersection(shapely.box(0, front.y("ectocanthus"), 100, 300))) > front.x("ectocanthus")
    assert bottom(muscle) == pytest.approx(front.y("coronoid_process"), abs=2.0)
    assert outer(muscle) < front.x("head_widest") + 1.0


def test_the_deep_part_of_masseter_stands_behind_the_superficial_one_and_both_leave_the_joint_bare(side: Seen) -> None:
    superficial, deep = side.muscle("masseter_superficial"), side.muscle("masseter_deep")
    assert deep.centroid.x > superficial.centroid.x
    assert bottom(deep) > bottom(superficial) + 1
    assert not shapely.union(superficial, deep).intersects(side.at("tmj"))


def test_medial_pterygoid_mirrors_masseter_inside_the_jaw_and_lateral_pterygoid_runs_to_the_joint(
    front: Seen, side: Seen
) -> None:
    for seen in (front, side):
        lateral, medial = seen.muscle("lateral_pterygoid"), seen.muscle("medial_pterygoid")
        assert lateral.centroid.y > medial.centroid.y + 1
        assert reaches(lateral, seen.at("tmj"), 1.0)
        assert reaches(medial, seen.at("gonion"), 1.0)
    assert front.muscle("medial_pterygoid").centroid.x < front.muscle("masseter_superficial").centroid.x - 1


def test_the_two_bellies_of_digastric_meet_at_the_hyoid(side: Seen, front: Seen) -> None:
    for seen in (side, front):
        muscle = seen.muscle("digastric")
        assert reaches(muscle, seen.at("mastoid_tip"))
        assert reaches(muscle, seen.at("menton"))
        assert seen.y("hyoid") < bottom(muscle) < seen.y("hyoid") + 0.8
    assert inner(side.muscle("digastric")) < side.x("hyoid") < outer(side.muscle("digastric"))


def test_the_heads_of_sternocleidomastoid_leave_a_gap_above_the_clavicle_and_join_below_the_ear(front: Seen) -> None:
    both = shapely.union(front.muscle("scm_sternal"), front.muscle("scm_clavicular"))
    assert pieces(both, front.y("sc_joint") + 1.2) == 2
    assert pieces(both, front.y("hyoid")) == 1


def test_the_posterior_triangle_of_the_neck_lies_between_sternocleidomastoid_and_trapezius(side: Seen) -> None:
    front_border, back_border = side.muscle("scm_clavicular"), side.muscle("trapezius_upper")
    low = np.mean([side.y("c6_transverse"), side.y("t1_transverse")])
    high = side.y("c3_transverse")
    gaps = [level(back_border, height)[0] - level(front_border, height)[1] for height in (low, high)]
    assert all(gap > 0.3 for gap in gaps)
    assert shapely.union(front_border, side.muscle("scm_sternal")).distance(back_border) < 2


def test_the_anterior_scalene_lies_behind_the_clavicular_head_of_sternocleidomastoid(side: Seen) -> None:
    height = side.y("c6_transverse")
    assert level(side.muscle("scalenes"), height)[0] < level(side.muscle("scm_clavicular"), height)[1]
    assert outer(side.muscle("scalenes")) < side.x("t1_transverse") + 2
    assert bottom(side.muscle("scalenes")) < side.y("t1_sp") - 1


def test_splenius_and_semispinalis_capitis_cross_each_other(back: Seen) -> None:
    height = back.y("c3_sp")
    assert 0 < back.slope("splenius_capitis", height) < 4
    assert abs(back.slope("semispinalis_capitis", height)) > 6


def test_splenius_cervicis_springs_below_splenius_capitis_and_ends_below_it(back: Seen) -> None:
    capitis, cervicis = back.muscle("splenius_capitis"), back.muscle("splenius_cervicis")
    assert bottom(cervicis) < bottom(capitis) - 3
    assert top(cervicis) < top(capitis)
    assert bottom(cervicis) == pytest.approx(back.y("t6_sp"), abs=1.0)


def test_trapezius_covers_the_lower_end_of_levator_scapulae(back: Seen) -> None:
    levator = back.muscle("levator_scapulae")
    low = levator.intersection(shapely.box(0, 0, 100, back.y("t1_sp")))
    sheet = shapely.union_all([back.muscle(f"trapezius_{part}") for part in ("upper", "middle")])
    assert share(low, sheet) > 0.8


def test_the_suboccipital_triangle_lies_between_rectus_major_and_the_two_obliques(back: Seen) -> None:
    sides = [back.muscle(name) for name in ("rcp_major", "oci", "ocs")]
    assert all(one.distance(other) < 0.8 for one, other in zip(sides, sides[1:] + sides[:1], strict=True))
    joined = shapely.union_all([muscle.buffer(0.4) for muscle in sides]).buffer(-0.4)
    open_place = between(*(muscle.centroid for muscle in sides))
    assert joined.convex_hull.contains(open_place)
    assert not shapely.union_all(sides).intersects(open_place)


def test_the_lower_oblique_runs_outwards_and_the_great_rectus_upwards(back: Seen) -> None:
    oblique, rectus = back.muscle("oci"), back.muscle("rcp_major")
    assert outer(oblique) - inner(oblique) > 1.5 * (top(oblique) - bottom(oblique))
    assert top(rectus) - bottom(rectus) > outer(rectus) - inner(rectus)


def test_cervical_multifidus_stays_on_the_laminae(back: Seen, side: Seen) -> None:
    assert outer(back.muscle("multifidus_cervical")) < back.x("c6_transverse") + 0.3
    profile = side.muscle("multifidus_cervical")
    assert level(profile, side.y("c5_sp"))[0] > side.x("c4_transverse") - 0.3
    assert level(profile, side.y("c5_sp"))[1] < side.x("c5_sp")


def test_the_tendon_of_omohyoid_lies_at_the_level_of_the_cricoid(front: Seen) -> None:
    muscle = front.muscle("omohyoid")
    outside = level_at(muscle, front.x("c6_transverse"))
    assert np.mean(outside) == pytest.approx(front.y("cricoid"), abs=2.0)
    assert level_at(muscle, front.x("clavicle_mid"))[1] < outside[0]


# --- shoulder ---------------------------------------------------------------------------------------------------------


def test_the_three_parts_of_deltoid_make_one_cap_over_the_head_of_the_humerus(side: Seen) -> None:
    parts = [side.muscle(f"deltoid_{part}") for part in ("anterior", "middle", "posterior")]
    cap = shapely.union_all([part.buffer(0.1) for part in parts])
    assert cap.geom_type == "Polygon"
    assert len(cap.interiors) == 0
    assert cap.contains(side.at("humeral_head"))
    assert [part.centroid.x for part in parts] == sorted(part.centroid.x for part in parts)
    assert sum(part.area for part in parts) < 1.06 * shapely.union_all(parts).area


def test_deltoid_takes_the_outer_third_of_the_clavicle_and_pectoralis_its_inner_half(front: Seen) -> None:
    deltoid, pectoralis = front.muscle("deltoid_anterior"), front.muscle("pectoralis_major_clavicular")
    clavicle = front.bone("clavicle")
    for muscle, inside, outside in (
        (deltoid, front.x("clavicle_mid"), front.x("ac_joint")),
        (pectoralis, front.x("sc_joint") - 1, front.x("clavicle_mid") + 1.5),
    ):
        touched = muscle.intersection(clavicle.buffer(0.5))
        assert inside < inner(touched) < outer(touched) < outside + 1.5
    assert deltoid.intersects(front.at("coracoid"))


def test_deltoid_ends_half_way_down_the_humerus(front: Seen, back: Seen) -> None:
    for seen, part in ((front, "anterior"), (front, "middle"), (back, "posterior")):
        low = bottom(seen.muscle(f"deltoid_{part}"))
        assert seen.y("humerus_mid") - 1 < low < seen.y("humerus_mid") + 3.5, part


def test_the_hind_part_of_deltoid_leaves_most_of_infraspinatus_bare(back: Seen) -> None:
    infraspinatus, deltoid = back.muscle("infraspinatus"), back.muscle("deltoid_posterior")
    assert 0.1 < share(infraspinatus, deltoid) < 0.6
    assert not deltoid.intersects(back.at("scapula_medial_mid"))


def test_supraspinatus_passes_under_the_acromion_to_the_top_of_the_greater_tubercle(back: Seen, side: Seen) -> None:
    muscle = back.muscle("supraspinatus")
    assert level_at(muscle, back.x("acromion") - 0.5)[1] < back.y("acromion") + 0.2
    assert inner(muscle) < back.x("scapula_spine_root") + 1.5
    assert reaches(side.muscle("supraspinatus"), side.at("greater_tubercle"), 0.5)
    assert top(muscle) < back.y("ac_joint") + 0.5


def test_infraspinatus_leaves_the_inferior_angle_to_the_teres_muscles(back: Seen, side: Seen) -> None:
    for seen in (back, side):
        assert bottom(seen.muscle("infraspinatus")) > seen.y("scapula_inferior_angle") + 1
        assert reaches(seen.muscle("teres_major"), seen.at("scapula_inferior_angle"), 0.5)


def test_the_teres_muscles_part_outwards_and_the_long_head_of_triceps_passes_between(back: Seen) -> None:
    minor, major, triceps = (back.muscle(name) for name in ("teres_minor", "teres_major", "triceps_long"))
    near = level_at(minor, back.x("scapula_lateral_mid"))[0] - level_at(major, back.x("scapula_lateral_mid"))[1]
    across = back.x("humerus_surgical_neck") - 1
    far = level_at(minor, across)[0] - level_at(major, across)[1]
    assert far > max(near, 0) + 0.5
    assert triceps.intersects(major)
    assert back.x("scapula_lateral_mid") < triceps.intersection(major).centroid.x < back.x("humerus_surgical_neck")


def test_serratus_anterior_comes_from_the_upper_ribs_and_most_of_it_gathers_at_the_inferior_angle(
    side: Seen, atlas: bodymap.Atlas
) -> None:
    muscle = side.muscle("serratus_anterior")
    assert all(reaches(muscle, side.bone(f"rib_{rib}"), 0.1) for rib in range(1, 9))
    assert reaches(muscle, side.at("scapula_superior_angle"), 0.5)
    frame = atlas.muscles
    row = frame[(frame["id"] == "serratus_anterior") & (frame["view"] == "left") & (frame["side"] != "right")].iloc[0]
    ends = [shapely.Point(shapely.get_coordinates(fibre)[-1] * 170) for fibre in shapely.get_parts(row["fibres"])]
    gathered = [end for end in ends if end.distance(side.at("scapula_inferior_angle")) < 5]
    assert len(gathered) > len(ends) / 3


def test_pectoralis_minor_is_hidden_by_pectoralis_major(front: Seen) -> None:
    parts = [front.muscle(f"pectoralis_major_{part}") for part in ("clavicular", "sternal", "costal")]
    assert share(front.muscle("pectoralis_minor"), shapely.union_all(parts)) > 0.8


def test_the_tendon_of_pectoralis_major_is_twisted_its_lowest_fibres_ending_highest(front: Seen) -> None:
    ends = []
    for part in ("clavicular", "sternal", "costal"):
        muscle = front.muscle(f"pectoralis_major_{part}")
        ends.append(np.mean(level_at(muscle, outer(muscle) - 0.7)))
    assert ends[2] > ends[1] > ends[0], ends


# --- back -------------------------------------------------------------------------------------------------------------


def test_the_fibres_of_trapezius_fall_lie_level_and_rise_towards_the_shoulder(back: Seen) -> None:
    upper = back.slope("trapezius_upper", back.y("c6_transverse"))
    middle_part = back.slope("trapezius_middle", back.y("t2_sp"))
    lower = back.slope("trapezius_lower", back.y("t7_sp"))
    assert upper < -0.5
    assert abs(middle_part) < 0.6
    assert lower > 0.8


def test_the_border_of_lower_trapezius_leaves_the_inferior_angle_to_latissimus(back: Seen) -> None:
    height, angle = back.y("scapula_inferior_angle"), back.at("scapula_inferior_angle")
    assert level(back.muscle("trapezius_lower"), height)[1] < angle.x - 2
    assert reaches(back.muscle("latissimus_dorsi"), angle, 0.1)


def test_the_upper_border_of_latissimus_lies_level_and_its_flank_upright(back: Seen, side: Seen) -> None:
    muscle = back.muscle("latissimus_dorsi")
    near, far = (level_at(muscle, across)[1] for across in (2, back.x("scapula_inferior_angle")))
    assert near == pytest.approx(far, abs=3.5)
    assert abs(side.slope("latissimus_dorsi", side.y("l1_sp"))) > 2.5


def test_rhomboids_slant_down_to_the_shoulder_blade_under_trapezius(back: Seen) -> None:
    assert -2 < back.slope("rhomboids", back.y("t4_sp")) < -0.3
    sheet = shapely.union_all([back.muscle(f"trapezius_{part}") for part in ("middle", "lower")])
    assert share(back.muscle("rhomboids"), sheet) > 0.6


def test_in_the_loin_the_columns_stand_multifidus_longissimus_iliocostalis_from_within_outwards(back: Seen) -> None:
    height = back.y("l2_sp")
    names = ("multifidus_lumbar", "longissimus_thoracis", "iliocostalis_lumborum")
    middles = [middle(back.muscle(name), height) for name in names]
    assert middles == sorted(middles)
    assert level(back.muscle("quadratus_lumborum"), height)[1] > level(back.muscle(names[1]), height)[1]


def test_iliocostalis_lumborum_ends_on_the_angles_of_the_lower_six_ribs(back: Seen) -> None:
    muscle = back.muscle("iliocostalis_lumborum")
    assert all(reaches(muscle, back.at(f"rib{rib}_angle"), 1.0) for rib in (6, 9, 12))
    assert top(muscle) < back.y("rib6_angle") + 1


def test_quadratus_lumborum_takes_the_tips_of_the_transverse_processes_and_widens_downwards(
    back: Seen, side: Seen
) -> None:
    muscle = back.muscle("quadratus_lumborum")
    for tip in ("l1_transverse", "l3_transverse", "l4_transverse"):
        assert reaches(muscle, back.at(tip), 0.2), tip
        assert level(muscle, back.y(tip))[0] > 1.5, tip
    assert width(muscle, back.y("l4_sp")) > width(muscle, back.y("l1_sp"))
    assert outer(muscle.intersection(shapely.box(0, back.y("l1_sp"), 100, 200))) < back.x("rib12_tip") + 0.5
    assert side.muscle("quadratus_lumborum").intersects(side.at("l3_transverse"))


def test_rectus_abdominis_widens_upwards_and_leaves_the_midline_to_the_linea_alba(front: Seen) -> None:
    muscle = front.muscle("rectus_abdominis")
    heights = [front.y("pubic_symphysis") + 2, front.y("umbilicus"), front.y("xiphoid_tip")]
    widths = [width(muscle, height) for height in heights]
    assert widths[0] < 0.6 * widths[1]
    assert widths[2] > 0.85 * widths[1]
    assert level(muscle, heights[1])[0] > 0.3


@pytest.mark.parametrize("name", ["external_oblique", "internal_oblique", "transversus_abdominis"])
def test_the_muscles_of_the_flank_stand_over_the_iliac_crest_under_whatever_fat(front: Seen, name: str) -> None:
    flank = front.muscle(name).intersection(shapely.box(0, front.y("iliac_tubercle"), 100, front.y("rib10_lowest")))
    assert front.x("iliac_crest_top") < outer(flank) < front.x("iliac_tubercle") + 1.5


# --- arm --------------------------------------------------------------------------------------------------------------


def test_the_long_head_of_biceps_runs_in_the_groove_between_the_tubercles(front: Seen) -> None:
    groove = between(front.at("lesser_tubercle"), front.at("greater_tubercle"))
    assert reaches(front.muscle("biceps_brachii"), groove, 0.4)
    assert pieces(front.muscle("biceps_brachii"), front.y("humerus_surgical_neck")) == 2


def test_above_the_elbow_brachialis_shows_on_both_sides_of_biceps(front: Seen) -> None:
    height = front.y("medial_epicondyle") + 4
    biceps, brachialis = (level(front.muscle(name), height) for name in ("biceps_brachii", "brachialis"))
    assert brachialis[0] < biceps[0] < biceps[1] < brachialis[1]


def test_biceps_ends_on_the_radius_and_brachialis_on_the_ulna(front: Seen) -> None:
    for name, bone, other in (("biceps_brachii", "radius", "ulna"), ("brachialis", "ulna", "radius")):
        muscle = front.muscle(name)
        end = muscle.intersection(shapely.box(-100, 0, 100, bottom(muscle) + 0.6))
        assert share(end, front.bone(bone)) > 0.5 > share(end, front.bone(other)), name


def test_the_medial_head_of_triceps_springs_lower_than_the_others_and_lies_under_them(back: Seen) -> None:
    medial = back.muscle("triceps_medial")
    others = [back.muscle(f"triceps_{head}") for head in ("long", "lateral")]
    assert top(medial) < min(top(other) for other in others)
    assert share(medial, shapely.union_all(others)) > 0.4


def test_anconeus_is_a_small_triangle_from_the_lateral_epicondyle_to_the_ulna(back: Seen) -> None:
    muscle = back.muscle("anconeus")
    assert reaches(muscle, back.at("lateral_epicondyle"), 1.2)
    assert share(muscle, back.bone("ulna")) > 0.1
    assert muscle.centroid.x > back.x("olecranon")
    assert bottom(muscle) > back.y("ulna_mid")


def test_across_the_back_of_the_forearm_the_extensors_follow_each_other_to_the_ulna(back: Seen) -> None:
    height = 0.35 * back.y("radius_mid") + 0.65 * back.y("radial_head")
    names = ("ecu", "extensor_digitorum", "ecrb", "ecrl")
    middles = [middle(back.muscle(name), height) for name in names]
    assert middles == sorted(middles)
    assert level(back.muscle("flexor_carpi_ulnaris"), height)[0] < level(back.muscle("ecu"), height)[0]


def test_the_long_wrist_extensor_springs_above_the_short_one_and_ends_outside_it(back: Seen) -> None:
    long, short = back.muscle("ecrl"), back.muscle("ecrb")
    assert top(long) > back.y("lateral_epicondyle") + 2 > top(short)
    low = max(bottom(long), bottom(short)) + 0.3
    assert middle(long, low) > middle(short, low)


def test_pronator_teres_crosses_to_the_middle_of_the_radius_below_the_cubital_fossa(front: Seen) -> None:
    pronator, brachioradialis = front.muscle("pronator_teres"), front.muscle("brachioradialis")
    assert reaches(pronator, front.at("radius_mid"), 1.5)
    height = front.y("elbow_crease")
    fossa = level(brachioradialis, height)[0] - level(pronator, height)[1]
    assert fossa > 1
    assert pronator.intersects(brachioradialis)


def test_supinator_wraps_the_upper_third_of_the_radius(front: Seen, back: Seen) -> None:
    for seen in (front, back):
        muscle = seen.muscle("supinator")
        assert muscle.intersects(seen.at("radial_head"))
        assert seen.y("radius_mid") - 0.5 < bottom(muscle) < seen.y("radial_head") - 5
        assert share(muscle, seen.bone("radius")) > 0.35


def test_flexor_carpi_ulnaris_has_two_heads_and_ends_on_the_pisiform(front: Seen) -> None:
    muscle = front.muscle("flexor_carpi_ulnaris")
    assert pieces(muscle, front.y("olecranon") - 1.2) == 2
    assert reaches(muscle, front.at("pisiform"), 0.3)
    assert bottom(muscle) > front.y("pisiform") - 1


def test_four_tendons_of_the_finger_extensor_cross_four_knuckles(back: Seen) -> None:
    muscle = back.muscle("extensor_digitorum")
    assert all(reaches(muscle, back.at(f"mcp{finger}"), 0.5) for finger in (2, 3, 4, 5))
    assert pieces(muscle, min(back.y("mcp2"), back.y("mcp5")) + 1.5) == 4


def test_the_first_dorsal_interosseous_fills_the_web_between_thumb_and_index_finger(back: Seen) -> None:
    muscle = back.muscle("first_dorsal_interosseous")
    assert back.x("mcp2") - 1.5 < muscle.centroid.x < back.x("thumb_mcp")
    assert reaches(muscle, back.at("mcp2"), 1.0)
    assert 0.15 < share(muscle, back.bone("metacarpals")) < 0.75
    assert muscle.intersects(back.muscle("adductor_pollicis"))
