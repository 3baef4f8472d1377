"""Mixed load against a running service, each answer checked: for the soak (short in the tests, long as a benchmark)."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def send(url: str, query: str, accept: str, **parameters: str) -> tuple[int, bytes]:
    """Status and body."""
    data = urllib.parse.urlencode({"query": query, **parameters}).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{url}/sparql", data, {"Accept": accept}), timeout=60
        ) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _count(url: str) -> bool:
    return send(url, COUNT, "text/csv") == (200, b"n\r\n15\r\n")


def _laws(url: str) -> bool:
    status, body = send(url, "SELECT ?s { ?s a cns:Law } ORDER BY ?s", "application/sparql-results+json")
    return status == 200 and len(json.loads(body)["results"]["bindings"]) == 2


def _merged(url: str) -> bool:
    query = "SELECT (COUNT(*) AS ?n) FROM graph:asserted FROM psg:doc-a\\/p1 FROM psg:doc-b\\/p7 { ?s a cns:Person }"
    return send(url, query, "text/csv") == (200, b"n\r\n1\r\n")


def _large(url: str) -> bool:
    status, body = send(url, "SELECT * { GRAPH <urn:noise> { ?s ?p ?o } }", "text/tab-separated-values")
    return status == 200 and body.count(b"\n") == 3001


def _construct(url: str) -> bool:
    status, body = send(url, "CONSTRUCT WHERE { ?s a cns:Law }", "application/n-triples")
    return status == 200 and body.count(b"\n") == 2


def _syntax(url: str) -> bool:
    status, body = send(url, "SELECT * { ?s nope:x ?o }", "*/*")
    return status == 400 and json.loads(body)["line"] == 1


def _refused(url: str) -> bool:
    return send(url, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "*/*")[0] == 403


def _unacceptable(url: str) -> bool:
    return send(url, "ASK {}", "image/png")[0] == 406


def _late(url: str) -> bool:
    status, body = send(url, NEVER, "*/*", timeout="0.2")
    return status == 503 and json.loads(body)["type"].endswith(("deadline", "busy"))


KINDS: list[tuple[Callable[[str], bool], int]] = [
    (_count, 30),
    (_laws, 25),
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


def soak(url: str, server: int, requests: int, clients: int = 8, kill_every_s: float = 0.5) -> dict[str, object]:
    """Send mixed requests from several clients while workers are killed; what came of it."""
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
            memory.append(memory_kb(server))

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
    return {"outcome": dict(outcome), "seconds": time.monotonic() - began, "memory_kb": memory}
