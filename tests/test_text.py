"""Anchors: from a few words to the passage and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnskg.content.anchors import digest, find_span, fold, make_anchor, text_fragment
from cnskg.errors import ContentError

TEXT = "One two three.\nTwo two four five.  Six\tseven eight nine.\n\nOne two ten."


def test_span_is_found_whatever_the_white_space() -> None:
    """An anchor written with single spaces finds words that stand on two lines."""
    start, end = find_span(TEXT, "three. Two two", "eight nine.")
    assert TEXT[start:end] == "three.\nTwo two four five.  Six\tseven eight nine."


def test_first_words_must_stand_once() -> None:
    """First words that stand twice are refused, with what to do."""
    with pytest.raises(ContentError, match="stand 2 times") as caught:
        find_span(TEXT, "One two", "ten.")
    assert "more of the words" in caught.value.hint


def test_last_words_must_follow() -> None:
    """Last words that stand only before the first ones are not taken."""
    with pytest.raises(ContentError, match="do not stand after"):
        find_span(TEXT, "Six seven", "three.")


def test_part_of_a_word_is_no_match() -> None:
    """An anchor matches whole words only."""
    with pytest.raises(ContentError, match="stand 0 times"):
        find_span(TEXT, "hree. Two", "ten.")


def test_digest_folds_white_space_and_unicode() -> None:
    """The digest does not change with line breaks or with the Unicode form of letters."""
    assert digest("a\n b") == digest("a b")
    assert digest("e\u0301") == digest("\u00e9")
    assert digest("a b") != digest("ab")


def test_fragment_escapes_what_has_meaning_in_it() -> None:
    """Commas, hyphens and ampersands of the words are escaped in the deep link."""
    link = text_fragment("https://example.org/x", "self-made, & more", "the end")
    assert link == "https://example.org/x#:~:text=self%2Dmade%2C%20%26%20more,the%20end"


@given(st.lists(st.sampled_from(["甲", "beta", "gamma,", "delta", "“eps”"]), min_size=1, max_size=30), st.data())
def test_an_anchor_leads_back(words: list[str], data: st.DataObject) -> None:
    """Whatever anchor is made of a passage finds exactly that passage, or none is made."""
    text = " ".join(words)
    i = data.draw(st.integers(0, len(words) - 1))
    j = data.draw(st.integers(i, len(words) - 1))
    start = len(" ".join(words[:i])) + (1 if i else 0)
    end = len(" ".join(words[: j + 1]))
    try:
        anchor = make_anchor(text, start, end)
    except ContentError:
        return
    assert find_span(text, anchor.first, anchor.last) == (start, end)
    assert max(len(anchor.first.split()), len(anchor.last.split())) <= 8
    assert anchor.sha256 == digest(fold(text[start:end]))


def test_a_passage_ends_at_the_first_of_its_last_words() -> None:
    """Last words that come again later in the text end the passage where they first stand."""
    text = "One begins here. It ends so. Two begins there. It ends so."
    assert find_span(text, "One begins", "ends so.") == (0, text.index(" Two"))


@pytest.mark.parametrize(
    "source", ["zhe\u0300ngzhi\u0300 a\u0304nqua\u0301n", "zhèngzhì\u200b \ufeffān\u00adquán", "zhèngzhì\u00a0ānquán"]
)
@pytest.mark.parametrize(
    "words", ["zhèngzhì ānquán", "zhe\u0300ngzhi\u0300 a\u0304nqua\u0301n", "zhèng\u00adzhì ānquán"]
)
def test_words_are_found_in_whatever_form(source: str, words: str) -> None:
    """Accents apart from their letters, soft hyphens and what has no width hide no words, neither in text nor call."""
    text = f"On {source} today."
    start, end = find_span(text, words, words)
    assert text[start:end] == source
    anchor = make_anchor(text, start, end)
    assert anchor.first == anchor.last == "zhèngzhì ānquán"
    assert find_span(text, anchor.first, anchor.last) == (start, end)


def test_a_letter_with_two_accents_is_found_in_each_form() -> None:
    """Of a letter with two accents either may stand apart."""
    for form in ("ǚ", "u\u0308\u030c", "ü\u030c"):
        assert find_span(f"a l{form} b\u200b", "lǚ", "b") == (2, len(f"a l{form} b\u200b"))


def test_a_letter_without_its_accent_is_another() -> None:
    """An accent more or less makes other words."""
    with pytest.raises(ContentError, match="stand 0 times"):
        find_span("zhe\u0300ng", "zheng", "zheng")
