"""Queries on one release, from anywhere: the web, the command line, Python.

    with Runner(settings, current_release(settings)) as runner:
        result = runner.run("SELECT * { ?s a cns:Law }", only("csv"))
        print(result.rows, result.read())

Everything that reaches out or writes is refused before evaluation; the evaluation itself happens in a worker process.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any

import pyoxigraph as ox

from ..errors import DeadlineExceeded, QueryError, RefusedFeature, ResourceExceeded, ResultTooLarge, SyntaxProblem
from ..namespaces import BASE, GRAPH_ONTOLOGY
from ..rdf import Node
from ..release.folder import Release
from ..settings import Settings
from . import federation, hints, sparql_text
from .binding import Value, bind
from .formats import GRAPHS, ROWS, Choice, Format, first
from .hints import Known
from .pool import Pool

CHUNK = 1 << 16

#: One row of an answer: the variables that it binds, and their terms.
Row = dict[str, Node]

_FUNCTION = re.compile(r"The custom (?:aggregate )?function (<[^>]*>) is not supported")


@dataclass
class Result:
    """One complete answer: a file positioned at its start, and what is known of it. Close it when read."""

    file: IO[bytes]
    size: int
    rows: int
    format: Format
    form: str  # rows, boolean or graph
    elapsed: float  # seconds
    missing_graphs: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        return self.format.media_type

    def chunks(self) -> Iterator[bytes]:
        """The bytes, a bounded buffer at a time; closes the file at the end."""
        with self.file:
            while part := self.file.read(CHUNK):
                yield part

    def read(self) -> bytes:
        """All the bytes."""
        return b"".join(self.chunks())

    def table(self) -> tuple[list[str], Iterator[Row]]:
        """The columns of a SELECT in SPARQL JSON, and its rows, for which the file is read as they are taken.

        Raises QueryError for another form of query.
        """
        found = self._parsed()
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("the answer has no rows", hint="Ask with SELECT.")
        names = [variable.value for variable in found.variables]
        return names, ({n: value for n in names if (value := row[n]) is not None} for row in found)

    def truth(self) -> bool:
        """The word of an ASK in SPARQL JSON."""
        return bool(self._parsed())

    def _parsed(self) -> ox.QuerySolutions | ox.QueryBoolean:
        return ox.parse_query_results(self.file, format=ox.QueryResultsFormat.JSON)


@dataclass(frozen=True)
class Prepared:
    """A query that passed all checks that need no evaluation."""

    query: sparql_text.Query
    format: Format
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None

    def digest(self, release: str) -> str:
        """The same for the same bytes: release, query, dataset and format."""
        parts = [
            release,
            self.query.text,
            self.format.media_type,
            self.default_graphs,
            self.named_graphs,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class Runner:
    """Runs queries on one release. Safe to use from many threads; `close` when done."""

    def __init__(self, settings: Settings, release: Release) -> None:
        self.settings, self.release = settings, release
        self.pool = Pool(settings, release.store)
        self._vocabulary: Known | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the idle workers; queries under way finish."""
        self.pool.close()

    def run(
        self,
        query: str,
        choose: Choice = first,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        deadline_s: float | None = None,
        *,
        bindings: Mapping[str, Value] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Result:
        """The complete answer to a query. `choose` picks among the formats that its form has.

        Raises a QueryError: SyntaxProblem, RefusedFeature, NotAcceptable, DeadlineExceeded, ResourceExceeded,
        ResultTooLarge or Busy.
        """
        prepared = self.prepare(query, choose, default_graphs, named_graphs, bindings)
        return self.execute(prepared, deadline_s, cancelled)

    def prepare(
        self,
        query: str,
        choose: Choice = first,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        bindings: Mapping[str, Value] | None = None,
    ) -> Prepared:
        """Check a query without evaluating it: form, refusals, dataset, format. Raises a QueryError."""
        text = sparql_text.read(bind(_clean(query), bindings or {}))
        if keyword := sparql_text.update_keyword(text):
            raise RefusedFeature(f"{keyword} changes data; this service only reads", hint="Ask with SELECT, ASK, …")
        if sparql_text.reaches_out(text.text):
            federation.check(text, self.settings)
        default, named = self._dataset(text, default_graphs, named_graphs)
        offers = GRAPHS if text.form == "graph" else ROWS
        return Prepared(text, choose(offers), default, named)

    def execute(
        self, prepared: Prepared, deadline_s: float | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Result:
        """Evaluate a checked query; see `run`."""
        began = time.monotonic()
        limit = min(deadline_s or self.settings.deadline_s, self.settings.deadline_s)
        try:
            result = self._evaluate(prepared, began + limit, cancelled)
        except DeadlineExceeded as error:
            if not error.extra:
                error.hint = error.hint or "Add LIMIT, or make the patterns more selective."
                error.extra = {"limit_s": limit}
            error.extra["elapsed_s"] = round(time.monotonic() - began, 3)
            raise
        except QueryError as error:
            error.extra.setdefault("elapsed_s", round(time.monotonic() - began, 3))
            raise
        self._teach(result, prepared)
        return result

    def rows(self, query: str, deadline_s: float | None = None, **bindings: Value) -> list[Row]:
        """The rows of a SELECT, all at once. Raises a QueryError."""
        prepared = self.prepare(query, bindings=bindings)
        limit = time.monotonic() + (deadline_s or self.settings.deadline_s)
        result = self._evaluate(prepared, limit, None)
        with result.file:
            return list(result.table()[1])

    @property
    def vocabulary(self) -> Known:
        """The graphs and terms of the release, asked once."""
        with self._lock:
            if self._vocabulary is None:
                self._vocabulary = Known(
                    self._column("SELECT DISTINCT ?x { GRAPH ?x { ?s ?p ?o } }"),
                    self._column(f"SELECT DISTINCT ?x {{ GRAPH <{GRAPH_ONTOLOGY}> {{ ?x ?p ?o FILTER(isIRI(?x)) }} }}"),
                    self._column("SELECT DISTINCT ?x { { ?s ?x ?o } UNION { ?s a ?x FILTER(isIRI(?x)) } }"),
                )
            return self._vocabulary

    def _column(self, query: str) -> frozenset[str]:
        return frozenset(row["x"].value for row in self.rows(query))

    def _dataset(
        self, text: sparql_text.Query, default: Sequence[str] | None, named: Sequence[str] | None
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """The protocol's dataset if it names one, else that of the FROM clauses, else None for the release's own."""
        from_protocol = bool(default or named)
        if not from_protocol:
            default, named = text.from_default, text.from_named
        written = [*text.from_default, *text.from_named]
        files = [iri for iri in [*written, *(default or ()), *(named or ())] if iri.lower().startswith("file:")]
        foreign = [] if from_protocol else [i for i in written if not i.startswith(BASE)]
        if files or (foreign and hints.missing_graphs(foreign, self.vocabulary)):
            raise RefusedFeature(
                "FROM names something that is not a graph of this release, and nothing is fetched",
                hint="Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }. Leave FROM out for all facts.",
            )
        for iri in [*(default or ()), *(named or ())]:
            if not iri.partition(":")[1] or any(c <= " " or c in '<>"{}|^`\\' for c in iri):
                raise SyntaxProblem("a graph parameter is not an absolute IRI", hint="Prefixes are not known there.")
        return (tuple(default or ()), tuple(named or ())) if default or named else (None, None)

    def _evaluate(self, prepared: Prepared, deadline: float, cancelled: Callable[[], bool] | None) -> Result:
        began = time.monotonic()
        cap = self.settings.result_mb << 20
        job = {
            "query": federation.expand(prepared.query, self.settings),
            "rows_format": prepared.format.engine if prepared.format in ROWS else ROWS[0].engine,
            "graph_format": prepared.format.engine if prepared.format in GRAPHS else GRAPHS[0].engine,
            "default_graphs": prepared.default_graphs,
            "named_graphs": prepared.named_graphs,
            "star": prepared.query.star(),
            "cap": cap,
        }
        file = tempfile.TemporaryFile()  # noqa: SIM115 -- handed on to the result
        try:
            reply = self.pool.execute(job, file, deadline, cancelled)
            if "error" in reply:
                raise _failure(prepared.query, reply, self.settings)
        except BaseException:
            file.close()
            raise
        size = file.seek(0, 2)
        file.seek(0)
        return Result(file, size, reply["rows"], prepared.format, reply["form"], time.monotonic() - began)

    def _teach(self, result: Result, prepared: Prepared) -> None:
        """Say what the query names and the release lacks."""
        graphs = [
            *(prepared.default_graphs or ()),
            *(prepared.named_graphs or ()),
            *hints.graphs_named(prepared.query),
        ]
        ours = [iri for iri, _ in prepared.query.iris() if iri.startswith(BASE)]
        if graphs or ours:
            result.missing_graphs = hints.missing_graphs(graphs, self.vocabulary)
            result.hints = hints.term_hints(prepared.query, self.vocabulary)


def _failure(query: sparql_text.Query, reply: dict[str, Any], settings: Settings) -> QueryError:
    """The exception for a worker's error reply."""
    if reply["error"] == "syntax":
        return hints.syntax_problem(query, reply["message"])
    if reply["error"] == "too-large":
        return ResultTooLarge(
            f"the result is larger than {settings.result_mb} MiB",
            hint="Ask for fewer rows or columns, page with ORDER BY, LIMIT and OFFSET, or take a dump.",
            limit_mb=settings.result_mb,
        )
    if reply["error"] == "memory":
        return ResourceExceeded("the query needed more memory than a worker may use", hint="Narrow the query.")
    if (unknown := _FUNCTION.match(reply["message"])) is not None:
        return SyntaxProblem(
            f"there is no function {unknown[1]}", hint="Functions have no prefix, except casts such as xsd:date."
        )
    return QueryError("the engine could not evaluate the query", hint="Take parts of the query away to find which.")


def _clean(query: str) -> str:
    """The query as text that UTF-8 can carry. Raises SyntaxProblem for lone surrogates and NUL."""
    try:
        query.encode()
    except UnicodeEncodeError:
        raise SyntaxProblem("the query is not valid UTF-8") from None
    return query.removeprefix("\ufeff")
