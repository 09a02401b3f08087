"""An interactive map of the human body for explaining dry needling and muscle pain."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

#: Public name to the module that holds it; loaded when first used, so that ``import bodymap`` is quick.
_PUBLIC = {
    "Atlas": "atlas",
    "BodyMap": "app",
    "DataError": "schema",
    "UnknownNameError": "atlas",
    "bodies": "atlas",
    "draw": "draw",
    "handout": "handout",
    "load_atlas": "atlas",
    "locate": "locate",
}
__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_PUBLIC[name]}", __name__), name)


class _Package(ModuleType):
    """Keeps the function ``draw`` where importing the module ``draw`` would put that in its place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _PUBLIC and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
