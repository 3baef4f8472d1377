"""Source texts: folding, digests, and the anchors that lead from a passage back to its words.

An anchor is a passage's first and last few words. Offsets count characters of the text file from 0; the digest is the
SHA-256 of the passage folded by `fold`. Nothing of a source but its anchors is kept.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from ..errors import ContentError
from .characters import tidy

MOST_WORDS = 8
WORD = re.compile(r"\S+")
#: Soft hyphens, characters without width and marks of direction: extraction leaves them within words.
UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"


def fold(text: str) -> str:
    """White space folded to single spaces, Unicode NFC: what digests and comparisons are made of."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def digest(text: str) -> str:
    """SHA-256 of the folded text, as hex."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def occurrences(text: str, phrase: str, begin: int = 0) -> list[re.Match[str]]:
    """All places where the words of a phrase stand in the text as whole words.

    Whatever the white space between them, the form in which accents are written, and what nobody sees within them.
    """
    words = re.sub(UNSEEN, "", tidy(phrase)).split()
    if not words:
        return []
    between = "" if _is_plain(text) else UNSEEN
    spelt = map(re.escape, words) if _is_plain(text) else (UNSEEN.join(map(_letter, word)) for word in words)
    pattern = re.compile(rf"(?<!\S){between}" + rf"{between}\s+{between}".join(spelt) + rf"{between}(?!\S)")
    return list(pattern.finditer(text, begin))


@lru_cache(maxsize=20)  # texts: a few documents, looked into again and again
def _is_plain(text: str) -> bool:
    """Whether a text is in form NFC, and all of it is seen."""
    return unicodedata.is_normalized("NFC", text) and not re.search(UNSEEN.removesuffix("*"), text)


def _letter(c: str) -> str:
    apart = unicodedata.normalize("NFD", c)
    forms = {c, apart, tidy(apart[:2]) + apart[2:]}  # three, where a letter has two accents
    return re.escape(c) if len(forms) == 1 else f"(?:{'|'.join(map(re.escape, sorted(forms)))})"


def find_span(text: str, first: str, last: str) -> tuple[int, int]:
    """Offsets of the passage that starts with `first` and ends with `last`.

    `first` must stand exactly once; the passage ends at the first `last` after it. Raises ContentError saying what
    was found instead.
    """
    starts = occurrences(text, first)
    if len(starts) != 1:
        raise ContentError(
            f"the first words {first!r} stand {len(starts)} times in the text, not once",
            hint="Give more of the words (up to eight), or other ones."
            if starts
            else "Check spelling and punctuation.",
        )
    begin = starts[0].start()
    # The last words may share words with the first ones in a short passage.
    ends = [m for m in occurrences(text, last, begin) if m.end() >= starts[0].end()]
    if not ends:
        raise ContentError(f"the last words {last!r} do not stand after the first ones", hint="Check spelling.")
    return begin, ends[0].end()


@dataclass(frozen=True)
class Anchor:
    """The first and last words of a passage, its offsets and digest."""

    first: str
    last: str
    start: int
    end: int
    sha256: str


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """The shortest anchor that leads back to text[start:end]. Raises ContentError where eight words do not do."""
    words = [m.group() for m in WORD.finditer(text[start:end])]
    for count in range(min(3, len(words)), min(MOST_WORDS, len(words)) + 1):
        first, last = (re.sub(UNSEEN, "", tidy(" ".join(some))) for some in (words[:count], words[-count:]))
        try:
            if find_span(text, first, last) == (start, end):
                return Anchor(first, last, start, end, digest(text[start:end]))
        except ContentError:
            continue
    raise ContentError(
        f"no anchor of {MOST_WORDS} words leads to the passage at {start} to {end}",
        hint="Let the passage begin or end at other words.",
    )


def text_fragment(url: str, first: str, last: str) -> str:
    """A deep link to the passage in the publication (URL text fragment, WICG scroll-to-text-fragment)."""
    return f"{url}#:~:text={_escape(first)},{_escape(last)}" if first != last else f"{url}#:~:text={_escape(first)}"


def _escape(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
