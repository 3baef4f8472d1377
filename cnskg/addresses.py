"""Addresses on the web, as people give them for an endpoint or a store, and what opens them and no others."""

from __future__ import annotations

from urllib import request
from urllib.parse import urlsplit

from .errors import UsageError

#: What stands in no IRI (SPARQL 1.1, rule IRIREF): an address may become the name of a graph.
_NEVER = frozenset('<>"{}|\\^`')
_SCHEMES = ("http", "https")


def require(url: str, of: str) -> None:
    """Raises UsageError for what is no address on the web; `of` says of what it should be one, as in "an endpoint"."""
    try:
        parts = urlsplit(url)
        there = parts.scheme in _SCHEMES and bool(parts.hostname)
    except ValueError:  # brackets left open
        there = False
    wrong = next((c for c in url if c.isspace() or c in _NEVER), "")
    if there and wrong:
        raise UsageError(f"{url[:80]!r} is no address of {of}", hint=f"No address has {wrong!r} in it.")
    if not there or wrong:
        raise UsageError(f"{url[:80]!r} is no address of {of}", hint="It begins with http:// or https://.")


def opener(*more: request.BaseHandler) -> request.OpenerDirector:
    """What opens addresses on the web and nothing else. A redirect is an answer, unless a handler follows it.

    The opener of Python knows file:, ftp: and data:, too: a peer that redirects would have it read a file of ours.
    """
    proxies = {scheme: proxy for scheme, proxy in request.getproxies().items() if scheme in _SCHEMES}
    made = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(proxies),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),  # says of any other address that it is not opened
        *more,
    ):
        made.add_handler(handler)
    return made
