"""How many were arrested, sentenced and sentenced to death in each national operation?

Caveats: a line is not an ethnicity; the lines rest on different sources and are never stacked; what the printed whole
leaves for the lines that were not read stands as one remainder and is never divided among them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, bar_look, figure_in_words, hover_of, mark_of, nice_ceiling, number_or_none
from dashboard.charts._national import ARRESTED, CONVICTED, LINES, TABLE, TO_DEATH, WHOLE_LINE, Whole, remainders
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import MEASURE, OPERATION
from dashboard.tables import MARKS_JOINED, records

MEASURES = (ARRESTED, CONVICTED, TO_DEATH)
_NAME_SHARE = 0.22  # share of a wide picture that the names of the lines take at most
_BAR = 0.74  # share of its row that a bar fills
_GAP = 0.7  # empty rows between two lines
_ROW = 1.5  # height of a row in sizes of its label
_STRIPED = "▧"

Row = dict[str, Any]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a line and measure, in the order of the record (columns as in national_operations; persons).

    Only whole lines: counts by nationality, of citizens, or of the album procedure alone are other quantities.
    """
    wanted = (frame["coverage"] == WHOLE_LINE) & frame["measure"].isin(MEASURES)
    return frame[wanted].sort_values(["operation", "measure"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Bars side by side, one group a line; the remainder of the printed whole as a group of its own, striped."""
    words, sketch = scene.words, Sketch()
    rest = {whole.measure: whole for whole in remainders(frame, scene)}
    rows = records(frame)
    measures = [measure for measure in MEASURES if any(row["measure"] == measure for row in rows)]
    names = [*dict.fromkeys(row["operation"] for row in rows), *([""] if rest else [])]
    drawn = {(row["operation"], row["measure"]): row for row in rows if number_or_none(row["value"]) is not None}
    labels = [words.label("operation", name) if name else words("charts.national-operations.remainder") for name in names]
    wrapped = [wrap(label, scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label) for label in labels]
    head = max(len(lines) for lines in wrapped) if scene.narrow else 0  # rows that a name takes above its bars
    block = head + len(measures) + _GAP
    most = max([0, *(int(row["value"]) for row in drawn.values()), *(whole.remainder or 0 for whole in rest.values())])
    for step, measure in enumerate(measures):
        at = {name: place * block + head + step for place, name in enumerate(names)}
        _bars(sketch, [(at[name], drawn[name, measure]) for name in names if (name, measure) in drawn], measure, scene)
        if measure in rest:
            _rest_bar(sketch, at[""], rest[measure], scene)
        for name, place in at.items():
            if (name, measure) not in drawn and not (name == "" and measure in rest):
                _note(sketch, place, words("charts.national-operations.gap", measure=words.label("measure", measure).lower()))
    middle = head + (len(measures) - 1) / 2
    if scene.narrow:
        for place, lines in enumerate(wrapped):
            sketch.words(
                xref="paper", x=0, xanchor="left", y=place * block + head - 0.55, yanchor="bottom", align="left",
                text="<br>".join(lines), font={"color": palette.INK},
            )  # fmt: skip
    end = len(names) * block
    sketch.layout(barmode="overlay", height=end * scene.label * _ROW)
    sketch.y(
        range=[end - _GAP - 0.3, -0.7], tickvals=[place * block + middle for place in range(len(names))],
        ticktext=["" if scene.narrow else "<br>".join(lines) for lines in wrapped],
        showgrid=False, ticks="", tickfont={"color": palette.INK},
    )  # fmt: skip
    sketch.x(range=[0, _reach(most, scene)], tickformat=",d", nticks=4 if scene.narrow else 8, showgrid=True, rangemode="tozero")
    sketch.key(*((words.label("measure", measure), palette.OF_MEASURE[measure], None) for measure in measures))
    if rest:
        sketch.key((words("charts.national-operations.key_remainder"), palette.CONTEXT, None, _STRIPED))
    if any(row["certainty"] == "reported" for row in drawn.values()):
        sketch.key((words("charts.national-operations.key_hollow"), palette.CONTEXT, None, "□"))
    return sketch.figure()


def _reach(most: int, scene: Scene) -> float:
    """Return where the axis ends so that the number right of the longest bar fits."""
    room = scene.width * (0.92 if scene.narrow else 1 - _NAME_SHARE) * 0.92
    label = text_width(scene.words.number(most), scene.label, bold=True) + 14
    return max(nice_ceiling(most / 1.06), most / max(0.3, 1 - label / room)) if most else 1


def _bars(sketch: Sketch, placed: list[tuple[float, Row]], measure: str, scene: Scene) -> None:
    if not placed:
        return
    colour, rows = palette.OF_MEASURE[measure], [row for _, row in placed]
    sketch.bar(
        orientation="h", y=[place for place, _ in placed], x=[int(row["value"]) for row in rows], width=_BAR,
        name=scene.words.label("measure", measure), customdata=[mark_of(row) for row in rows], marker=bar_look(colour, rows),
        hovertext=[_hover(row, scene) for row in rows], hovertemplate=HOVER,
    )  # fmt: skip
    for place, row in placed:
        _number(sketch, place, int(row["value"]), figure_in_words(row, scene.words), colour)


def _hover(row: Row, scene: Scene) -> str:
    what = scene.words(
        "charts.national-operations.what",
        operation=scene.words.label("operation", row["operation"]),
        measure=scene.words.label("measure", row["measure"]).lower(),
    )
    if not pd.isna(row["as_of_date"]):
        return hover_of(row, scene.words, "as_of_date", what)
    return f"{what}<br><b>{figure_in_words(row, scene.words)}</b>"


def _rest_bar(sketch: Sketch, place: float, whole: Whole, scene: Scene) -> None:
    """Draw what the printed whole leaves: it stands for the total and for the lines taken off it."""
    colour, value = palette.OF_MEASURE[whole.measure], whole.remainder or 0
    text = scene.words(
        "charts.national-operations.rest_hover",
        measure=scene.words.label("measure", whole.measure).lower(),
        value=value,
        printed=whole.printed,
        count=len(whole.parts),
    )
    sketch.bar(
        orientation="h", y=[place], x=[value], width=_BAR, name=scene.words("charts.national-operations.remainder"),
        customdata=[MARKS_JOINED.join([str(mark_of(whole.row)), *sorted(whole.parts)])],
        marker={
            "color": palette.PAPER, "line": {"color": colour, "width": 1.2},
            "pattern": {
                "shape": "\\", "fgcolor": colour, "bgcolor": palette.PAPER, "solidity": 0.35, "size": 7, "fillmode": "overlay",
            },
        },
        hovertext=[text], hovertemplate=HOVER,
    )  # fmt: skip
    _number(sketch, place, value, scene.words.number(value), colour)


def _number(sketch: Sketch, place: float, value: int, text: str, colour: str) -> None:
    sketch.words(
        x=value, y=place, xanchor="left", yanchor="middle", xshift=5, text=f"<b>{text}</b>",
        font={"color": palette.AS_TEXT.get(colour, colour)},
    )  # fmt: skip


def _note(sketch: Sketch, place: float, text: str) -> None:
    """Word a gap where its bar would stand."""
    sketch.words(x=0, y=place, xanchor="left", yanchor="middle", xshift=5, text=text, font={"color": palette.MUTED})


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many lines are shown, what is printed for all together and what it leaves, and what is not recorded."""
    words, measures = scene.words, [measure for measure in MEASURES if (frame["measure"] == measure).any()]
    shown = [words(f"charts.national-operations.{measure}") for measure in measures]
    operations = list(dict.fromkeys(frame["operation"]))
    sentences = [words("charts.national-operations.shown", count=len(operations), measures=shown)]
    rest = {whole.measure: whole for whole in remainders(frame, scene)}
    title, sources = None, tuple(str(whole.row["source_id"]) for whole in rest.values())
    if {CONVICTED, TO_DEATH} <= rest.keys():
        convicted, dead = rest[CONVICTED], rest[TO_DEATH]
        title = words("charts.national-operations.title_whole", convicted=convicted.printed, dead=dead.printed)
        sentences.append(
            words(
                "charts.national-operations.stands_out",
                convicted=convicted.printed,
                dead=dead.printed,
                rest=convicted.remainder,
                rest_dead=dead.remainder,
            )
        )
    arrested = [words.label("operation", name) for name in dict.fromkeys(frame.loc[frame["measure"] == ARRESTED, "operation"])]
    if arrested and len(arrested) < len(operations):
        sentences.append(words("charts.national-operations.arrests_of", names=arrested))
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.national-operations.hollow", count=hollow))
    sentences.append(words("charts.national-operations.cannot_show"))
    return Reading(title, sentences=tuple(sentences), sources=sources)


CHART = Chart(
    id="national-operations",
    table=TABLE,
    filters={MEASURE: On(("measure",), offers=MEASURES), OPERATION: On(("operation",), default=LINES)},
    beside=(TABLE, "totals", "discrepancies"),
    prepare=prepare,
    draw=draw,
    read=read,
)
