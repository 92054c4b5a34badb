"""The screenings of the Party and the expulsions below its rolls: spans of time with their numbers in words, on no axis of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Scene
from dashboard.charts._marks import HOVER, bar_look, figure_in_words, mark_of, year_position
from dashboard.charts._sketch import Sketch
from dashboard.tables import records
from dashboard.words import Words

WHOLE = "whole_party"
EXCHANGE = "ev013"
"""The exchange of Party cards, which the record knows as an event and not by a number."""
_BAR, _GAP = 0.62, 0.45  # heights in lines of type: a span, and what is left empty below a lane

Row = dict[str, Any]


def moment(day: date) -> float:
    """Return where a day stands on an axis on which each whole number is the 1 January of its year."""
    return year_position(day) + 0.5


@dataclass(frozen=True)
class Lane:
    """One campaign: its row, its span on the axis, and the lines of words beside or above it."""

    row: Row
    left: float
    right: float
    lines: list[str]
    after: bool

    def height(self, *, narrow: bool) -> float:
        """Return its height in lines of type."""
        return len(self.lines) + _GAP + (_BAR if narrow else 0)


def campaigns(scene: Scene, first: float, last: float) -> list[Row]:
    """Return the campaigns of the whole Party inside the axis, by their beginning; the exchange of cards among them."""
    table = scene.tables["party_expulsions"]
    rows = records(table[(table["organisation"] == WHOLE) & table["preferred"].fillna(False).astype(bool)])
    events = scene.tables["events"]
    rows += [{**row, "period_start": row["date"], "period_end": row["end_date"]} for row in records(events[events["event_id"] == EXCHANGE])]
    inside = [row for row in rows if moment(row["period_end"]) > first and moment(row["period_start"]) < last]
    return sorted(inside, key=lambda row: (row["period_start"], row["period_end"]))


def lanes(scene: Scene, first: float, last: float) -> list[Lane]:
    """Return the campaigns set out between the ends of the axis."""
    pixels = scene.width * 0.86 / (last - first)
    return [_lane(row, scene, first, last, pixels) for row in campaigns(scene, first, last)]


def _lane(row: Row, scene: Scene, first: float, last: float, pixels: float) -> Lane:
    left, right = max(moment(row["period_start"]), first), min(moment(row["period_end"]), last)
    after = last - right >= left - first
    room = (last - right if after else left - first) * pixels - scene.label
    text = told(row, scene.words)
    beside = wrap(text, scene.width * 0.74 if scene.narrow else max(room, text_width("m" * 8, scene.label)), scene.label)
    return Lane(row, left, right, beside, after)


def told(row: Row, words: Words) -> str:
    """Return what is known of a campaign: its name and the figure with its measure."""
    if "campaign" not in row:
        return words("charts.party-membership.exchange")
    return words(
        "charts.party-membership.lane",
        campaign=words.label("campaign", row["campaign"]),
        figure=figure_in_words(row, words),
        measure=words(f"charts.party-membership.{row['measure']}"),
    )


def draw_lanes(sketch: Sketch, placed: Sequence[Lane], scene: Scene) -> float:
    """Draw the lanes on the axis ``y2`` from the top, and return their height in lines of type."""
    top, middles = 0.0, list[float]()
    for lane in placed:
        words_height = len(lane.lines)
        middles.append(top + (words_height + _BAR / 2 if scene.narrow else words_height / 2))
        _write(sketch, lane, top + words_height / 2, scene)
        top += lane.height(narrow=scene.narrow)
    for colour in (palette.CONTEXT, palette.ARREST):
        own = [(lane, place) for lane, place in zip(placed, middles, strict=True) if _colour(lane.row) == colour]
        if own:
            rows = [lane.row for lane, _ in own]
            sketch.bar(
                orientation="h", yaxis="y2", y=[place for _, place in own], base=[lane.left for lane, _ in own],
                x=[lane.right - lane.left for lane, _ in own], width=_BAR, name=scene.words("charts.party-membership.campaign"),
                marker=bar_look(colour, rows), customdata=[mark_of(row) for row in rows],
                hovertext=[_hover(row, scene.words) for row in rows], hovertemplate=HOVER,
            )  # fmt: skip
    return top


def _colour(row: Row) -> str:
    return palette.ARREST if row.get("measure") == "arrested" else palette.CONTEXT


def _write(sketch: Sketch, lane: Lane, middle: float, scene: Scene) -> None:
    """Write a lane's words on the side of its span where there is more room; above it where there is none."""
    text, font = "<br>".join(lane.lines), {"color": palette.INK}
    if scene.narrow:
        sketch.words(xref="paper", x=0, xanchor="left", yref="y2", y=middle, yanchor="middle", align="left", text=text, font=font)
    else:
        side = "left" if lane.after else "right"
        sketch.words(
            x=lane.right if lane.after else lane.left, xanchor=side, xshift=6 if lane.after else -6, yref="y2", y=middle,
            yanchor="middle", align=side, text=text, font=font,
        )  # fmt: skip


def _hover(row: Row, words: Words) -> str:
    return words(
        "charts.party-membership.lane_hover",
        told=told(row, words),
        start=row["period_start"],
        end=row["period_end"],
        certainty=words.label("certainty", row["certainty"]),
    )


def sources_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the sources of the campaigns, each once."""
    return tuple(dict.fromkeys(str(row["source_id"]) for row in rows if pd.notna(row["source_id"])))
