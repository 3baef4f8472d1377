"""Addresses on the web: what is one, and what is told of what is none."""

from __future__ import annotations

from pathlib import Path
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler

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


@pytest.mark.parametrize("scheme", ["file", "ftp", "data", "gopher"])
def test_nothing_but_the_web_is_opened(scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, an FTP server (behind a proxy, too) and data in an address are not opened, though they could be."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("ftp_proxy", "http://127.0.0.1:9")
    url = {"file": (tmp_path / "file").as_uri(), "data": "data:text/plain,x"}.get(scheme, f"{scheme}://127.0.0.1/x")
    with pytest.raises(URLError, match=f"unknown url type: {scheme}"):
        addresses.opener(HTTPRedirectHandler()).open(url)
