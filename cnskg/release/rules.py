"""What the shapes ask for, as a release keeps it: its pages on classes and properties tell it beside the definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..checks.shape_files import Shape, read_shapes


def of(root: Path) -> list[dict[str, Any]]:
    """What each shape of a content folder asks for, by name."""
    return [_told(shape) for shape in read_shapes(root)]


def _told(shape: Shape) -> dict[str, Any]:
    return {
        "name": shape.name,
        "class": shape.cls,
        "severity": shape.severity,
        "sentence": shape.sentence,
        "asked": list(shape.asked),
        "passing": _lines(shape.passing),
        "failing": _lines(shape.failing),
    }


def _lines(sample: str) -> str:
    """A sample with each thing on a line of its own."""
    return sample.strip().replace(" . ", " .\n")
