"""What can be searched for: Latin, English and everyday names of muscles and conditions."""

from __future__ import annotations

import functools

from ..schema import split
from ..tables import Tables
from ..words import Words


def entries(tables: Tables, words: Words) -> dict[str, str]:
    """Each text that can be found, to what it stands for (``muscle:id`` or ``condition:id``).

    A thing is one entry: the name that the reader's mode prefers, then its other names, so that "traps" finds the three
    parts of the trapezius, each once. A name that is part of another says nothing more and is left out.
    """
    return _entries(id(tables), words.is_patient, _Held(tables))


class _Held:
    """Tables, compared by identity so that they can be a cache's key."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def __hash__(self) -> int:
        return id(self.tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.tables is self.tables


@functools.lru_cache(maxsize=16)
def _entries(_key: int, is_patient: bool, held: _Held) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, frame in (("muscle", held.tables.muscles), ("condition", held.tables.conditions)):
        for row in frame.itertuples():
            preferred = row.plain_name if is_patient else row.name
            preferred = preferred[0].upper() + preferred[1:]
            others: list[str] = []
            for other in [row.name, row.plain_name, getattr(row, "latin", ""), *split(row.synonyms)]:
                if not any(other.lower() in known.lower() for known in [preferred, *others]):
                    others.append(other)
            found[" – ".join([preferred, ", ".join(others)]) if others else preferred] = f"{kind}:{row.id}"
    return found
