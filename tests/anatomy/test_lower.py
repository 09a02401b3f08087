"""Hip, thigh, leg and foot: more of what the drawings owe to anatomy, on every body.

Statements after Gray's Anatomy (41st edition) and Moore's Clinically Oriented Anatomy (8th edition).
"""

from __future__ import annotations

import numpy as np
import shapely
from seen import Seen, bottom, ghosts, inner, level, level_at, middle, outer, reaches, share, top, width

# --- hip --------------------------------------------------------------------------------------------------------------


def test_the_fibres_of_gluteus_maximus_run_down_and_outwards(back: Seen) -> None:
    assert back.slope("gluteus_maximus", back.y("greater_trochanter") + 4) < -0.4


def test_gluteus_maximus_covers_the_ischial_tuberosity_of_a_standing_person(back: Seen) -> None:
    assert back.muscle("gluteus_maximus").contains(back.at("ischial_tuberosity"))


def test_the_upper_outer_part_of_gluteus_medius_is_left_bare_by_gluteus_maximus(back: Seen) -> None:
    assert 0.2 < share(back.muscle("gluteus_medius"), back.muscle("gluteus_maximus")) < 0.8
    assert outer(back.muscle("gluteus_medius")) > outer(back.muscle("gluteus_minimus"))


def test_from_the_side_the_small_rotators_follow_each_other_down_behind_the_hip_joint_as_ghosts(side: Seen) -> None:
    rotators = ("gemelli", "obturator_internus", "quadratus_femoris")
    assert all(ghosts(side)[name] for name in rotators)
    assert bottom(side.muscle("piriformis")) > side.muscle("gemelli").centroid.y > bottom(side.muscle("gemelli"))
    assert side.muscle("gemelli").centroid.y > side.muscle("quadratus_femoris").centroid.y
    assert all(side.x("femoral_head") < outer(side.muscle(name)) for name in rotators)
    assert reaches(side.muscle("quadratus_femoris"), side.at("ischial_tuberosity"))


def test_gluteus_maximus_ends_in_the_upper_third_of_the_thigh_above_the_middle_of_the_femur(back: Seen) -> None:
    assert back.y("femur_mid") < bottom(back.muscle("gluteus_maximus")) < back.y("lesser_trochanter")


def test_the_belly_of_tensor_fasciae_latae_ends_below_the_greater_trochanter_in_the_upper_third_of_the_thigh(
    front: Seen,
) -> None:
    belly = bottom(front.belly("tfl"))
    third = front.y("greater_trochanter") - (front.y("greater_trochanter") - front.y("patella_top")) / 3
    assert third < belly < front.y("greater_trochanter")


def test_psoas_major_lies_beside_the_lumbar_spine_and_iliacus_fills_the_iliac_fossa(front: Seen) -> None:
    muscle = front.muscle("iliopsoas")
    loin, pelvis = level(muscle, front.y("l3_sp")), level(muscle, front.y("asis") + 2)
    assert loin[1] < front.x("iliac_crest_top")
    assert pelvis[1] > front.x("iliac_crest_back")
    assert share(muscle, front.bone("hip_bone")) > 0.2


def test_pectineus_lies_between_iliopsoas_and_adductor_longus(front: Seen) -> None:
    height = front.y("pubic_symphysis") - 1
    iliopsoas, pectineus, longus = (
        middle(front.muscle(name), height) for name in ("iliopsoas", "pectineus", "adductor_longus")
    )
    assert iliopsoas > pectineus > longus


# --- thigh ------------------------------------------------------------------------------------------------------------


def test_rectus_femoris_ends_by_the_patellar_ligament_on_the_tibial_tuberosity(front: Seen) -> None:
    muscle = front.muscle("rectus_femoris")
    assert muscle.contains(front.at("tibial_tuberosity"))
    ligament = muscle.intersection(shapely.box(-100, 0, 100, front.y("patella_bottom") - 0.5))
    assert 1.5 < width(ligament, np.mean([front.y("patella_bottom"), front.y("tibial_tuberosity")])) < 4
    assert bottom(front.belly("rectus_femoris")) > front.y("patella_top") + 3


def test_the_bellies_of_the_vasti_hang_lower_than_that_of_rectus_femoris(front: Seen) -> None:
    rectus = bottom(front.belly("rectus_femoris"))
    for name in ("vastus_medialis", "vastus_lateralis"):
        assert bottom(front.belly(name)) < rectus - 2, name


def test_vastus_intermedius_lies_behind_rectus_femoris_on_the_shaft_of_the_femur(front: Seen, side: Seen) -> None:
    muscle = front.muscle("vastus_intermedius")
    assert share(muscle, front.muscle("rectus_femoris")) > 0.6
    height = side.y("femur_mid")
    assert middle(side.muscle("vastus_intermedius"), height) > middle(side.muscle("rectus_femoris"), height)


def test_vastus_lateralis_forms_the_outer_contour_of_the_thigh_muscles(front: Seen) -> None:
    height = front.y("femur_mid")
    others = ("rectus_femoris", "vastus_intermedius", "vastus_medialis", "sartorius")
    assert all(outer(front.muscle("vastus_lateralis")) > level(front.muscle(name), height)[1] for name in others)
    assert width(front.muscle("vastus_lateralis"), height) > width(front.muscle("sartorius"), height)


def test_vastus_lateralis_reaches_the_greater_trochanter_and_vastus_medialis_does_not(front: Seen) -> None:
    assert reaches(front.muscle("vastus_lateralis"), front.at("greater_trochanter"), 2.0)
    assert not reaches(front.muscle("vastus_medialis"), front.at("greater_trochanter"), 2.0)


def test_sartorius_crosses_in_front_of_rectus_femoris_high_and_lies_inside_it_at_mid_thigh(front: Seen) -> None:
    sartorius, rectus = front.muscle("sartorius"), front.muscle("rectus_femoris")
    high = front.y("aiis") - 3
    assert level(sartorius, high)[1] > level(rectus, high)[0]
    assert level(sartorius, front.y("femur_mid"))[1] < middle(rectus, front.y("femur_mid"))


def test_sartorius_passes_behind_the_inner_condyle_and_turns_forwards_to_the_tibia(front: Seen, side: Seen) -> None:
    height = side.y("medial_femoral_epicondyle")
    assert middle(side.muscle("sartorius"), height) > side.x("patella_mid") + 3
    assert level(front.muscle("sartorius"), front.y("knee_joint_line"))[0] < front.x("tibia_plateau_medial")
    assert bottom(side.muscle("sartorius")) < side.y("tibial_tuberosity") + 1


def test_gracilis_is_the_innermost_muscle_of_the_upper_thigh(front: Seen) -> None:
    height = front.y("crotch") - 6
    innermost = level(front.muscle("gracilis"), height)[0]
    others = ("adductor_longus", "adductor_magnus", "sartorius", "vastus_medialis")
    assert all(innermost < level(front.muscle(name), height)[0] for name in others)


def test_the_tendons_of_the_goose_foot_end_together_inside_the_tibial_tuberosity(front: Seen, back: Seen) -> None:
    for view, name in ((front, "sartorius"), (front, "gracilis"), (back, "semitendinosus")):
        muscle = view.muscle(name)
        assert reaches(muscle, view.at("pes_anserinus")), name
        assert bottom(muscle) < view.y("tibia_plateau_medial"), name


def test_only_the_hamstring_part_of_adductor_magnus_goes_down_to_the_adductor_tubercle(back: Seen) -> None:
    muscle = back.muscle("adductor_magnus")
    assert reaches(muscle, back.at("adductor_tubercle"))
    assert width(muscle, back.y("adductor_tubercle") + 2) < width(muscle, back.y("femur_mid")) / 3


def test_the_adductors_stand_one_below_the_other_on_the_femur(front: Seen) -> None:
    names = ("pectineus", "adductor_brevis", "adductor_longus", "adductor_magnus")
    ends = [bottom(front.muscle(name)) for name in names]
    assert ends == sorted(ends, reverse=True)


def test_semimembranosus_is_tendon_above_and_semitendinosus_tendon_below(back: Seen) -> None:
    membrane, tendon = back.belly("semimembranosus"), back.belly("semitendinosus")
    assert top(tendon) > top(membrane) + 5
    assert bottom(tendon) > bottom(membrane) + 5


def test_semimembranosus_reaches_wider_than_semitendinosus_on_both_sides_above_the_knee(back: Seen) -> None:
    height = back.y("popliteal_crease") + 6
    wide, narrow = level(back.muscle("semimembranosus"), height), level(back.muscle("semitendinosus"), height)
    assert wide[1] - wide[0] > 1.8 * (narrow[1] - narrow[0])
    assert wide[1] > narrow[1]


def test_semimembranosus_ends_behind_the_inner_condyle_of_the_tibia_and_goes_no_farther(back: Seen) -> None:
    muscle = back.muscle("semimembranosus")
    assert back.y("tibial_tuberosity") < bottom(muscle) < back.y("tibia_plateau_medial")
    assert reaches(muscle, back.at("tibia_plateau_medial"), 1.2)


def test_the_long_head_of_biceps_femoris_slants_outwards_on_its_way_down(back: Seen) -> None:
    muscle = back.muscle("biceps_femoris")
    heights = [back.y("ischial_tuberosity") - 6, back.y("femur_mid"), back.y("femur_lower")]
    places = [level(muscle, height)[1] for height in heights]
    assert places == sorted(places)


def test_the_hamstrings_part_above_the_knee_and_leave_the_popliteal_fossa_open(back: Seen) -> None:
    height = back.y("popliteal_crease") + 2
    gap = level(back.muscle("biceps_femoris"), height)[0] - level(back.muscle("semimembranosus"), height)[1]
    assert gap > 1
    assert level(back.muscle("semimembranosus"), height)[1] < back.x("popliteal_crease") + 1


# --- leg --------------------------------------------------------------------------------------------------------------


def test_the_heads_of_gastrocnemius_meet_in_the_middle_of_the_calf_and_the_medial_is_the_larger(back: Seen) -> None:
    height = back.y("gastroc_end") + 8
    medial, lateral = (level(back.muscle(f"gastrocnemius_{head}"), height) for head in ("medial", "lateral"))
    assert abs(lateral[0] - medial[1]) < 1
    assert back.belly("gastrocnemius_medial").area > back.belly("gastrocnemius_lateral").area


def test_gastrocnemius_lies_behind_soleus(side: Seen) -> None:
    height = side.y("gastroc_end") + 4
    assert middle(side.muscle("gastrocnemius_medial"), height) > middle(side.muscle("soleus"), height)


def test_soleus_comes_out_on_both_sides_of_gastrocnemius_below_its_bellies(back: Seen) -> None:
    height = min(bottom(back.belly(f"gastrocnemius_{head}")) for head in ("medial", "lateral")) - 1
    low, high = level(back.muscle("soleus"), height)
    assert low < level(back.muscle("gastrocnemius_medial"), height)[0]
    assert high > level(back.muscle("gastrocnemius_lateral"), height)[1]


def test_the_achilles_tendon_narrows_from_the_calf_to_a_finger_above_the_heel(back: Seen) -> None:
    muscle = back.muscle("soleus")
    heel = back.y("achilles_insertion")
    assert width(muscle, heel + 3) < width(muscle, heel + 10) < width(muscle, heel + 18)
    assert 1 < width(muscle, heel + 3) < 3.5


def test_flexor_hallucis_longus_arises_from_the_fibula_though_it_goes_to_the_big_toe(back: Seen) -> None:
    long_hallux, long_toes = back.belly("fhl"), back.belly("fdl")
    assert long_hallux.contains(shapely.Point(back.x("fibula_mid"), back.y("fibula_mid") - 2))
    assert long_hallux.centroid.x > long_toes.centroid.x + 1
    assert inner(back.muscle("fhl")) < back.x("ankle_mid")


def test_flexor_hallucis_longus_is_fleshy_farther_down_than_the_other_deep_flexors(back: Seen) -> None:
    lowest = bottom(back.belly("fhl"))
    assert all(lowest < bottom(back.belly(name)) for name in ("fdl", "tibialis_posterior"))


def test_tibialis_posterior_lies_between_the_two_bones_with_a_flexor_on_either_side(back: Seen) -> None:
    height = back.y("fibula_mid")
    toes, tibialis, hallux = (middle(back.muscle(name), height) for name in ("fdl", "tibialis_posterior", "fhl"))
    assert toes < tibialis < hallux
    assert share(back.belly("tibialis_posterior"), back.bone("fibula")) < 0.6


def test_tibialis_posterior_arises_higher_than_the_other_deep_flexors(back: Seen) -> None:
    highest = top(back.muscle("tibialis_posterior"))
    assert all(highest > top(back.muscle(name)) for name in ("fdl", "fhl"))
    assert highest < top(back.muscle("popliteus"))


def test_popliteus_lies_above_the_origin_of_soleus_on_the_tibia(back: Seen) -> None:
    popliteus, soleus = back.muscle("popliteus"), back.muscle("soleus")
    assert popliteus.centroid.y > top(soleus) - 4
    assert bottom(popliteus) > back.y("tibia_medial_mid") + 2


def test_in_front_the_muscles_of_the_leg_follow_from_the_shin_outwards(front: Seen) -> None:
    height = front.y("mid_leg") + 4
    names = ("tibialis_anterior", "edl", "fibularis_longus")
    places = [middle(front.muscle(name), height) for name in names]
    assert places == sorted(places)
    assert level(front.muscle("tibialis_anterior"), height)[0] > front.x("tibia_medial_mid") - 1


def test_extensor_hallucis_longus_comes_out_between_its_neighbours_and_crosses_to_the_big_toe(front: Seen) -> None:
    ehl, low = front.muscle("ehl"), front.y("ankle_mid") + 2
    assert top(ehl) < top(front.muscle("edl")) - 5
    order = [middle(front.muscle(name), low) for name in ("tibialis_anterior", "ehl", "edl")]
    assert order == sorted(order)
    assert reaches(ehl, front.at("big_toe_base"), 2.0)


def test_fibularis_brevis_lies_under_longus_and_before_it_behind_the_outer_ankle(side: Seen) -> None:
    height = side.y("lateral_malleolus") + 2
    brevis, longus = side.muscle("fibularis_brevis"), side.muscle("fibularis_longus")
    assert middle(brevis, height) < middle(longus, height)
    assert bottom(side.belly("fibularis_brevis")) < bottom(side.belly("fibularis_longus"))


# --- foot -------------------------------------------------------------------------------------------------------------


def test_flexor_digitorum_brevis_lies_over_quadratus_plantae_in_the_middle_of_the_sole(sole: Seen) -> None:
    brevis, quadratus = sole.muscle("flexor_digitorum_brevis"), sole.muscle("quadratus_plantae")
    assert share(quadratus, brevis) > 0.4
    assert top(quadratus) < top(brevis)


def test_the_abductors_border_the_sole_and_flexor_digitorum_brevis_lies_between_them(sole: Seen) -> None:
    height = sole.y("cuboid")
    names = ("abductor_hallucis", "flexor_digitorum_brevis", "abductor_digiti_minimi_foot")
    places = [middle(sole.muscle(name), height) for name in names]
    assert places == sorted(places)


def test_quadratus_plantae_joins_the_tendon_of_the_long_toe_flexor(sole: Seen) -> None:
    assert sole.muscle("quadratus_plantae").intersects(sole.muscle("fdl"))
    assert reaches(sole.muscle("quadratus_plantae"), sole.bone("calcaneus"), 0.1)


def test_the_tendons_of_the_two_long_flexors_cross_in_the_sole(sole: Seen) -> None:
    toes, hallux = sole.muscle("fdl"), sole.muscle("fhl")
    assert toes.intersects(hallux)
    assert inner(hallux) < sole.x("mt2_head") < outer(toes)


def test_abductor_hallucis_follows_the_arch_above_the_ground(side: Seen) -> None:
    muscle = side.muscle("abductor_hallucis")
    low = [level_at(muscle, side.x(place))[0] for place in ("mt1_base", "mt1_head")]
    assert low[0] > low[1]
    assert low[0] > 1


def test_from_the_side_extensor_hallucis_longus_comes_out_between_its_neighbours_low_in_the_leg(side: Seen) -> None:
    """Above, it lies under extensor digitorum longus; below, before it and behind tibialis anterior."""
    low, high = side.y("ankle_mid"), side.y("fibula_mid")
    height = low + 0.35 * (high - low)
    order = [middle(side.muscle(name), height) for name in ("tibialis_anterior", "ehl", "edl", "fibularis_longus")]
    assert order == sorted(order)


def test_from_the_side_the_patellar_ligament_goes_on_from_the_patella_to_the_tibial_tuberosity(side: Seen) -> None:
    rectus = side.muscle("rectus_femoris")
    assert reaches(rectus, side.at("patella_top"))
    assert reaches(rectus, side.at("patella_bottom"))
    assert reaches(rectus, side.at("tibial_tuberosity"))
