"""What is claimed, looked up by its sentences: who denies what, what somebody says, what is nearest when unsure."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..asking.told import Sentences
from ..asking.words import words
from ..search import groups
from ..search.searcher import of_release
from ..search.synonyms import alternatives
from . import claimed
from .facets import chinese, naming
from .language import gettext
from .profiles import Profile, Section
from .sections import Ask, names_of, sections

_DENYING = re.compile(
    r"^who (?:denies|denied|disputes|rejects|contradicts|disagrees)\b|^谁(?:在)?(?:否认|反驳)", re.IGNORECASE
)
_VERB = (
    "(?:say|said|think|thought|argue|argued|claim|claimed|write|wrote|hold|believe|see|judge|describe|warn|expect|fear"
    "|criticise|criticize|predict|propose|recommend|complain|worry)"
)
_NOUN = "(?:view|opinion|position|argument|claim)s?"
_ZH = "(?:担心|警告|认为|主张|批评|预测|建议)"
_SAYING = re.compile(
    rf"(?:what|how) (?:do|does|did|has|have) @ {_VERB}(?: (?:on|about|of|over|regarding|to|in|for|against)(?: .+)?)?"
    rf"|(?:what (?:is|are|was) )?(?:the )?@ {_NOUN}(?: (?:on|about|of|over) .+)?"
    rf"|@ ?{_ZH}(?:了|过)?(?:什么|哪些).*"
)
_ACCORDING = re.compile(r"(?:what|who|which|why) .+ according to @")
_OF = re.compile(rf"\b(?:{_VERB}|{_NOUN})\b|{_ZH}(?:了|过)?(?:什么|哪些)?", re.IGNORECASE)
_BY_WHOM = re.compile(r",? according to .*", re.IGNORECASE)
#: How much of what is asked a claim must hold to be what somebody has to say of it, where no verb asks for that.
LEAST_OF_IT = 0.3
_QUERY = """SELECT ?claim ?sentence ?who ?document { VALUES ?claim { #claims } ?claim cns:sentence ?sentence ;
  cns:claimant ?who ; cns:statedIn ?document } ORDER BY #order ?who"""
_BY = "SELECT ?claim { { ?claim cns:claimant ?by } UNION { ?claim cns:reportedBy ?by } ?claim cns:sentence ?any }"
_DENIALS = "SELECT DISTINCT ?claim { ?claim cns:denies ?any ; cns:sentence ?sentence }"


@lru_cache(2)
def _sentences(release: Path) -> Sentences:
    claims = [one for one in of_release(release).entries if one.group == groups.CLAIMS]
    told = {one.iri: " ".join([*(name.text for name in one.names), one.about, one.quoted]) for one in claims}
    return Sentences(told, chinese(release))


def near(text: str, ask: Ask, release: Path) -> dict[str, Any] | None:
    """The claims whose sentences are nearest to a question; of somebody who is asked for, all that he claims."""
    if told := said_by(text, ask, release, anyway=True):
        return told
    return _shown(list(_sentences(release).best(text)), gettext("Claims that hold most of its words"), ask)


def denied(text: str, ask: Ask, release: Path) -> dict[str, Any] | None:
    """The denials that hold what a question says is denied; none where it asks for no denial."""
    if not _DENYING.match(text.strip()):
        return None
    denials = {row["claim"].value for row in ask(_DENIALS)}
    found = list(_sentences(release).best(_DENYING.sub("", text.strip()), least=0.55, among=denials))
    return _shown(found, gettext("Denials that hold these words"), ask)


def said_by(text: str, ask: Ask, release: Path, most: int = 12, anyway: bool = False) -> dict[str, Any] | None:
    """What somebody claims, that which shares a word with the question first; none where nothing asked for does.

    `anyway` all that somebody claims, whatever it is that is asked for.
    """
    marked = naming(ask, release).read(text, frozenset())
    saying, according = _SAYING.fullmatch(marked.text), _ACCORDING.fullmatch(marked.text)
    if not marked.named or not (saying or according):
        return None
    by = ox.NamedNode(marked.named[0 if saying else -1])
    own, title = _own(by, marked.text if saying else "", ask)
    of = _OF.split(text, maxsplit=1)[-1] if saying else _BY_WHOM.sub("", text)
    first = _best(of, release, most, 0.0 if saying else LEAST_OF_IT, own)
    if not first and (len(own) > most or not (saying and (anyway or not words(of)))):
        return None  # the first of them by their ids would tell nothing
    found = first if len(own) > most or according else [*first, *sorted(own.difference(first))]
    return _shown(found, title, ask)


def _own(by: ox.NamedNode, saying: str, ask: Ask) -> tuple[set[str], str]:
    """What somebody claims, and what this is called: of one kind, where the verb asks for no other."""
    own, name = {row["claim"].value for row in ask(_BY, by=by)}, names_of([by], ask).of(by).text
    verb = _OF.search(saying)
    kind = claimed.kind_of(verb[0]) if verb else None
    if kind is None:
        return own, gettext("What {speaker} says").format(speaker=name)
    return own & {row["claim"].value for row in ask(kind[1])}, gettext(kind[0]).format(thing=name)


def _best(of: str, release: Path, most: int, least: float, among: set[str]) -> list[str]:
    """The claims of some that tell of something, in these words or in others for the same."""
    ways = (of, *alternatives(of))
    return list(dict.fromkeys(one for way in ways for one in _sentences(release).best(way, most, least, among)))


def _shown(claims: list[str], title: str, ask: Ask) -> dict[str, Any] | None:
    """A table of claims in their order: sentence, claimant, document and passage."""
    if not claims:
        return None
    listed = " ".join(f"<{iri}>" for iri in claims)
    places = " ".join(f"(<{iri}> {at})" for at, iri in enumerate(claims))
    query = _QUERY.replace("#claims }", f"{listed} }} VALUES (?claim ?_at) {{ {places} }}").replace("#order", "?_at")
    section = Section(title, query=query, facts=(("?claim", "cns:claimant", "?who"),))
    found = sections(Profile("", "", (), (section,)), claims[0], ask)
    return found[0] if found else None
