"""Where the packaged geometry and data lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]
#: In a checkout the two folders lie at its top; in an installed wheel they lie inside the package.
ROOT = _CHECKOUT if (_CHECKOUT / "geometry" / "built").is_dir() else _PACKAGE
GEOMETRY = ROOT / "geometry"
DATA = ROOT / "data"
