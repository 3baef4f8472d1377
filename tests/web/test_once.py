"""What is made once of a release and kept: not made again for the next page, and not kept for ever."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from cnskg.web import once


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """An app of which a test says the release that is asked."""
    asked = SimpleNamespace(digest="a")
    monkeypatch.setattr(once, "here", lambda: SimpleNamespace(release=asked))
    with Flask("once").app_context():
        yield asked


def test_it_is_made_once_of_each_release(release: SimpleNamespace) -> None:
    """A second page is given what the first made, and one of another release is not."""
    made: list[str] = []
    for digest in ("a", "a", "b", "a"):
        release.digest = digest
        assert once.once("names", lambda: made.append(release.digest) or release.digest) == digest
    assert made == ["a", "b"]


def test_few_releases_are_kept(release: SimpleNamespace) -> None:
    """Of more releases than three, what was made of that which was asked longest ago is made anew."""
    made: list[str] = []
    for digest in ("a", "b", "c", "a", "d", "a", "b"):
        release.digest = digest
        once.once("names", lambda: made.append(release.digest))
    assert made == ["a", "b", "c", "d", "b"]
