"""Characters that nobody sees, or that look like others: where they stand in a text, and the text without them.

Stored text is in Unicode's form NFC, each word parted from the next by one plain space, without characters that only
steer its display; so what looks the same is the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

#: Letters and marks that show nothing though Unicode does not count them among the invisible ones.
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: What looks like a plain letter, digit or hanzi: radicals, ligatures, full-width and mathematical letters.
LOOKALIKE = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
#: A word of Latin letters with letters in it that only look Latin.
MIXED = re.compile(
    "(?:(?=[^\\W\\d_])[A-Za-z\u00c0-\u024f])+[\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]"
)
FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
#: Categories of what is not to be seen: controls, formats, private use, surrogates, none at all, separators of lines.
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
NAMELESS = {"Cc": "a control character", "Co": "a private character", "Cs": "half of a character"}
AROUND = 20  # characters shown before a place


class Oddity(NamedTuple):
    """A character that should not stand in a text: where, and what is to be said of it."""

    at: int
    said: str
    shape: bool = False  # it is seen, and taken for another


def tidy(text: str) -> str:
    """The text in form NFC, its words parted by single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def mended(text: str) -> str:
    """The text without what nobody sees, each lookalike replaced by what it looks like."""
    kept = "".join(_mended(c) for c in unicodedata.normalize("NFC", text))
    return tidy(kept)


def _mended(c: str) -> str:
    if c.isspace():
        return " "
    if (unicodedata.category(c) in UNSEEN and not _new_hanzi(c)) or BLANK.match(c):
        return ""
    return unicodedata.normalize("NFKC", c) if LOOKALIKE.match(c) else c


def _new_hanzi(c: str) -> bool:
    """Whether a character lies where later versions of Unicode add hanzi than the one that Python knows."""
    return 0x20000 <= ord(c) < 0x3FFFE and ord(c) & 0xFFFE != 0xFFFE


def named(c: str) -> str:
    """A character by number and name."""
    name = unicodedata.name(c, "") or f"({NAMELESS.get(unicodedata.category(c), 'no character')})"
    return f"U+{ord(c):04X} {name}"


def _what(c: str) -> str:
    """What is wrong with a character; nothing with most."""
    if c == " ":
        return ""
    if c == "\ufffd":
        return f"{named(c)}, which stands for one that was lost,"
    if c in "\n\r\x0b\x0c\x85\u2028\u2029":
        return "a line break"
    if unicodedata.category(c) in UNSEEN and not _new_hanzi(c):
        return named(c)
    if c.isspace():
        return f"{named(c)}, which is no plain space,"
    if BLANK.match(c):
        return f"{named(c)}, which shows nothing,"
    return f"{named(c)}, which only looks like another," if LOOKALIKE.match(c) else ""


@lru_cache(maxsize=20_000)
def oddities(text: str, layout: bool = False) -> tuple[Oddity, ...]:
    """What should not stand in a text, in its order; with `layout`, line breaks, tabs and rows of spaces may."""
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return ()
    skipped = "\n\t" if layout else ""
    found = [
        Oddity(i, what, bool(LOOKALIKE.match(c))) for i, c in enumerate(text) if c not in skipped and (what := _what(c))
    ]
    if not layout:
        found += [Oddity(m.start(), "more than one space") for m in re.finditer("  +", text.strip(" "))]
        found += [Oddity(0, "a space")] * text.startswith(" ") + [
            Oddity(len(text.rstrip(" ")), "a space")
        ] * text.endswith(" ")
    normal = unicodedata.normalize("NFC", text)
    if normal != text:
        at = next((i for i, pair in enumerate(zip(text, normal, strict=False)) if pair[0] != pair[1]), len(normal))
        found.append(Oddity(at, f"{normal[at : at + 1]!r} in another form than NFC"))
    for match in MIXED.finditer(text):
        at = match.start() + FOREIGN.search(match.group()).start()
        found.append(Oddity(at, f"{named(text[at])} in a word of Latin letters", True))
    return tuple(sorted(found))


def told(text: str, odd: Oddity) -> str:
    """An oddity with its place, as a person finds it: after which words."""
    before = "".join(c for c in text[max(odd.at - AROUND, 0) : odd.at] if c.isprintable())
    if odd.at == 0:
        return f"{odd.said} at the beginning"
    last = not text[odd.at + 1 :].strip(" ")
    return f"{odd.said} {'at the end, ' if last else ''}after {before!r}"
