"""The checks of the clinical tables: whatever is wrong with a file, the error says where, and what would be right."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import bodymap
from bodymap import DataError, paths
from bodymap.schema import COLUMNS
from bodymap.tables import Tables, read_tables


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the clinical tables, to spoil."""
    return Path(shutil.copytree(paths.DATA, tmp_path / "data"))


def change(data: Path, table: str, where: Callable[[pd.DataFrame], None]) -> None:
    """Change one clinical table with a function that is given it as a frame of text."""
    file = data / f"{table}.csv"
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    where(frame)
    frame.to_csv(file, index=False)


def put(row: int, column: str, value: str) -> Callable[[pd.DataFrame], None]:
    """Put a value into a cell; the rows are counted as an editor counts lines, the header being row 1."""

    def edit(frame: pd.DataFrame) -> None:
        frame.loc[row - 2, column] = value

    return edit


def told(data: Path) -> str:
    """The error that reading the tables raises."""
    with pytest.raises(DataError) as error:
        read_tables(data)
    return str(error.value)


def test_the_tables_that_ship_are_read_and_indexed_by_id() -> None:
    tables = read_tables(paths.DATA)
    assert isinstance(tables, Tables)
    for name in ("muscles", "trigger_points", "conditions", "risk_areas", "courses", "regions"):
        frame = getattr(tables, name)
        assert list(frame) == list(COLUMNS[name])
        assert list(frame.index) == list(frame["id"])
    assert tables.medical_checks["sternum_upper"] == "chest"


def test_a_copy_that_nobody_spoiled_is_read(data: Path) -> None:
    assert len(read_tables(data).muscles) == len(read_tables(paths.DATA).muscles)


def test_membership_lists_primary_and_secondary_muscles_of_every_condition() -> None:
    tables = read_tables(paths.DATA)
    listed = {(row.condition, row.muscle, row.role) for row in tables.membership.itertuples()}
    assert ("migraine", tables.conditions.at["migraine", "muscles_primary"].split(";")[0], "primary") in listed
    wanted = sum(
        len(cell.split(";"))
        for role in ("primary", "secondary")
        for cell in tables.conditions[f"muscles_{role}"]
        if cell
    )
    assert len(listed) == len(tables.membership) == wanted


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", COLUMNS)
def test_a_missing_file_is_named(data: Path, table: str) -> None:
    (data / f"{table}.csv").unlink()
    assert told(data).startswith(f"{table}.csv: not found in {data}")


def test_missing_references_are_named(data: Path) -> None:
    (data / "references.bib").unlink()
    assert told(data) == f"references.bib: not found in {data}"


def test_an_empty_file_is_named(data: Path) -> None:
    (data / "regions.csv").write_text("")
    assert told(data).startswith("regions.csv: ")


def test_a_file_that_is_not_utf_8_is_named(data: Path) -> None:
    (data / "muscles.csv").write_bytes(
        (data / "muscles.csv").read_bytes().replace(b"Upper trapezius", b"Tr\xe4pezius", 1)
    )
    assert told(data).startswith("muscles.csv: ")


@pytest.mark.parametrize("row", [2, 4])
def test_a_row_with_a_comma_too_many_is_named(data: Path, row: int) -> None:
    file = data / "medical_check.csv"
    lines = file.read_text().split("\n")
    lines[row - 1] += ",chest"
    file.write_text("\n".join(lines))
    assert re.match(rf"medical_check.csv: .*(row|line) {row}\b", told(data))


def test_a_row_that_breaks_off_is_named_with_its_first_missing_cell(data: Path) -> None:
    file = data / "muscles.csv"
    lines = file.read_text().split("\n")
    lines[2] = "trapezius_middle,Middle trapezius"
    file.write_text("\n".join(lines))
    assert 'muscles.csv: line 3 (trapezius_middle), column "latin", value "": must not be empty' in told(data)


# --- columns ----------------------------------------------------------------------------------------------------------


def test_a_missing_column_is_named_with_those_that_are_needed(data: Path) -> None:
    change(data, "conditions", lambda frame: frame.drop(columns="red_flags", inplace=True))
    text = told(data)
    assert 'conditions.csv: column "red_flags" is missing' in text
    assert ", ".join(COLUMNS["conditions"]) in text


def test_a_misspelt_column_is_named_with_the_nearest(data: Path) -> None:
    change(data, "muscles", lambda frame: frame.rename(columns={"innervation": "inervation"}, inplace=True))
    text = told(data)
    assert 'muscles.csv: column "innervation" is missing' in text
    assert 'muscles.csv: column "inervation" is not known. Did you mean "innervation"?' in text


def test_a_column_of_one_s_own_is_refused(data: Path) -> None:
    change(data, "regions", lambda frame: frame.insert(1, "colour", "blue"))
    assert 'regions.csv: column "colour" is not known' in told(data)


# --- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_empty_cell_is_named_by_file_row_and_column(data: Path, empty: str) -> None:
    change(data, "muscles", put(5, "origin", empty))
    name = read_tables(paths.DATA).muscles.index[3]
    assert told(data) == f'muscles.csv: line 5 ({name}), column "origin", value "{empty}": must not be empty'


def test_an_id_that_stands_twice_is_named_in_both_rows(data: Path) -> None:
    first = read_tables(paths.DATA).regions.index[0]
    change(data, "regions", put(6, "id", first))
    lines = told(data).splitlines()
    assert [re.match(r"regions.csv: line (\d+) ", line)[1] for line in lines] == ["2", "6"]
    assert all(f'column "id", value "{first}": the id stands in another row too' in line for line in lines)


def test_an_id_with_other_letters_is_named(data: Path) -> None:
    change(data, "regions", put(3, "id", "Left Temple"))
    assert (
        'regions.csv: line 3 (Left Temple), column "id", value "Left Temple": an id is made of small letters'
        in told(data)
    )


@pytest.mark.parametrize(
    ("table", "column", "value", "nearest", "allowed"),
    [
        ("muscles", "layer", "superfical", "superficial", "superficial, intermediate, deep"),
        ("risk_areas", "severity", "moderat", "moderate", "high, moderate, caution"),
        ("courses", "kind", "nrve", "nerve", "nerve, artery"),
        ("trigger_points", "standing", "describd", "described", "described, tradition"),
        ("regions", "laterality", "pared", "paired", "paired, midline"),
        ("conditions", "focus", "sholder", "shoulder", "head, neck, shoulder"),
        ("medical_check", "check", "chesst", "chest", "chest, belly, groin, head"),
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_those_that_are(
    data: Path, table: str, column: str, value: str, nearest: str, allowed: str
) -> None:
    change(data, table, put(2, column, value))
    text = told(data)
    assert re.match(rf'{table}\.csv: line 2 \(\w+\), column "{column}", value "{value}": allowed: ', text)
    assert allowed in text
    assert f'Did you mean "{nearest}"?' in text


@pytest.mark.parametrize(
    ("table", "column", "value", "target", "nearest"),
    [
        ("trigger_points", "muscle", "trapezius_uper", "muscles", "trapezius_upper"),
        ("referral", "trigger_point", "soleus_trp9", "trigger_points", "soleus_trp"),
        ("referral", "essential", "temple;tempel", "regions", "temple"),
        ("referral", "spillover", "ocipput", "regions", "occiput"),
        ("conditions", "muscles_primary", "soleos", "muscles", "soleus"),
        ("conditions", "muscles_secondary", "temporals", "muscles", "temporalis"),
        ("risk_areas", "muscles_nearby", "subscapulars", "muscles", "subscapularis"),
        ("courses", "risk_areas", "sciatic_nerv", "risk_areas", "sciatic_nerve"),
        ("medical_check", "region", "sternum_uper", "regions", "sternum_upper"),
        ("muscles", "references", "simons1998", "references.bib", "simons1999"),
    ],
)
def test_an_id_that_leads_nowhere_is_named_with_the_nearest(
    data: Path, table: str, column: str, value: str, target: str, nearest: str
) -> None:
    change(data, table, put(7, column, value))
    wrong = value.split(";")[-1]
    lines = [line for line in told(data).splitlines() if f'"{wrong}"' in line]
    assert len(lines) == 1
    assert re.match(rf'{table}\.csv: line 7 \(\w+\), column "{column}", value "{wrong}": not in {target}', lines[0])
    assert f'Did you mean "{nearest}' in lines[0]


def test_all_faults_are_told_at_once(data: Path) -> None:
    change(data, "muscles", put(2, "layer", "outer"))
    change(data, "muscles", put(9, "name", ""))
    assert len(told(data).splitlines()) == 2


def test_a_clinic_s_own_folder_is_checked_when_its_atlas_is_loaded(data: Path) -> None:
    shutil.copytree(paths.GEOMETRY / "built", data.parent / "geometry" / "built")
    assert bodymap.load_atlas("female", path=data.parent).body == "female"


def test_faults_in_a_clinic_s_own_folder_are_told_when_its_atlas_is_loaded(data: Path) -> None:
    shutil.copytree(paths.GEOMETRY / "built", data.parent / "geometry" / "built")
    change(data, "conditions", put(2, "muscles_primary", "soleos"))
    with pytest.raises(DataError, match=r'conditions\.csv: line 2 .*"soleos".*"soleus"'):
        bodymap.load_atlas("female", path=data.parent)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (
            lambda text: text.replace("trapezius_middle,", 'trapezius_middle,"', 1),
            "a quote within a text is written twice",
        ),
        (lambda text: text.replace("latin", "name", 1), 'column "name": stands there twice'),
    ],
)
def test_a_file_that_is_no_table_is_named(data: Path, spoil: Callable[[str], str], why: str) -> None:
    (data / "muscles.csv").write_text(spoil((data / "muscles.csv").read_text(encoding="utf-8")), encoding="utf-8")
    assert re.match(rf"muscles\.csv: line \d+.*{re.escape(why)}", told(data))
