"""Cells in a few steps of one colour, and the key that says which figures each step stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dashboard import palette
from dashboard.charts._marks import HOVER
from dashboard.charts._sketch import Key, Sketch
from dashboard.words import Words

CELL = "■"
HIGH, _WIDE = 0.92, 0.94  # parts of its place that a cell fills
_HEAD_START = 0.6  # steps by which even the least stands off the paper


class Cell(NamedTuple):
    """One cell of a calendar or table: where it stands, its figure (None: not recorded), the rows it stands for, and its words."""

    row: int
    column: int
    figure: int | None
    mark: str | None
    text: str


def draw_cells(sketch: Sketch, cells: Iterable[Cell], rows: Mapping[int, str], colour: str, least: Sequence[int], **trace: Any) -> None:
    """Add cells on two axes of whole numbers, the stronger the higher the step of their figure; open where it is not recorded.

    ``least`` is the least figure of each step: what lies below the first has no cell. ``rows`` names each row for who walks the cells
    with the keyboard. Cells are bars, not a heatmap: plotly.js writes a heatmap as pixels, which no vector picture could print sharp.
    """
    shown = [cell for cell in cells if cell.figure is None or cell.figure >= least[0]]
    sketch.bar(
        orientation="h", y=[cell.row for cell in shown], base=[cell.column - _WIDE / 2 for cell in shown], x=[_WIDE] * len(shown),
        width=HIGH, customdata=[cell.mark for cell in shown], hovertext=[cell.text for cell in shown], hovertemplate=HOVER,
        marker={
            "color": [_strength(0 if cell.figure is None else bisect_right(least, cell.figure), least) for cell in shown],
            "colorscale": [[0, palette.PAPER], [1, colour]], "cmin": 0, "cmax": 1, "line": {"width": 0},
        },
        meta={"rows": {str(row): name for row, name in rows.items()}}, **trace,
    )  # fmt: skip


def step_keys(colour: str, least: Sequence[int], words: Words) -> list[Key]:
    """Return the key of the steps, least first."""
    ends = [*(after - 1 for after in least[1:]), None]
    return [
        (_span(first, last, words), colour, None, CELL, _strength(step, least))
        for step, (first, last) in enumerate(zip(least, ends, strict=True), 1)
    ]


def _strength(step: int, least: Sequence[int]) -> float:
    """Return how strong the colour of a step is, counted from 1; 0, a figure that is not recorded, is the paper's."""
    return (step + _HEAD_START) / (len(least) + _HEAD_START) if step else 0.0


def _span(first: int, last: int | None, words: Words) -> str:
    if last is None:
        return words("card.step_last", first=first)
    return words.number(first) if first == last else words("card.step", first=first, last=last)
