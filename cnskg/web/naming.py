"""What the nodes of an answer are called: names for IRIs, "MERICS 2022, 2.1" for a passage, words for dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from .. import namespaces as ns
from ..folding import fold
from ..query.result import Row
from ..rdf import XSD, Node
from . import dates, figures
from .evidence import Ask, portions
from .language import LABELS, current, foreign, gettext
from .page_queries import FIGURES, NAMES, SENTENCES

#: Letters of the heading of a section that has no number.
MOST_LETTERS = 32
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_RULE = ns.BASE + "rule/"


@dataclass(frozen=True)
class Name:
    """A text, and its language where it is not that of the page."""

    text: str
    language: str = ""

    @property
    def literal(self) -> ox.Literal:
        """The same as a term."""
        return ox.Literal(self.text, language=self.language) if self.language else ox.Literal(self.text)


def in_words(english: str, chinese: str) -> Name:
    """A text that is told in both languages, or in English alone."""
    return Name(chinese) if chinese and current() == "zh" else Name(english, foreign("en"))


def preferred(literals: Iterable[ox.Literal]) -> list[ox.Literal]:
    """Texts in several languages, those first that serve the reader of the page best."""
    order = LABELS[current()]

    def place(one: ox.Literal) -> int:
        tag = (one.language or "").lower()
        return order.index(tag) if tag in order else len(order)

    return sorted(literals, key=place)  # stable


def text_of(rows: Iterable[Row], predicate: str) -> Name | None:
    """What a property (`p` of the rows) says of a thing (`o`), in the language of the page if it does."""
    found = (row["o"] for row in rows if row["p"].value == predicate)
    texts = preferred(one for one in found if isinstance(one, ox.Literal))
    return Name(texts[0].value, foreign(texts[0].language)) if texts else None


def renamed(rows: list[Row], ask: Ask, **labels: str) -> list[Row]:
    """Rows that have English labels, with those of the page's language in their place: column of label -> of thing."""
    if current() == "en":
        return rows
    names, named = Names(), [(label, node) for label, node in labels.items()]
    names.add(ask, (row[node].value for row in rows for label, node in named if label in row and _is_iri(row[node])))
    return [
        {**row, **{label: names.of(row[node]).literal for label, node in named if label in row and _is_iri(row[node])}}
        for row in rows
    ]


def _is_iri(node: Node) -> bool:
    return isinstance(node, ox.NamedNode)


@dataclass
class Names:
    """The names of the nodes that were asked for."""

    labels: dict[str, dict[str, str]] = field(default_factory=dict)  # by IRI and language
    places: dict[str, tuple[str, str]] = field(default_factory=dict)  # a passage's document and section
    documents: set[str] = field(default_factory=set)
    quantities: set[str] = field(default_factory=set)
    numbers: dict[str, Row] = field(default_factory=dict)  # of quantities
    sentences: dict[str, list[ox.Literal]] = field(default_factory=dict)  # of claims, where they were asked for

    def add(self, ask: Ask, iris: Iterable[str]) -> None:
        """Ask for names, and for those of the documents in which passages stand."""
        wanted = sorted(iri for iri in set(iris) - self.labels.keys() if iri.startswith((ns.BASE, "http")))
        for some in portions(wanted):
            self._take(ask(NAMES.replace("VALUES_HERE", " ".join(f"<{iri}>" for iri in some))))
            self.labels |= {iri: self.labels.get(iri, {}) for iri in some}
        self._add_numbers(ask)
        units = {row["unit"].value for row in self.numbers.values() if "unit" in row}
        more = (units | {document for document, _ in self.places.values()}) - self.labels.keys()
        if more:
            self.add(ask, more)

    def add_sentences(self, ask: Ask, iris: Iterable[str]) -> None:
        """Ask for what claims say."""
        for some in portions(sorted(iri for iri in set(iris) if iri.startswith(ns.ID))):
            for row in ask(SENTENCES.replace("VALUES_HERE", " ".join(f"<{iri}>" for iri in some))):
                if isinstance(row["sentence"], ox.Literal):
                    self.sentences.setdefault(row["x"].value, []).append(row["sentence"])

    def _add_numbers(self, ask: Ask) -> None:
        for some in portions(sorted(self.quantities - self.numbers.keys())):
            found = ask(FIGURES.replace("VALUES_HERE", " ".join(f"<{iri}>" for iri in some)))
            self.numbers |= {row["x"].value: row for row in found}

    def _take(self, rows: Iterable[Row]) -> None:
        for row in rows:
            iri, label = row["x"].value, row.get("label")
            known = self.labels.setdefault(iri, {})
            if isinstance(label, ox.Literal):
                known[label.language or ""] = label.value
            if "section" in row:
                self.places[iri] = row["document"].value, row["section"].value
            if row["source"].value == "true":
                self.documents.add(iri)
            if row["figure"].value == "true":
                self.quantities.add(iri)

    def figure(self, node: Node) -> str:
        """The figure of a quantity in words; nothing for whatever is none."""
        row = self.numbers.get(node.value)
        return figures.in_words(row, self.of(row["unit"]).text if "unit" in row else "") if row else ""

    def sentence(self, node: Node) -> Name | None:
        """What a claim says, in the language of the page if it does; None where that was not asked for."""
        said = preferred(self.sentences.get(node.value, ()))
        return Name(said[0].value, foreign(said[0].language)) if said else None

    def of(self, node: Node, language: str = "") -> Name:
        """What a node is called on a page, in its language or in one that is given."""
        if isinstance(node, ox.Literal):
            return _literal(node)
        iri = node.value
        if iri.startswith(ns.TIME):
            return Name(dates.span(iri[len(ns.TIME) :]))
        if iri in self.places:
            document, section = self.places[iri]
            place = _section(section)
            return Name(f"{self._short(document)}, {place}", "" if _NUMBER.match(place) else foreign("en"))
        if iri in self.documents:
            return Name(self._short(iri))
        if iri.startswith(_RULE):  # what its label says, which stands among the explanations
            return Name(iri.removeprefix(_RULE).replace("-", " "), foreign("en"))
        return self.title(iri, language) if self.labels.get(iri) else Name(ns.compact(iri).removeprefix(ns.BASE))

    def title(self, iri: str, language: str = "") -> Name:
        """The label of a thing, of a document the whole of it; empty where it has none."""
        known = self.labels.get(iri, {})
        tag = next((tag for tag in (*LABELS[language or current()], *sorted(known)) if tag in known), "")
        return Name(known.get(tag, ""), foreign(tag or "en"))

    def _short(self, document: str) -> str:
        return short(document.rpartition("/")[2], self.labels.get(document, {}))


def short(slug: str, labels: Mapping[str, str]) -> str:
    """A document by the words of its slug, each written as its title writes it: merics-2022 is MERICS 2022."""
    written = {fold(word): word for label in labels.values() for word in re.findall(r"\w+", label)}
    words = [written.get(word, word) for word in slug.split("-")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _section(heading: str) -> str:
    """A section by its number, or by as much of its heading as is short."""
    if number := _NUMBER.match(heading):
        return number[0]
    if len(heading) <= MOST_LETTERS:
        return heading
    return heading[:MOST_LETTERS].rpartition(" ")[0].rstrip(",;: ") + " …"


def _literal(value: ox.Literal) -> Name:
    """A literal in words: a date, yes and no, or its text."""
    if dated := dates.literal(value):
        return Name(dated)
    if value.datatype.value == XSD + "boolean":
        return Name({"true": gettext("yes"), "false": gettext("no")}.get(value.value, value.value))
    return Name(value.value, foreign(value.language))
