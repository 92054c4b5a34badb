"""What does this record say of each claim of the founding article?

Caveats: claims stand in our own words and in the order of the article; a verdict is about these words, against this record,
and a claim that cannot be checked here is neither confirmed nor refuted.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import wrap
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import HOVER, RING, mark_of
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import VERDICT
from dashboard.tables import records
from dashboard.words import Words

AGREES, DIFFERS = "agrees", "differs"
VERDICTS = {  # in the order of the columns: symbol and its twin among letters
    AGREES: ("circle", "●"),
    "rounding": ("diamond", "◆"),
    "different_measure": ("square", "■"),
    DIFFERS: ("x", "✖"),
    "not_checkable": ("line-ew", "━"),
}
_NAME_SHARE = 0.5  # share of a wide picture that the claims may take
_COLUMNS_FROM = 0.56  # share of the plot's width at which the columns begin
_LINE = 1.3
_AIR = 0.4  # lines of air on either side of a column's name

Row = dict[str, Any]
Lines = list[tuple[float, str]]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a claim in the order of the article (columns as in article_claims)."""
    return frame.sort_values("position")


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One mark a claim, in the column of its verdict and in that verdict's form; columns are named above each part of the article."""
    sketch, words = Sketch(), scene.words
    line, room = scene.label * _LINE, scene.width * (0.92 if scene.narrow else _NAME_SHARE)
    slot = scene.width * 0.94 * (1 if scene.narrow else 1 - _COLUMNS_FROM) / len(VERDICTS)
    columns = [wrap(words(f"charts.article-claims.column_{verdict}"), slot - scene.label * _AIR, scene.label) for verdict in VERDICTS]
    names, at, places, edges = Lines(), 0.0, dict[str, float](), list[float]()
    for section, group in groupby(records(frame), key=lambda row: row["section"]):
        at += line * (1.0 if places else 0)
        heading = wrap(words.label("section", section), room, scene.label, bold=True)
        head = len(heading) if scene.narrow else 0  # lines that the heading takes above the columns' names
        tall = max(len(heading) if not scene.narrow else 0, *(len(lines) for lines in columns))
        above = at + line * (len(heading) / 2 if scene.narrow else tall - len(heading) / 2)
        names.append((above, "<br>".join(f"<b>{text}</b>" for text in heading)))
        at += line * (head + tall)
        for column, lines in enumerate(columns):
            sketch.words(
                x=column, y=at, xanchor="center", yanchor="bottom", align="center", text="<br>".join(lines), borderpad=0,
                font={"color": palette.MUTED},
            )  # fmt: skip
        at += line * 0.3
        edges.append(at)
        for row in group:
            lines = wrap(str(row["claim"]), room, scene.label)
            at += line * 0.25
            names.append((at + line * len(lines) / 2, "<br>".join(lines)))
            places[row["claim_id"]] = at + line * (len(lines) + 0.5 if scene.narrow else len(lines) / 2)
            at += line * (len(lines) + (1.0 if scene.narrow else 0) + 0.25)
            edges.append(at)
    _rules(sketch, edges)
    for verdict in VERDICTS:
        _marks(sketch, verdict, [row for row in records(frame) if row["verdict"] == verdict], places, scene)
    _name_rows(sketch, names)
    sketch.x(range=[-0.5, len(VERDICTS) - 0.5], domain=[0 if scene.narrow else _COLUMNS_FROM, 1], visible=False)
    sketch.y(range=[at, 0], tickvals=[], ticktext=[], ticks="", showgrid=False)
    sketch.layout(height=at)
    for verdict, (_, glyph) in VERDICTS.items():
        if (frame["verdict"] == verdict).any():
            sketch.key((words.label("verdict", verdict), palette.INK, None, glyph))
    if (frame["certainty"] == "reported").any():
        sketch.key((words("charts.article-claims.key_hollow"), palette.INK, None, RING))
    return sketch.figure()


def _rules(sketch: Sketch, edges: list[float]) -> None:
    """Draw a thin line below each claim and below the names of the columns."""
    sketch.shape(
        type="path", xref="paper", yref="y", path="".join(f"M0,{edge}L1,{edge}" for edge in edges), layer="below",
        line={"color": palette.GRID, "width": 1},
    )  # fmt: skip


def _name_rows(sketch: Sketch, names: Lines) -> None:
    """Write the claims from the picture's left edge, as sentences are read."""
    for height, text in names:
        sketch.words(
            xref="paper", x=0, xanchor="left", y=height, yanchor="middle", align="left", text=text, borderpad=0,
            font={"color": palette.INK},
        )  # fmt: skip


def _marks(sketch: Sketch, verdict: str, rows: list[Row], places: dict[str, float], scene: Scene) -> None:
    """Add the claims of one verdict, hollow where what the record says was not re-read."""
    if not rows:
        return
    symbol = VERDICTS[verdict][0]
    sketch.scatter(
        x=[list(VERDICTS).index(verdict)] * len(rows), y=[places[row["claim_id"]] for row in rows], mode="markers", cliponaxis=False,
        name=scene.words.label("verdict", verdict), customdata=[mark_of(row) for row in rows],
        marker={
            "size": max(10.0, scene.label * 0.7), "color": palette.INK, "line": {"color": palette.INK, "width": 2},
            "symbol": [f"{symbol}-open" if row["certainty"] == "reported" else symbol for row in rows],
        },
        hovertext=[_hover(row, scene) for row in rows], hovertemplate=HOVER,
    )  # fmt: skip


def _hover(row: Row, scene: Scene) -> str:
    room = min(scene.width * 0.8, scene.label * 30)
    return scene.words(
        "charts.article-claims.hover",
        claim="<br>".join(wrap(str(row["claim"]), room, scene.label, bold=True)),
        verdict=scene.words.label("verdict", row["verdict"]),
        record="<br>".join(wrap(str(row["record"]), room, scene.label)),
    )


def counted(frame: pd.DataFrame, words: Words) -> list[str]:
    """Return how many claims have each verdict that is there, in words and in the order of the columns."""
    counts = frame["verdict"].value_counts()
    return [words(f"charts.article-claims.count_{verdict}", count=int(counts[verdict])) for verdict in VERDICTS if counts.get(verdict)]


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many claims there are by verdict, and what a verdict does not say."""
    words, counts = scene.words, frame["verdict"].value_counts()
    sentences = [
        words("charts.article-claims.shown", count=len(frame)),
        words("charts.article-claims.stands_out", counts=counted(frame, words)),
    ]
    hollow = int((frame["certainty"] == "reported").sum())
    sentences += [words("charts.article-claims.hollow", count=hollow)] if hollow else []
    sentences.append(words("charts.article-claims.cannot_show"))
    title = None
    if counts.get(AGREES) and counts.get(DIFFERS):
        said = {verdict: words(f"charts.article-claims.count_{verdict}", count=int(counts[verdict])) for verdict in (AGREES, DIFFERS)}
        title = words("charts.article-claims.title", count=len(frame), **said)
    return Reading(title, sentences=tuple(sentences))


CHART = Chart(
    id="article-claims",
    table="article_claims",
    filters={VERDICT: On(("verdict",))},
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by("claim_id"),
)
