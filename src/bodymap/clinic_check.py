"""Everything that is wrong with a clinic's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from . import paths, schema, wording
from .clinic import given_cells, read_clinic, with_clinic
from .clinic_texts import ClinicText, clinic_texts
from .interface import braces, interface
from .schema import BRACES, COLUMNS, DataError, nearest
from .tables import read_frames, read_references, read_tables
from .translation import TEXTS, translated
from .words import Words, languages

#: The name of a language's folder, as browsers write it: es, pt-BR.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
#: What an entry of a bibliography needs: one of each of these fields.
_FIELDS = (("title",), ("year",), ("author", "editor"), ("journal", "publisher", "institution"))


def clinic_faults(folder: str | Path, data: Path = paths.DATA) -> list[str]:
    """What is wrong with a folder of a clinic's own words.

    Parameters
    ----------
    folder : str or pathlib.Path
    data : pathlib.Path, optional
        The data folder that it adds to.

    Returns
    -------
    list of str
        One text for each fault: file, line, column or key, value, what is allowed, the nearest valid name, the remedy.
    """
    folder = Path(folder).resolve()
    if not folder.is_dir():
        return [f"{folder}: no such folder; name the folder that holds the clinic's own files"]
    return list(dict.fromkeys(_Check(folder, data).faults()))


class _Check:
    """One clinic's folder beside one data folder."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder, self.data = folder, data
        self.references = set(schema.reference_keys(data / "references.bib"))
        self.languages = sorted(path.name for path in (folder / "words").glob("*") if path.is_dir())

    def faults(self) -> Iterator[str]:
        """First what cannot be read, then what its texts say."""
        yield from self._unknown_files()
        yield from _raised(lambda: read_clinic(self.folder))
        yield from self._reference_faults()
        merged, faults = with_clinic(read_frames(self.data), self.folder, self.references)
        texts = {table: merged[table] for table in TEXTS}
        for language in self.languages:
            faults += _raised(lambda words=self.folder / "words" / language: translated(texts, words))
            faults += _raised(lambda name=language: interface(name, self.data, self.folder))
            faults += self._folder_faults(language)
        yield from faults
        if not faults:
            yield from self._same_names()
        for text in clinic_texts(self.folder):
            yield from self._wording_faults(text)

    def _unknown_files(self) -> Iterator[str]:
        allowed = {
            0: [*(f"{table}.csv" for table in COLUMNS), "clinic.yaml", "references.bib"],
            2: ["interface.yaml", *(f"{table}.csv" for table in TEXTS)],
        }
        for file in sorted(self.folder.rglob("*")):
            name = file.relative_to(self.folder).as_posix()
            *above, last = name.split("/")
            if file.is_dir() or last.startswith(".") or file.suffix.lower() not in (".csv", ".yaml", ".yml", ".bib"):
                continue
            if len(above) not in allowed or above[:1] not in ([], ["words"]):
                yield f"{name}: not read here; tables lie at the top, texts of a language in words/<language>/"
            elif last not in allowed[len(above)]:
                known = allowed[len(above)]
                yield f"{name}: no file of this name is read; allowed: {', '.join(known)}.{nearest(last, known)}"

    def _reference_faults(self) -> Iterator[str]:
        file = self.folder / "references.bib"
        if not file.exists() or _raised(lambda: schema.reference_keys(file)):
            return
        texts = file.read_text(encoding="utf-8").splitlines()
        keys = schema.reference_keys(file)
        read = read_references(file)
        for number, key in enumerate(keys):
            opens = re.compile(rf"\s*@\w+\s*\{{\s*{re.escape(key)}\s*,")
            lines = [line for line, text in enumerate(texts, start=1) if opens.match(text)]
            place = f'references.bib: line {lines[0] if lines else 1}, key "{key}"'
            if key in self.references:
                yield f"{place}: the map has a reference of this key; choose another"
            elif key in keys[:number]:
                yield f"{place}: given twice; keep one"
            elif key not in read.index:
                yield f"{place}: cannot be read; see that its braces match and its fields end with commas"
            else:
                entry = read.loc[key]
                lacking = [" or ".join(fields) for fields in _FIELDS if not any(entry.get(field) for field in fields)]
                if lacking:
                    yield (
                        f"{place}: lacks {', '.join(lacking)}; textbooks (publisher), guidelines (institution) and "
                        "peer-reviewed papers (journal) are cited, and nothing else"
                    )

    def _folder_faults(self, language: str) -> Iterator[str]:
        known = languages(self.data)
        if not _LANGUAGE.fullmatch(language):
            yield f'words/{language}: a language is a folder named by its code: "en", "es", "pt-BR"'
        elif language not in known and not (self.folder / "words" / language / "interface.yaml").exists():
            yield (
                f'words/{language}/interface.yaml, key "language.name": is missing; a new language says its own name.'
                f"{nearest(language, known)}"
            )

    def _same_names(self) -> Iterator[str]:
        """Readers choose conditions, muscles and languages by their names, so these must differ."""
        told: dict[str, str] = {}
        for language in languages(self.data, self.folder):
            name = Words(language, "patient", self.data, self.folder)("language.name")
            if name in told:
                place = f'words/{language}/interface.yaml, key "language.name", value "{name}"'
                yield f"{place}: {told[name]} has this name; give another"
            told[name] = language
        for language in self.languages:
            tables = read_tables(self.data, self.folder).in_language(language)
            for table in TEXTS:
                file = f"words/{language}/{table}.csv"
                for line, row, column, text in given_cells(self.folder / file, table):
                    if column in ("name", "plain_name"):
                        same = getattr(tables, table)[column].str.casefold() == text.casefold()
                        others = [other for other in same[same].index if other != row]
                        if others:
                            place = f'{file}: line {line} ({row}), column "{column}", value "{text}"'
                            yield f"{place}: {others[0]} has this name; give another"

    def _wording_faults(self, told: ClinicText) -> Iterator[str]:
        rules = wording.rules(told.language, self.data)
        if rules is not None:
            may_measure = (told.table, told.column) in wording.SURFACE
            for fault in rules.faults(told.text, may_measure=may_measure, may_hold_addresses=told.table == "clinic"):
                yield f"{told.place}: says {fault}"
        if told.table == "explanation":
            found = braces(told.text)
            if found is None or not found <= set(BRACES):
                allowed = ", ".join(f"{{{name}}}" for name in BRACES)
                yield f"{told.place}: braces stand only round the words that the map fills in: {allowed}"


def _raised(action: Callable[[], object]) -> list[str]:
    """The faults that an action raises."""
    try:
        action()
    except DataError as error:
        return str(error).splitlines()
    return []
