"""First stage of the build: bodies to figures and landmarks. The only stage that needs the parametric human."""

from __future__ import annotations

from pathlib import Path

import shapely
import yaml

from . import figure, tables
from .body import make_mesh
from .landmarks import arm_gap, bind, place, read_landmark_table
from .shapes import mirror
from .views import View, read_views

#: What lies between skin and bones beyond the reference body's: it moves the skin, and leaves the bones where they are.
PADDING = ("weight", "muscle")


def body_names(folder: Path) -> list[str]:
    """The bodies that ``bodies.yaml`` describes, in its order."""
    return list(_read_bodies(folder)["bodies"])


def build_bodies(folder: Path) -> None:
    """Write ``built/<body>/figure.fgb`` and ``landmarks.csv`` for every body of a geometry folder.

    The right-hand views are the mirror images of the left-hand ones and are not stored.
    """
    described = _read_bodies(folder)
    reference, proportions = described["reference"], described["proportions"]
    table = read_landmark_table(folder)
    bound = bind(table, make_mesh(reference, proportions))
    drawn = [view for view in read_views(folder).values() if view.seen_from != "right"]
    for body, phenotype in described["bodies"].items():
        changes = phenotype.pop("changes", {})
        mesh = make_mesh(phenotype, proportions | changes)
        slighter = {name: min(phenotype[name], reference[name]) for name in PADDING}
        places = place(bound, mesh, make_mesh(phenotype | slighter, proportions))
        shapes = [{"view": view.name} | row for view in drawn for row in _draw_figure(mesh, view.framed(places))]
        tables.write(folder / "built" / body, "figure", shapes, ("view", "kind", "geometry"))
        outlines = {row["view"]: row["geometry"] for row in shapes if row["kind"] == "outline"}
        places["arm_gap"] = arm_gap(outlines["front"], places)
        tables.write(
            folder / "built" / body,
            "landmarks",
            [
                {"id": name, "side": "midline" if table.laterality.get(name) == "midline" else "left"}
                | {axis: round(float(value), tables.DECIMALS) for axis, value in zip("xyz", point, strict=True)}
                for name, point in places.items()
            ],
            ("id", "side", "x", "y", "z"),
        )


def _read_bodies(folder: Path) -> dict:
    return yaml.safe_load((folder / "bodies.yaml").read_text(encoding="utf-8"))


def _draw_figure(mesh, view: View) -> list[dict]:
    """Rows (kind, geometry) of one view: outline, tones, eyes, contours, and the ghost of what the view hides."""
    triangles = figure.without(mesh, view.hides)
    raster = figure.rasterise(mesh, triangles, view)
    outline = shapely.set_precision(figure.outline(mesh, triangles, view), 10**-tables.DECIMALS)
    rendered = view.rendered(outline)
    shapes = figure.tones(raster, rendered, view)
    shapes["eye"] = figure.eyes(mesh, triangles, raster, view)
    shapes["contour"] = figure.contours(mesh, triangles, raster, rendered, view)
    if "arm" in view.hides:
        shapes["ghost"] = figure.hidden(mesh, triangles, view)
    shapes = {"outline": rendered, **shapes}
    if view.mirrors:
        shapes = {kind: shapely.union(shape, mirror(shape)) for kind, shape in shapes.items()}
    return [
        {"kind": kind, "geometry": shapely.set_precision(shape, 10**-tables.DECIMALS)}
        for kind, shape in shapes.items()
        if not shape.is_empty
    ]
