"""Where does it hurt? From a marked area to the muscles whose pain is commonly felt there, best first.

The rule, for one trigger point::

    covered   = share of the marked area in its essential regions + spillover weight x share in its spillover regions
    elsewhere = share of its essential area that is not marked
    score     = covered x (1 - elsewhere weight x elsewhere) x prior
    prior     = (1 - uncommon weight x uncommonness) x (1 - deep weight, if deep) x (1 - tradition weight, if so)

A region weighs by its area in the view that shows most of it. Nobody paints exactly, so round a drawing a rim counts a
little too; but only what lies under the drawing itself is listed and named as a reason.
A muscle scores as its best trigger point. Sides never mix. Midline regions belong to both sides, to each as far as the
paired regions of the marking lie on it: beside a marked right buttock the sacrum counts for the right only, alone it
counts for both. The score orders textbook patterns; it is not a probability. Nothing that is marked is kept.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import shapely

from .atlas import SIDES, VIEWS, Atlas, check, load_atlas
from .tables import Tables, split
from .words import Words

#: The weights of the rule, between 0 (does not count) and 1. They settle close calls: half or twice of any one changes
#: how often a muscle is among the first five (``tests/test_locate.py``) by no more than three in a hundred.
WEIGHTS = {
    "spillover": 0.25,  # textbooks draw it as felt by some people only: it must not outweigh another's essential area
    "elsewhere": 0.5,  # many muscles refer to most places: the one whose whole pattern was marked comes first
    "uncommon": 0.2,  # a muscle that few of the atlas's conditions list, against one that most of them list
    "deep": 0.03,  # where two are alike: the muscle that can be felt under the finger first
    "tradition": 0.05,  # where two are alike: what is described in the textbooks before what is only taught
}
#: What a drawing brushes by accident: less than this share of it, and less than this share of the region.
SLIVER = (0.02, 0.5)
#: The rim round a drawing: its width as a share of the drawing's size (the square root of its area), and how much the
#: drawing with its rim counts beside the drawing alone. More of it finds more of what is painted
#: beside its place, less of what is painted too large.
RIM = (0.42, 0.32)
COLUMNS = ("muscle", "trigger_point", "side", "score", "reason", "also")


def locate(
    regions: Iterable[str | tuple[str, str]] | str | None = None,
    side: str | None = None,
    *,
    drawing: shapely.Geometry | Mapping[str, shapely.Geometry] | None = None,
    view: str = "front",
    atlas: Atlas | None = None,
    words: Words | None = None,
) -> pd.DataFrame:
    """The muscles whose pain is commonly felt in a marked area, best first.

    Parameters
    ----------
    regions : iterable of str or (str, str), optional
        Surface regions that hurt. A pair names the region and its side; a name alone means `side`, or both sides.
    side : {"left", "right"}, optional
        The person's own side; keeps the answer, and what counts of the marking, to it.
    drawing : shapely.Geometry or dict of str to shapely.Geometry, optional
        A painted area (polygons) in the coordinates of `view`, or one for each of several views, beside or in place of
        `regions`. A stroke has no area: buffer it by the brush first. Parts beside the figure do not count.
    view : str
        The view that `drawing` is painted on.
    atlas : Atlas, optional
        By default that of `bodymap.load_atlas`. From a part of an atlas only its own muscles are listed.
    words : bodymap.words.Words, optional
        For the reasons; by default English for patients.

    Returns
    -------
    pandas.DataFrame
        One row for each muscle and side: muscle, trigger_point (its best), side, score (0 to 1), reason (a text), also
        (a tuple: its other trigger points whose pain is felt there, best first). Empty where nothing is marked.

    Raises
    ------
    UnknownNameError
        For an unknown region, side or view, naming the nearest known.
    ValueError
        For a drawing without area.
    """
    atlas = load_atlas() if atlas is None else atlas
    patterns = _patterns(atlas)
    if side is not None:
        check("side", side, SIDES[:2])
    drawings = drawing if isinstance(drawing, Mapping) else {} if drawing is None else {view: drawing}
    for name in (view, *drawings):
        check("view", name, VIEWS)
    marked, felt = patterns.tapped([] if regions is None else regions, side)
    for name, painted in drawings.items():  # what is marked twice, or on two views, counts once
        more, also_felt = patterns.painted(painted, name)
        marked, felt = np.maximum(marked, more), felt | also_felt
    if side is not None:
        marked[1 - SIDES.index(side)] = 0
        felt[1 - SIDES.index(side)] = False
    return patterns.ranked(marked, felt, atlas.tables.words() if words is None else words)


def regions_under(drawing: shapely.Geometry, view: str = "front", atlas: Atlas | None = None) -> pd.DataFrame:
    """The surface regions under a painted area.

    Parameters
    ----------
    drawing, view, atlas
        As for `locate`.

    Returns
    -------
    pandas.DataFrame
        region, side, share (of what is painted on the figure), covered (share of the region); largest share first.

    Raises
    ------
    UnknownNameError
        For an unknown view.
    ValueError
        For a drawing without area.
    """
    check("view", view, VIEWS)
    return _patterns(load_atlas() if atlas is None else atlas).under(drawing, view)


class _Patterns:
    """What `locate` needs of an atlas, as arrays; sides are rows 0 (left) and 1 (right), regions are columns."""

    def __init__(self, atlas: Atlas) -> None:
        tables, drawn = atlas.tables, atlas.regions
        self.regions = list(tables.regions.index)
        self.column = {region: k for k, region in enumerate(self.regions)}
        self.paired = (tables.regions["laterality"] == "paired").to_numpy()
        self._tables = tables
        self.shapes = {
            view: (rows["id"].to_numpy(object), rows["side"].to_numpy(object), rows.geometry.to_numpy())
            for view, rows in drawn.groupby("view")
        }
        largest = drawn.area.groupby(drawn["id"]).max().reindex(self.regions)
        self.sizes = largest.fillna(largest.median() if largest.notna().any() else 1).to_numpy()

        points = atlas.trigger_points[["id", "muscle", "side"]].drop_duplicates()
        order = tables.trigger_points.index.get_indexer(points["id"])  # ties keep the order of the table
        points = points.iloc[np.argsort(order, kind="stable")]
        self.points, self.muscles, self.sides = (points[name].to_numpy(object) for name in points)
        self.row = (self.sides == "right").astype(int)
        self.essential = self._matrix(tables.referral["essential"])
        self.spillover = self._matrix(tables.referral["spillover"]) & ~self.essential
        self.prior = _prior(tables, self.points, self.muscles)

    def _matrix(self, cells: pd.Series) -> np.ndarray:
        matrix = np.zeros((len(self.points), len(self.regions)), dtype=bool)
        for row, point in enumerate(self.points):
            matrix[row, [self.column[region] for region in split(cells.get(point, ""))]] = True
        return matrix

    def tapped(self, regions: Iterable[str | tuple[str, str]] | str, side: str | None) -> tuple[np.ndarray, np.ndarray]:
        """How much of each region is marked, in area, and which of them to name: both (2, regions)."""
        marked = np.zeros((2, len(self.regions)))
        for entry in [regions] if isinstance(regions, str) else regions:
            region, own_side = (entry, side) if isinstance(entry, str) else entry
            check("region", region, self.regions)
            column = self.column[region]
            if own_side is not None:
                check("side", own_side, SIDES[:2] if self.paired[column] else SIDES)
            both = own_side is None or not self.paired[column]
            marked[slice(None) if both else SIDES.index(own_side), column] = self.sizes[column]
        return marked, marked > 0

    def painted(self, drawing: shapely.Geometry, view: str) -> tuple[np.ndarray, np.ndarray]:
        """As `tapped`, from a drawing."""
        marked = np.zeros((2, len(self.regions)))
        felt = np.zeros(marked.shape, dtype=bool)
        rimmed = drawing.buffer(RIM[0] * np.sqrt(drawing.area), quad_segs=4)
        for shape, weight, is_named in ((drawing, 1 - RIM[1], True), (rimmed, RIM[1], False)):
            for region, side, share, covered in zip(*self._overlaps(shape, view), strict=True):
                place = slice(None) if side == "midline" else SIDES.index(side), self.column[region]
                marked[place] += weight * covered * self.sizes[place[1]]
                felt[place] |= is_named and (share >= SLIVER[0] or covered >= SLIVER[1])
        return marked, felt

    def under(self, drawing: shapely.Geometry, view: str) -> pd.DataFrame:
        """See `regions_under`."""
        columns = ("region", "side", "share", "covered")
        found = pd.DataFrame(dict(zip(columns, self._overlaps(drawing, view), strict=True)))
        return found.sort_values("share", ascending=False, kind="stable", ignore_index=True)

    def _overlaps(self, drawing: shapely.Geometry, view: str) -> tuple[np.ndarray, ...]:
        """The columns of `regions_under`, in the order of the atlas."""
        if not drawing.is_valid:  # a finger's loop that crosses itself
            drawing = shapely.make_valid(drawing, method="structure", keep_collapsed=False)
        if drawing.area == 0 and not drawing.is_empty:
            raise ValueError(f"a drawing needs an area; buffer the {drawing.geom_type} by the width of the brush")
        ids, sides, shapes = self.shapes.get(view, (np.empty(0, object),) * 3)
        shapely.prepare(drawing)
        near = np.flatnonzero(shapely.intersects(drawing, shapes))
        whole = shapely.area(shapes[near])
        areas, cut = whole.copy(), ~shapely.contains_properly(drawing, shapes[near])
        areas[cut] = shapely.area(shapely.intersection(shapes[near[cut]], drawing))
        near, areas, whole = (values[areas > 0] for values in (near, areas, whole))
        return ids[near], sides[near], areas / (areas.sum() or 1), areas / whole

    def ranked(self, marked: np.ndarray, felt: np.ndarray, words: Words) -> pd.DataFrame:
        """The answer of `locate`; see the rule at the head of the module."""
        paired = marked[:, self.paired].sum(axis=1)
        reach = paired / paired.max() if paired.max() > 0 else np.ones(2)
        here, total = marked[self.row], marked.sum(axis=1)[self.row]
        hit = (self.essential * here).sum(axis=1)
        covered = _share(hit + WEIGHTS["spillover"] * (self.spillover * here).sum(axis=1), total)
        elsewhere = 1 - _share(hit, self.essential @ self.sizes)
        listed = ((self.essential | self.spillover) & felt[self.row]).any(axis=1)
        scores = listed * covered * (1 - WEIGHTS["elsewhere"] * elsewhere) * self.prior * reach[self.row]

        found: dict[tuple[str, str], list[int]] = {}
        for k in np.argsort(-scores, kind="stable"):
            if scores[k] > 0:
                found.setdefault((self.muscles[k], self.sides[k]), []).append(k)
        rows = []
        for (muscle, side), (best, *others) in found.items():
            reason = self._reason(best, here[best] * felt[self.row[best]], words)
            rows.append((muscle, self.points[best], side, scores[best], reason, tuple(self.points[others])))
        return pd.DataFrame(rows, columns=COLUMNS)

    def _reason(self, point: int, marked: np.ndarray, words: Words) -> str:
        column = "plain_name" if words.is_patient else "name"
        names = self._tables.in_language(words.language).regions[column].to_numpy(object)
        order = np.argsort(-marked, kind="stable")[: np.count_nonzero(marked)]
        texts = {}
        for grade, regions in (("essential", self.essential[point]), ("spillover", self.spillover[point])):
            texts[grade] = "; ".join(_in_a_sentence(names[k]) for k in order if regions[k])
        if all(texts.values()):
            return words("locate.reason_both", **texts)
        grade = "essential" if texts["essential"] else "spillover"
        return words(f"locate.reason_{grade}", regions=texts[grade])


@functools.lru_cache(maxsize=16)
def _patterns(atlas: Atlas) -> _Patterns:
    return _Patterns(atlas)


def _prior(tables: Tables, points: np.ndarray, muscles: np.ndarray) -> np.ndarray:
    roles = tables.membership["role"].map({"primary": 1.0, "secondary": 0.5})
    listed = roles.groupby(tables.membership["muscle"]).sum()
    common = (listed / listed.max()).reindex(muscles).fillna(0).to_numpy()
    deep = (tables.muscles["layer"].reindex(muscles) == "deep").to_numpy()
    tradition = (tables.trigger_points["standing"].reindex(points) == "tradition").to_numpy()
    factors = (1 - WEIGHTS["uncommon"] * (1 - common), 1 - WEIGHTS["deep"] * deep, 1 - WEIGHTS["tradition"] * tradition)
    return np.prod(factors, axis=0)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _in_a_sentence(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
