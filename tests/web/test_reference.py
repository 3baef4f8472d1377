"""docs/http-api.md is compared with the code: routes, parameters, formats, headers, kinds of error."""

from __future__ import annotations

import ast
import inspect
import re

import pytest
from flask import Flask

from cnskg import errors
from cnskg.query.formats import GRAPHS, ROWS
from cnskg.release.dumps import DUMPS
from cnskg.settings import PACKAGE
from cnskg.web import graph_store, middleware, protocol
from tests.support import ROOT

PAGE = (ROOT / "docs" / "http-api.md").read_text(encoding="utf-8")


def table(first: str) -> list[list[str]]:
    """The rows of the table whose first column has this head."""
    block = re.search(rf"^\| {re.escape(first)} \|.*\n\| ---.*\n((?:\|.*\n?)+)", PAGE, re.M)
    assert block is not None, first
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in block[1].strip().split("\n")]


def names(text: str) -> list[str]:
    """What stands in code in a cell."""
    return re.findall(r"`([^`]+)`", text)


def kinds() -> dict[str, type[errors.CnskgError]]:
    """Each kind of error by its name."""
    found, todo = {}, [errors.CnskgError]
    while todo:
        kind = todo.pop()
        found[kind.kind] = kind
        todo += kind.__subclasses__()
    return found


def test_routes(app: Flask) -> None:
    """Each route of the app has its place in the table, with its methods, and the table has no other."""
    told = {}
    for addresses, methods, _ in table("route"):
        for address in names(addresses):
            told[re.sub(r"[?…].*", "", address)] = set(methods.split(", "))
    rules = {}
    for rule in app.url_map.iter_rules():
        rules[re.sub(r"<.*", "", str(rule))] = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    assert told == rules


def test_parameters() -> None:
    """The parameters of the endpoint are those that the reader of requests looks for; /graph names its own."""
    told = {name for row in table("parameter") for name in names(row[0])}
    read = set(re.findall(r'values(?:\.get\(|\[)"([a-z-]+)"', inspect.getsource(protocol)))
    read |= set(protocol.FORMATS)
    read |= {f"{kind}-graph-uri" for kind in ("default", "named")}
    assert told - {"download"} == read - {"update"}
    row = next(row for row in table("route") if "/graph" in row[0])
    assert {*re.findall(r"[?](\w+)", row[0]), *names(row[2])} - {"/sparql"} == set(graph_store.PARAMETERS)


def test_formats() -> None:
    """Every short name and every media type of a format is told."""
    row = next(row for row in table("parameter") if "`format`" in row[0])
    assert set(names(row[1])[0].split()) == {f.short for f in (*ROWS, *GRAPHS) if f.short}
    for offer in (*ROWS, *GRAPHS):
        assert f"`{offer.media_type}`" in PAGE


def test_files() -> None:
    """Every dump is told, and no other."""
    assert sorted(name for row in table("file") for name in names(row[0])) == sorted(DUMPS)


def test_headers() -> None:
    """The headers of our own are those of the table, are all set somewhere, and may be read by other origins."""
    told = {name for row in table("header") for name in names(row[0])}
    code = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "web").glob("*.py"))
    ours = set(re.findall(r'"(X-(?:Cnskg-[A-Za-z-]+|Request-Id))"', code))
    exposed = set(middleware.CORS["Access-Control-Expose-Headers"].split(", "))
    assert ours == {name for name in told if name.startswith("X-")}
    assert told | {"Retry-After"} == exposed


def test_kinds_of_error() -> None:
    """Every kind of error is told with its status, and no other."""
    told = {kind: set(row[0].split(", ")) for row in table("status") for kind in names(row[1])}
    statuses = {kind: {str(one.status)} for kind, one in kinds().items() if kind != "protocol"}
    assert {kind: found for kind, found in told.items() if kind != "protocol"} == statuses
    given = set()
    for path in (PACKAGE / "web").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "ProtocolProblem":
                given |= {str(a.value) for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert given
    assert given <= told["protocol"]


@pytest.mark.parametrize("kind", kinds())
def test_kinds_have_words(kind: str) -> None:
    """Each kind has a title of its own for people, which is a sentence without an end."""
    titles = [one.title for one in kinds().values()]
    assert titles.count(kinds()[kind].title) == 1
    assert re.fullmatch(r"[A-Z][^.]+", kinds()[kind].title)
