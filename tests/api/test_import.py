"""`import cnskg` loads nothing but itself, and offers what its types say."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys

import pytest

import cnskg
from cnskg.settings import PACKAGE

STUB = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after some code, and had not before."""
    told = f"import sys; before = set(sys.modules); {code}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_else() -> None:
    """Neither an engine nor a module of ours is loaded before somebody asks: that is what makes an import quick."""
    assert loaded("import cnskg") - {"cnskg", "importlib", "importlib._bootstrap", "importlib._bootstrap_external",
                                      "warnings", "_warnings"} == set()  # fmt: skip


@pytest.mark.parametrize(
    "package", ["pandas", "rdflib", "networkx", "flask", "owlready2", "pyshacl", "waitress", "tqdm"]
)
def test_opening_loads_no_more_than_asking_takes(package: str) -> None:
    """Opening a graph loads neither the web layer nor what only some answers are made with."""
    found = loaded("import cnskg; cnskg.open")
    assert package not in {name.partition(".")[0] for name in found}
    assert "pyoxigraph" in found


def test_what_is_offered_is_what_the_types_say() -> None:
    """The stub names just what the package offers, from the modules that have it."""
    stated = {a.asname: node.module for node in STUB.body if isinstance(node, ast.ImportFrom) for a in node.names}
    assert stated == cnskg._OFFERED
    assert set(stated) <= set(dir(cnskg))
    for name, module in stated.items():
        assert inspect.getmodule(getattr(cnskg, name)).__name__ == f"cnskg.{module}"


def test_what_is_not_offered() -> None:
    """Another name is an AttributeError, as with any module."""
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = cnskg.opne
