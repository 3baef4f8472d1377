"""A proof as steps: the statement, what it follows from, and so on down to what texts assert."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..api.marks import Marks
from ..rdf import term
from .packing import Pack, others, short
from .shapes import Statement, Thing

#: Steps of a proof that are told.
MOST_STEPS = 40
_SOURCES = (ns.PSG, ns.BG)


def steps(proof: dict[str, Any], pack: Pack, marks: Marks) -> tuple[list[Statement], bool]:
    """The statements of a proof, as /explain tells it in JSON, each once, what follows before what it follows from.

    Beside them whether the proof has more of them than are told.
    """
    found: dict[tuple[str, str, str], Statement] = {}
    waiting = [proof]
    while waiting:
        one = waiting.pop(0)
        key = one["subject"], one["predicate"], one["object"]
        if key in found:
            continue
        if len(found) == MOST_STEPS:
            return list(found.values()), True
        found[key] = _step(one, pack, marks)
        waiting += one.get("premises", ())
    return list(found.values()), False


def _step(one: dict[str, Any], pack: Pack, marks: Marks) -> Statement:
    stated = [place["graph"] for place in one.get("stated_in", ()) if place["graph"].startswith(_SOURCES)]
    end = "" if one["object"].startswith('"') else one["object"]
    status = marks.of((one["subject"], one["predicate"], end), stated, "rule" in one)
    subject, relation, value = (_end(one[part], pack) for part in ("subject", "predicate", "object"))
    return Statement(short(one["words"]), status, subject, relation, value, pack.cite(stated), others(stated))


def _end(written: str, pack: Pack) -> Thing:
    if written.startswith('"'):
        found = term(written)
        return Thing(short(found.value if isinstance(found, ox.Literal) else str(found)))
    return Thing(short(pack.called(written)), ns.compact(written))
