"""What can be searched for: Latin, English and everyday names of muscles and conditions."""

from __future__ import annotations

import functools

from ..schema import split
from ..tables import Tables
from ..words import Words


def entries(tables: Tables, words: Words) -> dict[str, str]:
    """Each text that can be found, to what it stands for (``muscle:id`` or ``condition:id``).

    Every name of a thing is an entry of its own, followed by the name that the reader's mode prefers, so that "traps"
    finds all three parts of the trapezius.
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
            found.setdefault(preferred, f"{kind}:{row.id}")
            for other in dict.fromkeys([row.name, row.plain_name, getattr(row, "latin", ""), *split(row.synonyms)]):
                if other and other.lower() != preferred.lower():
                    found.setdefault(f"{other[0].upper() + other[1:]} – {preferred}", f"{kind}:{row.id}")
    return found
