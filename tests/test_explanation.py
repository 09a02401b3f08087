"""The statements of the explanation: complete, in order, filled in, and the same in every language."""

from __future__ import annotations

import re

import pytest
import yaml

from bodymap import UnknownNameError, paths
from bodymap.explanation import BRACES, statements
from bodymap.schema import CERTAINTIES, STEPS
from bodymap.tables import Tables, read_tables
from bodymap.words import MODES, Words, languages

TEXTS = ["heading", "plain_text", "clinician_text"]
SHOWN = {"areas": "temple, back of the head", "muscle": "calf muscle", "condition": "Tension headache"}
#: What a person must have been told, whatever the language: step and a statement that tells it.
NEEDED = {
    "what_it_is": {"needle_thin", "needle_addition", "needle_not", "needle_acupuncture", "needle_choice"},
    "what_to_expect_during": {"during_ache", "during_twitch"},
    "what_to_expect_after": {"after_sore", "after_bruise", "after_serious", "after_counted"},
    "who_may_do_it": {"who_trained", "who_ask", "who_not_yourself"},
    "who_needs_special_care": {"care_not", "care_lymph", "care_blood", "care_pregnant", "care_implants", "care_fear"},
    "when_to_call": {"call_breathing", "call_nerves", "call_infection"},
}


@pytest.fixture(scope="module", params=languages())
def tables(request: pytest.FixtureRequest) -> Tables:
    return read_tables(paths.DATA).in_language(request.param)


def test_every_step_has_statements_and_stands_together_in_the_order_of_the_steps(tables: Tables) -> None:
    steps = tables.explanation["step"]
    assert tuple(steps.drop_duplicates()) == STEPS
    assert steps.map(STEPS.index).is_monotonic_increasing


@pytest.mark.parametrize("step", NEEDED)
def test_a_step_tells_what_it_must(tables: Tables, step: str) -> None:
    assert NEEDED[step] <= set(statements(tables, step).index)


def test_statements_come_in_the_order_of_the_file(tables: Tables) -> None:
    assert list(statements(tables, **SHOWN).index) == list(tables.explanation.index)
    of_steps = [name for step in STEPS for name in statements(tables, step, **SHOWN).index]
    assert of_steps == list(tables.explanation.index)


def test_only_documented_words_stand_in_braces_and_all_are_filled_in(tables: Tables) -> None:
    named = {word for text in TEXTS for cell in tables.explanation[text] for word in re.findall(r"\{(.*?)\}", cell)}
    assert named == set(BRACES)
    told = statements(tables, **SHOWN)
    assert not [cell for text in TEXTS for cell in told[text] if "{" in cell or "}" in cell]
    assert SHOWN["muscle"] in told.at["muscle_shown", "plain_text"]


def test_a_statement_whose_word_is_missing_is_left_out(tables: Tables) -> None:
    told = statements(tables, muscle="calf muscle", areas="")
    assert "muscle_shown" in told.index
    assert not {"pain_marked", "spot_refers", "help_condition"} & set(told.index)


def test_braces_are_the_same_in_every_language(tables: Tables) -> None:
    english = read_tables(paths.DATA).explanation
    for text in TEXTS:
        for name, cell in tables.explanation[text].items():
            assert set(re.findall(r"\{\w+\}", cell)) == set(re.findall(r"\{\w+\}", english.at[name, text])), (
                name,
                text,
            )


def test_patients_read_one_to_four_sentences(tables: Tables) -> None:
    for name, cell in tables.explanation["plain_text"].items():
        assert 1 <= len(re.findall(r"[.?](?:\s|$)", cell)) <= 4, (name, cell)


def test_not_everything_is_said_to_be_equally_sure(tables: Tables) -> None:
    assert set(tables.explanation["certainty"]) == set(CERTAINTIES)
    mechanisms = tables.explanation[tables.explanation["step"].str.startswith("how_")]
    assert "well_supported" not in set(mechanisms["certainty"])


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("mode", MODES)
def test_steps_and_certainties_have_words(language: str, mode: str) -> None:
    words = Words(language, mode)
    assert all(words(f"explanation.steps.{step}") for step in STEPS)
    assert all(words(f"explanation.certainty.{certainty}") for certainty in CERTAINTIES)
    texts = yaml.safe_load((paths.DATA / "words" / language / "interface.yaml").read_text(encoding="utf-8"))
    assert texts["explanation"]["steps"].keys() == set(STEPS)
    assert texts["explanation"]["certainty"].keys() == set(CERTAINTIES)


def test_unknown_steps_and_words_are_named_with_the_nearest(tables: Tables) -> None:
    with pytest.raises(UnknownNameError, match=r'"may_hlp".*"may_help"'):
        statements(tables, "may_hlp")
    with pytest.raises(UnknownNameError, match=r'"muscel".*"muscle"'):
        statements(tables, muscel="x")
