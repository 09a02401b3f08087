"""The long tables of the page of what is drawn: structure by structure, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

import bodymap
from bodymap.atlas import VIEWS
from bodymap.schema import split

#: Marks of a table: drawn; drawn only as a ghost.
DRAWN, GHOST = "●", "○"


def column_of(view: str) -> str:
    """The column of a view: one for the two that mirror each other."""
    return view.replace("left", "side").replace("right", "side").replace("_", " ")


COLUMNS = list(dict.fromkeys(map(column_of, VIEWS)))


def drawn_places(atlas: bodymap.Atlas, kind: str) -> pd.DataFrame:
    """Where structures of a kind (an attribute of the atlas) are drawn: id, column, side, ghost, body."""
    frame = getattr(atlas, kind)
    if kind == "referral_zones":
        frame = frame.rename(columns={"trigger_point": "id"})
    ghost = frame["ghost"].astype(bool) if "ghost" in frame else False
    places = pd.DataFrame({"id": frame["id"], "column": frame["view"].map(column_of), "side": frame["side"]})
    return places.assign(ghost=ghost, body=atlas.body).drop_duplicates()


def muscles(atlas: bodymap.Atlas, places: pd.DataFrame) -> str:
    """Each muscle's name, layer, views, and how many trigger points and references it has."""
    facts, points = atlas.tables.muscles, atlas.tables.trigger_points["muscle"].value_counts()
    seen = _marks(places, facts.index)
    rows = [
        [code(name), row["name"], row["layer"], *seen[name], points.get(name, 0), _count(row["references"])]
        for name, row in facts.iterrows()
    ]
    return folded(f"{len(rows)} muscles", table(["muscle", "name", "layer", *COLUMNS, "points", "references"], rows))


def trigger_points(atlas: bodymap.Atlas, places: pd.DataFrame) -> str:
    """Each trigger point's standing, views, sides, and how many regions of referral and references it has."""
    seen = _marks(places, atlas.tables.trigger_points.index)
    rows = []
    for name, row in atlas.tables.trigger_points.iterrows():
        pain = atlas.tables.referral.loc[name] if name in atlas.tables.referral.index else None
        regions = ["", ""] if pain is None else [_count(pain["essential"]), _count(pain["spillover"])]
        cited = row["references"] if pain is None else f"{row['references']};{pain['references']}"
        rows.append([code(name), row["standing"], *seen[name], _sides(places, name), *regions, _count(cited)])
    columns = [
        "trigger point",
        "standing",
        *COLUMNS,
        "person's side",
        "essential regions",
        "spillover regions",
        "references",
    ]
    return folded(f"{len(rows)} trigger points", table(columns, rows))


def risk_areas(atlas: bodymap.Atlas, places: pd.DataFrame) -> str:
    """Each risk area's name, severity, views, sides, and how many references it has."""
    facts = atlas.tables.risk_areas
    seen = _marks(places, facts.index)
    rows = [
        [code(name), row["name"], row["severity"], *seen[name], _sides(places, name), _count(row["references"])]
        for name, row in facts.iterrows()
    ]
    columns = ["risk area", "name", "severity", *COLUMNS, "person's side", "references"]
    return folded(f"{len(rows)} risk areas", table(columns, rows))


def courses(atlas: bodymap.Atlas, places: pd.DataFrame) -> str:
    """Each course's name, kind, views, the risk areas that it runs through, and how many references it has."""
    facts = atlas.tables.courses
    seen = _marks(places, facts.index)
    rows = [
        [
            code(name),
            row["name"],
            row["kind"],
            *seen[name],
            ", ".join(map(code, split(row["risk_areas"]))),
            _count(row["references"]),
        ]
        for name, row in facts.iterrows()
    ]
    columns = ["course", "name", "kind", *COLUMNS, "risk areas", "references"]
    return folded(f"{len(rows)} courses of nerves and arteries", table(columns, rows))


def bones(places: pd.DataFrame) -> str:
    """Each bone's views."""
    seen = _marks(places, dict.fromkeys(places["id"]))
    return folded(f"{len(seen)} bones", table(["bone", *COLUMNS], [[code(name), *row] for name, row in seen.items()]))


def conditions(atlas: bodymap.Atlas, places: pd.DataFrame) -> str:
    """Each condition's evidence, its muscles, how many of its primary ones each view shows, and its references."""
    shown = places[~places["ghost"]].groupby("column")["id"].agg(set)
    rows = []
    for name, row in atlas.conditions.iterrows():
        primary = set(split(row["muscles_primary"]))
        counts = [len(primary & shown.get(column, set())) or "" for column in COLUMNS]
        numbers = [len(primary), _count(row["muscles_secondary"]), *counts, _count(row["references"])]
        rows.append([code(name), row["name"], row["evidence_strength"], *numbers])
    columns = ["condition", "name", "evidence", "primary muscles", "secondary", *COLUMNS, "references"]
    note = "Under each view: how many of the primary muscles it shows, ghosts aside."
    return folded(f"{len(rows)} conditions", f"{note}\n\n{table(columns, rows)}")


def _marks(places: pd.DataFrame, names: Iterable[str]) -> dict[str, list[str]]:
    """For each name, a mark in each column."""
    only_ghost = places.groupby(["id", "column"])["ghost"].all().to_dict()
    mark = {True: GHOST, False: DRAWN, None: ""}
    return {name: [mark[only_ghost.get((name, column))] for column in COLUMNS] for name in names}


def _sides(places: pd.DataFrame, name: str) -> str:
    sides = set(places.loc[places["id"] == name, "side"])
    return "both" if {"left", "right"} <= sides else " and ".join(sorted(sides))


def _count(cell: str) -> int:
    return len(set(split(cell)))


def table(columns: list[str], rows: Iterable[Iterable]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(plain(cell) for cell in line)} |" for line in lines)


def folded(title: str, body: str) -> str:
    """A part of the page that opens when asked for."""
    return f"<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"


def plain(cell: object) -> str:
    """A text that fits into a line and a cell."""
    return " ".join(str(cell).split()).replace("|", "\\|")


def code(name: str) -> str:
    """An id."""
    return f"`{name}`"
