"""The settings: one described table, read once from environment and flags, then passed in.

Each field names its environment variable, unit, range and meaning; unknown `CNSKG_*` variables and values out of range
are errors, so that a misspelt limit is not a limit that silently does not hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import UsageError, together

PACKAGE = Path(__file__).resolve().parent
#: The content that a wheel brings along; it belongs to the installation, nothing writes there.
PACKED = PACKAGE / "_content"
#: What a folder of curated content holds.
TOPS = ("ontology", "data", "shapes")
HOST, ENDPOINTS = "a host name or an IP address", "addresses that begin with http:// or https://"
ENDPOINT = "an address that begins with http:// or https://"
LOGS, OPENED, PRINTABLE = "json, text or off", "loopback, open or off", "printable ASCII"
#: The forms of texts: in words, and as a pattern.
FORMS = {LOGS: "json|text|off", OPENED: "loopback|open|off", HOST: r"[^\s/]+", ENDPOINTS: r"\s*(https?://\S+(\s+|$))*"}
FORMS |= {PRINTABLE: r"[!-~][ -~]*", ENDPOINT: r"(https?://\S+)?"}


def content_root() -> Path:
    """The folder that holds ontology/, data/ and shapes/: the checkout around the package.

    For an installed wheel it is the checkout around the working folder, else the wheel's own copy.
    """
    if not PACKED.is_dir():
        return PACKAGE.parent
    try:
        here = Path.cwd()
        return next((f for f in (here, *here.parents) if all((f / top).is_dir() for top in TOPS)), PACKED)
    except OSError:  # a folder that is gone, or that we may not look into, is no checkout of ours
        return PACKED


def default_build() -> Path:
    """Where releases go: `build/` in a checkout, a cache folder of the user's for an installed wheel."""
    if not PACKED.is_dir():
        return PACKAGE.parent / "build"
    cache = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (cache if cache.is_absolute() else home("build") / ".cache") / "cnskg"


def home(name: str) -> Path:
    """The user's home folder, in which a setting lies. Raises UsageError where there is none."""
    try:
        return Path.home()
    except RuntimeError:
        raise UsageError("this user has no home folder", hint=f"Set {env_name(name)} to a folder of yours.") from None


def cpus() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def setting(
    default: Any,
    unit: str,
    text: str,
    least: float | None = None,
    most: float | None = None,
    *,
    shown: bool = False,
    form: str = "",
) -> Any:
    """A field of the table: its default, its unit, what it means, and for a number its range.

    `form` is one of FORMS, for a text. `shown` are those that bear on what a client may do:
    the service tells them to everybody, at /limits.
    """
    factory = {"default_factory": default} if callable(default) else {"default": default}
    about = {"unit": unit, "help": text, "least": least, "most": most, "shown": shown, "form": form}
    return field(metadata=about, **factory)


def limit(default: Any, unit: str, least: float, most: float, text: str) -> Any:
    """A number that bears on what a client may do."""
    return setting(default, unit, text, least, most, shown=True)


# fmt: off
@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; the environment name of `x` is `CNSKG_X`."""

    content: Path = setting(content_root, "folder", "curated files: ontology/, data/, shapes/")
    build: Path = setting(default_build, "folder", "releases, and the link `current` to the one in use")
    sources: Path = setting(Path("sources"), "folder", "source texts, for `verify` and `new passage`; not shipped")
    host: str = setting("127.0.0.1", "address", "address the service listens on", form=HOST)
    port: int = setting(8000, "port", "port the service listens on; 0 takes a free one", 0, 65_535)
    workers: int = limit(lambda: max(2, cpus()), "processes", 1, 256, "queries that may run at once in the fast lane")
    slow_workers: int = limit(8, "processes", 0, 256, "queries that may run on, at low priority, in the slow lane")
    slow_after_s: float = limit(0.5, "seconds", 0.01, 3600,
                                "a query that takes more processor time moves to the slow lane")
    queue: int = limit(64, "queries", 0, 1000,
                       "queries that may wait for a worker; one more is told to come back (503)")
    deadline_s: float = limit(30.0, "seconds", 0.1, 86_400, "longest time a query may take; a client may ask for less")
    # with 512 MiB no worker comes up: an engine and a store take that much address space, little of it memory
    memory_mb: int = limit(2048, "MiB", 768, 1 << 20, "address space of one worker process")
    result_mb: int = limit(64, "MiB", 1, 4096, "largest result handed out")
    body_kb: int = limit(1024, "KiB", 1, 1 << 16, "largest request body")
    url_kb: int = limit(64, "KiB", 1, 1024, "longest request line with its headers")
    rate: float = limit(50.0, "requests/s", 0, 1e6, "sustained requests of one client; 0 switches the limit off")
    rate_burst: int = limit(500, "requests", 1, 1_000_000, "requests that one client may send in one go")
    proxies: int = setting(0, "proxies", "reverse proxies in front whose X-Forwarded-* headers are believed", 0, 10)
    log: str = setting("json", "format", "the log on standard error: JSON lines, lines for people, or none", form=LOGS)
    metrics: str = setting("loopback", "clients", "who may read /metrics: this machine and no proxy, all, nobody",
                           form=OPENED)
    agent: str = setting("cnskg (https://w3id.org/cnskg)", "text",
                         "who we are to other endpoints (User-Agent); some want an address in it", form=PRINTABLE)
    store: str = setting("", "URL", "the store elsewhere that answers the queries of the service; empty for its own",
                         form=ENDPOINT)
    services: str = setting("", "IRIs", "endpoints that SERVICE may call, separated by spaces; empty refuses SERVICE",
                            shown=True, form=ENDPOINTS)
    service_s: float = limit(15.0, "seconds", 0.1, 3600, "longest time one SERVICE call may take")
    service_rows: int = limit(10_000, "rows", 1, 1_000_000, "most rows taken from one SERVICE call")
    service_batch: int = limit(100, "values", 1, 10_000, "values of ours that one SERVICE call takes along")
    service_mb: int = limit(8, "MiB", 1, 1024, "most bytes read from one SERVICE call")
# fmt: on


#: The fields of the table by name.
TABLE = {one.name: one for one in fields(Settings)}


def env_name(name: str) -> str:
    """The environment variable of a setting."""
    return f"CNSKG_{name.upper()}"


def span(about: Mapping[str, Any]) -> str:
    """The range of a setting in words; empty where any value will do."""
    if about["least"] is not None:
        return f"{about['least']:.9g} to {about['most']:.9g}"
    return str(about["form"])


def _cut(text: str) -> str:
    """As much of a wrong value as its message repeats."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def convert(name: str, kind: Any, text: str) -> Any:
    """The value of a setting given as text. Raises UsageError that names the variable."""
    try:
        if kind in (int, "int"):
            return int(text)
        if kind in (float, "float"):
            return float(text)
    except ValueError:
        raise UsageError(f"{env_name(name)} is {_cut(text)}, not a number", hint="Give it as plain digits.") from None
    if kind not in (Path, "Path"):
        return text
    if not text.strip():
        raise UsageError(f"{env_name(name)} is empty", hint="Name a folder, or leave it unset.")
    try:
        return Path(text).expanduser().resolve()
    except (RuntimeError, OSError, ValueError) as error:  # no such home; a name that the file system does not take
        why = str(error).rstrip(".").lower()
        raise UsageError(f"{env_name(name)} is {_cut(text)}: {why}", hint="Name another folder.") from None


def checked(name: str, value: Any) -> Any:
    """The value, which lies in the range of its setting. Raises UsageError that names variable and range."""
    about = TABLE[name].metadata
    least, most, form = about["least"], about["most"], about["form"]
    fits = least <= value <= most if least is not None else not form or re.fullmatch(FORMS[form], value)
    if not fits:  # so said, it holds for NaN, too
        said = _cut(value) if form else str(value)[:60]
        raise UsageError(f"{env_name(name)} is {said}", hint=f"It may be {span(about)} ({about['unit']}).")
    return value


def load(env: Mapping[str, str] | None = None, **flags: Any) -> Settings:
    """Settings from defaults, then environment, then flags that are not None.

    Raises UsageError for all at once: unknown names, values that are no numbers or out of their range.
    """
    given = {k: v for k, v in (os.environ if env is None else env).items() if k.startswith("CNSKG_")}
    known = {env_name(name): name for name in TABLE}
    told = {known[k]: v for k, v in given.items() if k in known} | {k: v for k, v in flags.items() if v is not None}
    values, wrong = {}, list(_unknown(sorted(given.keys() - known.keys()), known))
    for name, text in told.items():
        try:
            values[name] = checked(name, convert(name, TABLE[name].type, str(text)))
        except UsageError as error:
            wrong.append(error)
    if wrong:
        raise together(wrong)
    return Settings(**values)


def _unknown(names: Iterable[str], known: Iterable[str]) -> Iterable[UsageError]:
    return (UsageError(f"unknown setting {name}", hint=f"Known: {', '.join(sorted(known))}.") for name in names)
