"""The bridge between Python and the live map in the browser; it also draws the legend and the zoom buttons."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import ClassVar

import panel as pn
import param
from bokeh.models import CustomJS
from bokeh.plotting import figure
from panel.custom import JSComponent

from .. import style
from ..draw import LAYERS
from ..figure import COLUMNS
from ..words import Words

_BROWSER = Path(__file__).parent / "browser"
#: The scripts of the map, which the browser gets as one.
_PARTS = ("shapes", "marking", "motion", "legend", "focus", "connection", "live_map")
SCREENS = ("map", "pain", "explain")
TOOLS = ("tap", "paint", "erase")
#: Layers that are on when the map opens: all but the bones.
OPENING_LAYERS = list(LAYERS[1:])
#: The parameters that a map and its controls share.
SHARED = ("condition", "side", "depth", "layers", "selection", "view", "screen", "step", "conservative")


class MapControls(JSComponent):
    """The state of the live map, kept alike in Python and in the browser, where changes take effect at once."""

    map_id = param.String(doc="Names this map among those of a page.")
    book = param.Dict(default={}, doc="From `bodymap.figure.book`.")
    style = param.Dict(default={}, doc="Colours and opacities, from `bodymap.style`.")
    condition = param.String(default="", doc="A condition's id, or nothing for all.")
    side = param.Selector(default="both", objects=["both", "left", "right"])
    depth = param.Selector(default="all", objects=["all", "superficial", "lifted"])
    layers = param.List(default=OPENING_LAYERS, item_type=str, doc="The layers that are on.")
    view = param.String(default="front", doc="The view in front; a button beside the figure may ask for another.")
    screen = param.Selector(default="map", objects=list(SCREENS), doc="What the page is used for.")
    conservative = param.Boolean(default=False, doc="Whether only the muscles to start with are shown, on the map.")
    filters = param.List(default=[], item_type=dict, doc="The filters that this reader has: key, text, note.")
    step = param.String(default="", doc="The step of the explanation.")
    scenes = param.Dict(default={}, doc="Of each step, the layers that it needs.")
    panels = param.Dict(default={}, doc="Of each step, its panel, for when the connection is lost.")
    messages = param.Dict(default={}, doc="What is said when the connection is `lost` and when it is `back`.")
    tool = param.Selector(default="tap", objects=list(TOOLS), doc="How pain is marked.")
    tools = param.List(default=[], item_type=dict, doc="The tools for marking pain in order: key, text.")
    tools_label = param.String()
    marks = param.List(default=[], item_type=str, doc="Marked places, ``region:side``; not kept.")
    strokes = param.Dict(default={}, doc="Painted strokes by view: points and radius, in stature; not kept.")
    selection = param.String(default="", doc="``kind:id:side`` of what is chosen, or nothing.")
    choices = param.Dict(default={}, doc="Of each widget that is followed, its texts and the values they stand for.")
    legend = param.List(default=[], item_type=dict, doc="Layers in order: key, text.")
    legend_label = param.String()
    told = param.String(doc="What a screen reader is told when the panel changes.")
    language = param.String(default="en")
    direction = param.Selector(default="ltr", objects=["ltr", "rtl"], doc="In which its language is written.")
    leads_page = param.Boolean(default=False, doc="Whether the whole page takes that language and direction.")
    buttons = param.List(default=[], item_type=dict, doc="Buttons in order: key, text, sign.")

    _esm = "\n".join((_BROWSER / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS)
    _stylesheets: ClassVar = [str(_BROWSER / "controls.css")]

    def write(self, words: Words) -> None:
        """Put the words of a language and a mode on the buttons."""
        signs = {"zoom_in": "+", "zoom_out": "−", "reset_view": "↺", "clear": "✕"}
        zoom = {name: words(f"actions.{name}") for name in ("zoom_in", "zoom_out", "reset_view", "clear")}
        # The browser fills in how many muscles a filter shows.
        text, note = (words(f"filters.conservative.{name}") for name in ("label", "note"))
        self.param.update(
            language=words.language,
            direction=words("language.direction"),
            legend=[{"key": layer, "text": words(f"layers.{layer}")} for layer in LAYERS],
            legend_label=words("layers.label"),
            tools=[{"key": tool, "text": words(f"locate.tools.{tool}")} for tool in (*TOOLS, "clear_marks")],
            tools_label=words("locate.tools.label"),
            buttons=[{"key": key, "text": text, "sign": signs[key]} for key, text in zoom.items()],
            filters=[] if words.is_patient else [{"key": "conservative", "text": text, "note": note}],
            messages={name: words(f"messages.connection_{name}") for name in ("lost", "back")},
        )

    def color(self, mode: str, skin_tone: str, colors: str) -> None:
        """Give the figures the colours of a mode, a skin and a colour vision."""
        self.style = {
            "skin": style.SKIN_TONES[skin_tone],
            "bone": style.BONE,
            "letter": style.LETTER,
            "colors": asdict(style.palette(mode, skin_tone, colors)),
            "alpha": style.ALPHA,
            "emphasis": style.EMPHASIS,
            "sizes": style.TRIGGER_POINT_SIZE,
            "widths": style.LINE_WIDTH,
            "course_dash": style.COURSE_DASH,
            "courses_of_muscles": mode == "clinician",
        }

    def connect(self, plot: figure, packed: bytes, letters: tuple[str, str]) -> None:
        """Let the browser draw on a figure the shapes that `bodymap.pack` has packed, and answer its taps.

        ``letters`` name the person's sides at its left and at its right edge.
        """
        renderers = {name: plot.select_one({"name": name}) for name in COLUMNS}
        parts = {
            "packed": packed,
            "sources": {name: renderer.data_source for name, renderer in renderers.items()},
            "hatches": {name: renderers[name].glyph for name in ("dots", "hatches")},
            "letters": letters,
        }
        # A figure may be laid out before the map's own script has arrived: then it waits.
        fit = CustomJS(
            args={"figure": plot, "map_id": self.map_id, "view": plot.name, "parts": parts},
            code="""
            const register = (map) => map.fit(view, figure, parts)
            const map = window.bodymapMaps?.get(map_id)
            if (map) register(map)
            else {
              const waiting = (window.bodymapWaiting ??= new Map())
              const others = (waiting.get(map_id) ?? []).filter((other) => other.view !== view)
              waiting.set(map_id, [...others, Object.assign(register, {view})])
            }
            """,
        )
        plot.js_on_change("inner_width", fit)
        plot.js_on_change("inner_height", fit)
        names = {"map_id": self.map_id, "view": plot.name}
        tapped = CustomJS(args=names, code="window.bodymapMaps?.get(map_id)?.tap(view, cb_obj.x, cb_obj.y)")
        plot.js_on_event("tap", tapped)
        plot.js_on_event("press", tapped)  # a slow tap
        plot.js_on_event(
            "doubletap",
            CustomJS(args=names, code="window.bodymapMaps?.get(map_id)?.doubleTap(view, cb_obj.x, cb_obj.y)"),
        )

    def follow(self, widget: pn.widgets.Widget, name: str) -> None:
        """Let a widget change the map in the browser, without waiting for the server.

        There a widget's value is the text that is shown; ``choices`` says what it stands for.
        """

        def read(*_events) -> None:
            self.choices = self.choices | {name: dict(widget.options)}

        read()
        widget.param.watch(read, "options")
        widget.jscallback(
            args={"map_id": self.map_id, "name": name},
            value="window.bodymapMaps?.get(map_id)?.choose(name, cb_obj.value)",
        )
