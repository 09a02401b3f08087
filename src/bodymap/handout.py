"""The page to take home: what was shown, in a few plain sentences and a figure, as a PDF of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from . import style
from .atlas import VIEWS, Atlas, check
from .clinic import Clinic, read_clinic
from .printing.figure import draw_cross, draw_view
from .printing.marks import Marks, chosen, figures
from .printing.page import PAPERS, Page, render
from .printing.texts import Texts
from .printing.typesetting import BOLD, PRINTED, unprintable
from .words import Words

#: The longest typed note, in characters: about eight lines.
LONGEST_NOTE = 500


class LettersError(ValueError):
    """A page in letters that cannot be printed; `letters` names them."""

    def __init__(self, letters: str, language: str) -> None:
        self.letters = letters
        shown = " ".join(letters[:12]) + (" ..." if len(letters) > 12 else "")
        super().__init__(
            f"the page cannot be printed in {language}: {PRINTED} can be printed, and not {shown}; "
            "choose another language, or write the note in those letters"
        )


def handout(
    atlas: Atlas,
    *,
    condition: str = "",
    selection: str = "",
    side: str = "both",
    views: tuple[str, ...] | None = None,
    language: str = "en",
    paper: str | None = None,
    note: str = "",
    skin_tone: str = "neutral",
    colors: str = "usual",
) -> bytes:
    """Make the page to take home. Nothing is stored, and the same arguments give the same bytes.

    Parameters
    ----------
    atlas : Atlas
        The body that is drawn, whole.
    condition : str
        A condition's id, or empty.
    selection : str
        A muscle's or trigger point's id, alone or as the map writes it (``muscle:soleus:left``), or empty. With neither
        a condition nor a selection the page tells what dry needling is.
    side : {"both", "left", "right"}
        The person's own; a side in the selection comes before it.
    views : tuple of str, optional
        One to four of `bodymap.atlas.VIEWS`; by default the two that together show most.
    language : str
        One of `Tables.languages` of the atlas.
    paper : {"A4", "Letter"}, optional
        By default what the clinic's ``clinic.yaml`` says, else A4.
    note : str
        The therapist's typed note, at most `LONGEST_NOTE` characters; printed over the lines for a written one.
    skin_tone : str
        One of `bodymap.style.SKIN_TONES`.
    colors : str
        The colour vision that the colours are for: one of `bodymap.style.COLORS`.

    Returns
    -------
    bytes
        A PDF of one page: vector figure, embedded fonts, selectable text. Where the atlas has a clinic's own words
        (``load_atlas(clinic=...)``), that clinic's logo, name and contact line head the page.

    Raises
    ------
    UnknownNameError
        For a name that is not known, naming the nearest that is.
    LettersError
        A `ValueError`, for a language or a note in letters that cannot be printed: others than Latin, Greek, Cyrillic.
    ValueError
        For a note that is too long, or more than four views.
    bodymap.schema.DataError
        For a logo that cannot be printed, or another fault of the clinic's ``clinic.yaml``.

    Examples
    --------
    >>> import bodymap
    >>> pdf = bodymap.handout(bodymap.load_atlas("female"), condition="plantar_fasciitis", paper="Letter")
    >>> pdf[:5]
    b'%PDF-'
    """
    clinic = Clinic() if atlas.tables.clinic is None else read_clinic(atlas.tables.clinic)
    paper = paper or clinic.paper or "A4"
    check("paper", paper, PAPERS)
    check("language", language, atlas.tables.languages())
    check("skin tone", skin_tone, style.SKIN_TONES)
    check("colors", colors, style.COLORS)
    for view in views or ():
        check("view", view, VIEWS)
    if views is not None and not 1 <= len(views) <= 4:
        raise ValueError(f"a page holds one to four views, not {len(views)}")
    if len(note) > LONGEST_NOTE:
        raise ValueError(f"the note has {len(note)} characters; the page holds {LONGEST_NOTE}")
    marks = chosen(atlas, condition, selection, side)
    words = atlas.tables.words(language)
    letters = (words("side.right_letter"), words("side.left_letter"))
    palette = style.palette("patient", skin_tone, colors)
    drawn = {"atlas": atlas, "marks": marks, "letters": letters, "font": BOLD}
    drawn |= {"skin": style.SKIN_TONES[skin_tone], "palette": palette}
    shown = figures(marks, views)
    pictures = [
        (words(f"views.{view}"), partial(draw_view, view=view, is_whole=is_whole, **drawn)) for view, is_whole in shown
    ]
    texts = Texts(atlas.tables.in_language(language), marks, words)
    title, subtitle = texts.title()
    sections = texts.sections()
    page = Page(
        kind=words("handout.kind"),
        title=title,
        subtitle=subtitle,
        date=words("handout.date"),
        foot=words("handout.foot"),
        note_heading=words("handout.note"),
        references=f"{words('handout.references')}: {texts.references()}",
        figures=tuple(pictures),
        legend=tuple(_legend(marks, {view for view, _ in shown}, words, palette)),
        sections=sections,
        note=note.strip(),
        language=language,
        clinic=clinic,
    )
    if letters := unprintable(page.texts()):
        raise LettersError(letters, words("language.name"))
    return render(page, paper)


def _legend(marks: Marks, views: set[str], words: Words, palette: style.Palette) -> Iterator[tuple[str, Callable]]:
    """The signs that the figures of these views use, each with its word."""
    if marks.muscles["view"].isin(views).any():
        yield words("handout.muscle"), partial(_swatch, kind="muscle", palette=palette, is_chosen=bool(marks.muscle))
    if marks.points["view"].isin(views).any():
        yield words("handout.trigger_point"), partial(_cross, palette=palette)
    for grade, zones in marks.zones.items():
        if zones["view"].isin(views).any():
            yield words(f"handout.{grade}"), partial(_swatch, kind=grade, palette=palette)


def _cross(canvas: Canvas, x: float, y: float, palette: style.Palette) -> None:
    draw_cross(canvas, x, y, palette.trigger_point)


def _swatch(canvas: Canvas, x: float, y: float, kind: str, palette: style.Palette, is_chosen: bool = False) -> None:
    """A small sample of a texture: fibres, a solid area, dots."""
    canvas.saveState()
    edge = canvas.beginPath()
    edge.roundRect(x - 9, y - 5, 18, 10, 2)
    canvas.clipPath(edge, stroke=0, fill=0)
    if kind == "muscle":
        canvas.setFillColor(
            HexColor(palette.selected if is_chosen else palette.muscle), alpha=style.EMPHASIS["primary"]
        )
        canvas.drawPath(edge, stroke=0, fill=1)
        canvas.setStrokeColor(HexColor(palette.muscle_line), alpha=0.6)
        canvas.setLineWidth(0.4)
        for step in range(-4, 6, 2):
            canvas.line(x - 9, y + step, x + 9, y + step - 1)
    elif kind == "essential":
        canvas.setFillColor(HexColor(palette.referral), alpha=style.ALPHA["essential"])
        canvas.drawPath(edge, stroke=0, fill=1)
    else:
        canvas.setFillColor(HexColor(palette.referral), alpha=style.ALPHA["spillover"])
        for column in range(-2, 3):
            for row in (-1, 0, 1):
                canvas.circle(x + column * 3.6, y + row * 3.6, 0.6, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(palette.muscle_line if kind == "muscle" else palette.referral), alpha=0.8)
    canvas.setLineWidth(0.6)
    canvas.drawPath(edge, stroke=1, fill=0)
    canvas.restoreState()
