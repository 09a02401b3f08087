"""Every language under ``data/words/``: complete, true to the English, and held to the same rules of wording."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import yaml

from bodymap import DataError, paths, wording
from bodymap.tables import Tables, read_tables
from bodymap.translation import TEXTS
from bodymap.words import languages

WORDS = paths.DATA / "words"
OTHERS = [language for language in languages() if language != "en"]
#: Columns of whole sentences for patients.
PATIENT = {
    "muscles": ["plain_action"],
    "referral": ["patient_symptoms"],
    "conditions": ["summary", "plain_evidence", "red_flags"],
    "risk_areas": ["plain_why"],
    "explanation": ["heading", "plain_text", "clinician_text"],
}
#: The only column that may measure, and only along the surface of the body.
SURFACE = ("risk_areas", "extent")
#: Words of a language that are the same as in English.
SAME = {"es": {"Superficial"}}


def interface(language: str) -> dict:
    """The texts of the screens."""
    return yaml.safe_load((WORDS / language / "interface.yaml").read_text(encoding="utf-8"))


def leaves(value: object, where: str = "") -> Iterator[tuple[str, object]]:
    """Every text of the screens with its dotted key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{where}.{key}" if where else key)
    else:
        yield where, value


def table(language: str, name: str) -> pd.DataFrame:
    """A language's texts for a table, indexed by id."""
    file = WORDS / language / f"{name}.csv"
    return pd.read_csv(file, dtype=str, keep_default_na=False, index_col=0)


def cells(language: str) -> Iterator[tuple[str, str, str]]:
    """Every text of a language, of screens and tables: file, place, text."""
    for where, text in leaves(interface(language)):
        if isinstance(text, str):
            yield "interface", where, text
    for name in TEXTS:
        frame = table(language, name)
        for column in frame:
            for row, text in frame[column].items():
                yield name, f"{column} of {row}", text


def braces(text: object) -> Counter[str]:
    """The {names} that the program fills in."""
    return Counter(re.findall(r"\{(\w+)\}", str(text)))


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, however thousands are grouped; ordinals, which a language may spell out, left out."""
    text = re.sub(r"\d(?:st|nd|rd|th)\b", "", re.sub(r"(?<=\d)[,\u00a0](?=\d{3}\b)", "", text))
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def ease(text: str) -> float:
    """Fernández Huerta's ease of reading of a Spanish text; 70 to 80 is that of the sixth grade."""
    sentences = [part for part in re.split(r"[.!?:;]+(?:\s|$)", text) if part.strip()]
    words = re.findall(r"[a-záéíóúüñ]+", text.lower())
    syllables = sum(len(re.findall(r"[íú]|[iuü]?[aeoáéó][iuy]?(?![íú])|[iuü]+y?|(?<![aeo])y$", word)) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(sentences)


@pytest.fixture(scope="module")
def english() -> Tables:
    return read_tables(paths.DATA)


@pytest.fixture(params=OTHERS)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_there_is_another_language() -> None:
    assert "es" in OTHERS


# --- the screens ------------------------------------------------------------------------------------------------------


def test_every_key_of_the_screens_is_there(language: str) -> None:
    given, wanted = dict(leaves(interface(language))), dict(leaves(interface("en")))
    assert wanted.keys() - given.keys() == set(), "missing"
    assert given.keys() - wanted.keys() == set(), "unknown"
    assert [key for key, text in given.items() if not text] == []


def test_the_screens_keep_their_braces_and_references(language: str) -> None:
    wanted = dict(leaves(interface("en")))
    for key, text in leaves(interface(language)):
        assert braces(text) == braces(wanted[key]), key
        assert isinstance(text, str) or text == wanted[key], key


@pytest.mark.parametrize("language", languages())
def test_a_language_says_its_name_and_direction(language: str) -> None:
    told = interface(language)["language"]
    assert told.keys() == {"name", "direction"}
    assert told["direction"] in ("ltr", "rtl")


def test_the_screens_are_translated(language: str) -> None:
    wanted = dict(leaves(interface("en")))
    same = [
        key
        for key, text in leaves(interface(language))
        if text == wanted[key] and isinstance(text, str) and key != "language.direction" and len(text) > 1
    ]
    assert [key for key in same if wanted[key] not in SAME[language]] == []


# --- the tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_every_row_and_column_is_there(language: str, name: str, english: Tables) -> None:
    given, wanted = table(language, name), getattr(english, name)
    assert set(wanted.index) - set(given.index) == set(), "missing rows"
    assert set(TEXTS[name]) - set(given) == set(), "missing columns"
    assert [(row, column) for column in given for row, text in given[column].items() if not text.strip()] == []


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in PATIENT for column in PATIENT[name]])
def test_no_sentence_for_patients_stays_english(language: str, name: str, column: str, english: Tables) -> None:
    given = table(language, name)[column]
    assert given[given == getattr(english, name)[column].reindex(given.index)].index.tolist() == []


@pytest.mark.parametrize("name", TEXTS)
def test_numbers_and_citations_are_those_of_the_english(language: str, name: str, english: Tables) -> None:
    given = table(language, name)
    for column in given.columns.difference(["synonyms"]):
        for row, text in given[column].items():
            original = getattr(english, name).at[row, column]
            assert numbers(text) == numbers(original), (row, column)
            cited = r"[A-Z][\w-]+ (?:19|20)\d\d\b(?!-)"
            assert re.findall(cited, text) == re.findall(cited, original), (row, column)


@pytest.mark.parametrize("name", ["muscles", "regions", "conditions", "risk_areas", "courses"])
@pytest.mark.parametrize("column", ["name", "plain_name"])
def test_names_are_unique(language: str, name: str, column: str) -> None:
    names = table(language, name)[column].str.lower()
    assert names[names.duplicated(keep=False)].tolist() == []


@pytest.mark.parametrize("name", ["muscles", "regions", "conditions"])
def test_synonyms_repeat_nothing(language: str, name: str) -> None:
    for row, text in table(language, name)["synonyms"].items():
        entries = [entry.lower() for entry in text.split(";")]
        assert len(set(entries)) == len(entries), row


def test_one_english_word_is_one_word(language: str, english: Tables) -> None:
    """Columns that group or grade: what is the same in English is the same here."""
    for name, column in [("muscles", "region"), ("conditions", "evidence_strength")]:
        pairs = pd.DataFrame({"en": getattr(english, name)[column], "here": table(language, name)[column]})
        assert pairs.drop_duplicates()["en"].is_unique, column


# --- wording ----------------------------------------------------------------------------------------------------------


def test_patterns_catch_what_they_should() -> None:
    spanish = wording.rules("es")
    for text in ["deshace los nudos", "es seguro", "una cura", "libera toxinas", "indoloro", "totalmente seguras"]:
        assert spanish.banned.search(text), text
    for text in ["cura del codo", "profundidad de la aguja", "la aguja entra 20 mm", "aguja de 50 mm", "a 45 grados"]:
        assert spanish.placing.search(text) or spanish.banned.search(text), text
    for text in ["3 cm alrededor del acromion", "ángulo de la mandíbula", "se mueve con cuidado", "procurar descanso"]:
        assert not (spanish.placing.search(text) or spanish.banned.search(text)), text


def test_no_banned_word_and_no_placing_of_needles(language: str) -> None:
    rules = wording.rules(language)
    for pattern in (rules.banned, rules.placing):
        assert [cell for cell in cells(language) if pattern.search(cell[2])] == []


def test_lengths_only_describe_the_surface(language: str) -> None:
    measured = wording.rules(language).measure
    found = [cell for cell in cells(language) if measured.search(cell[2])]
    assert [cell for cell in found if not (cell[0] == SURFACE[0] and cell[1].startswith(SURFACE[1]))] == []


def test_no_untidy_text(language: str) -> None:
    for file, where, text in cells(language):
        assert text == text.strip() and "  " not in text, (file, where)


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in PATIENT for column in PATIENT[name]])
def test_patients_can_read_the_spanish(name: str, column: str) -> None:
    assert ease(" ".join(text.rstrip(".") + "." for text in table("es", name)[column])) >= 70


# --- tables in a language ---------------------------------------------------------------------------------------------


def test_english_is_the_tables_themselves(english: Tables) -> None:
    assert english.in_language("en") is english
    assert english.in_language("es").in_language("en") is english


def test_texts_are_in_the_language_and_facts_stay(english: Tables) -> None:
    spanish = english.in_language("es")
    assert spanish is english.in_language("es")
    assert spanish.muscles.at["soleus", "name"] == "Sóleo"
    assert spanish.membership.equals(english.membership)
    for name, columns in TEXTS.items():
        given, wanted = getattr(spanish, name), getattr(english, name)
        assert list(given.index) == list(wanted.index)
        facts = [column for column in wanted if column not in columns]
        pd.testing.assert_frame_equal(given[facts], wanted[facts])
        assert list(given) == list(wanted)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data, to spoil."""
    return Path(shutil.copytree(paths.DATA, tmp_path / "data"))


def test_what_a_language_does_not_hold_stays_english(data: Path) -> None:
    folder = data / "words" / "pt"
    folder.mkdir()
    (folder / "muscles.csv").write_text("id,name,plain_name\nsoleus,Sóleo,\n", encoding="utf-8")
    english = read_tables(data)
    tables = english.in_language("pt")
    assert tables.muscles.at["soleus", "name"] == "Sóleo"
    assert tables.muscles.at["soleus", "plain_name"] == english.muscles.at["soleus", "plain_name"]
    assert tables.muscles.at["gracilis", "name"] == "Gracilis"
    assert tables.regions is english.regions


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "muscles",
            "id,name\nsoleos,S",
            'line 2, column "id", value "soleos": not in muscles.csv. Did you mean "soleus"?',
        ),
        (
            "muscles",
            "id,name\nsoleus,S\nsoleus,T",
            'line 3, column "id", value "soleus": the id stands in another row too',
        ),
        ("muscles", "id,nmae\nsoleus,S", 'column "nmae" is not one that a language gives'),
        ("muscles", "id,layer\nsoleus,S", 'column "layer" is not one that a language gives'),
        ("muscles", "name\nS", 'column "id" is missing'),
        ("referral", "id,patient_symptoms\nx,y", 'column "trigger_point" is missing'),
        ("muscle", "id,name\nsoleus,S", 'no table has this name. Did you mean "muscles"?'),
        ("muscles", "id,name\nsoleus,S,T", "more values than columns"),
    ],
)
def test_a_fault_says_where_it_is(data: Path, file: str, text: str, told: str) -> None:
    (data / "words" / "es" / f"{file}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_tables(data).in_language("es")
    assert f"words/es/{file}.csv: " in str(error.value)
    assert told in str(error.value)
