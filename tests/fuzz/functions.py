"""Our engine against rdflib: `python -m tests.fuzz.functions [CASES] [SEED]` prints what came of so many cases.

A case is one call with one row of values, from the release or awkward ones; then come solution modifiers on the
release's own facts. Exit code 1 where a difference is in no class of `differences`.
"""

from __future__ import annotations

import io
import logging
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
import rdflib

from cnskg.namespaces import PREFIXES
from cnskg.query import sparql_text, worker
from cnskg.query.job import Job
from tests.fuzz import modifiers
from tests.fuzz.differences import Seen, Term, explain
from tests.fuzz.expressions import Case, cases
from tests.support.own_build import real_release

ROWS = 8  # values a call is tried with
JSON = "application/sparql-results+json"
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
XSD = PREFIXES["xsd"]


@dataclass
class Outcome:
    """What came of a run."""

    tried: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    unexplained: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        found = [f"cases        {self.tried}", f"refused      {self.refused} (constants that have no meaning)"]
        found += [f"different    {sum(self.explained.values())} explained, {len(self.unexplained)} not"]
        return found + [f"{count:12} {name}" for name, count in self.explained.most_common()] + self.unexplained


def ours(store: ox.Store, query: str) -> list[dict[str, Term]] | None:
    """The rows from a worker's code; None where the query is refused for a constant."""
    file = io.BytesIO()
    reply = worker.answer(store, Job(query, JSON, JSON, 1 << 30, star=sparql_text.read(query).star()), file)
    if reply.error == "constant":
        return None
    if reply.error:
        raise ValueError(f"{reply.error}: {reply.message}\n{query}")
    found = ox.parse_query_results(file.getvalue(), format=ox.QueryResultsFormat.JSON)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names} for row in found]


def term(value: rdflib.term.Node | None) -> Term:
    """A term of rdflib as one of Oxigraph."""
    if value is None:
        return None
    if isinstance(value, rdflib.Literal):
        datatype = ox.NamedNode(str(value.datatype)) if value.datatype and not value.language else None
        return ox.Literal(str(value), datatype=datatype, language=value.language and value.language.lower())
    return ox.NamedNode(str(value)) if isinstance(value, rdflib.URIRef) else ox.BlankNode(str(value))


def theirs(case: Case, rows: Sequence[int]) -> dict[int, Term | Exception]:
    """rdflib's answers by row; where it fails, each row is asked by itself."""
    try:
        found = rdflib.Graph().query(PROLOGUE + case.query(rows)).bindings
        return {int(row[rdflib.Variable("n")]): term(row.get(rdflib.Variable("x"))) for row in found}
    except Exception as error:  # whatever it is, it is rdflib's
        if len(rows) == 1:
            return {rows[0]: error}
    return {number: answer for one in rows for number, answer in theirs(case, [one]).items()}


def value(found: Term | Exception) -> object:
    """What is compared: numbers by value and type, all else as it is."""
    if isinstance(found, ox.Literal) and found.datatype.value.startswith(XSD):
        kind = found.datatype.value.removeprefix(XSD)
        try:
            if kind in ("integer", "decimal"):
                return kind, Decimal(found.value)
            if kind in ("double", "float"):
                return kind, repr(float(found.value))
        except (InvalidOperation, ValueError):
            return found
    return found


def compare(case: Case, outcome: Outcome) -> None:
    """Put one case to both engines."""
    numbers = range(len(case.rows))
    rows = ours(ox.Store(), case.query(numbers))
    outcome.tried += len(case.rows)
    if rows is None:
        outcome.refused += len(case.rows)
        return
    mine = {int(row["n"].value): row["x"] for row in rows}
    for number, answer in theirs(case, numbers).items():
        if value(mine.get(number)) == value(answer):
            continue
        seen = Seen(case.name, case.expression, case.rows[number], mine.get(number), answer)
        known = explain(seen)
        if known is not None:
            outcome.explained[f"{known.name} ({known.right} right)"] += 1
        else:
            outcome.unexplained.append(
                f"{seen.expression} {' '.join(seen.values)}: ours {seen.ours}, theirs {seen.theirs}"
            )


def run(store: ox.Store, number: int, seed: int) -> Outcome:
    """So many cases of calls, and a tenth as many of modifiers."""
    outcome = Outcome()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)  # rdflib tells each literal that it cannot read
        try:
            for case in cases(store, number // ROWS, ROWS, seed):
                compare(case, outcome)
            for query, faults in modifiers.run(store, ours, number // 100, seed):
                outcome.tried += 1
                outcome.unexplained += [f"{query}: {fault}" for fault in faults]
        finally:
            logging.disable(logging.NOTSET)
    return outcome


def main(arguments: list[str]) -> int:
    """Run, print, and say by the exit code whether all differences are explained."""
    release = real_release()
    number, seed = ([int(text) for text in arguments] + [8000, 1][len(arguments) :])[:2]
    outcome = run(ox.Store.read_only(str(release.store)), number, seed)
    sys.stdout.write("\n".join(outcome.lines()) + "\n")
    return 1 if outcome.unexplained else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
