"""Commands on the releases that lie in the build folder: releases, use, prune, pack, unpack."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from .. import folders, settings
from ..errors import UsageError
from ..exporting import folder as exported
from ..release import archive, shelf
from ..release.folder import current_release, read_release, switch_release
from . import edge


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
    """Throw away old releases: never the current one, nor one that a service of this machine reads.

    What was exported of releases that are gone, for the service to offer, goes as well.
    """
    known = settings.load()
    gone = shelf.prune(known, keep)
    for one in gone:
        click.echo(f"removed {one.digest} ({_date(one.made)}, {one.size / 1e6:.0f} MB)")
    for digest in exported.prune(known.build):
        click.echo(f"removed what was exported of {digest}")
    click.echo(f"{len(gone)} releases removed, {len(shelf.kept(known))} are left under {known.build}")


@click.command("pack")
@click.argument("digest", required=False)
@click.option("--to", "target", type=click.Path(path_type=Path), help="The file; cnskg-DIGEST.tar.gz unless told.")
def pack(digest: str | None, target: Path | None) -> None:
    """Pack the current release, or that whose DIGEST begins so, into one file, with its checksum beside it."""
    known = settings.load()
    chosen = shelf.find(known, digest).path if digest else current_release(known).path
    release = read_release(chosen, thorough=True)
    path = target or Path(f"cnskg-{release.digest}.tar.gz")
    found = archive.pack(release, path)
    click.echo(f"{path}  {path.stat().st_size / 1e6:.0f} MB  sha256 {found}")


@click.command("unpack")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sha256", "checksum", default="", help="The checksum; unless told, that of FILE.sha256.")
def unpack(file: Path, checksum: str) -> None:
    """Put the release that FILE holds among the others, if it is whole; it comes into use where there is none.

    Nothing else of the file is taken, and no code of it is run; whether you trust who packed it is for you to say.
    """
    known = settings.load()
    if not file.is_file():
        raise UsageError(f"there is no file {str(file)!r}", hint="`cnskg pack` makes one.")
    folders.require_build(known)
    wanted = checksum or archive.expected(file)
    release = archive.unpack(known, file, wanted)
    if not wanted:
        edge.tell("no checksum was given: the file is whole, but whoever made it may be anybody")
    if (known.build / "current").exists():
        click.echo(f"release {release.digest} is there; `cnskg use {release.digest}` takes it into use")
    else:
        switch_release(known, release.path)
        click.echo(f"release {release.digest} is in use")
