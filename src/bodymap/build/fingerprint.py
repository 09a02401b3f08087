"""Know whether the built files are those of the present sources."""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
#: The sources of each stage: patterns below the geometry folder, the data folder and the package.
STAGES = {
    "bodies": (
        ("bodies.yaml", "views.yaml", "landmarks.csv"),
        (),
        tuple(f"build/{name}.py" for name in ("body", "figure", "views", "landmarks", "bodies")),
    ),
    "structures": (("recipes/**/*.yaml",), ("*.csv",), ("build/*.py", "zones.py")),
}


def fingerprint(stage: str, geometry: Path, data: Path) -> str:
    """A digest of all that a stage of the build is made from."""
    digest = hashlib.sha256()
    for folder, patterns in zip((geometry, data, _PACKAGE), STAGES[stage], strict=True):
        for pattern in patterns:
            for file in sorted(folder.glob(pattern)):
                digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
                digest.update(file.read_text(encoding="utf-8").encode())
    return digest.hexdigest()


def stale(geometry: Path, data: Path) -> list[str]:
    """The stages whose built files are not those of the present sources."""
    return [stage for stage in STAGES if _stored(stage, geometry) != fingerprint(stage, geometry, data)]


def store(stage: str, geometry: Path, data: Path) -> None:
    """Note that a stage's built files are those of the present sources."""
    (geometry / "built" / f"{stage}.fingerprint").write_text(fingerprint(stage, geometry, data) + "\n")


def _stored(stage: str, geometry: Path) -> str:
    file = geometry / "built" / f"{stage}.fingerprint"
    return file.read_text().strip() if file.exists() else ""
