"""Checks of stored text and values: of their datatype, in one form, in a language that there is, without the unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.characters import mended, oddities, told
from ..content.files import DATA, Content, Kind
from ..content.languages import LANGUAGES, misfit, remedy
from ..nearest import nearest
from ..rdf import ALT, PREF, SKOS, XSD
from .check import Check, Fault, at, check
from .datatypes import FORMS, WITHIN, plain_form

#: Properties whose values are names: each in the script of its language.
NAMES = {PREF, ALT, ns.CNS + "title", ns.CNS + "literalForm"}
#: Properties whose values are in a language, and say in which.
IN_A_LANGUAGE = NAMES | {ns.CNS + "description", ns.CNS + "sentence", SKOS + "note"}
#: Properties whose values have rows and columns: a query, and what it answers.
LAID_OUT = {ns.CNS + "sparql", ns.CNS + "expects"}
#: Properties whose values are found again in a source.
ANCHORS = {ns.CNS + "startsWith", ns.CNS + "endsWith"}
LONGEST_MEND = 80  # characters of a text that is written out in the hint


@check("ill-typed", cases=("a date", "a number", "a truth value", "an address", "no datatype", "another datatype"))
def ill_typed(content: Content) -> Iterator[Fault]:
    """Every value has the form of its datatype, and a datatype that its property takes."""
    for source, t in content.statements(*DATA):
        if not isinstance(t.object, ox.Literal) or t.object.language:
            continue
        datatype, value = t.object.datatype.value, t.object.value
        if datatype not in FORMS:
            near = nearest(datatype.rpartition("#")[2], (known.rpartition("#")[2] for known in FORMS), 1)
            hint = f"Did you mean xsd:{near[0]}?" if near else "Use one of XML Schema, such as xsd:date."
            yield at(source, t, f"{ns.compact(datatype)} is no datatype that a value here can have", hint)
        elif not FORMS[datatype].fits(value):
            message = f"{value!r} has not the form of {ns.compact(datatype)}"
            yield at(source, t, message, f"Write {FORMS[datatype].expected}; or leave the datatype out.")
        else:
            for wanted in sorted(content.ontology.ranges.get(t.predicate.value, ())):
                if wanted in FORMS and datatype not in WITHIN.get(wanted, {wanted}):
                    message = f"{ns.compact(t.predicate.value)} takes an {ns.compact(wanted)}, "
                    hint = f"Write {FORMS[wanted].expected}, without quotation marks."
                    yield at(source, t, f"{message}not an {ns.compact(datatype)}", hint)


@check("other-form", cases=("an integer", "a decimal", "a truth value"))
def other_form(content: Content) -> Iterator[Fault]:
    """Of the forms of a number or truth value the plain one is written, so that one value is one node."""
    for source, t in content.statements(*DATA):
        if isinstance(t.object, ox.Literal) and t.object.datatype.value in FORMS:
            datatype, value = t.object.datatype.value, t.object.value
            plain = plain_form(value, datatype)
            if plain != value and FORMS[datatype].fits(value):
                yield at(source, t, f"{value!r} is {plain} as {ns.compact(datatype)}", f"Write {plain}.")


@check("language", cases=("no language", "another tag"), allowed=(f'"X"@{tag}' for tag in LANGUAGES))
def language(content: Content) -> Iterator[Fault]:
    """Names and descriptions say their language, by one of the tags that the project has."""
    for source, t in content.statements(*DATA):
        if not isinstance(t.object, ox.Literal):
            continue
        tag = t.object.language
        if tag and tag not in LANGUAGES:
            yield at(source, t, f"the language @{tag} of {t.object.value!r} is none of the project's", remedy(tag))
        if not tag and t.predicate.value in IN_A_LANGUAGE and t.object.datatype.value == XSD + "string":
            message = f"{ns.compact(t.predicate.value)} {t.object.value!r} does not say its language"
            yield at(source, t, message, f"Write one of {', '.join(f'@{known}' for known in LANGUAGES)} after it.")


@check("script", cases=("hanzi in English", "no hanzi in Chinese", "numbers for tones", "another alphabet"))
def script(content: Content) -> Iterator[Fault]:
    """A name is in the script of its language."""
    for source, t in content.statements(*DATA):
        if t.predicate.value not in NAMES or source.kind == Kind.QUESTIONS or not isinstance(t.object, ox.Literal):
            continue
        tag = t.object.language or ""
        said = misfit(t.object.value, tag) if tag in LANGUAGES else ""
        if said:
            message = f"{t.object.value!r} is tagged @{tag} ({LANGUAGES[tag]}) and has {said}"
            yield at(source, t, message, "Mend the name, or its tag.")


@check("unseen", cases=("invisible", "control", "line break", "spaces", "not NFC", "lookalike", "mixed", "in an IRI"))
def unseen(content: Content) -> Iterator[Fault]:
    """Text has no character that nobody sees or takes for another: NFC, single plain spaces, no controls."""
    for source, t in content.statements(*DATA):
        predicate = t.predicate.value
        for node in (t.subject, t.predicate, t.object):
            if isinstance(node, ox.Literal):
                odd, where = oddities(node.value, predicate in LAID_OUT), ns.compact(predicate)
            else:
                odd, where = () if node.value.isascii() else oddities(node.value), "an IRI"
            if predicate in ANCHORS:  # words of a source, in its own letters
                odd = tuple(one for one in odd if not one.shape)
            if odd:
                said = ", ".join(told(node.value, one) for one in odd[:3])
                yield at(source, t, f"{where} has {said}", _mend(node.value))


def _mend(text: str) -> str:
    plain = mended(text)
    if len(plain) > LONGEST_MEND:
        return "Type that place anew, in plain characters."
    return f"Type it anew, in plain characters: {plain!r}."


CHECKS: tuple[Check, ...] = (ill_typed, other_form, language, script, unseen)
