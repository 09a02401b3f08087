"""Landmarks are bound to the skin or to the bones under it, and found again on other bodies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from bodymap.build.body import Mesh
from bodymap.build.landmarks import arm_gap, bind, place

TABLE = pd.DataFrame(
    [
        ("waist", "paired", 50.0, 6.0, "0.0 skin"),
        ("navel", "midline", 52.0, 0.0, "front"),
        ("transverse", "paired", 52.0, 2.5, "-1.0"),
        ("spinous", "midline", 50.0, 0.0, "back 0.5"),
    ],
    columns=["id", "laterality", "height_pct", "lateral_pct", "forward_pct"],
).set_index("id")


def trunk() -> Mesh:
    """An ellipsoid as wide and deep as a waist, with a joint at either end."""
    around, up = np.meshgrid(np.linspace(0, 2 * np.pi, 48, endpoint=False), np.linspace(0.02, np.pi - 0.02, 30))
    vertices = np.stack(
        [0.075 * np.sin(up) * np.sin(around), 0.5 + 0.2 * np.cos(up), 0.055 * np.sin(up) * np.cos(around)], axis=-1
    ).reshape(-1, 3)
    row, column = np.meshgrid(np.arange(29), np.arange(48), indexing="ij")
    here, right = row * 48 + column, row * 48 + (column + 1) % 48
    triangles = np.concatenate(
        [np.stack([here, here + 48, right], -1), np.stack([right, here + 48, right + 48], -1)]
    ).reshape(-1, 3)
    joints = {"spine03": np.array([0.0, 0.45, 0.0]), "spine04": np.array([0.0, 0.55, 0.0])}
    return Mesh(vertices, triangles, np.full(len(triangles), "spine03"), joints)


def moved(mesh: Mesh, matrix: np.ndarray, step: np.ndarray) -> Mesh:
    joints = {name: joint @ matrix + step for name, joint in mesh.joints.items()}
    return replace(mesh, vertices=mesh.vertices @ matrix + step, joints=joints)


def test_on_the_reference_body_every_landmark_lies_where_the_table_says() -> None:
    mesh = trunk()
    for name, point in place(bind(TABLE, mesh), mesh, mesh).items():
        assert point[:2] * 100 == pytest.approx([TABLE.lateral_pct[name], TABLE.height_pct[name]], abs=1e-6)


def test_a_taller_narrower_body_carries_its_landmarks_along() -> None:
    mesh = trunk()
    matrix, step = np.diag([0.8, 1.1, 0.9]), np.array([0.0, 0.03, -0.01])
    other = moved(mesh, matrix, step)
    bound = bind(TABLE, mesh)
    before, after = place(bound, mesh, mesh), place(bound, other, other)
    for name, point in before.items():
        assert after[name] == pytest.approx(point @ matrix + step, abs=1e-6)


def test_padding_moves_the_skin_and_leaves_the_bones() -> None:
    bare = trunk()
    swell = 1 + 0.5 * np.exp(-(((bare.vertices[:, 1] - 0.5) / 0.08) ** 2))
    padded = replace(bare, vertices=bare.vertices * np.column_stack([swell, np.ones_like(swell), swell]))
    bound = bind(TABLE, bare)
    before, after = place(bound, bare, bare), place(bound, padded, bare)
    for name in ("transverse", "spinous"):
        assert after[name] == pytest.approx(before[name], abs=1e-9)
    for name in ("waist", "navel"):
        assert np.linalg.norm(after[name][[0, 2]]) > 1.2 * np.linalg.norm(before[name][[0, 2]])


def test_a_bone_under_padding_goes_where_the_joints_near_it_go() -> None:
    bare = trunk()
    step = np.array([0.0, 0.02, 0.0])
    lifted = moved(bare, np.eye(3), step)
    bound = bind(TABLE, bare)
    before, after = place(bound, bare, bare), place(bound, lifted, bare)
    assert after["transverse"] == pytest.approx(before["transverse"] + step, abs=1e-9)


def test_a_dent_in_the_skin_over_a_deep_bone_hardly_moves_it() -> None:
    mesh = trunk()
    place_of = np.array([0.025, 0.52])
    over = np.linalg.norm(mesh.vertices[:, :2] - place_of, axis=1) < 0.012
    dented = replace(mesh, vertices=mesh.vertices + over[:, None] * np.array([0.01, 0.0, 0.0]))
    bound = bind(TABLE, mesh)
    before, after = place(bound, mesh, mesh), place(bound, dented, dented)
    assert np.abs(after["transverse"] - before["transverse"]).max() < 0.002


def test_a_place_on_the_midline_stays_there() -> None:
    mesh = trunk()
    lopsided = moved(mesh, np.eye(3), np.array([0.003, 0.0, 0.0]))
    assert place(bind(TABLE, mesh), lopsided, lopsided)["spinous"][0] == 0


def test_a_landmark_beside_the_body_is_refused_by_name() -> None:
    beside = TABLE.assign(lateral_pct=[9.0, 0.0, 2.5, 0.0])
    with pytest.raises(ValueError, match="waist lies beside the body"):
        bind(beside, trunk())


def test_the_gap_between_arm_and_trunk_begins_where_they_part() -> None:
    trunk_and_arm = shapely.union_all(
        [shapely.box(-0.1, 0, 0.1, 0.8), shapely.box(0.13, 0.4, 0.2, 0.8), shapely.box(0.0, 0.7, 0.2, 0.8)]
    )
    places = {
        "waist_side": np.array([0.1, 0.6, 0.0]),
        "elbow_crease": np.array([0.14, 0.6, 0.0]),
        "axilla_post": np.array([0.1, 0.7, -0.03]),
    }
    x, y, z = arm_gap(trunk_and_arm, places)
    assert 0.1 <= x <= 0.13
    assert (y, z) == pytest.approx((0.7, -0.03))
