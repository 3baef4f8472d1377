"""Opening a graph: a release of this machine, or one behind a URL."""

from __future__ import annotations

from pathlib import Path

from .endpoint import Endpoint
from .graph import KnowledgeGraph
from .source import local


def open(
    place: str | Path | None = None, *, timeout: float | None = None, result_mb: int | None = None
) -> KnowledgeGraph:
    """Open a graph.

    `place` is a folder (a release, or one that holds releases), or the URL of a service or of any SPARQL endpoint into
    which a release was loaded; left out, it is the release in use of this machine. `timeout` are the seconds that a
    question may take (30), `result_mb` the MiB of an answer (64).

    Raises ReleaseError where there is no release, RemoteFailure or DeadlineExceeded where an endpoint does not answer.
    """
    if isinstance(place, str) and "://" in place:
        return KnowledgeGraph(Endpoint(place, timeout, result_mb))
    return KnowledgeGraph(local(place, timeout, result_mb))
