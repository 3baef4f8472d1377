"""Commands that take facts from tables and give them as tables: import, export."""

from __future__ import annotations

from pathlib import Path

import click

from .. import settings
from ..content.files import Content
from ..curation.exporting import export_table
from ..curation.importing import import_table
from ..curation.tables import FORMS
from ..errors import ContentError, UsageError
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
@AS
@click.option("--passage", default="", help="Only what this passage says: DOCUMENT/NUMBER, or background/NAME.")
def export_command(form: str, passage: str) -> None:
    """Print what the curated files say as a CSV table, in the form that `cnskg import` takes."""
    click.echo(export_table(Content.read(settings.load().content), form, passage), nl=False)
