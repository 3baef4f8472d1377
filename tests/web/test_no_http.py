"""What answers at an address and is no HTTP."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest

from tests.support.cli import Cli


class Babble(socketserver.BaseRequestHandler):
    """Says what is no status line."""

    said = b"\0\1\x1b[31m not http\r\n\r\n"

    def handle(self) -> None:
        self.request.recv(1000)
        self.request.sendall(self.said)


@pytest.fixture(params=[Babble.said, b"SSH-2.0-OpenSSH_9.2\r\n", b"x" * 70_000])
def babbling(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server of another protocol."""
    handler = type("Handler", (Babble,), {"said": request.param})
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_server_of_another_protocol_is_told_as_one(babbling: str, run: Cli) -> None:
    """It was reached, and its bytes, which a terminal would obey, are not repeated."""
    outcome = run("link", babbling, "--target", "wikidata")
    assert outcome.code != 0
    assert f"{babbling} does not speak HTTP" in outcome.err
    assert "cannot be reached" not in outcome.err
    assert all(c.isprintable() or c == "\n" for c in outcome.err), ascii(outcome.err)
