"""How easily patients read a text: each language by its own measure.

English is held to the sixth grade by Flesch-Kincaid: the measure in which the leaflets of hospitals and orthopaedic
bodies are reported, and which rests on the length of sentences and words alone, so that it can be repeated by anyone.
Spanish is held to 70 or more by Fernandez Huerta, the Spanish fitting of the same formula: "fairly easy", the sixth
grade. Both are made for passages. A formula on five words is noise, so each text of at least `ALONE` words is measured
alone, and shorter ones joined with others of their kind.

Measuring needs the library textstat, which comes with the extra ``check``.
"""

from __future__ import annotations

import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

#: A text of fewer words is measured together with its neighbours; one of the screens with fewer than `LABEL` never.
ALONE, LABEL = 10, 5
#: The columns that patients read, by table.
PATIENT = {
    "muscles": ("plain_action",),
    "referral": ("patient_symptoms",),
    "conditions": ("summary", "plain_evidence", "red_flags"),
    "risk_areas": ("plain_why",),
    "explanation": ("plain_text",),
}
#: Words without a plainer one, and the plain word that stands for each while measuring.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "en": {"acupuncture": "needling", "emergency number": "help number"},
    "es": {"acupuntura": "punción"},
}
#: What stands in for the {words} that the program fills in.
FILLED = {
    "en": {"areas": "temple", "muscle": "calf muscle", "condition": "neck pain"},
    "es": {"areas": "sien", "muscle": "músculo del cuello", "condition": "dolor de cuello"},
}


@dataclass(frozen=True)
class Measure:
    """A measure of one language.

    Attributes
    ----------
    language : str
    name : str
        As it is told.
    function : str
        Of textstat.
    least, most : float
        What passes.
    """

    language: str
    name: str
    function: str
    least: float = -100
    most: float = 1000

    def value(self, text: str) -> float:
        """The measure of a text, to one digit."""
        import textstat

        textstat.set_lang(self.language)
        return round(getattr(textstat, self.function)(text), 1)

    def passes(self, value: float) -> bool:
        """Whether patients can read what has this value."""
        return self.least <= value <= self.most


#: How each language is measured.
MEASURES = {
    "en": Measure("en", "grade (Flesch-Kincaid, at most 6)", "flesch_kincaid_grade", most=6),
    "es": Measure("es", "ease of reading (Fernandez Huerta, at least 70)", "fernandez_huerta", least=70),
}


def can_measure() -> bool:
    """Whether the library that measures is installed."""
    return importlib.util.find_spec("textstat") is not None


class Passage(NamedTuple):
    """What is measured: where its texts stand, and the texts as sentences."""

    places: tuple[str, ...]
    text: str


def passages(texts: Iterable[tuple[str, str, str]], language: str) -> list[Passage]:
    """What is measured of a language's texts: long ones alone, short ones joined with those of their group.

    Parameters
    ----------
    texts : iterable of (str, str, str)
        Group, place and text.
    language : str
        One of `MEASURES`.
    """
    found: list[Passage] = []
    short: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group, place, text in texts:
        sentence = plain(text, language)
        if len(sentence.split()) >= ALONE:
            found.append(Passage((place,), sentence))
        else:
            short[group].append((place, sentence))
    joined = [Passage(tuple(place for place, _ in part), " ".join(text for _, text in part)) for part in short.values()]
    return found + [passage for passage in joined if len(passage.text.split()) >= ALONE]


def plain(text: str, language: str) -> str:
    """A text as a sentence, its exceptions replaced and its {braces} filled."""
    for word, plainer in EXCEPTIONS[language].items():
        text = re.sub(rf"\b{word}\b", plainer, text, flags=re.IGNORECASE)
    text = re.sub(r"\{(\w+)\}", lambda found: FILLED[language].get(found[1], "this"), text)
    return text if text.endswith((".", "?", "!")) else f"{text}."
