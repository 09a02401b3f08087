"""The clinical tables in another language: the texts under ``data/words/<language>/`` in place of the English ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .schema import DataError, first_lines, nearest, read_csv

#: The columns of each table that readers see, and that a language may therefore give in its own words.
TEXTS: dict[str, tuple[str, ...]] = {
    "muscles": (
        "name",
        "plain_name",
        "synonyms",
        "region",
        "origin",
        "insertion",
        "action",
        "plain_action",
        "innervation",
    ),
    "regions": ("name", "plain_name", "synonyms"),
    "conditions": (
        "name",
        "plain_name",
        "synonyms",
        "summary",
        "evidence_note",
        "evidence_strength",
        "plain_evidence",
        "red_flags",
    ),
    "risk_areas": ("name", "plain_name", "structure_at_risk", "extent", "why", "plain_why", "adverse_events"),
    "courses": ("name", "plain_name", "course"),
    "trigger_points": ("label", "location"),
    "referral": ("patient_symptoms",),
    "explanation": ("heading", "plain_text", "clinician_text"),
}


def translated(english: dict[str, pd.DataFrame], folder: Path) -> dict[str, pd.DataFrame]:
    """The tables in the language of a folder; where a file, row, column or text is missing there, in English.

    Parameters
    ----------
    english : dict of str to pandas.DataFrame
        The tables of `TEXTS`, each indexed by its first column.
    folder : pathlib.Path
        Holds a file for each table: its first column and any of its columns in `TEXTS`.

    Raises
    ------
    DataError
        Naming file, line, column and value of every row and column that the English tables do not have.
    """
    faults = [
        f"{_place(file)}: no table has this name.{nearest(file.stem, TEXTS)}"
        for file in sorted(folder.glob("*.csv"))
        if file.stem not in TEXTS
    ]
    files = {table: file for table in TEXTS if (file := folder / f"{table}.csv").exists()}
    words = {}
    for table, file in files.items():
        try:
            words[table] = read_csv(file, _place(file))
        except DataError as error:
            faults.append(str(error))
        else:
            faults += _faults(file, table, words[table], english[table])
    if faults:
        raise DataError("\n".join(faults))
    return english | {table: _replaced(english[table], frame) for table, frame in words.items()}


def _place(file: Path) -> str:
    return f"words/{file.parent.name}/{file.name}"


def _faults(file: Path, table: str, words: pd.DataFrame, english: pd.DataFrame) -> list[str]:
    key, place = english.columns[0], _place(file)
    allowed = (key, *TEXTS[table])
    faults = [
        f'{place}: column "{column}" is not one that a language gives; those are {", ".join(allowed)}.'
        f"{nearest(column, allowed)}"
        for column in words
        if column not in allowed
    ]
    if key not in words:
        return [*faults, f'{place}: column "{key}" is missing']
    for line, name, repeated in zip(first_lines(file), words[key], words[key].duplicated(), strict=True):
        if name not in english.index:
            why = f"not in {table}.csv.{nearest(name, english.index)}"
        elif repeated:
            why = "the id stands in another row too"
        else:
            continue
        faults.append(f'{place}: line {line}, column "{key}", value "{name}": {why}')
    return faults


def _replaced(english: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """A table with the texts of a language in place; the order of its rows is kept."""
    given = words.set_index(english.columns[0]).reindex(english.index)
    given = given.where(given.apply(lambda column: column.str.strip()) != "")
    return english.assign(**{column: given[column].fillna(english[column]) for column in given})
