"""What share of those sentenced in each national operation was sentenced to death, beside the mass operation?

Caveats: each share is of two figures of one source and basis; shares of sentences, not of executions; lines with figures
of different sources are compared, never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import CERTAIN, HOVER, REPORTED, RING, ROUND, mark_of, number_or_none
from dashboard.charts._national import CONVICTED, LINES, TABLE, TO_DEATH, WHOLE_LINE, wholes
from dashboard.charts._once import disjoint_in, of_record
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import OPERATION
from dashboard.tables import records
from dashboard.transforms import total_of

MASS_OPERATION = "order_00447"
ALL_CASES = "all_state_security_cases"
ALL_LINES = "national_operations"
PURGES = (1937, 1938)
_REPORTED_PARTS = (TO_DEATH, "sentenced_to_confinement")
_ALL_KINDS = (*_REPORTED_PARTS, "sentenced_to_exile", "sentenced_to_other_measures")
_NAME_SHARE = 0.26
_REACH = 1.06  # where the axis ends: the words under 100 per cent need room
_ROW = 1.9  # height of a row in sizes of its label; on narrow pictures the name stands above it
_RULE = 0.5  # rows left free for the rule between the lines and what they stand beside

Row = dict[str, Any]


@dataclass(frozen=True)
class Share:
    """One share: death sentences of all sentences, both of one source and basis.

    Attributes:
        name: code of the operation.
        dead: people sentenced to death.
        convicted: people sentenced.
        rows: the rows of the record that it is computed from.
    """

    name: str
    dead: int
    convicted: int
    rows: tuple[Row, ...]

    @property
    def value(self) -> float:
        """Return the share of one."""
        return self.dead / self.convicted

    @property
    def reported(self) -> bool:
        """Whether it rests on a figure that was not re-read."""
        return any(row["certainty"] == "reported" for row in self.rows)


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences and the death sentences of whole lines (columns as in national_operations; persons)."""
    wanted = (frame["coverage"] == WHOLE_LINE) & frame["measure"].isin([CONVICTED, TO_DEATH])
    return frame[wanted].sort_values(["operation", "measure"])


def shares_of(frame: pd.DataFrame) -> list[Share]:
    """Return the share of each line whose two figures are known and have one source and basis."""
    lines: dict[str, dict[str, Row]] = {}
    for row in records(frame):
        if number_or_none(row["value"]):
            lines.setdefault(row["operation"], {})[row["measure"]] = row
    found = []
    for name, by in lines.items():
        if {CONVICTED, TO_DEATH} <= by.keys():
            convicted, dead = by[CONVICTED], by[TO_DEATH]
            if (convicted["source_id"], convicted["basis"]) == (dead["source_id"], dead["basis"]):
                found.append(Share(name, int(dead["value"]), int(convicted["value"]), (dead, convicted)))
    return found


@of_record
def compared(scene: Scene) -> tuple[Share, ...]:
    """Return what the lines stand beside: all lines as printed, order 00447 as last reported, all cases of 1937 and 1938."""
    found, printed = list[Share](), wholes(scene)
    if {CONVICTED, TO_DEATH} <= printed.keys():
        convicted, dead = printed[CONVICTED], printed[TO_DEATH]
        if convicted.row["source_id"] == dead.row["source_id"]:
            found.append(Share(ALL_LINES, dead.printed, convicted.printed, (dead.row, convicted.row)))
    progress = scene.tables["mass_operation_progress"]
    reports = progress[(progress["operation"] == MASS_OPERATION) & progress["measure"].isin(_REPORTED_PARTS)]
    for _, report in sorted(reports.groupby("report_date"), reverse=True):
        share = _of_parts(MASS_OPERATION, report, len(_REPORTED_PARTS), scene)
        if share:
            found.append(share)
            break
    yearly = scene.tables["annual_repression"]
    cases = yearly[(yearly["scope"] == "all") & yearly["year"].isin(PURGES) & yearly["measure"].isin(_ALL_KINDS)]
    share = _of_parts(ALL_CASES, cases, len(_ALL_KINDS) * len(PURGES), scene)
    if share:
        found.append(share)
    return tuple(found)


def _of_parts(name: str, frame: pd.DataFrame, parts: int, scene: Scene) -> Share | None:
    """Return the share that the preferred rows give, if each part is there once, from one source, and they may be added."""
    rows = frame[frame["preferred"].fillna(False).astype(bool)]
    if len(rows) != parts or len(set(rows["source_id"])) != 1:
        return None
    disjoint = disjoint_in(scene)
    convicted, dead = total_of(rows, disjoint), total_of(rows[rows["measure"] == TO_DEATH], disjoint)
    return Share(name, dead, convicted, tuple(records(rows))) if convicted and dead is not None else None


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One dot a line on an axis from none to all, with its two figures; below a rule what the lines stand beside."""
    words, sketch = scene.words, Sketch()
    lines, beside = shares_of(frame), compared(scene)
    shares = [*lines, *beside]
    names = [wrap(_name(share, scene), scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label) for share in shares]
    most_lines = max(len(wrapped) for wrapped in names)
    above = 0.38 + 0.75 * most_lines if scene.narrow else 0.5 * most_lines  # what a row takes above its dot
    step = above + 0.5
    places = [place * step + (_RULE if place >= len(lines) else 0) for place in range(len(shares))]
    size = max(10.0, scene.label * 0.66)
    right = all(_room(share, size, scene) > text_width(f"100% {_text('of', share, scene)}", scene.label) for share in shares)
    for place, share in zip(places, shares, strict=True):
        sketch.shape(
            type="line", x0=0, x1=share.value, y0=place, y1=place, line={"color": palette.GRID, "width": 3}, layer="below",
        )  # fmt: skip
        _figures(sketch, place, share, size, scene, right=right)
    for kind, group in ((CERTAIN, lines), ("diamond", beside)):
        _dots(sketch, kind, [(place, share) for place, share in zip(places, shares, strict=True) if share in group], size, scene)
    if lines and beside:
        rule = places[len(lines)] - above - _RULE / 2
        sketch.shape(type="line", xref="paper", x0=0, x1=1, y0=rule, y1=rule, line={"color": palette.MUTED, "width": 1})
    if scene.narrow:
        for place, wrapped in zip(places, names, strict=True):
            sketch.words(
                xref="paper", x=0, xanchor="left", y=place - 0.38, yanchor="bottom", align="left", text="<br>".join(wrapped),
                font={"color": palette.INK},
            )  # fmt: skip
    sketch.layout(height=(places[-1] + above + 0.7) * scene.label * _ROW)
    sketch.y(
        range=[places[-1] + 0.6, -above - 0.1], tickvals=places,
        ticktext=["" if scene.narrow else "<br>".join(wrapped) for wrapped in names], showgrid=False, ticks="",
        tickfont={"color": palette.INK},
    )  # fmt: skip
    sketch.x(range=[0, _REACH], tickformat=".0%", dtick=0.5 if scene.narrow else 0.25, showgrid=True)
    sketch.key((words("charts.execution-share.key_line"), palette.DEATH, None, ROUND))
    if beside:
        sketch.key((words("charts.execution-share.key_beside"), palette.DEATH, None, "◆"))
    if any(share.reported for share in shares):
        sketch.key((words("charts.execution-share.key_hollow"), palette.DEATH, None, RING))
    return sketch.figure()


def _name(share: Share, scene: Scene) -> str:
    key = f"charts.execution-share.{share.name}"
    return scene.words(key) if key in scene.words else scene.words.label("operation", share.name)


def _dots(sketch: Sketch, kind: str, placed: Sequence[tuple[float, Share]], size: float, scene: Scene) -> None:
    if not placed:
        return
    hollow = {CERTAIN: REPORTED}.get(kind, f"{kind}-open")
    sketch.scatter(
        x=[share.value for _, share in placed], y=[place for place, _ in placed], mode="markers",
        name=scene.words("charts.execution-share.key_line" if kind == CERTAIN else "charts.execution-share.key_beside"),
        customdata=[mark_of(*share.rows) for _, share in placed],
        marker={
            "size": size, "color": palette.DEATH, "line": {"color": palette.DEATH, "width": 2},
            "symbol": [hollow if share.reported else kind for _, share in placed],
        },
        hovertext=[_text("hover", share, scene) for _, share in placed], hovertemplate=HOVER,
    )  # fmt: skip


def _text(key: str, share: Share, scene: Scene) -> str:
    return scene.words(
        f"charts.execution-share.{key}", name=_name(share, scene), share=share.value, dead=share.dead, convicted=share.convicted
    )


def _plot(scene: Scene) -> float:
    """Return about how many pixels the axis has from none to all."""
    return scene.width * (0.9 if scene.narrow else 1 - _NAME_SHARE) * 0.94 / _REACH


def _room(share: Share, size: float, scene: Scene) -> float:
    """Return how many pixels are free on the right of a dot."""
    return _plot(scene) * (_REACH - share.value) - size - 6


def _figures(sketch: Sketch, place: float, share: Share, size: float, scene: Scene, *, right: bool) -> None:
    """Write the share on the right of its dot; its two figures follow where all have room there, or stand on the left."""
    percent, both = f"<b>{scene.words.percent(share.value)}</b>", _text("of", share, scene)
    needed = text_width(f"100% {both}", scene.label)
    left = not right and _plot(scene) * share.value - size > needed
    sketch.words(
        x=share.value, y=place, xanchor="left", xshift=size, font={"color": palette.INK},
        text=f"{percent}  {both}" if not left and _room(share, size, scene) > needed else percent,
    )  # fmt: skip
    if left:
        sketch.words(
            x=share.value, y=place, xanchor="right", xshift=-size, text=both, font={"color": palette.MUTED}, bgcolor=palette.PAPER,
        )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return the share of the national operations beside that of order 00447, and between what shares the lines lie."""
    words = scene.words
    lines, beside = shares_of(frame), {share.name: share for share in compared(scene)}
    sentences = [words("charts.execution-share.shown", count=len(lines))]
    title = None
    if {ALL_LINES, MASS_OPERATION} <= beside.keys():
        title = words("charts.execution-share.title", national=beside[ALL_LINES].value, mass=beside[MASS_OPERATION].value)
    low, high = (choose(lines, key=lambda share: share.value, default=None) for choose in (min, max))
    if low and high and low.value < high.value:
        sentences.append(
            words(
                "charts.execution-share.stands_out",
                low=low.value,
                low_name=_name(low, scene),
                high=high.value,
                high_name=_name(high, scene),
            )
        )
    if ALL_CASES in beside:
        share = beside[ALL_CASES]
        sentences.append(words("charts.execution-share.all_cases", share=share.value, dead=share.dead, convicted=share.convicted))
    hollow = sum(share.reported for share in lines)
    if hollow:
        sentences.append(words("charts.execution-share.hollow", count=hollow))
    sentences.append(words("charts.execution-share.cannot_show"))
    sources = tuple(str(row["source_id"]) for share in beside.values() for row in share.rows)
    return Reading(title, sentences=tuple(sentences), sources=sources)


CHART = Chart(
    id="execution-share",
    table=TABLE,
    filters={OPERATION: On(("operation",), default=LINES)},
    beside=(TABLE, "totals", "discrepancies", "definitions", "mass_operation_progress", "annual_repression"),
    prepare=prepare,
    draw=draw,
    read=read,
)
