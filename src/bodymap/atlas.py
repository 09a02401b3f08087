"""The atlas: drawn structures and what they mean, loaded, checked and ready to select from."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import yaml

from . import built, paths
from .built import Columns, both_sides, joined, part
from .schema import nearest, split
from .tables import Tables, read_tables, referral_sets
from .zones import zone_rows

SIDES = ("left", "right", "midline")
VIEWS = (
    "front",
    "back",
    "left",
    "right",
    "head_front",
    "head_back",
    "head_left",
    "head_right",
    "foot_sole",
    "foot_top",
    "hand_palm",
    "hand_back",
    "foot_outer",
    "foot_inner",
    "jaw_left",
    "jaw_right",
)
#: How finely referral zones that are not built are simplified, in stature: as the finest of the built ones.
_DETAIL = 0.00015
#: A close-up, and the whole-body view of which it is a part.
CLOSE_UPS = {
    "head_front": "front",
    "head_back": "back",
    "head_left": "left",
    "head_right": "right",
    "hand_palm": "front",
    "hand_back": "back",
    "foot_outer": "left",
    "jaw_left": "left",
    "jaw_right": "right",
}


class UnknownNameError(ValueError):
    """A body, view, side, condition or structure that the atlas does not know; its text names the nearest known."""


@dataclass(frozen=True, eq=False, repr=False)
class Atlas:
    """A body with everything drawn on it.

    Coordinates are in units of stature: y up from the soles (0) to the vertex (1), x to the viewer's right, 0 at the
    midline (side views: at the mid-coronal line). GeoDataFrames have one row per structure, side and view, and no CRS.

    Attributes
    ----------
    body : str
    outlines : geopandas.GeoDataFrame
        view, geometry: the silhouette.
    tones : geopandas.GeoDataFrame
        view, kind (highlight, shade_1, shade_2, shade_3), geometry.
    contours : geopandas.GeoDataFrame
        view, kind (contour, eye, ghost, and the drawn features), geometry.
    landmarks : geopandas.GeoDataFrame
        id, side, view, geometry (points).
    bones : geopandas.GeoDataFrame
        id, side, view, ghost, geometry.
    regions : geopandas.GeoDataFrame
        id, side, view, name, plain_name, geometry: the surface regions, which tile the outline.
    muscles : geopandas.GeoDataFrame
        id, side, view, ghost, name, latin, plain_name, layer, region, risk_areas, conservative, fibres, tendons,
        geometry. ``conservative`` is the same in every row of a muscle; see `select`.
    trigger_points : geopandas.GeoDataFrame
        id, muscle, side, view, ghost, label, standing, risk_areas, geometry (points).
    zone_shapes : geopandas.GeoDataFrame
        regions, side, view, geometry: the drawn shape of every set of regions in `bodymap.tables.referral_sets`.
    risk_areas : geopandas.GeoDataFrame
        id, side, view, name, plain_name, severity, geometry.
    courses : geopandas.GeoDataFrame
        id, side, view, name, plain_name, kind (nerve or artery), risk_areas, geometry (lines): the nerves and arteries
        behind the risk areas.
    tables : bodymap.tables.Tables
        The clinical tables behind them.
    is_part : bool
        Whether only some of its muscles were selected.
    """

    body: str
    outlines: gpd.GeoDataFrame
    tones: gpd.GeoDataFrame
    contours: gpd.GeoDataFrame
    landmarks: gpd.GeoDataFrame
    bones: gpd.GeoDataFrame
    regions: gpd.GeoDataFrame
    muscles: gpd.GeoDataFrame
    trigger_points: gpd.GeoDataFrame
    zone_shapes: gpd.GeoDataFrame
    risk_areas: gpd.GeoDataFrame
    courses: gpd.GeoDataFrame
    tables: Tables
    is_part: bool = False

    def __repr__(self) -> str:
        """Say what it holds in one line."""
        views = ", ".join(dict.fromkeys(self.muscles["view"]))
        return f"<Atlas of the {self.body} body: {self.muscles['id'].nunique()} muscles in {views}>"

    @functools.cached_property
    def referral_zones(self) -> gpd.GeoDataFrame:
        """Where the pain of the atlas's trigger points is referred to.

        Columns trigger_point, muscle, side, view, grade (essential, spillover), regions, geometry.
        """
        sets = referral_sets(self.tables)
        sets = sets[sets["kind"] == "trigger_point"].rename(columns={"id": "trigger_point"})
        points = self.trigger_points.rename(columns={"id": "trigger_point"})
        drawn = points[["trigger_point", "muscle", "side"]].drop_duplicates()
        zones = sets.merge(self.zone_shapes, on="regions").merge(drawn, on=["trigger_point", "side"])
        columns = ["trigger_point", "muscle", "side", "view", "grade", "regions", "geometry"]
        return gpd.GeoDataFrame(zones[columns], geometry="geometry")

    @property
    def conditions(self) -> pd.DataFrame:
        """The conditions, indexed by id."""
        return self.tables.conditions

    @property
    def references(self) -> pd.DataFrame:
        """The references, indexed by key."""
        return self.tables.references

    def select(
        self,
        condition: str | None = None,
        side: str | None = None,
        view: str | Iterable[str] | None = None,
        muscles: str | Iterable[str] | None = None,
        layer: str | Iterable[str] | None = None,
        conservative: bool = False,
    ) -> Atlas:
        """A part of the atlas, which is an atlas again.

        Parameters
        ----------
        condition : str, optional
            Keep the muscles that this condition lists (primary and secondary), with their trigger points and referral
            zones, the risk areas that those are flagged for, and the courses behind these.
        side : {"left", "right"}, optional
            Keep one side of the person; what lies on the midline stays.
        view : str or iterable of str, optional
        muscles : str or iterable of str, optional
            Keep these muscles, with what belongs to them.
        layer : str or iterable of str, optional
            Keep muscles of these layers (superficial, intermediate, deep).
        conservative : bool
            Keep the muscles to start with: superficial, seen in a view other than as a ghost, and away from high-risk
            areas, that is, neither the muscle nor a trigger point of it is flagged for a risk area of severity high
            (flags are computed from the drawn shapes, see `bodymap.build.risk`). A choice made from drawings, and no
            promise that nothing can happen.

        Raises
        ------
        UnknownNameError
            Naming the nearest known name.
        """
        keep = set(self.muscles["id"])
        if condition is not None:
            check("condition", condition, self.conditions.index)
            listed = self.tables.membership
            keep &= set(listed.loc[listed["condition"] == condition, "muscle"])
        if muscles is not None:
            wanted = _as_list(muscles)
            for muscle in wanted:
                check("muscle", muscle, self.tables.muscles.index)
            keep &= set(wanted)
        if layer is not None:
            wanted = _as_list(layer)
            for name in wanted:
                check("layer", name, self.tables.muscles["layer"].unique())
            keep &= set(self.muscles.loc[self.muscles["layer"].isin(wanted), "id"])
        if conservative:
            keep &= set(self.muscles.loc[self.muscles["conservative"], "id"])
        part = self
        if condition is not None or muscles is not None or layer is not None or conservative:
            part = part._with_muscles(keep)
        if side is not None:
            check("side", side, SIDES[:2])
            part = part._where("side", [side, "midline"])
        if view is not None:
            views = _as_list(view)
            for name in views:
                check("view", name, VIEWS)
            part = part._where("view", views)
        return part

    def _with_muscles(self, keep: set[str]) -> Atlas:
        drawn = self.muscles[self.muscles["id"].isin(keep)]
        points = self.trigger_points[self.trigger_points["muscle"].isin(keep)]
        flagged = {area for cell in [*drawn["risk_areas"], *points["risk_areas"]] for area in cell}
        behind = [not flagged.isdisjoint(areas) for areas in self.courses["risk_areas"]]
        return replace(
            self,
            muscles=drawn,
            trigger_points=points,
            risk_areas=self.risk_areas[self.risk_areas["id"].isin(flagged)],
            courses=self.courses[np.array(behind, bool)],
            is_part=True,
        )

    def _where(self, column: str, allowed: list[str]) -> Atlas:
        frames = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(
            self,
            **{
                name: frame[frame[column].isin(allowed)]
                for name, frame in frames.items()
                if isinstance(frame, gpd.GeoDataFrame) and column in frame
            },
        )


def check(what: str, name: str, allowed: Iterable[str]) -> None:
    """Raise `UnknownNameError`, with the nearest allowed name, unless a name is allowed."""
    allowed = list(allowed)
    if name not in allowed:
        hint = nearest(name, allowed) or f" Known: {', '.join(allowed[:12])}{' ...' if len(allowed) > 12 else ''}."
        raise UnknownNameError(f'unknown {what} "{name}".{hint}')


def bodies(geometry: Path = paths.GEOMETRY) -> list[str]:
    """The bodies that have been built, in the order in which ``bodies.yaml`` describes them."""
    described = yaml.safe_load((geometry / "bodies.yaml").read_text(encoding="utf-8"))["bodies"]
    return [name for name in described if _is_built(name, geometry)]


def _is_built(body: str, geometry: Path) -> bool:
    return (geometry / "built" / body / "landmarks.csv").exists()


def load_atlas(body: str = "female", path: str | Path | None = None, clinic: str | Path | None = None) -> Atlas:
    """Load a body's atlas, once a process.

    Parameters
    ----------
    body : str
        One of `bodies`, such as ``female`` or ``male``.
    path : str or pathlib.Path, optional
        A folder that holds ``geometry/`` and ``data/`` in place of those of the package.
    clinic : str or pathlib.Path, optional
        A folder of a clinic's own words (see `bodymap.clinic`). By default, without a `path`, the one that the
        environment variable BODYMAP_CLINIC names.

    Returns
    -------
    Atlas

    Raises
    ------
    UnknownNameError
        For a body that is not built.
    bodymap.schema.DataError
        For tables with faults, naming file, line, column and value.
    """
    root = paths.ROOT if path is None else Path(path).resolve()
    if clinic is None and path is None:
        clinic = paths.clinic()
    if not _is_built(body, root / "geometry"):
        check("body", body, bodies(root / "geometry"))
    return _load(body, root, None if clinic is None else Path(clinic).resolve())


@functools.lru_cache(maxsize=16)
def _load(body: str, root: Path, clinic: Path | None) -> Atlas:
    tables = read_tables(root / "data", clinic)
    read = functools.partial(built.read, root / "geometry" / "built" / body)
    stored = read("figure")
    figure = both_sides(stored)
    features = both_sides(read("features"))
    flags = read("risk_flags")
    muscles = _with_facts(
        read("muscles", "fibres", "tendons"), tables.muscles, "name", "latin", "plain_name", "layer", "region"
    )
    muscles = _flagged(muscles, part(flags, flags["kind"] == "muscle"))
    points = _with_facts(read("trigger_points"), tables.trigger_points, "muscle", "label", "standing")
    points = _flagged(points, part(flags, flags["kind"] == "trigger_point"))
    muscles["conservative"] = np.isin(muscles["id"], list(_conservative(muscles, points, tables)))
    regions = _with_facts(read("regions"), tables.regions, "name", "plain_name")
    risks = _with_facts(read("risk_areas"), tables.risk_areas, "name", "plain_name", "severity")
    courses = _with_facts(read("courses"), tables.courses, "name", "plain_name", "kind", "risk_areas")
    courses["risk_areas"] = np.fromiter((split(cell) for cell in courses["risk_areas"]), dtype=object)
    frames = {
        "outlines": _of_kind(figure, "outline"),
        "tones": _of_kind(figure, "highlight", "shade_1", "shade_2", "shade_3"),
        "contours": joined(_of_kind(figure, "contour", "eye", "ghost"), features | {"kind": features["id"]}),
        "landmarks": built.landmarks(read("landmarks")),
        "bones": both_sides(read("bones")),
        "regions": both_sides(regions),
        "muscles": both_sides(muscles),
        "trigger_points": both_sides(points),
        "zone_shapes": _zone_shapes(read("referral_zones"), tables, regions, _of_kind(stored, "outline")),
        "risk_areas": both_sides(risks),
        "courses": both_sides(courses),
    }
    geo = {name: gpd.GeoDataFrame(columns, geometry="geometry") for name, columns in frames.items()}
    geo["outlines"] = geo["outlines"][["view", "geometry"]]
    return Atlas(body=body, tables=tables, **geo)


def _of_kind(figure: Columns, *kinds: str) -> Columns:
    return part(figure, np.isin(figure["kind"], kinds))


def _with_facts(drawn: Columns, facts: pd.DataFrame, *columns: str) -> Columns:
    """The drawn structures with facts of theirs; a structure that has none is an error."""
    for name in set(drawn["id"]) - set(facts.index):
        check("drawn structure", name, facts.index)
    rows = facts.index.get_indexer(drawn["id"])
    return drawn | {column: facts[column].to_numpy(object)[rows] for column in columns}


def _flagged(drawn: Columns, flags: Columns) -> Columns:
    areas: dict[str, dict[str, None]] = {}
    for name, area in zip(flags["id"], flags["risk_area"], strict=True):
        areas.setdefault(name, {})[area] = None
    return drawn | {"risk_areas": np.fromiter((tuple(areas.get(name, ())) for name in drawn["id"]), dtype=object)}


def _conservative(muscles: Columns, points: Columns, tables: Tables) -> set[str]:
    """The muscles to start with; the rule is that of `Atlas.select`."""
    severity = tables.risk_areas["severity"]
    high = set(severity.index[severity == "high"])
    is_near = [not high.isdisjoint(areas) for areas in [*muscles["risk_areas"], *points["risk_areas"]]]
    near = {name for name, flagged in zip([*muscles["id"], *points["muscle"]], is_near, strict=True) if flagged}
    return set(muscles["id"][(muscles["layer"] == "superficial") & ~muscles["ghost"]]) - near


def _zone_shapes(zones: Columns, tables: Tables, regions: Columns, outlines: Columns) -> Columns:
    """The built zones; those that the tables name but nobody built, such as a clinic's, are drawn now."""
    drawn = set(regions["id"])  # others have no skin, such as those within the mouth
    named = set(referral_sets(tables)["regions"])
    missing = [name for name in named - set(zones["regions"]) if not drawn.isdisjoint(split(name))]
    if missing:
        of_view = dict(zip(outlines["view"], outlines["geometry"], strict=True))
        rows = zone_rows(sorted(missing), pd.DataFrame(regions), of_view, dict.fromkeys(of_view, _DETAIL), CLOSE_UPS)
        new = pd.DataFrame(rows, columns=list(zones))
        zones = joined(zones, {column: new[column].to_numpy(object) for column in zones})
    return both_sides(zones | {"side": np.full_like(zones["view"], "left")})


def _as_list(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
