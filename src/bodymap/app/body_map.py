"""The interactive map as one component: its parameters, and what follows from each."""

from __future__ import annotations

import io
from uuid import uuid4

import panel as pn
import param

from .. import style
from ..atlas import VIEWS, Atlas, bodies, load_atlas
from ..draw import LAYERS
from ..figure import book
from ..handout import LettersError, handout
from ..schema import STEPS, selected
from ..sight import opening_view, views_of
from ..tables import Tables
from ..views import pair_of
from ..words import MODES, Words
from .controls import OPENING_LAYERS, SCREENS, SHARED, MapControls
from .details import LOOK, Details, DetailsPane
from .explaining import Explaining, scenes
from .layout import Layout
from .locating import Locating
from .pieces import heading
from .search import choice
from .widgets import Widgets

DEPTHS = ("all", "superficial", "lifted")
SIDES = ("both", "left", "right")
#: In whose words, and of which body, a map tells.
_TELLING = ("body", "mode", "language")


class BodyMap(pn.viewable.Viewer):
    """An interactive map of a body; displays in a notebook cell and in a Panel page.

    Parameters
    ----------
    atlas : Atlas, optional
        Instead of ``body``: a loaded atlas, such as a clinic's own.
    **params
        The parameters below.

    Raises
    ------
    ValueError
        For a value that is not allowed.

    Examples
    --------
    >>> BodyMap(condition="tension_type_headache", side="right")  # doctest: +SKIP
    """

    body = param.Selector(default="female", objects=["female"], doc="Whose figure is drawn.")
    skin_tone = param.Selector(default="neutral", objects=list(style.SKIN_TONES), doc="The colour of the drawn skin.")
    colors = param.Selector(default="usual", objects=list(style.COLORS), doc="The colour vision that colours are for.")
    condition = param.Selector(default="", objects=[""], doc="A condition's id; empty for all.")
    side = param.Selector(default="both", objects=list(SIDES), doc="The person's own side.")
    view = param.Selector(default="front", objects=list(VIEWS), doc="The view in front; its pair stands beside it.")
    depth = param.Selector(default="all", objects=list(DEPTHS), doc="Which muscle layers are drawn.")
    selection = param.String(default="", doc="``kind:id:side`` of what is chosen, or empty.")
    conservative = param.Boolean(default=False, doc="On a clinician's map: only the muscles to start with.")
    layers = param.List(default=OPENING_LAYERS, item_type=str, doc="The layers that are on.")
    screen = param.Selector(default="map", objects=list(SCREENS), doc="The map, where it hurts, or the explanation.")
    step = param.Selector(default=STEPS[0], objects=list(STEPS), doc="The step of the explanation.")
    mode = param.Selector(default="patient", objects=list(MODES), doc="Everyday or clinical words and colours.")
    language = param.Selector(default="en", objects=["en"], doc="The language of the words.")

    #: Figures are drawn when the map is first shown, so that setting it up costs nothing.
    _is_shown = False

    def __init__(self, atlas: Atlas | None = None, **params) -> None:
        _load_extension()
        first = atlas or load_atlas(params.get("body", "female"))
        self._given = atlas
        self.param.body.objects = [atlas.body] if atlas is not None else bodies()
        self.param.condition.objects = ["", *first.conditions.index]
        self.param.language.objects = first.tables.languages()
        if atlas is not None:
            params["body"] = atlas.body
        view_asked = params.pop("view", None)
        super().__init__(**params)
        self.atlas = first
        self._map_id = f"map-{uuid4().hex[:12]}"
        self._told_ahead: tuple = ()
        self._make_parts()
        self.view = view_asked or (self.best_view(self.condition) if self.condition else self.view)
        self._face_selection()

    @property
    def words(self) -> Words:
        """The words of the present language and mode."""
        return self.atlas.tables.words(self.language, self.mode)

    @property
    def _tables(self) -> Tables:
        """The clinical tables in the present language."""
        return self.atlas.tables.in_language(self.language)

    def best_view(self, condition: str) -> str:
        """The view that a condition opens on; the present one where nothing of it is drawn."""
        return opening_view(self.atlas, condition) or self.view

    def _make_parts(self) -> None:
        """Make what the map consists of, and link its parameters with the browser."""
        shared = {name: getattr(self, name) for name in SHARED}
        self._controls = MapControls(map_id=self._map_id, book=book(self.atlas), scenes=scenes(), **shared)
        self._widgets = Widgets(self, self._map_id, self._hand_out)
        self._search, self._in_english = self._widgets.search, self._widgets.in_english
        self._details = DetailsPane(sizing_mode="stretch_width", stylesheets=[LOOK], margin=(5, 10))
        self._layout = Layout(self._widgets, self._controls, self._details)
        self._controls.write(self.words)
        self._change_colors()
        for name in ("condition", "side", "depth"):
            self._controls.follow(self._widgets.choices[name], name)
        self._controls.link(self, bidirectional=True, **{name: name for name in SHARED})
        self._controls.param.watch(lambda *_events: self._describe(), ["marks", "strokes"])
        self._search.param.watch(self._found, "value")

    def _found(self, event) -> None:
        chosen = choice(self._tables, event.new or "", self.side, is_patient=self.words.is_patient)
        if chosen:
            self._search.value = None  # so that the same can be searched for again
            self.param.update(**chosen)
            self._switch_on_selection()
            self._turn_to_selection()

    def _switch_on_selection(self) -> None:
        """Switch on the layer that shows what is chosen."""
        kind, *_ = selected(self.selection)
        needed = {"muscle": "muscles", "risk_area": "risk"}.get(kind)
        if needed and needed not in self.layers:
            self.layers = [layer for layer in LAYERS if layer == needed or layer in self.layers]

    def _turn_to_selection(self) -> None:
        """Turn the figure to where what is chosen can be seen, if it cannot be seen now."""
        views = views_of(self.atlas, self.selection)
        if views and self.view not in views:
            self.view = next((view for view in pair_of(self.view) if view in views), views[0])

    # --- following the parameters -------------------------------------------------------------------------------------

    @param.depends("mode", "language", watch=True)
    def _change_words(self) -> None:
        self._widgets.write()
        self._controls.write(self.words)

    @param.depends("body", "language", watch=True)
    def _change_figures(self) -> None:
        """Draw the figures anew: their letters and descriptions are words too."""
        self.atlas = self._given or load_atlas(self.body)
        self._layout.forget_figures()
        self._controls.book = book(self.atlas)
        self._show_views()

    @param.depends("mode", "skin_tone", "colors", watch=True)
    def _change_colors(self) -> None:
        self._controls.color(self.mode, self.skin_tone, self.colors)

    @param.depends("condition", watch=True)
    def _change_condition(self) -> None:
        if self.condition:
            self.view = self.best_view(self.condition)

    @param.depends("selection", watch=True)
    def _face_selection(self) -> None:
        """In side views, bring the side of what is chosen to the front."""
        *_, side = selected(self.selection)
        pair = pair_of(self.view)
        facing = next((view for view in pair if view.endswith(side)), None) if side in ("left", "right") else None
        if facing:
            self.view = facing

    @param.depends("view", watch=True)
    def _show_views(self) -> None:
        if self._is_shown:
            with pn.io.hold():  # one message, so that nothing speaks of a figure before it is there
                self._layout.show_figures(self)
                self._widgets.pair.value = pair_of(self.view)[0]

    @param.depends("condition", "selection", "side", "view", "screen", "step", "conservative", *_TELLING, watch=True)
    def _describe(self) -> None:
        if not self._is_shown:
            return
        self._layout.order(self.screen, pair_of(self.view)[0])
        self._details.css_classes = [pair_of(self.view)[0]]
        reader = (self.atlas, self.words, self._map_id, self.view)
        if self.screen == "pain":
            marks, strokes = self._controls.marks, self._controls.strokes
            writer = Locating(*reader)
            html, told = writer.html(marks, strokes, self.selection), writer.told(marks, self.selection)
        elif self.screen == "explain":
            html = Explaining(*reader).html(self.step, self.condition, self.selection)
            told = heading(html)
            self._tell_ahead()
        else:
            is_conservative = self.conservative and not self.words.is_patient
            html = Details(*reader, is_conservative).html(self.condition, self.selection, self.side)
            told = heading(html)
        is_opening = self.screen == "map" and not self.condition and not self.selection
        self._details.param.update(**({"html": "", "opening": html} if is_opening else {"html": html}))
        self._controls.told = told

    def _tell_ahead(self) -> None:
        """Once the present step is shown, give the browser all of them, so that it can go on without the server."""
        now = (self.body, self.condition, self.selection, self.mode, self.language)
        if now == self._told_ahead:
            return
        self._told_ahead = now

        def tell() -> None:
            writer = Explaining(self.atlas, self.words, self._map_id, self.view)
            self._controls.panels = {step: writer.html(step, self.condition, self.selection) for step in STEPS}

        document = pn.state.curdoc
        if document is not None and document.session_context is not None:
            document.add_next_tick_callback(tell)
        else:
            tell()

    def lead_page(self) -> None:
        """Let the page around the map take its language and direction of writing, as the served app does."""
        self._controls.leads_page = True

    @property
    def skip_link(self) -> pn.pane.HTML:
        """A button that leads past the top of a page to the map; it is seen when it has the focus."""
        return self._widgets.skip

    def _hand_out(self) -> io.BytesIO:
        """The page to take home: what is shown now; in English where the language's letters cannot be printed."""
        shown = {"condition": self.condition, "selection": self.selection, "side": self.side}
        shown |= {"skin_tone": self.skin_tone, "colors": self.colors}
        try:
            page = handout(self.atlas, **shown, language=self.language)
        except LettersError:
            self._in_english.visible = True
            page = handout(self.atlas, **shown)
        return io.BytesIO(page)

    def __panel__(self) -> pn.viewable.Viewable:
        """Show the map: now its figures are drawn."""
        self._is_shown = True
        self._show_views()
        self._describe()
        return self._layout.whole


def _load_extension() -> None:
    """In a notebook, load what the map needs from the package itself, so that it shows with no internet."""
    if not pn.state._is_pyodide and pn.state.curdoc is None and not pn.extension._loaded:
        pn.extension(inline=True)
