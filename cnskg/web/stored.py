"""The IRIs that stand in the store: entities, times, sources, questions, explanations."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from typing import Any

import pyoxigraph as ox
from flask import Response, render_template

from .. import namespaces as ns
from ..content.anchors import text_fragment
from ..query.formats import Choice
from ..query.result import Row
from ..rdf import LABEL, OWL, PREF, SKOS, TYPE, Node
from . import answers, composed, dates, elsewhere, listing, page_queries, tables, times
from .kinds import Kind, nothing
from .language import foreign, gettext
from .naming import Name, Names, preferred, renamed, text_of
from .pages import Link, link, path_of, relation, told, why, words
from .pictures.routes import stands
from .profiles import REST, Profile, profile
from .profiles import named as profile_named
from .sections import sections
from .state import here

_NAMES = (PREF, LABEL)
#: What only claims and propositions have, and what the page of a passage has in order: lists, citations, wordings.
_APART = {ns.CNS + name for name in ("claimant", "claimantUnnamed", "relation", "inList", "citing", "renders")}
#: What is said of the graphs of claims, for queries; the page of a claim has its propositions.
_OF_GRAPHS = {ns.CNS + name for name in ("graphOf", "stance", "qualified")}
#: The columns of statements as a table.
STATEMENT = ("subject", "property", "value", "status", "evidence")
#: The columns of labels of a statement, and those of what they are the labels of.
_OF_STATEMENT = {"slabel": "s", "plabel": "p", "label": "o"}


def _ask(query: str, iri: str) -> list[Row]:
    """The rows of one of the pages' queries about a node."""
    return here().ask(query, answers.budget(), entity=ox.NamedNode(iri))


def exists(iri: str) -> bool:
    """Whether anything is said of an IRI."""
    return bool(_ask(page_queries.EXISTS, iri))


def _construct(query: str, iri: str, choose: Choice) -> Response:
    """A graph about an IRI, tagged as other answers are. Raises NotFound where it is empty."""
    runner, budget = here().runner, answers.budget()
    prepared = runner.prepare(query, choose, budget=budget, bindings={"entity": ox.NamedNode(iri)})
    response = answers.respond(runner, prepared, budget)
    if response.headers.get("X-Cnskg-Rows") == "0":
        response.close()
        raise nothing(iri)
    response.headers.pop("X-Cnskg-Hint", None)  # hints are for whoever wrote a query, and this one is ours
    return response


def about(iri: str, choose: Choice) -> Response:
    """What is said of an IRI, in whichever graph, and what refers to it."""
    return _construct(page_queries.ABOUT, iri, choose)


def source(iri: str, choose: Choice) -> Response:
    """What a passage or a background graph states, and what is said of it."""
    return _construct(page_queries.SOURCE, iri, choose)


def entity_page(iri: str) -> str:
    """The page of its kind, or all statements where it has none or they are asked for by `?view=statements`."""
    classes = _named_in(_ask(page_queries.CLASSES, iri), name="class")
    kind = profile({row["class"].value for row in classes})
    if kind is None or answers.single("view", "") == "statements":
        return statements_page(iri, kind is not None)
    said = _ask(page_queries.HEAD, iri)
    names = composed.titled(kind.name, iri, _named(said), _asker)
    about, sentence = (text_of(said, ns.CNS + name) for name in ("description", "sentence"))
    shown = sections(kind, iri, _asker) or sections(profile_named(REST), iri, _asker)
    local = iri.rpartition("/")[2]
    head = {
        "title": names[0].value if names else local,
        "tag": foreign(names[0].language) if names else "",
        "others": names[1:],
        "about": about,
    }
    return render_template(
        "profile.html",
        iri=iri,
        path=path_of(iri),
        kind=kind.name,
        **(times.parts(iri, _asker) if kind.name == "time" else head),
        sentence=sentence,
        figure=_figure(iri) if kind.name == "quantity" else "",
        lists=listing.of_classes([row["class"].value for row in classes]),
        classes=[link(row["class"], row["name"]) for row in classes if "name" in row],
        sections=shown,
        sources=_sources(iri) if kind.name == "claim" else (),
        drawing=stands(iri) if kind.name == "type" else ("", ""),
        elsewhere=elsewhere.groups(iri),
        compared=int(_ask(page_queries.SPEAKING, iri)[0]["documents"].value) > 1,
        release=here().release.digest,
        schema=_schema(kind, iri, names, about or sentence),
    )


def _sources(iri: str) -> list[Link]:
    """The documents in which a claim stands, by their whole titles."""
    found, names = [row["document"].value for row in _ask(page_queries.STATED_IN, iri)], Names()
    names.add(_asker, found)
    return [Link(path_of(one), *astuple(names.title(one))) for one in found]


def _figure(iri: str) -> str:
    """The figure that a quantity is, in words."""
    names = Names()
    names.add(_asker, [iri])
    return names.figure(ox.NamedNode(iri))


def _schema(kind: Profile, iri: str, names: list[ox.Literal], about: Name | None) -> dict[str, Any]:
    """What crawlers read of a page, in the words of schema.org."""
    told: dict[str, Any] = {"@context": "https://schema.org", "@type": kind.schema, "@id": iri}
    if names:
        told["name"] = names[0].value
    if names[1:]:
        told["alternateName"] = [name.value for name in names[1:]]
    if about:
        told["description"] = about.text
    return told


def _named(rows: list[Row]) -> list[ox.Literal]:
    """The names among what is said of a thing, that in the page's language first; most stand in two properties."""
    said = (row["o"] for name in _NAMES for row in rows if row["p"].value == name)
    names = list(dict.fromkeys(name for name in said if isinstance(name, ox.Literal)))
    return preferred(names)


def _named_in(rows: list[Row], **labels: str) -> list[Row]:
    """Rows with their labels in the language of the page."""
    return renamed(rows, _asker, **labels)


def statements_page(iri: str, has_kind: bool = False) -> str:
    """Facts with their evidence, what refers to it, and for some kinds what only these have."""
    facts = _named_in(_ask(page_queries.FACTS, iri), plabel="p", label="o")
    if not facts:
        raise nothing(iri)
    names = _named(facts)
    space, _, local = iri.removeprefix(ns.BASE).partition("/")
    return render_template(
        "entity.html",
        iri=iri,
        path=path_of(iri),
        has_kind=has_kind,
        linked=space == "id",
        title=names[0].value if names else f"{space} {local}",
        tag=foreign(names[0].language) if names else "",
        others=names[1:],
        about=text_of(facts, ns.CNS + "description"),
        rows=[told(ox.NamedNode(iri), f["p"], f["o"], f) for f in facts if _ours(f["p"], f["o"])],
        mentions=[
            told(m["s"], m["p"], ox.NamedNode(iri), m)
            for m in _named_in(_ask(page_queries.MENTIONS, iri), plabel="p", slabel="s")
            if _ours(m["p"], m["s"])
        ],
        **_more(space, iri),
    )


def statements_table(iri: str) -> Response:
    """The same statements as a table: facts first, then what refers to it. Raises NotFound."""
    facts = _ask(page_queries.FACTS, iri)
    if not facts:
        raise nothing(iri)
    node: Node = ox.NamedNode(iri)
    said = [(node, row["p"], row["o"], row) for row in facts if _ours(row["p"], row["o"])]
    said += [(m["s"], m["p"], node, m) for m in _ask(page_queries.MENTIONS, iri) if _ours(m["p"], m["s"])]
    rows: list[tables.Row] = [_statement(*one) for one in said]
    names = Names()
    names.add(_asker, tables.iris(rows))
    return tables.as_csv(STATEMENT, rows, names, ("status",))


def _statement(subject: Node, predicate: Node, value: Node, row: Row) -> tables.Row:
    graphs: list[Node] = [ox.NamedNode(graph) for graph in sorted(words(row, "graphs").split())]
    status = gettext("inferred") if words(row, "inferred") == "true" else gettext("stated")
    return {"subject": [subject], "property": [predicate], "value": [value], "status": status, "evidence": graphs}


def _ours(predicate: Node, value: Node) -> bool:
    """Whether a page shows the statement: what only says it again in a public vocabulary is left to RDF and SPARQL."""
    if predicate.value == TYPE:
        return value.value.startswith(ns.CNS)
    return predicate.value.startswith((ns.CNS, SKOS, OWL)) and predicate.value not in _OF_GRAPHS


def _more(space: str, iri: str) -> dict[str, Any]:
    """What the pages of some kinds have besides: statements in an explanation, a source's."""
    if space in ("fact", "inference"):
        return {
            "parts": [_part(row) for row in _named_in(_ask(page_queries.PARTS, iri), **_OF_STATEMENT)],
            "rules": [_rule(row) for row in _named_in(_ask(page_queries.BY_RULE, iri), name="rule")],
        }
    return {"groups": _states(iri)} if space == "background" else {}


def _rule(row: Row) -> tuple[Link | None, Link | None]:
    """The rule of an inference, and the axiom that it puts to use; a rule beyond OWL uses none."""
    return link(row["rule"], row["name"]), link(row["axiom"], row["terms"]) if "terms" in row else None


def _part(row: Row) -> dict[str, Any]:
    """A statement that an explanation speaks of: its part in it, the statement, and where its reason is."""
    roles = {"concludes": gettext("concludes"), "premise": gettext("premise")}
    return {
        "role": roles.get(words(row, "role").removeprefix(ns.CNS), gettext("says")),
        "subject": link(row["s"], row.get("slabel")),
        "property": relation(row["p"], row.get("plabel")),
        "value": link(row["o"], row.get("label")),
        "why": why(row["s"], row["p"], row["o"]),
    }


def _states(iri: str) -> list[dict[str, Any]]:
    """What a named graph states, by subject."""
    groups: dict[str, dict[str, Any]] = {}
    for row in _named_in(_ask(page_queries.STATED, iri), **_OF_STATEMENT):
        if row["p"].value == PREF and row.get("slabel") == row["o"]:  # its group is called so
            continue
        group = groups.setdefault(
            row["s"].value, {"subject": link(row["s"], row.get("slabel")), "apart": False, "rows": []}
        )
        group["apart"] |= row["p"].value in _APART
        group["rows"].append((relation(row["p"], row.get("plabel")), link(row["o"], row.get("label"))))
    return list(groups.values())


def passage_page(iri: str) -> str:
    """One passage: where it stands, a deep link into the publication, and what it states."""
    found = _ask(page_queries.PASSAGE, iri)
    if not found:
        raise nothing(iri)
    found = _named_in(found, title="doc", status="review")
    head = {name: value.value for name, value in found[0].items()}
    if "time" in found[0]:
        head["day"] = dates.span(head["time"].removeprefix(ns.TIME))
    deep = text_fragment(head["url"], head["first"], head["last"]) if "url" in head else ""
    publication = link(found[0]["doc"], found[0]["title"])
    kind, groups = profile({ns.CNS + "Passage"}), _states(iri)
    at, passages = _in_order(iri, head["section"])
    return render_template(
        "passage.html",
        iri=iri,
        head=head,
        document=publication,
        deep=deep,
        standing=passages[at].text,
        before=passages[at - 1] if at else None,
        after=passages[at + 1] if at + 1 < len(passages) else None,
        sections=sections(kind, iri, _asker) if kind else [],
        groups=[group for group in groups if not group["apart"]],
        apart=[group for group in groups if group["apart"]],
    )


def _in_order(iri: str, section: str) -> tuple[int, list[Link]]:
    """Where a passage is among those of its document, and these as links: those of one section are numbered in it.

    One of which nobody says where in the text it begins is by itself.
    """
    rows = _ask(page_queries.PASSAGES, iri)
    if iri not in (row["passage"].value for row in rows):
        return 0, [Link(path_of(iri), section)]
    many, seen = Counter(row["section"].value for row in rows), Counter[str]()
    links = []
    for row in rows:
        section = row["section"].value
        seen[section] += 1
        place = gettext("{n} of {all}").format(n=seen[section], all=many[section])
        links.append(Link(path_of(row["passage"].value), f"{section} ({place})" if many[section] > 1 else section))
    return next(at for at, row in enumerate(rows) if row["passage"].value == iri), links


def _asker(query: str, **bound: ox.NamedNode) -> list[Row]:
    """The rows of a query of a section."""
    return here().ask(query, answers.budget(), **bound)


ENTITY = Kind(exists, entity_page, about, statements_table)
PASSAGE = Kind(exists, passage_page, source)
BACKGROUND = Kind(exists, entity_page, source, statements_table)
