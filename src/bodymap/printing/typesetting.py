"""Fonts, colours and measured text for printing."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

#: DejaVu, of the width of most text faces: Latin, Greek and Cyrillic letters, free to ship and to embed.
FONT, BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"
PRINTED = "Latin, Greek and Cyrillic letters"
_FONTS = Path(__file__).parent / "fonts"
#: Letters that are written from right to left, and need to be joined and turned round before they are set.
_RIGHT_TO_LEFT = ("R", "AL", "AN")
INK, QUIET, ACCENT, RULE = "#2f2a25", "#756b60", "#2b6a68", "#d8cfc2"


@functools.cache
def register_fonts() -> None:
    """Make the fonts known, once a process."""
    for font in (FONT, BOLD):
        pdfmetrics.registerFont(TTFont(font, _FONTS / f"{font}.ttf"))


def unprintable(text: str) -> str:
    """The letters of a text that cannot be set: those the fonts lack, and those written from right to left.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Each once, in the order in which they come; empty where all can be set.
    """
    register_fonts()
    known = pdfmetrics.getFont(FONT).face.charToGlyph.keys() & pdfmetrics.getFont(BOLD).face.charToGlyph.keys()
    return "".join(
        letter
        for letter in dict.fromkeys(text)
        if not letter.isspace() and (ord(letter) not in known or unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT)
    )


def text_style(size: float, color: str = INK, font: str = FONT, leading: float = 1.35) -> ParagraphStyle:
    """A style of a size in points; `leading` is the distance of the lines as a share of it."""
    return ParagraphStyle(
        "", fontName=font, fontSize=size, leading=size * leading, textColor=HexColor(color), alignment=TA_LEFT
    )


class Stack:
    """Paragraphs one under the other, measured for a width."""

    def __init__(self, width: float) -> None:
        self.width, self.height = width, 0.0
        self._parts: list[tuple[Paragraph, float]] = []

    def add(self, text: str, style: ParagraphStyle, before: float = 0) -> None:
        """Add a text, `before` points under the last."""
        paragraph = Paragraph(escape(text), style)
        height = paragraph.wrap(self.width, 10_000)[1]
        self.height += (before if self._parts else 0) + height
        self._parts.append((paragraph, self.height))

    def add_all(self, other: Stack, before: float = 0) -> None:
        """Add the paragraphs of another stack of the same width."""
        above = self.height + (before if self._parts else 0)
        self._parts += [(paragraph, above + bottom) for paragraph, bottom in other._parts]
        self.height = above + other.height

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw it downwards from `top`."""
        for paragraph, bottom in self._parts:
            paragraph.drawOn(canvas, x, top - bottom)
