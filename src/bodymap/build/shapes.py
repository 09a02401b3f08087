"""From a recipe's words to a shape: muscles by origin, insertion and borders; areas, courses, circles and lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from .curves import SAMPLES, Sheet, smooth
from .points import Plane, PointError, nearest

#: Distance between fibres, in stature, and the fewest and most of them in a part.
FIBRE_SPACING, FEWEST_FIBRES, MOST_FIBRES = 0.0062, 3, 12
#: What each kind of part may say, the word that names its kind first.
KINDS = {
    "origin": {"origin", "insertion", "first", "second", "first_bulge", "second_bulge", "belly"},
    "outline": {"outline", "corners"},
    "course": {"course", "width", "widths", "corners"},
    "line": {"line", "before", "after"},
    "around": {"around", "radius"},
    "at": {"at"},
}


@dataclass
class Shape:
    """A drawn structure in one plane, left side: its area, and for a muscle its fibres and tendons."""

    area: shapely.Geometry
    fibres: list[np.ndarray] = field(default_factory=list)
    tendons: list[shapely.Polygon] = field(default_factory=list)


def mirror(geometry):
    """A geometry, or an array of them, mirrored at the midline."""
    return shapely.transform(geometry, lambda points: points * (-1, 1))


def draw(recipe: dict, plane: Plane) -> Shape:
    """Draw a recipe, or all its ``parts`` together.

    Parameters
    ----------
    recipe : dict
        One part, or ``{"parts": [part, ...]}``. A part is a muscle (``origin``, ``insertion``, and its two borders as
        points, ``first`` and ``second``, or as ``first_bulge`` and ``second_bulge``; ``belly``: the share of its length
        that is fleshy), an ``outline``, a ``course`` with a ``width``, a ``line`` that has none (``before`` and
        ``after``: where it comes from and goes to, so that it joins another smoothly), a circle ``around`` a point with
        a ``radius``, or a point, ``at``.
    plane : Plane

    Returns
    -------
    Shape

    Raises
    ------
    PointError
        Naming the part and what is wrong with it.
    """
    parts = recipe.get("parts", [recipe])
    shapes = []
    for number, part in enumerate(parts, start=1):
        try:
            shapes.append(_draw_part(part, plane))
        except PointError as error:
            raise PointError(f"part {number}: {error}" if len(parts) > 1 else str(error)) from None
    return Shape(
        shapely.union_all([shape.area for shape in shapes], grid_size=1e-6),
        [fibre for shape in shapes for fibre in shape.fibres],
        [tendon for shape in shapes for tendon in shape.tendons],
    )


def _draw_part(part: dict, plane: Plane) -> Shape:
    kind = next((kind for kind in KINDS if kind in part), None)
    if kind is None:
        raise PointError(f"has none of {', '.join(KINDS)}")
    for word in part:
        if word not in KINDS[kind]:
            raise PointError(f'unknown word "{word}"{nearest(word, KINDS[kind])}')
    if kind == "origin":
        return _muscle(part, plane)
    if kind == "at":
        return Shape(shapely.Point(plane.point(part["at"])))
    if kind == "around":
        return Shape(shapely.Point(plane.point(part["around"])).buffer(plane.length(part["radius"]), quad_segs=8))
    if kind == "line":
        return Shape(_line(part, plane))
    points = plane.points(part[kind])
    curve = points if part.get("corners") == "sharp" else smooth(points, closed=kind == "outline")
    if kind == "outline":
        return Shape(_valid(shapely.Polygon(curve)))
    if "widths" in part:
        return Shape(_ribbon(points, curve, [plane.length(width) for width in part["widths"]]))
    return Shape(shapely.LineString(curve).buffer(plane.length(part["width"]) / 2, quad_segs=4))


def _muscle(part: dict, plane: Plane) -> Shape:
    if "insertion" not in part:
        raise PointError("has an origin but no insertion")
    origin, insertion = plane.points(part["origin"]), plane.points(part["insertion"])
    # The borders end where the attachments end; the first bulges away from the second and the other way round.
    ends = ((origin[0], insertion[0]), (origin[-1], insertion[-1]))
    middle = (origin[0] + origin[-1] + insertion[0] + insertion[-1]) / 4
    borders = []
    for name, (start, end) in zip(("first", "second"), ends, strict=True):
        if name in part:
            through = plane.points(part[name])
        else:
            through = _bulge(start, end, middle, _share(part.get(f"{name}_bulge", "0%")))
        borders.append(smooth(np.vstack([start, through, end])))
    sheet = Sheet(smooth(origin), smooth(insertion), *borders)
    area = _valid(shapely.Polygon(sheet.boundary()))
    start, end = (_share(share) for share in part.get("belly", ["0%", "100%"]))
    count = int(np.clip(round(sheet.width() / FIBRE_SPACING), FEWEST_FIBRES, MOST_FIBRES))
    fibres = [sheet.fibre((index + 0.5) / count, max(start, 0.01), min(end, 0.99)) for index in range(count)]
    tendons = [
        _valid(shapely.Polygon(sheet.between(*span))) for span in ((0.0, start), (end, 1.0)) if span[1] - span[0] > 0.01
    ]
    return Shape(area, fibres, tendons)


def _bulge(start: np.ndarray, end: np.ndarray, middle: np.ndarray, share: float) -> np.ndarray:
    """Points, shape (0 or 1, 2), that carry a border outwards from the middle by a share of its length."""
    if share == 0:
        return np.empty((0, 2))
    chord = end - start
    across = np.array([-chord[1], chord[0]])
    outwards = np.sign(across @ ((start + end) / 2 - middle)) or 1.0
    return ((start + end) / 2 + across * outwards * share)[None]


def _line(part: dict, plane: Plane) -> shapely.LineString:
    """A line through its points, which runs on from the point before them and towards the point after them."""
    points = plane.points(part["line"])
    if len(points) < 2:
        raise PointError("a line needs at least two points")
    before, after = (plane.points(part[name]) if name in part else points[:0] for name in ("before", "after"))
    curve = smooth(np.vstack([before, points, after]))
    return shapely.LineString(curve[SAMPLES * len(before) : len(curve) - SAMPLES * len(after)])


def _ribbon(points: np.ndarray, curve: np.ndarray, widths: list[float]) -> shapely.Polygon:
    """A course whose width changes from point to point."""
    if len(widths) != len(points):
        raise PointError(f"{len(points)} points but {len(widths)} widths")
    places = [shapely.LineString(curve).project(shapely.Point(point), normalized=True) for point in points]
    lengths = np.append(0, np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1)))
    half = np.interp(lengths / lengths[-1], places, np.array(widths) / 2)
    along = np.gradient(curve, axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.linalg.norm(along, axis=1, keepdims=True)
    sides = np.vstack([curve + across * half[:, None], (curve - across * half[:, None])[::-1]])
    ends = [shapely.Point(curve[k]).buffer(half[k], quad_segs=6) for k in (0, -1)]
    return shapely.union_all([_valid(shapely.Polygon(sides)), *ends], grid_size=1e-6)


def _share(text: str) -> float:
    try:
        return float(str(text).strip().removesuffix("%")) / 100
    except ValueError:
        raise PointError(f'"{text}" is not a share; write it as "12%"') from None


def _valid(polygon: shapely.Polygon) -> shapely.Geometry:
    """The polygon, mended where its boundary crosses itself a little; an error where it crosses itself a lot."""
    if polygon.is_valid:
        return polygon
    mended = shapely.make_valid(polygon)
    areas = [part for part in shapely.get_parts(mended) if part.geom_type == "Polygon"]
    largest = max(areas, key=shapely.area, default=None)
    hull = polygon.convex_hull.area
    lost = sum(part.area for part in areas) - (largest.area if largest is not None else 0)
    if largest is None or lost > 0.15 * hull:
        raise PointError("its borders cross: give the points of the insertion in the same order as those of the origin")
    return shapely.union_all(areas)
