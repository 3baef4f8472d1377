"""The settings: one described table, read once from environment and flags, then passed in.

Each field names its environment variable, unit and meaning; unknown `CNSKG_*` variables are errors, so that a
misspelt limit is not a limit that silently does not hold.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import UsageError

PACKAGE = Path(__file__).resolve().parent


def content_root() -> Path:
    """The folder that holds ontology/, data/ and shapes/: the wheel's copy, else the checkout around the package."""
    packed = PACKAGE / "_content"
    return packed if packed.is_dir() else PACKAGE.parent


def default_build() -> Path:
    """Where releases go: `build/` in a checkout, a cache folder of the user's for an installed wheel."""
    if (PACKAGE / "_content").is_dir():
        cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        return Path(cache) / "cnskg"
    return PACKAGE.parent / "build"


def cpus() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def setting(default: Any, unit: str, text: str) -> Any:
    """A field of the table: its default, its unit and what it means."""
    factory = {"default_factory": default} if callable(default) else {"default": default}
    return field(metadata={"unit": unit, "help": text}, **factory)


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; the environment name of `x` is `CNSKG_X`."""

    content: Path = setting(content_root, "folder", "curated files: ontology/, data/, shapes/")
    build: Path = setting(default_build, "folder", "releases, and the link `current` to the one in use")
    sources: Path = setting(Path("sources"), "folder", "source texts, for `verify` and `new passage`; not shipped")
    host: str = setting("127.0.0.1", "address", "address the service listens on")
    port: int = setting(8000, "port", "port the service listens on")
    workers: int = setting(lambda: max(2, cpus()), "processes", "queries that may run at once in the fast lane")
    slow_workers: int = setting(8, "processes", "queries that may run on, at low priority, in the slow lane")
    slow_after_s: float = setting(0.5, "seconds", "a query that takes more processor time moves to the slow lane")
    queue: int = setting(64, "queries", "queries that may wait for a worker; one more is told to come back (503)")
    deadline_s: float = setting(30.0, "seconds", "longest time a query may take; a client may ask for less")
    memory_mb: int = setting(2048, "MiB", "address space of one worker process")
    result_mb: int = setting(64, "MiB", "largest result handed out")
    body_kb: int = setting(1024, "KiB", "largest request body")
    url_kb: int = setting(64, "KiB", "longest request line with its headers")
    rate: float = setting(50.0, "requests/s", "sustained requests of one client; 0 switches the limit off")
    rate_burst: int = setting(500, "requests", "requests that one client may send in one go")
    proxies: int = setting(0, "proxies", "reverse proxies in front whose X-Forwarded-* headers are believed")
    services: str = setting("", "IRIs", "endpoints that SERVICE may call, separated by spaces; empty refuses SERVICE")
    service_s: float = setting(15.0, "seconds", "longest time one SERVICE call may take")
    service_rows: int = setting(10_000, "rows", "most rows taken from one SERVICE call")
    service_mb: int = setting(8, "MiB", "most bytes read from one SERVICE call")


def env_name(name: str) -> str:
    """The environment variable of a setting."""
    return f"CNSKG_{name.upper()}"


def convert(name: str, kind: Any, text: str) -> Any:
    """The value of a setting given as text. Raises UsageError that names the variable."""
    try:
        if kind in (int, "int"):
            return int(text)
        if kind in (float, "float"):
            return float(text)
        if kind in (Path, "Path"):
            return Path(text).expanduser().resolve()
    except ValueError:
        raise UsageError(f"{env_name(name)} is {text!r}, not a number", hint="Give it as plain digits.") from None
    return text


def load(env: Mapping[str, str] | None = None, **flags: Any) -> Settings:
    """Settings from defaults, then environment, then flags that are not None. Raises UsageError on unknown names."""
    given = os.environ if env is None else env
    known = {env_name(f.name): f for f in fields(Settings)}
    unknown = sorted(k for k in given if k.startswith("CNSKG_") and k not in known)
    if unknown:
        raise UsageError(f"unknown setting {unknown[0]}", hint=f"Known: {', '.join(sorted(known))}.")
    values = {f.name: convert(f.name, f.type, given[env]) for env, f in known.items() if env in given}
    values.update({k: v for k, v in flags.items() if v is not None})
    return Settings(**values)
