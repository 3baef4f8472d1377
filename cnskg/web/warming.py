"""What is read once per release, read before anybody asks: else whoever comes first waits seconds for the ontology.

It is done aside, by asking for the pages that need it; the service answers meanwhile.
"""

from __future__ import annotations

import logging
import threading

from flask import Flask

log = logging.getLogger("cnskg.web")

#: A page for each thing that is kept: ways in and first answers, the ontology, the questions, the index, names.
PAGES = ("/", "/ontology", "/questions", "/search?q=security", "/ask?q=security")


def keep(app: Flask) -> None:
    """Read it now, and for each release that is followed."""
    app.extensions["cnskg"].followed = lambda: _aside(app)
    _aside(app)


def _aside(app: Flask) -> threading.Thread:
    thread = threading.Thread(target=warm, args=(app,), name="warming", daemon=True)
    thread.start()
    return thread


def warm(app: Flask) -> None:
    """Ask for each page; what goes wrong is told to whoever asks for it next, and here to who looks for it."""
    for page in PAGES:
        try:
            with app.test_request_context(page, headers={"Accept": "text/html"}):
                app.dispatch_request()
        except Exception:  # of whatever kind: nobody waits for this page
            log.debug("the page %s could not be made ready", page, exc_info=True)
