"""One worker process as its pool sees it: started, given a job, ended; and what its end says.

Who is to blame for the end of a worker is told by the signal that ended it, or its exit code, and by its last words on
standard error: the engine writes there whether it lacked memory or stumbled over itself.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from ..errors import CnskgError, DeadlineExceeded, EngineFault, RefusedFeature, ResourceExceeded
from ..settings import PACKAGE
from .sandbox import NO_MEMORY, NO_STORE, REFUSED_SIGNAL
from .trouble import one_line, service_trouble

log = logging.getLogger("cnskg.query.process")

_MOST_SAID = 1 << 16  # bytes of last words that are read: what a pipe holds
_END_S = 5.0  # seconds in which a worker that has hung up is gone; one that is not is killed

#: One arena for all threads: glibc maps up to 128 MiB for each thread's own, and where several of the store's threads
#: start at once, these alone can reach the cap on the address space, so that the engine aborts at no fault of a query.
_ENVIRONMENT = {"PYTHONPATH": str(PACKAGE.parent), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"}

#: Nobody but an operator or the kernel sends these: what the worker did is no reason. (SIGIO: see `sandbox.end_with`.)
_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGIO)
_LACKED_MEMORY = re.compile(rb"memory allocation of \d+ bytes failed|bad_alloc|MemoryError|capacity overflow")
_LACKED_THREADS = b"std::system_error"


class Process:
    """One worker process and the socket to it. Raises ServiceTrouble where none can be started."""

    def __init__(self, store: Path, memory_mb: int) -> None:
        self.jobs = 0
        self.slowed = False
        try:
            self._start(store, memory_mb)
        except OSError as error:
            raise service_trouble("the service cannot start a worker", error) from None

    def _start(self, store: Path, memory_mb: int) -> None:
        keep = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PATH") if name in os.environ}
        with contextlib.ExitStack() as ours, contextlib.ExitStack() as given:
            channel, theirs = socket.socketpair()
            self.channel = ours.enter_context(channel)
            given.enter_context(theirs)
            said, says = os.pipe()
            self._said = ours.enter_context(os.fdopen(said, "rb", buffering=0))
            given.enter_context(os.fdopen(says, "wb", buffering=0))
            for end in (said, says):  # so a worker that says much loses words, and is not held up
                os.set_blocking(end, False)
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "cnskg.query.worker", str(theirs.fileno()), str(store), str(memory_mb)],
                pass_fds=[theirs.fileno()],
                env=keep | _ENVIRONMENT,
                stdin=subprocess.PIPE,  # into which nothing is written: the worker ends when it is closed
                stdout=subprocess.DEVNULL,
                stderr=says,
                cwd="/",
                process_group=0,  # Ctrl-C and the end of a terminal are for the service, which lets queries finish
            )
            ours.pop_all()

    def usable(self, most_jobs: int) -> bool:
        """Whether it may be given another job."""
        return not self.slowed and self.jobs < most_jobs and self.popen.poll() is None

    def slow_down(self) -> None:
        """Lowest priority from now on."""
        self.slowed = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.popen.pid, 19)

    def ready(self, event: int, seconds: float) -> bool:
        """Whether the channel comes to be ready for select.POLLIN or POLLOUT, or is hung up, within so many seconds."""
        poller = select.poll()  # select.select takes no descriptor above 1023
        poller.register(self.channel, event)
        return bool(poller.poll(seconds * 1000))

    def end(self) -> None:
        """Kill and reap.

        A process of the lowest priority dies as slowly as it lived: on a busy machine it took more than two seconds, by
        which its query overran its deadline. So no answer waits for that.
        """
        self.channel.close()
        self.popen.kill()
        assert self.popen.stdin is not None
        self.popen.stdin.close()
        self._said.close()
        if self.slowed:
            threading.Thread(target=self.popen.wait, daemon=True).start()
        else:
            self.popen.wait()

    def verdict(self) -> CnskgError | None:
        """Wait for the end of a worker that has hung up: its query's error; None if it was killed from outside."""
        try:
            code = self.popen.wait(_END_S)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            code = self.popen.wait()
        said = self._said.read(_MOST_SAID) or b""
        return None if -code in _FROM_OUTSIDE else verdict(code, said)


def verdict(code: int, said: bytes) -> CnskgError:
    """What an exit code (negative: the signal that ended the worker) and the last words say; the operator is told."""
    words = one_line(said.decode("utf-8", "replace"))
    if code != NO_MEMORY and (code >= 0 or -code == signal.SIGBUS):  # it gave up, or what it reads has gone
        doing = "a worker cannot open the store" if code == NO_STORE else "a worker cannot do its work"
        return service_trouble(doing, words or f"it ended with code {code}")
    if -code == signal.SIGABRT and _LACKED_THREADS in said:
        return service_trouble("a worker cannot start the threads of its store", words)
    log.warning("a worker ended by %s: %s", signal.Signals(-code).name if code < 0 else "itself", words or "no word")
    if -code == REFUSED_SIGNAL:
        return RefusedFeature("the query tried to reach the network", hint="SERVICE is not available here.")
    if -code in (signal.SIGALRM, signal.SIGXCPU):
        return DeadlineExceeded("the query was stopped at its deadline")
    if code == NO_MEMORY or (-code == signal.SIGABRT and _LACKED_MEMORY.search(said)):
        return ResourceExceeded(
            "the query needed more memory than a worker may use",
            hint="Narrow the query: fewer rows to sort, group or join at once.",
        )
    if -code == signal.SIGSEGV:  # a stack that is too high ends so
        return ResourceExceeded(
            "the query is nested more deeply than the engine can follow",
            hint="Give it fewer levels and parts. If it has few, the engine has failed: please report it.",
        )
    return EngineFault(
        "the engine failed at this query",
        hint="That is no fault of the query; please report it. Written in another way it may be answered.",
    )
