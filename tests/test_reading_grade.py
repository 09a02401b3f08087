"""Patients can read it: the reading grade of every patient text, in each language by its own measure.

English is held to the sixth grade by Flesch-Kincaid: the measure in which the leaflets of hospitals and orthopaedic
bodies are reported, and which rests on the length of sentences and words alone, so that it can be repeated by anyone.
Spanish is held to 70 or more by Fernandez Huerta, the Spanish fitting of the same formula: "fairly easy", the sixth
grade. Both are made for passages. A formula on five words is noise, so each text of at least `ALONE` words is measured
alone, and shorter ones joined with the others of their column, or of the screens.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
import textstat
import yaml

from bodymap import paths

#: A text of fewer words is measured together with its neighbours.
ALONE = 10
#: The columns that patients read, by table.
PATIENT = {
    "muscles": ("plain_action",),
    "referral": ("patient_symptoms",),
    "conditions": ("summary", "plain_evidence", "red_flags"),
    "risk_areas": ("plain_why",),
    "explanation": ("plain_text",),
}
#: Words without a plainer one, and the plain word that stands for each while measuring.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "en": {"acupuncture": "needling", "emergency number": "help number"},
    "es": {"acupuntura": "punción"},
}
#: What stands in for the {words} that the program fills in.
FILLED = {
    "en": {"areas": "temple", "muscle": "calf muscle", "condition": "neck pain"},
    "es": {"areas": "sien", "muscle": "músculo del cuello", "condition": "dolor de cuello"},
}


def grade(text: str) -> float:
    """Flesch-Kincaid grade."""
    textstat.set_lang("en")
    return textstat.flesch_kincaid_grade(text)


def ease(text: str) -> float:
    """Fernandez Huerta's ease of reading; 70 to 80 is the sixth grade."""
    textstat.set_lang("es")
    return textstat.fernandez_huerta(text)


#: How each language is measured, and what passes.
MEASURES: dict[str, tuple[Callable[[str], float], Callable[[float], bool]]] = {
    "en": (grade, lambda value: value <= 6),
    "es": (ease, lambda value: value >= 70),
}


def plain(text: str, language: str) -> str:
    """A text as a sentence, its exceptions replaced and its {braces} filled."""
    for word, plainer in EXCEPTIONS[language].items():
        text = re.sub(rf"\b{word}\b", plainer, text, flags=re.IGNORECASE)
    text = re.sub(r"\{(\w+)\}", lambda found: FILLED[language].get(found[1], "this"), text)
    return text if text.endswith((".", "?", "!")) else f"{text}."


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
        if len(text.split()) >= 5:
            yield "screens", where, text


def passages(language: str) -> dict[str, str]:
    """What is measured: long texts by their place, short ones joined."""
    measured: dict[str, str] = {}
    short: dict[str, list[str]] = defaultdict(list)
    for group, where, text in [*table_texts(language), *screen_texts(language)]:
        text = plain(text, language)
        if len(text.split()) >= ALONE:
            measured[where] = text
        else:
            short[group].append(text)
    return measured | {f"{group}, short texts": " ".join(texts) for group, texts in short.items()}


@pytest.mark.parametrize("language", MEASURES)
def test_patients_can_read_every_text(language: str) -> None:
    measure, passes = MEASURES[language]
    values = {where: (round(measure(text), 1), text) for where, text in passages(language).items()}
    assert {where: value for where, value in values.items() if not passes(value[0])} == {}


def test_every_language_has_a_measure() -> None:
    assert {path.parent.name for path in (paths.DATA / "words").glob("*/interface.yaml")} == set(MEASURES)


@pytest.mark.parametrize("language", MEASURES)
def test_every_exception_is_used(language: str) -> None:
    texts = " ".join(text for _, _, text in [*table_texts(language), *screen_texts(language)])
    assert [word for word in EXCEPTIONS[language] if not re.search(rf"\b{word}\b", texts, re.IGNORECASE)] == []


def test_the_measures_tell_hard_from_easy() -> None:
    assert grade("The muscle is sore. It hurts when you press it. It helps you lift your arm.") < 3
    assert grade("Percutaneous stimulation modulates nociceptive transmission via segmental inhibition.") > 12
    assert ease("El músculo duele. Duele al tocarlo. Ayuda a subir el brazo.") > 90
    assert ease("La estimulación percutánea modula la transmisión nociceptiva mediante inhibición segmentaria.") < 40


def test_every_patient_text_is_measured() -> None:
    everything = " ".join(passages("en").values())
    for where in ("Harm is very rare", "It lifts your shoulder, as in a shrug", "Your therapist cleans their hands"):
        assert where in everything
