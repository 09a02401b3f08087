"""Where does it hurt? What the panel says about marked places, and the muscles that may send pain there."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from html import escape

import numpy as np
import pandas as pd
import shapely

from .. import style
from ..atlas import Atlas
from ..locate import locate, regions_under
from ..schema import selected
from ..views import pair_of
from .pieces import Pieces

#: Muscles that are shown at once; the others wait under a heading of their own.
_LIKELY = 5
#: The least room round what a small picture shows, in stature.
_ROOM = 0.04


def drawings(strokes: Mapping[str, list[dict]]) -> dict[str, shapely.Geometry]:
    """The areas that were painted, by view.

    Parameters
    ----------
    strokes : dict of str to list of dict
        By view: points (a flat list x, y, x, y, ...) and radius of each stroke, in stature.
    """
    painted = {}
    for view, lines in strokes.items():
        areas = []
        for stroke in lines:
            points = np.reshape(stroke["points"], (-1, 2))
            line = shapely.LineString(points) if len(points) > 1 else shapely.Point(points[0])
            areas.append(line.buffer(stroke["radius"], quad_segs=4))
        if areas:
            painted[view] = shapely.union_all(areas)
    return painted


class Locating(Pieces):
    """Writes the panel for what is marked."""

    def html(self, marks: list[str], strokes: Mapping[str, list[dict]], selection: str) -> str:
        """The panel for tapped places (``region:side``), painted strokes and the answer that is chosen."""
        t = self._t
        painted = drawings(strokes)
        regions = [tuple(mark.split(":")) for mark in marks]
        body = f"<h2>{t('locate.heading')}</h2>"
        if not regions and not painted:
            return self._panel(f"{body}<p>{t('locate.start')}</p>{self._list(marks)}{self._kept()}{self._notes()}")
        body += self._marked(marks)
        found = locate(regions, drawing=painted, atlas=self.atlas, words=self.words)
        under = {row.region for v, area in painted.items() for row in regions_under(area, v, self.atlas).itertuples()}
        body += self._check_first({region for region, _ in regions} | under)
        if found.empty:
            body += f"<p>{t('locate.none')}</p>"
        else:
            body += f"<h3>{t('locate.results')}</h3>{self._answers(found[:_LIKELY], selection)}"
            more = self._answers(found[_LIKELY:], selection)
            body += f"<details><summary>{t('locate.more')}</summary>{more}</details>" if more else ""
        return self._panel(body + self._list(marks) + self._kept() + self._notes(referral=True, contested=True))

    def told(self, marks: list[str], selection: str) -> str:
        """What a screen reader is told when the panel changes: the answer that is chosen, or the marked places."""
        kind, name, side = selected(selection)
        if kind == "trigger_point" and side:
            return self._sided(self.tables.trigger_points.at[name, "muscle"], side)
        return ", ".join([self.words("locate.heading"), *(self._place(mark) for mark in marks)])

    def _sided(self, muscle: str, side: str) -> str:
        return f"{self._name('muscles', muscle)} – {self.words(f'side.{side}').lower()}"

    def _marked(self, marks: list[str]) -> str:
        """The tapped places, each a button that takes it back."""
        buttons = []
        for mark in marks:
            text = f"{self._place(mark)} ✕"
            told = self.words("locate.remove", place=self._place(mark))
            buttons.append(self._button(f"mark:{mark}", text, f' aria-label="{escape(told)}"'))
        return self._choices(buttons, "row")

    def _place(self, mark: str) -> str:
        region, side = mark.split(":")
        name = self._name("regions", region)
        return name if side == "midline" else f"{name} ({self.words(f'side.{side}').lower()})"

    def _list(self, marks: list[str]) -> str:
        """Every place of the views in front, for those who choose from a list."""
        drawn = self.atlas.regions
        drawn = drawn[drawn["view"].isin(pair_of(self._view))]
        places = {f"{row.id}:{row.side}" for row in drawn.itertuples()}
        pressed = ' aria-pressed="{}"'
        buttons = [
            self._button(f"mark:{place}", name, pressed.format("true" if place in marks else "false"))
            for name, place in sorted((self._place(place), place) for place in places)
        ]
        return f"<details><summary>{self._t('locate.list')}</summary>{self._choices(buttons, 'row')}</details>"

    def _answers(self, found: pd.DataFrame, selection: str) -> str:
        entries = ""
        for row in found.itertuples():
            chosen = f"trigger_point:{row.trigger_point}:{row.side}"
            text = self._sided(row.muscle, row.side)
            current = ' aria-current="true"' if selection == chosen else ""
            entries += (
                f"<li>{thumbnail(self.atlas, row.muscle, row.side)}<div>{self._button(chosen, text, current)}"
                f"<p>{escape(row.reason)}</p>{self._onward() if current else ''}</div></li>"
            )
        return f'<ol class="answers">{entries}</ol>' if entries else ""

    def _onward(self) -> str:
        """From the chosen answer to the map's panel about it, and to the explanation."""
        screens = (("map", "locate.about"), ("explain", "locate.explain"))
        return self._choices([self._button(f"screen:{screen}", self.words(key)) for screen, key in screens], "row")

    def _kept(self) -> str:
        return f"<p class='note'>{self._t('locate.kept')}</p>"


@functools.lru_cache(maxsize=512)
def thumbnail(atlas: Atlas, muscle: str, side: str) -> str:
    """A small picture of a muscle on the body, as SVG, in the view that shows most of it."""
    drawn = atlas.muscles[(atlas.muscles["id"] == muscle) & (atlas.muscles["side"] == side)]
    drawn = drawn[~drawn["ghost"] | drawn["ghost"].all()]
    if drawn.empty:
        return ""
    view = drawn.loc[drawn.area.idxmax(), "view"]
    shape = drawn.loc[drawn["view"] == view].geometry.union_all()
    x0, y0, x1, y1 = shape.bounds
    half = max(x1 - x0, y1 - y0) / 2 + _ROOM
    centre_x, centre_y = (x0 + x1) / 2, (y0 + y1) / 2
    frame = shapely.box(centre_x - half, centre_y - half, centre_x + half, centre_y + half)
    outline = atlas.outlines.loc[atlas.outlines["view"] == view].geometry.union_all().intersection(frame)
    skin, palette = style.SKIN_TONES["neutral"], style.PALETTES["patient"]
    body = f'<path d="{_path(outline, frame)}" fill="{skin["outline"]}" stroke="{skin["line"]}" stroke-width="1"/>'
    belly = f'<path d="{_path(shape, frame)}" fill="{palette.selected}" fill-rule="evenodd"/>'
    return f'<svg class="thumbnail" viewBox="0 0 100 100" aria-hidden="true">{body}{belly}</svg>'


def _path(shape: shapely.Geometry, frame: shapely.Geometry) -> str:
    """A geometry as the path of an SVG whose 100 x 100 units are the frame."""
    x0, y0, x1, y1 = frame.bounds
    rings = shapely.get_rings(shapely.get_parts(shapely.simplify(shape, (x1 - x0) / 250)))
    lines = []
    for ring in rings:
        points = (shapely.get_coordinates(ring) - (x0, y1)) * (100 / (x1 - x0), -100 / (y1 - y0))
        lines.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return "".join(lines)
