"""The command line: thin commands over the package. Exit codes: 0 fine, 1 data or query says no, 2 misuse or fault.

A command's module is imported when the command is called, so that `cnskg --help` loads none and `cnskg query` neither
a reasoner nor a validator.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from importlib import import_module
from typing import Any, NamedTuple

import click

from ..errors import CnskgError, UsageError
from . import edge


class Lazy(NamedTuple):
    """Where a command is defined, and the line that the list of commands shows of it."""

    module: str
    name: str
    help: str


COMMANDS = {
    "build": Lazy("building", "build_command", "Parse, validate, reason and compile a release."),
    "check": Lazy("checking", "check", "Check data files, once or as they change."),
    "diff": Lazy("comparing", "diff", "What came, went and changed between releases or revisions."),
    "enrich": Lazy("enriching", "enrich", "Fetch statements on mapped things from an endpoint."),
    "explain": Lazy("reasoning", "explain", "Say why a statement holds, down to the passages."),
    "export": Lazy("tables", "export_command", "Write a release as files for publishers, or facts as a table."),
    "extract": Lazy("making", "extract", "Make a document's text from your own copy."),
    "find": Lazy("curating", "search", "List the cards, classes and properties that are like some words."),
    "fmt": Lazy("curating", "fmt", "Bring data files into canonical form."),
    "import": Lazy("tables", "import_command", "Add the facts of a CSV table."),
    "link": Lazy("linking", "link", "Propose and compare mappings to other open data."),
    "mcp": Lazy("assisting", "mcp", "Let assistants ask the current release (MCP)."),
    "names": Lazy("curating", "names", "Add names to a card."),
    "new": Lazy("templating", "new", "Make a document, passage, card, claim and more."),
    "pack": Lazy("releases", "pack", "Pack a release into one file."),
    "prune": Lazy("releases", "prune", "Throw away old releases."),
    "publish": Lazy("publishing", "publish_command", "Load a release into a triple store."),
    "questions": Lazy("asking", "questions", "Say which answers to the competency questions a change alters."),
    "query": Lazy("serving", "query", "Answer a SPARQL query."),
    "reason": Lazy("reasoning", "reason", "Derive what follows; hold it against HermiT."),
    "releases": Lazy("releases", "releases", "List the releases."),
    "report": Lazy("building", "report", "What the graph covers, and how good it is."),
    "rules": Lazy("building", "rules_command", "List the rules that the content must keep."),
    "serve": Lazy("serving", "serve", "Serve the current release over HTTP."),
    "settings": Lazy("serving", "show_settings", "List the settings."),
    "unpack": Lazy("releases", "unpack", "Take a release out of a file."),
    "use": Lazy("releases", "use", "Switch to a release, such as the one before."),
    "validate": Lazy("building", "validate_command", "Check ontology/, data/ and shapes/."),
    "verify": Lazy("building", "verify_command", "Find every passage in the source texts."),
}


class LazyGroup(click.Group):
    """A group that knows the names of its commands and imports each when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        place = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f".{place.module}", __name__), place.name)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does; but a pipe that closed is no error of the command."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            raise edge.Closed from None

    def invoke(self, ctx: click.Context) -> Any:
        """As click does; but a pipe that closed is no error of the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise edge.Closed from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in `cnskg --help`, out of the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in self.list_commands(ctx)])


def say(text: str) -> None:
    """A step of a long command, on standard error, so that output stays clean; whether or not anybody reads it."""
    with contextlib.suppress(OSError):
        click.echo(f"· {text}", err=True)


def show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from .. import __version__  # here: reading metadata slows every other start

        click.echo(f"cnskg, version {__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=show_version, help="Show the version."
)
def cli() -> None:
    """Build, check, query and serve the knowledge graph of China's comprehensive national security."""


def run(arguments: list[str] | None = None) -> int:
    """Run a command line; the exit code. Errors become one message on standard error, never a stack trace."""
    edge.open_output()
    try:
        code = cli.main(args=arguments, prog_name="cnskg", standalone_mode=False)
        edge.close_output()
        return code if isinstance(code, int) else 0  # a command that says no without an error ends with its code
    except edge.Closed:
        edge.drop_output()
    except click.ClickException as error:
        edge.tell(usage(error))
        return 2
    except (click.Abort, KeyboardInterrupt):
        edge.tell("stopped")
        return 2
    except Exception as error:
        found = told(error, sys.argv[1:] if arguments is None else arguments)
        edge.tell(edge.placed(found))
        return found.exit_code
    return 0


def told(error: Exception, arguments: list[str]) -> CnskgError:
    """The error that a user gets to see: ours as it is, what the system refused in our words, the rest as a fault."""
    if isinstance(error, CnskgError):
        return error
    if isinstance(error, OSError) and error.errno is not None:
        return edge.of_system(error)
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] in edge.EXTRA:
        return edge.without(error.name or "")
    if strange := next((a for a in arguments if not edge.is_text(a)), None):
        return UsageError(f"the argument {ascii(strange)[:60]} is not UTF-8", hint="Write it in UTF-8.")
    logging.getLogger("cnskg").debug("fault", exc_info=error)  # the log has the rest
    return CnskgError(f"a fault of ours: {type(error).__name__}: {error}", hint="Please report it.")


def usage(error: click.ClickException) -> str:
    """click's message, and where more is said."""
    context = getattr(error, "ctx", None)
    return error.format_message() + (f"\n  See `{context.command_path} --help`." if context else "")


def main() -> None:
    """Entry point of the `cnskg` command."""
    sys.exit(run())
