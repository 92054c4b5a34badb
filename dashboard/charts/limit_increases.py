"""When were the limits of order 00447 raised, and where?

Caveats: increases, new ceilings and requests are different things and are never added to one another; shares of a limit
already given are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.cells import date_text
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._map import breadth, disc, radius_of
from dashboard.charts._marks import HOVER, RING, ROUND, figure_in_words, mark_of
from dashboard.charts._once import disjoint_in, of_frame, regions_in
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import EVENT, FIGURES, MEASURE, PERIOD, TERRITORY
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.transforms import sum_of
from dashboard.words import Words

SHOT, CONFINED, BOTH = "limit_category_1", "limit_category_2", "limit_both_categories"
COLOURS = {SHOT: palette.DEATH, CONFINED: palette.CONFINEMENT, BOTH: palette.INK}
INCREASE, CEILING = "increase", "new_ceiling"
SYMBOLS = {INCREASE: "circle", CEILING: "square", "request": "diamond", "request_before_order": "diamond"}
_GLYPHS = {INCREASE: ROUND, CEILING: "■", "request": "◇", "request_before_order": "◇"}
_ORDER = pd.Timestamp("1937-07-30")  # no increase can be older than the order
_UNIT, _PIXELS = 10_000, 15.0
_SAMPLES = (1_000, 10_000)
_NAME_SHARE = 0.25
_ROW, _NARROW_ROW = 1.75, 2.8  # height of a lane in sizes of its label

Row = dict[str, Any]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a decision, territory and category, in the order of the decisions (columns as in limit_increases; persons)."""
    return frame[frame["decision"].isin(SYMBOLS)].sort_values(["decided_on", "region_id", "unit", "measure"])


@dataclass(frozen=True)
class Decision:
    """What one decision, or request, said of one territory.

    Attributes:
        unit: the territory, a part of it or a successor.
        kind: whether it raises a limit, sets a new one, or asks for one.
        at: the day; the middle of the time in which it lies where only a month or year is known.
        span: the first and last day of that time.
        rows: its rows by category.
        both: the people of both categories together, which are limits for different people; None where one is not given.
    """

    unit: str
    kind: str
    at: pd.Timestamp
    span: tuple[pd.Timestamp, pd.Timestamp]
    rows: dict[str, Row]
    both: int | None


@of_frame
def decisions_of(frame: pd.DataFrame, scene: Scene) -> list[Decision]:
    """Return the decisions; both categories of one decision on one territory are one mark."""
    found: dict[tuple[Any, ...], dict[str, Row]] = {}
    for row in records(frame):
        key = (row["decided_on"], row["unit"], row["decision"], row["precision"], row["source_id"])
        found.setdefault(key, {})[row["measure"]] = row
    disjoint = disjoint_in(scene)
    made = []
    for (day, unit, kind, precision, _), rows in found.items():
        both = sum_of([rows[SHOT], rows[CONFINED]], disjoint) if {SHOT, CONFINED} <= rows.keys() else None
        made.append(Decision(unit, kind, *_when(day, precision, kind), rows, both))
    return made


def _when(day: pd.Timestamp, precision: str, kind: str) -> tuple[pd.Timestamp, tuple[pd.Timestamp, pd.Timestamp]]:
    if precision == "day":
        return day, (day, day)
    last = day + (pd.offsets.YearEnd(0) if precision == "year" else pd.offsets.MonthEnd(0))
    first = max(day, _ORDER) if kind in (INCREASE, CEILING) else day
    return first + (last - first) / 2, (first, last)


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A lane a territory, a mark a decision: its area the people, tinted where the figure was read; requests hollow."""
    words, sketch = scene.words, Sketch()
    decisions = decisions_of(frame, scene)
    lanes = _lanes(frame, scene)
    place = {unit: number for number, (unit, _) in enumerate(lanes)}
    for decision in decisions:
        if decision.span[0] != decision.span[1]:
            sketch.shape(
                type="line", x0=decision.span[0].isoformat(), x1=decision.span[1].isoformat(), y0=place[decision.unit],
                y1=place[decision.unit], line={"color": palette.MUTED, "width": 1.4}, layer="below",
            )  # fmt: skip
    _broadest_day(sketch, decisions, scene)
    _samples(sketch, scene)
    for kind in SYMBOLS:
        chosen = [decision for decision in decisions if decision.kind == kind]
        whole = [decision for decision in chosen if decision.both is not None]
        _marks(sketch, [(decision, None) for decision in whole], kind, place, scene)
        single = [(decision, measure) for decision in chosen for measure, row in decision.rows.items() if not pd.isna(row["value"])]
        _marks(sketch, [one for one in single if one[0].both is None or one[1] == SHOT], kind, place, scene)
    names = [wrap(name, scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label) for _, name in lanes]
    if scene.narrow:
        for number, name in enumerate(names):
            sketch.words(
                xref="paper", x=0, xanchor="left", y=number - 0.12, yanchor="bottom", align="left", text=" ".join(name),
                font={"color": palette.INK},
            )  # fmt: skip
    sketch.y(
        range=[len(lanes) - 0.3, -1.9], tickvals=list(range(len(lanes))), ticks="", tickfont={"color": palette.INK},
        ticktext=["" if scene.narrow else f"{'<br>'.join(name)}\u00a0" for name in names],
    )  # fmt: skip
    first, last = min(decision.span[0] for decision in decisions), max(decision.span[1] for decision in decisions)
    margin = max(pd.Timedelta(days=16), (last - first) * 0.05)
    sketch.x(
        type="date", range=[(first - margin).isoformat(), (last + margin).isoformat()], dtick="M6" if scene.narrow else "M2",
        tick0="1937-01-01", tickformat="%b<br>%Y", showgrid=True,
    )  # fmt: skip
    row = max(_NARROW_ROW if scene.narrow else _ROW, 1.28 * max(map(len, names)) if not scene.narrow else 0)
    sketch.layout(height=(len(lanes) + 1.5) * scene.label * row)
    measures = {measure for decision in decisions for measure in decision.rows}
    sketch.key(*((words(f"charts.limit-increases.key_{measure}"), COLOURS[measure], None) for measure in COLOURS if measure in measures))
    glyphs = {_GLYPHS[decision.kind]: words(f"charts.limit-increases.key_{decision.kind}") for decision in decisions}
    sketch.key(*((text, palette.CONTEXT, None, glyph) for glyph, text in glyphs.items()))
    if (frame["certainty"] == "reported").any():
        sketch.key((words("charts.limit-increases.key_hollow"), palette.CONTEXT, None, RING))
    return sketch.figure()


def _lanes(frame: pd.DataFrame, scene: Scene) -> list[tuple[str, str]]:
    """Return unit and name of each lane in the sequence of the order; a republic stands where its first oblast does."""
    regions = regions_in(scene)
    first = scene.tables["regions"].groupby("parent_id")["order_line"].min()
    found: dict[str, tuple[float, str]] = {}
    for row in records(frame):
        region = regions[row["region_id"]]
        own = region["order_line"] if not pd.isna(region["order_line"]) else first.get(row["region_id"])
        name = row["unit"]
        if name != region["name"]:
            name = scene.words("charts.limit-ranking.part", unit=name, region=region["name"]) if not scene.narrow else name
        found[row["unit"]] = (999.0 if own is None or pd.isna(own) else float(own), name)
    return [(unit, name) for unit, (_, name) in sorted(found.items(), key=lambda lane: (lane[1][0], lane[0]))]


def _marks(sketch: Sketch, shown: Sequence[tuple[Decision, str | None]], kind: str, place: dict[str, int], scene: Scene) -> None:
    """Draw marks of one kind, for one category or (None) for both together; tinted where the figure was read and is no request."""
    hollow_kind = kind.startswith("request")
    for tint in (True, False):
        drawn = [one for one in shown if not (tint and (hollow_kind or _reported(*one)))]
        if drawn:
            colours = [COLOURS[measure or CONFINED] for _, measure in drawn]
            sketch.scatter(
                x=[decision.at.isoformat() for decision, _ in drawn], y=[place[decision.unit] for decision, _ in drawn], mode="markers",
                name=scene.words.label("decision", kind), customdata=[mark_of(*_rows(*one)) for one in drawn],
                opacity=0.4 if tint else 1, hoverinfo="skip" if tint else None,
                marker={
                    "size": [2 * _radius(_value(*one), scene) for one in drawn], "color": colours,
                    "symbol": SYMBOLS[kind] if tint else f"{SYMBOLS[kind]}-open", "line": {"color": colours, "width": 0 if tint else 1.5},
                },
                hovertext=None if tint else [_hover(decision, scene.words) for decision, _ in drawn], hovertemplate=None if tint else HOVER,
            )  # fmt: skip


def _rows(decision: Decision, measure: str | None) -> list[Row]:
    return [decision.rows[name] for name in ([measure] if measure else (SHOT, CONFINED))]


def _value(decision: Decision, measure: str | None) -> int:
    return int(decision.rows[measure]["value"]) if measure else decision.both or 0


def _reported(decision: Decision, measure: str | None) -> bool:
    return any(row["certainty"] == "reported" for row in _rows(decision, measure))


def _radius(value: int, scene: Scene) -> float:
    return max(1.6, radius_of(value, _UNIT, _PIXELS * breadth(scene)))


def _hover(decision: Decision, words: Words) -> str:
    first = next(iter(decision.rows.values()))
    parts = [_part(measure, figure_in_words(row, words), words) for measure, row in decision.rows.items()]
    reported = any(row["certainty"] == "reported" for row in decision.rows.values())
    certainty = "reported" if reported else first["certainty"]
    heading = words(
        "charts.limit-increases.hover",
        unit=decision.unit,
        kind=words.label("decision", decision.kind),
        when=date_text(first, "decided_on", words),
    )
    return "<br>".join([heading, *parts, words.label("certainty", certainty)])


def _part(measure: str, figure: str, words: Words) -> str:
    return words("charts.limit-increases.part", measure=words(f"charts.limit-increases.key_{measure}"), figure=figure)


def broadest(decisions: Sequence[Decision]) -> tuple[pd.Timestamp, list[Decision]] | None:
    """Return the day on which the limits of most territories were raised, with its increases; None where no day raised two."""
    days: dict[pd.Timestamp, list[Decision]] = {}
    for decision in decisions:
        if decision.kind == INCREASE and decision.span[0] == decision.span[1]:
            days.setdefault(decision.at, []).append(decision)
    day, most = max(days.items(), key=lambda item: len(item[1]), default=(None, []))
    return (day, most) if day is not None and len(most) > 1 else None


def _broadest_day(sketch: Sketch, decisions: Sequence[Decision], scene: Scene) -> None:
    """Mark that day by an upright line with its words."""
    found = broadest(decisions)
    if found:
        day, most = found
        sketch.shape(
            type="line", xref="x", yref="paper", x0=day.isoformat(), x1=day.isoformat(), y0=0, y1=1,
            line={"color": palette.MUTED, "width": 1.2, "dash": "dot"}, layer="below",
        )  # fmt: skip
        text = scene.words("charts.limit-increases.day", when=day, count=len(most))
        if not scene.narrow and scene.whole is None:  # there the title and the reading name the day
            sketch.words(
                x=day.isoformat(), yref="paper", y=1, xanchor="left", yanchor="top", xshift=5, text=text, font={"color": palette.INK},
                bgcolor=palette.PAPER,
            )  # fmt: skip


def _samples(sketch: Sketch, scene: Scene) -> None:
    """Draw sample circles with their numbers on the left above the lanes, so that areas can be read."""
    at = 4.0  # pixels from the lanes' left end
    for value in _SAMPLES:
        radius, text = _radius(value, scene), scene.words.number(value)
        disc(sketch, 0, -1.2, radius, at + radius, xref="paper", line={"color": palette.MUTED, "width": 1.2})
        sketch.words(
            xref="paper", x=0, y=-1.2, xanchor="left", xshift=at + 2 * radius + 5, yanchor="middle", text=text,
            font={"color": palette.MUTED},
        )  # fmt: skip
        at += 2 * radius + text_width(text, scene.label) + 22


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many decisions there are, the day on which most territories were concerned, and what is not known."""
    words, decisions = scene.words, decisions_of(frame, scene)
    raising = [decision for decision in decisions if decision.kind == INCREASE]
    sentences = [words("charts.limit-increases.shown", count=len(decisions)), words("charts.limit-increases.raising", count=len(raising))]
    sentences = [" ".join(sentences)] if raising else sentences[:1]
    found, title = broadest(decisions), None
    if found:
        day, most = found
        held = {measure: [decision.rows[measure] for decision in most if measure in decision.rows] for measure in (SHOT, CONFINED)}
        totals = {measure: sum_of(rows, disjoint_in(scene)) for measure, rows in held.items()}
        sums = [words(f"charts.limit-map.sum_{measure}", value=total) for measure, total in totals.items() if total is not None]
        title = words("charts.limit-increases.title", when=day, count=len(most))
        if sums:
            sentences.append(words("charts.limit-increases.stands_out", when=day, count=len(most), sums=sums))
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.limit-increases.hollow", count=hollow))
    sentences.append(words("charts.limit-increases.cannot_show"))
    return Reading(title, sentences=tuple(sentences))


def _places(frame: pd.DataFrame, scene: Scene) -> list[int]:
    """Return the lane of each row."""
    lanes = [unit for unit, _ in _lanes(frame, scene)]
    return [lanes.index(unit) for unit in frame["unit"]]


CHART = Chart(
    id="limit-increases",
    table="limit_increases",
    filters={
        PERIOD: On(("decided_on",)),
        MEASURE: On(("measure",), offers=(SHOT, CONFINED, BOTH)),
        TERRITORY: On(("region_id",)),
        FIGURES: On(("source_id",)),
    },
    window=Months("1937-01", "1938-12"),
    beside=("regions", "definitions"),
    marks=(EVENT,),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=_places,
)
