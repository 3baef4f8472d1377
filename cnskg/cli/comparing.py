"""The command that compares releases and revisions: diff."""

from __future__ import annotations

import click

from .. import folders, settings
from ..comparing import changes, sides, telling


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", default="")
@click.option("--format", "form", type=click.Choice(list(telling.FORMATS)), default="text", help="How it is told.")
@click.option("--brief", is_flag=True, help="Only how many statements came, went and changed in each part.")
@click.pass_context
def diff(context: click.Context, before: str, after: str, form: str, brief: bool) -> None:
    """What statements came, went and changed from A to B, by document and entity, in words.

    A and B are releases (`current`, the start of a digest, a packed file) or revisions of the checkout, as git names
    them; without B, the curated files as they are now. Exit code 0 where nothing differs, 1 where something does, 2
    where a side cannot be read. What follows from the statements is not compared.
    """
    known = settings.load()
    folders.use_temporary(known)
    earlier, later = (sides.read(known, name) for name in (before, after))
    parts = changes.compare(earlier, later)
    click.echo(telling.FORMATS[form](earlier, later, parts, brief), nl=False)
    context.exit(1 if parts else 0)
