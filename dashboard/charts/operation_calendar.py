"""When was each operation ordered, when was it to end, and when did it end?

Caveats: a line without an end of its own runs to the end of all national operations; dates that were not found are not
drawn, so a line may have been prolonged more often than its marks say.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HATCHED, HOVER, mark_of
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import EVENT, OPERATION, PERIOD
from dashboard.selection import Months
from dashboard.sources import named
from dashboard.tables import records
from dashboard.words import Words

TABLE = "operation_dates"
ALL_LINES, MASS_OPERATION = "national_operations", "order_00447"
SHOWN = (
    ALL_LINES, "polish", "german", "order_00593_harbin", "latvian", "greek", "finnish", "estonian", "romanian", "iranian", MASS_OPERATION,
)  # fmt: skip
"""The operations of which a date was read; the others are stated in the literature and are shown only when they are chosen."""
_SYMBOLS = {"order": "diamond", "extension": "triangle-right", "planned_end": "line-ns-open"}
_NAME_SHARE = 0.2
_BAR = 0.24  # share of its row that a bar fills
_PLAN = 0.48  # sizes of a label from the middle of a bar to either end of the line of a planned end
_TEXT = 1.12  # the same up to the middle of the words above it, which no such line cuts
_LINE_NS = 1.4  # plotly.js draws the symbol line-ns so many times as long as its size
_DAYS_A_MONTH = 30.44

Row = dict[str, Any]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a date of an operation (columns as in operation_dates), operations in the order of the record."""
    return frame.sort_values(["operation", "date", "date_kind"])


def spans(scene: Scene) -> dict[str, tuple[Row, Row, Row | None]]:
    """Return for each operation the row of its beginning, of its end, and of its first planned end, whatever is chosen.

    All national operations begin with the first of them; a line without an end of its own ends with all of them.
    """
    by: dict[str, dict[str, Row]] = {}
    for row in records(prepare(scene.tables[TABLE])):
        by.setdefault(row["operation"], {}).setdefault(row["date_kind"], row)  # the first of each kind
    begins = {name: rows.get("start", rows.get("order")) for name, rows in by.items()}
    lines = [row for name, row in begins.items() if row is not None and name != MASS_OPERATION]
    common = by.get(ALL_LINES, {}).get("end")
    found = {}
    for name, rows in by.items():
        begin = min(lines, key=lambda row: row["date"], default=None) if name == ALL_LINES else begins[name]
        end = rows.get("end", None if name == MASS_OPERATION else common)
        if begin is not None and end is not None:
            found[name] = (begin, end, rows.get("planned_end"))
    return found


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One bar an operation, hatched beyond the first planned end; marks for orders, later decisions and planned ends."""
    words, sketch = scene.words, Sketch()
    names = list(dict.fromkeys(frame["operation"]))
    known = spans(scene)
    rows = records(frame)
    extent = _extent(frame, scene)
    labels = [wrap(words.label("operation", name), scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label) for name in names]
    for late in (False, True):
        placed = [(place, *known[name]) for place, name in enumerate(names) if name in known]
        _bars(sketch, placed, words, late=late)
    for kind, symbol in _SYMBOLS.items():
        _marks(sketch, kind, symbol, [(names.index(row["operation"]), row) for row in rows if row["date_kind"] == kind], scene)
    for place, (name, lines) in enumerate(zip(names, labels, strict=True)):
        if scene.narrow:
            sketch.words(
                xref="paper", x=0, xanchor="left", y=place - 0.2, yanchor="bottom", align="left", text="<br>".join(lines),
                font={"color": palette.INK},
            )  # fmt: skip
        else:
            _tell_orders(sketch, place, [row for row in rows if row["operation"] == name and row["date_kind"] == "order"], extent, scene)
    row_height = (1.75 + max(len(lines) for lines in labels)) if scene.narrow else 3.0
    sketch.layout(barmode="overlay", height=len(names) * scene.label * row_height)
    sketch.y(
        range=[len(names) - 0.45, -0.85], tickvals=list(range(len(names))),
        ticktext=["" if scene.narrow else "<br>".join(lines) for lines in labels],
        showgrid=False, ticks="", tickfont={"color": palette.INK},
    )  # fmt: skip
    sketch.x(
        type="date", range=[moment.isoformat() for moment in extent], dtick="M6" if scene.narrow else "M3", tick0="1937-01-01",
        tickformat="%b<br>%Y", showgrid=True,
    )  # fmt: skip
    _key(sketch, frame, words)
    return sketch.figure()


def _key(sketch: Sketch, frame: pd.DataFrame, words: Words) -> None:
    sketch.key(
        (words("charts.operation-calendar.key_order"), palette.INK, None, "◆"),
        (words("charts.operation-calendar.key_extension"), palette.INK, None, "▶"),
        (words("charts.operation-calendar.key_planned_end"), palette.INK, None, "┃"),
        (words("charts.operation-calendar.key_late"), palette.CONTEXT, None, HATCHED),
    )
    if (frame["certainty"] == "reported").any():
        sketch.key((words("charts.operation-calendar.key_hollow"), palette.INK, None, "◇"))


def _extent(frame: pd.DataFrame, scene: Scene) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the days from which to which the axis runs: months of the operations shown, as far as the period in force reaches."""
    shown = [known for name, known in spans(scene).items() if (frame["operation"] == name).any()]
    first = min([frame["date"].min(), *(begin["date"] for begin, _, _ in shown)])
    last = max([frame["date"].max(), *(end["date"] for _, end, _ in shown)])
    span, margin = scene[PERIOD], pd.Timedelta(days=12)
    if span:
        first = max(first, pd.Period(span.first, "M").start_time)
        last = min(last, pd.Period(span.last, "M").end_time)
    return (first - margin).replace(day=1), last + margin


def _bars(sketch: Sketch, placed: list[tuple[int, Row, Row, Row | None]], words: Words, *, late: bool) -> None:
    """Draw each operation up to its first planned end, or what lies beyond it."""
    parts = []
    for place, begin, end, plan in placed:
        stop = end["date"] + timedelta(days=1)  # the last day belongs to the operation
        turn = stop if plan is None else min(plan["date"] + timedelta(days=1), stop)
        start, length = (turn, stop - turn) if late else (begin["date"], turn - begin["date"])
        if length > timedelta(0):
            parts.append((place, start, length, begin, end, plan))
    if not parts:
        return
    sketch.bar(
        orientation="h", y=[place for place, *_ in parts], base=[start.isoformat() for _, start, *_ in parts],
        x=[length / timedelta(milliseconds=1) for _, _, length, *_ in parts], width=_BAR,
        name=words("charts.operation-calendar.key_late" if late else "charts.operation-calendar.key_plan"),
        marker={
            "color": palette.PAPER if late else palette.CONTEXT, "line": {"color": palette.CONTEXT, "width": 1.4 if late else 0},
            "pattern": {"shape": "/" if late else "", "fgcolor": palette.CONTEXT, "solidity": 0.35, "size": 7},
        },
        hovertext=[_span_text(begin, end, words) for _, _, _, begin, end, _ in parts], hovertemplate=HOVER,
        customdata=[mark_of(begin, *([plan] if plan else []), end) for _, _, _, begin, end, plan in parts],
    )  # fmt: skip


def _span_text(begin: Row, end: Row, words: Words) -> str:
    return words(
        "charts.operation-calendar.span",
        begin=words.label("date_kind", begin["date_kind"]).lower(),
        first=begin["date"],
        last=end["date"],
    )


def _marks(sketch: Sketch, kind: str, symbol: str, placed: list[tuple[int, Row]], scene: Scene) -> None:
    if not placed:
        return
    words, plan = scene.words, kind == "planned_end"
    hollow = [plan or row["certainty"] == "reported" for _, row in placed]  # a line has no inside
    sketch.scatter(
        x=[row["date"].isoformat() for _, row in placed], y=[place for place, _ in placed],
        mode="markers", name=words.label("date_kind", kind),
        customdata=[mark_of(row) for _, row in placed],
        marker={
            "size": scene.label * _PLAN * 2 / _LINE_NS if plan else max(10.0, scene.label * 0.68), "color": palette.INK,
            "line": {"color": [palette.INK if empty else palette.PAPER for empty in hollow], "width": 2.5 if plan else 1.2},
            "symbol": [symbol if plan or not empty else f"{symbol}-open" for empty in hollow],
        },
        hovertext=[_hover(row, words) for _, row in placed], hovertemplate=HOVER,
    )  # fmt: skip


def when(row: Row, words: Words) -> str:
    """Return a date as exactly as it is known."""
    return words.month(row["date"]) if row["precision"] == "month" else words.day(row["date"])


def _hover(row: Row, words: Words) -> str:
    head = f"<b>{words.label('operation', row['operation'])}</b><br>{words.label('date_kind', row['date_kind'])}: {when(row, words)}"
    number = "" if pd.isna(row["order_number"]) else f"<br>{row['order_number']}"
    return f"{head}{number}<br>{words.label('certainty', row['certainty'])}"


def _tell_orders(sketch: Sketch, place: int, orders: list[Row], extent: tuple[pd.Timestamp, pd.Timestamp], scene: Scene) -> None:
    """Write number and day of each order above its mark, where it does not run into the next one."""
    a_day = scene.width * (1 - _NAME_SHARE) * 0.94 / (extent[1] - extent[0]).days
    shown = [row for row in orders if row["certainty"] != "reported" or len(orders) == 1]
    for step, row in enumerate(shown):
        following = shown[step + 1]["date"] if step + 1 < len(shown) else extent[1]
        day = scene.words.day(row["date"])
        text = day if pd.isna(row["order_number"]) else f"{row['order_number']}, {day}"
        if a_day * (following - row["date"]).days > text_width(text, scene.label):
            sketch.words(
                x=row["date"].isoformat(), y=place, xanchor="left", yanchor="middle", xshift=-4, yshift=scene.label * _TEXT, text=text,
                font={"color": palette.MUTED},
            )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return by how much all national operations outran their plan, how often they were prolonged, and which lines had a term."""
    words, rows = scene.words, records(frame)
    names = list(dict.fromkeys(row["operation"] for row in rows))
    sentences = [words("charts.operation-calendar.shown", count=len(names))]
    title = None
    common = [row for row in rows if row["operation"] == ALL_LINES]
    _, end, plan = spans(scene).get(ALL_LINES, (None, None, None))
    if common and end and plan and end["date"] <= frame["date"].max():
        source = named(scene.tables["sources"], plan["source_id"])
        months = round((end["date"] - plan["date"]).days / _DAYS_A_MONTH)
        title = (
            words("charts.operation-calendar.title_late", plan=plan["date"], end=end["date"], count=months, source=source)
            if months > 0
            else None
        )
    later = [words.day(row["date"]) for row in common if row["date_kind"] == "extension"]
    if later:
        sentences.append(words("charts.operation-calendar.prolonged", days=later, count=len(later)))
    terms = [
        words("charts.operation-calendar.term", operation=words.label("operation", row["operation"]), day=row["date"])
        for name in names
        if (row := _own_term([row for row in rows if row["operation"] == name]))
    ]
    if terms:
        sentences.append(words("charts.operation-calendar.terms", terms=terms, count=len(terms)))
    sentences.append(words("charts.operation-calendar.cannot_show"))
    return Reading(title, sentences=tuple(sentences))


def _own_term(rows: list[Row]) -> Row | None:
    """Return the planned end that a line had of its own: one that came before it was prolonged; None where none is known."""
    plans, later = ([row for row in rows if row["date_kind"] == kind] for kind in ("planned_end", "extension"))
    own = bool(plans) and bool(later) and rows[0]["operation"] not in (ALL_LINES, MASS_OPERATION) and plans[0]["date"] < later[0]["date"]
    return plans[0] if own else None


CHART = Chart(
    id="operation-calendar",
    table=TABLE,
    filters={PERIOD: On(("date",)), OPERATION: On(("operation",), default=SHOWN)},
    window=Months("1937-07", "1938-12"),
    beside=(TABLE, "sources"),
    marks=(EVENT,),
    prepare=prepare,
    draw=draw,
    read=read,
)
