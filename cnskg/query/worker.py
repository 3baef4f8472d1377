"""One worker process: opens the release read-only inside the sandbox and answers one query after the other.

Started by the pool as `python -m cnskg.query.worker FD STORE MEMORY_MB`. A job comes over the socket as one JSON
message with an open file to write the result to; the reply is one JSON message. What a job may not do ends this
process, and the pool starts another: see `sandbox`.
"""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import asdict
from typing import IO, Any

import pyoxigraph as ox

from ..namespaces import BASE, GRAPH_ASSERTED, GRAPH_INFERRED, PREFIXES
from . import sandbox
from .carrying import Unfit
from .job import Job, Reply
from .rewriting import BadConstant, rewrite
from .sparql_text import read
from .wire import receive, send
from .writing import TooLarge, write_result

#: These two together are the store's default graph, where each triple stands once.
FACTS = frozenset({GRAPH_ASSERTED, GRAPH_INFERRED})


def dataset(store: ox.Store, job: Job) -> tuple[ox.Store, list[Any] | None, list[Any] | None]:
    """The store and graphs to query: (store, default graphs, named graphs), None for the store's own.

    The engine counts a triple once per graph when the default graph is made of several; such a graph is therefore
    merged first, into a store of its own, where a triple stands once.
    """
    if job.default_graphs is None and job.named_graphs is None:
        return store, None, None
    default, named = list(dict.fromkeys(job.default_graphs or ())), list(dict.fromkeys(job.named_graphs or ()))
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


def evaluate(text: str, store: ox.Store, default: list[Any] | None, named: list[Any] | None) -> Any:
    """The engine's answer, with the calls that it gets wrong carried out by us.

    Raises BadConstant, or SyntaxError with places of the text as it was. The engine sees that text only where the new
    one does not read: it sorts values even without data, and some sorts end the process.
    """
    new = rewrite(read(text))
    if new.wrong:
        raise new.wrong[0]
    options: dict[str, Any] = {"base_iri": BASE, "prefixes": PREFIXES, "default_graph": default, "named_graphs": named}
    try:
        return store.query(
            new.text,
            custom_functions={ox.NamedNode(name): function for name, function in new.functions.items()},
            custom_aggregate_functions={ox.NamedNode(name): make for name, make in new.aggregates.items()},
            **options,
        )
    except SyntaxError:
        return store.query(text, **options)


def columns_in_order(job: Job) -> str:
    """The query with the star of SELECT * written out: the engine sorts the columns, people expect them as written."""
    if job.star is None:
        return job.query
    offset, order = job.star
    found = evaluate(job.query, ox.Store(), None, None)  # on no data: tells the variables only
    if not isinstance(found, ox.QuerySolutions) or not found.variables:
        return job.query
    names = [variable.value for variable in found.variables]
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    return job.query[:offset] + " ".join(f"?{name}" for name in names) + job.query[offset + 1 :]


def answer(store: ox.Store, job: Job, file: IO[bytes]) -> Reply:
    """Run one job; the answer is in the file."""
    try:
        result = evaluate(columns_in_order(job), *dataset(store, job))
        form = {ox.QueryTriples: "graph", ox.QueryBoolean: "boolean"}.get(type(result), "rows")
        return Reply(write_result(result, file, job), form)
    except BadConstant as error:
        return Reply(error="constant", message=error.message, at=error.at)
    except SyntaxError as error:
        return Reply(error="syntax", message=str(error))
    except TooLarge:
        return Reply(error="too-large")
    except Unfit as error:
        return Reply(error="unfit", message=str(error))
    except MemoryError:
        return Reply(error="memory")
    except OSError as error:  # no room for the answer, or the store cannot be read
        return Reply(error="trouble", message=str(error))
    except (RuntimeError, ValueError) as error:  # what the engine raises while it evaluates
        return Reply(error="engine", message=str(error))


def serve(channel: socket.socket, store: ox.Store) -> None:
    """Answer jobs until the other end closes."""
    while (message := receive(channel)) is not None:
        job, descriptors = Job(**message[0]), message[1]
        with os.fdopen(descriptors[0], "w+b", buffering=0) as file:  # so that nothing is written after the reply
            sandbox.limit_time(job.seconds)
            reply = answer(store, job, file)
            if reply.error:
                file.truncate(0)
        sandbox.limit_time(0)
        send(channel, asdict(reply))


def main(arguments: list[str]) -> int:
    """Close the doors, then open the store and answer until the pool hangs up; the exit code."""
    descriptor, path, memory = arguments
    channel = socket.socket(fileno=int(descriptor))
    sandbox.limit_memory(int(memory))
    sandbox.deny_network()
    try:
        sandbox.end_with(0)  # the pool holds the other end of our standard input, and writes nothing
        store = ox.Store.read_only(path)
    except ConnectionError:  # the pool is gone
        return 0
    except (OSError, RuntimeError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return sandbox.NO_STORE
    try:
        serve(channel, store)
    except ConnectionError:  # the pool is gone
        return 0
    except MemoryError:
        return sandbox.NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
