"""The served app."""

from __future__ import annotations

import functools
import os
from html import escape
from pathlib import Path

import panel as pn
import panel_material_ui as pmui
from panel_material_ui.template.base import Meta

from .. import paths
from ..clinic import Clinic, read_clinic
from ..clinic_check import clinic_faults
from ..schema import DataError
from ..words import Words
from . import address, install
from .body_map import BodyMap

_THEME = {
    "palette": {"primary": {"main": install.BAR}, "background": {"default": install.PAPER, "paper": "#fffdf9"}},
    "typography": {"button": {"textTransform": "none", "fontSize": "0.95rem"}},
    # No ripples, which move; what has the focus is outlined instead.
    "components": {
        "MuiToggleButton": {"styleOverrides": {"root": {"color": "#5a5148", "transition": "none"}}},
        "MuiButtonBase": {
            "defaultProps": {"disableRipple": True},
            "styleOverrides": {
                "root": {"&.Mui-focusVisible": {"outline": "3px solid #14213d", "outlineOffset": "-3px"}}
            },
        },
    },
}
_TITLE = {"color": "white", "fontSize": "1.4rem", "fontWeight": 600, "lineHeight": "52px"}
#: The bar is as high as the page leaves room for; the heading in it is our own, which a screen reader finds first.
_BAR = {
    "& .MuiToolbar-root": {"minHeight": "52px !important", "maxHeight": "52px"},
    "& .MuiToolbar-root h5": {"display": "none"},
    "& .MuiLinearProgress-root": {"display": "none"},  # a bar that says nothing, and has no name
}
#: Beside the title there is no room for a clinic's name on a phone; there its logo and contact line say it.
_NAME = {"color": "white", "fontSize": "1rem", "lineHeight": "52px", "whiteSpace": "nowrap"}
_NAME |= {"@media (max-width: 599px)": {"display": "none"}}
_LOGO = "display: block; height: 36px; max-width: 120px; object-fit: contain; margin: 8px 0"


def create_app(clinic: str | Path | None = None) -> pmui.Page:
    """The page for ``panel serve``: one map, its address, and the notes that always stand beside it.

    Parameters
    ----------
    clinic : str or pathlib.Path, optional
        A folder of a clinic's own words (see `bodymap.clinic`), from now on for the whole process; by default the one
        that the environment variable BODYMAP_CLINIC names. Where it has faults, the page tells them instead.
    """
    pn.extension(reconnect=True)
    folder = paths.clinic() if clinic is None else Path(clinic).resolve()
    try:
        own = Clinic() if folder is None else _checked(folder)
    except DataError as error:
        return _faults(str(error).splitlines())
    if folder is not None:
        os.environ[paths.CLINIC_VARIABLE] = str(folder)
    body_map = BodyMap()
    body_map.lead_page()
    messages = address.follow(body_map, pn.state.location)
    words = body_map.words
    notices = [pmui.Alert(" ".join(messages), severity="info", closeable=True, margin=5)] if messages else []
    note = pmui.Typography(words("notes.not_a_diagnosis"), variant="body2", margin=(8, 12))
    return _page(words, [*notices, body_map, note, *_contact(own)], own, [body_map.skip_link])


@functools.lru_cache(maxsize=8)
def _checked(folder: Path) -> Clinic:
    """What a clinic says of itself, once all of its folder has been checked."""
    faults = clinic_faults(folder)
    if faults:
        raise DataError("\n".join(faults))
    return read_clinic(folder)


def _page(words: Words, main: list, clinic: Clinic | None = None, before: list | None = None) -> pmui.Page:
    return pmui.Page(
        meta=Meta(
            title=words("app.title"),
            icon=install.address_of("icon.svg"),
            apple_touch_icon=install.address_of("icon-180.png"),
        ),
        template=install.TEMPLATE,
        header=[
            *(before or []),
            *_logo(clinic or Clinic()),
            pmui.Typography(words("app.title"), variant="h1", margin=(0, 12), sx=_TITLE),
            *_name(clinic or Clinic()),
        ],
        main=main,
        theme_toggle=False,
        sx=_BAR,
        busy_indicator=None,
        theme_config=_THEME,
    )


def _logo(clinic: Clinic) -> list:
    if not clinic.logo:
        return []
    picture = f'<img src="{clinic.logo}" alt="{escape(clinic.name)}" style="{_LOGO}">'
    return [pn.pane.HTML(picture, height=52, margin=(0, 0, 0, 8), styles={"align-self": "center"})]


def _name(clinic: Clinic) -> list:
    return [pmui.Typography(escape(clinic.name), variant="body1", margin=(0, 4), sx=_NAME)] if clinic.name else []


def _contact(clinic: Clinic) -> list:
    line = " · ".join(part for part in (clinic.name, clinic.contact) if part)
    return [pmui.Typography(escape(line), variant="body2", margin=(0, 12, 8, 12))] if line else []


def _faults(faults: list[str]) -> pmui.Page:
    """A page that tells what is wrong with a clinic's folder; it is for who looks after that."""
    words = Words(data=paths.DATA)
    entries = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
    told = pn.pane.HTML(f"<ul>{entries}</ul>", sizing_mode="stretch_width", margin=(8, 12))
    return _page(words, [pmui.Alert(words("messages.clinic_faults"), severity="error", margin=5), told])
