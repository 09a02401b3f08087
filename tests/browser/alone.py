"""The map by itself, as a notebook's cell shows it: no page, no address."""

import panel as pn

from bodymap import BodyMap

pn.extension()
BodyMap(condition="chronic_low_back_pain", side="right").servable()
