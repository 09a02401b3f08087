"""Bind named landmarks to the mesh, so that they are known on every body."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from .body import Mesh

#: The skin that a bony landmark is placed by: a Gaussian about it, as wide as it lies deep and this much more; stature.
#: So a place close under the skin goes with the skin near it, and a deep one with the whole section of the body.
LEAST_REACH = 0.03
#: Beyond this many widths of the Gaussian the skin does not count.
_CUT = 3.0
#: How far the places of the rig's joints are felt where a body differs from itself without its padding; stature.
_JOINT_REACH = 0.06
#: Bones of the rig whose skin is none of the body's surface, or whose joints say nothing of the skeleton.
_INSIDE = ("eye", "tongue")
_UNSTEADY_JOINTS = ("breast", "spine01", "spine02")
_LIMBS = {
    "arm": ("upperarm02", "lowerarm", "wrist", "metacarpal", "finger"),
    "leg": ("upperleg02", "lowerleg", "foot", "toe"),
}


@dataclass(frozen=True)
class OnSkin:
    """A place between two triangles of the mesh, in front of it and behind it: it goes where they go.

    ``front`` and ``back`` are a triangle's index and its three barycentric weights; ``front_to_back`` the share of the
    way between them.
    """

    front: tuple[int, np.ndarray]
    back: tuple[int, np.ndarray]
    front_to_back: float

    def on(self, mesh: Mesh) -> np.ndarray:
        """Its place on a body, shape (3,)."""
        (first, ahead), (second, behind) = self.front, self.back
        near = ahead @ mesh.vertices[mesh.triangles[first]]
        far = behind @ mesh.vertices[mesh.triangles[second]]
        return near * (1 - self.front_to_back) + far * self.front_to_back


@dataclass(frozen=True)
class OnBone:
    """A weighted sum of many vertices of the skin around a place.

    The weights are those of moving least squares (Schaefer et al. 2006, Image deformation using moving least squares):
    of all affine maps, the place takes the one that best carries the skin near it from the reference body to another.
    """

    vertices: np.ndarray
    weights: np.ndarray
    midline: bool

    def on(self, bare: Mesh, mesh: Mesh) -> np.ndarray:
        """Its place, shape (3,), on a body that is known also without its padding."""
        place = self.weights @ bare.vertices[self.vertices]
        place = place + _shift(place, bare, mesh)
        return place * (0, 1, 1) if self.midline else place


def read_landmark_table(folder: Path) -> pd.DataFrame:
    """The table ``landmarks.csv`` of a geometry folder, indexed by id.

    Columns: name, plain_name, laterality (``paired`` or ``midline``), height_pct, lateral_pct (% of stature, on
    the reference body in anatomical position, left side), forward_pct (% of stature forwards from the vertex; or
    ``front`` or ``back``, on the skin, and how far in from it, in % of stature; a number and ``skin`` is a place of the
    skin that is seen from the side), basis (where the numbers come from).
    """
    return pd.read_csv(folder / "landmarks.csv").set_index("id", verify_integrity=True)


def bind(table: pd.DataFrame, reference: Mesh) -> dict[str, OnSkin | OnBone]:
    """Bind every landmark to the mesh: what is a place of the skin to the skin, all else to the bones under it.

    Parameters
    ----------
    table : pandas.DataFrame
        As from `read_landmark_table`.
    reference : Mesh
        The body that the table describes.

    Returns
    -------
    dict
        id to the way in which it is bound.

    Raises
    ------
    ValueError
        Where a landmark lies beside the body.
    """
    corners = reference.vertices[:, :2][reference.triangles]
    low, high = corners.min(axis=1), corners.max(axis=1)
    limbs, areas = _limbs(reference), _vertex_areas(reference)
    bound: dict[str, OnSkin | OnBone] = {}
    for name, row in table.iterrows():
        point = np.array([row.lateral_pct, row.height_pct]) / 100
        near = np.flatnonzero(((low <= point) & (point <= high)).all(axis=1))
        hits = [(index, weights) for index in near if (weights := _barycentric(corners[index], point)) is not None]
        if not hits:
            raise ValueError(
                f"landmarks.csv: {name} lies beside the body (height {row.height_pct}, lateral {row.lateral_pct})"
            )
        forward = [weights @ reference.vertices[reference.triangles[index], 2] for index, weights in hits]
        front, back = max(forward), min(forward)
        fraction = (front - _forward(name, row.forward_pct, front, back)) / (front - back)
        skin = OnSkin(hits[int(np.argmax(forward))], hits[int(np.argmin(forward))], float(np.clip(fraction, 0, 1)))
        if _is_skin(row.forward_pct):
            bound[name] = skin
        else:
            limb = limbs[reference.triangles[skin.front[0], 0]]
            bound[name] = _to_bone(skin.on(reference), reference, areas * (limbs == limb), row.laterality == "midline")
    return bound


def place(bound: dict[str, OnSkin | OnBone], mesh: Mesh, bare: Mesh) -> dict[str, np.ndarray]:
    """Where every bound landmark lies on a body: arrays of shape (3,), left side or midline; stature.

    Parameters
    ----------
    bound : dict
        As from `bind`.
    mesh : Mesh
        The body.
    bare : Mesh
        The same body without its padding: no heavier and no more muscular than the reference, and not pregnant. The
        bones lie under its skin as they lie under the reference body's.
    """
    return {name: way.on(mesh) if isinstance(way, OnSkin) else way.on(bare, mesh) for name, way in bound.items()}


def arm_gap(outline: shapely.Polygon, places: dict[str, np.ndarray]) -> np.ndarray:
    """Where arm and trunk part, seen from the front: the top of the gap between them, shape (3,); stature.

    It is no place of the skin: the thicker arm and trunk are, the lower it lies. It is found anew on every body.

    Parameters
    ----------
    outline : shapely.Polygon
        The body from the front.
    places : dict
        The body's other landmarks, as from `place`.
    """
    gaps = shapely.get_parts(outline.convex_hull.difference(outline))
    between = shapely.Point((places["waist_side"] + places["elbow_crease"])[:2] / 2)
    corners = shapely.get_coordinates(gaps[int(np.argmin(shapely.distance(gaps, between)))])
    return np.append(corners[corners[:, 1].argmax()], places["axilla_post"][2])


def _to_bone(point: np.ndarray, reference: Mesh, areas: np.ndarray, midline: bool) -> OnBone:
    distance = np.linalg.norm(reference.vertices - point, axis=1)
    reach = LEAST_REACH + distance[areas > 0].min()
    near = np.flatnonzero((distance < _CUT * reach) & (areas > 0))
    weight = areas[near] * np.exp(-0.5 * (distance[near] / reach) ** 2)
    weight = weight / weight.sum()
    centre = weight @ reference.vertices[near]
    offsets = reference.vertices[near] - centre
    moments = (offsets * weight[:, None]).T @ offsets
    return OnBone(near, weight * (1 + offsets @ np.linalg.solve(moments, point - centre)), midline)


def _shift(place: np.ndarray, bare: Mesh, mesh: Mesh) -> np.ndarray:
    """How far the joints near a place lie apart on a body with and without its padding, shape (3,)."""
    steady = [name for name in bare.joints if not name.startswith(_UNSTEADY_JOINTS)]
    from_here = np.array([bare.joints[name] for name in steady])
    weight = np.exp(-0.5 * np.sum((from_here - place) ** 2, axis=1) / _JOINT_REACH**2) + 1e-12
    return weight @ np.array([mesh.joints[name] - bare.joints[name] for name in steady]) / weight.sum()


def _limbs(mesh: Mesh) -> np.ndarray:
    """For every vertex the free limb that it belongs to, with its side; ``trunk``; or nothing inside the body."""
    limb_of = {}
    for bone in set(mesh.part):
        limb_of[bone] = "" if bone.startswith(_INSIDE) else "trunk"
        for limb, bones in _LIMBS.items():
            if bone.startswith(bones):
                limb_of[bone] = limb + bone[-2:]
    limbs = np.full(len(mesh.vertices), "", dtype=object)
    limbs[mesh.triangles.ravel()] = np.repeat([limb_of[bone] for bone in mesh.part], 3)
    return limbs


def _vertex_areas(mesh: Mesh) -> np.ndarray:
    """The area of the triangles around every vertex, so that a finely meshed hand counts no more than a back."""
    corners = mesh.vertices[mesh.triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return np.bincount(mesh.triangles.ravel(), np.repeat(area, 3), minlength=len(mesh.vertices))


def _is_skin(text: str) -> bool:
    """Whether an entry of forward_pct names a place of the skin itself."""
    return str(text) in ("front", "back") or str(text).endswith(" skin")


def _forward(name: str, text: str, front: float, back: float) -> float:
    """A landmark's place from back to front, in stature, from its entry in the table."""
    surface, *inward = str(text).removesuffix(" skin").split()
    try:
        if surface in ("front", "back"):
            depth = float(inward[0]) / 100 if inward else 0.0
            return front - depth if surface == "front" else back + depth
        return float(surface) / 100
    except ValueError:
        raise ValueError(
            f'landmarks.csv: {name}, column forward_pct: "{text}" is not a number, nor "front" or "back" and a number'
        ) from None


def _barycentric(triangle: np.ndarray, point: np.ndarray) -> np.ndarray | None:
    """Barycentric weights of a point in a plane triangle, or None outside it."""
    (ax, ay), (bx, by), (cx, cy) = triangle
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if abs(area) < 1e-14:
        return None
    px, py = point
    u = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area
    v = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area
    weights = np.array([u, v, 1 - u - v])
    return weights if weights.min() >= -1e-9 else None
