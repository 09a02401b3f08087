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
    """A plane of sight; the fields are those of ``geometry/views.yaml``."""

    name: str
    seen_from: str
    frame: tuple[float, float, float, float]
    pixels: int
    detail: float
    hides: tuple[str, ...] = ()
    close_up_of: str | None = None

    @property
    def box(self) -> shapely.Polygon:
        """The frame as a polygon."""
        return shapely.box(*self.frame)

    def project(self, points: np.ndarray) -> np.ndarray:
        """Plane coordinates, shape (..., 2), of body points, shape (..., 3); stature."""
        _, axis, sign, up, _, _ = _SIGHTS[self.seen_from]
        return np.stack([sign * points[..., axis], points[..., up]], axis=-1)

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
