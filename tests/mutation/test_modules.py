"""The table of mutated modules is whole, and what is mutated does what the module does."""

from __future__ import annotations

import functools

import pytest

from tests.mutation.run import Module, modules, undecorated
from tests.support import ROOT


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.file)
def test_the_row_fits(module: Module) -> None:
    """The module and the tests that judge it are there, and some of its mutants are tried."""
    assert (ROOT / module.file).is_file()
    assert module.tests
    assert all((ROOT / test).is_file() for test in module.tests)
    assert module.sample > 0


def test_undecorated_does_the_same() -> None:
    """A function that is decorated after its definition is the function with its decorators, in their order."""
    head = "@add(10)\n@functools.cache\n@add(\n    1)\n"
    text = head + 'def one(x: int) -> int:\n    """x."""\n    return x * 2\n\n\nlast = one(3)\n'
    plain = undecorated(text)
    assert "@" not in plain
    for form in (text, plain):
        names = {"functools": functools, "add": lambda n: lambda f: lambda x: f(x) + n}
        exec(form, names)
        assert names["last"] == 17
