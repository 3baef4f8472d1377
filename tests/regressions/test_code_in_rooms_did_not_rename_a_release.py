"""A release kept its name when the code that makes it changed.

Releases are named by the digest of their inputs, the code among them. The code was listed as the modules at the top of
the package, so that on the day when they moved into rooms a change of the reasoner would have found "its" release ready
and have built nothing.
"""

from __future__ import annotations

from cnskg.release.inputs import READERS, code_files
from cnskg.settings import PACKAGE


def test_no_code_is_forgotten() -> None:
    """Every module and rule of the package either counts or stands in a room of readers."""
    counted = {p.relative_to(PACKAGE).parts[0] for p in code_files(PACKAGE)}
    there = {p.relative_to(PACKAGE).parts[0] for p in PACKAGE.rglob("*") if p.suffix in (".py", ".rule")}
    assert there - counted <= {*READERS, "_content"}
