"""The atlas: drawn structures and what they mean, loaded, checked and ready to select from."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import yaml

from . import paths
from .schema import nearest, split
from .tables import Tables, read_tables, referral_sets
from .zones import zone_rows

SIDES = ("left", "right", "midline")
#: Stored views, and the views that are their mirror images.
_MIRROR_IMAGES = {"left": "right", "head_left": "head_right"}
_GEOMETRIES = ("geometry", "fibres", "tendons")
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
)
#: Landmarks below this height, in stature, are those of the foot.
_FOOT_HEIGHT = 0.06
#: How finely referral zones that are not built are simplified, in stature: as the finest of the built ones.
_DETAIL = 0.00015
#: What makes x and y of each whole plane's views, from landmarks in space: axis and sign.
_VIEW_AXES = {
    "front": ("x", 1, "y"),
    "back": ("x", -1, "y"),
    "left": ("z", -1, "y"),
    "right": ("z", 1, "y"),
    "foot_sole": ("x", 1, "z"),
    "foot_top": ("x", -1, "z"),
}
#: A close-up, and the whole-body view of which it is a part.
CLOSE_UPS = {
    "head_front": "front",
    "head_back": "back",
    "head_left": "left",
    "head_right": "right",
    "hand_palm": "front",
    "hand_back": "back",
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
        id, side, view, ghost, name, latin, plain_name, layer, region, risk_areas, fibres, tendons, geometry.
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
        part = self
        if condition is not None or muscles is not None or layer is not None:
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
    return (geometry / "built" / body / "figure.csv").exists()


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
    built = root / "geometry" / "built" / body
    figure = _read(built / "figure.csv")
    outlines = figure[figure["kind"] == "outline"].set_index("view")["geometry"]
    figure = _both_sides(figure)
    kinds = figure["kind"]
    features = _both_sides(_read(built / "features.csv").rename(columns={"id": "kind"}))
    flags = pd.read_csv(built / "risk_flags.csv", dtype=object, keep_default_na=False)
    muscles = _joined(_read(built / "muscles.csv"), tables.muscles, ["name", "latin", "plain_name", "layer", "region"])
    points = _joined(_read(built / "trigger_points.csv"), tables.trigger_points, ["muscle", "label", "standing"])
    points = _both_sides(_flagged(points, flags[flags["kind"] == "trigger_point"]))
    regions = _joined(_read(built / "regions.csv"), tables.regions, ["name", "plain_name"])
    shapes = _zone_shapes(built, tables, regions, outlines)
    risks = _joined(_read(built / "risk_areas.csv"), tables.risk_areas, ["name", "plain_name", "severity"])
    courses = _joined(_read(built / "courses.csv"), tables.courses, ["name", "plain_name", "kind", "risk_areas"])
    courses["risk_areas"] = [tuple(split(cell)) for cell in courses["risk_areas"]]
    drawn_lines = figure[kinds.isin(["contour", "eye", "ghost"])]
    frames = {
        "outlines": figure.loc[kinds == "outline", ["view", "geometry"]],
        "tones": figure[kinds.isin(["highlight", "shade_1", "shade_2", "shade_3"])],
        "contours": pd.concat([drawn_lines, features[["view", "kind", "geometry"]]]),
        "landmarks": _landmarks(built / "landmarks.csv"),
        "bones": _both_sides(_read(built / "bones.csv")),
        "regions": _both_sides(regions),
        "muscles": _both_sides(_flagged(muscles, flags[flags["kind"] == "muscle"])),
        "trigger_points": points,
        "zone_shapes": shapes,
        "risk_areas": _both_sides(risks),
        "courses": _both_sides(courses),
    }
    geo = {name: gpd.GeoDataFrame(frame.reset_index(drop=True), geometry="geometry") for name, frame in frames.items()}
    return Atlas(body=body, tables=tables, **geo)


def _read(file: Path) -> pd.DataFrame:
    """A built table, its geometries parsed; plain objects, which are quick to copy, until all is in place."""
    frame = pd.read_csv(file, dtype=object, keep_default_na=False)
    if "ghost" in frame:
        frame["ghost"] = frame["ghost"] == "True"
    for column in frame.columns.intersection(_GEOMETRIES):
        frame[column] = shapely.from_wkt(np.array([text or None for text in frame[column]], dtype=object))
    return frame


def _both_sides(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what the build does not store: the right side of the person, and the right-hand views, as mirror images."""
    seen_from_left = frame["view"].isin(_MIRROR_IMAGES)
    if "side" in frame:
        side = frame["side"]
        image = _mirrored(frame[side.isin(["left", "right only"]) | (seen_from_left & (side == "midline"))])
        frame = frame[side != "right only"].replace({"side": {"left only": "left"}})
    else:
        image = _mirrored(frame[seen_from_left])
    image["view"] = image["view"].replace(_MIRROR_IMAGES)
    return pd.concat([frame, image], ignore_index=True)


def _mirrored(frame: pd.DataFrame) -> pd.DataFrame:
    image = frame.copy()
    for column in image.columns.intersection(_GEOMETRIES):
        image[column] = shapely.transform(image[column].to_numpy(object), lambda points: points * (-1, 1))
    if "side" in image:
        image["side"] = image["side"].map({"left": "right", "right only": "right", "midline": "midline"})
    return image


def _joined(frame: pd.DataFrame, facts: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The drawn structures with facts of theirs; a structure that has none is an error."""
    for name in set(frame["id"]) - set(facts.index):
        check("drawn structure", name, facts.index)
    for column in columns:
        known = dict(zip(facts.index, facts[column], strict=True))
        frame[column] = np.array([known[name] for name in frame["id"]], dtype=object)
    return frame


def _flagged(frame: pd.DataFrame, flags: pd.DataFrame) -> pd.DataFrame:
    areas: dict[str, dict[str, None]] = {}
    for name, area in zip(flags["id"], flags["risk_area"], strict=True):
        areas.setdefault(name, {})[area] = None
    frame["risk_areas"] = [tuple(areas.get(name, ())) for name in frame["id"]]
    return frame


def _zone_shapes(built: Path, tables: Tables, regions: pd.DataFrame, outlines: pd.Series) -> pd.DataFrame:
    """The built zones; those that the tables name but nobody built, such as a clinic's, are drawn now."""
    zones = _read(built / "referral_zones.csv")
    missing = set(referral_sets(tables)["regions"]) - set(zones["regions"])
    new = zone_rows(sorted(missing), regions, outlines, dict.fromkeys(outlines.index, _DETAIL), CLOSE_UPS)
    return _both_sides(pd.concat([zones, pd.DataFrame(new, columns=zones.columns)]).assign(side="left"))


def _landmarks(file: Path) -> pd.DataFrame:
    """Every landmark in every whole-body view: both sides from front and back, the near side from the side."""
    table = pd.read_csv(file)
    paired = table[table["side"] == "left"]
    table = pd.concat([table, paired.assign(side="right", x=-paired["x"])], ignore_index=True)
    frames = []
    for view, (axis, sign, up) in _VIEW_AXES.items():
        if view in ("left", "right"):
            seen = table[table["side"].isin([view, "midline"])]
        else:
            seen = table[table["y"] < _FOOT_HEIGHT] if view.startswith("foot") else table
        points = shapely.points(np.column_stack([sign * seen[axis], seen[up]]))
        frames.append(pd.DataFrame({"id": seen["id"], "side": seen["side"], "view": view, "geometry": points}))
    return pd.concat(frames)


def _as_list(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
