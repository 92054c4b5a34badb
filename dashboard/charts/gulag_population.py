"""How many prisoners were held on 1 January of each year, and how many died in the year?

Caveats: a stock is one day, deaths are a year, and neither is added to the other, to sentences or to transfers; until
autumn 1938 colonies hold prisons too, so their line breaks there; deaths come in three series that are never joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import (
    HOVER,
    figure_in_words,
    mark_of,
    nice_ceiling,
    number_or_none,
    shaded,
    year_position,
    year_slot,
    year_ticks,
)
from dashboard.charts._panels import Panel, stacked
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.filters import CATEGORY, FIGURES, MEASURE, PERIOD
from dashboard.selection import Months
from dashboard.tables import records

HELD, DIED = "held", "died"
TOGETHER = "camps_and_colonies"
PARTS = ("camps", "colonies")
PLACES = ("camps", "colonies", "prisons", TOGETHER, "gulag_registration")
PURGES = (1937, 1938)
PRISONS_APART = date(1938, 10, 1)
"""Autumn of 1938: from here on the prisons are no part of the colonies (see the population in definitions.csv)."""
_LINES = {HELD: 15.0, DIED: 8.0}
_HEADROOM = 1.16  # above the highest mark of the stocks, for the words on the colonies
# symbol, glyph in the key, dash: what tells the places apart besides their names
_LOOKS = {
    "camps": ("circle", "●", "solid"),
    "colonies": ("square", "■", "dash"),
    "prisons": ("diamond", "◆", "dot"),
    TOGETHER: ("triangle-up", "▲", "dashdot"),
    "gulag_registration": ("cross", "✚", "longdash"),
}
_COLOURS = {HELD: palette.CONFINEMENT, DIED: palette.INK}

Row = Mapping[str, Any]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the prisoners of each 1 January and the deaths of each year (columns as in gulag_population; persons).

    A count of mid-January stands only where there is none of its first day, camps and colonies together only where
    neither stands alone; other days of the year are left out.
    """
    january = (frame["measure"] == HELD) & (frame["period_start"].dt.day_of_year == 1)
    days = frame[january & (frame["precision"] == "day")]
    known = set(zip(days["category"], days["period_start"], strict=True))
    parts = {moment for place, moment in known if place in PARTS}
    places = list(zip(frame["category"], frame["period_start"], strict=True))
    later = (frame["precision"] != "day") & pd.Series([place in known for place in places], index=frame.index, dtype=bool)
    doubled = (frame["category"] == TOGETHER) & frame["period_start"].isin(parts)
    kept = frame[(january & ~later & ~doubled) | (frame["measure"] == DIED)]
    return kept.sort_values(["measure", "category", "period_start"])


def _moment(row: Row) -> float:
    """Return where a figure stands on an axis of years: its day, or the middle of the days that it may be of."""
    return (year_position(row["period_start"]) + year_position(row["period_end"])) / 2


def runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the figures that one line may join: consecutive years of one population.

    The colonies of 1939 are not those of 1938: their prisons were taken out in between.
    """
    run: list[Row] = []
    for row in rows:
        if run and not _joined(run[-1], row):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _joined(one: Row, other: Row) -> bool:
    apart = one["category"] == "colonies" and one["period_start"].date() < PRISONS_APART <= other["period_start"].date()
    return other["period_start"].year - one["period_start"].year == 1 and not apart and pd.notna(one["value"]) and pd.notna(other["value"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Stocks by place above, deaths by series below, each on its own axis; hollow where a figure was not re-read."""
    words, sketch = scene.words, Sketch()
    rows = records(frame)
    years = list(range(int(frame["period_start"].dt.year.min()), int(frame["period_end"].dt.year.max()) + 1))
    shown = [measure for measure in (HELD, DIED) if any(row["measure"] == measure for row in rows)]
    names = [words(f"charts.gulag-population.unit_{_kind(measure, frame)}") for measure in shown]
    panels = dict(zip(shown, stacked(sketch, names, [_LINES[measure] for measure in shown], scene), strict=True))
    tops = {measure: _top([row for row in rows if row["measure"] == measure], measure) for measure in shown}
    keys: list[Key] = []
    for measure, panel in panels.items():
        sketch.axis(panel.axis, measures=measure, range=[0, tops[measure]], nticks=6 if measure == HELD else 4)
        for place in PLACES:
            series = [row for row in rows if row["measure"] == measure and row["category"] == place]
            for run in runs(series):
                sketch.scatter(**_trace(run, measure, panel, scene))
            known = [row for row in series if pd.notna(row["value"])]
            if known and not _named_at_end(sketch, known[-1], measure, panel, years, scene):
                height = panel.beside(float(known[-1]["value"]), tops[measure], panels[shown[0]], tops[shown[0]])
                keys.append((_name(measure, place, scene), _COLOURS[measure], height, _LOOKS[place][1]))
    _number(sketch, rows, year_slot(years, scene), scene)
    sketch.x(range=[years[0] - 0.6, years[-1] + 0.6], tickvals=year_ticks(years, scene), tickformat="d")
    if set(PURGES) <= set(years):
        shaded(sketch, PURGES[0] - 0.5, PURGES[-1] + 0.5)
    if any(row["measure"] == HELD and row["category"] == "colonies" and row["period_start"].date() < PRISONS_APART for row in rows):
        _mark_change(sketch, panels[HELD], years, scene)
    sketch.key(*keys)
    return sketch.figure()


def _kind(measure: str, frame: pd.DataFrame) -> str:
    """Return how a measure is worded: a stock of 1 January is one thing, one of some day of January another."""
    some_day = measure == HELD and ((frame["measure"] == HELD) & (frame["precision"] != "day")).any()
    return "january" if some_day else measure


def _name(measure: str, place: str, scene: Scene) -> str:
    """Return the name of a series; away from its panel, that of deaths says that it counts them."""
    label = scene.words.label("category", place)
    return label if measure == HELD or not scene.narrow else scene.words("charts.gulag-population.deaths_of", place=label)


def _named_at_end(sketch: Sketch, last: Row, measure: str, panel: Panel, years: list[int], scene: Scene) -> bool:
    """Name a series that ends before the others at its last mark, where there is room; beside the plot it would seem to go on."""
    room = (years[-1] - last["period_start"].year) * year_slot(years, scene) * 0.7
    name, size = _name(measure, last["category"], scene), scene.label
    if scene.narrow or max(text_width(word, size, bold=True) for word in name.split()) > room:
        return False
    sketch.words(
        x=_moment(last), y=int(last["value"]), yref=panel.axis, xanchor="left", yanchor="bottom", xshift=size * 0.3, yshift=size * 0.3,
        align="left", text="<br>".join(f"<b>{line}</b>" for line in wrap(name, room, size, bold=True)), font={"color": _COLOURS[measure]},
    )  # fmt: skip
    return True


def _top(rows: Sequence[Row], measure: str) -> float:
    highest = max((number_or_none(row["value"]) or 0 for row in rows), default=0)
    return nice_ceiling(highest * (_HEADROOM if measure == HELD else 1))


def _trace(rows: Sequence[Row], measure: str, panel: Panel, scene: Scene) -> dict[str, Any]:
    """Return one line of one place; figures that were not re-read are hollow."""
    place, colour = rows[0]["category"], _COLOURS[measure]
    symbol, _, dash = _LOOKS[place]
    return {
        "x": [_moment(row) for row in rows], "y": [number_or_none(row["value"]) for row in rows], "yaxis": panel.axis,
        "mode": "lines+markers" if len(rows) > 1 else "markers", "name": _name(measure, place, scene),
        "customdata": [mark_of(row) for row in rows],
        "line": {"color": colour, "width": 2.4, "dash": dash},
        "marker": {
            "size": max(7.0, scene.label * 0.46), "line": {"color": colour, "width": 1.8}, "symbol": symbol,
            "color": [palette.PAPER if row["certainty"] == "reported" else colour for row in rows],  # hollow, even over its line
        },
        "hovertext": [_hover(row, scene) for row in rows], "hovertemplate": HOVER,
    }  # fmt: skip


def _hover(row: Row, scene: Scene) -> str:
    words = scene.words
    whens = {"day": words.day, "month": words.month, "year": lambda moment: str(moment.year)}
    return words(
        "card.hover",
        measure=f"{words.label('category', row['category'])}: {words.label('measure', row['measure'])}",
        when=whens[row["precision"]](row["period_start"]),
        figure=figure_in_words(row, words),
        certainty=words.label("certainty", row["certainty"]),
    )


def _number(sketch: Sketch, rows: Sequence[Row], room: float, scene: Scene) -> None:
    """Write what the camps held before and after the purges beside its marks, where it fits: the figures of the title."""
    first = min((row["period_start"].year for row in rows), default=0)
    for row in rows:
        year, text = row["period_start"].year, figure_in_words(row, scene.words)
        titled = row["measure"] == HELD and row["category"] == "camps" and year in (PURGES[0], PURGES[-1] + 1)
        if titled and pd.notna(row["value"]) and text_width(text, scene.label, bold=True) < room:
            sketch.words(
                x=_moment(row), y=int(row["value"]), xanchor="right" if first < year == PURGES[0] else "left", yanchor="bottom",
                yshift=scene.label * 0.35, text=f"<b>{text}</b>", font={"color": palette.CONFINEMENT_TEXT},
            )  # fmt: skip


def _mark_change(sketch: Sketch, panel: Panel, years: list[int], scene: Scene) -> None:
    """Draw a line where the colonies lose their prisons, with its words where there is room for them left of it."""
    at = year_position(PRISONS_APART)
    if at > years[-1]:
        return
    sketch.shape(
        type="line", xref="x", yref="paper", x0=at, x1=at, y0=panel.foot, y1=panel.head, layer="below",
        line={"color": palette.MUTED, "width": 1.5, "dash": "dot"},
    )  # fmt: skip
    text, room = scene.words("charts.gulag-population.change"), (at - years[0]) * year_slot(years, scene)
    lines = wrap(text, min(room * 0.92, scene.label * 24), scene.label)
    if len(lines) <= 3 and room > text_width(text, scene.label) / 3:
        sketch.words(
            x=at, y=panel.head, yref="paper", xanchor="right", yanchor="top", xshift=-5, align="right",
            text="<br>".join(lines), font={"color": palette.MUTED},
        )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return what the camps held before and after the purges, what each series of deaths has for 1938, and what cannot be added."""
    words = scene.words
    first, last = int(frame["period_start"].dt.year.min()), int(frame["period_end"].dt.year.max())
    measures = [measure for measure in (HELD, DIED) if (frame["measure"] == measure).any()]
    kind = _kind(HELD, frame)
    shown = ("both" if kind == HELD else "both_january") if len(measures) > 1 else _kind(measures[0], frame)
    alone = f"_{measures[0]}" if len(measures) == 1 else ""
    january = "_january" if kind != HELD and HELD in measures else ""
    subtitle = words(f"charts.gulag-population.subtitle{alone}{january}", period=scene.period) if alone or january else None
    sentences = [words(f"charts.gulag-population.shown_{shown}", span=words.years(first, last))]
    held, title = _held(frame, "camps"), None
    if {PURGES[0], PURGES[-1] + 1} <= held.keys():
        title = words("charts.gulag-population.title", before=held[PURGES[0]], after=held[PURGES[-1] + 1], year=PURGES[0])
    deaths = [row for row in records(frame) if row["measure"] == DIED and row["period_start"].year == PURGES[-1] and pd.notna(row["value"])]
    said = [
        words("charts.gulag-population.count", figure=figure_in_words(row, words), place=words.label("category", row["category"]))
        for row in deaths
    ]
    if alone and title is None:
        title = words(f"charts.gulag-population.question{alone}")
        counts = sorted(int(row["value"]) for row in deaths if row["qualifier"] == "exact")
        if measures == [DIED] and len(counts) == len(deaths) > 1:
            title = words("charts.gulag-population.title_died", year=PURGES[-1], low=counts[0], high=counts[-1])
    if deaths:
        sentences.append(words("charts.gulag-population.deaths", year=PURGES[-1], counts=said, count=len(said)))
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.gulag-population.hollow", count=hollow))
    sentences.append(words("charts.gulag-population.cannot_show"))
    return Reading(title, subtitle, tuple(sentences))


def _held(frame: pd.DataFrame, place: str) -> dict[int, int]:
    """Return the exact stocks of a place by year of their 1 January."""
    wanted = frame[(frame["measure"] == HELD) & (frame["category"] == place) & (frame["qualifier"] == "exact") & frame["value"].notna()]
    return {row["period_start"].year: int(row["value"]) for row in records(wanted)}


CHART = Chart(
    id="gulag-population",
    table="gulag_population",
    filters={
        PERIOD: On(("period_start", "period_end"), whole_years=True),
        FIGURES: On(("source_id",)),
        MEASURE: On(("measure",), offers=(HELD, DIED)),
        CATEGORY: On(("category",), offers=PLACES),
    },
    window=Months("1930-01", "1941-12"),
    prepare=prepare,
    draw=draw,
    read=read,
)
