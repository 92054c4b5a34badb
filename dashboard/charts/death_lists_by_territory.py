"""From which territories came the names on the lists, and when?

Caveats: a proposal for a sentence, not an execution; an empty cell means no name before the leadership, not an absence
of terror; territories as of the list's date, so units made from September 1937 stand in rows of their own beside those
out of which they were made; parts that name no territory (Moscow centre, railways, camps, groups) are rows of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import month_ticks, number_or_none
from dashboard.charts._once import disjoint_in, regions_in
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.charts._steps import CELL, HIGH, Cell, draw_cells, step_keys
from dashboard.filters import MEASURE, PERIOD, TERRITORY
from dashboard.selection import Months
from dashboard.tables import MARK, MARKS_JOINED
from dashboard.transforms import total_of, totals_by

CATEGORIES = ("proposed_category_1", "proposed_category_2", "proposed_category_3")
STEPS = (1, 10, 50, 100, 300)  # least number of names of each step of colour
TERRITORIES = "territory"
# sorts of row in the order in which they stand, each with the kinds of territory or of part that it holds
_SORTS = {
    "ssr": ("ssr", "aggregate"),  # a republic that is the sum of its oblasts stands among the republics
    "assr": ("assr",),
    "krai": ("krai",),
    "oblast": ("oblast",),
    "new": ("new",),
    "none": ("moscow_centre", "railway", "group", "camp", "mixed"),
}
_KINDS = {kind: (place, sort) for place, (sort, kind) in enumerate((sort, kind) for sort, kinds in _SORTS.items() for kind in kinds)}
_HEADING = "#"
_TWO_FROM = 900  # width from which the rows stand in two columns, when they are many
_MANY = 30


@dataclass(frozen=True)
class Rows:
    """The rows of the picture: their keys in order, their names, and the sort of each.

    A key is a territory of July 1937, the name of a unit made later, or a kind of part that is no territory.
    """

    order: list[str]
    names: dict[str, str]
    sorts: dict[str, str]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a part of a dated list and category (columns as in death_list_counts; names; a part without a row has none)."""
    return frame[frame["date"].notna()].sort_values(["date", "part_id", "measure"])


def _with_rows(frame: pd.DataFrame, scene: Scene) -> tuple[pd.DataFrame, Rows]:
    """Return the frame with the columns _month and _row (a key of the rows), and the rows."""
    known = regions_in(scene)
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    keys: list[str] = []
    for region, kind, territory in zip(frame["region_id"], frame["part_kind"], frame["territory"], strict=True):
        if pd.notna(region):
            key, of, name = str(region), str(known[region]["kind"]), str(known[region]["name"])
        elif kind == TERRITORIES:
            key, of, name = f"new:{territory}", "new", str(territory)
        else:
            key, of, name = f"kind:{kind}", str(kind), scene.words(f"charts.death-lists-by-territory.kind_{kind}")
        keys.append(key)
        names[key], kinds[key] = name, of
    sorts = {key: _KINDS[of][1] for key, of in kinds.items()}
    sequence = list(_SORTS)
    order = sorted(names, key=lambda key: (sequence.index(sorts[key]), _KINDS[kinds[key]][0] if sorts[key] == "none" else 0, names[key]))
    return frame.assign(_row=keys, _month=frame["date"].dt.to_period("M")), Rows(order, names, sorts)


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """A cell a territory and month, the darker the more names; sorts of territory apart, in two columns where there is room."""
    words, sketch = scene.words, Sketch()
    keyed, rows = _with_rows(frame, scene)
    dates = (frame if scene.whole is None else scene.whole)["date"].dt.to_period("M")
    months = list(pd.period_range(dates.min(), dates.max(), freq="M"))
    cells = _cells(keyed, scene)
    columns = 2 if scene.width >= _TWO_FROM and len(rows.order) > _MANY else 1
    parts = _parts(rows, columns)
    deepest = max(len(part) for part in parts)
    line = scene.label * 1.42
    share = (0.42 if scene.narrow else 0.3) if columns == 1 else 0.18
    label_room = scene.width * share
    for place, part in enumerate(parts):
        number = str(place + 1) if place else ""
        width = (1 - share) / 2 if columns == 2 else 1.0
        left = place * (width + share) if columns == 2 else 0.0
        _column(sketch, part, months, cells, rows, scene, number, label_room)
        foot = 1 - len(part) / deepest
        sketch.axis(f"y{number}", range=[len(part) - 0.5, -0.5], domain=[foot, 1], anchor=f"x{number}", showgrid=False, ticks="")
        sketch.axis(
            f"x{number}", range=[-0.5, len(months) - 0.5], domain=[left, left + width], anchor=f"y{number}", showline=False,
            **month_ticks(months, scene.width * (1 - share) * 0.9 / columns / len(months), scene),
        )  # fmt: skip
    sketch.layout(barmode="overlay", height=deepest * line)
    none: Key = (words("charts.death-lists-by-territory.key_none"), palette.SPAN, None, CELL, 1.0)
    sketch.key(none, *step_keys(palette.DEATH, STEPS, words))
    return sketch.figure()


def _parts(rows: Rows, columns: int) -> list[list[str]]:
    """Return the lines of each column: the keys of its rows, and before each sort, or its continuation, its heading."""
    half = len(rows.order) if columns == 1 else (len(rows.order) + 1) // 2
    parts = []
    for keys in (rows.order[:half], rows.order[half:]) if columns == 2 else (rows.order,):
        lines: list[str] = []
        for place, key in enumerate(keys):
            if not place or rows.sorts[key] != rows.sorts[keys[place - 1]]:
                lines.append(f"{_HEADING}{rows.sorts[key]}")
            lines.append(key)
        parts.append(lines)
    return parts


Cells = dict[tuple[str, pd.Period], tuple[int | None, str, int]]


def _cells(keyed: pd.DataFrame, scene: Scene) -> Cells:
    """Return, for each row and month that holds names, their number, the marks of its rows and in how many lists they stand."""
    disjoint = disjoint_in(scene)
    cell = [f"{key}|{month}" for key, month in zip(keyed["_row"], keyed["_month"], strict=True)]
    sums = totals_by(keyed.assign(_cell=cell), "_cell", disjoint)
    marks: dict[tuple[str, pd.Period], list[str]] = {}
    lists: dict[tuple[str, pd.Period], set[int]] = {}
    for key, month, mark, of in zip(keyed["_row"], keyed["_month"], keyed[MARK], keyed["list_id"], strict=True):
        marks.setdefault((key, month), []).append(mark)
        lists.setdefault((key, month), set()).add(of)
    return {at: (number_or_none(sums[f"{at[0]}|{at[1]}"]), MARKS_JOINED.join(of), len(lists[at])) for at, of in marks.items()}


def _column(
    sketch: Sketch,
    part: list[str],
    months: list[pd.Period],
    cells: Cells,
    rows: Rows,
    scene: Scene,
    number: str,
    room: float,
) -> None:
    """Add the cells and the names of one column of rows."""
    words = scene.words
    held = [
        Cell(
            place, column, cell[0], cell[1],
            words(
                "charts.death-lists-by-territory.hover", name=rows.names[key], month=str(month),
                figure=words.figure(cell[0], None, None, "exact"), count=cell[2],
            ),
        )
        for place, key in enumerate(part) for column, month in enumerate(months) if (cell := cells.get((key, month)))
    ]  # fmt: skip
    named = {place: rows.names[key] for place, key in enumerate(part) if key in rows.names}
    draw_cells(sketch, held, named, palette.DEATH, STEPS, xaxis=f"x{number}", yaxis=f"y{number}")
    sketch.shape(  # the ground: a month without a name is pale
        type="path", xref=f"x{number}", yref=f"y{number}", fillcolor=palette.SPAN, line={"width": 0}, layer="below",
        path="".join(f"M-0.5,{place - HIGH / 2}H{len(months) - 0.5}V{place + HIGH / 2}H-0.5Z" for place in named),
    )  # fmt: skip
    for place, key in enumerate(part):
        if key.startswith(_HEADING):
            text = words(f"charts.death-lists-by-territory.sort_{key.removeprefix(_HEADING)}")
            wide = text_width(text, scene.label) > scene.width - room - scene.label  # it then begins above the names
            sketch.words(
                xref=f"x{number}", yref=f"y{number}", x=len(months) - 0.5 if wide else -0.5, y=place + 0.08,
                xanchor="right" if wide else "left", yanchor="middle", font={"color": palette.MUTED}, text=text,
            )  # fmt: skip
    fitting = [_fitting(name, room, scene.label) for name in named.values()]
    sketch.axis(f"y{number}", tickvals=list(named), ticktext=fitting, tickfont={"color": palette.INK})


def _fitting(name: str, room: float, size: float) -> str:
    """Return a name in one line, shortened where the room is too small."""
    return name if text_width(name, size) <= room else f"{wrap(name, room - size, size)[0]} …"


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return how many names stand in how many rows, what share stands under no territory, and what an empty cell means."""
    words, disjoint = scene.words, disjoint_in(scene)
    chosen = [words.label("measure", measure) for measure in CATEGORIES if (frame["measure"] == measure).any()]
    total = total_of(frame, disjoint)
    territories = frame[frame["part_kind"] == TERRITORIES]
    count = territories["region_id"].fillna(territories["territory"]).nunique()
    subtitle = words("charts.death-lists-by-territory.subtitle_of", period=scene.period, categories=chosen)
    sentences, title = [], None
    if total:
        sentences.append(words("charts.death-lists-by-territory.shown", total=total, count=count))
        centre = total_of(frame[frame["part_kind"] == "moscow_centre"], disjoint)
        elsewhere = total_of(frame[~frame["part_kind"].isin([TERRITORIES, "moscow_centre"])], disjoint)
        if centre:
            title = words("charts.death-lists-by-territory.title_centre", share=centre / total)
        if centre and elsewhere:
            sentences.append(words("charts.death-lists-by-territory.stands_out", centre=centre, elsewhere=elsewhere))
    new = territories[territories["region_id"].isna()]["territory"].nunique()
    sentences += [words("charts.death-lists-by-territory.new_units", count=new)] if new else []
    return Reading(title, subtitle, (*sentences, words("charts.death-lists-by-territory.cannot_show")))


def _places(frame: pd.DataFrame, scene: Scene) -> list[int]:
    """Return the place of each row's territory."""
    keyed, rows = _with_rows(frame, scene)
    return [rows.order.index(key) for key in keyed["_row"]]


CHART = Chart(
    id="death-lists-by-territory",
    table="death_list_counts",
    filters={
        PERIOD: On(("date",)),
        MEASURE: On(("measure",), offers=CATEGORIES, default=CATEGORIES[:1]),
        TERRITORY: On(("region_id",)),
    },
    window=Months("1937-02", "1938-09"),
    beside=("definitions", "regions"),
    prepare=prepare,
    draw=draw,
    read=read,
    splits=_places,
)
