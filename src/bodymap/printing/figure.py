"""One view of an atlas drawn as vector paths on a page, with only the marks of that view."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from .. import schema, style
from ..atlas import Atlas
from ..views import SIDE_LETTERS
from .marks import Marks, window

PAPER = "#fbf8f2"
#: Line widths in points for each width in pixels of `style.LINE_WIDTH`; the printed figure is about half as large.
_THINNER = 0.55
#: The dots of sometimes-felt pain: their distance and size, in points.
_DOTS = (3.6, 1.15)
#: An X: half its size, its line, and the pale disc under it, in points.
_CROSS = (2.7, 1.3, 3.9)
#: Points for a stature from which on an X has its full size; on a smaller figure it is smaller.
_NEAR = 1000
_EVEN_ODD = 0


class _Pen:
    """Draws shapes given in stature at their place on the page."""

    def __init__(self, canvas: Canvas, part: tuple[float, float, float, float], box: tuple[float, float, float, float]):
        self.canvas = canvas
        self.scale = box[3] / (part[3] - part[1])
        self.shift = np.array([box[0] - part[0] * self.scale, box[1] - part[1] * self.scale])
        self.seen = shapely.box(*part)

    def placed(self, geometry: shapely.Geometry) -> shapely.Geometry:
        return shapely.transform(geometry, lambda points: points * self.scale + self.shift)

    def path(self, geometry: shapely.Geometry) -> PDFPathObject | None:
        """The rings or lines of what is seen of a geometry; None where nothing is."""
        if geometry is None or not geometry.intersects(self.seen):
            return None
        path = self.canvas.beginPath()
        for part in shapely.get_parts(self.placed(geometry)):
            is_area = part.geom_type == "Polygon"
            for ring in [part.exterior, *part.interiors] if is_area else [part]:
                first, *others = shapely.get_coordinates(ring).round(2).tolist()
                path.moveTo(*first)
                for point in others:
                    path.lineTo(*point)
                if is_area:
                    path.close()
        return path

    def fill(self, geometry: shapely.Geometry, color: str, alpha: float = 1) -> None:
        if path := self.path(geometry):
            self.canvas.setFillColor(HexColor(color), alpha=alpha)
            self.canvas.drawPath(path, stroke=0, fill=1, fillMode=_EVEN_ODD)

    def line(self, geometry: shapely.Geometry, color: str, width: float, alpha: float = 1, dash: tuple = ()) -> None:
        if path := self.path(geometry):
            self.canvas.setStrokeColor(HexColor(color), alpha=alpha)
            self.canvas.setLineWidth(width * _THINNER)
            self.canvas.setDash(*dash)
            self.canvas.drawPath(path, stroke=1, fill=0)
            self.canvas.setDash()

    def dots(self, geometry: shapely.Geometry, color: str, alpha: float) -> None:
        """A grid of dots, each a line without length and with round ends, clipped to a shape."""
        inside = geometry.intersection(self.seen)
        if inside.is_empty or not (path := self.path(geometry)):
            return
        canvas, (step, size) = self.canvas, _DOTS
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0, fillMode=_EVEN_ODD)
        around = self.placed(inside).buffer(size)
        x0, y0, x1, y1 = around.bounds
        rows = np.arange(np.floor(y0 / step), np.ceil(y1 / step) + 1)
        columns = np.arange(np.floor(x0 / step) - 1, np.ceil(x1 / step) + 1)
        x, y = np.meshgrid(columns * step, rows * step)
        x = x + (rows % 2)[:, None] * step / 2
        kept = shapely.contains_xy(around, x, y)
        grid = canvas.beginPath()
        for point in zip(x[kept].round(2).tolist(), y[kept].round(2).tolist(), strict=True):
            grid.moveTo(*point)
            grid.lineTo(*point)
        canvas.setLineCap(1)
        canvas.setStrokeColor(HexColor(color), alpha=alpha)
        canvas.setLineWidth(size)
        canvas.drawPath(grid, stroke=1, fill=0)
        canvas.restoreState()

    def cross(self, point: shapely.Point, color: str) -> None:
        if point.intersects(self.seen):
            size = min(1, max(0.55, (self.scale / _NEAR) ** 0.5))
            draw_cross(self.canvas, *shapely.get_coordinates(self.placed(point))[0], color, size)


def draw_cross(canvas: Canvas, x: float, y: float, color: str, size: float = 1) -> None:
    """The X of a trigger point, on a pale disc that keeps it legible on any colour; x, y in points."""
    half, width, disc = (size * length for length in _CROSS)
    canvas.setFillColor(HexColor("#ffffff"), alpha=0.9)
    canvas.circle(x, y, disc, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(color), alpha=1)
    canvas.setLineWidth(width)
    canvas.line(x - half, y - half, x + half, y + half)
    canvas.line(x - half, y + half, x + half, y - half)


def draw_view(
    canvas: Canvas,
    atlas: Atlas,
    marks: Marks,
    view: str,
    box: tuple[float, float, float, float],
    letters: tuple[str, str],
    font: str,
    skin: dict[str, str],
    palette: style.Palette,
    is_whole: bool = False,
) -> None:
    """Draw one view into a place on the page.

    Parameters
    ----------
    canvas : reportlab.pdfgen.canvas.Canvas
    atlas : Atlas
    marks : Marks
        Of what is chosen; those of other views are left out.
    view : str
    box : tuple of float
        x, y (of the lower left corner), width and height of the place, in points.
    letters : tuple of str
        For the person's right and left.
    font : str
        For the letters; a registered font.
    skin : dict of str to str
        One of `bodymap.style.SKIN_TONES`.
    palette : bodymap.style.Palette
        The colours of what is drawn on it.
    is_whole : bool
        Whether to show all of the view, rather than the part where the marks are.
    """
    x, y, width, height = box
    pen = _Pen(canvas, window(marks, view, width / height, is_whole), box)
    canvas.saveState()
    edge = canvas.beginPath()
    edge.roundRect(x, y, width, height, 8)
    canvas.setFillColor(HexColor(PAPER))
    canvas.drawPath(edge, stroke=0, fill=1)
    canvas.clipPath(edge, stroke=0, fill=0)
    canvas.setLineJoin(1)
    _body(pen, atlas, view, skin)
    _muscles(pen, marks.muscles[marks.muscles["view"] == view], palette)
    _zones(pen, marks, view, palette)
    for point in marks.points.loc[marks.points["view"] == view, "geometry"]:
        pen.cross(point, palette.trigger_point)
    shown = {"R": letters[0], "L": letters[1]}
    for letter, place in zip(SIDE_LETTERS[view], (x + 18, x + width - 18), strict=True):
        if letter in shown:
            canvas.setFillColor(HexColor(PAPER), alpha=0.85)
            canvas.circle(place, y + height - 18, 10, stroke=0, fill=1)
            canvas.setFillColor(HexColor(style.LETTER), alpha=1)
            canvas.setFont(font, 13)
            canvas.drawCentredString(place, y + height - 22.5, shown[letter])
    canvas.restoreState()


def _body(pen: _Pen, atlas: Atlas, view: str, skin: dict[str, str]) -> None:
    outlines, tones, contours = (
        frame[frame["view"] == view] for frame in (atlas.outlines, atlas.tones, atlas.contours)
    )
    for outline in outlines.geometry:
        pen.fill(outline, skin["outline"])
    for kind, tone in zip(tones["kind"], tones.geometry, strict=True):
        pen.fill(tone, skin[kind])
    for kind, shape in zip(contours["kind"], contours.geometry, strict=True):
        if shapely.get_dimensions(shape) == 2:
            pen.fill(shape, *((skin["eye"],) if kind == "eye" else (skin["line"], style.ALPHA["feature"])))
        else:
            dash = (2, 2) if kind == "ghost" else ()
            pen.line(shape, skin["line"], style.LINE_WIDTH["contour"], style.ALPHA["contour"], dash)
    for outline in outlines.geometry:
        pen.line(outline, skin["line"], style.LINE_WIDTH["outline"])


def _muscles(pen: _Pen, muscles: pd.DataFrame, palette: style.Palette) -> None:
    """Muscles with their tendons and fibres, deep ones first; dashed where bone hides them."""
    rank = muscles["layer"].map(schema.LAYERS.index).astype(int)
    for row in muscles.iloc[np.lexsort([-muscles.geometry.area, -rank])].itertuples():
        alpha = style.muscle_alpha(style.EMPHASIS[row.emphasis], row.ghost)
        color = palette.selected if row.emphasis == "chosen" else palette.muscle
        dash = (3, 2) if row.ghost else ()
        pen.fill(row.geometry, color, alpha["fill"])
        pen.fill(row.tendons, palette.tendon, alpha["tendon"])
        pen.line(row.fibres, palette.muscle_line, style.LINE_WIDTH["fibre"] * 0.8, alpha["fibre"])
        pen.line(row.geometry, palette.muscle_line, style.LINE_WIDTH["muscle"], alpha["line"], dash)


def _zones(pen: _Pen, marks: Marks, view: str, palette: style.Palette) -> None:
    for grade, zones in reversed(marks.zones.items()):
        for shape in zones.loc[zones["view"] == view, "geometry"]:
            if grade == "essential":
                pen.fill(shape, palette.referral, style.ALPHA["essential" if marks.muscle else "shared"])
            else:
                pen.dots(shape, palette.referral, style.ALPHA["spillover"])
            alpha = style.ALPHA[f"{grade}_line"]
            pen.line(shape, palette.referral, style.LINE_WIDTH["referral"], alpha)
