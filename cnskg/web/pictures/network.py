"""Who held which post as of a date, by what the texts say of that time; and which organs direct, or contain, others."""

from __future__ import annotations

import pyoxigraph as ox

from ...query.result import Row
from ...rdf import Node
from ...tenures import asof
from ...tenures.asof import Held, Span
from ...tenures.rows import QUERY
from .. import dates
from ..sections import Line
from . import layers
from .svg import Canvas, Words
from .told import Choice, Picture, Said, Shown, line

#: What is known of a post -> how its line is drawn. What has no date is not drawn.
DRAWN = {"named": "stated", "from": "stated", "since": "inferred", "between": "inferred"}
EARLIER = {"last": "earlier", "until": "earlier"}
Known = dict[tuple[Node, Node], tuple[Held, str, list[Span]]]


def make(rows: list[Row], said: Said) -> Shown:
    """The posts as of a date, those last named earlier, and the organs."""
    held = asof.grouped(row for row in rows if "tenure" in row)
    stops = asof.stops(held.values())
    then = asof.asked(said.asked.get("as-of", ""), stops)
    known: Known = (
        {key: (one, *one.status(then)) for key, one in held.items()}
        if then
        else {k: (o, "undated", []) for k, o in held.items()}
    )
    orders = [row for row in rows if "relation" in row]
    canvas, y = Canvas(), 8.0
    for kinds, title in ((DRAWN, said.words["then"]), (EARLIER, said.words["earlier"])):
        edges = _edges(known, kinds, said)
        if edges:
            canvas.text(0, y + 8, Words(title, bold=True), 14)
            y = layers.draw(canvas, y + 24, _posts(edges, known, kinds, said)) + 40
    if orders:
        canvas.text(0, y + 8, Words(said.words["organs"], bold=True), 14)
        layers.draw(canvas, y + 24, _organs(orders, said))
    lines = [_line(one, status, spans, said) for one, status, spans in known.values() if status]
    order = list(said.words["statuses"])
    lines = sorted(lines, key=lambda told: order.index(told[0])) if lines else []
    table = [told for _, told in lines] + [_order(row, said) for row in orders]
    return Shown(canvas, table, _notes(then, stops, known, said), _choices(then, stops))


def _date(span: Span) -> str:
    """A time in words."""
    return dates.span(asof.local(span))


def _word(status: str, spans: list[Span], said: Said) -> str:
    """What is known of a post, in words."""
    return str(said.words["statuses"][status]).format(*map(_date, spans))


def _edges(known: Known, kinds: dict[str, str], said: Said) -> list[layers.Edge]:
    found = []
    for (person, post), (_, status, spans) in known.items():
        if status in kinds:
            found.append(layers.Edge(person, post, _word(status, spans, said), kinds[status]))
    return found


def _posts(edges: list[layers.Edge], known: Known, kinds: dict[str, str], said: Said) -> layers.Network:
    """People, posts, organs."""
    rows = [row for held, status, _ in known.values() if status in kinds for row in held.rows if "organ" in row]
    into = [layers.Edge(post, organ) for post, organ in dict.fromkeys((row["post"], row["organ"]) for row in rows)]
    columns = [
        dict.fromkeys(e.start for e in edges),
        dict.fromkeys(e.end for e in edges),
        dict.fromkeys(e.end for e in into),
    ]
    words = {node: said.link(node, bold=number == 0) for number, column in enumerate(columns) for node in column}
    return layers.Network(words, [list(column) for column in columns], edges + into)


def _organs(orders: list[Row], said: Said) -> layers.Network:
    """Organs, those above others to the left."""
    edges = list(
        dict.fromkeys(layers.Edge(row["upper"], row["lower"], said.words[row["relation"].value]) for row in orders)
    )
    columns = layers.columned(edges)
    return layers.Network({node: said.link(node) for column in columns for node in column}, columns, edges)


def _line(held: Held, status: str, spans: list[Span], said: Said) -> tuple[str, Line]:
    """A post in the table."""
    made = line(PICTURE, held.rows[0], relation=said.words["holds"], known=_word(status, spans, said))
    for row in held.rows[1:]:
        more = line(PICTURE, row)
        for name, nodes in more.cells.items():
            made.take({name: nodes[0]}, more.facts)
    made.cells["who"], made.cells["what"] = made.cells["person"], made.cells["post"]
    return status, made


def _order(row: Row, said: Said) -> Line:
    """A relation of two organs in the table, the one whose relation it is first."""
    turned = row["relation"].value in ("part", "member")
    who, what = (row["lower"], row["upper"]) if turned else (row["upper"], row["lower"])
    made = Line()
    relation = ox.Literal(said.words["of"][row["relation"].value])
    made.take(
        {"who": who, "relation": relation, "what": what, "known": ox.Literal(said.words["no_date"])},
        [(who, row["p"], what)],
    )
    return made


def _notes(then: Span | None, stops: list[Span], known: Known, said: Said) -> list[str]:
    if then is None:
        return []
    notes = [said.words["as_of"].format(_date(then))]
    before = [span for span in stops if span.first <= then.last]
    if then not in stops:
        notes.append(said.words["no_stop"].format(_date(before[-1])) if before else said.words["too_early"])
    undated = sum(status == "undated" for _, status, _ in known.values())
    return [*notes, *([said.words["undated"].format(undated)] if undated else [])]


def _choices(then: Span | None, stops: list[Span]) -> list[Choice]:
    """The times that the texts give, each a link."""
    return [Choice(_date(span), {"as-of": asof.local(span)}, span == then) for span in stops]


PICTURE = Picture(
    name="network",
    query=QUERY,
    columns=("who", "relation", "what", "organ", "known", "starts", "ends", "named", "text"),
    plain=frozenset({"relation", "known", "text"}),
    facts=(
        "?tenure cns:holder ?person", "?tenure cns:post ?post", "?tenure cns:starts ?starts", "?tenure cns:ends ?ends",
        "?tenure cns:asOf ?named", "?post ?in ?organ",
    ),
    make=make,
    parameters=("as-of",),
)  # fmt: skip
