"""Small multiples of bars or points: a panel for each set of figures that may be compared, each on its own axis.

Names stand above their bars and figures beside them, so no axis needs numbers and panels of any kind fit any width.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Scene
from dashboard.charts._marks import HOVER, bar_look, mark_of, number_or_none, symbol_of
from dashboard.charts._sketch import Sketch
from dashboard.sources import in_short
from dashboard.tables import records
from dashboard.words import Words

LEADING = 1.75  # height of a line of words in sizes of its type, with the room that its letters take above and below
_BAR = 0.92  # height of a bar in lines
_GAP = 0.55  # lines between two entries
_BETWEEN = 1.3  # lines between two panels
_COLUMN_GUTTER = 0.05  # share of the width
_ROOM = 0.93  # share of its column that the words of a panel may take

Row = dict[str, Any]
Span = tuple[float, float]
Names = Mapping[str, str]


@dataclass(frozen=True)
class Figure:
    """One bar or point.

    Attributes:
        value: how long it is.
        low: where its bracket begins, if the source gives a range.
        high: where its bracket ends.
        text: the figure in words, with its qualifier.
        hover: what it is, in full.
        colour: the colour of its measure.
        rows: the rows that it stands for.
        look: the row whose certainty and basis it is drawn by.
    """

    value: int
    low: int | None
    high: int | None
    text: str
    hover: str
    colour: str
    rows: tuple[Row, ...]
    look: Row


@dataclass(frozen=True)
class Entry:
    """A name with its figures."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Panel:
    """Entries that may be compared; ``points`` when they are rival statements and no amounts to be set side by side as bars."""

    heading: str
    note: str
    entries: tuple[Entry, ...]
    points: bool = False


def short_names(scene: Scene, source_ids: pd.Series) -> Names:
    """Return the author and year of each source."""
    sources = scene.tables["sources"]
    return {row["source_id"]: in_short(row) for row in records(sources[sources["source_id"].isin(set(source_ids))])}


def span_of(row: Row, words: Words) -> str:
    """Return the period of a row (period_start, period_end, precision) as exactly as it is known."""
    first, last = row["period_start"], row["period_end"]
    if row["precision"] == "day" and not (first.is_year_start and last.is_year_end):
        return words("span.days", first=first, last=last)
    return words.months(f"{first:%Y-%m}", f"{last:%Y-%m}")


def figure_of(rows: Sequence[Row], value: int, text: str, hover: str, colour: str) -> Figure:
    """Return a figure that stands for rows: drawn as the least sure of them is."""
    look = next((row for row in rows if row["certainty"] == "reported"), rows[0])
    single = rows[0] if len(rows) == 1 else {}
    low, high = (number_or_none(single.get(end)) for end in ("value_low", "value_high"))
    return Figure(value, low, high, text, hover, colour, tuple(rows), look)


def draw_panels(sketch: Sketch, panels: Sequence[Panel], scene: Scene) -> None:
    """Draw the panels in two columns, or in one on narrow pictures."""
    columns = _columns(panels, scene)
    width = (1 - _COLUMN_GUTTER * (len(columns) - 1)) / len(columns)
    pixels = scene.width * 0.955 * width
    tallest = max(sum(_lines(panel, pixels, scene) for panel in column) + _BETWEEN * (len(column) - 1) for column in columns)
    number = 0
    for place, column in enumerate(columns):
        left, top = place * (width + _COLUMN_GUTTER), 0.0
        for panel in column:
            lines = _lines(panel, pixels, scene)
            number += 1
            axis = "" if number == 1 else str(number)
            domain = (max(0.0, 1 - (top + lines) / tallest), 1 - top / tallest)
            _panel(sketch, panel, axis, (left, left + width), domain, lines, pixels, scene)
            top += lines + _BETWEEN
    sketch.layout(barmode="overlay", height=max(tallest * scene.label * LEADING, 250))


def _columns(panels: Sequence[Panel], scene: Scene) -> list[list[Panel]]:
    """Return the panels in two columns of about one height, the first on the left; in one column on narrow pictures."""
    if scene.narrow or len(panels) < 2:
        return [list(panels)]
    heights = [_lines(panel, scene.width * 0.45, scene) + _BETWEEN for panel in panels]
    whole = sum(heights)
    lefts = ((0, *others) for count in range(len(panels)) for others in combinations(range(1, len(panels)), count))
    left = set(min(lefts, key=lambda places: abs(whole - 2 * sum(heights[place] for place in places))))
    columns = [[panel for place, panel in enumerate(panels) if (place in left) == on_left] for on_left in (True, False)]
    return [column for column in columns if column]


def _head(panel: Panel, pixels: float, scene: Scene) -> tuple[list[str], list[str]]:
    return wrap(panel.heading, pixels * _ROOM, scene.label, bold=True), wrap(panel.note, pixels * _ROOM, scene.label)


def _lines(panel: Panel, pixels: float, scene: Scene) -> float:
    """Return the height of a panel in lines of words."""
    heading, note = _head(panel, pixels, scene)
    entries = sum(len(wrap(entry.name, pixels * _ROOM, scene.label)) + len(entry.figures) * _BAR + _GAP for entry in panel.entries)
    return len(heading) + len(note) + _GAP + entries


def _panel(sketch: Sketch, panel: Panel, axis: str, across: Span, along: Span, lines: float, pixels: float, scene: Scene) -> None:
    """Draw a panel on axes of its own: from its head downwards, a line of words is one unit of the upright axis."""
    on = {"xref": f"x{axis}", "yref": f"y{axis}"}
    at = {**on, "x": 0, "xanchor": "left", "yanchor": "top", "align": "left"}
    heading, note = _head(panel, pixels, scene)
    sketch.words(**at, y=0, text="<br>".join(f"<b>{line}</b>" for line in heading), font={"color": palette.INK})
    if note:
        sketch.words(**at, y=len(heading), text="<br>".join(note), font={"color": palette.MUTED})
    y = len(heading) + len(note) + _GAP
    placed: list[tuple[float, Figure]] = []
    for entry in panel.entries:
        name = wrap(entry.name, pixels * _ROOM, scene.label)
        sketch.words(**at, y=y, text="<br>".join(name), font={"color": palette.INK})
        y += len(name)
        for figure in entry.figures:
            placed.append((y + _BAR / 2, figure))
            y += _BAR
        y += _GAP
    reach = max([1.0, *(_reach(figure, pixels, scene) for _, figure in placed)])
    bare = {"showgrid": False, "showline": False, "ticks": "", "tickvals": [], "ticktext": []}
    named = f"{panel.heading} {panel.note}"
    sketch.axis(f"x{axis}", measures=named, domain=across, anchor=f"y{axis}", range=[0, reach], **bare)
    sketch.axis(f"y{axis}", domain=along, anchor=f"x{axis}", range=[lines, 0], **bare)
    for place, figure in placed:
        if figure.low is not None and figure.high is not None:
            sketch.shape(
                type="line", **on, x0=figure.low, x1=figure.high, y0=place, y1=place, line={"color": figure.colour, "width": 2},
            )  # fmt: skip
        shift = max(8, round(scene.label * 0.48)) if panel.points else 5  # beyond the point, which grows with the type
        sketch.words(
            **on, x=max(figure.value, figure.high or 0), y=place, xanchor="left", yanchor="middle", xshift=shift,
            text=f"<b>{figure.text}</b>", font={"color": palette.AS_TEXT.get(figure.colour, figure.colour)},
        )  # fmt: skip
    for colour in dict.fromkeys(figure.colour for _, figure in placed):
        _trace(sketch, panel, [(place, figure) for place, figure in placed if figure.colour == colour], colour, axis, scene)


def _reach(figure: Figure, pixels: float, scene: Scene) -> float:
    """Return where the axis must end so that the words beside this figure fit."""
    words = text_width(figure.text, scene.label, bold=True) + 12
    return max(figure.value, figure.high or 0) / max(0.25, 1 - words / pixels) * 1.01


def _trace(sketch: Sketch, panel: Panel, placed: Sequence[tuple[float, Figure]], colour: str, axis: str, scene: Scene) -> None:
    figures = [figure for _, figure in placed]
    common = {
        "xaxis": f"x{axis}", "yaxis": f"y{axis}", "x": [figure.value for figure in figures], "y": [place for place, _ in placed],
        "name": panel.heading, "customdata": [mark_of(*figure.rows) for figure in figures],
        "hovertext": [figure.hover for figure in figures], "hovertemplate": HOVER,
    }  # fmt: skip
    if panel.points:
        marker = {
            "size": max(10.0, scene.label * 0.66), "color": colour, "symbol": [symbol_of(figure.look) for figure in figures],
            "line": {"color": colour, "width": 2},
        }  # fmt: skip
        sketch.scatter(mode="markers", marker=marker, **common)
    else:
        sketch.bar(orientation="h", width=_BAR * 0.8, marker=bar_look(colour, [figure.look for figure in figures]), **common)
