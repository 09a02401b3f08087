"""What can be searched for: muscles, conditions, risk areas, nerves and arteries, by Latin, English, everyday names."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from ..schema import split
from ..tables import Tables


@functools.lru_cache(maxsize=16)
def entries(tables: Tables, *, is_patient: bool) -> dict[str, str]:
    """Each text that can be found, to what it stands for (``muscle:id``, ``condition:id`` or ``risk_area:id``).

    A thing is one entry: the name that the reader's mode prefers, then its other names, so that "traps" finds the three
    parts of the trapezius, each once. A name that is part of another says nothing more and is left out. A nerve or
    artery stands for the first of its risk areas, with which the figure draws it; where the two are the same thing
    (one id) or have the same everyday name, they are one entry.
    """
    found: dict[str, str] = {}
    for kind, frame in (("muscle", tables.muscles), ("condition", tables.conditions)):
        for row in frame.itertuples():
            found[_entry([row], split(row.synonyms), is_patient)] = f"{kind}:{row.id}"
    courses = {row.id: (row, split(row.risk_areas)[0]) for row in tables.courses.itertuples()}
    for area in tables.risk_areas.itertuples():
        same = [
            course
            for course, first in courses.values()
            if area.id == course.id or (area.id == first and area.plain_name == course.plain_name)
        ]
        found[_entry([area, *same], [], is_patient)] = f"risk_area:{area.id}"
        for course in same:
            del courses[course.id]
    for course, first in courses.values():
        found[_entry([course], [], is_patient)] = f"risk_area:{first}"
    return found


def choice(tables: Tables, text: str, side: str, *, is_patient: bool) -> dict[str, str]:
    """What an entry sets on the map: ``selection``, and ``condition`` where it is one; nothing for an unknown text.

    Parameters
    ----------
    tables : Tables
    text : str
        One of `entries`.
    side : {"both", "left", "right"}
        The side that the map shows, on which things are chosen.
    is_patient : bool
    """
    found = entries(tables, is_patient=is_patient).get(text, "")
    kind, _, name = found.partition(":")
    if kind == "condition":
        return {"condition": name, "selection": ""}
    return {"selection": found if side == "both" else f"{found}:{side}"} if found else {}


def _entry(rows: Iterable, more: list[str], is_patient: bool) -> str:
    """The name that a reader prefers of the first of some rows, and all other names of them."""
    names: list[str] = []
    for row in rows:
        both = [row.plain_name, row.name] if is_patient else [row.name, row.plain_name]
        names += [*both, getattr(row, "latin", "")]
    preferred = names[0][0].upper() + names[0][1:]
    others: list[str] = []
    for other in [*names[1:], *more]:
        if not any(other.lower() in known.lower() for known in [preferred, *others]):
            others.append(other)
    return f"{preferred} – {', '.join(others)}" if others else preferred
