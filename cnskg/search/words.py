"""The words of a text as the index holds them and as questions are read: folded, in one spelling, singular.

    stems("China’s red lines") == ["china", "red", "line"]
    stems("國安委 securitisation") == ["国", "安", "委", "securitization"]

A fold (`cnskg/folding.py`) makes of two spellings of a name one; what stands here makes words meet that are not spelt
alike: plurals and possessives, British and American forms. The index stems what is left (Porter), so that verbs meet.
"""

from __future__ import annotations

import re

from ..folding import HAN, fold

_ASKING = "what which who whom whose when where why how is are was were do does did"
_SMALL = (
    "a an the of in on at by for from with without to into over and or as be been has have had that this it its there"
)
#: With what questions begin.
QUESTIONING = frozenset(_ASKING.split())
#: Words that a text is not about: they are asked for where they stand, and missed where they do not.
STOP = QUESTIONING | frozenset(_SMALL.split())
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])['’ʼ]s?(?![^\W_])")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_PIECE = re.compile(rf"[{HAN}]+|[^{HAN}\s]+")
_ISE = re.compile(r"(?<=[a-z]{4})is(?=(?:e|ed|es|er|ing|ation)$)")
_ENDINGS = (("programme", "program"), ("defence", "defense"), ("centre", "center"))


def spelt(word: str) -> str:
    """A folded word in the singular and in American spelling; what is short, or has other letters, as it is."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith("sses") else word[:-1]
    word = _ISE.sub("iz", word)
    for british, american in _ENDINGS:
        word = american if word == british else word
    return word[:-3] + "or" if word.endswith("our") and len(word) > 5 else word


def pieces(text: str) -> list[str]:
    """The folded words of a text, in their order; hanzi that stand together are one."""
    return _PIECE.findall(fold(_POSSESSIVE.sub("", text)))


def stems(text: str) -> list[str]:
    """The words of a text as they are looked up: in one spelling, and each character of hanzi for itself."""
    return [one for piece in pieces(text) for one in apart(piece)]


def apart(piece: str) -> list[str]:
    """A folded word in one spelling, or the characters of hanzi."""
    return list(piece) if re.match(f"[{HAN}]", piece) else [spelt(piece)]


def telling(words: list[str]) -> list[str]:
    """The words without those that no text is about; all of them where nothing else is left."""
    return [word for word in words if word not in STOP] or words


def initials(name: str) -> list[str]:
    """The first letters of the words that tell something; of what is written in capitals, all: US Trade Act, us t a."""
    found = []
    for word in name.split():
        parts = [part for part in fold(word).split() if part not in STOP]
        found += ["".join(parts)] * bool(parts) if word.isupper() else [part[0] for part in parts]
    return found


def bare(name: str) -> str:
    """A name without what stands in brackets at its end: the year of a law, the form of a book."""
    return _BRACKETS.sub("", name) or name
