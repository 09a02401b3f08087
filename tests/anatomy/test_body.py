"""The drawings say what anatomy says: attachments, neighbours and levels, on every body.

Statements after Gray's Anatomy (41st edition) and Moore's Clinically Oriented Anatomy (8th edition).
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from seen import Seen, bottom, inner, level, level_at, outer, reaches, share, top

import bodymap

# --- head and neck ----------------------------------------------------------------------------------------------------


def test_temporalis_fans_out_above_the_zygomatic_arch_and_ends_on_the_coronoid_process(side: Seen) -> None:
    temporalis, arch = side.muscle("temporalis"), side.y("zygomatic_arch_mid")
    above = temporalis.intersection(shapely.box(-100, arch, 100, 200))
    assert above.area > 0.75 * temporalis.area
    assert top(temporalis) == pytest.approx(side.y("temporal_line"), abs=1.5)
    assert reaches(temporalis, side.at("coronoid_process"))


def test_masseter_runs_from_the_zygomatic_arch_to_the_angle_of_the_jaw(side: Seen) -> None:
    masseter = side.muscle("masseter_superficial")
    assert reaches(masseter, side.at("gonion"), 1.5)
    assert top(masseter) == pytest.approx(side.y("zygomatic_arch_mid"), abs=1.2)
    assert share(masseter, side.bone("mandible")) > 0.4


def test_sternal_head_of_sternocleidomastoid_runs_from_mastoid_to_sternum(side: Seen, front: Seen) -> None:
    assert reaches(side.muscle("scm_sternal"), side.at("mastoid_tip"))
    assert reaches(front.muscle("scm_sternal"), front.at("suprasternal_notch"), 2.0)


def test_clavicular_head_of_sternocleidomastoid_ends_on_the_medial_third_of_the_clavicle(front: Seen) -> None:
    head = front.muscle("scm_clavicular")
    low = bottom(head)
    inside, outside = level(head, low + 0.5)
    assert front.x("sc_joint") - 1 < inside < outside < front.x("clavicle_mid") + 0.5
    assert inner(front.muscle("scm_sternal")) < inside


def test_frontalis_lies_on_the_forehead_and_occipitalis_on_the_back_of_the_head(side: Seen) -> None:
    frontalis, occipitalis = side.muscle("frontalis"), side.muscle("occipitalis")
    assert outer(frontalis) < side.x("tragion") < inner(occipitalis)
    assert bottom(frontalis) > side.y("pupil") - 0.5
    assert bottom(occipitalis) > side.y("mastoid_tip")


def test_suboccipital_muscles_lie_between_the_axis_and_the_inferior_nuchal_line(back: Seen) -> None:
    for name in ("rcp_major", "rcp_minor", "oci", "ocs"):
        muscle = back.muscle(name)
        assert top(muscle) < back.y("inion") + 0.5, name
        assert bottom(muscle) > back.y("c2_sp") - 1.5, name
    assert inner(back.muscle("rcp_minor")) < inner(back.muscle("rcp_major"))
    assert reaches(back.muscle("oci"), back.at("c1_transverse"))
    assert reaches(back.muscle("ocs"), back.at("c1_transverse"))


def test_semispinalis_capitis_ends_between_the_nuchal_lines_beside_the_midline(back: Seen) -> None:
    muscle = back.muscle("semispinalis_capitis")
    assert top(muscle) == pytest.approx(back.y("superior_nuchal_line_lateral"), abs=2.0)
    assert inner(muscle.intersection(shapely.box(0, back.y("c2_sp"), 100, 200))) < 1.5


def test_splenius_capitis_runs_up_and_outwards_to_the_mastoid(back: Seen) -> None:
    muscle = back.muscle("splenius_capitis")
    assert reaches(muscle, back.at("mastoid_tip"), 1.5)
    assert level(muscle, bottom(muscle) + 1)[1] < level(muscle, top(muscle) - 1)[1]


def test_levator_scapulae_runs_from_the_upper_neck_to_the_superior_angle(back: Seen) -> None:
    muscle = back.muscle("levator_scapulae")
    assert reaches(muscle, back.at("scapula_superior_angle"))
    assert reaches(muscle, back.at("c1_transverse"), 1.5)


def test_scalenes_run_from_the_transverse_processes_to_the_first_ribs(front: Seen) -> None:
    scalenes = front.muscle("scalenes")
    assert reaches(scalenes, front.at("c4_transverse"), 1.5)
    assert bottom(scalenes) < front.y("c6_transverse") - 3
    assert reaches(scalenes, front.bone("rib_1"), 0.5)


def test_orbicularis_oculi_is_a_ring_about_the_eye(front: Seen) -> None:
    ring, pupil = front.muscle("orbicularis_oculi"), front.at("pupil")
    assert not ring.intersects(pupil)
    assert any(shapely.Polygon(hole).contains(pupil) for hole in ring.interiors)
    assert inner(ring) < pupil.x < front.x("ectocanthus") < outer(ring)
    assert bottom(ring) < front.y("infraorbital_margin") < front.y("supraorbital_notch") < top(ring)


def test_zygomaticus_major_runs_from_the_cheekbone_down_to_the_corner_of_the_mouth(front: Seen, side: Seen) -> None:
    for seen in (front, side):
        assert reaches(seen.muscle("zygomaticus_major"), seen.at("zygomatic_body"))
        assert reaches(seen.muscle("zygomaticus_major"), seen.at("cheilion"))


def test_buccinator_fills_the_cheek_from_the_corner_of_the_mouth_to_beneath_masseter(side: Seen) -> None:
    buccinator = side.muscle("buccinator")
    assert reaches(buccinator, side.at("cheilion"))
    assert buccinator.intersects(side.muscle("masseter_superficial"))
    assert outer(buccinator) < side.x("gonion")
    assert side.y("mandible_mid") < bottom(buccinator) < top(buccinator) < side.y("zygomatic_body")


def test_platysma_is_a_sheet_from_below_the_clavicle_to_the_lower_border_of_the_jaw(front: Seen) -> None:
    platysma = front.muscle("platysma")
    assert bottom(platysma) < front.y("sc_joint") - 1
    assert reaches(platysma, front.at("mandible_mid"))
    assert reaches(platysma, front.at("cheilion"))
    assert share(front.muscle("scm_sternal"), platysma) > 0.4
    width, above = (np.diff(level(platysma, front.y(place)))[0] for place in ("sc_joint", "hyoid"))
    assert width > above + 2


def test_mylohyoid_and_stylohyoid_hang_the_hyoid_from_the_jaw_and_the_skull(side: Seen) -> None:
    mylohyoid, stylohyoid = side.muscle("mylohyoid"), side.muscle("stylohyoid")
    for muscle in (mylohyoid, stylohyoid):
        assert reaches(muscle, side.at("hyoid"))
        assert bottom(muscle) > side.y("hyoid") - 0.5
    assert reaches(mylohyoid, side.bone("mandible"), 0.1)
    assert top(mylohyoid) < side.y("cheilion")
    assert reaches(stylohyoid, side.at("mastoid_tip"), 2.5)
    assert reaches(stylohyoid, side.muscle("digastric"), 0.3)


def test_omohyoid_passes_under_sternocleidomastoid_from_the_scapula_to_the_hyoid(front: Seen) -> None:
    omohyoid = front.muscle("omohyoid")
    assert reaches(omohyoid, front.at("hyoid"))
    assert reaches(omohyoid, front.bone("scapula"), 0.1)
    heads = [front.muscle(f"scm_{head}") for head in ("sternal", "clavicular")]
    assert omohyoid.intersection(shapely.union_all(heads)).area > 1
    assert omohyoid.intersection(front.bone("clavicle")).area > 0.3


def test_longus_colli_and_capitis_lie_beside_the_midline_in_front_of_the_neck(front: Seen, side: Seen) -> None:
    colli, capitis = front.muscle("longus_colli"), front.muscle("longus_capitis")
    assert inner(colli) < 0.5
    assert max(outer(colli), outer(capitis)) < front.x("c6_transverse")
    assert bottom(colli) < front.y("t1_sp") < front.y("c1_transverse") < top(colli) + 0.5
    assert top(capitis) > front.y("mastoid_tip") - 0.5
    assert bottom(capitis) > front.y("c7_sp")
    assert side.muscle("longus_colli").centroid.x < side.x("c4_transverse")


def test_longissimus_capitis_reaches_the_mastoid_outside_semispinalis_capitis(back: Seen) -> None:
    longissimus, semispinalis = back.muscle("longissimus_capitis"), back.muscle("semispinalis_capitis")
    assert reaches(longissimus, back.at("mastoid_tip"))
    assert bottom(longissimus) < back.y("t3_sp")
    height = back.y("c4_sp")
    assert np.mean(level(longissimus, height)) > np.mean(level(semispinalis, height)) + 0.8


def test_semispinalis_cervicis_ends_on_the_axis_under_semispinalis_capitis(back: Seen) -> None:
    muscle = back.muscle("semispinalis_cervicis")
    assert reaches(muscle, back.at("c2_sp"), 0.5)
    assert top(muscle) < back.y("c1_transverse")
    assert share(muscle, back.muscle("semispinalis_capitis")) > 0.5


# --- shoulder and trunk -----------------------------------------------------------------------------------------------


def test_upper_trapezius_reaches_the_occiput_and_the_outer_third_of_the_clavicle(back: Seen, front: Seen) -> None:
    upper = back.muscle("trapezius_upper")
    assert top(upper) > back.y("inion") - 1
    assert inner(upper) < 1
    assert reaches(front.muscle("trapezius_upper"), front.at("ac_joint"), 1.5)


def test_the_three_parts_of_trapezius_follow_each_other_down_to_the_twelfth_vertebra(back: Seen) -> None:
    upper, middle, lower = (back.muscle(f"trapezius_{part}") for part in ("upper", "middle", "lower"))
    assert upper.centroid.y > middle.centroid.y > lower.centroid.y
    assert reaches(middle, back.at("acromion"), 2.0)
    assert bottom(lower) == pytest.approx(back.y("t12_sp"), abs=2.0)
    assert reaches(lower, back.at("scapula_spine_root"), 2.0)


def test_rhomboids_run_from_the_spine_to_the_inner_border_of_the_shoulder_blade(back: Seen) -> None:
    rhomboids = back.muscle("rhomboids")
    assert inner(rhomboids) < 1.5
    assert reaches(rhomboids, back.at("scapula_medial_mid"))
    assert reaches(rhomboids, back.at("scapula_inferior_angle"), 2.0)
    assert top(rhomboids) == pytest.approx(back.y("c7_sp"), abs=2.5)


def test_supraspinatus_lies_above_the_spine_of_the_shoulder_blade_and_infraspinatus_below_it(back: Seen) -> None:
    root, middle = back.at("scapula_spine_root"), back.at("scapula_spine_mid")
    spine = shapely.LineString([root, middle])
    fossa = shapely.box(root.x, -1, middle.x, 200)
    for name, above in (("supraspinatus", True), ("infraspinatus", False)):
        place = back.muscle(name).intersection(fossa).centroid
        assert (place.y > spine.interpolate(place.x - root.x).y) == above, name
        assert reaches(back.muscle(name), back.at("greater_tubercle"), 1.5), name


def test_teres_minor_lies_below_infraspinatus_and_above_teres_major(back: Seen) -> None:
    heights = [back.muscle(name).centroid.y for name in ("infraspinatus", "teres_minor", "teres_major")]
    assert heights == sorted(heights, reverse=True)
    assert reaches(back.muscle("teres_major"), back.at("scapula_inferior_angle"), 1.5)


def test_subscapularis_lies_in_front_of_the_shoulder_blade_and_ends_on_the_lesser_tubercle(front: Seen) -> None:
    muscle = front.muscle("subscapularis")
    assert reaches(muscle, front.at("lesser_tubercle"), 1.5)
    assert share(muscle, front.bone("scapula").buffer(1.5)) > 0.6


def test_all_parts_of_deltoid_end_on_the_deltoid_tuberosity(front: Seen, back: Seen, side: Seen) -> None:
    for seen, part in ((front, "anterior"), (side, "middle"), (back, "posterior")):
        muscle = seen.muscle(f"deltoid_{part}")
        assert reaches(muscle, seen.at("deltoid_tuberosity"), 2.0), part
        assert top(muscle) > seen.y("greater_tubercle"), part


def test_pectoralis_minor_reaches_the_coracoid_from_the_third_to_fifth_ribs(front: Seen) -> None:
    muscle = front.muscle("pectoralis_minor")
    assert reaches(muscle, front.at("coracoid"))
    assert front.y("rib6_mcl") < bottom(muscle) < front.y("rib3_mcl")


def test_pectoralis_major_runs_from_clavicle_sternum_and_ribs_to_the_humerus(front: Seen) -> None:
    parts = [front.muscle(f"pectoralis_major_{part}") for part in ("clavicular", "sternal", "costal")]
    assert [part.centroid.y for part in parts] == sorted((part.centroid.y for part in parts), reverse=True)
    assert inner(parts[1]) < 2
    assert all(outer(part) > front.x("axilla_ant") for part in parts)


def test_latissimus_reaches_from_the_humerus_to_the_iliac_crest(back: Seen) -> None:
    muscle = back.muscle("latissimus_dorsi")
    assert bottom(muscle) < back.y("iliac_crest_top") + 1
    assert outer(muscle) > back.x("scapula_lateral_mid")
    assert top(muscle) > back.y("t7_sp")


def test_serratus_anterior_lies_on_the_side_ribs_above_external_oblique(side: Seen) -> None:
    serratus, oblique = side.muscle("serratus_anterior"), side.muscle("external_oblique")
    assert serratus.centroid.y > oblique.centroid.y
    assert bottom(oblique) < side.y("iliac_crest_top") + 1


def test_rectus_abdominis_runs_from_the_pubis_to_the_fifth_to_seventh_ribs(front: Seen) -> None:
    muscle = front.muscle("rectus_abdominis")
    assert bottom(muscle) == pytest.approx(front.y("pubic_symphysis"), abs=1.5)
    assert front.y("xiphoid_tip") < top(muscle) < front.y("rib4_mcl")
    assert outer(muscle) < front.x("asis") + 1


def test_quadratus_lumborum_fills_the_gap_between_the_twelfth_rib_and_the_iliac_crest(back: Seen) -> None:
    muscle = back.muscle("quadratus_lumborum")
    assert reaches(muscle, back.bone("rib_12"), 0.5)
    assert back.y("l5_sp") - 1 < bottom(muscle) < back.y("iliac_crest_top") + 1.0
    assert reaches(muscle, back.at("l3_transverse"), 1.0)


def test_erector_columns_stand_beside_each_other_iliocostalis_outermost(back: Seen) -> None:
    height = back.y("t8_sp")
    middles = [np.mean(level(back.muscle(name), height)) for name in ("longissimus_thoracis", "iliocostalis_thoracis")]
    assert middles[0] < middles[1]
    assert outer(back.muscle("multifidus_lumbar")) < outer(back.muscle("iliocostalis_lumborum"))


def test_coracobrachialis_runs_from_the_coracoid_to_the_inner_side_of_the_middle_of_the_humerus(front: Seen) -> None:
    muscle = front.muscle("coracobrachialis")
    assert reaches(muscle, front.at("coracoid"))
    assert reaches(muscle, front.bone("humerus"), 0.1)
    assert bottom(muscle) == pytest.approx(front.y("humerus_mid"), abs=2.0)
    assert muscle.centroid.x < np.mean([front.x("humerus_surgical_neck"), front.x("humerus_mid")])


def test_subclavius_lies_between_the_first_rib_and_the_clavicle(front: Seen) -> None:
    muscle = front.muscle("subclavius")
    assert reaches(muscle, front.at("rib1_front"), 1.5)
    assert reaches(muscle, front.bone("clavicle"), 0.1)
    assert muscle.centroid.y < front.bone("clavicle").centroid.y
    assert outer(muscle) < front.x("coracoid")


def test_sternalis_lies_upright_beside_the_sternum_on_pectoralis_major(front: Seen) -> None:
    muscle = front.muscle("sternalis")
    assert share(muscle, front.muscle("pectoralis_major_sternal")) > 0.6
    assert outer(muscle) < front.x("rib7_sternum") + 1.5
    assert top(muscle) - bottom(muscle) > 5 * (outer(muscle) - inner(muscle))


def test_the_posterior_serrati_run_from_the_spine_to_ribs_two_to_five_and_nine_to_twelve(back: Seen) -> None:
    for name, ribs, upwards in (("superior", range(2, 6), False), ("inferior", range(9, 13), True)):
        muscle = back.muscle(f"serratus_posterior_{name}")
        assert inner(muscle) < 0.5
        for rib in ribs:
            assert reaches(muscle, back.bone(f"rib_{rib}"), 0.1), rib
        near, far = np.mean(level_at(muscle, inner(muscle) + 0.5)), np.mean(level_at(muscle, outer(muscle) - 0.5))
        assert (far > near) == upwards, name
    assert outer(back.muscle("serratus_posterior_superior")) > back.x("scapula_spine_root")


def test_thoracic_rotatores_are_slips_under_multifidus(back: Seen) -> None:
    rotatores = back.muscle("rotatores_thoracis")
    assert len(shapely.get_parts(rotatores)) == 11
    assert share(rotatores, back.muscle("multifidus_thoracic")) > 0.7
    assert bottom(rotatores) > back.y("t12_sp")


def test_intercostals_fill_the_spaces_and_leave_the_ribs_bare(front: Seen, back: Seen, side: Seen) -> None:
    for seen in (front, back, side):
        muscle = seen.muscle("intercostals")
        ribs = [seen.bone(f"rib_{rib}") for rib in range(3, 10)]
        assert share(shapely.union_all(ribs), muscle) < 0.2, seen.view
        assert all(reaches(muscle, rib, 0.3) for rib in ribs), seen.view
        assert len(shapely.get_parts(muscle)) >= 7, seen.view


def test_the_diaphragm_is_a_dome_inside_the_lower_ribs(front: Seen, side: Seen) -> None:
    dome = front.muscle("diaphragm")
    assert front.y("rib6_mcl") < top(dome) < front.y("rib4_mcl")
    assert level_at(dome, front.x("rib5_mcl"))[1] > level_at(dome, 0.5)[1]
    assert reaches(dome, front.at("xiphoid_tip"), 0.5)
    assert reaches(dome, front.at("costal_margin_mcl"))
    assert bottom(dome) < front.y("l2_sp")
    assert outer(dome) < front.x("chest_widest") + 0.5
    profile = side.muscle("diaphragm")
    assert inner(profile) < side.x("rib8_mcl") + 2.5
    assert outer(profile) > side.x("rib12_tip") - 0.5


def test_the_three_flat_muscles_of_the_belly_cross_each_other(front: Seen) -> None:
    """External oblique falls inwards, internal oblique rises inwards above the iliac spine, transversus runs level."""
    height = 0.5 * (front.y("umbilicus") + front.y("rib10_lowest"))
    external, internal, transversus = (
        front.slope(name, height) for name in ("external_oblique", "internal_oblique", "transversus_abdominis")
    )
    assert external > 0.3
    assert internal < -0.3
    assert abs(transversus) < 0.3


def test_internal_oblique_and_transversus_lie_under_external_oblique(front: Seen) -> None:
    external = front.muscle("external_oblique")
    assert share(front.muscle("internal_oblique"), external) > 0.8
    assert share(front.muscle("transversus_abdominis"), shapely.union(external, front.muscle("rectus_abdominis"))) > 0.8
    for name in ("internal_oblique", "transversus_abdominis"):
        assert reaches(front.muscle(name), front.at("pubic_tubercle"), 1.5), name
        assert reaches(front.muscle(name), front.at("asis")), name


def test_pyramidalis_is_a_triangle_on_the_lower_end_of_rectus_abdominis(front: Seen) -> None:
    muscle = front.muscle("pyramidalis")
    assert share(muscle, front.muscle("rectus_abdominis")) > 0.8
    assert top(muscle) < 0.5 * (front.y("umbilicus") + front.y("pubic_symphysis"))
    low, high = (level(muscle, height) for height in (bottom(muscle) + 0.5, top(muscle) - 1))
    assert high[1] - high[0] < 0.5 * (low[1] - low[0])


# --- arm --------------------------------------------------------------------------------------------------------------


def test_biceps_brachii_crosses_the_shoulder_and_the_elbow(front: Seen) -> None:
    biceps = front.muscle("biceps_brachii")
    assert top(biceps) > front.y("lesser_tubercle")
    assert bottom(biceps) < front.y("elbow_crease")


def test_brachialis_lies_on_the_lower_half_of_the_humerus(front: Seen) -> None:
    brachialis = front.muscle("brachialis")
    assert top(brachialis) < front.y("deltoid_tuberosity") + 3
    assert bottom(brachialis) < front.y("elbow_crease")


def test_triceps_ends_on_the_olecranon_its_long_head_inside_its_lateral(back: Seen) -> None:
    heads = {name: back.muscle(f"triceps_{name}") for name in ("long", "lateral")}
    assert min(head.distance(back.at("olecranon")) for head in heads.values()) < 1.5
    assert heads["long"].centroid.x < heads["lateral"].centroid.x
    assert top(heads["long"]) > back.y("deltoid_tuberosity") + 5


@pytest.mark.parametrize("name", ["ecrb", "extensor_digitorum", "supinator"])
def test_extensors_arise_at_the_lateral_epicondyle(back: Seen, name: str) -> None:
    assert reaches(back.muscle(name), back.at("lateral_epicondyle"), 2.0)


@pytest.mark.parametrize("name", ["pronator_teres", "flexor_carpi_radialis", "flexor_carpi_ulnaris"])
def test_flexors_arise_at_the_medial_epicondyle(front: Seen, name: str) -> None:
    assert reaches(front.muscle(name), front.at("medial_epicondyle"), 2.0)


def test_brachioradialis_runs_down_the_thumb_side_to_the_styloid(front: Seen) -> None:
    muscle = front.muscle("brachioradialis")
    assert reaches(muscle, front.at("radial_styloid"), 2.0)
    assert top(muscle) > front.y("lateral_epicondyle")


def test_adductor_pollicis_lies_between_the_thumb_and_the_middle_finger(front: Seen) -> None:
    muscle = front.muscle("adductor_pollicis")
    assert reaches(muscle, front.at("thumb_mcp"), 1.5)
    assert bottom(muscle) > front.y("dactylion")
    assert top(muscle) < front.y("radial_styloid")


def test_palmaris_longus_lies_between_the_two_flexors_of_the_wrist(front: Seen) -> None:
    height = front.y("radial_styloid") + 5
    names = ("flexor_carpi_ulnaris", "palmaris_longus", "flexor_carpi_radialis")
    middles = [np.mean(level(front.muscle(name), height)) for name in names]
    assert middles == sorted(middles)
    assert reaches(front.muscle("palmaris_longus"), front.at("medial_epicondyle"))
    assert bottom(front.belly("palmaris_longus")) > front.y("ulna_mid") - 2


def test_of_the_finger_flexors_only_the_superficial_arises_at_the_epicondyle_and_the_deep_reaches_farther(
    front: Seen,
) -> None:
    superficial, deep = front.muscle("flexor_digitorum_superficialis"), front.muscle("flexor_digitorum_profundus")
    assert reaches(superficial, front.at("medial_epicondyle"))
    assert not reaches(deep, front.at("medial_epicondyle"), 3.0)
    assert reaches(superficial, front.bone("radius"), 0.1)
    assert share(front.bone("ulna"), deep) > 0.4
    assert bottom(deep) < bottom(superficial) - 1.0


def test_flexor_pollicis_longus_lies_on_the_radius_and_ends_in_the_thumb(front: Seen) -> None:
    muscle = front.muscle("flexor_pollicis_longus")
    assert share(front.belly("flexor_pollicis_longus"), front.bone("radius").buffer(0.7)) > 0.7
    assert reaches(muscle, front.at("thumb_mcp"), 0.5)
    assert outer(muscle) > front.x("thumb_mcp") + 1


def test_pronator_quadratus_crosses_the_lowest_quarter_of_the_forearm(front: Seen) -> None:
    muscle = front.muscle("pronator_quadratus")
    quarter = (front.y("radial_head") - front.y("radial_styloid")) / 4
    assert front.y("radial_styloid") < bottom(muscle) < top(muscle) < front.y("radial_styloid") + 1.4 * quarter
    assert share(muscle, front.bone("ulna")) > 0.1
    assert share(muscle, front.bone("radius")) > 0.2


def test_abductor_pollicis_longus_winds_outwards_to_the_base_of_the_thumb(back: Seen) -> None:
    muscle = back.muscle("abductor_pollicis_longus")
    assert reaches(muscle, back.at("first_cmc"))
    assert reaches(muscle, back.bone("ulna"), 0.1)
    wrist = np.mean(level(muscle, back.y("radial_styloid") + 0.5))
    assert wrist == pytest.approx(back.x("radial_styloid"), abs=0.8)
    assert top(muscle) > back.y("ulna_mid")


def test_extensor_indicis_arises_in_the_lower_half_of_the_forearm(back: Seen) -> None:
    muscle = back.muscle("extensor_indicis")
    assert top(muscle) < back.y("ulna_mid")
    assert reaches(muscle, back.at("mcp2"), 0.5)
    assert reaches(muscle, back.bone("ulna"), 0.1)


def test_abductor_pollicis_brevis_covers_the_opponens_on_the_ball_of_the_thumb(front: Seen) -> None:
    abductor, opponens = front.muscle("abductor_pollicis_brevis"), front.muscle("opponens_pollicis")
    assert share(opponens, abductor) > 0.5
    for muscle in (abductor, opponens):
        assert reaches(muscle, front.at("thumb_mcp"))
        assert reaches(muscle, front.at("first_cmc"))
        assert share(muscle, front.bone("metacarpals")) > 0.3


def test_abductor_digiti_minimi_runs_down_the_inner_edge_of_the_hand(front: Seen) -> None:
    muscle = front.muscle("abductor_digiti_minimi_hand")
    assert reaches(muscle, front.at("pisiform"))
    assert reaches(muscle, front.at("mcp5"))
    assert muscle.centroid.x < front.x("mcp5")


def test_interossei_lie_between_the_metacarpals_and_lumbricals_on_the_thumb_side_of_the_knuckles(
    front: Seen, back: Seen
) -> None:
    dorsal = shapely.get_parts(back.muscle("interossei_hand"))
    assert len(dorsal) == 3
    assert all(share(part, back.bone("metacarpals")) < 0.55 for part in dorsal)
    assert len(shapely.get_parts(front.muscle("interossei_hand"))) == 3
    lumbricals = sorted(shapely.get_parts(front.muscle("lumbricals_hand")), key=inner, reverse=True)
    assert len(lumbricals) == 4
    for finger, part in zip(("mcp2", "mcp3", "mcp4", "mcp5"), lumbricals, strict=True):
        assert np.mean(level(part, bottom(part) + 0.2)) > front.x(finger), finger


# --- hip and thigh ----------------------------------------------------------------------------------------------------


def test_gluteus_medius_lies_above_the_greater_trochanter(back: Seen) -> None:
    muscle = back.muscle("gluteus_medius")
    assert bottom(muscle) > back.y("greater_trochanter") - 2.5
    assert reaches(muscle, back.at("greater_trochanter"), 2.0)
    assert top(muscle) == pytest.approx(back.y("iliac_crest_top"), abs=2.5)


def test_gluteus_minimus_lies_under_gluteus_medius(back: Seen) -> None:
    assert share(back.muscle("gluteus_minimus"), back.muscle("gluteus_medius")) > 0.7


def test_gluteus_maximus_is_the_largest_of_the_three_and_reaches_the_sacrum(back: Seen) -> None:
    areas = [back.muscle(f"gluteus_{name}").area for name in ("maximus", "medius", "minimus")]
    assert areas == sorted(areas, reverse=True)
    assert reaches(back.muscle("gluteus_maximus"), back.bone("sacrum"), 0.5)
    assert bottom(back.muscle("gluteus_maximus")) < back.y("ischial_tuberosity")


def test_piriformis_runs_from_the_sacrum_to_the_greater_trochanter(back: Seen) -> None:
    muscle = back.muscle("piriformis")
    assert reaches(muscle, back.bone("sacrum"), 0.5)
    assert reaches(muscle, back.at("greater_trochanter"), 2.5)


def test_the_sciatic_nerve_leaves_below_piriformis_and_the_superior_gluteal_vessels_above_it(back: Seen) -> None:
    muscle, nerve, vessels = back.muscle("piriformis"), back.risk("sciatic_nerve"), back.risk("gluteal_vessels")
    where_it_leaves = shapely.LineString([(0, top(nerve)), (100, top(nerve))])
    assert top(nerve) < top(muscle)
    assert muscle.centroid.y > nerve.centroid.y
    assert vessels.centroid.y > muscle.centroid.y
    assert where_it_leaves.distance(back.at("ischial_tuberosity")) > 2


def test_the_small_rotators_follow_each_other_down_from_piriformis_to_quadratus_femoris(back: Seen) -> None:
    heights = [back.muscle(name).centroid.y for name in ("piriformis", "gemelli", "quadratus_femoris")]
    assert heights == sorted(heights, reverse=True)
    for name in ("gemelli", "obturator_internus"):
        assert reaches(back.muscle(name), back.at("greater_trochanter"), 2.6), name
    nerve = back.risk("sciatic_nerve")
    assert all(nerve.intersects(back.muscle(name)) for name in ("gemelli", "obturator_internus", "quadratus_femoris"))


def test_the_gemelli_hold_the_tendon_of_obturator_internus_between_them(back: Seen) -> None:
    gemelli = back.muscle("gemelli")
    upper, lower = sorted(shapely.get_parts(gemelli), key=top, reverse=True)
    outside = shapely.box(back.x("femoral_head") - 1, 0, 100, 200)
    tendon = back.muscle("obturator_internus").intersection(outside)
    assert share(tendon, gemelli.convex_hull) > 0.8
    assert upper.centroid.y > tendon.centroid.y > lower.centroid.y


def test_quadratus_femoris_runs_straight_across_from_the_ischial_tuberosity_to_the_femur(back: Seen) -> None:
    muscle = back.muscle("quadratus_femoris")
    assert reaches(muscle, back.at("ischial_tuberosity"), 2.0)
    assert share(muscle, back.bone("femur")) > 0.15
    assert top(muscle) < back.y("greater_trochanter") + 1


def test_coccygeus_closes_the_gap_between_the_ischial_spine_and_the_lowest_sacrum(back: Seen) -> None:
    muscle = back.muscle("coccygeus")
    assert all(muscle.intersects(back.bone(bone)) for bone in ("hip_bone", "sacrum", "coccyx"))
    heights = [back.muscle(name).centroid.y for name in ("piriformis", "coccygeus", "levator_ani")]
    assert heights == sorted(heights, reverse=True)
    assert outer(muscle) < back.x("femoral_head")


def test_levator_ani_hangs_down_from_the_wall_of_the_pelvis_to_the_coccyx_and_the_midline(back: Seen) -> None:
    muscle = back.muscle("levator_ani")
    assert reaches(muscle, back.at("coccyx_tip"))
    at_the_wall = muscle.intersection(shapely.box(outer(muscle) - 1, 0, 100, 200))
    at_the_midline = muscle.intersection(shapely.box(0, 0, 1, 200))
    assert bottom(at_the_midline) < bottom(at_the_wall) - 1
    assert bottom(muscle) > back.y("crotch")
    assert share(at_the_wall, back.muscle("obturator_internus")) > 0.5


def test_obturator_externus_passes_under_the_head_of_the_femur_to_the_trochanteric_fossa(front: Seen) -> None:
    muscle = front.muscle("obturator_externus")
    assert level(muscle, front.y("femoral_head") - 3)[0] < front.x("femoral_head") < outer(muscle)
    assert shapely.Point(front.x("femoral_head"), front.y("femoral_head") - 1).distance(muscle) > 0.5
    assert reaches(muscle, front.at("greater_trochanter"), 2.6)


def test_tensor_fasciae_latae_lies_in_front_of_gluteus_medius(side: Seen) -> None:
    assert side.muscle("tfl").centroid.x < side.muscle("gluteus_medius").centroid.x
    assert reaches(side.muscle("tfl"), side.at("asis"), 2.5)


def test_iliopsoas_reaches_the_lesser_trochanter(front: Seen) -> None:
    muscle = front.muscle("iliopsoas")
    assert reaches(muscle, front.at("lesser_trochanter"), 1.5)
    assert top(muscle) > front.y("iliac_crest_top") + 3


def test_rectus_femoris_crosses_hip_and_knee(front: Seen) -> None:
    muscle = front.muscle("rectus_femoris")
    assert reaches(muscle, front.at("aiis"), 1.5)
    assert reaches(muscle, front.at("patella_top"), 1.5)


def test_vastus_medialis_lies_inside_vastus_lateralis_and_reaches_lower(front: Seen) -> None:
    medialis, lateralis = front.muscle("vastus_medialis"), front.muscle("vastus_lateralis")
    assert medialis.centroid.x < lateralis.centroid.x
    assert bottom(medialis) <= bottom(lateralis) + 0.5
    assert share(front.muscle("vastus_intermedius"), shapely.union_all([medialis, lateralis]).convex_hull) > 0.8


def test_sartorius_crosses_the_thigh_from_the_anterior_superior_spine_to_the_inner_shin(front: Seen) -> None:
    muscle = front.muscle("sartorius")
    assert reaches(muscle, front.at("asis"))
    assert reaches(muscle, front.at("pes_anserinus"), 1.5)


def test_the_adductors_arise_beside_the_symphysis(front: Seen) -> None:
    for name in ("adductor_longus", "gracilis", "pectineus"):
        assert reaches(front.muscle(name), front.at("pubic_tubercle"), 3.0), name
    assert bottom(front.muscle("gracilis")) < front.y("knee_joint_line")
    assert bottom(front.muscle("adductor_longus")) > front.y("patella_top") + 5


def test_adductor_brevis_lies_behind_pectineus_and_adductor_longus_and_ends_above_it(front: Seen) -> None:
    brevis, longus = front.muscle("adductor_brevis"), front.muscle("adductor_longus")
    assert share(brevis, shapely.union(longus, front.muscle("pectineus"))) > 0.5
    assert bottom(brevis) > bottom(longus) + 2
    assert reaches(brevis, front.at("pubic_symphysis"), 3.0)


def test_seen_from_behind_biceps_femoris_is_lateral_and_semitendinosus_medial(back: Seen) -> None:
    height = back.y("popliteal_crease") + 6
    biceps, semitendinosus = (
        np.mean(level(back.muscle(name), height)) for name in ("biceps_femoris", "semitendinosus")
    )
    assert biceps > semitendinosus + 3
    assert reaches(back.muscle("biceps_femoris"), back.at("fibular_head"), 2.0)


@pytest.mark.parametrize("name", ["biceps_femoris", "semitendinosus", "semimembranosus"])
def test_hamstrings_arise_at_the_ischial_tuberosity(back: Seen, name: str) -> None:
    assert reaches(back.muscle(name), back.at("ischial_tuberosity"), 2.0)


# --- leg and foot -----------------------------------------------------------------------------------------------------


def test_soleus_reaches_below_gastrocnemius(back: Seen) -> None:
    heads = [back.belly(f"gastrocnemius_{head}") for head in ("medial", "lateral")]
    soleus = back.belly("soleus")
    assert bottom(soleus) < min(map(bottom, heads)) - 2
    assert top(soleus) < min(map(top, heads))


def test_the_medial_head_of_gastrocnemius_reaches_lower_than_the_lateral(back: Seen) -> None:
    medial, lateral = back.belly("gastrocnemius_medial"), back.belly("gastrocnemius_lateral")
    assert medial.centroid.x < lateral.centroid.x
    assert bottom(medial) < bottom(lateral)
    for head in ("medial", "lateral"):
        assert top(back.muscle(f"gastrocnemius_{head}")) > back.y("knee_joint_line"), head


def test_popliteus_crosses_the_back_of_the_knee(back: Seen) -> None:
    muscle = back.muscle("popliteus")
    assert reaches(muscle, back.at("knee_joint_line"), 3.0)
    assert level(muscle, top(muscle) - 0.5)[1] > level(muscle, bottom(muscle) + 0.5)[1]


def test_tibialis_anterior_runs_from_outside_the_shin_to_the_inner_foot(front: Seen) -> None:
    muscle = front.muscle("tibialis_anterior")
    high, low = level(muscle, front.y("tibial_tuberosity") - 4), level(muscle, bottom(muscle) + 0.5)
    assert np.mean(high) > front.x("tibial_tuberosity")
    assert np.mean(low) < front.x("ankle_mid")


def test_the_fibular_muscles_lie_on_the_outer_side_longus_reaching_higher(side: Seen) -> None:
    longus, brevis = side.muscle("fibularis_longus"), side.muscle("fibularis_brevis")
    assert reaches(longus, side.at("fibular_head"), 2.0)
    assert top(longus) > top(brevis) + 5
    assert reaches(brevis, side.at("fifth_mt_base"), 2.0)


def test_the_deep_flexors_pass_behind_the_inner_ankle(back: Seen) -> None:
    for name in ("tibialis_posterior", "fdl"):
        low, _ = level(back.muscle(name), back.y("medial_malleolus") + 1)
        assert low < back.x("ankle_mid"), name


def test_plantaris_has_its_belly_behind_the_outer_knee_and_its_tendon_at_the_inner_heel(back: Seen) -> None:
    muscle, belly = back.muscle("plantaris"), back.belly("plantaris")
    assert belly.centroid.x > back.x("popliteal_crease") > back.x("medial_femoral_epicondyle")
    assert back.y("popliteal_crease") < top(belly) < back.y("popliteal_crease") + 10
    assert np.mean(level(muscle, back.y("gastroc_end") - 5)) < back.x("gastroc_end")
    assert reaches(muscle, back.at("achilles_insertion"), 1.5)


def test_fibularis_tertius_passes_in_front_of_the_outer_ankle_to_the_fifth_metatarsal(side: Seen) -> None:
    tertius, brevis = side.muscle("fibularis_tertius"), side.muscle("fibularis_brevis")
    height = side.y("lateral_malleolus") + 3
    assert level(tertius, height)[1] < side.x("lateral_malleolus") < level(brevis, height)[1]
    assert reaches(tertius, side.at("fifth_mt_base"), 1.5)
    assert top(tertius) < side.y("mid_leg")


def test_the_short_extensors_arise_before_the_outer_ankle_and_only_the_innermost_goes_to_the_big_toe(
    instep: Seen,
) -> None:
    toes, big = instep.muscle("extensor_digitorum_brevis"), instep.muscle("extensor_hallucis_brevis")
    for muscle in (toes, big):
        assert instep.y("lateral_malleolus") < bottom(muscle) < instep.y("cuboid") + 1
    assert big.centroid.x < toes.centroid.x
    assert reaches(big, instep.at("big_toe_base"))
    assert not reaches(toes, instep.at("big_toe_base"), 2.0)


def test_both_heads_of_adductor_hallucis_end_at_the_outer_side_of_the_big_toe(sole: Seen) -> None:
    muscle = sole.muscle("adductor_hallucis")
    assert reaches(muscle, sole.at("big_toe_base"), 1.5)
    assert inner(muscle) > sole.x("big_toe_base")
    assert muscle.centroid.x > sole.muscle("flexor_hallucis_brevis").centroid.x
    assert outer(muscle) > sole.x("mt3_head") + 1.5


def test_the_foot_has_four_dorsal_and_three_plantar_interossei(sole: Seen, instep: Seen) -> None:
    dorsal = shapely.get_parts(instep.muscle("interossei_foot"))
    assert len(dorsal) == 4
    assert all(share(part, instep.bone("metatarsals")) < 0.6 for part in dorsal)
    assert len(shapely.get_parts(sole.muscle("interossei_foot"))) == 3


def test_each_lumbrical_of_the_foot_runs_to_the_inner_side_of_its_toe(sole: Seen) -> None:
    lumbricals = sorted(shapely.get_parts(sole.muscle("lumbricals_foot")), key=outer)
    interossei = sorted(shapely.get_parts(sole.muscle("interossei_foot")), key=outer)
    ends = [inner(part.intersection(shapely.box(0, top(part) - 0.5, 100, top(part)))) for part in lumbricals]
    assert len(ends) == 4
    assert sole.x("mt1_head") < ends[0] < sole.x("mt2_head")
    for end, interosseous in zip(ends[1:], interossei, strict=True):
        assert end < inner(interosseous.intersection(shapely.box(0, top(interosseous) - 0.5, 100, top(interosseous))))
    starts = [bottom(part) for part in lumbricals]
    assert min(starts) > sole.y("navicular")


def test_flexor_digiti_minimi_brevis_lies_inside_the_abductor_along_the_fifth_metatarsal(sole: Seen) -> None:
    flexor, abductor = sole.muscle("flexor_digiti_minimi_brevis_foot"), sole.muscle("abductor_digiti_minimi_foot")
    height = sole.y("fifth_mt_base") + 4
    assert np.mean(level(flexor, height)) < np.mean(level(abductor, height))
    assert reaches(flexor, sole.at("mt5_head"))


# --- what lies beneath ------------------------------------------------------------------------------------------------


def test_the_kidney_lies_between_the_twelfth_thoracic_and_the_third_lumbar_vertebra(back: Seen) -> None:
    kidney = back.risk("kidney")
    assert back.y("t11_sp") > top(kidney) > back.y("l1_sp")
    assert back.y("l2_sp") > bottom(kidney) > back.y("l4_sp")
    assert 2.5 < inner(kidney) < outer(kidney) < 12
    assert reaches(kidney, back.bone("rib_12"), 0.5)


def test_the_apex_of_the_lung_rises_above_the_inner_clavicle(front: Seen) -> None:
    apex = front.risk("lung_apex")
    assert 1.5 < top(apex) - front.y("sc_joint") < 6
    assert front.x("sc_joint") - 1 < apex.centroid.x < front.x("clavicle_mid") + 1


def test_the_pleura_crosses_rib_8_at_the_midclavicular_line(front: Seen) -> None:
    x = front.x("rib8_mcl")
    low = front.risk("pleura_anterior").intersection(shapely.LineString([(x, 0), (x, 200)])).bounds[1]
    assert low == pytest.approx(front.y("rib8_mcl"), abs=1.5)


def test_the_pleura_reaches_rib_10_in_the_midaxillary_line(side: Seen) -> None:
    assert bottom(side.risk("pleura_lateral")) == pytest.approx(side.y("rib10_mal"), abs=2.0)


def test_behind_the_pleura_reaches_the_twelfth_rib_beside_the_spine(back: Seen) -> None:
    pleura = back.risk("pleura_posterior")
    beside = pleura.intersection(shapely.LineString([(4, 0), (4, 200)]))
    assert back.y("l1_sp") - 1 < bottom(beside) < back.y("t12_sp")
    assert reaches(beside, back.bone("rib_12"), 0.5)
    assert top(pleura) > back.y("t1_sp") - 3


def test_the_carotid_triangle_lies_at_the_front_edge_of_sternocleidomastoid(side: Seen) -> None:
    triangle, muscle = side.risk("carotid_triangle"), side.muscle("scm_sternal")
    assert reaches(triangle, muscle, 0.5)
    assert bottom(triangle) < side.y("gonion")


def test_the_common_fibular_nerve_winds_round_the_neck_of_the_fibula(side: Seen) -> None:
    assert reaches(side.risk("common_fibular_nerve"), side.at("fibular_neck"), 1.0)


def test_the_popliteal_fossa_lies_behind_the_knee_between_the_hamstrings(back: Seen) -> None:
    fossa = back.risk("popliteal_fossa")
    assert bottom(fossa) < back.y("popliteal_crease") < top(fossa)
    assert back.x("medial_femoral_epicondyle") < fossa.centroid.x < back.x("lateral_femoral_epicondyle")


def test_the_femoral_triangle_lies_below_the_groin_inside_sartorius(front: Seen) -> None:
    triangle = front.risk("femoral_triangle")
    assert reaches(triangle, front.at("mid_inguinal"), 0.5)
    assert triangle.centroid.y < front.y("mid_inguinal")
    assert inner(triangle) > 1


def test_the_spinal_canal_runs_down_the_midline_to_the_sacral_hiatus(back: Seen) -> None:
    canal = back.risk("spinal_canal")
    assert outer(canal) < 4
    assert bottom(canal) == pytest.approx(back.y("sacral_hiatus"), abs=2.0)
    assert top(canal) > back.y("c2_sp")


def test_the_cubital_tunnel_lies_at_the_medial_epicondyle(back: Seen) -> None:
    assert reaches(back.risk("cubital_tunnel"), back.at("medial_epicondyle"), 1.0)


# --- bones and skin ---------------------------------------------------------------------------------------------------


def test_there_are_24_vertebrae_from_atlas_to_fifth_lumbar_in_order(front: Seen) -> None:
    names = [f"vertebra_{part}{n}" for part, count in (("c", 7), ("t", 12), ("l", 5)) for n in range(1, count + 1)]
    heights = [front.bone(name).centroid.y for name in names]
    assert heights == sorted(heights, reverse=True)
    assert len(heights) == 24


def test_ribs_follow_each_other_and_only_the_upper_ten_have_cartilage(front: Seen, atlas: bodymap.Atlas) -> None:
    heights = [front.bone(f"rib_{n}").centroid.y for n in range(1, 11)]
    assert heights == sorted(heights, reverse=True)
    ids = set(atlas.bones["id"])
    assert {f"rib_{n}" for n in range(1, 13)} <= ids
    assert {name for name in ids if name.startswith("costal_cartilage")} == {
        f"costal_cartilage_{n}" for n in range(1, 11)
    }


def test_the_fibula_stands_outside_the_tibia_and_the_radius_outside_the_ulna(front: Seen) -> None:
    """Palms forward, the thumb points away from the body."""
    assert front.bone("fibula").centroid.x > front.bone("tibia").centroid.x
    assert front.bone("radius").centroid.x > front.bone("ulna").centroid.x


@pytest.mark.parametrize(
    ("view", "region", "landmark"),
    [
        ("left", "temple", "temporal_line"),
        ("back", "sacrum_upper", "s2_sp"),
        ("back", "sacrum_lower", "sacral_hiatus"),
        ("front", "knee_front", "patella_mid"),
        ("back", "thoracic_midline_t1_t3", "t3_sp"),
        ("back", "thoracic_midline_t4_t6", "t5_sp"),
        ("back", "thoracic_midline_t7_t9", "t8_sp"),
        ("back", "thoracic_midline_t10_t12", "t11_sp"),
        ("back", "lumbar_midline_upper", "l2_sp"),
        ("back", "lumbar_midline_lower", "l5_sp"),
        ("back", "scapula_medial", "scapula_medial_mid"),
        ("front", "shoulder_front", "lesser_tubercle"),
        ("back", "elbow_point", "olecranon"),
        ("back", "sit_bone", "ischial_tuberosity"),
        ("left", "ankle_lateral", "lateral_malleolus"),
        ("front", "chin", "menton"),
        ("left", "hip_lateral", "greater_trochanter"),
    ],
)
def test_regions_lie_over_the_landmarks_that_they_are_named_after(
    atlas: bodymap.Atlas, view: str, region: str, landmark: str
) -> None:
    seen = Seen(atlas, view)
    assert reaches(seen.region(region), seen.at(landmark), 1.5)


@pytest.mark.parametrize(
    ("point", "above", "below"),
    [
        ("rotatores_thoracis_trp3", "t2_sp", "t3_sp"),
        ("multifidus_thoracic_trp1", "t4_sp", "t5_sp"),
        ("rotatores_thoracis_trp1", "t4_sp", "t5_sp"),
        ("rotatores_thoracis_trp4", "t7_sp", "t8_sp"),
        ("multifidus_thoracic_trp2", "t8_sp", "t9_sp"),
        ("rotatores_thoracis_trp2", "t10_sp", "t11_sp"),
        ("multifidus_lumbar_trp1", "l2_sp", "l3_sp"),
    ],
)
def test_the_deepest_muscles_of_the_back_refer_to_the_spinous_processes_beside_the_point_alone(
    back: Seen, atlas: bodymap.Atlas, point: str, above: str, below: str
) -> None:
    """Their pattern is segmental: some three vertebrae high, and no wider than the hollow beside the processes."""
    essential = atlas.tables.referral.at[point, "essential"].split(";")
    felt = shapely.union_all([back.region(region) for region in essential])
    assert top(felt) > back.y(above)
    assert bottom(felt) < back.y(below)
    assert top(felt) - bottom(felt) < 10
    assert outer(felt) < 2
