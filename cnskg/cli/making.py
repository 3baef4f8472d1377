"""Commands that make what is not there yet: a document and its text, and what `cnskg new` makes beside cards."""

from __future__ import annotations

from pathlib import Path

import click

from .. import settings
from ..content.files import Content, Kind
from ..curation import documents, stretches
from ..curation import passages as making
from ..errors import ContentError, UsageError
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


@new.command("passage")
@click.argument("document")
@click.argument("number", required=False)
@click.argument("slug", required=False)
@click.argument("first", required=False)
@click.argument("last", required=False)
@click.option("--section", help="Number and heading of the section.")
@click.option("--next", "propose", is_flag=True, help="Only propose the next stretch that no passage covers.")
@SOURCES
def new_passage(document: str, section: str | None, propose: bool, folder: Path | None, **said: str | None) -> None:
    """Find the passage of DOCUMENT between the words FIRST and LAST; write data/passages/DOCUMENT/NUMBER-SLUG.ttl.

    With --next and DOCUMENT alone, print the command for the next stretch that no passage covers, headings included.
    """
    known = settings.load(sources=folder)
    if propose:
        if any(said.values()) or section:
            raise UsageError("--next proposes, and takes DOCUMENT alone", hint="Run the command that it prints.")
        _propose(known, document)
        return
    missing = [name.upper() for name in ("number", "slug", "first", "last") if not said[name]]
    if missing or not section:
        hint = f"`cnskg new passage {document} --next` proposes all of them."
        raise UsageError(f"{' '.join([*missing, *([] if section else ['--section'])])} is missing", hint=hint)
    wanted = making.NewPassage(document, section=section, **{name: text or "" for name, text in said.items()})
    click.echo(place(making.new_passage(ours(known.content), known.sources, wanted)))


def _propose(known: settings.Settings, document: str) -> None:
    found = stretches.next_stretch(known.content, known.sources, document)
    if found is None:
        click.echo(f"{document}: every word belongs to a passage or an omission")
        return
    told = f"{document}: {found.left} of {found.whole} words belong to no passage yet; the next {found.words} stand at"
    click.echo(f"{told} {found.start}-{found.end}")
    click.echo(found.command)


@new.command("omission")
@click.argument("document")
@click.argument("number")
@click.argument("slug")
@click.argument("first")
@click.argument("last")
@click.option("--section", required=True, help="Number and heading of the section.")
@click.option("--reason", required=True, help="Why nothing is taken from it, in English.")
@SOURCES
def new_omission(folder: Path | None, **said: str) -> None:
    """Leave out a stretch of DOCUMENT that states nothing: from FIRST to LAST, as for a passage; NUMBER as in o001."""
    known = settings.load(sources=folder)
    wanted = making.NewPassage(**said)
    click.echo(place(making.new_passage(ours(known.content), known.sources, wanted)))
