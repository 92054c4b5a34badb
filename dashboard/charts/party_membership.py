"""How did the rolls of the Party change, and what were its screenings?

Caveats: the rolls are stated in the literature and were not re-read, but for totals drawn solid; a change of the rolls is
not the number expelled; expelled is not arrested; what congresses counted is not joined with the rolls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._campaigns import campaigns, draw_lanes, lanes, moment, sources_of
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import HOVER, bar_look, figure_in_words, hover_of, mark_of, nice_ceiling, number_or_none
from dashboard.charts._once import disjoint_in
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.filters import FIGURES, PERIOD
from dashboard.rules import Condition
from dashboard.selection import Months
from dashboard.tables import records
from dashboard.transforms import Disjoint, total_of, totals_by
from dashboard.words import Words

ROLL = "annual_roll"
BOTH = "members_and_candidates"
PARTS = ("full_members", "candidates")
COLOURS = {"full_members": palette.INK, "candidates": palette.CONTEXT, BOTH: palette.MUTED}
OPEN = frozenset({"more_than", "at_least"})
ROLLS, CAMPAIGNS = "rolls", "campaigns"
YEAR = 1937
"""The year of the purges within the rolls."""
_ROLLS, _HEADING = 15.0, 1.2  # heights in lines of type: the plot of the rolls, and the gap above the heading of the campaigns
_WIDTH = 0.46  # width of a bar in years
_FALL = 0.1  # least fall that makes a title
_LEADING = 1.28

Row = dict[str, Any]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a date, occasion and standing, in the order of dates (columns as in party_membership; persons)."""
    return frame.sort_values(["date", "occasion", "standing"])


def wholes(frame: pd.DataFrame, disjoint: Disjoint) -> dict[date, int]:
    """Return members and candidates together for each date of which the frame holds both, or their undivided number.

    Raises:
        MixError: figures to be added do not mix.
    """
    standings: dict[date, set[str]] = {}
    for row in records(frame):
        standings.setdefault(row["date"], set()).add(row["standing"])
    divided = [day for day, found in standings.items() if found == set(PARTS)]
    undivided = [day for day, found in standings.items() if found == {BOTH}]
    added = totals_by(frame[frame["date"].isin(divided)], "date", disjoint)
    alone = frame[frame["date"].isin(undivided)].set_index("date")["value"]
    return {cast(date, day): int(value) for totals in (added, alone) for day, value in totals.dropna().items()}


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Bars of the rolls, members below candidates; marks for congresses and for totals that were read; the campaigns below."""
    words, sketch = scene.words, Sketch()
    rolls, meetings = frame[frame["occasion"] == ROLL], frame[frame["occasion"] != ROLL]
    listed, disjoint = records(rolls), disjoint_in(scene)
    totals, met = wholes(rolls, disjoint), wholes(meetings, disjoint)
    first, last = _ends(frame, scene)
    placed = lanes(scene, first, last)
    rolls_shown = scene.shows(ROLLS) or not placed
    placed = placed if scene.shows(CAMPAIGNS) else []
    below = draw_lanes(sketch, placed, scene) if placed else 0.0
    heading = wrap(words(f"charts.party-membership.campaigns{'' if rolls_shown else '_alone'}"), scene.width * 0.84, scene.label)
    upper = _ROLLS + (_HEADING if placed else 0) if rolls_shown else 0
    total = upper + (len(heading) + below if placed else 0)
    sketch.layout(barmode="overlay", height=total * scene.label * _LEADING)
    years = range(int(first) + 1, int(last) + 1)
    sketch.x(range=[first, last], tickvals=_ticks(years, last - first, scene), tickformat="d", anchor="y2" if placed else "y")
    sketch.y(domain=[1 - _ROLLS / total, 1] if rolls_shown else [0, 1], visible=rolls_shown)
    if rolls_shown:
        keys = _rolls(sketch, listed, words)
        size = max(9.0, scene.label * 0.6)
        marks = [*_meetings(sketch, records(meetings), met, size, words), *_read_totals(sketch, listed, size, scene)]
        heights = [*totals.values(), *met.values(), *(int(value) for value in frame["value"].dropna())]
        top = nice_ceiling(max(heights, default=1) * 1.03)
        _numbers(sketch, totals, met, listed, last - first, scene)
        sketch.y(range=[0, top], title=words("charts.party-membership.unit"), rangemode="tozero", nticks=6)
        sketch.key(*keys, *marks)
    if placed:
        sketch.axis("y2", range=[below, -0.1], domain=[0, below / total], anchor="x", visible=False, fixedrange=True)
        sketch.words(
            x=0, xref="paper", xanchor="left", y=below / total, yref="paper", yanchor="bottom", yshift=scene.label * 0.2,
            align="left", text="<br>".join(heading), font={"color": palette.MUTED},
        )  # fmt: skip
    return sketch.figure()


def _ends(frame: pd.DataFrame, scene: Scene) -> tuple[float, float]:
    """Return the ends of the axis: about the days shown, and at least to the end of the period in force."""
    first, last = moment(frame["date"].min()) - 0.5, moment(frame["date"].max()) + 0.75
    span = scene[PERIOD]
    return first, max(last, moment(pd.Period(span.last, "M").end_time) + 0.05) if span else last


def _ticks(years: Sequence[int], span: float, scene: Scene) -> list[int]:
    """Return the years to name: each, or every second, fifth or tenth as they fit; of two, the odd ones."""
    each = scene.width * 0.8 / span / (text_width("1937", scene.label) * 1.3)
    step = next((step for step in (1, 2, 5) if each * step > 1), 10)
    return [year for year in years if year % step == (step == 2)]


def _rolls(sketch: Sketch, rows: Sequence[Row], words: Words) -> list[Key]:
    """Draw the bars of the rolls and return their names; candidates stand on the members of their day."""
    members = {row["date"]: number_or_none(row["value"]) or 0 for row in rows if row["standing"] == PARTS[0]}
    keys: list[Key] = []
    for standing, colour in COLOURS.items():
        shown = [row for row in rows if row["standing"] == standing and number_or_none(row["value"]) is not None]
        if shown:
            sketch.bar(
                x=[moment(row["date"]) for row in shown], y=[int(row["value"]) for row in shown], width=_WIDTH,
                base=[members.get(row["date"], 0) if standing == PARTS[1] else 0 for row in shown],
                name=words.label("standing", standing), marker=bar_look(colour, shown), customdata=[mark_of(row) for row in shown],
                hovertext=[hover_of(row, words, "date", words.label("standing", standing)) for row in shown], hovertemplate=HOVER,
            )  # fmt: skip
            hollow = all(row["certainty"] == "reported" for row in shown)
            keys.append((words(f"charts.party-membership.{standing}"), colour, None, "□" if hollow else "■"))
    return keys


def _meetings(sketch: Sketch, rows: Sequence[Row], totals: dict[date, int], size: float, words: Words) -> list[Key]:
    """Draw what congresses counted, members and candidates in one mark where both are known, and return its name."""
    by_day: dict[date, list[Row]] = {}
    for row in rows:
        if number_or_none(row["value"]) is not None:
            by_day.setdefault(row["date"], []).append(row)
    if not by_day:
        return []
    hollow = {day: any(row["certainty"] == "reported" for row in own) for day, own in by_day.items()}
    sketch.scatter(
        x=[moment(day) for day in by_day], y=[totals.get(day, int(own[0]["value"])) for day, own in by_day.items()], mode="markers",
        name=words("charts.party-membership.meeting"), customdata=[mark_of(*own) for own in by_day.values()],
        marker={
            "size": size, "color": palette.INK, "line": {"width": 1.5, "color": palette.INK},
            "symbol": ["circle-open" if hollow[day] else "circle" for day in by_day],
        },
        hovertext=["<br>".join(_counted(own, words)) for own in by_day.values()], hovertemplate=HOVER,
    )  # fmt: skip
    return [(words("charts.party-membership.meeting"), palette.INK, None, "●")]


def _counted(rows: Iterable[Row], words: Words) -> list[str]:
    """Return the occasion and each figure of one day, as lines."""
    own = list(rows)
    figures = [f"{words.label('standing', row['standing'])}: <b>{figure_in_words(row, words)}</b>" for row in own]
    return [words.label("occasion", own[0]["occasion"]), words.day(own[0]["date"]), *figures, words.label("certainty", own[0]["certainty"])]


def read_totals(rows: Sequence[Row], scene: Scene) -> list[tuple[Row, list[Row]]]:
    """Return the printed totals of rolls that were read, each with the rows drawn that make it up."""
    table = scene.tables["totals"]
    found = []
    for total in records(table[(table["table"] == "party_membership") & (table["certainty"] != "reported")]):
        condition = Condition(str(total["where"]))
        met = [row for row in rows if condition.meets({column: _cell(row[column]) for column in condition.columns})]
        if met and sum(number_or_none(row["value"]) or 0 for row in met) == int(total["printed"]):
            found.append((total, met))
    return found


def _cell(value: Any) -> str:
    """Return a cell as conditions of the record write it."""
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _read_totals(sketch: Sketch, rows: Sequence[Row], size: float, scene: Scene) -> list[Key]:
    """Draw a solid mark on the bar whose printed total was read, and return its name."""
    words, found = scene.words, read_totals(rows, scene)
    if not found:
        return []
    sketch.scatter(
        x=[moment(met[0]["date"]) for _, met in found], y=[int(total["printed"]) for total, _ in found], mode="markers",
        name=words("charts.party-membership.read_total"), customdata=[mark_of(total, *met) for total, met in found],
        marker={"size": size, "color": palette.INK, "symbol": "diamond", "line": {"width": 1.5, "color": palette.INK}},
        hovertext=[words("charts.party-membership.read_hover", printed=total["printed"], day=met[0]["date"]) for total, met in found],
        hovertemplate=HOVER,
    )  # fmt: skip
    return [(words("charts.party-membership.read_total"), palette.INK, None, "◆")]


def _numbers(sketch: Sketch, totals: dict[date, int], met: dict[date, int], rows: Sequence[Row], span: float, scene: Scene) -> None:
    """Write the totals above their bars; where they do not fit, those of the first, the lowest and the last day."""
    slot = scene.width * 0.84 / span
    days: list[date] = sorted(totals)
    fits = all(text_width(scene.words.number(value), scene.label) < slot * 0.98 for value in totals.values())
    if days and not fits:
        ends = days[:1] + days[1:][-1:]
        lowest = min(days, key=totals.__getitem__)
        apart = all(abs(moment(lowest) - moment(end)) * slot > text_width("0,000,000", scene.label) * 1.1 for end in ends)
        days = [*ends, lowest] if apart else ends
    for day in days:
        near = [value for when, value in met.items() if abs(moment(when) - moment(day)) < _WIDTH]
        side = 0 if fits else int(day == min(days)) - int(day == max(days))  # where space is short, the ends stand inwards
        figure = _told(totals[day], [row for row in rows if row["date"] == day], scene.words)
        sketch.words(
            x=moment(day) - side * _WIDTH / 2, xanchor={0: "center", 1: "left", -1: "right"}[side], y=max([totals[day], *near]),
            yanchor="bottom", yshift=scene.label * 0.45, text=figure, font={"color": palette.INK},
        )  # fmt: skip


def _told(total: int, rows: Sequence[Row], words: Words) -> str:
    """Return a total with the qualifier of its parts; a lower bound has an arrow upwards."""
    qualifiers = {str(row["qualifier"]) for row in rows}
    if qualifiers <= {"exact"}:
        return words.number(total)
    qualifier = "more_than" if qualifiers & OPEN else "about"
    figure = words.figure(total, None, None, qualifier)
    return words("charts.party-membership.open_end", figure=figure) if qualifier == "more_than" else figure


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how far the rolls fell, how much of it in 1937, and that expelled and arrested are different measures."""
    words, rolls = scene.words, frame[frame["occasion"] == ROLL]
    disjoint = disjoint_in(scene)
    totals = {day.year: value for day, value in wholes(rolls, disjoint).items()}
    first, last = _ends(frame, scene)
    drawn = campaigns(scene, first, last)
    sentences = [words("charts.party-membership.shown", count=frame["date"].nunique(), first=frame["date"].min(), last=frame["date"].max())]
    title = None
    if len(totals) > 1:
        start, low = min(totals), min(totals, key=totals.__getitem__)
        fall = 1 - totals[low] / totals[start]
        if fall >= _FALL:
            title = words("charts.party-membership.title", fall=fall, first=start, low=low)
            sentences.append(_fall(totals, start, low, words))
    measures, sources = _measures(scene, disjoint, first, last)
    if measures:
        sentences.append(measures)
    hollow = int((frame["certainty"] == "reported").sum())
    if hollow:
        sentences.append(words("charts.party-membership.hollow", count=hollow))
    sentences.append(words("charts.party-membership.cannot_show"))
    subtitle = None if drawn else words("charts.party-membership.subtitle_rolls", period=scene.period)
    return Reading(title, subtitle, tuple(sentences), sources=(*sources_of(drawn), *sources))


def _fall(totals: dict[int, int], start: int, low: int, words: Words) -> str:
    """Return the fall of the rolls, and the part of it that came in 1937 where both its ends are known."""
    both = {YEAR, YEAR + 1} <= totals.keys() and start <= YEAR < low
    key = "fall_with_year" if both else "fall"
    in_year = totals[YEAR] - totals[YEAR + 1] if both else 0
    return words(
        f"charts.party-membership.{key}", first=start, before=totals[start], low=low, after=totals[low], year=YEAR, in_year=in_year
    )


def _measures(scene: Scene, disjoint: Disjoint, first: float, last: float) -> tuple[str, tuple[str, ...]]:
    """Return that expulsions of 1937 and arrests are different measures, with the sources; nothing where 1937 is not shown."""
    words, table, estimates = scene.words, scene.tables["party_expulsions"], scene.tables["estimates"]
    parts = table[(table["campaign"] == "expulsions_1937") & (table["measure"] == "expelled") & table["preferred"].fillna(False)]
    said = estimates[(estimates["question"] == "party_members_arrested") & estimates["preferred"].fillna(False)]
    expelled = total_of(parts, disjoint)
    if expelled is None or said.empty or not first < YEAR + 0.5 < last:
        return "", ()
    rounded = "about" if (parts["qualifier"] == "about").any() else "exact"
    arrested = records(said)[0]
    text = words(
        "charts.party-membership.measures",
        expelled=words.figure(expelled, None, None, rounded),
        arrested=figure_in_words(arrested, words),
        year=YEAR,
        author=arrested["author"],
    )
    return text, (str(arrested["source_id"]),)


CHART = Chart(
    id="party-membership",
    table="party_membership",
    filters={PERIOD: On(("date",)), FIGURES: On(("source_id",))},
    window=Months("1933-01", "1941-12"),
    beside=("party_expulsions", "events", "totals", "estimates", "definitions"),
    prepare=prepare,
    draw=draw,
    read=read,
    panels=(ROLLS, CAMPAIGNS),
)
