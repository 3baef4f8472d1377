"""Ready questions, answered in words: a page for each, all of them by subject, and /ask for others."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from ..errors import QueryError
from ..rdf import term
from ..search.searcher import of_release
from . import answers, asking, facets, glance, joining, ready, said
from .answering import Answer, Line
from .headlines import Shown, headline, shown
from .kinds import Kind, nothing
from .language import pgettext
from .naming import Names
from .pages import Link, path_of, why
from .sections import Ask
from .state import here
from .stored import about, exists

blueprint = Blueprint("questions", __name__)

#: Rows of an answer that are shown where it is not on a page of its own.
MOST_ASIDE = 12


def view(answer: Answer, most: int) -> dict[str, Any]:
    """An answer as templates show it: a sentence, and its rows each with what is behind it."""
    lines = answer.lines[:most]
    return {
        "word": answer.word,
        **headline(answer),
        "columns": [pgettext("column", name) for name in answer.columns],
        "rows": [_row(line, answer) for line in lines],
        "total": answer.total,
    }


def _row(line: Line, answer: Answer) -> dict[str, Any]:
    names = answer.names
    inferred = line.behind.inferred
    return {
        "cells": [shown(node, names, answer.bound(at)) for at, node in enumerate(line.cells)],
        "evidence": evidence(line, names),
        "why": why(*(term(part[1:-1] if part[0] == "<" else part) for part in inferred)) if inferred else "",
    }


def evidence(line: Line, names: Names) -> list[Shown]:
    """Links to what is behind a row; of several in one section the first."""
    found = [shown(ox.NamedNode(graph), names) for graph in line.behind.graphs]
    return list({one.text: one for one in reversed(found) if one}.values())[::-1]


def question_page(iri: str) -> str:
    """A ready question with its answer, its passages and its query."""
    known, slug = ready.current(), iri.removeprefix(ready.QUESTION)
    question = known.questions.get(slug)
    if question is None:
        raise nothing(iri)
    state, budget = here(), answers.budget()
    runner = state.runner
    answer = known.answer(slug, runner, budget)
    return render_template(
        "question.html",
        question=question,
        iri=iri,
        group=known.group_of(slug),
        answer=view(answer, len(answer.lines)),
        sources=_sources(answer),
        near=known.near(slug, ready.asking()),
        release=runner.release.digest,
    )


def _sources(answer: Answer) -> list[Link]:
    """The documents in which the passages behind an answer stand, by their whole titles."""
    graphs = [graph for line in answer.lines for graph in line.behind.graphs]
    places = dict.fromkeys(answer.names.places[graph][0] for graph in graphs if graph in answer.names.places)
    return [Link(path_of(iri), *astuple(answer.names.title(iri))) for iri in places]


@blueprint.get("/questions")
def questions() -> str:
    """All ready questions by subject."""
    return render_template("questions.html", groups=ready.current().groups)


@blueprint.get("/question/<slug>.csv")
def table(slug: str) -> Response:
    """The answer to a ready question as CSV: of each cell name and IRI, and what is behind the row."""
    known = ready.current()
    if slug not in known.questions:
        raise nothing(ready.QUESTION + slug)
    answer = known.answer(slug, here().runner, answers.budget())
    heads = [head for name in answer.columns for head in (name, f"{name} IRI")] or ["answer"]
    file = io.StringIO()
    write = csv.writer(file).writerow
    write([*heads, "evidence", "evidence IRI"])
    for line in answer.lines:
        write(_cells(line, answer) + _places(line, answer.names))
    return Response(file.getvalue(), content_type="text/csv; charset=utf-8")


def _cells(line: Line, answer: Answer) -> list[str]:
    if answer.word:
        return [answer.word]
    found: list[str] = []
    for node in line.cells:
        found += ["", ""] if node is None else [answer.names.of(node).text, getattr(node, "value", "")]
        if isinstance(node, ox.Literal):
            found[-1] = ""
    return found


def _places(line: Line, names: Names) -> list[str]:
    graphs = line.behind.graphs
    return ["; ".join(names.of(ox.NamedNode(graph)).text for graph in graphs), " ".join(graphs)]


@blueprint.get("/ask")
def ask() -> str:
    """A question in anybody's words: the nearest ready one with its answer where that is sure, else three to choose."""
    asked = answers.single("q", "").strip()
    if not asked:
        return render_template("ask.html", asked="")
    known, ask = ready.current(), ready.asking()
    told = asking.reply(asked, known, ask)
    names, entities = Names(), list(dict.fromkeys(told.whole.marked.named))[:MOST_ASIDE]
    thing = "" if told.sure else glance.the_one(entities, ask)
    if not told.sure:
        entities = list(dict.fromkeys([*entities, *_searched(told.whole, known)]))
    both = [] if told.sure else joining.joined(glance.apart(entities, ask), ask)
    names.add(ask, entities)
    return render_template(
        "ask.html",
        asked=asked,
        parts=[
            (one, list(_offered(known, one.near)), [known.questions[slug] for slug in one.others]) for one in told.parts
        ],
        unanswered=told.unanswered,
        first=glance.of(thing, ask) if thing else None,
        both=both,
        claims=None if told.sure else _claims(told.whole.right or asked, known, ask),
        entities=[shown(ox.NamedNode(iri), names) for iri in entities],
    )


def _claims(text: str, known: ready.ReadyQuestions, ask: Ask) -> dict[str, Any] | None:
    """The claims that may tell it where nothing is sure: of the kind and the person that are asked for, or by words."""
    own = facets.by_speaker(facets.read(text, ask, known.release)[1], ask)
    return own or said.near(text, ask, known.release)


def _searched(one: asking.Answered, known: ready.ReadyQuestions) -> list[str]:
    """The things that the search finds by what a question says: names that it holds, by whatever spelling."""
    found = of_release(known.release).find(one.right or one.text).hits
    return [hit.entry.iri for hit in found if facets.is_named(hit.entry)][:2]  # more would name what only holds a word


@blueprint.get("/ask.csv")
def asked_table() -> Response:
    """What /ask answers from the page of a thing, as CSV: the rows that it shows, and what is behind each."""
    asked = answers.single("q", "").strip()
    told = asking.reply(asked, ready.current(), ready.asking())
    own = next((one.own for one in told.parts if one.from_page and one.own), None)
    section = own.section if own else None
    file = io.StringIO()
    write = csv.writer(file).writerow
    write([*(section["columns"] if section else ()), "evidence"])
    for line in own.lines if own else ():
        cells = [", ".join(one.text for one in cell if one) for cell in line["cells"]]
        write([*cells, "; ".join(one.text for one in line["evidence"])])
    name = f"cnskg-{own.facet}-{own.thing.href.rpartition('/')[2]}.csv" if own else "cnskg-no-answer.csv"
    return Response(
        file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _offered(known: ready.ReadyQuestions, slugs: Iterable[str]) -> Iterator[tuple[ready.Question, dict[str, Any]]]:
    """Ready questions with their answers; of one that cannot be answered now its own page says what is wrong."""
    for slug in slugs:
        try:
            yield known.questions[slug], view(known.answer(slug, here().runner, answers.budget()), MOST_ASIDE)
        except QueryError:
            continue


def front_answers() -> list[tuple[ready.Question, dict[str, Any]]]:
    """The questions of the front page with their answers; one that cannot be answered now is left out."""
    known, runner, found = ready.current(), here().runner, []
    for question in known.front:
        try:
            answer = known.answer(question.slug, runner, answers.budget())
        except QueryError:
            continue
        if answer.lines:
            found.append((question, view(answer, 2)))
    return found


QUESTION = Kind(exists, question_page, about)
