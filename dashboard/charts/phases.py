"""When was each phase planned to end, and when did it end?

Caveats: the founding article gives years and months; boundaries to the day are set by this project.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HATCHED, HOVER, mark_of
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import EVENT, PERIOD
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.words import Words

_NAME_SHARE, _LONG_NAME_SHARE = 0.26, 0.36  # share of a wide picture that the names may take; and where many of them were in two lines
_BAR, _NARROW_BAR = 0.46, 0.36  # share of its row that a bar fills; the name stands above a narrow one
_DAYS_A_MONTH = 30.44


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a phase in the order of their beginning (columns as in phases; dates; no plan is an empty cell)."""
    return frame.sort_values(["start", "end"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One bar a phase from start to end; what lies beyond its planned end is hatched, and the plan is marked by a line."""
    words, sketch = scene.words, Sketch()
    rows = records(frame)
    places = list(range(len(rows)))
    share = _name_share(rows, scene)
    names = _names(rows, share, scene)
    bar = _NARROW_BAR if scene.narrow else _BAR
    for late in (False, True):
        spans = [_span(row, late=late) for row in rows]
        sketch.bar(
            orientation="h", y=places, base=[start.isoformat() for start, _ in spans], x=[_milliseconds(length) for _, length in spans],
            width=bar, name=words("charts.phases.late" if late else "charts.phases.planned"),
            marker={
                "color": palette.PAPER if late else palette.CONTEXT, "line": {"color": palette.CONTEXT, "width": 1.4 if late else 0},
                "pattern": {"shape": "/" if late else "", "fgcolor": palette.CONTEXT, "solidity": 0.35, "size": 7},
            },
            hovertext=[_hover(row, words) for row in rows], hovertemplate=HOVER, customdata=[mark_of(row) for row in rows],
        )  # fmt: skip
    for place, row in zip(places, rows, strict=True):
        if not pd.isna(row["planned_end"]):
            _mark_plan(sketch, place, row, scene, bar)
        if scene.narrow:  # no room beside the bars: each name stands above its own
            sketch.words(
                xref="paper", x=0, xanchor="left", y=place - bar / 2, yanchor="bottom", align="left",
                text="<br>".join(names[place]), font={"color": palette.INK},
            )  # fmt: skip
    height = 2.0 + 1.35 * max(map(len, names)) if scene.narrow else 0.5 + 1.8 * _beside(names)
    sketch.layout(barmode="overlay", height=len(rows) * scene.label * height)
    sketch.y(
        range=[len(rows) - 0.4, -0.75], tickvals=places,
        ticktext=["" if scene.narrow else "<br>".join(lines) for lines in names],
        showgrid=False, ticks="", tickfont={"color": palette.INK},
    )  # fmt: skip
    margin = timedelta(days=20)
    first, last = frame["start"].min() - margin, frame["end"].max() + margin
    last = max([last, *(_label_end(row, first, last, share, scene) for row in rows if not pd.isna(row["planned_end"]))])
    sketch.x(type="date", range=[first.isoformat(), last.isoformat()], dtick="M12", tickformat="%Y", showgrid=True)
    sketch.key(
        (words("charts.phases.planned"), palette.CONTEXT, None),
        (words("charts.phases.late"), palette.CONTEXT, None, HATCHED),
        (words("charts.phases.plan_line"), palette.INK, None, "┃"),
    )
    return sketch.figure()


def _name_share(rows: Sequence[dict], scene: Scene) -> float:
    """Return the share of the width that the names take: more where two neighbours would each need two lines."""
    if scene.narrow:
        return 0.9
    return _NAME_SHARE if _beside(_names(rows, _NAME_SHARE, scene)) < 2 else _LONG_NAME_SHARE


def _names(rows: Sequence[dict], share: float, scene: Scene) -> list[list[str]]:
    return [wrap(str(row["name"]), scene.width * share, scene.label) for row in rows]


def _beside(names: Sequence[Sequence[str]]) -> float:
    """Return the most lines that half of each of two neighbouring names take together: what a row must hold."""
    return max([(len(one) + len(other)) / 2 for one, other in pairwise(names)], default=len(names[0]))


def _span(row: dict, *, late: bool) -> tuple[pd.Timestamp, timedelta]:
    """Return start and length of the part of a phase up to its planned end, or of the part after it."""
    end = row["end"] + timedelta(days=1)  # the last day belongs to the phase
    turn = end if pd.isna(row["planned_end"]) else min(row["planned_end"] + timedelta(days=1), end)
    return (turn, end - turn) if late else (row["start"], turn - row["start"])


def _milliseconds(length: timedelta) -> float:
    return length / timedelta(milliseconds=1)


def _mark_plan(sketch: Sketch, place: int, row: dict, scene: Scene, bar: float) -> None:
    when = row["planned_end"]
    sketch.shape(
        type="line", x0=when.isoformat(), x1=when.isoformat(), y0=place - bar * 0.8, y1=place + bar * 0.8,
        line={"color": palette.INK, "width": 2},
    )  # fmt: skip
    if scene.narrow:  # the key explains the line
        return
    sketch.words(
        x=max(when, row["end"]).isoformat(), y=place, xanchor="left", yanchor="middle", xshift=10,
        font={"color": palette.INK}, text=scene.words("charts.phases.plan", when=_planned(row, scene.words)),
    )  # fmt: skip


def _label_end(row: dict, first: pd.Timestamp, last: pd.Timestamp, share: float, scene: Scene) -> pd.Timestamp:
    """Return the day up to which the axis must reach so that the words on a plan, right of their bar, do not clip."""
    if scene.narrow:
        return last
    room = scene.width * (1 - share) * 0.9
    words = text_width(scene.words("charts.phases.plan", when=_planned(row, scene.words)), scene.label) + 14
    return first + (max(row["planned_end"], row["end"]) - first) / (1 - words / room)


def _planned(row: dict, words: Words) -> str:
    return words.month(row["planned_end"]) if row["planned_end_precision"] == "month" else words.day(row["planned_end"])


def _hover(row: dict, words: Words) -> str:
    text = words("charts.phases.hover", name=row["name"], start=row["start"], end=row["end"])
    return text if pd.isna(row["planned_end"]) else f"{text}<br>{words('charts.phases.plan', when=_planned(row, words))}"


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many phases there are, and by how many months those with a plan outran it."""
    words = scene.words
    late = frame[frame["planned_end"].notna() & (frame["end"] > frame["planned_end"])]
    sentences = [words("charts.phases.shown", count=len(frame), first=frame["start"].min(), last=frame["end"].max())]
    title = None
    if len(late):
        months = [round((row["end"] - row["planned_end"]).days / _DAYS_A_MONTH) for row in records(late)]
        title = words("charts.phases.title_late", count=min(months))
        sentences.append(words("charts.phases.stands_out", names=[str(name) for name in late["name"]], count=max(months)))
    sentences.append(words("charts.phases.cannot_show"))
    return Reading(title, sentences=tuple(sentences))


CHART = Chart(
    id="phases",
    table="phases",
    filters={PERIOD: On(("start", "end"))},
    window=Months("1934-12", "1940-02"),
    marks=(EVENT,),
    prepare=prepare,
    draw=draw,
    read=read,
    ratio=0.38,
)
