"""A Virtuoso of its own on this machine, from the distribution's package."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: What starts one; empty where there is none.
COMMAND = shutil.which("virtuoso-t") or ""
needed = pytest.mark.skipif(not COMMAND, reason="there is no Virtuoso on this machine")
#: Who a new one knows.
USER, PASSWORD = "dba", "dba"
_START_S = 120.0
_SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Its address, to the end of the block; what it holds is in the folder."""
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_SETTINGS.format(folder=folder, sql=sql, http=http), encoding="ascii")
    process = subprocess.Popen(
        [COMMAND, "+foreground", "+configfile", str(folder / "virtuoso.ini")],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{http}"
        _await(url, process)
        yield url
    finally:
        process.kill()  # nothing of it is kept
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until it answers. Raises AssertionError where it does not."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        assert process.poll() is None, f"Virtuoso ended with {process.returncode}"
        try:
            urllib.request.urlopen(f"{url}/sparql?query=ASK%7B%7D", timeout=10).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"Virtuoso does not answer after {_START_S:g} s")
