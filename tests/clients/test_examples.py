"""The examples that the documents give to users of clients run as they stand, on the real data."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import warnings

import pytest

from tests.support import ROOT, node

_PAGE = (ROOT / "docs" / "http-api.md").read_text(encoding="utf-8").partition("\n## Clients\n")[2].partition("\n## ")[0]
_DOCUMENTED = "http://127.0.0.1:8000"


def examples(language: str) -> dict[str, str]:
    """The blocks of a language in the section on clients, by the client that the paragraph before names."""
    return dict(re.findall(rf"^\*\*([^*]+)\*\*[^`]*(?:`[^`]+`[^`]*)*```{language}\n(.*?)```", _PAGE, re.S | re.M))


def test_each_client_has_its_example() -> None:
    """Each client that the tests use has one example."""
    assert set(examples("sh")) == {"curl"}
    assert set(examples("js")) == {"Comunica"}
    assert set(examples("python")) == {"pandas", "SPARQLWrapper", "rdflib"}


@pytest.mark.slow
@pytest.mark.parametrize("client", ["pandas", "SPARQLWrapper", "rdflib"])
def test_the_example_in_python_prints_the_laws(site: str, client: str) -> None:
    """The lines of an example print names of laws that are in the graph."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        exec(compile(examples("python")[client].replace(_DOCUMENTED, site), client, "exec"), {})
    assert "Anti-Foreign Sanctions Law (2021)" in shown.getvalue()


@pytest.mark.slow
def test_the_example_for_curl_prints_the_laws(site: str) -> None:
    """The command prints a table with names of laws that are in the graph."""
    line = examples("sh")["curl"].replace(_DOCUMENTED, site)
    done = subprocess.run(["bash", "-ec", line], capture_output=True, text=True, timeout=60)
    assert "Anti-Foreign Sanctions Law (2021)" in done.stdout, done.stderr


@pytest.mark.slow
@node.needed
def test_the_example_for_comunica_prints_the_laws(site: str) -> None:
    """The module prints names of laws that are in the graph."""
    assert "Anti-Foreign Sanctions Law (2021)" in node.run(examples("js")["Comunica"].replace(_DOCUMENTED, site))
