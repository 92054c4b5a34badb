"""Who were the victims, in the words of those who counted them?

Caveats: the contingents are the perpetrators' words; categories are compared only inside one set of cases, territory and
period; figures on clergy are rivals and stand as points; categories printed rarely add to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import figure_in_words, number_or_none
from dashboard.charts._multiples import Entry, Figure, Names, Panel, Row, draw_panels, figure_of, short_names, span_of
from dashboard.charts._once import disjoint_in, of_record
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.filters import MEASURE, PERIOD, SCHEME, TERRITORY
from dashboard.rules import Condition
from dashboard.selection import Months
from dashboard.tables import MARK, records
from dashboard.transforms import sum_of

TABLE = "victim_categories"
RIVALS = "clergy"  # a division whose figures contradict one another
MEASURES = ("arrested", "repressed", "convicted", "sentenced_to_death", "executed", "listed_as_executed", "sentenced_to_confinement")
EVERYWHERE = "ussr"
_COLOURS = {**palette.OF_MEASURE, "repressed": palette.CONTEXT, "listed_as_executed": palette.DEATH}
_SET = ("scheme", "cases", "region_id", "period_start", "period_end", "precision")


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a category of a set of cases (columns as in victim_categories; persons).

    Only what the record prefers; of the clergy, whose figures are disputed, every statement.
    """
    kept = frame["preferred"].fillna(False).astype(bool) | (frame["scheme"] == RIVALS)
    return frame[kept].sort_values([*_SET, "measure", "category"])


def sets_of(frame: pd.DataFrame) -> list[list[Row]]:
    """Return the rows of each set of cases, territory and period that one division divides, in the record's order of divisions."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in records(frame):
        found.setdefault(tuple(row[column] for column in _SET), []).append(row)
    return list(found.values())


def panels_of(frame: pd.DataFrame, scene: Scene) -> list[Panel]:
    """Return a panel a set; the clergy, of whom sources contradict one another, in one panel of points."""
    panels, rivals, wholes = list[Panel](), list[Row](), wholes_of(scene)
    names = short_names(scene, frame["source_id"])
    for rows in sets_of(frame):
        if rows[0]["scheme"] == RIVALS:
            rivals += rows
        elif entries := tuple(_entries(rows, names, scene)):
            panels.append(Panel(_heading(rows[0], scene), _note(rows, wholes, scene), entries))
    if entries := tuple(_statements(rivals, names, scene)):
        heading, note = (scene.words(f"charts.victim-categories.{part}") for part in ("clergy", "rivals"))
        panels.append(Panel(heading, note, entries, points=True))
    return panels


def _heading(row: Row, scene: Scene) -> str:
    words = scene.words
    return words(
        "charts.victim-categories.heading",
        scheme=words.label("scheme", row["scheme"]),
        when=span_of(row, words),
    )


def _note(rows: Sequence[Row], wholes: Sequence[Whole], scene: Scene) -> str:
    """Return the territory, and for each measure what is printed for all categories and how much of it is not among these."""
    words, row = scene.words, rows[0]
    cases = words.label("cases", row["cases"])
    parts = [] if cases.lower() in words.label("scheme", row["scheme"]).lower() else [f"{cases}."]
    parts += [] if row["region_id"] == EVERYWHERE else [_territory(row, scene)]
    for whole in printed_of(rows, wholes):
        key = "whole_rest" if whole.rest else "whole"
        measure = words.label("measure", whole.measure)
        parts.append(words(f"charts.victim-categories.{key}", measure=measure, printed=whole.printed, rest=whole.rest))
    return " ".join(parts)


def _territory(row: Row, scene: Scene) -> str:
    regions = scene.tables["regions"]
    return f"{regions.loc[regions['region_id'] == row['region_id'], 'name'].iloc[0]}."


@dataclass(frozen=True)
class Whole:
    """What a source prints for all rows of one measure, and how much of it is in none of them; ``marks`` are those rows."""

    measure: str
    printed: int
    rest: int
    marks: frozenset[str]


@of_record
def wholes_of(scene: Scene) -> list[Whole]:
    """Return the printed wholes of the table."""
    totals, register = scene.tables["totals"], scene.tables["discrepancies"]
    rests = dict(zip(register["discrepancy_id"], register["difference"], strict=True))
    every = [(row, {column: _cell(cell) for column, cell in row.items()}) for row in records(scene.tables[TABLE])]
    found = []
    for total in records(totals[totals["table"] == TABLE]):
        condition = Condition(str(total["where"]))
        met = [row for row, cells in every if condition.meets(cells)]
        measures = {str(row["measure"]) for row in met}
        if len(measures) == 1:
            rest = rests.get(total["discrepancy_id"])
            left = 0 if rest is None or pd.isna(rest) else int(rest)
            found.append(Whole(measures.pop(), int(total["printed"]), left, frozenset(row[MARK] for row in met)))
    return found


def printed_of(rows: Sequence[Row], wholes: Sequence[Whole]) -> Iterator[Whole]:
    """Yield the wholes of which exactly the parts are among the rows."""
    for whole in wholes:
        if whole.marks == {row[MARK] for row in rows if row["measure"] == whole.measure}:
            yield whole


def _cell(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def _entries(rows: Sequence[Row], names: Names, scene: Scene) -> Iterator[Entry]:
    """Yield a name a category, the largest first, with a bar a measure."""
    words, by_category = scene.words, dict[str, list[Row]]()
    for row in sorted(rows, key=lambda row: (MEASURES.index(row["measure"]), -(number_or_none(row["value"]) or 0))):
        by_category.setdefault(row["category"], []).append(row)
    for category, held in by_category.items():
        known = [row for row in held if not pd.isna(row["value"])]
        if known:
            yield Entry(words.label("category", category), tuple(_bar(row, names, scene) for row in known))


def _bar(row: Row, names: Names, scene: Scene) -> Figure:
    text = figure_in_words(row, scene.words)
    return figure_of([row], int(row["value"]), text, _hover([row], names, scene), _COLOURS[row["measure"]])


def _hover(rows: Sequence[Row], names: Names, scene: Scene) -> str:
    words, row = scene.words, rows[0]
    certainty = "reported" if any(one["certainty"] == "reported" for one in rows) else row["certainty"]
    return words(
        "charts.victim-categories.hover",
        category=words.label("category", row["category"]),
        measure=words.label("measure", row["measure"]),
        when=span_of(row, words),
        source=names[row["source_id"]],
        certainty=words.label("certainty", certainty),
    )


def _statements(rows: Sequence[Row], names: Names, scene: Scene) -> Iterator[Entry]:
    """Yield each statement on the clergy: who says it, of whom and when; the groups of one report together."""
    words, disjoint = scene.words, disjoint_in(scene)
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault((row["period_start"], row["cases"], row["source_id"], row["measure"]), []).append(row)
    for held in found.values():
        total = sum_of(held, disjoint)
        if total is None:
            continue
        row = held[0]
        name = words(
            "charts.victim-categories.statement",
            who=words.label("cases", row["cases"]),
            measure=words.label("measure", row["measure"]).lower(),
            when=span_of(row, words),
            source=names[row["source_id"]],
        )
        text = figure_in_words(row, words) if len(held) == 1 else words.number(total)
        yield Entry(name, (figure_of(held, total, text, _hover(held, names, scene), _COLOURS[row["measure"]]),))


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A panel a set of cases, each on its own axis."""
    sketch = Sketch()
    panels = panels_of(frame, scene)
    draw_panels(sketch, panels, scene)
    drawn = [figure for panel in panels for entry in panel.entries for figure in entry.figures]
    measures = {figure.look["measure"] for figure in drawn}
    sketch.key(*((scene.words.label("measure", measure), _COLOURS[measure], None) for measure in MEASURES if measure in measures))
    if any(figure.look["certainty"] == "reported" for figure in drawn):
        sketch.key((scene.words("charts.victim-categories.key_hollow"), palette.CONTEXT, None, "□"))
    return sketch.figure()


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return which divisions are shown, the largest category of the first with a printed whole, and what divisions cannot show."""
    words = scene.words
    sets = sets_of(frame)
    schemes = [words.label("scheme", scheme) for scheme in dict.fromkeys(rows[0]["scheme"] for rows in sets)]
    sentences = [words("charts.victim-categories.shown", count=len(schemes), schemes=schemes)]
    title, wholes = None, wholes_of(scene)
    for rows in sets:
        whole = next(printed_of(rows, wholes), None)
        if rows[0]["scheme"] != RIVALS and whole:
            most = max((row for row in rows if row["measure"] == whole.measure), key=lambda row: int(row["value"]))
            category, what = words.label("category", most["category"]), words.label("measure", whole.measure).lower()
            said = {
                "when": span_of(most, words), "category": category, "value": int(most["value"]), "printed": whole.printed, "measure": what,
            }  # fmt: skip
            if most["certainty"] != "reported":
                title = words("charts.victim-categories.title", **said)
            sentences.append(words("charts.victim-categories.stands_out", **said))
            break
    if RIVALS in set(frame["scheme"]):
        sentences.append(words("charts.victim-categories.disputed"))
    sentences.append(words("charts.victim-categories.cannot_show"))
    return Reading(title, sentences=tuple(sentences))


def _places(frame: pd.DataFrame, scene: Scene) -> list[int]:
    """Return the place of each row's panel; the clergy, whose figures stand in one panel, last."""
    divided = frame.groupby(list(_SET), sort=False, dropna=False, observed=True).ngroup()
    return divided.mask(frame["scheme"] == RIVALS, len(frame)).tolist()


CHART = Chart(
    id="victim-categories",
    table=TABLE,
    filters={
        PERIOD: On(("period_start", "period_end")),
        SCHEME: On(("scheme",)),
        MEASURE: On(("measure",), offers=MEASURES),
        TERRITORY: On(("region_id",), default=(EVERYWHERE,)),
    },
    window=Months("1936-10", "1938-12"),
    beside=(TABLE, "totals", "discrepancies", "definitions", "regions", "sources"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=_places,
)
