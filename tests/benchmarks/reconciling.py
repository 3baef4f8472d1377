"""A thousand names reconciled: seconds by /reconcile in batches, beside a scan of all names by rapidfuzz alone.

Half are names of the graph, half the same with a letter less.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace

import click
from rapidfuzz import process

from cnskg.folding import fold
from cnskg.search import searcher
from cnskg.web import create_app
from tests.support.own_build import OURS, real_release

NAMES, BATCH = 1000, 100


def names() -> tuple[list[str], list[str]]:
    """The names to reconcile, and all folded names of things."""
    entries = searcher.of_release(real_release().path).entries
    every = [n.text for e in entries if e.group in ("people", "organisations", "laws", "places") for n in e.names]
    some = [every[at * 7 % len(every)] for at in range(NAMES // 2)]
    return [*some, *(name[:3] + name[4:] for name in some)], [fold(n.text) for e in entries for n in e.names]


def main() -> None:
    asked, known = names()
    app = create_app(replace(OURS, rate=0.0))
    client = app.test_client()
    client.get("/reconcile?query=warm")
    began = time.perf_counter()
    for at in range(0, NAMES, BATCH):
        batch = {str(n): {"query": name, "limit": 3} for n, name in enumerate(asked[at : at + BATCH])}
        assert client.post("/reconcile", data={"queries": json.dumps(batch)}).status_code == 200
    ours = time.perf_counter() - began
    app.extensions["cnskg"].close()
    began = time.perf_counter()
    for name in asked:
        process.extract(fold(name), known, limit=3)
    scan = time.perf_counter() - began
    click.echo(
        f"{NAMES} names: {ours:.1f} s by /reconcile, {scan:.1f} s by a scan of letters alone ({ours / scan:.2f} to 1)"
    )


if __name__ == "__main__":
    main()
