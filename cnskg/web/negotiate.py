"""Choosing a format from an Accept header (RFC 9110 section 12.5.1) or the parameter `format`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from ..errors import NotAcceptable
from ..query.formats import GRAPHS, ROWS, Choice, Format, agreed, named, refuse

#: Parameters of a range but its weight: all our formats are UTF-8, and a client that names a version or a profile takes
#: the format without it rather than none.
_PARAMETER = re.compile(r";\s*(?!q\s*=)[\w!#$&^.+-]+\s*=\s*(?:\"[^\"]*\"|[^;,]*)", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


def parse(accept: str) -> MIMEAccept:
    """The ranges of an Accept header; malformed ones are left out."""
    return parse_accept_header(_PARAMETER.sub("", accept), MIMEAccept)


def choose(accept: str, offers: Sequence[Format]) -> Format:
    """The offer with the highest q, the earlier one on a tie. An empty header takes the first. Raises NotAcceptable."""
    if not accept.strip():
        return offers[0]
    ranges = parse(accept)
    best = max(offers, key=lambda offer: ranges.quality(offer.media_type))
    return best if ranges.quality(best.media_type) > 0 else refuse(offers)


def choice(asked: Iterable[str], accept: str) -> Choice:
    """What the parameters for a format say (names, media types, lists of them), or where they are empty, the Accept
    header.

    Raises NotAcceptable for a name that no format has; the choice raises UsageError where two names differ in meaning.
    """
    names = [name for value in asked for name in value.split(",") if name.strip()]
    if not names:
        return lambda offers: choose(accept, offers)
    every = (*ROWS, *GRAPHS)
    for name in names:
        if named(every, name) is None:
            known = ", ".join(dict.fromkeys(f.short for f in every if f.short))
            raise NotAcceptable(f"the format {name[:40]} is not known", hint=f"Known: {known}, and media types.")
    return lambda offers: agreed(offers, names)


def prefers_html(accept: str) -> bool:
    """Whether the client would rather have a page: it names HTML, and no RDF or result type as strongly."""
    wish: dict[str, float] = {}
    for kind, quality in parse(accept):
        name = kind.partition(";")[0].strip().lower()
        wish[name] = max(quality, wish.get(name, 0.0))
    html = max(wish.get(name, 0.0) for name in _PAGES)
    return html > 0 and all(wish.get(offer.media_type, 0.0) < html for offer in (*ROWS, *GRAPHS))


def prefers_rdf(accept: str) -> bool:
    """Whether the client would rather have RDF than a page. Who takes anything gets the page."""
    ranges = parse(accept)
    return any(ranges.quality(offer.media_type) > ranges.quality(_PAGES[0]) for offer in GRAPHS)
