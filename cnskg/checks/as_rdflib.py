"""Content as rdflib graphs: each literal as it is written, and what rdflib cannot make a Python value of left alone.

rdflib tries to turn every literal into a value of Python, warns or logs a stack trace where it cannot (a day before our
era, a month 13, "maybe" as truth value), and by default spells numbers anew. What is ill-typed is for checks to tell.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import rdflib


@contextmanager
def as_written() -> Iterator[None]:
    """While this lasts rdflib keeps literals as they are spelled, and says nothing of those it cannot convert."""
    log = logging.getLogger("rdflib.term")
    before = rdflib.NORMALIZE_LITERALS, log.level
    rdflib.NORMALIZE_LITERALS = False
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = before[0]
        log.setLevel(before[1])


def read(text: str | bytes, form: str) -> rdflib.Graph:
    """The graph of a text in a format of rdflib's."""
    with as_written():
        return rdflib.Graph().parse(data=text, format=form)
