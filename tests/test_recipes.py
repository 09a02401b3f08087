"""The language of the recipes: what a point means, what is drawn, and errors that say where a recipe is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely
import yaml

from bodymap import paths
from bodymap.build import fingerprint
from bodymap.build.curves import Sheet, smooth
from bodymap.build.drawing import build_structures, read_body
from bodymap.build.points import STATURE_CM, Plane, PointError
from bodymap.build.recipes import Recipe, RecipeError, read_recipes
from bodymap.build.regions import tile
from bodymap.build.shapes import draw
from bodymap.built import read

#: A made-up body: x to the person's left, y up, z forwards; stature.
PLACES = {
    "acromion": (0.10, 0.80, -0.02),
    "elbow": (0.14, 0.60, -0.01),
    "wrist": (0.18, 0.50, 0.00),
    "sternum": (0.00, 0.75, 0.05),
    "navel": (0.00, 0.60, 0.06),
    "hip": (0.08, 0.50, -0.01),
}
LANDMARKS = {name: np.array(place) for name, place in PLACES.items()}
CM = 1 / STATURE_CM
MUSCLE = {"origin": ["sternum", "navel"], "insertion": ["acromion", "elbow"]}


@pytest.fixture
def coronal() -> Plane:
    return Plane({name: place[:2] for name, place in LANDMARKS.items()}, "coronal")


@pytest.fixture
def sagittal() -> Plane:
    return Plane({name: np.array([-place[2], place[1]]) for name, place in LANDMARKS.items()}, "sagittal")


def written(folder: Path, text: str, name: str = "arm.yaml") -> Path:
    """A recipe file with this text."""
    file = folder / name
    file.write_text(text)
    return file


def recipes(folder: Path, structures: dict) -> list[Recipe]:
    """Recipes as read from a file ``arm.yaml``."""
    return read_recipes(written(folder, yaml.safe_dump(structures, sort_keys=False)))


# --- points -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("acromion", (0.10, 0.80)),
        ("50% acromion > elbow", (0.12, 0.70)),
        ("0% acromion > elbow", (0.10, 0.80)),
        ("-50% acromion > elbow", (0.08, 0.90)),
        ("12.5%  sternum>navel", (0.0, 0.73125)),
        ("acromion + 1.7 cm up", (0.10, 0.81)),
        ("acromion + 1.7 cm down + 3.4 cm lateral", (0.12, 0.79)),
        ("acromion + 1.7 cm medial", (0.09, 0.80)),
        ("acromion + -1.7 cm up", (0.10, 0.79)),
        ("50% sternum > navel + 10% lateral", (0.015, 0.675)),
        ("50% sternum > navel + 10% medial", (-0.015, 0.675)),
        ("50% navel > sternum + 10% lateral", (0.015, 0.675)),
        ("opposite acromion", (-0.10, 0.80)),
        ("50% acromion > opposite acromion", (0.0, 0.80)),
    ],
)
def test_a_point_lies_where_its_words_say(coronal: Plane, text: str, place: tuple[float, float]) -> None:
    assert coronal.point(text) == pytest.approx(place, abs=1e-9)


def test_in_the_sagittal_plane_front_and_back_are_directions(sagittal: Plane) -> None:
    assert sagittal.point("sternum + 1.7 cm front") == pytest.approx((-0.06, 0.75))
    assert sagittal.point("sternum + 1.7 cm back") == pytest.approx((-0.04, 0.75))


def test_across_a_line_the_side_is_the_one_that_is_named(coronal: Plane) -> None:
    line = "50% acromion > elbow"
    middle, along = coronal.point(line), coronal.point("elbow") - coronal.point("acromion")
    offset = coronal.point(f"{line} + 20% lateral") - middle
    assert offset @ along == pytest.approx(0, abs=1e-12)
    assert np.linalg.norm(offset) == pytest.approx(0.2 * np.linalg.norm(along))
    assert offset[0] > 0 > (coronal.point(f"{line} + 20% medial") - middle)[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("acromon", 'unknown landmark "acromon"; did you mean "acromion"?'),
        ("40% acromion > elbwo", 'unknown landmark "elbwo"; did you mean "elbow"?'),
        ("xyzzy", 'unknown landmark "xyzzy"'),
        ("acromion + 8% lateral", "an offset in % needs a line"),
        ("acromion + 8 mm up", '"8 mm up" is no offset'),
        ("acromion + lots", '"lots" is no offset'),
        (
            "acromion + 2 cm sideways",
            '"sideways" is no direction of the coronal plane; allowed: up, down, medial, lateral',
        ),
        ("acromion + 2 cm front", '"front" is no direction of the coronal plane'),
        ("50% sternum > navel + 8% up", 'neither side of that line is clearly "up"; use cm'),
    ],
)
def test_a_point_that_cannot_be_placed_says_why(coronal: Plane, text: str, told: str) -> None:
    with pytest.raises(PointError, match=re.escape(told)):
        coronal.point(text)


def test_lengths_are_in_centimetres_on_a_person_of_170(coronal: Plane) -> None:
    assert coronal.length("17 cm") == pytest.approx(0.1)
    with pytest.raises(PointError, match='"17" is not a length'):
        coronal.length("17")


# --- curves -----------------------------------------------------------------------------------------------------------

ZIGZAG = np.array([[0, 0], [1, 0.5], [1.2, 2], [3, 2.2], [2.8, 4]])


@pytest.mark.parametrize("closed", [False, True])
def test_a_smooth_curve_passes_through_every_point_given(closed: bool) -> None:
    curve = smooth(ZIGZAG, closed)
    gaps = np.linalg.norm(curve[:, None] - ZIGZAG[None], axis=-1).min(axis=0)
    assert gaps == pytest.approx(0, abs=1e-12)
    assert len(curve) > 5 * len(ZIGZAG)


def test_a_smooth_curve_has_no_corners() -> None:
    steps = np.diff(smooth(ZIGZAG), axis=0)
    turns = np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))))
    sharpest_given = np.abs(np.diff(np.unwrap(np.arctan2(*np.diff(ZIGZAG, axis=0).T[::-1])))).max()
    assert turns.max() < sharpest_given / 3


def test_two_points_make_a_straight_line_and_a_point_given_twice_counts_once() -> None:
    assert smooth(ZIGZAG[:2]).tolist() == ZIGZAG[:2].tolist()
    assert np.isfinite(smooth(np.repeat(ZIGZAG, 2, axis=0))).all()


def test_fibres_run_from_origin_to_insertion_between_the_borders() -> None:
    origin, insertion = np.array([[0.0, 0], [0, 1]]), np.array([[4.0, 0.2], [4, 0.8]])
    first, second = smooth(np.array([[0, 0], [2, -0.5], [4, 0.2]])), smooth(np.array([[0, 1], [2, 1.5], [4, 0.8]]))
    sheet = Sheet(origin, insertion, first, second)
    assert sheet.fibre(0.5, 0, 1)[[0, -1]] == pytest.approx(np.array([[0, 0.5], [4, 0.5]]))
    assert sheet.fibre(0, 0, 1, 9)[4] == pytest.approx(first[len(first) // 2], abs=0.05)
    area = shapely.Polygon(sheet.boundary())
    for share in np.linspace(0.05, 0.95, 7):
        assert area.contains(shapely.LineString(sheet.fibre(share, 0.01, 0.99)))


# --- shapes -----------------------------------------------------------------------------------------------------------


def test_fibres_of_a_muscle_stay_inside_it(coronal: Plane) -> None:
    shape = draw(MUSCLE | {"first_bulge": "12%", "second_bulge": "-5%"}, coronal)
    assert len(shape.fibres) >= 3
    assert all(shape.area.buffer(1e-9).contains(shapely.LineString(fibre)) for fibre in shape.fibres)


def test_a_bulge_widens_a_muscle_and_a_negative_one_narrows_it(coronal: Plane) -> None:
    plain, wide, narrow = (draw(MUSCLE | {"first_bulge": bulge}, coronal).area.area for bulge in ("0%", "15%", "-10%"))
    assert narrow < plain < wide


def test_the_belly_leaves_tendon_at_both_ends(coronal: Plane) -> None:
    shape = draw(MUSCLE | {"belly": ["20%", "70%"]}, coronal)
    assert len(shape.tendons) == 2
    tendon = shapely.union_all(shape.tendons)
    assert 0.3 * shape.area.area < tendon.area < 0.7 * shape.area.area
    assert not any(tendon.buffer(-0.002).intersects(shapely.LineString(fibre)) for fibre in shape.fibres)


def test_several_parts_make_one_muscle(coronal: Plane) -> None:
    head = {"origin": ["hip"], "insertion": ["wrist"], "first": ["elbow"], "second": ["50% hip > wrist"]}
    both, one, other = (draw(words, coronal) for words in ({"parts": [MUSCLE, head]}, MUSCLE, head))
    assert max(one.area.area, other.area.area) < both.area.area < one.area.area + other.area.area + 1e-4
    assert len(both.fibres) == len(one.fibres) + len(other.fibres)


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ({"around": "elbow", "radius": "3.4 cm"}, np.pi * 0.02**2),
        ({"course": ["sternum", "navel"], "width": "1.7 cm"}, 0.15 * 0.01 + np.pi * 0.005**2),
        (
            {"course": ["sternum", "navel"], "widths": ["1.7 cm", "3.4 cm"]},
            0.15 * 0.015 + np.pi / 2 * (0.005**2 + 0.01**2),
        ),
        ({"outline": ["sternum", "navel", "hip"], "corners": "sharp"}, 0.5 * 0.15 * 0.08),
    ],
)
def test_circles_courses_and_outlines_have_their_size(coronal: Plane, words: dict, area: float) -> None:
    assert draw(words, coronal).area.area == pytest.approx(area, rel=0.03)


def test_a_smooth_outline_passes_through_its_points(coronal: Plane) -> None:
    names = ["sternum", "acromion", "elbow", "navel"]
    boundary = draw({"outline": names}, coronal).area.boundary
    assert [boundary.distance(shapely.Point(coronal.point(name))) for name in names] == pytest.approx([0] * 4, abs=1e-9)


def test_a_line_has_no_width_and_passes_through_its_points(coronal: Plane) -> None:
    names = ["sternum", "acromion", "elbow", "navel"]
    line = draw({"line": names}, coronal).area
    assert line.area == 0
    assert [line.distance(shapely.Point(coronal.point(name))) for name in names] == pytest.approx([0] * 4, abs=1e-9)


def test_lines_join_smoothly_where_each_knows_the_other(coronal: Plane) -> None:
    whole = draw({"line": ["sternum", "acromion", "elbow", "wrist"]}, coronal).area
    upper = draw({"line": ["sternum", "acromion"], "after": "elbow"}, coronal).area
    lower = draw({"line": ["acromion", "elbow", "wrist"], "before": "sternum"}, coronal).area
    assert upper.coords[0] == whole.coords[0] and upper.coords[-1] == lower.coords[0]
    assert shapely.hausdorff_distance(shapely.line_merge(shapely.MultiLineString([upper, lower])), whole) < 1e-9


# --- recipes that are wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (MUSCLE | {"origin": ["sternun", "navel"]}, 'unknown landmark "sternun"; did you mean "sternum"?'),
        (MUSCLE | {"orgin": ["navel"]}, 'unknown word "orgin"; did you mean "origin"?'),
        (MUSCLE | {"first_bulge": "lots"}, '"lots" is not a share; write it as "12%"'),
        (MUSCLE | {"first": ["sternum + 8% up"]}, '"sternum + 8% up": an offset in % needs a line'),
        ({"origin": ["sternum", "navel"]}, "has an origin but no insertion"),
        (
            MUSCLE | {"insertion": ["elbow", "acromion"]},
            "its borders cross: give the points of the insertion in the same order",
        ),
        ({"around": "elbow", "radius": "3"}, '"3" is not a length'),
        ({"course": ["elbow", "wrist"], "widths": ["1 cm"]}, "2 points but 1 widths"),
        ({"line": ["elbow"]}, "a line needs at least two points"),
        ({"colour": "blue"}, "has none of origin, outline, course, line, around, at"),
        ({"parts": [MUSCLE, {"at": "elbwo"}]}, 'part 2: unknown landmark "elbwo"; did you mean "elbow"?'),
    ],
)
def test_a_wrong_recipe_is_named_by_file_structure_and_plane(tmp_path: Path, words: dict, told: str) -> None:
    (recipe,) = recipes(tmp_path, {"big_muscle": {"coronal": words}})
    with pytest.raises(RecipeError, match=re.escape(f"arm.yaml: big_muscle, coronal: {told}")):
        recipe.draw(LANDMARKS)


@pytest.mark.parametrize(
    ("planes", "told"),
    [
        ({"frontal": MUSCLE}, 'big_muscle: unknown word "frontal"'),
        ({"coronall": MUSCLE}, 'big_muscle: unknown word "coronall"; did you mean "coronal"?'),
        (
            {"coronal": MUSCLE | {"views": ["side"]}},
            'big_muscle, coronal: "side" is no view of it; allowed: front, back',
        ),
        (
            {"sagittal": MUSCLE | {"ghost_in": ["front"]}},
            'big_muscle, sagittal: "front" is no view of it; allowed: side',
        ),
        ({"coronal": [MUSCLE, MUSCLE | {"views": ["front"]}]}, "big_muscle, coronal: is drawn twice in front"),
        ({"coronal": MUSCLE, "side": "rigth"}, 'big_muscle: "rigth" is no side; allowed: both, left, right'),
    ],
)
def test_a_plane_or_view_that_does_not_exist_is_named(tmp_path: Path, planes: dict, told: str) -> None:
    with pytest.raises(RecipeError, match=re.escape(f"arm.yaml: {told}")):
        recipes(tmp_path, {"big_muscle": planes})


def test_a_structure_that_says_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"arm\.yaml: big_muscle says nothing of a plane; allowed: coronal, sagittal"):
        read_recipes(written(tmp_path, "big_muscle:\n"))


def test_a_key_given_twice_in_a_file_is_named_with_its_line(tmp_path: Path) -> None:
    text = "soleus:\n  coronal: {at: elbow}\nsoleus:\n  coronal: {at: wrist}\n"
    with pytest.raises(RecipeError, match=r'arm\.yaml: .*"soleus" is given twice.*line 1'):
        read_recipes(written(tmp_path, text))


def test_a_structure_described_in_two_files_is_named_with_both(tmp_path: Path) -> None:
    for name in ("arm.yaml", "leg.yaml"):
        written(tmp_path, "soleus:\n  coronal: {at: elbow}\n", name)
    with pytest.raises(RecipeError, match=r"leg\.yaml: soleus is described in arm\.yaml too"):
        read_recipes(tmp_path)


@pytest.mark.parametrize("text", ["soleus: [", "soleus: {a: b: c}", "\tsoleus: 1"])
def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(RecipeError, match=r"arm\.yaml: .*line \d"):
        read_recipes(written(tmp_path, text))


def test_a_file_that_is_a_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"arm\.yaml: is a list, not a table of structures"):
        read_recipes(written(tmp_path, "- soleus\n"))


# --- regions ----------------------------------------------------------------------------------------------------------

TRUNK = shapely.box(-0.2, 0.4, 0.2, 0.9)
BORDERS = {"waist": ["navel", "navel + 40 cm lateral"], "chest": ["sternum", "sternum + 40 cm lateral"]}
LABELS = {
    "paired": {"belly": ["hip + 2 cm lateral"], "ribs": ["acromion + 17 cm down"], "top": ["acromion"]},
}


def tiled(plane: Plane, **words: dict) -> dict:
    return tile("regions.yaml", "front", {"borders": BORDERS} | LABELS | words, plane, TRUNK)


def test_borders_and_labels_tile_the_left_half_of_the_outline(coronal: Plane) -> None:
    tiles = tiled(coronal)
    assert set(tiles) == {(name, "left") for name in LABELS["paired"]}
    shapes = np.array(list(tiles.values()))
    half = TRUNK.intersection(shapely.box(0, -1, 1, 2))
    assert shapely.coverage_is_valid(shapes)
    assert shapely.union_all(shapes).symmetric_difference(half).area == pytest.approx(0, abs=1e-9)


def test_a_border_that_goes_beyond_a_place_reaches_the_outline_of_a_larger_body(coronal: Plane) -> None:
    short = {"waist": ["navel", "navel + 20 cm lateral"], "chest": BORDERS["chest"]}
    with pytest.raises(RecipeError, match="same face"):
        tiled(coronal, borders=short)
    onward = short | {"waist": ["navel", "beyond navel + 20 cm lateral"]}
    assert set(tiled(coronal, borders=onward)) == {(name, "left") for name in LABELS["paired"]}


def test_a_border_that_has_left_the_outline_goes_no_farther(coronal: Plane) -> None:
    far = {name: [start, f"beyond {end}"] for name, (start, end) in BORDERS.items()}
    plain, beyond = tiled(coronal), tiled(coronal, borders=far)
    assert all(shapely.equals_exact(plain[owner], beyond[owner], 1e-12) for owner in plain)


def test_seen_from_the_side_the_whole_outline_is_tiled(sagittal: Plane) -> None:
    words = {"borders": {"waist": ["navel + 50 cm front", "navel + 50 cm back"]}}
    words["paired"] = {"trunk": ["sternum"], "legs": ["hip"]}
    tiles = tile("regions.yaml", "side", words, sagittal, TRUNK)
    assert tiles["trunk", "left"].bounds == pytest.approx((-0.2, 0.6, 0.2, 0.9), abs=1e-5)
    assert tiles["legs", "left"].bounds == pytest.approx((-0.2, 0.4, 0.2, 0.6), abs=1e-5)


def test_a_patch_takes_its_skin_from_the_faces_below_it(coronal: Plane) -> None:
    tiles = tiled(coronal, midline={"button": [{"around": "navel", "radius": "3.4 cm"}]})
    assert tiles["button", "midline"].area == pytest.approx(np.pi * 0.02**2 / 2, rel=0.02)
    assert shapely.coverage_is_valid(np.array(list(tiles.values())))
    assert sum(tile.area for tile in tiles.values()) == pytest.approx(TRUNK.area / 2)


def test_an_open_region_is_named_with_the_region_that_it_runs_into(coronal: Plane) -> None:
    borders = BORDERS | {"chest": ["sternum", "sternum + 5 cm lateral"]}
    with pytest.raises(
        RecipeError, match=r"regions\.yaml: front: top: its label point .* lies in the same face as that of ribs"
    ):
        tiled(coronal, borders=borders)


def test_a_face_without_a_label_is_named_with_the_nearest_landmark(coronal: Plane) -> None:
    with pytest.raises(RecipeError, match=r"regions\.yaml: front: 1 faces have no label: near acromion"):
        tiled(coronal, paired={key: LABELS["paired"][key] for key in ("belly", "ribs")})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            {"paired": {"belly": ["hip + 40 cm lateral"]}},
            'belly: its label point "hip + 40 cm lateral" lies outside the figure',
        ),
        ({"paired": {"belly": ["hipp"]}}, 'belly: unknown landmark "hipp"; did you mean "hip"?'),
        ({"paired": {"belly": "hip"}}, "belly: give a list of label points and patches"),
        ({"borders": {"waist": ["navle", "hip"]}}, 'border waist: unknown landmark "navle"; did you mean "navel"?'),
        ({"midline": {"button": [{"arround": "navel"}]}}, 'button: unknown word "arround"; did you mean "around"?'),
        ({"midline": {"button": [{"around": "navel", "radius": "big"}]}}, 'button: "big" is not a length'),
        ({"pared": {}}, 'unknown word "pared"; did you mean "paired"?'),
    ],
)
def test_a_wrong_region_is_named_by_file_view_and_region(coronal: Plane, words: dict, told: str) -> None:
    with pytest.raises(RecipeError, match=re.escape(f"regions.yaml: front: {told}")):
        tiled(coronal, **words)


# --- the build --------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A geometry folder with the female body, and a recipe or two for each layer."""
    folder = tmp_path / "geometry"
    (folder / "built" / "female").mkdir(parents=True)
    shutil.copy(paths.GEOMETRY / "views.yaml", folder)
    for name in ("landmarks.csv", "figure.fgb"):
        shutil.copy(paths.GEOMETRY / "built" / "female" / name, folder / "built" / "female")
    for group in ("muscles", "trigger_points"):
        (folder / "recipes" / group).mkdir(parents=True)
    texts = {
        "bones.yaml": "femur:\n  coronal: {course: [femoral_head, patella_mid], widths: [4 cm, 6 cm]}\n",
        "features.yaml": "navel:\n  midline: true\n  coronal: {views: [front], around: umbilicus, radius: 0.5 cm}\n",
        "risk_areas.yaml": "kidney:\n  coronal: {views: [back], outline: [t12_sp + 4 cm lateral, t12_sp + 8 cm lateral,"
        " l3_sp + 8 cm lateral, l3_sp + 4 cm lateral]}\n",
        "courses.yaml": "sciatic_nerve:\n  coronal: {views: [back], line: [ischial_tuberosity, gluteal_fold]}\n",
        "muscles/hip.yaml": "gluteus_medius:\n  coronal: {views: [back], ghost_in: [front], belly: [0%, 85%],"
        " origin: [psis, iliac_crest_top], insertion: [greater_trochanter]}\n",
        "trigger_points/hip.yaml": "gluteus_medius_trp1:\n  coronal: {at: 50% psis > greater_trochanter}\n",
        "regions.yaml": "front:\n  borders: {}\n  paired: {skin: [nipple]}\n",
    }
    for name, text in texts.items():
        written(folder / "recipes", text, name)
    return folder


def test_building_twice_gives_the_same_files(small: Path) -> None:
    built = []
    for _ in range(2):
        build_structures(small, read_body(small, "female"))
        built.append({file.name: file.read_bytes() for file in (small / "built" / "female").iterdir()})
    assert built[0] == built[1]
    layers = ("bones", "features", "muscles", "muscles_fibres", "muscles_tendons", "regions", "risk_areas", "courses")
    assert {f"{layer}.fgb" for layer in layers} <= set(built[0])


def test_the_build_tells_plain_from_ghost_and_draws_only_the_views_asked_for(small: Path) -> None:
    build_structures(small, read_body(small, "female"))
    drawn = read(small / "built" / "female", "muscles", "fibres", "tendons")
    assert list(zip(drawn["id"], drawn["side"], drawn["view"], drawn["ghost"], strict=True)) == [
        ("gluteus_medius", "left", "back", False),
        ("gluteus_medius", "left", "front", True),
    ]
    for name in ("fibres", "tendons"):  # their files go row by row with that of the muscles
        assert shapely.contains_properly(shapely.buffer(drawn["geometry"], 0.001), drawn[name]).all()


@pytest.mark.parametrize(("lowest", "shown"), [("l5_sp", False), ("t2_sp", True)])
def test_a_close_up_leaves_out_scraps_of_muscles_and_their_trigger_points(
    small: Path, lowest: str, shown: bool
) -> None:
    """A strap beside the spine, of which the head from near shows only the upper end, or the most."""
    strap = f"[t1_sp + 1 cm lateral, {lowest} + 1 cm lateral]"
    texts = {
        "muscles": f"longissimus_thoracis:\n  coronal: {{views: [back], course: {strap}, width: 2 cm}}\n",
        "trigger_points": "longissimus_thoracis_trp1:\n  coronal: {views: [back], at: t1_sp + 1 cm lateral}\n",
    }
    for layer, text in texts.items():
        written(small / "recipes" / layer, text, "back.yaml")
    build_structures(small, read_body(small, "female"))
    for layer in texts:
        drawn = read(small / "built" / "female", layer)
        views = {view for name, view in zip(drawn["id"], drawn["view"], strict=True) if name.startswith("longissimus")}
        assert views == ({"back", "head_back"} if shown else {"back"})


def test_a_structure_that_lies_outside_the_figure_is_named(small: Path) -> None:
    written(
        small / "recipes" / "muscles",
        "gracilis:\n  coronal: {around: acromion + 40 cm lateral, radius: 1 cm}\n",
        "far.yaml",
    )
    with pytest.raises(RecipeError, match=r"far\.yaml: gracilis, coronal: lies outside the figure in front"):
        build_structures(small, read_body(small, "female"))


def test_the_built_files_are_those_of_the_present_sources() -> None:
    """Where this fails: ``python -m bodymap.build``, and commit what it writes."""
    assert fingerprint.stale(paths.GEOMETRY, paths.DATA) == []


def test_a_changed_recipe_makes_the_built_files_stale(small: Path) -> None:
    for stage in fingerprint.STAGES:
        for name in ("bodies.yaml", "landmarks.csv"):
            shutil.copy(paths.GEOMETRY / name, small)
        fingerprint.store(stage, small, paths.DATA)
    assert fingerprint.stale(small, paths.DATA) == []
    written(small / "recipes" / "muscles", "soleus: {}\n", "leg.yaml")
    assert fingerprint.stale(small, paths.DATA) == ["structures"]
