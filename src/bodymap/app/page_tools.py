"""What is done with the page itself, in the browser: copy its address, save the picture, fill the screen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import param
from panel.custom import JSComponent

from ..words import Words

_BROWSER = Path(__file__).parent / "browser"
_TEXTS = {
    "copy_address": "actions.copy_address",
    "copied": "actions.address_copied",
    "save_image": "actions.save_image",
    "full_screen": "actions.full_screen",
    "leave_full_screen": "actions.leave_full_screen",
    "nothing_stored": "notes.nothing_stored",
    "not_a_diagnosis": "notes.not_a_diagnosis",
    "yours_may_differ": "notes.yours_may_differ",
}


class PageTools(JSComponent):
    """The buttons that copy the address, save the picture and fill the screen, and the line that nothing is stored."""

    map_id = param.String(doc="The map that they serve.")
    texts = param.Dict(default={}, doc="By name; see `write`.")
    language = param.String(default="en")
    direction = param.Selector(default="ltr", objects=["ltr", "rtl"])

    _esm = _BROWSER / "page_tools.js"
    _stylesheets: ClassVar = [str(_BROWSER / "page_tools.css")]

    def write(self, words: Words) -> None:
        """Put the words of a language and a mode on them; those of the notes stand below a saved picture too."""
        self.param.update(
            texts={name: words(key) for name, key in _TEXTS.items()},
            language=words.language,
            direction=words("language.direction"),
        )
