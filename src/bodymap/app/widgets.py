"""The lists, switches and buttons around the figures: made, named in the reader's words, and linked to the map."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from ..views import PAIRS, pair_of
from .page_tools import PageTools
from .search import entries

if TYPE_CHECKING:
    from .body_map import BodyMap

#: What names each list and switch, among the words.
_NAMES = {
    "condition": "conditions.label",
    "body": "body.label",
    "skin_tone": "body.skin_tone",
    "colors": "colors.label",
    "depth": "depth.label",
    "language": "actions.language",
    "side": "side.label",
    "mode": "modes.label",
    "screen": "screens.label",
}
#: Where the names of a parameter's values stand among the words, if not under its own name.
_VALUES = {
    "skin_tone": "skin_tones",
    "mode": "modes",
    "screen": "screens",
    "step": "explanation.steps",
    "view": "views",
}
#: The parameters that have a list beside the figures; ``layout.css`` says how wide it is.
_LISTS = ("body", "depth", "language", "skin_tone", "colors")
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
_TARGET = {"minHeight": "44px"}


def text_of(body_map: BodyMap, name: str, value: str) -> str:
    """What stands for a value of a parameter, in the present words."""
    words, tables = body_map.words, body_map.atlas.tables
    if name == "condition":
        named = "plain_name" if words.is_patient else "name"
        return tables.in_language(words.language).conditions.at[value, named] if value else words("conditions.all")
    if name == "language":
        return tables.words(value, words.mode)("language.name")
    try:
        return words(f"{_VALUES.get(name, name)}.{'lift_off' if value == 'lifted' else value}")
    except KeyError:  # a body that somebody has added
        return value.replace("_", " ").capitalize()


class Widgets:
    """The lists, switches and buttons of a map; those of ``choices`` set the parameters of their names.

    Parameters
    ----------
    body_map : BodyMap
        The map that they set, and follow.
    map_id : str
        Its name among those of a page.
    hand_out : callable
        Gives the page to take home, as a file. It is made when it is asked for and goes to the reader's device only.
    """

    def __init__(self, body_map: BodyMap, map_id: str, hand_out) -> None:
        self._map, self._map_id = body_map, map_id
        wide = {"sizing_mode": "stretch_width", "margin": 5}
        named = {"margin": 5, "stylesheets": [_UNSEEN_NAME]}
        made = {"condition": pmui.Select(value=body_map.condition, **wide)}
        made |= {name: pmui.Select(value=getattr(body_map, name), css_classes=["list"], **wide) for name in _LISTS}
        made |= {
            name: pmui.RadioButtonGroup(value=getattr(body_map, name), **named) for name in ("side", "mode", "screen")
        }
        made["screen"].sx = _VIEWS_LOOK
        self.choices = made
        self.search = pmui.AutocompleteInput(
            min_characters=2, search_strategy="includes", case_sensitive=False, restrict=True, **wide
        )
        self.pair = pmui.RadioButtonGroup(sx=_VIEWS_LOOK, css_classes=["pairs"], **named)
        self.pair_list = pmui.Select(css_classes=["pair-list"], **wide)  # the same, on a phone
        self.turn = pmui.Button(variant="outlined", margin=5, css_classes=["turn"], sx=_TARGET)
        self.take_home = pmui.FileDownload(
            callback=hand_out, filename="body-map.pdf", variant="outlined", margin=5, sx=_TARGET
        )
        self.in_english = pmui.Alert(severity="info", visible=False, margin=5)
        self.page_tools = PageTools(map_id=map_id)
        self.skip = pn.pane.HTML(margin=0, stylesheets=[_SKIP_LOOK])
        self.write()
        for name, widget in self.choices.items():
            widget.link(body_map, value=name, bidirectional=True)
        self.pair.link(self.pair_list, value="value", bidirectional=True)
        self.pair.param.watch(self._pair_chosen, "value")
        self.turn.on_click(self._turn_round)

    def write(self) -> None:
        """Put the words of the present language and mode on them."""
        words = self._map.words
        for name, widget in self.choices.items():
            values = self._map.param[name].objects
            options = {text_of(self._map, name, value): value for value in values}
            widget.param.update(label=words(_NAMES[name]), options=options)
            widget.param.trigger("value")  # in the browser a value is its text, which may be another now
        self.search.param.update(
            label=words("actions.search"),
            placeholder=words("actions.search_hint"),
            options=list(entries(self._map.atlas.tables.in_language(words.language), is_patient=words.is_patient)),
        )
        pairs = {words(f"views.pairs.{first}"): first for first, _ in PAIRS}
        for widget in (self.pair, self.pair_list):
            widget.param.update(label=words("views.label"), options=pairs, value=pair_of(self._map.view)[0])
            widget.param.trigger("value")
        self.turn.label = words("views.turn")
        self.take_home.label = words("handout.download")
        self.in_english.param.update(object=words("handout.in_english"), visible=False)
        self.page_tools.write(words)
        skip = f'data-bodymap-map="{self._map_id}" data-bodymap-select="skip:"'
        self.skip.object = f"<button {skip}>{escape(words('app.skip_to_map'))}</button>"

    def _pair_chosen(self, event) -> None:
        if event.new and pair_of(self._map.view)[0] != event.new:
            self._map.view = event.new

    def _turn_round(self, _event) -> None:
        first, second = pair_of(self._map.view)
        self._map.view = second if self._map.view == first else first
