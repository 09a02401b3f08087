"""The views: close-ups that bring the two sides nearer, feet side by side, frames about landmarks, and the open jaw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from bodymap import atlas, built, paths
from bodymap.build.recipes import read_recipes
from bodymap.build.shapes import mirror
from bodymap.build.views import read_views
from bodymap.views import PAIRS, SIDE_LETTERS

VIEWS = read_views(paths.GEOMETRY)
HANDS, JAW = VIEWS["hand_palm"], VIEWS["jaw_left"]
HEEL = np.array([0.06, 0.03, -0.05])
OUTER, INNER = (VIEWS[name].framed({"achilles_insertion": HEEL}) for name in ("foot_outer", "foot_inner"))
HAND = shapely.box(0.16, 0.4, 0.24, 0.5)


def test_both_sides_come_nearer_to_the_midline_by_the_same_step() -> None:
    left, right = np.array([0.2, 0.45, 0.01]), np.array([-0.2, 0.45, 0.01])
    whole, step = replace(HANDS, gather=0.0), np.array([HANDS.gather, 0])
    assert HANDS.project(left) == pytest.approx(whole.project(left) - step)
    assert HANDS.project(right) == pytest.approx(whole.project(right) + step)


def test_directions_are_turned_but_not_moved() -> None:
    assert HANDS.turned(np.array([1.0, 0.0, 0.0])) == pytest.approx([1, 0, 0])
    assert replace(HANDS, seen_from="back").turned(np.array([1.0, 0.0, 0.0])) == pytest.approx([-1, 0, 0])


def test_a_shape_is_brought_where_its_landmarks_are() -> None:
    assert HANDS.gathered(HAND).bounds == pytest.approx((0.16 - HANDS.gather, 0.4, 0.24 - HANDS.gather, 0.5))
    assert HANDS.gathered(shapely.Point(0.2, 0.45)).x == pytest.approx(0.2 - HANDS.gather)


def test_what_lies_on_the_trunk_does_not_fall_on_the_other_hand() -> None:
    assert HANDS.gathered(shapely.box(0.0, 0.4, 0.1, 0.5)).is_empty
    assert HANDS.gathered(shapely.Point(0.05, 0.45)).is_empty


def test_spreading_undoes_gathering_on_both_sides() -> None:
    near = HANDS.gathered(HAND)
    both = shapely.union(near, shapely.transform(near, lambda points: points * (-1, 1)))
    spread = shapely.union(HAND, shapely.transform(HAND, lambda points: points * (-1, 1)))
    assert HANDS.spread(both).symmetric_difference(spread).area == pytest.approx(0, abs=1e-12)


def test_the_map_knows_the_views_as_they_are_described() -> None:
    assert set(atlas.VIEWS) == set(VIEWS) == set(SIDE_LETTERS) == {view for pair in PAIRS for view in pair}
    assert {name: view.close_up_of for name, view in VIEWS.items() if view.close_up_of} == atlas.CLOSE_UPS
    assert {name: view.gather for name, view in VIEWS.items() if view.gather} == built.GATHERED
    assert {view.beside for view in VIEWS.values() if view.beside} == {built.BESIDE}


@pytest.mark.parametrize(("view", "sign"), [(OUTER, -1), (INNER, 1)])
def test_the_left_foot_is_set_beside_the_midline_toes_outwards(view, sign: int) -> None:
    toe = np.array([0.05, 0.01, 0.09])
    assert sign * view.project(HEEL)[0] == pytest.approx(built.GATHERED["foot_outer"])
    assert sign * view.project(toe)[0] == pytest.approx(built.GATHERED["foot_outer"] + 0.14)


@pytest.mark.parametrize("view", ["foot_sole", "foot_top", "foot_outer", "foot_inner"])
def test_landmarks_of_the_feet_lie_where_the_view_shows_them(view: str) -> None:
    toe = np.array([0.07, 0.01, 0.09])
    table = {"id": [built.BESIDE, "toe"], "side": ["left", "left"]}
    table |= dict(zip("xyz", np.stack([HEEL, toe], axis=1), strict=True))
    placed = built.landmarks({name: np.array(values, dtype=object) for name, values in table.items()})
    here = {
        (name, side): shapely.get_coordinates(point)[0]
        for name, side, seen, point in zip(*(placed[key] for key in ("id", "side", "view", "geometry")), strict=True)
        if seen == view
    }
    for name, place in ((built.BESIDE, HEEL), ("toe", toe)):
        shown = VIEWS[view].framed({built.BESIDE: HEEL}).project(place)
        assert here[name, "left"] == pytest.approx(shown)
        assert here[name, "right"] == pytest.approx(shown * (-1, 1))


@pytest.mark.parametrize("view", [OUTER, INNER])
def test_a_foot_is_brought_where_its_landmarks_are_and_back(view) -> None:
    foot = shapely.box(-0.09, 0.0, 0.05, 0.1)  # in the axes of the side view
    seen = mirror(view.gathered(foot)) if view.is_reversed else view.gathered(foot)
    toe = view.project(np.array([0.05, 0.05, 0.09]))
    assert seen.distance(shapely.Point(toe)) == pytest.approx(0, abs=1e-9)
    both = shapely.union(view.gathered(foot), mirror(view.gathered(foot)))
    assert view.spread(both).symmetric_difference(foot).area == pytest.approx(0, abs=1e-12)


def test_only_the_left_foot_is_rendered_where_the_right_one_is_its_mirror_image() -> None:
    both = shapely.MultiPolygon([shapely.box(0.01, 0, 0.1, 0.1), shapely.box(-0.1, 0, -0.01, 0.1)])
    assert OUTER.rendered(both).bounds == pytest.approx((-0.1, 0, -0.01, 0.1))
    assert INNER.rendered(both).bounds == pytest.approx((0.01, 0, 0.1, 0.1))
    assert HANDS.rendered(both) is both


def test_a_view_around_landmarks_is_framed_by_them() -> None:
    places = {name: np.array([0.03, 0.9, 0.0]) for name in JAW.around} | {"hyoid": np.array([0.0, 0.86, 0.02])}
    framed = JAW.framed(places)
    x0, y0, x1, y1 = JAW.frame
    assert framed.frame == pytest.approx((-0.02 + x0, 0.86 + y0, x1, 0.9 + y1))
    assert framed.framed({}) is framed


def test_the_jaw_shows_what_names_it_and_the_feet_from_within_have_drawings_of_their_own(tmp_path) -> None:
    file = tmp_path / "some.yaml"
    circle = "{around: gonion, radius: 1 cm"
    file.write_text(
        f"a:\n  sagittal: {circle}}}\nb:\n  sagittal: {circle}, views: [side, jaw]}}\n"
        f"c:\n  sagittal: {circle}, ghost_in: [jaw]}}\n  medial: {circle}}}\n"
    )
    views = {(recipe.id, recipe.plane): recipe.views for recipe in read_recipes(file)}
    assert views["a", "sagittal"] == {"side": False}
    assert views["b", "sagittal"] == {"side": False, "jaw": False}
    assert views["c", "sagittal"] == {"side": False, "jaw": True}
    assert views["c", "medial"] == {"foot_inner": False}
