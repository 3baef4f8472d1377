"""The worker processes of one release: started, given one job at a time, killed when a limit is reached, replaced.

Two lanes keep cheap queries quick beside runaway ones. A job starts in the fast lane (`workers` at a time). When it has
worked for `slow_after_s` it moves to the slow lane: its process gets the lowest priority, its place goes to the next
job. A full slow lane stops the job with Busy. A process that was slowed down is not used again, because
priority only goes down.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import IO, Any

from ..errors import Busy, DeadlineExceeded, QueryError, RefusedFeature, ResourceExceeded
from ..settings import PACKAGE, Settings
from . import wire
from .budget import TICK, Budget
from .sandbox import REFUSED_SIGNAL

log = logging.getLogger("cnskg.query.pool")

_JOBS_PER_PROCESS = 2000  # then a fresh one, so that no slow leak adds up
_ATTEMPTS = 10  # where a worker is killed from outside, which may hit its successors too
_SOONER = 5  # how much sooner a job moves to the slow lane while others wait
_KILL_AFTER = 2.0  # seconds past its deadline at which a process ends itself, should the pool be gone


class Process:
    """One worker process and the socket to it."""

    def __init__(self, store: Path, memory_mb: int) -> None:
        ours, theirs = socket.socketpair()
        os.set_inheritable(theirs.fileno(), True)
        keep = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PATH") if name in os.environ}
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "cnskg.query.worker", str(theirs.fileno()), str(store), str(memory_mb)],
            pass_fds=[theirs.fileno()],
            env=keep | {"PYTHONPATH": str(PACKAGE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        theirs.close()
        self.channel = ours
        self.jobs = 0
        self.slowed = False

    @property
    def usable(self) -> bool:
        return not self.slowed and self.jobs < _JOBS_PER_PROCESS and self.popen.poll() is None

    def cpu(self) -> float:
        """Processor seconds used so far: on a machine under load a cheap query may wait long and work little."""
        try:
            return time.clock_gettime((~self.popen.pid << 3) | 2)  # Linux's clock of another process
        except OSError:
            return 0.0  # it has just died, which its socket will tell

    def slow_down(self) -> None:
        """Lowest priority from now on."""
        self.slowed = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.popen.pid, 19)

    def end(self) -> int:
        """Kill and reap; the exit code (negative: the signal that ended it)."""
        self.channel.close()
        self.popen.kill()
        return self.popen.wait()


class Pool:
    """Runs jobs in worker processes. `execute` may be called from any number of threads."""

    def __init__(self, settings: Settings, store: Path) -> None:
        self._settings, self._store = settings, store
        self._lock = threading.Condition()
        self._idle: deque[Process] = deque()
        self._waiting: deque[object] = deque()
        self._fast = self._slow = 0
        self._closed = False
        self.restarts = 0
        with self._lock:
            self._refill()

    def state(self) -> dict[str, int]:
        """How busy the pool is: jobs in each lane, jobs waiting, idle processes, processes replaced."""
        with self._lock:
            return {
                "fast": self._fast,
                "slow": self._slow,
                "waiting": len(self._waiting),
                "idle": len(self._idle),
                "restarts": self.restarts,
            }

    def processes(self) -> list[int]:
        """Process ids of the idle workers (for tests and diagnosis)."""
        with self._lock:
            return [process.popen.pid for process in self._idle]

    def execute(self, job: dict[str, Any], file: IO[bytes], budget: Budget) -> dict[str, Any]:
        """Run a job within its budget; the worker's reply. The result is in `file`.

        Raises Busy, DeadlineExceeded, ResourceExceeded, RefusedFeature (it reached for the network) or Cancelled.
        """
        self._enter(budget)
        lane = ["fast"]
        try:
            for _ in range(_ATTEMPTS):
                try:
                    return self._attempt(job, file, lane, budget)
                except OSError:  # the process was dead already, or somebody else killed it: not the query's fault
                    log.warning("a worker was killed from outside; its query is run again")
            raise ResourceExceeded("the worker processes are being killed", hint="Try again later.")
        finally:
            self._leave(lane[0])

    def _attempt(self, job: dict[str, Any], file: IO[bytes], lane: list[str], budget: Budget) -> dict[str, Any]:
        """Run the job in one process, which is given back if it is well and replaced if not."""
        process, well = self._take(), False
        try:
            self._hand_over(process, job, file, budget)
            reply = self._await(process, lane, budget)
            well = True
            return reply
        finally:
            if well:
                self._give_back(process)
            else:
                self._retire(process)

    def close(self) -> None:
        """Let go of the idle processes; jobs under way end in their own time, and later ones still get a process."""
        with self._lock:
            self._closed = True
            idle, self._idle = list(self._idle), deque()
        for process in idle:
            process.end()

    # -- lanes

    def _enter(self, budget: Budget) -> None:
        """Wait for a place in the fast lane, first come first served."""
        ticket = object()
        with self._lock:
            if self._fast >= self._settings.workers and len(self._waiting) >= self._settings.queue:
                raise Busy(f"{self._settings.queue} queries wait already", hint="Try again in a moment.", retry_after=2)
            self._waiting.append(ticket)
            try:
                while self._fast >= self._settings.workers or self._waiting[0] is not ticket:
                    if not budget.left:
                        raise Busy("no worker came free in time", hint="Try again in a moment.", retry_after=2)
                    budget.check()
                    self._lock.wait(min(budget.left, 10 * TICK))
                self._fast += 1
            finally:
                self._waiting.remove(ticket)
                self._lock.notify_all()

    def _leave(self, lane: str) -> None:
        with self._lock:
            if lane == "fast":
                self._fast -= 1
            else:
                self._slow -= 1
            self._lock.notify_all()

    def _is_slow(self, used: float) -> bool:
        """Whether a job that used so many processor seconds belongs in the slow lane: sooner while others wait."""
        if used >= self._settings.slow_after_s:
            return True
        place = self._slow < self._settings.slow_workers
        return bool(self._waiting) and place and used >= self._settings.slow_after_s / _SOONER

    def _slow_down(self, process: Process, lane: list[str]) -> None:
        with self._lock:
            if lane[0] == "slow":  # a second attempt
                process.slow_down()
                return
            if self._slow >= self._settings.slow_workers:
                raise Busy(
                    f"the query took longer than {self._settings.slow_after_s:g} s and the slow lane is full",
                    hint="Narrow the query (constants, LIMIT), or try again later.",
                    retry_after=5,
                )
            self._slow += 1
            self._fast -= 1
            lane[0] = "slow"
            process.slow_down()
            self._refill()
            self._lock.notify_all()

    # -- processes

    def _refill(self, leaving: int = 0) -> None:
        """With the lock held: enough idle processes for the fast lane, `leaving` of its jobs being over."""
        while not self._closed and len(self._idle) + self._fast - leaving < self._settings.workers:
            self._idle.append(Process(self._store, self._settings.memory_mb))

    def _take(self) -> Process:
        with self._lock:
            while self._idle:
                process = self._idle.popleft()
                if process.usable:
                    return process
                self.restarts += 1
                process.end()
            return Process(self._store, self._settings.memory_mb)

    def _give_back(self, process: Process) -> None:
        process.jobs += 1
        with self._lock:
            if process.usable and not self._closed and len(self._idle) < self._settings.workers:
                self._idle.append(process)
                return
        process.end()

    def _retire(self, process: Process) -> int:
        code = process.end()
        with self._lock:
            self.restarts += 1
            self._refill(leaving=1)
        return code

    def _hand_over(self, process: Process, job: dict[str, Any], file: IO[bytes], budget: Budget) -> None:
        file.seek(0)
        file.truncate()
        seconds = max(budget.left, 0.01)
        process.channel.settimeout(seconds)
        wire.send(process.channel, job | {"seconds": seconds + _KILL_AFTER}, [file.fileno()])

    def _await(self, process: Process, lane: list[str], budget: Budget) -> dict[str, Any]:
        """Wait for the reply, moving to the slow lane on the way."""
        began = process.cpu()
        while True:
            budget.check()
            if not process.slowed and self._is_slow(process.cpu() - began):
                self._slow_down(process, lane)
            if select.select([process.channel], [], [], min(TICK, budget.left))[0]:
                return self._reply(process)

    def _reply(self, process: Process) -> dict[str, Any]:
        try:
            message = wire.receive(process.channel)
        except (OSError, ValueError):
            message = None
        if message is not None:
            return message[0]
        code = process.popen.wait()
        if -code == signal.SIGKILL:
            raise ConnectionAbortedError
        log.warning("worker ended with code %d", code)
        raise _death(-code)


def _death(ended_by: int) -> QueryError:
    """What the signal that ended a worker says about its query."""
    if ended_by == REFUSED_SIGNAL:
        return RefusedFeature("the query tried to reach the network", hint="SERVICE is not available here.")
    if ended_by in (signal.SIGALRM, signal.SIGXCPU):
        return DeadlineExceeded("the query was stopped at its deadline")
    return ResourceExceeded(
        "the query needed more memory than a worker may use",
        hint="Narrow the query: fewer rows to sort, group or join at once.",
    )
