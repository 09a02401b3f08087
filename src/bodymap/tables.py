"""The clinical tables: what the drawn structures mean."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path

import bibtexparser
import pandas as pd

from . import schema
from .clinic import with_clinic
from .schema import split
from .translation import TEXTS, translated
from .words import Words, languages

#: BibTeX keeps capitals and names together with braces.
_NO_BRACES = str.maketrans("", "", "{}")


@dataclass(frozen=True, eq=False)
class Tables:
    """The clinical tables of one data folder, each a DataFrame of text indexed by id; see ``data/README.md``.

    Attributes
    ----------
    muscles, trigger_points, referral, conditions, risk_areas, courses, regions, explanation : pandas.DataFrame
    medical_checks : pandas.Series
        Region id to the medical-check line (chest, belly, groin, head) that pain there always carries.
    reference_file : pathlib.Path
        The BibTeX file behind `references`.
    membership : pandas.DataFrame
        What a condition shows: columns condition, muscle, role (``primary`` or ``secondary``). The only place where
        this rule stands; `Atlas.select` and the map in the browser both read it.
    folder : pathlib.Path
        The data folder that they were read from.
    clinic : pathlib.Path or None
        The folder of the clinic whose rows and words are among them.
    """

    muscles: pd.DataFrame
    trigger_points: pd.DataFrame
    referral: pd.DataFrame
    conditions: pd.DataFrame
    risk_areas: pd.DataFrame
    courses: pd.DataFrame
    regions: pd.DataFrame
    explanation: pd.DataFrame
    medical_checks: pd.Series
    reference_file: Path
    membership: pd.DataFrame
    folder: Path
    clinic: Path | None = None

    @property
    def references(self) -> pd.DataFrame:
        """The references, indexed by key; column text (as cited) and the entry's fields. Read when first asked for."""
        known = read_references(self.reference_file)
        own = None if self.clinic is None else self.clinic / "references.bib"
        return known if own is None or not own.exists() else pd.concat([known, read_references(own)]).fillna("")

    def languages(self) -> list[str]:
        """The languages of the data folder and of the clinic."""
        return languages(self.folder, self.clinic)

    def words(self, language: str = "en", mode: str = "patient") -> Words:
        """The words of the screens, as the data folder and the clinic give them."""
        return Words(language, mode, self.folder, self.clinic)

    def in_language(self, language: str) -> Tables:
        """The tables with the texts of a language in place of the English ones, once a process.

        Parameters
        ----------
        language : str
            A folder under ``words`` of the data folder or of the clinic. What neither holds stays English.

        Raises
        ------
        bodymap.schema.DataError
            For a row or column of the language that the English tables do not have, naming file, line, column, value.
        """
        if language == "en":
            return read_tables(self.folder, self.clinic)
        return _in_language(self.folder, self.clinic, language)


def referral_sets(tables: Tables) -> pd.DataFrame:
    """The sets of regions to which pain is referred, by a trigger point, by a whole muscle, and in a condition.

    Returns
    -------
    pandas.DataFrame
        kind (``trigger_point``, ``muscle``, ``condition``), id, grade, regions (``;`` list, sorted). A muscle's set
        joins those of its trigger points, a condition's those of its primary muscles; what is essential for one of
        them is not spillover of the whole.
    """
    muscle_of = dict(zip(tables.trigger_points.index, tables.trigger_points["muscle"], strict=True))
    listed = tables.membership[tables.membership["role"] == "primary"]
    conditions_of: dict[str, list[str]] = {}
    for condition, muscle in zip(listed["condition"], listed["muscle"], strict=True):
        conditions_of.setdefault(muscle, []).append(condition)
    joined: dict[tuple[str, str], dict[str, set[str]]] = {}
    for point, essential, spillover in zip(
        tables.referral.index, tables.referral["essential"], tables.referral["spillover"], strict=True
    ):
        muscle = muscle_of[point]
        wholes = [("condition", condition) for condition in conditions_of.get(muscle, [])]
        for whole in [("trigger_point", point), ("muscle", muscle), *wholes]:
            grades = joined.setdefault(whole, {"essential": set(), "spillover": set()})
            grades["essential"].update(split(essential))
            grades["spillover"].update(split(spillover))
    rows = []
    for (kind, name), grades in joined.items():
        grades["spillover"] -= grades["essential"]
        rows += [(kind, name, grade, ";".join(sorted(regions))) for grade, regions in grades.items() if regions]
    return pd.DataFrame(rows, columns=["kind", "id", "grade", "regions"], dtype=object)


def read_tables(folder: Path, clinic: Path | None = None) -> Tables:
    """Read and check the clinical tables of a data folder, once a process.

    Parameters
    ----------
    folder : pathlib.Path
    clinic : pathlib.Path, optional
        A folder of a clinic's own words, which add to the tables and change them.

    Raises
    ------
    bodymap.schema.DataError
        Naming file, line, column and value of every fault.
    """
    return _read(folder, clinic)


@functools.lru_cache(maxsize=8)
def read_frames(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of `schema.COLUMNS` in a data folder, checked, each indexed by its first column; once a process."""
    frames = {table: schema.read_table(folder / f"{table}.csv", table) for table in schema.COLUMNS}
    bibliography = folder / "references.bib"
    if not bibliography.exists():
        raise schema.DataError(f"references.bib: not found in {folder}")
    schema.check_pointers(frames, set(schema.reference_keys(bibliography)))
    return frames


@functools.lru_cache(maxsize=8)
def _read(folder: Path, clinic: Path | None) -> Tables:
    frames = dict(read_frames(folder))
    bibliography = folder / "references.bib"
    if clinic is not None:
        frames, faults = with_clinic(frames, clinic, set(schema.reference_keys(bibliography)))
        if faults:
            raise schema.DataError("\n".join(faults))
        frames |= translated({table: frames[table] for table in TEXTS}, clinic / "words" / "en")
    checks = frames.pop("medical_check")["check"]
    return Tables(
        **frames,
        medical_checks=checks,
        reference_file=bibliography,
        membership=_membership(frames["conditions"]),
        folder=folder,
        clinic=clinic,
    )


@functools.lru_cache(maxsize=16)
def _in_language(folder: Path, clinic: Path | None, language: str) -> Tables:
    tables = read_tables(folder, clinic)
    texts = {table: getattr(tables, table) for table in TEXTS}
    for place in (folder, clinic):
        if place is not None:
            texts = translated(texts, place / "words" / language)
    return replace(tables, **texts)


@functools.lru_cache(maxsize=8)
def read_references(file: Path) -> pd.DataFrame:
    """The entries of a BibTeX file, indexed by key.

    Column ``text`` tells authors, year, title and where published; ``brief`` the first author and the year.
    """
    parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    parser.customization = bibtexparser.customization.convert_to_unicode
    entries = bibtexparser.loads(file.read_text(encoding="utf-8"), parser=parser).entries
    rows = {
        entry["ID"]: {"text": _cited(entry), "brief": _briefly(entry)} | {k: v for k, v in entry.items() if k != "ID"}
        for entry in entries
    }
    return pd.DataFrame.from_dict(rows, orient="index").fillna("")


def _names(entry: dict[str, str]) -> list[str]:
    people = entry.get("author") or entry.get("editor") or entry.get("organization", "")
    names = [name.split(",")[0] for name in people.replace("\n", " ").split(" and ")]
    return [name.translate(_NO_BRACES).strip() for name in names if name.strip()]


def _briefly(entry: dict[str, str]) -> str:
    first, *others = _names(entry) or [""]
    return " ".join(part for part in (first, "et al." if others else "", entry.get("year", "")) if part)


def _cited(entry: dict[str, str]) -> str:
    names = _names(entry)
    who = " and ".join(names) if len(names) < 3 else f"{names[0]} and others"
    where = entry.get("journal") or entry.get("publisher") or entry.get("institution") or entry.get("organization", "")
    issue = " ".join(part for part in (entry.get("volume", ""), entry.get("pages", "").replace("--", "–")) if part)
    edition = f", edition {entry['edition']}" if "edition" in entry else ""
    what = f"{entry['title']}{edition}. " if entry.get("title") else ""
    text = f"{who} ({entry.get('year', 'no year')}). {what}{where} {issue}".strip()
    return text.translate(_NO_BRACES).rstrip(" .") + "."


def _membership(conditions: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (condition, muscle, role)
        for role in ("primary", "secondary")
        for condition, cell in conditions[f"muscles_{role}"].items()
        for muscle in split(cell)
    ]
    return pd.DataFrame(rows, columns=["condition", "muscle", "role"], dtype=object)
