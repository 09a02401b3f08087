"""The page of what is drawn: it is that of the present data, and says why a shape lies apart from measured anatomy."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
import yaml

import bodymap
from bodymap.build.recipes import read_recipes

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def docs():
    """Imports a module of the folder docs."""
    sys.path.insert(0, str(DOCS))
    yield importlib.import_module
    sys.path.remove(str(DOCS))


def test_the_page_is_that_of_the_present_data(docs):
    coverage = docs("coverage_page")
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page(), (
        "stale: python docs/coverage_page.py makes it anew"
    )


def test_the_page_names_every_muscle_trigger_point_risk_area_bone_and_condition(docs, female):
    lines = docs("coverage_page").PAGE.read_text(encoding="utf-8").splitlines()
    first_cells = {line.split(" | ")[0].removeprefix("| ").strip("`") for line in lines if line.startswith("| `")}
    tables = female.tables
    for table in ("muscles", "trigger_points", "risk_areas", "courses", "conditions"):
        assert set(getattr(tables, table).index) <= first_cells
    assert set(female.bones["id"]) <= first_cells


def test_a_muscle_is_marked_where_it_is_drawn_and_where_only_its_ghost_is(docs):
    tables = docs("coverage_tables")
    atlas = bodymap.load_atlas("female").select(muscles="gastrocnemius_lateral")
    (row,) = [
        line
        for line in tables.muscles(atlas, tables.drawn_places(atlas, "muscles")).splitlines()
        if "gastrocnemius_lateral" in line
    ]
    marks = dict(zip(tables.COLUMNS, row.split(" | ")[3:], strict=False))
    assert (marks["back"], marks["front"], marks["head front"]) == (tables.DRAWN, tables.GHOST, "")


def test_what_lies_far_from_measured_anatomy_has_a_written_reason(docs):
    figures = docs("agreement").read()
    unexplained = figures[figures["is_off"] & (figures["reason"] == "")]
    assert unexplained[["muscle", "view", "edge_pct", "centre_pct"]].to_dict("records") == []
    assert figures["is_off"].any() and not figures["is_off"].all()


def test_a_printed_comparison_is_read_to_the_end_of_its_table(docs):
    agreement = docs("agreement")
    text = """back: 66 landmarks in common
           muscle view   iou  edge_pct  centre_pct  area_ratio
    infraspinatus left 0.537     0.475       0.865       1.503
      teres_major back 0.731     0.212       0.334       1.259

2 shapes of 2 muscles: median IoU 0.634"""
    table = agreement.printed(text)
    assert table["muscle"].tolist() == ["infraspinatus", "teres_major"]
    assert table.loc[1, ["iou", "edge_pct"]].tolist() == [0.731, 0.212]
    with pytest.raises(SystemExit, match="no table with the columns muscle"):
        agreement.printed("nothing to compare")


def test_a_drawing_s_own_reason_goes_before_its_structure_s(tmp_path):
    muscle = {"origin": ["a", "b"], "insertion": ["c", "d"]}
    planes = {"reason": "of all", "coronal": muscle, "sagittal": muscle | {"reason": "of this one"}}
    file = tmp_path / "arm.yaml"
    file.write_text(yaml.safe_dump({"biceps": planes}))
    assert {recipe.plane: recipe.reason for recipe in read_recipes(file)} == {
        "coronal": "of all",
        "sagittal": "of this one",
    }
