"""What a clinic's own words add to the map and change in it, told in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import paths, schema, wording
from .clinic import KEYS, given_cells, given_texts, read_clinic, rows_of
from .printing.typesetting import PRINTED, unprintable
from .tables import read_frames
from .translation import TEXTS
from .words import Words, languages


def changes(folder: Path, data: Path = paths.DATA) -> Iterator[str]:
    """What a clinic adds and changes: a line for each file or language.

    Parameters
    ----------
    folder : pathlib.Path
        One without faults (`bodymap.clinic_check.clinic_faults`).
    data : pathlib.Path, optional
        The data folder that it adds to.
    """
    clinic = read_clinic(folder)
    said = [key for key in KEYS if getattr(clinic, key)]
    if said:
        yield f"clinic.yaml: {', '.join(said)}"
    for table, new, changed in _rows(folder, data):
        told = "; ".join(f"{name}: {', '.join(columns)}" for name, columns in changed.items())
        parts = [f"{len(new)} new ({', '.join(new)})"] if new else []
        parts += [f"{len(changed)} changed ({told})"] if changed else []
        yield f"{table}.csv: {', '.join(parts) or 'as it was'}"
    file = folder / "references.bib"
    if file.exists():
        keys = schema.reference_keys(file)
        yield f"references.bib: {len(keys)} new ({', '.join(keys)})"
    for language in _languages(folder):
        words = folder / "words" / language
        texts = len(given_texts(words / "interface.yaml", ""))
        parts = [f"{texts} texts of the screens"] if texts else []
        for table in TEXTS:
            cells = sum(column in TEXTS[table] for _, _, column, _ in given_cells(words / f"{table}.csv", table))
            parts += [f"{cells} texts of {table}.csv"] if cells else []
        name = f"words/{language}"
        if language not in languages(data):
            name += f" (new: {Words(language, data=data, clinic=folder)('language.name')}; the rest stays English)"
        yield f"{name}: {', '.join(parts) or 'as it was'}"


def notes(folder: Path, data: Path = paths.DATA) -> Iterator[str]:
    """What is no fault but should be known, a line each.

    Texts that a language lacks or holds as they were; languages without rules, or in letters that cannot be printed.

    Parameters
    ----------
    folder, data : pathlib.Path
        As for `changes`.
    """
    others = [language for language in languages(data) if language != "en"]
    for table, new, changed in _rows(folder, data):
        texts = TEXTS.get(table, ())
        for language in others:
            file = f"words/{language}/{table}.csv"
            given = {(name, column) for _, name, column, _ in given_cells(folder / file, table)}
            for name in new:
                lacking = [column for column in texts if (name, column) not in given]
                if lacking:
                    yield f"{file}: {name} stays English in {', '.join(lacking)}"
            for name, columns in changed.items():
                old = [column for column in columns if column in texts and (name, column) not in given]
                if old:
                    yield f"{file}: {name} says what it said before in {', '.join(old)}"
    for language in _languages(folder):
        if wording.rules(language, data) is None:
            yield f"words/{language}: the map has no list of banned words in this language; read the texts yourself"
        if letters := unprintable(_letters(folder, language)):
            shown = " ".join(letters[:8]) + (" ..." if len(letters) > 8 else "")
            yield f"words/{language}: {PRINTED} can be printed, and not {shown}; the page to take home will be English"


def _letters(folder: Path, language: str) -> str:
    """All that a clinic says in a language."""
    words = folder / "words" / language
    texts = [text for text, _ in given_texts(words / "interface.yaml", "").values()]
    texts += [text for table in TEXTS for _, _, _, text in given_cells(words / f"{table}.csv", table)]
    return "".join(texts)


def _languages(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "words").glob("*") if path.is_dir())


def _rows(folder: Path, data: Path) -> Iterator[tuple[str, list[str], dict[str, list[str]]]]:
    """The clinic's rows by table: the new ids, and the changed ones with their changed columns."""
    for table, base in read_frames(data).items():
        file = folder / f"{table}.csv"
        if file.exists():
            rows = rows_of(file, table, base)[0].set_index(base.columns[0], drop=False)
            new = [name for name in rows.index if name not in base.index]
            same = rows.drop(index=new)[list(base)]
            changed = {
                name: [column for column in base if row[column] != base.at[name, column]]
                for name, row in same.iterrows()
            }
            yield table, new, {name: columns for name, columns in changed.items() if columns}
