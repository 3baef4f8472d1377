"""Queries on one release, from anywhere: the web, the command line, Python.

    with Runner(settings, current_release(settings)) as runner:
        result = runner.run("SELECT * { ?s a cns:Law }", only("csv"))
        print(result.rows, result.read())

Everything that reaches out or writes is refused before evaluation; the evaluation itself happens in a worker process.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import TracebackType
from typing import IO, TYPE_CHECKING

from .. import __version__
from ..errors import (
    CnskgError,
    DeadlineExceeded,
    QueryError,
    RefusedFeature,
    ResourceExceeded,
    ResultTooLarge,
    SyntaxProblem,
)
from ..namespaces import BASE, GRAPH_ONTOLOGY, PREFIXES
from ..release.folder import Release, hold
from ..release.shape import Shape
from ..release.shape import read as read_shape
from ..settings import Settings
from . import federation, hints, language_tags, sparql_text
from .binding import Value, bind, clean
from .budget import TICK, Budget, budget_of
from .formats import GRAPHS, ROWS, Choice, Format, first, unfit
from .hints import Known
from .job import Job, Reply
from .pool import Pool
from .result import Result, Row
from .teaching import Answered, known_from, teach, told
from .trouble import service_trouble, temporary_file

if TYPE_CHECKING:
    from .elsewhere import Elsewhere

log = logging.getLogger("cnskg.query.runner")

_HINTS_S = 1.0  # seconds for which hints may hold back an answer that is complete

_TERMS = f"SELECT DISTINCT ?x {{ GRAPH <{GRAPH_ONTOLOGY}> {{ ?x ?p ?o FILTER(isIRI(?x)) }} }}"
_FUNCTION = re.compile(r"The custom (?:aggregate )?function <([^>]*)> is not supported")


@dataclass(frozen=True)
class Prepared:
    """A query that passed all checks that need no evaluation."""

    query: sparql_text.Query
    format: Format
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    federated: bool  # it asks other endpoints, too

    @property
    def repeatable(self) -> bool:
        """Whether the same release gives the same bytes again; only then may an answer be kept."""
        return not self.federated and not self.query.volatile

    def digest(self, release: str) -> str:
        """The same for the same bytes of a repeatable query: release, software, query, dataset and format."""
        parts = [
            release,
            __version__,
            self.query.text,
            self.format.media_type,
            self.format.short,
            self.default_graphs,
            self.named_graphs,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class Runner:
    """Runs queries on one release. Safe to use from many threads; `close` when done."""

    def __init__(self, settings: Settings, release: Release, pool: Pool | Elsewhere | None = None) -> None:
        """Queries are evaluated by worker processes, unless something else is given to do it."""
        self.settings, self.release = settings, release
        self._held = hold(release)
        self.pool = pool or Pool(settings, release.store)
        self._known: Known | None = None
        self._columns: dict[str, frozenset[str]] = {}  # what is known so far, by the query that tells it
        self._asking = threading.Lock()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the idle workers; queries under way finish."""
        self.pool.close()
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    def run(
        self,
        query: str,
        choose: Choice = first,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        budget: Budget | None = None,
        bindings: Mapping[str, Value] | None = None,
    ) -> Result:
        """The complete answer to a query. `choose` picks among the formats that its form has.

        Without a budget it is that of the settings. Raises a QueryError: SyntaxProblem, RefusedFeature, NotAcceptable,
        DeadlineExceeded, ResourceExceeded, ResultTooLarge, RemoteFailure, Cancelled or Busy; or, whatever the query,
        EngineFault or ServiceTrouble.
        """
        budget = budget or budget_of(self.settings)
        return self.execute(self.prepare(query, choose, default_graphs, named_graphs, budget, bindings), budget)

    def prepare(
        self,
        query: str,
        choose: Choice = first,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        budget: Budget | None = None,
        bindings: Mapping[str, Value] | None = None,
    ) -> Prepared:
        """Check a query without evaluating it: form, refusals, dataset, format. Raises a QueryError."""
        text = language_tags.folded(sparql_text.read(bind(clean(query), bindings or {})))
        if keyword := sparql_text.update_keyword(text):
            raise RefusedFeature(f"{keyword} changes data; this service only reads", hint="Ask with SELECT, ASK, …")
        if federated := sparql_text.reaches_out(text.text):
            federation.check(text, self.settings)
        default, named = self._dataset(text, default_graphs, named_graphs, budget or budget_of(self.settings))
        offers = GRAPHS if text.form == "graph" else ROWS
        return Prepared(text, choose(offers), default, named, federated)

    def execute(self, prepared: Prepared, budget: Budget | None = None) -> Result:
        """Evaluate a checked query; see `run`."""
        budget = budget or budget_of(self.settings)
        result = self._evaluate(prepared, budget)
        try:
            self._teach(result, prepared, budget.part(_HINTS_S))
        except Exception as error:  # whatever it is, a hint is worth less than the answer beside which it would stand
            log.info("an answer goes without hints: %r", error)
        except BaseException:
            result.file.close()
            raise
        return result

    def rows(self, query: str, budget: Budget | None = None, /, **bindings: Value) -> list[Row]:
        """The rows of a SELECT, all at once. Raises a QueryError."""
        budget = budget or budget_of(self.settings)
        return self._rows(self.prepare(query, budget=budget, bindings=bindings), budget)

    def _rows(self, prepared: Prepared, budget: Budget) -> list[Row]:
        result = self._evaluate(prepared, budget)
        with result.file:
            return list(result.table()[1])

    def known(self, budget: Budget | None = None) -> Known:
        """The graphs and terms of the release, asked once. Raises a QueryError, and may be asked again then."""
        budget = budget or budget_of(self.settings)
        while self._known is None:
            if not self._asking.acquire(timeout=TICK):  # somebody else asks
                budget.check()
                continue
            try:
                self._known = self._known or Known(
                    self._column("SELECT DISTINCT ?x { GRAPH ?x { ?s ?p ?o } }", budget),
                    self._column(_TERMS, budget),
                    self._column("SELECT DISTINCT ?x { { ?s ?x ?o } UNION { ?s a ?x FILTER(isIRI(?x)) } }", budget),
                )
            finally:
                self._asking.release()
        return self._known

    @cached_property
    def shape(self) -> Shape:
        """Which kinds of nodes the facts of the release have where; read once."""
        return read_shape(self.release.path)

    def _column(self, query: str, budget: Budget) -> frozenset[str]:
        """The values of ?x, kept: who has too little time for all that is to be known leaves less to the next."""
        if query not in self._columns:
            self._columns[query] = frozenset(row["x"].value for row in self.rows(query, budget))
        return self._columns[query]

    def _dataset(
        self, text: sparql_text.Query, default: Sequence[str] | None, named: Sequence[str] | None, budget: Budget
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """The protocol's dataset if it names one, else that of the FROM clauses, else None for the release's own."""
        default, named = [_graph(iri) for iri in default or ()], [_graph(iri) for iri in named or ()]
        from_protocol = bool(default or named)
        if not from_protocol:
            default, named = text.from_default, text.from_named
        written = [*text.from_default, *text.from_named]
        files = [iri for iri in [*written, *(default or ()), *(named or ())] if iri.lower().startswith("file:")]
        foreign = [] if from_protocol else [i for i in written if not i.startswith(BASE)]
        if files or (foreign and hints.missing_graphs(foreign, self.known(budget))):
            raise RefusedFeature(
                "FROM names something that is not a graph of this release, and nothing is fetched",
                hint="Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }. Leave FROM out for all facts.",
            )
        for iri in [*(default or ()), *(named or ())]:
            if not iri.partition(":")[1] or any(c <= " " or c in '<>"{}|^`\\' for c in iri):
                raise SyntaxProblem(
                    "a graph parameter is not an absolute IRI", hint="Of the prefixes, ours alone are known there."
                )
        return (tuple(default or ()), tuple(named or ())) if default or named else (None, None)

    def _evaluate(self, prepared: Prepared, budget: Budget) -> Result:
        """The complete answer. What stopped it, if anything did, tells how long it took."""
        began = time.monotonic()
        try:
            file, reply, told = self._run(prepared, budget)
        except CnskgError as error:
            if isinstance(error, DeadlineExceeded):
                error.hint = error.hint or "Add LIMIT, or make the patterns more selective."
                error.extra.setdefault("limit_s", budget.seconds)
            error.extra["elapsed_s"] = round(time.monotonic() - began, 3)
            raise
        size = file.seek(0, 2)
        file.seek(0)
        return Result(file, size, reply.rows, prepared.format, reply.form, time.monotonic() - began, hints=told)

    def _run(self, prepared: Prepared, budget: Budget) -> tuple[IO[bytes], Reply, list[str]]:
        """A worker's reply, the file to which it has written the answer, and hints on what other endpoints gave."""
        query = prepared.query
        text, told = query.text, list[str]()
        if prepared.federated:
            plain = replace(prepared, format=ROWS[0], federated=False)
            text, told = federation.expand(
                query, self.settings, budget, lambda asked, part: self._rows(replace(plain, query=asked), part)
            )
        job = Job(
            text,
            prepared.format.engine if prepared.format in ROWS else ROWS[0].engine,
            prepared.format.engine if prepared.format in GRAPHS else GRAPHS[0].engine,
            budget.bytes,
            prepared.default_graphs,
            prepared.named_graphs,
            query.star(),
        )
        file = temporary_file()
        try:
            reply = self.pool.execute(job, file, budget)
            if reply.error:
                raise _failure(prepared, reply, budget)
        except BaseException:
            file.close()
            raise
        return file, reply, told

    def _teach(self, result: Result, prepared: Prepared, budget: Budget) -> None:
        """Say what the query names and the release lacks, and what in it does nothing."""
        result.hints += hints.minus_hints(prepared.query) + hints.zone_hints(prepared.query)
        result.hints += hints.aggregate_hints(prepared.query, result)
        graphs = [
            *(prepared.default_graphs or ()),
            *(prepared.named_graphs or ()),
            *hints.graphs_named(prepared.query),
        ]
        result.hints += language_tags.hints(prepared.query)
        if graphs or prepared.query.iris():
            folder, shape = self.release.path, self.shape
            known = (None if graphs else known_from(shape)) or self.known(budget)
            result.missing_graphs = hints.missing_graphs(graphs, known)
            answered = Answered(prepared.query, prepared.default_graphs or (), result.nothing())
            for hint in told(teach(answered, known, shape, folder, lambda query: self.rows(query, budget))):
                result.hints.append(hint)  # one by one: what ends the time for them does not take those that are there
                budget.check()


def _graph(parameter: str) -> str:
    """The graph that a parameter names: `graph:asserted` is there what it is in a query."""
    prefix, colon, local = parameter.partition(":")
    ours = PREFIXES.get(prefix, "")
    return ours + local if colon and ours.startswith(BASE) else parameter


def _failure(prepared: Prepared, reply: Reply, budget: Budget) -> CnskgError:
    """The exception for a worker's error reply."""
    query = prepared.query
    if reply.error == "unfit":
        return unfit(prepared.format, reply.message)
    if reply.error == "syntax":
        return hints.syntax_problem(query, reply.message)
    if reply.error == "constant":
        return hints.constant_problem(query, reply.message, reply.at)
    if reply.error == "too-large":
        return ResultTooLarge(
            f"the result is larger than {budget.bytes >> 20} MiB",
            hint="Ask for fewer rows or columns, page with ORDER BY, LIMIT and OFFSET, or take a dump.",
            limit_mb=budget.bytes >> 20,
        )
    if reply.error == "trouble":
        return service_trouble("the service cannot write the answer, or read its store", reply.message)
    if reply.error == "memory":
        return ResourceExceeded("the query needed more memory than a worker may use", hint="Narrow the query.")
    if (unknown := _FUNCTION.match(reply.message)) is not None:
        return hints.function_problem(query, unknown[1])
    return QueryError("the engine could not evaluate the query", hint="Take parts of the query away to find which.")
