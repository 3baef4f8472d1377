"""What all routes share: settings, the runner of the current release, metrics, the rate limit."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from flask import current_app, has_request_context, request

from ..errors import CnskgError
from ..query.binding import Value
from ..query.budget import Budget
from ..query.result import Row
from ..query.runner import Runner
from ..query.trouble import one_line
from ..release.folder import Release, read_release
from ..release.inputs import input_digest, staleness
from ..settings import Settings
from . import served
from .limits import RateLimit
from .metrics import Metrics

log = logging.getLogger("cnskg.web")

_LOOK_EVERY = 0.5  # seconds between two looks at the link `current`
#: Releases beside the current one whose workers stand ready; each has one, for few ask.
MOST_OPEN = 2
#: What a request has in its environment where it asks for one release (`kept.py`): its digest, and then its runner.
KEPT, _RUNNER = "cnskg.release", "cnskg.runner"


def here() -> State:
    """The state of the app that answers this request."""
    found: State = current_app.extensions["cnskg"]
    return found


class State:
    """The state behind the routes of one app, which is `app.extensions["cnskg"]`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics(lambda: self._runner.pool.state(), lambda: self._runner.pool.waits())
        self.limit = RateLimit(settings.rate, settings.rate_burst)
        self._salt = secrets.token_bytes(16)
        self._lock, self._opening = threading.Lock(), threading.Lock()
        self._expected = input_digest(settings.content)
        self._runner = served.runner(settings)
        self._tell()
        self._looked = time.monotonic()
        self._told = ""
        self._opened: OrderedDict[str, Runner] = OrderedDict()
        self.followed: Callable[[], object] = lambda: None  # what is done when a new release is in use

    @property
    def runner(self) -> Runner:
        """The runner of the release that is asked: the current one, unless the address of the request names another.

        Take it once per request: the current one may be another the next time.
        """
        kept: Runner | None = request.environ.get(_RUNNER) if has_request_context() else None
        return kept or self._current()

    def enter(self) -> None:
        """Open the release that the address of this request names, if it does. Raises ReleaseError."""
        digest = request.environ.get(KEPT)
        if digest is not None:
            request.environ[_RUNNER] = self._runner_of(digest)

    def _runner_of(self, digest: str) -> Runner:
        current = self._current()
        if current.release.digest == digest:
            return current
        with self._opening:
            found = self._opened.get(digest)
            if found is None:
                release = read_release(self.settings.build / "releases" / digest)
                found = self._opened[digest] = Runner(replace(self.settings, workers=1, slow_workers=1), release)
            self._opened.move_to_end(digest)
            if len(self._opened) > MOST_OPEN:
                self._opened.popitem(last=False)[1].close()
        return found

    def _current(self) -> Runner:
        if time.monotonic() - self._looked > _LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                self._follow()
            finally:
                self._lock.release()
        return self._runner

    @property
    def release(self) -> Release:
        """The release that is asked."""
        return self.runner.release

    @property
    def stale(self) -> str:
        """What the current release is behind in, measured against the inputs that were here at the start; or empty."""
        return staleness(self.release, self._expected)

    def _tell(self) -> None:
        release = self._runner.release
        if why := staleness(release, self._expected):
            log.warning("release %s is stale: %s. `cnskg build`, or --build-if-stale, mends it", release.digest, why)

    def ask(self, query: str, budget: Budget, /, **bindings: Value) -> list[Row]:
        """The rows of a SELECT. Values are bound, never pasted into the text."""
        return self.runner.rows(query, budget, **bindings)

    def client(self, address: str) -> str:
        """A key for a client that does not tell its address; an IPv6 client is its /64 network."""
        try:
            parsed = ipaddress.ip_address(address)
            if parsed.version == 6:
                address = str(ipaddress.ip_network((address, 64), strict=False))
        except ValueError:
            pass
        return hashlib.blake2s(address.encode(), key=self._salt, digest_size=6).hexdigest()

    def close(self) -> None:
        """End the workers."""
        for runner in (self._runner, *self._opened.values()):
            runner.close()

    def _follow(self) -> None:
        """Change to a new release; queries under way finish on the old one. A damaged one is not followed.

        What a store elsewhere holds is not followed: its queries say so (cnskg/query/elsewhere.py).
        """
        if self.settings.store:
            return
        try:
            target = (self.settings.build / "current").resolve()
            if target == self._runner.release.path.resolve():
                self._told = ""
                return
            fresh = Runner(self.settings, read_release(target))
        except (CnskgError, OSError) as error:
            if str(error) != self._told:  # once, not at each look
                log.error("not following the link to the current release: %s", one_line(str(error)))
            self._told = str(error)
            return
        self._told = ""
        old, self._runner = self._runner, fresh
        old.close()
        log.info("now serving release %s", fresh.release.digest)
        self._tell()
        self.followed()
