"""Queries and ready questions: rows with what is behind each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

import pyoxigraph as ox

from .. import namespaces as ns
from ..api.graph import KnowledgeGraph
from ..errors import NotFound
from ..nearest import nearest
from ..query.budget import budget_of
from ..query.formats import only
from ..query.runner import Runner
from ..query.sparql_text import read
from ..rdf import Node
from ..web import answering, facets
from ..web.ready import QUESTION, Question, ReadyQuestions, of_release
from . import one_thing
from .packing import Pack, others, relation, short
from .shapes import AskAnswer, Line, Ready, ReadyAnswer, Statement, Thing
from .status import Statuses, standing


class Asker:
    """Asks one release what people ask in SPARQL or in words, under the limits of the service."""

    def __init__(self, kg: KnowledgeGraph, runner: Runner, statuses: Statuses) -> None:
        self._kg, self._runner, self._statuses = kg, runner, statuses

    # -- SPARQL

    def ask(self, sparql: str, start: int, limit: int) -> AskAnswer:
        """The answer to anybody's query. Raises a QueryError."""
        answer = AskAnswer()
        pack = Pack(self._kg, answer)
        if read(sparql).form == "graph":
            self._graph(sparql, answer, pack, start, limit)
            return answer
        found = answering.answer(self._runner, sparql, budget_of(self._runner.settings))
        answer.hints = [short(hint) for hint in found.hints]
        answer.columns = list(found.columns)
        answer.truth = {"yes": True, "no": False}.get(found.word)
        start = 0 if found.word else start  # a truth has no pages
        answer.rows = pack.take(found.lines, self._row(found, sparql, pack), start, limit, found.total)
        return answer

    def _graph(self, sparql: str, answer: AskAnswer, pack: Pack, start: int, limit: int) -> None:
        result = self._runner.run(sparql, only("ntriples"))
        answer.hints = [short(hint) for hint in result.hints]
        with result.file as file:
            read_on = islice(ox.parse(file, format=ox.RdfFormat.N_TRIPLES), answering.MOST_ROWS)
            triples = [t for t in read_on if isinstance(t.subject, ox.NamedNode)]
        shown = triples[start : start + limit]
        self._kg.names(iri for t in shown for iri in (t.subject.value, t.predicate.value, *_iri(t.object)))
        known = standing(self._kg, [_written(t) for t in shown if not _blank(t.object)])
        argues = self._statuses.argues(sparql)

        def told(t: ox.Quad) -> Statement:
            stated, inferred = known.get(_written(t), ([], False))
            ends = t.subject.value, t.predicate.value, t.object.value if isinstance(t.object, ox.NamedNode) else ""
            status = self._kg.marks.of(ends, stated, inferred)
            status = "argued" if argues and status == "editorial" else status
            subject, joins, value = self._thing(t.subject), relation(self._thing(t.predicate)), self._thing(t.object)
            words = f"{subject.name} – {joins.name} – {value.name}"
            return Statement(words, status, subject, joins, value, pack.cite(stated), others(stated))

        answer.statements = pack.take(triples, told, start, limit, result.rows)

    def _thing(self, node: object) -> Thing:
        if isinstance(node, ox.NamedNode):
            return Thing(short(self._kg.names([node.value])[node.value]), ns.compact(node.value))
        return Thing(short(getattr(node, "value", str(node))))

    # -- ready questions

    def list_ready(self, start: int, limit: int) -> ReadyAnswer:
        """All ready questions, by subject."""
        answer, known = ReadyAnswer(), self._known()
        every = [one for group in known.groups for one in group.questions]
        answer.questions = Pack(self._kg, answer).take(every, lambda one: _ready(one, known), start, limit)
        return answer

    def near(self, words: str, start: int, limit: int) -> ReadyAnswer:
        """The ready questions nearest to words, with an answer where one is surely meant, or is of a known form."""
        known = self._known()
        found = known.match(words, self._ask)
        own = one_thing.read(words, self._kg, self._runner)
        if own and (not found.sure or own.facet in facets.OWN):
            answer = self._answered(own.words, own.query, own.answer, start, limit)
        elif found.sure:
            answer = self.answer(found.nearest[0].slug, start, limit)
        else:
            answer = ReadyAnswer(release=self._kg.release)
        answer.questions = [_ready(known.questions[one.slug], known, round(one.score, 2)) for one in found.nearest]
        return answer

    def answer(self, slug: str, start: int, limit: int) -> ReadyAnswer:
        """The answer to one ready question, by its id. Raises NotFound with near ones, QueryError."""
        known = self._known()
        slug = slug.removeprefix("question:").removeprefix(QUESTION)
        if slug not in known.questions:
            near = ", ".join(nearest(slug, list(known.questions)))
            raise NotFound(
                f"there is no ready question {short(slug, 60)!r}",
                hint=f"Near: {near}." if near else "ready_questions without arguments lists them.",
            )
        question = known.questions[slug]
        found = known.answer(slug, self._runner, budget_of(self._runner.settings))
        answer = self._answered(question.wording, question.query, found, start, limit)
        answer.questions = [_ready(question, known, 1.0)]
        return answer

    def _answered(self, words: str, query: str, found: answering.Answer, start: int, limit: int) -> ReadyAnswer:
        """What was asked in words, with its rows."""
        answer = ReadyAnswer(answered=words, query=query, columns=list(found.columns))
        pack = Pack(self._kg, answer)
        answer.truth = {"yes": True, "no": False}.get(found.word)
        answer.rows = pack.take(found.lines, self._row(found, query, pack), start, limit, found.total)
        return answer

    def _known(self) -> ReadyQuestions:
        return of_release(self._runner, budget_of(self._runner.settings))

    def _ask(self, query: str) -> list[dict[str, Node]]:
        return self._kg.source.rows(query)

    def _row(self, found: answering.Answer, query: str, pack: Pack) -> Callable[[answering.Line], Line]:
        """What makes a row of a line of an answer."""
        argues = self._statuses.argues(query)

        def made(line: answering.Line) -> Line:
            cells = [_cell(node, found) for node in line.cells]
            status = self._statuses.of_line(line, found, query, argues)
            return Line(cells, status or "", pack.cite(line.behind.graphs))

        return made


def _cell(node: Node | None, found: answering.Answer) -> Thing:
    if node is None:
        return Thing("")
    return Thing(short(found.names.of(node).text), ns.compact(node.value) if isinstance(node, ox.NamedNode) else "")


def _ready(one: Question, known: ReadyQuestions, score: float = 0.0) -> Ready:
    group = known.group_of(one.slug)
    return Ready(one.wording, one.slug, group.name if group else "", score)


def _written(t: ox.Quad) -> tuple[str, str, str]:
    """The terms of a statement as SPARQL writes them."""
    return str(t.subject), str(t.predicate), str(t.object)


def _iri(node: object) -> Iterable[str]:
    return [node.value] if isinstance(node, ox.NamedNode) else []


def _blank(node: object) -> bool:
    return not isinstance(node, ox.NamedNode | ox.Literal)
