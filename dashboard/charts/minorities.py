"""How many people of a nationality were arrested, beside those counted in the census of 1926?

Caveats: a line is not an ethnicity, so its sentences stand beside the census and are never divided by it; no rate where
many were foreign subjects, whom the census table lacks; ten years lie between, so rates are rounded to two digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._census import Group, Row, groups_of
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, RING, ROUND, figure_in_words, mark_of, nice_ceiling
from dashboard.charts._national import TABLE
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import GROUP, PER, PER_100_000

SHOWN = ("polish", "german", "latvian", "estonian", "finnish", "greek", "iranian", "jewish", "belarusian", "ukrainian", "russian")
"""The groups of which arrests by nationality were read; the others are shown when they are chosen."""
_NAME_SHARE = 0.17
_HEADROOM = 1.25  # beyond the highest rate, for its words
_LANE = 0.42  # rows from the middle of a group to the lane of the line of its name
_HEIGHT = 2.9  # height of a group in sizes of its label


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a nationality of the census, those of one group together (columns as in minorities_1926; persons)."""
    return frame.sort_values(["group", "nationality"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A row a group: people arrested, people counted in 1926 and people sentenced on the line; or the rates alone."""
    sketch, groups = Sketch(), groups_of(frame, scene)
    labels = [
        wrap(scene.words.label("group", group.code), scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label) for group in groups
    ]
    (_draw_rates if scene[PER] == PER_100_000 else _draw_counts)(sketch, groups, scene)
    lines = max(len(wrapped) for wrapped in labels)
    above = 0.5 * lines if scene.narrow else 0.0
    if scene.narrow:
        for place, wrapped in enumerate(labels):
            sketch.words(
                xref="paper", x=0, xanchor="left", y=place - 0.2, yanchor="bottom", align="left", text="<br>".join(wrapped),
                font={"color": palette.INK},
            )  # fmt: skip
    sketch.layout(height=(len(groups) + 0.3) * scene.label * (_HEIGHT + above * 2))
    sketch.y(
        range=[len(groups) - 0.4, -0.75 if scene.narrow else -0.6], tickvals=list(range(len(groups))),
        ticktext=["" if scene.narrow else "<br>".join(wrapped) for wrapped in labels],
        showgrid=False, ticks="", tickfont={"color": palette.INK},
    )  # fmt: skip
    return sketch.figure()


def _size(scene: Scene) -> float:
    return max(9.0, scene.label * 0.6)


def _points(
    sketch: Sketch, placed: Sequence[tuple[float, float, tuple[Row, ...], str]], symbols: Sequence[str], colour: str, name: str, size: float
) -> None:
    """Add marks: (x, y, the rows that it stands for, hover text) each."""
    if placed:
        sketch.scatter(
            x=[x for x, *_ in placed], y=[y for _, y, *_ in placed], mode="markers", name=name,
            customdata=[mark_of(*rows) for _, _, rows, _ in placed],
            marker={"size": size, "color": colour, "line": {"color": colour, "width": 2}, "symbol": list(symbols)},
            hovertext=[text for *_, text in placed], hovertemplate=HOVER,
        )  # fmt: skip


def _open(row: Row) -> bool:
    """Whether a mark is hollow: an estimate, or a figure that was not re-read."""
    return row["certainty"] == "reported" or row["basis"] == "estimate"


def _draw_counts(sketch: Sketch, groups: Sequence[Group], scene: Scene) -> None:
    words, size = scene.words, _size(scene)
    span, ticks = _axis(groups, scene)
    for place, group in enumerate(groups):
        if group.census and group.arrested is not None:
            sketch.shape(
                type="line", x0=int(group.arrested["value"]), x1=group.census, y0=place, y1=place,
                line={"color": palette.GRID, "width": 3}, layer="below",
            )  # fmt: skip
        if group.arrested is not None:
            _label(sketch, int(group.arrested["value"]), place, figure_in_words(group.arrested, words), palette.ARREST, -size)
        elif group.census:
            _label(sketch, group.census, place, words("charts.minorities.gap"), palette.MUTED, -size)
        if group.census:
            _label(sketch, group.census, place, words.number(group.census), palette.INK, size)
        if group.convicted is not None:
            _label(
                sketch, int(group.convicted["value"]), place + _LANE, _figure(group.convicted, scene, line=True), palette.CONTEXT_TEXT, size
            )
    arrested = [(place, group, group.arrested) for place, group in enumerate(groups) if group.arrested is not None]
    convicted = [(place, group, group.convicted) for place, group in enumerate(groups) if group.convicted is not None]
    _points(
        sketch, [(group.census, place, group.rows, _census_text(group, scene)) for place, group in enumerate(groups) if group.census],
        ["line-ns-open"] * len(groups), palette.INK, words("charts.minorities.key_census"), size * 1.4,
    )  # fmt: skip
    _points(
        sketch, [(int(row["value"]), place, (row,), _arrested_text(group, row, scene)) for place, group, row in arrested],
        ["circle-open" if _open(row) else "circle" for *_, row in arrested], palette.ARREST, words("charts.minorities.key_arrested"), size,
    )  # fmt: skip
    _points(
        sketch, [(int(row["value"]), place + _LANE, (row,), _convicted_text(group, row, scene)) for place, group, row in convicted],
        ["square-open" if _open(row) else "square" for *_, row in convicted], palette.CONTEXT,
        words("charts.minorities.key_convicted"), size,
    )  # fmt: skip
    sketch.x(type="log", range=span, tickvals=ticks, ticktext=[words.number(tick) for tick in ticks], showgrid=True)
    sketch.key((words("charts.minorities.key_arrested"), palette.ARREST, None, ROUND))
    if convicted:
        sketch.key((words("charts.minorities.key_convicted"), palette.CONTEXT, None, "■"))
    sketch.key((words("charts.minorities.key_census"), palette.INK, None, "┃"))
    if any(_open(row) for *_, row in (*arrested, *convicted)):
        sketch.key((words("charts.minorities.key_hollow"), palette.INK, None, RING))


def _axis(groups: Sequence[Group], scene: Scene) -> tuple[list[float], list[int]]:
    """Return range and ticks of a logarithmic axis, as wide as the words left of the arrests and right of the others let it be."""
    words, gap = scene.words, _size(scene) + 8
    left, right = list[tuple[float, float]](), list[tuple[float, float]]()  # power of ten of a mark, pixels that its words take
    for group in groups:
        for row, side in ((group.arrested, left), (group.convicted, right)):
            if row is not None:
                side.append((math.log10(int(row["value"])), gap + text_width(_figure(row, scene, line=side is right), scene.label)))
        if group.census:
            right.append((math.log10(group.census), gap + text_width(words.number(group.census), scene.label)))
            if group.arrested is None:
                left.append((math.log10(group.census), gap + text_width(words("charts.minorities.gap"), scene.label)))
    every = [power for power, _ in (*left, *right)] or [0.0]
    left, right = [*left, (min(every), gap)], [*right, (max(every), gap)]
    decade, ceiling = 1.0, _plot(scene)
    for _ in range(20):  # the most pixels a decade for which everything fits
        tried = (decade + ceiling) / 2
        first, last = _ends(left, right, tried)
        decade, ceiling = (tried, ceiling) if (last - first) * tried <= _plot(scene) else (decade, tried)
    step = max(1, math.ceil(text_width(words.number(10_000_000), scene.label) * 1.2 / decade))
    powers = range(math.floor(min(every)), math.ceil(max(every)) + 1)
    return list(_ends(left, right, decade)), [10**power for power in powers if power % step == 0]


def _ends(left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]], decade: float) -> tuple[float, float]:
    return min(power - words / decade for power, words in left), max(power + words / decade for power, words in right)


def _plot(scene: Scene) -> float:
    """Return about how many pixels the plot is wide."""
    return scene.width * (0.92 if scene.narrow else 1 - _NAME_SHARE) * 0.94


def _figure(row: Row, scene: Scene, *, line: bool) -> str:
    """Return a figure as it stands beside its mark."""
    figure = figure_in_words(row, scene.words)
    return scene.words("charts.minorities.line", figure=figure) if line and not scene.narrow else figure


def _label(sketch: Sketch, x: float, y: float, text: str, colour: str, shift: float, *, log: bool = True) -> None:
    sketch.words(
        x=math.log10(x) if log else x, y=y, xanchor="left" if shift > 0 else "right", yanchor="middle", xshift=shift, text=text,
        font={"color": colour},
    )  # fmt: skip


def _census_text(group: Group, scene: Scene) -> str:
    name = scene.words.label("group", group.code)
    return scene.words("charts.minorities.hover_census", group=name, value=group.census, count=len(group.rows))


def _arrested_text(group: Group, row: Row, scene: Scene) -> str:
    words = scene.words
    told = {"group": words.label("group", group.code), "figure": figure_in_words(row, words)}
    certainty = words.label("certainty", row["certainty"])
    if "period_end" in row:
        return words("charts.minorities.hover_arrested", **told, when=row["period_end"], certainty=certainty)
    return words("charts.minorities.hover_estimate", **told, basis=words.label("basis", row["basis"]), certainty=certainty)


def _convicted_text(group: Group, row: Row, scene: Scene) -> str:
    words = scene.words
    return words(
        "charts.minorities.hover_convicted",
        group=words.label("group", group.code),
        figure=figure_in_words(row, words),
        certainty=words.label("certainty", row["certainty"]),
    )


def _rate_text(group: Group, row: Row, rate: int, scene: Scene) -> tuple[str, str]:
    """Return a rate in words, and the two figures that it is computed from."""
    figure = figure_in_words(row, scene.words)
    return (
        scene.words("charts.minorities.about", value=rate),
        scene.words("charts.minorities.of", arrested=figure, census=group.census),
    )


def _draw_rates(sketch: Sketch, groups: Sequence[Group], scene: Scene) -> None:
    words, size = scene.words, _size(scene)
    rated = [(place, group, group.arrested, group.rate) for place, group in enumerate(groups)]
    top = nice_ceiling(max([rate for *_, rate in rated if rate], default=1)) * _HEADROOM
    plot, placed = _plot(scene), []
    texts = {place: _rate_text(group, row, rate, scene) for place, group, row, rate in rated if rate is not None and row is not None}
    room = {place: plot * (1 - (rate or 0) / top) - size - 6 for place, *_, rate in rated}
    whole = all(room[place] > text_width("  ".join(text), scene.label, bold=True) for place, text in texts.items())
    for place, group, row, rate in rated:
        if rate is None or row is None:
            gap = words("charts.minorities.gap" if row is None else "charts.minorities.no_rate")
            text = gap if text_width(gap, scene.label) < plot - size else words("charts.minorities.no_rate_short")
            _label(sketch, 0, place, text, palette.MUTED, 5, log=False)
            continue
        sketch.shape(type="line", x0=0, x1=rate, y0=place, y1=place, line={"color": palette.GRID, "width": 3}, layer="below")
        about, both = texts[place]
        _label(sketch, rate, place, f"<b>{about}</b>  {both}" if whole else f"<b>{about}</b>", palette.INK, size, log=False)
        text = words(
            "charts.minorities.hover_rate",
            group=words.label("group", group.code),
            rate=rate,
            arrested=int(row["value"]),
            census=group.census,
        )
        placed.append((rate, place, (row, *group.rows), text))
    _points(sketch, placed, ["circle"] * len(placed), palette.ARREST, words("charts.minorities.unit_rates"), size)
    sketch.x(range=[0, top], tickformat=",d", showgrid=True, rangemode="tozero", nticks=4 if scene.narrow else 8)
    sketch.y(title=words("charts.minorities.unit_rates"))


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return between what rates the groups lie, where a line differs from the nationality, and for whom no rate is given."""
    words, groups = scene.words, groups_of(frame, scene)
    rates = scene[PER] == PER_100_000
    rated = [(group.rate, words.label("group", group.code)) for group in groups if group.rate is not None]
    told = [words("charts.minorities.shown_rates" if rates else "charts.minorities.shown", count=len(rated) if rates else len(groups))]
    title = None
    (low, low_name), (high, high_name) = min(rated, default=(0, "")), max(rated, default=(0, ""))
    if low < high:
        ends = {"low": low, "low_name": low_name, "high": high, "high_name": high_name}
        title = words("charts.minorities.title_rates", **ends)
        told.append(words("charts.minorities.stands_out", **ends))
    both = [(group, group.arrested, group.convicted) for group in groups if group.arrested is not None and group.convicted is not None]
    apart = {abs(int(one["value"]) - int(other["value"])): (group, one, other) for group, one, other in both if not _open(one)}
    if apart and not rates and all(group.arrested is not None for group in groups):
        told.append(_difference(*apart[max(apart)], scene))
    gaps = [words.label("group", group.code) for group in groups if group.arrested is None]
    if gaps:
        told.append(words("charts.minorities.gaps", names=gaps))
    without = [words.label("group", group.code) for group in groups if not group.base]
    if without:
        told.append(words("charts.minorities.no_rates", names=without))
    told.append(words("charts.minorities.cannot_show"))
    sources = tuple(str(row["source_id"]) for group in groups for row in (group.arrested, group.convicted) if row is not None)
    return Reading(title, words("charts.minorities.subtitle_rates") if rates else None, tuple(told), sources=sources)


def _difference(group: Group, arrested: Row, convicted: Row, scene: Scene) -> str:
    """Say how far a nationality and the line of its name lie apart."""
    return scene.words(
        "charts.minorities.line_differs",
        operation=scene.words.label("operation", group.code),
        group=scene.words.label("group", group.code),
        convicted=int(convicted["value"]),
        arrested=int(arrested["value"]),
    )


CHART = Chart(
    id="minorities",
    table="minorities_1926",
    filters={GROUP: On(("group",), default=SHOWN), PER: On(offers=("count", PER_100_000))},
    beside=(TABLE, "victim_categories", "definitions"),
    prepare=prepare,
    draw=draw,
    read=read,
)
