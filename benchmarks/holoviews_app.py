"""The two views of the live map, drawn anew by the server with HoloViews at each change: what it is compared to."""

from __future__ import annotations

import holoviews as hv
import panel as pn

import bodymap

pn.extension()
atlas = bodymap.load_atlas("female")
select = pn.widgets.Select(name="condition", options=["", *atlas.conditions.index])


def view_map(view: str) -> pn.pane.HoloViews:
    """One view that follows the list of conditions."""

    def drawn(condition: str) -> hv.Overlay:
        return bodymap.draw(atlas, view, mode="patient", condition=condition or None)

    return pn.pane.HoloViews(hv.DynamicMap(pn.bind(drawn, select)), linked_axes=False)


pn.Column(select, pn.Row(view_map("front"), view_map("back"))).servable()
