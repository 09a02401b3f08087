"""What each clinical table must hold, and errors that say exactly where one does not."""

from __future__ import annotations

import difflib
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

LAYERS = ("superficial", "intermediate", "deep")
SEVERITIES = ("high", "moderate", "caution")
GRADES = ("essential", "spillover")
STANDINGS = ("described", "tradition")
MEDICAL_CHECKS = ("chest", "belly", "groin", "head")
LATERALITIES = ("paired", "midline")
STEPS = (
    "pain_area",
    "muscle",
    "sensitive_spot",
    "what_it_is",
    "how_mechanical",
    "how_neurological",
    "how_biochemical",
    "may_help",
    "what_to_expect_during",
    "what_to_expect_after",
    "clean_technique",
    "who_may_do_it",
    "who_needs_special_care",
    "when_to_call",
)
CERTAINTIES = ("well_supported", "some_support", "uncertain", "disputed", "convention")
FOCUSES = ("head", "neck", "shoulder", "arm", "trunk", "hip", "thigh", "leg", "foot")

#: The columns of each table: ``text`` must not be empty, ``optional`` may be, a tuple lists what is allowed.
COLUMNS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "muscles": {
        "id": "id",
        "name": "text",
        "latin": "text",
        "plain_name": "text",
        "synonyms": "optional",
        "group": "text",
        "region": "text",
        "layer": LAYERS,
        "origin": "text",
        "insertion": "text",
        "action": "text",
        "plain_action": "text",
        "innervation": "text",
        "references": "text",
    },
    "trigger_points": {
        "id": "id",
        "muscle": "text",
        "label": "text",
        "location": "text",
        "standing": STANDINGS,
        "references": "text",
    },
    "referral": {
        "trigger_point": "id",
        "essential": "optional",
        "spillover": "optional",
        "patient_symptoms": "text",
        "references": "text",
    },
    "conditions": {
        "id": "id",
        "name": "text",
        "plain_name": "text",
        "synonyms": "optional",
        "icd10": "text",
        "muscles_primary": "text",
        "muscles_secondary": "optional",
        "summary": "text",
        "evidence_note": "text",
        "evidence_strength": "text",
        "plain_evidence": "text",
        "red_flags": "text",
        "focus": FOCUSES,
        "references": "text",
    },
    "risk_areas": {
        "id": "id",
        "name": "text",
        "plain_name": "text",
        "structure_at_risk": "text",
        "severity": SEVERITIES,
        "extent": "text",
        "why": "text",
        "plain_why": "text",
        "adverse_events": "text",
        "muscles_nearby": "optional",
        "references": "text",
    },
    "regions": {
        "id": "id",
        "name": "text",
        "plain_name": "text",
        "synonyms": "optional",
        "views": "text",
        "laterality": LATERALITIES,
        "borders": "text",
    },
    "explanation": {
        "id": "id",
        "step": STEPS,
        "heading": "text",
        "plain_text": "text",
        "clinician_text": "text",
        "certainty": CERTAINTIES,
        "references": "text",
    },
    "medical_check": {"region": "id", "check": MEDICAL_CHECKS},
}
#: Columns that name rows of another table: (table, column) to the table they point into.
POINTERS = {
    ("trigger_points", "muscle"): "muscles",
    ("referral", "trigger_point"): "trigger_points",
    ("referral", "essential"): "regions",
    ("referral", "spillover"): "regions",
    ("conditions", "muscles_primary"): "muscles",
    ("conditions", "muscles_secondary"): "muscles",
    ("risk_areas", "muscles_nearby"): "muscles",
    ("medical_check", "region"): "regions",
}


class DataError(ValueError):
    """Tables that do not hold what they must; one line for each fault: file, row, column, value, what is allowed."""


def split(cell: str) -> list[str]:
    """The entries of a ``;`` list."""
    return [entry.strip() for entry in cell.split(";") if entry.strip()]


def read_csv(file: Path, name: str) -> pd.DataFrame:
    """A CSV file as text, its rows numbered; errors call it by `name`.

    Raises
    ------
    DataError
        For a file that is missing or is no table.
    """
    try:
        frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise DataError(f"{name}: not found in {file.parent}") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: {error}") from None
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes values beyond the last column for row names
        raise DataError(f"{name}: row 2: more values than columns; put a text that holds a comma in quotes")
    return frame


def read_table(file: Path, table: str) -> pd.DataFrame:
    """Read and check one clinical table.

    Returns
    -------
    pandas.DataFrame
        All columns text, indexed by its first column.

    Raises
    ------
    DataError
        Listing every fault of the file.
    """
    frame = read_csv(file, file.name)
    columns = COLUMNS[table]
    faults = _column_faults(file.name, frame, columns)
    if not faults:
        try:
            _schema(table).validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            faults = _cell_faults(file.name, frame, columns, errors.failure_cases)
    if faults:
        raise DataError("\n".join(faults))
    return frame.set_index(next(iter(columns)), drop=False)


def check_pointers(tables: dict[str, pd.DataFrame], references: set[str]) -> None:
    """Check that every id which a table names exists.

    Raises
    ------
    DataError
        Listing every id that does not resolve, with the nearest that does.
    """
    faults = []
    for (table, column), target in POINTERS.items():
        faults += _unresolved(table, tables[table], column, set(tables[target].index), target)
    for table, frame in tables.items():
        if "references" in frame:
            faults += _unresolved(table, frame, "references", references, "references.bib")
    if faults:
        raise DataError("\n".join(faults))


def nearest(value: str, allowed) -> str:
    """`` Did you mean "..."?`` with the nearest allowed value, or nothing."""
    close = difflib.get_close_matches(str(value), list(allowed), n=1, cutoff=0.5)
    return f' Did you mean "{close[0]}"?' if close else ""


def _schema(table: str) -> pa.DataFrameSchema:
    """The rules of a table's cells; which columns it has is checked before."""
    columns = COLUMNS[table]
    may_be_empty = np.array([rule not in ("id", "text") for rule in columns.values()])

    # One check for the whole table: pandera takes as long for each column that it is told of as for a table.
    def filled(frame: pd.DataFrame) -> pd.DataFrame:
        return (frame[[*columns]].map(str.strip) != "") | may_be_empty

    is_id = pa.Column(checks=pa.Check(lambda column: column.str.fullmatch("[a-z0-9_]*"), name="id"), unique=True)
    rules = {
        column: is_id if rule == "id" else pa.Column(checks=pa.Check.isin(rule))
        for column, rule in columns.items()
        if rule not in ("text", "optional")
    }
    return pa.DataFrameSchema(rules, checks=pa.Check(filled, name="filled"))


def _column_faults(file: str, frame: pd.DataFrame, columns: dict) -> list[str]:
    missing = [column for column in columns if column not in frame]
    unknown = [column for column in frame if column not in columns]
    faults = [f'{file}: column "{column}" is missing; the table needs {", ".join(columns)}' for column in missing]
    return faults + [f'{file}: column "{column}" is not known.{nearest(column, columns)}' for column in unknown]


def _cell_faults(file: str, frame: pd.DataFrame, columns: dict, cases: pd.DataFrame) -> list[str]:
    faults = []
    for case in cases.itertuples():
        row, check, rule = int(case.index), str(case.check), columns.get(case.column)
        if check == "filled":
            why = "must not be empty"
        elif check == "id":
            why = "an id is made of small letters, digits and _"
        elif isinstance(rule, tuple):
            why = f"allowed: {', '.join(rule)}.{nearest(case.failure_case, rule)}"
        else:
            why = "the id stands in another row too"
        cells = case.failure_case if check == "filled" else {case.column: case.failure_case}
        place = f"{file}: row {row + 2} ({frame.iloc[row, 0]})"
        faults += [f'{place}, column "{column}", value "{value}": {why}' for column, value in cells.items()]
    return faults


def _unresolved(table: str, frame: pd.DataFrame, column: str, allowed: set[str], target: str) -> list[str]:
    return [
        f'{table}.csv: row {number} ({frame.index[number - 2]}), column "{column}", value "{entry}": '
        f"not in {target}.{nearest(entry, allowed)}"
        for number, cell in enumerate(frame[column], start=2)
        for entry in split(cell)
        if entry not in allowed
    ]
