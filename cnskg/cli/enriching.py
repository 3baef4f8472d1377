"""The command that fetches statements on mapped things from another endpoint."""

from __future__ import annotations

import math
import re
from pathlib import Path

import click

from .. import folders, settings
from ..enriching import mapped, run, wanted
from ..enriching.fetching import Endpoint
from ..errors import CnskgError, UsageError
from . import edge, say
from .curating import ours, place


@click.command("enrich")
@click.option("--from", "url", required=True, metavar="URL", help="The SPARQL endpoint to ask.")
@click.option("--what", "file", required=True, metavar="FILE", help="The query: CONSTRUCT, or SELECT ?s ?p ?o.")
@click.option("--to", "name", metavar="NAME", help="What the graph is called: graph:enrichment-NAME. Else as FILE is.")
@click.option("--links", metavar="NAME", help="Whose mappings: data/links/NAME.sssom.tsv. Known for Wikidata.")
@click.option("--licence", metavar="IRI", help="Under which the endpoint's data are. Known for Wikidata.")
@click.option("--batch", type=click.IntRange(1), default=50, show_default=True, help="Things to ask for at once.")
@click.option("--deadline", type=float, default=60.0, show_default=True, help="Seconds that one answer may take.")
@click.option("--patience", type=float, default=300.0, show_default=True, help="Seconds to wait where it has no time.")
@click.option("--fresh", is_flag=True, help="Ask for everything anew, what an interrupted run has fetched included.")
def enrich(
    url: str,
    file: str,
    name: str | None,
    links: str | None,
    licence: str | None,
    batch: int,
    deadline: float,
    patience: float,
    fresh: bool,
) -> None:
    """Fetch what another endpoint says of the things that we have mapped to it, into data/enrichment/NAME.nq.

    In the query ?external stands for what a thing is called there. Statements are kept on these things alone, of the
    properties that the query constructs, with their source, date and licence, apart from all facts. What was
    interrupted goes on with the same command.
    """
    chosen = settings.load()
    root = ours(chosen.content)
    known = mapped.known(url)
    query = _read(file)
    name = name or Path(file).stem
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise UsageError(f"a graph cannot be called {name[:60]!r}", hint="Give --to with a name like wikidata-births.")
    right = _licence(licence or known.licence)
    if not (0 < deadline < math.inf and 0 <= patience < math.inf):
        raise UsageError("--deadline and --patience are seconds", hint="Give plain numbers, such as 60.")
    things = mapped.mapped(root, known.links if links is None else links)
    folders.require_build(chosen)
    endpoint = Endpoint(url, chosen.agent, deadline, chosen.service_mb << 20, patience)
    say(f"{len(things)} things that are mapped exactly")
    done = run.enrich(run.Order(endpoint, query, things, name, right, batch), root, chosen.build, say, fresh)
    click.echo(f"{place(done.path)}: {done.statements} statements on {done.things} of {done.asked} things")
    if done.left_out:
        click.echo(f"left out: {run.told_left_out(done.left_out)}")


def _read(file: str) -> wanted.Wanted:
    """The query of a file; what is wrong with it is told with the file's name."""
    if file != "-" and not Path(file).is_file():
        raise UsageError(f"there is no file {file}", hint="Give a file with a query, or - for standard input.")
    try:
        return wanted.read(edge.read_text(file))
    except CnskgError as error:
        error.message = f"{file}: {error.message}"
        raise


def _licence(given: str) -> str:
    """The licence, as an IRI. Raises UsageError where there is none."""
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", given):
        return given
    said = (
        f"{given[:80]!r} is no address of a licence" if given else "under which licence are the data of this endpoint?"
    )
    raise UsageError(said, hint="Give --licence https://…; what has none cannot be passed on.")
