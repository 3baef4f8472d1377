"""A network in layers: things in columns, lines from left to right, each with its word where it arrives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...rdf import Node
from .svg import DASHES, Canvas, Words, width, wrap

#: Pixels: width of a box, the way between two without words, what a line needs to bend, how far lines arrive apart, the
#: size and the step of text, space in and between boxes; and how often columns are sorted by one another.
LAYOUT = {
    "box": 170, "way": 56, "bend": 76, "port": 25, "size": 12.5, "step": 15, "pad": 8, "gap": 12, "sweeps": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Edge:
    """A line from a thing to one further to the right, and what it says."""

    start: Node
    end: Node
    word: str = ""
    status: str = "stated"


@dataclass(frozen=True)
class Network:
    """Things with their words, by column, and the lines between them."""

    words: Mapping[Node, Words]
    columns: Sequence[Sequence[Node]]
    edges: Sequence[Edge]


def draw(canvas: Canvas, top: float, network: Network) -> float:
    """Draw a network below y; y of its lower end. The same network is always drawn the same way."""
    columns = _sorted(network)
    boxes = _placed(network, columns, top)
    arriving = _arriving(network.edges, boxes)
    for edge, y in arriving.items():
        left, middle, _ = boxes[edge.start]
        end = boxes[edge.end][0]
        canvas.curve((left + LAYOUT["box"], middle), (end - 1, y), DASHES[edge.status])
    for node, (x, middle, high) in boxes.items():
        canvas.box(x, middle - high / 2, LAYOUT["box"], high)
        told = network.words[node]
        tall = (len(_lines(told)) - 1) * LAYOUT["step"]
        canvas.paragraph(
            x + LAYOUT["pad"],
            middle - tall / 2 + 4,
            told,
            LAYOUT["box"] - 2 * LAYOUT["pad"],
            LAYOUT["size"],
            LAYOUT["step"],
        )
    for edge, y in arriving.items():
        if edge.word:
            canvas.label(boxes[edge.end][0] - 12, y - 4, Words(edge.word))
    return max((middle + high / 2 for _, middle, high in boxes.values()), default=top)


def columned(edges: Sequence[Edge]) -> list[list[Node]]:
    """The ends of lines in columns, each to the right of where its lines come from; a circle is cut where it is met."""
    before: dict[Node, list[Node]] = {}
    for edge in edges:
        before.setdefault(edge.start, [])
        before.setdefault(edge.end, []).append(edge.start)
    depths: dict[Node, int] = {}

    def depth(node: Node, path: tuple[Node, ...] = ()) -> int:
        if node not in depths:
            above = [one for one in before[node] if one not in path and one != node]
            depths[node] = 1 + max((depth(one, (*path, node)) for one in above), default=-1)
        return depths[node]

    columns: list[list[Node]] = []
    for node in before:
        while len(columns) <= depth(node):
            columns.append([])
        columns[depth(node)].append(node)
    return columns


def _lines(words: Words) -> list[str]:
    return wrap(words.text, LAYOUT["box"] - 2 * LAYOUT["pad"], LAYOUT["size"], words.bold)


def _sorted(network: Network) -> list[list[Node]]:
    """The columns, each thing near those with which lines connect it."""
    columns = [sorted(column, key=lambda node: network.words[node].text) for column in network.columns]
    place: dict[Node, float] = {}

    def note(column: list[Node]) -> None:
        place.update({node: number / len(column) for number, node in enumerate(column)})

    for column in columns:
        note(column)
    for sweep in range(int(LAYOUT["sweeps"])):
        forth = sweep % 2 == 1
        for column in columns if forth else reversed(columns):
            near: dict[Node, list[float]] = {node: [] for node in column}
            for edge in network.edges:
                here, there = (edge.end, edge.start) if forth else (edge.start, edge.end)
                if here in near:
                    near[here].append(place[there])
            column.sort(
                key=lambda node: (
                    sum(near[node]) / len(near[node]) if near[node] else place[node],
                    network.words[node].text,
                )
            )
            note(column)
    return columns


def _placed(network: Network, columns: list[list[Node]], top: float) -> dict[Node, tuple[float, float, float]]:
    """Of each thing the left edge, the middle and the height of its box; columns are centred on the tallest one."""
    arrivals = {node: sum(edge.end == node for edge in network.edges) for column in columns for node in column}

    def high(node: Node) -> float:
        return max(
            len(_lines(network.words[node])) * LAYOUT["step"] + LAYOUT["pad"], arrivals[node] * LAYOUT["port"], 26
        )

    tall = [sum(high(node) + LAYOUT["gap"] for node in column) - LAYOUT["gap"] for column in columns]
    found: dict[Node, tuple[float, float, float]] = {}
    x = 0.0
    for number, column in enumerate(columns):
        words = [width(edge.word, 11) for edge in network.edges if edge.word and edge.end in column]
        x += 0 if not number else max(LAYOUT["way"], LAYOUT["bend"] + max(words, default=0))
        spare = (max(tall) - tall[number]) / (len(column) + 1)
        y = top + spare
        for node in column:
            found[node] = (x, y + high(node) / 2, high(node))
            y += high(node) + LAYOUT["gap"] + spare
        x += LAYOUT["box"]
    return found


def _arriving(edges: Sequence[Edge], boxes: Mapping[Node, tuple[float, float, float]]) -> dict[Edge, float]:
    """Where each line arrives at the box to which it leads: in the order of where they come from."""
    found: dict[Edge, float] = {}
    for node, (_, middle, _) in boxes.items():
        held = sorted(
            (edge for edge in dict.fromkeys(edges) if edge.end == node), key=lambda e: (boxes[e.start][1], e.word)
        )
        for number, edge in enumerate(held):
            found[edge] = middle + (number - (len(held) - 1) / 2) * LAYOUT["port"]
    return found
