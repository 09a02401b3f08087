"""The live figure: an atlas view as a Bokeh figure whose filter runs in the browser.

Shapes are prepared once a process, as flat arrays of NaN-separated rings; each figure of a session only wraps them.
The columns that end in ``_alpha`` are written in the browser, by ``app/live_map.js``.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from bokeh.models import ColumnDataSource, Label, PanTool, Range1d, WheelZoomTool
from bokeh.plotting import figure

from . import style
from .atlas import Atlas
from .tables import referral_sets

_LAYER_RANK = {"superficial": 0, "intermediate": 1, "deep": 2}
#: Frames of the views, in stature: x0, y0, x1, y1.
FRAMES = {
    "front": (-0.27, -0.02, 0.27, 1.02),
    "back": (-0.27, -0.02, 0.27, 1.02),
    "left": (-0.15, -0.02, 0.15, 1.02),
    "right": (-0.15, -0.02, 0.15, 1.02),
    "head_front": (-0.11, 0.805, 0.11, 1.01),
    "head_back": (-0.11, 0.805, 0.11, 1.01),
    "head_left": (-0.11, 0.805, 0.11, 1.01),
    "head_right": (-0.11, 0.805, 0.11, 1.01),
    "foot_sole": (-0.113, -0.074, 0.113, 0.1),
    "foot_top": (-0.113, -0.074, 0.113, 0.1),
}
#: Views that stand side by side where there is room.
PAIRS = (
    ("front", "back"),
    ("left", "right"),
    ("head_front", "head_back"),
    ("head_left", "head_right"),
    ("foot_sole", "foot_top"),
)
#: The person's sides as they stand from the viewer's left to the right; in side views, only the side that is seen.
SIDE_LETTERS = {
    "front": "RL",
    "back": "LR",
    "left": "L ",
    "right": "R ",
    "head_front": "RL",
    "head_back": "LR",
    "head_left": "L ",
    "head_right": "R ",
    "foot_sole": "RL",
    "foot_top": "LR",
}


@dataclass(frozen=True)
class ViewShapes:
    """One view's shapes as columns for Bokeh, by layer; arrays are shared by all sessions and never written to."""

    view: str
    columns: dict[str, dict[str, list]] = field(default_factory=dict)


def flatten(geometry: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """All rings or lines of a geometry as two flat float32 arrays, NaN between them (holes by the even-odd rule)."""
    parts = shapely.get_parts(geometry)
    rings = shapely.get_rings(parts) if shapely.get_dimensions(geometry) == 2 else parts
    pieces = []
    for ring in rings:
        pieces += [shapely.get_coordinates(ring), np.full((1, 2), np.nan)]
    points = np.vstack(pieces[:-1]).astype(np.float32) if pieces else np.empty((0, 2), np.float32)
    return points[:, 0].copy(), points[:, 1].copy()


def _flattened(geometries) -> dict[str, list[np.ndarray]]:
    pairs = [flatten(geometry) for geometry in geometries]
    return {"xs": [x for x, _ in pairs], "ys": [y for _, y in pairs]}


@functools.lru_cache(maxsize=64)
def _prepared(atlas_key: tuple, view: str) -> ViewShapes:
    return _prepare(_ATLASES[atlas_key], view)


_ATLASES: dict[tuple, Atlas] = {}


def view_shapes(atlas: Atlas, view: str) -> ViewShapes:
    """The shapes of one view, prepared once a process."""
    key = (id(atlas), atlas.body)
    _ATLASES[key] = atlas
    return _prepared(key, view)


def _prepare(atlas: Atlas, view: str) -> ViewShapes:
    def seen(frame):
        return frame[frame["view"] == view]

    contours = seen(atlas.contours)
    filled = shapely.get_dimensions(contours.geometry.to_numpy()) == 2
    muscles = seen(atlas.muscles)
    # Deep ones first, so that superficial ones are drawn over them; large ones before small.
    order = np.lexsort([-muscles.geometry.area, -muscles["layer"].map(_LAYER_RANK).to_numpy()])
    muscles = muscles.iloc[order].reset_index(drop=True)
    with_tendons = muscles[muscles["tendons"].notna()]
    zones = seen(atlas.zone_shapes)
    points, risks = seen(atlas.trigger_points), seen(atlas.risk_areas)
    columns = {
        "outline": _flattened(seen(atlas.outlines).geometry),
        "tones": _flattened(seen(atlas.tones).geometry) | {"kind": list(seen(atlas.tones)["kind"])},
        "filled": _flattened(contours.geometry[filled]) | {"kind": list(contours["kind"][filled])},
        "lines": _flattened(contours.geometry[~filled]) | {"kind": list(contours["kind"][~filled])},
        "bones": _flattened(seen(atlas.bones).geometry),
        "muscles": _flattened(muscles.geometry)
        | {
            "id": list(muscles["id"]),
            "side": list(muscles["side"]),
            "rank": [_LAYER_RANK[layer] for layer in muscles["layer"]],
            "ghost": [bool(ghost) for ghost in muscles["ghost"]],
            "area": [float(area) for area in muscles.geometry.area],
        },
        "fibres": _flattened(muscles["fibres"]) | {"row": list(range(len(muscles)))},
        "tendons": _flattened(with_tendons["tendons"]) | {"row": [int(row) for row in with_tendons.index]},
        "zones": _flattened(zones.geometry) | {"side": list(zones["side"])},
        "risks": _flattened(risks.geometry) | {"id": list(risks["id"]), "side": list(risks["side"])},
        "points": {
            "x": points.geometry.x.to_list(),
            "y": points.geometry.y.to_list(),
            "id": list(points["id"]),
            "muscle": list(points["muscle"]),
            "side": list(points["side"]),
        },
        "zone_rows": _zone_rows(atlas, zones),
    }
    return ViewShapes(view, columns)


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


def view_figure(
    atlas: Atlas, view: str, mode: str = "patient", skin_tone: str = "neutral", letters=("R", "L")
) -> figure:
    """Draw one view as a Bokeh figure, everything but the body itself invisible until the browser's filter has run.

    Parameters
    ----------
    atlas : Atlas
    view : str
    mode : {"patient", "clinician"}
        Chooses the palette.
    skin_tone : str
        One of `bodymap.style.SKIN_TONES`.
    letters : tuple of str
        The letters for the person's right and left.

    Returns
    -------
    bokeh.plotting.figure
        Its renderers are named after their layers (``muscles``, ``fibres``, ...).
    """
    columns = view_shapes(atlas, view).columns
    palette, skin = style.PALETTES[mode], style.SKIN_TONES[skin_tone]
    x0, y0, x1, y1 = FRAMES[view]
    plot = figure(
        x_range=Range1d(x0, x1),
        y_range=Range1d(y0, y1),
        tools=[PanTool(), WheelZoomTool(zoom_on_axis=False, speed=1 / 900)],
        toolbar_location=None,
        sizing_mode="stretch_both",
        min_width=160,
        min_height=200,
        background_fill_alpha=0,
        border_fill_alpha=0,
        outline_line_alpha=0,
        min_border=0,
        name=view,
        output_backend="canvas",
    )
    plot.axis.visible = False
    plot.grid.visible = False
    plot.toolbar.active_drag = None
    plot.toolbar.active_scroll = plot.select_one(WheelZoomTool)
    _draw_body(plot, columns, skin)
    _draw_layers(plot, columns, palette)
    _print_sides(plot, view, letters, skin["line"])
    return plot


def recolor(plot: figure, mode: str) -> None:
    """Give a figure the colours of a mode; the muscles' own colour is chosen in the browser."""
    line = style.PALETTES[mode].muscle_line
    plot.select_one({"name": "muscles"}).glyph.line_color = line
    plot.select_one({"name": "fibres"}).glyph.line_color = line


def _draw_body(plot: figure, columns: dict, skin: dict[str, str]) -> None:
    plot.patches("xs", "ys", source=ColumnDataSource(columns["outline"]), fill_color=skin["outline"], line_alpha=0)
    tones = columns["tones"] | {"color": [skin[kind] for kind in columns["tones"]["kind"]]}
    plot.patches("xs", "ys", source=ColumnDataSource(tones), fill_color="color", line_alpha=0)
    filled = columns["filled"]
    colors = [skin["eye"] if kind == "eye" else skin["line"] for kind in filled["kind"]]
    plot.patches(
        "xs",
        "ys",
        source=ColumnDataSource(
            filled | {"color": colors, "alpha": [1.0 if k == "eye" else 0.55 for k in filled["kind"]]}
        ),
        fill_color="color",
        fill_alpha="alpha",
        line_color=skin["line"],
        line_width=0.5,
        line_alpha="alpha",
    )
    lines = columns["lines"]
    dashes = ["4 4" if kind == "ghost" else "solid" for kind in lines["kind"]]
    plot.multi_line(
        "xs",
        "ys",
        source=ColumnDataSource(lines | {"dash": dashes}),
        line_color=skin["line"],
        line_width=style.LINE_WIDTH["contour"],
        line_dash="dash",
        line_alpha=0.8,
    )
    plot.patches(
        "xs",
        "ys",
        source=ColumnDataSource(columns["outline"]),
        fill_alpha=0,
        line_color=skin["line"],
        line_width=style.LINE_WIDTH["outline"],
    )


def _draw_layers(plot: figure, columns: dict, palette: style.Palette) -> None:
    def source(layer: str, **alphas: float) -> ColumnDataSource:
        count = len(next(iter(columns[layer].values())))
        return ColumnDataSource(
            columns[layer] | {name: np.full(count, value, np.float32) for name, value in alphas.items()}
        )

    plot.patches(
        "xs",
        "ys",
        name="bones",
        source=source("bones", fill_alpha=0, line_alpha=0),
        fill_color=style.BONE["fill"],
        line_color=style.BONE["line"],
        line_width=style.LINE_WIDTH["bone"],
        fill_alpha="fill_alpha",
        line_alpha="line_alpha",
    )
    muscles = source("muscles", fill_alpha=0, line_alpha=0)
    muscles.data["color"] = [palette.muscle] * len(columns["muscles"]["id"])
    muscles.data["dash"] = ["5 4" if ghost else "solid" for ghost in columns["muscles"]["ghost"]]
    plot.patches(
        "xs",
        "ys",
        name="muscles",
        source=muscles,
        fill_color="color",
        fill_alpha="fill_alpha",
        line_color=palette.muscle_line,
        line_alpha="line_alpha",
        line_dash="dash",
        line_width=style.LINE_WIDTH["muscle"],
    )
    plot.patches(
        "xs",
        "ys",
        name="tendons",
        source=source("tendons", fill_alpha=0),
        fill_color=palette.tendon,
        fill_alpha="fill_alpha",
        line_alpha=0,
    )
    plot.multi_line(
        "xs",
        "ys",
        name="fibres",
        source=source("fibres", line_alpha=0),
        line_color=palette.muscle_line,
        line_alpha="line_alpha",
        line_width=style.LINE_WIDTH["fibre"],
    )
    plot.patches(
        "xs",
        "ys",
        name="zones",
        source=source("zones", fill_alpha=0, hatch_alpha=0, line_alpha=0),
        fill_color=palette.referral,
        fill_alpha="fill_alpha",
        line_color=palette.referral,
        line_alpha="line_alpha",
        line_width=style.LINE_WIDTH["referral"],
        hatch_pattern=style.SPILLOVER_HATCH,
        hatch_color=palette.referral,
        hatch_alpha="hatch_alpha",
        hatch_scale=style.HATCH_SCALE / 1.5,
        hatch_weight=1.6,
    )
    plot.patches(
        "xs",
        "ys",
        name="risks",
        source=source("risks", fill_alpha=0, hatch_alpha=0, line_alpha=0),
        fill_color=palette.risk,
        fill_alpha="fill_alpha",
        line_color=palette.risk,
        line_alpha="line_alpha",
        line_dash=[6, 3],
        line_width=style.LINE_WIDTH["risk"],
        hatch_pattern=style.RISK_HATCH,
        hatch_color=palette.risk,
        hatch_alpha="hatch_alpha",
        hatch_scale=style.HATCH_SCALE,
    )
    points = source("points", alpha=0, size=style.TRIGGER_POINT_SIZE["resting"])
    # A pale disc under each X keeps it legible on any colour.
    plot.scatter(
        "x", "y", source=points, marker="circle", size="size", fill_color="#ffffff", fill_alpha="alpha", line_alpha=0
    )
    plot.scatter(
        "x",
        "y",
        name="points",
        source=points,
        marker="x",
        size="size",
        line_color=palette.trigger_point,
        line_alpha="alpha",
        line_width=2.2,
    )


def _print_sides(plot: figure, view: str, letters: tuple[str, str], color: str) -> None:
    """Print the person's right and left at the edges of the figure; in side views, the side that is seen.

    They stand still when the figure is zoomed; the browser keeps the one on the right at the right edge.
    """
    right, left = letters
    shown = [{"R": right, "L": left}.get(letter) for letter in SIDE_LETTERS[view]]
    for name, letter in zip(("side_letter_start", "side_letter_end"), shown, strict=True):
        if letter:
            label = Label(x=14, y=14, x_units="screen", y_units="screen", text=letter, name=name)
            label.update(text_color=color, text_font_size="22px", text_font_style="bold", text_baseline="top")
            label.text_align = "left" if name == "side_letter_start" else "right"
            plot.add_layout(label)


def book(atlas: Atlas) -> dict:
    """What the browser's filter must know besides the shapes: who belongs to whom, as the tables say."""
    tables = atlas.tables
    membership: dict[str, dict[str, str]] = {}
    for row in tables.membership.itertuples():
        membership.setdefault(row.condition, {})[row.muscle] = row.role
    return {
        "membership": membership,
        "muscle_of": tables.trigger_points["muscle"].to_dict(),
        "risks_of_muscle": _risks(atlas.muscles),
        "risks_of_point": _risks(atlas.trigger_points),
        "frames": {view: list(frame) for view, frame in FRAMES.items()},
        "pairs": [list(pair) for pair in PAIRS],
        "homes": _homes(atlas),
    }


def _risks(frame: pd.DataFrame) -> dict[str, list[str]]:
    return {row.id: list(row.risk_areas) for row in frame.drop_duplicates("id").itertuples() if row.risk_areas}


def _homes(atlas: Atlas) -> dict[str, dict[str, list[float]]]:
    """For every condition and view, the part of the figure that its primary muscles take up: x0, y0, x1, y1."""
    homes: dict[str, dict[str, list[float]]] = {}
    listed = atlas.tables.membership
    bounds = atlas.muscles.geometry.bounds.assign(id=atlas.muscles["id"], view=atlas.muscles["view"])
    for condition, muscles in listed[listed["role"] == "primary"].groupby("condition")["muscle"]:
        part = bounds[bounds["id"].isin(muscles)].groupby("view")
        boxes = pd.concat([part[["minx", "miny"]].min(), part[["maxx", "maxy"]].max()], axis=1)
        homes[condition] = {
            view: [round(float(v), 4) for v in row] for view, row in zip(boxes.index, boxes.to_numpy(), strict=True)
        }
    return homes
