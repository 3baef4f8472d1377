"""The index of names: what can be found, under which names. Made of triples, kept as one JSON file in a release.

Names stand there as they are written, as they fold, and those in hanzi as they are read, so that nothing but the
question is folded when somebody asks. The same triples give the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ReleaseError
from ..folding import fold, readings
from ..rdf import ALT, LABEL, PREF, TYPE

#: The file of an index in the folder of a release.
FILE = "search.json"
NAMING = (PREF, ALT, LABEL)
SENTENCE = ns.CNS + "sentence"
TELLING = (ns.CNS + "description", SENTENCE)
#: What is found: things of ours, the questions and the ontology's terms; not the calendar, whose names are dates.
FOUND = (ns.ID, ns.BG, ns.BASE + "question/", ns.CNS)


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
    """One thing to be found: its classes as CURIEs, its names, what is said of it, how often others speak of it.

    `told` are the folded words of names and description together; a claim is one who says something in a sentence.
    """

    iri: str
    kinds: tuple[str, ...]
    names: tuple[Name, ...]
    about: str
    told: str
    mentions: int
    claim: bool

    @property
    def label(self) -> str:
        """The name to show: the preferred one in English, else any preferred one, else any."""
        return min(self.names, key=lambda n: (not n.preferred, n.language != "en", n)).text


def entries(triples: Iterable[ox.Triple]) -> list[Entry]:
    """What the triples name, by IRI. Give what is stated, not what follows: the classes are then the close ones."""
    names: dict[str, set[Name]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    about: dict[str, set[str]] = defaultdict(set)
    mentions: Counter[str] = Counter()
    claims: set[str] = set()
    for t in triples:
        subject, predicate, node = t.subject.value, t.predicate.value, t.object
        if not isinstance(node, ox.Literal):
            mentions[node.value] += 1
            if predicate == TYPE:
                kinds[subject].add(ns.compact(node.value))
        elif predicate in NAMING and subject.startswith(FOUND):
            names[subject].add(_name(node, predicate))
        elif predicate in TELLING:
            about[subject].add(node.value)
            claims |= {subject} if predicate == SENTENCE else set()
    return [
        Entry(
            iri,
            tuple(sorted(kinds[iri])),
            tuple(sorted(names[iri])),
            " ".join(sorted(about[iri])),
            _told(names[iri], about[iri]),
            mentions[iri],
            iri in claims,
        )
        for iri in sorted(names)
    ]


def _name(label: ox.Literal, predicate: str) -> Name:
    language = (label.language or "").lower()
    read = readings(label.value) if not language or language.startswith("zh") else []
    return Name(label.value, language, predicate != ALT, fold(label.value), tuple(read))


def _told(names: set[Name], about: set[str]) -> str:
    return " ".join(sorted({word for text in (*(n.text for n in names), *about) for word in fold(text).split()}))


def write(folder: Path, found: list[Entry]) -> None:
    """Write the index into the folder of a release, a line for each thing."""
    lines = ",\n".join(json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) for entry in found)
    (folder / FILE).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read(folder: Path) -> list[Entry]:
    """The index in the folder of a release. Raises ReleaseError where there is none, or none that can be read."""
    try:
        return [_read(row) for row in json.loads((folder / FILE).read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"the release {folder.name} has no index of names that can be read ({type(error).__name__})"
        raise ReleaseError(message, hint="Run `cnskg build`.") from None


def _read(row: dict[str, Any]) -> Entry:
    names = tuple(Name(**name | {"readings": tuple(name["readings"])}) for name in row["names"])
    return Entry(**row | {"kinds": tuple(row["kinds"]), "names": names})
