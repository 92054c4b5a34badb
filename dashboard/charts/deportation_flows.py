"""Who was moved by decree, from where to where?

Caveats: places are representative points, not routes; what was carried out and what is estimated look different, plans are
left out; transfers are never added up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._map import LEADING, Box, Labels, Point, breadth, curve, ground, kilometres, project
from dashboard.charts._map import TABLE as COAST
from dashboard.charts._marks import HOVER, figure_in_words, mark_of, number_or_none
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.charts._transfers import years_of
from dashboard.filters import FIGURES, GROUP, PERIOD
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.words import Words

DRAWN = ("carried_out", "estimated")
_UNIT, _PIXELS = 100_000, 15.0  # a curve of so many people is so many pixels wide at a width of 1180
_THINNEST = 1.2  # pixels
_SAMPLES = (10_000, 50_000, 100_000)
_INSET, _LINE = 0.06, 46  # of the legend: where it begins, as a share of its width; pixels of a sample line
_BENDS = (0.2, 0.08, 0.3, 0.14)
_LABEL = 11.0  # width of a label in sizes of its type
_MOST_LABELS_NARROW, _LEAST_LABELLED = 3, 20  # on narrow pictures: so many labels, none under a twentieth of the widest

Row = dict[str, Any]
Flow = tuple[Row, Point, Point]  # a transfer, where it begins and where it ends


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a transfer in the order of its beginning (columns as in deportations; persons); plans are left out."""
    return frame[frame["figure_kind"].isin(DRAWN)].sort_values(["period_start", "deportation_id"])


def people_of(row: Row) -> int | None:
    """Return by how many people a curve is as wide as it is: the figure, or the lower end of a range."""
    value = number_or_none(row["value"])
    return number_or_none(row["value_low"]) if value is None else value


def _ends(row: Row) -> tuple[Point, Point] | None:
    """Return where a transfer begins and ends on the map; None where the record has no point for one of them."""
    cells = [row[f"{end}_{axis}"] for end in ("origin", "destination") for axis in ("longitude", "latitude")]
    if any(pd.isna(cell) for cell in cells):
        return None
    x0, y0, x1, y1 = map(float, cells)
    return project(x0, y0), project(x1, y1)


def _flows(frame: pd.DataFrame) -> tuple[list[Flow], list[Row]]:
    """Return the transfers that can be drawn, from the widest, and those that the map has no place for."""
    flows, rest = [], []
    for row in records(frame):
        ends = _ends(row)
        if ends and people_of(row) is not None:
            flows.append((row, *ends))
        else:
            rest.append(row)
    return sorted(flows, key=lambda flow: -(people_of(flow[0]) or 0)), rest


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A curve a transfer, its width the people moved, with a mark at each end; dashed where the figure is an estimate."""
    words, sketch = scene.words, Sketch()
    flows, rest = _flows(frame)
    samples = max(text_width(words("charts.deportation-flows.sample", value=value), scene.label) for value in _SAMPLES)
    box = ground(sketch, scene, len(_SAMPLES) + (3.4 if rest else 0.7), (_LINE + 28 + samples) / (1 - _INSET))
    curves = [_curve(sketch, flow, _bend(flow, flows[:place]), scene) for place, flow in enumerate(flows)]
    _ends_of(sketch, flows, curves, scene)
    _without_place(sketch, rest, box, scene)
    _labels(sketch, flows, curves, box, scene)
    _legend(sketch, box, scene)
    kinds = {row["figure_kind"] for row, _, _ in flows}
    for kind, glyph in zip(DRAWN, ("━", "┅"), strict=True):
        if kind in kinds:
            sketch.key((words(f"charts.deportation-flows.key_{kind}"), palette.EXILE, None, glyph))
    if any(row["certainty"] == "reported" for row, _, _ in flows):
        sketch.key((words("charts.deportation-flows.key_hollow"), palette.EXILE, None, "△"))
    return sketch.figure()


def _bend(flow: Flow, before: Sequence[Flow]) -> float:
    """Return the rise of a curve: to the north, and another one for each curve from the same place."""
    _, start, end = flow
    turn = _BENDS[sum(other[1] == start for other in before) % len(_BENDS)]
    return turn if end[0] >= start[0] else -turn


def _width(row: Row, scene: Scene) -> float:
    return max(_THINNEST, _PIXELS * (people_of(row) or 0) / _UNIT * breadth(scene))


def _curve(sketch: Sketch, flow: Flow, bend: float, scene: Scene) -> list[Point]:
    """Draw a transfer and return points along it, the last of them before its end."""
    row, start, end = flow
    path, along = curve(start, end, bend)
    sketch.shape(
        type="path", path=path, layer="below", opacity=0.72,
        line={"color": palette.EXILE, "width": _width(row, scene), "dash": "solid" if row["figure_kind"] == DRAWN[0] else "9px,6px"},
    )  # fmt: skip
    return along


def _ends_of(sketch: Sketch, flows: Sequence[Flow], curves: Sequence[Sequence[Point]], scene: Scene) -> None:
    """Mark where transfers began with a dot and where they ended with an arrowhead."""
    if not flows:
        return
    heads = [max(10.0, _width(row, scene) * 1.5) for row, _, _ in flows]
    turns = [_heading(along[-1], end) for (_, _, end), along in zip(flows, curves, strict=True)]
    hollow = [row["certainty"] == "reported" for row, _, _ in flows]
    for name, at, looks in (
        ("origin", 0, {"size": 7, "symbol": ["circle-open" if empty else "circle" for empty in hollow]}),
        ("destination", 1, {
            "size": heads, "angle": turns, "angleref": "up", "symbol": ["triangle-up-open" if empty else "triangle-up" for empty in hollow],
        }),
    ):  # fmt: skip
        sketch.scatter(
            x=[ends[at][0] for _, *ends in flows], y=[ends[at][1] for _, *ends in flows], mode="markers",
            name=scene.words(f"charts.deportation-flows.{name}"), customdata=[mark_of(row) for row, _, _ in flows],
            marker={"color": palette.EXILE, "line": {"color": palette.EXILE, "width": 1.4}, **looks},
            hovertext=[_hover(row, scene.words) for row, _, _ in flows], hovertemplate=HOVER,
        )  # fmt: skip


def _heading(before: Point, end: Point) -> float:
    """Return the direction of the last part of a curve in degrees, clockwise from the north."""
    return round(math.degrees(math.atan2(end[0] - before[0], end[1] - before[1])))


def _hover(row: Row, words: Words) -> str:
    return words(
        "charts.deportation-flows.hover",
        people=row["people"],
        origin=row["origin"],
        destination=row["destination"],
        when=years_of(row, words),
        figure=figure_in_words(row, words),
        kind=words.label("figure_kind", row["figure_kind"]),
        certainty=words.label("certainty", row["certainty"]),
    )


def _without_place(sketch: Sketch, rows: Sequence[Row], box: Box, scene: Scene) -> None:
    """Mark at the head of the legend that there are transfers which the map has no place for."""
    if not rows:
        return
    west, _, east, north = box
    at = (west + (east - west) * _INSET, north - kilometres(scene.label * 1.6, scene))
    text = scene.words("charts.deportation-flows.without_place", count=len(rows))
    room = (east - at[0]) / kilometres(1, scene) - 14
    sketch.scatter(
        x=[at[0]], y=[at[1]], mode="markers", name=text, customdata=[mark_of(*rows)],
        marker={"size": 9, "symbol": "x-thin-open", "color": palette.EXILE, "line": {"color": palette.EXILE, "width": 2}},
        hovertext=["<br>".join(_hover(row, scene.words) for row in rows[:3])], hovertemplate=HOVER,
    )  # fmt: skip
    sketch.words(
        x=at[0], y=at[1], xanchor="left", yanchor="middle", align="left", xshift=9, text="<br>".join(wrap(text, room, scene.label)),
        font={"color": palette.INK},
    )  # fmt: skip


def _labels(sketch: Sketch, flows: Sequence[Flow], curves: Sequence[Sequence[Point]], box: Box, scene: Scene) -> None:
    """Name the transfers beside their curves or ends, the widest first, where the words meet nothing."""
    labels = Labels(sketch, scene, [box])
    for (row, start, end), along in zip(flows, curves, strict=True):
        for point in (start, end, *along):
            labels.keep_clear(*point, radius=_width(row, scene) / 2 + 2)
    named = 0
    for (row, start, end), along in zip(flows, curves, strict=True):
        who = scene.words.label("group", row["group"]) if scene.narrow else row["people"]
        what = scene.words("charts.deportation-flows.label", when=years_of(row, scene.words), figure=figure_in_words(row, scene.words))
        text = [*wrap(who, scene.label * _LABEL, scene.label), *wrap(what, scene.label * _LABEL, scene.label)]
        wide = (people_of(row) or 0) * _LEAST_LABELLED > (people_of(flows[0][0]) or 0)
        if scene.narrow and not (wide and named < _MOST_LABELS_NARROW):
            break
        spots = (*sorted(along, key=lambda point: abs(along.index(point) - len(along) / 2)), end, start)
        if any(labels.place(*spot, radius=_width(row, scene) / 2 + 4, text=text) for spot in spots):
            named += 1
        elif scene.narrow:
            break  # a narrower one with a name would seem to be the wider


def _legend(sketch: Sketch, box: Box, scene: Scene) -> None:
    """Draw sample lines with their numbers, so that widths can be read."""
    west, south, east, _ = box
    line = kilometres(scene.label * LEADING, scene)
    for place, value in enumerate(reversed(_SAMPLES)):
        y, x = south + line * (place + 0.7), west + (east - west) * _INSET
        sketch.shape(
            type="line", x0=x, x1=x + kilometres(_LINE, scene), y0=y, y1=y,
            line={"color": palette.EXILE, "width": max(_THINNEST, _PIXELS * value / _UNIT * breadth(scene))},
        )  # fmt: skip
        sketch.words(
            x=x + kilometres(_LINE + 8, scene), y=y, xanchor="left", yanchor="middle", font={"color": palette.MUTED},
            text=scene.words("charts.deportation-flows.sample", value=value),
        )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many transfers there are, the widest ones, and those that the map has no place for."""
    words = scene.words
    flows, rest = _flows(frame)
    sentences = [words("charts.deportation-flows.shown", count=len(flows))]
    title = None
    if flows:
        first = flows[0][0]
        same = [row for row, _, _ in flows if all(_same(row[name], first[name]) for name in ("people", "origin", "decree"))]
        parts = [words("charts.deportation-flows.part", figure=figure_in_words(row, words), destination=row["destination"]) for row in same]
        key = "title" if first["figure_kind"] == DRAWN[0] else "title_estimated"
        title = words(f"charts.deportation-flows.{key}", people=first["people"], when=years_of(first, words), parts=parts)
        if len(flows) > len(parts):
            told = {"people": first["people"], "origin": first["origin"], "parts": parts, "count": len(parts)}
            sentences.append(words("charts.deportation-flows.stands_out", **told))
    if rest:
        named = [words("charts.deportation-flows.rest_part", people=row["people"], figure=figure_in_words(row, words)) for row in rest]
        sentences.append(words("charts.deportation-flows.rest", count=len(rest), named=named))
    sentences.append(words("charts.deportation-flows.cannot_show"))
    return Reading(title, sentences=tuple(sentences), sources=tuple(scene.tables[COAST]["source_id"].head(1)))


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (pd.isna(one) and pd.isna(other))


CHART = Chart(
    id="deportation-flows",
    table="deportations",
    filters={PERIOD: On(("period_start", "period_end")), GROUP: On(("group",)), FIGURES: On(("source_id",))},
    window=Months("1936-01", "1938-12"),
    beside=(COAST,),
    prepare=prepare,
    draw=draw,
    read=read,
)
