"""The page on a tablet's home screen: its manifest, its icons, and what the head of the page says of them.

Panel serves what a class lists in ``_resources`` from the folder of its module, on the host of the app, so no other
route or command is needed. There is no service worker: a browser takes one over https only, and without the server the
page could not be opened anew anyway; what is open goes on by itself.
"""

from __future__ import annotations

from typing import ClassVar

#: The colour of the bar over the page, and round it.
BAR, PAPER = "#2b6a68", "#fbf8f3"
_FILES = (
    "manifest.webmanifest",
    "icon.svg",
    "icon-180.png",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
)


class Installed:
    """What a home screen asks the server for."""

    _resources: ClassVar = {"files": [f"home_screen/{name}" for name in _FILES]}


def address_of(name: str) -> str:
    """Where a file of ``home_screen/`` is served, relative to the page."""
    return f"components/{Installed.__module__}/{Installed.__name__}/_resources/files/home_screen/{name}"


#: The page's template: what `panel_material_ui.Page` writes, with the lines for the home screen. The manifest leads to
#: the root of the host, from where the one app that is served opens.
TEMPLATE = f"""{{% extends "base.html" %}}
{{% block preamble %}}
    {{{{ super() }}}}
    <link rel="manifest" href="{address_of("manifest.webmanifest")}" crossorigin="use-credentials">
    <meta name="theme-color" content="{BAR}">
    <meta name="mobile-web-app-capable" content="yes">
    <meta name="apple-mobile-web-app-capable" content="yes">
    <meta name="apple-mobile-web-app-status-bar-style" content="default">
    <meta name="apple-mobile-web-app-title" content="{{{{ title | e }}}}">
{{% endblock %}}
"""
