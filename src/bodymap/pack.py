"""A view's shapes as the browser receives them: one small parcel, prepared once a process."""

from __future__ import annotations

import functools
import json
import zlib
from typing import Any

import numpy as np
import pandas as pd
import shapely

from .atlas import Atlas
from .schema import LAYERS
from .tables import referral_sets

#: Steps of a coordinate in one stature: 0.04 mm of a person of 170 cm.
STEPS = 40_000
#: A muscle counts as covered where another one lies over more than this share of it.
LEAST_COVERED = 0.02


@functools.lru_cache(maxsize=256)
def packed(atlas: Atlas, view: str) -> bytes:
    """The shapes of one view as deflated JSON; ``app/browser/shapes.js`` unpacks it.

    Returns
    -------
    bytes
        An object with `steps` (see `STEPS`), ``shapes``, ``layers`` and ``zone_rows``. A shape is a list of rings or
        lines, each a flat list x, y, dx, dy, dx, dy, ... of whole steps. A layer is the columns of `view_layers`, the
        geometries being numbers of shapes: ``~n``, that is less than nothing, is shape n mirrored at the midline.
    """
    layers = view_layers(atlas, view)
    shapes: dict[str, int] = {}
    written = {
        layer: {
            column: [_number(shapes, shape) for shape in values] if column == "shape" else values
            for column, values in columns.items()
        }
        for layer, columns in layers.items()
    }
    rows = _zone_rows(atlas, atlas.zone_shapes[atlas.zone_shapes["view"] == view])
    head = json.dumps({"steps": STEPS, "layers": written, "zone_rows": rows}, separators=(",", ":"))
    return zlib.compress(f'{head[:-1]},"shapes":[{",".join(shapes)}]}}'.encode(), 9)


def _number(shapes: dict[str, int], shape: shapely.Geometry | None) -> int:
    """The number of a shape, that of its mirror image if that is known already."""
    lines = _lines(shape)
    mirrored = json.dumps([_steps(line * (-1, 1)) for line in lines], separators=(",", ":"))
    if mirrored in shapes:
        return ~shapes[mirrored]
    return shapes.setdefault(json.dumps([_steps(line) for line in lines], separators=(",", ":")), len(shapes))


def _lines(shape: shapely.Geometry | None) -> list[np.ndarray]:
    """The coordinates of all rings (holes too: they are cut out by the even-odd rule) or lines of a shape, in steps."""
    parts = shapely.get_parts(shape) if shape is not None else np.array([])
    lines = shapely.get_rings(parts) if len(parts) and shapely.get_dimensions(shape) == 2 else parts
    return [np.rint(shapely.get_coordinates(line) * STEPS).astype(int) for line in lines]


def _steps(line: np.ndarray) -> list[int]:
    return np.diff(line, axis=0, prepend=[[0, 0]]).ravel().tolist()


def view_layers(atlas: Atlas, view: str) -> dict[str, dict[str, list[Any]]]:
    """What is drawn in a view, as columns by layer, in the order of drawing; column ``shape`` holds geometries."""

    def seen(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["view"] == view]

    contours = seen(atlas.contours)
    filled = shapely.get_dimensions(contours.geometry.to_numpy()) == 2
    muscles = seen(atlas.muscles)
    # Deep ones first, so that superficial ones are drawn over them; large ones before small.
    rank = muscles["layer"].map(LAYERS.index).astype(int).to_numpy()
    covered = _covered(muscles.geometry.to_numpy(), rank, muscles["ghost"].to_numpy(bool))
    muscles = muscles.assign(rank=rank, area=muscles.geometry.area.round(7), covered=covered)
    muscles = muscles.iloc[np.lexsort([-muscles["area"], -rank])]
    points = seen(atlas.trigger_points)
    return {
        "outline": _columns(seen(atlas.outlines)),
        "tones": _columns(seen(atlas.tones), "kind"),
        "features": _columns(contours[filled], "kind"),
        "contours": _columns(contours[~filled], "kind"),
        "bones": _columns(seen(atlas.bones), "ghost"),
        "muscles": _columns(muscles, "id", "side", "rank", "ghost", "area", "covered"),
        "fibres": {"shape": list(muscles["fibres"])},
        "tendons": {"shape": list(muscles["tendons"])},
        "zones": _columns(seen(atlas.zone_shapes), "side"),
        "risks": _columns(seen(atlas.risk_areas), "id", "side"),
        "courses": _columns(seen(atlas.courses), "id", "kind", "side", "risk_areas"),
        "regions": _columns(seen(atlas.regions), "id", "side"),
        "points": {
            "x": points.geometry.x.round(5).to_list(),
            "y": points.geometry.y.round(5).to_list(),
            "id": list(points["id"]),
            "muscle": list(points["muscle"]),
            "side": list(points["side"]),
        },
    }


def _covered(shapes: np.ndarray, rank: np.ndarray, is_ghost: np.ndarray) -> np.ndarray:
    """Whether another muscle of a nearer layer, that is no ghost, lies over each muscle."""
    under, over = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    lies_over = (rank[over] < rank[under]) & ~is_ghost[over]
    under, over = under[lies_over], over[lies_over]
    shared = shapely.area(shapely.intersection(shapes[under], shapes[over]))
    covered = np.zeros(len(shapes), dtype=bool)
    covered[under[shared > LEAST_COVERED * shapely.area(shapes[under])]] = True
    return covered


def _columns(frame: pd.DataFrame, *names: str) -> dict[str, list[Any]]:
    return {"shape": list(frame.geometry)} | {name: frame[name].to_list() for name in names}


def _zone_rows(atlas: Atlas, zones: pd.DataFrame) -> dict[str, dict[str, list[int]]]:
    """Which rows of a view's zones belong to a trigger point, a muscle or a condition: ``kind:id`` to grade to rows."""
    numbers: dict[str, list[int]] = {}
    for row, regions in enumerate(zones["regions"]):
        numbers.setdefault(regions, []).append(row)
    rows: dict[str, dict[str, list[int]]] = {}
    for part in referral_sets(atlas.tables).itertuples():
        grades = rows.setdefault(f"{part.kind}:{part.id}", {"essential": [], "spillover": []})
        grades[part.grade] += numbers.get(part.regions, [])
    return rows
