"""The sentences of the page to take home, in the patient's words."""

from __future__ import annotations

from collections import Counter

from ..explanation import statements
from ..schema import split
from ..tables import Tables
from ..words import Words
from .marks import Marks
from .page import Section

#: How many places where pain is commonly felt are named, those of most trigger points first.
_PLACES = 5
#: Beginnings of names that keep their capital within a sentence.
_PROPER = ("Achilles",)
#: What is told of what to expect, and of when to call; and what is told of dry needling where nothing is chosen.
_EXPECT = ("during_ache", "after_sore")
_CALL = ("call_breathing", "call_nerves", "call_infection")
_NEEDLING = ("needle_thin", "needle_addition", "needle_not", "needle_choice")


class Texts:
    """The texts of the page, in the patient's words."""

    def __init__(self, tables: Tables, marks: Marks, words: Words) -> None:
        self.tables, self.marks, self.words = tables, marks, words
        self.statements = statements(tables)
        self._cited: list[str] = []

    def title(self) -> tuple[str, str]:
        """The plain name of what is shown, and its clinical name."""
        marks, tables = self.marks, self.tables
        if not marks.condition and not marks.muscle:
            return self.words("explanation.steps.what_it_is"), ""
        row = tables.conditions.loc[marks.condition] if marks.condition else tables.muscles.loc[marks.muscle]
        under = [row["name"]] if row["name"].lower() != row["plain_name"].lower() else []
        if marks.trigger_point and not marks.condition:
            under.append(tables.trigger_points.at[marks.trigger_point, "label"])
        if marks.side != "both":
            under.append(self.words(f"views.{marks.side}"))
        return _capital(row["plain_name"]), " · ".join(under)

    def sections(self) -> tuple[Section, ...]:
        """What is told, in reading order; what may be left out has a rank."""
        marks, tables, words = self.marks, self.tables, self.words
        key = "handout.commonly_felt" if marks.muscle else "handout.commonly_felt_all"
        felt = words(key, areas=places) if (places := self._places()) else ""
        parts = []
        if marks.condition:
            row = tables.conditions.loc[marks.condition]
            self._cited += split(row["references"])
            parts.append((words("handout.about"), (row["summary"], "" if marks.muscle else felt), 0))
        if marks.muscle:
            row = tables.muscles.loc[marks.muscle]
            self._cited += split(row["references"])
            does = row["plain_action"]
            about = f"{_capital(row['plain_name'])}: {_small(does)}" if marks.condition else does
            parts.append((words("handout.about_muscle"), (about, felt), 0))
        if marks.muscle or marks.condition:
            self._cite("spot_disputed")
        if marks.condition:
            found = tables.conditions.at[marks.condition, "plain_evidence"]
            contested = words("notes.contested")
            is_told = " ".join(contested.split()[:4]) in found
            parts.append((words("handout.evidence"), (found, "" if is_told else contested), 0))
        elif marks.muscle:
            parts.append((words("handout.evidence"), (self._told("help_short"), words("notes.contested")), 0))
        else:
            parts.append((words("explanation.steps.what_it_is"), tuple(map(self._told, _NEEDLING)), 0))
            parts.append((words("handout.evidence"), (self._told("help_short"), self._told("help_long")), 0))
        parts.append((words("handout.expect"), tuple(map(self._told, _EXPECT)), 0))
        parts.append(("", (self._told("after_bruise"),), 1))
        if marks.condition:
            parts.append((words("conditions.red_flags"), (tables.conditions.at[marks.condition, "red_flags"],), 0))
        checks = tuple(words(f"medical_check.{check}") for check in self._checks())
        parts.append((words("medical_check.heading"), checks, 0))
        if checks:
            self._cite("pain_other_causes")
        parts.append((words("handout.call"), tuple(map(self._told, _CALL)), 0))
        parts.append(("", (self._told("call_therapist"),), 2))
        listed = [name for name, role in self._roles().items() if role == "primary"]
        names = "; ".join(tables.muscles.at[name, "plain_name"] for name in listed)
        if not marks.muscle:
            parts.insert(1, (words("handout.muscles"), (f"{_capital(names)}." if names else "",), 3))
        told = [(heading, tuple(filter(None, texts)), rank) for heading, texts, rank in parts]
        return tuple(Section(*part) for part in told if part[1])

    def references(self) -> str:
        """What the page cites, by first author and year; to be asked for after the sections."""
        brief = self.tables.references["brief"]
        return "; ".join(dict.fromkeys(brief[key] for key in self._cited))

    def _told(self, name: str) -> str:
        self._cite(name)
        return self.statements.at[name, "plain_text"]

    def _cite(self, name: str) -> None:
        """Name the sources of a statement of the explanation, which another text of the page rests on too."""
        self._cited += split(self.statements.at[name, "references"])

    def _roles(self) -> dict[str, str]:
        listed = self.tables.membership
        return listed[listed["condition"] == self.marks.condition].set_index("muscle")["role"].to_dict()

    def _points(self) -> list[str]:
        return list(dict.fromkeys(self.marks.points["id"]))

    def _places(self) -> str:
        """Where the pain is commonly felt: the regions that most of the trigger points share first."""
        regions = Counter(
            region for point in self._points() for region in split(self.tables.referral.at[point, "essential"])
        )
        names = dict.fromkeys(_small(self.tables.regions.at[name, "plain_name"]) for name, _ in regions.most_common())
        return "; ".join(list(names)[:_PLACES])

    def _checks(self) -> list[str]:
        """The medical checks that pain there always carries."""
        felt = {
            region
            for point in self._points()
            for grade in self.marks.zones
            for region in split(self.tables.referral.at[point, grade])
        }
        return list(dict.fromkeys(check for region, check in self.tables.medical_checks.items() if region in felt))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(name: str) -> str:
    return name if name.startswith(_PROPER) else name[:1].lower() + name[1:]
