"""Addresses on the web, as people give them for an endpoint or a store."""

from __future__ import annotations

from urllib.parse import urlsplit

from .errors import UsageError

#: What stands in no IRI (SPARQL 1.1, rule IRIREF): an address may become the name of a graph.
_NEVER = frozenset('<>"{}|\\^`')


def require(url: str, of: str) -> None:
    """Raises UsageError for what is no address on the web; `of` says of what it should be one, as in "an endpoint"."""
    try:
        parts = urlsplit(url)
        there = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # brackets left open
        there = False
    wrong = next((c for c in url if c.isspace() or c in _NEVER), "")
    if there and wrong:
        raise UsageError(f"{url[:80]!r} is no address of {of}", hint=f"No address has {wrong!r} in it.")
    if not there or wrong:
        raise UsageError(f"{url[:80]!r} is no address of {of}", hint="It begins with http:// or https://.")
