"""Bind named landmarks to the mesh, so that they are known on every body."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from .body import Mesh


def read_landmark_table(folder: Path) -> pd.DataFrame:
    """The table ``landmarks.csv`` of a geometry folder, indexed by id.

    Columns: name, plain_name, laterality (``paired`` or ``midline``), height_pct, lateral_pct (% of stature, on
    the reference body in anatomical position, left side), forward_pct (% of stature forwards from the vertex; or
    ``front`` or ``back``, on the skin, and how far in from it, in % of stature), basis (where the numbers come from).
    """
    return pd.read_csv(folder / "landmarks.csv").set_index("id", verify_integrity=True)


def bind(table: pd.DataFrame, reference: Mesh) -> pd.DataFrame:
    """Bind every landmark to the two mesh triangles, in front and behind, that lie over it on the reference body.

    Parameters
    ----------
    table : pandas.DataFrame
        As from `read_landmark_table`.
    reference : Mesh
        The body that the table describes.

    Returns
    -------
    pandas.DataFrame
        Indexed by id; columns front and back (a triangle's index and its three barycentric weights) and front_to_back.

    Raises
    ------
    ValueError
        Where a landmark lies beside the body.
    """
    plane = reference.vertices[:, :2]
    corners = plane[reference.triangles]
    low, high = corners.min(axis=1), corners.max(axis=1)
    bound = {}
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
        bound[name] = (
            hits[int(np.argmax(forward))],
            hits[int(np.argmin(forward))],
            float(np.clip(fraction, 0, 1)),
        )
    return pd.DataFrame.from_dict(bound, orient="index", columns=["front", "back", "front_to_back"])


def place(bound: pd.DataFrame, mesh: Mesh) -> dict[str, np.ndarray]:
    """Where every bound landmark lies on a body: arrays of shape (3,), left side or midline; stature."""

    def at(hit) -> np.ndarray:
        index, weights = hit
        return weights @ mesh.vertices[mesh.triangles[index]]

    return {
        name: at(row.front) * (1 - row.front_to_back) + at(row.back) * row.front_to_back
        for name, row in zip(bound.index, bound.itertuples(), strict=True)
    }


def _forward(name: str, text: str, front: float, back: float) -> float:
    """A landmark's place from back to front, in stature, from its entry in the table."""
    surface, *inward = str(text).split()
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
