"""YAML files of texts, read so that every text knows its line and every fault can be told by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml


class Text(NamedTuple):
    """A text, and the line on which it begins."""

    text: str
    line: int


def read_texts(file: Path, name: str) -> tuple[dict[str, Text], list[str]]:
    """The texts of a YAML file, and what is wrong with the others.

    Parameters
    ----------
    file : pathlib.Path
    name : str
        What faults call it.

    Returns
    -------
    texts : dict of str to Text
        By dotted key, in the order of the file.
    faults : list of str
        File, line, key, value and remedy: of a file that is no YAML, a key given twice, a value that is no text.
    """
    try:
        root = yaml.compose(file.read_text(encoding="utf-8-sig"), yaml.SafeLoader)
    except UnicodeDecodeError as error:
        return {}, [f"{name}: {error}; save it as UTF-8"]
    except yaml.MarkedYAMLError as error:
        told = " ".join(part for part in (error.context, error.problem) if part)
        lines = [mark.line + 1 for mark in (error.context_mark, error.problem_mark) if mark] or [1]
        place = f"line {lines[0]}" if lines[0] == lines[-1] else f"line {lines[0]} to {lines[-1]}"
        remedy = 'put what holds ": " or " #", or begins with a sign, in quotes, and close them; indent with spaces'
        return {}, [f"{name}: {place}: {told}; {remedy}"]
    except yaml.YAMLError as error:
        return {}, [f"{name}: {error}; save it as plain text"]
    if root is None:
        return {}, []
    if not isinstance(root, yaml.MappingNode):
        return {}, [f'{name}: line 1: must hold lines "key: text"']
    texts: dict[str, Text] = {}
    faults: list[str] = []
    for key, node in _leaves(root, ""):
        line = node.start_mark.line + 1
        if key in texts:
            faults.append(f'{name}: line {line}, key "{key}": given twice; keep one')
        elif not isinstance(node, yaml.ScalarNode):
            faults.append(f'{name}: line {line}, key "{key}": must be one text, not a list')
        elif node.tag == "tag:yaml.org,2002:null" or not node.value.strip():
            faults.append(f'{name}: line {line}, key "{key}": must not be empty; leave the key out to change nothing')
        elif node.tag != "tag:yaml.org,2002:str":
            faults.append(f'{name}: line {line}, key "{key}", value "{node.value}": no text; put it in quotes')
        else:
            texts[key] = Text(node.value.strip(), line)
    return texts, faults


def _leaves(node: yaml.MappingNode, above: str) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value:
        name = f"{above}{key.value}"
        if isinstance(value, yaml.MappingNode):
            yield from _leaves(value, f"{name}.")
        else:
            yield name, value
