"""Pose the parametric human in anatomical position and give its mesh in units of stature."""

from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass

import numpy as np

#: Degrees. The arms end about 13 degrees from the vertical, the palms forward, the legs a little apart.
ARM_ADDUCTION = 28.0
SUPINATION = 90.0
LEG_ABDUCTION = 5.0


@dataclass(frozen=True)
class Mesh:
    """A posed body.

    Attributes
    ----------
    vertices : numpy.ndarray, shape (n, 3)
        x to the person's left, y up from the soles (0) to the vertex (1), z forwards from the vertex; stature.
    triangles : numpy.ndarray, shape (m, 3)
        Vertex indices, outward facing.
    part : numpy.ndarray of str, shape (m,)
        The bone of the rig that moves each triangle most.
    joints : dict of str to numpy.ndarray, shape (3,)
        The head of every bone of the rig, posed.
    """

    vertices: np.ndarray
    triangles: np.ndarray
    part: np.ndarray
    joints: dict[str, np.ndarray]


@functools.cache
def _model(local_changes: tuple[str, ...]):
    import anny

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return anny.create_fullbody_model(
            pose_parameterization="local-ref", triangulate_faces=True, local_changes=list(local_changes)
        )


def _rotation(axis: np.ndarray, degrees: float) -> np.ndarray:
    """Rotation matrix about an axis (Rodrigues)."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def _aligning(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The smallest rotation that turns direction ``a`` into direction ``b``."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    axis = np.cross(a, b)
    return _rotation(axis, np.degrees(np.arctan2(np.linalg.norm(axis), a @ b)))


def _anatomical_position(heads: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Rotations, in the axes of the rest pose, that bring the rest pose into anatomical position."""
    across_body = np.array([0.0, 1.0, 0.0])  # the model's y axis points backwards
    turns = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        shoulder, elbow = heads[f"upperarm01.{side}"], heads[f"lowerarm01.{side}"]
        middle, wrist = heads[f"lowerarm02.{side}"], heads[f"wrist.{side}"]
        forearm = wrist - elbow
        turns[f"upperarm01.{side}"] = _rotation(across_body, sign * ARM_ADDUCTION)
        turns[f"lowerarm01.{side}"] = _aligning(forearm, elbow - shoulder) @ _rotation(forearm, -sign * SUPINATION / 3)
        turns[f"lowerarm02.{side}"] = _rotation(wrist - middle, -sign * SUPINATION * 2 / 3)
        turns[f"upperleg01.{side}"] = _rotation(across_body, sign * LEG_ABDUCTION)
        turns[f"foot.{side}"] = _rotation(across_body, -sign * LEG_ABDUCTION)
    return turns


def make_mesh(phenotype: dict[str, float], proportions: dict[str, float]) -> Mesh:
    """Pose a body in anatomical position.

    Parameters
    ----------
    phenotype : dict of str to float
        The phenotype values of ``anny`` (gender 0 = male, 1 = female; age 0.67 = adult; muscle, weight, ...).
    proportions : dict of str to float
        Local changes of shape (-1 to 1), by their names in ``anny``: those of all bodies, and this body's own.

    Returns
    -------
    Mesh
        In units of stature.

    Notes
    -----
    The mesh and its shapes are those of MakeHuman (CC0), through the package ``anny`` (Apache-2.0).
    """
    import torch

    model = _model(tuple(sorted(proportions)))
    values = {name: torch.tensor([float(value)]) for name, value in phenotype.items()}
    changes = {name: torch.tensor([float(value)]) for name, value in proportions.items()}
    shape = {"phenotype_kwargs": values, "local_changes_kwargs": changes, "return_bone_ends": True}
    labels = list(model.bone_labels)
    with torch.no_grad():
        rest = model(**shape)
        heads = dict(zip(labels, rest["rest_bone_heads"][0].numpy().astype(float), strict=True))
        pose = {}
        for bone, rotation in _anatomical_position(heads).items():
            matrix = torch.eye(4)
            matrix[:3, :3] = torch.tensor(rotation)
            pose[bone] = matrix[None]
        posed = model(pose_parameters=pose, **shape)
    vertices = _to_body_axes(posed["vertices"][0].numpy().astype(float))
    joints = _to_body_axes(posed["bone_heads"][0].numpy().astype(float))
    low, high = vertices[:, 1].min(), vertices[:, 1].max()
    origin = np.array([0.0, low, vertices[vertices[:, 1].argmax(), 2]])
    triangles = model.faces.numpy()
    strongest = np.take_along_axis(
        model.vertex_bone_indices.numpy(), model.vertex_bone_weights.numpy().argmax(1)[:, None], 1
    )[:, 0]
    return Mesh(
        vertices=(vertices - origin) / (high - low),
        triangles=triangles,
        part=np.array(labels)[strongest[triangles[:, 0]]],
        joints=dict(zip(labels, (joints - origin) / (high - low), strict=True)),
    )


def _to_body_axes(points: np.ndarray) -> np.ndarray:
    """From the model's axes (left, back, up) to ours (left, up, forward)."""
    return np.column_stack([points[:, 0], points[:, 2], -points[:, 1]])
