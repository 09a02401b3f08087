"""Look at recipes while drawing them: ``python -m bodymap.build.preview --view back --muscle infraspinatus``."""

from __future__ import annotations

import argparse
import functools
import sys

import geopandas as gpd
import numpy as np
import shapely

from .. import built, paths
from .drawing import LAYERS, Body, draw_recipe, read_body
from .recipes import RecipeError, read_recipes
from .shapes import mirror

_TONES = {
    "outline": "#efe7da",
    "highlight": "#f8f3ea",
    "shade_1": "#e2d8c9",
    "shade_2": "#cfc2b0",
    "shade_3": "#b9a996",
}


def main() -> None:
    """Draw the named structures, from the recipes as they are now, over bones and landmarks, into a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    parser = argparse.ArgumentParser(prog="python -m bodymap.build.preview", description=main.__doc__)
    parser.add_argument("--body", default="male")
    parser.add_argument("--view", default="back", help="a view of views.yaml, but for those from the right")
    parser.add_argument("--layer", default="muscles", choices=sorted(LAYERS))
    parser.add_argument("--id", action="append", help="structures to draw (default: all of the layer)")
    parser.add_argument("--separate", action="store_true", help="one panel for each structure")
    parser.add_argument("--landmarks", action="store_true")
    parser.add_argument("--frame", type=float, nargs=4, metavar=("X0", "Y0", "X1", "Y1"), help="stature")
    parser.add_argument("--png", default="preview.png")
    options = parser.parse_args()
    body = read_body(paths.GEOMETRY, options.body)
    recipes = read_recipes(paths.GEOMETRY / "recipes" / LAYERS[options.layer])
    wanted = options.id or list(dict.fromkeys(recipe.id for recipe in recipes))
    rows = [row for recipe in recipes if recipe.id in wanted for row in draw_recipe(recipe, body)]
    rows = [row for row in rows if row["view"] == options.view]
    if not rows:
        sys.exit(f"nothing of that is drawn in {options.view}")
    groups = [[row] for row in rows] if options.separate else [rows]
    columns = min(6, len(groups))
    lines = -(-len(groups) // columns)
    size = 3.4 if options.separate else 12
    figure, axes = plt.subplots(lines, columns, figsize=(size * columns, size * lines), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, group in zip(axes.flat, groups, strict=False):
        _background(axis, body, options.view)
        for row in group:
            _structure(axis, row)
        frame = options.frame or (_frame(group) if options.separate or options.id else body.views[options.view].frame)
        if options.landmarks:
            _landmarks(axis, body, options.view, frame)
        axis.set(xlim=frame[::2], ylim=frame[1::2], aspect="equal")
        axis.set_title(", ".join(row["id"] for row in group)[:60], fontsize=8)
    figure.tight_layout(pad=0.3)
    figure.savefig(options.png, dpi=80)
    print(options.png)


def _background(axis, body: Body, view: str) -> None:
    shapes = built.read(paths.GEOMETRY / "built" / body.name, "figure")
    shapes = built.part(shapes, shapes["view"] == view)
    for kind, geometry in zip(shapes["kind"], shapes["geometry"], strict=True):
        shape = gpd.GeoSeries([geometry])
        if kind in _TONES:
            shape.plot(ax=axis, color=_TONES[kind], edgecolor="#6d5f4f" if kind == "outline" else "none", linewidth=0.8)
        else:
            shape.plot(ax=axis, color="#fbf8f2" if kind == "eye" else "#6d5f4f", linewidth=0.6)
    bones = _bones(body, view)
    if bones:
        gpd.GeoSeries(bones).plot(ax=axis, color="#f4efe4", edgecolor="#8d8270", linewidth=0.5, alpha=0.7)


@functools.cache
def _bones(body: Body, view: str) -> list[shapely.Geometry]:
    """The bones of a view, both sides where it shows both."""
    file = paths.GEOMETRY / "recipes" / LAYERS["bones"]
    recipes = read_recipes(file) if file.exists() else []
    left = [row["geometry"] for recipe in recipes for row in draw_recipe(recipe, body) if row["view"] == view]
    return left + [mirror(shape) for shape in left] if body.views[view].shows_both_sides else left


def _structure(axis, row: dict) -> None:
    shape = gpd.GeoSeries([row["geometry"]])
    shape.plot(
        ax=axis, color="#b5483f", alpha=0.35 if row["ghost"] else 0.6, edgecolor="#7a2620", linewidth=0.8, markersize=12
    )
    for key, style in (
        ("tendons", {"color": "#f1e6d2", "alpha": 0.8}),
        ("fibres", {"color": "#7a2620", "linewidth": 0.5}),
    ):
        if row.get(key) is not None and not row[key].is_empty:
            gpd.GeoSeries([row[key]]).plot(ax=axis, **style)


def _frame(rows: list[dict]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = shapely.total_bounds([row["geometry"] for row in rows])
    half = max(x1 - x0, y1 - y0) * 0.5 + 0.03
    return ((x0 + x1) / 2 - half, (y0 + y1) / 2 - half, (x0 + x1) / 2 + half, (y0 + y1) / 2 + half)


def _landmarks(axis, body: Body, view: str, frame: tuple[float, float, float, float]) -> None:
    for name, point in body.landmarks.items():
        x, y = body.views[view].project(np.asarray(point))
        if view.startswith("foot") and point[1] > 0.06:
            continue
        if frame[0] < x < frame[2] and frame[1] < y < frame[3]:
            axis.plot(x, y, ".", color="#14213d", markersize=3)
            axis.text(x, y, name, fontsize=5, color="#14213d")


if __name__ == "__main__":
    try:
        main()
    except RecipeError as error:
        sys.exit(f"recipe error: {error}")
