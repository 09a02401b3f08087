"""The interactive map: figures, controls and details, as one component."""

from __future__ import annotations

import io
from dataclasses import asdict
from html import escape
from pathlib import Path
from uuid import uuid4

import panel as pn
import panel_material_ui as pmui
import param

from .. import style
from ..atlas import VIEWS, Atlas, bodies, load_atlas
from ..figure import book, view_figure
from ..handout import LettersError, handout
from ..pack import packed
from ..schema import STEPS
from ..sight import opening_view, views_of
from ..tables import Tables
from ..views import PAIRS, pair_of
from ..words import MODES, Words
from .controls import LAYERS, OPENING_LAYERS, SCREENS, TOOLS, MapControls
from .details import ELSEWHERE, Details
from .explaining import Explaining, scenes
from .locating import Locating
from .page_tools import PageTools
from .pieces import heading
from .search import choice, entries

DEPTHS = ("all", "superficial", "lifted")
SIDES = ("both", "left", "right")
#: The names of the views, each on one line; where there is no room beside each other, below each other.
_VIEWS_LOOK = {
    "flexWrap": "wrap",
    "& .MuiButtonBase-root": {"whiteSpace": "nowrap", "minWidth": "max-content", "width": "auto", "flex": "1 0 auto"},
    "@media (max-width: 599px)": {"& .MuiButtonBase-root": {"padding": "11px 9px", "fontSize": "0.8rem"}},
}
#: A group's name, which only a screen reader needs: what stands in it says enough to the eye.
_UNSEEN_NAME = (
    ".MuiFormLabel-root { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }"
)
#: It stands above the page until it has the focus.
_SKIP_LOOK = """
button { position: fixed; inset-inline-start: 8px; top: -60px; z-index: 2000; min-height: 44px; padding: 0 16px;
  border: 2px solid #14213d; border-radius: 10px; background: #fffdf9; color: #14213d; font: 600 16px system-ui; }
button:focus { top: 4px; outline: 3px solid #14213d; outline-offset: -3px; }
"""
_HERE = Path(__file__).parent
_LAYOUT = (_HERE / "layout.css").read_text(encoding="utf-8")


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
        self._panes: dict[str, pn.pane.Bokeh] = {}
        self._told_ahead: tuple = ()
        self._make_controls()
        self.view = view_asked or (self.best_view(self.condition) if self.condition else self.view)
        self._face_selection()
        self._watch()

    # --- what the map shows, as text ----------------------------------------------------------------------------------

    @property
    def words(self) -> Words:
        """The words of the present language and mode."""
        return self.atlas.tables.words(self.language, self.mode)

    @property
    def _tables(self) -> Tables:
        """The clinical tables in the present language."""
        return self.atlas.tables.in_language(self.language)

    def as_text(self, name: str) -> str:
        """A parameter as the address holds it."""
        return _as_text(getattr(self, name))

    def default_text(self, name: str) -> str:
        """What `as_text` gives for a map that has just been opened."""
        return _as_text(self.param[name].default)

    def describe(self, name: str) -> str:
        """A parameter's present value in words."""
        words = self.words
        if name == "condition":
            return self._condition_name(self.condition) if self.condition else words("conditions.all")
        groups = {"body": "body", "side": "side", "mode": "modes", "screen": "screens", "step": "explanation.steps"}
        groups |= {"skin_tone": "skin_tones", "colors": "colors"}
        if name in groups:
            return words(f"{groups[name]}.{getattr(self, name)}")
        if name == "view":
            return words(f"views.{self.view}")
        if name in ("depth", "conservative"):
            return words("depth.all")
        if name == "layers":
            return ", ".join(words(_layer_key(layer)) for layer in self.layers)
        return words("conditions.all") if name == "selection" else words("language.name")

    def try_to_set(self, name: str, text: str) -> bool:
        """Set a parameter from the address; False, and nothing changed, where its value is not known."""
        value: str | bool | list[str] = text
        if name == "layers":
            value = [layer for layer in text.split(",") if layer]
            if not set(value) <= set(LAYERS):
                return False
        elif name == "selection":
            if text and not self._knows(text):
                return False
        elif name == "conservative":
            value = text == "true"
            if text not in ("true", "false"):
                return False
        elif text not in self.param[name].objects:
            return False
        setattr(self, name, value)
        return True

    def _knows(self, selection: str) -> bool:
        kind, name, side = (*selection.split(":"), "", "")[:3]
        tables = {"muscle": "muscles", "trigger_point": "trigger_points", "risk_area": "risk_areas"}
        return (
            kind in tables
            and name in getattr(self.atlas.tables, tables[kind]).index
            and side in ("", "left", "right", "midline")
        )

    def best_view(self, condition: str) -> str:
        """The view that a condition opens on; the present one where nothing of it is drawn."""
        return opening_view(self.atlas, condition) or self.view

    # --- parts --------------------------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self._controls = MapControls(
            map_id=self._map_id, book=book(self.atlas), scenes=scenes(), conservative=self.conservative
        )
        wide = {"sizing_mode": "stretch_width", "margin": 5}
        self._condition_select = pmui.Select(value=self.condition, **wide)
        self._search = pmui.AutocompleteInput(
            min_characters=2, search_strategy="includes", case_sensitive=False, restrict=True, **wide
        )
        named = {"margin": 5, "stylesheets": [_UNSEEN_NAME]}
        self._side_group = pmui.RadioButtonGroup(value=self.side, **named)
        self._body_select = pmui.Select(value=self.body, width=170, margin=5)
        self._skin_select = pmui.Select(value=self.skin_tone, width=130, margin=5)
        self._colors_select = pmui.Select(value=self.colors, width=235, margin=5)
        self._depth_select = pmui.Select(value=self.depth, width=170, margin=5)
        self._pair_group = pmui.RadioButtonGroup(sx=_VIEWS_LOOK, **named)
        self._language_select = pmui.Select(value=self.language, width=130, margin=5)
        self._mode_group = pmui.RadioButtonGroup(value=self.mode, **named)
        self._screen_group = pmui.RadioButtonGroup(value=self.screen, sx=_VIEWS_LOOK, **named)
        # The page is made when it is asked for, in memory, and goes to the reader's device only.
        self._take_home = pmui.FileDownload(
            callback=self._hand_out, filename="body-map.pdf", variant="outlined", margin=5, sx={"minHeight": "44px"}
        )
        self._in_english = pmui.Alert(severity="info", visible=False, margin=5)
        self._turn = pmui.Button(variant="outlined", margin=5, css_classes=["turn"], sx={"minHeight": "44px"})
        self._page_tools = PageTools(map_id=self._map_id)
        self._skip = pn.pane.HTML(margin=0, stylesheets=[_SKIP_LOOK])
        self._details = pn.pane.HTML(
            sizing_mode="stretch_width", stylesheets=[(_HERE / "details.css").read_text(encoding="utf-8"), ELSEWHERE]
        )
        for widget, name in (
            (self._condition_select, "condition"),
            (self._side_group, "side"),
            (self._depth_select, "depth"),
        ):
            self._controls.follow(widget, name)
        self._figures = _block("figures", pn.Row, fills=True)
        self._find = _block("find", pn.Column, self._condition_select, self._search)
        figures = (self._side_group, self._body_select, self._skin_select, self._depth_select)
        words = (self._mode_group, self._language_select, self._colors_select)
        switches = _block("switches", pn.Row, *figures, *words)
        ending = (self._take_home, self._in_english, self._page_tools)
        self._rest = _block("rest", pn.Column, switches, self._details, *ending)
        self._write_words()

    def _write_words(self) -> None:
        """Put the words of the present language and mode on every control."""
        words = self.words
        conditions = {words("conditions.all"): ""}
        conditions |= {self._condition_name(name): name for name in self.atlas.conditions.index}
        self._condition_select.param.update(label=words("conditions.label"), options=conditions)
        self._search.param.update(
            label=words("actions.search"),
            placeholder=words("actions.search_hint"),
            options=list(entries(self._tables, is_patient=words.is_patient)),
        )
        self._side_group.options = {words(f"side.{name}"): name for name in SIDES}
        self._body_select.param.update(
            label=words("body.label"), options={self._body_name(name): name for name in self.param.body.objects}
        )
        self._skin_select.param.update(
            label=words("body.skin_tone"), options={words(f"skin_tones.{name}"): name for name in style.SKIN_TONES}
        )
        self._colors_select.param.update(
            label=words("colors.label"), options={words(f"colors.{name}"): name for name in style.COLORS}
        )
        self._depth_select.param.update(
            label=words("depth.label"),
            options={
                words("depth.all"): "all",
                words("depth.superficial"): "superficial",
                words("depth.lift_off"): "lifted",
            },
        )
        self._screen_group.options = {words(f"screens.{name}"): name for name in SCREENS}
        for group, name in (
            (self._side_group, "side"),
            (self._pair_group, "views"),
            (self._mode_group, "modes"),
            (self._screen_group, "screens"),
        ):
            group.label = words(f"{name}.label")
        self._take_home.label = words("handout.download")
        self._in_english.param.update(object=words("handout.in_english"), visible=False)
        self._pair_group.options = {words(f"views.pairs.{first}"): first for first, _ in PAIRS}
        names = {
            self.atlas.tables.words(name, self.mode)("language.name"): name for name in self.param.language.objects
        }
        self._language_select.param.update(label=words("actions.language"), options=names)
        self._mode_group.options = {words(f"modes.{name}"): name for name in MODES}
        for widget in (
            self._condition_select,
            self._side_group,
            self._body_select,
            self._skin_select,
            self._colors_select,
            self._depth_select,
            self._mode_group,
            self._screen_group,
        ):
            widget.param.trigger("value")  # in the browser a value is its text, which may be another now
        self._turn.label = words("views.turn")
        self._controls.param.update(
            language=self.language,
            direction=words("language.direction"),
            legend=[{"key": layer, "text": words(_layer_key(layer))} for layer in LAYERS],
            legend_label=words("layers.label"),
            tools=[{"key": tool, "text": words(f"locate.tools.{tool}")} for tool in (*TOOLS, "clear_marks")],
            tools_label=words("locate.tools.label"),
            buttons=[
                {"key": "zoom_in", "text": words("actions.zoom_in"), "sign": "+"},
                {"key": "zoom_out", "text": words("actions.zoom_out"), "sign": "−"},
                {"key": "reset_view", "text": words("actions.reset_view"), "sign": words("actions.reset_view")},
                {"key": "clear", "text": words("actions.clear"), "sign": words("actions.clear")},
            ],
            filters=[] if words.is_patient else [_filter(words)],
            messages={name: words(f"messages.connection_{name}") for name in ("lost", "back")},
            style=_browser_style(self.mode, self.skin_tone, self.colors),
        )
        self._page_tools.write(words)
        skip = f'data-bodymap-map="{self._map_id}" data-bodymap-select="skip:"'
        self._skip.object = f"<button {skip}>{escape(words('app.skip_to_map'))}</button>"

    def _condition_name(self, name: str) -> str:
        return self._tables.conditions.at[name, "plain_name" if self.words.is_patient else "name"]

    def _body_name(self, name: str) -> str:
        try:
            return self.words(f"body.{name}")
        except KeyError:
            return name.replace("_", " ").capitalize()

    def _watch(self) -> None:
        for widget, name in (
            (self._condition_select, "condition"),
            (self._side_group, "side"),
            (self._depth_select, "depth"),
            (self._body_select, "body"),
            (self._skin_select, "skin_tone"),
            (self._colors_select, "colors"),
            (self._mode_group, "mode"),
            (self._language_select, "language"),
            (self._screen_group, "screen"),
        ):
            widget.link(self, value=name, bidirectional=True)
        for name in ("condition", "side", "depth", "layers", "selection", "view", "screen", "step", "conservative"):
            setattr(self._controls, name, getattr(self, name))
            self._controls.link(self, **{name: name}, bidirectional=True)
        self._controls.param.watch(lambda *_events: self._describe(), ["marks", "strokes"])
        self._search.param.watch(self._found, "value")
        self._pair_group.param.watch(self._pair_chosen, "value")
        self._turn.on_click(self._turn_round)

    def _pair_chosen(self, event) -> None:
        if event.new and pair_of(self.view)[0] != event.new:
            self.view = event.new

    def _turn_round(self, _event) -> None:
        first, second = pair_of(self.view)
        self.view = second if self.view == first else first

    def _found(self, event) -> None:
        chosen = choice(self._tables, event.new or "", self.side, is_patient=self.words.is_patient)
        if chosen:
            self._search.value = None  # so that the same can be searched for again
            self.param.update(**chosen)
            self._turn_to_selection()

    def _turn_to_selection(self) -> None:
        """Turn the figure to where what is chosen can be seen, if it cannot be seen now."""
        views = views_of(self.atlas, self.selection)
        if views and self.view not in views:
            self.view = next((view for view in pair_of(self.view) if view in views), views[0])

    # --- following the parameters -------------------------------------------------------------------------------------

    @param.depends("body", watch=True)
    def _change_body(self) -> None:
        self.atlas = self._given or load_atlas(self.body)
        self._panes.clear()
        self._figures.objects = []
        self._controls.book = book(self.atlas)
        self._show_views()
        self._describe()

    @param.depends("language", watch=True)
    def _change_language(self) -> None:
        """Draw the figures anew: their letters and descriptions are words too."""
        self._write_words()
        self._change_body()

    @param.depends("mode", watch=True)
    def _change_words(self) -> None:
        self._write_words()
        self._describe()

    @param.depends("skin_tone", "colors", watch=True)
    def _change_colors(self) -> None:
        self._controls.style = _browser_style(self.mode, self.skin_tone, self.colors)

    @param.depends("condition", watch=True)
    def _change_condition(self) -> None:
        if self.condition:
            self.view = self.best_view(self.condition)

    @param.depends("selection", watch=True)
    def _face_selection(self) -> None:
        """In side views, bring the side of what is chosen to the front."""
        side = self.selection.rpartition(":")[2]
        pair = pair_of(self.view)
        facing = next((view for view in pair if view.endswith(side)), None) if side in ("left", "right") else None
        if facing:
            self.view = facing

    @param.depends("view", watch=True)
    def _show_views(self) -> None:
        """Build the views that are shown and not yet built; hide the others."""
        if not self._is_shown:
            return
        pair = pair_of(self.view)
        with pn.io.hold():  # one message, so that nothing speaks of a figure before it is there
            self._panes |= {view: self._draw(view) for view in pair if view not in self._panes}
            for view, pane in self._panes.items():
                # The figure first: else Panel takes what the figure still says for what the pane was told.
                pane.object.visible = pane.visible = view in pair
                pane.css_classes = ["in-front" if view == self.view else "beside"]
            self._figures.css_classes = ["figures", self.screen, pair[0]]  # wide ones stand one above the other
            self._figures.objects = list(self._panes.values())
            self._pair_group.value = pair[0]

    def _draw(self, view: str) -> pn.pane.Bokeh:
        words = self.words
        letters = (words("side.right_letter"), words("side.left_letter"))
        plot = view_figure(self.atlas, view, letters)
        described = words(
            "app.map_description", body=self._body_name(self.body).lower(), view=words(f"views.{view}").lower()
        )
        plot.html_attributes = {"role": "group", "aria-label": described}
        self._controls.connect(plot, packed(self.atlas, view))
        return pn.pane.Bokeh(plot, sizing_mode="stretch_both", margin=0)

    @param.depends("condition", "selection", "side", "view", "screen", "step", "conservative", watch=True)
    def _describe(self) -> None:
        if not self._is_shown:
            return
        for block in (self._find, self._figures, self._rest):  # each screen has its own order of things
            block.css_classes = [block.css_classes[0], self.screen, pair_of(self.view)[0]]
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
        self._details.object = html
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
        return self._skip

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
        """Lay the parts out: beside each other where there is room, below each other on a phone."""
        self._is_shown = True
        self._show_views()
        self._describe()

        return _block(
            "bodymap",
            pn.Column,
            _block("screens", pn.Row, self._screen_group),
            self._find,
            _block(
                "stage",
                pn.Column,
                _block("turning", pn.Row, self._pair_group, self._turn),
                self._figures,
                self._controls,
                fills=True,
            ),
            self._rest,
            fills=True,
        )


def _block(name: str, kind: type, *parts, fills: bool = False):
    """A row or column whose place and size ``layout.css`` decides by its name."""
    return kind(
        *parts,
        css_classes=[name],
        stylesheets=[_LAYOUT],
        sizing_mode="stretch_both" if fills else "stretch_width",
        margin=0,
    )


def _as_text(value: str | bool | list[str]) -> str:
    """The value of a parameter as the address holds it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(layer for layer in LAYERS if layer in value) if isinstance(value, list) else value


def _filter(words: Words) -> dict[str, str]:
    """The filter that a clinician has, for the browser, which fills in how many muscles it shows."""
    note = words("filters.conservative.note")
    return {"key": "conservative", "text": words("filters.conservative.label"), "note": note}


def _layer_key(layer: str) -> str:
    return f"layers.{layer}"


def _browser_style(mode: str, skin_tone: str, colors: str) -> dict:
    return {
        "skin": style.SKIN_TONES[skin_tone],
        "bone": style.BONE,
        "colors": asdict(style.palette(mode, skin_tone, colors)),
        "alpha": style.ALPHA,
        "emphasis": style.EMPHASIS,
        "sizes": style.TRIGGER_POINT_SIZE,
        "widths": style.LINE_WIDTH,
        "course_dash": style.COURSE_DASH,
        "courses_of_muscles": mode == "clinician",
    }


def _load_extension() -> None:
    """In a notebook, load what the map needs from the package itself, so that it shows with no internet."""
    if not pn.state._is_pyodide and pn.state.curdoc is None and not pn.extension._loaded:
        pn.extension(inline=True)
