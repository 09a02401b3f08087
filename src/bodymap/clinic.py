"""A clinic's own words: a folder of plain files that add to the map's tables and texts, and change them.

It may hold any of: ``clinic.yaml`` (name, contact, logo); a file for each table, with only the rows that are new or
changed and, in a changed row, only the cells that change; ``references.bib``; ``words/<language>/interface.yaml`` and
``words/<language>/<table>.csv``, with only the texts that change. `bodymap.clinic_check` tells all that is wrong with
it.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from . import schema
from .logo import logo_fault, logo_type
from .schema import COLUMNS, DataError, nearest, split
from .translation import TEXTS
from .yaml_texts import Text, read_texts

#: Tables whose rows are drawn: their texts may change, but a row without a drawing, or a fact of one, may not.
DRAWN = ("muscles", "trigger_points", "regions", "risk_areas", "courses")
#: Columns whose rows stand together: a new one comes after the last of its group.
GROUPS = {"explanation": "step"}
#: Lists of a row that have nothing in common.
APART = {"conditions": ("muscles_primary", "muscles_secondary"), "referral": ("essential", "spillover")}
#: What ``clinic.yaml`` may say.
KEYS = ("name", "contact", "logo", "paper")
#: The longest name and contact line, in characters: they stand in the bar of the page and head the one that is printed.
LONGEST = {"name": 60, "contact": 120}


@dataclass(frozen=True)
class Clinic:
    """What a clinic says of itself; each part may be empty.

    Attributes
    ----------
    name, contact : str
    logo : str
        The picture as a ``data:`` address, which asks no host for anything.
    paper : str
        Of the page to take home.
    """

    name: str = ""
    contact: str = ""
    logo: str = ""
    paper: str = ""


@functools.lru_cache(maxsize=8)
def read_clinic(folder: Path) -> Clinic:
    """What ``clinic.yaml`` of a clinic's folder says; nothing where there is none.

    Raises
    ------
    bodymap.schema.DataError
        Naming line, key, value and remedy of every fault.
    """
    file = folder / "clinic.yaml"
    if not file.exists():
        return Clinic()
    from .printing.page import PAPERS
    from .printing.typesetting import PRINTED, unprintable  # a quarter of a second; a map of no clinic does without

    texts, faults = read_texts(file, file.name)
    logo = ""
    for key, (text, line) in texts.items():
        place = f'{file.name}: line {line}, key "{key}", value "{text}"'
        if key not in KEYS:
            faults.append(f"{place}: not known; allowed: {', '.join(KEYS)}.{nearest(key, KEYS)}")
        elif key == "logo":
            fault = logo_fault(folder, text)
            if fault:
                faults.append(f"{place}: {fault}")
            else:
                picture = (folder / text).read_bytes()
                logo = f"data:{logo_type(text)};base64,{base64.b64encode(picture).decode()}"
        elif key == "paper":
            if text not in PAPERS:
                faults.append(f"{place}: allowed: {', '.join(PAPERS)}.{nearest(text, PAPERS)}")
        elif len(text) > LONGEST[key]:
            faults.append(f"{place}: has {len(text)} characters; at most {LONGEST[key]}, to fit beside the logo")
        elif letters := unprintable(text):
            faults.append(f"{place}: holds {' '.join(letters)}, and {PRINTED} can be printed; write it in those")
    if faults:
        raise DataError("\n".join(faults))
    return Clinic(logo=logo, **{key: texts[key].text for key in ("name", "contact", "paper") if key in texts})


def with_clinic(
    tables: dict[str, pd.DataFrame], folder: Path, references: set[str]
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The tables with a clinic's rows in place, and what is wrong with those.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        The checked tables of `schema.COLUMNS`, each indexed by its first column.
    folder : pathlib.Path
        The clinic's.
    references : set of str
        The keys of the map's own ``references.bib``.

    Returns
    -------
    tables : dict of str to pandas.DataFrame
        New rows come last, or last in their group; rows with faults as far as they can be read.
    faults : list of str
        One text for each: file, line, column, value, what is allowed and the nearest valid name.
    """
    if not folder.is_dir():
        return tables, [f"{folder}: no such folder; it must be the folder that holds the clinic's own files"]
    merged, given, faults = dict(tables), {}, []
    for table, base in tables.items():
        file = folder / f"{table}.csv"
        if file.exists():
            rows, found = rows_of(file, table, base)
            faults += found
            if rows is not None:
                given[table] = rows
                merged[table] = _merged(table, base, rows)
    own, keys = folder / "references.bib", references
    try:
        keys = references | set(schema.reference_keys(own) if own.exists() else ())
    except DataError as error:
        faults.append(str(error))
    known = {table: set(frame.index) for table, frame in merged.items()} | {"references.bib": keys}
    for table, rows in given.items():
        faults += schema.pointer_faults(table, rows, known, rows["line"])
        faults += _apart(table, rows)
        faults += _same_names(table, merged[table], rows)
    return merged, faults


def rows_of(file: Path, table: str, base: pd.DataFrame) -> tuple[pd.DataFrame | None, list[str]]:
    """The rows of a clinic's table, each filled up from the map's own, with the column ``line``; and their faults."""
    try:
        frame = schema.read_csv(file, file.name).map(str.strip)
    except DataError as error:
        return None, str(error).splitlines()
    key, name = base.columns[0], file.name
    allowed = [key, *(column for column in base if column != key and may_change(table, column))]
    faults = [
        f'{name}: line 1, column "{column}": '
        + ("its facts are drawn and stay as they are" if column in base else "not known")
        + f"; allowed: {', '.join(allowed)}.{nearest(column, allowed)}"
        for column in frame
        if column not in allowed
    ]
    if key not in frame:
        return None, [*faults, f'{name}: line 1, column "{key}": is missing; it says which row is meant']
    lines = pd.Series(schema.first_lines(file), index=frame.index, dtype=int)
    frame = frame[[column for column in allowed if column in frame]]
    frame = frame[(frame != "").any(axis=1)]  # spreadsheets write rows of commas alone
    rows = base.drop(columns=key).reindex(frame[key]).fillna("").reset_index()
    for column in frame.columns.drop(key):
        cells = frame[column].to_numpy()
        rows[column] = rows[column].where(cells == "", cells)
    rows = rows[list(base)].assign(line=lines[frame.index].to_numpy())
    is_new = ~rows[key].isin(base.index)
    unfinished = [
        _not_a_row(name, table, base, row) if new else ""
        for row, new in zip(rows.to_dict("records"), is_new, strict=True)
    ]
    faults += filter(None, unfinished)
    is_whole = pd.Series([not fault for fault in unfinished], index=rows.index, dtype=bool)
    rows = rows[is_whole].reset_index(drop=True)
    faults += schema.cell_faults(file, table, rows[list(base)], list(rows["line"]))
    return rows.drop_duplicates(key), faults


def given_cells(file: Path, table: str) -> list[tuple[int, str, str, str]]:
    """The cells that a clinic's file gives of a table: line, id, column, text; none of a file that cannot be read."""
    key = next(iter(COLUMNS[table]))
    try:
        frame = schema.read_csv(file, file.name) if file.exists() else pd.DataFrame()
    except DataError:
        return []
    lines = schema.first_lines(file) if len(frame) else []
    return [
        (line, row.get(key, ""), column, text.strip())
        for line, row in zip(lines, frame.to_dict("records"), strict=True)
        for column, text in row.items()
        if text.strip()
    ]


def given_texts(file: Path, name: str) -> dict[str, Text]:
    """The texts that a clinic's YAML file gives, as far as they can be read."""
    return read_texts(file, name)[0] if file.exists() else {}


def may_change(table: str, column: str) -> bool:
    """Whether a clinic may change a column of a table, as against its texts in other languages."""
    return table not in DRAWN or column in TEXTS.get(table, ()) or column == "references"


def _not_a_row(file: str, table: str, base: pd.DataFrame, row: dict) -> str:
    """Why a row with an id that the map does not have cannot be a new one; empty where it can."""
    key = base.columns[0]
    place = f'{file}: line {row["line"]}, column "{key}", value "{row[key]}"'
    hint = nearest(row[key].lower(), base.index)
    if table in DRAWN:
        return f"{place}: not in {table}.csv, and nothing new can be drawn from here.{hint}"
    missing = [column for column, rule in COLUMNS[table].items() if rule != "optional" and not row[column]]
    if not missing:
        return ""
    return f"{place}: not in {table}.csv, and a new row must not leave empty: {', '.join(missing)}.{hint}"


def _merged(table: str, base: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    key = base.columns[0]
    rows = rows[list(base)].set_index(key, drop=False)
    order = base.index.append(rows.index).unique()
    merged = pd.concat([base[~base.index.isin(rows.index)], rows]).loc[order].set_index(order.astype(base.index.dtype))
    if table in GROUPS:
        place = {group: number for number, group in enumerate(dict.fromkeys(base[GROUPS[table]]))}
        merged = merged.iloc[merged[GROUPS[table]].map(place).argsort(kind="stable")]
    return merged


def _apart(table: str, rows: pd.DataFrame) -> Iterator[str]:
    if table in APART:
        first, second = APART[table]
        for row in rows.to_dict("records"):
            for entry in split(row[second]):
                if entry in split(row[first]):
                    place = f'{table}.csv: line {row["line"]} ({next(iter(row.values()))}), column "{second}"'
                    yield f'{place}, value "{entry}": stands in "{first}" too; keep it in one of them'


def _same_names(table: str, merged: pd.DataFrame, rows: pd.DataFrame) -> Iterator[str]:
    """Names must differ, since readers choose by them."""
    for column in ("name", "plain_name"):
        if column in rows:
            ids = merged.groupby(merged[column].str.casefold()).groups
            for row in rows.to_dict("records"):
                others = [other for other in ids.get(row[column].casefold(), ()) if other != row["id"]]
                if others:
                    place = f'{table}.csv: line {row["line"]} ({row["id"]}), column "{column}", value "{row[column]}"'
                    yield f"{place}: {others[0]} has this name; give another"
