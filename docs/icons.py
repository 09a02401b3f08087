"""Draw the icons of the home screen: ``python docs/icons.py``. Needs the extra ``test`` and a Chromium.

A head and shoulders of the drawn figure, with the neck-shoulder muscle, on the colour of the page's bar.
"""

from __future__ import annotations

import sys
from pathlib import Path

import shapely

import bodymap
from bodymap import style
from bodymap.app import install

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "benchmarks"))

from served import looking  # noqa: E402 - found through the line above

FOLDER = Path(install.__file__).parent / "home_screen"
#: The middle of the picture and the half of its width, in stature.
MIDDLE, HALF = 0.905, 0.135
#: Name, size in pixels, and how much of the picture the figure takes up; a mask cuts off up to a fifth.
PICTURES = (
    ("icon-180", 180, 1.0),
    ("icon-192", 192, 1.0),
    ("icon-512", 512, 1.0),
    ("icon-maskable-512", 512, 0.8),
)


def picture(share: float = 1.0) -> str:
    """The icon as SVG, 512 units wide."""
    atlas = bodymap.load_atlas("female")
    skin, palette = style.SKIN_TONES["neutral"], style.palette("patient", "neutral")
    half = HALF / share
    window = shapely.box(-half, MIDDLE - half, half, MIDDLE + half).buffer(half / 10)
    parts = []

    def add(shapes: object, fill: str, line: str = "none", width: float = 0) -> None:
        drawn = shapely.get_parts(shapely.simplify(shapely.intersection(list(shapes), window), half / 500))
        rings = "".join(_path(ring, half) for ring in shapely.get_rings(drawn))
        parts.append(f'<path d="{rings}" fill="{fill}" stroke="{line}" stroke-width="{width}" fill-rule="evenodd"/>')

    def front(frame: object) -> object:
        return frame[frame["view"] == "front"]

    outline = front(atlas.outlines).geometry
    add(outline, skin["outline"])
    for tone in front(atlas.tones).itertuples():
        add([tone.geometry], skin[tone.kind])
    muscles = front(atlas.muscles)
    add(muscles.loc[muscles["id"] == "trapezius_upper", "geometry"], palette.selected, "#14514f", 3)
    add(outline, "none", skin["line"], 6)
    whole = f'<rect width="512" height="512" fill="{install.BAR}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">{whole}{"".join(parts)}</svg>'


def _path(ring: shapely.LinearRing, half: float) -> str:
    points = (shapely.get_coordinates(ring) - (-half, MIDDLE + half)) * (256 / half, -256 / half)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def main() -> None:
    """Write the SVG, and photograph it at each size."""
    (FOLDER / "icon.svg").write_text(picture() + "\n", encoding="utf-8")
    with looking() as page:
        for name, size, share in PICTURES:
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{picture(share)}")
            page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
