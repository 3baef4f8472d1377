"""Conditional requests (RFC 9110 section 13.1.2): who holds an answer already is told so, and gets no body.

Tags are compared weakly, and without what a compression put behind them: a proxy in between may have weakened or
compressed our answer, and it is the same answer all the same.
"""

from __future__ import annotations

import re

from flask import Response, request

_COMPRESSION = re.compile(r"(--?|;)(gzip|br|zstd|deflate)$")
_METHODS = ("GET", "HEAD", "QUERY")  # POST answers are no representation that a client could hold
#: Routes without a tag: what they say is of the moment.
_UNTAGGED = ("ops",)

REVALIDATE = "public, no-cache"  # keep it, and ask each time: cheap, because a release never changes


def name_packed(response: Response) -> None:
    """Give a compressed answer a tag of its own: its bytes are others (RFC 9110 section 8.8.3.3)."""
    tag, weak = response.get_etag()
    if response.status_code == 200 and tag is not None and not weak and "Content-Encoding" in response.headers:
        response.set_etag(f"{tag}-gzip")


def held(tag: str) -> tuple[str, bool] | None:
    """The tag under which the client holds this answer, and whether it is weak; None where it does not hold it."""
    if request.method not in _METHODS:
        return None
    theirs = request.if_none_match
    same = (t for t in sorted(theirs.as_set(include_weak=True)) if _COMPRESSION.sub("", t) == tag)
    return next(((t, theirs.is_weak(t)) for t in same), None)


def unchanged(tag: tuple[str, bool]) -> Response:
    """What tells a client that it holds the answer."""
    response = Response(status=304)
    response.set_etag(*tag)
    response.headers["Cache-Control"] = REVALIDATE
    return response


def conditional(response: Response) -> None:
    """Tag a page by its bytes; empty a complete answer that the client holds."""
    if response.status_code != 200 or request.method not in _METHODS:
        return
    if _may_be_tagged(response):
        response.add_etag()
        response.headers["Cache-Control"] = REVALIDATE
    tag = response.get_etag()[0]
    if tag is None:
        return
    known = held(tag)
    if known or request.if_none_match.star_tag:
        response.status_code = 304
        response.set_etag(*(known or (tag, False)))


def _may_be_tagged(response: Response) -> bool:
    """Whether all of an answer's bytes are there, and nobody has said how it may be kept."""
    said = "ETag" in response.headers or "Cache-Control" in response.headers
    return not said and response.is_sequence and request.blueprint not in _UNTAGGED and request.url_rule is not None
