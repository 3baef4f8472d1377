"""The service's own trouble, told as such: a full disk, too few descriptors, a store that is gone.

No query is at fault there and none would help, so the client is told 503 with the cause, and the operator gets one line
with the whole of it. What a client is told names no path.
"""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from typing import IO

from ..errors import ServiceTrouble

log = logging.getLogger("cnskg.query.trouble")

_MOST_WORDS = 600  # characters of a line in the log
_CAUSES = (
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOENT, errno.EACCES,
    errno.EROFS, errno.ENOMEM, errno.EAGAIN,
)  # fmt: skip


def service_trouble(doing: str, error: OSError | str) -> ServiceTrouble:
    """The error for a client, with the cause; the operator's line is written. `doing` says what cannot be done."""
    log.error("%s: %s", doing, one_line(str(error)))
    return ServiceTrouble(
        f"{doing}: {_cause(error)}",
        hint="The query is not at fault. The log of the service says more; try again later.",
    )


def _cause(error: OSError | str) -> str:
    """What the system says, without the path at which it says so."""
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    if "file descriptors" in str(error):  # the engine counts them before it opens any
        return os.strerror(errno.EMFILE)
    known = [os.strerror(number) for number in _CAUSES]
    return next((words for words in known if words in str(error)), "the cause is in the log of the service")


def one_line(text: str) -> str:
    """The words of a text on one line, not too many of them; of a Python traceback its last line."""
    lines = text.strip().splitlines()
    if "Traceback (most recent call last):" in lines:
        lines = lines[-1:]
    return " ".join(" ".join(lines).split())[:_MOST_WORDS]


def temporary_file() -> IO[bytes]:
    """A file that is gone when closed. Raises ServiceTrouble where there is no place for one."""
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise service_trouble("the service cannot make a temporary file", error) from None


def free_bytes() -> int:
    """Room for temporary files. Raises ServiceTrouble where there is no place for one."""
    with temporary_file() as file:
        found = os.fstatvfs(file.fileno())
        return found.f_bavail * found.f_frsize
