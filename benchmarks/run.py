"""Measure the map and print one table: ``python benchmarks/run.py``. What is measured stands in README.md."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))

from playwright.sync_api import Page  # noqa: E402

import bodymap  # noqa: E402
from served import ROOT, Server, serving  # noqa: E402 - found through the line above
from session import opened  # noqa: E402
from watching import Weight, looking, painted  # noqa: E402

SCRIPTS = {"live map": ROOT / "app.py", "HoloViews DynamicMap": HERE / "holoviews_app.py"}
#: Two figures are laid out and painted.
READY = """() => window.Bokeh?.documents.length && [...Bokeh.documents[0]._all_models.values()]
  .filter((m) => m.type === "Figure" && Bokeh.index.find_one(m)?.el.getBoundingClientRect().width > 50).length >= 2"""
#: How a page is told its condition.
CHANGE = {
    "live map": "[...window.bodymapMaps.values()].at(-1).model.condition = '{}'",
    "HoloViews DynamicMap": (
        "[...Bokeh.documents[0]._all_models.values()].find((m) => m.type.endsWith('Select')).value = '{}'"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=9, help="changes of condition, each way")
    parser.add_argument("--sessions", type=int, default=12, help="sessions opened, each way")
    parser.add_argument("--starts", type=int, default=5, help="fresh processes, each way")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    rows = [*starting(options.starts), *sessions(options.sessions), *drawing(options.changes)]
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},", end=" ")
    print(f"load average {load:.1f} before and {os.getloadavg()[0]:.1f} after\n")
    width = max(len(what) for what, _, _ in rows)
    for what, value, note in rows:
        print(f"{what:<{width}}  {value:>12}  {note}")


def starting(times: int) -> Iterator[tuple[str, str, str]]:
    """Rows: how long a fresh process takes to import the package and to load an atlas."""
    nothing = fresh("pass", times)
    imported = fresh("import bodymap", times)
    loaded = fresh("import bodymap; bodymap.load_atlas('female')", times)
    yield "import bodymap", ms(imported - nothing), "fresh process, median, over an empty one"
    yield "... and load_atlas", ms(loaded - nothing), "with pandas, geopandas, shapely and pydantic"
    code = "import time, bodymap; import bodymap.atlas; t = time.perf_counter(); bodymap.load_atlas('female');"
    alone = [float(output(code + "print(time.perf_counter() - t)")) for _ in range(times)]
    yield "load_atlas alone", ms(1000 * statistics.median(alone)), "what it imports already imported; checks included"


def fresh(code: str, times: int) -> float:
    """Milliseconds, median, that a fresh process takes to run code."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        output(code)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def output(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT).stdout


def sessions(count: int) -> Iterator[tuple[str, str, str]]:
    """Rows: what a session costs the server, once it is warm."""
    for what, script in SCRIPTS.items():
        with serving(script) as server:
            taken, memory = opened(server, count)
        yield (
            f"new session, {what}",
            ms(taken),
            f"{memory:.1f} MB each, {count} open at once; median, with its document",
        )


def drawing(changes: int) -> Iterator[tuple[str, str, str]]:
    """Rows: page weight, and a change of condition to painted pixels, live map and DynamicMap side by side."""
    conditions = seen_in_front_or_behind()
    medians = {}
    with looking() as page:
        for what, script in SCRIPTS.items():
            with serving(script) as server:
                if what == "live map":
                    yield from weights(page, server)
                page.goto(server.address())
                page.wait_for_function(READY)
                page.wait_for_timeout(3000)
                canvases, frames = zip(*changed(page, CHANGE[what], conditions, changes), strict=True)
            medians[what] = statistics.median(frames)
            spread = f"{min(canvases):.0f} to {max(canvases):.0f} ms, n {len(canvases)}; two views painted"
            yield f"change of condition, {what}", ms(statistics.median(canvases)), spread
            yield "... their frame done", ms(medians[what]), f"{min(frames):.0f} to {max(frames):.0f} ms"
    live, redrawn = medians.values()
    yield "... ratio", f"{redrawn / live:.1f}", "DynamicMap over live map, to the end of the frame, same run"


def weights(page: Page, server: Server) -> Iterator[tuple[str, str, str]]:
    """Rows: what comes over the websocket when a body's page is opened."""
    for body in bodymap.bodies():
        weight = Weight(page)
        page.goto(f"{server.address()}?body={body}")
        page.wait_for_function(READY)
        page.wait_for_timeout(1500)
        yield f"page weight, {body}", kb(weight.raw), f"{kb(weight.deflated)} deflated; websocket, front and back"


def seen_in_front_or_behind() -> list[str]:
    """Conditions that are best seen in the views that both ways draw."""
    from bodymap import BodyMap

    body_map = BodyMap()
    return [name for name in body_map.atlas.conditions.index if body_map.best_view(name) in ("front", "back")]


def changed(page: Page, change: str, conditions: list[str], times: int) -> list[tuple[float, float]]:
    """Milliseconds, as `painted` tells them, of changes from condition to condition, the first left out."""
    names = [conditions[k % len(conditions)] for k in range(times + 1)]
    return [painted(page, change.format(name)) for name in names][1:]


def ms(value: float) -> str:
    return f"{value:.0f} ms"


def kb(value: float) -> str:
    return f"{value / 1000:.0f} kB"


if __name__ == "__main__":
    main()
