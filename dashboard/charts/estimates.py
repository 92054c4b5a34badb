"""What figure does each source give for one question, and what does it rest on?

Caveats: answers differ in whom they count and in the months they cover, and later ones often rest on the same returns, so
they stand side by side in the order of basis and year and are never added, averaged or put in order of size.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import HOVER, RING, figure_in_words, mark_of, number_or_none
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import QUESTION
from dashboard.tables import records
from dashboard.words import Words

SHOWN_FIRST = ("executions_1937_38", "arrests_1937_38", "convicted_1937_38")
OPENED = 1991  # works from this year on could use the archives
RETURN, ESTIMATE = "archival_return", "estimate"
BASES = {  # in the order of the rows: symbol and its twin among letters
    RETURN: ("circle", "●"),
    "reported_total": ("square", "■"),
    "name_list": ("triangle-up", "▲"),
    ESTIMATE: ("diamond", "◆"),
    "order_limit": ("triangle-down", "▼"),
}
_OPEN_ENDS = {"more_than": 1, "at_least": 1, "up_to": -1}  # to which side a figure is open
_NAME_SHARE = 0.33  # share of a wide picture that the names of the sources may take
_LINE = 1.3
_ARROW = 1.9  # length of an open end, in sizes of the label

Row = dict[str, Any]
Placed = list[tuple[Row, list[str], float, float]]
"""Rows with the lines of their names, the height of those, and the height of their marks."""


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row an answer by question, basis, year and author (columns as in estimates; people); never by size."""
    asked = [*SHOWN_FIRST, *(known for known in frame["question"].cat.categories if known not in SHOWN_FIRST)]
    ranks = {"_question": frame["question"].astype(str).map(asked.index), "_basis": frame["basis"].astype(str).map(list(BASES).index)}
    return frame.assign(**ranks).sort_values(["_question", "_basis", "year_published", "author"]).drop(columns=list(ranks))


def ends_of(row: Row) -> tuple[int, ...]:
    """Return the figure of a row, or both ends where the source gives a range."""
    value = number_or_none(row["value"])
    ends = (number_or_none(row["value_low"]), number_or_none(row["value_high"])) if value is None else (value,)
    return tuple(end for end in ends if end is not None)


def _window(row: Row, words: Words) -> str:
    if pd.isna(row["window_start"]) or pd.isna(row["window_end"]):
        return words("charts.estimates.no_window")
    return words.months(str(row["window_start"]), str(row["window_end"]))


def _preferred(row: Row) -> bool:
    return row["preferred"] is True


def _weighed(text: str, row: Row) -> str:
    """Return words on a row, bold where it is the figure that the record prefers."""
    return f"<b>{text}</b>" if _preferred(row) else text


def _layout(rows: list[Row], usual: str, scene: Scene) -> tuple[Placed, list[float], float]:
    """Return the rows of a plate with their heights, those of the lines between works before and after the opening, and the foot.

    Heights are in pixels from the plate's top, below its heading. Months are named where they are not the ``usual`` ones.
    """
    room, line = scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label * _LINE
    placed, turns, at = Placed(), list[float](), line * 1.35
    before: Row | None = None
    for row in rows:
        if before is not None and before["basis"] != row["basis"]:
            at += line * 0.45
        elif before is not None and before["year_published"] < OPENED <= row["year_published"]:
            turns.append(at + line * 0.5)
            at += line
        name = scene.words("charts.estimates.row", author=row["author"], year=row["year_published"])
        lines = wrap(
            name if (window := _window(row, scene.words)) == usual else f"{name} ({window})", room, scene.label, bold=_preferred(row)
        )
        lines = [_weighed(text, row) for text in lines]
        middle = at + line * len(lines) / 2
        placed.append((row, lines, middle, at + line * (len(lines) + 0.45) if scene.narrow else middle))
        at += line * (len(lines) + (1.15 if scene.narrow else 0.2))
        before = row
    return placed, turns, at + line * 0.25


def _places(frame: pd.DataFrame, scene: Scene) -> list[int]:
    """Return for each row its question; where there is but one, what its answer rests on."""
    return by("question" if len(set(frame["question"])) > 1 else "basis")(frame, scene)


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One plate a question, each on an axis of its own from zero; one mark an answer, its form by what the answer rests on."""
    sketch, words = Sketch(), scene.words
    every = groupby(records(frame if scene.whole is None else scene.whole), key=lambda row: row["question"])
    windows = {question: [_window(row, words) for row in rows] for question, rows in every}  # also those in another picture
    usual = {question: Counter(found).most_common(1)[0][0] for question, found in windows.items()}
    plates = [(name, *_layout(list(rows), usual[name], scene)) for name, rows in groupby(records(frame), key=lambda row: row["question"])]
    between = scene.label * 3.4  # the numbers under one plate and the air above the next
    total = sum(foot for *_, foot in plates) + between * (len(plates) - 1)
    top = 0.0
    for number, (question, placed, turns, foot) in enumerate(plates, 1):
        reach = _reach(placed, scene)
        x, y = (f"{axis}{number if number > 1 else ''}" for axis in "xy")
        sketch.axis(y, domain=[1 - (top + foot) / total, 1 - top / total], range=[foot, 0], showgrid=False, ticks="")
        sketch.axis(
            x, measures=question, range=[0, reach], tickvals=_ticks(reach, scene), tickformat=",d", showgrid=True, rangemode="tozero",
        )  # fmt: skip
        if number > 1:
            sketch.axis(x, anchor=y)
            sketch.axis(y, anchor="free", position=0)
        _name_rows(sketch, y, placed, scene)
        heading = words("charts.estimates.plate", question=words.label("question", question), count=len(windows[question]))
        sketch.words(
            xref="paper", x=0, xanchor="left", yref=y, y=scene.label * _LINE * 0.5, yanchor="middle", align="left",
            text=f"<b>{heading}</b>", font={"color": palette.INK}, bgcolor=palette.PAPER, borderpad=1,
        )  # fmt: skip
        for height in turns:
            _turn(sketch, y, height, scene)
        _marks(sketch, x, y, placed, scene)
        top += foot + between
    _name_forms(sketch, records(frame), words)
    sketch.layout(height=total)
    return sketch.figure()


def _plot(scene: Scene) -> float:
    """Return about how many pixels wide the plates are, at least."""
    return scene.width * (0.94 if scene.narrow else 0.94 - _NAME_SHARE)


def _ticks(reach: float, scene: Scene) -> list[int]:
    """Return the figures named below a plate: round steps, none so near the right edge that it would clip."""
    steps = (factor * 10**power for power in range(10) for factor in (1, 2, 5))
    name = text_width(scene.words.number(int(reach)), scene.label)
    room = _plot(scene) / (name * 1.5)
    step = next(step for step in steps if reach / step <= min(3 if scene.narrow else 7, max(1, room)))
    half = name / 2 / _plot(scene) * reach
    return [at for at in range(0, int(reach) + 1, step) if at + half <= reach * 1.02]


def _reach(placed: Placed, scene: Scene) -> float:
    """Return where a plate's axis ends so that each figure in words fits right of its mark."""
    plot = _plot(scene)
    ends = [1.0]
    for row, *_ in placed:
        label = text_width(figure_in_words(row, scene.words), scene.label, bold=_preferred(row)) + _shift(row, scene) + 6
        ends.append(max(ends_of(row), default=0) / max(0.25, 1 - label / plot))
    return max(ends)


def _shift(row: Row, scene: Scene) -> float:
    """Return how far right of its mark a row's figure in words stands: beyond the arrow where the figure is open upwards."""
    return scene.label * (0.8 + (_ARROW if _OPEN_ENDS.get(row["qualifier"]) == 1 else 0))


def _name_rows(sketch: Sketch, y: str, placed: Placed, scene: Scene) -> None:
    """Write author and year beside the plate, or above each mark where there is no room beside it."""
    sketch.axis(
        y, tickvals=[] if scene.narrow else [middle for _, _, middle, _ in placed], tickfont={"color": palette.INK},
        ticktext=[] if scene.narrow else ["<br>".join(lines) for _, lines, _, _ in placed],
    )  # fmt: skip
    for _, lines, middle, _ in placed if scene.narrow else ():
        sketch.words(
            xref="paper", x=0, xanchor="left", yref=y, y=middle, yanchor="middle", align="left", text="<br>".join(lines),
            font={"color": palette.INK}, bgcolor=palette.PAPER, borderpad=1,
        )  # fmt: skip


def _turn(sketch: Sketch, y: str, height: float, scene: Scene) -> None:
    """Draw the line between works before and after the archives opened."""
    sketch.shape(
        type="line", xref="paper", x0=0, x1=1, yref=y, y0=height, y1=height, layer="below",
        line={"color": palette.MUTED, "width": 1, "dash": "dot"},
    )  # fmt: skip
    sketch.words(
        xref="paper", x=1, xanchor="right", yref=y, y=height, yanchor="middle", text=scene.words("charts.estimates.turn", year=OPENED),
        font={"color": palette.MUTED}, bgcolor=palette.PAPER, borderpad=1,
    )  # fmt: skip


def _colour(question: str) -> str:
    deadly = question.startswith(("executions", "death_sentences"))
    return palette.DEATH if deadly else palette.ARREST if question.startswith("arrests") else palette.CONTEXT


def _marks(sketch: Sketch, x: str, y: str, placed: Placed, scene: Scene) -> None:
    """Add one mark an answer, both ends joined where it is a range, an arrow where it is open, and the figure in words."""
    for row, _, _, height in placed:
        ends, colour, symbol = list(ends_of(row)), _colour(row["question"]), BASES[row["basis"]][0]
        if not ends:
            continue
        sketch.scatter(
            x=ends, y=[height] * len(ends), xaxis=x, yaxis=y, mode="lines+markers" if len(ends) > 1 else "markers",
            name=scene.words.label("basis", row["basis"]), customdata=[mark_of(row)] * len(ends), line={"color": colour, "width": 2},
            marker={
                "size": max(9.0, scene.label * 0.62), "color": colour, "line": {"color": colour, "width": 2},
                "symbol": f"{symbol}-open" if row["certainty"] == "reported" else symbol,
            },
            hovertext=[_hover(row, scene)] * len(ends), hovertemplate=HOVER, cliponaxis=False,
        )  # fmt: skip
        side = _OPEN_ENDS.get(row["qualifier"])
        if side:
            near, far, wing = (side * scene.label * size for size in (0.45, _ARROW, _ARROW - 0.4))
            barb = scene.label * 0.28
            sketch.shape(
                type="path", xref=x, yref=y, xsizemode="pixel", ysizemode="pixel", xanchor=ends[0], yanchor=height,
                path=f"M{near},0L{far},0M{wing},{-barb}L{far},0L{wing},{barb}", line={"color": colour, "width": 2},
            )  # fmt: skip
        sketch.words(
            xref=x, yref=y, x=ends[-1], y=height, xanchor="left", yanchor="middle", xshift=_shift(row, scene),
            text=_weighed(figure_in_words(row, scene.words), row), font={"color": palette.INK}, bgcolor=palette.PAPER, borderpad=1,
        )  # fmt: skip


def _hover(row: Row, scene: Scene) -> str:
    words = scene.words
    return words(
        "charts.estimates.hover",
        author=row["author"],
        year=row["year_published"],
        figure=figure_in_words(row, words),
        window=_window(row, words),
        basis=words.label("basis", row["basis"]),
        method="<br>".join(wrap(str(row["method"]), 360, scene.label)),
        certainty=words.label("certainty", row["certainty"]),
    )


def _name_forms(sketch: Sketch, rows: list[Row], words: Words) -> None:
    """Name the forms that are there: what an answer rests on, an open end, a range, a figure not re-read."""
    for basis, (_, glyph) in BASES.items():
        if any(row["basis"] == basis for row in rows):
            sketch.key((words.label("basis", basis), palette.INK, None, glyph))
    if any(row["qualifier"] in _OPEN_ENDS for row in rows):
        sketch.key((words("charts.estimates.key_open"), palette.INK, None, "→"))
    if any(len(ends_of(row)) > 1 for row in rows):
        sketch.key((words("charts.estimates.key_range"), palette.INK, None, "━"))
    if any(row["certainty"] == "reported" for row in rows):
        sketch.key((words("charts.estimates.key_hollow"), palette.INK, None, RING))


def _span(rows: list[Row], words: Words) -> str:
    """Return the least and the greatest figure given, the greatest as open as it is; empty where there is none."""
    if len(said := {figure_in_words(row, words) for row in rows}) < 2:
        return "".join(said)
    low = min(end for row in rows for end in ends_of(row))
    high, widest = max(((end, row) for row in rows for end in ends_of(row)), key=lambda found: found[0])
    upper = figure_in_words(widest, words) if _OPEN_ENDS.get(widest["qualifier"]) == 1 else words.number(high)
    return words("charts.estimates.from_to", low=low, high=upper)


def set_against(rows: list[Row], words: Words) -> dict[str, str] | None:
    """Return what estimates of before the opening and archival returns give for one question; None without both."""
    dated = [row for row in rows if not pd.isna(row["window_start"])]  # months must be stated, and most estimates count the same
    estimates = [row for row in dated if row["basis"] == ESTIMATE and row["year_published"] < OPENED]
    usual = Counter(row["counts"] for row in estimates).most_common(1)
    early = _span([row for row in estimates if row["counts"] == usual[0][0]], words)
    returns = _span([row for row in dated if row["basis"] == RETURN], words)
    question = words.label("question", rows[0]["question"])
    return {"question": question, "early": early, "returns": returns} if early and returns else None


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many answers there are to how many questions, and what early estimates give beside the archival returns."""
    words, rows = scene.words, records(frame)
    questions = [list(group) for _, group in groupby(rows, key=lambda row: row["question"])]
    sentences = [words("charts.estimates.shown", count=len(rows), questions=words("charts.estimates.questions", count=len(questions)))]
    against = [found for group in questions if (found := set_against(group, words))]
    if against:
        said = [words("charts.estimates.said", **found) for found in against]
        sentences.append(words("charts.estimates.stands_out", year=OPENED, said="; ".join(said)))
    if hollow := sum(row["certainty"] == "reported" for row in rows):
        sentences.append(words("charts.estimates.hollow", count=hollow))
    fits = against and not scene.narrow  # it is long
    title = words("charts.estimates.title", year=OPENED, **against[0]) if fits else None
    return Reading(title, sentences=(*sentences, words("charts.estimates.cannot_show")))


CHART = Chart(
    id="estimates",
    table="estimates",
    filters={QUESTION: On(("question",), default=SHOWN_FIRST)},
    prepare=prepare,
    draw=draw,
    read=read,
    splits=_places,
)
