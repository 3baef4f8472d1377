"""The command line: thin commands over the package. Exit codes: 0 fine, 1 data or query says no, 2 misuse or fault."""

from __future__ import annotations

import sys

import click

from .. import __version__
from ..errors import CnskgError
from .curating import check, fmt, new, names, search


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="cnskg")
def cli() -> None:
    """Build, check, query and serve the knowledge graph of China's comprehensive national security."""


for command in (check, fmt, new, names, search):
    cli.add_command(command)


def main() -> None:
    """Entry point: errors of ours become one message and an exit code, never a stack trace."""
    try:
        cli(standalone_mode=False)
    except CnskgError as error:
        click.echo(f"cnskg: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("cnskg: stopped", err=True)
        sys.exit(2)
