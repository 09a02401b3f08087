"""Which view a condition opens on, and which show what is chosen."""

from __future__ import annotations

import pytest
from bokeh.document import Document

import bodymap
from bodymap import paths, sight
from bodymap.atlas import VIEWS
from bodymap.tables import read_tables
from bodymap.views import pair_of

CONDITIONS = list(read_tables(paths.DATA).conditions.index)


def primary(atlas: bodymap.Atlas, condition: str):
    """The drawn primary muscles of a condition, but for what is seen through bone."""
    listed = atlas.tables.membership
    names = listed.loc[(listed["condition"] == condition) & (listed["role"] == "primary"), "muscle"]
    return atlas.muscles[atlas.muscles["id"].isin(names) & ~atlas.muscles["ghost"]]


@pytest.mark.parametrize(
    ("condition", "view"),
    [
        ("tension_type_headache", "head_left"),
        ("cervicogenic_headache", "head_back"),
        ("tmd", "head_left"),
        ("thumb_base_pain", "hand_back"),
        ("plantar_fasciitis", "foot_sole"),
        ("thoracic_outlet_like", "front"),
        ("frozen_shoulder", "back"),
        ("gluteal_tendinopathy", "left"),
        ("chronic_low_back_pain", "back"),
        ("patellofemoral_pain", "front"),
    ],
)
def test_a_condition_opens_on_the_view_that_shows_it(atlas: bodymap.Atlas, condition: str, view: str) -> None:
    assert sight.opening_view(atlas, condition) == view


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_opens_where_primary_muscles_are_drawn(atlas: bodymap.Atlas, condition: str) -> None:
    drawn = primary(atlas, condition)
    view = sight.opening_view(atlas, condition)
    assert view in set(drawn["view"])


def test_the_map_opens_there(female: bodymap.Atlas) -> None:
    shown = bodymap.BodyMap(female, condition="thumb_base_pain")
    assert shown.view == "hand_back"
    shown.condition = "gluteal_tendinopathy"
    assert shown.view == "left"


@pytest.mark.parametrize("condition", CONDITIONS)
def test_of_a_shoulder_or_an_arm_the_arm_is_in_sight(female: bodymap.Atlas, condition: str) -> None:
    """The views from the side leave it out."""
    if female.conditions.at[condition, "focus"] in ("shoulder", "arm"):
        assert sight.opening_view(female, condition) in ("front", "back")


def test_scraps_and_specks_count_less_than_whole_muscles(female: bodymap.Atlas) -> None:
    """The foot from within shows the ends of the calf muscles, the sole the muscles of the foot."""
    drawn = sight._drawn(female, ["soleus", "gastrocnemius_medial", "quadratus_plantae"])
    inner, sole, back = (sight._counts(female, drawn, view) for view in ("foot_inner", "foot_sole", "back"))
    assert inner["soleus"] == inner["gastrocnemius_medial"] < sole["quadratus_plantae"] == back["soleus"] == 1
    hands = sight._drawn(female, ["first_dorsal_interosseous", "brachialis"])
    name = "first_dorsal_interosseous"
    assert sight._counts(female, hands, "back")[name] < sight._counts(female, hands, "hand_back")[name] == 1


def test_only_the_pair_in_front_is_seen_however_often_it_changes(female: bodymap.Atlas) -> None:
    shown = bodymap.BodyMap(female)
    shown.__panel__().get_root(Document())
    for view in ("foot_outer", "front", "foot_outer", "foot_sole", "back", "foot_inner"):
        shown.view = view
        panes = shown._layout._panes
        seen = {name for name, pane in panes.items() if pane.object.visible}
        assert seen == {name for name, pane in panes.items() if pane.visible} == set(pair_of(view))


def test_a_condition_of_muscles_that_are_not_drawn_opens_nowhere(female: bodymap.Atlas) -> None:
    assert sight.opening_view(female.select(muscles="soleus"), "migraine") is None


@pytest.mark.parametrize(
    ("selection", "first"),
    [
        ("muscle:soleus", "back"),
        ("muscle:infraspinatus:left", "back"),
        ("muscle:temporalis:right", "head_right"),
        ("trigger_point:soleus_trp1:left", "back"),
        ("muscle:lateral_pterygoid", "jaw_left"),
        ("risk_area:sciatic_nerve", "back"),
        ("risk_area:temporal_artery:right", "head_right"),
        ("risk_area:spinal_canal:left", "back"),
    ],
)
def test_what_is_chosen_is_looked_at_where_it_is_drawn_best(female: bodymap.Atlas, selection: str, first: str) -> None:
    assert sight.views_of(female, selection)[0] == first


def test_views_of_everything_are_views_that_show_it(female: bodymap.Atlas) -> None:
    for kind, frame in (("muscle", female.muscles), ("risk_area", female.risk_areas)):
        for name in frame["id"].unique():
            views = sight.views_of(female, f"{kind}:{name}")
            assert views and set(views) <= set(frame.loc[frame["id"] == name, "view"]) <= set(VIEWS)


def test_nothing_is_shown_of_nothing(female: bodymap.Atlas) -> None:
    assert sight.views_of(female, "") == sight.views_of(female, "risk_area:lymphoedema") == []
