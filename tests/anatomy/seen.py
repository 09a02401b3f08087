"""The left side of a body in one view, and how to say where its shapes reach.

Places are measured in centimetres on a person 170 cm tall, upwards from the soles, and outwards from the midline or,
seen from the side, backwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

import bodymap

#: The height of the person on whom places are told.
CM = 170.0


@dataclass(frozen=True)
class Seen:
    """The left side of a body in one view, in centimetres, x growing away from the midline or backwards.

    Of the feet, from above and below, y grows forwards; from within, x does.
    """

    atlas: bodymap.Atlas
    view: str

    def muscle(self, name: str) -> shapely.Geometry:
        return self._drawn("muscles", name)

    def belly(self, name: str) -> shapely.Geometry:
        """A muscle without its tendons: the largest piece that they leave."""
        tendons = self._drawn("muscles", name, "tendons")
        left = self.muscle(name) if tendons is None else self.muscle(name).difference(tendons.buffer(0.3))
        return max(shapely.get_parts(left), key=shapely.area)

    def slope(self, name: str, height: float) -> float:
        """How steeply the fibres that cross a height rise, outwards, there: the middle one of them."""
        fibres = shapely.get_parts(self._drawn("muscles", name, "fibres"))
        band = shapely.box(-100, height - 2.5, 100, height + 2.5)
        pieces = [shapely.get_coordinates(piece) for piece in shapely.intersection(fibres, band) if piece.length > 0.2]
        return float(np.median([(ends[-1] - ends[0])[1] / (ends[-1] - ends[0])[0] for ends in pieces]))

    def risk(self, name: str) -> shapely.Geometry:
        return self._drawn("risk_areas", name)

    def course(self, name: str) -> shapely.Geometry:
        return self._drawn("courses", name)

    def bone(self, name: str) -> shapely.Geometry:
        return self._drawn("bones", name)

    def region(self, name: str) -> shapely.Geometry:
        return self._drawn("regions", name)

    def at(self, landmark: str) -> shapely.Point:
        return self._drawn("landmarks", landmark)

    def x(self, landmark: str) -> float:
        return self.at(landmark).x

    def y(self, landmark: str) -> float:
        return self.at(landmark).y

    def _drawn(self, layer: str, name: str, column: str = "geometry") -> shapely.Geometry:
        frame = getattr(self.atlas, layer)
        row = frame[(frame["id"] == name) & (frame["view"] == self.view) & (frame["side"] != "right")]
        assert len(row) == 1, f"{name} is drawn {len(row)} times in {self.view}"
        sign = -1 if self.view in ("back", "foot_top") else 1
        return shapely.transform(row[column].iloc[0], lambda points: points * (sign * CM, CM))


def top(shape: shapely.Geometry) -> float:
    return shape.bounds[3]


def bottom(shape: shapely.Geometry) -> float:
    return shape.bounds[1]


def inner(shape: shapely.Geometry) -> float:
    """The end nearest to the midline; seen from the side, the foremost."""
    return shape.bounds[0]


def outer(shape: shapely.Geometry) -> float:
    """The end farthest from the midline; seen from the side, the hindmost."""
    return shape.bounds[2]


def level(shape: shapely.Geometry, height: float) -> tuple[float, float]:
    """From where to where a shape reaches, across, at a height."""
    low, _, high, _ = shape.intersection(shapely.LineString([(-100, height), (100, height)])).bounds
    return low, high


def level_at(shape: shapely.Geometry, across: float) -> tuple[float, float]:
    """From where to where a shape reaches, in height, at a place across."""
    _, low, _, high = shape.intersection(shapely.LineString([(across, 0), (across, 200)])).bounds
    return low, high


def share(shape: shapely.Geometry, of: shapely.Geometry) -> float:
    """How much of one shape lies on another."""
    return shape.intersection(of).area / shape.area


def crossing(course: shapely.Geometry, height: float) -> float:
    """Where a nerve or artery crosses a height: how far outwards, or backwards."""
    return course.intersection(shapely.LineString([(-100, height), (100, height)])).centroid.x


def reaches(shape: shapely.Geometry, place: shapely.Geometry, within: float = 1.0) -> bool:
    """Whether a shape comes to a place, within a finger's breadth unless told otherwise."""
    return shape.distance(place) <= within


def ghosts(seen: Seen, layer: str = "muscles") -> pd.Series:
    """Whether each structure of the left side is a ghost, by its id."""
    frame = getattr(seen.atlas, layer)
    frame = frame[(frame["view"] == seen.view) & (frame["side"] != "right")]
    return frame.set_index("id")["ghost"].astype(bool)


def middle(shape: shapely.Geometry, height: float) -> float:
    """The middle of a shape, across, at a height."""
    return float(np.mean(level(shape, height)))


def width(shape: shapely.Geometry, height: float) -> float:
    """How wide a shape is at a height, gaps and all."""
    low, high = level(shape, height)
    return high - low
