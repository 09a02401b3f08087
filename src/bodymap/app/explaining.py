"""The explanation, one step a panel: what it says, how sure that is, and which layers of the figure it needs."""

from __future__ import annotations

import functools
from html import escape
from pathlib import Path
from string import Template

from ..explanation import statements
from ..schema import STEPS, selected, split
from .pieces import Pieces

_PICTURES = Path(__file__).parent / "pictures"
#: The layers that a step shows on the figure; the steps not named here leave the muscle and its spots.
SCENES = {
    "pain_area": ["essential", "spillover"],
    "muscle": ["bones", "muscles"],
    "sensitive_spot": ["muscles", "trigger_points", "essential"],
    "who_needs_special_care": ["muscles", "risk"],
}
_OTHERWISE = ["muscles", "trigger_points"]


def scenes() -> dict[str, list[str]]:
    """Of every step, the layers of the figure that it needs."""
    return {step: SCENES.get(step, _OTHERWISE) for step in STEPS}


class Explaining(Pieces):
    """Writes the panel of a step of the explanation."""

    def html(self, step: str, condition: str, selection: str) -> str:
        """The panel of a step, for a condition and a selection, each of which may be empty."""
        t, patient = self._t, self.words.is_patient
        number = STEPS.index(step)
        count = t("explanation.step_of", number=str(number + 1), count=str(len(STEPS)))
        body = f"<p class='under'>{count}</p><h2>{t(f'explanation.steps.{step}')}</h2>{self._picture(step)}"
        told = statements(self.tables, step, **self._shown(condition, selection))
        for row in told.itertuples():
            text = row.plain_text if patient else row.clinician_text
            body += f"<h3>{escape(row.heading)}</h3><p>{escape(text)}</p>"
            body += f"<p class='sure {row.certainty}'>{t(f'explanation.certainty.{row.certainty}')}</p>"
        body += self._more(step, condition, selection)
        body += self._way(number)
        keys = dict.fromkeys(key for cell in told["references"] for key in split(cell))
        return self._panel(body + self._all(step) + self._notes() + self._references(";".join(keys)))

    def _picture(self, step: str) -> str:
        """The drawing of a step, its words in the reader's language; empty where it has none."""
        drawing = _drawing(step)
        if drawing is None:
            return ""
        words = {name: self._t(f"explanation.pictures.{step}.{name}") for name in drawing.get_identifiers()}
        return f"<figure>{drawing.substitute(words)}</figure>"

    def _shown(self, condition: str, selection: str) -> dict[str, str]:
        """The names of what is shown, for the texts."""
        shown = {"condition": self._name("conditions", condition) if condition else ""}
        muscle, points = self._chosen(selection)
        if not muscle and condition:
            listed = self.tables.membership
            primary = listed[(listed["condition"] == condition) & (listed["role"] == "primary")]
            names = [self._name("muscles", name) for name in primary["muscle"]]
            shown["muscle"] = ", ".join(names)
        if muscle:
            shown |= {"muscle": self._name("muscles", muscle), "areas": self._places(points, "essential")}
        return {name: text.replace(" · ", ", ") for name, text in shown.items()}

    def _chosen(self, selection: str) -> tuple[str, list[str]]:
        """The chosen muscle and its trigger points, or the one that is chosen."""
        kind, name, _ = selected(selection)
        points = self.tables.trigger_points
        if kind == "trigger_point":
            return points.at[name, "muscle"], [name]
        return (name, list(points.index[points["muscle"] == name])) if kind == "muscle" else ("", [])

    def _more(self, step: str, condition: str, selection: str) -> str:
        """What the tables add to a step: evidence on the condition, places of care, when to see a doctor."""
        muscle, points = self._chosen(selection)
        if step == "may_help" and condition:
            row = self.tables.conditions.loc[condition]
            text = row["plain_evidence"] if self.words.is_patient else row["evidence_note"]
            return f"<p class='check'>{escape(text)}</p>" + self._references(row["references"])
        if step == "who_needs_special_care" and muscle:
            return self._extra_care(self._flags(self.atlas.muscles, muscle), selected(selection)[2])
        if step == "pain_area":
            return self._medical_check(points)
        if step == "when_to_call" and condition:
            red_flags = escape(self.tables.conditions.at[condition, "red_flags"])
            return f"<h3>{self._t('conditions.red_flags')}</h3><p class='check'>{red_flags}</p>"
        return ""

    def _way(self, number: int) -> str:
        """The buttons to the step before and the step after."""
        buttons = [
            self._button(f"step:{STEPS[other]}", self.words(key), f" class='{kind}'")
            for other, key, kind in ((number - 1, "explanation.back", "quiet"), (number + 1, "explanation.next", "go"))
            if 0 <= other < len(STEPS)
        ]
        return f"<nav>{self._choices(buttons, 'way')}</nav>"

    def _all(self, step: str) -> str:
        """Every step, to begin anywhere, skip and go back."""
        buttons = [
            self._button(
                f"step:{name}",
                f"{number}. {self.words(f'explanation.steps.{name}')}",
                ' aria-current="step"' if name == step else "",
            )
            for number, name in enumerate(STEPS, start=1)
        ]
        return f"<details><summary>{self._t('explanation.all_steps')}</summary>{self._choices(buttons)}</details>"


@functools.lru_cache
def _drawing(step: str) -> Template | None:
    """The drawing of a step, with a $name for each of its words; None where it has none."""
    file = _PICTURES / f"{step}.svg"
    return Template(file.read_text(encoding="utf-8")) if file.exists() else None
