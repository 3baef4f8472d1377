"""A grid: things down, sources across, in each cell what the one says of the other, in words and with a sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .svg import Canvas, Words, wrap

#: Pixels: the first column, the others, the size and the step of text in cells.
LAYOUT = {"first": 190, "column": 124, "size": 12, "step": 15, "pad": 8}


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; a framed one says more than that the thing is there."""

    words: tuple[Words, ...] = ()
    framed: bool = False


@dataclass(frozen=True)
class Across:
    """A row of the grid: its head and its cells."""

    head: Words
    cells: Sequence[Cell]


def draw(heads: Sequence[Words], rows: Sequence[Across]) -> Canvas:
    """The grid, its heads above."""
    canvas = Canvas()
    y = _heads(canvas, heads)
    for row in rows:
        y = _row(canvas, y, row)
        canvas.line([(0, y), (LAYOUT["first"] + len(heads) * LAYOUT["column"], y)], thick=0.6, faint=0.35)
    return canvas


def _heads(canvas: Canvas, heads: Sequence[Words]) -> float:
    below = 16.0
    for number, head in enumerate(heads):
        x = LAYOUT["first"] + number * LAYOUT["column"]
        below = max(below, canvas.paragraph(x, 16, head, LAYOUT["column"] - 12, LAYOUT["size"], LAYOUT["step"]))
    canvas.line([(0, below - 4), (LAYOUT["first"] + len(heads) * LAYOUT["column"], below - 4)], thick=1.2)
    return below - 4


def _row(canvas: Canvas, top: float, row: Across) -> float:
    """One row; y of its lower end."""
    size, step, pad = LAYOUT["size"], LAYOUT["step"], LAYOUT["pad"]
    wide = LAYOUT["column"] - 12
    texts = [[line for one in cell.words for line in wrap(one.text, wide - 6, size, one.bold)] for cell in row.cells]
    tall = max([len(wrap(row.head.text, LAYOUT["first"] - 12, 13, row.head.bold)), *map(len, texts)])
    bottom = top + max(26, tall * step + 2 * pad - 2)
    canvas.paragraph(0, top + pad + 10, row.head, LAYOUT["first"] - 12, 13, step)
    for number, cell in enumerate(row.cells):
        x, y = LAYOUT["first"] + number * LAYOUT["column"], top + pad + 10
        if cell.framed:
            canvas.box(x - 5, top + 4, wide + 6, bottom - top - 8, thick=1.3)
        for one in cell.words:
            y = canvas.paragraph(x, y, one, wide - 6, size, step)
    return bottom
