"""How did order 00447 outrun its limits and its deadline?

Caveats: reports to Moscow, cumulative; nothing is known between two reports, so marks are joined by dots only; people
already in custody were sentenced too, so more are sentenced than arrested.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, figure_in_words, hover_of, mark_of, nice_ceiling, number_or_none
from dashboard.charts._once import disjoint_in
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.filters import EVENT, FIGURES, MEASURE, PERIOD, SCALE
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.transforms import total_of

TABLE = "mass_operation_progress"
OPERATION = "order_00447"
PHASE = "mass_operation"
ESTIMATE = "estimate"
SERIES = ("arrested", "convicted", "sentenced_to_death", "executed")
LIMITS = ("limit_category_1", "limit_category_2")
_SYMBOLS = {"arrested": "circle", "convicted": "square", "sentenced_to_death": "diamond", "executed": "triangle-up"}


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a report date and measure of the operation, limits included (columns as in mass_operation_progress)."""
    wanted = (frame["operation"] == OPERATION) & frame["measure"].isin([*SERIES, *LIMITS])
    return frame[wanted].sort_values(["report_date", "measure"])


def first_limits(frame: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """Return the limits that the order itself set, the first of the record; empty where the frame holds none of them."""
    whole = prepare(scene.tables[TABLE])
    first = whole.loc[whole["measure"].isin(LIMITS), "report_date"].min()
    return frame[frame["measure"].isin(LIMITS) & (frame["report_date"] == first)]


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Marks by report date, one series a measure; the first limit as a dashed line, the planned end as an upright one."""
    words, log = scene.words, scene[SCALE] == "log"
    sketch, keys = Sketch(), list[Key]()
    limit = total_of(first_limits(frame, scene), disjoint_in(scene))
    reports = [row for row in records(frame) if row["measure"] in SERIES]
    heights = [height for row in reports if (height := _height(row)) is not None]
    top = nice_ceiling(max([*heights, limit or 0]))
    size = max(9.0, scene.label * 0.55)
    for measure in SERIES:
        rows = [row for row in reports if row["measure"] == measure]
        for run in _runs(rows):
            sketch.scatter(**_trace(run, measure, size, scene))
        counted = [height for row in rows if row["basis"] != ESTIMATE and (height := _height(row)) is not None]
        if rows:
            keys.append((words.label("measure", measure), palette.OF_MEASURE[measure], float(counted[-1] if counted else top)))
    _mark_limit(sketch, limit, frame, scene)
    _mark_deadline(sketch, scene)
    first, last = frame["report_date"].min() - pd.Timedelta(days=12), frame["report_date"].max() + pd.Timedelta(days=14)
    sketch.x(
        type="date", range=[first.isoformat(), last.isoformat()], dtick="M6" if scene.narrow else "M3", tick0="1937-01-01",
        tickformat="%b<br>%Y", hoverformat="%d %b %Y",
    )  # fmt: skip
    sketch.y(title=words("charts.operation-progress.unit"))
    if log:
        lowest = math.floor(math.log10(max(1, min([height for height in heights if height], default=1))))
        sketch.y(type="log", range=[lowest, math.log10(top)], dtick=1)
    else:
        sketch.y(range=[0, top], rangemode="tozero")
    sketch.key(*keys)
    return sketch.figure()


Rows = list[dict[str, Any]]


def _runs(rows: Rows) -> list[Rows]:
    """Return the reports that may be joined: those that count from the same day; estimates stand apart from them."""
    runs: dict[str, Rows] = {}
    for row in rows:
        since = ESTIMATE if row["basis"] == ESTIMATE else str(row["cumulative_since"])
        runs.setdefault(since, []).append(row)
    return list(runs.values())


def _trace(rows: Rows, measure: str, size: float, scene: Scene) -> dict[str, Any]:
    """Return one run of reports; an estimate stands alone and hollow, as does a figure that was not re-read."""
    colour, symbol = palette.OF_MEASURE[measure], _SYMBOLS[measure]
    estimated = rows[0]["basis"] == ESTIMATE
    reaches = [(number_or_none(row["value_high"]) or 0) - (_height(row) or 0) if row["qualifier"] == "range" else 0 for row in rows]
    return {
        "x": [row["report_date"].isoformat() for row in rows],
        "y": [_height(row) for row in rows],
        "mode": "markers" if estimated or len(rows) == 1 else "lines+markers",
        "name": scene.words.label("measure", measure),
        "customdata": [mark_of(row) for row in rows],
        "line": {"color": colour, "width": 1.6, "dash": "dot"},
        # brackets up to the upper bound of each range
        "error_y": {"array": reaches, "arrayminus": [0] * len(rows), "color": colour, "thickness": 2} if any(reaches) else None,
        "marker": {
            "size": size,
            "color": colour,
            "line": {"color": colour, "width": 2},
            "symbol": [f"{symbol}-open" if estimated or row["certainty"] == "reported" else symbol for row in rows],
        },
        "hovertext": [hover_of(row, scene.words, "report_date") for row in rows],
        "hovertemplate": HOVER,
    }


def _height(row: dict[str, Any]) -> int | None:
    """Return where a figure stands: its value, or the lower bound where the source gives a range; None where none is recorded."""
    value = number_or_none(row["value"])
    return number_or_none(row["value_low"]) if value is None else value


def _mark_limit(sketch: Sketch, limit: int | None, frame: pd.DataFrame, scene: Scene) -> None:
    """Draw the first limit as a dashed line with its words: an order, not a result."""
    if limit is None:
        return
    start, end = frame["report_date"].min(), frame["report_date"].max()
    height = math.log10(limit) if scene[SCALE] == "log" else limit
    sketch.scatter(
        x=[start.isoformat(), end.isoformat()], y=[limit, limit], mode="lines", name=scene.words("charts.operation-progress.limit_name"),
        line={"color": palette.INK, "width": 2, "dash": "dash"}, customdata=[mark_of(*records(first_limits(frame, scene)))] * 2,
        hovertext=[scene.words("charts.operation-progress.limit", limit=limit)] * 2, hovertemplate=HOVER,
    )  # fmt: skip
    sketch.words(
        x=end.isoformat(), y=height, xanchor="right", yanchor="top", align="right", font={"color": palette.INK},
        text=scene.words("charts.operation-progress.limit_short" if scene.narrow else "charts.operation-progress.limit", limit=limit),
    )  # fmt: skip


def _mark_deadline(sketch: Sketch, scene: Scene) -> None:
    """Draw the planned end as an upright line."""
    phases = scene.tables["phases"]
    for planned in phases.loc[phases["phase_id"] == PHASE, "planned_end"].dropna():
        sketch.shape(
            type="line", xref="x", yref="paper", x0=planned.isoformat(), x1=planned.isoformat(), y0=0, y1=1,
            line={"color": palette.MUTED, "width": 1.5, "dash": "dot"}, layer="below",
        )  # fmt: skip
        sketch.words(
            x=planned.isoformat(), yref="paper", y=1, xanchor="left", yanchor="top", xshift=5, align="left",
            font={"color": palette.MUTED}, text=scene.words("charts.operation-progress.deadline", when=planned),
        )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return what the first limit was, what the last report says, and how many times the one exceeds the other."""
    words = scene.words
    limit = total_of(first_limits(frame, scene), disjoint_in(scene))
    convicted = frame[(frame["measure"] == "convicted") & frame["value"].notna()]
    reports = frame[frame["measure"].isin(SERIES)]
    sentences = [words("charts.operation-progress.shown", count=int(reports["report_date"].nunique()))] if len(reports) else []
    title = None
    if limit and len(convicted):
        last = records(convicted)[-1]
        times = int(last["value"]) / limit
        if times >= 1.5:
            title = words("charts.operation-progress.title_times", count=round(times))
        sentences.append(
            words(
                "charts.operation-progress.stands_out",
                limit=limit,
                figure=figure_in_words(last, words),
                when=last["report_date"],
            )
        )
    sentences.append(words("charts.operation-progress.cannot_show"))
    return Reading(title, sentences=tuple(sentences))


CHART = Chart(
    id="operation-progress",
    table=TABLE,
    filters={
        PERIOD: On(("report_date",)),
        FIGURES: On(("source_id",)),
        MEASURE: On(("measure",), offers=(*SERIES, *LIMITS)),
        SCALE: On(offers=("linear", "log")),
    },
    beside=(TABLE, "phases", "definitions"),
    window=Months("1937-07", "1938-12"),
    marks=(EVENT,),
    prepare=prepare,
    draw=draw,
    read=read,
    ratio=0.46,
)
