"""The words of the screens, in a language and a mode."""

from __future__ import annotations

import functools
from pathlib import Path

import yaml

from . import paths

MODES = ("patient", "clinician")


@functools.lru_cache(maxsize=16)
def _texts(language: str, data: Path) -> dict:
    return yaml.safe_load((data / "words" / language / "interface.yaml").read_text(encoding="utf-8"))


def languages(data: Path = paths.DATA) -> list[str]:
    """The languages that the data folder holds."""
    return sorted(path.parent.name for path in (data / "words").glob("*/interface.yaml"))


class Words:
    """The texts of one language, for one reader.

    Parameters
    ----------
    language : str
        A folder under ``data/words``.
    mode : {"patient", "clinician"}
    data : pathlib.Path, optional
        The data folder.
    """

    def __init__(self, language: str = "en", mode: str = "patient", data: Path = paths.DATA) -> None:
        self.language, self.mode, self._data = language, mode, data

    def __call__(self, key: str, **values: str) -> str:
        """The text under a dotted key, its {braces} filled in.

        Raises
        ------
        KeyError
            For a key that the language does not hold.
        """
        text = _texts(self.language, self._data)
        for part in key.split("."):
            text = text[part]
        if isinstance(text, dict) and set(text) <= set(MODES):
            text = text[self.mode]
        if not isinstance(text, str):
            raise KeyError(f"{key} is a group of texts")
        return text.format(**values) if values else text

    @property
    def is_patient(self) -> bool:
        """Whether everyday words are used."""
        return self.mode == "patient"
