"""One worker process: opens the release read-only inside the sandbox and answers one query after the other.

Started by the pool as `python -m cnskg.query.worker FD STORE MEMORY_MB`. A job comes over the socket as one JSON
message with an open file to write the result to; the reply is one JSON message. What a job may not do ends this
process, and the pool starts another: see `sandbox`.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import socket
import sys
from typing import IO, Any

import pyoxigraph as ox

from ..namespaces import BASE, GRAPH_ASSERTED, GRAPH_INFERRED, PREFIXES
from . import sandbox
from .formats import used_prefixes
from .wire import receive, send

#: These two together are the store's default graph, where each triple stands once.
FACTS = frozenset({GRAPH_ASSERTED, GRAPH_INFERRED})


csv.field_size_limit(1 << 30)


class TooLarge(Exception):
    """The result passed its byte cap."""


class Capped(io.RawIOBase):
    """A file that takes so many bytes and no more."""

    def __init__(self, file: IO[bytes], cap: int) -> None:
        self._file, self._left = file, cap

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        return self._file.write(data)


def dataset(store: ox.Store, job: dict[str, Any]) -> tuple[ox.Store, list[Any] | None, list[Any] | None]:
    """The store and graphs to query: (store, default graphs, named graphs), None for the store's own.

    The engine counts a triple once per graph when the default graph is made of several; such a graph is therefore
    merged first, into a store of its own, where a triple stands once.
    """
    default, named = job.get("default_graphs"), job.get("named_graphs")
    if default is None and named is None:
        return store, None, None
    default, named = list(dict.fromkeys(default or ())), list(dict.fromkeys(named or ()))
    names = [ox.NamedNode(iri) for iri in named]
    if len(default) < 2:
        return store, [ox.NamedNode(iri) for iri in default], names
    if set(default) == FACTS:
        return store, [ox.DefaultGraph()], names
    merged = ox.Store()
    rest = default
    if set(default) >= FACTS:
        merged.extend(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        rest = [iri for iri in default if iri not in FACTS]
    for iri in rest:
        found = store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
        merged.extend(ox.Quad(q.subject, q.predicate, q.object) for q in found)
    for name in names:
        merged.extend(store.quads_for_pattern(None, None, None, name))
    return merged, [ox.DefaultGraph()], names


def columns_in_order(job: dict[str, Any]) -> str:
    """The query with the star of SELECT * written out: the engine sorts the columns, people expect them as written."""
    if not job.get("star"):
        return str(job["query"])
    offset, order = job["star"]
    found = ox.Store().query(job["query"], base_iri=BASE, prefixes=PREFIXES)  # on no data: tells the variables only
    if not isinstance(found, ox.QuerySolutions) or not found.variables:
        return str(job["query"])
    names = [variable.value for variable in found.variables]
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    return job["query"][:offset] + " ".join(f"?{name}" for name in names) + job["query"][offset + 1 :]


def count_rows(file: IO[bytes], media_type: str) -> int:
    """Rows in a finished result: reading it back also proves that it is whole."""
    file.seek(0)
    if media_type == "text/csv":
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        rows = sum(1 for _ in csv.reader(text, strict=True)) - 1
        text.detach()
        return rows
    parsed = ox.parse_query_results(file, format=ox.QueryResultsFormat.from_media_type(media_type))
    return sum(1 for _ in parsed) if isinstance(parsed, ox.QuerySolutions) else 1


def write_result(result: Any, file: IO[bytes], job: dict[str, Any]) -> int:
    """Write the result in its format and give the number of rows (1 for ASK) or triples."""
    capped = io.BufferedWriter(Capped(file, job["cap"]), 1 << 16)
    if isinstance(result, ox.QueryTriples):
        triples = dict.fromkeys(result)  # the engine repeats triples; a graph does not
        wanted = ox.RdfFormat.from_media_type(job["graph_format"])
        ox.serialize(triples, capped, format=wanted, prefixes=used_prefixes(triples))
        capped.flush()
        return len(triples)
    media_type = job["rows_format"]
    result.serialize(capped, format=ox.QueryResultsFormat.from_media_type(media_type))
    capped.flush()
    return 1 if isinstance(result, ox.QueryBoolean) else count_rows(file, media_type)


def answer(store: ox.Store, job: dict[str, Any], file: IO[bytes]) -> dict[str, Any]:
    """Run one job. The reply has `rows` and `form`, or `error` (syntax, too-large, memory, engine) and `message`."""
    try:
        query = columns_in_order(job)
        target, default, named = dataset(store, job)
        result = target.query(
            query,
            base_iri=BASE,
            prefixes=PREFIXES,
            default_graph=default,
            named_graphs=named,
        )
        form = {ox.QueryTriples: "graph", ox.QueryBoolean: "boolean"}.get(type(result), "rows")
        return {"rows": write_result(result, file, job), "form": form}
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    except TooLarge:
        return {"error": "too-large", "message": ""}
    except MemoryError:
        return {"error": "memory", "message": ""}
    except (OSError, RuntimeError, ValueError) as error:  # what the engine raises while it evaluates
        return {"error": "engine", "message": str(error)}


def serve(channel: socket.socket, store: ox.Store) -> None:
    """Answer jobs until the other end closes."""
    while (message := receive(channel)) is not None:
        job, descriptors = message
        with os.fdopen(descriptors[0], "w+b") as file:
            sandbox.limit_time(job["seconds"])
            reply = answer(store, job, file)
            if "error" in reply:
                file.truncate(0)
        sandbox.limit_time(0)
        send(channel, reply)


def main(arguments: list[str]) -> int:
    """Close the explainer, then open the store. The exit code tells the pool nothing; the closed socket does."""
    descriptor, path, memory = arguments
    channel = socket.socket(fileno=int(descriptor))
    sandbox.limit_memory(int(memory))
    sandbox.deny_network()
    with contextlib.suppress(ConnectionError):
        serve(channel, ox.Store.read_only(path))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
