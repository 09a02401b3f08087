"""What no text may say: the rules of each language, ``data/words/<language>/wording.yaml``."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from . import paths

#: Web addresses: texts name no other place, and cite by reference key.
ADDRESS = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io|blog|info)\b", re.IGNORECASE)
#: The columns that may measure, and only along the surface of the body.
SURFACE = (("regions", "borders"), ("risk_areas", "extent"))


@dataclass(frozen=True)
class Rules:
    """The rules of one language.

    Attributes
    ----------
    banned : re.Pattern
        Words that promise, frighten or mislead.
    placing : re.Pattern
        How deep, at what angle, with how long a needle, or where to insert it.
    measure : re.Pattern
        A length.
    instead : tuple of (re.Pattern, str)
        What to say in place of each banned word.
    """

    banned: re.Pattern[str]
    placing: re.Pattern[str]
    measure: re.Pattern[str]
    instead: tuple[tuple[re.Pattern[str], str], ...]

    def faults(self, text: str, may_measure: bool = False, may_hold_addresses: bool = False) -> list[str]:
        """What a text says that it may not, each with the remedy.

        Parameters
        ----------
        text : str
        may_measure : bool
            Whether it describes the surface of the body (`SURFACE`).
        may_hold_addresses : bool
            Whether it says how to reach someone.
        """
        found = [f'"{hit[0]}": {advice}' for pattern, advice in self.instead for hit in pattern.finditer(text)]
        if hit := self.placing.search(text):
            found.append(
                f'"{hit[0]}": the map never tells a depth, an angle, a needle or a place to insert; leave it out'
            )
        elif not may_measure and (hit := self.measure.search(text)):
            found.append(f'"{hit[0]}": only the borders of places on the skin are measured; leave it out')
        if not may_hold_addresses and (hit := ADDRESS.search(text)):
            found.append(f'"{hit[0]}": texts hold no addresses; put yours into the contact line of clinic.yaml')
        return found


@functools.lru_cache(maxsize=16)
def rules(language: str, data: Path = paths.DATA) -> Rules | None:
    """The rules of a language; None for a language that has none yet."""
    file = data / "words" / language / "wording.yaml"
    if not file.exists():
        return None
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    parts = {"<measure>": told["measure"], "<needling>": told["needling"]}
    placing = "|".join(told["placing"])
    for name, expression in parts.items():
        placing = placing.replace(name, expression)
    words = {f"\\b(?:{pattern})\\b": advice for pattern, advice in told["banned"].items()}
    return Rules(
        banned=_compiled("|".join(words)),
        placing=_compiled(placing),
        measure=_compiled(told["measure"]),
        instead=tuple((_compiled(pattern), advice) for pattern, advice in words.items()),
    )


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
