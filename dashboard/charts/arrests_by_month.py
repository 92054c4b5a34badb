"""How did the dated records of the name lists move from month to month?

Caveats: records, not arrests, dated by the arrest or else (inferred) by the trial; a sample whose coverage differs from
year to year, so only the shape inside a year is read; labels of nationality differ in how much they catch.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, nice_ceiling, number_or_none, shaded
from dashboard.charts._once import disjoint_in
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import EVENT, GROUP, PERIOD, SCALE
from dashboard.selection import Months
from dashboard.tables import MARK, MARKS_JOINED, records
from dashboard.transforms import total_of, totals_by

LABELS = (
    "armenian", "belarusian", "chinese", "estonian", "german", "greek", "jewish", "kabardian", "korean", "latvian", "lithuanian",
    "no_flag", "ossetian", "polish", "tatar", "two_or_more_flags", "ukrainian",
)  # fmt: skip
HIDDEN = ("chechen", "kalmyk")  # labels that are wrong; they count only as parts of the total of a month
OPERATION = "mass_operation"
_PLOT_SHARE = 0.9  # share of the picture's width that the plot fills
_PANEL_WIDTHS = ((0, 1), (620, 2), (900, 3), (1460, 4))  # from which width on how many panels stand side by side
_HEAD_LINES = 3  # lines that the words above a year may take
_LOW = "low"  # labels of which only the shape can be read

Series = dict[pd.Period, int | None]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a month and label (columns as in arrests_by_month; records, not arrests; 0: none was found)."""
    return frame.sort_values(["month", "nationality"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Bars by month: all records, or one panel a label, each on its own scale, where labels are chosen."""
    return _by_label(frame, scene) if scene[GROUP] else _all(frame, scene)


def _monthly(frame: pd.DataFrame, scene: Scene) -> tuple[Series, dict[pd.Period, str]]:
    """Return the sum over the labels and the marks of every month."""
    marks: dict[pd.Period, list[str]] = {}
    for month, mark in zip(frame["month"], frame[MARK], strict=True):
        marks.setdefault(month, []).append(mark)
    sums = totals_by(frame, "month", disjoint_in(scene))
    values = map(number_or_none, sums.reindex(pd.PeriodIndex(list(marks))))
    return dict(zip(marks, values, strict=True)), {month: MARKS_JOINED.join(of) for month, of in marks.items()}


def _bars(sketch: Sketch, series: Series, marks: dict[pd.Period, str], scene: Scene, name: str, *, log: bool, place: str = "") -> None:
    """Add one bar a month; a gap and, on a logarithmic scale, a zero stay open."""
    months = list(series)
    sketch.bar(
        x=[f"{month}-01" for month in months], y=[None if log and not value else value for value in series.values()],
        xperiod="M1", xperiodalignment="middle", xaxis=f"x{place}", yaxis=f"y{place}", name=name,
        customdata=[marks[month] for month in months],
        marker={"color": palette.ARREST, "line": {"width": 0}},
        hovertext=[
            "" if value is None else scene.words("charts.arrests-by-month.hover", name=name, month=str(month), value=value)
            for month, value in series.items()
        ],
        hovertemplate=HOVER,
    )  # fmt: skip


def _span(frame: pd.DataFrame) -> tuple[str, str]:
    """Return the first day shown and the day after the last."""
    return f"{frame['month'].min()}-01", f"{frame['month'].max() + 1}-01"


def _height_axis(top: float, *, log: bool) -> dict:
    return {"type": "log", "range": [0, math.log10(top)], "dtick": 1} if log else {"range": [0, top], "rangemode": "tozero"}


def _all(frame: pd.DataFrame, scene: Scene) -> Drawing:
    words, log, sketch = scene.words, scene[SCALE] == "log", Sketch()
    series, marks = _monthly(frame, scene)
    _bars(sketch, series, marks, scene, words("charts.arrests-by-month.all"), log=log)
    coverage = _coverage(frame, scene)
    heads = _heads(coverage, series, scene)
    tallest = max((value for value in series.values() if value), default=1)
    plot = max(250.0, scene.width * CHART.ratio)
    room = 1 - max((text.count("<br>") + 1 for text in heads.values()), default=0) * scene.label * 1.4 / plot
    sketch.y(**_height_axis(max(10, tallest ** (1 / room)) if log else nice_ceiling(tallest / room), log=log))
    sketch.y(title=words("charts.arrests-by-month.unit"))
    first, last = _span(frame)
    short = len(series) <= (18 if scene.narrow else 60)
    sketch.x(
        type="date", range=[_before(first), last], ticklabelmode="period", showgrid=False,
        dtick="M3" if short else "M12", tickformat="%b<br>%Y" if short else "%Y",
    )  # fmt: skip
    for year, text in heads.items():
        begin = max(f"{year}-01-01", first)
        if begin > first:  # nothing joins the years: their levels are not compared
            sketch.shape(
                type="line", xref="x", yref="paper", x0=begin, x1=begin, y0=0, y1=1,
                line={"color": palette.MUTED, "width": 1, "dash": "dot"},
            )  # fmt: skip
        sketch.words(
            x=begin, xref="x", y=1, yref="paper", xanchor="left", yanchor="top", xshift=4, align="left", text=text,
            font={"color": palette.MUTED},
        )  # fmt: skip
    for row in records(scene.tables["phases"]):
        if row["phase_id"] == OPERATION:
            left, right = max(row["start"].isoformat(), first), min(row["end"].isoformat(), last)
            if left < right:
                shaded(sketch, left, right)
    return sketch.figure()


def _before(first: str) -> str:
    """Return a day so much earlier that the first month's name does not reach the figures of the other axis."""
    return (pd.Timestamp(first) - pd.Timedelta(days=20)).date().isoformat()


class Covered(NamedTuple):
    """The records of a year that carry a month as a share of its known arrests, and what these arrests rest on."""

    share: float
    reread: bool
    source_id: str


def _coverage(frame: pd.DataFrame, scene: Scene) -> dict[int, Covered]:
    """Return how much of each year the records cover, where its arrests are known."""
    arrests, dated = scene.tables["annual_repression"], scene.tables["arrests_date_coverage"]
    known = arrests[(arrests["measure"] == "arrested") & (arrests["scope"] == "all") & arrests["preferred"].fillna(False)]
    by_year = {row["year"]: row for row in records(known) if number_or_none(row["value"])}
    with_month = {row["year"]: row["value"] for row in records(dated[dated["measure"] == "records_with_month"])}
    years = sorted(set(frame["month"].dt.year))
    return {
        year: Covered(with_month[year] / by_year[year]["value"], by_year[year]["certainty"] != "reported", by_year[year]["source_id"])
        for year in years
        if year in by_year and number_or_none(with_month.get(year)) is not None
    }


def _heads(coverage: dict[int, Covered], months: Series, scene: Scene) -> dict[int, str]:
    """Return what stands above each year: how much of its arrests the records cover, as fully as the room allows."""
    month = scene.width * _PLOT_SHARE / len(months)
    slots = {year: sum(known.year == year for known in months) * month - 8 for year in coverage}
    texts = {year: scene.words("charts.arrests-by-month.head", year=year, share=known.share) for year, known in coverage.items()}
    full = {year: wrap(text, slots[year], scene.label) for year, text in texts.items()}
    if all(len(lines) <= _HEAD_LINES and slots[year] > text_width("0000: 00% of", scene.label) for year, lines in full.items()):
        return {year: "<br>".join(lines) for year, lines in full.items()}
    short = {year: scene.words("charts.arrests-by-month.head_short", share=known.share) for year, known in coverage.items()}
    return short if all(text_width(text, scene.label) < slots[year] for year, text in short.items()) else {}


def _by_label(frame: pd.DataFrame, scene: Scene) -> Drawing:
    words, log, sketch = scene.words, scene[SCALE] == "log", Sketch()
    labels = list(dict.fromkeys(frame["nationality"]))
    across = min(len(labels), next(count for least, count in reversed(_PANEL_WIDTHS) if scene.width >= least))
    down = math.ceil(len(labels) / across)
    head, plot, foot = scene.label * 3.1, scene.label * 8.5, scene.label * 2.6
    height = down * (head + plot) + (down - 1) * foot
    gap = 0.06 / across
    first, last = _span(frame)
    for place, label in enumerate(labels):
        rows = frame[frame["nationality"] == label]
        series, marks = _monthly(rows, scene)
        number = str(place + 1) if place else ""
        column, line = place % across, place // across
        left = column * (1 + gap) / across
        top = 1 - (line * (head + plot + foot) + head) / height
        _bars(sketch, series, marks, scene, words.label("nationality", label), log=log, place=number)
        sketch.axis(
            f"x{number}", type="date", range=[first, last], ticklabelmode="period", dtick="M12", tickformat="%Y", showgrid=False,
            domain=[left, left + (1 - gap * (across - 1)) / across], anchor=f"y{number}",
        )  # fmt: skip
        sketch.axis(
            f"y{number}", domain=[top - plot / height, top], anchor=f"x{number}", showticklabels=False, showgrid=False,
            rangemode="tozero", type="log" if log else "linear",  # no range is set: a comparison gives none of them the other's
        )  # fmt: skip
        sketch.words(
            xref="paper", yref="paper", x=left, y=top, xanchor="left", yanchor="bottom", align="left", yshift=3,
            text=f"<b>{words.label('nationality', label)}</b><br>{_peak(rows, scene)}", font={"color": palette.INK},
        )  # fmt: skip
    sketch.y(title=words("charts.arrests-by-month.unit_labels"))
    sketch.layout(height=height)
    return sketch.figure()


def _peak(rows: pd.DataFrame, scene: Scene) -> str:
    """Return the month with most records of one label in words, and whether only its shape can be read."""
    known = rows.dropna(subset=["value"])
    if known.empty:
        return scene.words("qualifiers.unknown")
    peak = records(known.nlargest(1, "value"))[0]
    low = "_low" if peak["label_check"] == _LOW else ""
    month = scene.words.month_name(peak["month"].month)
    return scene.words(f"charts.arrests-by-month.most{low}", value=int(peak["value"]), month=month, year=peak["month"].year)


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how much of the year of the mass operation falls in it, how much each year covers, and what a date means."""
    words = scene.words
    first, last = str(frame["month"].min()), str(frame["month"].max())
    zeros = int((frame["value"] == 0).sum()) if scene[SCALE] == "log" and scene[GROUP] else 0
    ends = [*([words("charts.arrests-by-month.zeros", count=zeros)] if zeros else []), words("charts.arrests-by-month.cannot_show")]
    if scene[GROUP]:
        names = [words.label("nationality", label) for label in dict.fromkeys(frame["nationality"])]
        low = [words.label("nationality", label) for label in dict.fromkeys(frame[frame["label_check"] == _LOW]["nationality"])]
        sentences = [words("charts.arrests-by-month.shown_labels", count=len(names), names=names, first=first, last=last)]
        sentences += [words("charts.arrests-by-month.low", names=low)] if low else []
        return Reading(None, words("charts.arrests-by-month.subtitle_labels", period=scene.period), (*sentences, *ends))
    series, _ = _monthly(frame, scene)
    sentences = [words("charts.arrests-by-month.shown", count=len(series), first=first, last=last)]
    title = None
    for start in scene.tables["phases"].loc[scene.tables["phases"]["phase_id"] == OPERATION, "start"]:
        year = frame[frame["month"].dt.year == start.year]
        disjoint = disjoint_in(scene)
        whole, part = total_of(year, disjoint), total_of(year[year["month"].dt.month >= start.month], disjoint)
        if year["month"].nunique() == 12 and whole and part is not None:
            title = words("charts.arrests-by-month.title_from", share=part / whole, month=start)
    peaks = [words("charts.arrests-by-month.peak", month=str(month), value=value) for month, value in _peaks(series)]
    sentences += [words("charts.arrests-by-month.stands_out", count=len(peaks), peaks=peaks)] if peaks else []
    coverage = _coverage(frame, scene)
    if coverage:
        shares = [words("charts.arrests-by-month.covered", year=year, share=known.share) for year, known in coverage.items()]
        unread = [str(year) for year, known in coverage.items() if not known.reread]
        sentences.append(words("charts.arrests-by-month.coverage", shares=shares))
        sentences += [words("charts.arrests-by-month.coverage_unread", years=unread)] if unread else []
    return Reading(title, sentences=(*sentences, *ends), sources=tuple(known.source_id for known in coverage.values()))


def _peaks(series: Series) -> list[tuple[pd.Period, int]]:
    """Return the month with most records of each year; a gap is left out."""
    known = [(month, value) for month, value in series.items() if value is not None]
    by_year = {year: [entry for entry in known if entry[0].year == year] for year in dict.fromkeys(month.year for month, _ in known)}
    return [max(entries, key=lambda entry: entry[1]) for entries in by_year.values() if len(entries) > 1]


CHART = Chart(
    id="arrests-by-month",
    table="arrests_by_month",
    filters={
        PERIOD: On(("month",)),
        GROUP: On(("nationality",), offers=LABELS, default=(*LABELS, *HIDDEN)),
        SCALE: On(offers=("linear", "log")),
    },
    window=Months("1936-01", "1938-12"),
    beside=("phases", "definitions", "annual_repression", "arrests_date_coverage"),
    marks=(EVENT,),
    prepare=prepare,
    draw=draw,
    read=read,
)
