"""Propositions as sentences: what people read in place of subject, relation and object."""

from __future__ import annotations

import pytest

from cnskg import namespaces as ns
from cnskg.content.nouns import verb
from cnskg.content.sentences import Sentences

NAMES = {
    "ccp": ("the party", "党"),
    "model": ("its model", "其模式"),
    "leaders": ("Chinese leaders", ""),
    "superior": ("superior", "优越的"),
    "rising": ("rising", "上升"),
    "sea": ("South China Sea", "南海"),
    "law": ("the law", "法律"),
    "lead": ("to lead", ""),
}
RELATIONS = {
    "believes": ("believes", "认为"),
    "hasQuality": ("has the quality", "具有性质"),
    "trend": ("develops as", "发展趋势为"),
    "aimsAt": ("aims at", "旨在实现"),
    "counters": ("counters", "针对"),
    "meansTo": ("is a means to", "是…的手段"),
}
PARTS = ("subject", "relation", "object", "inRespectOf", "inPlace", "through", "atTime", "scope")
SAID = {
    "superior": ["model", "hasQuality", "superior"],
    "believes": ["ccp", "believes", "p:superior"],
    "rises": ["p:superior", "trend", "rising"],
    "counters": ["ccp", "counters", "model", "law", "sea", "", "time:2022-04"],
    "aims": ["ccp", "aimsAt", "p:counters"],
    "leaders": ["leaders", "aimsAt", "p:superior", "", "", "law", "time:197X", "Many"],
    "to-lead": ["leaders", "aimsAt", "lead", "", "", "", "time:2021--2022", "Often"],
    "means": ["model", "meansTo", "law"],
    "nested": ["p:counters", "trend", "rising"],
    "itself": ["p:itself", "trend", "rising"],
}
ENGLISH = {
    "superior": "its model is superior",
    "believes": "the party believes that its model is superior",
    "rises": "its model being superior is rising",
    "counters": "the party counters its model in the South China Sea, in respect of the law, in April 2022",
    "aims": "the party aims to counter its model in the South China Sea, in respect of the law, in April 2022",
    "leaders": "many Chinese leaders aim at its model being superior through the law, in the 1970s",
    "to-lead": "Chinese leaders often aim to lead, from 2021 to 2022",
    "nested": "the party countering its model in the South China Sea, in respect of the law, in April 2022, is rising",
    "itself": "id:p--itself is rising",
}
CHINESE = {
    "superior": "其模式是优越的",
    "believes": "党认为“其模式是优越的”",
    "rises": "“其模式是优越的”呈上升之势",
    "means": "其模式是法律的手段",
    "leaders": "",
    "itself": "",
}


def iri(name: str) -> str:
    """The IRI of a thing, a relation, a proposition or a time of the table."""
    if name.startswith("time:"):
        return ns.TIME + name[5:]
    if name in RELATIONS or name in ("Many", "Often"):
        return ns.CNS + name
    return f"{ns.ID}p--{name[2:]}" if name.startswith("p:") else ns.ID + name


def called(language: int) -> dict[str, str]:
    """What all is called."""
    words = {"Many": ("many", "许多"), "Often": ("often", "经常")}
    return {iri(name): both[language] for name, both in (NAMES | RELATIONS | words).items()}


@pytest.fixture
def spoken() -> Sentences:
    """The sentences of the table."""
    said = {
        iri(f"p:{name}"): {ns.CNS + part: [iri(value)] for part, value in zip(PARTS, values, strict=False) if value}
        for name, values in SAID.items()
    }
    english, chinese = called(0), called(1)
    return Sentences(said, lambda one: english.get(one, ns.compact(one)), lambda one: chinese.get(one, ""))


@pytest.mark.parametrize("name", ENGLISH)
def test_a_proposition_reads_as_a_sentence(name: str, spoken: Sentences) -> None:
    """Names, verbs that agree, clauses within, and what qualifies it; one that holds itself ends, too."""
    assert spoken.english(iri(f"p:{name}")) == ENGLISH[name]


@pytest.mark.parametrize("name", CHINESE)
def test_in_chinese_only_where_all_is_named(name: str, spoken: Sentences) -> None:
    """No sentence is half Chinese: a part without a Chinese name leaves it without."""
    assert spoken.in_chinese(iri(f"p:{name}")) == CHINESE[name]


@pytest.mark.parametrize(
    ("third", "form", "is_"),
    [
        ("brings about", "ing", "bringing about"),
        ("justifies", "several", "justify"),
        ("clashes with", "to", "clash with"),
        ("bans", "ing", "banning"),
        ("has the quality", "ing", "having the quality"),
        ("is able to", "to", "be able to"),
        ("believes", "ing", "believing"),
        ("aims at", "one", "aims at"),
    ],
)
def test_verbs_have_their_forms(third: str, form: str, is_: str) -> None:
    """A relation is named in the third person, and told in the form that its clause needs."""
    assert verb(third, form) == is_
