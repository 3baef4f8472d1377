"""Commands that take facts from tables and give them as tables: import, export."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from .. import settings
from ..content.files import Content
from ..curation.exporting import export_table
from ..curation.importing import import_table
from ..curation.tables import FORMS
from ..errors import ContentError, UsageError
from ..exporting import export
from ..exporting.folder import place as place_of
from ..exporting.nanopublications import Signer
from ..release import shelf
from ..release.folder import current_release, read_release
from . import edge, say
from .curating import ours, place

AS = click.option("--as", "form", type=click.Choice(list(FORMS)), required=True, help="What a row of the table is.")


@click.command("import")
@click.argument("table", type=click.Path(path_type=Path))
@AS
@click.option("--passage", default="", help="The passage of rows that name none: DOCUMENT/NUMBER, or background/NAME.")
def import_command(table: Path, form: str, passage: str) -> None:
    """Add the rows of the CSV file TABLE to cards and passages; where one row is wrong, nothing is written."""
    root = ours(settings.load().content.resolve())
    if not table.is_file():
        raise UsageError(f"there is no file {table}", hint="Give a table saved as CSV.")
    done = import_table(root, table.name, table.read_bytes(), form, passage)
    for wrong in done.wrong:
        click.echo(f"{table}: {wrong}")
    if done.wrong:
        raise ContentError(f"{len(done.wrong)} findings; nothing was written", hint="Mend the rows above.")
    for path in done.files:
        click.echo(place(path))
    click.echo(f"{done.statements} new statements" if done.files else "nothing new")


@click.command("export")
@click.argument("names", metavar="[FORM…|all]", nargs=-1)
@click.option("--to", "target", type=click.Path(path_type=Path), help="A new folder; unless told, the service's own.")
@click.option(
    "--release", "digest", default="", help="Of the release whose digest begins so; unless told, the current."
)
@click.option("--replace", is_flag=True, help="Put the new folder in the place of an export that is there.")
@click.option(
    "--sign", "key", metavar="KEY", type=click.Path(path_type=Path), help="Sign nanopublications: a PEM file, RSA."
)
@click.option("--as", "form", type=click.Choice(list(FORMS)), help="Curators: print a table of rows of this kind.")
@click.option(
    "--passage", default="", help="With --as: only what this passage says: DOCUMENT/NUMBER, or background/NAME."
)
def export_command(
    names: tuple[str, ...],
    target: Path | None,
    digest: str,
    replace: bool,
    key: Path | None,
    form: str | None,
    passage: str,
) -> None:
    """Write a release in the forms that publishers take (FORM…, or all) into a folder.

    With --as instead, print what the curated files say as a CSV table, in the form that `cnskg import` takes.
    """
    if form and (names or target or digest or replace or key):
        message = "--as prints a table of the curated files, and takes no form, --to, --release, --replace or --sign"
        raise UsageError(message)
    if form:
        click.echo(export_table(Content.read(settings.load().content), form, passage), nl=False)
        return
    signer = _signer(key, export.chosen(names))  # before anything is read
    known = settings.load()
    release = read_release(shelf.find(known, digest).path) if digest else current_release(known)
    folder = target or place_of(release)
    for one in export.run(release, names, folder, say, replace, signer):
        click.echo(f"{one.path}  {one.path.stat().st_size / 1e6:.1f} MB")
    where = "" if target else "; `cnskg serve` offers it at /dumps/"
    click.echo(f"{folder}: release {release.digest}{where}")


def _signer(key: Path | None, forms: list[str]) -> Signer | None:
    """The key for an export of some forms, if one is named. Raises UsageError."""
    if not key:
        return None
    if "nanopublications" not in forms:
        raise UsageError("--sign is for nanopublications alone", hint="Name them, or leave --sign out.")
    if not find_spec("cryptography"):
        raise UsageError("cryptography is not installed, which signs", hint="pip install 'cnskg[sign]'")
    from ..exporting import signing  # here: only signing needs the extra

    found = signing.read(key)
    if found.warning:
        edge.tell(found.warning)
    return found
