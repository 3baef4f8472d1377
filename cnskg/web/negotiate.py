"""Choosing a format from an Accept header (RFC 9110 section 12.5.1): pure functions on plain values."""

from __future__ import annotations

from collections.abc import Sequence

from ..query.formats import GRAPHS, ROWS, Choice, Format, refuse


def parse(accept: str) -> list[tuple[str, str, float, int]]:
    """The ranges of an Accept header: (type, subtype, q, number of parameters). Malformed ranges are left out."""
    ranges = []
    for part in accept.split(","):
        name, *parameters = [p.strip() for p in part.split(";")]
        kind, slash, subtype = name.lower().partition("/")
        if not slash or not kind or not subtype or (kind == "*" and subtype != "*"):
            continue
        quality, extra = 1.0, 0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = _quality(value.strip())
                break  # what follows q belongs to Accept itself
            extra += key.strip().lower() != "charset"
        ranges.append((kind, subtype, quality, extra))
    return ranges


def _quality(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def quality(media_type: str, ranges: Sequence[tuple[str, str, float, int]]) -> float:
    """The q of a media type: that of the most specific range which covers it, 0 where none does."""
    kind, _, subtype = media_type.partition("/")
    best = (-1, 0.0)
    for range_kind, range_subtype, q, extra in ranges:
        if extra:  # our types have no parameters, so a range with some covers none of them
            continue
        if (range_kind, range_subtype) == (kind, subtype):
            rank = 2
        elif (range_kind, range_subtype) == (kind, "*"):
            rank = 1
        elif range_kind == "*":
            rank = 0
        else:
            continue
        best = max(best, (rank, q))
    return best[1]


def choose(accept: str, offers: Sequence[Format]) -> Format:
    """The offer with the highest q, the earlier one on a tie. An empty header takes the first. Raises NotAcceptable."""
    if not accept.strip():
        return offers[0]
    ranges = parse(accept)
    best = max(offers, key=lambda offer: quality(offer.media_type, ranges))
    return best if quality(best.media_type, ranges) > 0 else refuse(offers)


def by_accept(header: str) -> Choice:
    """The choice that an Accept header makes."""
    return lambda offers: choose(header, offers)


def prefers_html(accept: str) -> bool:
    """Whether the client would rather have a page: it names HTML, and no RDF or result type as strongly."""
    ranges = parse(accept)
    pages = (("text", "html"), ("application", "xhtml+xml"))
    html = max((r[2] for r in ranges if r[:2] in pages), default=0.0)
    data = {offer.media_type for offer in (*ROWS, *GRAPHS)}
    return html > 0 and all(r[2] < html for r in ranges if f"{r[0]}/{r[1]}" in data)
