"""Commands that make what is not there yet: a document and its text, and what `cnskg new` makes beside cards."""

from __future__ import annotations

from pathlib import Path

import click

from .. import settings
from ..content.files import Content, Kind
from ..curation import documents
from ..errors import ContentError
from .curating import known_class, new, ours, place, tagged

SOURCES = click.option(
    "--sources", "folder", type=click.Path(path_type=Path), help="Folder with the source texts (or CNSKG_SOURCES)."
)
FILE = click.Path(path_type=Path)


@new.command("document")
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--title", multiple=True, required=True, help="Title in English, or as LANG=TEXT; may be repeated.")
@click.option("--author", multiple=True, required=True, help="Card of an author (id:…); may be repeated.")
@click.option("--published", required=True, metavar="TIME", help="Day, month or year: 2022-09-22, 2022-09, 2022.")
@click.option("--url", default="", help="The address at which FILE was found.")
@click.option("--publisher", default="", help="Card of the publisher (id:…).")
@click.option("--class", "cls", default="cns:Article", show_default=True, help="What it is beside a source document.")
@click.option("--name", default="", help="Its name in English, if not the title: author, short title, year.")
@click.option("--line", default="", help="One line that says what it is, in your own words.")
@click.option("--part", default="", metavar="SELECTOR", help="The part of a web page that holds the text, in CSS.")
@SOURCES
def new_document(slug: str, file: Path, title: tuple[str, ...], folder: Path | None, cls: str, **said: str) -> None:
    """Take the text out of FILE (text, saved web page, PDF) into the source texts; describe it in data/documents.ttl.

    The recipe of the text is kept, so that a reader's own copy becomes the same text: see `cnskg extract`.
    """
    chosen = settings.load(sources=folder)
    root = ours(chosen.content)
    known_class(Content.read(root, Kind.ONTOLOGY).ontology, cls)
    titles = tagged(tuple(one if "=" in one.split(" ")[0] else f"en={one}" for one in title))
    authors = tuple(said.pop("author"))
    wanted = documents.NewDocument(slug, titles, authors, cls=cls, **said)
    made = documents.new_document(root, chosen.sources, file, wanted)
    click.echo(f"{place(made.text)} ({made.recipe})")
    click.echo(place(made.card))
    click.echo(f"Next: cnskg new passage {slug} --next")


@click.command("extract")
@click.argument("document")
@click.argument("file", type=FILE)
@SOURCES
def extract(document: str, file: Path, folder: Path | None) -> None:
    """Make the text of DOCUMENT from your own copy FILE, by the recipe in its card, for `cnskg verify`.

    Exit code 1 where its words differ from those that the graph was made from.
    """
    chosen = settings.load(sources=folder)
    made = documents.extract_again(chosen.content, chosen.sources, document, file)
    click.echo(f"{place(made.place)} ({made.now})")
    if not made.same:
        raise ContentError(
            f"the words of {file} are not all those that the graph was made from",
            hint=f"It was made so: {made.was}. `cnskg verify` says which passages stand all the same.",
        )
    click.echo("the same words as the graph was made from")
