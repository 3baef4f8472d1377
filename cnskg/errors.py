"""The exceptions of cnskg: one tree, each with its exit code, HTTP status and problem type.

    CnskgError                 exit 2, 500   a fault of ours, or misuse
    ├── UsageError             exit 2, 400   the call itself is wrong (arguments, settings)
    │   ├── AmbiguousName      exit 2, 400   of the Python API: several things bear the name
    │   └── NoColumn           exit 2, 400   of the Python API: an answer has no such column
    ├── ContentError           exit 1, 500   the curated files say no (syntax, shape, anchor, inconsistency)
    ├── ReleaseError           exit 2, 503   there is no usable release to serve
    ├── ServiceTrouble         exit 2, 503   the service lacks what it needs: room, descriptors, its store, a worker
    ├── EngineFault            exit 2, 500   the query engine failed, whatever the query
    ├── NotFound               exit 1, 404   there is no such thing here: address, graph, entity, statement
    │   ├── UnknownName        exit 1, 404   of the Python API: nothing bears the name
    │   └── Gone               exit 1, 410   an earlier release had it, and this one has it no more
    ├── QueryError             exit 1, 400   a query that cannot be answered
    │   ├── SyntaxProblem      exit 1, 400   not SPARQL
    │   ├── NotAcceptable      exit 1, 406   no result format that the client takes
    │   ├── RefusedFeature     exit 1, 403   SPARQL, but not here (SERVICE, updates, FROM a file)
    │   ├── DeadlineExceeded   exit 1, 503   it ran out of time
    │   ├── ResourceExceeded   exit 1, 503   it ran out of memory or stack
    │   ├── ResultTooLarge     exit 1, 413   more bytes than the service hands out
    │   ├── Busy               exit 1, 503   the queue is full
    │   ├── RemoteFailure      exit 1, 502   an endpoint behind SERVICE did not answer
    │   └── Cancelled          exit 1, 499   the client has left
    └── ProtocolProblem        exit 2, 4xx   HTTP, but not the protocol of this route (405, 413, 415, 429)

Exit codes: 0 fine, 1 the data or the query says no, 2 misuse or a fault of ours.

Those of the Python API never go over HTTP: callers tell them apart by their class, and their problem type is that of
the error that they are a case of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class CnskgError(Exception):
    """A mistake of ours; and the base of all errors that a user may see.

    `hint` says how to mend this one; `extra` goes into problem+json. `remedy` is what to do about errors of the kind;
    with the docstring's first paragraph, which says when there is one, it is told at /problem/….
    """

    exit_code: int = 2
    status: int = 500
    kind: str = "fault"
    title: str = "Something in cnskg went wrong"
    remedy: str = "Report it with the number that the answer gives; the operator finds it in the log."

    def __init__(self, message: str, *, hint: str = "", **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(CnskgError):
    """The call is wrong: an argument, a setting, a missing folder."""

    status = 400
    kind = "usage"
    title = "The request is not well formed"
    remedy = "Read `detail` and mend the parameter, argument or setting that it names."


def together(errors: Sequence[CnskgError]) -> CnskgError:
    """Several errors as one that tells them all; one stays what it is."""
    if len(errors) == 1:
        return errors[0]
    lines = "\n".join(f"  {e.message}" + (f": {e.hint}" if e.hint else "") for e in errors)
    return UsageError(f"{len(errors)} things are in the way:\n{lines}")


class ContentError(CnskgError):
    """The curated files do not hold what they should."""

    exit_code = 1
    kind = "content"
    title = "The curated files are not valid"
    remedy = (
        "Mend the findings, each of which names file and line, and build again. The last good release stays in use."
    )


class ReleaseError(CnskgError):
    """No release, or one that is damaged."""

    status = 503
    kind = "release"
    title = "No usable release"
    remedy = "Try again later. Operators: run `cnskg build`; the log says what is wrong with the release that is there."


class ServiceTrouble(CnskgError):
    """The service lacks what it needs to answer, whatever is asked: room on disk, descriptors, its store, a worker."""

    status = 503
    kind = "trouble"
    title = "The service is in trouble"
    remedy = "Try again after the seconds of Retry-After. Operators: `detail` and the log say what is lacking."


class EngineFault(CnskgError):
    """The query engine failed at a query that is in order."""

    kind = "engine"
    title = "The query engine failed"
    remedy = "Write the query differently, and report it with the number that the answer gives: it is a fault of ours."


class NotFound(CnskgError):
    """There is no such thing here: an address, a graph, an entity, or a statement that does not hold."""

    exit_code = 1
    status = 404
    kind = "not-found"
    title = "There is no such thing here"
    remedy = (
        "Check the spelling, or look for the name with /search. A statement that does not hold comes with "
        "the nearest that would."
    )


class Gone(NotFound):
    """An earlier release had it, and this one has it no more: it was renamed, or taken out as wrong."""

    status = 410
    kind = "gone"
    title = "This is here no more"
    remedy = (
        "Look at `near` for what it may be called now, and at `permanent` for what the earlier release said; "
        "the release notes tell what was renamed."
    )


class QueryError(CnskgError):
    """A query that gets no answer."""

    exit_code = 1
    status = 400
    kind = "query"
    title = "The query cannot be answered"
    remedy = (
        "Take parts of the query away to find the one that the engine cannot evaluate, and write that one differently."
    )


class SyntaxProblem(QueryError):
    """Not SPARQL. `line`, `column` and `excerpt` say where, if the parser tells."""

    kind = "syntax"
    title = "The query is not valid SPARQL"
    remedy = "Look at `line`, `column` and `excerpt`; the fault is there or just before."


class RefusedFeature(QueryError):
    """Valid SPARQL that this service does not carry out."""

    status = 403
    kind = "refused"
    title = "This feature is refused here"
    remedy = (
        "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE of this release alone. For all else take a dump and "
        "load it into a store of your own."
    )


class DeadlineExceeded(QueryError):
    """The query was stopped at its deadline."""

    status = 503
    kind = "deadline"
    title = "The query took too long"
    remedy = "Add LIMIT, make patterns more selective, or ask in parts. A dump has no limit of time."


class ResourceExceeded(QueryError):
    """The worker ran out of memory or stack."""

    status = 503
    kind = "resources"
    title = "The query needed more than a worker may use"
    remedy = "Narrow the query, group by less, or ask in parts with LIMIT and OFFSET under ORDER BY."


class ResultTooLarge(QueryError):
    """The result is larger than the service hands out."""

    status = 413
    kind = "too-large"
    title = "The result is too large"
    remedy = "Ask for fewer rows or columns, page with ORDER BY, LIMIT and OFFSET, or take a dump."


class NotAcceptable(QueryError):
    """None of the result formats is one that the client takes."""

    status = 406
    kind = "not-acceptable"
    title = "No result format that you accept"
    remedy = "Send an Accept header with one of the types in `offered`, or the parameter `format`."


class RemoteFailure(QueryError):
    """An endpoint behind SERVICE did not give a usable answer."""

    status = 502
    kind = "remote"
    title = "A remote endpoint did not answer"
    remedy = "Try again later, ask that endpoint by itself, or write SERVICE SILENT to go on without it."


class Cancelled(QueryError):
    """The client has left; nobody reads this answer."""

    status = 499
    kind = "cancelled"
    title = "The client closed the connection"
    remedy = "Nothing: it stands in the log alone. Clients that stop by themselves may wait longer or lower `timeout`."


class Busy(QueryError):
    """Too many queries wait already."""

    status = 503
    kind = "busy"
    title = "The service is busy"
    remedy = "Wait for the seconds of Retry-After and send it again; send fewer queries at once."


class ProtocolProblem(CnskgError):
    """A request that does not follow the protocol of its route; `status` is given with it."""

    kind = "protocol"
    title = "The request is not one that this route takes"
    remedy = (
        "Read `detail`: another method (`Allow` lists them), media type, size or rate is needed, or a range "
        "within the file."
    )

    def __init__(self, status: int, message: str, *, hint: str = "", **extra: Any) -> None:
        super().__init__(message, hint=hint, **extra)
        self.status = status
