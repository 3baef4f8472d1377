"""Things of other open data: their names, the kinds of ours that they are of, their dates, and where they moved to.

They come from a table, a file of triples or an endpoint; what a property of theirs tells of them stands here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.timespans import guess
from ..folding import fold, has_han
from ..rdf import ALT, LABEL, OWL, PREF, TYPE, Node

_WDT = "http://www.wikidata.org/prop/direct/"
_SCHEMA = (ns.PREFIXES["schema"], "http://schema.org/")
MAIN, OTHER, KIND, DATE, BORN, MOVED, SAME = "main", "other", "kind", "date", "born", "moved", "same"
#: What each property of theirs tells. P31 is instance of, P569 born, P571 began, P577 published, P580 start, P585 when.
ROLES = {
    **dict.fromkeys((LABEL, PREF, *(one + "name" for one in _SCHEMA)), MAIN),
    **dict.fromkeys((ALT, *(one + "alternateName" for one in _SCHEMA)), OTHER),
    **dict.fromkeys((TYPE, _WDT + "P31"), KIND),
    **dict.fromkeys((_WDT + "P569", *(one + "birthDate" for one in _SCHEMA)), BORN),
    **dict.fromkeys((*(_WDT + one for one in ("P571", "P577", "P580", "P585")),
                     *(one + name for one in _SCHEMA for name in ("foundingDate", "startDate", "datePublished")),
                     *(ns.CNS + name for name in ("starts", "adopted", "entersIntoForce", "when"))), DATE),
    ns.PREFIXES["dcterms"] + "isReplacedBy": MOVED,
    OWL + "sameAs": SAME,
}  # fmt: skip
#: The languages of names that are compared: English, Chinese in its ways, and names of any language.
LANGUAGES = ("", "en", "mul", "zh", "zh-hans", "zh-hant", "zh-cn", "zh-tw", "zh-hk", "zh-latn-pinyin")
#: The kind that has finer ones, and these.
_WIDE, _FINER = "Organisation", frozenset({"Organ", "House"})
_AFTER = re.compile(r"\s+(?:of|in|for|from)\s.*$")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass
class Thing:
    """A thing of other data; `kinds` are words for its classes as they stand there, dates are EDTF forms.

    `undated` are dates that cannot be read, and so are compared with nothing.
    """

    iri: str
    main: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    born: set[str] = field(default_factory=set)
    replaced: str = ""
    same: str = ""
    undated: list[str] = field(default_factory=list)

    @property
    def moved(self) -> str:
        """What it is now, where it was replaced. What is only the same as another, and has no name, redirects to it."""
        return self.replaced or ("" if self.names else self.same)

    @property
    def names(self) -> list[str]:
        """All its names, the main ones first, each once."""
        return list(dict.fromkeys([*self.main, *self.others]))

    @property
    def label(self) -> str:
        """The name to show: a main one in letters, else whatever there is."""
        return next((name for name in self.main if not has_han(name)), (self.names or [self.iri])[0])

    @property
    def kind(self) -> frozenset[str]:
        """The kinds of ours that it is of, as far as the words for its classes tell."""
        return frozenset(kind for words in self.kinds for kind in kinds_of(words))

    def take(self, role: str, value: str) -> None:
        """Take in what a property of some role says."""
        if role in (MAIN, OTHER):
            kept = self.main if role == MAIN else self.others
            kept.extend([value] * (value not in kept))
        elif role == KIND:
            self.kinds.add(value)
        elif role == MOVED:
            self.replaced = value
        elif role == SAME:
            self.same = min(self.same or value, value)
        elif span := guess(value):
            (self.born if role == BORN else self.dates).add(span)
        else:
            self.undated.append(value)


def told(node: Node) -> str:
    """What a value says as text: of a class, or a time of ours, the end of its IRI."""
    return node.value if isinstance(node, ox.Literal) else local(node.value)


def local(iri: str) -> str:
    """What an IRI ends with."""
    return re.split("[/#]", iri.rstrip("/"))[-1]


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))


def kinds_of(words: str) -> frozenset[str]:
    """The kinds that the name of a class stands for: sovereign state, ministry of China, StateOrgan, 法律."""
    if has_han(words):
        found = [(len(word), kind) for kind, ends in _words().items() for word in ends if fold(words).endswith(word)]
        return frozenset(kind for size, kind in found if size == max(found)[0])
    last = fold(_AFTER.sub("", _WORDS.sub(" ", words))).split()[-2:]
    heads = {head for told in (" ".join(last), *last[-1:]) for head in (told, told.removesuffix("s"))}
    return frozenset(kind for kind, ends in _words().items() if heads & {*ends})


def kinds_agree(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether two things are of one kind; where both are known to be of a finer one, that has to be the same."""
    common = here & there
    return bool(common - {_WIDE}) or bool(common and not (here & _FINER and there & _FINER))


def of_triples(triples: Iterable[ox.Triple]) -> list[Thing]:
    """The things that triples name or say to have moved; their kinds by the names of classes, where these have one."""
    found: dict[str, Thing] = {}
    names: dict[str, str] = {}
    classes: list[tuple[str, Node]] = []
    for t in triples:
        role = ROLES.get(t.predicate.value, "")
        if not role or not isinstance(t.subject, ox.NamedNode) or isinstance(t.object, ox.BlankNode | ox.Triple):
            continue
        if isinstance(t.object, ox.Literal) and (t.object.language or "") not in LANGUAGES:
            continue
        if role == MAIN and (t.subject.value not in names or getattr(t.object, "language", "") == "en"):
            names[t.subject.value] = t.object.value
        if role == KIND:
            classes.append((t.subject.value, t.object))
            continue
        thing = found.setdefault(t.subject.value, Thing(t.subject.value))
        thing.take(role, t.object.value if role in (MOVED, SAME) else told(t.object))
    for iri, cls in classes:
        found.setdefault(iri, Thing(iri)).take(KIND, names.get(cls.value) or told(cls))
    return [one for one in found.values() if one.names or one.moved or one.kinds or one.dates]
