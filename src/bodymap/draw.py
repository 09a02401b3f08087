"""An atlas view as a HoloViews overlay, to compose with others, to style and to export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import shapely

from . import schema, style
from .atlas import VIEWS, Atlas, check
from .tables import referral_sets
from .views import SIDE_LETTERS, frames

LAYERS = ("bones", "muscles", "trigger_points", "essential", "spillover", "risk")
#: Height of a drawn view, in CSS pixels.
HEIGHT = 720
#: Views beside each other keep their own ranges.
_APART = {"shared_axes": False, "backend": "bokeh"}


def draw(
    atlas: Atlas,
    view: str = "front",
    layers: Iterable[str] | None = None,
    mode: str = "clinician",
    condition: str | None = None,
    skin_tone: str = "neutral",
    colors: str = "usual",
):
    """Draw one view of an atlas, or of a part of it, with HoloViews (Bokeh backend).

    Trigger points, referral zones and risk areas are those of the muscles in focus: a condition's primary ones, else
    all of a part of an atlas. A whole atlas without a condition has no focus: it shows its muscles and, faintly, all
    risk areas. With the risk areas of a focus come the nerves and arteries behind them.

    Parameters
    ----------
    atlas : Atlas
        From `load_atlas`, or a part of it from `Atlas.select`.
    view : str
        One of `bodymap.atlas.VIEWS`.
    layers : iterable of str, optional
        Some of `LAYERS`. Where none are named: all but the bones, and spillover only for a single muscle, because the
        spillover of many covers the figure.
    mode : {"clinician", "patient"}
        Chooses the palette.
    condition : str, optional
        A condition's id: its muscles stand out from the others that the atlas holds, its primary ones most.
    skin_tone : str
        One of `bodymap.style.SKIN_TONES`.
    colors : str
        The colour vision that the colours are for: one of `bodymap.style.COLORS`.

    Returns
    -------
    holoviews.Overlay
        In stature, the aspect kept. Elements are labelled after what they show (``overlay.Polygons.Muscles``,
        ``overlay.Points.Points``); their value dimensions name the muscle or trigger point, and the side.

    Raises
    ------
    UnknownNameError
        For a view, layer, mode, condition, skin tone or colors that are not known, naming the nearest that are.

    Examples
    --------
    >>> import bodymap
    >>> part = bodymap.load_atlas("female").select(muscles="infraspinatus", side="right")
    >>> picture = bodymap.draw(part, view="back", layers=["bones", "muscles"])
    >>> [element.label for element in picture][-4:]
    ['Muscles', 'Tendons', 'Fibres', 'Sides']
    >>> import holoviews as hv
    >>> hv.save(picture + bodymap.draw(part, view="left"), "infraspinatus.html")  # doctest: +SKIP
    """
    asked = LAYERS[1:] if layers is None else [layers] if isinstance(layers, str) else list(layers)
    check("view", view, VIEWS)
    check("mode", mode, style.PALETTES)
    check("skin tone", skin_tone, style.SKIN_TONES)
    check("colors", colors, style.COLORS)
    for layer in asked:
        check("layer", layer, LAYERS)
    if condition is not None:
        check("condition", condition, atlas.conditions.index)
    hv = _holoviews()
    skin, palette = style.SKIN_TONES[skin_tone], style.palette(mode, skin_tone, colors)
    seen = atlas.select(view=view)
    roles = atlas.tables.membership.set_index("condition").loc[[condition] if condition else []]
    roles = roles.set_index("muscle")["role"]
    focus = set(roles.index[roles == "primary"]) if condition else set(atlas.muscles["id"]) if atlas.is_part else set()
    if layers is None and len(focus) > 1:
        asked = [layer for layer in asked if layer != "spillover"]

    elements = _body(hv, seen, skin)
    if "bones" in asked:
        bone = {"color": style.BONE["fill"], "fill_alpha": style.ALPHA["bone"]}
        bone |= {"line_color": style.BONE["line"], "line_alpha": style.ALPHA["bone_line"]}
        elements += _areas(hv, "Bones", seen.bones, line_width=style.LINE_WIDTH["bone"], **bone)
    if "muscles" in asked:
        elements += _muscles(hv, seen.muscles, _weights(seen.muscles, roles, atlas.is_part), palette)
    if "bones" in asked:
        edge = {"fill_alpha": 0, "line_color": style.BONE["line"], "line_dash": "5 4"}
        through = seen.bones[seen.bones["ghost"].astype(bool)]
        elements += _areas(hv, "Bones seen through", through, line_width=1.5 * style.LINE_WIDTH["bone"], **edge)
    whose = [f"condition:{condition}"] if condition else [f"muscle:{muscle}" for muscle in sorted(focus)]
    for grade in ("spillover", "essential"):
        if grade in asked and whose:
            elements += _zones(hv, seen, grade, whose, palette)
    if "risk" in asked:
        flagged = {area for cell in atlas.muscles.loc[atlas.muscles["id"].isin(focus), "risk_areas"] for area in cell}
        near = seen.risk_areas[seen.risk_areas["id"].isin(flagged) | (not focus)]
        strength = 1 if focus else style.ALPHA["resting"]
        elements += _risks(hv, near, strength, palette)
        behind = [not flagged.isdisjoint(areas) for areas in seen.courses["risk_areas"]]
        elements += _courses(hv, seen.courses[np.array(behind, bool)], palette)
    if "trigger_points" in asked:
        elements += _points(hv, seen.trigger_points[seen.trigger_points["muscle"].isin(focus)], palette)
    x0, y0, x1, y1 = frames(atlas)[view]
    size = {"frame_height": HEIGHT, "frame_width": round(HEIGHT * (x1 - x0) / (y1 - y0)), "data_aspect": 1}
    frame = {"xlim": (x0, x1), "ylim": (y0, y1), "show_frame": False, "xaxis": None, "yaxis": None}
    plain = {"show_legend": False, "toolbar": None, "title": ""}
    return hv.Overlay([*elements, _sides(hv, view, (x0, y0, x1, y1))]).opts(**size, **frame, **plain, **_APART)


def _holoviews():
    """HoloViews with its Bokeh backend, loaded when first drawn with; in a notebook from the package itself."""
    import holoviews as hv

    if "bokeh" not in hv.Store.renderers:
        hv.extension("bokeh", inline=True, logo=False)
    return hv


def _weights(muscles: pd.DataFrame, roles: pd.Series, is_part: bool) -> np.ndarray:
    """How strongly each row is drawn, as in the live map: by its role, and paler where other muscles cover it."""
    covered = (muscles["ghost"] | (muscles["layer"] != schema.LAYERS[0])).to_numpy(bool)
    if len(roles):
        given = muscles["id"].map(roles).map(style.EMPHASIS).to_numpy(float)
        return np.where(np.isnan(given), np.where(covered, 0, style.EMPHASIS["background"]), given)
    resting = np.where(covered, style.EMPHASIS["ghost"], style.EMPHASIS["resting"])
    return np.full(len(muscles), style.EMPHASIS["primary"]) if is_part else resting


def _body(hv, seen: Atlas, skin: dict[str, str]) -> list:
    tones = seen.tones.assign(paint=seen.tones["kind"].map(skin))
    filled = shapely.get_dimensions(seen.contours.geometry.to_numpy()) == 2
    areas, lines = seen.contours[filled], seen.contours[~filled]
    eye, hidden = areas["kind"] == "eye", lines["kind"] == "ghost"
    areas = areas.assign(paint=np.where(eye, skin["eye"], skin["line"]))
    areas["opacity"] = np.where(eye, 1.0, style.ALPHA["feature"])
    line = {"color": skin["line"], "line_width": style.LINE_WIDTH["contour"], "alpha": style.ALPHA["contour"]}
    edge = {"color": skin["line"], "line_width": style.LINE_WIDTH["outline"]}
    thin = {"line_color": skin["line"], "line_width": style.LINE_WIDTH["feature"]}
    return [
        *_areas(hv, "Figure", seen.outlines, color=skin["outline"], line_alpha=0),
        *_areas(hv, "Tones", tones, ["paint"], color="paint", line_alpha=0),
        *_areas(hv, "Features", areas, ["paint", "opacity"], color="paint", alpha="opacity", **thin),
        *_lines(hv, "Contours", lines[~hidden].geometry, **line),
        *_lines(hv, "Hidden", lines[hidden].geometry, line_dash="4 4", **line),
        *_lines(hv, "Outline", seen.outlines.boundary, **edge),
    ]


def _muscles(hv, muscles: pd.DataFrame, weight: np.ndarray, palette: style.Palette) -> list:
    """Muscles, deep ones first, and first of all, dashed, what bone hides; then tendons and fibres."""
    alpha = style.muscle_alpha(weight, muscles["ghost"].to_numpy(bool))
    muscles = muscles.assign(
        muscle=muscles["id"], opacity=alpha["fill"], edge=alpha["line"], tendon=alpha["tendon"], fibre=alpha["fibre"]
    )[weight > 0]
    rank = muscles["layer"].map(schema.LAYERS.index).astype(int)
    muscles = muscles.iloc[np.lexsort([-muscles.geometry.area, -rank])]
    hidden, striped = muscles["ghost"].astype(bool), muscles[muscles["fibre"] > 0]
    tendons = striped[striped["tendons"].notna()].set_geometry("tendons")
    paint = {"color": palette.muscle, "fill_alpha": "opacity", "line_color": palette.muscle_line, "line_alpha": "edge"}
    paint |= {"line_width": style.LINE_WIDTH["muscle"]}
    fibre = {"color": palette.muscle_line, "line_width": style.LINE_WIDTH["fibre"], "alpha": "fibre"}
    told = ["muscle", "side", "opacity", "edge"]
    return [
        *_areas(hv, "Ghosts", muscles[hidden], told, line_dash="5 4", **paint),
        *_areas(hv, "Muscles", muscles[~hidden], told, **paint),
        *_areas(hv, "Tendons", tendons, ["tendon"], color=palette.tendon, fill_alpha="tendon", line_alpha=0),
        *_lines(hv, "Fibres", striped["fibres"], striped["fibre"], **fibre),
    ]


def _zones(hv, atlas: Atlas, grade: str, whose: list[str], palette: style.Palette) -> list:
    """Essential referral as a solid area, spillover dotted, of these (``kind:id``)."""
    sets = referral_sets(atlas.tables)
    wanted = sets.loc[(sets["grade"] == grade) & (sets["kind"] + ":" + sets["id"]).isin(whose), "regions"]
    zones = atlas.zone_shapes[atlas.zone_shapes["regions"].isin(wanted)]
    look = {"color": palette.referral, "line_color": palette.referral, "line_width": style.LINE_WIDTH["referral"]}
    if grade == "essential":
        is_one = whose[0].startswith("muscle") and len(whose) == 1
        look |= {"fill_alpha": style.ALPHA["essential" if is_one else "shared"]}
        look |= {"line_alpha": style.ALPHA["essential_line"]}
    else:
        alpha, scale = style.ALPHA["spillover"], style.HATCH_SCALE / 1.5
        look |= {"hooks": [_hatch(style.SPILLOVER_HATCH, palette.referral, alpha, scale, 1.6)]}
        look |= {"fill_alpha": 0, "line_alpha": style.ALPHA["spillover_line"]}
    return _areas(hv, grade.title(), zones, **look)


def _risks(hv, areas: pd.DataFrame, strength: float, palette: style.Palette) -> list:
    alpha = {name: value * strength for name, value in style.ALPHA.items()}
    hatch = _hatch(style.RISK_HATCH, palette.risk, alpha["risk_hatch"], style.HATCH_SCALE)
    edge = {"line_alpha": alpha["risk_line"], "line_dash": "6 3", "line_width": style.LINE_WIDTH["risk"]}
    fill = {"color": palette.risk, "line_color": palette.risk, "fill_alpha": alpha["risk"], "hooks": [hatch]}
    return _areas(hv, "Risk", areas.assign(area=areas["id"]), ["area", "side"], **fill, **edge)


def _courses(hv, courses: pd.DataFrame, palette: style.Palette) -> list:
    """Arteries and nerves, each over its edges."""
    elements = []
    for kind, label in (("artery", "Arteries"), ("nerve", "Nerves")):
        lines = courses.loc[courses["kind"] == kind, "geometry"]
        width, alpha = style.LINE_WIDTH[kind], style.ALPHA["course"]
        edge = {"color": getattr(palette, f"{kind}_edge"), "line_width": width + style.LINE_WIDTH["course_edge"]}
        core = {"color": getattr(palette, kind), "line_width": width, "line_dash": style.COURSE_DASH[kind]}
        elements += _lines(hv, f"{label} edge", lines, alpha=alpha, **edge)
        elements += _lines(hv, label, lines, alpha=alpha, **core)
    return elements


def _points(hv, points: pd.DataFrame, palette: style.Palette) -> list:
    """An X for each trigger point, in a pale disc that keeps it legible on any colour."""
    if points.empty:
        return []
    data = (points.geometry.x, points.geometry.y, points["id"], points["side"])
    dots = hv.Points(data, ["x", "y"], ["trigger_point", "side"])
    cross = {"marker": "circle_x", "size": style.TRIGGER_POINT_SIZE["resting"], "fill_color": "#ffffff"}
    cross |= {"line_color": palette.trigger_point, "line_width": style.LINE_WIDTH["point"]}
    return [dots.relabel("Points").opts(**cross, **_APART)]


def _sides(hv, view: str, frame: tuple[float, float, float, float]):
    """The letters R and L beside the figure, the person's own; in side views, the side that is seen."""
    x0, y0, x1, y1 = frame
    letters = SIDE_LETTERS[view].strip()
    x, y = np.array([0.1, 0.9])[: len(letters)] * (x1 - x0) + x0, y0 + 0.93 * (y1 - y0)
    look = {"text_color": style.LETTER, "text_font_size": "20px", "text_font_style": "bold"}
    return hv.Labels((x, [y] * len(letters), list(letters)), ["x", "y"], "letter", label="Sides").opts(**look, **_APART)


def _hatch(pattern: str, color: str, alpha: float, scale: float, weight: float = 1.0):
    """A hook that hatches an element's shapes; HoloViews has no option for it."""

    def hook(plot, _element) -> None:
        plot.handles["glyph"].update(
            hatch_pattern=pattern, hatch_color=color, hatch_alpha=alpha, hatch_scale=scale, hatch_weight=weight
        )

    return hook


def _areas(hv, label: str, frame, vdims: Iterable[str] = (), **look: Any) -> list:
    """Polygons of a frame's geometries, holes kept; none for an empty frame."""
    facts = frame[list(vdims)].to_dict("records")
    shapes = [_rings(shape) | told for shape, told in zip(frame.geometry, facts, strict=True)]
    return [hv.Polygons(shapes, ["x", "y"], list(vdims), label=label).opts(**look, **_APART)] if shapes else []


def _rings(shape: shapely.Geometry) -> dict[str, Any]:
    parts = shapely.get_parts(shape)
    x, y = flatten(shapely.MultiLineString(list(shapely.get_exterior_ring(parts))))
    return {"x": x, "y": y, "holes": [[shapely.get_coordinates(ring) for ring in part.interiors] for part in parts]}


def _lines(hv, label: str, geometries: pd.Series, values: pd.Series | None = None, **look: Any) -> list:
    """Lines, with a value each; none where there are none."""
    lines = [dict(zip("xy", flatten(line), strict=True)) for line in geometries]
    if values is not None:
        lines = [line | {values.name: value} for line, value in zip(lines, values, strict=True)]
    vdims = [] if values is None else [values.name]
    return [hv.Contours(lines, ["x", "y"], vdims, label=label).opts(**look, **_APART)] if lines else []


def flatten(geometry: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """The lines of a geometry as two arrays of coordinates, NaN between them."""
    pieces = []
    for line in shapely.get_parts(geometry):
        pieces += [shapely.get_coordinates(line), np.full((1, 2), np.nan)]
    points = np.vstack(pieces[:-1]) if pieces else np.empty((0, 2))
    return points[:, 0], points[:, 1]
