"""What one question may use, made at the door it comes in by and handed on to whatever works on its answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ..errors import Cancelled, DeadlineExceeded
from ..settings import Settings

#: Seconds between two looks at whether who asked has left, wherever something waits.
TICK = 0.05


def never() -> bool:
    """For questions whose asker cannot leave."""
    return False


@dataclass(frozen=True)
class Budget:
    """Seconds from now, bytes of an answer, and an asker who waits for it as long as `cancelled()` is false."""

    seconds: float
    bytes: int
    cancelled: Callable[[], bool] = never
    began: float = field(default_factory=time.monotonic)

    @property
    def deadline(self) -> float:
        """The end, on the clock of time.monotonic."""
        return self.began + self.seconds

    @property
    def left(self) -> float:
        """Seconds until the end; never less than 0."""
        return max(0.0, self.deadline - time.monotonic())

    def check(self) -> None:
        """Go on. Raises Cancelled where nobody waits any more, DeadlineExceeded where the time is over."""
        if self.cancelled():
            raise Cancelled("the client left before its answer was complete")
        if not self.left:
            raise DeadlineExceeded("the query was stopped at its deadline")

    def part(self, seconds: float) -> Budget:
        """The budget of one step: so many seconds from now, or this one where fewer are left."""
        return self if self.left <= seconds else replace(self, seconds=seconds, began=time.monotonic())


def budget_of(settings: Settings, seconds: float | None = None, cancelled: Callable[[], bool] = never) -> Budget:
    """The budget of one question under these settings; whoever asks may shorten the time."""
    longest = settings.deadline_s
    return Budget(longest if seconds is None else min(seconds, longest), settings.result_mb << 20, cancelled)
