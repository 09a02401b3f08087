"""The page's address: it holds what is shown, and nonsense in it does no harm."""

from __future__ import annotations

import pytest

BACK_PAIN = "chronic_low_back_pain"


def test_the_address_follows_and_a_reload_restores_the_state(desktop, belly):
    desktop.open()
    desktop.choose("Condition", "Long-lasting low back pain")
    desktop.until("location.search.includes('condition=chronic_low_back_pain')")
    desktop.press("Left")
    desktop.press("Bones")
    desktop.until("location.search.includes('side=left') && location.search.includes('layers=bones')")
    desktop.tap("back", *belly("gluteus_maximus", "left", "back"))
    desktop.until("location.search.includes('selection=')")
    names = ("condition", "side", "layers", "selection")
    before = [desktop.state(name) for name in names]
    desktop.page.reload(wait_until="commit")
    desktop.shows("front", "back")
    assert [desktop.state(name) for name in names] == before
    assert desktop.page.get_by_role("button", name="Bones").get_attribute("aria-pressed") == "true"


def test_the_browsers_back_and_forward_go_through_the_states(desktop):
    desktop.open()
    desktop.press("Left")
    desktop.until("location.search === '?side=left'")
    desktop.press("Right")
    desktop.until("location.search === '?side=right'")
    desktop.page.go_back(wait_until="commit")
    desktop.wait("map.model.side === 'left'")
    desktop.shows("front", "back")
    desktop.page.go_back(wait_until="commit")
    desktop.wait("map.model.side === 'both'")
    desktop.shows("front", "back")
    desktop.page.go_forward(wait_until="commit")
    desktop.wait("map.model.side === 'left'")


@pytest.mark.parametrize(
    "nonsense",
    [
        "condition=zzz&view=moon&side=up&depth=9&body=alien&mode=odd&language=xx&layers=bogus&selection=muscle:none:left",
        "selection=:::::&condition=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&view=null&other=5",
        "condition=%7B%22a%22:1%7D&selection=%00&side=%FF&body=1",
    ],
)
def test_nonsense_in_the_address_opens_the_map_with_a_quiet_message(desktop, nonsense):
    desktop.open(f"?{nonsense}")
    desktop.page.get_by_text("which this map does not know").first.wait_for()
    assert desktop.page.get_by_role("alert").count() == 1
    assert desktop.page.locator("img[src=x]").count() == 0
    assert desktop.state("condition") == desktop.state("selection") == ""
    assert max(desktop.muscles("front").values()) > 0.3
    desktop.press("Left")
    desktop.wait("map.model.side === 'left'")


def test_an_address_opens_the_view_and_words_it_names(desktop):
    desktop.open("?view=head_left&mode=clinician&selection=muscle:temporalis:left", views=("head_left", "head_right"))
    desktop.panel().get_by_role("heading", name="Temporalis").wait_for()
    assert desktop.muscles("head_left")["temporalis:left"] > 0.7
