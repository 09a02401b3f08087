"""The page's address holds the state of the map, and nothing about a patient."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, quote

import panel as pn
from bokeh.models import CustomJS

from .body_map import BodyMap

#: What the address holds.
FIELDS = ("condition", "body", "skin_tone", "view", "side", "depth", "selection", "layers")
FIELDS += ("screen", "step", "mode", "language", "colors", "conservative")
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
        if name in asked and not body_map.try_to_set(name, asked[name]):
            messages.append(_unknown(body_map, name, asked[name]))

    def write(*_events) -> None:
        values = {name: body_map.as_text(name) for name in FIELDS}
        defaults = {name: body_map.default_text(name) for name in FIELDS}
        wanted = {name: value for name, value in values.items() if value != defaults[name]}
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


def _unknown(body_map: BodyMap, name: str, value: str) -> str:
    words = body_map.words
    what = "layer" if name == "layers" else name
    if name == "selection":
        kind = value.split(":")[0]
        what = kind if kind in ("muscle", "trigger_point", "risk_area") else "muscle"
    shown = body_map.describe(name)
    harmless = re.sub(r"[^\w :,.-]", "", value)[:60]  # it is shown as text, never as a tag or a link
    return words("messages.unknown_value", what=words(f"messages.what.{what}"), value=harmless, shown=shown)


def _quoted(value: str) -> str:
    return quote(value, safe=":,_")
