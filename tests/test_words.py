"""The words and facts under ``data/``: nothing banned, nothing dangling, every statement with its source."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import bibtexparser
import pytest
import yaml

from bodymap import wording

DATA = Path(__file__).parents[1] / "data"

RULES = wording.rules("en")
BANNED, PLACING, ADDRESS = RULES.banned, RULES.placing, wording.ADDRESS
#: The columns that may measure the surface of the body, in landmark words.
SURFACE = {(f"{table}.csv", column) for table, column in wording.SURFACE}

CHOICES = {
    ("muscles.csv", "layer"): {"superficial", "intermediate", "deep"},
    ("trigger_points.csv", "standing"): {"described", "tradition"},
    ("regions.csv", "laterality"): {"paired", "midline"},
    ("risk_areas.csv", "severity"): {"high", "moderate", "caution"},
    ("courses.csv", "kind"): {"nerve", "artery"},
    ("conditions.csv", "focus"): {"head", "neck", "shoulder", "arm", "hand", "trunk", "hip", "thigh", "leg", "foot"},
    ("conditions.csv", "evidence_strength"): {
        "none",
        "very low",
        "very low to low",
        "very low to moderate",
        "low",
        "low to moderate",
        "moderate",
    },
    ("explanation.csv", "certainty"): {"well_supported", "some_support", "uncertain", "disputed", "convention"},
    ("medical_check.csv", "check"): {"chest", "belly", "groin", "head"},
}
#: file, column, the table whose ids it names
LINKS = [
    ("trigger_points.csv", "muscle", "muscles.csv"),
    ("referral.csv", "trigger_point", "trigger_points.csv"),
    ("referral.csv", "essential", "regions.csv"),
    ("referral.csv", "spillover", "regions.csv"),
    ("conditions.csv", "muscles_primary", "muscles.csv"),
    ("conditions.csv", "muscles_secondary", "muscles.csv"),
    ("risk_areas.csv", "muscles_nearby", "muscles.csv"),
    ("courses.csv", "risk_areas", "risk_areas.csv"),
    ("medical_check.csv", "region", "regions.csv"),
]
#: Columns that patients read, held to a reading grade.
PATIENT = {
    "muscles.csv": ["plain_action"],
    "referral.csv": ["patient_symptoms"],
    "conditions.csv": ["summary", "plain_evidence", "red_flags"],
    "risk_areas.csv": ["plain_why"],
    "explanation.csv": ["plain_text"],
}
GRADE = 6.5


def read(name: str) -> list[dict[str, str]]:
    """Rows of a table under ``data/``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(text: str) -> list[str]:
    """Entries of a ``;`` list."""
    return text.split(";") if text else []


def tables() -> list[str]:
    """Names of all tables under ``data/``; those of the languages are tested in ``test_languages.py``."""
    return sorted(path.name for path in DATA.glob("*.csv"))


def strings(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every string inside a nested YAML value, with its dotted place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{where}.{key}" if where else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings(inner, f"{where}[{number}]")
    elif isinstance(value, str):
        yield where, value


def texts() -> Iterator[tuple[str, str, str]]:
    """Every text under ``data/``: file, column or key, text."""
    for name in tables():
        for row in read(name):
            for column, text in row.items():
                yield name, column, text
    for path in sorted([*DATA.rglob("interface.yaml"), *DATA.glob("*.yaml")]):
        name = path.relative_to(DATA).as_posix()
        for where, text in strings(yaml.safe_load(path.read_text(encoding="utf-8")), ""):
            yield name, where, text
    for path in sorted(DATA.rglob("*.md")):
        yield path.relative_to(DATA).as_posix(), "", path.read_text(encoding="utf-8").strip()


def references() -> dict[str, dict[str, str]]:
    """Entries of ``references.bib`` by key."""
    parser = bibtexparser.bparser.BibTexParser(common_strings=True)
    entries = bibtexparser.loads((DATA / "references.bib").read_text(encoding="utf-8"), parser).entries
    return {entry["ID"]: entry for entry in entries}


def first_author(entry: dict[str, str]) -> str:
    """Family name of the first author or editor, accents and braces left out."""
    people = entry.get("author") or entry["editor"]
    return re.sub(r"[^\w,. -]", "", people).split(",")[0].strip()


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text, syllables counted as groups of vowels."""
    sentences = [part for part in re.split(r"[.!?:]+(?:\s|$)", text) if part.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_patterns_catch_what_they_should() -> None:
    for text in ["breaks up knots", "it is safe", "a proven cure", "releases toxins"]:
        assert BANNED.search(text), text
    for text in [
        "needled to 20 mm",
        "a 50 mm needle",
        "about 4 cm insertion",
        "needle length",
        "the depth of insertion",
        "insert the needle toward the rib",
        "at 45 degrees",
        "perpendicular to the skin",
    ]:
        assert PLACING.search(text), text
    for text in [
        "3 cm around the acromion",
        "deep neck muscles at the skull base",
        "mandibular angle",
        "1-3 cm medial to the ASIS",
    ]:
        assert not PLACING.search(text), text


def test_no_banned_word() -> None:
    assert [(file, where, text) for file, where, text in texts() if BANNED.search(text)] == []


def test_no_text_tells_how_to_place_a_needle() -> None:
    assert [(file, where, text) for file, where, text in texts() if PLACING.search(text)] == []


def test_lengths_only_describe_the_surface() -> None:
    found = [(file, where, text) for file, where, text in texts() if RULES.measure.search(text)]
    assert [hit for hit in found if hit[:2] not in SURFACE] == []


def test_no_address_in_any_text() -> None:
    assert [(file, where, text) for file, where, text in texts() if ADDRESS.search(text)] == []


def test_no_empty_or_untidy_cell() -> None:
    may_be_empty = {("referral.csv", "spillover")}
    for file, where, text in texts():
        assert text == text.strip(), (file, where, text)
        assert "  " not in text, (file, where, text)
        assert text or (file, where) in may_be_empty, (file, where)


@pytest.mark.parametrize("name", [name for name in tables() if name not in {"referral.csv", "medical_check.csv"}])
def test_ids_are_unique_and_plain(name: str) -> None:
    ids = [row["id"] for row in read(name)]
    assert [key for key, count in Counter(ids).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in ids)


@pytest.mark.parametrize(("name", "column", "target"), LINKS)
def test_ids_resolve(name: str, column: str, target: str) -> None:
    known = {row["id"] for row in read(target)}
    named = {key for row in read(name) for key in listed(row[column])}
    assert named - known == set()


@pytest.mark.parametrize(("name", "column"), CHOICES)
def test_choices(name: str, column: str) -> None:
    assert {row[column] for row in read(name)} <= CHOICES[name, column]


@pytest.mark.parametrize("name", ["muscles.csv", "regions.csv", "conditions.csv", "risk_areas.csv", "courses.csv"])
@pytest.mark.parametrize("column", ["name", "plain_name"])
def test_names_are_unique(name: str, column: str) -> None:
    names = Counter(row[column].lower() for row in read(name))
    assert [key for key, count in names.items() if count > 1] == []


def test_every_trigger_point_has_one_referral() -> None:
    assert Counter(row["trigger_point"] for row in read("referral.csv")) == Counter(
        row["id"] for row in read("trigger_points.csv")
    )


def test_every_muscle_has_a_trigger_point() -> None:
    assert {row["id"] for row in read("muscles.csv")} == {row["muscle"] for row in read("trigger_points.csv")}


def test_trigger_point_ids_begin_with_their_muscle() -> None:
    assert [row["id"] for row in read("trigger_points.csv") if not row["id"].startswith(f"{row['muscle']}_trp")] == []


def test_essential_and_spillover_do_not_overlap() -> None:
    for row in read("referral.csv"):
        essential, spillover = listed(row["essential"]), listed(row["spillover"])
        assert essential, row["trigger_point"]
        assert len(set(essential + spillover)) == len(essential + spillover), row["trigger_point"]


def test_primary_and_secondary_muscles_do_not_overlap() -> None:
    for row in read("conditions.csv"):
        muscles = listed(row["muscles_primary"]) + listed(row["muscles_secondary"])
        assert len(set(muscles)) == len(muscles), row["id"]


def test_synonyms_repeat_nothing() -> None:
    for name in ["muscles.csv", "regions.csv", "conditions.csv"]:
        for row in read(name):
            synonyms = [word.lower() for word in listed(row["synonyms"])]
            assert synonyms, (name, row["id"])
            assert len(set(synonyms)) == len(synonyms), (name, row["id"])


def test_icd10_codes_have_the_form_of_codes() -> None:
    code = r"[A-Z]\d\d(\.\d{1,4})?"
    for row in read("conditions.csv"):
        for entry in listed(row["icd10"]):
            assert re.fullmatch(rf"{code}( .+)?", entry), (row["id"], entry)


def test_every_statement_has_a_known_reference() -> None:
    known = set(references())
    for name in tables():
        for row in read(name):
            if "references" in row:
                keys = listed(row["references"])
                assert keys, (name, row)
                assert set(keys) <= known, (name, set(keys) - known)
                assert len(set(keys)) == len(keys), (name, keys)
    named = {text for _, where, text in texts() if re.search(r"(^|\.|_)references(\[|$)", where) and ";" not in text}
    assert {key for key in named if re.fullmatch(r"[a-z]+\d+\w*", key)} - known == set()


def test_evidence_notes_cite_what_they_name() -> None:
    """An author and year in a note stand among the references of the row."""
    entries = references()
    for name, column in [
        ("conditions.csv", "evidence_note"),
        ("risk_areas.csv", "adverse_events"),
        ("explanation.csv", "clinician_text"),
    ]:
        for row in read(name):
            cited = {(first_author(entries[key]), entries[key]["year"]) for key in listed(row["references"])}
            named = set(re.findall(r"([A-Z][\w-]+) (\d{4})\b(?!-)", row[column]))
            assert named <= cited, (row["id"], named - cited)


def test_references_are_complete_and_no_web_pages() -> None:
    needed = {"article": "journal", "book": "publisher", "techreport": "institution"}
    for key, entry in references().items():
        assert entry["ENTRYTYPE"] in needed, key
        for field in ["title", "year", needed[entry["ENTRYTYPE"]]]:
            assert entry.get(field), (key, field)
        assert entry.get("author") or entry.get("editor"), key
        assert re.fullmatch(r"\d{4}", entry["year"]), key
        assert not {"url", "howpublished"} & set(entry), key
        assert re.fullmatch(r"10\.\d{4,}/\S+", entry.get("doi", "10.0000/none")), key


def test_reference_keys_are_unique() -> None:
    keys = re.findall(r"^@\w+\{([^,]+),", (DATA / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert set(keys) == set(references())


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name, columns in PATIENT.items() for column in columns]
)
def test_patients_can_read_it(name: str, column: str) -> None:
    assert grade(" ".join(row[column].rstrip(".") + "." for row in read(name))) <= GRADE


def test_interface_has_both_wordings_or_one() -> None:
    def check(value: object, where: str) -> None:
        if isinstance(value, dict):
            if {"patient", "clinician"} & set(value) and where != "modes":
                assert set(value) == {"patient", "clinician"}, where
                assert braces(value["patient"]) == braces(value["clinician"]), where
            for key, inner in value.items():
                assert isinstance(key, str), (where, key)
                check(inner, f"{where}.{key}" if where else key)
        elif isinstance(value, list):
            assert all(isinstance(item, str) for item in value), where
        else:
            assert isinstance(value, str), where

    def braces(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    for path in DATA.glob("words/*/interface.yaml"):
        check(yaml.safe_load(path.read_text(encoding="utf-8")), "")


def test_interface_says_what_must_always_stand_beside_a_map() -> None:
    words = yaml.safe_load((DATA / "words/en/interface.yaml").read_text(encoding="utf-8"))
    assert (
        words["notes"]["not_a_diagnosis"]
        == "This is a textbook pattern, not a diagnosis. Pain in this place has many other causes."
    )
    assert words["notes"]["yours_may_differ"] == "Commonly reported pattern; yours may differ."
    checks = {row["check"] for row in read("medical_check.csv")}
    assert checks <= set(words["medical_check"])
