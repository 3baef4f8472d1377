"""Where a graph is asked: a release in a folder of this machine. An endpoint elsewhere (`endpoint.py`) is another."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from .. import settings
from ..errors import ReleaseError, UsageError
from ..query.binding import Value
from ..query.budget import Budget, budget_of
from ..query.formats import Choice, first, only
from ..query.result import Result, Row
from ..query.runner import Runner
from ..release.folder import Release, current_release, read_release
from ..search.found import Found
from ..search.searcher import of_release
from ..settings import Settings

REMEDY = (
    "Make one with `cnskg build`, or take a packed one with `cnskg unpack FILE`; or give a folder, or the URL of a "
    "service: cnskg.open('https://…')."
)


@dataclass(frozen=True)
class Answer:
    """The rows of a SELECT, in terms; `hints` say what may be wrong with the query."""

    columns: list[str]
    rows: list[Row]
    hints: list[str] = field(default_factory=list)


class Source(Protocol):
    """What a graph needs of the place where it is asked. Each may raise a CnskgError, and gives all or nothing."""

    place: str

    @property
    def release(self) -> str:
        """The digest of the release; empty where an endpoint does not tell it."""
        ...

    def rows(self, query: str, /, **values: Value) -> list[Row]:
        """The rows of a SELECT of our own, with values for some of its variables."""
        ...

    def select(self, query: str, seconds: float | None = None) -> Answer:
        """The answer to anybody's SELECT, with what may be wrong with it."""
        ...

    def ask(self, query: str, seconds: float | None = None) -> bool:
        """The word of an ASK."""
        ...

    def triples(self, query: str, seconds: float | None = None) -> bytes:
        """The graph of a CONSTRUCT or DESCRIBE, in N-Triples."""
        ...

    def find(self, text: str, kind: str = "", most: int | None = None) -> Found:
        """What bears a name or holds the words, best first; only of one of the groups of a search, if one is named.

        At most so many hits are given; left out, at least those of one answer of /search: whatever bears a name is
        among them. Raises UsageError for a text that is too long.
        """
        ...

    def close(self) -> None:
        """Let go of processes and files."""
        ...


def within(found: Found, kind: str, most: int | None) -> Found:
    """The best of what was found, of one group only if one is named."""
    return replace(found, hits=[hit for hit in found.hits if kind in ("", hit.entry.group)][:most])


class Local:
    """A release in a folder, asked through worker processes as the service asks it."""

    def __init__(self, chosen: Settings, release: Release) -> None:
        self._settings, self._release = chosen, release
        self.runner = Runner(chosen, release)
        self.place = str(release.path)

    @property
    def release(self) -> str:
        """As Source has it."""
        return self._release.digest

    def rows(self, query: str, /, **values: Value) -> list[Row]:
        """As Source has it."""
        return self.runner.rows(query, **values)

    def select(self, query: str, seconds: float | None = None) -> Answer:
        """As Source has it."""
        with self._run(query, seconds, first) as result:
            columns, rows = result.table()
            return Answer(columns, list(rows), [*result.hints, *_missing(result)])

    def ask(self, query: str, seconds: float | None = None) -> bool:
        """As Source has it."""
        with self._run(query, seconds, first) as result:
            return result.truth()

    def triples(self, query: str, seconds: float | None = None) -> bytes:
        """As Source has it."""
        with self._run(query, seconds, only("ntriples")) as result:
            return result.file.read()

    def find(self, text: str, kind: str = "", most: int | None = None) -> Found:
        """As Source has it."""
        return within(of_release(self._release.path).find(text), kind, most)

    def close(self) -> None:
        """As Source has it."""
        self.runner.close()

    def _run(self, query: str, seconds: float | None, choose: Choice) -> _Open:
        return _Open(self.runner.run(query, choose, None, None, budget(self._settings, seconds)))


class _Open:
    """A result whose file is closed at the end of a block."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __enter__(self) -> Result:
        return self._result

    def __exit__(self, *_: object) -> None:
        self._result.file.close()


def budget(chosen: Settings, seconds: float | None) -> Budget:
    """What one question may take: unlike a client of the service, who asks here may also wait longer than is set."""
    if seconds is None:
        return budget_of(chosen)
    if not isinstance(seconds, int | float):
        raise UsageError(f"{type(seconds).__name__} is no time", hint="timeout= takes seconds, as a number.")
    return budget_of(replace(chosen, deadline_s=settings.checked("deadline_s", seconds)))


def _missing(result: Result) -> list[str]:
    return [f"the release has no graph <{iri}>" for iri in result.missing_graphs]


def local(place: str | Path | None, timeout: float | None, result_mb: int | None) -> Local:
    """The release in a folder: the folder itself, the one in use among a folder of releases, or among our own.

    Raises ReleaseError, which says how to come by one.
    """
    if place is None:
        chosen = settings.load(deadline_s=timeout, result_mb=result_mb)
        return Local(chosen, _told(chosen))
    folder = _folder(place)
    if folder.is_file():
        raise ReleaseError(f"{folder} is a file", hint=f"`cnskg unpack {folder}` takes a packed release; then open it.")
    chosen = settings.load(build=folder, deadline_s=timeout, result_mb=result_mb)
    if (folder / "manifest.json").exists():
        return Local(chosen, read_release(folder.resolve()))
    return Local(chosen, _told(chosen))


def _folder(place: str | Path) -> Path:
    """A folder, or a file. Raises UsageError for what is no path, ReleaseError where there is neither."""
    if not isinstance(place, str | os.PathLike):
        raise UsageError(f"{type(place).__name__} is no place of a graph", hint="Give a folder or a URL.")
    with contextlib.suppress(OSError, RuntimeError):  # a name that is too long, the home of nobody
        folder = Path(place).expanduser()
        if folder.exists():
            return folder
    raise ReleaseError(f"there is no folder {str(place)[:200]}", hint=REMEDY)


def _told(chosen: Settings) -> Release:
    """The release in use. Raises ReleaseError, in the words of Python."""
    try:
        return current_release(chosen)
    except ReleaseError as error:
        raise ReleaseError(error.message, hint=REMEDY) from None
