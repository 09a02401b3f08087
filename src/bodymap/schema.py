"""What each clinical table must hold, and errors that say exactly where one does not."""

from __future__ import annotations

import csv
import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import StringConstraints, TypeAdapter, ValidationError
from typing_extensions import TypedDict

LAYERS = ("superficial", "intermediate", "deep")
SEVERITIES = ("high", "moderate", "caution")
GRADES = ("essential", "spillover")
STANDINGS = ("described", "tradition")
MEDICAL_CHECKS = ("chest", "belly", "groin", "head")
COURSE_KINDS = ("nerve", "artery")
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
#: What the texts of the explanation may name; see ``data/README.md``.
BRACES = ("areas", "muscle", "condition")
CERTAINTIES = ("well_supported", "some_support", "uncertain", "disputed", "convention")
FOCUSES = ("head", "neck", "shoulder", "arm", "hand", "trunk", "hip", "thigh", "leg", "foot")

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
    "courses": {
        "id": "id",
        "name": "text",
        "latin": "text",
        "plain_name": "text",
        "kind": COURSE_KINDS,
        "course": "text",
        "risk_areas": "text",
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
    ("courses", "risk_areas"): "risk_areas",
    ("medical_check", "region"): "regions",
}
#: What must stand in a cell.
_KINDS = {
    "id": Annotated[str, StringConstraints(min_length=1, pattern="^[a-z0-9_]*$")],
    "text": Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)],
    "optional": str,
}
#: The cells of each table, a list a column, as pydantic checks them.
_RULES = {
    table: TypeAdapter(
        TypedDict(table, {name: list[_KINDS.get(rule) or Literal[rule]] for name, rule in rules.items()})
    )
    for table, rules in COLUMNS.items()
}


class DataError(ValueError):
    """Tables that do not hold what they must; one line for each fault: file, line, column, value, what is allowed."""


@functools.cache
def split(cell: str) -> tuple[str, ...]:
    """The entries of a ``;`` list."""
    return tuple(entry.strip() for entry in cell.split(";") if entry.strip())


def selected(selection: str) -> tuple[str, str, str]:
    """The kind, id and side of what is chosen on a map, ``kind:id:side``; empty what is not said."""
    kind, name, side = (*selection.split(":"), "", "")[:3]
    return kind, name, side


def read_csv(file: Path, name: str) -> pd.DataFrame:
    """A CSV file as text, its rows numbered, blank lines left out; errors call it by `name`.

    Raises
    ------
    DataError
        For a file that is missing or is no table.
    """
    rows = []
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            for cells in reader:
                if _is_row(cells):
                    rows.append(cells)
                    if len(cells) > len(rows[0]):
                        why = "more values than columns; put a text that holds a comma in quotes"
                        raise DataError(f"{name}: line {reader.line_num}: {why}")
    except FileNotFoundError:
        raise DataError(f"{name}: not found in {file.parent}") from None
    except UnicodeDecodeError as error:
        raise DataError(f'{name}: {error}; save it as "CSV UTF-8"') from None
    except csv.Error as error:
        raise DataError(f"{name}: line {reader.line_num}: {error}; a quote within a text is written twice") from None
    if not rows:
        raise DataError(f"{name}: is empty; its first line names the columns")
    columns, *rows = rows
    if len(columns) == 1 and ";" in columns[0]:
        raise DataError(f'{name}: line 1: columns are separated by commas, not by ";"; save it so')
    repeated = [column for number, column in enumerate(columns) if column in columns[:number]]
    if repeated:
        raise DataError(f'{name}: line 1, column "{repeated[0]}": stands there twice')
    width = len(columns)
    return pd.DataFrame([cells + [""] * (width - len(cells)) for cells in rows], columns=columns, dtype=object)


def _is_row(cells: list[str]) -> bool:
    return len(cells) > 1 or "".join(cells).strip() != ""


def first_lines(file: Path) -> list[int]:
    """The line on which each row of a CSV file begins, as an editor counts: cells may hold several, others be blank."""
    lines, before = [], 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened)
        for cells in reader:
            if _is_row(cells):
                lines.append(before + 1)
            before = reader.line_num
    return lines[1:]


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
    faults = _column_faults(file.name, frame, columns) or cell_faults(file, table, frame)
    if faults:
        raise DataError("\n".join(faults))
    return frame.set_index(next(iter(columns)), drop=False)


def cell_faults(file: Path, table: str, frame: pd.DataFrame, lines: Sequence[int] | None = None) -> list[str]:
    """What is wrong with the cells of a table that has all its columns.

    Parameters
    ----------
    file : pathlib.Path
        Where the rows stand.
    table : str
        A table of `COLUMNS`.
    frame : pandas.DataFrame
        Its rows, numbered from 0.
    lines : sequence of int, optional
        The line of each row; by default that of the file's rows, in order.

    Returns
    -------
    list of str
        One text for each fault: file, line, column, value and what is allowed.
    """
    cells = {column: frame[column].tolist() for column in frame}
    wrong = list(_wrong_cells(table, cells))
    if not wrong:
        return []
    lines = first_lines(file) if lines is None else lines
    return [
        f'{file.name}: line {lines[row]} ({frame.iloc[row, 0]}), column "{column}", value "{cells[column][row]}": {why}'
        for row, column, why in sorted(wrong, key=lambda fault: fault[0])
    ]


def check_pointers(tables: dict[str, pd.DataFrame], references: set[str]) -> None:
    """Check that every id which a table names exists.

    Raises
    ------
    DataError
        Listing every id that does not resolve, with the nearest that does.
    """
    known = {table: set(frame.index) for table, frame in tables.items()} | {"references.bib": references}
    faults = [
        fault
        for table, frame in tables.items()
        for fault in pointer_faults(table, frame, known, range(2, len(frame) + 2))
    ]
    if faults:
        raise DataError("\n".join(faults))


def pointer_faults(table: str, frame: pd.DataFrame, known: dict[str, set[str]], lines: Iterable[int]) -> list[str]:
    """The ids in some rows of a table, its first column being their name, that no table or bibliography knows.

    Parameters
    ----------
    table : str
        A table of `COLUMNS`.
    frame : pandas.DataFrame
    known : dict of str to set of str
        The ids of each table, and the keys of ``references.bib``.
    lines : iterable of int
        The line of each row.
    """
    targets = {column: target for (name, column), target in POINTERS.items() if name == table}
    if "references" in frame:
        targets["references"] = "references.bib"
    lines = list(lines)
    return [
        f'{table}.csv: line {line} ({name}), column "{column}", value "{entry}": '
        f"not in {target}.{nearest(entry, known[target])}"
        for column, target in targets.items()
        for line, name, cell in zip(lines, frame.iloc[:, 0], frame[column], strict=True)
        for entry in split(cell)
        if entry not in known[target]
    ]


def reference_keys(file: Path) -> list[str]:
    """The keys of a BibTeX file; parsing it all takes longer than reading every table, and pointers need no more.

    Raises
    ------
    DataError
        For a file that is not UTF-8.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{file.name}: {error}; save it as UTF-8") from None
    return re.findall(r"^\s*@\w+\s*\{\s*([^,\s]+)\s*,", text, re.MULTILINE)


def nearest(value: str, allowed) -> str:
    """`` Did you mean "..."?`` with the nearest allowed value, or nothing."""
    close = difflib.get_close_matches(str(value), list(allowed), n=1, cutoff=0.5)
    return f' Did you mean "{close[0]}"?' if close else ""


def _wrong_cells(table: str, cells: dict[str, list[str]]) -> Iterator[tuple[int, str, str]]:
    """Row, column and what is wrong there."""
    key, *_ = columns = COLUMNS[table]
    if len(set(cells[key])) < len(cells[key]):
        times = Counter(cells[key])
        yield from (
            (row, key, "the id stands in another row too") for row, name in enumerate(cells[key]) if times[name] > 1
        )
    try:
        _RULES[table].validate_python(cells)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            column, row = error["loc"]
            rule, value = columns[column], cells[column][row]
            if isinstance(rule, tuple):
                yield row, column, f"allowed: {', '.join(rule)}.{nearest(value, rule)}"
            elif value.strip():
                yield row, column, "an id is made of small letters, digits and _"
            else:
                yield row, column, "must not be empty"


def _column_faults(file: str, frame: pd.DataFrame, columns: dict) -> list[str]:
    missing = [column for column in columns if column not in frame]
    unknown = [column for column in frame if column not in columns]
    faults = [f'{file}: column "{column}" is missing; the table needs {", ".join(columns)}' for column in missing]
    return faults + [f'{file}: column "{column}" is not known.{nearest(column, columns)}' for column in unknown]
