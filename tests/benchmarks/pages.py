"""How long a page of each kind takes beside its queries: the best of several, as a ratio that should be below 3.

Time to the first byte is that of the whole page, which is sent when it is whole. In this process, without a network.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from cnskg import settings
from cnskg.query.runner import Runner
from cnskg.web import create_app
from tests.support.service import running
from tests.support.site_pages import KINDS, address

TIMES = 5
MOST = 3.0
PAGE = {"Accept": "text/html"}


def clocked(patch: pytest.MonkeyPatch) -> list[float]:
    """Have the runner note how long each of its queries takes."""
    took: list[float] = []
    for name in ("run", "rows"):
        patch.setattr(Runner, name, _clocked(getattr(Runner, name), took))
    return took


def _clocked(method: Any, took: list[float]) -> Any:
    def call(*arguments: Any, **named: Any) -> Any:
        before, began = len(took), time.perf_counter()
        found = method(*arguments, **named)
        del took[before:]  # one that asks another is one query
        took.append(time.perf_counter() - began)
        return found

    return call


def measured(client: FlaskClient, path: str, took: list[float]) -> tuple[float, float, int]:
    """Seconds for a page, seconds for its queries, and how many these are, when it is fastest."""
    found = []
    for _ in range(TIMES):
        took.clear()
        began = time.perf_counter()
        client.get(path, headers=PAGE)
        found.append((time.perf_counter() - began, sum(took), len(took)))
    return min(found)


def main() -> None:
    """Print a table."""
    with running(build=settings.load().build) as service:
        paths = {kind: address(kind, service.url).removeprefix(service.url) for kind in KINDS}
    app = create_app(replace(settings.load(), rate=0.0))
    with pytest.MonkeyPatch.context() as patch:
        took = clocked(patch)
        client = app.test_client()
        for kind, path in paths.items():
            page, queries, count = measured(client, path, took)
            ratio = f"{page / queries:5.1f} x" if queries else "    -  "
            late = " LATE" if queries and page > MOST * queries else ""
            line = f"{kind[:50]:50} {1000 * page:7.0f} ms {1000 * queries:7.0f} ms in {count:2} queries {ratio}{late}"
            sys.stdout.write(line + "\n")
    app.extensions["cnskg"].close()


if __name__ == "__main__":
    main()
