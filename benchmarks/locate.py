"""Processor time of a call of `bodymap.locate` after the first: ``python benchmarks/locate.py [body]``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import shapely

import bodymap


def milliseconds(calls: list[Callable[[], object]]) -> np.ndarray:
    times = []
    for call in calls:
        start = time.process_time()
        call()
        times.append((time.process_time() - start) * 1000)
    return np.array(times)


def report(what: str, times: np.ndarray) -> None:
    print(f"{what:<32} median {np.median(times):6.2f} ms   95 % {np.quantile(times, 0.95):6.2f} ms   n {len(times)}")


def main(body: str = "female") -> None:
    atlas = bodymap.load_atlas(body)
    rng = np.random.default_rng(1)
    tapped = [[*rng.choice(atlas.tables.regions.index, size=3)] for _ in range(300)]
    zones = atlas.referral_zones.sample(300, random_state=1)
    loops = [(zone.view, zone.geometry.buffer(0.01)) for zone in zones.itertuples()]
    walks = [np.array([0.05, 0.7]) + rng.normal(0, 0.02, (80, 2)).cumsum(axis=0) for _ in loops]
    strokes = [(view, shapely.LineString(walk).buffer(0.015)) for (view, _), walk in zip(loops, walks, strict=True)]

    report("first call (prepares the atlas)", milliseconds([lambda: bodymap.locate(["temple"], atlas=atlas)]))
    report(
        "three regions, one side", milliseconds([lambda r=r: bodymap.locate(r, "left", atlas=atlas) for r in tapped])
    )
    report("three regions, default atlas", milliseconds([lambda r=r: bodymap.locate(r, "left") for r in tapped][1:]))
    for what, drawings in (("painted area", loops), ("scribble of 80 strokes", strokes)):
        calls = [lambda d=d, v=v: bodymap.locate(drawing=d, view=v, atlas=atlas) for v, d in drawings]
        report(what, milliseconds(calls))


if __name__ == "__main__":
    main(*sys.argv[1:])
