"""One page: a title, figures, texts in two columns, room for notes; whatever is to be said, it fits."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ..clinic import Clinic
from .letterhead import Letterhead
from .typesetting import ACCENT, BOLD, FONT, INK, QUIET, RULE, Stack, register_fonts, text_style

PAPERS = {"A4": A4, "Letter": LETTER}
MARGIN, GAP = 36, 20
#: Sizes of the running text that are tried, in points; the least is that of all else that patients read.
SIZES = (11.0, 10.5, 10.0, 9.5)
LEAST = SIZES[-1]
#: Size of the sources, which are for the therapist.
IMPRINT = 7.5
#: Least and greatest height of the figures, as shares of the page's height; and smaller ones where texts are long.
FIGURE, TIGHT_FIGURES = (0.32, 0.45), (0.26, 0.21, 0.17, 0.14, 0.12)
#: The greatest width of a figure by its height.
WIDEST = 1.4
#: Least height of the room for written notes, without a typed one and under one, and the distance of its lines.
NOTES, LINE = (70, 14), 19
#: Heights of the legend and of a caption, and the space between the parts of the page, in points.
_LEGEND, _CAPTION, _SPACE = 20, 14, 8
#: Width of the room for a date.
_DATE = 110
#: Distance of the lines of the running text by its size.
_LEADING = 1.25


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, or without one where it goes on; with a `rank` it may be left out, highest first."""

    heading: str
    texts: tuple[str, ...]
    rank: int = 0


@dataclass(frozen=True)
class Page:
    """What stands on a page; see `render`.

    Attributes
    ----------
    kind, title, subtitle, date, foot, note_heading, references : str
    figures : tuple of (str, callable)
        A caption, and what draws the figure, given canvas and ``box`` (x, y, width, height in points).
    legend : tuple of (str, callable)
        A word, and what draws its sign given canvas, x and y of its middle.
    sections : tuple of Section
        In reading order.
    clinic : Clinic
        Its logo, name and contact line head the page.
    note : str
        The therapist's typed note, printed over the lines for a written one.
    """

    kind: str
    title: str
    subtitle: str
    date: str
    foot: str
    note_heading: str
    references: str
    figures: tuple[tuple[str, Callable], ...]
    legend: tuple[tuple[str, Callable], ...]
    sections: tuple[Section, ...]
    clinic: Clinic
    note: str = ""
    language: str = "en"

    def texts(self) -> str:
        """Every letter that the page holds."""
        parts = [self.kind, self.title, self.subtitle, self.date, self.foot, self.note_heading, self.references]
        parts += [word for word, _ in (*self.figures, *self.legend)]
        parts += [part for section in self.sections for part in (section.heading, *section.texts)]
        return "".join([*parts, self.note, self.clinic.name, self.clinic.contact])


@dataclass(frozen=True)
class _Plan:
    """A way to fill the page: its stacks, and heights in points; the notes stand under the right column."""

    letterhead: Letterhead
    head: Stack
    columns: tuple[Stack, Stack]
    foot: Stack
    figure: float
    text: float


def render(page: Page, paper: str) -> bytes:
    """Set a page and make its PDF; the same page gives the same bytes.

    Parameters
    ----------
    page : Page
    paper : str
        One of `PAPERS`.

    Raises
    ------
    ValueError
        Where the texts do not fit even beside small figures and with every section that may be left out left out.
    """
    register_fonts()
    width, height = PAPERS[paper]
    plan = _plan(page, width - 2 * MARGIN, height)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(width, height), invariant=1, lang=page.language, initialFontName=FONT)
    canvas.setTitle(f"{page.title} – {page.kind}")
    canvas.setAuthor("bodymap")
    canvas.setSubject(page.foot)
    _draw(canvas, page, plan, width, height)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _plan(page: Page, width: float, height: float) -> _Plan:
    """The first plan that fits: large text before small, all sections before fewer."""
    letterhead = Letterhead(page.clinic, width - _DATE - GAP, LEAST)
    head, foot = Stack(width if letterhead.height else width - _DATE - GAP), Stack(width)
    head.add(page.kind.upper(), text_style(LEAST, ACCENT, BOLD, 1.2))
    head.add(page.title, text_style(19, INK, BOLD, 1.15), 1)
    head.add(page.subtitle, text_style(LEAST, QUIET), 1)
    foot.add(page.foot, text_style(LEAST, INK, leading=1.2))
    foot.add(page.references, text_style(IMPRINT, QUIET, leading=1.2), 3)
    above = head.height + (letterhead.height + _SPACE if letterhead.height else 0)
    for sections, size, least, are_whole in _choices(page):
        columns = _columns(page, sections, size, (width - GAP) / 2, are_whole)
        text = _height(columns, page)
        fixed = above + foot.height + text + _LEGEND + _CAPTION + 3 * _SPACE + 2 * (MARGIN - 8)
        free = height - fixed
        if free >= least * height:
            figure = min(free, FIGURE[1] * height)
            return _Plan(letterhead, head, columns, foot, figure, text + free - figure)
    raise ValueError("the texts of this page do not fit on one page")


def _choices(page: Page) -> Iterator[tuple[tuple[Section, ...], float, float, bool]]:
    """Sections, size of the text, least height of the figures, whether sections stay whole: what is best first."""
    ranks = sorted({section.rank for section in page.sections if section.rank}, reverse=True)
    fewer = [tuple(section for section in page.sections if section.rank <= highest) for highest in [*ranks, 0]]
    for sections in fewer:
        yield from ((sections, size, FIGURE[0], True) for size in SIZES)
        yield sections, LEAST, FIGURE[0], False
        yield sections, LEAST, TIGHT_FIGURES[0], False
    for least in TIGHT_FIGURES[1:]:
        yield fewer[-1], LEAST, least, False


def _columns(
    page: Page, sections: tuple[Section, ...], size: float, width: float, are_whole: bool
) -> tuple[Stack, Stack]:
    """The sections in two columns, in reading order, broken where they are least tall; the notes end the right."""
    notes = Stack(width)
    notes.add(page.note_heading, text_style(size + 0.4, ACCENT, BOLD, _LEADING))
    if page.note:
        notes.add(page.note, text_style(size, leading=_LEADING), size * 0.1)
    paragraphs: list[tuple[Stack, bool]] = []
    for section in sections:
        for number, text in enumerate(section.texts):
            paragraph, is_headed = Stack(width), bool(section.heading) and not number
            if is_headed:
                paragraph.add(section.heading, text_style(size + 0.4, ACCENT, BOLD, _LEADING))
            paragraph.add(text, text_style(size, leading=_LEADING), size * 0.1)
            paragraphs.append((paragraph, is_headed))

    def stack(part: list[tuple[Stack, bool]]) -> Stack:
        column = Stack(width)
        for paragraph, is_headed in part:
            column.add_all(paragraph, size * (0.8 if is_headed else 0.25))
        return column

    cuts = [cut for cut, (_, is_headed) in enumerate(paragraphs) if cut and (is_headed or not are_whole)]
    breaks = [(stack(paragraphs[:cut]), stack(paragraphs[cut:])) for cut in [*cuts, len(paragraphs)]]
    for _, right in breaks:
        right.add_all(notes, size)
    return min(breaks, key=lambda columns: _height(columns, page))


def _height(columns: tuple[Stack, Stack], page: Page) -> float:
    """Of two columns, with the least room for notes under the right one."""
    return max(columns[0].height, columns[1].height + NOTES[bool(page.note)])


def _draw(canvas: Canvas, page: Page, plan: _Plan, width: float, height: float) -> None:
    inner, top = width - 2 * MARGIN, height - MARGIN + 8
    canvas.setFont(FONT, LEAST)
    canvas.setFillColor(HexColor(QUIET))
    canvas.drawString(width - MARGIN - _DATE, top - 14, page.date)
    written = pdfmetrics.stringWidth(page.date, FONT, LEAST) + 4
    _rule(canvas, width - MARGIN - _DATE + written, width - MARGIN, top - 15, QUIET)
    plan.letterhead.draw(canvas, MARGIN, top)
    if plan.letterhead.height:
        top -= plan.letterhead.height + _SPACE
    plan.head.draw(canvas, MARGIN, top)
    top -= plan.head.height + _SPACE
    count = len(page.figures)
    each = min((inner - (count - 1) * _SPACE) / count, WIDEST * plan.figure)
    for number, (caption, figure) in enumerate(page.figures):
        x = (width - count * each - (count - 1) * _SPACE) / 2 + number * (each + _SPACE)
        figure(canvas, box=(x, top - plan.figure, each, plan.figure))
        canvas.setFont(FONT, LEAST)
        canvas.setFillColor(HexColor(QUIET), alpha=1)
        canvas.drawCentredString(x + each / 2, top - plan.figure - 11, caption)
    top -= plan.figure + _CAPTION
    x = MARGIN
    for word, sign in page.legend:
        sign(canvas, x + 9, top - _LEGEND / 2 - 1)
        canvas.setFont(FONT, LEAST)
        canvas.setFillColor(HexColor(INK), alpha=1)
        canvas.drawString(x + 22, top - _LEGEND / 2 - 3.5, word)
        x += 22 + pdfmetrics.stringWidth(word, FONT, LEAST) + 12
    top -= _LEGEND + _SPACE
    right = MARGIN + (inner + GAP) / 2
    for x, column in zip((MARGIN, right), plan.columns, strict=True):
        column.draw(canvas, x, top)
    line = top - plan.columns[1].height - LINE
    while line >= top - plan.text:
        _rule(canvas, right, width - MARGIN, line, RULE)
        line -= LINE
    plan.foot.draw(canvas, MARGIN, MARGIN - 8 + plan.foot.height)


def _rule(canvas: Canvas, x0: float, x1: float, y: float, color: str) -> None:
    canvas.setStrokeColor(HexColor(color), alpha=1)
    canvas.setLineWidth(0.6)
    canvas.line(x0, y, x1, y)
