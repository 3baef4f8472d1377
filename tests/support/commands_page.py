"""docs/commands.md, made of the commands themselves. `python -m tests.support.commands_page` writes it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cnskg import cli
from tests.support import ROOT

DOCS = ROOT / "docs" / "commands.md"
HEAD = """# Commands

What `cnskg --help` and each command's `--help` say. This page is made of them (`python -m
tests.support.commands_page`). Exit codes: 0 fine, 1 the data or the query says no, 2 misuse or a fault.
"""
#: Columns of the help texts.
WIDTH = 100

Named = tuple[str, click.Command]


def every(group: click.Group, path: str = "cnskg") -> Iterator[Named]:
    """The commands below a group, each with the words that call it, groups before what is in them."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None, name
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from every(command, f"{path} {name}")


def commands() -> dict[str, click.Command]:
    """Every command by the words that call it."""
    return dict(every(cli.cli))


def options(command: click.Command) -> set[str]:
    """The options that a command knows, or the one by which a group is meant where none is named."""
    if isinstance(command, click.Group) and (usual := getattr(command, "usual", "")):
        command = command.commands[usual]
    asked = ["--help", "-h"]
    return {*asked, *(o for p in command.params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts))}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(f"## {path}\n\n```text\n{_help(path, one)}\n```\n" for path, one in every(cli.cli))])


def _help(path: str, command: click.Command) -> str:
    asked = ["-h", "--help"]
    context = click.Context(
        command, info_name=path, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=asked
    )
    return "\n".join(row.rstrip() for row in command.get_help(context).splitlines())


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
