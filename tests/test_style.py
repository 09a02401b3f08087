"""Colours that stay apart for everyone who looks at them, on every skin."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from bodymap import style

#: Full deficiency in linear RGB: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of
#: color vision deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009) 1291-1298, severity 1.0.
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
#: The eyes that each choice of colours is for.
EYES = {
    "usual": ("usual",),
    "red_green": ("usual", "protanopia", "deuteranopia"),
    "blue_yellow": ("usual", "tritanopia"),
}
#: The least difference, CIEDE2000, of two kinds of marks, and of a mark and the skin (its edge sets it off too).
#: About 1 is just noticeable side by side; these are plain at a glance, also where the marks are small or far apart.
APART, OFF_THE_SKIN = 15.0, 10.0
CASES = [(colors, eye) for colors, eyes in EYES.items() for eye in eyes]


def linear(color: np.ndarray) -> np.ndarray:
    return np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)


def rgb(text: str) -> np.ndarray:
    return np.array([int(text[k : k + 2], 16) for k in (1, 3, 5)]) / 255


def seen(color: np.ndarray, eye: str) -> np.ndarray:
    """A colour of the screen in CIELAB (D65), as an eye sees it."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    xyz = to_xyz @ np.clip(VISION[eye] @ linear(color), 0, 1) / (0.95047, 1, 1.08883)
    fx, fy, fz = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000 of two colours in CIELAB."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2([b1, b2], [a1, a2])) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    l_mean, c_mean, h_mean = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360
    t = 1 + sum(
        weight * np.cos(np.radians(times * h_mean + shift))
        for weight, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    )
    sl = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    sc, sh = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    rt = -2 * np.sqrt(c_mean**7 / (c_mean**7 + 25**7)) * np.sin(np.radians(60 * np.exp(-(((h_mean - 275) / 25) ** 2))))
    return float(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh))


def drawn(mode: str, skin_tone: str, colors: str) -> dict[str, np.ndarray]:
    """What is drawn on the figure, each as opaque as it is while a condition is shown."""
    palette, skin = style.palette(mode, skin_tone, colors), rgb(style.SKIN_TONES[skin_tone]["outline"])
    opacity = {
        "muscle": style.EMPHASIS["primary"],
        "selected": style.EMPHASIS["chosen"],
        "referral": style.ALPHA["essential"],
        "risk": style.ALPHA["risk_line"],
        "trigger_point": 1.0,
    }
    return {kind: rgb(getattr(palette, kind)) * much + skin * (1 - much) for kind, much in opacity.items()}


def test_the_measure_of_difference_is_that_of_the_standard() -> None:
    """Pairs of Sharma, Wu and Dalal, Color Research and Application 30 (2005) 21-30, table 1."""
    for one, other, told in (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ):
        assert difference(np.array(one), np.array(other)) == pytest.approx(told, abs=1e-4)


@pytest.mark.parametrize("mode", style.PALETTES)
@pytest.mark.parametrize("skin_tone", style.SKIN_TONES)
@pytest.mark.parametrize(("colors", "eye"), CASES)
def test_marks_stay_apart_on_every_skin(mode: str, skin_tone: str, colors: str, eye: str) -> None:
    marks = {kind: seen(color, eye) for kind, color in drawn(mode, skin_tone, colors).items()}
    near = {
        (one, other): round(difference(marks[one], marks[other]), 1) for one, other in itertools.combinations(marks, 2)
    }
    assert {pair: value for pair, value in near.items() if value < APART} == {}


@pytest.mark.parametrize("mode", style.PALETTES)
@pytest.mark.parametrize("skin_tone", style.SKIN_TONES)
@pytest.mark.parametrize(("colors", "eye"), CASES)
def test_marks_stand_off_the_skin(mode: str, skin_tone: str, colors: str, eye: str) -> None:
    skin = seen(rgb(style.SKIN_TONES[skin_tone]["outline"]), eye)
    marks = drawn(mode, skin_tone, colors) | {"mark": rgb(style.palette(mode, skin_tone, colors).mark)}
    near = {kind: round(difference(seen(color, eye), skin), 1) for kind, color in marks.items()}
    assert {kind: value for kind, value in near.items() if value < OFF_THE_SKIN} == {}


@pytest.mark.parametrize(("eye", "colors"), [("deuteranopia", "red_green"), ("tritanopia", "blue_yellow")])
def test_the_usual_colours_would_not_do(eye: str, colors: str) -> None:
    """Else there would be no need for a choice."""

    def least(chosen: str) -> float:
        found = []
        for mode, skin_tone in itertools.product(style.PALETTES, style.SKIN_TONES):
            marks = [seen(color, eye) for color in drawn(mode, skin_tone, chosen).values()]
            found += [difference(one, other) for one, other in itertools.combinations(marks, 2)]
        return min(found)

    assert least("usual") < 10 < APART <= least(colors)


def test_every_choice_of_colours_is_tested() -> None:
    assert tuple(EYES) == style.COLORS
