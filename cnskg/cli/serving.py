"""Commands that read a release: query, serve, settings."""

from __future__ import annotations

import dataclasses
import math
import os
import unicodedata
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox

from .. import folders, settings
from ..errors import CnskgError, ReleaseError, UsageError
from ..namespaces import compact, expand
from ..query.budget import budget_of
from ..query.formats import GRAPHS, ROWS, first, only
from ..query.result import Result
from ..query.runner import Runner
from ..rdf import Node
from ..release.folder import current_release, has_current
from ..release.inputs import input_digest, staleness
from . import edge, say

#: The short names of the formats, as /sparql?format= has them.
FORMATS = list(dict.fromkeys(f.short for f in (*ROWS, *GRAPHS) if f.short))


@click.command("query")
@click.argument("file", required=False)
@click.option("--text", "-e", help="The query itself, instead of a file.")
@click.option("--format", "-f", "kind", type=click.Choice(["table", *FORMATS]), default="table", show_default=True)
@click.option("--graph", multiple=True, help="Default graph to ask instead of all facts, such as graph:asserted.")
@click.option("--deadline", type=float, help="Seconds the query may take.")
def query(file: str | None, text: str | None, kind: str, graph: tuple[str, ...], deadline: float | None) -> None:
    """Answer the SPARQL query in FILE (- for standard input), or that of -e, from the current release.

    Tables are for people, and so is the true or false of ASK; programs take another format. Hints go to standard
    error.
    """
    if (file is None) == (text is None):
        raise UsageError("one query is wanted", hint="Give a file, or - for standard input, or -e 'SELECT …'.")
    if deadline is not None and not 0 < deadline < math.inf:
        raise UsageError(f"--deadline is {deadline:g}", hint="Give seconds, more than 0.")
    chosen = settings.load()
    asked = text if file is None else edge.read_text(file)
    folders.use_temporary(chosen)
    with Runner(chosen, current_release(chosen)) as runner:
        choose = first if kind == "table" else only(kind)
        budget = budget_of(chosen, deadline)
        result = runner.run(asked or "", choose, [expand(g) for g in graph] or None, None, budget)
        _show(result, kind)


def _show(result: Result, kind: str) -> None:
    """An answer on standard output, and on standard error what may be wrong with the question."""
    if kind == "table" and result.form != "graph":
        with result.file:
            click.echo(table(result) if result.form == "rows" else str(result.truth()).lower())
    else:
        for part in result.chunks():
            edge.write(part)
    for hint in [*result.hints, *(f"the release has no graph <{iri}>" for iri in result.missing_graphs)]:
        edge.tell(f"hint: {hint}")


def table(result: Result) -> str:
    """The rows of a result as aligned columns, IRIs as CURIEs; hanzi take two columns."""
    names, rows = result.table()
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    widths = [max([_width(n), *(_width(r[i]) for r in cells)]) for i, n in enumerate(names)]
    lines = ["  ".join(_pad(c, w) for c, w in zip(r, widths, strict=True)).rstrip() for r in [names, *cells]]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join([*lines, f"({len(cells)} {'row' if len(cells) == 1 else 'rows'})"])


def _cell(value: Node | None) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return compact(value.value)
    return " ".join((value.value if isinstance(value, ox.Literal) else str(value)).split())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


@click.command("serve")
@click.option("--host", help="Address to listen on; loopback unless told.")
@click.option("--port", type=int, help="Port to listen on; 0 takes a free one.")
@click.option("--build", "folder", type=click.Path(path_type=Path), help="Folder of the releases.")
@click.option(
    "--store", metavar="URL", help="Have queries answered by a store into which `cnskg publish` loaded a release."
)
@click.option("--build-if-stale", "fresh", is_flag=True, help="Build where the release is not of the present inputs.")
@click.option("--no-build", "never", is_flag=True, help="Never build: end with exit code 2 where there is no release.")
def serve(host: str | None, port: int | None, folder: Path | None, store: str | None, fresh: bool, never: bool) -> None:
    """Serve the current release; builds one first where there is none.

    A release that is not of the present inputs, as after an upgrade, is served all the same, and that is told: in the
    log, at /readyz and at /metrics.

    With --store the release is the one that the store at URL holds, which must be here, too: pages, search, limits
    and protocol are ours, and the store evaluates the queries. Nothing is built then.
    """
    if fresh and never:
        raise UsageError("--build-if-stale and --no-build exclude one another", hint="Leave one of them out.")
    chosen = settings.load(host=host, port=port, build=folder, store=store)
    if fresh and chosen.store:
        raise UsageError(
            "--build-if-stale is not for a service in front of a store", hint="`cnskg build`, then `cnskg publish`."
        )
    from ..web import server, start  # here: `cnskg query` needs no Flask

    why = "" if never or chosen.store else _why_to_build(chosen, fresh)
    start.require(chosen, *([edge.require_extra] if why else []), building=bool(why))
    if why:
        from ..release import build  # here: who has a release needs neither reasoner nor validator

        say(f"{why}: building one")
        build.run(chosen, say)
    raise SystemExit(server.main(chosen, warm=True))


def _why_to_build(chosen: settings.Settings, fresh: bool) -> str:
    """The reason to build before serving; empty where there is none."""
    if not has_current(chosen):
        return "there is no release yet"
    if not fresh:
        return ""
    try:
        return staleness(current_release(chosen), input_digest(chosen.content))
    except ReleaseError as error:
        return error.message


@click.command("settings")
def show_settings() -> None:
    """List the settings: environment variable, meaning, unit, range, default, and the value in force."""
    known = settings.load()
    for name, one in settings.TABLE.items():
        span = f", {found}" if (found := settings.span(one.metadata)) else ""
        variable = settings.env_name(name)
        value = "set" if variable in os.environ else "not set"
        click.echo(f"{variable:20s} {one.metadata['help']}")
        click.echo(f"{'':20s} ({one.metadata['unit']}{span}; default {_default(one)})")
        click.echo(f"{'':20s} {getattr(known, name) or 'none'} ({value} in the environment)")


def _default(one: dataclasses.Field[Any]) -> object:
    """The default of a setting, as far as there is one here."""
    try:
        found = one.default if one.default_factory is dataclasses.MISSING else one.default_factory()
    except CnskgError as error:
        return error.message
    return found or "none"
