"""What happened when?

Caveats: dates known to the month or year only are drawn hollow at its first day and worded without a day.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, REPORTED, RING, ROUND, mark_of, shaded, symbol_of
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import CATEGORY, EVENT, PERIOD
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.words import Words

_LANE_STEP = 0.26  # how far a mark moves from the middle of its lane when another stands there already
_MOST_BUSIEST = 3  # months that share the most events, and are still named
_STEPS = (0.0, 1.0, -1.0)
_FRAME = ("1936-08-01", "1938-12-31")


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row an event in the order of its date (columns as in events)."""
    return frame.sort_values(["date", "event_id"])


def when(row: dict, words: Words) -> str:
    """Return the date of an event as exactly as it is known, with its end where it lasted."""
    if row["precision"] == "year":
        return str(row["date"].year)
    if row["precision"] == "month":
        return words.month(row["date"])
    if pd.isna(row["end_date"]):
        return words.day(row["date"])
    return words("span.days", first=row["date"], last=row["end_date"])


def name(row: dict, words: Words) -> str:
    """Return an event's date and title."""
    return words("charts.events.option", when=when(row, words), title=row["title"])


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One lane a category, one mark an event; the event being read is ringed, and a mark can be chosen."""
    words, sketch = scene.words, Sketch()
    rows = records(frame)
    present = {row["category"] for row in rows}
    lanes = [category for category in frame["category"].cat.categories if category in present]
    days = max((frame["date"].max() - frame["date"].min()).days, 30)
    size = max(9.0, scene.label * 0.62)
    reach = days / (scene.width * 0.74) * size  # days that one mark covers
    for place, category in enumerate(lanes):
        lane = [row for row in rows if row["category"] == category]
        heights = _heights([row["date"] for row in lane], place, reach)
        sketch.scatter(
            x=[row["date"].isoformat() for row in lane], y=heights, mode="markers", name=words.label("category", category),
            customdata=[mark_of(row) for row in lane],
            marker={
                "size": size, "color": palette.ARREST, "opacity": 0.85, "line": {"width": 1.5, "color": palette.ARREST},
                "symbol": [REPORTED if row["precision"] != "day" else symbol_of(row) for row in lane],
            },
            hovertext=[f"<b>{row['title']}</b><br>{when(row, words)}" for row in lane], hovertemplate=HOVER,
        )  # fmt: skip
        for row, height in zip(lane, heights, strict=True):
            if row["event_id"] == scene[EVENT]:
                _ring(sketch, row, height, size, words)
    margin = pd.Timedelta(days=max(12.0, reach))
    months = days < 500 if not scene.narrow else days < 200
    a_year = 365 / days * scene.width * 0.55  # pixels, beside the longest names of lanes
    years = "M12" if a_year > text_width("1937", scene.label) * 1.2 else "M24"
    sketch.x(
        type="date", range=[(frame["date"].min() - margin).isoformat(), (frame["date"].max() + margin).isoformat()],
        dtick="M1" if months and days < 200 else "M3" if months else years, tickformat="%b<br>%Y" if months else "%Y", showgrid=True,
        tickangle=0,
    )  # fmt: skip
    sketch.y(
        range=[len(lanes) - 0.4, -0.6], tickvals=list(range(len(lanes))), ticktext=[words.label("category", lane) for lane in lanes],
        ticks="", tickfont={"color": palette.INK},
    )  # fmt: skip
    shaded(sketch, *_FRAME)
    sketch.key(
        (words("charts.events.key_day"), palette.ARREST, None, ROUND),
        (words("charts.events.key_hollow"), palette.ARREST, None, RING),
    )
    return sketch.figure()


def _heights(dates: list[date], place: int, reach: float) -> list[float]:
    """Return the height of each mark: the middle of its lane, or a step beside it where marks would cover each other."""
    heights: list[float] = []
    free_from = [float("-inf")] * len(_STEPS)
    for moment in dates:
        day = moment.toordinal()
        step = next((i for i, free in enumerate(free_from) if day >= free), min(range(len(_STEPS)), key=free_from.__getitem__))
        free_from[step] = day + reach
        heights.append(place + _STEPS[step] * _LANE_STEP)
    return heights


def _ring(sketch: Sketch, row: dict, height: float, size: float, words: Words) -> None:
    """Ring the event being read."""
    sketch.scatter(
        x=[row["date"].isoformat()], y=[height], mode="markers", hoverinfo="skip", name=words("charts.events.chosen"),
        customdata=[mark_of(row)],
        marker={"size": size * 2, "symbol": REPORTED, "color": palette.DEATH, "line": {"width": 3, "color": palette.DEATH}},
    )  # fmt: skip


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many events stand in how many categories, the month with most, and the chosen event in full."""
    words = scene.words
    months = frame["date"].dt.strftime("%Y-%m").value_counts()
    busiest, most = sorted(months[months == months.max()].index), int(months.max())
    told = most > 1 and len(busiest) <= _MOST_BUSIEST
    sentences = (
        words("charts.events.shown", count=len(frame), first=frame["date"].min(), last=frame["date"].max()),
        *(
            [words("charts.events.stands_out", months=[words.month(month) for month in busiest], events=most, count=len(busiest))]
            if told
            else []
        ),
        words("charts.events.cannot_show"),
    )
    detail = tuple(_detail(row, words) for row in records(frame[frame["event_id"] == scene[EVENT]]))
    return Reading(sentences=sentences, detail=detail)


def _detail(row: dict, words: Words) -> tuple[str, tuple[str, ...]]:
    place = words(
        "charts.events.provenance",
        when=when(row, words),
        category=words.label("category", row["category"]),
        certainty=words.label("certainty", row["certainty"]),
    )
    note = () if pd.isna(row["note"]) else (str(row["note"]),)
    return str(row["title"]), (place, str(row["description"]), *note)


CHART = Chart(
    id="events",
    table="events",
    filters={PERIOD: On(("date", "end_date")), CATEGORY: On(("category",))},
    marks=(EVENT,),
    chooses=EVENT,
    names=name,
    window=Months("1934-12", "1940-02"),
    prepare=prepare,
    draw=draw,
    read=read,
    ratio=0.4,
)
