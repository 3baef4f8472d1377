"""The command line: thin commands over the package. Exit codes: 0 fine, 1 data or query says no, 2 misuse or fault."""

from __future__ import annotations

import logging
import sys

import click

from .. import __version__
from ..errors import CnskgError
from .building import build_command, report, validate_command, verify_command
from .curating import check, fmt, names, new, search
from .reasoning import explain, reason
from .serving import query, serve, show_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="cnskg")
def cli() -> None:
    """Build, check, query and serve the knowledge graph of China's comprehensive national security."""


COMMANDS = (
    build_command, check, explain, fmt, names, new, query, reason, report, search, serve, show_settings,
    validate_command, verify_command,
)  # fmt: skip
for command in COMMANDS:
    cli.add_command(command)


def run(arguments: list[str] | None = None) -> int:
    """Run a command line; the exit code. Errors become one message on standard error, never a stack trace."""
    try:
        cli.main(args=arguments, prog_name="cnskg", standalone_mode=False)
    except CnskgError as error:
        click.echo(f"cnskg: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("cnskg: stopped", err=True)
        return 2
    except BrokenPipeError:
        return 0
    except Exception as error:  # the outer edge: a user gets one line, the log the rest
        logging.getLogger("cnskg").debug("fault", exc_info=True)
        message = f"cnskg: a fault of ours: {type(error).__name__}: {error}"
        click.echo(f"{message}\n  Please report it.", err=True)
        return 2
    return 0


def main() -> None:
    """Entry point of the `cnskg` command."""
    sys.exit(run())
