"""A clinic's logo: whether a picture can be shown inside the page."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

#: The largest picture, in bytes: it travels with every page.
LARGEST = 200_000
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
        return "" if picture.startswith(_PNG) else "is no PNG picture, whatever its name says; save it as PNG"
    return _svg_fault(picture)


def _svg_fault(picture: bytes) -> str:
    if b"<!ENTITY" in picture:
        return 'holds "<!ENTITY"; save it as plain SVG'
    try:
        root = ElementTree.fromstring(picture)
    except ElementTree.ParseError as error:
        return f"is no SVG picture ({error}); save it as plain SVG"
    if _name(root.tag) != "svg":
        return f"is no SVG picture but begins with <{_name(root.tag)}>; save it as plain SVG"
    for element in root.iter():
        if _name(element.tag) in ("script", "foreignObject"):
            return f"holds <{_name(element.tag)}>; save it as plain SVG, without scripts or pages inside"
        texts = [element.text or "", *element.attrib.values()]
        links = [value for key, value in element.attrib.items() if _name(key) == "href"]
        outside = [link for link in links if not link.startswith(("#", "data:"))]
        outside += [link for text in texts for link in re.findall(r"url\(\s*['\"]?(?!#|data:)([^'\")]+)", text)]
        outside += [text for text in texts if "@import" in text]
        if outside:
            return f'points to "{outside[0][:60]}", which is not inside it; embed it, or turn text into paths'
    return ""


def _name(tag: object) -> str:
    """The name of an element or attribute without its namespace."""
    return str(tag).rpartition("}")[2]
