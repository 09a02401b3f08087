"""What stands where on a map: its figures, and the blocks around them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import panel as pn

from ..figure import view_figure
from ..pack import packed
from ..views import pair_of, side_letters
from .controls import MapControls
from .widgets import Widgets, text_of

if TYPE_CHECKING:
    from .body_map import BodyMap

_LOOK = (Path(__file__).parent / "layout.css").read_text(encoding="utf-8")


class Layout:
    """The blocks of a map, beside each other where there is room, below each other on a phone.

    Each has a name, by which ``layout.css`` decides its place and size.
    """

    def __init__(self, widgets: Widgets, controls: MapControls, details: pn.viewable.Viewable) -> None:
        choices = widgets.choices
        find = _block("find", pn.Column, choices["condition"], widgets.search)
        switches = [choices[name] for name in ("side", "mode", "body", "depth", "language")]
        seldom = [choices[name] for name in ("skin_tone", "colors")]
        ending = (_block("seldom", pn.Row, *seldom), widgets.take_home, widgets.in_english, widgets.page_tools)
        rest = _block("rest", pn.Column, _block("switches", pn.Row, *switches), details, *ending)
        self._figures, self._panes = _block("figures", pn.Row, fills=True), {}
        turning = _block("turning", pn.Row, widgets.pair, widgets.pair_list, widgets.turn)
        stage = _block("stage", pn.Column, turning, self._figures, controls, fills=True)
        screens = _block("screens", pn.Row, choices["screen"])
        self.whole = _block("bodymap", pn.Column, screens, find, stage, rest, fills=True)
        self._ordered = (find, self._figures, rest)
        self._controls = controls

    def order(self, screen: str, pair: str) -> None:
        """Let the blocks stand in the order of a screen and of a pair of views, which is named by the first of them."""
        for block in self._ordered:
            block.css_classes = [block.css_classes[0], screen, pair]

    def show_figures(self, body_map: BodyMap) -> None:
        """Draw the views that are shown and not yet drawn; hide the others."""
        pair = pair_of(body_map.view)
        self._panes |= {view: self._draw(body_map, view) for view in pair if view not in self._panes}
        for view, pane in self._panes.items():
            # The figure first: else Panel takes what the figure still says for what the pane was told.
            pane.object.visible = pane.visible = view in pair
            pane.css_classes = ["in-front" if view == body_map.view else "beside"]
        self.order(body_map.screen, pair[0])
        self._figures.objects = list(self._panes.values())

    def forget_figures(self) -> None:
        """Take all figures away: they are to be drawn anew."""
        self._panes.clear()
        self._figures.objects = []

    def _draw(self, body_map: BodyMap, view: str) -> pn.pane.Bokeh:
        words = body_map.words
        plot = view_figure(body_map.atlas, view)
        names = {"body": text_of(body_map, "body", body_map.body).lower(), "view": words(f"views.{view}").lower()}
        plot.html_attributes = {"role": "group", "aria-label": words("app.map_description", **names)}
        letters = side_letters(view, words("side.right_letter"), words("side.left_letter"))
        self._controls.connect(plot, packed(body_map.atlas, view), letters)
        return pn.pane.Bokeh(plot, sizing_mode="stretch_both", margin=0)


def _block(name: str, kind: type, *parts, fills: bool = False):
    sizing_mode = "stretch_both" if fills else "stretch_width"
    return kind(*parts, css_classes=[name], stylesheets=[_LOOK], sizing_mode=sizing_mode, margin=0)
