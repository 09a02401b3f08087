"""What the panel beside the map says about the chosen thing: tables and words to HTML."""

from __future__ import annotations

import functools
from html import escape
from pathlib import Path

import pandas as pd
import param
from panel.custom import JSComponent

from ..atlas import Atlas
from ..schema import selected, split
from ..views import PAIRS, pair_of
from ..words import Words
from .pieces import Pieces, in_views

#: Hides what the views in front do not show: the panel's class says which those are, so that a turn of the figure need
#: not write the lists anew.
ELSEWHERE = (
    ", ".join(f':host(.{first}) [data-in]:not([data-in~="{first}"])' for first, _ in PAIRS) + " { display: none; }"
)
LOOK = (Path(__file__).parent / "details.css").read_text(encoding="utf-8") + ELSEWHERE
#: Stands for the id of the map in what is written once for all.
_ANY_MAP = "any-map"


class DetailsPane(JSComponent):
    """Shows the panel. What a map opens with is long: the browser keeps it for whenever nothing is chosen."""

    html = param.String(doc="The panel of what is chosen; empty where nothing is.")
    opening = param.String(doc="The panel that a map opens with.")

    _esm = """
    export function render({model, el}) {
      const write = () => { el.innerHTML = model.html || model.opening }
      write()
      model.on(["html", "opening"], write)
    }
    """


class Details(Pieces):
    """Writes the panel of the map.

    Parameters
    ----------
    atlas, words, map_id, view
        As for `Pieces`.
    conservative : bool
        Whether only the muscles to start with are shown, so that a muscle's panel says why it is one of them or not.
    """

    def __init__(self, atlas: Atlas, words: Words, map_id: str, view: str, conservative: bool = False) -> None:
        super().__init__(atlas, words, map_id, view)
        self._is_conservative = conservative

    def html(self, condition: str, selection: str, side: str) -> str:
        """The panel for a condition and a selection (``kind:id:side``), each of which may be empty."""
        kind, name, chosen_side = selected(selection)
        writers = {"muscle": self._muscle, "trigger_point": self._trigger_point, "risk_area": self._risk_area}
        if kind in writers:
            body = writers[kind](name, chosen_side if chosen_side in ("left", "right") else "")
        elif condition:
            body = self._condition(condition, side if side in ("left", "right") else "")
        else:
            body = _start(self.atlas, self.words.language, self.words.mode).replace(_ANY_MAP, self._map_id)
        return self._panel(body)

    # --- one page each ------------------------------------------------------------------------------------------------

    def _start(self) -> str:
        tables = self.tables
        groups = ""
        for region, part in tables.muscles.groupby("region", sort=False):
            muscles = self._muscle_list(list(part.index), "")
            groups += f"<details><summary>{escape(region.capitalize())}</summary>{muscles}</details>"
        return (
            f"<h2>{self._t('help.empty_state')}</h2><p>{self._t('help.empty_detail')}</p>"
            f"<h3>{self._t('layers.muscles')}</h3>{groups}{self._other_lists()}"
            f"{self._notes(contested=True)}"
        )

    def _other_lists(self) -> str:
        """The trigger points and risk areas, to choose from a list; `ELSEWHERE` hides those of other views."""
        areas, points = (_pairs_of(frame) for frame in (self.atlas.risk_areas, self.atlas.trigger_points))
        tables = self.tables
        spots = ""
        for muscle, part in tables.trigger_points.groupby("muscle", sort=False):
            if drawn := [name for name in part.index if name in points]:
                title = self._name("muscles", muscle)
                group = frozenset().union(*(points[name] for name in drawn))
                seen = [() if points[name] == group else points[name] for name in drawn]
                listed = self._choices(self._point_buttons(drawn, ""), seen=seen)
                spots += f"<section{in_views(group)}><h3>{escape(title[0].upper() + title[1:])}</h3>{listed}</section>"
        drawn = [name for name in tables.risk_areas.index if name in areas]
        buttons = [self._button(f"risk_area:{name}:", self._name("risk_areas", name)) for name in drawn]
        places = self._choices(buttons, "care", [areas[name] for name in drawn])
        lists = (("trigger_points", spots, points), ("risk", places, areas))
        return "".join(
            f"<details{in_views(set().union(*seen.values()))}><summary>{self._t(f'layers.{layer}')}</summary>"
            f"{entries}</details>"
            for layer, entries, seen in lists
            if entries
        )

    def _condition(self, name: str, side: str) -> str:
        row = self.tables.conditions.loc[name]
        t, patient = self._t, self.words.is_patient
        listed = self.tables.membership
        listed = listed[listed["condition"] == name]
        title, under = (row["plain_name"], row["name"]) if patient else (row["name"], row["plain_name"])
        html = self._title(title, under)
        html += f"<p>{escape(row['summary'])}</p>" if patient else ""
        for role in ("primary", "secondary"):
            muscles = list(listed.loc[listed["role"] == role, "muscle"])
            if muscles:
                html += f"<h3>{t(f'conditions.{role}')}</h3>{self._muscle_list(muscles, side)}"
                html += self._missing(muscles) if role == "primary" else ""
        html += f"<h3>{t('conditions.red_flags')}</h3><p class='check'>{escape(row['red_flags'])}</p>"
        evidence = row["plain_evidence"] if patient else row["evidence_note"]
        html += f"<h3>{t('details.evidence')}</h3><p>{escape(evidence)}</p>"
        if not patient:
            html += self._facts([("details.strength", row["evidence_strength"]), ("conditions.code", row["icd10"])])
        return html + self._notes() + self._references(row["references"])

    def _muscle(self, name: str, side: str) -> str:
        row = self.tables.muscles.loc[name]
        t, patient = self._t, self.words.is_patient
        points = self.tables.trigger_points
        points = points[points["muscle"] == name]
        title, under = (row["plain_name"], row["name"]) if patient else (row["name"], row["latin"])
        html = self._title(title, under, side)
        html += f"<p class='badge'>{t('depth.layer.' + row['layer'])}</p>"
        html += self._start_with(name) if self._is_conservative else ""
        html += f"<p>{escape(row['plain_action'] if patient else row['action'])}</p>"
        if not patient:
            html += self._facts(
                [(f"details.{key}", row[key]) for key in ("origin", "insertion", "innervation")]
                + [("details.also_called", row["plain_name"])]
            )
        html += self._elsewhere(name)
        html += self._felt(list(points.index))
        html += (
            f"<h3>{t('details.trigger_points')}</h3>{self._point_list(list(points.index), side)}" if len(points) else ""
        )
        html += self._extra_care(self._flags(self.atlas.muscles, name), side)
        found = self.tables.membership
        found = found[found["muscle"] == name]["condition"].unique()
        if len(found):
            entries = "".join(f"<li>{escape(self._name('conditions', name))}</li>" for name in found)
            html += f"<h3>{t('details.conditions')}</h3><ul>{entries}</ul>"
        keys = ";".join([row["references"], *points["references"]])
        return html + self._medical_check(list(points.index)) + self._notes(referral=True) + self._references(keys)

    def _start_with(self, name: str) -> str:
        """Whether a muscle is one to start with, and if not, why: its layer, the high-risk areas that it is near."""
        drawn, points = self.atlas.muscles, self.atlas.trigger_points
        if drawn.loc[drawn["id"] == name, "conservative"].any():
            return f"<p class='note'>{self._t('filters.conservative.kept')}</p>"
        layer, areas = self.tables.muscles.at[name, "layer"], self.tables.risk_areas
        flagged = [*drawn.loc[drawn["id"] == name, "risk_areas"], *points.loc[points["muscle"] == name, "risk_areas"]]
        near = dict.fromkeys(area for cell in flagged for area in cell if areas.at[area, "severity"] == "high")
        reasons = [self.words(f"depth.layer.{layer}")] if layer != "superficial" else []
        reasons += [self._name("risk_areas", area) for area in near]
        told = self._t("filters.conservative.left_out", reasons="; ".join(reasons))
        return f"<p class='note'>{told}</p>"

    def _trigger_point(self, name: str, side: str) -> str:
        row = self.tables.trigger_points.loc[name]
        muscle = self.tables.muscles.loc[row["muscle"]]
        referral = self.tables.referral.loc[name]
        t, patient = self._t, self.words.is_patient
        back = self._button(f"muscle:{row['muscle']}:{side}", muscle["plain_name"] if patient else muscle["name"])
        title = t("details.trigger_points") if patient else f"{muscle['name']}: {row['label']}"
        html = self._title(title, "", side) + f"<p>{back}</p>"
        html += self._felt([name])
        points = self.tables.trigger_points
        beside = list(points.index[points["muscle"] == row["muscle"]])
        if len(beside) > 1:
            html += f"<h3>{t('details.trigger_points')}</h3>{self._point_list(beside, side, chosen=name)}"
        html += f"<h3>{t('details.how_it_feels')}</h3><p>{escape(referral['patient_symptoms'])}</p>"
        if not patient:
            html += self._facts([("details.location", row["location"])])
        html += f"<p class='badge'>{t('standing.' + row['standing'])}</p>"
        html += self._extra_care(self._flags(self.atlas.trigger_points, name), side)
        keys = f"{row['references']};{referral['references']}"
        return html + self._medical_check([name]) + self._notes(referral=True, contested=True) + self._references(keys)

    def _risk_area(self, name: str, side: str) -> str:
        row = self.tables.risk_areas.loc[name]
        t, patient = self._t, self.words.is_patient
        html = self._title(row["plain_name"] if patient else row["name"], "" if patient else row["plain_name"], side)
        html += f"<p class='badge care'>{t('severity.' + row['severity'])}</p>"
        courses = self.tables.courses
        courses = courses[[name in split(cell) for cell in courses["risk_areas"]]]
        if patient:
            return html + f"<p>{escape(row['plain_why'])}</p>" + self._behind(courses) + self._notes()
        html += f"<p>{escape(row['why'])}</p>"
        html += self._facts([(f"details.{key}", row[key]) for key in ("structure_at_risk", "extent", "adverse_events")])
        html += self._behind(courses)
        muscles = self.atlas.muscles
        near = [m for m in muscles["id"].unique() if name in self._flags(muscles, m)]
        html += f"<h3>{t('layers.muscles')}</h3>{self._muscle_list(near, side)}" if near else ""
        return html + self._notes() + self._references(";".join([row["references"], *courses["references"]]))

    def _behind(self, courses: pd.DataFrame) -> str:
        """The nerves and arteries that run through a risk area, each with its line on the figure."""
        entries = ""
        for row in courses.itertuples():
            line = f"<span class='line {row.kind}' role='img' aria-label='{self._t('courses.' + row.kind)}'></span>"
            named = row.plain_name if self.words.is_patient else f"{row.name} ({row.latin})"
            entries += f"<dt>{line} {escape(named)}</dt>"
            entries += "" if self.words.is_patient else f"<dd>{escape(row.course)}</dd>"
        return f"<h3>{self._t('courses.heading')}</h3><dl class='courses'>{entries}</dl>" if entries else ""


@functools.lru_cache(maxsize=32)
def _start(atlas: Atlas, language: str, mode: str) -> str:
    """What a map opens with: the lists of everything, written once for all sessions and views."""
    return Details(atlas, atlas.tables.words(language, mode), _ANY_MAP, PAIRS[0][0])._start()


def _pairs_of(frame: pd.DataFrame) -> dict[str, frozenset[str]]:
    """The pairs of views, each by its first, in which each structure of a table is drawn."""
    pairs = frame["view"].map({view: pair_of(view)[0] for view in frame["view"].unique()})
    return pairs.groupby(frame["id"]).agg(frozenset).to_dict()
