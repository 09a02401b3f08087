"""Make the page of what is drawn, and how well: ``python docs/coverage_page.py`` writes docs/coverage.md anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

import agreement
import bodymap
import coverage_tables as tables
from bodymap.atlas import bodies
from bodymap.schema import LAYERS, STANDINGS, split
from coverage_tables import COLUMNS, DRAWN, GHOST, code, column_of, folded, plain, table

PAGE = Path(__file__).with_name("coverage.md")
#: What is drawn, and the tables of `bodymap.tables.Tables` that describe it (none for bones).
KINDS = {
    "muscles": "muscles",
    "trigger_points": "trigger_points",
    "referral_zones": "referral",
    "risk_areas": "risk_areas",
    "courses": "courses",
    "regions": "regions",
    "bones": None,
}
#: The column that says of what is not drawn where it lies.
PLACES = {
    "muscles": "origin",
    "trigger_points": "location",
    "regions": "borders",
    "risk_areas": "extent",
    "courses": "course",
}
HEAD = f"""# What is drawn, and how well

Made from the present data by `python docs/coverage_page.py`; a change by hand would be lost. {DRAWN} is drawn; {GHOST}
is drawn only as a ghost, behind what hides it. The view `side` stands for left and right, which mirror each other.
"""
YARDSTICK = f"""
The yardstick is silhouettes of one adult man, measured from Z-Anatomy (after BodyParts3D), Open3DModel (AnatomyTOOL)
and the HuBMAP Human Reference Atlas, carried onto the drawn male body by the bony landmarks that both know. It is one
man's anatomy, it has faults of its own, and no drawing is taken from it. *Overlap* is the share of the joint area
that both cover; *edges* and *centres* are how far outlines and centres lie apart, in % of stature (1 % is about 1.7
cm). Aim: a median overlap of at least {agreement.AIM_IOU} and median edges of at most {agreement.AIM_EDGE} %. Thin
muscles overlap little even where their edges lie close.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)


def page() -> str:
    """The whole page, as Markdown."""
    atlases = {body: bodymap.load_atlas(body) for body in bodies()}
    atlas = next(iter(atlases.values()))
    places = {kind: pd.concat([tables.drawn_places(each, kind) for each in atlases.values()]) for kind in KINDS}
    parts = [
        HEAD,
        *_numbers(atlas, places),
        *_agreement(atlas, agreement.read()),
        *_standing(atlas),
        *_not_drawn(atlas, places),
        *_differences(places),
        "## Structure by structure",
        tables.muscles(atlas, places["muscles"]),
        tables.trigger_points(atlas, places["trigger_points"]),
        tables.risk_areas(atlas, places["risk_areas"]),
        tables.courses(atlas, places["courses"]),
        tables.bones(places["bones"]),
        tables.conditions(atlas, places["muscles"]),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _numbers(atlas: bodymap.Atlas, places: dict[str, pd.DataFrame]) -> Iterator[str]:
    yield "## In numbers"
    rows = []
    for kind, facts in KINDS.items():
        seen = places[kind].groupby("column")["id"].nunique()
        told = len(getattr(atlas.tables, facts)) if facts else ""
        rows.append([_words(kind), told, places[kind]["id"].nunique(), *(seen.get(column, "") for column in COLUMNS)])
    yield table(["", "in the tables", "drawn", *COLUMNS], rows)
    layers = atlas.tables.muscles["layer"].value_counts()
    standings = atlas.tables.trigger_points["standing"].value_counts()
    yield "\n".join(
        [
            f"- Bodies: {', '.join(bodies())}.",
            f"- Muscles by layer: {', '.join(f'{layers.get(layer, 0)} {layer}' for layer in LAYERS)}.",
            f"- Trigger points by standing: {', '.join(f'{standings.get(name, 0)} {name}' for name in STANDINGS)}.",
            f"- Conditions: {len(atlas.conditions)}. References: {len(atlas.references)}.",
        ]
    )


def _agreement(atlas: bodymap.Atlas, figures: pd.DataFrame) -> Iterator[str]:
    yield "## Agreement with measured anatomy"
    yield YARDSTICK
    by_view = {column_of(view): part for view, part in figures.groupby("view")} | {"all": figures}
    medians = [
        [view, part["muscle"].nunique(), len(part)]
        + [f"{part[column].median():.2f}" for column in ("iou", "edge_pct", "centre_pct")]
        for view, part in by_view.items()
    ]
    yield table(["view", "muscles", "shapes", "overlap", "edges, %", "centres, %"], medians)
    older = figures[~figures["is_current"]]
    names = [f"{code(row.muscle)} ({column_of(row.view)})" for row in older.itertuples()]
    yield f"Measured on {' and '.join(sorted(set(figures['measured'])))}. Drawn anew since: {_listed(names)}"
    yield f"### Beyond {agreement.LIMIT_EDGE:g} % at the edges or {agreement.LIMIT_CENTRE:g} % between the centres"
    off = figures[figures["is_off"]].sort_values(["edge_pct", "muscle"], ascending=False)
    yield _figures(off) if len(off) else "None."
    yield folded(f"All {len(figures)} shapes, least overlap first", _figures(figures.sort_values(["iou", "muscle"])))
    unmeasured = atlas.tables.muscles.index.difference(figures["muscle"])
    yield f"By the textbooks' anatomy alone, as the yardstick lacks them: {_listed(map(code, unmeasured))}"


def _figures(figures: pd.DataFrame) -> str:
    rows = [
        [code(row.muscle), column_of(row.view)]
        + [f"{figure:.2f}" for figure in (row.iou, row.edge_pct, row.centre_pct)]
        + [row.reason]
        for row in figures.itertuples()
    ]
    return table(["muscle", "view", "overlap", "edges, %", "centres, %", "why"], rows)


def _standing(atlas: bodymap.Atlas) -> Iterator[str]:
    yield "## What is only tradition, and how strong the evidence is"
    points = atlas.tables.trigger_points
    traditional = points.index[points["standing"] == "tradition"]
    yield f"Trigger points whose place or pattern is only tradition: {_listed(map(code, traditional))}"
    counts = atlas.conditions["evidence_strength"].value_counts()
    yield table(["evidence, as the reviews rate it", "conditions"], sorted(counts.items()))


def _not_drawn(atlas: bodymap.Atlas, places: dict[str, pd.DataFrame]) -> Iterator[str]:
    yield "## What is not drawn"
    for kind, where in PLACES.items():
        facts = getattr(atlas.tables, kind)
        missing = facts.loc[~facts.index.isin(places[kind]["id"]), where]
        lines = [f"- {code(name)}: {plain(cell)}" for name, cell in missing.items()]
        yield f"**{_words(kind).capitalize()}**:{_below(lines) or ' all are drawn.'}"
    only_ghost = places["muscles"].groupby("id", sort=False)["ghost"].all()
    yield f"Muscles that every view shows only as a ghost: {_listed(map(code, only_ghost.index[only_ghost]))}"
    regions = set(places["regions"]["id"])
    lines = []
    for name, row in atlas.tables.referral.iterrows():
        untold = [region for region in split(f"{row['essential']};{row['spillover']}") if region not in regions]
        lines += [f"- {code(name)}: {', '.join(map(code, untold))}"] if untold else []
    yield f"Referral that words tell and no view can show:{_below(lines) or ' none.'}"


def _differences(places: dict[str, pd.DataFrame]) -> Iterator[str]:
    yield "## What differs between the bodies"
    yield "A close-up's frame cuts each body at another height of its own; the rest is what only some bodies have."
    rows = []
    for kind, frame in places.items():
        for (name, column), bodies_of in frame.groupby(["id", "column"], sort=False)["body"]:
            missing = [body for body in bodies() if body not in set(bodies_of)]
            rows += [[_words(kind), code(name), column, ", ".join(missing)]] if missing else []
    yield folded(f"{len(rows)} places", table(["", "id", "view", "not on"], rows))


def _below(lines: list[str]) -> str:
    """A list below the text before it, or nothing."""
    return "\n\n" + "\n".join(lines) if lines else ""


def _listed(names: Iterable[str]) -> str:
    return f"{', '.join(names) or 'none'}."


def _words(kind: str) -> str:
    return kind.replace("_", " ")


if __name__ == "__main__":
    main()
