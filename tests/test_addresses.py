"""Addresses on the web: what is one, and what is told of what is none."""

from __future__ import annotations

import pytest

from cnskg import addresses
from cnskg.errors import UsageError


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/sparql", "https://example.org/sparql?x=y", "HTTP://h"])
def test_an_address_is_taken(url: str) -> None:
    """Either scheme, with a host."""
    addresses.require(url, "an endpoint")


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org", "http://", "http://[", "http://a b/", 'http://a/"', "file:///etc"]
)
def test_what_is_no_address_is_told(url: str) -> None:
    """Nothing, another scheme, no host, brackets left open, and what stands in no IRI; the message says of what."""
    with pytest.raises(UsageError, match="is no address of a store"):
        addresses.require(url, "a store")
