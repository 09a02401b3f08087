"""The body map as an app: ``panel serve app.py --show``. A folder ``clinic`` beside it holds a clinic's own words."""

from bodymap import paths
from bodymap.app import create_app

create_app(clinic=paths.clinic(beside=__file__)).servable()
