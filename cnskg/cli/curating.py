"""Commands of the curator: new entity, names, fmt and find; making.py has what else is new."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pyoxigraph as ox

from .. import namespaces as ns
from .. import settings
from ..content.files import Content, Kind
from ..content.languages import LANGUAGES
from ..content.listing import shown, turtle_below
from ..content.ontology import Ontology
from ..curation import cards, form, writing
from ..errors import ContentError, NotFound, UsageError

#: Cards that one `find` lists: what a screen shows.
MOST_LISTED = 12
#: Terms of the ontology below them.
MOST_TERMS = 4


def tagged(names: tuple[str, ...]) -> list[ox.Literal]:
    """Names given as TAG=TEXT, such as zh-hans=国家安全."""
    found = []
    for name in names:
        tag, equals, text = name.partition("=")
        if not equals or not text.strip():
            raise UsageError(f"{name!r} is no name", hint="Write LANGUAGE=TEXT, such as zh-hans=国家安全.")
        found.append(writing.name(tag, text))
    return found


def ours(root: Path) -> Path:
    """The content, where it is the curators' own. Raises UsageError for that of an installed package."""
    if root.resolve().is_relative_to(settings.PACKAGE):
        raise UsageError(
            f"{root} belongs to the installed package, and the next upgrade replaces it",
            hint="Run this in a checkout, or set CNSKG_CONTENT to the folder that holds its ontology/ and data/.",
        )
    return root


def place(path: Path) -> str:
    """Where a file was written, seen from the working folder; whole where it lies elsewhere."""
    here = Path.cwd().resolve()
    whole = path.resolve()
    return shown(here, whole) if whole.is_relative_to(here) else f"/{shown(Path('/'), whole)}"


def known_class(known: Ontology, cls: str) -> str:
    """The class, as a CURIE. Raises UsageError with the nearest ones where the ontology has none of that name."""
    iri = cls.replace("cns:", ns.CNS)
    if known.kinds.get(iri) != "class":
        raise UsageError(f"there is no class {cls}", hint=f"Near: {', '.join(known.nearest(iri, 'class'))}")
    return cls


@click.group()
def new() -> None:
    """Make what is not there yet: a document, a passage, a card, and what one writes into them."""


@new.command("entity")
@click.argument("kind")
@click.argument("slug")
@click.argument("cls", metavar="CLASS[,CLASS]")
@click.option("--name", multiple=True, required=True, help=f"Preferred name as LANG=TEXT: {', '.join(LANGUAGES)}.")
@click.option("--alt", multiple=True, help="Another name as LANG=TEXT.")
@click.option("--line", default="", help="One line that says what it is, in your own words.")
@click.option("--name-source", default="", help="The address of a page that has its Chinese name.")
@click.option("--different", is_flag=True, help="It is another thing than the card with the like name.")
@click.option("--new-kind", is_flag=True, help="Begin data/entities/KIND.ttl, which is not there yet.")
def new_entity(
    kind: str,
    slug: str,
    cls: str,
    name: tuple[str, ...],
    alt: tuple[str, ...],
    line: str,
    name_source: str,
    different: bool,
    new_kind: bool,
) -> None:
    """Add the card id:SLUG of CLASS to data/entities/KIND.ttl. Refuses a name that is taken or nearly so."""
    root = ours(settings.load().content)
    known = Content.read(root, Kind.ONTOLOGY).ontology
    for one in cls.split(","):
        known_class(known, one)
    wanted = cards.NewCard(kind, slug, tuple(cls.split(",")), tagged(name), tagged(alt), line, new_kind, name_source)
    click.echo(place(cards.new_entity(root, wanted, different)))


@click.command("names")
@click.argument("slug")
@click.argument("name", nargs=-1, required=True)
@click.option("--preferred", is_flag=True, help="As preferred names rather than other names.")
@click.option("--different", is_flag=True, help="It is another thing than the card with the like name.")
def names(slug: str, name: tuple[str, ...], preferred: bool, different: bool) -> None:
    """Add more names (LANG=TEXT) to the card id:SLUG. Refuses a name that another card has, in any spelling."""
    root = ours(settings.load().content)
    bare = slug.removeprefix(ns.ID).removeprefix("id:")  # as `find` and pages show it
    click.echo(place(cards.add_names(root, bare, tagged(name), preferred, different)))


@click.command("find")
@click.argument("words", nargs=-1, required=True)
def search(words: tuple[str, ...]) -> None:
    """List the cards that bear a name or hold its words, in any language and spelling, and classes and properties.

    Each of WORDS is looked for by itself; - stands for the lines of the standard input. Below the cards stand terms of
    the ontology, which are found by their definitions, too. Exit code 1 where one of WORDS has neither.
    """
    asked = [one for word in words for one in (sys.stdin.read().splitlines() if word == "-" else [word]) if one.strip()]
    finder = cards.Finder(settings.load().content)
    missing = [one for one in asked if not _listed(finder.similar(one), one if len(asked) > 1 else "")]
    if missing:
        raise _none_like(missing, finder)


def _listed(found: cards.Similar, heading: str) -> bool:
    """Whether there is anything like some words; it is listed below them, where others are looked for, too."""
    if heading:
        click.echo(f"# {heading}")
    for hit in [*found.cards.hits[:MOST_LISTED], *found.terms.hits[:MOST_TERMS]]:
        click.echo(f"{hit.tier:3d}  {ns.compact(hit.entry.iri):48s} {hit.name}  ({', '.join(hit.entry.kinds)})")
    return bool(found.cards.hits or found.terms.hits)


def _none_like(words: list[str], finder: cards.Finder) -> NotFound:
    found = [hit for one in words for hit in finder.similar(one).cards.meant]
    meant = " or ".join(f"{ns.compact(hit.entry.iri)} ({hit.name})" for hit in found)
    hint = f"Did you mean {meant}? If not, make it" if meant else "Make it"
    message = f"no card has a name like {', '.join(map(repr, words))}"
    return NotFound(message, hint=f"{hint}: cnskg new entity KIND SLUG CLASS --name en=…")


def within(root: Path, paths: tuple[Path, ...]) -> list[Path]:
    """The files and folders given, or else all of data/. Raises UsageError for what does not lie in the content."""
    found = []
    for path in paths:
        whole = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
        if not whole.exists() and not whole.is_symlink():
            raise UsageError(f"there is no {path}", hint="Give a file or folder below data/.")
        if not whole.is_relative_to(root):
            raise UsageError(
                f"{path} does not lie below {root}", hint="Set CNSKG_CONTENT to the folder that holds data/."
            )
        found.append(whole)
    return found or [root / "data"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where a file is not in canonical form.")
def fmt(paths: tuple[Path, ...], check: bool) -> None:
    """Bring data files (all, or PATHS) into the one canonical Turtle form."""
    root = settings.load().content.resolve()
    root = root if check else ours(root)
    changed, refused, lost = 0, 0, 0
    for path in [p for one in within(root, paths) for p in (turtle_below(one) if one.is_dir() else [one])]:
        try:
            done = form.format_file(root, path, check)
            if done.changed:
                changed += 1
                click.echo(f"{'not canonical' if check else 'formatted'}: {place(path)}")
            lost += len(done.lost)
            for comment in done.lost:
                click.echo(f"{place(path)}:{comment.line}: {'cannot be' if check else 'not'} kept: {comment.text}")
        except ContentError as error:
            refused += 1
            click.echo(str(error))
    if lost:
        click.echo(
            f"{lost} comments {'cannot be' if check else 'were not'} kept: only those on lines above a subject are"
        )
    if refused:
        raise ContentError(f"{refused} files cannot be formatted", hint="Each message above says how to mend it.")
    if check and changed:
        raise ContentError(f"{changed} files are not in canonical form", hint="Run `cnskg fmt`.")
