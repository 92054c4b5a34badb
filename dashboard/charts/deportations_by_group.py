"""How many people were moved by decree in each transfer, and how many were to be?

Caveats: transfers overlap in time and people and are never added; figures of one transfer are rivals; families are
another unit and are told in words; a plan is not a result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import wrap
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import HATCHED, HOVER, bar_look, figure_in_words, mark_of
from dashboard.charts._ruler import ruler_for
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.charts._transfers import ESTIMATE, PURGES, Block, Row, blocks_of, ends, in_purges, known, years_of
from dashboard.filters import GROUP, PERIOD, SCALE
from dashboard.selection import Months
from dashboard.sources import named, names_of
from dashboard.tables import records

_NAME_SHARE, _NARROW_SHARE = 0.3, 0.9  # shares of the picture that names may take beside and above their bars
_PLOT_SHARE = 0.94  # share of the rest that is sure to be plot
_BAR, _RIVAL, _SPACE, _HEADING = 1.05, 1.15, 0.55, 1.3  # lines of type: a bar, a rival figure, the space between, the span's words
_OPEN = {"more_than": "triangle-right", "at_least": "triangle-right", "up_to": "triangle-left"}


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return every figure of the transfers of which one is preferred, in the order of their beginning (columns as in deportations)."""
    preferred = set(frame.loc[frame["preferred"].fillna(False).astype(bool), "transfer"])
    return frame[frame["transfer"].isin(preferred)].sort_values(["period_start", "period_end", "deportation_id"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One bar a transfer in the order of their beginning, brackets for ranges, a line for what was planned, rivals below.

    On a logarithmic axis, which has no zero from which a bar could begin, each bar is a point.
    """
    words, sketch = scene.words, Sketch()
    blocks = blocks_of(records(frame))
    height, band = _set_out(blocks, scene)
    sources = scene.tables["sources"]
    names = names_of(sources[sources["source_id"].isin({row["source_id"] for block in blocks for row in block.rivals})])
    labelled = list(chain.from_iterable(_labels(block, names, scene) for block in blocks))
    room = scene.width * (1 if scene.narrow else 1 - _NAME_SHARE) * _PLOT_SHARE
    lowest = min((low for _, low, _ in map(ends, records(frame)) if low), default=1)
    ruler = ruler_for([(reach, text) for reach, text, *_ in labelled], lowest, room, scene, log=scene[SCALE] == "log")
    for estimated, ranged in product((False, True), repeat=2):
        chosen = [block for block in blocks if block.moved and _look(block.moved) == (estimated, ranged)]
        if chosen and ruler.log:
            sketch.scatter(**_points(chosen, scene))
        elif chosen:
            sketch.bar(**_bars(chosen, scene))
    _draw_marks(sketch, blocks, scene)
    for reach, text, at, colour in labelled:
        sketch.words(x=ruler.at(reach), y=at, xanchor="left", yanchor="middle", xshift=scene.label * 0.7, text=text, font={"color": colour})
    for block in blocks if scene.narrow else ():
        sketch.words(
            xref="paper", x=0, xanchor="left", y=block.at - _BAR / 2, yanchor="bottom", align="left", text="<br>".join(block.name),
            font={"color": palette.INK},
        )  # fmt: skip
    if band:
        sketch.shape(
            type="rect", xref="paper", yref="y", x0=0, x1=1, y0=band[0], y1=band[1],
            fillcolor=palette.SPAN, line={"width": 0}, layer="below",
        )  # fmt: skip
        sketch.words(
            xref="paper", x=1, xanchor="right", y=band[0], yanchor="top", xshift=-4, font={"color": palette.MUTED},
            text=words.months(PURGES.first, PURGES.last),
        )  # fmt: skip
    sketch.layout(barmode="overlay", height=height * scene.label * 1.28)
    sketch.y(
        title=words("charts.deportations-by-group.unit"), range=[height, 0],
        tickvals=[block.at for block in blocks], showgrid=False, ticks="", tickfont={"color": palette.INK},
        ticktext=["" if scene.narrow else "<br>".join(block.name) for block in blocks], ticklabelstandoff=6,
    )  # fmt: skip
    sketch.x(showgrid=not scene.narrow, **ruler.axis(scene.label, words, edge=scene.narrow))
    _explain(sketch, blocks, scene, log=ruler.log)
    return sketch.figure()


def _look(row: Row) -> tuple[bool, bool]:
    """Return whether a figure is an estimate, and whether its source gives a range."""
    _, low, high = ends(row)
    return row["basis"] == ESTIMATE, low != high


def _set_out(blocks: Sequence[Block], scene: Scene) -> tuple[float, tuple[float, float] | None]:
    """Give each transfer its name and its place; return the height of all in lines of type, and from where to where the purges' stand."""
    twice = [str(block.row["people"]) for block in blocks]
    share = _NARROW_SHARE if scene.narrow else _NAME_SHARE
    top, first, last = 0.0, None, None
    for block in blocks:
        inside = in_purges(block.row)
        if inside and first is None:
            first, top = top, top + _HEADING
        block.name = tuple(wrap(_name(block.row, twice, scene), scene.width * share, scene.label))
        names = len(block.name)
        block.top = top
        lines = names + _BAR if scene.narrow else max(_BAR, float(names))
        block.at = top + _SPACE / 2 + (names + _BAR / 2 if scene.narrow else lines / 2)
        top += lines + _SPACE + _RIVAL * len(block.rivals)
        last = top if inside else last
    return top, (first, last) if first is not None and last is not None else None


def _name(row: Row, names: Sequence[str], scene: Scene) -> str:
    """Return year and people; the destination too where the same people were moved to several."""
    people, years = str(row["people"]), years_of(row, scene.words)
    if names.count(people) > 1:
        return scene.words("charts.deportations-by-group.name_to", years=years, people=people, place=row["destination"])
    return scene.words("charts.deportations-by-group.name_of", years=years, people=people)


def _labels(block: Block, names: Mapping[str, str], scene: Scene) -> Iterator[tuple[float, str, float, str]]:
    """Yield the words beside marks: where the mark ends, the words, their height, their colour."""
    words = scene.words
    plan = max(ends(block.plan)) if block.plan else 0
    if block.moved:
        yield max(*ends(block.moved), plan), figure_in_words(block.moved, words), block.at, palette.INK
    elif block.plan:
        figure = words("charts.deportations-by-group.planned", figure=figure_in_words(block.plan, words))
        yield plan, figure, block.at, palette.MUTED
    for place, row in enumerate(block.rivals, 1):
        figure = figure_in_words(row, words)
        text = figure if scene.narrow else words("charts.deportations-by-group.rival", figure=figure, source=names[row["source_id"]])
        yield max(ends(row)), text, block.at + _RIVAL * place, palette.MUTED


def _bars(blocks: Sequence[Block], scene: Scene) -> dict[str, Any]:
    """Return the bars of what was moved, all of one look."""
    return {
        "orientation": "h", "width": _BAR * 0.86, "marker": bar_look(palette.EXILE, _rows(blocks)), **_moved(blocks, scene),
    }  # fmt: skip


def _points(blocks: Sequence[Block], scene: Scene) -> dict[str, Any]:
    """Return points in place of bars."""
    symbols = [_symbol(row) for row in _rows(blocks)]
    look = {"symbol": symbols, "size": scene.label * 0.75, "color": palette.EXILE, "line": {"color": palette.EXILE, "width": 1.8}}
    return {"mode": "markers", "marker": look, **_moved(blocks, scene)}


def _symbol(row: Row) -> str:
    """Return a point that tells an open end, an estimate, and a figure that was not re-read from a figure that was read."""
    if row["basis"] == ESTIMATE:
        return "square-x-open"
    return f"{_OPEN.get(row['qualifier'], 'square')}{'-open' if row['certainty'] == 'reported' else ''}"


def _rows(blocks: Sequence[Block]) -> list[Row]:
    return [block.row for block in blocks]


def _moved(blocks: Sequence[Block], scene: Scene) -> dict[str, Any]:
    """Return figures and places of what was moved; a bracket spans the range that a source gives."""
    rows = _rows(blocks)
    spans = [ends(row) for row in rows]
    bracket = {"type": "data", "array": [high - at for at, _, high in spans], "arrayminus": [at - low for at, low, _ in spans]}
    look = {"color": palette.INK, "thickness": 1.6, "width": scene.label * 0.3}
    return {
        "y": [block.at for block in blocks], "x": [at if known(row) else None for row, (at, _, _) in zip(rows, spans, strict=True)],
        "error_x": {**bracket, **look} if _look(rows[0])[1] else None,
        "name": scene.words.label("figure_kind", rows[0]["figure_kind"]), "customdata": [mark_of(row) for row in rows],
        "hovertext": [_hover(row, scene) for row in rows], "hovertemplate": HOVER,
    }  # fmt: skip


def _draw_marks(sketch: Sketch, blocks: Sequence[Block], scene: Scene) -> None:
    """Draw the open ends of bars, what was planned, and what other sources give."""
    size, words, bars = scene.label, scene.words, scene[SCALE] != "log"
    opened = [(block.at, block.moved) for block in blocks if bars and block.moved and block.moved["qualifier"] in _OPEN]
    plans = [(block.at, block.plan) for block in blocks if block.plan]
    others = [(block.at + _RIVAL * place, row) for block in blocks for place, row in enumerate(block.rivals, 1)]
    looks: tuple[tuple[list[tuple[float, Row]], str, dict[str, Any]], ...] = (
        (opened, "open", {"symbol": [_OPEN[row["qualifier"]] for _, row in opened], "size": size * 0.6, "color": palette.EXILE}),
        (plans, "plan", {"symbol": "line-ns", "size": size * 1.3, "line": {"color": palette.INK, "width": 3}}),
        (others, "other", {"symbol": "diamond-open", "size": size * 0.6, "color": palette.MUTED, "line": {"width": 1.8}}),
    )
    for marks, name, look in looks:
        if marks:
            sketch.scatter(
                x=[ends(row)[0] for _, row in marks], y=[at for at, _ in marks], mode="markers", marker=look, cliponaxis=False,
                name=words(f"charts.deportations-by-group.key_{name}"), customdata=[mark_of(row) for _, row in marks],
                hovertext=[_hover(row, scene) for _, row in marks], hovertemplate=HOVER,
            )  # fmt: skip


def _hover(row: Row, scene: Scene) -> str:
    words = scene.words
    return words(
        "charts.deportations-by-group.hover",
        people=row["people"],
        years=years_of(row, scene.words),
        origin=row["origin"],
        destination=row["destination"],
        figure=figure_in_words(row, words),
        kind=words.label("figure_kind", row["figure_kind"]),
        certainty=words.label("certainty", row["certainty"]),
    )


def _explain(sketch: Sketch, blocks: Sequence[Block], scene: Scene, *, log: bool) -> None:
    """Name the looks that are drawn."""
    moved = [block.row for block in blocks if block.moved]
    looks = (
        ("carried_out", palette.EXILE, "■", any(row["basis"] != ESTIMATE for row in moved)),
        ("estimated", palette.EXILE, "☒" if log else HATCHED, any(row["basis"] == ESTIMATE for row in moved)),
        ("open", palette.EXILE, "▶", any(row["qualifier"] in _OPEN for row in moved)),
        ("plan", palette.INK, "┃", any(block.plan for block in blocks)),
        ("other", palette.MUTED, "◇", any(block.rivals for block in blocks)),
    )
    sketch.key(*((scene.words(f"charts.deportations-by-group.key_{name}"), hue, None, glyph) for name, hue, glyph, drawn in looks if drawn))


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many transfers there are, which outran its plan, what is known by families only, and what cannot be added."""
    words, rows, key = scene.words, records(frame), "charts.deportations-by-group"
    blocks = blocks_of(rows)
    moved = [block for block in blocks if block.moved]
    plans, inside = len(blocks) - len(moved), sum(in_purges(block.row) for block in moved)
    shown = "shown_none" if not moved else "shown_log" if scene[SCALE] == "log" else "shown"
    sentences = [words(f"{key}.{shown}", count=len(moved))]
    if inside:
        sentences.append(words(f"{key}.stands_out", count=inside, first=PURGES.first, last=PURGES.last))
    if plans:
        sentences.append(words(f"{key}.plans", count=plans))
    families = _families(rows, scene)
    if families:
        sentences.append(words(f"{key}.families", families=[_family(row, scene) for row in families], count=len(families)))
    sentences.append(words(f"{key}.cannot_show"))
    return Reading(_finding(moved, scene), sentences=tuple(sentences), sources=tuple(row["source_id"] for row in families))


def _finding(moved: Sequence[Block], scene: Scene) -> str | None:
    """Return by how much the first transfer that outran its plan did so; None when none is known to have done so."""
    for block in moved:
        value, low, _ = ends(block.row)
        if block.plan and low > (plan := max(ends(block.plan))):
            told = {"plan": plan, "people": block.row["people"], "years": years_of(block.row, scene.words), "moved": value}
            return scene.words("charts.deportations-by-group.title", **told)
    return None


def _family(row: Row, scene: Scene) -> str:
    return scene.words(
        "charts.deportations-by-group.family",
        origin=row["origin"],
        years=years_of(row, scene.words),
        figure=figure_in_words(row, scene.words),
        source=named(scene.tables["sources"], row["source_id"]),
    )


def _families(rows: Sequence[Row], scene: Scene) -> list[Row]:
    """Return the transfers carried out that the record knows by families alone, which are another unit."""
    families, counted = scene.tables["deportation_families"], {str(row["transfer"]) for row in rows}
    for known_filter, on in CHART.filters.items():
        if known_filter.keep is not None:
            families = families[known_filter.keep(families, scene[known_filter], on.columns)]
    carried_out = [row for row in records(families) if row["preferred"] and row["figure_kind"] == "carried_out"]
    return [row for row in carried_out if not _counted(str(row["transfer"]), counted)]


def _counted(transfer: str, counted: set[str]) -> bool:
    """Whether people were counted too in a transfer, or in parts of it, whose names begin with its own."""
    return any(name.startswith(transfer) for name in counted)


CHART = Chart(
    id="deportations-by-group",
    table="deportations",
    filters={PERIOD: On(("period_start", "period_end")), GROUP: On(("group",)), SCALE: On(offers=("linear", "log"))},
    window=Months("1935-01", "1941-12"),
    beside=("deportation_families", "sources"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by("transfer"),
)
