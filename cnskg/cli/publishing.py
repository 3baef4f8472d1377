"""The command that loads a release into a triple store: publish."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from .. import settings
from ..errors import UsageError
from ..publishing.publish import Target, publish
from ..publishing.targets import GraphStore, Update
from ..release import shelf
from ..release.folder import current_release, read_release
from . import edge


@click.command("publish")
@click.argument("store", metavar="URL")
@click.option("--update", is_flag=True, help="URL takes SPARQL Update, and not the Graph Store Protocol.")
@click.option("--sparql", "queries", default="", metavar="URL", help="Where the store answers queries.")
@click.option("--user", default="", help="Who we are to the store (Digest or Basic).")
@click.option("--password-file", type=click.Path(path_type=Path), help="A file with the password, alone.")
@click.option("--release", "digest", default="", help="The release whose digest begins so; unless told, the current.")
def publish_command(store: str, update: bool, queries: str, user: str, password_file: Path | None, digest: str) -> None:
    """Load a release into the store at URL: Graph Store Protocol, or SPARQL Update.

    Each graph under its name; the default graph, every fact once, as graph:all; at last graph:published, with the
    digest. With --sparql the store is then asked what it holds: graphs of an earlier release go, and where a graph
    has not the triples that were sent, that is an error.
    """
    if bool(user) != bool(password_file):
        raise UsageError("--user and --password-file belong together", hint="Give both, or neither.")
    password = edge.read_text(str(password_file)).rstrip("\r\n") if password_file else ""
    known = settings.load()
    release = read_release(shelf.find(known, digest).path) if digest else current_release(known)
    target: Target = (Update if update else GraphStore)(store, queries, user, password)
    with tqdm(desc="publishing", unit=" triples", leave=False, disable=None) as bar:
        sent = publish(release, target, lambda _, count: bar.update(count))
    click.echo(f"release {release.digest}: {len(sent)} graphs, {sum(sent.values())} triples")
    if not queries:
        edge.tell("not verified, and graphs of an earlier release were left: --sparql says where the store answers")
