"""The log of the service: one line an event, all in one format on standard error, our own troubles included.

As JSON: `time`, `level`, `logger`, `message`, within a request its `request` (X-Request-Id), what an event adds (see
`middleware.entry`), and `traceback` where something broke. As text: the same for people.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time

from flask import g, has_request_context

from ..settings import Settings

LOGGERS = ("cnskg", "waitress", "py.warnings")


class Line(logging.Formatter):
    """One event as one line."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """The line; what a message holds of line ends is escaped."""
        told = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{record.msecs:03.0f}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context() and (number := g.get("request_id")):
            told["request"] = number
        told |= getattr(record, "fields", {})
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        if self._as_json:
            return json.dumps(told, ensure_ascii=False)
        rest = " ".join(f"{k}={v}" for k, v in list(told.items())[4:] if v is not None)
        line = f"{told['time']} {told['level']} {told['logger']}: {told['message']} {rest}".rstrip()
        return line.replace("\r", "\\r").replace("\n", "\\n")


def set_up(settings: Settings) -> None:
    """From now on all events go to standard error in the one format of the settings, or nowhere."""
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a log that nobody reads any more is no reason to write a trace into it
    handler: logging.Handler = logging.NullHandler() if settings.log == "off" else logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line(settings.log == "json"))
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.ERROR if name == "waitress" else logging.INFO)
    threading.excepthook = _of_thread


def _of_thread(found: threading.ExceptHookArgs) -> None:
    """What broke in a thread of its own, which nobody waits for."""
    if found.exc_value is not None:
        log = logging.getLogger("cnskg.web")
        log.error("a thread broke off: %s", type(found.exc_value).__name__, exc_info=found.exc_value)
