"""Draw every muscle, trigger point and referral pattern in a grid, to look at one by one.

``python docs/contact_sheets.py [--body female] [--kind muscles] [--view back] [--id infraspinatus] [OUT]`` writes
numbered PNG pages into OUT/<body> (default: contact_sheets, which is not committed). They are drawn from the atlas as
it was last built. Needs the extra ``build`` (matplotlib).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import matplotlib
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

import bodymap
from bodymap import style
from bodymap.atlas import VIEWS, check
from bodymap.views import SIDE_LETTERS, frames

ROOT = Path(__file__).resolve().parents[1]
COLUMNS, LINES = 5, 4
#: Side of a panel, in inches, and pixels an inch.
PANEL, DPI = 3.0, 100
#: Room around a structure: a share of its larger side, and in stature (whole-body views, close-ups).
ROOM, LEAST_ROOM, LEAST_ROOM_NEAR = 0.15, 0.025, 0.008
PALETTE, SKIN = style.PALETTES["clinician"], style.SKIN_TONES["neutral"]


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture: its title, its view, what it must show (geometries), and what draws that."""

    title: str
    view: str
    shown: list[shapely.Geometry]
    draw: Callable[[Axes], None]


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(prog="python docs/contact_sheets.py", description=__doc__.splitlines()[0])
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "contact_sheets", metavar="OUT")
    parser.add_argument("--body", default="female")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), help="default: all")
    parser.add_argument("--view", action="append", help="default: all, without those that only mirror another")
    parser.add_argument("--id", action="append", help="muscles (with their points and patterns); default: all")
    options = parser.parse_args()
    matplotlib.use("Agg")
    atlas = bodymap.load_atlas(options.body)
    for view in options.view or ():
        check("view", view, VIEWS)
    part = atlas.select(view=options.view, muscles=options.id)
    backgrounds = {view: _background(atlas, view) for view in VIEWS if (atlas.outlines["view"] == view).any()}
    folder = options.out / options.body
    folder.mkdir(parents=True, exist_ok=True)
    for kind in options.kind or KINDS:
        for stale in folder.glob(f"{kind}_*.png"):
            stale.unlink()
        panels = sorted(KINDS[kind](atlas, part), key=lambda panel: VIEWS.index(panel.view))
        size = COLUMNS * LINES
        for number, start in enumerate(range(0, len(panels), size), start=1):
            _write(folder / f"{kind}_{number:02}.png", panels[start : start + size], backgrounds, frames(atlas))
        print(f"{folder}: {kind}: {len(panels)} pictures on {-(-len(panels) // size)} pages")


def muscle_panels(atlas: bodymap.Atlas, part: bodymap.Atlas) -> list[Panel]:
    """A picture of each muscle in each view: its shape, tendons and fibres; paler where it is drawn as a ghost."""
    panels = []
    for (muscle, view), rows in _drawn(part.muscles, "id"):
        ghost = bool(rows["ghost"].all())
        title = f"{muscle}\n{view}, {rows['layer'].iloc[0]}{', ghost' if ghost else ''}"
        panels.append(Panel(title, view, list(rows.geometry), lambda axis, rows=rows: _muscle(axis, rows)))
    return panels


def point_panels(atlas: bodymap.Atlas, part: bodymap.Atlas) -> list[Panel]:
    """A picture of each muscle in each view with all its trigger points, named, on it."""
    panels = []
    for (muscle, view), points in _drawn(part.trigger_points, "muscle"):
        shapes = _muscle_of(atlas, muscle, view, points)

        def draw(axis: Axes, shapes=shapes, points=points) -> None:
            _muscle(axis, shapes, alpha=0.35)
            _points(axis, points)

        title = f"{muscle}\n{view}{'' if len(shapes) else ', not drawn'}, points: {len(points)}"
        panels.append(Panel(title, view, [*points.geometry, *shapes.geometry], draw))
    return panels


def referral_panels(atlas: bodymap.Atlas, part: bodymap.Atlas) -> list[Panel]:
    """A picture of each trigger point's referral in each view: essential solid, spillover dotted, the muscle, the X."""
    panels = []
    for (point, view), zones in _drawn(part.referral_zones, "trigger_point"):
        muscle = zones["muscle"].iloc[0]
        points = atlas.trigger_points
        points = points[(points["id"] == point) & (points["view"] == view) & points["side"].isin(set(zones["side"]))]
        shapes = _muscle_of(atlas, muscle, view, zones)

        def draw(axis: Axes, shapes=shapes, points=points, zones=zones) -> None:
            _muscle(axis, shapes, alpha=0.3)
            _zones(axis, zones)
            _points(axis, points, named=False)

        grades = " + ".join(sorted(set(zones["grade"])))
        panels.append(Panel(f"{point}\n{view}: {grades}", view, [*zones.geometry, *points.geometry], draw))
    return panels


#: The kinds of sheets, and what makes their pictures from the whole atlas and the part of it that is asked for.
KINDS = {"muscles": muscle_panels, "trigger_points": point_panels, "referral": referral_panels}


def _drawn(frame: gpd.GeoDataFrame, key: str) -> Iterable[tuple[tuple[str, str], gpd.GeoDataFrame]]:
    """Rows by structure and view, in their order; of the right side, only what is drawn on no other."""
    on_left = set(frame.loc[frame["side"] != "right", key])
    frame = frame[(frame["side"] != "right") | ~frame[key].isin(on_left)]
    return frame.groupby([key, "view"], sort=False)


def _muscle_of(atlas: bodymap.Atlas, muscle: str, view: str, beside: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The muscle's rows in a view, on the sides of these rows."""
    rows = atlas.muscles
    return rows[(rows["id"] == muscle) & (rows["view"] == view) & rows["side"].isin({*beside["side"], "midline"})]


def _write(file: Path, panels: list[Panel], backgrounds: dict[str, Callable[[Axes], None]], whole: dict) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(COLUMNS * PANEL, LINES * PANEL), dpi=DPI, facecolor="white")
    for place, panel in enumerate(panels):
        line, column = divmod(place, COLUMNS)
        box = [column / COLUMNS + 0.002, 1 - (line + 1) / LINES + 0.002, 1 / COLUMNS - 0.004, 0.87 / LINES]
        axis = figure.add_axes(box)
        x0, y0, x1, y1 = _frame(panel, whole[panel.view])
        axis.set(xlim=(x0, x1), ylim=(y0, y1), aspect="equal", xticks=[], yticks=[])
        axis.set_title(panel.title, fontsize=8, pad=2)
        backgrounds[panel.view](axis)
        panel.draw(axis)
        for letter, x, align in zip(SIDE_LETTERS[panel.view], (0.02, 0.98), ("left", "right"), strict=True):
            axis.text(x, 0.98, letter, transform=axis.transAxes, ha=align, va="top", color=style.LETTER)
    figure.savefig(file)


def _frame(panel: Panel, whole: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A square around what a panel shows, with some room, moved into its view where it would reach beyond."""
    x0, y0, x1, y1 = shapely.total_bounds(panel.shown)
    least = LEAST_ROOM if whole[3] - whole[1] > 0.5 else LEAST_ROOM_NEAR
    half = max(x1 - x0, y1 - y0) * (0.5 + ROOM) + least
    x, y = (
        np.clip(middle, low + half, high - half) if high - low > 2 * half else middle
        for middle, low, high in (((x0 + x1) / 2, whole[0], whole[2]), ((y0 + y1) / 2, whole[1], whole[3]))
    )
    return x - half, y - half, x + half, y + half


def _background(atlas: bodymap.Atlas, view: str) -> Callable[[Axes], None]:
    """What draws the figure and the bones of a view, its outlines prepared once."""
    seen = atlas.select(view=view)
    fills = [(_outline(shape), SKIN["outline"], 1.0, "none") for shape in seen.outlines.geometry]
    fills += [
        (_outline(shape), SKIN[kind], 1.0, "none")
        for kind, shape in zip(seen.tones["kind"], seen.tones.geometry, strict=True)
    ]
    fills += [(_outline(shape), style.BONE["fill"], 0.85, style.BONE["line"]) for shape in seen.bones.geometry]
    flat = shapely.get_dimensions(seen.contours.geometry.to_numpy()) < 2
    drawn = [*seen.contours.geometry[flat], *seen.outlines.boundary]
    lines = [shapely.get_coordinates(part) for shape in drawn for part in shapely.get_parts(shape)]
    extents = [outline.get_extents() for outline, *_ in fills]

    def draw(axis: Axes) -> None:
        for (outline, color, alpha, edge), extent in zip(fills, extents, strict=True):
            if extent.overlaps(axis.viewLim):
                axis.add_patch(PathPatch(outline, facecolor=color, alpha=alpha, edgecolor=edge, linewidth=0.6))
        axis.add_collection(LineCollection(lines, colors=SKIN["line"], linewidths=0.6), autolim=False)

    return draw


def _muscle(axis: Axes, rows: gpd.GeoDataFrame, alpha: float = 0.65) -> None:
    for row in rows.itertuples():
        dash = "--" if row.ghost else "-"
        look = {"facecolor": PALETTE.muscle, "alpha": alpha * (0.6 if row.ghost else 1)}
        axis.add_patch(PathPatch(_outline(row.geometry), linewidth=0, **look))
        edge = {"facecolor": "none", "edgecolor": PALETTE.muscle_line, "linewidth": 0.9, "linestyle": dash}
        axis.add_patch(PathPatch(_outline(row.geometry), **edge))
        if row.tendons is not None and not row.tendons.is_empty:
            axis.add_patch(PathPatch(_outline(row.tendons), facecolor=PALETTE.tendon, alpha=0.8 * alpha, linewidth=0))
        for fibre in shapely.get_parts(row.fibres):
            axis.plot(*shapely.get_coordinates(fibre).T, color=PALETTE.muscle_line, linewidth=0.5, alpha=0.8)


def _points(axis: Axes, points: gpd.GeoDataFrame, named: bool = True) -> None:
    for row in points.itertuples():
        axis.plot(row.geometry.x, row.geometry.y, "x", color=PALETTE.trigger_point, markersize=7, markeredgewidth=1.6)
        if named:
            text = row.id.removeprefix(f"{row.muscle}_")
            axis.annotate(text, (row.geometry.x, row.geometry.y), (5, 3), textcoords="offset points", fontsize=7)


def _zones(axis: Axes, zones: gpd.GeoDataFrame) -> None:
    for row in zones.itertuples():
        look = {"edgecolor": PALETTE.referral, "linewidth": 0.8}
        if row.grade == "essential":
            look |= {"facecolor": (*matplotlib.colors.to_rgb(PALETTE.referral), style.ALPHA["essential"])}
        else:
            look |= {"facecolor": "none", "hatch": "....", "alpha": style.ALPHA["spillover"]}
        axis.add_patch(PathPatch(_outline(row.geometry), **look))


def _outline(shape: shapely.Geometry) -> Outline:
    """The rings of polygons as one path, holes the other way round."""
    parts = [part for part in shapely.get_parts(shapely.orient_polygons(shape)) if part.geom_type == "Polygon"]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    codes = [[Outline.MOVETO] + [Outline.LINETO] * (len(ring.coords) - 2) + [Outline.CLOSEPOLY] for ring in rings]
    return Outline(np.vstack([shapely.get_coordinates(ring) for ring in rings]), np.concatenate(codes))


if __name__ == "__main__":
    main()
