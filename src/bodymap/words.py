"""The words of the screens, in a language and a mode."""

from __future__ import annotations

from pathlib import Path

from . import paths
from .interface import MODES, interface

__all__ = ["MODES", "Words", "languages"]


def languages(data: Path | None = None, clinic: Path | None = None) -> list[str]:
    """The languages of a data folder and a clinic; by default of the package and the clinic of BODYMAP_CLINIC."""
    folders = _places(data, clinic)
    files = [file for folder in folders if folder for file in (folder / "words").glob("*/interface.yaml")]
    return sorted({file.parent.name for file in files})


class Words:
    """The texts of one language, for one reader.

    Parameters
    ----------
    language : str
        One of `languages`.
    mode : {"patient", "clinician"}
    data, clinic : pathlib.Path, optional
        The data folder, and a folder of a clinic's own words. By default the packaged folder with the clinic that the
        environment variable BODYMAP_CLINIC names; a data folder that is given comes with the given clinic only.
    """

    def __init__(
        self, language: str = "en", mode: str = "patient", data: Path | None = None, clinic: Path | None = None
    ) -> None:
        self.language, self.mode = language, mode
        self._places = _places(data, clinic)

    def __call__(self, key: str, **values: str) -> str:
        """The text under a dotted key, its {braces} filled in.

        Raises
        ------
        KeyError
            For a key that the language does not hold.
        """
        text = interface(self.language, *self._places)
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


def _places(data: Path | None, clinic: Path | None) -> tuple[Path, Path | None]:
    if data is None and clinic is None:
        clinic = paths.clinic()
    return data or paths.DATA, clinic
