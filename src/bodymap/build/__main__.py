"""Rebuild the drawn atlas: ``python -m bodymap.build``."""

from __future__ import annotations

import argparse
import sys

from .. import paths
from . import fingerprint
from .drawing import build_structures, read_body
from .recipes import RecipeError
from .referral import build_referral
from .risk import build_risk_flags


def main() -> None:
    """Rebuild what is stale, or everything with ``--all``."""
    parser = argparse.ArgumentParser(prog="python -m bodymap.build", description=__doc__)
    parser.add_argument("--all", action="store_true", help="rebuild the bodies too, even where nothing has changed")
    options = parser.parse_args()
    stages = list(fingerprint.STAGES) if options.all else fingerprint.stale(paths.GEOMETRY, paths.DATA)
    if "bodies" in stages:
        from .bodies import build_bodies

        print("bodies: figures and landmarks")
        build_bodies(paths.GEOMETRY)
        fingerprint.store("bodies", paths.GEOMETRY, paths.DATA)
    if stages:
        for folder in sorted(path for path in (paths.GEOMETRY / "built").iterdir() if path.is_dir()):
            print(f"structures: {folder.name}")
            body = read_body(paths.GEOMETRY, folder.name)
            build_structures(paths.GEOMETRY, body)
            build_referral(paths.GEOMETRY, paths.DATA, body)
            build_risk_flags(paths.GEOMETRY, paths.DATA, body)
        fingerprint.store("structures", paths.GEOMETRY, paths.DATA)
    print("built:", ", ".join(stages) or "nothing; all is up to date")


if __name__ == "__main__":
    try:
        main()
    except RecipeError as error:
        sys.exit(f"recipe error: {error}")
