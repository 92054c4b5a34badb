"""What happened to the people of each elite: how many there were before, and how many were dismissed, arrested, shot, taken back?

Caveats: these are different facts, and one person can stand in several of them; each body has its own scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import wrap
from dashboard.charts._bodies import BY_CAUSE, COLOURS, GROUPS, SIZE, blocks_of, bodies, deaths_of, height_of, scale_of, span
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import HATCHED, HOVER, bar_look, figure_in_words, mark_of, symbol_of
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import FIGURES, GROUP, MEASURE
from dashboard.tables import records
from dashboard.words import Words

HOLLOW, CROSSED = "□", "⊗"
ESTIMATE, ESTIMATED = "estimate", "circle-x-open"
OPEN = frozenset({"more_than", "at_least"})
_COLUMN, _MOST_COLUMNS = 22, 3  # least width of a column in sizes of its type
_BAR = 0.34  # share of a column that its longest bar fills
_GAP = 1.5  # between bar and words, in sizes of type
_BETWEEN, _ABOVE = 0.4, 1.2  # gaps in lines of type: below a figure, above a body
_LEADING = 1.28

Row = dict[str, Any]


@dataclass(frozen=True)
class Block:
    """What stands under one heading: rows with the lines of words beside each, and the figure that the whole bar means."""

    heading: list[str]
    remark: list[str]
    rows: list[tuple[Row, list[str]]]
    scale: int | None

    @property
    def height(self) -> float:
        """Return its height in lines of type."""
        return len(self.heading) + len(self.remark) + 0.25 + sum(len(lines) + _BETWEEN for _, lines in self.rows)


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a body, measure and period, the size before first (columns as in elite_losses; persons).

    A figure that was not re-read stands only where none of the same body and measure was read.
    """
    pairs = list(zip(frame["subgroup"], frame["measure"], frame["certainty"] != "reported", strict=True))
    read_ones = {(body, measure) for body, measure, reread in pairs if reread}
    kept = pd.Series([reread or (body, measure) not in read_ones for body, measure, reread in pairs], index=frame.index, dtype=bool)
    return frame[kept].sort_values(["group", "subgroup", "measure", "period_start", "period_end"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One block a body, one bar a figure with its words beside it; a lone figure of a body without a size stands as a dot."""
    sketch = Sketch()
    room = scene.width * 0.955
    columns = max(1, min(_MOST_COLUMNS, int(room / (_COLUMN * scene.label))))
    blocks = [_block(rows, room / columns, scene) for rows in blocks_of(records(frame))]
    bars, dots = list[tuple[Row, float, float, float]](), list[tuple[Row, float, float]]()
    highest = 0.0
    for column, standing in enumerate(_flow(blocks, columns)):
        top = 0.0
        for block in standing:
            _write(sketch, column, top, [f"<b>{line}</b>" for line in block.heading], palette.INK)
            top += len(block.heading)
            _write(sketch, column, top, block.remark, palette.MUTED)
            top += len(block.remark) + 0.25
            for row, lines in block.rows:
                value, middle = height_of(row), top + len(lines) / 2
                length = _BAR if value is None or not block.scale else value / block.scale * _BAR
                if value is not None and block.scale:
                    bars.append((row, column, middle, length))
                elif value is not None:
                    dots.append((row, column + _BAR, middle))
                _beside(sketch, column, middle, lines, row, scene)
                if row["qualifier"] in OPEN:
                    _open_end(sketch, column + length, middle, row)
                top += len(lines) + _BETWEEN
            top += _ABOVE
        highest = max(highest, top - _ABOVE)
    _bars(sketch, bars, scene)
    _dots(sketch, dots, scene, room / columns)
    sketch.layout(barmode="overlay", height=highest * scene.label * _LEADING)
    sketch.x(range=[0, columns], visible=False)
    sketch.y(range=[highest, 0], visible=False, tickvals=[], ticktext=[])
    lone = any(row["basis"] == ESTIMATE for row, *_ in dots)
    _key(sketch, [row for row, *_ in (*bars, *dots)], scene.words, lone=lone)
    return sketch.figure()


def _block(rows: Sequence[Row], width: float, scene: Scene) -> Block:
    """Return a block set out for a column of ``width`` pixels."""
    words, first, scale = scene.words, rows[0], scale_of(rows)
    group, body = words.label("group", first["group"]), words.label("subgroup", first["subgroup"])
    name = words("charts.elite-losses.body", group=group, body=body) if scale else group
    unknown = all(row["measure"] != SIZE for row in rows)
    room = width * (1 - _BAR) - scene.label * (_GAP + 1)
    return Block(
        heading=wrap(name, width * 0.95, scene.label, bold=True),
        remark=[words("charts.elite-losses.no_size")] if unknown else [],
        rows=[(row, wrap(_figure(row, words, alone=scale is None), room, scene.label)) for row in rows],
        scale=scale,
    )


def _figure(row: Row, words: Words, *, alone: bool) -> str:
    """Return a row's figure, measure and period, as they stand beside its bar; with its body where that is not the heading."""
    measure, figure = words.label("measure", row["measure"]), figure_in_words(row, words)
    if row["measure"] == SIZE:
        return words("charts.elite-losses.size", figure=figure)
    text = words("charts.elite-losses.figure", figure=figure, measure=measure[:1].lower() + measure[1:], period=span(row, words))
    return words("charts.elite-losses.body", group=words.label("subgroup", row["subgroup"]), body=text) if alone else text


def _flow(blocks: Sequence[Block], columns: int) -> list[list[Block]]:
    """Return the blocks in columns, in their order, the tallest column as low as it can be within a tenth."""
    limit = max([sum(block.height + _ABOVE for block in blocks) / columns, *(block.height for block in blocks)])
    while True:
        flowed, used = list[list[Block]]([[]]), 0.0
        for block in blocks:
            if flowed[-1] and used + block.height > limit:
                flowed.append([])
                used = 0.0
            flowed[-1].append(block)
            used += block.height + _ABOVE
        if len(flowed) <= columns:
            return flowed
        limit *= 1.04


def _write(sketch: Sketch, column: float, top: float, lines: Sequence[str], colour: str) -> None:
    if lines:
        sketch.words(
            x=column, xanchor="left", y=top + len(lines) / 2, yanchor="middle", align="left",
            text="<br>".join(lines), font={"color": colour},
        )  # fmt: skip


def _beside(sketch: Sketch, column: int, middle: float, lines: Sequence[str], row: Row, scene: Scene) -> None:
    """Write a figure beside its bar."""
    colour = COLOURS[row["measure"]]
    sketch.words(
        x=column + _BAR, xanchor="left", xshift=scene.label * _GAP, y=middle, yanchor="middle", align="left",
        text="<br>".join(lines), font={"color": palette.AS_TEXT.get(colour, colour)},
    )  # fmt: skip


def _open_end(sketch: Sketch, x: float, middle: float, row: Row) -> None:
    """Draw that a figure is a lower bound: its bar goes on."""
    sketch.words(x=x, xanchor="left", xshift=1, y=middle, yanchor="middle", text="→", font={"color": COLOURS[row["measure"]]})


def _bars(sketch: Sketch, bars: Sequence[tuple[Row, float, float, float]], scene: Scene) -> None:
    """Draw the bars, one trace a colour."""
    for colour in dict.fromkeys(COLOURS.values()):
        placed = [bar for bar in bars if COLOURS[bar[0]["measure"]] == colour]
        if placed:
            rows = [row for row, *_ in placed]
            sketch.bar(
                orientation="h", base=[column for _, column, _, _ in placed], x=[length for *_, length in placed],
                y=[middle for _, _, middle, _ in placed], width=0.72, name=scene.words("charts.elite-losses.name"),
                marker=bar_look(colour, rows), customdata=[mark_of(row) for row in rows],
                hovertext=[_hover(row, scene.words) for row in rows], hovertemplate=HOVER,
            )  # fmt: skip


def _dots(sketch: Sketch, dots: Sequence[tuple[Row, float, float]], scene: Scene, width: float) -> None:
    """Draw figures that stand alone: a dot has no length that could be compared."""
    if not dots:
        return
    size = max(9.0, scene.label * 0.62)
    colours = [COLOURS[row["measure"]] for row, *_ in dots]
    symbols = [ESTIMATED if row["basis"] == ESTIMATE else symbol_of(row) for row, *_ in dots]
    sketch.scatter(
        x=[x - size / 2 / width for _, x, _ in dots], y=[middle for *_, middle in dots], mode="markers",
        name=scene.words("charts.elite-losses.lone"), customdata=[mark_of(row) for row, *_ in dots],
        marker={
            "size": size, "color": colours, "line": {"width": 2, "color": colours}, "symbol": symbols,
        },
        hovertext=[_hover(row, scene.words) for row, *_ in dots], hovertemplate=HOVER,
    )  # fmt: skip


def _hover(row: Row, words: Words) -> str:
    return words(
        "card.hover",
        measure=f"{words.label('subgroup', row['subgroup'])}: {words.label('measure', row['measure'])}",
        when=span(row, words),
        figure=figure_in_words(row, words),
        certainty=words.label("certainty", row["certainty"]),
    )


def _key(sketch: Sketch, rows: Sequence[Row], words: Words, *, lone: bool) -> None:
    """Name what is not said beside the marks: hollow, and estimates."""
    if any(row["certainty"] == "reported" for row in rows):
        sketch.key((words("charts.elite-losses.key_hollow"), palette.INK, None, HOLLOW))
    if any(row["basis"] == ESTIMATE for row in rows):
        sketch.key((words("charts.elite-losses.key_estimate"), palette.INK, None, CROSSED if lone else HATCHED))


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many bodies are shown, how many died of those whose size before is known, and which figures were not re-read."""
    words, shown = scene.words, bodies(records(frame))
    of = words("charts.elite-losses.of_bodies", count=len(shown))
    sentences = [words("charts.elite-losses.shown", count=len(frame), bodies=of)]
    deaths = [one for rows in shown if (one := deaths_of(rows)) is not None]
    if deaths:
        said = [
            words(
                "charts.elite-losses.of",
                figure=figure_in_words(row, words),
                size=figure_in_words(size, words),
                body=words.label("subgroup", row["subgroup"]),
                measure=words.label("measure", row["measure"]).lower(),
            )
            for row, size in deaths
        ]
        sentences.append(words("charts.elite-losses.stands_out", said=said, count=len(said)))
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.elite-losses.hollow", count=hollow))
    sentences.append(words("charts.elite-losses.cannot_show"))
    return Reading(_title(deaths, words), sentences=tuple(sentences))


def _title(deaths: Sequence[tuple[Row, Row]], words: Words) -> str | None:
    """Return the finding on the Party leadership, when it is shown: the body first in the record."""
    first = next(((row, size) for row, size in deaths if row["subgroup"] == "central_committee_1934"), None)
    if first is None:
        return None
    row, size = first
    return words("charts.elite-losses.title", figure=figure_in_words(row, words), size=figure_in_words(size, words))


CHART = Chart(
    id="elite-losses",
    table="elite_losses",
    filters={
        MEASURE: On(("measure",), offers=tuple(COLOURS), default=tuple(measure for measure in COLOURS if measure not in BY_CAUSE)),
        GROUP: On(("group",), offers=GROUPS),
        FIGURES: On(("source_id",)),
    },
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by("group", "subgroup"),
)
