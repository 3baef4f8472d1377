"""One page of each kind that the service has: by its route, by the profile of what it is about, by what it is asked."""

from __future__ import annotations

import re

from cnskg import namespaces as ns
from cnskg.web import listing
from cnskg.web.profiles import Profile, all_profiles
from tests.support.http import ask

#: Route -> addresses of its pages; where a route has several templates or states, one of each.
PAGES = {
    "/": ("/",),
    "/query": ("/query", "/query?query=SELECT%20*%20%7B%20%3Fs%20a%20cns%3AOrgan%20%7D"),
    "/search": ("/search?q=security&kind=claims", "/search?q=zhengzhi", "/search?q=xqzwv"),
    "/questions": ("/questions",),
    "/ask": ("/ask?q=which%20type%20is%20the%20bedrock%20of%20the%20doctrine", "/ask?q=law", "/ask"),
    "/id/<path:name>": ("/id/cnsc?view=statements", "/id/there-is-no-such-thing"),
    "/time/<path:name>": ("/time/2013",),
    "/background/<path:name>": ("/background/laws",),
    "/question/<path:name>": ("/question/what-is-called-bedrock",),
    "/passage/<path:name>": (),  # by its profile
    "/fact/<path:name>": ("one of fact",),
    "/inference/<path:name>": ("one of inference",),
    "/axiom/<path:name>": ("one of axiom",),
    "/rule/<path:name>": ("/rule/class-hierarchy",),
    "/ontology": ("/ontology",),
    "/graph/<path:name>": ("/graph/asserted",),
    "/problem/<path:name>": ("/problem/syntax",),
    "/dataset": ("/dataset",),
    "/dumps/": ("/dumps/",),
    "/compare": ("/compare", "/compare?of=china"),
    "/lists": ("/lists",),
    listing.RULE: ("/people", "/laws?find=security&sort=-name", "/predictions?page=99", "/recommendations"),
    "/pictures": ("/pictures",),
    "/pictures/<name>": tuple(
        f"/pictures/{name}" for name in ("types", "network", "timeline", "coercion", "agreement", "laws")
    ),
    "/quality": ("/quality",),
    "/about": ("/about",),
    "/releases": ("/releases",),
    "/term/<path:name>": ("/term/Organ",),
    "/explain": ("/explain?s=id%3Apolitical-security&p=a&o=cns%3ABedrockSecurity",),
}
#: Routes that give no page, or one of the pages above.
NO_PAGES = {
    "/r/<path:name>", "/q/<packed>", "/releases.atom", "/cite/<name>", "/reconcile", "/reconcile/preview",
    "/reconcile/suggest/<kind>", "/reconcile/properties",
    "/static/<path:filename>", "/favicon.ico", "/robots.txt", "/sitemap.xml", "/.well-known/void", "/context.jsonld",
    "/sparql", "/graph", "/suggest", "/healthz", "/readyz", "/metrics", "/limits", "/question/<slug>.csv",
    "/query/words", "/dumps/<path:name>", "/ontology/<path:name>", "/ontology.<ending>", "/dataset.<ending>",
    "/ask.csv",
}  # fmt: skip
#: Addresses of pages of each kind, or `fullest PROFILE` and `one of SPACE`, which only the release can tell.
KINDS = (*(f"fullest {one.name}" for one in all_profiles()), *(page for pages in PAGES.values() for page in pages))
#: A thing of the profile which most is said of: what goes wrong on a page shows on a full one first.
_FULLEST = """SELECT ?s (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?s {{ VALUES ?class {{ {these} }} ?s a ?class
  FILTER NOT EXISTS {{ VALUES ?before {{ {before} }} ?s a ?before }} }} }}
  {{ ?s ?p ?o }} UNION {{ ?o ?p ?s }} }} GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 1"""
#: What tells one node of a kind that only proofs have.
_ONE = {"fact": "?s cns:tripleSubject ?o", "inference": "?s cns:concludes ?o", "axiom": "?s a cns:RuleAxiom"}


def main_part(page: str) -> str:
    """What stands between the head of the site and its foot, with its markup."""
    found = re.search(r"<main\b[^>]*>(.*)</main>", page, re.S)
    assert found, "there is no main part"
    return found[1]


def address(kind: str, site: str) -> str:
    """Where the page of a kind is."""
    way, _, name = kind.rpartition(" ")
    if not way:
        return site + kind
    one = f"SELECT ?s {{ GRAPH graph:explanations {{ {_ONE.get(name)} }} }} LIMIT 1"
    query = _fullest(name) if way == "fullest" else one
    rows = ask(site, query, format="json").json["results"]["bindings"]
    found: str = rows[0]["s"]["value"]
    return f"{site}/{found.removeprefix(ns.BASE)}"


def _fullest(name: str) -> str:
    profiles = all_profiles()
    place = [one.name for one in profiles].index(name)
    return _FULLEST.format(these=_values(profiles[place : place + 1]), before=_values(profiles[:place]))


def _values(profiles: tuple[Profile, ...]) -> str:
    return " ".join(f"<{iri}>" for one in profiles for iri in one.classes)
