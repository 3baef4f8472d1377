"""The forms of an export: what each is called, what it needs, and what writes its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..release.dumps import DUMPS
from ..release.folder import Release
from . import followthemoney, functional, linked, nanopublications, sheets
from .facts import Facts
from .folder import Made
from .tables import Table


@dataclass(frozen=True)
class Job:
    """What a form is made of, and the folder for its files."""

    release: Release
    folder: Path
    facts: Facts
    tables: tuple[Table, ...]
    key: nanopublications.Signer | None = None  # what nanopublications are signed with


@dataclass(frozen=True)
class Form:
    """One form: in words, what writes it, and what it lacks."""

    title: str
    write: Callable[[Job], Iterator[Made]]
    lacks: Callable[[Job], str] = lambda _: ""  # why it cannot be made; empty where it can


def _dumps(*names: str) -> Callable[[Job], Iterator[Made]]:
    """Dumps of the release as they are."""

    def copy(job: Job) -> Iterator[Made]:
        for name in names:
            path = job.folder / name
            shutil.copyfile(job.release.dumps / name, path)
            yield Made(path, DUMPS[name].form.media_type, DUMPS[name].holds)

    return copy


def _jsonld(job: Job) -> Iterator[Made]:
    path = linked.write(job.folder, job.facts)
    holds = (
        "Every fact once, things by readable names of our JSON-LD context: what is stated in graph:asserted, what "
        "follows in graph:inferred, links and made labels in graphs of their own."
    )
    yield Made(path, "application/ld+json", holds)


def _rdfxml(job: Job) -> Iterator[Made]:
    yield Made(linked.ontology(job.folder, job.facts), "application/rdf+xml", "The ontology in RDF/XML.")


def _functional(job: Job) -> Iterator[Made]:
    holds = "The ontology in OWL 2 functional syntax."
    yield Made(functional.write(job.folder, job.facts.ontology), "text/owl-functional", holds)


def _unwritten(job: Job) -> str:
    """Not all that an ontology in RDF may say is written in functional syntax."""
    try:
        functional.text(job.facts.ontology)
    except functional.Unwritten as error:
        return f"the ontology holds {error}"
    return ""


def _csv(job: Job) -> Iterator[Made]:
    for table in job.tables:
        yield Made(sheets.write(job.folder, job.facts, table), "text/csv", f"A table; a row is {table.about}.")
    holds = "A Data Package: what the tables hold, column by column, and which rows of others they name."
    yield Made(sheets.package(job.folder, job.release, job.tables), "application/json", holds)


def _sqlite(job: Job) -> Iterator[Made]:
    path = job.folder / "cnskg.sqlite"
    job.facts.base.execute("VACUUM INTO ?", (str(path),))
    path.chmod(0o644)
    yield Made(path, "application/vnd.sqlite3", "All tables in one SQLite database, with indexes.")


def _parquet(job: Job) -> Iterator[Made]:
    from . import parquet  # here: only this form needs the extra

    for table in job.tables:
        path = parquet.write(job.folder, job.facts, table)
        yield Made(path, "application/vnd.apache.parquet", f"A table as Parquet; a row is {table.about}.")


def _without_pyarrow(_: Job) -> str:
    """Parquet rests on an extra."""
    return "" if find_spec("pyarrow") else "pyarrow is not installed (pip install 'cnskg[parquet]')"


def _followthemoney(job: Job) -> Iterator[Made]:
    entities, statements = followthemoney.write(job.folder, job.facts)
    what = "people, organisations, posts, tenures and sanctions that are stated"
    yield Made(entities, "application/x-ndjson", f"FollowTheMoney entities, one a line: {what}.")
    yield Made(statements, "text/csv", f"FollowTheMoney statements: {what}.")


def _unmapped(job: Job) -> str:
    """FollowTheMoney rests on the links of the release."""
    return "" if followthemoney.mapped(job.facts.base) else "the release has no links to FollowTheMoney"


def _nanopublications(job: Job) -> Iterator[Made]:
    path = nanopublications.write(job.folder, job.facts, job.release, job.key)
    told = "signed" if job.key else "not signed"
    holds = (
        f"Each asserted fact of a thing or claim as a nanopublication, with its passages; {told}. What describes passages "
        "and sources, and the parts of propositions, are none."
    )
    yield Made(path, "application/trig", holds)


FORMS = {
    "turtle": Form("Turtle", _dumps("cnskg.ttl")),
    "trig": Form("TriG", _dumps("cnskg.trig")),
    "nquads": Form("N-Quads", _dumps("cnskg-facts.nq", "cnskg-claims.nq")),
    "jsonld": Form("JSON-LD", _jsonld),
    "rdfxml": Form("the ontology in RDF/XML", _rdfxml),
    "functional": Form("the ontology in functional syntax", _functional, _unwritten),
    "csv": Form("tables as CSV", _csv),
    "sqlite": Form("SQLite", _sqlite),
    "parquet": Form("Parquet", _parquet, _without_pyarrow),
    "followthemoney": Form("FollowTheMoney", _followthemoney, _unmapped),
    "nanopublications": Form("nanopublications", _nanopublications),
}
