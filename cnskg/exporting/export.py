"""The export itself: chosen forms of a release, written into a folder beside, which takes its place by one rename."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ..errors import ServiceTrouble, UsageError
from ..folders import put, roomy, unwritable
from ..nearest import nearest
from ..release.folder import Release
from . import crate, facts, folder, forms, kinds, nanopublications, tables

ALL = "all"
Step = Callable[[str], object]
_FACTS = ".facts.sqlite"  # in the folder while it is written
_ASIDE = ".exporting-"
_OF_THE_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def chosen(names: Sequence[str]) -> list[str]:
    """The forms of these names, in the order of the table. Raises UsageError."""
    for name in names:
        if name not in (ALL, *forms.FORMS):
            near = nearest(name, forms.FORMS) or list(forms.FORMS)
            raise UsageError(f"there is no form {name!r}", hint=f"Did you mean {', '.join(near)}?")
    if not names:
        raise UsageError("which forms?", hint=f"Name some of {', '.join(forms.FORMS)}, or say {ALL}.")
    wanted = set(forms.FORMS) if ALL in names else set(names)
    return [name for name in forms.FORMS if name in wanted]


def run(
    release: Release,
    names: Sequence[str],
    target: Path,
    step: Step,
    replace: bool = False,
    key: nanopublications.Signer | None = None,
) -> list[folder.Made]:
    """Write forms of a release into a new folder. Raises UsageError, ReleaseError, ServiceTrouble, OSError.

    Whatever happens, the folder is there whole, or as it was.
    """
    wanted = chosen(names)
    _require(target, replace)
    aside, held = _begin(target.parent, step)
    try:
        with roomy(target), _stored(target):
            made = _write(aside, release, wanted, step, ALL in names, key)
            aside.chmod(0o755)
            put(target, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        os.close(held)
    return [one._replace(path=target / one.path.relative_to(aside)) for one in made]


@contextlib.contextmanager
def _stored(target: Path) -> Iterator[None]:
    """What SQLite says of the disk, with what to do; SQLite sorts where temporary files go."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _OF_THE_DISK:
            raise
        hint = f"Make room where {target} is to be, also where temporary files go (TMPDIR), and run it again."
        raise ServiceTrouble(f"the tables could not be written: {error}", hint=hint) from None


def _begin(beside: Path, step: Step) -> tuple[Path, int]:
    """A folder to write into, and the lock on it; what exports that were killed left there is cleared before.

    Whoever writes into such a folder has it locked, so one that can be locked is dead. A folder is looked for, made and
    locked by one export at a time, so that none is taken for dead while it is young.
    """
    looking = os.open(beside, os.O_RDONLY)
    try:
        fcntl.flock(looking, fcntl.LOCK_EX)
        for left in sorted(beside.glob(f"{_ASIDE}*")):
            if (held := _locked(left)) is not None:
                step(f"clearing {left.name}, which an export that was broken off has left")
                shutil.rmtree(left, ignore_errors=True)
                os.close(held)
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=beside))
        fresh = os.open(aside, os.O_RDONLY)
        fcntl.flock(fresh, fcntl.LOCK_EX)
        return aside, fresh
    finally:
        os.close(looking)


def _locked(folder: Path) -> int | None:
    """A lock on a folder; none where somebody has it, or there is no such folder."""
    try:
        found = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(found)
        return None
    return found


def _require(target: Path, replace: bool) -> None:
    """A folder may come into this place. Raises UsageError."""
    if why := unwritable(target.parent):
        raise UsageError(f"nothing can be written to {target.parent}: {why}", hint="Name another folder with --to.")
    if not target.exists():
        return
    if not replace:
        raise UsageError(f"{target} is there already", hint="Say --replace, or name another folder with --to.")
    if not (target / folder.LIST).is_file():  # whatever it is, it is nothing that we have made
        raise UsageError(f"{target} is no export, and is not replaced", hint="Name another folder with --to.")


def _write(
    aside: Path,
    release: Release,
    wanted: Iterable[str],
    step: Step,
    possible: bool,
    key: nanopublications.Signer | None,
) -> list[folder.Made]:
    """Write forms, then what describes the files; where all that are `possible` are wanted, others are told."""
    step("gathering the facts")
    found = facts.gather(release, aside / _FACTS)
    try:
        of_kinds = kinds.fill(found.base)
        job = forms.Job(release, aside, found, (*tables.FIXED, *of_kinds), key)
        made: list[folder.Made] = []
        for form in (forms.FORMS[name] for name in wanted):
            why = form.lacks(job)
            if why and not possible:
                raise UsageError(f"{form.title} cannot be made: {why}")
            step(f"left out: {form.title}: {why}" if why else form.title)
            made += [] if why else form.write(job)
        made.append(crate.write(job, made))
    finally:
        found.base.close()
        (aside / _FACTS).unlink(missing_ok=True)
    folder.finish(aside, release, made)
    return made
