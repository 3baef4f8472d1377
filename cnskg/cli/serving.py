"""Commands that read a release: query, serve, settings."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import IO

import click
import pyoxigraph as ox

from .. import settings
from ..namespaces import compact, expand
from ..query.budget import budget_of
from ..query.formats import GRAPHS, ROWS, first, only
from ..query.result import Result
from ..query.runner import Runner
from ..rdf import Node
from ..release.folder import current_release
from ..settings import Settings
from . import say

#: The short names of the formats, as /sparql?format= has them.
FORMATS = list(dict.fromkeys(f.short for f in (*ROWS, *GRAPHS) if f.short))


@click.command("query")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--format", "-f", "kind", type=click.Choice(["table", *FORMATS]), default="table", show_default=True)
@click.option("--graph", multiple=True, help="Default graph to ask instead of all facts, such as graph:asserted.")
@click.option("--deadline", type=click.FloatRange(0, min_open=True), help="Seconds the query may take.")
def query(file: IO[str], kind: str, graph: tuple[str, ...], deadline: float | None) -> None:
    """Answer the SPARQL query in FILE (- for standard input) from the current release."""
    chosen = settings.load()
    with Runner(chosen, current_release(chosen)) as runner:
        text = file.read()
        choose = first if kind == "table" else only(kind)
        result = runner.run(text, choose, [expand(g) for g in graph] or None, None, budget_of(chosen, deadline))
        if kind == "table" and result.form == "rows":
            with result.file:
                click.echo(table(result))
            return
        for part in result.chunks():
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()


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
def serve(host: str | None, port: int | None, folder: Path | None) -> None:
    """Serve the current release; builds it first where there is none."""
    chosen = settings.load(host=host, port=port, build=folder)
    if not (chosen.build / "current").exists():
        from ..release import build  # here: who has a release needs neither reasoner nor validator

        say("there is no release yet: building one")
        build.run(chosen, say)
    from ..web import server  # here: `cnskg query` needs no Flask

    raise SystemExit(server.main(chosen))


@click.command("settings")
def show_settings() -> None:
    """List the settings: environment variable, default, unit, range, meaning."""
    defaults = Settings()
    for name, one in settings.TABLE.items():
        about = one.metadata
        span = "" if about["least"] is None else f", {about['least']:.9g} to {about['most']:.9g}"
        click.echo(f"{settings.env_name(name):20s} {about['help']}")
        click.echo(f"{'':20s} ({about['unit']}{span}; {getattr(defaults, name) or 'none'} unless set)")
