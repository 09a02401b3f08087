"""What the panel beside the figure says about the chosen thing: tables and words to HTML."""

from __future__ import annotations

from html import escape

from ..atlas import Atlas
from ..schema import split
from ..views import PAIRS
from ..words import Words


class Details:
    """Writes the panel for one atlas, in the words of one reader.

    Parameters
    ----------
    atlas : Atlas
    words : Words
    map_id : str
        The map that a button in the panel speaks to.
    """

    def __init__(self, atlas: Atlas, words: Words, map_id: str) -> None:
        self.atlas, self.words, self._map_id, self._view = atlas, words, map_id, ""
        self.tables = atlas.tables.in_language(words.language)

    def html(self, condition: str, selection: str, side: str, view: str) -> str:
        """The panel for a condition and a selection (``kind:id:side``), each of which may be empty, beside a view."""
        self._view = view
        kind, name, chosen_side = (*selection.split(":"), "", "")[:3]
        writers = {"muscle": self._muscle, "trigger_point": self._trigger_point, "risk_area": self._risk_area}
        if kind in writers:
            body = writers[kind](name, chosen_side if chosen_side in ("left", "right") else "")
        elif condition:
            body = self._condition(condition, side if side in ("left", "right") else "")
        else:
            body = self._start()
        heading = self._t("details.heading")
        return f'<div class="details" role="region" aria-live="polite" aria-label="{heading}">{body}</div>'

    # --- one page each ------------------------------------------------------------------------------------------------

    def _start(self) -> str:
        tables = self.tables
        groups = ""
        for region, part in tables.muscles.groupby("region", sort=False):
            muscles = self._muscle_list(list(part.index), "")
            groups += f"<details><summary>{escape(region.capitalize())}</summary>{muscles}</details>"
        return (
            f"<h2>{self._t('help.empty_state')}</h2><p>{self._t('help.empty_detail')}</p>"
            f"<h3>{self._t('layers.muscles')}</h3>{groups}"
            f"{self._notes(contested=True)}"
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
            column = "plain_name" if patient else "name"
            entries = "".join(f"<li>{escape(self.tables.conditions.at[c, column])}</li>" for c in found)
            html += f"<h3>{t('details.conditions')}</h3><ul>{entries}</ul>"
        keys = ";".join([row["references"], *points["references"]])
        return html + self._medical_check(list(points.index)) + self._notes(referral=True) + self._references(keys)

    def _trigger_point(self, name: str, side: str) -> str:
        row = self.tables.trigger_points.loc[name]
        muscle = self.tables.muscles.loc[row["muscle"]]
        referral = self.tables.referral.loc[name]
        t, patient = self._t, self.words.is_patient
        back = self._button(f"muscle:{row['muscle']}:{side}", muscle["plain_name"] if patient else muscle["name"])
        title = t("details.trigger_points") if patient else f"{muscle['name']}: {row['label']}"
        html = self._title(title, "", side) + f"<p>{back}</p>"
        html += self._felt([name])
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
        if patient:
            return html + f"<p>{escape(row['plain_why'])}</p>" + self._notes()
        html += f"<p>{escape(row['why'])}</p>"
        html += self._facts([(f"details.{key}", row[key]) for key in ("structure_at_risk", "extent", "adverse_events")])
        muscles = self.atlas.muscles
        near = [m for m in muscles["id"].unique() if name in self._flags(muscles, m)]
        html += f"<h3>{t('layers.muscles')}</h3>{self._muscle_list(near, side)}" if near else ""
        return html + self._notes() + self._references(row["references"])

    # --- pieces -------------------------------------------------------------------------------------------------------

    def _t(self, key: str, **values: str) -> str:
        return escape(self.words(key, **values))

    def _title(self, title: str, under: str, side: str = "") -> str:
        sided = f" <span class='side'>{self._t(f'side.{side}')}</span>" if side else ""
        below = f"<p class='under'>{escape(under)}</p>" if under and under != title else ""
        return f"<h2>{escape(title[0].upper() + title[1:])}{sided}</h2>{below}"

    def _facts(self, facts: list[tuple[str, str]]) -> str:
        rows = "".join(f"<dt>{self._t(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts if value)
        return f"<dl>{rows}</dl>"

    def _button(self, selection: str, text: str) -> str:
        return (
            f'<button data-bodymap-map="{self._map_id}" data-bodymap-select="{escape(selection)}">'
            f"{escape(text[0].upper() + text[1:])}</button>"
        )

    def _muscle_list(self, names: list[str], side: str) -> str:
        column = "plain_name" if self.words.is_patient else "name"
        muscles = self.tables.muscles
        entries = "".join(f"<li>{self._button(f'muscle:{n}:{side}', muscles.at[n, column])}</li>" for n in names)
        return f'<ul class="choices">{entries}</ul>'

    def _point_list(self, names: list[str], side: str) -> str:
        points = self.tables.trigger_points
        entries = ""
        for number, name in enumerate(names, start=1):
            label = (
                f"{number}: {self._places([name], 'essential')}" if self.words.is_patient else points.at[name, "label"]
            )
            entries += f"<li>{self._button(f'trigger_point:{name}:{side}', label)}</li>"
        return f'<ul class="choices">{entries}</ul>'

    def _places(self, points: list[str], grade: str) -> str:
        """The regions, in words, to which trigger points refer."""
        regions, referral = self.tables.regions, self.tables.referral
        names = dict.fromkeys(region for point in points for region in split(referral.at[point, grade]))
        column = "plain_name" if self.words.is_patient else "name"
        return " · ".join(regions.at[name, column].lower() for name in names)

    def _elsewhere(self, muscle: str) -> str:
        """A button for each pair of views, other than the present one, in which a muscle can be seen."""
        drawn = self.atlas.muscles
        drawn = drawn[drawn["id"] == muscle]
        seen = set(drawn.loc[~drawn["ghost"] | drawn["ghost"].all(), "view"])
        others = [pair for pair in PAIRS if self._view not in pair and seen & set(pair)]
        entries = ""
        for view in (next(view for view in pair if view in seen) for pair in others):
            name = self.words(f"views.{view}").lower()
            entries += f"<li>{self._button(f'view:{view}', self.words('views.show_in', view=name))}</li>"
        return f'<ul class="choices row">{entries}</ul>' if entries else ""

    def _felt(self, points: list[str]) -> str:
        if not points:
            return ""
        facts = [(f"details.{grade}", self._places(points, grade)) for grade in ("essential", "spillover")]
        return f"<h3>{self._t('details.where_pain_is_felt')}</h3>{self._facts(facts)}"

    def _flags(self, frame, name: str) -> tuple[str, ...]:
        drawn = frame.loc[frame["id"] == name, "risk_areas"]
        return drawn.iloc[0] if len(drawn) else ()

    def _extra_care(self, areas: tuple[str, ...], side: str) -> str:
        column = "plain_name" if self.words.is_patient else "name"
        table = self.tables.risk_areas
        entries = "".join(
            f"<li>{self._button(f'risk_area:{area}:{side}', table.at[area, column])}</li>" for area in areas
        )
        listed = f'<ul class="choices care">{entries}</ul>' if entries else f"<p>{self._t('details.none_nearby')}</p>"
        return f"<h3>{self._t('details.extra_care')}</h3>{listed}"

    def _medical_check(self, points: list[str]) -> str:
        """The lines that chest, belly, groin and head referral always carry."""
        checks = self.tables.medical_checks
        referral = self.tables.referral
        regions = {
            r for point in points for grade in ("essential", "spillover") for r in split(referral.at[point, grade])
        }
        wanted = dict.fromkeys(check for region, check in checks.items() if region in regions)
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
