"""A clinic's own words: what its folder may add and change, and how every fault of it is told."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import panel_material_ui as pmui
import pytest
import yaml
from PIL import Image

import bodymap
from bodymap import DataError, built, paths
from bodymap.__main__ import main
from bodymap.atlas import CLOSE_UPS, UnknownNameError
from bodymap.clinic import APART, DRAWN, GROUPS, may_change, read_clinic
from bodymap.clinic_check import clinic_faults
from bodymap.interface import FIXED, interface, leaves
from bodymap.logo import LARGEST, MOST_PIXELS
from bodymap.schema import COLUMNS, MEDICAL_CHECKS, STEPS
from bodymap.tables import read_frames, read_tables, referral_sets
from bodymap.translation import TEXTS
from bodymap.words import Words, languages
from bodymap.zones import zone_rows

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "clinic-example"
NEW = {
    "id": "sore_thumb",
    "name": "Thumb overuse",
    "plain_name": "Sore thumb",
    "icd10": "M79.6",
    "muscles_primary": "adductor_pollicis;brachialis",
    "summary": "The thumb aches.",
    "evidence_note": "No study is cited.",
    "evidence_strength": "none",
    "plain_evidence": "We know of no study.",
    "red_flags": "See a doctor first if it is hot.",
    "focus": "arm",
    "references": "simons1999",
}
HALF_A_PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_clinic_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.CLINIC_VARIABLE, "")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into a clinic's folder and return that: name to text, bytes, or rows."""
    folder = tmp_path / "clinic"
    folder.mkdir()

    def put(files: dict[str, str | bytes | list[dict]]) -> Path:
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, list):
                pd.DataFrame(content).fillna("").to_csv(file, index=False)
            elif isinstance(content, bytes):
                file.write_bytes(content)
            else:
                file.write_text(content, encoding="utf-8")
        return folder

    return put


def only_fault(folder: Path) -> str:
    """The single fault of a folder."""
    faults = clinic_faults(folder)
    assert len(faults) == 1, faults
    return faults[0]


# --- the example ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> bodymap.Atlas:
    return bodymap.load_atlas("female", clinic=EXAMPLE)


def test_the_example_has_no_faults_and_says_what_it_changes(capsys: pytest.CaptureFixture) -> None:
    assert main(["check", str(EXAMPLE)]) == 0
    told = capsys.readouterr().out
    assert f"{EXAMPLE}: no faults." in told
    assert "clinic.yaml: name, contact, logo, paper" in told
    assert "conditions.csv: 1 new (desk_neck_pain), 1 changed (chronic_neck_pain: synonyms)" in told
    assert "words/es: 1 texts of the screens, 9 texts of conditions.csv" in told
    assert "To know" not in told


def test_the_example_s_condition_is_drawn_and_told(example: bodymap.Atlas) -> None:
    part = example.select(condition="desk_neck_pain")
    assert {"trapezius_upper", "rhomboids", "infraspinatus"} <= set(part.muscles["id"])
    assert example.conditions.index[-1] == "desk_neck_pain"
    spanish = example.tables.in_language("es").conditions
    assert spanish.at["desk_neck_pain", "plain_name"] == "Dolor de cuello y hombros en el escritorio"
    assert "cuello de texto" in spanish.at["chronic_neck_pain", "synonyms"]
    assert "Call 911" in example.tables.words("en")("emergency.breathing")
    assert bodymap.handout(example, condition="desk_neck_pain", language="es").startswith(b"%PDF-")


def test_zones_that_nobody_built_are_drawn_on_both_sides_and_in_their_views(example: bodymap.Atlas) -> None:
    packaged = set(bodymap.load_atlas("female").zone_shapes["regions"])
    sets = referral_sets(example.tables)
    mine = sets[(sets["kind"] == "condition") & (sets["id"] == "desk_neck_pain")]
    assert set(mine["grade"]) == {"essential", "spillover"}
    assert not set(mine["regions"]) & packaged, "the example must need zones that are not built"
    for row in mine.itertuples():
        shapes = example.zone_shapes[example.zone_shapes["regions"] == row.regions]
        assert {"front", "back", "left", "right", "head_back"} <= set(shapes["view"])
        assert set(shapes["side"]) == {"left", "right"}
        assert shapes.geometry.is_valid.all() and (shapes.geometry.area > 0).all()
        back = shapes[(shapes["view"] == "back") & (shapes["side"] == "left")].geometry.iloc[0]
        regions = example.regions[(example.regions["view"] == "back") & (example.regions["side"] != "right")]
        joined = regions[regions["id"].isin(row.regions.split(";"))].geometry.union_all()
        assert back.intersection(joined).area > 0.9 * joined.area
        assert back.area < 1.1 * joined.area


def test_a_zone_drawn_when_loading_is_the_built_one(female: bodymap.Atlas) -> None:
    zones = built.read(paths.GEOMETRY / "built" / "female", "referral_zones")
    stored = dict(zip(zip(zones["regions"], zones["view"], strict=True), zones["geometry"], strict=True))
    regions = female.regions[female.regions["side"] != "right"]
    regions = regions[regions["view"].isin(["front", "back", "head_back"])]
    outlines = female.outlines.set_index("view")["geometry"]
    views = yaml.safe_load((paths.GEOMETRY / "views.yaml").read_text(encoding="utf-8"))
    details = {name: view["detail"] for name, view in views.items()}
    sets = sorted({names for names, _ in stored})[::20]
    rows = pd.DataFrame(zone_rows(sets, regions, outlines, details, CLOSE_UPS))
    assert len(rows) > 10
    for row in rows.itertuples():
        was = stored[row.regions, row.view]
        assert row.geometry.symmetric_difference(was).area < 0.001 * was.area


# --- what a clinic may add and change ---------------------------------------------------------------------------------


def test_without_a_clinic_nothing_changes(write: Write) -> None:
    assert read_tables(paths.DATA).clinic is None
    empty = read_tables(paths.DATA, write({}))
    for table in set(COLUMNS) - {"medical_check"}:
        pd.testing.assert_frame_equal(getattr(empty, table), getattr(read_tables(paths.DATA), table))
    assert interface("en", paths.DATA, write({})) == interface("en", paths.DATA)


@pytest.mark.parametrize("table", COLUMNS)
def test_a_text_of_any_table_can_change_alone(write: Write, table: str) -> None:
    base = read_frames(paths.DATA)[table]
    key, row = base.columns[0], base.index[3]
    column = next((c for c in base if c in TEXTS.get(table, ())), "check")
    told = (
        next(check for check in MEDICAL_CHECKS if check != base.at[row, column]) if column == "check" else "Sore spot"
    )
    folder = write({f"{table}.csv": [{key: row, column: told}]})
    assert clinic_faults(folder) == []
    tables = read_tables(paths.DATA, folder)
    changed = tables.medical_checks.to_frame() if table == "medical_check" else getattr(tables, table)
    assert changed.at[row, column] == told
    assert list(changed.index) == list(base.index)
    rest = [name for name in changed if name != column]
    pd.testing.assert_frame_equal(changed[rest], base[rest])
    pd.testing.assert_frame_equal(changed.drop(row)[[column]], base.drop(row)[[column]])


@pytest.mark.parametrize("table", list(TEXTS))
def test_a_text_of_any_table_can_change_in_any_language(write: Write, table: str) -> None:
    base = read_frames(paths.DATA)[table]
    key, row, column = base.columns[0], base.index[5], TEXTS[table][0]
    folder = write({f"words/{language}/{table}.csv": [{key: row, column: "Otro texto"}] for language in ("en", "es")})
    assert clinic_faults(folder) == []
    tables, packaged = read_tables(paths.DATA, folder), read_tables(paths.DATA)
    for language in ("en", "es"):
        changed = getattr(tables.in_language(language), table)
        assert changed.at[row, column] == "Otro texto"
        others = getattr(packaged.in_language(language), table).drop(row)
        pd.testing.assert_frame_equal(changed.drop(row), others)


def test_a_new_condition_belongs_to_the_map(write: Write) -> None:
    folder = write({"conditions.csv": [NEW]})
    assert clinic_faults(folder) == []
    atlas = bodymap.load_atlas("male", clinic=folder)
    assert set(atlas.select(condition="sore_thumb").muscles["id"]) == {"adductor_pollicis", "brachialis"}
    listed = atlas.tables.membership[atlas.tables.membership["condition"] == "sore_thumb"]
    assert set(listed["role"]) == {"primary"}
    with pytest.raises(UnknownNameError):
        bodymap.load_atlas("male").select(condition="sore_thumb")
    assert atlas.tables.in_language("es").conditions.at["sore_thumb", "summary"] == NEW["summary"]


def test_what_another_language_lacks_or_still_says_is_noted(write: Write, capsys: pytest.CaptureFixture) -> None:
    folder = write({"conditions.csv": [NEW, {"id": "migraine", "summary": "Some people get bad headaches."}]})
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "words/es/conditions.csv: sore_thumb stays English in name, plain_name, synonyms" in told
    assert "words/es/conditions.csv: migraine says what it said before in summary" in told


def test_a_new_statement_is_told_at_the_end_of_its_step(write: Write) -> None:
    statement = {
        "id": "after_walk",
        "step": "what_to_expect_after",
        "heading": "A short walk",
        "plain_text": "A short walk may help with {muscle}.",
        "clinician_text": "Gentle movement is commonly advised.",
        "certainty": "convention",
        "references": "apta2013",
    }
    folder = write({"explanation.csv": [statement]})
    assert clinic_faults(folder) == []
    told = read_tables(paths.DATA, folder).explanation
    own = told[told["step"] == "what_to_expect_after"]
    assert own.index[-1] == "after_walk"
    assert list(dict.fromkeys(told["step"])) == [step for step in STEPS if step in set(told["step"])]
    assert list(told.index.drop("after_walk")) == list(read_tables(paths.DATA).explanation.index)


def test_groups_and_lists_apart_name_columns_that_exist() -> None:
    assert all(column in COLUMNS[table] for table, column in GROUPS.items())
    assert all(set(columns) <= set(COLUMNS[table]) for table, columns in APART.items())
    assert set(DRAWN) <= set(COLUMNS)
    assert not may_change("risk_areas", "severity") and may_change("risk_areas", "plain_why")
    assert may_change("a table of tomorrow", "anything")


def test_a_reference_of_the_clinic_can_be_cited(write: Write) -> None:
    entry = "@article{own2024,\n author={Doe, J},\n title={Thumbs},\n journal={J Hand},\n year={2024}\n}\n"
    folder = write({"references.bib": entry, "conditions.csv": [NEW | {"references": "own2024;simons1999"}]})
    assert clinic_faults(folder) == []
    references = read_tables(paths.DATA, folder).references
    assert references.at["own2024", "text"] == "Doe (2024). Thumbs. J Hand."
    assert "simons1999" in references.index


@pytest.mark.parametrize(
    ("text", "key", "patient", "clinician"),
    [
        ("actions: {clear: Wipe}", "actions.clear", "Wipe", "Wipe"),
        ("actions: {clear: {patient: Wipe}}", "actions.clear", "Wipe", "Clear"),
        ("conditions: {primary: Main ones}", "conditions.primary", "Main ones", "Main ones"),
        ("conditions: {primary: {clinician: Main}}", "conditions.primary", "Muscles most often involved", "Main"),
    ],
)
def test_texts_of_the_screens_change_for_one_reader_or_both(
    write: Write, text: str, key: str, patient: str, clinician: str
) -> None:
    folder = write({"words/en/interface.yaml": text})
    assert clinic_faults(folder) == []
    for mode, wanted in (("patient", patient), ("clinician", clinician)):
        assert Words("en", mode, paths.DATA, folder)(key) == wanted
        assert Words("en", mode, paths.DATA, folder)("actions.zoom_in") == "Zoom in"
    assert Words("en", data=paths.DATA)("actions.clear") == "Clear"


def test_a_new_language_needs_its_name_and_stays_english_elsewhere(
    write: Write, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = "language:\n  name: Português\nactions:\n  search: Procurar\n"
    folder = write({"words/pt/interface.yaml": texts, "words/pt/muscles.csv": [{"id": "soleus", "name": "Sóleo"}]})
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "words/pt (new: Português; the rest stays English): 2 texts of the screens, 1 texts of muscles.csv" in told
    assert "words/pt: the map has no list of banned words in this language" in told
    assert read_tables(paths.DATA, folder).in_language("pt").muscles.at["soleus", "name"] == "Sóleo"
    assert "pt" not in languages()
    monkeypatch.setenv(paths.CLINIC_VARIABLE, str(folder))
    assert languages() == ["en", "es", "pt"]
    assert Words("pt")("actions.search") == "Procurar"
    assert Words("pt")("actions.clear") == "Clear"
    shown = bodymap.BodyMap(language="pt")
    assert shown.words("language.name") == "Português"


def test_letters_that_cannot_be_printed_are_noted(write: Write, capsys: pytest.CaptureFixture) -> None:
    folder = write({"words/ja/interface.yaml": "language: {name: 日本語}\n"})
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "words/ja: Latin, Greek and Cyrillic letters can be printed, and not 日 本 語; the page to take home" in told
    folder = write({"words/ja/interface.yaml": "language: {name: Ελληνικά}\n"})
    assert main(["check", str(folder)]) == 0
    assert "can be printed" not in capsys.readouterr().out


def test_the_environment_names_the_clinic_of_the_process(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write({"conditions.csv": [NEW]})
    assert "sore_thumb" not in bodymap.load_atlas("female").conditions.index
    monkeypatch.setenv(paths.CLINIC_VARIABLE, str(folder))
    assert "sore_thumb" in bodymap.load_atlas("female").conditions.index
    assert "sore_thumb" in bodymap.BodyMap(condition="sore_thumb").param.condition.objects
    assert "sore_thumb" not in read_tables(paths.DATA).conditions.index, "the build knows no clinic"


def test_a_folder_beside_the_script_serves_where_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "app.py"
    assert paths.clinic(beside=script) is None
    (tmp_path / "clinic").mkdir()
    assert paths.clinic(beside=script) == tmp_path / "clinic"
    monkeypatch.setenv(paths.CLINIC_VARIABLE, str(tmp_path / "other"))
    assert paths.clinic(beside=script) == tmp_path / "other"


@pytest.mark.parametrize("text", ["id,summary\n", "id\nmigraine\n"])
def test_a_table_that_gives_nothing_changes_nothing(write: Write, text: str, capsys: pytest.CaptureFixture) -> None:
    folder = write({"conditions.csv": text, "words/es/conditions.csv": text, "words/es/interface.yaml": ""})
    assert main(["check", str(folder)]) == 0
    assert "conditions.csv: as it was" in capsys.readouterr().out
    pd.testing.assert_frame_equal(read_tables(paths.DATA, folder).conditions, read_tables(paths.DATA).conditions)


def test_files_that_a_spreadsheet_wrote_are_read(write: Write) -> None:
    text = '\ufeffid,summary,focus\r\nmigraine,"Aches, and light hurts.",\r\n,,\r\n\r\ntmd,,neck\r\n'
    folder = write({"conditions.csv": text.encode("utf-8")})
    assert clinic_faults(folder) == []
    conditions = read_tables(paths.DATA, folder).conditions
    assert conditions.at["migraine", "summary"] == "Aches, and light hurts."
    assert conditions.at["tmd", "focus"] == "neck"
    assert conditions.at["migraine", "focus"] == "head"


# --- faults -----------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "no such folder" in only_fault(tmp_path / "nowhere")
    with pytest.raises(DataError, match="no such folder"):
        bodymap.load_atlas("female", clinic=tmp_path / "nowhere")


FAULTS = [
    (
        "conditions.csv",
        "id,summary\nmigrane,x\n",
        'line 2, column "id", value "migrane": not in conditions.csv, and a new row must not leave empty: name, plain',
        'Did you mean "migraine"?',
    ),
    ("conditions.csv", "id,sumary\nmigraine,x\n", 'line 1, column "sumary": not known', 'Did you mean "summary"?'),
    ("conditions.csv", "summary\nx\n", 'line 1, column "id": is missing', "which row is meant"),
    (
        "conditions.csv",
        "id,focus\nmigraine,haed\n",
        'line 2 (migraine), column "focus", value "haed": allowed: head, neck',
        'Did you mean "head"?',
    ),
    (
        "conditions.csv",
        'id,summary,muscles_secondary\n\ntmd,"Two\nlines",\nmigraine,,temporalis;soleos\n',
        'line 5 (migraine), column "muscles_secondary", value "soleos": not in muscles.',
        'Did you mean "soleus"?',
    ),
    (
        "conditions.csv",
        "id,references\nmigraine,simons1998\n",
        'line 2 (migraine), column "references", value "simons1998": not in references.bib.',
        'Did you mean "simons1999"?',
    ),
    ("conditions.csv", "id,summary\nmigraine,a\ntmd,b\nmigraine,c\n", 'line 4 (migraine), column "id"', "another row"),
    (
        "conditions.csv",
        "id,plain_name\nmigraine,tension headache\n",
        'line 2 (migraine), column "plain_name", value "tension headache": tension_type_headache has this name',
        "give another",
    ),
    (
        "conditions.csv",
        "id,muscles_primary,muscles_secondary\nmigraine,temporalis,masseter_superficial;temporalis\n",
        'line 2 (migraine), column "muscles_secondary", value "temporalis": stands in "muscles_primary" too',
        "keep it in one",
    ),
    ("conditions.csv", "id;summary\nmigraine;x\n", "line 1: columns are separated by commas", "save it so"),
    ("conditions.csv", b"id,summary\nmigraine,d\xe9j\xe0\n", "utf-8", 'save it as "CSV UTF-8"'),
    ("conditions.csv", "id,summary\nmigraine,a, b\n", "more values than columns", "in quotes"),
    (
        "muscles.csv",
        "id,layer\nsoleus,deep\n",
        'line 1, column "layer": its facts are drawn and stay as they are',
        "allowed: id, name, plain_name",
    ),
    ("muscles.csv", "id,name\nsolus,x\n", 'line 2, column "id", value "solus": not in muscles.csv', '"soleus"?'),
    ("referral.csv", "trigger_point,essential\nsoleus_trp1,heal\n", 'value "heal": not in regions', "Did you mean"),
    ("condition.csv", "id\nx\n", "no file of this name is read; allowed: ", 'Did you mean "conditions.csv"?'),
    ("words/es/muscle.csv", "id\nsoleus\n", "no file of this name is read", 'Did you mean "muscles.csv"?'),
    ("words/muscles.csv", "id\nsoleus\n", "not read here", "words/<language>/"),
    ("words/es/muscles.csv", "id,name\nsoleos,x\n", 'line 2, column "id", value "soleos"', 'Did you mean "soleus"?'),
    ("words/es/muscles.csv", "id,layer\nsoleus,x\n", 'column "layer" is not one that a language gives', "name, plain"),
    (
        "words/es/muscles.csv",
        "id,name\nsoleus,plantar delgado\n",
        'line 2 (soleus), column "name", value "plantar delgado": plantaris has this name',
        "give another",
    ),
    ("words/spanish/muscles.csv", "id,name\nsoleus,x\n", "a language is a folder named by its code", '"es"'),
    ("words/pt/muscles.csv", "id,name\nsoleus,x\n", 'key "language.name": is missing', "says its own name"),
    ("words/pt/interface.yaml", "actions: {clear: x}\n", 'key "language.name": is missing', "says its own name"),
    ("words/pt/interface.yaml", "language: {name: English}\n", 'key "language.name", value "English": en', "another"),
    (
        "words/en/interface.yaml",
        "app:\n  title: Map\nactions:\n  serch: Find\n",
        'line 4, key "actions.serch", value "Find": the screens have no such key.',
        'Did you mean "actions.search"?',
    ),
    ("words/en/interface.yaml", "nothing_stored: x\n", 'line 1, key "nothing_stored"', '"notes.nothing_stored"?'),
    ("words/en/interface.yaml", "actions: x\n", "a group of texts; give those of its keys", "search, search_hint"),
    ("words/en/interface.yaml", "modes: x\n", "a group of texts; give those of its keys", "label, patient"),
    ("words/en/interface.yaml", 'views: {show_in: "From {vew}"}\n', "must hold the words in braces", "{view}"),
    ("words/en/interface.yaml", 'views: {show_in: "From {view"}\n', "must hold the words in braces", "{view}"),
    ("words/en/interface.yaml", 'actions: {clear: "{0}"}\n', "must hold the words in braces", "none"),
    ("words/en/interface.yaml", "actions: {clear: yes}\n", 'key "actions.clear", value "yes": no text', "in quotes"),
    ("words/en/interface.yaml", "actions: {clear: }\n", 'key "actions.clear": must not be empty', "leave the key out"),
    ("words/en/interface.yaml", "actions: {clear: [a, b]}\n", "must be one text", "not a list"),
    ("words/en/interface.yaml", "actions:\n  clear: a\n  clear: b\n", 'line 3, key "actions.clear"', "keep one"),
    ("words/en/interface.yaml", "actions:\n  clear: a: b\n", "line 2: mapping values are not allowed", "in quotes"),
    ("words/en/interface.yaml", "- a\n", "line 1: must hold lines", "key: text"),
    ("words/en/interface.yaml", "notes: {contested_references: x}\n", "holds references, no text", "leave it out"),
    ("words/es/interface.yaml", "language: {direction: up}\n", 'value "up": allowed', "ltr, rtl"),
    ("clinic.yaml", "name: A\nphone: 5 5\n", 'line 2, key "phone", value "5 5": not known', "name, contact, logo"),
    ("clinic.yaml", f"contact: {'Tel. ' * 30}\n", "has 149 characters; at most 120", "beside the logo"),
    ("clinic.yaml", "name: 腰痛\n", 'key "name", value "腰痛": holds 腰 痛, and Latin, Greek', "write it in those"),
    ("clinic.yaml", "paper: Leter\n", 'key "paper", value "Leter": allowed: A4, Letter', 'Did you mean "Letter"?'),
    ("clinic.yaml", "contact: 555\n", 'line 1, key "contact", value "555": no text', "in quotes"),
    (
        "explanation.csv",
        "id,plain_text\nneedle_thin,The {needle} is thin.\n",
        'line 2 (needle_thin), column "plain_text"',
        "{areas}, {muscle}, {condition}",
    ),
    ("references.bib", b"@book{a,\n title={\xe9}}\n", "utf-8", "save it as UTF-8"),
    ("clinic.yaml", b"name: \xe9\n", "utf-8", "save it as UTF-8"),
    ("references.bib", "@book{simons1999,\n title={x}}\n", 'line 1, key "simons1999": the map has', "choose another"),
    ("references.bib", "% mine\n@misc{me2024,\n title={x}}\n", 'line 2, key "me2024": lacks year, author', "journal"),
    (
        "conditions.csv",
        "id,summary\nmigraine,It is a safe way.\n",
        'says "safe"',
        'say "your therapist takes extra care"',
    ),
    ("conditions.csv", "id,synonyms\nmigraine,muscle knots\n", 'says "knots"', 'say "sensitive spot"'),
    (
        "words/en/conditions.csv",
        "id,summary\nmigraine,It cures.\n",
        'line 2 (migraine), column "summary"',
        'say "may help"',
    ),
    ("words/es/conditions.csv", "id,summary\nmigraine,Es seguro.\n", 'says "seguro"', "diga"),
    ("words/en/interface.yaml", "app: {title: Proven map}\n", 'line 1, key "app.title"', "say what studies found"),
    ("conditions.csv", "id,summary\nmigraine,The needle goes 20 mm deep.\n", "never tells a depth", "leave it out"),
    ("explanation.csv", "id,plain_text\nneedle_thin,It enters at 45 degrees.\n", "never tells a depth", "leave it out"),
    ("muscles.csv", "id,origin\nsoleus,3 cm from the knee\n", 'says "3 cm": only the borders', "leave it out"),
    ("conditions.csv", "id,summary\nmigraine,See www.a.example.com.\n", "texts hold no addresses", "contact line"),
    ("clinic.yaml", "contact: Painless care\n", 'says "Painless"', "say what people feel"),
]


@pytest.mark.parametrize(("file", "text", "told", "remedy"), FAULTS)
def test_a_fault_says_where_it_is_and_what_would_be_right(
    write: Write, file: str, text: str | bytes, told: str, remedy: str
) -> None:
    faults = clinic_faults(write({file: text}))
    hits = [fault for fault in faults if told in fault and remedy in fault]
    assert len(hits) == 1, faults
    assert re.match(rf"{re.escape(file)}\b", hits[0]) or file.endswith("/muscles.csv"), hits[0]
    assert main(["check", str(write({}))]) == 1


@pytest.mark.parametrize(
    ("file", "text"), [("conditions.csv", "id,focus\nmigraine,haed\n"), ("muscles.csv", "id,name\nsolus,x\n")]
)
def test_an_atlas_is_not_loaded_with_faulty_rows(write: Write, file: str, text: str) -> None:
    with pytest.raises(DataError, match=file):
        bodymap.load_atlas("female", clinic=write({file: text}))


def test_faults_of_all_files_are_told_at_once(write: Write, capsys: pytest.CaptureFixture) -> None:
    folder = write(
        {
            "conditions.csv": "id,focus\nmigraine,haed\ntmd,haed\n",
            "words/es/interface.yaml": "actions: {clear: 5, serch: x}\n",
            "words/en/muscles.csv": "id,name\nsoleos,x\n",
            "clinic.yaml": "logo: none.png\n",
        }
    )
    assert main(["check", str(folder)]) == 1
    told = capsys.readouterr().out
    assert len(re.findall(r"^\S+\.(?:csv|yaml): line", told, re.MULTILINE)) == 6
    assert f"{folder}: 6 faults." in told


@pytest.mark.parametrize("key", FIXED)
def test_the_notes_beside_every_map_stay_as_they_are(write: Write, key: str) -> None:
    group, last = key.split(".")
    fault = only_fault(write({"words/es/interface.yaml": f"{group}: {{{last}: Hola}}"}))
    assert str(leaves(interface("es", paths.DATA))[key]) in fault


def test_surfaces_may_be_measured_and_a_contact_line_may_hold_an_address(write: Write) -> None:
    folder = write(
        {
            "regions.csv": "id,name\ntemple,Temple\n",
            "risk_areas.csv": "id,extent\nkidney,From T12 to 3 cm beside the spine\n",
            "clinic.yaml": "contact: www.harbour.example.com\n",
        }
    )
    assert clinic_faults(folder) == []


# --- how easily patients read -----------------------------------------------------------------------------------------

HARD = "Percutaneous stimulation modulates nociceptive transmission via segmental inhibition of neurons in the cord."


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"conditions.csv": [{"id": "migraine", "summary": HARD}]},
            [
                f'conditions.csv: line 2 (migraine), column "summary", value "{HARD}": grade',
                "(Flesch-Kincaid, at most 6) is",
            ],
        ),
        (
            {"words/en/interface.yaml": f'emergency:\n  breathing: "{HARD}"\n'},
            [f'words/en/interface.yaml: line 2, key "emergency.breathing", value "{HARD}": grade'],
        ),
        (
            {
                "words/es/conditions.csv": [
                    {"id": "tmd", "summary": "Duele la cara."},
                    {
                        "id": "migraine",
                        "summary": "La estimulación percutánea modula la transmisión nociceptiva mediante inhibición "
                        "segmentaria de las neuronas medulares.",
                    },
                ]
            },
            ['words/es/conditions.csv: line 3 (migraine), column "summary"', "(Fernandez Huerta, at least 70) is"],
        ),
        (
            {
                "muscles.csv": [
                    {"id": "soleus", "plain_action": "Facilitates plantarflexion stabilisation"},
                    {"id": "plantaris", "plain_action": "Contributes proprioceptive information"},
                    {"id": "popliteus", "plain_action": "Initiates tibiofemoral derotation during flexion"},
                ]
            },
            ["line 2 (soleus)", "; muscles.csv: line 4 (popliteus)", "together: grade"],
        ),
    ],
)
def test_what_is_hard_to_read_is_told_with_file_line_text_and_grade(
    write: Write, files: dict, told: list[str], capsys: pytest.CaptureFixture
) -> None:
    assert main(["check", str(write(files))]) == 0, "a hard text is no fault"
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("Hard to read; shorter words and sentences help:")
    assert all(part in lines[at + 1] for part in told), lines[at + 1]
    assert not lines[at + 2 :] or not lines[at + 2].startswith("  ") or lines[at + 2] == "To know:"
    assert float(lines[at + 1].rpartition(" ")[2]) < 100


@pytest.mark.parametrize(
    "files",
    [
        {
            "conditions.csv": [
                {"id": "migraine", "summary": "The head hurts on one side. Light may hurt too. It comes back."}
            ]
        },
        {"conditions.csv": [{"id": "migraine", "evidence_note": HARD}]},
        {"explanation.csv": [{"id": "needle_thin", "clinician_text": HARD}]},
        {"words/en/interface.yaml": f'emergency: {{breathing: {{clinician: "{HARD}"}}}}\n'},
        {"muscles.csv": [{"id": "soleus", "plain_action": "Facilitates plantarflexion"}]},
        {"clinic.yaml": "contact: Multidisciplinary rehabilitation, telephone appointments exclusively\n"},
    ],
)
def test_what_is_easy_short_or_not_for_patients_is_not_told(
    write: Write, files: dict, capsys: pytest.CaptureFixture
) -> None:
    assert main(["check", str(write(files))]) == 0
    assert "Hard to read" not in capsys.readouterr().out


def test_where_reading_cannot_be_measured_the_extra_is_named(
    write: Write, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"conditions.csv": [{"id": "migraine", "summary": HARD}]})
    monkeypatch.setitem(sys.modules, "textstat", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "The reading grade was not measured." in told and 'pip install -e ".[check]"' in told
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert any(name.startswith("textstat") for name in extras["check"]) and "bodymap[check]" in extras["test"]


def test_a_language_without_a_measure_is_told(write: Write, capsys: pytest.CaptureFixture) -> None:
    texts = "language: {name: Português}\nemergency: {breathing: Ligue para o número de emergência agora mesmo.}\n"
    assert main(["check", str(write({"words/pt/interface.yaml": texts}))]) == 0
    assert "The reading grade is not measured in: pt." in capsys.readouterr().out


# --- the logo, and the page -------------------------------------------------------------------------------------------

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {NAMES} viewBox="0 0 20 10">{{}}</svg>'


def png(size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("L", size).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "picture", "told"),
    [
        ("none.png", None, "no such file"),
        ("../logo.png", HALF_A_PNG, "without a path"),
        ("logo.jpg", b"\xff\xd8", "must be a PNG or SVG"),
        ("logo.png", b"\xff\xd8", "is no PNG picture"),
        ("logo.png", HALF_A_PNG + b"\0" * LARGEST, "make the picture smaller"),
        ("logo.png", HALF_A_PNG, "is a damaged PNG picture"),
        ("logo.png", png((MOST_PIXELS + 1, 1)), f"at most {MOST_PIXELS} a side"),
        ("logo.svg", b"<svg", "is no SVG picture"),
        ("logo.svg", b"<html></html>", "begins with <html>"),
        ("logo.svg", SVG.format("<script>1</script>").encode(), "holds <script>"),
        ("logo.svg", SVG.format('<use xlink:href="http://a.example/b.svg#c"/>').encode(), "which is not inside it"),
        ("logo.svg", SVG.format('<rect fill="url(http://a.example/b)"/>').encode(), "which is not inside it"),
        ("logo.svg", SVG.format("<style>@import 'a.css';</style>").encode(), "which is not inside it"),
        ("logo.svg", SVG.format("<text>Clinic</text>").encode(), "holds <text>, which cannot be printed"),
        ("logo.svg", SVG.format('<mask id="a"/>').encode(), "turn it into paths, or save it as PNG"),
        ("logo.svg", f"<svg {NAMES}><path d='M0 0L5 5'/></svg>".encode(), "does not say how large it is"),
        ("logo.svg", f'<svg {NAMES} viewBox="0 0 0 9"/>'.encode(), "does not say how large it is"),
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "<!ENTITY"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_told(write: Write, name: str, picture: bytes | None, told: str) -> None:
    files: dict[str, str | bytes] = {"clinic.yaml": f"name: A\nlogo: {name}\n"}
    fault = only_fault(write(files | ({name: picture} if picture is not None else {})))
    assert fault.startswith(f'clinic.yaml: line 2, key "logo", value "{name}": ')
    assert told in fault


@pytest.mark.parametrize(
    ("name", "picture", "kind"),
    [
        ("a.png", png((30, 20)), "image/png"),
        ("a.svg", SVG.format('<path id="b" d="M0 0h9v9z"/><use href="#b"/>').encode(), "image/svg+xml"),
        ("a.svg", f'<svg {NAMES} width="40px" height="2.5cm"><path d="M0 0h9v9z"/></svg>'.encode(), "image/svg+xml"),
    ],
)
def test_a_logo_travels_inside_the_page(write: Write, name: str, picture: bytes, kind: str) -> None:
    folder = write({"clinic.yaml": f"logo: {name}\n", name: picture})
    assert clinic_faults(folder) == []
    assert read_clinic(folder).logo.startswith(f"data:{kind};base64,")


def texts_of(page) -> Iterator[str]:
    """Every text that a page holds."""
    for part in [*page.header, *page.main]:
        if isinstance(getattr(part, "object", None), str):
            yield part.object


def test_the_page_carries_name_contact_and_logo() -> None:
    from bodymap.app import create_app

    page = create_app(clinic=EXAMPLE)
    told = " ".join(texts_of(page))
    assert "Harbour Street Physical Therapy · Tel. 555 0100" in told
    assert '<img src="data:image/svg+xml;base64,' in told and 'alt="Harbour Street Physical Therapy"' in told
    assert "http" not in told
    assert os.environ[paths.CLINIC_VARIABLE] == str(EXAMPLE)
    chosen = [select for part in page.main for select in part.select(pmui.Select)]
    assert any("desk_neck_pain" in select.values for select in chosen)


def test_the_page_of_no_clinic_has_only_its_title_and_the_skip_link() -> None:
    from bodymap.app import create_app

    page = create_app()
    assert len(page.header) == 2
    assert "Skip to the map" in page.header[0].object
    assert not any("<img" in text for text in texts_of(page))


def test_the_page_tells_the_faults_in_place_of_the_map(write: Write) -> None:
    from bodymap.app import create_app

    page = create_app(clinic=write({"conditions.csv": "id,summary\nmigraine,<b>safe</b>\n"}))
    told = " ".join(texts_of(page))
    assert "conditions.csv: line 2 (migraine)" in told
    assert "&lt;b&gt;safe" in told and "<b>" not in told
    assert not [select for part in page.main for select in part.select(pmui.Select)], "no map is shown"


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_is_installed_and_runs_as_a_module(tmp_path: Path) -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"bodymap": "bodymap.__main__:main"}
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "clinic"))
    (folder / "clinic.yaml").write_text("nmae: x\n", encoding="utf-8")
    ran = subprocess.run([sys.executable, "-m", "bodymap", "check", str(folder)], capture_output=True, text=True)
    assert ran.returncode == 1
    assert 'clinic.yaml: line 1, key "nmae", value "x": not known' in ran.stdout
    assert 'Did you mean "name"?' in ran.stdout


def test_the_readme_names_the_command_and_the_example() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"bodymap check {EXAMPLE.relative_to(ROOT).as_posix()}" in text
    assert paths.CLINIC_VARIABLE in text
