"""How many people were held in special settlements on 1 January of each year, and how many died, fled or were born there?

Caveats: movements are incomplete, so no balance is drawn; figures of several years together are told in words and never
stand among those of single years; stocks, transfers by decree and sentences are never added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import (
    CEILING_ABOVE,
    HATCHED,
    HOVER,
    RING,
    ROUND,
    bar_look,
    figure_in_words,
    hover_of,
    mark_of,
    nice_ceiling,
    number_or_none,
    shaded,
    symbol_of,
    year_position,
    year_slot,
    year_ticks,
)
from dashboard.charts._panels import Panel, stacked
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import FIGURES, MEASURE, PERIOD
from dashboard.selection import Months
from dashboard.sources import named
from dashboard.tables import records

HELD, DIED = "held", "died"
MEASURES = (HELD, DIED, "escaped", "born")
COUNTRY, ALL = "ussr", "all"
PURGES = (1937, 1938)
_LINES = {HELD: 13.0}
_FEW_LINES = 6.0
_BAR = 0.62

Row = Mapping[str, Any]


def of_country(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that count all settlers of the whole country."""
    return frame[(frame["region_id"] == COUNTRY) & (frame["contingent"] == ALL) & frame["measure"].isin(MEASURES)]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the stock of each 1 January and the movements of each single year, all settlers (columns as in special_settlers).

    Figures of several years together have no place on an axis of single years and are left out.
    """
    rows = of_country(frame)
    kept = rows[rows["period_start"].dt.year == rows["period_end"].dt.year]
    order = {measure: rank for rank, measure in enumerate(MEASURES)}
    return kept.assign(_rank=kept["measure"].astype(str).map(order)).sort_values(["_rank", "period_start"]).drop(columns="_rank")


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A panel a measure: the stock as points joined from year to year, movements as bars; hollow where not re-read."""
    words, sketch = scene.words, Sketch()
    by_measure = {measure: list(rows) for measure, rows in groupby(records(frame), key=lambda row: str(row["measure"]))}
    names = [words(f"charts.special-settlers.unit_{measure}") for measure in by_measure]
    panels = stacked(sketch, names, [_LINES.get(measure, _FEW_LINES) for measure in by_measure], scene)
    span = frame if scene.whole is None else scene.whole
    years = list(range(int(span["period_start"].dt.year.min()), int(span["period_end"].dt.year.max()) + 1))
    for (measure, rows), panel in zip(by_measure.items(), panels, strict=True):
        top = _top(rows, years, scene)
        sketch.axis(panel.axis, measures=measure, range=[0, top], nticks=6 if measure == HELD else 3)
        if measure == HELD:
            for run in _unbroken(rows):
                sketch.scatter(**_stock(run, panel, scene))
        else:
            sketch.bar(**_movement(rows, measure, panel, scene))
            _say_gaps(sketch, rows, years, panel, scene)
        _number(sketch, rows, years, panel, scene)
    sketch.x(range=[years[0] - 0.6, years[-1] + 0.6], tickvals=year_ticks(years, scene), tickformat="d")
    if set(PURGES) <= set(years):
        shaded(sketch, PURGES[0] - 0.5, PURGES[-1] + 0.5)
    _explain(sketch, records(frame), scene)
    return sketch.figure()


def _place(row: Row) -> float:
    """Return where a figure stands on an axis of years: a stock on its day, a movement in the middle of its year."""
    return year_position(row["period_start"]) if row["measure"] == HELD else float(row["period_start"].year)


def _unbroken(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the stocks that one line joins: those of consecutive years."""
    runs: list[list[Row]] = []
    for row in rows:
        follows = runs and row["period_start"].year - runs[-1][-1]["period_start"].year == 1
        if follows and pd.notna(row["value"]) and pd.notna(runs[-1][-1]["value"]):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _stock(rows: Sequence[Row], panel: Panel, scene: Scene) -> dict[str, Any]:
    return {
        "x": [_place(row) for row in rows], "y": [number_or_none(row["value"]) for row in rows], "yaxis": panel.axis,
        "mode": "lines+markers", "name": scene.words.label("measure", HELD), "customdata": [mark_of(row) for row in rows],
        "line": {"color": palette.EXILE, "width": 2.4},
        "marker": {
            "size": max(7.0, scene.label * 0.46), "color": palette.EXILE, "line": {"color": palette.EXILE, "width": 1.8},
            "symbol": [symbol_of(row) for row in rows],
        },
        "hovertext": [hover_of(row, scene.words, "period_start") for row in rows], "hovertemplate": HOVER,
    }  # fmt: skip


def _movement(rows: Sequence[Row], measure: str, panel: Panel, scene: Scene) -> dict[str, Any]:
    colour = palette.INK if measure == DIED else palette.EXILE
    return {
        "x": [_place(row) for row in rows], "y": [number_or_none(row["value"]) for row in rows], "yaxis": panel.axis, "width": _BAR,
        "name": scene.words.label("measure", measure), "customdata": [mark_of(row) for row in rows], "marker": bar_look(colour, rows),
        "hovertext": [hover_of({**row, "year": row["period_start"].year}, scene.words, "year") for row in rows], "hovertemplate": HOVER,
    }  # fmt: skip


def _number(sketch: Sketch, rows: Sequence[Row], years: list[int], panel: Panel, scene: Scene) -> None:
    """Write each figure at its mark where all fit beside their neighbours, otherwise the highest alone."""
    room = year_slot(years, scene)
    known = [row for row in rows if pd.notna(row["value"])]
    texts = [_in_lines(row, room, scene) for row in known]
    fit = all(texts)
    highest = max((int(row["value"]) for row in known), default=0)
    for place, (row, text) in enumerate(zip(known, texts, strict=True)):
        if fit or int(row["value"]) == highest:
            at = _beside_line(known, place, years, scene) if row["measure"] == HELD else {"xanchor": "center", "yanchor": "bottom"}
            sketch.words(
                x=_place(row), y=int(row["value"]), yref=panel.axis, text="<br>".join(text or [figure_in_words(row, scene.words)]),
                font={"color": palette.INK}, **at,
            )  # fmt: skip


def _beside_line(rows: Sequence[Row], place: int, years: list[int], scene: Scene) -> dict[str, Any]:
    """Return where a figure stands at its mark so that the line to the years before and after does not run through it."""
    values = [int(row["value"]) for row in rows]
    here, gap = values[place], scene.label * 0.4
    before = place > 0 and values[place - 1] > here
    after = place + 1 < len(values) and values[place + 1] > here
    if before and after:
        return {"xanchor": "center", "yanchor": "top", "yshift": -gap}
    anchor = "left" if before or _place(rows[place]) < years[0] else "right" if after else "center"
    return {"xanchor": anchor, "yanchor": "bottom", "yshift": gap, "xshift": {"left": -gap, "right": gap, "center": 0}[anchor]}


def _top(rows: Sequence[Row], years: list[int], scene: Scene) -> float:
    """Return where an axis must end so that the figure on its highest mark has room above it."""
    highest = max((number_or_none(row["value"]) or 0 for row in rows), default=0)
    lines = max(1, *(len(_in_lines(row, year_slot(years, scene), scene)) for row in rows))
    room = 1 - 1.3 * lines / _LINES.get(str(rows[0]["measure"]), _FEW_LINES)
    return nice_ceiling(highest / room / CEILING_ABOVE)


def _in_lines(row: Row, room: float, scene: Scene) -> list[str]:
    """Return a figure with its qualifier in as many lines as it takes in so much room; none where a word is wider than that."""
    text = figure_in_words(row, scene.words)
    fits = all(text_width(word, scene.label) <= room for word in text.split(" "))
    return wrap(text, room, scene.label) if fits else []


def _say_gaps(sketch: Sketch, rows: Sequence[Row], years: list[int], panel: Panel, scene: Scene) -> None:
    """Write into each gap of a year or more that nothing is recorded: an empty place is not a zero."""
    recorded = {row["period_start"].year for row in rows if pd.notna(row["value"])}
    text = scene.words("card.missing_cell")
    for missing, span in groupby(years, key=lambda year: year not in recorded):
        gap = list(span)
        if missing and text_width(text, scene.label) < len(gap) * year_slot(years, scene):
            sketch.words(
                x=(gap[0] + gap[-1]) / 2, y=0, yref=panel.axis, yanchor="bottom", yshift=scene.label * 0.2, text=f"<i>{text}</i>",
                font={"color": palette.MUTED},
            )  # fmt: skip


def _explain(sketch: Sketch, rows: Sequence[Row], scene: Scene) -> None:
    """Name the looks of uncertain figures that are drawn."""
    if any(row["certainty"] == "reported" for row in rows):
        words = scene.words
        sketch.key(
            (words("charts.special-settlers.key_read"), palette.EXILE, None, ROUND),
            (words("charts.special-settlers.key_reported"), palette.EXILE, None, RING),
        )
    if any(row["basis"] == "estimate" for row in rows):
        sketch.key((scene.words.label("basis", "estimate"), palette.EXILE, None, HATCHED))


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return the stock before and after the purges, the year of most deaths, and what is known of 1930 and 1931 together."""
    words = scene.words
    first, last = int(frame["period_start"].dt.year.min()), int(frame["period_end"].dt.year.max())
    measures = [words(f"charts.special-settlers.noun_{measure}") for measure in frame["measure"].drop_duplicates()]
    sentences = [words("charts.special-settlers.shown", measures=measures, span=words.years(first, last), count=len(frame))]
    held = {row["period_start"].year: row for row in records(frame) if row["measure"] == HELD and row["qualifier"] == "exact"}
    title = None
    if {PURGES[0], PURGES[-1] + 1} <= held.keys():
        before, after = number_or_none(held[PURGES[0]]["value"]), number_or_none(held[PURGES[-1] + 1]["value"])
        if before and after:
            title = words("charts.special-settlers.title", before=before, after=after, year=PURGES[0])
    deaths = frame[(frame["measure"] == DIED) & frame["value"].notna()]
    if len(deaths):
        row = records(deaths.nlargest(1, "value"))[0]
        sentences.append(
            words("charts.special-settlers.peak", figure=figure_in_words(row, words), year=row["period_start"].year, count=len(deaths))
        )
    several = _several_years(scene)
    sentences += [_together(rows, scene) for rows in several]
    sentences.append(words("charts.special-settlers.cannot_show"))
    return Reading(title, sentences=tuple(sentences), sources=tuple(row["source_id"] for rows in several for row in rows))


def _several_years(scene: Scene) -> list[list[Row]]:
    """Return every author's deaths of several years together, a list for each span of years that the period takes in whole."""
    span = scene[PERIOD]
    if span is None or DIED not in (scene[MEASURE] or MEASURES):
        return []
    rows = of_country(scene.tables["special_settlers"])
    rows = rows[(rows["measure"] == DIED) & (rows["period_start"].dt.year < rows["period_end"].dt.year)]
    within = [row for row in records(rows) if span.first <= f"{row['period_start']:%Y-%m}" and f"{row['period_end']:%Y-%m}" <= span.last]
    return [list(several) for _, several in groupby(within, key=_span)]


def _span(row: Row) -> tuple[int, int]:
    return row["period_start"].year, row["period_end"].year


def _together(rows: Sequence[Row], scene: Scene) -> str:
    """Return in words what authors give for several years together."""
    words, sources = scene.words, scene.tables["sources"]
    figures = [
        words("charts.special-settlers.author", figure=figure_in_words(row, words), source=named(sources, row["source_id"])) for row in rows
    ]
    first, last = _span(rows[0])
    return words("charts.special-settlers.several", first=first, last=last, figures=figures)


CHART = Chart(
    id="special-settlers",
    table="special_settlers",
    filters={
        PERIOD: On(("period_start", "period_end"), whole_years=True),
        FIGURES: On(("source_id",)),
        MEASURE: On(("measure",), offers=MEASURES),
    },
    window=Months("1930-01", "1941-12"),
    beside=("special_settlers", "sources"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by("measure"),
)
