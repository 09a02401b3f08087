"""Close-ups that bring the two sides of the body nearer to each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from bodymap import paths
from bodymap.build.views import read_views

HANDS = read_views(paths.GEOMETRY)["hand_palm"]
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
