"""On which days were the people of one list of Moscow shot?

Caveats: one list, of people with a known home in Moscow, so a day is never all who were shot there; a day without a row
is a day without an entry; dates outside the working period of their burial ground are doubtful. The columns are days of
the month, not of the week: the USSR of these years lived by six-day weeks.
"""

from __future__ import annotations

import math
from calendar import monthrange
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, mark_of, number_or_none
from dashboard.charts._once import disjoint_in
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.charts._steps import CELL, HIGH, Cell, draw_cells, step_keys
from dashboard.filters import PERIOD
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.transforms import total_of, totals_by

STEPS = (1, 10, 50, 100)  # least number of people of each step of colour
CROSS = "×"
_MONTHS, _DAYS = 12, 31
_DENSE = 6  # from more years than these on rows are low and name every third month
_PANELS = ((0, 1), (620, 3), (1460, 4))  # from which width on how many years stand side by side
_LOWEST = 240  # pixels of height of one calendar at least
_GAP = 0.035

Rows = list[dict[str, Any]]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a day and burial ground (columns as in moscow_executions; people; a day without a row has no entry)."""
    return frame.sort_values(["date", "burial_ground"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One calendar a year, months down and days across; the darker a day, the more entries; doubtful dates crossed."""
    words, sketch, disjoint = scene.words, Sketch(), disjoint_in(scene)
    days: dict[pd.Timestamp, Rows] = {}
    for row in records(frame):
        days.setdefault(row["date"], []).append(row)
    people = {day: number_or_none(value) for day, value in totals_by(frame, "date", disjoint).items()}
    years = list(range(min(days).year, max(days).year + 1))
    most = next(count for least, count in reversed(_PANELS) if scene.width >= least)
    across, dense = min(len(years), most if len(years) != 4 else 2 if most > 1 else 1), len(years) > _DENSE
    down = math.ceil(len(years) / across)
    head, foot = scene.label * 1.7, scene.label * 2.4
    plot = _MONTHS * scene.label * 0.6 if dense else max(_LOWEST, _MONTHS * scene.label * 1.3)
    height = down * (head + plot) + (down - 1) * foot
    months = range(1, _MONTHS + 1, 3 if dense else 1)
    for place, year in enumerate(years):
        number, left = str(place + 1) if place else "", (place % across) * (1 + _GAP) / across
        top = 1 - (place // across * (head + plot + foot) + head) / height
        of_year = {day: rows for day, rows in days.items() if day.year == year}
        _calendar(sketch, year, of_year, people, scene, number)
        sketch.axis(
            f"x{number}", range=[0.4, _DAYS + 0.6], tickvals=[1, 10, 20, 30], domain=[left, left + (1 - _GAP * (across - 1)) / across],
            anchor=f"y{number}", tickformat="d", showline=False,
        )  # fmt: skip
        sketch.axis(
            f"y{number}", range=[_MONTHS + 0.5, 0.5], domain=[top - plot / height, top], anchor=f"x{number}", showgrid=False, ticks="",
            tickvals=list(months), ticktext=[words.month_name(month) for month in months] if not place % across else [""] * len(months),
        )  # fmt: skip
        total = total_of(frame[frame["date"].dt.year == year], disjoint)
        sketch.words(
            xref="paper", yref="paper", x=left, y=top, xanchor="left", yanchor="bottom", yshift=2, font={"color": palette.INK},
            text=f"<b>{year}</b>" if total is None else words("charts.moscow-executions.head", year=year, count=total),
        )  # fmt: skip
    sketch.y(title=words("charts.moscow-executions.unit"))
    sketch.layout(barmode="overlay", height=height)
    none: Key = (words("charts.moscow-executions.key_none"), palette.SPAN, None, CELL, 1.0)
    sketch.key(
        none, *step_keys(palette.DEATH, STEPS, words), (words("charts.moscow-executions.key_doubtful"), palette.INK, None, CROSS, 1.0)
    )
    return sketch.figure()


def _calendar(sketch: Sketch, year: int, days: dict[pd.Timestamp, Rows], people: dict, scene: Scene, number: str) -> None:
    """Draw one year: its days in the period as a pale ground, its entries as cells, its doubtful dates as crosses.

    A day whose number is not recorded is left open, not pale.
    """
    words, period = scene.words, scene[PERIOD]
    shown = [month for month in range(1, _MONTHS + 1) if period is None or period.first <= f"{year}-{month:02}" <= period.last]
    ground = [f"M0.5,{month - HIGH / 2}H{monthrange(year, month)[1] + 0.5}V{month + HIGH / 2}H0.5Z" for month in shown]
    if ground:
        sketch.shape(
            type="path", xref=f"x{number}", yref=f"y{number}", path="".join(ground),
            fillcolor=palette.SPAN, line={"width": 0}, layer="below",
        )  # fmt: skip
    if days:
        cells = [Cell(day.month, day.day, people[day], mark_of(*rows), _hover(day, rows, scene)) for day, rows in days.items()]
        months = {month: words.month(f"{year}-{month:02}") for month in {day.month for day in days}}
        draw_cells(sketch, cells, months, palette.DEATH, STEPS, xaxis=f"x{number}", yaxis=f"y{number}")
    doubtful = [day for day, rows in days.items() if any(row["doubtful"] for row in rows)]
    if doubtful:
        sketch.scatter(
            x=[day.day for day in doubtful], y=[day.month for day in doubtful], mode="markers", xaxis=f"x{number}", yaxis=f"y{number}",
            name=words("charts.moscow-executions.key_doubtful"), customdata=[mark_of(*days[day]) for day in doubtful],
            marker={"symbol": "x-thin", "size": max(6, scene.label * 0.5), "line": {"width": 1.6, "color": palette.INK}},
            hovertext=[_hover(day, days[day], scene) for day in doubtful], hovertemplate=HOVER,
        )  # fmt: skip


def _hover(day: pd.Timestamp, rows: Rows, scene: Scene) -> str:
    words = scene.words
    grounds = [
        words(
            f"charts.moscow-executions.ground{'_doubtful' if row['doubtful'] else ''}",
            ground=words.label("burial_ground", row["burial_ground"]),
            figure=words.figure(number_or_none(row["value"]), None, None, row["qualifier"]),
        )
        for row in rows
    ]
    return "<br>".join([f"<b>{words.day(day)}</b>", *grounds])


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many entries and days there are, the day with most, where the entries of 1938 end, and what is missing."""
    words, period, disjoint = scene.words, scene[PERIOD], disjoint_in(scene)
    total = total_of(frame, disjoint)
    days = frame["date"].nunique()
    sentences = [] if total is None else [words("charts.moscow-executions.shown", count=days, total=total)]
    sure = frame[~frame["doubtful"].fillna(False)]
    title = None
    if len(sure):
        by_day = sure.groupby("date")["value"].sum()
        if (by_day == by_day.max()).sum() == 1 < len(by_day):
            sentences.append(words("charts.moscow-executions.stands_out", when=by_day.idxmax(), value=int(by_day.max())))
    ends = [row["end"] for row in records(scene.tables["phases"]) if row["phase_id"] == "mass_operation"]
    for end in ends:
        year = frame[frame["date"].dt.year == end.year]
        before = sure[sure["date"].dt.year == end.year]["date"].max()
        after = total_of(year[year["date"] > before], disjoint) if pd.notna(before) else None
        covered = period is None or period.last >= f"{end.year}-12"
        if covered and pd.notna(before) and before < end and after:
            if frame["date"].max().year == end.year:  # a year later the list has days again
                title = words("charts.moscow-executions.title_end", when=before)
            sentences.append(words("charts.moscow-executions.ends", when=before, count=after, year=end.year, end=end))
    return Reading(title, sentences=(*sentences, words("charts.moscow-executions.cannot_show")))


CHART = Chart(
    id="moscow-executions",
    table="moscow_executions",
    filters={PERIOD: On(("date",))},
    window=Months("1936-01", "1938-12"),
    beside=("definitions", "phases"),
    prepare=prepare,
    draw=draw,
    read=read,
)
