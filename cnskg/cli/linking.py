"""Commands of links to other open data: link FILE|ENDPOINT proposes, link --accept takes over, link check compares."""

from __future__ import annotations

import json
from pathlib import Path

import click
from tqdm import tqdm

from .. import settings
from ..content.files import Content
from ..curation.writing import write
from ..errors import ContentError, UsageError
from ..linking import accepting, drift, proposing, sssom, tables
from ..linking import ours as mine
from ..linking.ours import Links, Target
from ..linking.remote import WIKIDATA, Remote
from ..linking.things import Thing
from . import say
from .curating import ours, place

PLACE = "FILE|ENDPOINT"


class Usual(click.Group):
    """A group whose usual command needs no name: `link FILE` is `link propose FILE`."""

    usual = "propose"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with the name of the usual command put in where none stands."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = [self.usual, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Usual)
def link() -> None:
    """Propose mappings to other open data, take over what was decided, compare what is mapped.

    `link FILE|ENDPOINT` is short for `link propose FILE|ENDPOINT`.
    """


@link.command("propose")
@click.argument("source", metavar=PLACE, required=False)
@click.option("--target", default="", help="Whose identifiers they are: NAME of data/links/NAME.sssom.tsv.")
@click.option("--kind", default=",".join(mine.USUAL), show_default=True, help="Classes of ours that are sought.")
@click.option("--least", default=0.7, show_default=True, type=click.FloatRange(0, 1), help="Least confidence.")
@click.option("--to", "path", type=click.Path(path_type=Path), help="Write the proposals to this file.")
@click.option("--accept", type=click.Path(path_type=Path), help="Take over the decisions in this file of proposals.")
def propose(source: str | None, target: str, kind: str, least: float, path: Path | None, accept: Path | None) -> None:
    """Propose mappings for persons, organisations, laws and places that have none to the target yet.

    FILE is CSV or Turtle. Nothing holds until a curator writes `yes` into the column `decision` and runs `link
    --accept`; with `no`, the pair is never proposed again.
    """
    if accept:
        take_over(accept)
        return
    if not source:
        raise UsageError(
            "nothing says where other things are",
            hint=f"Give a CSV file, or the address of an endpoint, such as {WIKIDATA}.",
        )
    if path:
        accepting.require_undecided(path)
    known = settings.load()
    root = known.content.resolve()
    things_of_ours = mine.gather(Content.read(root, *mine.READ), kind.split(","))
    links = Links.read(root)
    there = _things(source, target, links, known, things_of_ours)
    chosen = _target(there, target, links)
    found = proposing.propose(things_of_ours, there, links, chosen.name, least)
    text = sssom.proposals(found, chosen, source)
    if path:
        accepting.require_undecided(path)  # again, for who decides while an endpoint is asked
        write(path, text)
    else:
        click.echo(text, nl=False)
    say(f"{len(there)} things there, {len(things_of_ours)} here: {len(found)} proposals")


def take_over(path: Path) -> None:
    """Take over the decisions in a file of proposals, and say what became of them."""
    done = accepting.accept(ours(settings.load().content.resolve()), path)
    stood = f" ({done.stood} stood there before)" if done.stood else ""
    click.echo(f"{done.accepted} accepted, {done.refused} refused{stood}, {done.left} left open in {path}")
    if done.accepted or done.refused:
        click.echo(place(done.path))


def _things(source: str, target: str, links: Links, known: settings.Settings, sought: list[mine.Ours]) -> list[Thing]:
    """The foreign things of a file, or those of an endpoint that bear names of ours."""
    if "://" in source:
        done = links.mapped(target)[0] if target else set()
        return _remote(source, known).named(one for one in sought if one.iri not in done)
    base = links.target(target).base if target in links.files else ""
    things = tables.read(Path(source), base, known.result_mb, target)
    _tell_undated(things)
    return things


def _tell_undated(things: list[Thing]) -> None:
    """Say which dates of a file cannot be read, so that nobody takes them for compared."""
    undated = [text for one in things for text in one.undated]
    if undated:
        count = "1 date" if len(undated) == 1 else f"{len(undated)} dates"
        say(
            f"{count} not read, and compared with nothing, such as {undated[0][:40]!r}; write 2016-04-28, 2016-04, 2016"
        )


def _remote(url: str, known: settings.Settings) -> Remote:
    """An endpoint; at a terminal a bar tells how far the batches are, which take as long as it likes."""
    say(f"asking {url}")
    return Remote(url, known, lambda parts: tqdm(parts, desc="asking", unit=" batches", leave=False, disable=None))


def _target(things: list[Thing], target: str, links: Links) -> Target:
    """Whose identifiers they are, and what these begin with: as told, or as most of them look."""
    names = [links.target_of(one.iri) for one in things]
    target = target or max(sorted(set(names) - {""}), key=names.count, default="")
    if not target:
        hint = f"Say --target NAME: {', '.join(links.files) or 'a new name'}."
        raise UsageError("no mapping file has identifiers like those", hint=hint)
    if target in links.files:
        return links.target(target)
    return Target(target, target, _common(things))


def _common(things: list[Thing]) -> str:
    """What most identifiers of a new target begin with, up to their last part."""
    bases = [one.iri[: max(one.iri.rfind("/"), one.iri.rfind("#")) + 1] for one in things]
    return max(sorted(set(bases)), key=bases.count, default="")


@link.command("check")
@click.argument("source", metavar=PLACE, required=False)
@click.option("--target", default="", help="Compare only mappings to NAME of data/links/NAME.sssom.tsv.")
@click.option("--partial", is_flag=True, help="The snapshot has only some of the things: tell of none that it is gone.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(source: str | None, target: str, partial: bool, as_json: bool) -> None:
    """Compare what is mapped with a snapshot of the target: labels, types and dates, what is gone and what moved.

    FILE is CSV or Turtle. Unless it is --partial, a snapshot has all that is mapped to the targets of which it has
    anything. Exit code 1 where something has drifted.
    """
    if not source:
        hint = f"Give a snapshot (CSV or Turtle), or the endpoint: cnskg link check {WIKIDATA} --target wikidata"
        raise UsageError("nothing says what the targets are like now, and cnskg keeps no snapshot of them", hint=hint)
    known = settings.load()
    root = known.content.resolve()
    links = Links.read(root)
    base = links.target(target).base if target else ""
    if "://" in source:
        every = drift.mapped(links, [target] if target else links.files)
        things = _remote(source, known).known(file.expand(row.cells["object_id"]) for file, row in every)
    else:
        things = tables.read(Path(source), base, known.result_mb)
        _tell_undated(things)
        if not things:
            raise ContentError(f"{source} holds nothing to compare with", hint="Give a snapshot with rows.")
    rows = drift.mapped(links, [target] if target else drift.targets(links, things))
    found = drift.drifted(Content.read(root, *mine.READ), rows, things, partial)
    count = drift.compared(rows, things, partial)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
    for one in [] if as_json else found:
        click.echo(str(one))
    differences = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    say(f"{count if count == len(rows) else f'{count} of {len(rows)}'} mappings compared, {differences}")
    if found:
        raise ContentError(differences, hint="Mend the row, or map the thing anew; docs/linking.md.")
    if not count:
        hint = "Is it a snapshot of that target, its identifiers as in data/links/? --target says whose bare ones are."
        raise ContentError(f"nothing was compared: {source} has none of what is mapped", hint=hint)
