"""The live figure of a view: a Bokeh figure with its layers, empty until the browser draws them.

`bodymap.pack` sends the shapes, ``app/browser/live_map.js`` gives each layer those that are to be seen. So a change
costs what is seen, not what the atlas holds.
"""

from __future__ import annotations

import functools

import pandas as pd
from bokeh.models import ColumnDataSource, PanTool, Range1d, WheelZoomTool
from bokeh.plotting import figure

from . import style
from .atlas import CLOSE_UPS, Atlas
from .built import GATHERED
from .views import PAIRS, frames

_LINE = ("xs", "ys", "line_color", "line_alpha", "line_width", "line_dash")
_AREA = (*_LINE, "fill_color", "fill_alpha")
_HATCHED = ("xs", "ys")
#: The columns of each layer, from the skin upwards. Areas are bones, muscles and their tendons, referral zones and risk
#: areas, in this order: few layers, because each costs as much again at every change.
COLUMNS = {
    "body": _AREA,
    "contours": _LINE,
    "areas": _AREA,
    "fibres": _LINE,
    "dots": _HATCHED,
    "hatches": _HATCHED,
    "marks": _AREA,
    "strokes": _LINE,
    "points": ("x", "y", "line_color", "line_alpha", "size"),
}
_HATCHES = {
    "dots": {"pattern": style.SPILLOVER_HATCH, "scale": style.HATCH_SCALE / 1.5, "weight": 1.6},
    "hatches": {"pattern": style.RISK_HATCH, "scale": style.HATCH_SCALE, "weight": 1.0},
}


def view_figure(atlas: Atlas, view: str) -> figure:
    """Lay out one view as a Bokeh figure whose layers are empty.

    Parameters
    ----------
    atlas : Atlas
        Gives the frame of the view.
    view : str

    Returns
    -------
    bokeh.plotting.figure
        Its renderers are named after `COLUMNS`.
    """
    x0, y0, x1, y1 = frames(atlas)[view]
    plot = figure(
        x_axis_type=None,
        y_axis_type=None,
        x_range=Range1d(x0, x1),
        y_range=Range1d(y0, y1),
        title=None,  # an empty one would be laid out at every painting
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
        lod_threshold=None,  # all rows are drawn while a finger moves the figure
    )
    plot.toolbar.active_drag = None
    plot.toolbar.active_scroll = plot.select_one(WheelZoomTool)
    for layer, columns in COLUMNS.items():
        _add_layer(plot, layer, columns)
    return plot


def _add_layer(plot: figure, layer: str, columns: tuple[str, ...]) -> None:
    source = ColumnDataSource({column: [] for column in columns})
    look = {column: column for column in columns if column not in ("xs", "ys", "x", "y")}
    if layer == "points":
        # The pale disc around each X keeps it legible on any colour.
        look |= {"line_width": style.LINE_WIDTH["point"], "fill_color": "#ffffff", "fill_alpha": "line_alpha"}
        plot.scatter("x", "y", source=source, name=layer, marker="circle_x", **look)
    elif columns is _LINE:
        ends = {"line_cap": "round", "line_join": "round"} if layer == "strokes" else {}
        plot.multi_line("xs", "ys", source=source, name=layer, **look, **ends)
    elif columns is _AREA:
        plot.patches("xs", "ys", source=source, name=layer, **look)
    else:
        # One hatch for all rows of a layer: one for each row would be a canvas for each row, made anew at each change.
        hatch = {f"hatch_{name}": value for name, value in _HATCHES[layer].items()}
        plot.patches("xs", "ys", source=source, name=layer, fill_alpha=0, line_alpha=0, **hatch)


@functools.lru_cache(maxsize=32)
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
        "muscles": list(atlas.muscles["id"].unique()),
        "conservative": list(atlas.muscles.loc[atlas.muscles["conservative"], "id"].unique()),
        "frames": {view: list(frame) for view, frame in frames(atlas).items()},
        "pairs": [list(pair) for pair in PAIRS],
        "close_ups": {near: whole for near, whole in CLOSE_UPS.items() if near not in GATHERED},
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
