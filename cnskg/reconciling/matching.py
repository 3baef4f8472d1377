"""Which things a name may mean, each with a score, what it is made of, and whether it is certain.

A match is certain only where one thing alone bears the name as a whole, is of the type that is asked for, and nothing
that is known of it speaks against it. Features say why: how the name answers, how much of its letters are the same,
and for each hint whether it fits (1) or not (0).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from .. import namespaces as ns
from ..folding import compact, fold, has_han, readings
from ..nearest import ratio
from ..search import groups, index
from ..search.entries import Entry, Name
from ..search.found import Hit, Tier
from ..search.index import loose
from ..search.searcher import Searcher
from ..search.words import bare
from .asked import Hint, Query
from .forms import forms, surname
from .types import Types

#: The groups of things that a spreadsheet can name.
GROUPS = frozenset(groups.ALL) - {groups.CLAIMS, groups.SECTIONS, groups.QUESTIONS, groups.TERMS}
#: What a name is worth that is the whole of what is asked, of 100, by the feature that says in which way.
WAYS = {
    "name_written": 100.0,
    "name_read": 97.0,
    "name_ordered": 95.0,
    "name_bare": 92.0,
    "name_sounds": 88.0,
    "name_parted": 80.0,
}
#: Without the year in brackets a name may be that of another law.
BARE = "name_bare"
#: The ways that are not certain: many characters sound alike, and letters that are parted otherwise are other names.
UNCERTAIN = frozenset({"", BARE, "name_sounds", "name_parted"})
#: The order of words makes no difference in names of people alone: a state party is no party state.
_ORDERED, _PERSON = "name_ordered", "cns:Person"
#: The features of one that is given by its id, and of one that answers another form of the name (`forms`).
BY_ID, REWRITTEN = "id", "name_rewritten"
#: What another form takes.
_REWRITTEN = 3.0
#: What one is worth that answers only in part; of some tiers more, the more of the longer one is the same.
_TIERS = {Tier.WHOLE: 90.0}
_SHARED = {Tier.WORDS: (40.0, 45.0), Tier.PARTS: (40.0, 45.0), Tier.SHORT: (66.0, 20.0)}
#: What letters that are the same are worth, and what a hint adds or takes.
_LIKE, _FITS, _MISSES = 0.9, 12.0, 20.0
#: Names so short are other words in other letters: us, it.
_SHORT = 3
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
#: How formal names, and spreadsheets, say that something is China's, or the party's.
_FORMAL = re.compile(
    r"^(?:中华人民共和国|中國|中国共产党|中共|中国)(?=.{3})|^(?:the\s+)?(?:PRC|China['’]s|Chinese)\s+"
    r"|\s+of\s+(?:the\s+)?(?:People['’]s Republic of China|PRC|China)$|,?\s+(?:PRC|China)$",
    re.I,
)
#: Kinds that stand for a relation, and are meant only by who asks for them.
_RELATIONS = frozenset({"Tenure"})


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant: by which of its names, its score of 100, why, and whether it is certain."""

    entry: Entry
    name: str
    score: float
    features: dict[str, float] = field(default_factory=dict)
    exact: bool = False
    match: bool = False

    @property
    def id(self) -> str:
        """Its id in this service: the last part of its IRI."""
        return self.entry.iri.rsplit("/", 1)[-1]


def candidates(searcher: Searcher, query: Query, types: Types) -> list[Candidate]:
    """Whom a name may mean, best first, before hints are looked at; all of them, whatever the limit."""
    if named := _by_id(searcher, query.text):
        return [named] if _fits(query, types.of(named.entry.iri)) else []
    found = _found(searcher, query.text, query, types)
    if any(one.score >= WAYS[BARE] for one in found):
        return _sorted(found)
    best = {one.entry.iri: one for one in found}
    others = [one for form in forms(query.text) for one in _rewritten(searcher, form, query, types)]
    if alone := surname(query.text):
        people = [one for one in _rewritten(searcher, alone, query, types) if _PERSON in one.entry.kinds]
        others += [one for one in people if any(alone in name.folded.split() for name in one.entry.names)]
    for one in others:
        if one.entry.iri not in best or one.score > best[one.entry.iri].score:
            best[one.entry.iri] = one
    return _sorted(best.values())


def _by_id(searcher: Searcher, text: str) -> Candidate | None:
    """The thing whose IRI stands in a cell: whole, or short (id:cnsc)."""
    iri = ns.expand(text.strip())
    entry = next((one for one in searcher.entries if one.iri == iri), None) if iri.startswith(ns.ID) else None
    return Candidate(entry, entry.label, WAYS["name_written"], {BY_ID: 1.0}, exact=True) if entry else None


def _found(searcher: Searcher, text: str, query: Query, types: Types) -> list[Candidate]:
    asked = _Asked(text)
    hits = [hit for hit in _hits(searcher, text) if hit.entry.group in GROUPS]
    return [_candidate(hit, asked) for hit in hits if _fits(query, types.of(hit.entry.iri))]


def _rewritten(searcher: Searcher, form: str, query: Query, types: Types) -> Iterator[Candidate]:
    """What another form of the name answers: worth a little less, and never certain."""
    for one in _found(searcher, form, query, types):
        alike = {"name_similarity": one.features["name_similarity"], REWRITTEN: 1.0}
        worth = round(min(one.score, _TIERS[Tier.WHOLE]) - _REWRITTEN, 1)
        yield replace(one, score=worth, features=alike, exact=False)


def compared(entry: Entry, text: str) -> Candidate:
    """One thing held against a name, by the one of its names that answers best; for who has looked for it already."""
    return _candidate(Hit(entry, entry.label, Tier.LIKE), _Asked(text))


def _hits(searcher: Searcher, text: str) -> list[Hit]:
    """What is called so. Where nothing is as a whole, what stands in brackets after a name is left out, and which
    country or party it is of."""
    hits = searcher.named(text)
    if any(hit.tier == Tier.WHOLE for hit in hits):
        return hits
    best: dict[str, Hit] = {}
    shorter = {bare(text), _FORMAL.sub("", text.strip()), _FORMAL.sub("", bare(text).strip())} - {text, ""}
    for hit in (*(hit for one in sorted(shorter) for hit in searcher.named(one)), *hits):
        if hit.entry.iri not in best or hit.tier > best[hit.entry.iri].tier:
            best[hit.entry.iri] = hit
    return list(best.values())


def _fits(query: Query, held: frozenset[str]) -> bool:
    """Whether a thing is of the types that are asked for: of one or of all; `should` only moves it."""
    wanted = set(query.types)
    if not wanted & _RELATIONS and held & _RELATIONS:
        return False
    if not wanted or query.strict == "should":
        return True
    return wanted <= held if query.strict == "all" else bool(wanted & held)


@dataclass(frozen=True)
class _Asked:
    """A name as a cell has it, in the forms in which names are compared."""

    text: str

    @cached_property
    def bare(self) -> str:
        """The text without the dots of initials: U.S."""
        return self.text.replace(".", "").strip()

    @cached_property
    def years(self) -> set[str]:
        """The years that it names."""
        return set(_YEAR.findall(self.text))

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def joined(self) -> str:
        """Its fold without spaces."""
        return compact(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words of its fold, in the order of the alphabet."""
        return sorted(self.folded.split())

    @cached_property
    def read(self) -> frozenset[str]:
        """How it sounds, if it is in hanzi."""
        return frozenset(reading.replace(" ", "") for reading in readings(self.text))


def _candidate(hit: Hit, asked: _Asked) -> Candidate:
    """A thing by the one of its names that answers best."""
    names = sorted(hit.entry.names, key=lambda name: name.text != hit.name)
    person, tiers = _PERSON in hit.entry.kinds, {hit.name: hit.tier}  # the tier is that of the one name
    scored = [(*_score(asked, one, tiers.get(one.text, Tier.LIKE), person), one.text) for one in names]
    score, way, name = max(scored, key=lambda one: one[0])
    alike = round(max(ratio(asked.text, one.text) for one in names), 1)
    features = {"name_similarity": alike} | ({way: 1.0} if way else {})
    years = set(_YEAR.findall(" ".join(one.text for one in names)))
    if years and asked.years:  # another year, another law
        features["name_year"] = float(bool(years & asked.years))
        score += _FITS / 2 if features["name_year"] else -_MISSES
    exact = way not in UNCERTAIN and (way != _ORDERED or person)
    return Candidate(hit.entry, name, score, features, exact)


def _score(asked: _Asked, name: Name, tier: Tier, person: bool) -> tuple[float, str]:
    """What a name is worth, and in which way it is the whole of what is asked."""
    if way := _way(asked, name, person):
        return WAYS[way], way
    worth = _TIERS.get(tier, 0.0)
    if tier in _SHARED:
        one, other = len(asked.joined), _length(asked, name)
        least, more = _SHARED[tier]
        worth = least + more * min(one, other) / (max(one, other) or 1)
    return round(max(worth, _LIKE * ratio(asked.text, name.text)), 1), ""


def _length(asked: _Asked, name: Name) -> int:
    """How many signs a name has, in letters if it is asked for in letters: a hanzi is worth several of these."""
    if has_han(name.text) and not has_han(asked.text):
        return max((len(reading.replace(" ", "")) for reading in name.readings), default=len(name.folded))
    return len(name.folded.replace(" ", ""))


def _way(asked: _Asked, name: Name, person: bool) -> str:
    """How a name is the whole of what is asked: as written, as read, in another order of words; or not at all."""
    joined = name.folded.replace(" ", "")
    if len(joined) <= _SHORT and not has_han(joined):
        return "name_written" if asked.bare == name.text.replace(".", "") else ""
    if asked.joined == joined:
        return "name_written" if _parted_alike(asked.folded, name.folded) else "name_parted"
    for reading in name.readings:
        if asked.joined == reading.replace(" ", ""):
            return "name_read" if _as_syllables(asked.folded, reading, person) else "name_parted"
    if joined in asked.read:  # other characters may sound so, too
        return "name_sounds"
    if len(asked.words) > 1 and asked.words == sorted(name.folded.split()):
        return "name_ordered"
    # a law may be called by less than its name, as several are: 反间谍法 is short for two of 中华人民共和国反间谍法
    read = {reading.replace(" ", "").removeprefix(index.STATE_READ) for reading in name.readings}
    return BARE if asked.joined in {compact(bare(name.text)), joined.removeprefix(index.STATE), *read} else ""


def _breaks(text: str) -> set[int]:
    """After how many letters the words of a text end, but for the last."""
    return set(accumulate(len(word) for word in text.split()[:-1]))


def _parted_alike(one: str, other: str) -> bool:
    """Whether the same letters are parted into words at the same places, one of them at some more: Xi Jin Ping is
    Xi Jinping, and Liwen Liang is not Li Wenliang."""
    a, b = _breaks(one), _breaks(other)
    return a <= b or b <= a


def _as_syllables(text: str, reading: str, person: bool) -> bool:
    """Whether letters are parted as the syllables of a name in hanzi may be: of a person after the surname, which has
    one, or two of four and more."""
    found, syllables = _breaks(text), sorted(_breaks(reading))
    if not found or not found <= set(syllables):
        return not found
    return not person or min(found) in syllables[: 1 + (len(syllables) > 2)]


def _sorted(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda one: (-one.score, -one.entry.mentions, one.entry.iri))


def judged(found: list[Candidate], query: Query, types: Types, known: Mapping[str, Mapping[str, list[str]]],
           years: Callable[[str], bool]) -> list[Candidate]:  # fmt: skip
    """The candidates with hints and types counted, the best first, and the one that is certain marked as such.

    `known` has by the id of a property and by thing what the release says, in words.
    """
    scored = _sorted(_with_hints(one, query, types, known, years) for one in found)
    exact = [one for one in scored if (one.exact or BARE in one.features) and 0.0 not in _judgements(one)]
    if len(exact) == 1 and scored[0] is exact[0] and exact[0].exact:
        scored[0] = replace(exact[0], match=True)
    return scored[: query.limit]


def _judgements(one: Candidate) -> list[float]:
    return [value for name, value in one.features.items() if name.startswith(("property_", "type_", "name_year"))]


def _with_hints(one: Candidate, query: Query, types: Types, known: Mapping[str, Mapping[str, list[str]]],
                years: Callable[[str], bool]) -> Candidate:  # fmt: skip
    features, score = dict(one.features), one.score
    if query.types:
        features["type_match"] = float(bool(set(query.types) & types.of(one.entry.iri)))
        score -= 0 if features["type_match"] else _MISSES
    for hint in query.hints:
        if said := known.get(hint.pid, {}).get(one.entry.iri):
            fits = agrees(hint, said, years(hint.pid))
            features[f"property_{hint.pid}"] = float(fits)
            score += _FITS if fits else -_MISSES
    return replace(one, features=features, score=round(max(0.0, min(100.0, score)), 1))


def agrees(hint: Hint, said: Iterable[str], years: bool) -> bool:
    """Whether one value of a cell is one of those known: the same words, or one within the other; or the same year."""
    known = list(said)
    if years:
        return bool(
            {y for text in hint.values for y in _YEAR.findall(text)} & {y for k in known for y in _YEAR.findall(k)}
        )
    return any(_same(one, other) for one in hint.values for other in known)


def _same(one: str, other: str) -> bool:
    """Whether two wordings say the same, or one holds all words of the other."""
    a, b = compact(one), compact(other)
    if not a or not b:
        return False
    if has_han(a) or has_han(b):
        return a in b or b in a
    words, others = set(fold(one).split()), set(fold(other).split())
    return a == b or words <= others or others <= words or bool(loose(one) & loose(other))
