"""The head of a page: the clinic's logo, name and contact line, and the room for a date."""

from __future__ import annotations

import base64
import io

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ..clinic import Clinic
from ..logo import read_svg
from .typesetting import BOLD, FONT, INK, QUIET, Stack, text_style

#: The greatest height and width of a logo, in points, and the room beside it.
_HIGH, _WIDE, _ROOM = 38, 120, 10


class Letterhead:
    """What a clinic says of itself, measured for a width.

    Parameters
    ----------
    clinic : Clinic
        Each of its parts may be empty; with none the head has no height.
    width : float
        In points.
    size : float
        Of the contact line, in points.
    """

    def __init__(self, clinic: Clinic, width: float, size: float) -> None:
        self._picture = _picture(clinic.logo)
        self._logo = (0.0, 0.0)
        if self._picture is not None:
            wide, high = _size(self._picture)
            scale = min(_HIGH / high, _WIDE / wide)
            self._logo = (wide * scale, high * scale)
        self._texts = Stack(width - self._logo[0] - (_ROOM if self._picture is not None else 0))
        if clinic.name:
            self._texts.add(clinic.name, text_style(size + 2, INK, BOLD, 1.2))
        if clinic.contact:
            self._texts.add(clinic.contact, text_style(size, QUIET, FONT, 1.25), 1)
        self.height = max(self._logo[1], self._texts.height)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw it downwards from `top`, logo and texts at one middle."""
        wide, high = self._logo
        if self._picture is not None:
            _draw(canvas, self._picture, x, top - (self.height + high) / 2, wide, high)
            x += wide + _ROOM
        self._texts.draw(canvas, x, top - (self.height - self._texts.height) / 2)


def _picture(address: str) -> Drawing | ImageReader | None:
    """The picture of a ``data:`` address, an SVG as vectors; None where there is none."""
    if not address:
        return None
    kind, _, picture = address.partition(";base64,")
    data = base64.b64decode(picture)
    if kind == "data:image/png":
        return ImageReader(io.BytesIO(data))
    drawing = read_svg(data)
    drawing.initialFontName = FONT  # it holds no text, but names a font all the same
    return drawing


def _size(picture: Drawing | ImageReader) -> tuple[float, float]:
    return (picture.width, picture.height) if isinstance(picture, Drawing) else picture.getSize()


def _draw(canvas: Canvas, picture: Drawing | ImageReader, x: float, y: float, wide: float, high: float) -> None:
    if isinstance(picture, ImageReader):
        canvas.drawImage(picture, x, y, wide, high, mask="auto")
        return
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(wide / picture.width, high / picture.height)
    edge = canvas.beginPath()
    edge.rect(0, 0, picture.width, picture.height)
    canvas.clipPath(edge, stroke=0, fill=0)
    renderPDF.draw(picture, canvas, 0, 0)
    canvas.restoreState()
