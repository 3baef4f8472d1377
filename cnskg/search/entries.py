"""What can be found: the things that triples name, with all that is said of them, and the sections of documents.

Names stand as they are written, as they fold, and those in hanzi as they are read, so that nothing but the question is
folded when somebody asks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from .. import namespaces as ns
from ..folding import fold, readings
from ..rdf import ALT, LABEL, PREF, RDFS, SKOS, TYPE
from . import groups
from .words import stems

NAMING = (PREF, ALT, LABEL)
SENTENCE, SPARQL = ns.CNS + "sentence", ns.CNS + "sparql"
TELLING = (ns.CNS + "description", SENTENCE)
#: Said of a thing in the words of a text, and shown as such.
QUOTING = (ns.CNS + "quotedWords", ns.CNS + "literalForm")
#: Said of a thing besides, and only looked up.
BESIDES = (ns.CNS + "title", SKOS + "note", SKOS + "definition", SKOS + "hiddenLabel")
RENDERS = ns.CNS + "renders"
#: What is found: things of ours, the questions and the ontology's terms; not the calendar, whose names are dates.
FOUND = (ns.ID, ns.BG, ns.BASE + "question/", ns.CNS)
PASSAGE, SECTION, DOCUMENT, START = (ns.CNS + name for name in ("Passage", "section", "document", "charStart"))
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+|\s*…$")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z0-9]\.?){2,}(?![\w.])")
_USED = re.compile(r"\b(?:id|cns):[\w-]+")


@dataclass(frozen=True, order=True)
class Name:
    """One name: its text, its language, whether it is preferred there, its fold, and how it is read in pinyin."""

    text: str
    language: str
    preferred: bool
    folded: str
    readings: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One thing to be found: its classes as CURIEs, its group, its names, how often others speak of it.

    `about` is what is said of it, `quoted` what in the words of a text; `more` are words under which it is looked up,
    too: its classes, its id, other names of what its own names hold.
    """

    iri: str
    kinds: tuple[str, ...]
    group: str
    names: tuple[Name, ...]
    about: str = ""
    quoted: str = ""
    more: str = ""
    mentions: int = 0

    @property
    def label(self) -> str:
        """The name to show: the preferred one in English, else any preferred one, else any."""
        return min(self.names, key=lambda n: (not n.preferred, n.language != "en", n)).text

    @property
    def local(self) -> str:
        """Its id as words."""
        return local(self.iri)


def local(iri: str) -> str:
    """What an IRI ends with, as words."""
    return re.sub(r"\W", " ", re.split("[/#]", iri)[-1])


class Gathered:
    """What triples say, by subject and property; and how often each thing stands as an object."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.names: dict[str, set[Name]] = defaultdict(set)
        self.mentions: Counter[str] = Counter()
        for t in triples:
            subject, predicate, node = t.subject.value, t.predicate.value, t.object
            self.said[subject][predicate].add(node.value)
            if not isinstance(node, ox.Literal):
                self.mentions[node.value] += 1
            elif predicate in NAMING and subject.startswith(FOUND):
                self.names[subject].add(_name(node, predicate))
        for told in [told for told in self.said.values() if RENDERS in told]:
            for what in told[RENDERS]:  # a term is looked up by its wordings, which are nodes of their own
                self.said[what][QUOTING[0]] |= told[QUOTING[1]]

    def told(self, iri: str, properties: Iterable[str], between: str = " ") -> str:
        """What is said of a thing by some properties."""
        return between.join(dict.fromkeys(text for name in properties for text in sorted(self.said[iri].get(name, ()))))

    def label(self, iri: str) -> str:
        """The preferred name of a thing in English, or nothing."""
        return min((n.text for n in self.names.get(iri, ()) if n.preferred and n.language in ("en", "")), default="")


def entries(triples: Iterable[ox.Triple]) -> list[Entry]:
    """What the triples name, by IRI. Give what is stated, not what follows: the classes are then the close ones."""
    known = Gathered(triples)
    above = {iri: told.get(RDFS + "subClassOf", set()) for iri, told in known.said.items() if iri.startswith(ns.CNS)}
    short = _initials(known)
    return [_entry(known, iri, above, short) for iri in sorted(known.names)] + _sections(known)


def _entry(known: Gathered, iri: str, above: dict[str, set[str]], short: dict[str, set[str]]) -> Entry:
    said = known.said[iri]
    kinds = said.get(TYPE, set())
    group = groups.CLAIMS if SENTENCE in said else groups.group(iri, kinds, above)
    about, quoted = known.told(iri, TELLING), known.told(iri, QUOTING, " · ")
    own = " ".join([*(name.text for name in known.names[iri]), about, quoted])
    words = f" {' '.join(stems(own))} "
    others = {name for name, meant in short.items() if any(f" {one} " in words for one in meant)}
    others |= {one for name, meant in short.items() if f" {name.lower()} " in words for one in meant}
    used = _USED.findall(known.told(iri, [SPARQL]))
    more = [known.label(kind) for kind in sorted(kinds)] + [known.label(ns.expand(name)) for name in sorted(set(used))]
    more += [local(iri), known.told(iri, BESIDES), *sorted(others)]
    told = " ".join(filter(None, more))
    names = tuple(sorted(known.names[iri]))
    mentions = known.mentions[iri]
    return Entry(iri, tuple(sorted(map(ns.compact, kinds))), group, names, about, quoted, told, mentions)


def _initials(known: Gathered) -> dict[str, set[str]]:
    """Abbreviations of things, with the longer names for which they stand, as words to be looked up."""
    found: dict[str, set[str]] = defaultdict(set)
    for iri, names in known.names.items():
        short = [name.text for name in names if iri.startswith(ns.ID) and _INITIALS.fullmatch(name.text)]
        whole = {" ".join(stems(name.text)) for name in names if name.language == "en" and " " in name.text}
        for name in short:
            found[name] |= whole
    return found


def _sections(known: Gathered) -> list[Entry]:
    """The sections of documents, each by its first passage, under which its page is found."""
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for iri in [iri for iri, said in known.said.items() if PASSAGE in said.get(TYPE, ()) and SECTION in said]:
        (document,), starts = known.said[iri][DOCUMENT], min(map(int, known.said[iri].get(START, {"0"})))
        for title in known.said[iri][SECTION]:
            place = (document, title)
            first[place] = min(first.get(place, (starts, iri)), (starts, iri))
    kinds = (ns.compact(PASSAGE),)
    return [
        Entry(iri, kinds, groups.SECTIONS, _titles(title), known.label(document), "", "", known.mentions[iri])
        for (document, title), (_, iri) in sorted(first.items(), key=lambda one: (one[1][1], one[0]))
    ]


def _titles(title: str) -> tuple[Name, ...]:
    """The title of a section as a name, and the same without its number and without the mark of what is left out."""
    short = _NUMBER.sub("", _NUMBER.sub("", title))
    return tuple(sorted({Name(text, "", text == title, fold(text), ()) for text in (title, short)}))


def _name(label: ox.Literal, predicate: str) -> Name:
    language = (label.language or "").lower()
    read = readings(label.value) if not language or language.startswith("zh") else []
    return Name(label.value, language, predicate != ALT, fold(label.value), tuple(read))
