"""Where a concern stands in each list: its step where the source gives an order, in words where it gives none."""

from __future__ import annotations

import re

import pyoxigraph as ox

from cnskg import namespaces as ns
from cnskg.query.result import Row
from cnskg.web.naming import Names
from cnskg.web.pictures import routes, standing
from cnskg.web.pictures.told import Said


def node(name: str) -> ox.NamedNode:
    """A thing."""
    return ox.NamedNode(ns.ID + name)


def row(of: str, concern: str, tier: str = "", step: int = 0, number: int = 0) -> Row:
    """A place on a list, as the query gives it."""
    found: Row = {"list": node(of), "concern": node(concern)}
    found |= {"tier": node(tier)} if tier else {}
    return found | {name: ox.Literal(value) for name, value in (("step", step), ("number", number)) if value}


ROWS = [
    row("ranked", "peace", "last", 2, 3), row("ranked", "bread", "first", 1, 1), row("ranked", "salt", "first", 1, 2),
    row("tiered", "bread", "basis", 2), row("tiered", "peace"),
    row("plain", "peace"), row("plain", "bread"),
    row("other", "salt", number=1),
]  # fmt: skip


def drawn(concern: str) -> str:
    """What the drawing says, in its order; # for a filled box."""
    known = ("ranked", "tiered", "plain", "other", "first", "last", "basis")
    names = Names(labels={node(one).value: {"en": one} for one in known})
    canvas = standing.draw(ROWS, node(concern), Said(names, routes.english()["standing"], lambda _: "", {}))
    if canvas is None:
        return ""
    marks = [re.sub(r'<rect [^>]*fill-opacity="1"[^>]*>', "#", part) for part in canvas.parts]
    return " ".join(re.sub("<rect [^>]*>", "o", part) for part in marks)


def text(concern: str) -> str:
    """The same without markup."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", drawn(concern))).strip()


def test_a_step_is_told_where_the_source_gives_an_order() -> None:
    """Tiers are steps where places are numbered; a tier without a number is named only; the rest is listed or not."""
    assert text("peace") == (
        "ranked o # last, step 2 of 2 tiered listed, one of 2, in no order plain listed, one of 2, in no order "
        "other o not on it"
    )
    assert text("bread").startswith("ranked # o first, step 1 of 2 tiered basis plain")
    assert text("salt").endswith("plain not on it other # step 1 of 1")


def test_what_is_on_no_list_has_no_drawing() -> None:
    """A page says nothing of lists where none has the thing."""
    assert drawn("war") == ""
