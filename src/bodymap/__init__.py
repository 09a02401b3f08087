"""An interactive map of the human body for explaining dry needling and muscle pain."""

from __future__ import annotations

import importlib
from typing import Any

#: Public name to the module that holds it; loaded when first used, so that ``import bodymap`` is quick.
_PUBLIC = {
    "Atlas": "atlas",
    "BodyMap": "app",
    "DataError": "schema",
    "UnknownName": "atlas",
    "bodies": "atlas",
    "draw": "draw",
    "load_atlas": "atlas",
}
__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_PUBLIC[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
