"""The colours of the pages: text can be read on its ground, by day and by night."""

from __future__ import annotations

import re

import pytest

from cnskg.settings import PACKAGE

SHEET = (PACKAGE / "web" / "static" / "style.css").read_text(encoding="utf-8")
#: Light, dark and print, in the order of the sheet; the later ones take over what they do not name.
PALETTES = [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", rule)) for rule in re.findall(r":root \{([^}]*)\}", SHEET)]


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("which", ["light", "dark", "print"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("paper", "link"), ("link", "mark"), ("ink", "code")],
)
def test_text_can_be_read(which: str, text: str, ground: str) -> None:
    """Each colour of text has a contrast of at least 4.5 to what it stands on (WCAG 2.2, 1.4.3)."""
    palette = PALETTES[0] | PALETTES[["light", "dark", "print"].index(which)]
    light, dark = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_colours_stand_in_one_place() -> None:
    """No rule beyond the palettes has a colour of its own, which would stay as it is by night."""
    rest = re.sub(r":root \{[^}]*\}", "", SHEET)
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b", rest) == []
