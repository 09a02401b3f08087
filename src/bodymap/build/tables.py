"""Write the built tables, one folder a body: shapes as FlatGeobuf, which geopandas and GIS read, facts alone as CSV."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio.raw
import shapely

from ..built import GEOMETRIES

#: Decimals of built coordinates: a hundredth of a millimetre on a person.
DECIMALS = 5


def write(folder: Path, table: str, rows: list[dict], columns: tuple[str, ...]) -> None:
    """Write rows with these columns, coordinates rounded.

    ``geometry`` makes it a FlatGeobuf file, in which ``ghost`` is bool and all else is text. FlatGeobuf holds one
    geometry a row: ``fibres`` and ``tendons`` are files of their own (``muscles_fibres.fgb``), row by row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame(rows, columns=list(columns))
    facts = frame.drop(columns=[name for name in GEOMETRIES if name in columns])
    if "geometry" not in columns:
        facts.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
    for name in frame.columns.intersection(GEOMETRIES):
        _write_shapes(folder / (f"{table}.fgb" if name == "geometry" else f"{table}_{name}.fgb"), facts, frame[name])


def _write_shapes(file: Path, facts: pd.DataFrame, shapes: pd.Series) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")  # a body has none
        pyogrio.raw.write(
            file,
            shapely.to_wkb([_rounded(shape) for shape in shapes]),
            [facts[name].to_numpy() for name in facts],
            list(facts),
            geometry_type="Unknown",
            driver="FlatGeobuf",
            SPATIAL_INDEX="NO",  # it would put the rows in another order
        )


def _rounded(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """A shape rounded to the built decimals; None for nothing."""
    if not isinstance(shape, shapely.Geometry) or shape.is_empty:
        return None
    return shapely.transform(shape, lambda points: np.round(points, DECIMALS) + 0.0)  # no negative zero
