"""The worker processes of one release: started, given one job at a time, killed when a limit is reached, replaced.

Two lanes keep cheap queries quick beside runaway ones. A job starts in the fast lane (`workers` at a time). When it has
worked for `slow_after_s` it moves to the slow lane: its process gets the lowest priority, its place goes to the next
job. A full slow lane stops the job with Busy. A process that was slowed down is not used again, because
priority only goes down.
"""

from __future__ import annotations

import logging
import select
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..errors import Busy, DeadlineExceeded, ServiceTrouble
from ..settings import Settings
from . import wire
from .budget import TICK, Budget
from .job import Job, Reply
from .process import Process

log = logging.getLogger("cnskg.query.pool")

_JOBS_PER_PROCESS = 2000  # then a fresh one, so that no slow leak adds up
_ATTEMPTS = 10  # of a query whose workers are killed from outside, as long as time is left; then there is a reason
_SOONER = 5  # how much sooner a job moves to the slow lane while others wait
_KILL_AFTER = 2.0  # seconds past its deadline at which a process ends itself, should the pool be gone
_PROMPT = 5.0  # seconds in which a reply that has begun to come is there


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used: on a machine under load a cheap query may wait long and work little.

    0 for one that is no more. Linux numbers the clock of another process by its id: man 2 clock_gettime.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


class Killed(Exception):
    """A worker was killed from outside, in the middle of a query or before."""


@dataclass
class Turn:
    """One job on its way through the pool: it starts in the fast lane, and may move to the slow one, once."""

    job: Job
    file: IO[bytes]
    budget: Budget
    slow: bool = False


class Pool:
    """Runs jobs in worker processes. `execute` may be called from any number of threads."""

    def __init__(self, settings: Settings, store: Path) -> None:
        self._settings, self._store = settings, store
        self._lock = threading.Condition()
        # Whenever the lock is free: _fast jobs are in the fast lane, at most `workers`, and _slow in the slow lane, at
        # most `slow_workers`, each with a process of its own; and until the pool is closed len(_idle) + _fast is at
        # least `workers`, so that whoever gets a place in the fast lane finds a process that is up. (Only where no
        # process can be started there are fewer.)
        self._idle: deque[Process] = deque()
        self._waiting: deque[Turn] = deque()
        self._fast = self._slow = 0
        self._closed = False
        self.restarts = 0
        self.entered, self.waited_s = 0, 0.0  # jobs that got a place, and how long all of them waited for it
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

    def waits(self) -> tuple[int, float]:
        """How many jobs got a place in the fast lane, and the seconds that they waited for it, all together."""
        with self._lock:
            return self.entered, self.waited_s

    def processes(self) -> list[int]:
        """Process ids of the idle workers (for tests and diagnosis)."""
        with self._lock:
            return [process.popen.pid for process in self._idle]

    def execute(self, job: Job, file: IO[bytes], budget: Budget) -> Reply:
        """Run a job within its budget; the worker's reply. The result is in `file`.

        Raises Busy, DeadlineExceeded, ResourceExceeded, RefusedFeature (it reached for the network), EngineFault,
        ServiceTrouble or Cancelled.
        """
        turn = Turn(job, file, budget)
        self._enter(turn)
        try:
            return self._attempts(turn)
        finally:
            self._leave(turn)

    def _attempts(self, turn: Turn) -> Reply:
        """Run the job; again where its worker was killed from outside and time enough is left to get as far again."""
        killed = 0
        while True:
            began = time.monotonic()
            try:
                return self._attempt(turn)
            except Killed:
                killed += 1
                again = killed < _ATTEMPTS and time.monotonic() - began <= turn.budget.left
                log.warning("a worker was killed from outside; its query is %s", "run again" if again else "given up")
                if not again:
                    raise _interrupted() from None
            except DeadlineExceeded:
                if killed:  # time went with the worker that was killed
                    raise _interrupted() from None
                raise

    def _attempt(self, turn: Turn) -> Reply:
        """Run the job in one process, which is given back if it is well and replaced if not."""
        turn.budget.check()  # whose time is over, or who has left, costs no worker
        process, well = self._take(), False
        try:
            self._hand_over(process, turn)
            reply = self._await(process, turn)
            well = True
            return reply
        finally:
            if well:
                self._give_back(process, turn)
            else:
                self._retire(process, turn)

    def close(self) -> None:
        """Let go of the idle processes; jobs under way end in their own time, and later ones still get a process."""
        with self._lock:
            self._closed = True
            idle, self._idle = list(self._idle), deque()
        for process in idle:
            process.end()

    # -- lanes

    def _enter(self, turn: Turn) -> None:
        """Wait for a place in the fast lane, first come first served."""
        budget, began = turn.budget, time.monotonic()
        with self._lock:
            if self._fast >= self._settings.workers and len(self._waiting) >= self._settings.queue:
                raise Busy(f"{self._settings.queue} queries wait already", hint="Try again in a moment.", retry_after=2)
            self._waiting.append(turn)
            try:
                while self._fast >= self._settings.workers or self._waiting[0] is not turn:
                    if not budget.left:
                        raise Busy("no worker came free in time", hint="Try again in a moment.", retry_after=2)
                    budget.check()
                    self._lock.wait(min(budget.left, 10 * TICK))
                self._fast += 1
                self.entered += 1
                self.waited_s += time.monotonic() - began
            finally:
                self._waiting.remove(turn)
                self._lock.notify_all()

    def _leave(self, turn: Turn) -> None:
        with self._lock:
            if turn.slow:
                self._slow -= 1
            else:
                self._fast -= 1
            self._lock.notify_all()

    def _is_slow(self, used: float) -> bool:
        """Whether a job that used so many processor seconds belongs in the slow lane: sooner while others wait."""
        if used >= self._settings.slow_after_s:
            return True
        place = self._slow < self._settings.slow_workers
        return bool(self._waiting) and place and used >= self._settings.slow_after_s / _SOONER

    def _slow_down(self, process: Process, turn: Turn) -> None:
        with self._lock:
            if turn.slow:  # a second attempt
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
            turn.slow = True
            process.slow_down()
            self._refill()
            self._lock.notify_all()

    # -- processes

    def _refill(self, ended: Turn | None = None) -> None:
        """With the lock held: enough idle processes for the fast lane, the turn that has ended not counted."""
        busy = self._fast - (ended is not None and not ended.slow)
        while not self._closed and len(self._idle) + busy < self._settings.workers:
            try:
                self._idle.append(Process(self._store, self._settings.memory_mb))
            except ServiceTrouble:  # told already; the next query tries again, and hears of it if it is still so
                return

    def _take(self) -> Process:
        with self._lock:
            found: Process | None = None
            while self._idle and found is None:
                process = self._idle.popleft()
                if process.usable(_JOBS_PER_PROCESS):
                    found = process
                else:
                    self.restarts += 1
                    process.end()
            found = found or Process(self._store, self._settings.memory_mb)
            self._refill()
            return found

    def _give_back(self, process: Process, turn: Turn) -> None:
        process.jobs += 1
        with self._lock:
            if process.usable(_JOBS_PER_PROCESS) and not self._closed and len(self._idle) < self._settings.workers:
                self._idle.append(process)
                return
            self._refill(turn)
        process.end()

    def _retire(self, process: Process, turn: Turn) -> None:
        process.end()
        with self._lock:
            self.restarts += 1
            self._refill(turn)

    def _hand_over(self, process: Process, turn: Turn) -> None:
        turn.file.seek(0)
        turn.file.truncate()
        process.channel.setblocking(False)
        message = turn.job.message(turn.budget.left + _KILL_AFTER)

        def wait() -> None:
            turn.budget.check()
            process.ready(select.POLLOUT, min(TICK, turn.budget.left))

        try:
            wire.send(process.channel, message, [turn.file.fileno()], wait)
        except OSError:
            raise _end_of(process) from None

    def _await(self, process: Process, turn: Turn) -> Reply:
        """Wait for the reply, moving to the slow lane on the way."""
        began = processor_seconds(process.popen.pid)
        while True:
            turn.budget.check()
            if not process.slowed and self._is_slow(processor_seconds(process.popen.pid) - began):
                self._slow_down(process, turn)
            if process.ready(select.POLLIN, min(TICK, turn.budget.left)):
                return _reply(process)


def _reply(process: Process) -> Reply:
    process.channel.settimeout(_PROMPT)
    try:
        message = wire.receive(process.channel)
    except (OSError, ValueError):
        message = None
    if message is None:
        raise _end_of(process)
    return Reply(**message[0])


def _end_of(process: Process) -> Exception:
    """What to raise where a worker has hung up."""
    return process.verdict() or Killed()


def _interrupted() -> ServiceTrouble:
    return ServiceTrouble(
        "the worker of the query was killed from outside",
        hint="The query is not at fault. Ask again; if it happens again, the machine may be short of memory.",
        retry_after=1,
    )
