"""Pieces that several charts draw with: words in figures, keys, the phase band, uncertain marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width
from dashboard.charts._chart import Scene
from dashboard.charts._once import phases_in
from dashboard.charts._sketch import Sketch
from dashboard.tables import MARK, MARKS_JOINED, records
from dashboard.words import Words

HOVER = "%{hovertext}<extra></extra>"
CERTAIN, REPORTED = "circle", "circle-open"
CEILING_ABOVE = 1.06  # a round end of an axis is at least so much above its highest mark
HEADROOM = 1.12  # above the tallest mark of a chart that carries the phase band
_PLOT_SHARE = 0.8  # share of the picture's width that a plot fills at least

HATCHED, ROUND, RING = "▨", "●", "○"


def number_or_none(value: Any) -> int | None:
    """Return a cell as int, or None where nothing is recorded."""
    return None if value is None or pd.isna(value) else int(value)


def figure_in_words(row: Mapping[str, Any], words: Words) -> str:
    """Return a row's figure with its qualifier, for example "about 767,000"."""
    low, high = number_or_none(row.get("value_low")), number_or_none(row.get("value_high"))
    return words.figure(number_or_none(row.get("value")), low, high, str(row.get("qualifier")))


def hover_of(row: Mapping[str, Any], words: Words, when: str, what: str = "") -> str:
    """Return a row's hover text: what and when, the figure, and how sure it is; nothing for a gap (an empty row).

    ``when`` is the column of the date or year; ``what`` stands in place of the measure's name.
    """
    if not row:
        return ""
    return words(
        "card.hover",
        measure=what or words.label("measure", row["measure"]),
        when=words.day(row[when]) if isinstance(row[when], date) else str(row[when]),
        figure=figure_in_words(row, words),
        certainty=words.label("certainty", row["certainty"]),
    )


def symbol_of(row: Mapping[str, Any]) -> str:
    """Return a row's marker: filled where the figure was read or computed, hollow where it is only reported."""
    return REPORTED if row.get("certainty") == "reported" else CERTAIN


HATCHED_BASES = frozenset({"order_limit", "estimate"})


def mark_of(*rows: Mapping[str, Any]) -> str | None:
    """Return what a point's customdata holds: the rows of the record that it stands for; None for a gap (an empty row).

    Every point of every trace carries one, so that a reader can ask where it comes from.
    """
    return MARKS_JOINED.join(row[MARK] for row in rows if row) or None


def bar_look(colour: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the ``marker`` of bars, one a row.

    Filled in the category's colour and pattern where the figure was read or computed, hollow where it is only
    reported, hatched where it is a limit or an estimate.
    """
    hollow = [row.get("certainty") == "reported" for row in rows]
    hatched = [row.get("basis") in HATCHED_BASES for row in rows]
    plain = palette.PATTERNS.get(colour, "")
    outlined = [empty or lined for empty, lined in zip(hollow, hatched, strict=True)]
    return {
        "color": [palette.PAPER if outline else colour for outline in outlined],
        "line": {
            "color": [colour if outline else palette.PAPER for outline in outlined],
            "width": [1.8 if outline else 0.6 for outline in outlined],
        },
        "pattern": {
            "shape": ["/" if lined else "" if empty else plain for empty, lined in zip(hollow, hatched, strict=True)],
            "fgcolor": [colour if lined else palette.PAPER for lined in hatched],
            "bgcolor": [palette.PAPER if outline else colour for outline in outlined],
            "solidity": [0.3 if lined else 0.12 for lined in hatched],
            "fillmode": "overlay", "size": 9,
        },
    }  # fmt: skip


Series = Mapping[str, Mapping[int, Mapping[str, Any]]]


def series_by_year(frame: pd.DataFrame, measures: Iterable[str]) -> Series:
    """Return the rows of each of ``measures`` that the frame holds, by year; a year that is not there is a gap."""
    found: dict[str, dict[int, Mapping[str, Any]]] = {measure: {} for measure in measures}
    for row in records(frame):
        found.get(row["measure"], {})[int(row["year"])] = row
    return {measure: rows for measure, rows in found.items() if rows}


def values_of(rows: Mapping[int, Mapping[str, Any]], years: Iterable[int]) -> list[int | None]:
    """Return the value of each year, None where the year or its figure is not recorded."""
    return [number_or_none(rows.get(year, {}).get("value")) for year in years]


def nice_ceiling(value: float) -> float:
    """Return a round number a little above ``value``, at which an axis may end."""
    if value <= 0:
        return 1.0
    step = 10.0 ** (len(str(int(value))) - 1)
    for factor in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10):
        if value * CEILING_ABOVE <= factor * step:
            return factor * step
    return 10 * step


def year_position(moment: date) -> float:
    """Return where a day stands on an axis of whole years, whose marks are centred on the year's number."""
    days = 366 if pd.Timestamp(moment).is_leap_year else 365
    return moment.year - 0.5 + (moment.timetuple().tm_yday - 1) / days


def year_slot(years: list[int], scene: Scene) -> float:
    """Return about how many pixels one year has on the axis."""
    return scene.width * _PLOT_SHARE / len(years)


def year_ticks(years: list[int], scene: Scene) -> list[int]:
    """Return the years to name under an axis: all of them, or round steps as they fit."""
    needed = text_width("1937", scene.label) * 1.25
    step = next((step for step in (1, 2, 5, 10) if year_slot(years, scene) * step >= needed), 20)
    return [year for year in years if year % step == 0 or step == 1]


def month_ticks(months: Sequence[pd.Period], slot: float, scene: Scene) -> dict[str, Any]:
    """Return how an axis of months, numbered from 0, names as many as fit into ``slot`` pixels each, the year under its first."""
    step = next((step for step in (1, 2, 3, 6) if slot * step > scene.label * 2.3), 12)
    named = [at for at, month in enumerate(months) if (month.month - 1) % step == 0] or [0]
    first = {months[at].year: at for at in reversed(named)}
    below = {at: f"<br>{months[at].year}" if first[months[at].year] == at else "<br> " for at in named}
    return {
        "tickvals": named, "ticktext": [scene.words.month_name(months[at].month) + below[at] for at in named], "tickangle": 0,
        "tickformat": "%b<br>%Y",  # two lines: the margin below follows it
    }  # fmt: skip


def phase_band(sketch: Sketch, scene: Scene, first: float, last: float) -> None:
    """Draw a thin band of the phases on top of an axis of years, and the years of the purges shaded.

    Phases that overlap in time stand in two lanes. The band carries its words in the hover text and, where there is
    room, one label.
    """
    begin: float | None = None
    lane_ends: list[float] = []
    for row in phases_in(scene):
        left = max(year_position(row["start"]), first)
        right = min(year_position(row["end"]), last)
        if left >= right:
            continue
        begin = left if begin is None else begin
        lane = next((i for i, end in enumerate(lane_ends) if end <= left + 1e-9), len(lane_ends))
        lane_ends[lane : lane + 1] = [right]
        top = 0.995 - 0.022 * lane
        sketch.shape(
            type="rect", xref="x", yref="paper", x0=left, x1=right, y0=top - 0.016, y1=top,
            fillcolor=palette.CONTEXT, opacity=0.9 if row["planned_end"] is not pd.NaT else 0.55,
            line={"width": 1, "color": palette.PAPER}, layer="above",
        )  # fmt: skip
    name = scene.words("card.phases")
    if begin is not None and (begin - first) * scene.width * _PLOT_SHARE / (last - first) > text_width(name, scene.label):
        sketch.words(
            x=begin, xref="x", y=0.987, yref="paper", xanchor="right", yanchor="middle", xshift=-6, text=name,
            font={"color": palette.MUTED},
        )  # fmt: skip


def shaded(sketch: Sketch, left: float | str, right: float | str) -> None:
    """Shade the span of the purges behind the marks."""
    sketch.shape(
        type="rect", xref="x", yref="paper", x0=left, x1=right, y0=0, y1=1,
        fillcolor=palette.SPAN, line={"width": 0}, layer="below",
    )  # fmt: skip
