"""What passes between the pool and a worker: one job, one reply, each a line of JSON on the socket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Job:
    """One query to be answered into a file."""

    query: str
    rows_format: str  # media types for the two kinds of answer, of which the query gives one
    graph_format: str
    cap: int  # bytes of the answer
    default_graphs: Sequence[str] | None = None  # None for both: the release's own dataset
    named_graphs: Sequence[str] | None = None
    star: tuple[int, Sequence[str]] | None = None  # where SELECT * has its star, and the variables in their order
    seconds: float = 0.0  # after which the worker ends itself, should nobody have done so

    def message(self, seconds: float) -> dict[str, Any]:
        """The job as it is sent, with the time that it may take."""
        return asdict(replace(self, seconds=seconds))


@dataclass(frozen=True)
class Reply:
    """What came of a job: rows and form of the answer, or the kind of error."""

    rows: int = 0
    form: str = ""  # rows, boolean or graph
    error: str = ""  # syntax, constant, unfit, too-large, memory, trouble, engine
    message: str = ""
    at: int = 0  # where in the query's text the error is, for a constant
