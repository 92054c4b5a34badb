"""Which bodies passed the sentences?

Caveats: the periods overlap and the sources differ, so panels are never added or stacked; the names of two bodies of 1937
were not read; sentences are not executions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import figure_in_words, number_or_none
from dashboard.charts._multiples import Entry, Figure, Panel, Row, draw_panels, figure_of, short_names, span_of
from dashboard.charts._once import disjoint_in, of_frame
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import MEASURE, PERIOD
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.transforms import sum_of

NO_BODY = ("all_bodies", "no_body")
_SET = ["period_start", "period_end", "source_id"]
_LONG = pd.Timedelta(days=3 * 366)  # periods beyond this stand after those of the purges
_TRIED = {"tried": palette.CONTEXT, "sentenced_not_to_death": palette.CONFINEMENT}


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a body, period, source and measure (columns as in sentences_by_body; persons).

    What the record does not prefer stands only where it belongs to one division with what it prefers: the two bodies of 1937
    whose names were not read.
    """
    own = frame[~frame["body"].isin(NO_BODY)]
    preferred = own["preferred"].fillna(False).astype(bool)
    divided = pd.Series(list(zip(*(own[column] for column in (*_SET, "measure")), strict=True)), index=own.index)
    kept = own[preferred | divided.isin(set(divided[preferred]))]
    return kept.sort_values([*_SET, "measure", "body"])


@of_frame
def panels_of(frame: pd.DataFrame, scene: Scene) -> list[Panel]:
    """Return a panel a period and source, those with most bodies first, long periods last; in each the bodies by their sentences."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in records(frame):
        found.setdefault(tuple(row[column] for column in _SET), []).append(row)
    panels, names = [], short_names(scene, frame["source_id"])
    for rows in found.values():
        entries = sorted(_entries(rows, scene), key=lambda entry: -entry.figures[0].value)
        if entries:
            long = rows[0]["period_end"] - rows[0]["period_start"] > _LONG
            panels.append((long, -len(entries), Panel(span_of(rows[0], scene.words), names[rows[0]["source_id"]], tuple(entries))))
    return [panel for _, _, panel in sorted(panels, key=lambda one: one[:2])]


def _entries(rows: Sequence[Row], scene: Scene) -> Iterator[Entry]:
    words, named_bodies, unnamed = scene.words, dict[str, list[Figure]](), list[Row]()
    for row in rows:
        if not row["preferred"]:
            unnamed.append(row)
        elif number_or_none(row["value"]) is not None:
            what = words.label("body", row["body"])
            named_bodies.setdefault(what, []).append(_figure([row], int(row["value"]), what, scene))
    for body, figures in named_bodies.items():
        yield Entry(body, tuple(figures))
    if unnamed:
        total = sum_of(unnamed, disjoint_in(scene))
        if total is not None:
            what = words("charts.sentencing-bodies.unnamed", count=len(unnamed))
            yield Entry(what, (_figure(unnamed, total, what, scene),))


def _figure(rows: Sequence[Row], value: int, body: str, scene: Scene) -> Figure:
    words, row = scene.words, rows[0]
    text = figure_in_words(row, words) if len(rows) == 1 else words.number(value)
    certainty = "reported" if any(one["certainty"] == "reported" for one in rows) else row["certainty"]
    hover = words(
        "charts.sentencing-bodies.hover",
        body=body,
        measure=words.label("measure", row["measure"]),
        when=span_of(row, words),
        figure=text,
        certainty=words.label("certainty", certainty),
    )
    return figure_of(rows, value, text, hover, _colour(row["measure"]))


def _colour(measure: str) -> str:
    return palette.OF_MEASURE.get(measure, _TRIED.get(measure, palette.CONTEXT))


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A panel a period and source, each on its own axis."""
    words, sketch = scene.words, Sketch()
    panels = panels_of(frame, scene)
    draw_panels(sketch, panels, scene)
    looks = [figure.look for panel in panels for entry in panel.entries for figure in entry.figures]
    sketch.key(*((words.label("measure", measure), _colour(measure), None) for measure in dict.fromkeys(row["measure"] for row in looks)))
    if any(row["basis"] == "estimate" for row in looks):
        sketch.key((words("charts.sentencing-bodies.key_estimate"), palette.CONTEXT, None, "▨"))
    if any(row["certainty"] == "reported" for row in looks):
        sketch.key((words("charts.sentencing-bodies.key_hollow"), palette.CONTEXT, None, "□"))
    return sketch.figure()


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many periods and sources there are, the most and fewest of the first comparison that was read, and the limits."""
    words, panels = scene.words, panels_of(frame, scene)
    sentences = [words("charts.sentencing-bodies.shown", count=len(panels))]
    title = None
    for panel in panels:
        read_all = all(figure.look["certainty"] != "reported" for entry in panel.entries for figure in entry.figures)
        measures = {figure.look["measure"] for entry in panel.entries for figure in entry.figures}
        if len(panel.entries) > 1 and len(measures) == 1 and read_all:
            parts = [words("charts.sentencing-bodies.part", figure=entry.figures[0].text, body=entry.name) for entry in panel.entries]
            measure = words.label("measure", measures.pop())
            title = words("charts.sentencing-bodies.title", measure=measure, first=parts[0], last=parts[-1])
            sentences.append(words("charts.sentencing-bodies.stands_out", when=panel.heading, measure=measure, parts=parts))
            break
    if not frame["preferred"].fillna(False).astype(bool).all():
        sentences.append(words("charts.sentencing-bodies.labels"))
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.sentencing-bodies.hollow", count=hollow))
    sentences.append(words("charts.sentencing-bodies.cannot_show"))
    return Reading(title, sentences=tuple(sentences))


CHART = Chart(
    id="sentencing-bodies",
    table="sentences_by_body",
    filters={PERIOD: On(("period_start", "period_end")), MEASURE: On(("measure",))},
    window=Months("1936-10", "1938-12"),
    beside=("definitions", "sources"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by(*_SET),
)
