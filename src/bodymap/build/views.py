"""The planes in which the body is seen: from three dimensions to two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
import yaml

from ..zones import LEAST_SHOWN

#: For each direction of sight: the plane in which it looks; which body axis runs to the viewer's right, and its sign;
#: which runs up; and which comes nearer, and its sign.
_SIGHTS = {
    "front": ("coronal", 0, 1, 1, 2, 1),
    "back": ("coronal", 0, -1, 1, 2, -1),
    "left": ("sagittal", 2, -1, 1, 0, 1),
    "right": ("sagittal", 2, 1, 1, 0, -1),
    "within": ("medial", 2, 1, 1, 0, -1),
    "below": ("transverse", 0, 1, 2, 1, -1),
    "above": ("transverse", 0, -1, 2, 1, 1),
}


@dataclass(frozen=True)
class View:
    """A plane of sight; the fields are those of ``geometry/views.yaml``, which tells what each means."""

    name: str
    seen_from: str
    frame: tuple[float, float, float, float]
    pixels: int
    detail: float
    hides: tuple[str, ...] = ()
    close_up_of: str | None = None
    gather: float = 0.0
    beside: str | None = None
    around: tuple[str, ...] = ()
    least_shown: float = LEAST_SHOWN

    @property
    def box(self) -> shapely.Polygon:
        """The frame as a polygon."""
        return shapely.box(*self.frame)

    def project(self, points: np.ndarray) -> np.ndarray:
        """Plane coordinates, shape (..., 2), of body points, shape (..., 3); stature."""
        _, axis, sign, up, _, _ = _SIGHTS[self.seen_from]
        # Both sides at once are gathered towards the midline, or the left one alone is set back from it.
        step = -self.gather if self.mirrors else self.gather * np.sign(points[..., axis])
        return np.stack([sign * (points[..., axis] - step), points[..., up]], axis=-1)

    def framed(self, landmarks: Mapping[str, np.ndarray]) -> View:
        """The view as it is framed on a body with these landmarks, arrays of shape (3,)."""
        if self.beside:
            return replace(self, gather=self.gather - float(landmarks[self.beside][2]), beside=None)
        if not self.around:
            return self
        places = self.project(np.array([landmarks[name] for name in self.around]))
        x0, y0, x1, y1 = self.frame
        (left, low), (right, high) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        return replace(self, frame=(left + x0, low + y0, right + x1, high + y1), around=())

    def turned(self, directions: np.ndarray) -> np.ndarray:
        """Directions, shape (..., 3), in the viewer's axes: to the right, up, nearer."""
        _, axis, sign, up, towards, towards_sign = _SIGHTS[self.seen_from]
        return np.stack(
            [sign * directions[..., axis], directions[..., up], towards_sign * directions[..., towards]], axis=-1
        )

    def gathered(self, shape: shapely.Geometry) -> shapely.Geometry:
        """What a close-up shows of a shape of the left side, in the axes of its plane: nearer to the midline."""
        step = np.array([self.gather, 0])
        left = shapely.box(-1, -1, self.gather, 2) if self.mirrors else shapely.box(self.gather, -1, 1, 2)
        return shapely.transform(_within(shape, left), lambda points: points - step)

    def spread(self, shape: shapely.Geometry) -> shapely.Geometry:
        """The inverse: a shape of the close-up, alike on both sides, as it lies on the whole body."""
        step = np.array([self.gather, 0])
        half = shapely.box(-1, -1, 0, 2) if self.mirrors else shapely.box(0, -1, 1, 2)
        left = shapely.transform(_within(shape, half), lambda points: points + step)
        return left if self.mirrors else left.union(shapely.transform(left, lambda points: points * (-1, 1)))

    def rendered(self, outline: shapely.Geometry) -> shapely.Geometry:
        """What of an outline is rendered: all, or the left side alone where the other is its mirror image."""
        if not self.mirrors:
            return outline
        return _within(outline, shapely.box(0, -1, 1, 2) if self.is_reversed else shapely.box(-1, -1, 0, 2))

    def depth(self, points: np.ndarray) -> np.ndarray:
        """Nearness to the viewer, shape (...), of body points, shape (..., 3); stature, larger is nearer."""
        _, _, _, _, axis, sign = _SIGHTS[self.seen_from]
        return sign * points[..., axis]

    @property
    def plane(self) -> str:
        """``coronal``, ``sagittal``, ``medial`` or ``transverse``."""
        return _SIGHTS[self.seen_from][0]

    @property
    def mirrors(self) -> bool:
        """Whether the left side is seen from its side, and the right one is set beside it as its mirror image."""
        return self.plane in ("sagittal", "medial") and self.gather > 0

    @property
    def shows_both_sides(self) -> bool:
        """Whether the person's two sides lie beside each other."""
        return self.plane != "sagittal" or self.mirrors

    @property
    def is_reversed(self) -> bool:
        """Whether the view is the mirror image of its plane, in which recipes are drawn."""
        return self.seen_from in ("back", "above", "within")


def read_views(folder: Path) -> dict[str, View]:
    """The views of ``views.yaml`` in a geometry folder, in its order."""
    table = yaml.safe_load((folder / "views.yaml").read_text(encoding="utf-8"))
    return {
        name: View(
            name=name, **{key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
        )
        for name, fields in table.items()
    }


def _within(shape: shapely.Geometry, box: shapely.Polygon) -> shapely.Geometry:
    """What of a point, a line or an area lies in a box, without what an area only touches it with."""
    part = shapely.intersection(shape, box)
    return shapely.buffer(part, 0) if shapely.get_dimensions(shape) == 2 else part
