"""How many officers of each rank were there, and how many were lost, as one author counts?

Caveats: the authors count different losses from different sizes and years, so only one stands in the chart at a time;
none of them counts only the shot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene, by
from dashboard.charts._marks import HOVER, bar_look, figure_in_words, mark_of, number_or_none
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import DEFAULT_FIGURES, FIGURES, MEASURE, PERIOD
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.words import Words

DEFAULT_AUTHOR = "todorsky"
"""The author shown when none is chosen: he gives a size before for the most ranks."""
SOURCES = ("todorsky_count", "conquest_2008", "cherushev_2003b")
WHOLES = ("size_before", "dismissed")  # what a loss is a part of
PARTS = {"repressed": palette.ARREST, "removed": palette.INK, "dismissed_as_arrested": palette.ARREST}
LEAST = 10
"""Officers of a rank from which on a share is stated: a half of two is no finding."""
_NAME_SHARE = 0.24  # share of a wide picture that the names of the ranks may take
_WHOLE, _PART = 0.8, 0.42  # share of its row that a bar fills
_ROW, _GAP = 1.5, 0.45  # height of a row in sizes of its type, and rows left empty between two ranks
_HOLLOW = "□"

Row = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One rank in one period: the whole and the part lost; None where a figure is not recorded or not chosen."""

    rank: str
    start: date
    end: date
    whole: Row | None
    part: Row | None

    @property
    def size(self) -> int | None:
        """Return the whole."""
        return number_or_none(self.whole["value"]) if self.whole else None

    @property
    def lost(self) -> int | None:
        """Return the part."""
        return number_or_none(self.part["value"]) if self.part else None

    @property
    def share(self) -> float | None:
        """Return the part as a share of the whole; None for a small whole, or where one of them is not recorded."""
        return self.lost / self.size if self.lost is not None and self.size is not None and self.size >= LEAST else None

    @property
    def length(self) -> int:
        """Return how far its bars reach."""
        return max(self.size or 0, self.lost or 0)


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one author by rank from high to low (columns as in army_ranks; persons).

    Authors are never mixed: of several, the default one is kept, or the first where he is not among them.
    """
    authors = list(frame["author"].dropna().unique())
    chosen = DEFAULT_AUTHOR if DEFAULT_AUTHOR in authors else next(iter(sorted(authors)), None)
    return frame[frame["author"] == chosen].sort_values(["rank", "period_start", "measure"])


def entries(frame: pd.DataFrame) -> list[Entry]:
    """Return one entry a rank and period, in the order of the frame."""
    found: dict[tuple[str, date, date], dict[str, Row]] = {}
    for row in records(frame):
        kind = "whole" if row["measure"] in WHOLES else "part"
        found.setdefault((row["rank"], row["period_start"], row["period_end"]), {})[kind] = row
    return [Entry(*key, rows.get("whole"), rows.get("part")) for key, rows in found.items()]


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """One bar a rank and period, the part lost inside the whole, both numbers and the share beside it."""
    words, sketch, listed = scene.words, Sketch(), entries(frame)
    dated = len({(entry.start, entry.end) for entry in listed}) > 1
    ranks = list(dict.fromkeys(entry.rank for entry in listed))
    names = {rank: wrap(words.label("rank", rank), scene.width * (0.9 if scene.narrow else _NAME_SHARE), scene.label) for rank in ranks}
    places, middles, end = dict[int, float](), list[float](), 0.0
    for rank in ranks:
        head = len(names[rank]) * 0.85 if scene.narrow else 0.0
        own = [index for index, entry in enumerate(listed) if entry.rank == rank]
        if scene.narrow:
            sketch.words(
                xref="paper", x=0, xanchor="left", y=end + head / 2, yanchor="middle", align="left",
                text="<br>".join(names[rank]), font={"color": palette.INK},
            )  # fmt: skip
        needed = max(len(own), len(names[rank]) * 0.85 if not scene.narrow else 1)
        first = end + head + (needed - len(own)) / 2
        places |= {index: first + step + 0.5 for step, index in enumerate(own)}
        middles.append(end + head + needed / 2)
        end += head + needed + _GAP
    placed = [(entry, places[index]) for index, entry in enumerate(listed)]
    parted = any(entry.part for entry in listed)
    texts = [_text(entry, words, dated=dated, parted=parted) for entry in listed]
    for measure in (*WHOLES, *PARTS):
        _bars(sketch, placed, measure, scene)
    for (entry, place), text in zip(placed, texts, strict=True):
        sketch.words(x=entry.length, y=place, xanchor="left", yanchor="middle", xshift=6, text=text, font={"color": palette.INK})
    if (frame["certainty"] == "reported").any():
        sketch.key((words("charts.army-ranks.key_hollow"), palette.INK, None, _HOLLOW))
    sketch.layout(barmode="overlay", height=end * scene.label * _ROW)
    sketch.y(
        range=[end - _GAP, 0], tickvals=middles, ticktext=["" if scene.narrow else "<br>".join(names[rank]) for rank in ranks],
        showgrid=False, ticks="", ticklabelstandoff=6, tickfont={"color": palette.INK}, title=words("charts.army-ranks.unit"),
    )  # fmt: skip
    reach = _reach(listed, texts, scene)
    sketch.x(range=[0, reach], tickvals=_ticks(reach, scene), tickformat=",d", showgrid=True, rangemode="tozero")
    return sketch.figure()


def _text(entry: Entry, words: Words, *, dated: bool, parted: bool) -> str:
    """Return what stands beside a bar: the part of the whole and the share, or the one figure that is known.

    Where parts are shown at all (``parted``), a missing one is worded.
    """
    if entry.lost is not None and entry.size is not None:
        key = "both" if entry.share is None else "both_share"
        text = words(f"charts.army-ranks.{key}", lost=entry.lost, size=entry.size, share=entry.share or 0)
    elif entry.size is not None and parted:
        text = words("charts.army-ranks.no_part", size=entry.size)
    else:
        row = entry.whole if entry.size is not None else entry.part or entry.whole
        text = words("charts.army-ranks.only", figure=figure_in_words(row, words) if row else words("qualifiers.unknown"))
    return words("charts.army-ranks.dated", period=_period(entry, words), text=text) if dated else text


def _period(entry: Entry, words: Words) -> str:
    return words.months(f"{entry.start:%Y-%m}", f"{entry.end:%Y-%m}")


def _bars(sketch: Sketch, placed: Sequence[tuple[Entry, float]], measure: str, scene: Scene) -> None:
    """Draw the bars of one measure and name it in the key."""
    words, colour = scene.words, PARTS.get(measure, palette.CONTEXT)
    found = [(row, place) for entry, place in placed for row in (entry.whole, entry.part) if row and row["measure"] == measure]
    shown = [(row, place) for row, place in found if number_or_none(row["value"]) is not None]
    if not shown:
        return
    rows = [row for row, _ in shown]
    sketch.bar(
        orientation="h", y=[place for _, place in shown], x=[int(row["value"]) for row in rows],
        width=_PART if measure in PARTS else _WHOLE, name=words(f"charts.army-ranks.{measure}"),
        customdata=[mark_of(row) for row in rows], marker=bar_look(colour, rows),
        hovertext=[_hover(row, words) for row in rows], hovertemplate=HOVER,
    )  # fmt: skip
    sketch.key((words(f"charts.army-ranks.{measure}"), colour, None))


def _hover(row: Row, words: Words) -> str:
    measure = words(f"charts.army-ranks.{row['measure']}")
    return words(
        "card.hover",
        measure=f"{words.label('rank', row['rank'])}: {measure}",
        when=words.months(f"{row['period_start']:%Y-%m}", f"{row['period_end']:%Y-%m}"),
        figure=figure_in_words(row, words),
        certainty=words.label("certainty", row["certainty"]),
    )


def _room(scene: Scene) -> float:
    """Return about how many pixels the plot is wide."""
    return scene.width * (0.92 if scene.narrow else 1 - _NAME_SHARE) * 0.92


def _reach(listed: Sequence[Entry], texts: Sequence[str], scene: Scene) -> float:
    """Return where the axis ends so that the words right of every bar fit."""
    room = _room(scene)
    needed = [entry.length / max(0.2, 1 - (text_width(text, scene.label) + 12) / room) for entry, text in zip(listed, texts, strict=True)]
    return max([*needed, 1.0])


def _ticks(reach: float, scene: Scene) -> list[int]:
    """Return round numbers along the axis, none so near its end that its label would clip."""
    least = reach / (4 if scene.narrow else 7)
    step = next(size * 10**power for power in range(9) for size in (1, 2, 5) if size * 10**power >= least)
    last = reach * (1 - text_width(scene.words.number(int(reach)), scene.label) / 2 / _room(scene))
    return list(range(0, int(last) + 1, step))


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return whose count is shown and why, in how many ranks more than half were lost, and between what bounds the share runs."""
    words, listed = scene.words, entries(frame)
    ranks = list(dict.fromkeys(entry.rank for entry in listed))
    author = words.label("author", frame["author"].iloc[0])
    sentences = [words("charts.army-ranks.shown", count=len(ranks), author=author)]
    shares = sorted(((entry.share, entry) for entry in listed if entry.share is not None), key=lambda pair: pair[0])
    if len(shares) > 1:
        low, high = shares[0][0], shares[-1][0]
        sentences.append(
            words(
                "charts.army-ranks.shares",
                least=LEAST,
                low=low,
                low_ranks=[_named(entry, listed, words) for share, entry in shares if share == low],
                high=high,
                high_ranks=[_named(entry, listed, words) for share, entry in shares if share == high],
            )
        )
    if scene[FIGURES] == DEFAULT_FIGURES and (frame["author"] == DEFAULT_AUTHOR).all():
        sentences.append(words("charts.army-ranks.default"))
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.army-ranks.hollow", count=hollow))
    sentences.append(words("charts.army-ranks.cannot_show"))
    return Reading(_title(listed, words), _subtitle(frame, author, words), tuple(sentences))


def _subtitle(frame: pd.DataFrame, author: str, words: Words) -> str:
    """Return whose count it is, of which years, and what the loss means to its author."""
    period = words.months(f"{frame['period_start'].min():%Y-%m}", f"{frame['period_end'].max():%Y-%m}")
    meant = [words(f"charts.army-ranks.means_{measure}") for measure in PARTS if (frame["measure"] == measure).any()]
    return " ".join([words("charts.army-ranks.subtitle_of", author=author, period=period), *meant])


def _named(entry: Entry, listed: Sequence[Entry], words: Words) -> str:
    """Return the rank of an entry, with its period where there are several."""
    rank = words.label("rank", entry.rank).lower()
    several = len({one.start for one in listed}) > 1
    return words("charts.army-ranks.dated", period=_period(entry, words), text=rank) if several else rank


def _title(listed: Sequence[Entry], words: Words) -> str | None:
    """Return in how many ranks more than half were lost; None where a loss is no part of a size before."""
    known = [(entry, entry.lost, entry.size) for entry in listed if entry.whole and entry.whole["measure"] == "size_before"]
    counted = [(entry, lost, size) for entry, lost, size in known if lost is not None and size]
    if not counted:
        return None
    most = sum(lost > size / 2 for _, lost, size in counted)
    part = counted[0][0].part
    if not part or most <= len(counted) / 2:
        return None
    return words("charts.army-ranks.title_half", count=len(counted), most=most, what=words(f"charts.army-ranks.what_{part['measure']}"))


CHART = Chart(
    id="army-ranks",
    table="army_ranks",
    filters={
        PERIOD: On(("period_start", "period_end")),
        FIGURES: On(("source_id",), offers=SOURCES),
        MEASURE: On(("measure",), offers=(*WHOLES, *PARTS)),
    },
    window=Months("1936-01", "1940-12"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=by("rank"),
)
