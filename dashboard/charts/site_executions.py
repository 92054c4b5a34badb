"""How many people were shot, named or buried at each place, and over what span?

Caveats: each figure has its own place, span, measure and charges; days, months and years are parts of longer spans, so no
two figures are added; acts and lists of names count the same people.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import HOVER, RING, figure_in_words, hover_of, mark_of, nice_ceiling, number_or_none
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import FIGURES, GROUP, MEASURE, PERIOD, SCALE, TERRITORY
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.words import Words

MEASURES = ("executed", "names_listed", "buried")
NATIONALITIES = ("estonian", "finnish", "russian")  # of whom a part is given
_LONGEST_FIRST = ("period", "year", "month", "day")
_NAME_SHARE = 0.34  # share of a wide picture that the words on a row may take
# kind of figure: symbol and its twin among letters
_KINDS = {
    "executed": ("circle", "●"),
    "executed_by_name": ("diamond", "◆"),
    "names_listed": ("triangle-up", "▲"),
    "buried": ("square", "■"),
}

Row = dict[str, Any]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a place, span, measure, charge and nationality, longer spans first (columns as in site_executions; people)."""
    rank = frame["span"].astype(str).map({span: place for place, span in enumerate(_LONGEST_FIRST)})
    by = ["site", "_rank", "first_day", "last_day", "nationality", "charges", "measure"]
    return frame.assign(_rank=rank).sort_values(by).drop(columns="_rank")


def kind_of(row: Row) -> str:
    """Return what a row is: shot by acts and reports, shot and known by name, named in a book, or buried."""
    return "executed_by_name" if row["measure"] == "executed" and row["basis"] == "name_list" else str(row["measure"])


def span_in_words(row: Row, words: Words) -> str:
    """Return the days, months or years that a figure covers, as exactly as they are known."""
    first, last = row["first_day"], row["last_day"]
    if row["precision"] == "day":
        return words.day(first) if first == last else words("span.days", first=first, last=last)
    if row["precision"] == "year":
        return words.months(f"{first:%Y}-01", f"{last:%Y}-12")
    return words.months(f"{first:%Y-%m}", f"{last:%Y-%m}")


def _label(row: Row, words: Words) -> str:
    """Return a row's words: its span, and who of those at the place it counts where that is not everybody."""
    parts = [span_in_words(row, words)]
    if row["nationality"] != "all":
        parts.append(words("charts.site-executions.of", group=words.label("nationality", row["nationality"])))
    if row["charges"] != "all":
        parts.append(words("charts.site-executions.of", group=words.label("charges", row["charges"]).lower()))
    return ", ".join(parts)


def _place(row: Row) -> int | None:
    """Return where a figure stands: its value, or its lower bound; None where neither is recorded."""
    value = number_or_none(row["value"])
    return number_or_none(row["value_low"]) if value is None else value


def _reach(row: Row) -> int:
    """Return how far a figure reaches: to the upper end of its range where it has one; 0 where nothing is recorded."""
    return max(_place(row) or 0, number_or_none(row["value_high"]) or 0)


Lines = list[tuple[float, str]]


def _layout(rows: list[Row], scene: Scene) -> tuple[list[float], Lines, float]:
    """Return the height of each mark, the words with their heights, and the height of all, in pixels from the top.

    The name of a place stands above its rows; on a narrow picture the words of a row stand above its mark, too.
    """
    room, line = scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label * 1.3
    heights, words, at, site = list[float](), list[tuple[float, str]](), 0.0, None
    for row in rows:
        if row["site"] != site:
            site, lines = row["site"], wrap(row["site"], room, scene.label, bold=True)
            at += line * (0.5 if heights else 0)
            words.append((at + line * len(lines) / 2, "<br>".join(f"<b>{text}</b>" for text in lines)))
            at += line * len(lines)
        lines = wrap(_label(row, scene.words), room, scene.label)
        middle = at + line * len(lines) / 2
        words.append((middle, "<br>".join(lines)))
        heights.append(at + line * (len(lines) + 0.45) if scene.narrow else middle)
        at += line * (len(lines) + (1.05 if scene.narrow else 0.15))
    return heights, words, at + line * 0.3


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One mark a figure, under the name of its place and beside its span; a bracket where the source gives a range."""
    log, sketch = scene[SCALE] == "log", Sketch()
    rows = records(frame)
    heights, lines, foot = _layout(rows, scene)
    every = rows if scene.whole is None else records(scene.whole)  # the parts of a picture stand on one axis
    top = nice_ceiling(max((_reach(row) for row in every), default=1))
    for kind in _KINDS:
        mine = [(row, height) for row, height in zip(rows, heights, strict=True) if kind_of(row) == kind]
        if mine:
            _marks(sketch, kind, mine, scene, log=log)
    for row, height in zip(rows, heights, strict=True):
        _number(sketch, row, height, top, scene, log=log)
    sketch.shape(  # from the words to the marks
        type="path", xref="paper", yref="y", path="".join(f"M0,{height}L1,{height}" for height in heights), layer="below",
        line={"color": palette.GRID, "width": 1},
    )  # fmt: skip
    _name_rows(sketch, lines, foot, scene)
    sketch.x(showgrid=False, nticks=4 if scene.narrow else 8, tickformat=",d")
    if log:
        low = min((_place(row) or 1 for row in every), default=1)
        sketch.x(type="log", range=[math.floor(math.log10(max(1, low))), math.log10(top)], dtick=1)
    else:
        sketch.x(range=[-top * 0.015, top * 1.02])  # a mark at the least figure does not touch the words
    sketch.layout(height=foot)
    _name_kinds(sketch, rows, scene.words)
    return sketch.figure()


def _name_rows(sketch: Sketch, lines: Lines, foot: float, scene: Scene) -> None:
    """Write the words of the rows beside the plot, or above their marks where there is no room beside it."""
    sketch.y(
        range=[foot, 0], tickvals=[] if scene.narrow else [height for height, _ in lines], ticks="", tickfont={"color": palette.INK},
        ticktext=[] if scene.narrow else [text for _, text in lines], showgrid=False,
    )  # fmt: skip
    for height, text in lines if scene.narrow else ():
        sketch.words(xref="paper", x=0, xanchor="left", y=height, yanchor="middle", align="left", text=text, font={"color": palette.INK})


def _name_kinds(sketch: Sketch, rows: list[Row], words: Words) -> None:
    """Name the kinds of mark that are there."""
    kinds = {kind_of(row) for row in rows}
    for kind, (_, glyph) in _KINDS.items():
        if kind in kinds:
            sketch.key((words(f"charts.site-executions.kind_{kind}"), _colour(kind), None, glyph))
    if any(row["certainty"] == "reported" for row in rows):
        sketch.key((words("charts.site-executions.key_hollow"), palette.MUTED, None, RING))


def _colour(kind: str) -> str:
    return palette.DEATH if kind.startswith("executed") else palette.CONTEXT


def _marks(sketch: Sketch, kind: str, mine: list[tuple[Row, float]], scene: Scene, *, log: bool) -> None:
    """Add the marks of one kind, hollow where the figure was not re-read, with a bracket up to the upper end of a range."""
    symbol, colour = _KINDS[kind][0], _colour(kind)
    places = [_place(row) for row, _ in mine]
    reaches = [_reach(row) - (_place(row) or 0) for row, _ in mine]
    sketch.scatter(
        x=[None if log and not place else place for place in places], y=[height for _, height in mine], mode="markers",
        name=scene.words(f"charts.site-executions.kind_{kind}"), customdata=[mark_of(row) for row, _ in mine],
        error_x={"array": reaches, "arrayminus": [0] * len(mine), "color": colour, "thickness": 2} if any(reaches) else None,
        marker={
            "size": max(9.0, scene.label * 0.6), "color": colour, "line": {"color": colour, "width": 2},
            "symbol": [f"{symbol}-open" if row["certainty"] == "reported" else symbol for row, _ in mine],
        },
        hovertext=[_hover(row, scene.words) for row, _ in mine], hovertemplate=HOVER, cliponaxis=False,
    )  # fmt: skip


def _hover(row: Row, words: Words) -> str:
    what = words("charts.site-executions.what", site=row["site"], kind=words(f"charts.site-executions.kind_{kind_of(row)}"))
    return hover_of({**row, "when": _label(row, words)}, words, "when", what)


def _number(sketch: Sketch, row: Row, height: float, top: float, scene: Scene, *, log: bool) -> None:
    """Write the figure beside its mark, or beyond its bracket, on the side where there is room."""
    text, plot = figure_in_words(row, scene.words), scene.width * (0.9 if scene.narrow else 0.95 - _NAME_SHARE)
    place, reach = _place(row) or 0, _reach(row)
    share = math.log10(max(reach, 1)) / math.log10(top) if log else reach / top
    left = share * plot + scene.label + text_width(text, scene.label) > plot
    at = place if left else reach
    sketch.words(
        x=math.log10(max(at, 1)) if log else at, y=height, yanchor="middle", text=text, xanchor="right" if left else "left",
        xshift=-scene.label * 0.6 if left else scene.label * 0.6, font={"color": palette.INK}, bgcolor=palette.PAPER, borderpad=1,
    )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many figures of how many places there are, the longest span and the day with most, and that none are added."""
    words, rows = scene.words, records(frame)
    places = frame["site"].nunique()
    sentences = [words("charts.site-executions.shown", count=len(rows), places=words("charts.site-executions.places", count=places))]
    known = [row for row in rows if row["measure"] == "executed" and number_or_none(row["value"]) is not None]
    for span, key in (("period", "longest"), ("day", "day")):
        best = max((row for row in known if row["span"] == span and row["precision"] == "day"), key=lambda row: row["value"], default=None)
        if best is not None:
            sentences.append(
                words(
                    f"charts.site-executions.{key}",
                    site=best["site"],
                    span=span_in_words(best, words),
                    figure=figure_in_words(best, words),
                )
            )
    hollow = sum(row["certainty"] == "reported" for row in rows)
    sentences += [words("charts.site-executions.hollow", count=hollow)] if hollow else []
    title = words("charts.site-executions.title", count=len(rows)) if len(rows) > 1 else None
    return Reading(title, sentences=(*sentences, words("charts.site-executions.cannot_show")))


CHART = Chart(
    id="site-executions",
    table="site_executions",
    filters={
        PERIOD: On(("first_day", "last_day")),
        FIGURES: On(("source_id",)),
        MEASURE: On(("measure",), offers=MEASURES),
        TERRITORY: On(("region_id",)),
        GROUP: On(("nationality",), offers=NATIONALITIES, default=("all", *NATIONALITIES)),
        SCALE: On(offers=("linear", "log")),
    },
    window=Months("1937-01", "1938-12"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by("site"),
)
