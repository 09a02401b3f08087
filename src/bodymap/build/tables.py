"""The built tables: plain CSV, geometries as well-known text, one folder a body."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import shapely

#: Decimals of built coordinates: a hundredth of a millimetre on a person.
DECIMALS = 5
#: The columns that hold geometries.
GEOMETRIES = ("geometry", "fibres", "tendons")


def write(path: Path, rows: list[dict], columns: tuple[str, ...]) -> None:
    """Write rows as CSV with these columns; geometries (and None) as well-known text, rounded."""
    table = pd.DataFrame(rows, columns=list(columns))
    for column in table.columns:
        if column in GEOMETRIES:
            table[column] = [text(value) for value in table[column]]
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n")


def text(geometry: shapely.Geometry | None) -> str:
    """Well-known text, rounded to the built decimals; empty for nothing."""
    if not isinstance(geometry, shapely.Geometry) or geometry.is_empty:
        return ""
    return shapely.to_wkt(geometry, rounding_precision=DECIMALS)


def read(path: Path) -> pd.DataFrame:
    """A built table, its geometries still text."""
    return pd.read_csv(path, keep_default_na=False)
