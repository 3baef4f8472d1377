"""A release in somebody else's store: each graph once and whole, what was there before gone, and failures told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg.errors import RemoteFailure
from cnskg.namespaces import GRAPH_ALL, GRAPH_PUBLISHED, PREFIXES
from cnskg.publishing.targets import GraphStore, Update
from cnskg.release.folder import switch_release
from tests.support.canary import Canary
from tests.support.cli import Cli
from tests.support.releases import FACT_COUNT, PASSAGES, make_release, make_settings
from tests.support.triple_store import PASSWORD, USER, TripleStore, triple_store

OLD = PREFIXES["psg"] + "doc-z/p1"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TripleStore]:
    """An empty store; the settings point to a small release."""
    switch_release(make_settings(tmp_path / "here"), make_release(tmp_path / "here", "abc123").path)
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path / "here"))
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with triple_store() as found:
        yield found


def call(run: Cli, there: TripleStore, *more: str, way: str = "graphs") -> tuple[int, str]:
    """Publish as the user that the store knows: exit code, and all that was said."""
    options = ["--update"] if way == "update" else []
    who = ["--user", USER, "--password-file", "password"]
    outcome = run("publish", f"{there.url}/{way}", *options, *who, *more)
    return outcome.code, outcome.both


@pytest.mark.parametrize("way", ["graphs", "update"])
def test_a_release_is_there_whole(there: TripleStore, run: Cli, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """By either protocol, in several portions: every graph, each fact once in graph:all, the digest, nothing older."""
    monkeypatch.setattr(GraphStore, "most", 4)
    monkeypatch.setattr(Update, "most", 4)
    there.store.update(f"INSERT DATA {{ GRAPH <{OLD}> {{ <x:a> <x:b> 1 }} GRAPH <x:foreign> {{ <x:a> <x:b> 1 }} }}")
    there.store.update(f"INSERT DATA {{ GRAPH <{next(iter(PASSAGES))}> {{ <x:a> <x:b> 1 }} }}")
    code, said = call(run, there, "--sparql", f"{there.url}/sparql", way=way)
    assert (code, said[:25]) == (0, "release abc123: 9 graphs,"), said
    assert there.graph(GRAPH_ALL) == FACT_COUNT
    assert [there.graph(iri) for iri in PASSAGES] == [3, 2]
    assert (there.graph(OLD), there.graph("x:foreign")) == (0, 1)
    assert there.store.query(f'ASK {{ GRAPH <{GRAPH_PUBLISHED}> {{ ?dataset ?is "abc123" }} }}')
    assert not list(there.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def test_what_the_store_lost_is_told(there: TripleStore, run: Cli) -> None:
    """Where a graph is not what was sent, the call fails, names it, and the store has no mark of a whole release."""
    there.loses = next(iter(PASSAGES))
    code, said = call(run, there, "--sparql", f"{there.url}/sparql")
    assert (code, f"<{there.loses}> has 0 triples of 3" in said) == (1, True), said
    assert there.graph(GRAPH_PUBLISHED) == 0


def test_who_may_not_write_is_told(there: TripleStore, run: Cli) -> None:
    """Without a name the store says no, and the message says how to give one; nothing was changed."""
    outcome = run("publish", f"{there.url}/graphs")
    assert (outcome.code, "status 401" in outcome.err, "--password-file" in outcome.err) == (1, True, True), outcome
    assert len(there.store) == 0


def test_what_was_not_verified_is_told(there: TripleStore, run: Cli) -> None:
    """Without an address for queries the release is loaded, and what could not be seen is said."""
    code, said = call(run, there)
    assert (code, "not verified" in said) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ftp://x/"], "is no address of a store"),
        (["http://127.0.0.1:9/"], "cannot be reached"),
        (["http://127.0.0.1:9/", "--user", "x"], "belong together"),
    ],
)
def test_misuse_is_told(there: TripleStore, run: Cli, arguments: list[str], said: str) -> None:
    """An address that is none, one where nothing answers, and half of who we are: one line each, no trace."""
    outcome = run("publish", *arguments)
    assert outcome.code in (1, 2)
    assert said in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("scheme", ["http", "ftp"])
def test_a_store_leads_nowhere(scheme: str) -> None:
    """A store that redirects is told, with the place that it names, and no connection is made there: what is to be
    written would be lost on the way."""
    with Canary() as store, socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.2)
        place = f"{scheme}://127.0.0.1:{other.getsockname()[1]}/x"
        store.status, store.headers = 302, {"Location": place}
        with pytest.raises(RemoteFailure, match="status 302") as told:
            Update(store.url, patience_s=2).drop(OLD)
        assert place in told.value.hint
        with pytest.raises(TimeoutError):
            other.accept()
