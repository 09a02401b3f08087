"""Tile the skin of a view: borders make faces named by label points; patches (circles, bands, loops) lie over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from .curves import smooth
from .points import Plane, PointError, nearest
from .recipes import RecipeError

_WORDS = {"borders", "paired", "midline"}
_BEYOND = "beyond "
_PATCH_WORDS = {"around", "radius", "along", "width", "loop", "corners"}
#: Pieces smaller than this (stature squared; about 0.9 square centimetres), or nowhere wider than twice this (stature;
#: about 5 mm), join the neighbour that they touch most, unless they are the largest piece of a region.
SMALLEST_FACE = 3e-5
THINNEST_FACE = 0.0015
_GRID = 1e-5
_HALF = shapely.box(0, -1, 1, 2)

Owner = tuple[str, str]


@dataclass(frozen=True)
class _Source:
    """Where a recipe stands, for its errors, and the plane of its points."""

    file: str
    view: str
    plane: Plane

    def error(self, text: str) -> RecipeError:
        return RecipeError(f"{self.file}: {self.view}: {text}")


def tile(file: str, view: str, words: dict, plane: Plane, outline: shapely.Polygon) -> dict[Owner, shapely.Geometry]:
    """Tile one whole-body view; in the coronal plane the left half of it, up to the midline.

    Parameters
    ----------
    file, view : str
        For the errors.
    words : dict
        ``borders`` (name to points, or ``{through: points, corners: sharp}``), and ``paired`` and ``midline``: region
        to a list of label points and patches. A border whose first or last point is ``beyond`` a place goes on from
        there, the shortest way, until it has left the figure. A label point names the face between borders that it
        lies in. A patch is ``{around: point, radius: 3 cm}``, ``{along: points, width: 2 cm}`` or ``{loop: points}``;
        it takes the skin that it covers from the faces and from the patches before it, midline ones from paired ones.
    plane : Plane
        Landmarks in the plane of the view, x growing to the person's left, or backwards (sagittal, medial).
    outline : shapely.Polygon
        The silhouette in the same coordinates.

    Returns
    -------
    dict
        (region, "left" or "midline") to its polygon; a valid coverage of the outline, or of its left half.

    Raises
    ------
    RecipeError
        For a border that cannot be placed, a face without a label, or a label that names no face or a taken one.
    """
    for word in words:
        if word not in _WORDS:
            raise RecipeError(f'{file}: {view}: unknown word "{word}"{nearest(word, _WORDS)}')
    source = _Source(file, view, plane)
    if plane.name not in ("sagittal", "medial"):
        outline = shapely.intersection(outline, _HALF, grid_size=_GRID)
    lines = [_line(source, name, border, outline) for name, border in (words.get("borders") or {}).items()]
    patches = list(_patches(source, words))
    ground = _faces([*lines, outline.boundary], outline)
    owners = _label(source, words, ground)
    tree = shapely.STRtree(ground)
    given = []
    for face in _faces([*lines, outline.boundary, *(patch.boundary for _, patch in patches)], outline):
        point = face.representative_point()
        over = [owner for owner, patch in patches if patch.contains(point)]
        under = tree.query(point, predicate="within")
        given.append((over[-1] if over else owners[under[0]] if len(under) else None, face))
    bare = [face for owner, face in given if owner is None and not _slight(face)]
    if bare:
        places = "; ".join(_describe(face, plane) for face in sorted(bare, key=shapely.area, reverse=True)[:6])
        raise source.error(f"{len(bare)} faces have no label: {places}")
    return dict(_merge(_adopt(_merge(given))))


def _line(source: _Source, name: str, border: list | dict, outline: shapely.Polygon) -> shapely.LineString:
    words = border if isinstance(border, dict) else {"through": border}
    try:
        texts = words["through"]
        points = source.plane.points([str(text).removeprefix(_BEYOND) for text in texts])
    except (PointError, KeyError) as error:
        raise source.error(f"border {name}: {error}") from None
    curve = points if words.get("corners") == "sharp" else smooth(points)
    if str(texts[0]).startswith(_BEYOND):
        curve = _prolonged(curve[::-1], outline)[::-1]
    if str(texts[-1]).startswith(_BEYOND):
        curve = _prolonged(curve, outline)
    return shapely.LineString(curve)


def _prolonged(curve: np.ndarray, outline: shapely.Polygon) -> np.ndarray:
    """A curve, shape (n, 2), with one more point beyond the outline, if it ends within."""
    end = shapely.Point(curve[-1])
    if not outline.contains(end):
        return curve
    rim = shapely.get_coordinates(shapely.shortest_line(end, outline.boundary))[1]
    return np.vstack([curve, rim + (rim - curve[-1]) / np.linalg.norm(rim - curve[-1]) * 10 * _GRID])


def _patches(source: _Source, words: dict):
    """Every patch, lowest first: ((region, side), its polygon)."""
    for owner, piece in _pieces(source, words):
        if isinstance(piece, dict):
            yield owner, _patch(source, owner[0], piece)


def _pieces(source: _Source, words: dict):
    """Every label point and patch of the recipe, as written: ((region, side), text or words)."""
    for group, side in (("paired", "left"), ("midline", "midline")):
        for region, pieces in (words.get(group) or {}).items():
            if not isinstance(pieces, list):
                raise source.error(f"{region}: give a list of label points and patches")
            for piece in pieces:
                yield (region, side), piece


def _patch(source: _Source, region: str, words: dict) -> shapely.Polygon:
    for word in words:
        if word not in _PATCH_WORDS:
            raise source.error(f'{region}: unknown word "{word}"{nearest(word, _PATCH_WORDS)}')
    plane, sharp = source.plane, words.get("corners") == "sharp"
    try:
        if "around" in words:
            return shapely.Point(plane.point(words["around"])).buffer(plane.length(words["radius"]), quad_segs=10)
        points = plane.points(words["along"] if "along" in words else words["loop"])
        if "along" in words:
            line = shapely.LineString(points if sharp else smooth(points))
            width = plane.length(words["width"])
            band = line.buffer(width / 2, cap_style="flat", quad_segs=6)
            return band.buffer(-0.3 * width, quad_segs=6).buffer(0.3 * width, quad_segs=6)
        loop = shapely.Polygon(points if sharp else smooth(points, closed=True))
        return shapely.make_valid(loop, method="structure", keep_collapsed=False)
    except (PointError, KeyError) as error:
        raise source.error(f"{region}: {error}") from None


def _faces(lines: list[shapely.Geometry], outline: shapely.Polygon) -> list[shapely.Polygon]:
    noded = shapely.union_all(lines, grid_size=_GRID)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    return [face for face in faces if outline.contains(face.representative_point())]


def _label(source: _Source, words: dict, faces: list[shapely.Polygon]) -> list[Owner | None]:
    """The owner of each face between borders, by the label points."""
    owners: list[Owner | None] = [None] * len(faces)
    tree = shapely.STRtree(faces)
    for owner, text in _pieces(source, words):
        if isinstance(text, dict):
            continue
        try:
            found = tree.query(shapely.Point(source.plane.point(text)), predicate="within")
        except PointError as error:
            raise source.error(f"{owner[0]}: {error}") from None
        if len(found) == 0:
            raise source.error(f'{owner[0]}: its label point "{text}" lies outside the figure')
        if owners[found[0]] not in (None, owner):
            raise source.error(
                f'{owner[0]}: its label point "{text}" lies in the same face as that of {owners[found[0]][0]}; '
                "a border between them is missing or open"
            )
        owners[found[0]] = owner
    return owners


def _merge(pieces: list[tuple[Owner | None, shapely.Geometry]]) -> list[tuple[Owner | None, shapely.Geometry]]:
    """One shape for each owner; the nameless pieces as they are."""
    named = dict.fromkeys(owner for owner, _ in pieces if owner is not None)
    merged = [(key, shapely.union_all([s for owner, s in pieces if owner == key], grid_size=_GRID)) for key in named]
    return merged + [piece for piece in pieces if piece[0] is None]


def _slight(face: shapely.Geometry) -> bool:
    return face.area < SMALLEST_FACE or shapely.buffer(face, -THINNEST_FACE).is_empty


def _adopt(pieces: list[tuple[Owner | None, shapely.Geometry]]) -> list[tuple[Owner, shapely.Geometry]]:
    """The connected parts of the pieces; every slight one, but for each owner's largest, given to a neighbour."""
    owners, parts, free = [], [], []
    for owner, shape in pieces:
        own = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
        for rank, part in enumerate(own):
            owners.append(owner)
            parts.append(part)
            free.append(owner is None or (rank > 0 and _slight(part)))
    tree = shapely.STRtree(parts)
    while any(free):
        settled = False
        for index in np.flatnonzero(free):
            near = [k for k in tree.query(parts[index], predicate="intersects") if not free[k]]
            shared = [parts[index].boundary.intersection(parts[k].boundary).length for k in near]
            if shared and max(shared) > 0:
                owners[index], free[index], settled = owners[near[int(np.argmax(shared))]], False, True
        if not settled:
            break
    return [(owner, part) for owner, part in zip(owners, parts, strict=True) if owner is not None]


def _describe(face: shapely.Polygon, plane: Plane) -> str:
    point = np.array(face.representative_point().coords[0])
    closest = min(plane.landmarks, key=lambda name: np.linalg.norm(plane.landmarks[name] - point))
    return f"near {closest} (x {point[0]:.3f}, y {point[1]:.3f}, area {face.area:.1e})"
