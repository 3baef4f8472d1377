"""One sample release and one app for the tests of the web layer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.query.runner import Runner
from cnskg.release.folder import Release, current_release, switch_release
from cnskg.web import create_app
from tests.support.releases import make_release, make_settings


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder whose current release is the sample."""
    folder = tmp_path_factory.mktemp("build")
    switch_release(make_settings(folder), make_release(folder, "sample", noise=3000).path)
    return folder


@pytest.fixture(scope="session")
def sample(build: Path) -> Release:
    """The sample release."""
    return current_release(make_settings(build))


@pytest.fixture(scope="session")
def app(build: Path) -> Iterator[Flask]:
    """The app on the sample release."""
    app = create_app(make_settings(build))
    yield app
    app.extensions["cnskg"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the app."""
    return app.test_client()


@pytest.fixture(scope="session")
def runner(build: Path, sample: Release) -> Iterator[Runner]:
    """A runner on the sample release."""
    with Runner(make_settings(build), sample) as runner:
        yield runner
