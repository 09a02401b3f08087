"""A clinic's logo: whether a picture can be shown inside the page, and printed."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

#: The largest picture, in bytes: it travels with every page.
LARGEST = 200_000
#: The largest side of a PNG picture, in pixels: many times what the page shows.
MOST_PIXELS = 4000
#: What an SVG picture may hold on a screen, but what cannot be printed as it is seen there.
_UNPRINTED = ("text", "image", "mask", "filter", "pattern")
_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}
_PNG = b"\x89PNG\r\n\x1a\n"


def logo_type(name: str) -> str:
    """The media type of a picture by the ending of its name; empty for one that is neither PNG nor SVG."""
    return _TYPES.get(Path(name).suffix.lower(), "")


def logo_fault(folder: Path, name: str) -> str:
    """Why a picture cannot be the logo of the clinic whose folder this is, and the remedy; empty where it can."""
    if Path(name).name != name:
        return "must be the name of a file in the clinic's folder, without a path"
    file = folder / name
    if not logo_type(name):
        return "must be a PNG or SVG picture; save it as one, its name ending in .png or .svg"
    if not file.is_file():
        there = [path.name for path in sorted(folder.iterdir()) if logo_type(path.name)]
        return f"no such file in the clinic's folder; pictures there: {', '.join(there) or 'none'}"
    if file.stat().st_size > LARGEST:
        return f"has {file.stat().st_size // 1000} kB; at most {LARGEST // 1000} kB: make the picture smaller"
    picture = file.read_bytes()
    if logo_type(name) == "image/png":
        return _png_fault(picture)
    return _svg_fault(picture)


def _png_fault(picture: bytes) -> str:
    from PIL import Image  # here and below: most maps have no logo, and open sooner without

    if not picture.startswith(_PNG):
        return "is no PNG picture, whatever its name says; save it as PNG"
    try:
        with Image.open(io.BytesIO(picture), formats=["PNG"]) as opened:
            if max(opened.size) > MOST_PIXELS:
                wide, high = opened.size
                return f"is {wide} x {high} pixels; at most {MOST_PIXELS} a side: make the picture smaller"
            opened.load()
    except (OSError, SyntaxError, ValueError) as error:
        return f"is a damaged PNG picture ({error}); save it anew"
    return ""


def _svg_fault(picture: bytes) -> str:
    if b"<!ENTITY" in picture:
        return 'holds "<!ENTITY"; save it as plain SVG'
    try:
        root = ElementTree.fromstring(picture)
    except ElementTree.ParseError as error:
        return f"is no SVG picture ({error}); save it as plain SVG"
    if _name(root.tag) != "svg":
        return f"is no SVG picture but begins with <{_name(root.tag)}>; save it as plain SVG"
    if not _has_size(root):
        return "does not say how large it is; save it with a viewBox of some width and height"
    for element in root.iter():
        if _name(element.tag) in ("script", "foreignObject"):
            return f"holds <{_name(element.tag)}>; save it as plain SVG, without scripts or pages inside"
        if _name(element.tag) in _UNPRINTED:
            return f"holds <{_name(element.tag)}>, which cannot be printed; turn it into paths, or save it as PNG"
        texts = [element.text or "", *element.attrib.values()]
        links = [value for key, value in element.attrib.items() if _name(key) == "href"]
        outside = [link for link in links if not link.startswith(("#", "data:"))]
        outside += [link for text in texts for link in re.findall(r"url\(\s*['\"]?(?!#|data:)([^'\")]+)", text)]
        outside += [text for text in texts if "@import" in text]
        if outside:
            return f'points to "{outside[0][:60]}", which is not inside it; embed it, or turn text into paths'
    try:
        drawing = read_svg(picture)
    except Exception as error:  # whatever stops it on this picture, a PNG is the remedy
        return f"cannot be printed ({type(error).__name__}: {error}); save it as PNG"
    return "" if drawing.width > 0 and drawing.height > 0 else "cannot be printed; save it as PNG"


def read_svg(picture: bytes) -> Drawing:
    """An SVG picture as vectors to print, at a size of its own."""
    from svglib.svglib import svg2rlg

    return svg2rlg(io.BytesIO(picture))


def _has_size(root: ElementTree.Element) -> bool:
    """Whether a picture says its width and height, by a viewBox or by lengths."""
    box = root.get("viewBox", "").replace(",", " ").split()
    sides = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    lengths = [re.fullmatch(r"\s*\+?(\d+\.?\d*|\.\d+)\s*(?:px|pt|pc|mm|cm|in)?\s*", side) for side in sides]
    return all(length and float(length[1]) > 0 for length in lengths)


def _name(tag: object) -> str:
    """The name of an element or attribute without its namespace."""
    return str(tag).rpartition("}")[2]
