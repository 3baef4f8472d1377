"""What the tests of reconciliation share: the shapes of its fixtures, and the community group's JSON schemas."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from tests.support.suites import ARCHIVE

SCHEMAS = ARCHIVE.with_name("reconciliation-0.2.tar.gz")

Reconcile = Callable[..., Any]
Valid = Callable[[str, object], None]


def validator() -> Valid:
    """Assert that a value is what the schema of a name says."""
    with tarfile.open(SCHEMAS) as packed:
        files = [name for name in packed.getnames() if name.endswith(".json")]
        read = {name.rsplit("/", 1)[-1]: json.load(packed.extractfile(name)) for name in files}  # type: ignore[arg-type]
    made = {name: Resource(schema, DRAFT7) for name, schema in read.items()}
    registry = Registry().with_resources([(name, one) for name, one in made.items()])

    def check(name: str, value: object) -> None:
        schema = {key: part for key, part in read[f"{name}.json"].items() if key not in ("$id", "$schema")}
        _without_swagger(schema)
        errors = [error.message for error in Draft7Validator(schema, registry=registry).iter_errors(value)]
        assert not errors, errors

    return check


def _without_swagger(schema: dict[str, Any]) -> None:
    """The schema of the manifest refers to one on the network for what we do not have: authentication."""
    schema.get("properties", {}).pop("authentication", None)
