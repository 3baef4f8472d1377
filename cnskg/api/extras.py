"""What the extra `python` brings: each package imported when it is asked for, and told where it is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import UsageError


def require(name: str) -> Any:
    """A package of the extra `python`. Raises UsageError that says how to install it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:  # a package that is there, and lacks one of its own
            raise
        raise UsageError(
            f"{name} is not installed, and this is made with it",
            hint="Install it with `pip install 'cnskg[python]'`; all else works without.",
        ) from None
