"""What can be searched for: Latin, English and everyday names of muscles and conditions."""

from __future__ import annotations

import functools

from ..schema import split
from ..tables import Tables


@functools.lru_cache(maxsize=16)
def entries(tables: Tables, *, is_patient: bool) -> dict[str, str]:
    """Each text that can be found, to what it stands for (``muscle:id`` or ``condition:id``).

    A thing is one entry: the name that the reader's mode prefers, then its other names, so that "traps" finds the three
    parts of the trapezius, each once. A name that is part of another says nothing more and is left out.
    """
    found: dict[str, str] = {}
    for kind, frame in (("muscle", tables.muscles), ("condition", tables.conditions)):
        for row in frame.itertuples():
            preferred = row.plain_name if is_patient else row.name
            preferred = preferred[0].upper() + preferred[1:]
            others: list[str] = []
            for other in [row.name, row.plain_name, getattr(row, "latin", ""), *split(row.synonyms)]:
                if not any(other.lower() in known.lower() for known in [preferred, *others]):
                    others.append(other)
            found[" – ".join([preferred, ", ".join(others)]) if others else preferred] = f"{kind}:{row.id}"
    return found
