"""Smooth curves through points, and the sheets of fibres between them."""

from __future__ import annotations

import numpy as np

#: Samples of each span between two given points of a curve.
SAMPLES = 12


def smooth(points: np.ndarray, closed: bool = False) -> np.ndarray:
    """A centripetal Catmull-Rom curve through points (Catmull and Rom 1974; Yuksel et al. 2011).

    Parameters
    ----------
    points : numpy.ndarray, shape (n, 2)
    closed : bool
        Whether the curve returns to its first point.

    Returns
    -------
    numpy.ndarray, shape (m, 2)
        Passes through every given point; two points give a straight line.
    """
    points = np.asarray(points, float)
    distinct = np.append(True, np.linalg.norm(np.diff(points, axis=0), axis=1) > 1e-9)
    points = points[distinct]
    if len(points) < 3:
        return points
    if closed:
        padded = np.vstack([points[-1], points, points[0], points[1]])
    else:
        padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    pieces = []
    for p0, p1, p2, p3 in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True):
        t1 = np.linalg.norm(p1 - p0) ** 0.5
        t2 = t1 + np.linalg.norm(p2 - p1) ** 0.5
        t3 = t2 + np.linalg.norm(p3 - p2) ** 0.5
        t = np.linspace(t1, t2, SAMPLES, endpoint=False)[:, None]
        a1, a2 = (t1 - t) / t1 * p0 + t / t1 * p1, (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
        a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
        b1, b2 = (t2 - t) / t2 * a1 + t / t2 * a2, (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
        pieces.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
    return np.vstack([*pieces, points[:1] if closed else points[-1:]])


def at_shares(curve: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Points, shape (k, 2), at shares (0 to 1) of the length of a curve, shape (n, 2)."""
    if len(curve) == 1:
        return np.repeat(curve, len(shares), axis=0)
    lengths = np.append(0, np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1)))
    return np.column_stack([np.interp(np.asarray(shares) * lengths[-1], lengths, curve[:, k]) for k in (0, 1)])


class Sheet:
    """The sheet of fibres between an origin and an insertion: a Coons patch (Coons 1967).

    Parameters
    ----------
    origin, insertion : numpy.ndarray, shape (n, 2)
        Curves; a single point for a tendon.
    first, second : numpy.ndarray, shape (n, 2)
        The borders, from the first and the last end of the origin to the first and the last end of the insertion.
    """

    def __init__(self, origin: np.ndarray, insertion: np.ndarray, first: np.ndarray, second: np.ndarray) -> None:
        self.origin, self.insertion, self.first, self.second = origin, insertion, first, second

    def boundary(self) -> np.ndarray:
        """The closed boundary, shape (n, 2): origin, second border, insertion backwards, first border backwards."""
        return np.vstack([self.origin, self.second[1:], self.insertion[::-1][1:], self.first[::-1][1:]])

    def fibre(self, across: float, start: float, end: float, samples: int = 16) -> np.ndarray:
        """A fibre, shape (samples, 2): a share ``across`` from first to second border, from ``start`` to ``end``."""
        s = np.linspace(start, end, samples)
        t = np.full(samples, across)
        first, second = at_shares(self.first, s), at_shares(self.second, s)
        origin, insertion = at_shares(self.origin, t), at_shares(self.insertion, t)
        s, t = s[:, None], t[:, None]
        corners = (1 - s) * ((1 - t) * self.origin[0] + t * self.origin[-1])
        corners = corners + s * ((1 - t) * self.insertion[0] + t * self.insertion[-1])
        return (1 - t) * first + t * second + (1 - s) * origin + s * insertion - corners

    def width(self) -> float:
        """The distance between the borders at mid-length; stature."""
        middle = np.array([0.5])
        return float(np.linalg.norm(at_shares(self.first, middle) - at_shares(self.second, middle)))

    def between(self, start: float, end: float) -> np.ndarray:
        """The boundary, shape (n, 2), of the part of the sheet from share ``start`` to share ``end`` of its length."""
        shares = np.linspace(0, 1, 9)
        near = np.array([self.fibre(t, start, start, 1)[0] for t in shares])
        far = np.array([self.fibre(t, end, end, 1)[0] for t in shares])
        return np.vstack([near, self.fibre(1, start, end), far[::-1], self.fibre(0, start, end)[::-1]])
