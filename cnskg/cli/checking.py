"""The curator's check: once or as files change, for people or programs, held against the release in use."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import click

from .. import settings
from ..curation import telling, watching
from ..curation.checking import Verdict, compared, judge
from ..errors import ContentError, ReleaseError, UsageError
from ..release.folder import current_release
from .curating import place, within

FORMATS = click.Choice(["text", *telling.MACHINE])


def against_release(verdict: Verdict, known: settings.Settings) -> Verdict:
    """The verdict held against the release in use; as it is where there is none that can be read."""
    with contextlib.suppress(ReleaseError):
        release = current_release(known)
        report = json.loads((release.path / "report.json").read_text(encoding="utf-8"))
        return compared(verdict, release.digest, report["warnings"])
    return verdict


def tell(verdict: Verdict, form: str, old: bool) -> None:
    """Print a verdict in one of the formats."""
    click.echo(telling.as_text(verdict, old) if form == "text" else telling.MACHINE[form](verdict))


@click.command()
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all", "old", is_flag=True, help="Tell warnings that the release in use has, too.")
@click.option("--format", "form", type=FORMATS, default="text", help="Lines, or all findings for programs.")
@click.option("--watch", is_flag=True, help="Go on, and check what changes, until Ctrl-C.")
def check(paths: tuple[Path, ...], old: bool, form: str, watch: bool) -> None:
    """Check data files (all, or each FILE or folder): terms, names, times, form, and the shapes. No reasoner.

    A FILE is judged together with what others say of its things, within seconds; what is found in other files is
    counted. Of warnings those are told that the release in use has not. Exit 1 where an error is found.
    """
    known = settings.load()
    root = known.content.resolve()
    chosen = within(root, paths)
    if watch and form != "text":
        raise UsageError("--watch tells lines for people", hint="Leave out --format, or --watch.")
    verdict = against_release(judge(root, chosen), known)
    tell(verdict, form, old)
    if watch:
        go_on(known, root, chosen, old)
    elif verdict.errors or not verdict.files:
        raise ContentError(f"{len(verdict.errors)} findings" if verdict.errors else "no file was checked")


def go_on(known: settings.Settings, root: Path, chosen: list[Path], old: bool) -> None:
    """Judge what changes among the chosen files; all of them where ontology or shapes change. Ends with Ctrl-C."""
    click.echo("waiting for changes; Ctrl-C ends it")
    with contextlib.suppress(KeyboardInterrupt):
        for changed in watching.changes(root):
            apart = any(not path.is_relative_to(root / "data") for path in changed)
            mine = [path for path in changed if path.exists() and any(path.is_relative_to(one) for one in chosen)]
            if apart or mine:
                click.echo(f"\n{', '.join(place(path) for path in changed)} changed")
                tell(against_release(judge(root, chosen if apart else mine), known), "text", old)
