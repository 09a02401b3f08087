"""The command line: ``bodymap check FOLDER``, or ``python -m bodymap check FOLDER``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .clinic_changes import changes, notes
from .clinic_check import clinic_faults
from .clinic_texts import hard_texts, unmeasured
from .reading import can_measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.

    Returns
    -------
    int
        0, or 1 where faults were found.
    """
    parser = argparse.ArgumentParser(prog="bodymap", description="An interactive map of the human body.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check",
        help="check a clinic's own words",
        description="Tell every fault of a folder of a clinic's own words, or what it adds and changes.",
    )
    check.add_argument("folder", help="the folder, as in BODYMAP_CLINIC")
    return _check(parser.parse_args(arguments).folder)


def _check(folder: str) -> int:
    faults = clinic_faults(folder)
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        print(*faults, f"\n{folder}: {count}. Mend, and check again.", sep="\n")
        return 1
    told = list(changes(Path(folder).resolve()))
    print(f"{folder}: no faults.", *(f"  {change}" for change in told or ["It holds nothing yet."]), sep="\n")
    _tell_reading(Path(folder).resolve())
    known = list(notes(Path(folder).resolve()))
    if known:
        print("To know:", *(f"  {note}" for note in known), sep="\n")
    return 0


def _tell_reading(folder: Path) -> None:
    """What patients may find hard to read; no fault, since some words have no plainer one."""
    if not can_measure():
        print('The reading grade was not measured. The extra "check" does it: pip install -e ".[check]"')
        return
    hard = list(hard_texts(folder))
    if hard:
        print("Hard to read; shorter words and sentences help:", *(f"  {text}" for text in hard), sep="\n")
    if others := unmeasured(folder):
        print(f"The reading grade is not measured in: {', '.join(others)}.")


if __name__ == "__main__":
    sys.exit(main())
