"""A Chromium's page: when it has painted a change, and what comes to it over the websocket."""

from __future__ import annotations

import base64
import contextlib
import sys
import zlib
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from served import chromium, launched

#: Milliseconds from ``change`` until every figure in sight has been painted on its canvas, and until the browser
#: is done with the next frame after that, which holds it; then waits until nothing has been repainted for as long as
#: ``quiet``, so that the next change finds a page at rest.
PAINTED = """async ([change, quiet, patience]) => {
  const models = Bokeh.documents.flatMap((doc) => [...doc._all_models.values()])
  const views = models.filter((model) => model.type === "Figure").map((figure) => Bokeh.index.find_one(figure))
    .filter((view) => view?.el.getBoundingClientRect().width > 50)
  const [canvases, frames] = [new Map(), new Map()]
  const now = () => performance.now()
  let last = now()
  for (const view of views) {
    view.repainted.connect(() => {
      last = now()
      const told = (times) => { if (!times.has(view)) times.set(view, now()) }
      told(canvases)
      const {port1, port2} = new MessageChannel() // its message comes once the frame is done; a timer may come later
      port1.onmessage = () => told(frames)
      requestAnimationFrame(() => port2.postMessage(null))
    })
  }
  const start = now()
  new Function(change)()
  while (frames.size < views.length && now() - start < patience) await new Promise((done) => setTimeout(done, 5))
  while (now() - last < quiet) await new Promise((done) => setTimeout(done, 50))
  const latest = (times) => Math.max(...times.values()) - start
  return frames.size === views.length && views.length ? [canvases, frames].map(latest) : null
}"""


@contextlib.contextmanager
def looking() -> Iterator[Page]:
    """A page of a Chromium with a desktop's window."""
    path = chromium()
    if path is None:
        sys.exit("no Chromium found; name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = launched(playwright, path)
        yield browser.new_page(viewport={"width": 1280, "height": 800})
        browser.close()


def painted(page: Page, change: str, quiet: float = 2500, patience: float = 60_000) -> tuple[float, float]:
    """Milliseconds from a change, in JavaScript, until every canvas is painted, and until their frame is done."""
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
