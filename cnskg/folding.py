"""One fold of text: names that people take for the same are the same words, however they are typed.

    fold("Counter‑Espionage  Law")  == "counter espionage law"
    fold("習近平") == fold("习近平"),  fold("zheng4zhi4") == fold("zhèngzhì") == "zhengzhi"
    keys("Xi, Jinping") & keys("xi jinping"),  keys("陈一新") & keys("Chen Yixin")

A fold is for comparing and never for showing. It leaves out case, accents and tones, quotation marks and apostrophes,
width and script (traditional characters become simplified ones, one by one, so that a part of a name folds as it does
in the whole). Hyphens, punctuation and white space of every kind part words; Chinese characters need no parting.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

#: Folds kept, some 4 MB: all names of a release several times over.
MOST_KEPT = 20_000
#: Chinese characters: unified ideographs with their extensions, compatibility forms, 〇 and 々.
HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
#: Readings of one name that are tried: each of a surname's, and then no more than people would think of.
MOST_READINGS = 4

_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ao|an|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|[aeiou])"
)
_NUMBERED = re.compile(rf"(?<![^\W_])(?:{_SYLLABLE}[0-5])+(?![^\W_])")
_TONE = re.compile(r"[0-5]")
#: ü as people type it without the key: nv3, lu:4. After other letters it is written u anyway.
_UMLAUT = re.compile(r"(?<=[nl])(?:v|u:(?=[aen0-5]|\W|$))")
#: Accents and tones, soft hyphens, and what has no width: joiners, marks of direction and order, variation selectors.
_UNSEEN = re.compile(
    r"[\u0300-\u036f\u20d0-\u20ff\u00ad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_APOSTROPHES = dict.fromkeys(map(ord, "'`‘’‚‛ʹʻʼʽˈ′‵＇`ꞌ"))
#: An acute accent that stands by itself, typed for an apostrophe, is a space with the accent when it is decomposed.
_ACUTE = re.compile(r" (?=[\u0300-\u036f]*\u0301)")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?:\.|(?![^\W_])))")
_PARTING = re.compile(r"[\W_]+")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
_HAN = re.compile(rf"[{HAN}]")
_ALL_HAN = re.compile(rf"[{HAN}]{{2,}}")


@lru_cache(MOST_KEPT)
def fold(text: str) -> str:
    """The words of a text as they are compared, in their order, one space between them; the same when folded again."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _ACUTE.sub("", plain).translate(_APOSTROPHES).translate(_LETTERS)
    plain = "".join(map(_simplified, _UNSEEN.sub("", plain)))
    plain = _UMLAUT.sub("u", _INITIALS.sub(r"\1", unicodedata.normalize("NFC", plain)))
    plain = _NUMBERED.sub(lambda word: _TONE.sub("", word.group()), _PARTING.sub(" ", plain).strip())
    return _BETWEEN_HAN.sub("", plain)


def compact(text: str) -> str:
    """The fold without its spaces: "Xi'an" is "Xi an", "Counterespionage" is "Counter-Espionage"."""
    return fold(text).replace(" ", "")


def spellings(name: str) -> frozenset[str]:
    """What two spellings of a name share: it without spaces, and its words in the order of the alphabet."""
    folded = fold(name)
    return frozenset({folded.replace(" ", ""), " ".join(sorted(folded.split(" ")))}) - {""}


def keys(name: str) -> frozenset[str]:
    """What to compare names by: its spellings, and for a Chinese name how it is read."""
    return spellings(name) | {reading.replace(" ", "") for reading in readings(name)}


def same(one: str, other: str) -> bool:
    """Whether two names are one, spelt in two ways. In hanzi the characters tell; hanzi and letters, the reading."""
    if has_han(one) and has_han(other):
        return compact(one) == compact(other)
    return bool(keys(one) & keys(other))


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return bool(_HAN.search(text))


def readings(name: str) -> list[str]:
    """How a name of two Chinese characters or more, and nothing else, is read: pinyin without tones, in syllables.

    The usual reading first, then those that the first character has beside it, as surnames do (曾: zeng, not ceng).
    """
    if not _ALL_HAN.fullmatch(fold(name)):
        return []
    from pypinyin import Style, lazy_pinyin, pinyin  # a quarter of a second, and only for names in hanzi

    written = "".join(_HAN.findall(unicodedata.normalize("NFKC", name)))
    first, *rest = (fold(syllable) for syllable in lazy_pinyin(written))
    others = (fold(one) for one in pinyin(written[0], style=Style.NORMAL, heteronym=True)[0])
    return [" ".join([one, *rest]) for one in islice(dict.fromkeys([first, *others]), MOST_READINGS)]


def reads_as(name: str, pinyin: str) -> bool:
    """Whether Pinyin begins as a name in hanzi can be read, by any reading of each character; of other names, yes."""
    written = compact(name)
    if not _ALL_HAN.fullmatch(written):
        return True
    import pypinyin  # a quarter of a second, and only for names in hanzi

    normal = pypinyin.Style.NORMAL
    found = pypinyin.pinyin(written, style=normal, heteronym=True)
    single = [pypinyin.pinyin(character, style=normal, heteronym=True)[0] for character in written]
    ways = (
        "|".join({re.escape(fold(one)) for one in (*some, *more)}) for some, more in zip(found, single, strict=True)
    )
    return bool(re.match("".join(f"(?:{way})" for way in ways), compact(pinyin)))


def simplified(text: str) -> str:
    """The text with each traditional character in its simplified form."""
    return "".join(map(_simplified, text))


@lru_cache(MOST_KEPT)
def _simplified(character: str) -> str:
    """The simplified form of a traditional character; of any other, itself."""
    if not _HAN.match(character):
        return character
    return _converter().convert(_converter().convert(character))  # one (薴) takes two steps


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # loads a library, and only for texts in hanzi

    return OpenCC("t2s")
