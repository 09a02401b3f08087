"""The texts of the screens: those of the data folder, and a clinic's in place of some of them."""

from __future__ import annotations

import copy
import functools
import string
from pathlib import Path

import yaml

from .schema import DataError, nearest
from .yaml_texts import read_texts

MODES = ("patient", "clinician")
DIRECTIONS = ("ltr", "rtl")
#: Notes that stand beside every map in these very words; see the rules of wording in CONTRIBUTING.md.
FIXED = ("notes.not_a_diagnosis", "notes.yours_may_differ")


@functools.lru_cache(maxsize=32)
def interface(language: str, data: Path, clinic: Path | None = None) -> dict:
    """The texts of the screens in a language, nested as in ``interface.yaml``.

    Parameters
    ----------
    language : str
        A folder under ``words`` of the data folder or of the clinic.
    data : pathlib.Path
        The data folder.
    clinic : pathlib.Path, optional
        Its texts come in place of those of the data folder; in a language that only the clinic has, what it does not
        give stays English.

    Raises
    ------
    DataError
        Naming file, line and key of every text of the clinic that cannot be used, and the nearest key.
    """
    packaged = _packaged(language, data)
    base = _packaged("en", data) if packaged is None else packaged
    if base is None:
        raise DataError(f"words/en/interface.yaml: not found in {data}")
    file = None if clinic is None else clinic / "words" / language / "interface.yaml"
    if file is None or not file.exists():
        return base
    name = f"words/{language}/interface.yaml"
    return _with_texts(copy.deepcopy(base), file, name, is_new=packaged is None)


def leaves(texts: dict, above: str = "") -> dict[str, object]:
    """The texts by dotted key."""
    found: dict[str, object] = {}
    for key, value in texts.items():
        found |= leaves(value, f"{above}{key}.") if isinstance(value, dict) else {f"{above}{key}": value}
    return found


def braces(text: str) -> set[str] | None:
    """The {names} that a text leaves to be filled in; None where its braces do not match or a name is missing."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(name.isidentifier() for name in names) and not any(spec or mark for _, _, spec, mark in parts)
    return names if plain else None


def _packaged(language: str, data: Path) -> dict | None:
    file = data / "words" / language / "interface.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None


def _with_texts(base: dict, file: Path, name: str, is_new: bool) -> dict:
    known = leaves(base)
    given, faults = read_texts(file, name)
    is_read = bool(given) or not faults
    for key, (text, line) in given.items():
        fault = _fault(key, text, known, is_new)
        if fault:
            faults.append(f'{name}: line {line}, key "{key}", value "{text}": {fault}')
        else:
            _put(base, key, text)
    if is_new and is_read and "language.name" not in given:
        faults.append(f'{name}: line 1, key "language.name": is missing; a new language says its own name')
    if faults:
        raise DataError("\n".join(faults))
    return base


def _fault(key: str, text: str, known: dict[str, object], is_new: bool) -> str:
    """Why a text cannot stand under a key; empty where it can."""
    above, _, last = key.rpartition(".")
    is_mode = last in MODES and isinstance(known.get(above), str)
    inner = {name.removeprefix(f"{key}."): words for name, words in known.items() if name.startswith(f"{key}.")}
    replaced = inner.get("patient") if set(inner) == set(MODES) else known.get(above if is_mode else key)
    if replaced is None:
        if inner:
            return f"a group of texts; give those of its keys that change: {', '.join(inner)}"
        return f"the screens have no such key.{_same_ending(key, known) or nearest(key, known)}"
    if not isinstance(replaced, str):
        return "holds references, no text; leave it out"
    if not is_new and (above if is_mode else key) in FIXED:
        return f'always stands beside a map as "{replaced}"; leave it out'
    if key == "language.direction" and text not in DIRECTIONS:
        return f"allowed: {', '.join(DIRECTIONS)}"
    wanted, found = braces(replaced), braces(text)
    if found != wanted:
        names = ", ".join(f"{{{name}}}" for name in sorted(wanted or ())) or "none"
        return f"must hold the words in braces that the map fills in: {names}"
    return ""


def _same_ending(key: str, known: dict[str, object]) -> str:
    """The keys that end alike, for one that was written without its group or in another."""
    found = [name for name in known if f".{name}".endswith(f".{key.rpartition('.')[2]}")]
    return f" Did you mean {' or '.join(f'{chr(34)}{name}{chr(34)}' for name in found[:3])}?" if found else ""


def _put(texts: dict, key: str, text: str) -> None:
    """Put a text under a dotted key; one text serves both readers, one reader's leaves the other's as it is."""
    *groups, last = key.split(".")
    for group in groups:
        if isinstance(texts[group], str):  # one text so far for both readers
            texts[group] = dict.fromkeys(MODES, texts[group])
        texts = texts[group]
    texts[last] = text
