"""How many names did the lists put before the leadership, month by month, and who signed the lists?

Caveats: a name on a list is a proposal for a sentence, not an execution; one person can stand on several lists; a list
carries several signatures, so signatories are never added; a list without a date stands in no month.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, mark_of, month_ticks, nice_ceiling, number_or_none
from dashboard.charts._once import disjoint_in
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.filters import MEASURE, PERIOD, SCALE, TERRITORY
from dashboard.selection import Months
from dashboard.tables import MARK, MARKS_JOINED, records
from dashboard.transforms import require_addable, total_of, totals_by
from dashboard.words import Words

# category: colour and pattern of its bars, least sentence uppermost
CATEGORIES = {
    "proposed_category_1": (palette.DEATH, ""),
    "proposed_category_2": (palette.CONFINEMENT, "/"),
    "proposed_category_3": (palette.CONFINEMENT, "x"),
}
NAMES, SIGNATURES = "names", "signatures"
SIGNATORIES = ("stalin", "molotov", "zhdanov", "kaganovich", "voroshilov", "mikoyan", "yezhov", "kosior")
_BAR = 0.74  # share of its month that a bar fills
_SHARE, _BESIDE = 0.92, 0.62  # share of the picture's width that the plot fills, and where names stand beside it

Rows = list[dict[str, Any]]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a part of a dated list and category (columns as in death_list_counts; names; a part without a row has none)."""
    return frame[frame["date"].notna()].sort_values(["date", "list_id", "part_id", "measure"])


def _months(frame: pd.DataFrame) -> list[pd.Period]:
    return list(pd.period_range(frame["date"].min(), frame["date"].max(), freq="M"))


def _with_month(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(_month=frame["date"].dt.to_period("M"))


def _lists(frame: pd.DataFrame, scene: Scene) -> dict[pd.Period, Rows]:
    """Return the lists to which the parts shown belong, by month."""
    lists = scene.tables["death_lists"]
    shown = lists[lists["list_id"].isin(frame["list_id"]) & lists["date"].notna()]
    found: dict[pd.Period, Rows] = {}
    columns = [MARK, *(f"signed_by_{who}" for who in SIGNATORIES)]
    for row, month in zip(records(shown[columns]), shown["date"].dt.to_period("M"), strict=True):
        found.setdefault(month, []).append(row)
    return found


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Names by month, categories stacked; below, on the same months, how many lists each of the leaders signed."""
    words, sketch, disjoint = scene.words, Sketch(), disjoint_in(scene)
    require_addable(frame, disjoint)  # the categories are stacked
    months, lists = _months(frame), _lists(frame, scene)
    line = scene.label * (2.35 if scene.narrow else 1.45)
    bars = min(460.0, max(230.0, scene.width * 0.3)) if scene.shows(NAMES) else 0.0
    matrix = line * len(SIGNATORIES) if scene.shows(SIGNATURES) else 0.0
    head = scene.label * 2.6 if matrix else 0.0
    height = bars + head + matrix
    slot = scene.width * (_SHARE if scene.narrow else _BESIDE) / len(months)
    sketch.x(range=[-0.6, len(months) - 0.4], anchor="y2" if matrix else "y", showgrid=False, **month_ticks(months, slot, scene))
    sketch.y(domain=[(head + matrix) / height, 1] if bars else [0, 1], visible=bool(bars))
    if bars:
        _names(sketch, frame, months, lists, scene)
        sketch.shape(type="line", xref="paper", x0=0, x1=1, y0=0, y1=0, line={"color": palette.INK, "width": 1})
    if matrix:
        sketch.words(
            xref="paper", x=0, xanchor="left", yref="paper", y=matrix / height, yanchor="bottom", font={"color": palette.MUTED},
            text=words("charts.death-lists.unit_lists"), yshift=4,
        )  # fmt: skip
        sketch.axis("y2", domain=[0, matrix / height], range=[len(SIGNATORIES) - 0.5, -0.5], ticks="")
        _signatures(sketch, months, lists, line, scene)
    sketch.layout(barmode="stack", height=height)
    return sketch.figure()


def _names(sketch: Sketch, frame: pd.DataFrame, months: list[pd.Period], lists: dict[pd.Period, Rows], scene: Scene) -> None:
    """Add the bars of the names by month, categories stacked, with their axis and their names."""
    words, disjoint, of_month = scene.words, disjoint_in(scene), _with_month(frame)
    marks: dict[tuple[str, pd.Period], list[str]] = {}
    for measure, month, mark in zip(of_month["measure"], of_month["_month"], of_month[MARK], strict=True):
        marks.setdefault((measure, month), []).append(mark)
    tops, keys = [0] * len(months), list[Key]()
    for measure, (colour, pattern) in CATEGORIES.items():
        rows = of_month[of_month["measure"] == measure]
        if rows.empty:
            continue
        names = totals_by(rows, "_month", disjoint)
        values = [number_or_none(value) for value in names.reindex(pd.PeriodIndex(months))]
        known, label = [at for at, value in enumerate(values) if value is not None], words.label("measure", measure)
        sketch.bar(
            x=known, y=[values[at] for at in known], width=_BAR, name=label,
            customdata=[MARKS_JOINED.join(marks[measure, months[at]]) for at in known],
            marker={
                "color": colour, "line": {"color": palette.PAPER, "width": 0.6},
                "pattern": {"shape": pattern, "fillmode": "overlay", "solidity": 0.12, "size": 9, "fgcolor": palette.PAPER},
            },
            hovertext=[
                words(
                    "charts.death-lists.hover",
                    category=label,
                    month=str(months[at]),
                    value=values[at],
                    count=len(lists.get(months[at], ())),
                )
                for at in known
            ],
            hovertemplate=HOVER,
        )  # fmt: skip
        keys.append((label, colour, tops[-1] + (values[-1] or 0) / 2))
        tops = [top + (value or 0) for top, value in zip(tops, values, strict=True)]
    _number_tallest(sketch, months, tops, lists, scene)
    sketch.y(range=[0, nice_ceiling(max(tops))], rangemode="tozero", nticks=7, title=words("charts.death-lists.unit"))
    sketch.key(*reversed(keys))


def _number_tallest(sketch: Sketch, months: list[pd.Period], tops: list[int], lists: dict[pd.Period, Rows], scene: Scene) -> None:
    """Write above the month with most names how many they are, and on how many lists."""
    at = max(range(len(months)), key=tops.__getitem__)
    text = scene.words("charts.death-lists.tallest", value=tops[at], count=len(lists.get(months[at], ())))
    share = (at + 0.5) / len(months)
    sketch.words(
        x=at + (0.4 if share > 0.6 else -0.4 if share < 0.4 else 0), y=tops[at], yanchor="bottom", yshift=3, text=text,
        xanchor="right" if share > 0.6 else "left" if share < 0.4 else "center", font={"color": palette.INK},
    )  # fmt: skip


def _signatures(sketch: Sketch, months: list[pd.Period], lists: dict[pd.Period, Rows], line: float, scene: Scene) -> None:
    """Add one dot a signatory and month, its area by the number of lists signed; each row names its own sum."""
    words = scene.words
    most = max((len(rows) for rows in lists.values()), default=1)
    slot = scene.width * (_SHARE if scene.narrow else _BESIDE) / len(months)
    widest = min(slot, scene.label * 1.45) * 0.96
    names = []
    for place, who in enumerate(SIGNATORIES):
        signed = {at: [row for row in lists.get(month, ()) if row[f"signed_by_{who}"]] for at, month in enumerate(months)}
        name = words(f"charts.death-lists.signatories.{who}")
        names.append(_signed(who, sum(map(len, signed.values())), words))
        at = [at for at, rows in signed.items() if rows]
        if not at:
            continue
        sketch.scatter(
            x=at, y=[place + (0.22 if scene.narrow else 0)] * len(at), yaxis="y2", mode="markers", name=name,
            customdata=[mark_of(*signed[month]) for month in at],
            marker={
                "color": palette.CONTEXT, "symbol": "circle", "opacity": 1, "line": {"width": 0},
                "size": [max(3.0, widest * (len(signed[month]) / most) ** 0.5) for month in at],
            },
            hovertext=[
                words(
                    "charts.death-lists.hover_signed",
                    name=name,
                    month=str(months[month]),
                    count=len(signed[month]),
                    all=len(lists[months[month]]),
                )
                for month in at
            ],
            hovertemplate=HOVER,
        )  # fmt: skip
    lines = [place + (0.5 if scene.narrow else 0) for place in range(len(SIGNATORIES))]
    sketch.axis("y2", tickvals=lines, ticktext=[""] * len(lines) if scene.narrow else names, tickfont={"color": palette.INK})
    for place, name in enumerate(names if scene.narrow else ()):  # no room beside the dots: each name stands above its own
        sketch.words(xref="paper", yref="y2", x=0, xanchor="left", y=place - 0.26, yanchor="middle", text=name, font={"color": palette.INK})


def _signed(who: str, count: int, words: Words) -> str:
    """Return a signatory with the number of lists signed."""
    return words("charts.death-lists.signed", name=words(f"charts.death-lists.signatories.{who}"), count=count)


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many names stand on how many lists, in which month most, by whom they are signed, and what a list is not."""
    words, disjoint = scene.words, disjoint_in(scene)
    lists = _lists(frame, scene)
    count, total = sum(map(len, lists.values())), total_of(frame, disjoint)
    first, last = str(frame["date"].min())[:7], str(frame["date"].max())[:7]
    sentences = [] if total is None else [words("charts.death-lists.shown", count=count, total=total, span=words.months(first, last))]
    title = None
    by_month = totals_by(_with_month(frame), "_month", disjoint).dropna()
    if len(by_month) > 1:
        peak = by_month.idxmax()
        whole = not any(choice.param in scene.selection for choice in (MEASURE, TERRITORY))
        key = "last" if whole and peak == scene.tables["death_lists"]["date"].max().to_period("M") else "peak"
        title = words(f"charts.death-lists.title_{key}", month=str(peak), value=int(by_month.max()))
    every = [row for rows in lists.values() for row in rows]
    signed = {who: sum(bool(row[f"signed_by_{who}"]) for row in every) for who in SIGNATORIES}
    some = sum(any(row[f"signed_by_{who}"] for who in SIGNATORIES) for row in every)
    named = [_signed(who, of, words) for who, of in signed.items() if of]
    if named:
        key = "by_whom" if some == count else "by_whom_not_all"
        sentences.append(words(f"charts.death-lists.{key}", count=some, names=named))
    undated = int(scene.tables["death_lists"]["date"].isna().sum())
    sentences += [words("charts.death-lists.undated", count=undated)] if undated else []
    return Reading(title, sentences=(*sentences, words("charts.death-lists.cannot_show")))


CHART = Chart(
    id="death-lists",
    table="death_list_counts",
    filters={
        PERIOD: On(("date",)),
        MEASURE: On(("measure",), offers=tuple(CATEGORIES)),
        TERRITORY: On(("region_id",)),
        SCALE: On(offers=("linear",)),
    },
    window=Months("1937-02", "1938-09"),
    beside=("definitions", "death_lists"),
    prepare=prepare,
    draw=draw,
    read=read,
    panels=(NAMES, SIGNATURES),
)
