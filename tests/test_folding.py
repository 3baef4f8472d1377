"""The fold of text: what people type for one name is one name, and the fold is stable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cnskg import folding
from cnskg.folding import compact, fold, keys, readings

HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
SPACES = " \t\n\r\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u2028\u202f\u205f\u3000"
QUOTES = "\"'“”„‟«»‹›‘’‚‛「」『』《》＂＇"
APOSTROPHES = "'’‘ʼʻ`´′＇"
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff\ufe0f"

TEXT = st.text(max_size=30)
#: Text of the kinds that names are made of, in which the rules of the fold meet each other more often.
NAME = st.text(alphabet="nlvu:üǚV.,'’- 12abXiİßéŁ國国習薴臺\u0301\u0308\u00ad３Ａ", max_size=12)


@given(st.one_of(TEXT, NAME))
def test_a_fold_is_folded(text: str) -> None:
    """Folding a fold changes nothing, whatever the text."""
    assert fold(fold(text)) == fold(text)


@given(st.one_of(TEXT, NAME), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
@example("Xi´an", "NFKC")
@example("Xi´\u0327an", "NFKC")
def test_forms_of_unicode_are_one(text: str, form: str) -> None:
    """Composed or decomposed, full width or not: the same text, the same fold."""
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]


@given(st.lists(st.text(alphabet="abcdxyzéō习国", min_size=1, max_size=5), min_size=1, max_size=4), st.data())
def test_case_and_what_parts_words_do_not_matter(words: list[str], data: st.DataObject) -> None:
    """Letter case, any white space, any quotation marks and characters without width leave the fold as it is."""
    plain = fold(" ".join(words))
    assert fold(" ".join(words).upper()) == plain
    assert fold(data.draw(st.sampled_from(SPACES)).join(words)) == plain
    quote = data.draw(st.sampled_from(QUOTES))
    assert fold(f" {quote}{' '.join(words)}{quote} ") == plain
    assert fold(data.draw(st.sampled_from(UNSEEN)).join(" ".join(words))) == plain


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_hyphens_of_every_kind_are_one(hyphen: str) -> None:
    """Whatever hyphen is written, or a space, or nothing: the names share a key."""
    name = f"Counter{hyphen}Espionage Law"
    assert keys(name) & keys("counter espionage law") & keys("Counterespionage Law")


@pytest.mark.parametrize("apostrophe", [*APOSTROPHES, "", " "])
def test_apostrophes_of_every_kind_are_one(apostrophe: str) -> None:
    """Xi'an is written with many signs, and without one."""
    assert compact(f"Xi{apostrophe}an") == "xian"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("總體國家安全觀", "总体国家安全观"),
        ("國家安全法", "国家安全法"),
        ("習近平", "习近平"),
        ("國安委", "国安委"),
        ("臺灣", "台湾"),
        ("香港國安法", "香港国安法"),
        ("乾隆", "乾隆"),
        ("國\u3000家 安全", "国家安全"),
    ],
)
def test_both_scripts_are_one(traditional: str, simplified: str) -> None:
    """Traditional and simplified characters fold alike, and so does each character by itself."""
    assert fold(traditional) == fold(simplified) == "".join(map(fold, traditional))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zheng4zhi4 an1quan2", "zhèngzhì ānquán"),
        ("zheng4 zhi4 an1 quan2", "zhèngzhì ānquán"),
        ("zhengzhi anquan", "zhèngzhì ānquán"),
        ("ZHENGZHI-ANQUAN", "zhèngzhì ānquán"),
        ("xi1'an1", "Xī’ān"),
        ("nv3", "nǚ"),
        ("lv4", "lǜ"),
        ("lu:4", "lǜ"),
        ("lü", "lǚ"),
        ("lu", "lǜ"),
        ("zhanlve", "zhànlüè"),
        ("zhanlu:e", "zhànlüè"),
        ("zhan4lu:e4", "zhànlüè"),
        ("fa3lv4", "fǎlǜ"),
    ],
)
def test_pinyin_is_found_however_it_is_typed(typed: str, name: str) -> None:
    """Pinyin with marks, with digits, with neither, and with v or u: for ü."""
    assert compact(typed) == compact(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("G20", "G"), ("Article 35", "Article 34"), ("C4ISR", "CISR"), ("plan 2021", "plan 2022"), ("Mk1", "Mk2")],
)
def test_numbers_tell_things_apart(one: str, other: str) -> None:
    """A digit that is no tone stays."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xi, Jinping", "Xi Jinping"),
        ("Jinping Xi", "Xi Jinping"),
        ("Ｘｉ　Ｊｉｎｐｉｎｇ", "xi jinping"),
        ("陈一新", "Chen Yixin"),
        ("陳一新", "Chén Yīxīn"),
        ("曾庆红", "Zeng Qinghong"),
        ("重庆", "Chongqing"),
        ("U.S.", "US"),
        ("J.D. Vance", "J. D. Vance"),
        ("《反间谍法》", "反间谍法"),
        ("straße", "STRASSE"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    """Word order with its comma, width, script and reading, initials."""
    assert keys(one) & keys(other)


@pytest.mark.parametrize(("one", "other"), [("AI", "爱"), ("Xi Jinping", "Xi Zhongxun"), ("UN", "US"), ("a", "")])
def test_what_is_another_name_shares_none(one: str, other: str) -> None:
    """Names that only look near share no key; one character alone has no reading that tells anything."""
    assert not keys(one) & keys(other)


def test_what_sounds_alike_is_told_by_its_characters() -> None:
    """Two names in hanzi that are read alike have different folds, though they share the reading."""
    assert fold("法治") != fold("法制")
    assert readings("法治") == readings("法制")


def test_a_name_has_few_readings() -> None:
    """A character with many readings does not make a name of as many; the usual one comes first."""
    assert readings("差别") == ["cha bie", "chai bie", "ci bie", "cuo bie"]


def test_what_is_kept_has_a_bound() -> None:
    """Strangers who search for ever new words do not fill the memory."""
    for number in range(folding.MOST_KEPT + 10):
        fold(str(number))
    assert fold.cache_info().currsize == folding.MOST_KEPT


def test_what_says_nothing_has_no_key() -> None:
    """Punctuation alone is no name, and is like no other."""
    assert keys(" -- ") == frozenset()
    assert keys("") == frozenset()
