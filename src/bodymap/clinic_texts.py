"""Every text that a clinic gives, each with where it stands; and those that patients may find hard to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from . import reading
from .clinic import given_cells, given_texts, may_change
from .schema import COLUMNS
from .translation import TEXTS


class ClinicText(NamedTuple):
    """A text of the clinic: where it stands, its language, its table and column; of a YAML file, file and key."""

    place: str
    text: str
    language: str
    table: str
    column: str

    @property
    def is_for_patients(self) -> bool:
        """Whether patients read it, as more than a label."""
        if self.table == "interface":
            return not self.column.endswith(".clinician") and len(self.text.split()) >= reading.LABEL
        return self.column in reading.PATIENT.get(self.table, ())


def clinic_texts(folder: Path) -> Iterator[ClinicText]:
    """Every text that a clinic gives, as far as its files can be read.

    Parameters
    ----------
    folder : pathlib.Path
    """
    for words in (None, *sorted((folder / "words").glob("*"))):
        if words is not None and not words.is_dir():
            continue
        place_of, language = (folder, "en") if words is None else (words, words.name)
        for table in COLUMNS:
            file = place_of / f"{table}.csv"
            name = file.relative_to(folder).as_posix()
            for line, row, column, text in given_cells(file, table):
                if column in TEXTS.get(table, ()) and (words is not None or may_change(table, column)):
                    place = f'{name}: line {line} ({row}), column "{column}", value "{text}"'
                    yield ClinicText(place, text, language, table, column)
        file = place_of / ("clinic.yaml" if words is None else "interface.yaml")
        name = file.relative_to(folder).as_posix()
        for key, (text, line) in given_texts(file, name).items():
            if words is not None or key == "contact":
                yield ClinicText(f'{name}: line {line}, key "{key}", value "{text}"', text, language, file.stem, key)


def hard_texts(folder: Path) -> Iterator[str]:
    """The patient texts of a clinic that are harder to read than the map's own may be: where each stands, its grade.

    A text of few words is measured together with the clinic's others of its column, or of its screens.

    Parameters
    ----------
    folder : pathlib.Path
        One without faults.

    Raises
    ------
    ModuleNotFoundError
        Where the library that measures is not installed (`bodymap.reading.can_measure`).
    """
    told = [text for text in clinic_texts(folder) if text.is_for_patients]
    for language, measure in reading.MEASURES.items():
        mine = [(f"{text.table}.{text.column}", text.place, text.text) for text in told if text.language == language]
        mine = [("screens" if group.startswith("interface.") else group, *rest) for group, *rest in mine]
        for passage in reading.passages(mine, language):
            value = measure.value(passage.text)
            if not measure.passes(value):
                together = ", together" if len(passage.places) > 1 else ""
                yield f"{'; '.join(passage.places)}{together}: {measure.name} is {value:g}"


def unmeasured(folder: Path) -> list[str]:
    """The languages in which a clinic tells patients something, and that have no measure."""
    return sorted({text.language for text in clinic_texts(folder) if text.is_for_patients} - reading.MEASURES.keys())
