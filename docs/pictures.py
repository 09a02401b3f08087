"""Make the pictures of the README: ``python docs/pictures.py``. Needs the extra ``test`` and a Chromium."""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "tools"))

from playwright.sync_api import sync_playwright  # noqa: E402

from served import ROOT, chromium, launched, serving  # noqa: E402 - found through the line above

READY = "[...(window.bodymapMaps?.values() ?? [])].some((map) => map.figures.size > 1)"
#: Name of the picture, width and height of the screen, address of the map.
PICTURES = (
    ("map-1280", 1280, 800, "?condition=tension_type_headache&selection=muscle:trapezius_upper:right"),
    ("map-820", 820, 1180, "?condition=rotator_cuff_dysfunction&body=male"),
    ("map-390", 390, 844, "?condition=chronic_low_back_pain&selection=muscle:quadratus_lumborum:right&view=back"),
    (
        "map-clinician",
        1280,
        800,
        "?condition=plantar_fasciitis&mode=clinician&layers=bones,muscles,trigger_points,essential",
    ),
)


def main() -> None:
    """Serve the app and photograph it at the three sizes."""
    path = chromium() or sys.exit("no Chromium found; name one in CHROMIUM")
    with serving(ROOT / "app.py") as server, sync_playwright() as playwright:
        page = launched(playwright, path).new_page()
        for name, width, height, query in PICTURES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(server.address() + query)
            page.wait_for_function(READY, timeout=120_000)
            page.wait_for_timeout(3_000)
            page.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    main()
