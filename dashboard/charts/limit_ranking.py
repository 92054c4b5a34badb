"""How far did the limits of order 00447 rise, and how many were sentenced?

Caveats: a sentence is not an execution; increases given to a part of a territory, or to both categories together, are not
laid on its limits; outcomes of wider sets of cases are left out. The sequence is that of the order, not of size.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from dashboard import palette
from dashboard.canvas import wrap
from dashboard.cells import date_text
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._limits import BOTH, INCREASES, LIMITS, OUTCOME_OF, OUTCOMES, Line, Row, Step, lines_of, table_of
from dashboard.charts._marks import HATCHED, HOVER, figure_in_words, mark_of, number_or_none
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import MEASURE, TERRITORY
from dashboard.tables import MARK, records

RAISES = ("increase", "new_ceiling")
_COLOURS = {"limit_category_1": palette.DEATH, "limit_category_2": palette.CONFINEMENT}
_NAME_SHARE = 0.17
_BEYOND = 1.08  # where an axis ends, beyond the longest bar
_GUTTER = 0.03  # share of the plot between two panels
_HEAD = 0.5  # rows that the heading of a panel takes
_BAR, _NARROW_BAR = 0.26, 0.28  # share of its row that a bar fills; its figures stand below it, on narrow pictures its name above
_ROW, _NARROW_ROW = 3.4, 5.7  # height of a row in sizes of its label; on a wall seven tenths of it, which holds a bar and its figures
_NAME_LINE = 1.9  # the same for each line of the names of two neighbours, where that is more
_BELOW = 0.84  # rows from the middle of the last bar down to the axis: its figures stand clear of it


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return limits, increases and final outcomes of the territories for which more than the first limit was read.

    Columns as in the three tables; persons allowed or sentenced. Where nothing was read beyond the first limits, what is
    only reported stands, and where there is nothing else, the first limits.
    """
    table = frame[MARK].str.split("/").str[0]
    raised = (table == INCREASES) & frame["decision"].isin(RAISES) & frame["preferred"].fillna(False).astype(bool)
    ended = (table == OUTCOMES) & (frame["stage"] == "final") & (frame["scope"] == "order_00447")
    ended &= frame["preferred"].fillna(False).astype(bool) & frame["measure"].isin(OUTCOME_OF.values())
    beyond = frame[raised | ended]
    for known in (beyond[beyond["certainty"] != "reported"], beyond):
        if len(known):
            regions = set(known["region_id"])
            first = (table == LIMITS) & (frame["region_id"].isin(regions) | frame["order_group"].isin(regions))
            kept = first | ((raised | ended) & frame["region_id"].isin(regions))
            return frame[kept].sort_values(["region_id", "decided_on", "measure"], kind="stable")
    return frame[table == LIMITS].sort_values(["region_id", "measure"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A panel a category, a row a territory: first limit hatched, increases outlined, the people sentenced as a mark."""
    words, sketch = scene.words, Sketch()
    lines = lines_of(frame, scene)
    panels = [measure for measure in OUTCOME_OF if any(line.steps.get(measure) or measure in line.outcomes for line in lines)]
    names = [wrap(line.name, scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label) for line in lines]
    rows = len(lines) - 1 + _BELOW + 0.6 + _HEAD
    most = max([len(one) + len(other) for one, other in pairwise(names)], default=2) / 2
    row = _NARROW_ROW * max(1, len(panels)) if scene.narrow else max(_ROW, _NAME_LINE * most)
    for place, measure in enumerate(panels):
        axis = str(place + 1) if place else ""
        share = (place / len(panels), (place + 1) / len(panels))
        across = (0, 1) if scene.narrow else (share[0] + (_GUTTER if place else 0), share[1])
        along = (1 - share[1] + (_GUTTER if place < len(panels) - 1 else 0), 1 - share[0]) if scene.narrow else (0, 1)
        most = max([1, *(end for line in lines for end in _reach(line, measure))])
        sketch.axis(
            f"x{axis}", measures=measure, domain=across, anchor=f"y{axis}", range=[0, most * _BEYOND], tickformat=",d", nticks=5,
            showgrid=True, rangemode="tozero",
        )  # fmt: skip
        named = not (scene.narrow or place)
        sketch.axis(
            f"y{axis}", domain=along, anchor=f"x{axis}", range=[len(lines) - 1 + _BELOW, -0.6 - _HEAD], showgrid=False, ticks="",
            tickvals=list(range(len(lines))), tickfont={"color": palette.INK},
            ticktext=["<br>".join(f"{part}\u00a0" for part in name) if named else "" for name in names],
        )  # fmt: skip
        on = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
        _limits(sketch, lines, measure, scene, on)
        _outcomes(sketch, lines, measure, scene, on)
        _words(sketch, lines, names, measure, scene, axis)
    sketch.layout(barmode="overlay", height=rows * scene.label * row)
    sketch.key(
        (words("charts.limit-ranking.key_first"), palette.CONTEXT, None, HATCHED),
        (words("charts.limit-ranking.key_raised"), palette.CONTEXT, None, "□"),
        (words("charts.limit-ranking.key_outcome"), palette.CONTEXT, None, "◆"),
    )
    if any(line.undivided for line in lines):
        sketch.key((words("charts.limit-ranking.key_undivided"), palette.CONTEXT, None, "▷"))
    if (frame["certainty"] == "reported").any():
        sketch.key((words("charts.limit-ranking.key_hollow"), palette.CONTEXT, None, "┄"))
    return sketch.figure()


def _reach(line: Line, measure: str) -> list[int]:
    outcome = number_or_none(line.outcomes.get(measure, {}).get("value"))
    return [step.end for step in line.steps.get(measure, ())] + ([outcome] if outcome is not None else [])


def _bar(scene: Scene) -> float:
    return _NARROW_BAR if scene.narrow else _BAR


def _limits(sketch: Sketch, lines: Sequence[Line], measure: str, scene: Scene, on: dict[str, str]) -> None:
    """Draw the steps of each limit as bars on end; a step that was not re-read is paler, and undivided increases are a pointer."""
    colour = _COLOURS[measure]
    drawn = [(place, step, number) for place, line in enumerate(lines) for number, step in enumerate(line.steps.get(measure, ()))]
    drawn = [(place, step, number) for place, step, number in drawn if step.end != step.start]
    if drawn:
        sketch.bar(
            **on, orientation="h", y=[place for place, _, _ in drawn], base=[step.start for _, step, _ in drawn], width=_bar(scene),
            x=[step.end - step.start for _, step, _ in drawn], name=scene.words.label("measure", measure),
            customdata=[mark_of(*step.rows) for _, step, _ in drawn],
            marker={
                "color": palette.PAPER, "line": {"color": colour, "width": [0.5 if _pale(step) else 1.6 for _, step, _ in drawn]},
                "pattern": {
                    "shape": ["/" if not number else "" for _, _, number in drawn], "fgcolor": colour, "bgcolor": palette.PAPER,
                    "solidity": [0.14 if _pale(step) else 0.34 for _, step, _ in drawn], "size": 7, "fillmode": "overlay",
                },
            },
            hovertext=[_hover(lines[place].name, step, scene) for place, step, _ in drawn], hovertemplate=HOVER,
        )  # fmt: skip
    more = [(place, line) for place, line in enumerate(lines) if line.undivided and line.steps.get(measure)]
    if more:
        sketch.scatter(
            **on, x=[line.steps[measure][-1].end for _, line in more], y=[place for place, _ in more], mode="markers",
            name=scene.words("charts.limit-ranking.key_undivided"), customdata=[mark_of(*line.undivided) for _, line in more],
            marker={"symbol": "triangle-right-open", "size": 11, "color": palette.INK, "line": {"color": palette.INK, "width": 1.4}},
            hovertext=[_undivided(line, scene) for _, line in more], hovertemplate=HOVER,
        )  # fmt: skip


def _pale(step: Step) -> bool:
    return any(row["certainty"] == "reported" for row in step.rows)


def _undivided(line: Line, scene: Scene) -> str:
    figures = [figure_in_words(row, scene.words) for row in line.undivided]
    return scene.words("charts.limit-ranking.undivided", name=line.name, figures=figures)


def _hover(name: str, step: Step, scene: Scene) -> str:
    words, row = scene.words, step.rows[0]
    certainty = words.label("certainty", "reported" if _pale(step) else row["certainty"])
    kind = words("charts.limit-ranking.first") if table_of(row) == LIMITS else words.label("decision", row["decision"])
    when = date_text(row, "decided_on", words)
    figure = words.number(step.end) if table_of(row) == LIMITS else figure_in_words(row, words)
    return words("charts.limit-ranking.hover", name=name, kind=kind, when=when, figure=figure, level=step.end, certainty=certainty)


def _outcomes(sketch: Sketch, lines: Sequence[Line], measure: str, scene: Scene, on: dict[str, str]) -> None:
    """Mark the people sentenced; hollow where the figure was not re-read."""
    known = [(place, row) for place, line in enumerate(lines) if (row := line.outcomes.get(measure)) and not pd.isna(row["value"])]
    if known:
        sketch.scatter(
            **on, x=[int(row["value"]) for _, row in known], y=[place for place, _ in known], mode="markers",
            name=scene.words.label("measure", OUTCOME_OF[measure]), customdata=[mark_of(row) for _, row in known],
            marker={
                "size": max(11.0, scene.label * 0.8), "color": _COLOURS[measure], "line": {"color": _COLOURS[measure], "width": 2},
                "symbol": ["diamond-open" if row["certainty"] == "reported" else "diamond" for _, row in known],
            },
            hovertext=[_outcome(lines[place].name, row, scene) for place, row in known], hovertemplate=HOVER,
        )  # fmt: skip


def _outcome(name: str, row: Row, scene: Scene) -> str:
    measure, certainty = (scene.words.label(group, row[group]) for group in ("measure", "certainty"))
    figure = figure_in_words(row, scene.words)
    return scene.words("charts.limit-ranking.outcome", name=name, measure=measure, figure=figure, certainty=certainty)


def _words(sketch: Sketch, lines: Sequence[Line], names: Sequence[Sequence[str]], measure: str, scene: Scene, axis: str) -> None:
    """Head a panel, write the figures below each row, and on narrow pictures its name above."""
    words, colour = scene.words, _COLOURS[measure]
    at = {"xref": f"x{axis}", "yref": f"y{axis}", "x": 0, "xanchor": "left", "align": "left"}
    head = f"<b>{words(f'charts.limit-ranking.head_{measure}')}</b>"
    sketch.words(**at, y=-0.6 - _HEAD, yanchor="top", text=head, font={"color": palette.AS_TEXT.get(colour, colour)})
    for place, (line, name) in enumerate(zip(lines, names, strict=True)):
        if scene.narrow:
            sketch.words(**at, y=place - _bar(scene) / 2, yanchor="bottom", text="<br>".join(name), font={"color": palette.INK})
        steps, outcome = line.steps.get(measure, []), line.outcomes.get(measure)
        parts = []
        if steps:
            key = "figure_raised" if len(steps) > 1 else "figure_first"
            parts.append(words(f"charts.limit-ranking.{key}", first=steps[0].end, level=steps[-1].end))
        if outcome is not None:
            parts.append(words("charts.limit-ranking.figure_outcome", figure=figure_in_words(outcome, words)))
        sketch.words(
            **at, y=place + _bar(scene) / 2 + 0.03, yanchor="top", text=" · ".join(parts) or words("charts.limit-ranking.nothing"),
            font={"color": palette.MUTED},
        )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return in how many territories more were sentenced to death than first allowed, and what the chart leaves out."""
    words, lines = scene.words, lines_of(frame, scene)
    sentences = [words("charts.limit-ranking.shown", count=len(lines))]
    shot = next(iter(OUTCOME_OF))
    told = [line for line in lines if line.steps.get(shot) and _read(line.outcomes.get(shot))]
    pairs = [(line.steps[shot][0].end, int(line.outcomes[shot]["value"])) for line in told]
    over = sum(sentenced > first for first, sentenced in pairs)
    title = None
    if pairs and over == len(pairs) > 1:
        title = words("charts.limit-ranking.title_all", count=len(pairs))
    if pairs:
        sentences.append(words("charts.limit-ranking.stands_out", over=over, count=len(pairs)))
    undivided = [words("charts.limit-ranking.undivided", name=line.name, figures=[figure_in_words(row, words) for row in line.undivided])
                 for line in lines if line.undivided]  # fmt: skip
    if undivided:
        sentences.append(words("charts.limit-ranking.undivided_all", lines=undivided))
    sentences.append(words("charts.limit-ranking.cannot_show"))
    return Reading(title, sentences=tuple(sentences))


def _read(outcome: Row | None) -> bool:
    """Whether there is a figure, and it was read."""
    return outcome is not None and outcome["certainty"] != "reported" and not pd.isna(outcome["value"])


def _places(frame: pd.DataFrame, scene: Scene) -> list[int]:
    """Return for each row the place of the line that it is drawn in; what is drawn in none stays with its territory's."""
    lines = lines_of(frame, scene)
    drawn: dict[str, int] = {}
    for place, line in enumerate(lines):
        held = [*(row for steps in line.steps.values() for step in steps for row in step.rows), *line.undivided, *line.outcomes.values()]
        drawn |= {row[MARK]: place for row in held}
    by_region: dict[str, int] = {}
    for row in records(frame):
        if row[MARK] in drawn:
            by_region.setdefault(row["region_id"], drawn[row[MARK]])
    return [drawn.get(row[MARK], by_region.get(row["region_id"], by_region.get(row["order_group"], 0))) for row in records(frame)]


CHART = Chart(
    id="limit-ranking",
    table=LIMITS,
    filters={MEASURE: On(("measure",), offers=(*OUTCOME_OF, BOTH, *OUTCOME_OF.values())), TERRITORY: On(("region_id", "order_group"))},
    joined=(INCREASES, OUTCOMES),
    beside=("regions", "definitions"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=_places,
)
