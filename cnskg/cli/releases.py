"""Commands on the releases that lie in the build folder: releases, use, prune."""

from __future__ import annotations

import json
import time

import click

from .. import settings
from ..release import shelf


@click.command("releases")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def releases(as_json: bool) -> None:
    """List the releases, the newest first: digest, date (UTC), version, size, and which one is in use."""
    known = settings.load()
    found = shelf.kept(known)
    if as_json:
        told = [
            {"digest": k.digest, "made": _date(k.made), "version": k.version, "bytes": k.size, "current": k.current,
             "damage": k.damage or None}
            for k in found
        ]  # fmt: skip
        click.echo(json.dumps(told, indent=1))
        return
    for one in found:
        note = "current" if one.current else ""
        note = f"{note} damaged: {one.damage}" if one.damage else note
        click.echo(
            f"{one.digest:16s}  {_date(one.made)}  {one.version:8s}  {one.size / 1e6:6.0f} MB  {note.strip()}".rstrip()
        )
    click.echo(f"{len(found)} releases under {known.build}, {sum(k.size for k in found) / 1e6:.0f} MB")


def _date(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(seconds))


@click.command("use")
@click.argument("digest")
def use(digest: str) -> None:
    """Switch to the release whose DIGEST begins so, after reading it whole. A running service follows at once."""
    made = shelf.use(settings.load(), digest)
    click.echo(f"release {made.digest} is in use")


@click.command("prune")
@click.option("--keep", type=click.IntRange(0), required=True, help="How many of the newest releases stay.")
def prune(keep: int) -> None:
    """Throw away old releases: never the current one, nor one that a service of this machine reads."""
    known = settings.load()
    gone = shelf.prune(known, keep)
    for one in gone:
        click.echo(f"removed {one.digest} ({_date(one.made)}, {one.size / 1e6:.0f} MB)")
    click.echo(f"{len(gone)} releases removed, {len(shelf.kept(known))} are left under {known.build}")
