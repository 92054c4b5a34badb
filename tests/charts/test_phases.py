"""The phases: names that stand apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard.canvas import Canvas
from dashboard.charts.phases import CHART
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.tables import Tables
from dashboard.words import Words


@pytest.mark.parametrize(("width", "theme"), [(640, "light"), (1180, "light"), (1920, "light"), (1920, "projector"), (1920, "wall")])
def test_names_of_two_lines_are_clear_of_their_neighbours(record: Tables, words: Words, width: int, theme: str) -> None:
    layout = render(CHART, record, Selection(), words, Canvas(width, theme=theme)).figure["layout"]
    foot, head = layout["yaxis"]["range"]
    close = 0.71 if width == 1920 else 1  # the least that a wall leaves a row
    row = close * (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (foot - head)
    label = layout["template"]["layout"]["font"]["size"]
    lines = [text.count("<br>") + 1 for text in layout["yaxis"]["ticktext"]]
    assert sum(lines) > 0
    assert all((one + other) / 2 * 1.27 * label < row for one, other in pairwise(lines))
