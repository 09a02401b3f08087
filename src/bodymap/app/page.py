"""The served app."""

from __future__ import annotations

import panel as pn
import panel_material_ui as pmui
from panel_material_ui.template.base import Meta

from . import address
from .body_map import BodyMap

_THEME = {
    "palette": {"primary": {"main": "#2b6a68"}, "background": {"default": "#fbf8f3", "paper": "#fffdf9"}},
    "typography": {"button": {"textTransform": "none", "fontSize": "0.95rem"}},
}
_TITLE = {"color": "white", "fontSize": "1.4rem", "fontWeight": 600, "lineHeight": "52px"}
#: The bar is as high as the page leaves room for; the heading in it is our own, which a screen reader finds first.
_BAR = {
    "& .MuiToolbar-root": {"minHeight": "52px !important", "maxHeight": "52px"},
    "& .MuiToolbar-root h5": {"display": "none"},
}


def create_app() -> pmui.Page:
    """The page for ``panel serve``: one map, its address, and the notes that always stand beside it."""
    pn.extension(reconnect=True)
    body_map = BodyMap()
    messages = address.follow(body_map, pn.state.location)
    words = body_map.words
    notices = [pmui.Alert(" ".join(messages), severity="info", closeable=True, margin=5)] if messages else []
    note = pmui.Typography(words("notes.not_a_diagnosis"), variant="body2", margin=(8, 12))
    return pmui.Page(
        meta=Meta(title=words("app.title")),
        header=[pmui.Typography(words("app.title"), variant="h1", margin=(0, 12), sx=_TITLE)],
        main=[*notices, body_map, note],
        theme_toggle=False,
        sx=_BAR,
        busy_indicator=None,
        theme_config=_THEME,
    )
