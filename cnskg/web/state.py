"""What all routes share: settings, the runner of the current release, metrics, the rate limit."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import secrets
import threading
import time

from flask import current_app

from ..errors import CnskgError
from ..query.binding import Value
from ..query.budget import Budget
from ..query.result import Row
from ..query.runner import Runner
from ..query.trouble import one_line
from ..release.folder import Release, current_release, read_release
from ..release.inputs import input_digest, staleness
from ..settings import Settings
from .limits import RateLimit
from .metrics import Metrics

log = logging.getLogger("cnskg.web")

_LOOK_EVERY = 0.5  # seconds between two looks at the link `current`


def here() -> State:
    """The state of the app that answers this request."""
    found: State = current_app.extensions["cnskg"]
    return found


class State:
    """The state behind the routes of one app, which is `app.extensions["cnskg"]`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics(lambda: self.runner.pool.state(), lambda: self.runner.pool.waits())
        self.limit = RateLimit(settings.rate, settings.rate_burst)
        self._salt = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._expected = input_digest(settings.content)
        self._runner = Runner(settings, current_release(settings))
        self._tell()
        self._looked = time.monotonic()
        self._told = ""

    @property
    def runner(self) -> Runner:
        """The runner of the current release. Take it once per request: it may be another one the next time."""
        if time.monotonic() - self._looked > _LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                self._follow()
            finally:
                self._lock.release()
        return self._runner

    @property
    def release(self) -> Release:
        """The current release."""
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
        self._runner.close()

    def _follow(self) -> None:
        """Change to a new release; queries under way finish on the old one. A damaged one is not followed."""
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
