"""Fixtures for all tests. Policy: the smallest content that shows the behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cnskg import cli, settings
from cnskg.release import build
from cnskg.release.folder import Release
from tests.support.cli import Cli, Outcome
from tests.support.content import curate, lay_out
from tests.support.service import running


@pytest.fixture(scope="session")
def real() -> Release:
    """The release of the real files, built where it is not there yet."""
    return build.run(settings.Settings())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line in this process: exit code, output, errors."""

    def call(*arguments: str, **environment: str) -> Outcome:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capfd.readouterr()
        try:
            code = cli.run(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return call


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Cli) -> Path:
    """A small content folder of its own, with its source text, made with the curator's tools; settings point to it."""
    folder, texts = tmp_path / "content", tmp_path / "texts"
    lay_out(folder, texts)
    monkeypatch.setenv("CNSKG_CONTENT", str(folder))
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path / "build"))
    monkeypatch.setenv("CNSKG_SOURCES", str(texts))
    curate(folder, run)
    return folder


@pytest.fixture(scope="session")
def site(real: Release) -> Iterator[str]:
    """The base URL of `cnskg serve` on the real release."""
    with running("cnskg", "serve", "--port", "0") as service:
        yield service.url
