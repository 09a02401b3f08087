"""Second stage of the build: recipes on landmarks to shapes. Needs no parametric human, and takes seconds."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from .. import built
from ..zones import scraps
from . import tables
from .points import Plane, in_plane
from .recipes import DISSECTIONS, Recipe, RecipeError, read_recipes, read_yaml
from .regions import tile
from .shapes import Shape, mirror
from .views import View, read_views

#: Shapes stay this far inside the outline, in stature, so that their edges do not lie on it.
MARGIN = 0.0006
_STEP = 10**-tables.DECIMALS
#: The recipes of each drawn layer, and the view names that a side view stands for.
LAYERS = {
    "bones": "bones.yaml",
    "features": "features.yaml",
    "muscles": "muscles",
    "risk_areas": "risk_areas.yaml",
    "courses": "courses.yaml",
    "trigger_points": "trigger_points",
}
_SIDE_VIEWS = {"side": "left", "jaw": "jaw_left"}
_DISSECTED = {_SIDE_VIEWS[view] for view in DISSECTIONS}


@dataclass(frozen=True, eq=False)
class Body:
    """What the first stage found of one body: its landmarks (3,), and the outline of each stored view; stature."""

    name: str
    landmarks: dict[str, np.ndarray]
    outlines: dict[str, shapely.Polygon]
    views: dict[str, View]

    def plane(self, name: str) -> Plane:
        """The landmarks in a plane, left side."""
        return in_plane(self.landmarks, name)

    @property
    def close_ups(self) -> dict[str, str]:
        """Each close-up, and the whole-body view of which it is a part."""
        return {view.name: view.close_up_of for view in self.views.values() if view.close_up_of}

    def stored_views(self, whole_body_view: str) -> Iterator[View]:
        """A whole-body view, and the close-ups of it."""
        for view in self.views.values():
            if whole_body_view in (view.name, view.close_up_of):
                yield view


def read_body(folder: Path, name: str) -> Body:
    """The first stage's results for one body of a geometry folder."""
    read = functools.partial(built.read, folder / "built" / name)
    places, shapes = read("landmarks"), read("figure")
    outlines = built.part(shapes, shapes["kind"] == "outline")
    marks = dict(zip(places["id"], np.column_stack([places[axis].astype(float) for axis in "xyz"]), strict=True))
    return Body(
        name,
        marks,
        dict(zip(outlines["view"], outlines["geometry"], strict=True)),
        {name: view.framed(marks) for name, view in read_views(folder).items() if view.seen_from != "right"},
    )


def build_structures(folder: Path, body: Body) -> None:
    """Write every drawn layer, and the surface regions, of one body into ``built/<body>``.

    A muscle of which a close-up shows but a scrap (`bodymap.zones.scraps`) is left out there, with its trigger points.
    """
    drawn = folder / "built" / body.name
    left_out: set[tuple[str, str]] = set()
    for layer, source in LAYERS.items():
        rows = [row for recipe in read_recipes(folder / "recipes" / source) for row in draw_recipe(recipe, body)]
        if layer == "muscles":
            least = {view.name: view.least_shown for view in body.views.values()}
            left_out = scraps(pd.DataFrame(rows, columns=["id", "view", "geometry"]), body.close_ups, least)
        if layer in ("muscles", "trigger_points"):
            rows = [row for row in rows if (row["id"].split("_trp")[0], row["view"]) not in left_out]
        columns = ("id", "side", "view", "ghost", *(built.GEOMETRIES if layer == "muscles" else ("geometry",)))
        tables.write(drawn, layer, rows, columns)
    tables.write(drawn, "regions", list(draw_regions(folder, body)), ("id", "side", "view", "geometry"))


def draw_recipe(recipe: Recipe, body: Body) -> Iterator[dict]:
    """Rows of a structure: id, side, view, ghost, geometry and, for a muscle, fibres and tendons.

    The left side is stored and stands for both; ``midline``, ``left only`` and ``right only`` (drawn on the left) say
    otherwise.
    """
    if recipe.bodies and body.name not in recipe.bodies:
        return
    shape = recipe.draw(body.landmarks)
    for side_or_view, ghost in recipe.views.items():
        name = _SIDE_VIEWS.get(side_or_view, side_or_view)
        for view in body.stored_views(name):
            if view.name in _DISSECTED and view.name != name:
                continue
            near = _gathered(shape, view) if view.gather else shape
            seen = _reversed(near) if view.is_reversed else near
            row = _row(recipe, seen, view, body.outlines[view.name])
            if row is not None:
                yield {
                    "id": recipe.id,
                    "side": recipe.stored_side,
                    "view": view.name,
                    "ghost": ghost,
                } | row
            elif view.close_up_of is None:
                raise RecipeError(f"{recipe.file}: {recipe.id}, {recipe.plane}: lies outside the figure in {view.name}")


def _reversed(shape: Shape) -> Shape:
    """A shape as it is seen from the other side of its plane."""
    return Shape(mirror(shape.area), [fibre * (-1, 1) for fibre in shape.fibres], list(mirror(shape.tendons)))


def _gathered(shape: Shape, view: View) -> Shape:
    """A shape as a close-up shows it that brings the two sides nearer to the midline."""
    step = (view.gather, 0)
    tendons = [view.gathered(tendon) for tendon in shape.tendons]
    return Shape(view.gathered(shape.area), [fibre - step for fibre in shape.fibres], tendons)


def _tendons(tendon: shapely.Geometry, area: shapely.Geometry, view: View) -> shapely.Geometry:
    """Tendons with no more detail than a view needs; what that moves out of a thin muscle is cut off again."""
    return _polygons(shapely.set_precision(tendon.simplify(view.detail).intersection(area), _STEP))


def _row(recipe: Recipe, shape: Shape, view: View, outline: shapely.Polygon) -> dict | None:
    inside = shapely.buffer(outline, -MARGIN)
    area = shape.area
    if recipe.midline and view.shows_both_sides:
        area = shapely.union(area, mirror(area), grid_size=1e-6)
    if area.geom_type == "Point":
        return {"geometry": area} if inside.contains(area) else None
    if shapely.get_dimensions(area) == 1:
        line = _line(area, inside, view)
        return None if line.is_empty else {"geometry": line}
    area = _polygons(shapely.set_precision(area.intersection(inside).simplify(view.detail / 2), _STEP))
    if area.is_empty or area.area < 1e-6:
        return None
    if not shape.fibres:
        return {"geometry": area}
    lines = shapely.linestrings(shape.fibres).reshape(-1)
    fibres = shapely.intersection(shapely.simplify(lines, view.detail / 2), area)
    tendon = shapely.intersection(shapely.union_all(shape.tendons), area) if shape.tendons else None
    return {
        "geometry": area,
        "fibres": shapely.set_precision(shapely.MultiLineString(_lines(fibres)), _STEP),
        "tendons": None if tendon is None else _tendons(tendon, area, view),
    }


def _line(line: shapely.Geometry, inside: shapely.Polygon, view: View) -> shapely.MultiLineString:
    """What of a line, and its branches, lies inside the figure, with no more detail than a view needs."""
    near = shapely.simplify(shapely.line_merge(line.intersection(inside)), view.detail / 4)
    return shapely.MultiLineString(_lines(shapely.set_precision(near, _STEP)))


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Only the polygons of a geometry."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1e-7]
    if shape.geom_type == "GeometryCollection":
        parts = [p for part in shapely.get_parts(shape) for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _lines(shapes: np.ndarray) -> list[shapely.LineString]:
    return [part for part in shapely.get_parts(shapes) if part.geom_type == "LineString" and part.length > 0.002]


def draw_regions(folder: Path, body: Body) -> Iterator[dict]:
    """Rows of the surface regions, left side or midline: id, side, view, geometry; close-ups cut to their frame."""
    file = folder / "recipes" / "regions.yaml"
    for name, words in read_yaml(file).items():
        whole = _SIDE_VIEWS.get(name, name)
        plane = body.plane(body.views[whole].plane)
        for view in body.stored_views(whole):
            # In the axes of the plane, and as it lies on the whole body.
            outline, box = body.outlines[view.name], view.box
            if view.is_reversed:
                outline, box = mirror(outline), mirror(box)
            if view.gather:
                outline, box = view.spread(outline), view.spread(box)
            if view.name != whole:  # the close-up's finer outline, within its frame
                far = body.outlines[whole]
                far = mirror(far) if view.is_reversed else far
                outline = shapely.union(far.difference(box), outline, grid_size=_STEP)
            tiles = tile(file.name, name, words, plane, outline)
            shapes = shapely.coverage_simplify(list(tiles.values()), view.detail / 2)
            for (region, side), shape in zip(tiles, _cut_to(shapes, view), strict=True):
                if side == "midline" and view.shows_both_sides:
                    shape = shapely.union(shape, mirror(shape), grid_size=_STEP)
                if not shape.is_empty:
                    seen = mirror(shape) if view.is_reversed else shape
                    yield {"id": region, "side": side, "view": view.name, "geometry": seen}


def _cut_to(shapes: np.ndarray, view: View) -> list[shapely.Geometry]:
    """Shapes gathered, and those of a close-up cut to its frame."""
    if view.gather:
        shapes = [view.gathered(shape) for shape in shapes]
    if view.close_up_of is None:
        return list(shapes)
    box = mirror(view.box) if view.is_reversed else view.box
    return [_polygons(shape) for shape in shapely.intersection(shapes, box, grid_size=_STEP)]
