"""The oldest versions that the package says it runs with are those that it is tested with."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]


def lowest() -> dict[str, Version]:
    """The lower bound of each direct dependency, by pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["build"],
        *project["project"]["optional-dependencies"]["texts"],
        *project["project"]["optional-dependencies"]["test"],
    ]
    bounds = {}
    for requirement in map(Requirement, lines):
        (bounds[requirement.name],) = [Version(s.version) for s in requirement.specifier if s.operator == ">="]
    return bounds


def test_minimum_run_pins_the_lower_bounds() -> None:
    """The minimum run installs each direct dependency in the lowest version that pyproject.toml allows."""
    lines = (ROOT / ".ci" / "minimum.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {name: Version(pin) for name, pin in pins.items()} == lowest()
