"""What a worker process gives up before it sees a query: the network, new programs, memory and time; how it ends.

The engine has SERVICE compiled in and no switch for it, so the kernel refuses instead: a seccomp filter kills the
process as soon as it opens a socket that is not a local one. The killing is deliberate: `SERVICE SILENT` would turn a
mere error into an answer.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import logging
import os
import platform
import resource
import select
import signal
import struct
from pathlib import Path

log = logging.getLogger("cnskg.query.sandbox")

#: Exit signal by which the runner tells that a query reached out to the network.
REFUSED_SIGNAL = signal.SIGSYS

#: Exit codes of a worker: it could not open its store; it had no memory left for anything but to say so.
NO_STORE, NO_MEMORY = 3, 4

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_FILTER = 38, 22, 2
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_LOAD, _EQUAL, _GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_AF_UNIX = 1

#: Machine -> its number in the audit system, and those of the system calls that matter here.
MACHINES = {
    "x86_64": (
        0xC000003E,
        {"socket": 41, "execve": 59, "execveat": 322, "ptrace": 101, "io_uring_setup": 425},
    ),
    "aarch64": (
        0xC00000B7,
        {"socket": 198, "execve": 221, "execveat": 281, "ptrace": 117, "io_uring_setup": 425},
    ),
}


class _Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def supported() -> bool:
    """Whether the kernel filter exists for this machine."""
    return platform.system() == "Linux" and platform.machine() in MACHINES


def program(machine: str) -> bytes:
    """The BPF program for one machine: (code, jump if true, jump if false, operand) of eight bytes each.

    Sockets are allowed where they are local ones, the other calls of the table never.
    """
    arch, calls = MACHINES[machine]
    body = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    # x32 calls have their own numbers on x86_64, from 0x40000000: a way round the list if it were left open
    body += [(_GREATER_EQUAL, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL)]
    for name, call in calls.items():
        if name != "socket":
            body += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _KILL)]
    body += [(_EQUAL, 1, 0, calls["socket"]), (_RETURN, 0, 0, _ALLOW)]
    body += [(_LOAD, 0, 0, 16), (_EQUAL, 0, 1, _AF_UNIX), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _KILL)]
    return b"".join(struct.pack("=HBBI", *line) for line in body)


def deny_network() -> bool:
    """Forbid sockets and new programs for the rest of this process; False where the kernel filter is not available."""
    if not supported():
        log.warning("no kernel filter for %s: SERVICE is refused by reading the query only", platform.machine())
        return False
    code = program(platform.machine())
    libc = ctypes.CDLL(None, use_errno=True)
    loaded = _Program(len(code) // 8, code)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.byref(loaded), 0, 0
    ):
        log.warning("the kernel refused the filter: SERVICE is refused by reading the query only")
        return False
    return True


def limit_memory(megabytes: int) -> None:
    """Cap the address space (MiB) and switch core dumps off, so that a crash leaves no data on disk.

    Where the memory of the whole machine runs out, the kernel is to end a worker and not the service.
    """
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


def end_with(descriptor: int) -> None:
    """From now on the process ends as soon as the other end of a pipe is closed, whatever it is at.

    The kernel sends SIGIO for that, whose default action is to end the process. It sends it for data, too, and may do
    so late: hence a pipe into which nobody writes. Raises ConnectionError where its other end is closed already.
    """
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)
    seen = select.poll()
    seen.register(descriptor, 0)
    if seen.poll(0):
        raise ConnectionAbortedError


def limit_time(seconds: float) -> None:
    """End the process that many seconds from now, by CPU time and by the clock, even if its parent is gone.

    0 lifts both. The default actions of SIGALRM and SIGXCPU kill at once; a Python handler would wait for the engine.
    """
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if seconds <= 0:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime + seconds) + 2, hard))
