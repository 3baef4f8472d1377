"""Typing errors, pinyin and other transliterations in a question put right: /ask and the search know the same words.

A word is put right only where nothing here has it; a row of words is pinyin only where it is nothing but syllables of a
name. What is like nothing stays: it may be the word that counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..folding import HAN, fold

#: Letters of a word that is put right, at least, and of a name in pinyin.
LEAST_MENDED, LEAST_PINYIN = 5, 8
#: Hanzi that write the sounds of foreign names; and how many of these a name has at least.
_SOUNDS = frozenset("巴帕鲁舍夫夏伊尔德克特里奇拉罗姆卡穆布希斯登奥基普京蒙萨米诺杰亚丹托伯格顿森什曼马维纳丽莎加列多")
LEAST_SOUNDS = 3
_WORD = re.compile(rf"[A-Za-z]+|[{HAN}]+|[^A-Za-z{HAN}]+")


def mended(
    text: str,
    known: Callable[[str], bool],
    nearest: Callable[[str], str],
    pinyin: Callable[[str], str],
    hanzi: Callable[[str], str],
) -> str:
    """The text put right: `known` tells whether there is a word, the others what may be meant, if anything."""
    parts, at, told = _WORD.findall(text), 0, []
    while at < len(parts):
        many, instead = _read(parts, at, pinyin)
        told.append(instead if many else _one(parts[at], known, nearest, hanzi))
        at += many or 1
    return "".join(told)


def _read(parts: list[str], at: int, pinyin: Callable[[str], str]) -> tuple[int, str]:
    """How many parts from here on are a name in pinyin, and the name; the longest first."""
    for end in range(len(parts), at, -1):
        some = parts[at:end]
        words = [part.lower() for part in some[::2]]
        if not (len(some) % 2 and all(part.isascii() and part.isalpha() for part in words)):
            continue
        parted = all(not part.strip() for part in some[1::2])
        if parted and len("".join(words)) >= LEAST_PINYIN and (name := pinyin("".join(words))):
            return len(some), name
    return 0, ""


def _one(part: str, known: Callable[[str], bool], nearest: Callable[[str], str], hanzi: Callable[[str], str]) -> str:
    if not part.isascii():
        foreign = sum(sign in _SOUNDS for sign in part) >= LEAST_SOUNDS
        return (foreign and hanzi(part)) or part
    if len(part) < LEAST_MENDED or not part.isalpha() or known(fold(part)):
        return part
    found = nearest(fold(part))
    return (found.capitalize() if part[:1].isupper() else found) or part
