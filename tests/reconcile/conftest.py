"""Fixtures of the tests of reconciliation: asking it, and the group's JSON schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.reconciling import SCHEMAS, Reconcile, Valid, validator


@pytest.fixture(scope="session")
def reconcile(client: FlaskClient) -> Reconcile:
    """Ask /reconcile with a form, each of its fields as JSON: the answer, which must be one."""

    def ask(**fields: object) -> Any:
        got = client.post("/reconcile", data={name: json.dumps(value) for name, value in fields.items()})
        assert got.status_code == 200, got.text
        return got.get_json()

    return ask


@pytest.fixture(scope="session")
def valid() -> Valid:
    """Assert that a value is what the community group's schema of a name says; skips where they are not at hand."""
    if not SCHEMAS.exists():
        pytest.skip("the schemas are not beside this checkout (../shared/conformance)")
    return validator()
