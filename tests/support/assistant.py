"""An assistant that calls tools of the MCP server, with the client of the official package."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import anyio
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters

from cnskg.assisting.door import Door
from cnskg.assisting.server import make

T = TypeVar("T")


@dataclass(frozen=True)
class Reply:
    """What a call gave: its text, its data, and whether it was refused."""

    text: str
    data: dict[str, Any]
    refused: bool


class Asked:
    """One server: in this process (a door), over pipes (how to start it), or over HTTP (its address)."""

    def __init__(self, at: Door | StdioServerParameters | str) -> None:
        self._server = make(at) if isinstance(at, Door) else at
        self._door = at if isinstance(at, Door) else None

    @property
    def door(self) -> Door:
        """What is behind a server in this process."""
        assert self._door is not None
        return self._door

    def with_client(self, talk: Callable[[Client], Awaitable[T]]) -> T:
        """What a conversation with the server gave."""

        caught: list[MCPError] = []

        async def run() -> T | None:
            async with Client(self._server) as client:
                try:
                    return await talk(client)
                except MCPError as error:  # raised within, it would come out of groups of groups
                    caught.append(error)
            return None

        found = anyio.run(run)
        if caught:
            raise caught[0]
        return cast("T", found)

    def __call__(self, tool: str, **arguments: Any) -> Reply:
        """Call one tool."""

        async def talk(client: Client) -> Reply:
            return await call(client, tool, **arguments)

        return self.with_client(talk)

    def read(self, uri: str) -> str:
        """Read one resource."""

        async def talk(client: Client) -> str:
            return (await client.read_resource(uri)).contents[0].text  # type: ignore[union-attr]

        return self.with_client(talk)


async def call(client: Client, tool: str, **arguments: Any) -> Reply:
    """Call one tool of a client that is connected."""
    found = await client.call_tool(tool, arguments)
    text = "\n".join(one.text for one in found.content if one.type == "text")
    return Reply(text, found.structured_content or {}, bool(found.is_error))
