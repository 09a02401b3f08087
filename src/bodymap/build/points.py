"""Points named relative to landmarks, in words an anatomist would use.

A point is a place and any number of offsets, joined by ``+``::

    acromion                                     a landmark
    40% c7_sp > acromion                         40 % of the way from one landmark to another
    40% c7_sp > acromion + 8% up                 ... and across, by 8 % of their distance, on the upper side
    mastoid_tip + 1.5 cm down                    ... and straight down, by 1.5 cm on a person 170 cm tall
    opposite sc_joint                            the landmark of the other side

Directions: up, down, medial, lateral (coronal plane); up, down, front, back (sagittal plane, and medial, which is the
same seen from within); medial, lateral, front, back (transverse plane: the soles and the backs of the feet).
"""

from __future__ import annotations

import difflib
import re

import numpy as np

#: A centimetre in a recipe is a centimetre on a person of this height: 1 cm = 1 / 170 stature.
STATURE_CM = 170.0
_PLACE = re.compile(r"^(?P<share>-?[\d.]+)\s*%\s+(?P<a>[\w ]+?)\s*>\s*(?P<b>[\w ]+)$")
_ACROSS = re.compile(r"^(?P<amount>-?[\d.]+)\s*%\s*(?P<direction>\w+)$")
_STRAIGHT = re.compile(r"^(?P<amount>-?[\d.]+)\s*cm\s*(?P<direction>\w+)$")


_UP_AND_DOWN = {"up": (0, 1), "down": (0, -1)}
_SIDEWAYS = {"medial": (-1, 0), "lateral": (1, 0)}
_FORE_AND_AFT = {"front": (-1, 0), "back": (1, 0)}
_DIRECTIONS = {
    "coronal": _UP_AND_DOWN | _SIDEWAYS,
    "sagittal": _UP_AND_DOWN | _FORE_AND_AFT,
    "medial": _UP_AND_DOWN | _FORE_AND_AFT,
    "transverse": _SIDEWAYS | {"front": (0, 1), "back": (0, -1)},
}
#: The body axes, with their signs, that make x and y of each plane.
_AXES = {
    "coronal": ((0, 1), (1, 1)),
    "sagittal": ((2, -1), (1, 1)),
    "medial": ((2, -1), (1, 1)),
    "transverse": ((0, 1), (2, 1)),
}


class PointError(ValueError):
    """A point in a recipe that cannot be placed; its text says why and what is allowed."""


class Plane:
    """The landmarks of one body's left side in one plane, and the words for its directions.

    Parameters
    ----------
    landmarks : dict of str to array, shape (2,)
        Plane coordinates; stature. x grows from the midline to the person's left, in the sagittal and medial planes
        backwards; y grows upwards, in the transverse plane forwards.
    name : {"coronal", "sagittal", "medial", "transverse"}
    """

    def __init__(self, landmarks: dict[str, np.ndarray], name: str) -> None:
        self.landmarks = landmarks
        self.name = name
        self.directions = {word: np.array(step, float) for word, step in _DIRECTIONS[name].items()}

    def point(self, text: str) -> np.ndarray:
        """Plane coordinates, shape (2,), of a point.

        Raises
        ------
        PointError
            For an unknown landmark or direction, or a text that is no point.
        """
        place, *offsets = (piece.strip() for piece in str(text).split("+"))
        match = _PLACE.match(place)
        line = None
        if match:
            start, end = self._landmark(match["a"]), self._landmark(match["b"])
            line = end - start
            where = start + line * float(match["share"]) / 100
        else:
            where = self._landmark(place)
        for offset in offsets:
            where = where + self._offset(offset, line, text)
        return where

    def points(self, texts: list[str]) -> np.ndarray:
        """Plane coordinates, shape (n, 2), of a list of points."""
        if not isinstance(texts, list):
            texts = [texts]
        return np.array([self.point(text) for text in texts])

    def length(self, text: str) -> float:
        """A length in stature from a text such as ``1.5 cm``."""
        match = re.fullmatch(r"([\d.]+)\s*cm", str(text).strip())
        if not match:
            raise PointError(f'"{text}" is not a length; write it as "1.5 cm" (on a person {STATURE_CM:.0f} cm tall)')
        return float(match[1]) / STATURE_CM

    def _landmark(self, name: str) -> np.ndarray:
        name = name.strip()
        if name.startswith("opposite "):
            return self._landmark(name.removeprefix("opposite ")) * (-1, 1)
        if name not in self.landmarks:
            raise PointError(f'unknown landmark "{name}"{nearest(name, self.landmarks)}')
        return self.landmarks[name]

    def _offset(self, offset: str, line: np.ndarray | None, text: str) -> np.ndarray:
        match = _STRAIGHT.match(offset)
        if match:
            return self._direction(match["direction"]) * float(match["amount"]) / STATURE_CM
        match = _ACROSS.match(offset)
        if not match:
            raise PointError(f'"{offset}" is no offset; write "8% lateral" (across a line) or "1.5 cm up"')
        if line is None:
            raise PointError(f'"{text}": an offset in % needs a line to measure by ("40% a > b + 8% lateral"); use cm')
        across = np.array([-line[1], line[0]])
        along = across @ self._direction(match["direction"])
        if abs(along) < 0.2 * np.linalg.norm(line):
            raise PointError(f'"{text}": neither side of that line is clearly "{match["direction"]}"; use cm')
        return across * np.sign(along) * float(match["amount"]) / 100

    def _direction(self, word: str) -> np.ndarray:
        if word not in self.directions:
            raise PointError(
                f'"{word}" is no direction of the {self.name} plane; allowed: {", ".join(self.directions)}'
            )
        return self.directions[word]


def in_plane(landmarks: dict[str, np.ndarray], name: str) -> Plane:
    """The plane of a body's left side from its landmarks in space, arrays of shape (3,)."""
    (x, x_sign), (y, y_sign) = _AXES[name]
    return Plane({key: np.array([x_sign * p[x], y_sign * p[y]]) for key, p in landmarks.items()}, name)


def nearest(name: str, allowed) -> str:
    """``; did you mean "..."?`` with the nearest allowed name, or nothing."""
    close = difflib.get_close_matches(str(name), list(allowed), n=1, cutoff=0.5)
    return f'; did you mean "{close[0]}"?' if close else ""
