"""Tile the skin of a view: borders drawn, noded with the outline, polygonised, and each face named by a label point."""

from __future__ import annotations

import numpy as np
import shapely

from .curves import smooth
from .figure import mirror
from .points import Plane, PointError, nearest
from .recipes import RecipeError

_WORDS = {"borders", "circles", "paired", "midline"}
#: Faces smaller than this (stature squared; about 0.6 square centimetres) join the neighbour that they touch most.
SMALLEST_FACE = 2e-5
_GRID = 1e-5


def tile(file: str, view: str, words: dict, plane: Plane, outline: shapely.Polygon) -> dict[tuple[str, str], shapely.Geometry]:
    """Tile one whole-body view.

    Parameters
    ----------
    file, view : str
        For the errors.
    words : dict
        ``borders`` (name to points, left half), ``circles`` (name to ``around`` and ``radius``), ``paired`` and ``midline``
        (region to its label points, left half).
    plane : Plane
        Landmarks in the plane of the view, x growing to the person's left (coronal) or backwards (sagittal).
    outline : shapely.Polygon
        The silhouette in the same coordinates.

    Returns
    -------
    dict
        (region, side) to its polygon; a valid coverage of the outline.

    Raises
    ------
    RecipeError
        For a border that cannot be placed, a face without a label, or a label that names no face or a taken one.
    """
    for word in words:
        if word not in _WORDS:
            raise RecipeError(f'{file}: {view}: unknown word "{word}"{nearest(word, _WORDS)}')
    coronal = plane.name == "coronal"
    lines = [_line(file, view, name, border, plane) for name, border in (words.get("borders") or {}).items()]
    lines += [_circle(file, view, name, circle, plane) for name, circle in (words.get("circles") or {}).items()]
    if coronal:
        lines += [mirror(line) for line in lines] + [shapely.LineString([(0, -1), (0, 2)])]
    noded = shapely.union_all([*lines, outline.boundary], grid_size=_GRID)
    faces = [face for face in shapely.get_parts(shapely.polygonize([noded])) if _inside(face, outline)]
    owners: list[tuple[str, str] | None] = [None] * len(faces)
    tree = shapely.STRtree(faces)
    for (region, side), text, point in _labels(file, view, words, plane):
        found = tree.query(point, predicate="within")
        if len(found) == 0:
            raise RecipeError(f'{file}: {view}: {region}: its label point "{text}" lies outside the figure')
        if owners[found[0]] not in (None, (region, side)):
            other = owners[found[0]][0]
            raise RecipeError(
                f'{file}: {view}: {region}: its label point "{text}" lies in the same face as that of {other}; '
                "a border between them is missing or open"
            )
        owners[found[0]] = (region, side)
    _adopt(faces, owners)
    bare = [face for face, owner in zip(faces, owners, strict=True) if owner is None]
    if bare:
        places = "; ".join(_describe(face, plane) for face in sorted(bare, key=shapely.area, reverse=True)[:6])
        raise RecipeError(f"{file}: {view}: {len(bare)} faces have no label: {places}")
    keys = list(dict.fromkeys(owners))
    merged = [
        shapely.union_all([face for face, owner in zip(faces, owners, strict=True) if owner == key], grid_size=_GRID)
        for key in keys
    ]
    return dict(zip(keys, merged, strict=True))


def _inside(face: shapely.Polygon, outline: shapely.Polygon) -> bool:
    return outline.contains(face.representative_point())


def _line(file: str, view: str, name: str, border, plane: Plane) -> shapely.LineString:
    words = border if isinstance(border, dict) else {"through": border}
    try:
        points = plane.points(words["through"])
    except PointError as error:
        raise RecipeError(f"{file}: {view}: border {name}: {error}") from None
    return shapely.LineString(points if words.get("corners") == "sharp" else smooth(points))


def _circle(file: str, view: str, name: str, circle: dict, plane: Plane) -> shapely.LineString:
    try:
        return shapely.Point(plane.point(circle["around"])).buffer(plane.length(circle["radius"]), quad_segs=8).exterior
    except (PointError, KeyError) as error:
        raise RecipeError(f"{file}: {view}: circle {name}: {error}") from None


def _labels(file: str, view: str, words: dict, plane: Plane):
    """Every label point: ((region, side), its text, point)."""
    for group in ("paired", "midline"):
        for region, texts in (words.get(group) or {}).items():
            for text in texts if isinstance(texts, list) else [texts]:
                try:
                    x, y = plane.point(text)
                except PointError as error:
                    raise RecipeError(f"{file}: {view}: {region}: {error}") from None
                side = "midline" if group == "midline" else "left"
                yield (region, side), text, shapely.Point(x, y)
                if plane.name == "coronal":
                    yield (region, "right" if side == "left" else side), text, shapely.Point(-x, y)


def _adopt(faces: list[shapely.Polygon], owners: list[tuple[str, str] | None]) -> None:
    """Give every small nameless face to the named neighbour with which it shares most border."""
    tree = shapely.STRtree(faces)
    for _ in range(3):
        for index, (face, owner) in enumerate(zip(faces, owners, strict=True)):
            if owner is not None or face.area > SMALLEST_FACE:
                continue
            near = [k for k in tree.query(face, predicate="touches") if owners[k] is not None]
            shared = [face.boundary.intersection(faces[k].boundary).length for k in near]
            if shared and max(shared) > 0:
                owners[index] = owners[near[int(np.argmax(shared))]]


def _describe(face: shapely.Polygon, plane: Plane) -> str:
    point = np.array(face.representative_point().coords[0])
    names = list(plane.landmarks)
    distance = [np.linalg.norm(plane.landmarks[name] - (abs(point[0]) if plane.name == "coronal" else point[0], point[1])) for name in names]
    closest = int(np.argmin(distance))
    return f"near {names[closest]} (x {point[0]:.3f}, y {point[1]:.3f}, area {face.area:.1e})"
