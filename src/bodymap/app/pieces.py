"""What every panel beside the figure is made of: titles, buttons, lists, notes and references, as HTML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape, unescape

from ..atlas import Atlas
from ..schema import split
from ..sight import views_of
from ..views import PAIRS, pair_of
from ..words import Words


def heading(panel: str) -> str:
    """The heading of a panel as plain text: what a screen reader is told when the panel changes."""
    found = re.search("<h2>(.*?)</h2>", panel)
    return unescape(re.sub("<[^>]*>", "", found[1])) if found else ""


def in_views(pairs: Collection[str]) -> str:
    """The attribute of what belongs to some pairs of views only, each named by its first view; empty for all."""
    return f' data-in="{" ".join(sorted(pairs))}"' if pairs else ""


class Pieces:
    """Writes the pieces of a panel for one atlas, in the words of one reader.

    Parameters
    ----------
    atlas : Atlas
    words : Words
    map_id : str
        The map that a button in the panel speaks to.
    view : str
        The view in front.
    """

    def __init__(self, atlas: Atlas, words: Words, map_id: str, view: str) -> None:
        self.atlas, self.words, self._map_id, self._view = atlas, words, map_id, view
        self.tables = atlas.tables.in_language(words.language)

    def _panel(self, body: str) -> str:
        """The whole panel, in the direction of its language."""
        name, direction = self._t("details.heading"), self._t("language.direction")
        written = f'lang="{escape(self.words.language)}" dir="{direction}"'
        mine = f'data-bodymap-map="{self._map_id}"'
        return f'<div class="details" role="region" aria-label="{name}" {written} {mine}>{body}</div>'

    def _name(self, table: str, name: str) -> str:
        """The name that the reader's mode prefers, of a row of a table."""
        return getattr(self.tables, table).at[name, "plain_name" if self.words.is_patient else "name"]

    def _t(self, key: str, **values: str) -> str:
        return escape(self.words(key, **values))

    def _title(self, title: str, under: str, side: str = "") -> str:
        sided = f" <span class='side'>{self._t(f'side.{side}')}</span>" if side else ""
        below = f"<p class='under'>{escape(under)}</p>" if under and under != title else ""
        return f"<h2>{escape(title[0].upper() + title[1:])}{sided}</h2>{below}"

    def _facts(self, facts: list[tuple[str, str]]) -> str:
        rows = "".join(f"<dt>{self._t(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts if value)
        return f"<dl>{rows}</dl>"

    def _button(self, selection: str, text: str, extra: str = "") -> str:
        return (
            f'<button data-bodymap-map="{self._map_id}" data-bodymap-select="{escape(selection)}"{extra}>'
            f"{escape(text[0].upper() + text[1:])}</button>"
        )

    def _choices(self, buttons: list[str], kind: str = "", seen: Sequence[Collection[str]] = ()) -> str:
        """A list of buttons; with `seen`, the pairs of views in which each stands there, if not in all."""
        marks = [in_views(pairs) for pairs in seen] or [""] * len(buttons)
        entries = "".join(f"<li{mark}>{button}</li>" for mark, button in zip(marks, buttons, strict=True))
        return f'<ul class="choices {kind}">{entries}</ul>' if buttons else ""

    def _muscle_list(self, names: list[str], side: str) -> str:
        return self._choices([self._button(f"muscle:{name}:{side}", self._name("muscles", name)) for name in names])

    def _point_list(self, names: list[str], side: str, chosen: str = "") -> str:
        return self._choices(self._point_buttons(names, side, chosen))

    def _point_buttons(self, names: list[str], side: str, chosen: str = "") -> list[str]:
        """A button for each trigger point of a muscle; the chosen one says so."""
        points = self.tables.trigger_points
        buttons = []
        for number, name in enumerate(names, start=1):
            label = (
                f"{number}: {self._places([name], 'essential')}" if self.words.is_patient else points.at[name, "label"]
            )
            current = ' aria-current="true"' if name == chosen else ""
            buttons.append(self._button(f"trigger_point:{name}:{side}", label, current))
        return buttons

    def _places(self, points: list[str], grade: str) -> str:
        """The regions, in words, to which trigger points refer."""
        referral = self.tables.referral
        names = dict.fromkeys(region for point in points for region in split(referral.at[point, grade]))
        return " · ".join(self._name("regions", name).lower() for name in names)

    def _elsewhere(self, muscle: str) -> str:
        """A button for each pair of views, other than the present one, in which a muscle can be seen."""
        drawn = self.atlas.muscles
        drawn = drawn[drawn["id"] == muscle]
        seen = set(drawn.loc[~drawn["ghost"] | drawn["ghost"].all(), "view"])
        others = [pair for pair in PAIRS if self._view not in pair and seen & set(pair)]
        return self._ways(next(view for view in pair if view in seen) for pair in others)

    def _missing(self, muscles: Iterable[str]) -> str:
        """A button for each view that shows best one of some muscles that the present pair does not show plainly."""
        plain = self.atlas.muscles[~self.atlas.muscles["ghost"]]
        here = set(plain.loc[plain["view"].isin(pair_of(self._view)), "id"])
        missing = [name for name in muscles if name not in here and name in set(plain["id"])]
        return self._ways(dict.fromkeys(views_of(self.atlas, f"muscle:{name}")[0] for name in missing))

    def _ways(self, views: Iterable[str]) -> str:
        """Buttons that turn the figure."""
        named = ((view, self.words(f"views.{view}").lower()) for view in views)
        return self._choices(
            [self._button(f"view:{view}", self.words("views.show_in", view=name)) for view, name in named], "row"
        )

    def _felt(self, points: list[str]) -> str:
        if not points:
            return ""
        facts = [(f"details.{grade}", self._places(points, grade)) for grade in ("essential", "spillover")]
        return f"<h3>{self._t('details.where_pain_is_felt')}</h3>{self._facts(facts)}"

    def _flags(self, frame, name: str) -> tuple[str, ...]:
        drawn = frame.loc[frame["id"] == name, "risk_areas"]
        return drawn.iloc[0] if len(drawn) else ()

    def _extra_care(self, areas: tuple[str, ...], side: str) -> str:
        buttons = [self._button(f"risk_area:{area}:{side}", self._name("risk_areas", area)) for area in areas]
        listed = self._choices(buttons, "care") or f"<p>{self._t('details.none_nearby')}</p>"
        return f"<h3>{self._t('details.extra_care')}</h3>{listed}"

    def _medical_check(self, points: list[str]) -> str:
        """The lines that chest, belly, groin and head referral always carry."""
        referral = self.tables.referral
        return self._check_first(
            {r for point in points for grade in ("essential", "spillover") for r in split(referral.at[point, grade])}
        )

    def _check_first(self, regions: set[str]) -> str:
        """The lines that pain in some regions always carries."""
        wanted = dict.fromkeys(check for region, check in self.tables.medical_checks.items() if region in regions)
        lines = "".join(f"<p class='check'>{self._t(f'medical_check.{check}')}</p>" for check in wanted)
        return f"<h3>{self._t('medical_check.heading')}</h3>{lines}" if lines else ""

    def _notes(self, referral: bool = False, contested: bool = False) -> str:
        keys = ["not_a_diagnosis", *(["yours_may_differ"] if referral else []), *(["contested"] if contested else [])]
        return "".join(f"<p class='note'>{self._t(f'notes.{key}')}</p>" for key in keys)

    def _references(self, keys: str) -> str:
        texts = self.atlas.references["text"]
        entries = "".join(f"<li>{escape(texts[key])}</li>" for key in dict.fromkeys(split(keys)))
        return (
            f"<details class='sources'><summary>{self._t('details.references')}</summary><ol>{entries}</ol></details>"
        )
