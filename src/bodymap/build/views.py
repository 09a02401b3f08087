"""The planes in which the body is seen: from three dimensions to two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
import yaml

#: For each direction of sight: which body axis runs to the viewer's right, its sign, the depth axis and its sign.
_AXES = {"front": (0, 1, 2, 1), "back": (0, -1, 2, -1), "left": (2, -1, 0, 1), "right": (2, 1, 0, -1)}
MIRRORED = {"front": "front", "back": "back", "left": "right", "right": "left"}


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
        axis, sign, _, _ = _AXES[self.seen_from]
        return np.stack([sign * points[..., axis], points[..., 1]], axis=-1)

    def depth(self, points: np.ndarray) -> np.ndarray:
        """Nearness to the viewer, shape (...), of body points, shape (..., 3); stature, larger is nearer."""
        _, _, axis, sign = _AXES[self.seen_from]
        return sign * points[..., axis]


def read_views(folder: Path) -> dict[str, View]:
    """The views of ``views.yaml`` in a geometry folder, in its order."""
    table = yaml.safe_load((folder / "views.yaml").read_text(encoding="utf-8"))
    return {
        name: View(
            name=name, **{key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
        )
        for name, fields in table.items()
    }
