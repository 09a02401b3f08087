"""Patients can read it: the reading grade of every patient text, in each language by its own measure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
import yaml

from bodymap import paths
from bodymap.reading import EXCEPTIONS, LABEL, MEASURES, PATIENT, passages

grade, ease = MEASURES["en"].value, MEASURES["es"].value


def table_texts(language: str) -> Iterator[tuple[str, str, str]]:
    """Every patient text of the tables: what it is measured with if short, its place, the text."""
    folder = paths.DATA if language == "en" else paths.DATA / "words" / language
    for table, columns in PATIENT.items():
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = next(iter(row.values()))
                for column in columns:
                    yield f"{table}.{column}", f"{table}: {name}, {column}", row[column]


def screen_texts(language: str) -> Iterator[tuple[str, str, str]]:
    """Every text of the screens for patients, of sentence length, like `table_texts`."""

    def leaves(value: object, where: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            if set(value) == {"patient", "clinician"} and where != "modes":
                value = {"": value["patient"]}
            for key, inner in value.items():
                yield from leaves(inner, f"{where}.{key}".strip("."))
        elif isinstance(value, str):
            yield where, value

    words = yaml.safe_load((paths.DATA / "words" / language / "interface.yaml").read_text(encoding="utf-8"))
    for where, text in leaves(words, ""):
        if len(text.split()) >= LABEL:
            yield "screens", where, text


def all_texts(language: str) -> Iterator[tuple[str, str, str]]:
    yield from table_texts(language)
    yield from screen_texts(language)


@pytest.mark.parametrize("language", MEASURES)
def test_patients_can_read_every_text(language: str) -> None:
    measure = MEASURES[language]
    values = [(passage, measure.value(passage.text)) for passage in passages(all_texts(language), language)]
    assert [(*passage, value) for passage, value in values if not measure.passes(value)] == []


def test_every_language_has_a_measure() -> None:
    assert {path.parent.name for path in (paths.DATA / "words").glob("*/interface.yaml")} == set(MEASURES)


@pytest.mark.parametrize("language", MEASURES)
def test_every_exception_is_used(language: str) -> None:
    texts = " ".join(text for _, _, text in all_texts(language))
    assert [word for word in EXCEPTIONS[language] if not re.search(rf"\b{word}\b", texts, re.IGNORECASE)] == []


def test_the_measures_tell_hard_from_easy() -> None:
    assert grade("The muscle is sore. It hurts when you press it. It helps you lift your arm.") < 3
    assert grade("Percutaneous stimulation modulates nociceptive transmission via segmental inhibition.") > 12
    assert ease("El músculo duele. Duele al tocarlo. Ayuda a subir el brazo.") > 90
    assert ease("La estimulación percutánea modula la transmisión nociceptiva mediante inhibición segmentaria.") < 40


def test_every_patient_text_is_measured() -> None:
    everything = " ".join(passage.text for passage in passages(all_texts("en"), "en"))
    for where in ("Harm is very rare", "It lifts your shoulder, as in a shrug", "Your therapist cleans their hands"):
        assert where in everything
