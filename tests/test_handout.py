"""The page to take home: one page, vector, with embedded fonts and text, holding only what was shown."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import shapely
from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER

import bodymap
from bodymap import DataError, UnknownNameError, style
from bodymap.atlas import VIEWS
from bodymap.handout import LONGEST_NOTE, LettersError
from bodymap.printing.marks import best_views, chosen, window
from bodymap.printing.page import LEAST
from bodymap.printing.typesetting import unprintable
from bodymap.schema import split
from bodymap.tables import read_tables
from bodymap.translation import TEXTS
from bodymap.words import Words, languages

CONDITIONS = list(read_tables(bodymap.paths.DATA).conditions.index)
EXAMPLE = Path(__file__).parents[1] / "docs" / "clinic-example"
PALETTE = style.PALETTES["patient"]


def opened(pdf: bytes) -> pypdf.PageObject:
    """The only page of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    return reader.pages[0]


def text(pdf: bytes) -> str:
    """The text that can be selected, as one line."""
    return " ".join(opened(pdf).extract_text().split())


def drawn(pdf: bytes, color: str, operator: str = "rg") -> int:
    """How many times a colour is taken up for filling (rg) or drawing lines (RG)."""
    wanted = HexColor(color).rgb()
    number = r"(\d*\.?\d+)"
    data = opened(pdf).get_contents().get_data().decode("latin-1")
    found = re.findall(rf"(?<!\S){number} {number} {number} {operator}(?!\S)", data)
    return sum(all(abs(float(a) - b) < 2e-3 for a, b in zip(rgb, wanted, strict=True)) for rgb in found)


@pytest.fixture(scope="module")
def headache(female: bodymap.Atlas) -> bytes:
    return bodymap.handout(female, condition="tension_type_headache")


# --- the file ---------------------------------------------------------------------------------------------------------


def test_every_font_is_embedded(headache: bytes) -> None:
    fonts = [font.get_object() for font in opened(headache)["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].split("+")[1] for font in fonts} == {"DejaVuSansCondensed", "DejaVuSansCondensed-Bold"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_the_figure_is_vector(headache: bytes) -> None:
    page = opened(headache)
    assert list(page.images) == []
    data = page.get_contents().get_data()
    assert not re.search(rb"/\w+ Do\b", data) and not re.search(rb"\bBI\b.*\bID\b", data)
    assert len(re.findall(rb"(?<=\d) l\b", data)) > 3000


def test_the_same_page_gives_the_same_bytes(female: bodymap.Atlas, headache: bytes) -> None:
    assert bodymap.handout(female, condition="tension_type_headache") == headache


def test_nothing_is_written_anywhere(female: bodymap.Atlas) -> None:
    written: list[str] = []
    is_watching = True

    def watch(event: str, arguments: tuple) -> None:
        if is_watching and event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(str(arguments[0]))

    sys.addaudithook(watch)
    bodymap.handout(female, selection="soleus", note="Stretch twice a day.")
    is_watching = False
    assert written == []


@pytest.mark.parametrize(("paper", "size"), [("A4", A4), ("Letter", LETTER)])
def test_both_papers(female: bodymap.Atlas, paper: str, size: tuple[float, float]) -> None:
    box = opened(bodymap.handout(female, selection="soleus", paper=paper)).mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.01)


# --- the words --------------------------------------------------------------------------------------------------------


def test_the_words_of_a_condition(female: bodymap.Atlas, headache: bytes) -> None:
    told, row = text(headache), female.conditions.loc["tension_type_headache"]
    for wanted in (row["plain_name"], row["name"], row["summary"], row["plain_evidence"], row["red_flags"]):
        assert wanted in told
    explanation, words = female.tables.explanation["plain_text"], Words()
    for name in ("during_ache", "after_sore", "call_breathing", "call_nerves", "call_infection"):
        assert explanation[name] in told
    for key in ("handout.foot", "handout.date", "handout.note", "medical_check.head"):
        assert words(key) in told
    assert "Brady et al. 2014" in told and "Quintner et al. 2015" in told
    assert "{" not in told


def test_the_words_of_a_muscle_and_of_a_trigger_point(female: bodymap.Atlas) -> None:
    row = female.tables.muscles.loc["infraspinatus"]
    whole = text(bodymap.handout(female, selection="muscle:infraspinatus:left"))
    assert row["plain_action"] in whole and f"{row['name']} · Left side" in whole
    point = text(bodymap.handout(female, selection="infraspinatus_trp1"))
    assert female.tables.trigger_points.at["infraspinatus_trp1", "label"] in point
    for name in split(female.tables.referral.at["infraspinatus_trp1", "essential"]):
        assert female.tables.regions.at[name, "plain_name"].lower() in point.lower()


def test_a_muscle_in_a_condition_tells_of_both(female: bodymap.Atlas) -> None:
    told = text(bodymap.handout(female, condition="plantar_fasciitis", selection="muscle:soleus:right"))
    assert female.conditions.at["plantar_fasciitis", "summary"] in told
    assert female.tables.muscles.at["soleus", "plain_action"][3:] in told


def test_pain_in_the_chest_carries_its_medical_check(female: bodymap.Atlas) -> None:
    assert Words()("medical_check.chest") in text(bodymap.handout(female, selection="pectoralis_major_sternal"))
    assert Words()("medical_check.chest") not in text(bodymap.handout(female, selection="soleus"))


def test_with_nothing_chosen_it_tells_what_dry_needling_is(female: bodymap.Atlas) -> None:
    pdf = bodymap.handout(female)
    assert female.tables.explanation.at["needle_thin", "plain_text"] in text(pdf)
    assert not drawn(pdf, PALETTE.muscle) and not drawn(pdf, PALETTE.referral)


def test_spanish(female: bodymap.Atlas) -> None:
    pdf = bodymap.handout(female, condition="chronic_low_back_pain", language="es", views=("front", "back"))
    spanish = female.tables.in_language("es")
    told, words = text(pdf), Words("es")
    assert spanish.conditions.at["chronic_low_back_pain", "plain_name"] in told
    assert spanish.explanation.at["after_sore", "plain_text"] in told
    assert words("handout.kind").upper() in told
    assert all(words(f"handout.{key}") in told for key in ("expect", "call", "note", "foot"))
    letters = [line.strip() for line in opened(pdf).extract_text().splitlines() if len(line.strip()) == 1]
    assert sorted(letters) == ["D", "D", "I", "I"]


def test_right_and_left_are_the_person_s_own(female: bodymap.Atlas) -> None:
    pdf = bodymap.handout(female, condition="chronic_low_back_pain", views=("front", "back"))
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    places = {letter: [] for letter in "RL"}
    for letter, found in places.items():
        search = page.search(letter, match_case=True, match_whole_word=True)
        while hit := search.get_next():
            x, y, *_ = page.get_charbox(hit[0])
            if y > A4[1] / 2:  # in the figures
                found.append(x)
    (right_front, right_back), (left_front, left_back) = sorted(places["R"]), sorted(places["L"])
    assert right_front < left_front < left_back < right_back


def test_a_typed_note_is_printed_and_one_that_is_too_long_refused(female: bodymap.Atlas) -> None:
    assert "Walk ten minutes a day." in text(
        bodymap.handout(female, selection="soleus", note="Walk ten minutes a day.")
    )
    assert "5 < 6 & <b>so</b>" in text(bodymap.handout(female, selection="soleus", note="5 < 6 & <b>so</b>"))
    with pytest.raises(ValueError, match=str(LONGEST_NOTE)):
        bodymap.handout(female, selection="soleus", note="a" * (LONGEST_NOTE + 1))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_fits_on_its_page(female: bodymap.Atlas, condition: str) -> None:
    """In the longer language, on the shorter paper, with the longest note and a muscle chosen beside the condition."""
    language, note = "es", ("Caminar despacio. " * 30)[:LONGEST_NOTE].strip()
    muscle = split(female.conditions.at[condition, "muscles_primary"])[0]
    pdf = bodymap.handout(
        female, condition=condition, selection=muscle, language=language, paper="Letter", note=note, side="right"
    )
    told, row = text(pdf), female.tables.in_language(language).conditions.loc[condition]
    assert all(row[column] in told for column in ("plain_name", "summary", "plain_evidence", "red_flags"))
    assert note in told
    page = pypdfium2.PdfDocument(pdf)[0]
    width, height = page.get_size()
    texts = page.get_textpage()
    boxes = [texts.get_rect(number) for number in range(texts.count_rects())]
    assert all(30 < x0 < x1 < width - 30 and 25 < y0 < y1 < height - 25 for x0, y0, x1, y1 in boxes)
    lines = shapely.box(*zip(*boxes, strict=True))
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    shared = shapely.area(shapely.intersection(lines[one], lines[other])) / shapely.area(lines[one])
    assert shared[one != other].max(initial=0) < 0.2, "texts run into each other"


def test_the_font_has_every_letter_of_every_language() -> None:
    for language in languages():
        tables = read_tables(bodymap.paths.DATA).in_language(language)
        texts = [
            cell for table, columns in TEXTS.items() for column in columns for cell in getattr(tables, table)[column]
        ]
        texts += [*tables.references["brief"]]
        assert unprintable("".join(texts)) == "", language


def test_latin_greek_and_cyrillic_can_be_printed_and_what_is_written_the_other_way_cannot() -> None:
    assert unprintable("Áñçß Žluťoučký kůň Đặng İstanbul Ελληνικά Русский українська їжак – “x” ½ °") == ""
    assert unprintable("abc שלום") == "שלום"
    assert unprintable("aألم") == "ألم"
    assert unprintable("腰痛 and pain") == "腰痛"


# --- sizes ------------------------------------------------------------------------------------------------------------


def sizes(pdf: bytes) -> dict[float, str]:
    """What stands on a page, by the size of its type in points."""
    found: dict[float, str] = {}

    def visit(text: str, _matrix, _text_matrix, _font, size: float) -> None:
        if text.strip():
            found[size] = found.get(size, "") + text

    opened(pdf).extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(("language", "paper"), [("en", "A4"), ("es", "Letter")])
def test_nothing_that_patients_read_is_small(female: bodymap.Atlas, language: str, paper: str) -> None:
    pdf = bodymap.handout(
        female, condition="chronic_low_back_pain", selection="soleus", language=language, paper=paper, note="a " * 240
    )
    found = sizes(pdf)
    assert sum(len(text) for size, text in found.items() if size >= LEAST) > 1500
    small = "".join(text for size, text in found.items() if size < LEAST)
    assert small.startswith(Words(language)("handout.references")), "only the sources, which are for the therapist"
    assert min(found) >= 7.5


# --- a clinic's own ---------------------------------------------------------------------------------------------------


@pytest.fixture
def clinic(tmp_path: Path):
    """An atlas with a clinic of one's own: name to text or bytes of its files."""

    def made(files: dict[str, str | bytes]) -> bodymap.Atlas:
        for name, content in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return bodymap.load_atlas("female", clinic=tmp_path)

    return made


def png(size: tuple[int, int], mode: str = "RGBA") -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, "#2b6a68").save(stream, "PNG")
    return stream.getvalue()


def test_the_page_carries_the_clinic_s_logo_as_vectors(female: bodymap.Atlas) -> None:
    atlas = bodymap.load_atlas("female", clinic=EXAMPLE)
    pdf = bodymap.handout(atlas, selection="soleus")
    told = text(pdf)
    assert "Harbour Street Physical Therapy" in told and "Tel. 555 0100, Monday to Friday, 8 to 18" in told
    assert list(opened(pdf).images) == []
    assert drawn(pdf, "#7fb0ac", "RG") == 1 and not drawn(bodymap.handout(female, selection="soleus"), "#7fb0ac", "RG")
    fonts = [font.get_object() for font in opened(pdf)["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert bodymap.handout(atlas, selection="soleus") == pdf


def test_the_clinic_says_which_paper_it_prints_on(female: bodymap.Atlas, clinic) -> None:
    letter = clinic({"clinic.yaml": "paper: Letter\n"})
    for atlas, asked, wanted in ((letter, {}, LETTER), (letter, {"paper": "A4"}, A4), (female, {}, A4)):
        box = opened(bodymap.handout(atlas, selection="soleus", **asked)).mediabox
        assert (float(box.width), float(box.height)) == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("size", [(600, 60), (60, 600), (40, 40)])
@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P"])
def test_a_png_logo_of_any_shape_keeps_its_shape(clinic, size: tuple[int, int], mode: str) -> None:
    pdf = bodymap.handout(clinic({"clinic.yaml": "logo: a.png\n", "a.png": png(size, mode)}), selection="soleus")
    page = pypdfium2.PdfDocument(pdf)[0]
    pictures = [part for part in page.get_objects() if part.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(pictures) == 1
    left, low, right, high = pictures[0].get_bounds()
    assert (right - left) / (high - low) == pytest.approx(size[0] / size[1], rel=0.01)
    assert left > 30 and right < A4[0] / 2 and high < A4[1] - 25 and high - low < 40


def test_a_logo_that_cannot_be_printed_is_told(clinic) -> None:
    atlas = clinic({"clinic.yaml": "logo: a.jpg\n", "a.jpg": b"\xff\xd8"})
    with pytest.raises(DataError, match="must be a PNG or SVG picture"):
        bodymap.handout(atlas, selection="soleus")


def test_the_longest_head_and_note_fit_on_the_page_of_every_condition(clinic) -> None:
    head = f"name: {'Name ' * 12}\ncontact: {'Tel. 5 ' * 17}\nlogo: a.png\n"
    atlas = clinic({"clinic.yaml": head, "a.png": png((300, 100))})
    texts = {}
    for condition in CONDITIONS:
        row = atlas.tables.in_language("es").conditions.loc[condition]
        texts[condition] = sum(len(row[column]) for column in ("summary", "plain_evidence", "red_flags"))
    for condition in sorted(texts, key=texts.get)[-6:]:
        muscle = split(atlas.conditions.at[condition, "muscles_primary"])[0]
        asked = {"condition": condition, "selection": muscle, "language": "es", "paper": "Letter"}
        assert opened(bodymap.handout(atlas, **asked, note=("Caminar despacio. " * 30)[:LONGEST_NOTE]))


def test_greek_and_cyrillic_are_printed(clinic) -> None:
    atlas = clinic(
        {
            "words/uk/interface.yaml": "language: {name: Українська}\nhandout: {note: Нотатки вашого терапевта}\n",
            "words/uk/muscles.csv": "id,plain_name\nsoleus,Камбалоподібний м'яз\n",
        }
    )
    told = text(bodymap.handout(atlas, selection="soleus", language="uk", note="Πόνος στη γάμπα"))
    assert "Камбалоподібний м'яз" in told and "Нотатки вашого терапевта" in told and "Πόνος στη γάμπα" in told


def test_letters_that_cannot_be_printed_are_named_in_place_of_empty_boxes(clinic) -> None:
    atlas = clinic(
        {
            "words/ar/interface.yaml": "language: {name: العربية, direction: rtl}\n",
            "words/ar/muscles.csv": "id,plain_name\nsoleus,النعلية\n",
        }
    )
    with pytest.raises(LettersError, match=r"العربية.*Latin, Greek and Cyrillic") as told:
        bodymap.handout(atlas, selection="soleus", language="ar")
    assert "ل" in told.value.letters
    assert "ä" not in told.value.letters
    with pytest.raises(LettersError, match="腰"):
        bodymap.handout(atlas, selection="soleus", note="腰痛")


def test_the_map_prints_english_where_it_cannot_print_a_language_and_says_so(clinic) -> None:
    atlas = clinic(
        {
            "words/ja/interface.yaml": "language: {name: 日本語}\n",
            "words/ja/muscles.csv": "id,plain_name\nsoleus,ヒラメ筋\n",
        }
    )
    shown = bodymap.BodyMap(atlas, language="ja", selection="muscle:soleus:left")
    pdf = shown._hand_out().read()
    assert atlas.tables.muscles.at["soleus", "plain_action"] in text(pdf)
    assert shown._in_english.visible and "English" in shown._in_english.object
    shown.language = "es"
    assert not shown._in_english.visible
    assert "Hoja para llevar a casa".lower() in shown._widgets.take_home.label.lower()
    shown._hand_out()
    assert not shown._in_english.visible


# --- the figure -------------------------------------------------------------------------------------------------------


def test_only_the_marks_of_the_view(female: bodymap.Atlas) -> None:
    """The muscle at the back of the shoulder blade is not seen from the front; its pain is."""
    back = bodymap.handout(female, selection="infraspinatus", side="right", views=("back",))
    front = bodymap.handout(female, selection="infraspinatus", side="right", views=("front",))
    assert drawn(back, PALETTE.selected) == 2  # itself, and the sample in the legend
    assert drawn(front, PALETTE.selected) == 0
    assert drawn(front, PALETTE.trigger_point, "RG") == 0
    assert drawn(front, PALETTE.referral) >= 1
    legend = f"{Words()('handout.muscle')} {Words()('handout.trigger_point')}"
    assert legend in text(back) and legend not in text(front)


@pytest.mark.parametrize("view", ["back", "front", "left"])
def test_each_trigger_point_of_the_view_has_one_x(female: bodymap.Atlas, view: str) -> None:
    marks = chosen(female, "chronic_neck_pain")
    points = marks.points[marks.points["view"] == view]
    pdf = bodymap.handout(female, condition="chronic_neck_pain", views=(view,))
    assert drawn(pdf, PALETTE.trigger_point, "RG") == len(points) + bool(len(points))  # one more in the legend


@pytest.mark.parametrize("colors", ["red_green", "blue_yellow"])
def test_the_colours_are_for_the_colour_vision_asked_for(female: bodymap.Atlas, colors: str) -> None:
    pdf = bodymap.handout(female, selection="infraspinatus", side="right", views=("back",), colors=colors)
    palette = style.palette("patient", "neutral", colors)
    assert drawn(pdf, palette.selected) == 2  # itself, and the sample in the legend
    assert drawn(pdf, palette.referral) >= 2
    assert drawn(pdf, PALETTE.selected) == drawn(pdf, PALETTE.referral) == 0


def test_the_page_from_the_map_has_the_colours_of_the_map(female: bodymap.Atlas) -> None:
    shown = {"selection": "muscle:infraspinatus:right", "skin_tone": "dark", "colors": "blue_yellow"}
    assert bodymap.BodyMap(female, **shown)._hand_out().read() == bodymap.handout(female, **shown)


def test_a_trigger_point_shows_itself_and_its_own_zones(female: bodymap.Atlas) -> None:
    marks = chosen(female, selection="trigger_point:infraspinatus_trp1:right")
    assert set(marks.points["id"]) == {"infraspinatus_trp1"} and set(marks.points["side"]) == {"right"}
    regions = split(female.tables.referral.at["infraspinatus_trp1", "essential"])
    assert set(marks.zones["essential"]["regions"]) == {";".join(sorted(regions))}
    pdf = bodymap.handout(female, selection="trigger_point:infraspinatus_trp1:right", views=("back",))
    assert drawn(pdf, PALETTE.trigger_point, "RG") == 2


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_is_one_side(female: bodymap.Atlas, side: str) -> None:
    marks = chosen(female, "lateral_epicondylitis", side=side)
    for frame in (marks.muscles, marks.points, *marks.zones.values()):
        assert len(frame) and set(frame["side"]) <= {side, "midline"}
    assert chosen(female, selection=f"muscle:soleus:{side}", side="both").side == side


@pytest.mark.parametrize(
    ("condition", "side", "wanted"),
    [
        ("tension_type_headache", "right", "head_right"),
        ("tension_type_headache", "left", "head_left"),
        ("plantar_fasciitis", "both", "foot_sole"),
        ("chronic_low_back_pain", "both", "back"),
    ],
)
def test_the_views_are_those_that_show_it(atlas: bodymap.Atlas, condition: str, side: str, wanted: str) -> None:
    views = best_views(chosen(atlas, condition, side=side))
    assert wanted in views
    assert len(views) <= 2 and list(views) == sorted(views, key=VIEWS.index)


def test_the_window_holds_what_it_looks_at(atlas: bodymap.Atlas) -> None:
    for muscle in ("infraspinatus", "soleus", "masseter_superficial"):
        marks = chosen(atlas, selection=muscle)
        for view in {"front", "back"} & set(marks.muscles["view"]):
            x0, y0, x1, y1 = window(marks, view, 0.9)
            assert (x1 - x0) / (y1 - y0) == pytest.approx(0.9)
            for frame in (marks.muscles, marks.points, *marks.zones.values()):
                for shape in frame.loc[frame["view"] == view, "geometry"]:
                    a0, b0, a1, b1 = shape.bounds
                    assert x0 <= a0 and a1 <= x1 and y0 <= b0 and b1 <= y1


def test_every_view_can_be_printed(atlas: bodymap.Atlas) -> None:
    for start in range(0, len(VIEWS), 4):
        views = VIEWS[start : start + 4]
        told = text(bodymap.handout(atlas, condition="tension_type_headache", views=views))
        assert all(Words()(f"views.{view}") in told for view in views)


@pytest.mark.parametrize(
    "asked",
    [
        {"condition": "tension_headache"},
        {"selection": "soleos"},
        {"selection": "muscel:soleus"},
        {"selection": "trigger_point:soleus_trp9"},
        {"side": "middle"},
        {"views": ("bak",)},
        {"language": "ens"},
        {"paper": "A5"},
        {"skin_tone": "neutra"},
        {"colors": "red-green"},
    ],
)
def test_unknown_names_are_refused(female: bodymap.Atlas, asked: dict) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean|Known"):
        bodymap.handout(female, **asked)


def test_one_to_four_views(female: bodymap.Atlas) -> None:
    for views in ((), VIEWS[:5]):
        with pytest.raises(ValueError, match="one to four views"):
            bodymap.handout(female, condition="migraine", views=views)
