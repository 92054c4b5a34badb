"""How did arrests and death sentences move?

Caveats: arrests and sentences are different facts about overlapping people and are never added; figures that are only
stated in the literature are drawn hollow.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import (
    HEADROOM,
    HOVER,
    hover_of,
    mark_of,
    nice_ceiling,
    phase_band,
    series_by_year,
    shaded,
    symbol_of,
    values_of,
    year_slot,
    year_ticks,
)
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.filters import EVERY_SCOPE, FIGURES, MEASURE, PERIOD, SCALE, SCOPE
from dashboard.selection import Months
from dashboard.tables import records

DEADLY = ("sentenced_to_death", "executed")
MEASURES = ("arrested", *DEADLY)
PURGES = (1937, 1938)

Row = dict[str, Any]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a measure and year, each measure a series (columns as in annual_repression; persons; gaps have no row)."""
    return frame.sort_values(["measure", "year"])


def _series(frame: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in records(frame):
        found.setdefault(row["measure"], []).append(row)
    return {measure: found[measure] for measure in MEASURES if measure in found}


def _lines(frame: pd.DataFrame) -> Iterator[tuple[str, Mapping[int, Mapping[str, Any]]]]:
    """Yield the lines to draw, by year: figures of one measure that count different populations are never joined."""
    for _, population in frame.groupby("counts", sort=False):
        yield from series_by_year(population, MEASURES).items()


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Lines by year, one a measure, broken where a year is not recorded; hollow where a figure was not re-read."""
    words, log = scene.words, scene[SCALE] == "log"
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    sketch, named = Sketch(), list[tuple[str, Key]]()
    top = nice_ceiling(float(frame["value"].fillna(0).max()) * HEADROOM)
    for measure, rows in _lines(frame):
        colour, known = palette.OF_MEASURE[measure], values_of(rows, years)
        values = [None if log and value == 0 else value for value in known]  # no logarithm of zero: a gap, and the reading says so
        sketch.scatter(
            x=years, y=values, mode="lines+markers", name=words.label("measure", measure),
            customdata=[mark_of(rows.get(year, {})) for year in years],
            connectgaps=False, line={"color": colour, "width": 3},
            marker={
                "symbol": [symbol_of(rows.get(year, {})) for year in years], "size": max(7, scene.label * 0.48),
                "color": colour, "line": {"color": colour, "width": 2},
            },
            hovertext=[hover_of(rows.get(year, {}), words, "year") for year in years], hovertemplate=HOVER,
        )  # fmt: skip
        final = next((value for value in reversed(values) if value is not None), None)
        if measure not in dict(named):
            named.append((measure, (words.label("measure", measure), colour, float(final or 0))))
        _number_peak(sketch, years, values, scene, colour, log=log)
    sketch.x(range=[years[0] - 0.6, years[-1] + 0.6], tickvals=year_ticks(years, scene), tickformat="d")
    sketch.y(title=words("charts.arrests-executions.unit"))
    if log:
        lowest = math.floor(math.log10(max(1, int(frame.loc[frame["value"] > 0, "value"].min() or 1))))
        powers = range(lowest, math.floor(math.log10(top)) + 1)
        sketch.y(
            type="log", range=[lowest, max(math.log10(top), lowest + 1)], tickvals=[10**power for power in powers],
            ticktext=[words.number(10**power) for power in powers],
        )  # fmt: skip
    else:
        sketch.y(range=[0, top], rangemode="tozero")
    if set(PURGES) <= set(years):
        shaded(sketch, PURGES[0] - 0.5, PURGES[-1] + 0.5)
    phase_band(sketch, scene, years[0] - 0.5, years[-1] + 0.5)
    sketch.key(*(key for _, key in named))
    return sketch.figure()


def _number_peak(sketch: Sketch, years: list[int], values: list[int | None], scene: Scene, colour: str, *, log: bool) -> None:
    """Write the number of the highest year above its mark, where it fits beside its neighbours."""
    value, year = max(((value, year) for value, year in zip(values, years, strict=True) if value), default=(0, 0))
    text = scene.words.number(value)
    if value and text_width(text, scene.label) < year_slot(years, scene) * 1.5:
        sketch.words(
            x=year, y=math.log10(value) if log else value, text=f"<b>{text}</b>", yshift=scene.label * 1.05,
            font={"color": palette.AS_TEXT.get(colour, colour)},
        )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how much each measure rose from 1936 to 1937 when both years are recorded, and how many figures were not re-read."""
    words = scene.words
    first, last = int(frame["year"].min()), int(frame["year"].max())
    series = _series(frame)
    names = [words.label("measure", measure) for measure in series]
    what = [name.lower() for name in names]
    sentences = [words("charts.arrests-executions.shown", measures=what, first=first, last=last, count=last - first + 1)]
    scopes = [words.label("scope", scope) for scope in frame["scope"].drop_duplicates() if scope != EVERY_SCOPE]
    subtitle = words("charts.arrests-executions.subtitle_of", measures=[label.lower() for label in names], period=scene.period)
    if scopes and not scene[SCOPE]:  # otherwise the filters in force say it
        subtitle = " ".join([subtitle, words("filters.scope.in_force", values=scopes)])
    rises = {measure: _rise(rows) for measure, rows in series.items()}
    title = None
    arrested, deadly = rises.get("arrested"), next((measure for measure in DEADLY if rises.get(measure)), None)
    if arrested and deadly:
        title = words(
            f"charts.arrests-executions.title_rise_{deadly}",
            arrests=words.number(round(arrested)),
            deaths=words.number(round(rises[deadly] or 0)),
        )
    known = ([row for row in rows if row["value"] is not None] for rows in series.values())
    for peak, count in ((max(rows, key=lambda row: row["value"]), len(rows)) for rows in known if rows):
        sentences.append(
            words(
                "charts.arrests-executions.peak",
                measure=words.label("measure", peak["measure"]),
                year=int(peak["year"]),
                value=int(peak["value"]),
                count=count,
            )
        )
    zeros = int((frame["value"] == 0).sum()) if scene[SCALE] == "log" else 0
    if zeros:
        sentences.append(words("charts.arrests-executions.zeros", count=zeros))
    hollow = int((frame["certainty"] == "reported").sum())
    sentences.append(
        words("charts.arrests-executions.cannot_show", count=hollow) if hollow else words("charts.arrests-executions.all_read")
    )
    return Reading(title, subtitle, tuple(sentences))


def _rise(rows: Sequence[Row]) -> float | None:
    """Return how many times the first year of the purges' height stood above the year before; None without both figures."""
    values = {row["year"]: row["value"] for row in rows if row["value"] is not None}
    before, at = values.get(PURGES[0] - 1), values.get(PURGES[0])
    return at / before if before and at is not None else None


CHART = Chart(
    id="arrests-executions",
    table="annual_repression",
    filters={
        PERIOD: On(("year",), whole_years=True),
        FIGURES: On(("source_id",)),
        MEASURE: On(("measure",), offers=MEASURES),
        SCOPE: On(("scope",)),
        SCALE: On(offers=("linear", "log")),
    },
    window=Months("1930-01", "1941-12"),
    beside=("phases",),
    prepare=prepare,
    draw=draw,
    read=read,
)
