"""Where the packaged geometry and data lie, and a clinic's own folder beside them."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]
#: In a checkout the two folders lie at its top; in an installed wheel they lie inside the package.
ROOT = _CHECKOUT if (_CHECKOUT / "geometry" / "built").is_dir() else _PACKAGE
GEOMETRY = ROOT / "geometry"
DATA = ROOT / "data"
#: The environment variable that names a clinic's own folder for the whole process.
CLINIC_VARIABLE = "BODYMAP_CLINIC"


def clinic(beside: str | Path | None = None) -> Path | None:
    """The folder of a clinic's own words, or None.

    Parameters
    ----------
    beside : str or pathlib.Path, optional
        A script; a folder ``clinic`` that lies beside it serves where BODYMAP_CLINIC names none.
    """
    named = os.environ.get(CLINIC_VARIABLE)
    if named:
        return Path(named).resolve()
    folder = Path(beside).resolve().parent / "clinic" if beside is not None else None
    return folder if folder is not None and folder.is_dir() else None
