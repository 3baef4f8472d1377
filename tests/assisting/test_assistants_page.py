"""docs/assistants.md is true: its configuration is right, its conversation goes as it says, its tables are whole."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from mcp import Client

from cnskg.api.source import Local
from cnskg.assisting.door import Door
from cnskg.release.folder import Release
from cnskg.settings import Settings
from tests.support import ROOT, commands_page
from tests.support.assistant import Asked

PAGE = (ROOT / "docs" / "assistants.md").read_text(encoding="utf-8")
JSON = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.S)]
#: Each call of the conversation, and what is shown of its answer.
TALK = re.findall(r"```json\n(\{\"tool\".*?)```\s+```text\n(.*?)```", PAGE, re.S)


def test_the_configuration_starts_what_there_is() -> None:
    """What is to be written into the configuration calls our command, or the address at which it listens by default."""
    started, asked = (one["mcpServers"]["cnskg"] for one in JSON if "mcpServers" in one)
    assert [started["command"], *started["args"]] == ["cnskg", "mcp"]
    command = commands_page.commands()["cnskg mcp"]
    defaults = {one.name: one.default for one in command.params}
    assert asked["url"] == f"http://{defaults['host']}:{defaults['port']}/mcp"
    lines = [shlex.split(line) for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
    assert ["cnskg", "mcp", "--http"] in lines
    assert ["pip", "install", "cnskg[mcp]"] in lines


def test_the_tables_are_whole(assistant: Asked) -> None:
    """The page has each tool with each of its own arguments, and each resource."""

    async def talk(client: Client) -> tuple[dict[str, set[str]], set[str]]:
        tools = {one.name: set(one.input_schema["properties"]) for one in (await client.list_tools()).tools}
        return tools, {str(one.uri) for one in (await client.list_resources()).resources}

    tools, resources = assistant.with_client(talk)
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| ", PAGE.split("## Tools")[1].split("| status |")[0], re.M)
    told = {name: set(re.findall(r"`(\w+)`", takes)) for name, takes in rows}
    assert told == {name: takes - {"start", "limit"} for name, takes in tools.items()}
    named = set(re.findall(r"^\| `(\S+://\S+)` ", PAGE, re.M))
    assert {uri for uri in resources if "/id/" not in uri} <= named


def test_the_conversation(real: Release) -> None:
    """Each call of the worked conversation answers, on the release of the real files, with the lines that are shown."""
    door = Door(Local(Settings(workers=2), real))
    try:
        asked = Asked(door)
        assert len(TALK) == 3
        for call, shown in TALK:
            request = json.loads(call)
            reply = asked(request["tool"], **request["arguments"])
            missing = [line for line in shown.splitlines() if not _stands(line, reply.text)]
            assert missing == [], reply.text
    finally:
        door.kg.close()


def _stands(line: str, text: str) -> bool:
    """Whether a line of an answer is as it is shown, where … stands for something left out."""
    pattern = ".*".join(re.escape(part) for part in re.split(r" ?… ?", line))
    return re.search(f"^{pattern}", text, re.M) is not None


@pytest.mark.parametrize("word", ["asserted", "inferred", "argued", "editorial", "made by the query"])
def test_each_status_is_told(word: str) -> None:
    """The page says what each status means."""
    assert f"| `{word}` |" in PAGE
