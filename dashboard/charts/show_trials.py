"""What became of each defendant of the show trials and of the army trial?

Caveats: the charges were invented and the confessions forced; four trials are a small part of what happened to elites.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import wrap
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import HOVER, RING, mark_of
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import PERIOD
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.words import Words

TO_DEATH, SHOT = "death", "shot_after_the_verdict"
_LOOKS = {  # by fate: colour of the sentence, symbol, glyph in the key
    SHOT: (palette.DEATH, "circle", "●"),
    "killed_in_prison": (palette.CONFINEMENT, "square", "■"),
    "shot_in_1941": (palette.CONFINEMENT, "triangle-up", "▲"),
}
_COLUMN = 11.5  # least width of a column of names, in sizes of its type
_MOST_COLUMNS = 6
_LINE, _BETWEEN, _TRIAL = 1.0, 0.5, 0.9  # heights in lines of type: a line, the gap below a row, the gap above a trial
_LEADING = 1.28

Row = dict[str, Any]
Placed = tuple[Row, int, float]
"""A defendant, the column, and the height in lines of type from the top."""


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a defendant by trial, sentence, fate and surname (columns as in show_trials; one person a row)."""
    return frame.sort_values(["start", "sentence", "fate", "defendant_id"])


def reread(row: Row) -> bool:
    """Whether the day of death was read or computed, not only stated in the literature; false where it is not recorded."""
    return pd.notna(row["death_date_certainty"]) and row["death_date_certainty"] != "reported"


def name(row: Row, words: Words) -> str:
    """Return a defendant's name, with the term where there is one."""
    if pd.isna(row["sentence_years"]):
        return str(row["name"])
    return words("charts.show-trials.term", name=row["name"], count=int(row["sentence_years"]))


def died(row: Row, words: Words) -> str:
    """Return the day of death as exactly as it is known; worded as unknown where it is not recorded."""
    if pd.isna(row["death_date"]):
        return words("qualifiers.unknown")
    exact = {"day": words.day, "month": words.month}.get(row["death_date_precision"])
    return exact(row["death_date"]) if exact else str(row["death_date"].year)


def _size(scene: Scene) -> float:
    """Return the size of a mark in pixels."""
    return max(9.0, scene.label * 0.62)


def _runs(rows: Sequence[Row], field: str) -> Iterator[list[Row]]:
    """Yield neighbours that have one value in ``field``."""
    run: list[Row] = []
    for row in rows:
        if run and run[-1][field] != row[field]:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One mark a defendant with its name beside it, trial by trial; a mark is hollow where the day of death was not re-read."""
    words, sketch = scene.words, Sketch()
    room = scene.width * 0.955
    columns = max(1, min(_MOST_COLUMNS, int(room / (_COLUMN * scene.label))))
    size = _size(scene)
    name_room = room / columns - size - scene.label
    placed: list[Placed] = []
    height = 0.0
    for trial in _runs(records(frame), "trial_id"):
        heading = wrap(_heading(trial, words), room, scene.label, bold=True)
        height += _TRIAL if height else 0.2
        sketch.words(
            x=0, xanchor="left", y=height, yanchor="top", align="left", borderpad=0,
            text="<br>".join(f"<b>{line}</b>" for line in heading), font={"color": palette.INK},
        )  # fmt: skip
        height += len(heading) * _LINE + 0.35
        for sentence in _runs(trial, "sentence"):
            for first in range(0, len(sentence), columns):
                cells = [(row, wrap(name(row, words), name_room, scene.label)) for row in sentence[first : first + columns]]
                lines = max(len(wrapped) for _, wrapped in cells)
                middle = height + lines * _LINE / 2
                for column, (row, wrapped) in enumerate(cells):
                    placed.append((row, column, middle))
                    sketch.words(
                        x=column, xanchor="left", xshift=size + scene.label * 0.45, y=middle, yanchor="middle", align="left",
                        text="<br>".join(wrapped), font={"color": palette.INK},
                    )  # fmt: skip
                height += lines * _LINE + _BETWEEN
    for fate in _LOOKS:
        _mark(sketch, fate, [one for one in placed if one[0]["fate"] == fate], columns * (size / 2 + 1) / room, scene)
    if not all(reread(row) for row, _, _ in placed):
        sketch.key((words("charts.show-trials.key_hollow"), palette.INK, None, RING))
    sketch.layout(height=height * scene.label * _LEADING)
    sketch.x(range=[0, columns], visible=False)
    sketch.y(range=[height, 0], visible=False, tickvals=[], ticktext=[])
    return sketch.figure()


def _heading(trial: Sequence[Row], words: Words) -> str:
    """Return what stands above the defendants of a trial: its name and how many of them there are."""
    return words("charts.show-trials.trial", trial=words.label("trial_id", trial[0]["trial_id"]), count=len(trial))


def _mark(sketch: Sketch, fate: str, placed: Sequence[Placed], inset: float, scene: Scene) -> None:
    """Draw the defendants of one fate, and name it in the key."""
    if not placed:
        return
    words, (colour, symbol, glyph) = scene.words, _LOOKS[fate]
    sketch.scatter(
        x=[column + inset for _, column, _ in placed], y=[middle for _, _, middle in placed], mode="markers", cliponaxis=False,
        name=words(f"charts.show-trials.{fate}"), customdata=[mark_of(row) for row, _, _ in placed],
        marker={
            "size": _size(scene), "color": colour, "line": {"width": 2, "color": colour},
            "symbol": [symbol if reread(row) else f"{symbol}-open" for row, _, _ in placed],
        },
        hovertext=[_hover(row, words) for row, _, _ in placed], hovertemplate=HOVER,
    )  # fmt: skip
    sketch.key((words(f"charts.show-trials.{fate}"), colour, None, glyph))


def _hover(row: Row, words: Words) -> str:
    certainty = row["death_date_certainty"]
    return words(
        "charts.show-trials.hover",
        name=name(row, words),
        role=row["role"],
        fate=words(f"charts.show-trials.{row['fate']}"),
        died=died(row, words),
        certainty=words.label("certainty", certainty) if pd.notna(certainty) else words("qualifiers.unknown"),
    )


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many were shot how soon after the verdict, what became of those with a term, and which days were not re-read."""
    words, rows = scene.words, records(frame)
    to_death = [row for row in rows if row["sentence"] == TO_DEATH]
    others = [row for row in rows if row["sentence"] != TO_DEATH]
    sentences = [words("charts.show-trials.shown", count=len(rows), trials=_trials(rows, words))]
    delays = [(row["death_date"] - row["end"]).days for row in to_death if pd.notna(row["death_date"])]
    title = None
    if to_death and len(delays) == len(to_death) and all(row["fate"] == SHOT for row in to_death):
        within = words("charts.show-trials.days", count=max(delays))
        title = words("charts.show-trials.title", dead=len(to_death), count=len(rows), within=within) if len(rows) > 1 else None
        sentences.append(words("charts.show-trials.to_death", count=len(to_death), within=within))
    if others:
        terms = [int(row["sentence_years"]) for row in others if pd.notna(row["sentence_years"])]
        fates = {fate: sum(row["fate"] == fate for row in others) for fate in _LOOKS}
        became = [words(f"charts.show-trials.count_{fate}", count=count) for fate, count in fates.items() if count]
        if terms:
            sentences.append(words("charts.show-trials.terms", count=len(others), low=min(terms), high=max(terms), became=became))
    hollow = sum(not reread(row) for row in rows)
    if hollow:
        sentences.append(words("charts.show-trials.hollow", count=hollow))
    sentences.append(words("charts.show-trials.cannot_show"))
    return Reading(title, sentences=tuple(sentences), sources=_sources(frame))


def _trials(rows: Sequence[Row], words: Words) -> str:
    return words("charts.show-trials.trials", count=len({row["trial_id"] for row in rows}))


def _sources(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the sources of sentences and deaths, which stand in columns of their own."""
    return tuple(str(source) for column in ("sentence_source_id", "death_date_source_id") for source in frame[column].dropna().unique())


CHART = Chart(
    id="show-trials",
    table="show_trials",
    filters={PERIOD: On(("start", "end"))},
    window=Months("1936-01", "1938-12"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by("trial_id"),
)
