"""How well drawn muscles agree with measured anatomy: ``python docs/agreement.py COMPARED`` keeps the figures.

The measured reference is a yardstick beside the project, never a part of it: silhouettes of one adult man, carried onto
the drawn body by the bony landmarks that both know. COMPARED is what its comparison printed: a table with the columns
muscle, view, iou (share of the joint area that both cover), edge_pct and centre_pct (mean distance of the outlines,
distance of the centres; % of stature) and area_ratio (drawn to measured). The figures go, with the date, into
docs/agreement.csv; then make the page anew with ``python docs/coverage_page.py``.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
from pathlib import Path

import pandas as pd
import shapely

import bodymap
from bodymap import paths
from bodymap.build.recipes import read_recipes

FILE = Path(__file__).with_name("agreement.csv")
#: What the comparison prints.
COLUMNS = ["muscle", "view", "iou", "edge_pct", "centre_pct", "area_ratio"]
#: The body that is compared: like the measured one, a man's.
BODY = "male"
#: What all shapes together should reach (medians), and beyond what a single one needs a written reason; % of stature.
AIM_IOU, AIM_EDGE = 0.6, 0.5
LIMIT_EDGE, LIMIT_CENTRE = 2.0, 3.0


def main() -> None:
    """Keep the figures of a comparison."""
    parser = argparse.ArgumentParser(prog="python docs/agreement.py", description=__doc__.splitlines()[0])
    parser.add_argument("compared", type=Path, help="a file with what the comparison printed")
    table = printed(parser.parse_args().compared.read_text(encoding="utf-8"))
    marks = drawn_marks()
    missing = [
        f"{muscle} in {view}"
        for muscle, view in zip(table["muscle"], table["view"], strict=True)
        if (muscle, view) not in marks
    ]
    if missing:
        parser.error(f"compared, but not drawn: {', '.join(missing)}")
    table["drawn"] = [marks[place] for place in zip(table["muscle"], table["view"], strict=True)]
    table.insert(0, "measured", datetime.date.today().isoformat())
    table.sort_values(["muscle", "view"]).to_csv(FILE, index=False, lineterminator="\n")
    print(f"{FILE.name}: {len(table)} shapes of {table['muscle'].nunique()} muscles")


def printed(text: str) -> pd.DataFrame:
    """The table in what a comparison printed.

    Returns
    -------
    pandas.DataFrame
        The columns `COLUMNS`, one row a muscle and view.

    Raises
    ------
    SystemExit
        Where there is no such table, or only a part of one.
    """
    lines = [line.split() for line in text.splitlines()]
    if COLUMNS not in lines:
        raise SystemExit(f"no table with the columns {', '.join(COLUMNS)}")
    rows = []
    for cells in lines[lines.index(COLUMNS) + 1 :]:
        if len(cells) != len(COLUMNS):
            break
        rows.append([*cells[:2], *map(float, cells[2:])])
    if not rows:
        raise SystemExit("the table has no rows")
    return pd.DataFrame(rows, columns=COLUMNS)


def read() -> pd.DataFrame:
    """The kept figures.

    Returns
    -------
    pandas.DataFrame
        measured (date), `COLUMNS`, drawn (mark of the shape that was compared), reason (of the recipe, or empty),
        is_off (beyond a limit) and is_current (whether that very shape is still drawn).
    """
    table = pd.read_csv(FILE, dtype={"drawn": str})
    places = list(zip(table["muscle"], table["view"], strict=True))
    marks, reasons = drawn_marks(), written_reasons()
    table["reason"] = [reasons.get(place, "") for place in places]
    table["is_off"] = (table["edge_pct"] > LIMIT_EDGE) | (table["centre_pct"] > LIMIT_CENTRE)
    table["is_current"] = [marks.get(place) == mark for place, mark in zip(places, table["drawn"], strict=True)]
    return table


def drawn_marks() -> dict[tuple[str, str], str]:
    """A short mark of each drawn shape, which changes when the shape does; by muscle and view."""
    muscles = bodymap.load_atlas(BODY).muscles
    muscles = muscles[muscles["side"] != "right"]
    digests = [hashlib.sha256(shapely.to_wkb(shape)).hexdigest()[:8] for shape in muscles.geometry]
    return dict(zip(zip(muscles["id"], muscles["view"], strict=True), digests, strict=True))


def written_reasons() -> dict[tuple[str, str], str]:
    """What the recipes say about muscles that lie apart from measured anatomy; by muscle and view."""
    recipes = read_recipes(paths.GEOMETRY / "recipes" / "muscles")
    return {
        (recipe.id, "left" if view == "side" else view): recipe.reason
        for recipe in recipes
        for view in recipe.views
        if recipe.reason
    }


if __name__ == "__main__":
    main()
