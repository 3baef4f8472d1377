"""The questions of data/questions/: their queries can be asked, of terms and things that there are, and so answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.dataset import read_themes
from ..content.decoding import read_file
from ..content.files import Content, CuratedFile, Kind
from ..content.subjects import PLACE, read_subjects
from ..content.syntax import excerpt
from ..errors import ContentError
from ..nearest import nearest
from ..query import hints, sparql_text
from .check import Check, Fault, at, check, once
from .literals import UNFILLED
from .scope import judged

SPARQL, EXPECTS = ns.CNS + "sparql", ns.CNS + "expects"
BETWEEN = " | "
#: A cell that is the name of a thing, and nothing besides.
THING = re.compile(r"id:[A-Za-z0-9.-]+")
LONG = ('"""', "'''")
SHAPE_OF_ROWS = "A row has a cell for each variable, in their order, ' | ' between them; of an ASK it is true or false."


class Asked(NamedTuple):
    """The query of a question where it stands, and what the engine makes of it: an empty answer, or a complaint."""

    source: CuratedFile
    triple: ox.Triple
    query: sparql_text.Query
    answer: object

    def fault(self, place: tuple[int, int], message: str, hint: str) -> Fault:
        """A fault at a line and column of the query, which are shown; in Turtle the query may be all on one line."""
        line, column = place
        begin = self.source.places.line_of(self.triple)
        spread = any(quotes in self.source.text.split("\n")[begin - 1] for quotes in LONG)
        shown = excerpt(self.query.text.split("\n")[line - 1], column)
        where = f"at {line}:{column} of the query: "
        return Fault(self.source.name, begin + (line - 1) * spread, where + message, f"{shown}{hint}")


@once
def asked(content: Content) -> list[Asked]:
    """The queries of the questions that are to be judged, each asked of an empty store."""
    found = [(f, t) for f, t in judged(content, Kind.QUESTIONS) if t.predicate.value == SPARQL]
    nothing = ox.Store()
    return [Asked(f, t, sparql_text.read(t.object.value), _answer(nothing, t.object.value)) for f, t in found]


def _answer(nothing: ox.Store, query: str) -> object:
    """What the engine says to a query; None for one that would have it call somebody else."""
    if sparql_text.reaches_out(query):
        return None
    try:
        return nothing.query(query, prefixes=ns.PREFIXES)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return error


@check("query-syntax", cases=("no SPARQL", "no rows"))
def query_syntax(content: Content) -> Iterator[Fault]:
    """The query of a question is a SELECT or an ASK of SPARQL."""
    for one in asked(content):
        if isinstance(one.answer, Exception):
            problem = hints.syntax_problem(one.query, str(one.answer))
            place = problem.extra["line"], problem.extra["column"]
            yield one.fault(place, problem.message, problem.hint or "Mend the query.")
        elif isinstance(one.answer, ox.QueryTriples):
            message = f"a {one.query.keyword} has no rows to expect"
            yield at(one.source, one.triple, message, "Ask with SELECT or ASK.")


@check("query-term", cases=("a term", "a thing"))
def query_term(content: Content) -> Iterator[Fault]:
    """The query of a question names terms and things that there are."""
    for one in asked(content):
        for iri, token in one.query.iris():
            if iri.startswith(ns.CNS) and iri != ns.CNS and not content.is_term(iri):
                near = content.ontology.nearest(iri)
            elif iri.startswith(ns.ID) and iri != ns.ID and iri not in content.types and not content.unsure(iri):
                near = content.near(iri)
            else:
                continue
            hint = f"Did you mean {', '.join(near)}?" if near else "See ontology/ for terms; `cnskg find` knows things."
            place = sparql_text.line_column(one.query.text, token.start)
            yield one.fault(place, f"there is no {ns.compact(iri)}", hint)


@check("expected-row", cases=("too few cells", "too many cells", "no word of an ASK"))
def expected_row(content: Content) -> Iterator[Fault]:
    """A row that a question expects is one that its query can give."""
    answers = {one.triple.subject: one.answer for one in asked(content)}
    for source, t in judged(content, Kind.QUESTIONS):
        answer = answers.get(t.subject)
        if t.predicate.value != EXPECTS or t.object.value.startswith(UNFILLED):
            continue
        cells = t.object.value.split(BETWEEN)
        if isinstance(answer, ox.QueryBoolean) and t.object.value not in ("true", "false"):
            yield at(source, t, f"an ASK is not answered with {t.object.value!r}", SHAPE_OF_ROWS)
        elif isinstance(answer, ox.QuerySolutions) and len(cells) != len(answer.variables):
            wanted = BETWEEN.join(f"?{variable.value}" for variable in answer.variables)
            yield at(source, t, f"the row has {len(cells)} cells, and the query gives {wanted}", SHAPE_OF_ROWS)


@check("unlisted-theme", cases=("misspelt", "another"))
def unlisted_theme(content: Content) -> Iterator[Fault]:
    """The theme of a question is one of those that `data/dataset.toml` lists, where it lists any."""
    themes = read_themes(content.root)
    for source, t in judged(content, Kind.QUESTIONS):
        theme = t.object.value if t.predicate.value == ns.CNS + "theme" else ""
        if themes and theme and theme not in themes and not theme.startswith(UNFILLED):
            near = nearest(theme, themes, 1)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            yield at(source, t, f"there is no theme {theme!r}", f"{hint}Themes are {', '.join(themes)}.")


@check("expected-thing", severity="warning")
def expected_thing(content: Content) -> Iterator[Fault]:
    """A thing that a question expects is there."""
    for source, t in judged(content, Kind.QUESTIONS):
        for cell in t.object.value.split(BETWEEN) if t.predicate.value == EXPECTS else ():
            iri = ns.expand(cell)
            if THING.fullmatch(cell) and iri not in content.types and not content.unsure(iri):
                near = content.near(iri)
                hint = f"Did you mean {', '.join(near)}?" if near else "Mend the row, or describe the thing."
                yield at(source, t, f"{cell} has no type anywhere, so that no query finds it", hint)


@check("lost-question", cases=("on the front page", "under a subject"))
def lost_question(content: Content) -> Iterator[Fault]:
    """What the pages place by `data/questions/subjects.toml` are questions that there are."""
    there = {source.path.stem for source in content.of(Kind.QUESTIONS)}
    file = PLACE.as_posix()
    try:
        given = read_subjects(content.root)
    except ContentError as error:
        yield Fault(file, 0, error.message, error.hint)
        return
    named = dict.fromkeys([*given.front, *(slug for one in given.subjects for slug in one.questions)])
    lost = [slug for slug in named if slug not in there and not content.is_unread(f"data/questions/{slug}.ttl")]
    rows = read_file(content.root, content.root / PLACE).text.split("\n") if lost else []
    for slug in lost:
        near = nearest(slug, there, 1)
        hint = f"Did you mean {near[0]}?" if near else "Write the new name of its file, or take it out."
        for line, row in enumerate(rows, 1):
            if f'"{slug}"' in row:
                yield Fault(file, line, f"there is no question {slug!r}", hint)


CHECKS: tuple[Check, ...] = (query_syntax, query_term, expected_row, unlisted_theme, expected_thing, lost_question)
