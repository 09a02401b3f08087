"""The app, served by a process of its own, and a Chromium that looks at it."""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
#: Milliseconds from ``change`` until every figure that is in sight has been painted on its canvas, and to the end of
#: the frame after that, when it is surely seen; then waits until nothing has been repainted for as long as ``quiet``,
#: so that the next change finds a page at rest.
PAINTED = """async ([change, quiet, patience]) => {
  const models = Bokeh.documents.flatMap((doc) => [...doc._all_models.values()])
  const views = models.filter((model) => model.type === "Figure").map((figure) => Bokeh.index.find_one(figure))
    .filter((view) => view?.el.getBoundingClientRect().width > 50)
  const [canvases, first] = [new Map(), new Map()]
  const now = () => performance.now()
  let last = now()
  for (const view of views) {
    view.repainted.connect(() => {
      last = now()
      if (!canvases.has(view)) canvases.set(view, last)
      requestAnimationFrame(() => setTimeout(() => { if (!first.has(view)) first.set(view, now()) }))
    })
  }
  const start = now()
  new Function(change)()
  while (first.size < views.length && now() - start < patience) await new Promise((done) => setTimeout(done, 5))
  while (now() - last < quiet) await new Promise((done) => setTimeout(done, 50))
  const latest = (times) => Math.max(...times.values()) - start
  return first.size === views.length && views.length ? [latest(canvases), latest(first)] : null
}"""


class Server:
    """``panel serve --warm`` of one script."""

    def __init__(self, script: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "panel", "serve", str(script), "--port", str(self.port), "--warm"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.address = f"http://localhost:{self.port}/{script.stem}"
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(self.address, timeout=60).close()
                return
            time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"{self.address} could not be served")

    @property
    def memory(self) -> float:
        """Resident memory of the process, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def serving(script: Path) -> Iterator[Server]:
    """A server of a script, stopped at the end."""
    server = Server(script)
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def looking() -> Iterator[Page]:
    """A page of a Chromium with a desktop's window."""
    named = (os.environ.get("CHROMIUM"), shutil.which("chromium"), shutil.which("google-chrome"), "/usr/bin/chromium")
    path = next((path for path in named if path and Path(path).exists()), None)
    if path is None:
        sys.exit("no Chromium found; name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser.new_page(viewport={"width": 1280, "height": 800})
        browser.close()


def painted(page: Page, change: str, quiet: float = 2500, patience: float = 60_000) -> tuple[float, float]:
    """Milliseconds from a change, in JavaScript, until every canvas is painted, and to the end of the frame after."""
    found = page.evaluate(PAINTED, [change, quiet, patience])
    if found is None:
        raise RuntimeError(f"nothing was painted after {change}")
    return tuple(found)


class Weight:
    """Counts what comes over a page's websocket: bytes as sent, and as deflated."""

    def __init__(self, page: Page) -> None:
        self.raw = self.deflated = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._received)

    def _received(self, event: dict) -> None:
        response = event["response"]
        text = response["payloadData"]
        data = base64.b64decode(text) if response["opcode"] == 2 else text.encode()
        self.raw += len(data)
        self.deflated += len(zlib.compress(data))
