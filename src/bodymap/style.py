"""Colours, hatches and line widths: one table for every way of drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

#: The drawn figure: fill of the outline, then the tone bands over it, the drawn lines, the whites of the eyes.
SKIN_TONES = {
    "neutral": {
        "outline": "#efe7da",
        "highlight": "#f8f3ea",
        "shade_1": "#e3d9ca",
        "shade_2": "#d2c6b4",
        "shade_3": "#bdae9b",
        "line": "#6d5f4f",
        "eye": "#fdfbf7",
    },
    "light": {
        "outline": "#f3d9c6",
        "highlight": "#fbe9dc",
        "shade_1": "#e8c8b2",
        "shade_2": "#d8b299",
        "shade_3": "#c29a81",
        "line": "#7d5846",
        "eye": "#fdfbf7",
    },
    "tan": {
        "outline": "#deb690",
        "highlight": "#ebcaa8",
        "shade_1": "#cfa37c",
        "shade_2": "#bc8e67",
        "shade_3": "#a47752",
        "line": "#674630",
        "eye": "#fbf7f0",
    },
    "brown": {
        "outline": "#b3835e",
        "highlight": "#c69872",
        "shade_1": "#a1724e",
        "shade_2": "#8d6140",
        "shade_3": "#775034",
        "line": "#452c1c",
        "eye": "#f8f2ea",
    },
    "dark": {
        "outline": "#7f563d",
        "highlight": "#976a4d",
        "shade_1": "#704a34",
        "shade_2": "#603e2b",
        "shade_3": "#503223",
        "line": "#2c1a11",
        "eye": "#f3ece3",
    },
}
#: Features that are drawn as filled shapes rather than lines.
BONE = {"fill": "#f7f2e7", "line": "#9a8f7d"}


@dataclass(frozen=True)
class Palette:
    """Colours of what is drawn on the figure.

    The clinician's is the atlas's usual red muscle; the patient's is calm, with no red for what hurts. In both, violet
    referral, teal or red muscle and amber risk differ in lightness as well as in hue, and each has its own texture
    (solid, fibres, dots, hatch), so that none rests on colour alone. Nerves are a light line with dark edges,
    arteries a dark, wider, dashed one with light edges: so each stands out on any skin, and apart from its hue.
    """

    muscle: str
    muscle_line: str
    selected: str
    tendon: str
    referral: str
    risk: str
    trigger_point: str
    nerve: str
    nerve_edge: str
    artery: str
    artery_edge: str
    mark: str  # where someone marks pain


PALETTES = {
    "patient": Palette(
        muscle="#b98a80",
        muscle_line="#7d5a52",
        selected="#2b7a78",
        tendon="#f2e8d8",
        referral="#5b4b9a",
        risk="#a8761c",
        trigger_point="#14213d",
        nerve="#e8bd45",
        nerve_edge="#5a4510",
        artery="#963446",
        artery_edge="#fdf6f2",
        mark="#c4553b",
    ),
    "clinician": Palette(
        muscle="#c0695f",
        muscle_line="#7e332c",
        selected="#a3291f",
        tendon="#f2e8d8",
        referral="#5b4b9a",
        risk="#a8761c",
        trigger_point="#14213d",
        nerve="#f2c12e",
        nerve_edge="#5a4510",
        artery="#a8102a",
        artery_edge="#fdf6f2",
        mark="#c4553b",
    ),
}
#: On dark skin, lighter colours of what is drawn on it.
_ON_DARK = {
    "muscle": "#dba497",
    "muscle_line": "#3b1f18",
    "selected": "#4fc3bd",
    "referral": "#b7a5f5",
    "risk": "#f2bf5e",
    "nerve": "#ffd95c",
    "nerve_edge": "#33260a",
    "mark": "#ff9d80",
}
_DARK = ("brown", "dark")
#: Whose colour vision the colours are for: the usual ones, those for red-green deficiency (protan and deutan) and those
#: for blue-yellow deficiency (tritan).
COLORS = ("usual", "red_green", "blue_yellow")
#: In place of the usual ones, for either reader, on light and on dark skin; found by search for the greatest least
#: difference, under the simulated deficiency and without, that leaves muscles warm and referral blue.
_FOR_DEFICIENCY = {
    "red_green": (
        {
            "muscle": "#936477",
            "muscle_line": "#5b3a48",
            "selected": "#004d60",
            "referral": "#6595f6",
            "risk": "#ba7b00",
        },
        {"muscle": "#ffdece", "selected": "#67f1fe", "referral": "#598dd9", "risk": "#f0f03d"},
    ),
    "blue_yellow": (
        {
            "muscle": "#a15b59",
            "muscle_line": "#5f2f2d",
            "selected": "#00435d",
            "referral": "#1740c0",
            "risk": "#761e24",
        },
        {"muscle": "#dbdace", "selected": "#4fb28a", "referral": "#6c6aff", "risk": "#ccff7e"},
    ),
}


def palette(mode: str, skin_tone: str, colors: str = "usual") -> Palette:
    """The colours of a mode, fit to be seen on a skin tone and with a kind of colour vision (one of `COLORS`)."""
    is_dark = skin_tone in _DARK
    found = replace(PALETTES[mode], **_ON_DARK) if is_dark else PALETTES[mode]
    return found if colors == "usual" else replace(found, **_FOR_DEFICIENCY[colors][is_dark])


RISK_HATCH = "/"
SPILLOVER_HATCH = "."
HATCH_SCALE = 9.0
#: The letters that say which side is the person's right.
LETTER = "#6d5f4f"
#: Dashes of the lines of courses, in CSS pixels.
COURSE_DASH = {"nerve": "solid", "artery": "10 3"}
#: In CSS pixels; `course_edge` is what a course is wider with its edges.
LINE_WIDTH = {
    "outline": 1.5,
    "contour": 1.0,
    "feature": 0.5,
    "bone": 0.6,
    "muscle": 0.9,
    "fibre": 0.6,
    "referral": 1.2,
    "risk": 1.2,
    "nerve": 1.5,
    "artery": 2.2,
    "course_edge": 1.4,
    "point": 1.6,
}
#: Opacity of a muscle by how much it matters now; resting: nothing is chosen.
EMPHASIS = {
    "chosen": 0.82,
    "primary": 0.68,
    "secondary": 0.42,
    "resting": 0.42,
    "beside": 0.10,
    "background": 0.07,
    "ghost": 0.10,
}
#: Opacities. A muscle's parts follow its emphasis: times `fibre`, `tendon` (at most `tendon_most`), `muscle_line` (plus
#: `muscle_line_least`); `ghost`, where bone or trunk hides it; below `bare` it has no fibres and tendons. Referral is
#: `shared` while more than one muscle refers. Risk areas keep the share `resting` of theirs while nothing is chosen;
#: courses are seen only with a chosen risk area or, by clinicians, a chosen muscle.
ALPHA = {
    "feature": 0.55,
    "contour": 0.8,
    "bone": 0.85,
    "bone_line": 0.8,
    "ghost": 0.55,
    "muscle_line": 1.3,
    "muscle_line_least": 0.08,
    "fibre": 0.75,
    "tendon": 1.2,
    "tendon_most": 0.85,
    "bare": 0.12,
    "essential": 0.55,
    "essential_line": 0.9,
    "shared": 0.30,
    "spillover": 0.75,
    "spillover_line": 0.45,
    "risk": 0.07,
    "risk_hatch": 0.38,
    "risk_line": 0.85,
    "course": 0.95,
    "resting": 0.3,
}

TRIGGER_POINT_SIZE = {"resting": 9, "chosen": 15}


def muscle_alpha(weight, is_ghost) -> dict:
    """The opacities of a muscle's parts for its weight (see `EMPHASIS`), as numbers or arrays, after `ALPHA`.

    Returns
    -------
    dict
        fill, line, tendon and fibre; those of tendon and fibre are 0 where a muscle is too pale to have them.
    """
    shown = weight >= ALPHA["bare"]
    return {
        "fill": weight * np.where(is_ghost, ALPHA["ghost"], 1),
        "line": np.minimum(1, weight * ALPHA["muscle_line"] + ALPHA["muscle_line_least"]),
        "tendon": shown * np.minimum(ALPHA["tendon_most"], weight * ALPHA["tendon"]),
        "fibre": shown * weight * ALPHA["fibre"],
    }
