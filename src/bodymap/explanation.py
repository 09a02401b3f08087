"""The explanation, statement by statement, with the words of what is shown filled in."""

from __future__ import annotations

import re

import pandas as pd

from .atlas import check
from .schema import BRACES, STEPS
from .tables import Tables

_TEXTS = ["heading", "plain_text", "clinician_text"]


def statements(tables: Tables, step: str | None = None, **shown: str) -> pd.DataFrame:
    """The statements of one step of the explanation, or of all, in the order in which they are told.

    Parameters
    ----------
    tables : bodymap.tables.Tables
        Of a language (`Tables.in_language`).
    step : str, optional
        One of `bodymap.schema.STEPS`.
    **shown : str
        ``areas``, ``muscle``, ``condition``: the names of what is shown, in the reader's words. A statement that needs
        one that is empty or not given is left out.

    Returns
    -------
    pandas.DataFrame
        Rows of ``explanation.csv``, indexed by id, nothing left in {braces}.

    Raises
    ------
    bodymap.atlas.UnknownNameError
        For an unknown step or word, naming the nearest known.
    """
    for name in shown:
        check("word of the explanation", name, BRACES)
    rows = tables.explanation
    if step is not None:
        check("step", step, STEPS)
        rows = rows[rows["step"] == step]
    known = {name: text for name, text in shown.items() if text}
    told = rows[[all(_braces(row[text]) <= known.keys() for text in _TEXTS) for _, row in rows.iterrows()]]
    return told.assign(**{text: [cell.format(**known) for cell in told[text]] for text in _TEXTS})


def _braces(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
