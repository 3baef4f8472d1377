"""The languages of names and descriptions, and in which script each is written. One table for tools and checks."""

from __future__ import annotations

import re
import unicodedata

from ..folding import HAN
from ..nearest import nearest

HANZI = re.compile(f"[{HAN}]")
#: Tags as they are stored. Another language is added here, and to docs/curating.md.
LANGUAGES = {
    "en": "English",
    "zh-hans": "Chinese in simplified characters",
    "zh-latn-pinyin": "Chinese in Pinyin, with marks for the tones",
    "sv": "Swedish",
    "de": "German",
}
#: What people write for them who know other tables.
ALIASES = {"cn": "zh-hans", "chi": "zh-hans", "zho": "zh-hans", "eng": "en", "se": "sv", "swe": "sv", "deu": "de"}
#: A syllable with the number of its tone.
TONE_NUMBER = re.compile(r"[A-Za-zü:][0-9]")
#: The mark of a tone.
TONE = re.compile("[\u0300\u0301\u0304\u030c]")


def meant(tag: str, text: str = "") -> str:
    """The tag of the table that another one stands for, of a text in that script; nothing where none is near."""
    if HANZI.search(text):
        return "zh-hans"
    parts = re.split("[-_]", tag.lower())
    if parts[0] == "zh":
        return "zh-latn-pinyin" if {"latn", "pinyin"} & set(parts) else "zh-hans"
    first = ALIASES.get(parts[0], parts[0])
    return first if first in LANGUAGES else next(iter(nearest(tag, LANGUAGES, 1)), "")


def remedy(tag: str, text: str = "") -> str:
    """What to write instead of a tag that is not in the table."""
    near = f"Write {meant(tag, text)}. " if meant(tag, text) else ""
    return f"{near}There are {', '.join(LANGUAGES)}; another one goes into cnskg/content/languages.py first."


def misfit(text: str, tag: str) -> str:
    """What is wrong with the script of a name in a language; nothing where it fits."""
    hanzi = HANZI.search(text)
    if tag == "zh-hans":
        return "" if hanzi or not re.search("[a-zà-ÿ]", text) else "Latin letters, and no hanzi"
    if hanzi:
        return f"the hanzi {hanzi.group()}"
    number = TONE_NUMBER.search(text) if tag == "zh-latn-pinyin" else None
    if number:
        return f"{number.group()}, a syllable with a number for its tone"
    if tag == "zh-latn-pinyin" and not TONE.search(unicodedata.normalize("NFD", text)):
        return "no mark for any tone"
    other = next((c for c in text if c.isalpha() and not unicodedata.name(c, "LATIN").startswith(LATIN)), "")
    return f"{other}, which is no Latin letter" if other else ""


#: How the names of letters begin that Latin scripts use, those for abbreviations and ordinals among them.
LATIN = ("LATIN", "MODIFIER LETTER", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MICRO SIGN")
#: The commonest words of the languages in Latin letters, none of them a word of another one here.
COMMON = {
    "en": {
        "the",
        "of",
        "and",
        "to",
        "is",
        "that",
        "by",
        "it",
        "be",
        "this",
        "which",
        "with",
        "its",
        "has",
        "from",
        "as",
    },
    "sv": {"och", "att", "är", "som", "på", "för", "av", "ett", "inte", "till", "hela", "sig", "med", "eller", "vid"},
    "de": {"und", "der", "die", "das", "ist", "nicht", "ein", "eine", "von", "mit", "für", "auf", "dem", "zu"},
}
WORD = re.compile(r"[^\W\d_]+")


def spoken(text: str) -> str:
    """The language that a text is certainly in; nothing where that does not show."""
    letters = [c for c in text if c.isalpha()]
    if letters and all(HANZI.match(c) for c in letters):
        return "zh-hans"
    words = WORD.findall(text.lower())
    told = {tag: sum(word in common for word in words) for tag, common in COMMON.items()}
    best = max(told, key=lambda tag: told[tag])
    return best if told[best] > 1 and sum(told.values()) == told[best] else ""
