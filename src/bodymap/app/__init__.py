"""The screens: the map as a component for notebooks and pages, and the served app."""

from .body_map import BodyMap
from .page import create_app

__all__ = ["BodyMap", "create_app"]
