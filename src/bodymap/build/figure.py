"""Draw the body itself: outline, tone bands and the inner contours that make it read as a person."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from contourpy import FillType, LineType, contour_generator
from scipy.ndimage import gaussian_filter, label

from .body import Mesh
from .shapes import mirror
from .views import View

#: Light from above left and in front: (viewer's right, up, towards the viewer).
LIGHT = np.array([-0.42, 0.62, 0.66])
#: Brightness below which each darker band begins, from the lightest shade to the deepest.
TONE_LEVELS = (0.80, 0.62, 0.42)
#: Brightness above which the highlight begins.
HIGHLIGHT_LEVEL = 0.93
#: How far down the upper arm, from shoulder to elbow, the arm is cut where a view hides it.
ARM_CUT = 0.62
#: Separate pieces of a silhouette smaller than this (stature squared) are left out.
SMALLEST_PART = 1e-3
#: A gap between limbs that is smaller than this (stature squared; about 3 square centimetres) is closed.
SMALLEST_HOLE = 1e-4
#: Half the width, in stature, of what is too thin to be drawn at the edge of a cut (about 1.4 mm wide).
NEEDLE = 4e-4
_ARM_BONES = ("upperarm", "lowerarm", "wrist", "metacarpal", "finger")


@dataclass(frozen=True)
class Raster:
    """An orthographic z-buffer: brightness, depth (NaN outside) and the nearest triangle (-1 outside), row 0 lowest."""

    brightness: np.ndarray
    depth: np.ndarray
    triangle: np.ndarray
    x: np.ndarray
    y: np.ndarray


def without(mesh: Mesh, hides: tuple[str, ...]) -> np.ndarray:
    """The triangles, shape (k, 3), that remain when the named parts of the body are left out.

    ``arm`` leaves out both arms below the insertion of the deltoid, ``all_but_feet`` all that is no foot,
    ``all_but_hands`` all that is neither hand nor forearm, ``all_but_left_foot`` all that is neither the left leg below
    the knee nor its foot.
    """
    if "all_but_left_foot" in hides:
        part = mesh.part.astype(str)
        below = np.any([np.char.startswith(part, bone) for bone in ("lowerleg", "foot", "toe")], axis=0)
        return mesh.triangles[below & np.char.endswith(part, ".L")]
    if "all_but_hands" in hides:
        part = mesh.part.astype(str)
        return mesh.triangles[np.any([np.char.startswith(part, bone) for bone in _ARM_BONES[1:]], axis=0)]
    if "all_but_feet" in hides:
        part = mesh.part.astype(str)
        return mesh.triangles[np.char.startswith(part, "foot") | np.char.startswith(part, "toe")]
    if "arm" not in hides:
        return mesh.triangles
    centre = mesh.vertices[mesh.triangles].mean(axis=1)
    keep = np.ones(len(mesh.triangles), bool)
    part = mesh.part.astype(str)
    arm = np.any([np.char.startswith(part, bone) for bone in _ARM_BONES], axis=0)
    for side in "LR":
        shoulder, elbow = mesh.joints[f"upperarm01.{side}"], mesh.joints[f"lowerarm01.{side}"]
        along = (centre - shoulder) @ (elbow - shoulder) / np.sum((elbow - shoulder) ** 2)
        keep &= ~(arm & np.char.endswith(part, side) & (along > ARM_CUT))
    return mesh.triangles[keep]


def rasterise(mesh: Mesh, triangles: np.ndarray, view: View) -> Raster:
    """Render triangles into a z-buffer with smooth normals."""
    normals = _vertex_normals(mesh)
    facing = view.turned(normals)
    shade = np.clip(facing @ (LIGHT / np.linalg.norm(LIGHT)) * 0.55 + 0.45 + 0.12 * facing[:, 2], 0, 1.2)
    x0, y0, x1, y1 = view.frame
    columns, rows = round((x1 - x0) * view.pixels), round((y1 - y0) * view.pixels)
    plane = (view.project(mesh.vertices) - (x0, y0)) * view.pixels - 0.5
    near = view.depth(mesh.vertices)
    depth = np.full((rows, columns), -np.inf)
    brightness = np.zeros((rows, columns))
    nearest = np.full((rows, columns), -1)
    for index, corners in enumerate(triangles):
        (ax, ay), (bx, by), (cx, cy) = plane[corners]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if area <= 1e-12:
            continue  # turned away from the viewer, or seen edge on
        left, right = max(0, int(np.ceil(min(ax, bx, cx)))), min(columns - 1, int(np.floor(max(ax, bx, cx))))
        low, high = max(0, int(np.ceil(min(ay, by, cy)))), min(rows - 1, int(np.floor(max(ay, by, cy))))
        if left > right or low > high:
            continue
        px, py = np.meshgrid(np.arange(left, right + 1), np.arange(low, high + 1))
        u = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area
        v = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area
        w = 1 - u - v
        z = u * near[corners[0]] + v * near[corners[1]] + w * near[corners[2]]
        window = np.s_[low : high + 1, left : right + 1]
        hit = (u >= -1e-9) & (v >= -1e-9) & (w >= -1e-9) & (z > depth[window])
        depth[window][hit] = z[hit]
        brightness[window][hit] = (u * shade[corners[0]] + v * shade[corners[1]] + w * shade[corners[2]])[hit]
        nearest[window][hit] = index
    depth[np.isinf(depth)] = np.nan
    return Raster(
        brightness,
        depth,
        nearest,
        x0 + (np.arange(columns) + 0.5) / view.pixels,
        y0 + (np.arange(rows) + 0.5) / view.pixels,
    )


def outline(mesh: Mesh, triangles: np.ndarray, view: View) -> shapely.Geometry:
    """The silhouette: the union of all projected triangles, cut to the frame; both halves alike where both are seen."""
    corners = view.project(mesh.vertices)[triangles]
    area = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    is_cut = view.plane == "transverse"
    if is_cut:  # the foot is open at the ankle, where its leg is cut off: what faces away is seen through it
        area = np.abs(area)
    shape = shapely.union_all(shapely.polygons(corners[area > 1e-12]), grid_size=1e-6)
    if is_cut:  # the edge of the cut stands out from the foot like a needle
        shape = shape.buffer(-NEEDLE, join_style="mitre").buffer(NEEDLE, join_style="mitre")
    if view.shows_both_sides:
        shape = shape.union(mirror(shape), grid_size=1e-6)
    if view.gather:  # above the frame, limbs brought together may meet; a leg cut too near would be rounded within it
        shape = shape.intersection(shapely.buffer(view.box, 0.04 if view.mirrors else 0.01, join_style="mitre"))
    parts = [_rounded_part(part, view) for part in shapely.get_parts(shape) if part.area > SMALLEST_PART]
    whole = shapely.union_all(parts)
    several = view.plane == "transverse" or view.gather
    return whole if several else max(shapely.get_parts(whole), key=shapely.area)


def _rounded_part(part: shapely.Polygon, view: View) -> shapely.Polygon:
    # Seen from above, the hole is where the leg is cut off: it belongs to the figure.
    holes = [
        ring for ring in part.interiors if shapely.Polygon(ring).area > SMALLEST_HOLE and view.plane != "transverse"
    ]
    part = rounded(shapely.Polygon(part.exterior, holes).simplify(2e-4)).intersection(view.box)
    return max(shapely.get_parts(part.simplify(view.detail / 3)), key=shapely.area)


def hidden(mesh: Mesh, triangles: np.ndarray, view: View) -> shapely.Geometry:
    """The near outline of what a view leaves out (the arm in side views), as lines cut to the frame."""
    kept = {tuple(corners) for corners in triangles}
    near = np.array([c for c in mesh.triangles if tuple(c) not in kept and view.depth(mesh.vertices[c]).mean() > 0])
    corners = view.project(mesh.vertices)[near]
    area = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    shape = shapely.union_all(shapely.polygons(corners[area > 1e-12]), grid_size=1e-6)
    shape = rounded(max(shapely.get_parts(shape), key=shapely.area).simplify(2e-4))
    return shape.boundary.intersection(view.box).simplify(view.detail / 2)


def rounded(polygon: shapely.Polygon, times: int = 2) -> shapely.Polygon:
    """A polygon with its corners cut, twice, so that the facets of a mesh do not show (Chaikin 1974)."""

    def cut(ring: shapely.LinearRing) -> np.ndarray:
        points = shapely.get_coordinates(ring)[:-1]
        for _ in range(times):
            following = np.roll(points, -1, axis=0)
            points = np.stack([0.75 * points + 0.25 * following, 0.25 * points + 0.75 * following], 1).reshape(-1, 2)
        return points

    return shapely.Polygon(cut(polygon.exterior), [cut(ring) for ring in polygon.interiors]).buffer(0)


def tones(raster: Raster, figure: shapely.Polygon, view: View) -> dict[str, shapely.MultiPolygon]:
    """Posterised light, as polygons: ``highlight``, and ``shade_1`` to ``shade_3``, each within the one before."""
    inside = np.isfinite(raster.depth)
    # About 4 px at 1400 px a stature; close-ups are blurred less, in stature, so that the face keeps its forms.
    sigma = 4.0 * (view.pixels / 1400) ** 0.6
    weight = gaussian_filter(inside.astype(float), sigma)
    light = gaussian_filter(np.where(inside, raster.brightness, 0), sigma) / np.maximum(weight, 1e-6)
    # Outside the figure the light of the nearest edge goes on, so that bands run up to the outline.
    generator = contour_generator(raster.x, raster.y, light, fill_type=FillType.OuterOffset)
    near = shapely.buffer(figure, -0.0002)
    bands = {"highlight": (HIGHLIGHT_LEVEL, 9.0)}
    bands |= {f"shade_{rank}": (-9.0, level) for rank, level in enumerate(TONE_LEVELS, start=1)}
    result = {}
    for name, (low, high) in bands.items():
        polygons = [
            shapely.Polygon(points[offsets[0] : offsets[1]], [points[a:b] for a, b in pairwise(offsets[1:])])
            for points, offsets in zip(*generator.filled(low, high), strict=True)
        ]
        shape = shapely.make_valid(shapely.union_all(shapely.make_valid(polygons)))
        shape = shapely.simplify(shape.intersection(near), view.detail * 1.3)
        result[name] = _clean(shape, minimum=30 * view.detail**2 * 10)
    return result


def contours(
    mesh: Mesh, triangles: np.ndarray, raster: Raster, figure: shapely.Polygon, view: View
) -> shapely.MultiLineString:
    """The visible inner silhouette lines, where the surface turns away from the viewer: nose, ear, chin, toes."""
    normals = _vertex_normals(mesh)
    turn = view.depth(normals)[triangles]
    crossing = (turn.max(axis=1) > 0) & (turn.min(axis=1) < 0)
    vertices = mesh.vertices
    segments = []
    for corners, values in zip(triangles[crossing], turn[crossing], strict=True):
        ends = []
        for i, j in ((0, 1), (1, 2), (2, 0)):
            if values[i] * values[j] < 0:
                a, b = sorted((corners[i], corners[j]))
                va, vb = view.depth(normals[a]), view.depth(normals[b])
                ends.append(vertices[a] + (vertices[b] - vertices[a]) * (va / (va - vb)))
        if len(ends) == 2:
            segments.append(ends)
    segments = np.array(segments)
    middle = segments.mean(axis=1)
    seen = view.depth(middle) > _depth_at(raster, view.project(middle), view) - 0.0025
    lines = shapely.linestrings(np.round(view.project(segments[seen]), 6))
    lines = shapely.line_merge(shapely.union_all(lines, grid_size=1e-6))
    inner = shapely.intersection(lines, shapely.buffer(figure, -1.2 / view.pixels - 0.0006), grid_size=1e-6)
    parts = shapely.get_parts(shapely.line_merge(inner) if inner.geom_type == "MultiLineString" else inner)
    parts = parts[shapely.length(parts) > (0.004 if view.close_up_of else 0.007)]
    return shapely.MultiLineString(list(shapely.simplify(parts, view.detail / 2)))


def eyes(mesh: Mesh, triangles: np.ndarray, raster: Raster, view: View) -> shapely.MultiPolygon:
    """The visible part of each eyeball."""
    parts = mesh.part[_index_in(mesh.triangles, triangles)]
    is_eye = np.append(np.char.startswith(parts.astype(str), "eye"), False)[raster.triangle]
    pieces, count = label(is_eye)
    polygons = []
    for number in range(1, count + 1):
        mask = (pieces == number).astype(float)
        lines = contour_generator(raster.x, raster.y, mask, line_type=LineType.Separate).lines(0.5)
        polygons += [shapely.Polygon(line) for line in lines if len(line) > 8]
    return (
        _clean(shapely.union_all(polygons).simplify(view.detail), minimum=0.5e-5)
        if polygons
        else shapely.MultiPolygon()
    )


def _index_in(all_triangles: np.ndarray, some: np.ndarray) -> np.ndarray:
    """Row numbers of ``some`` triangles within ``all_triangles``."""
    place = {tuple(corners): index for index, corners in enumerate(all_triangles)}
    return np.array([place[tuple(corners)] for corners in some])


def _depth_at(raster: Raster, points: np.ndarray, view: View) -> np.ndarray:
    x0, y0, _, _ = view.frame
    rows, columns = raster.depth.shape
    column = np.clip(((points[:, 0] - x0) * view.pixels).astype(int), 0, columns - 1)
    row = np.clip(((points[:, 1] - y0) * view.pixels).astype(int), 0, rows - 1)
    return np.nan_to_num(raster.depth[row, column], nan=-np.inf)


def _vertex_normals(mesh: Mesh) -> np.ndarray:
    corners = mesh.vertices[mesh.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(mesh.vertices)
    for corner in range(3):
        np.add.at(normals, mesh.triangles[:, corner], faces)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def _clean(shape, minimum: float) -> shapely.MultiPolygon:
    """Only the polygons larger than a minimum area, holes likewise."""
    kept = []
    for part in shapely.get_parts(shapely.make_valid(shape)):
        for polygon in shapely.get_parts(part):
            if polygon.geom_type == "Polygon" and polygon.area > minimum:
                kept.append(
                    shapely.Polygon(
                        polygon.exterior, [h for h in polygon.interiors if shapely.Polygon(h).area > minimum]
                    )
                )
    merged = shapely.union_all(kept, grid_size=1e-6)
    return shapely.MultiPolygon([p for p in shapely.get_parts(merged) if p.geom_type == "Polygon"])
