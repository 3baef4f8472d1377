"""Mixed load against a running service, each answer checked: for the soak (short in the tests, long as a benchmark)."""

from __future__ import annotations

import os
import random
import resource
import select
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.http import COUNT, COUNTED, ask, connect

NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"


def _count(url: str) -> bool:
    return ask(url, COUNT, "text/csv").body == COUNTED


def laws(url: str) -> bool:
    """Whether a cheap query is answered rightly."""
    got = ask(url, "SELECT ?s { ?s a cns:Law } ORDER BY ?s", "application/sparql-results+json")
    return got.status == 200 and len(got.json["results"]["bindings"]) == 2


def _merged(url: str) -> bool:
    query = "SELECT (COUNT(*) AS ?n) FROM graph:asserted FROM psg:doc-a\\/p1 FROM psg:doc-b\\/p7 { ?s a cns:Person }"
    return ask(url, query, "text/csv").body == b"n\r\n1\r\n"


def _large(url: str) -> bool:
    got = ask(url, "SELECT * { GRAPH <urn:noise> { ?s ?p ?o } }", "text/tab-separated-values")
    return got.status == 200 and got.body.count(b"\n") == 3001


def _construct(url: str) -> bool:
    got = ask(url, "CONSTRUCT WHERE { ?s a cns:Law }", "application/n-triples")
    return got.status == 200 and got.body.count(b"\n") == 2


def _syntax(url: str) -> bool:
    got = ask(url, "SELECT * { ?s nope:x ?o }", "*/*")
    return got.status == 400 and got.json["line"] == 1


def _refused(url: str) -> bool:
    return ask(url, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "*/*").status == 403


def _unacceptable(url: str) -> bool:
    return ask(url, "ASK {}", "image/png").status == 406


def _late(url: str) -> bool:
    got = ask(url, NEVER, "*/*", timeout="0.2")
    return got.status == 503 and got.json["type"].endswith(("deadline", "busy", "trouble"))  # its worker may be killed


KINDS: list[tuple[Callable[[str], bool], int]] = [
    (_count, 30),
    (laws, 25),
    (_merged, 10),
    (_large, 10),
    (_construct, 10),
    (_syntax, 6),
    (_refused, 5),
    (_unacceptable, 3),
    (_late, 1),
]


def workers_of(server: int) -> list[int]:
    """Process ids of the children of a server."""
    lists = [thread / "children" for thread in Path(f"/proc/{server}/task").iterdir()]
    return [int(pid) for found in lists if found.exists() for pid in found.read_text().split()]


def memory_kb(pid: int) -> int:
    """Resident memory of a process."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.partition("VmRSS:")[2].split()[0])


class Idle:
    """Connections that ask nothing, as many all the time: one that the server closes, as it may, is opened again."""

    def __init__(self, url: str, number: int) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, number + 200)), hard))
        self._url = url
        self._held = [connect(url) for _ in range(number)]
        self.opened = number

    def tend(self) -> None:
        """Open again what is closed."""
        seen = select.poll()
        for channel in self._held:
            seen.register(channel, select.POLLIN)
        closed = {descriptor for descriptor, _ in seen.poll(0)}
        for place, channel in enumerate(self._held):
            if channel.fileno() in closed:
                channel.close()
                self._held[place] = connect(self._url)
                self.opened += 1

    def close(self) -> None:
        """Let go of all."""
        for channel in self._held:
            channel.close()


def soak(
    url: str, server: int, requests: int, clients: int = 8, kill_every_s: float = 0.5, idle: int = 0
) -> dict[str, Any]:
    """Send mixed requests from several clients while workers are killed and connections idle; what came of it."""
    outcome: Counter[str] = Counter()
    lock, done = threading.Lock(), threading.Event()
    memory = [memory_kb(server)]
    per_client = requests // clients

    def client(seed: int) -> None:
        dice = random.Random(seed)
        chosen = dice.choices([k for k, _ in KINDS], [w for _, w in KINDS], k=per_client)
        for kind in chosen:
            try:
                result = "right" if kind(url) else f"wrong {kind.__name__}"
            except (OSError, ValueError) as error:
                result = f"lost {type(error).__name__}"
            with lock:
                outcome[result] += 1

    def killer() -> None:
        dice = random.Random(1)
        while not done.wait(kill_every_s):
            if workers := workers_of(server):
                try:
                    os.kill(dice.choice(workers), signal.SIGKILL)
                except ProcessLookupError:
                    continue
                outcome["killed"] += 1
            holding.tend()
            memory.append(memory_kb(server))

    holding = Idle(url, idle)
    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    killing = threading.Thread(target=killer)
    began = time.monotonic()
    killing.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    killing.join()
    holding.close()
    return {
        "outcome": dict(outcome),
        "seconds": time.monotonic() - began,
        "memory_kb": memory,
        "connections": holding.opened,
    }
