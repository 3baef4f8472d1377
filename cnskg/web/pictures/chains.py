"""Chains: rows of boxes from left to right, with an arrow from each to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .svg import DASHES, Canvas, Words, wrap

#: Pixels: width of a box, the way between two, the size and the step of text.
LAYOUT = {"box": 176, "way": 36, "size": 12.5, "step": 16, "pad": 9}


@dataclass(frozen=True)
class Chain:
    """A chain: what it is called (nothing, where its first box says it), and what stands in each of its boxes."""

    title: Words | None
    boxes: Sequence[Sequence[Words]]


def draw(heads: Sequence[str], chains: Sequence[Chain], nothing: str) -> Canvas:
    """Chains below one another; what is not told stands in a dashed box as `nothing`."""
    canvas = Canvas()
    for number, head in enumerate(heads):
        canvas.text(_x(number), 14, Words(head, soft=True), 12)
    y = 24.0
    for chain in chains:
        if chain.title is not None:
            y = canvas.paragraph(0, y + 16, chain.title, _x(len(heads)) - 40) - 6
        y = _boxes(canvas, y, chain, nothing) + 16
    return canvas


def _x(number: int) -> float:
    return number * (LAYOUT["box"] + LAYOUT["way"])


def _boxes(canvas: Canvas, top: float, chain: Chain, nothing: str) -> float:
    size, step, pad, wide = LAYOUT["size"], LAYOUT["step"], LAYOUT["pad"], LAYOUT["box"]
    held = [list(box) or [Words(nothing, soft=True)] for box in chain.boxes]
    heights = [
        sum(len(wrap(one.text, wide - 2 * pad, size, one.bold)) * step + 8 for one in box) - 8 + 2 * pad for box in held
    ]
    tall = max(heights)
    for number, (box, high) in enumerate(zip(held, heights, strict=True)):
        x, y = _x(number), top + (tall - high) / 2
        told = bool(chain.boxes[number])
        canvas.box(x, y, wide, high, dash="" if told else DASHES["earlier"])
        y += pad + 11
        for one in box:
            y = canvas.paragraph(x + pad, y, one, wide - 2 * pad, size, step) + 8
        if number:
            canvas.line([(x - LAYOUT["way"], top + tall / 2), (x - 2, top + tall / 2)], arrow=True)
    canvas.reach(0, top + tall)
    return top + tall
