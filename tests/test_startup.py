"""The commands are found by a list of their names, and imported when they are called."""

from __future__ import annotations

import pytest

from cnskg.cli import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_is_true(name: str) -> None:
    """Each name in the list leads to the command of that name, which explains itself at length."""
    with cli.make_context("cnskg", ["--help"], resilient_parsing=True) as context:
        command = cli.get_command(context, name)
    assert command is not None
    assert command.name == name
    assert command.help
    assert COMMANDS[name].help.endswith(".")
