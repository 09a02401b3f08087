"""What the search finds, in the words of each reader, and what it chooses."""

from __future__ import annotations

import pytest

import bodymap
from bodymap import paths
from bodymap.app.search import choice, entries
from bodymap.schema import split
from bodymap.tables import read_tables
from bodymap.words import languages

TABLES = {language: read_tables(paths.DATA).in_language(language) for language in languages()}
READERS = [(language, is_patient) for language in TABLES for is_patient in (True, False)]


def found(text: str, language: str = "en", is_patient: bool = True) -> list[str]:
    """What a typed text may stand for."""
    offered = entries(TABLES[language], is_patient=is_patient)
    return [what for name, what in offered.items() if text.lower() in name.lower()]


def entry(what: str) -> str:
    """The text that a patient who reads English chooses for it."""
    return next(text for text, chosen in entries(TABLES["en"], is_patient=True).items() if chosen == what)


@pytest.mark.parametrize(("language", "is_patient"), READERS)
def test_every_muscle_condition_and_risk_area_is_offered_once(language: str, is_patient: bool) -> None:
    tables = TABLES[language]
    offered = entries(tables, is_patient=is_patient)
    for kind, frame in (("muscle", tables.muscles), ("condition", tables.conditions)):
        assert sorted(what for what in offered.values() if what.startswith(kind)) == sorted(f"{kind}:" + frame.index)
    assert {what for what in offered.values() if what.startswith("risk_area")} == set(
        "risk_area:" + tables.risk_areas.index
    )
    preferred = [name.split(" – ")[0].lower() for name in offered]
    assert sorted(preferred) == sorted(set(preferred))


@pytest.mark.parametrize(("language", "is_patient"), READERS)
def test_every_nerve_and_artery_is_found_by_each_of_its_names(language: str, is_patient: bool) -> None:
    """And chooses a risk area behind which it is drawn."""
    for row in TABLES[language].courses.itertuples():
        for name in (row.name, row.latin, row.plain_name):
            chosen = {what.removeprefix("risk_area:") for what in found(name, language, is_patient)}
            assert chosen & set(split(row.risk_areas)), name


@pytest.mark.parametrize(
    ("text", "language", "area"),
    [
        ("lungs", "en", "pleura_anterior"),
        ("kidney", "en", "kidney"),
        ("sciatic nerve", "en", "sciatic_nerve"),
        ("nervus ischiadicus", "en", "sciatic_nerve"),
        ("nervus ischiadicus", "es", "sciatic_nerve"),
        ("nervio ciático", "es", "sciatic_nerve"),
        ("median nerve", "en", "carpal_tunnel"),
        ("funny-bone", "en", "cubital_tunnel"),
        ("riñones", "es", "kidney"),
    ],
)
@pytest.mark.parametrize("is_patient", [True, False])
def test_risk_areas_nerves_and_arteries_are_found(text: str, language: str, area: str, is_patient: bool) -> None:
    assert f"risk_area:{area}" in found(text, language, is_patient)


def test_a_reader_s_own_words_come_first() -> None:
    for is_patient, name in ((True, "Main nerve of the leg"), (False, "Sciatic nerve")):
        offered = entries(TABLES["en"], is_patient=is_patient)
        assert [text for text in offered if text.startswith(name)]


def test_a_patient_is_offered_no_hazard() -> None:
    """The names of the places, and nothing of what lies there and what can happen."""
    tables = TABLES["en"]
    for text, what in entries(tables, is_patient=True).items():
        if what.startswith("risk_area:"):
            row = tables.risk_areas.loc[what.removeprefix("risk_area:")]
            told = text.split(" – ")[0].lower()
            assert told in {row["plain_name"].lower(), *tables.courses["plain_name"].str.lower()}
            assert row["why"] not in text and row["adverse_events"] not in text


def test_a_choice_is_what_the_map_is_set_to() -> None:
    tables = TABLES["en"]
    for what, side, chosen in (
        ("muscle:soleus", "both", {"selection": "muscle:soleus"}),
        ("risk_area:kidney", "left", {"selection": "risk_area:kidney:left"}),
        ("condition:migraine", "left", {"condition": "migraine", "selection": ""}),
    ):
        assert choice(tables, entry(what), side, is_patient=True) == chosen
    assert choice(tables, "nothing of the kind", "both", is_patient=True) == {}


@pytest.mark.parametrize(
    ("area", "opened", "turned"),
    [
        ("sciatic_nerve", "front", "back"),
        ("sciatic_nerve", "back", "back"),
        ("kidney", "head_left", "back"),
        ("temporal_artery", "front", "head_left"),
        ("plantar_nerves", "front", "foot_sole"),
        ("common_fibular_nerve", "front", "left"),
        ("lymphoedema", "front", "front"),  # which is drawn nowhere
    ],
)
def test_the_map_turns_to_where_what_was_found_is_drawn(
    female: bodymap.Atlas, area: str, opened: str, turned: str
) -> None:
    shown = bodymap.BodyMap(female, view=opened)
    shown._search.value = entry(f"risk_area:{area}")
    assert shown.selection == f"risk_area:{area}"
    assert shown.view == turned
    assert not shown._search.value


@pytest.mark.parametrize(
    ("found", "layers", "then"),
    [
        ("risk_area:sciatic_nerve", ["muscles", "essential"], ["muscles", "essential", "risk"]),
        ("muscle:soleus", ["bones", "risk"], ["bones", "muscles", "risk"]),
        ("muscle:soleus", ["muscles"], ["muscles"]),
        ("condition:migraine", ["bones"], ["bones"]),
    ],
)
def test_what_was_found_is_seen_though_its_layer_was_off(
    female: bodymap.Atlas, found: str, layers: list[str], then: list[str]
) -> None:
    shown = bodymap.BodyMap(female, layers=layers)
    shown._search.value = entry(found)
    assert shown.layers == then
