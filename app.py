"""The body map as an app: ``panel serve app.py --show``."""

from bodymap.app import create_app

create_app().servable()
