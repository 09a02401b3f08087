"""What the build has stored of a body, made whole: both sides of the person, and the views from the right."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely

#: A table as its columns, all of one length: quicker to put together than data frames, which it becomes at the end.
Columns = dict[str, np.ndarray]

#: Stored views, and the views that are their mirror images.
MIRROR_IMAGES = {"left": "right", "head_left": "head_right", "jaw_left": "jaw_right"}
#: The columns that hold geometries.
GEOMETRIES = ("geometry", "fibres", "tendons")
#: Landmarks below this height, in stature, are those of the foot.
_FOOT_HEIGHT = 0.06
#: Close-ups that set the two sides nearer to each other, or side by side, and how far: ``gather`` of ``views.yaml``.
GATHERED = {
    "hand_palm": 0.128,
    "hand_back": 0.128,
    "foot_sole": 0.026,
    "foot_top": 0.026,
    "foot_outer": 0.018,
    "foot_inner": 0.018,
}
#: The landmark of the feet that stands this far from the midline where they are seen from the side: ``beside``.
BESIDE = "achilles_insertion"
#: What makes x and y of the views that landmarks are placed in, from landmarks in space: axis and sign.
_VIEW_AXES = {
    "front": ("x", 1, "y"),
    "back": ("x", -1, "y"),
    "left": ("z", -1, "y"),
    "right": ("z", 1, "y"),
    "foot_sole": ("x", 1, "z"),
    "foot_top": ("x", -1, "z"),
    "foot_outer": ("z", -1, "y"),
    "foot_inner": ("z", 1, "y"),
    "jaw_left": ("z", -1, "y"),
    "jaw_right": ("z", 1, "y"),
}


def read(folder: Path, table: str, *more: str) -> Columns:
    """Read a built table: shapes from FlatGeobuf, facts alone from CSV.

    Parameters
    ----------
    folder : pathlib.Path
        That of a body.
    table : str
        The name of one of its files.
    *more : str
        Geometries that the table's rows have beside the first, each in a file of its own, row by row.

    Returns
    -------
    dict of str to numpy.ndarray
        Text, but ``ghost`` bool and `GEOMETRIES` shapely geometries or None.
    """
    shapes = folder / f"{table}.fgb"
    if shapes.exists():
        # The plain arrays: a GeoDataFrame would take as long again, and is made once both sides are there.
        told, _, geometries, values = pyogrio.raw.read(shapes)
        columns = dict(zip(told["fields"], values, strict=True)) | {"geometry": shapely.from_wkb(geometries)}
        return columns | {name: read(folder, f"{table}_{name}")["geometry"] for name in more}
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as opened:
        names, *rows = csv.reader(opened)
    return {name: np.array(cells, dtype=object) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}


def part(columns: Columns, rows: np.ndarray) -> Columns:
    """Some rows of a table: a mask, or their numbers."""
    return {name: values[rows] for name, values in columns.items()}


def joined(first: Columns, second: Columns) -> Columns:
    """The rows of one table, then those of another that has the same columns."""
    return {name: np.concatenate([values, second[name]]) for name, values in first.items()}


def both_sides(columns: Columns) -> Columns:
    """Add what the build does not store: the right side of the person, and the right-hand views, as mirror images."""
    seen_from_left = np.isin(columns["view"], list(MIRROR_IMAGES))
    if "side" not in columns:
        return joined(columns, _mirrored(part(columns, seen_from_left)))
    side = columns["side"]
    paired = (side == "left") | (side == "right only")
    image = _mirrored(part(columns, paired | (seen_from_left & (side == "midline"))))
    image["side"] = np.where(image["side"] == "midline", "midline", "right").astype(object)
    stored = part(columns, side != "right only")
    stored["side"] = np.where(stored["side"] == "left only", "left", stored["side"])
    return joined(stored, image)


def _mirrored(columns: Columns) -> Columns:
    image = dict(columns)
    for name in image.keys() & GEOMETRIES:
        image[name] = shapely.transform(image[name], lambda points: points * (-1, 1))
    image["view"] = np.array([MIRROR_IMAGES.get(view, view) for view in image["view"]], dtype=object)
    return image


def landmarks(table: Columns) -> Columns:
    """Every landmark in every whole-body view: both sides from front and back, the near side from the side.

    Of the close-ups, those that show what no whole-body view does have landmarks too: the feet and the jaw.

    Parameters
    ----------
    table : dict of str to numpy.ndarray
        id, side (left or midline), x, y, z in stature.

    Returns
    -------
    dict of str to numpy.ndarray
        id, side, view, geometry (points).
    """
    table = table | {axis: table[axis].astype(float) for axis in "xyz"}
    image = part(table, table["side"] == "left")
    image |= {"side": np.full_like(image["side"], "right"), "x": -image["x"]}
    table = joined(table, image)
    seen_in = {}
    for view, (axis, sign, up) in _VIEW_AXES.items():
        near = view.rpartition("_")[2]
        if near in ("left", "right"):
            seen = part(table, np.isin(table["side"], [near, "midline"]))
        else:
            seen = part(table, table["y"] < _FOOT_HEIGHT) if view.startswith("foot") else table
        across = seen[axis]
        if view in GATHERED:  # the feet, of which the right one is the mirror image of the left one
            if axis == "x":
                across = across - GATHERED[view] * np.sign(across)
            else:
                beside = seen[axis][(seen["id"] == BESIDE) & (seen["side"] == "left")]
                across = (across + GATHERED[view] - beside) * np.where(seen["side"] == "right", -1, 1)
        points = shapely.points(sign * across, seen[up])
        seen_in[view] = {"id": seen["id"], "side": seen["side"], "view": np.full_like(seen["id"], view)}
        seen_in[view]["geometry"] = points
    views = list(seen_in.values())
    return {name: np.concatenate([view[name] for view in views]) for name in views[0]}
