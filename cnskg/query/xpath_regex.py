"""Regular expressions as SPARQL means them (XPath and XQuery Functions and Operators, section 7.6), compiled.

The engine's own have no back references, none of XML Schema's classes (`\\i`, `\\c`, blocks, subtraction), and read
`\\w` and `\\s` as Unicode does: `\\s` there matches U+3000, here it does not. A pattern is read by the grammar of XML
Schema with XPath's additions and written anew for the `regex` package. What is outside that grammar but has a meaning
there and in the engine (`\\b`, `(?i)`, `\\p{Han}`) is taken as it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

from .sparql_text import FOLLOWING, LETTERS

_CATEGORIES = re.compile(r"L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")
#: Names of blocks in XML Schema 1.0 that Unicode has changed since.
_BLOCKS = {
    "Greek": "GreekandCoptic",
    "CombiningMarksforSymbols": "CombiningDiacriticalMarksforSymbols",
    "PrivateUse": "PrivateUseArea",
}
_START = rf":_{LETTERS}"
_NAME = rf"{_START}{FOLLOWING}\-."
#: Escapes that stand for many characters, as a set of the regex package; those in capitals are the complements.
_CLASSES = {"s": r" \t\n\r", "d": r"\p{Nd}", "w": r"^\p{P}\p{Z}\p{C}", "i": _START, "c": _NAME}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPED = frozenset("\\|.?*+(){}-[]^$")
_SAME = "d"  # the engine reads this one as XML Schema does
_COUNT = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_PROPERTY = re.compile(r"\{([A-Za-z0-9-]+)\}")
_FLAGS = {"i": regex.IGNORECASE, "m": regex.MULTILINE, "s": regex.DOTALL}
_MOST_COUNTED = 10000  # repetitions by counts within counts: ((a{1000}){1000}){1000} fills any memory
#: What the engine surely compiles, which has a bound of 1 MB: it writes counts out, and a category takes tens of kB.
_ENGINE_COUNTED, _ENGINE_SIZE, _CATEGORY = 500, 100, 5
CACHED = 512  # patterns kept ready: those that come from data may differ from row to row
_MOST_PLAIN = 500  # characters, for the same reason


class BadPattern(ValueError):
    """No regular expression of SPARQL's; the message says what is wrong with it."""


class ForeignPattern(BadPattern):
    """None by XPath's grammar, but maybe one of those that go beyond it."""


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern; `plain` where the engine gives it the same meaning."""

    compiled: regex.Pattern[str]
    plain: bool
    quoted: bool  # the flag q: neither pattern nor replacement have special characters


@lru_cache(maxsize=CACHED)
def compiled(pattern: str, flags: str = "") -> Pattern:
    """The pattern, ready for use. Raises BadPattern."""
    if unknown := set(flags) - set("smixq"):
        raise BadPattern(f"there is no flag {''.join(sorted(unknown))}: flags are s, m, i, x and q")
    options = regex.VERSION1
    for flag in flags:
        options |= _FLAGS.get(flag, 0)
    if "q" in flags:  # the others, i aside, mean nothing then
        return Pattern(_compile(regex.escape(pattern), options), "x" not in flags, True)
    if "x" in flags:  # white space goes; no comments, unlike in the engine
        pattern = re.sub(r"[ \t\n\r]", "", pattern)
    try:
        reading = _Reading(pattern, flags)
        return Pattern(_compile(reading.all(), options), reading.plain and "x" not in flags, False)
    except RecursionError:
        raise BadPattern("its groups are nested too deeply") from None
    except ForeignPattern as error:
        _bounded(_COUNT.findall(pattern))
        try:
            return Pattern(_compile(pattern, options), False, False)
        except BadPattern:
            raise error from None


def _bounded(counts: Iterable[tuple[str, ...]]) -> int:
    """How often a pattern repeats something at most, if all its counts lie within one another. Raises BadPattern."""
    product = math.prod(max(int(n) for n in count if n.isdigit()) or 1 for count in counts)
    if product > _MOST_COUNTED:
        raise BadPattern(f"its counts come to more than {_MOST_COUNTED}")
    return product


def _compile(pattern: str, options: int) -> regex.Pattern[str]:
    try:
        return regex.compile(f"(?-f){pattern}", options)  # -f: ß is not ss
    except (regex.error, OverflowError, RecursionError) as error:
        raise BadPattern(str(error)) from None


class _Reading:
    """One pass over a pattern: what it means, written for the regex package."""

    def __init__(self, text: str, flags: str) -> None:
        self._text, self._at, self._flags = text, 0, flags
        self._opened, self._closed = 0, set[int]()
        self._same, self._size = True, 0
        self._counts: list[tuple[str, ...]] = []

    @property
    def plain(self) -> bool:
        """Whether the engine takes the pattern, and in the same sense."""
        counted = _bounded(self._counts)
        fits = counted <= _ENGINE_COUNTED and counted * self._size <= _ENGINE_SIZE and len(self._text) <= _MOST_PLAIN
        return self._same and fits

    def all(self) -> str:
        found = self._alternatives()
        if self._at < len(self._text):
            raise BadPattern(f"a closing {self._text[self._at]} without its opening")
        _bounded(self._counts)
        return found

    def _peek(self, size: int = 1) -> str:
        return self._text[self._at : self._at + size]

    def _take(self) -> str:
        if self._at >= len(self._text):
            raise BadPattern("it ends too early")
        self._at += 1
        return self._text[self._at - 1]

    def _alternatives(self) -> str:
        branches = [self._branch()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._branch())
        return "|".join(branches)

    def _branch(self) -> str:
        parts = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._atom() + self._quantifier())
        return "".join(parts)

    def _quantifier(self) -> str:
        found = self._peek()
        if found in ("?", "*", "+"):
            self._at += 1
        elif found == "{":
            count = _COUNT.match(self._text, self._at)
            if count is None:
                raise BadPattern("{ does not begin a count, as {2}, {2,} or {2,3}")
            self._counts.append(count.groups(""))
            found, self._at = count[0], count.end()
        else:
            return ""
        if self._peek() == "?":
            self._at += 1
            found += "?"
        if self._peek() in ("?", "*", "+", "{"):
            raise BadPattern(f"{self._peek()} has nothing to repeat")
        return found

    def _atom(self) -> str:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return self._set()
        if char == "\\":
            return self._escape(inside=False)
        if char in "?*+{":
            raise BadPattern(f"{char} has nothing to repeat")
        if char in "]}":
            raise ForeignPattern(f"a closing {char} without its opening")
        if char == "^" and "m" in self._flags:  # not behind a line break that ends the text
            self._same = False
            return r"(?:\A|(?<=\n)(?!\Z))"
        if char == "$" and "m" not in self._flags:
            return r"\Z"
        self._size += char == "."
        return char if char in ".^$" else _literal(char)

    def _group(self) -> str:
        if self._peek(2) == "?:":
            self._at += 2
            opening, number = "(?:", 0
        elif self._peek() == "?":
            raise ForeignPattern("(? has nothing to repeat")
        else:
            self._opened += 1
            opening, number = "(", self._opened
        inner = self._alternatives()
        if self._peek() != ")":
            raise BadPattern("a ( without its )")
        self._at += 1
        self._closed.add(number)
        return f"{opening}{inner})"

    def _escape(self, inside: bool) -> str:
        """What follows a backslash; `inside` a set, its members."""
        char = self._take()
        if char in _CONTROLS or char in _ESCAPED:
            return _literal(_CONTROLS.get(char, char))
        if char.lower() in _CLASSES:
            self._same = self._same and char.lower() == _SAME
            self._size += 1
            members = _CLASSES[char.lower()]
            if char.isupper():
                members = members[1:] if members.startswith("^") else f"^{members}"
            return f"[{members}]"
        if char in "pP":
            return self._property(char)
        if char in "123456789" and not inside:
            return self._reference(char)
        raise ForeignPattern(f"there is no \\{char}")

    def _property(self, char: str) -> str:
        found = _PROPERTY.match(self._text, self._at)
        name = found[1] if found else ""
        if found is None or not (_CATEGORIES.fullmatch(name) or name.startswith("Is")):
            raise ForeignPattern(f"\\{char} has to be followed by a category as {{Lu}} or a block as {{IsBasicLatin}}")
        self._at = found.end()
        self._size += _CATEGORY
        if not name.startswith("Is"):
            return f"\\{char}{{{name}}}"
        self._same = False
        block = name.removeprefix("Is")
        written = f"\\{char}{{Block={_BLOCKS.get(block, block)}}}"
        try:
            regex.compile(written)
        except regex.error:
            raise BadPattern(f"Unicode has no block {block}") from None
        return written

    def _reference(self, digit: str) -> str:
        """A back reference: as many digits as there are groups that are closed; nothing where the group had no part."""
        number = int(digit)
        if number not in self._closed:
            raise BadPattern(f"\\{number} refers to a group that does not end before it")
        while self._peek().isdigit() and number * 10 + int(self._peek()) in self._closed:
            number = number * 10 + int(self._take())
        self._same = False
        return f"(?({number})\\{number})"

    def _set(self) -> str:
        """A set in brackets, whose opening bracket is taken."""
        negative = self._peek() == "^"
        self._at += negative
        self._size += negative
        members: list[str] = []
        while True:
            if self._peek() == "]" and members:
                self._at += 1
                return f"[{'^' * negative}{''.join(members)}]"
            if self._peek(2) == "-[" and members:
                self._at += 2
                self._same = False
                inner = self._set()
                if self._take() != "]":
                    raise BadPattern("a set that is subtracted has to be the last thing in its set")
                return f"[[{'^' * negative}{''.join(members)}]--{inner}]"
            members.append(self._member(first=not members))

    def _member(self, first: bool) -> str:
        begin = self._end_of_range(first)
        if self._peek() != "-" or self._peek(2) in ("-[", "-]") or len(self._peek(2)) < 2:
            return begin
        self._at += 1
        end = self._end_of_range(False)
        if begin.startswith("[") or end.startswith("[") or begin[:2] in ("\\p", "\\P") or end[:2] in ("\\p", "\\P"):
            raise BadPattern("a range needs one character at either end")
        if _character(begin) > _character(end):
            raise BadPattern(f"the range {_character(begin)}-{_character(end)} runs backwards")
        return f"{begin}-{end}"

    def _end_of_range(self, first: bool) -> str:
        char = self._take()
        if char == "\\":
            return self._escape(inside=True)
        if char == "[" or (char == "]" and not first) or (char == "-" and not first and self._peek() not in ("]", "[")):
            raise ForeignPattern(f"{char} inside a set has to be written \\{char}")
        if char == "]":
            raise BadPattern("a set without members")
        if char in "&~-":  # doubled, these are operators of the engine's
            self._same = self._same and self._peek() != char
        return _literal(char)


def _literal(char: str) -> str:
    """A character as itself, whatever it means elsewhere."""
    return char if char.isalnum() or char in "_ " or ord(char) > 0x7F else f"\\x{ord(char):02x}"


def _character(written: str) -> str:
    return chr(int(written[2:], 16)) if written.startswith("\\x") else written
