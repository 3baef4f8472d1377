"""Queries and ready questions: rows with what is behind each of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

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
from .holding import Holders
from .packing import Pack, brief, others, relation, short
from .shapes import AskAnswer, Line, Ready, ReadyAnswer, Statement, Thing
from .status import MADE, Mark, Statuses

_NAMED = ox.NamedNode | ox.Literal


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
        answer.hints = [short(brief(hint)) for hint in found.hints]
        answer.columns = list(found.columns)
        answer.truth = {"yes": True, "no": False}.get(found.word)
        answer.rows = self._rows(found, sparql, pack, start, limit)
        return answer

    def _graph(self, sparql: str, answer: AskAnswer, pack: Pack, start: int, limit: int) -> None:
        result = self._runner.run(sparql, only("ntriples"))
        answer.hints = [short(brief(hint)) for hint in result.hints]
        with result.file as file:
            triples = list(islice(ox.parse(file, format=ox.RdfFormat.N_TRIPLES), answering.MOST_ROWS))
        shown = {t: _written(t) for t in triples[start : start + limit]}
        self._kg.names(iri for t in shown for node in (t.subject, t.predicate, t.object) for iri in _iri(node))
        asked, where = self._statuses.asked(sparql), self._statuses.where(shown.values())
        marks = {t: self._statuses.of_statement(said, where[said], asked) for t, said in shown.items()}
        holders = Holders(self._kg, (one for mark in marks.values() for one in mark.held))

        def told(t: ox.Quad) -> Statement:
            mark, stated = marks[t], where[shown[t]].stated
            subject, joins, value = self._thing(t.subject), relation(self._thing(t.predicate)), self._thing(t.object)
            made = Statement(
                f"{subject.name} – {joins.name} – {value.name}", mark.status or MADE, subject, joins, value
            )
            made.evidence, made.others = pack.cite(stated), others(stated)
            return _held(made, mark, holders, pack)

        answer.statements = pack.take(triples, told, start, limit, result.rows)

    def _thing(self, node: object) -> Thing:
        if isinstance(node, ox.NamedNode):
            return Thing(short(self._kg.names([node.value])[node.value]), ns.compact(node.value))
        return Thing(short(node.value if isinstance(node, ox.Literal) else str(node)))

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
        answer.rows = self._rows(found, query, pack, start, limit)
        return answer

    def _known(self) -> ReadyQuestions:
        return of_release(self._runner, budget_of(self._runner.settings))

    def _ask(self, query: str) -> list[dict[str, Node]]:
        return self._kg.source.rows(query)

    def _rows(self, found: answering.Answer, query: str, pack: Pack, start: int, limit: int) -> list[Line]:
        """A page of the rows of an answer, each with whose word it is; a truth has one page."""
        start = 0 if found.word else start
        shown = found.lines[start : start + limit]
        asked = self._statuses.asked(query)
        where = self._statuses.where([said for line in shown for said in line.behind.said])
        marks = [self._statuses.of_line(line, found, asked, where) for line in shown]
        holders = Holders(self._kg, (one for mark in marks for one in mark.held))
        waiting = iter(marks)

        def made(line: answering.Line) -> Line:
            mark, behind = next(waiting), line.behind
            row = Line([_cell(node, found) for node in line.cells], mark.status or "", pack.cite(behind.graphs))
            row.others = others(behind.graphs) + behind.others
            return _held(row, mark, holders, pack)

        return pack.take(found.lines, made, start, limit, found.total)


Marked = TypeVar("Marked", Line, Statement)


def _held(told: Marked, mark: Mark, holders: Holders, pack: Pack) -> Marked:
    """A row or a statement with what its mark says beside the status."""
    told.made_from, told.claims = mark.made_from or "", len(mark.held)
    told.positions = holders.positions(mark.held, pack)
    told.evidence = list(dict.fromkeys([*told.evidence, *(iri for one in told.positions for iri in one.evidence)]))
    return told


def _cell(node: Node | None, found: answering.Answer) -> Thing:
    if node is None:
        return Thing("")
    return Thing(short(found.names.of(node).text), ns.compact(node.value) if isinstance(node, ox.NamedNode) else "")


def _ready(one: Question, known: ReadyQuestions, score: float = 0.0) -> Ready:
    group = known.group_of(one.slug)
    return Ready(one.wording, one.slug, group.name if group else "", score)


def _written(t: ox.Quad) -> tuple[str, str, str]:
    """The terms of a statement as SPARQL writes them; `_:` begins what has no name, or is a statement itself."""
    subject, value = (str(node) if isinstance(node, _NAMED) else f"_:{node}" for node in (t.subject, t.object))
    return subject, str(t.predicate), value


def _iri(node: object) -> Iterable[str]:
    return [node.value] if isinstance(node, ox.NamedNode) else []
