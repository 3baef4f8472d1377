"""The command for assistants: mcp."""

from __future__ import annotations

from importlib.util import find_spec

import click

from .. import folders, settings
from ..errors import UsageError


@click.command("mcp")
@click.option("--http", is_flag=True, help="Serve streamable HTTP at /mcp, instead of standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: the address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8001, show_default=True, help="0 takes a free one.")
@click.option("--name", "names", multiple=True, help="With --http: a host name by which it may be asked; repeatable.")
def mcp(http: bool, host: str, port: int, names: tuple[str, ...]) -> None:
    """Let assistants ask the current release (Model Context Protocol).

    An assistant starts it by itself; docs/assistants.md has what to write into its configuration. Over HTTP, requests
    whose Host or Origin is of another name are refused.
    """
    if find_spec("mcp") is None:
        raise UsageError("the package mcp is not installed", hint="Install it: pip install 'cnskg[mcp]'")
    chosen = settings.load()
    folders.use_temporary(chosen)
    from ..assisting import serving  # here: nobody else needs the protocol and its server

    if http:
        serving.over_http(chosen, host, port, names, click.echo)
    else:
        serving.over_pipes(chosen)
