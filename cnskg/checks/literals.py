"""Checks of stored text and values: of their datatype, in one form, in a language that there is, without the unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.characters import Oddity, mended, oddities, told
from ..content.files import DATA, Content, CuratedFile, Kind
from ..content.languages import LANGUAGES, misfit, remedy, spoken
from ..nearest import nearest
from ..rdf import ALT, PREF, SKOS, XSD
from .check import Check, Fault, at, check, once
from .datatypes import FORMS, WITHIN, plain_form
from .scope import judged, judged_files

#: Properties whose values are names: each in the script of its language.
NAMES = {PREF, ALT, ns.CNS + "title", ns.CNS + "literalForm"}
#: Properties whose values are in a language, and say in which.
OURS = {ns.CNS + "description", ns.CNS + "sentence", ns.CNS + "omissionReason", SKOS + "note"}
#: Properties whose values are words of a text, in the language of the document that they stand in.
WORDS = {ns.CNS + name for name in ("hedgeWord", "timeText", "quotedWords", "qualifier")}
IN_A_LANGUAGE = NAMES | OURS | WORDS
#: Properties whose values have rows and columns: a query, and what it answers.
LAID_OUT = {ns.CNS + "sparql", ns.CNS + "expects"}
URL, ADDRESS = ns.CNS + "url", XSD + "anyURI"
#: Properties whose values are found again in a source.
ANCHORS = {ns.CNS + "startsWith", ns.CNS + "endsWith"}
#: How a text begins that a template has left to be filled in, and a thing.
UNFILLED, UNNAMED = "fill in:", ns.ID + "fill-in-"
#: A number as many write it who part its thousands by a point.
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.000)+")
LONGEST_MEND = 80  # characters of a text that is written out in the hint


class Value(NamedTuple):
    """A literal, taken apart once for all checks: its file and statement, the property, text, language and datatype."""

    source: CuratedFile
    triple: ox.Triple
    predicate: str
    text: str
    language: str
    datatype: str

    def fault(self, message: str, hint: str) -> Fault:
        """A fault of the value, told at its statement."""
        return at(self.source, self.triple, message, hint)


@once
def values(content: Content) -> list[Value]:
    """The literals of the data files."""
    found = []
    for source, t in judged(content, *DATA):
        node = t.object
        if isinstance(node, ox.Literal):
            datatype = "" if node.language else node.datatype.value
            found.append(Value(source, t, t.predicate.value, node.value, node.language or "", datatype))
    return found


@check("ill-typed", cases=("a date", "a number", "a truth value", "an address", "no datatype", "another datatype"))
def ill_typed(content: Content) -> Iterator[Fault]:
    """Every value has the form of its datatype, and a datatype that its property takes."""
    for one in values(content):
        if one.language:
            continue
        kind = ns.compact(one.datatype)
        if one.datatype not in FORMS:
            near = nearest(kind.partition(":")[2], (known.rpartition("#")[2] for known in FORMS), 1)
            hint = f"Did you mean xsd:{near[0]}?" if near else "Use one of XML Schema, such as xsd:date."
            yield one.fault(f"{kind} is no datatype that a value here can have", hint)
        elif not FORMS[one.datatype].fits(one.text):
            hint = f"Write {FORMS[one.datatype].expected}; or leave the datatype out."
            yield one.fault(f"{one.text!r} has not the form of {kind}", hint)
        elif one.predicate == URL and not (
            FORMS[ADDRESS].fits(one.text) and one.text.startswith(("http://", "https://"))
        ):
            yield one.fault(f"{one.text!r} is no address", f"Write {FORMS[ADDRESS].expected}, from https:// on.")
        else:
            for wanted in sorted(content.ontology.ranges.get(one.predicate, ())):
                if wanted in FORMS and one.datatype not in WITHIN.get(wanted, {wanted}):
                    message = f"{ns.compact(one.predicate)} takes an {ns.compact(wanted)}, not an {kind}"
                    yield one.fault(message, f"Write {FORMS[wanted].expected}, without quotation marks.")


@check("other-form", cases=("an integer", "a decimal", "a truth value"))
def other_form(content: Content) -> Iterator[Fault]:
    """Of the forms of a number or truth value the plain one is written, so that one value is one node."""
    for one in values(content):
        plain = plain_form(one.text, one.datatype)
        if plain != one.text and FORMS[one.datatype].fits(one.text):
            whole = one.text.replace(".", "")
            doubt = f" If the point parts thousands, write {whole}." if THOUSANDS.fullmatch(one.text) else ""
            yield one.fault(f"{one.text!r} is {plain} as {ns.compact(one.datatype)}", f"Write {plain}.{doubt}")


@check("language", cases=("no language", "words of a text", "another tag"), allowed=(f'"X"@{tag}' for tag in LANGUAGES))
def language(content: Content) -> Iterator[Fault]:
    """Names, descriptions and words of a text say their language, by one of the tags that the project has."""
    for one in values(content):
        if one.language and one.language not in LANGUAGES:
            message = f"the language @{one.language} of {one.text!r} is none of the project's"
            yield one.fault(message, remedy(one.language, one.text))
        if one.datatype == XSD + "string" and one.predicate in IN_A_LANGUAGE:
            message = f"{ns.compact(one.predicate)} {one.text!r} does not say its language"
            yield one.fault(message, f"Write one of {', '.join(f'@{known}' for known in LANGUAGES)} after it.")


@check("script", cases=("hanzi in English", "no hanzi in Chinese", "numbers for tones", "no tones", "another alphabet"))
def script(content: Content) -> Iterator[Fault]:
    """A name is in the script of its language."""
    for one in values(content):
        if one.predicate in NAMES and one.language in LANGUAGES and one.source.kind != Kind.QUESTIONS:
            said = misfit(one.text, one.language)
            if said:
                message = f"{one.text!r} is tagged @{one.language} ({LANGUAGES[one.language]}) and has {said}"
                yield one.fault(message, "Mend the name, or its tag.")


@check("other-language", cases=("hanzi", "Swedish"), severity="warning")
def other_language(content: Content) -> Iterator[Fault]:
    """A sentence or description is in the language that its tag says."""
    for one in values(content):
        if one.predicate in OURS and one.language in LANGUAGES:
            meant = spoken(one.text)
            if meant and meant != one.language:
                message = f"{ns.compact(one.predicate)} is tagged @{one.language}, and reads as {LANGUAGES[meant]}"
                yield one.fault(message, f"Write it in {LANGUAGES[one.language]}, or tag it @{meant}.")


@check("unseen", cases=("invisible", "control", "line break", "spaces", "not NFC", "lookalike", "mixed", "in an IRI"))
def unseen(content: Content) -> Iterator[Fault]:
    """Text has no character that nobody sees or takes for another: NFC, single plain spaces, no controls."""
    for one in values(content):
        odd = oddities(one.text, one.predicate in LAID_OUT)
        if one.predicate in ANCHORS:  # words of a source, in its own letters
            odd = tuple(o for o in odd if not o.shape)
        if odd and not is_empty(one.text):
            yield one.fault(f"{ns.compact(one.predicate)} has {_told(one.text, odd)}", _mend(one.text))
    for source in judged_files(content, *DATA):
        if source.text.isascii() and "\\" not in source.text:
            continue  # every name in it is of plain letters
        for t in source.triples:
            for node in (t.subject, t.predicate, t.object):
                if not isinstance(node, ox.Literal) and oddities(node.value):
                    yield at(source, t, f"an IRI has {_told(node.value, oddities(node.value))}", _mend(node.value))


@check("unfilled", cases=("a text", "a thing"))
def unfilled(content: Content) -> Iterator[Fault]:
    """What a template leaves open is filled in."""
    for source, t in judged(content, *DATA):
        literal = isinstance(t.object, ox.Literal)
        if t.object.value.startswith(UNFILLED if literal else UNNAMED):
            name = ns.compact(t.predicate.value)
            hint = f"Write what the text says. Where it says nothing, leave {name} out, if no rule asks for it."
            yield at(source, t, f"{name} is still to be filled in", hint)


@check("empty-text", cases=("empty", "spaces", "no word"))
def empty_text(content: Content) -> Iterator[Fault]:
    """Every text says something: it has a letter or a number."""
    for one in values(content):
        if is_empty(one.text):
            name = ns.compact(one.predicate)
            yield one.fault(f"{name} is {one.text!r}, which says nothing", f"Write it, or leave {name} out.")


def is_empty(text: str) -> bool:
    """Whether a text has no letter and no number, of whatever script."""
    return not any(map(str.isalnum, text))


def _told(text: str, odd: tuple[Oddity, ...]) -> str:
    return ", ".join(told(text, one) for one in odd[:3])


def _mend(text: str) -> str:
    plain = mended(text)
    if len(plain) > LONGEST_MEND:
        return "Type that place anew, in plain characters."
    return f"Type it anew, in plain characters: {plain!r}."


CHECKS: tuple[Check, ...] = (ill_typed, other_form, language, script, other_language, unseen, unfilled, empty_text)
