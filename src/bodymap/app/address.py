"""The page's address holds the state of the map, and nothing about a patient."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, quote

import panel as pn
from bokeh.models import CustomJS

from ..atlas import Atlas
from ..draw import LAYERS
from ..schema import selected
from .body_map import BodyMap
from .widgets import text_of

#: What the address holds.
FIELDS = ("condition", "body", "skin_tone", "view", "side", "depth", "selection", "layers")
FIELDS += ("screen", "step", "mode", "language", "colors", "conservative")
#: Kinds of things that can be chosen, and their tables.
KINDS = {"muscle": "muscles", "trigger_point": "trigger_points", "risk_area": "risk_areas"}
#: Panel writes the address; when the browser goes back or forward in it, the page opens anew with what it says.
_BACK_AND_FORWARD = "window.addEventListener('popstate', () => window.location.reload())"
#: After a lost connection Bokeh cannot fetch a document with arrays again, so the page opens anew with what is shown.
_REOPEN = (Path(__file__).parent / "browser" / "reopen.js").read_text(encoding="utf-8")


def follow(body_map: BodyMap, location) -> list[str]:
    """Set a map to what the address says, and keep the address to what the map shows.

    Parameters
    ----------
    body_map : BodyMap
    location : panel.io.location.Location or None
        None outside a served page.

    Returns
    -------
    list of str
        A quiet message for every value that the map does not know; it keeps what it has instead.
    """
    if location is None:
        return []
    messages = []
    asked = {name: value for name, value in _parts(location).items() if name in FIELDS}
    for name in FIELDS:  # in this order: a condition turns the figure, and a view in the address overrides that
        if name in asked and not _set(body_map, name, asked[name]):
            messages.append(_unknown(body_map, name, asked[name]))

    def write(*_events) -> None:
        values = {name: _text(getattr(body_map, name)) for name in FIELDS}
        wanted = {name: value for name, value in values.items() if value != _text(body_map.param[name].default)}
        kept = {name: value for name, value in _parts(location).items() if name not in FIELDS}
        location.search = (
            "?" + "&".join(f"{k}={_quoted(v)}" for k, v in (kept | wanted).items()) if kept | wanted else ""
        )

    body_map.param.watch(write, list(FIELDS))
    if pn.state.curdoc:
        pn.state.curdoc.js_on_event("document_ready", CustomJS(code=_BACK_AND_FORWARD))
        pn.state.curdoc.js_on_event("connection_lost", CustomJS(code=_REOPEN))
    return messages


def _parts(location) -> dict[str, str]:
    """What stands in the address, as text."""
    return dict(parse_qsl(location.search.removeprefix("?"), keep_blank_values=True))


def _text(value: str | bool | list[str]) -> str:
    """The value of a parameter as the address holds it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(layer for layer in LAYERS if layer in value) if isinstance(value, list) else value


def _set(body_map: BodyMap, name: str, text: str) -> bool:
    """Set a parameter from the address; False, and nothing changed, where its value is not known."""
    value: str | bool | list[str] = text
    if name == "layers":
        value = [layer for layer in text.split(",") if layer]
        is_known = set(value) <= set(LAYERS)
    elif name == "selection":
        is_known = not text or _knows(body_map.atlas, text)
    elif name == "conservative":
        value, is_known = text == "true", text in ("true", "false")
    else:
        is_known = text in body_map.param[name].objects
    if is_known:
        setattr(body_map, name, value)
    return is_known


def _knows(atlas: Atlas, selection: str) -> bool:
    kind, name, side = selected(selection)
    known = kind in KINDS and name in getattr(atlas.tables, KINDS[kind]).index
    return known and side in ("", "left", "right", "midline")


def _shown(body_map: BodyMap, name: str) -> str:
    """What is shown in place of a value that is not known, in words."""
    words = body_map.words
    if name == "layers":
        return ", ".join(words(f"layers.{layer}") for layer in body_map.layers)
    if name in ("selection", "conservative"):
        return words("conditions.all" if name == "selection" else "depth.all")
    return text_of(body_map, name, getattr(body_map, name))


def _unknown(body_map: BodyMap, name: str, value: str) -> str:
    words = body_map.words
    what = "layer" if name == "layers" else name
    if name == "selection":
        kind, *_ = selected(value)
        what = kind if kind in KINDS else "muscle"
    shown = _shown(body_map, name)
    harmless = re.sub(r"[^\w :,.-]", "", value)[:60]  # it is shown as text, never as a tag or a link
    return words("messages.unknown_value", what=words(f"messages.what.{what}"), value=harmless, shown=shown)


def _quoted(value: str) -> str:
    return quote(value, safe=":,_")
