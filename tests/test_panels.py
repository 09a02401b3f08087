"""The panels beside the figure: what the explanation and the marking of pain say, as HTML."""

from __future__ import annotations

from string import Template
from xml.etree import ElementTree

import pytest
import shapely

import bodymap
from bodymap import paths
from bodymap.app import details, explaining, locating
from bodymap.app.controls import LAYERS
from bodymap.app.details import Details
from bodymap.atlas import VIEWS
from bodymap.interface import interface
from bodymap.schema import STEPS
from bodymap.views import PAIRS
from bodymap.words import MODES, Words, languages

PICTURES = sorted((explaining._PICTURES).glob("*.svg"))


def panel(kind: type, atlas: bodymap.Atlas, mode: str = "patient", language: str = "en", view: str = "front"):
    return kind(atlas, Words(language, mode), "map-1", view)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_says_something_for_a_muscle_a_condition_or_nothing(female, step, mode, language):
    writer = panel(explaining.Explaining, female, mode, language)
    for condition, selection in (
        ("", ""),
        ("migraine", ""),
        ("", "muscle:temporalis:left"),
        ("plantar_fasciitis", "trigger_point:soleus_trp1:right"),
    ):
        html = writer.html(step, condition, selection)
        assert Words(language, mode)(f"explanation.steps.{step}").replace("'", "&#x27;") in html
        assert "{" not in html.replace("{--", "").split("<svg")[0]
        assert html.count("<h3>") >= 1


def test_each_step_leads_to_the_one_before_and_the_one_after(female):
    writer = panel(explaining.Explaining, female)
    for number, step in enumerate(STEPS):
        way = writer.html(step, "", "").split("<nav>")[1].split("</nav>")[0]
        expected = [STEPS[other] for other in (number - 1, number + 1) if 0 <= other < len(STEPS)]
        assert [part.split('"')[0] for part in way.split("step:")[1:]] == expected


def test_what_is_shown_is_named_in_the_explanation(female):
    writer = panel(explaining.Explaining, female)
    assert "temple" in writer.html("pain_area", "", "muscle:trapezius_upper:left")
    assert female.tables.muscles.at["soleus", "plain_name"] in writer.html("muscle", "", "muscle:soleus:left")
    evidence = female.conditions.at["plantar_fasciitis", "plain_evidence"]
    assert evidence.split(".")[0] in writer.html("may_help", "plantar_fasciitis", "")


@pytest.mark.parametrize("step", STEPS)
def test_every_step_asks_for_layers_that_there_are(step):
    assert set(explaining.scenes()[step]) <= set(LAYERS)
    assert explaining.scenes()[step]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.stem)
def test_a_picture_says_what_it_shows_in_the_reader_s_words(female, file, mode, language):
    assert file.stem in STEPS
    text = panel(explaining.Explaining, female, mode, language).html(file.stem, "", "")
    root = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
    words = Words(language, mode)
    assert root.get("role") == "img"
    assert root.get("aria-label") == words(f"explanation.pictures.{file.stem}.described")
    names = Template(file.read_text(encoding="utf-8")).get_identifiers()
    labels = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(labels) == sorted(words(f"explanation.pictures.{file.stem}.{name}") for name in names[1:])
    assert "$" not in "".join(labels)


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.stem)
def test_a_picture_asks_no_host_and_holds_still_for_those_who_ask(file):
    text = file.read_text(encoding="utf-8")
    assert "http" not in text.replace("http://www.w3.org", "")
    assert "animation" not in text or "prefers-reduced-motion: reduce" in text
    assert "animateMotion" not in text or ".travel { display: none }" in text


def test_the_texts_of_the_pictures_are_those_that_the_pictures_need():
    needed = {file.stem: set(Template(file.read_text(encoding="utf-8")).get_identifiers()) for file in PICTURES}
    for language in languages():
        told = interface(language, paths.DATA)["explanation"]["pictures"]
        assert {step: set(texts) for step, texts in told.items()} == needed


def test_the_opening_lists_are_the_same_text_whatever_view_and_side_are_in_front(female):
    texts = {
        panel(details.Details, female, view=view).html("", "", side) for view in VIEWS for side in ("both", "left")
    }
    assert len(texts) == 1
    root = ElementTree.fromstring(texts.pop().replace("&nbsp;", " "))
    for kind, frame in (("trigger_point", female.trigger_points), ("risk_area", female.risk_areas)):
        for first, second in PAIRS:
            drawn = set(frame.loc[frame["view"].isin([first, second]), "id"])
            assert listed(root, kind, first) == drawn, (kind, first)


def listed(node: ElementTree.Element, kind: str, pair: str) -> set[str]:
    """What the panel lists where a pair of views is in front, as the rule `ELSEWHERE` says."""
    if "data-in" in node.attrib and pair not in node.attrib["data-in"].split():
        return set()
    select = node.get("data-bodymap-select", "").split(":")
    return ({select[1]} if select[0] == kind else set()).union(*(listed(child, kind, pair) for child in node))


def test_what_the_views_in_front_do_not_show_is_hidden_by_the_panel_s_class(female):
    body_map = bodymap.BodyMap(female)
    body_map.__panel__()
    written = []
    body_map._details.param.watch(written.append, ["html", "opening"])
    for first, second in PAIRS:
        body_map.view = second
        assert body_map._details.css_classes == [first]
        assert f':host(.{first}) [data-in]:not([data-in~="{first}"])' in details.ELSEWHERE
    assert written == []
    body_map.condition = "migraine"
    assert len(written) == 1


def test_what_a_map_opens_with_is_sent_once(female):
    body_map = bodymap.BodyMap(female)
    body_map.__panel__()
    sent = []
    body_map._details.param.watch(lambda event: sent.append((event.name, event.new)), ["html", "opening"])
    body_map.condition = "migraine"
    body_map.condition = ""
    assert [name for name, _ in sent] == ["html", "html"]
    assert sent[-1] == ("html", "")
    body_map.mode = "clinician"
    assert [name for name, _ in sent[2:]] == ["opening"]


def test_strokes_become_areas_as_wide_as_the_brush():
    painted = locating.drawings(
        {
            "front": [{"points": [0, 0.5, 0.1, 0.5], "radius": 0.01}, {"points": [0.2, 0.5], "radius": 0.02}],
            "back": [],
        }
    )
    assert set(painted) == {"front"}
    line, dot = shapely.get_parts(painted["front"])
    assert line.bounds == pytest.approx((-0.01, 0.49, 0.11, 0.51))
    assert dot.bounds == pytest.approx((0.18, 0.48, 0.22, 0.52))


def test_nothing_marked_asks_to_mark_and_offers_the_list(female):
    html = panel(locating.Locating, female).html([], {}, "")
    assert Words()("locate.start") in html
    assert 'data-bodymap-select="mark:temple:left"' in html
    assert "answers" not in html


def test_a_marked_place_lists_the_likely_muscles_and_keeps_the_others_apart(female):
    html = panel(locating.Locating, female).html(["temple:left"], {}, "")
    likely, more = html.split(f"<summary>{Words()('locate.more')}</summary>")
    assert likely.count("<li><svg") == 5
    assert more.count("<li><svg") > 0
    assert "Temporalis" in panel(locating.Locating, female, "clinician").html(["temple:left"], {}, "")
    assert "A new headache needs a doctor first" in html


def test_the_chosen_answer_leads_on(female):
    chosen = "trigger_point:temporalis_trp1:left"
    html = panel(locating.Locating, female).html(["temple:left"], {}, chosen)
    assert ('aria-current="true"' in html) is (f'data-bodymap-select="{chosen}"' in html)
    answers = bodymap.locate([("temple", "left")], atlas=female)
    best = answers.iloc[0]
    html = panel(locating.Locating, female).html(["temple:left"], {}, f"trigger_point:{best.trigger_point}:{best.side}")
    assert 'data-bodymap-select="screen:explain"' in html


def test_a_small_picture_shows_the_muscle_in_the_view_that_shows_most_of_it(female):
    picture = ElementTree.fromstring(locating.thumbnail(female, "infraspinatus", "left"))
    body, belly = picture
    assert body.get("d").startswith("M")
    x = [float(part.split()[0]) for part in belly.get("d").replace("Z", "").lstrip("M").split("L")]
    assert 0 < min(x) < max(x) < 100
    assert locating.thumbnail(female.select(muscles="soleus"), "infraspinatus", "left") == ""


# --- a risk area ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("mode", MODES)
def test_a_risk_area_names_the_nerves_and_arteries_that_run_there(female, mode, language):
    html = panel(Details, female, mode, language, "back").html("", "risk_area:popliteal_fossa:left", "both")
    courses = female.tables.in_language(language).courses
    for course in ("tibial_nerve", "common_fibular_nerve", "popliteal_artery"):
        row = courses.loc[course]
        assert row["plain_name" if mode == "patient" else "name"] in html
        assert (row["course"] in html) is (mode == "clinician")
    assert html.count("class='line artery'") == 1 and html.count("class='line nerve'") == 2


def test_a_risk_area_where_no_course_is_drawn_names_none(female):
    assert "class='line" not in panel(Details, female, "clinician").html("", "risk_area:kidney:left", "both")


def test_a_clinicians_panel_gives_the_reasons_of_the_filter(female) -> None:
    words = female.tables.words("en", "clinician")
    panel = Details(female, words, "map", "front", conservative=True)
    severity = female.tables.risk_areas
    kept = set(female.select(conservative=True).muscles["id"])
    for name in female.muscles["id"].unique():
        html = panel.html("", f"muscle:{name}:left", "both")
        assert (words("filters.conservative.kept") in html) is (name in kept), name
        if name not in kept:
            told = html.split("Not one of the muscles to start with: ")[1].split("</p>")[0].rstrip(".")
            named = set(told.replace("&#x27;", "'").split("; "))
            high = set(severity.loc[severity["severity"] == "high", "name"])
            assert named, name
            assert named <= high | {"Intermediate", "Deep"}, name
    assert "start with" not in Details(female, words, "map", "front").html("", "muscle:soleus:left", "both")


@pytest.mark.parametrize(
    ("condition", "view", "ways"),
    [
        ("tmd", "head_left", ["jaw_left"]),
        ("tmd", "jaw_left", ["head_left"]),
        ("plantar_fasciitis", "foot_sole", ["back"]),
        ("migraine", "head_left", []),
        ("frozen_shoulder", "back", []),  # one of its muscles is nowhere seen but through bone
    ],
)
def test_a_condition_leads_to_the_views_that_show_what_the_present_ones_do_not(female, condition, view, ways):
    html = panel(Details, female, view=view).html(condition, "", "both")
    assert [part.split('"')[0] for part in html.split('data-bodymap-select="view:')[1:]] == ways
