"""Read the recipes of a geometry folder and check that each can be understood."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from .points import PointError, in_plane, nearest
from .shapes import Shape, draw

#: The views in which each plane is seen; ``side`` and ``jaw`` stand for both side views.
PLANE_VIEWS = {
    "coronal": ("front", "back"),
    "sagittal": ("side", "jaw"),
    "medial": ("foot_inner",),
    "transverse": ("foot_sole", "foot_top"),
}
#: Views that look under the surface: they show what names them, and nothing else.
DISSECTIONS = ("jaw",)
SIDES = ("both", "left", "right")
_STRUCTURE_WORDS = {"midline", "side", "bodies", "reason", *PLANE_VIEWS}


class RecipeError(ValueError):
    """A recipe that cannot be drawn; its text names the file, the structure and the point."""


@dataclass(frozen=True)
class Recipe:
    """How one structure is drawn in one plane.

    Attributes
    ----------
    id, file : str
        The structure, and the file that describes it.
    plane : str
        A key of `PLANE_VIEWS`.
    views : dict of str to bool
        The views in which it is drawn, some of its plane's, and whether only as a ghost.
    midline : bool
        Whether it lies on the midline, so that its halves make one shape.
    side : {"both", "left", "right"}
        The sides of the person on which it is drawn.
    bodies : tuple of str
        The bodies on which it is drawn; empty for all.
    reason : str
        Why it lies apart from measured anatomy, where it does; of the drawing, else of the structure.
    words : dict
        What `bodymap.build.shapes.draw` understands.
    """

    id: str
    file: str
    plane: str
    views: dict[str, bool]
    midline: bool
    words: dict
    side: str = "both"
    bodies: tuple[str, ...] = ()
    reason: str = ""

    @property
    def stored_side(self) -> str:
        """``left`` for both sides, ``midline``, ``left only`` or ``right only``."""
        if self.midline:
            return "midline"
        return "left" if self.side == "both" else f"{self.side} only"

    def draw(self, landmarks: dict[str, np.ndarray]) -> Shape:
        """Draw the left side, or the left half, on a body with these landmarks (arrays of shape (3,); stature)."""
        plane = in_plane(landmarks, self.plane)
        try:
            return draw(self.words, plane)
        except PointError as error:
            raise RecipeError(f"{self.file}: {self.id}, {self.plane}: {error}") from None


def read_recipes(path: Path) -> list[Recipe]:
    """All recipes of a file, or of every ``.yaml`` file of a folder.

    A plane holds one drawing, or a list of drawings with ``views`` of their own, for a muscle of which the front shows
    another part than the back. ``views: []`` beside ``ghost_in`` makes a drawing that is only ever a ghost.

    Raises
    ------
    RecipeError
        For a file that is no YAML, a structure described twice, or a word that is not understood.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    recipes: list[Recipe] = []
    seen: dict[str, str] = {}
    for file in files:
        for structure, planes in read_yaml(file).items():
            if structure in seen:
                raise RecipeError(f"{file.name}: {structure} is described in {seen[structure]} too")
            seen[structure] = file.name
            recipes += _structure(file.name, structure, planes)
    return recipes


def read_yaml(file: Path) -> dict:
    """A YAML file as a dictionary; `RecipeError` with file and line where it is none."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_UniqueKeys) or {}
    except yaml.YAMLError as error:
        raise RecipeError(f"{file.name}: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise RecipeError(f"{file.name}: is a {type(content).__name__}, not a table of structures")
    return content


def _structure(file: str, structure: str, planes: dict) -> list[Recipe]:
    if not isinstance(planes, dict):
        raise RecipeError(f"{file}: {structure} says nothing of a plane; allowed: {', '.join(PLANE_VIEWS)}")
    _check_words(file, structure, planes, _STRUCTURE_WORDS)
    if planes.get("side", "both") not in SIDES:
        raise RecipeError(f'{file}: {structure}: "{planes["side"]}" is no side; allowed: {", ".join(SIDES)}')
    recipes = []
    for plane, allowed in PLANE_VIEWS.items():
        if plane not in planes:
            continue
        drawings = planes[plane] if isinstance(planes[plane], list) else [planes[plane]]
        seen: set[str] = set()
        for words in map(dict, drawings):
            named = words.pop("views", None)
            reason = words.pop("reason", planes.get("reason", ""))
            everywhere = [view for view in allowed if view not in DISSECTIONS]
            views = dict.fromkeys(everywhere if named is None else named, False)
            views |= dict.fromkeys(words.pop("ghost_in", None) or [], True)
            for view in views:
                if view not in allowed:
                    raise RecipeError(
                        f'{file}: {structure}, {plane}: "{view}" is no view of it; allowed: {", ".join(allowed)}'
                    )
                if view in seen:
                    raise RecipeError(f"{file}: {structure}, {plane}: is drawn twice in {view}")
            seen |= set(views)
            recipes.append(
                Recipe(
                    structure,
                    file,
                    plane,
                    views,
                    bool(planes.get("midline", False)),
                    words,
                    planes.get("side", "both"),
                    tuple(planes.get("bodies", ())),
                    reason,
                )
            )
    return recipes


def _check_words(file: str, structure: str, words: dict, allowed: set[str]) -> None:
    for word in words:
        if word not in allowed:
            raise RecipeError(f'{file}: {structure}: unknown word "{word}"{nearest(word, allowed)}')


class _UniqueKeys(yaml.SafeLoader):
    """YAML in which a key given twice is an error, not a silent loss."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f'"{key}" is given twice', node.start_mark)
        return super().construct_mapping(node, deep)
