"""The planes in which the body is seen: from three dimensions to two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
import yaml

#: For each direction of sight: the plane in which it looks; which body axis runs to the viewer's right, and its sign;
#: which runs up; and which comes nearer, and its sign.
_SIGHTS = {
    "front": ("coronal", 0, 1, 1, 2, 1),
    "back": ("coronal", 0, -1, 1, 2, -1),
    "left": ("sagittal", 2, -1, 1, 0, 1),
    "right": ("sagittal", 2, 1, 1, 0, -1),
    "below": ("transverse", 0, 1, 2, 1, -1),
    "above": ("transverse", 0, -1, 2, 1, 1),
}


@dataclass(frozen=True)
class View:
    """A plane of sight; the fields are those of ``geometry/views.yaml``.

    ``gather`` (stature) brings the two sides of a close-up that much nearer to the midline, side by side.
    """

    name: str
    seen_from: str
    frame: tuple[float, float, float, float]
    pixels: int
    detail: float
    hides: tuple[str, ...] = ()
    close_up_of: str | None = None
    gather: float = 0.0

    @property
    def box(self) -> shapely.Polygon:
        """The frame as a polygon."""
        return shapely.box(*self.frame)

    def project(self, points: np.ndarray) -> np.ndarray:
        """Plane coordinates, shape (..., 2), of body points, shape (..., 3); stature."""
        _, axis, sign, up, _, _ = _SIGHTS[self.seen_from]
        across = points[..., axis] - self.gather * np.sign(points[..., axis])
        return np.stack([sign * across, points[..., up]], axis=-1)

    def turned(self, directions: np.ndarray) -> np.ndarray:
        """Directions, shape (..., 3), in the viewer's axes: to the right, up, nearer."""
        _, axis, sign, up, towards, towards_sign = _SIGHTS[self.seen_from]
        return np.stack(
            [sign * directions[..., axis], directions[..., up], towards_sign * directions[..., towards]], axis=-1
        )

    def gathered(self, shape: shapely.Geometry) -> shapely.Geometry:
        """What a close-up shows of a shape of the left side, x growing to the left: brought nearer to the midline."""
        step = np.array([self.gather, 0])
        return shapely.transform(_within(shape, shapely.box(self.gather, -1, 1, 2)), lambda points: points - step)

    def spread(self, shape: shapely.Geometry) -> shapely.Geometry:
        """The inverse: a shape of the close-up, alike on both sides, as it lies on the whole body."""
        step = np.array([self.gather, 0])
        left = shapely.transform(_within(shape, shapely.box(0, -1, 1, 2)), lambda points: points + step)
        return left.union(shapely.transform(left, lambda points: points * (-1, 1)))

    def depth(self, points: np.ndarray) -> np.ndarray:
        """Nearness to the viewer, shape (...), of body points, shape (..., 3); stature, larger is nearer."""
        _, _, _, _, axis, sign = _SIGHTS[self.seen_from]
        return sign * points[..., axis]

    @property
    def plane(self) -> str:
        """``coronal``, ``sagittal`` or ``transverse``."""
        return _SIGHTS[self.seen_from][0]

    @property
    def shows_both_sides(self) -> bool:
        """Whether the person's two sides lie beside each other."""
        return self.plane != "sagittal"

    @property
    def is_reversed(self) -> bool:
        """Whether the person's left lies on the viewer's left, opposite to the way recipes are drawn."""
        return self.seen_from in ("back", "above")


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
