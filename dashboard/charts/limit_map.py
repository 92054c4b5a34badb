"""What limits did order 00447 set for each territory?

Caveats: a limit is permission, not a result; rates only where the census of 1939, which is inflated, can be a base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._map import LEADING, Box, Labels, Point, breadth, ground, kilometres, middle, project, radius_of, samples
from dashboard.charts._map import TABLE as COAST
from dashboard.charts._marks import HOVER, RING, ROUND, mark_of
from dashboard.charts._once import disjoint_in, of_frame, regions_in
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import COUNT, MEASURE, PER, PER_100_000, TERRITORY
from dashboard.tables import records
from dashboard.transforms import Disjoint, sum_of, total_of

SHOT, CONFINED = "limit_category_1", "limit_category_2"
MEASURES = (SHOT, CONFINED)
COLOURS = {SHOT: palette.DEATH, CONFINED: palette.CONFINEMENT}
_UNIT = {COUNT: 10_000, PER_100_000: 100}  # what a circle of _PIXELS stands for, so that pictures can be compared
_PIXELS = {COUNT: 17.0, PER_100_000: 11.0}
_SAMPLES = {COUNT: (1_000, 10_000, 30_000), PER_100_000: (30, 100, 300)}
_MOST_LABELS, _MOST_LABELS_NARROW = 20, 4
_LEAST_NAMED = 2  # of the widest circles: a line to their names may run over others
_LABEL = 4.2  # sizes of its type that a map is wide for each name on it

Row = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """One mark of the map: a territory, or the territories that share a base.

    Attributes:
        name: its name.
        at: where it stands; None when the order gives it no place.
        rows: the rows of the limits that it stands for, by measure.
        figures: people, or people per 100,000, by measure; empty where no rate may be given.
        reported: whether a figure behind it was not re-read.
    """

    name: str
    at: Point | None
    rows: Mapping[str, Sequence[Row]]
    figures: Mapping[str, float]
    reported: bool

    @property
    def total(self) -> float:
        """Return both categories together: the order sets them for different people."""
        return sum(self.figures.values())

    @property
    def every_row(self) -> list[Row]:
        """Return all rows that it stands for."""
        return [row for rows in self.rows.values() for row in rows]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a territory and category in the sequence of the order (columns as in limits; persons allowed)."""
    return frame[frame["measure"].isin(MEASURES)].sort_values(["order_line", "measure"])


@of_frame
def places(frame: pd.DataFrame, scene: Scene) -> list[Place]:
    """Return the marks of the map, from the widest circle to the smallest, then those without a rate."""
    regions = regions_in(scene)
    found: dict[str, list[Row]] = {}
    for row in records(frame):
        found.setdefault(row["region_id"], []).append(row)
    made = _rates(found, regions, scene, disjoint_in(scene)) if scene[PER] == PER_100_000 else _counts(found, regions)
    return sorted(made, key=lambda place: -place.total)


def _counts(found: Mapping[str, list[Row]], regions: Mapping[str, Row]) -> Iterator[Place]:
    for region_id, rows in found.items():
        values = {row["measure"]: float(row["value"]) for row in rows if not pd.isna(row["value"])}
        yield Place(
            regions[region_id]["name"], _at(regions[region_id]), {row["measure"]: [row] for row in rows}, values, _reported(rows),
        )  # fmt: skip


def _rates(found: Mapping[str, list[Row]], regions: Mapping[str, Row], scene: Scene, disjoint: Disjoint) -> Iterator[Place]:
    """Yield a rate for each group of territories that is here whole and has a base, and each other territory without one."""
    members: dict[str, set[str]] = {}
    for region_id, region in regions.items():
        if not pd.isna(region["order_line"]) and region["population_mapping"] != "none" and not pd.isna(region["rate_group_population"]):
            members.setdefault(str(region["rate_group"]), set()).add(region_id)
    whole = {group: ids for group, ids in members.items() if ids <= found.keys()}
    for group, ids in whole.items():
        rows = [row for region_id in found if region_id in ids for row in found[region_id]]
        first = regions[next(iter(ids))]
        by_measure = {measure: [row for row in rows if row["measure"] == measure] for measure in MEASURES}
        totals = {measure: sum_of(parts, disjoint) for measure, parts in by_measure.items()}
        base = int(first["rate_group_population"])
        values = {measure: total * 100_000 / base for measure, total in totals.items() if total is not None}
        yield Place(
            _group_name(group, ids, regions, scene), middle(point for region_id in ids if (point := _at(regions[region_id]))),
            {measure: by_measure[measure] for measure in values}, values,
            _reported(rows) or first["rate_group_certainty"] == "reported",
        )  # fmt: skip
    based = {region_id for ids in whole.values() for region_id in ids}
    for region_id, rows in found.items():
        if region_id not in based:
            yield Place(regions[region_id]["name"], _at(regions[region_id]), {row["measure"]: [row] for row in rows}, {}, _reported(rows))


def _at(region: Row) -> Point | None:
    return None if pd.isna(region["lat"]) or pd.isna(region["lon"]) else project(float(region["lon"]), float(region["lat"]))


def _reported(rows: Sequence[Row]) -> bool:
    return any(row["certainty"] == "reported" for row in rows)


def _group_name(group: str, ids: set[str], regions: Mapping[str, Row], scene: Scene) -> str:
    if len(ids) == 1:
        return regions[next(iter(ids))]["name"]
    name = regions[group]["name"] if group in regions else scene.words.label("rate_group", group)
    return scene.words("charts.limit-map.group", name=name, count=len(ids))


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One circle a territory, its area the people allowed: all of it both categories, the inner one those to be shot."""
    words, sketch = scene.words, Sketch()
    box = ground(sketch, scene, 5.6 if scene.narrow else 8)
    marks = places(frame, scene)
    measures = [measure for measure in MEASURES if any(measure in place.rows for place in marks)]
    spots = [(place, place.at or _nowhere(place, box, scene)) for place in marks]
    circled = [(place, at) for place, at in spots if place.figures]
    if len(measures) > 1:
        _circles(sketch, circled, None, scene)
        _circles(sketch, [(place, at) for place, at in circled if SHOT in place.figures], SHOT, scene)
    elif measures:
        _circles(sketch, circled, measures[0], scene)
    crossed = [(place, at) for place, at in spots if not place.figures]
    _crosses(sketch, crossed, scene)
    for place, at in spots:
        if place.at is None:
            _name_beside_legend(sketch, place, at, box, scene)
    _labels(sketch, [(place, at) for place, at in circled if place.at], crossed, box, scene)
    samples(sketch, scene, box, _SAMPLES[scene[PER]], lambda value: _radius(value, scene))
    keys = {SHOT: ROUND, CONFINED: "◎" if len(measures) > 1 else ROUND}
    sketch.key(*((words.label("measure", measure), COLOURS[measure], None, keys[measure]) for measure in measures))
    if any(place.reported for place, _ in circled):
        sketch.key((words("charts.limit-map.key_hollow"), palette.CONTEXT, None, RING))
    if len(circled) < len(spots):
        sketch.key((words("charts.limit-map.key_no_base"), palette.CONTEXT, None, "×"))
    return sketch.figure()


Spots = Sequence[tuple[Place, Point]]


def _radius(value: float, scene: Scene) -> float:
    return max(1.0, radius_of(value, _UNIT[scene[PER]], _PIXELS[scene[PER]] * breadth(scene)))


def _circles(sketch: Sketch, spots: Spots, measure: str | None, scene: Scene) -> None:
    """Draw circles of one category, or of both together: outlined, for they are orders; tinted where every figure was read."""
    colour = COLOURS[measure or CONFINED]
    for tint in (True, False):
        shown = [(place, at) for place, at in spots if not (tint and place.reported)]
        values = [place.figures[measure] if measure else place.total for place, _ in shown]
        if not shown:
            continue
        sketch.scatter(
            x=[at[0] for _, at in shown], y=[at[1] for _, at in shown], mode="markers",
            name=scene.words.label("measure", measure) if measure else scene.words("charts.limit-map.both"),
            customdata=[mark_of(*(place.rows[measure] if measure else place.every_row)) for place, _ in shown],
            opacity=0.38 if tint else 1, hoverinfo="skip" if tint else None,
            marker={
                "size": [2 * _radius(value, scene) for value in values], "color": colour,
                "symbol": "circle" if tint else "circle-open", "line": {"color": colour, "width": 0 if tint else 1.4},
            },
            hovertext=[_hover(place, scene) for place, _ in shown], hovertemplate=None if tint else HOVER,
        )  # fmt: skip


def _crosses(sketch: Sketch, spots: Spots, scene: Scene) -> None:
    """Mark the territories of which no rate can be given."""
    if spots:
        sketch.scatter(
            x=[at[0] for _, at in spots], y=[at[1] for _, at in spots], mode="markers", name=scene.words("charts.limit-map.key_no_base"),
            customdata=[mark_of(*place.every_row) for place, _ in spots],
            marker={"size": 8, "symbol": "x-thin-open", "color": palette.CONTEXT, "line": {"color": palette.CONTEXT, "width": 2}},
            hovertext=[scene.words("charts.limit-map.no_base", name=place.name) for place, _ in spots], hovertemplate=HOVER,
        )  # fmt: skip


def _hover(place: Place, scene: Scene) -> str:
    words = scene.words
    parts = [words("charts.limit-map.part", measure=words.label("measure", measure), value=round(place.figures[measure]))
             for measure in MEASURES if measure in place.figures]  # fmt: skip
    certainty = words.label("certainty", "reported" if place.reported else "confirmed")
    per = [words.label("per", PER_100_000)] if scene[PER] == PER_100_000 else []
    return "<br>".join([f"<b>{place.name}</b>", *parts, *per, certainty])


def _nowhere(place: Place, box: Box, scene: Scene) -> Point:
    """Return where the mark of what has no place on the map stands: at the head of the legend."""
    west, _, east, north = box
    x = west + (east - west) * 0.12
    # from the head to the middle of its words
    lines = 1.3 if scene.narrow else max(1.9, len(_nowhere_words(place, x, box, scene)) / 2 + 0.3)
    return (x, north - kilometres(scene.label * LEADING * lines, scene))


def _nowhere_words(place: Place, x: float, box: Box, scene: Scene) -> list[str]:
    room = (box[2] - x) / kilometres(1, scene) - _beside(place, scene)
    key = "nowhere" if place.figures else "nowhere_no_base"
    return wrap(scene.words(f"charts.limit-map.{key}", value=round(place.total)), room, scene.label)


def _beside(place: Place, scene: Scene) -> float:
    return max(_radius(place.total, scene), 5) + 4


def _labels(sketch: Sketch, circled: Spots, crossed: Spots, box: Box, scene: Scene) -> None:
    """Name the largest circles, each where its name can belong to no other; the very largest at the end of a line if need be."""
    labels = Labels(sketch, scene, [box])
    for place, at in circled:
        labels.keep_clear(*at, radius=_radius(place.total, scene))
    for _, at in crossed:
        labels.keep_clear(*at, radius=4)
    most = _MOST_LABELS_NARROW if scene.narrow else min(_MOST_LABELS, round(scene.width / scene.label / _LABEL))
    named = 0
    for rank, (place, at) in enumerate(circled[: 2 * most]):  # small ones with a name where many larger ones have none would mislead
        if named < most:
            over = _LEAST_NAMED - rank  # the widest has a name even in a crowd
            radius, apart = _radius(place.total, scene), scene.label * 0.5
            tried = ([place.name], wrap(place.name, max(text_width(word, scene.label) for word in place.name.split()), scene.label))
            named += any(labels.place(*at, radius=radius, text=text, apart=apart, lead=True, over=max(0, over) * 4) for text in tried)
    labels.draw_leaders()


def _name_beside_legend(sketch: Sketch, place: Place, at: Point, box: Box, scene: Scene) -> None:
    sketch.words(
        x=at[0], y=at[1], xanchor="left", align="left", yanchor="middle", xshift=_beside(place, scene),
        text="<br>".join(_nowhere_words(place, at[0], box, scene)), font={"color": palette.INK},
    )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return what the limits add to, where the most stand, and what a limit cannot show."""
    words, disjoint = scene.words, disjoint_in(scene)
    marks = places(frame, scene)
    totals = {measure: total_of(frame[frame["measure"] == measure], disjoint) for measure in MEASURES}
    circles = [place for place in marks if place.at]
    placed = len({row["region_id"] for place in circles for row in place.every_row})
    shown = [words("charts.limit-map.shown", count=placed)] if placed else []
    shown += [words("charts.limit-map.camps")] if len(circles) < len(marks) else []
    sentences, title = [" ".join(shown)], None
    whole = all(totals.values()) and len(frame) == len(scene.tables["limits"])
    if scene[PER] == PER_100_000:
        rated = [place for place in marks if place.figures]
        sentences.append(words("charts.limit-map.rates", count=len(rated), without=len(marks) - len(rated)))
        subtitle = words("charts.limit-map.subtitle_rate")
        sentences.append(words("charts.limit-map.inflated"))
    else:
        subtitle = None
        if whole:
            title = words("charts.limit-map.title", shot=totals[SHOT], confined=totals[CONFINED])
        known = [words(f"charts.limit-map.sum_{measure}", value=total) for measure, total in totals.items() if total is not None]
        if known:
            widest = max(circles, key=lambda place: place.total) if len(circles) > 1 else None
            told = {"name": widest.name, "value": round(widest.total)} if widest else {}
            sentences.append(words(f"charts.limit-map.{'stands_out' if widest else 'together'}", sums=known, **told))
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.limit-map.hollow", count=hollow))
    sentences.append(words("charts.limit-map.cannot_show"))
    return Reading(title, subtitle, tuple(sentences), sources=tuple(scene.tables[COAST]["source_id"].head(1)))


CHART = Chart(
    id="limit-map",
    table="limits",
    filters={MEASURE: On(("measure",), offers=MEASURES), TERRITORY: On(("region_id", "order_group")), PER: On(offers=(COUNT, PER_100_000))},
    beside=("limits", "regions", "definitions", COAST),
    prepare=prepare,
    draw=draw,
    read=read,
)
