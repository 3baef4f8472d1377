"""Regular expressions are those of XPath, and replacements too; the engine is asked where it means the same."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnskg.query.functions import matches, replace
from cnskg.query.replacement import substitution
from cnskg.query.xpath_regex import BadPattern, compiled

STORE = ox.Store()

#: Pattern, flags, texts in which it is found, texts in which it is not.
FOUND = [
    (r"^(a)\1$", "", ["aa"], ["a", "ab"]),
    (r"^(a)|b\1", "", ["a", "b"], ["c"]),  # a group that took no part is empty
    (r"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10$", "", ["abcdefghijj"], ["abcdefghija0"]),
    (r"^(a)\10$", "", ["aa0"], ["aa"]),  # no tenth group: the first, and a 0
    (r"^\i\c*$", "", ["a", "_x-1", ":", "é", "国安"], ["1a", "-a", "a b"]),
    (r"^[\i-[:]][\c-[:]]*$", "", ["a1"], ["a:b", ":"]),
    (r"^\I\C$", "", ["1 "], ["a ", "1a"]),
    (r"^[a-z-[aeiou]]+$", "", ["xyz"], ["axe"]),
    (r"^[^a-c-[x-z]]$", "", ["d"], ["a", "y"]),
    (r"\p{IsCJKUnifiedIdeographs}", "", ["国"], ["かな", "a"]),
    (r"^[\p{IsGreek}\s]+$", "", ["α β"], ["a"]),
    (r"^\P{IsBasicLatin}$", "", ["é"], ["a"]),
    (r"^\w+$", "", ["aé国1+"], ["a_b", "a b", "a,b"]),  # all but punctuation, separators and others
    (r"^[\W]$", "", ["_", ","], ["a"]),
    (r"^a\sb$", "", ["a b", "a\tb"], ["a\u3000b", "a\u00a0b"]),
    (r"^[^\S]$", "", [" "], ["a", "\u3000"]),
    (r"a$", "", ["a"], ["a\n"]),
    (r"^b$", "m", ["a\nb\nc", "b"], ["ab"]),
    (r"^$", "m", ["", "a\n\nb"], ["a\n"]),
    (r"a.b", "", ["a\rb"], ["a\nb"]),
    (r"a.b", "s", ["a\nb"], ["ab"]),
    ("a # b", "x", ["a#b"], ["a # b", "a"]),
    ("[a ]b", "x", ["ab"], [" b"]),
    ("ss", "i", ["SS"], ["ß"]),
    ("a.b", "q", ["a.b"], ["axb"]),
    (r"^[&&~~a]+$", "", ["&~a"], ["b"]),
    (r"^[a-]+$", "", ["a-"], ["b"]),
    (r"^[-a]+$", "", ["-a"], ["b"]),
    (r"^a{2}b{1,}c{0,1}?$", "", ["aab", "aabbc"], ["ab"]),
    (r"\ba", "", ["a", "b a"], ["ba"]),  # not XPath's, but both engines know it
    ("(?i)A", "", ["a"], ["b"]),
    (r"\p{Han}", "", ["国"], ["a"]),
]


@pytest.mark.parametrize(("pattern", "flags", "inside", "outside"), FOUND, ids=lambda value: repr(value)[:40])
def test_patterns_match_as_xpath_says(pattern: str, flags: str, inside: list[str], outside: list[str]) -> None:
    """Classes, sets, references and flags mean what XPath says; what is not in XPath keeps its usual meaning."""
    told = {text: matches(ox.Literal(text), ox.Literal(pattern), ox.Literal(flags)) for text in [*inside, *outside]}
    assert told == {text: ox.Literal(text in inside) for text in [*inside, *outside]}


WRONG = {
    "a(": "( without its )",
    "a)": ") without its opening",
    "[a": "ends too early",
    "[]": "without members",
    "a**b(": "nothing to repeat",
    "*a": "nothing to repeat",
    "a{x}": "does not begin a count",
    "a{1,100000}": "more than 10000",
    "((a{99}){99}){99}": "more than 10000",
    r"\b((a{99}){99}){99}": "more than 10000",
    "[z-a]": "runs backwards",
    r"[\d-z]": "one character at either end",
    r"[\p{Lu}-z]": "one character at either end",
    r"\1(a)": "does not end before it",
    r"(a\1)": "does not end before it",
    r"\y": "no \\y",
    r"\p{Xyz}": "category",
    r"\p{IsNowhere}": "no block Nowhere",
    "[a-[b]c]": "last thing",
    "a\\": "ends too early",
    "(" * 5000 + ")" * 5000: "nested too deeply",
}


@pytest.mark.parametrize("pattern", WRONG, ids=lambda pattern: pattern[:20])
def test_what_is_no_pattern_says_why(pattern: str) -> None:
    """A pattern that has no meaning is an error with the reason."""
    with pytest.raises(BadPattern) as raised:
        compiled(pattern)
    assert WRONG[pattern] in str(raised.value)


REPLACED = [
    ("2023-05-30", r"^(\d+)-(\d+)-(\d+)$", "$3_$2_$1", "", "30_05_2023"),
    ("abc", "(b)", "$1x", "", "abxc"),
    ("abc", "(b)", "$12", "", "ab2c"),  # one group: the second digit is text
    ("abc", "b", "$0$0", "", "abbc"),
    ("abc", "b", "[$1]", "", "a[]c"),  # no such group: empty
    ("abc", "(x)?b", "[$1]", "", "a[]c"),
    ("abc", "b", r"\$1\\", "", "a$1\\c"),
    ("a.b", ".", "$1", "q", "a$1b"),
    ("abracadabra", "bra", "*", "", "a*cada*"),
    ("abracadabra", "a.*?a", "*", "", "*c*bra"),
    ("AAA", "a", "b", "i", "bbb"),
]


@pytest.mark.parametrize(("text", "pattern", "replacement", "flags", "right"), REPLACED)
def test_replacements_are_those_of_xpath(text: str, pattern: str, replacement: str, flags: str, right: str) -> None:
    """$ and digits name a group, \\ stands before \\ and $; the language of the text is kept."""
    for language in (None, "en"):
        given = ox.Literal(text, language=language)
        found = replace(given, ox.Literal(pattern), ox.Literal(replacement), ox.Literal(flags))
        assert found == ox.Literal(right, language=language)


@pytest.mark.parametrize(("pattern", "replacement"), [("a", "$"), ("a", "$x"), ("a", "\\n"), ("a", "\\"), ("a*", "b")])
def test_what_is_no_replacement_is_an_error(pattern: str, replacement: str) -> None:
    """A replacement with a stray $ or \\, and a pattern that matches the empty text, have no result."""
    with pytest.raises(BadPattern):
        substitution(pattern, replacement)
    assert replace(ox.Literal("abc"), ox.Literal(pattern), ox.Literal(replacement)) is None


def test_only_strings_have_matches() -> None:
    """Numbers and IRIs as text, and tagged strings as patterns, are errors of SPARQL's."""
    one, tagged, pattern = ox.Literal(1), ox.Literal("a", language="en"), ox.Literal("a")
    assert matches(one, pattern) is matches(ox.NamedNode("urn:a"), pattern) is matches(pattern, tagged) is None
    assert replace(one, pattern, pattern) is replace(pattern, tagged, pattern) is replace(pattern, pattern, one) is None
    assert matches(tagged, pattern) == ox.Literal(True)


_WRITTEN = r"a b é 国 ß K . ^ $ * + ? *? {2} {0,2}? ( (?: ) | [ [^ ] a-c - & ~ \d \D \p{L} \P{Lu} \n # \- \[ \\ / 1"
PIECES = st.sampled_from([*_WRITTEN.split(), "\n", " "])
TEXTS = st.text(st.sampled_from("abcéÉ国ßsSKk\n\r1٣_-&~ #[]^$\\/"), max_size=5)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.sampled_from(["", "i", "s", "m", "si", "q"]), TEXTS)
def test_what_is_left_to_the_engine_means_the_same_there(pattern: str, flags: str, text: str) -> None:
    """A pattern is called plain only where the engine finds, and replaces, just what XPath says."""
    try:
        plain = compiled(pattern, flags).plain
    except BadPattern:
        return
    if not plain:
        return
    asked = ", ".join(str(ox.Literal(value)) for value in (text, pattern))
    flagged = str(ox.Literal(flags))
    row = next(
        iter(STORE.query(f"SELECT (REGEX({asked}, {flagged}) AS ?x) (REPLACE({asked}, '-', {flagged}) AS ?y) {{}}"))
    )
    given_terms = (ox.Literal(text), ox.Literal(pattern))
    assert row["x"] == matches(*given_terms, ox.Literal(flags))
    new = replace(*given_terms, ox.Literal("-"), ox.Literal(flags))
    assert new is None or row["y"] == new


@pytest.mark.parametrize("pattern", [r"\p{L}{21}", "(a{25}){25}", "a|" * 300, r"(\d{3}){99}"])
def test_what_is_too_large_for_the_engine_is_not_left_to_it(pattern: str) -> None:
    """The engine has a bound for compiled patterns, and says nothing where one is over it."""
    assert not compiled(pattern).plain
    assert compiled(r"\d{4}-\d{2}-\d{2}").plain


def test_what_is_kept_is_bounded() -> None:
    """Patterns that come from data may differ from row to row, and are not all kept."""
    for number in range(600):
        compiled(f"a{number}")
        substitution(f"a{number}", "b")
    assert compiled.cache_info().currsize < 600
    assert substitution.cache_info().currsize < 600
