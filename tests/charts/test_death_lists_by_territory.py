"""Names on the lists by territory: what is a row, which category stands by default, and the words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts.death_lists_by_territory import CATEGORIES, CHART
from dashboard.filters import MEASURE, TERRITORY
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARK, MARKS_JOINED, Tables
from dashboard.theme import THEMES
from dashboard.words import Words


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def every_mark(shown: Picture) -> list[str]:
    return [mark for trace in shown.figure["data"] for cell in trace["customdata"] for mark in cell.split(MARKS_JOINED)]


def test_every_dated_row_of_the_category_stands_in_one_cell(record: Tables, words: Words) -> None:
    table = record["death_list_counts"]
    for width in (320, 1180):
        first = table[(table["measure"] == CATEGORIES[0]) & table["date"].notna()]
        assert sorted(every_mark(picture(record, words, width=width))) == sorted(first[MARK])
    dated = table[table["date"].notna()]
    all_three = picture(record, words, Selection().choose(MEASURE.param, frozenset(CATEGORIES)))
    assert sorted(every_mark(all_three)) == sorted(dated[MARK])


def test_parts_that_name_no_territory_of_1937_have_rows_of_their_own(tables: Tables, words: Words) -> None:
    layout = picture(tables, words).figure["layout"]
    assert list(layout["yaxis"]["ticktext"]) == ["Second SSR", "First Oblast", "New Oblast", "“Moscow centre”", "Railways"]
    headings = [note["text"] for note in layout["annotations"] if note.get("yref") == "y"]
    assert headings == ["Union republics", "Oblasts", "New from September 1937", "No territory"]


def test_a_cell_names_its_row_month_names_and_lists(tables: Tables, words: Words) -> None:
    (cells,) = picture(tables, words).figure["data"]
    assert "First Oblast<br>March 1937: <b>11</b> names on 1 list" in cells["hovertext"]
    both = Selection().choose(MEASURE.param, frozenset(CATEGORIES))
    (cells,) = picture(tables, words, both).figure["data"]
    assert "First Oblast<br>March 1937: <b>14</b> names on 1 list" in cells["hovertext"]


@pytest.mark.parametrize("width", [900, 1180, 1920])
def test_many_rows_stand_in_two_columns_where_there_is_room(record: Tables, words: Words, width: int) -> None:
    shown = picture(record, words, width=width)
    lines = [len(trace["meta"]["rows"]) for trace in shown.figure["data"]]
    assert len(lines) == 2
    assert abs(lines[0] - lines[1]) <= 4
    assert len(picture(record, words, width=620).figure["data"]) == 1


def test_a_number_that_is_not_recorded_is_an_open_cell(tables: Tables, words: Words) -> None:
    frame = tables["death_list_counts"]
    gap = frame.assign(value=frame["value"].mask(frame["part_kind"] == "railway"))
    changed = Tables(tables.package, "0", {**{name: tables[name] for name in tables}, "death_list_counts": gap})
    (cells,) = picture(changed, words).figure["data"]
    open_cells = [place for place, row in enumerate(cells["y"]) if row == max(cells["y"])]
    assert {cells["marker"]["color"][place] for place in open_cells} == {THEMES["light"].paper}
    assert all("not known" in cells["hovertext"][place] for place in open_cells)


def test_the_reading(tables: Tables, words: Words) -> None:
    shown = picture(tables, words)
    assert shown.title == "14% of these names stand under “Moscow centre”, not under a territory"
    assert shown.sentences == (
        "The cells give 232 names by month for 3 territories, and for headings that are no territory.",
        "33 names stand under “Moscow centre”, a heading apart from Moscow Oblast and generally read as cases of the central NKVD; "
        "22 stand under railways, camps, groups or no territory.",
        "1 territory was made from September 1937 on; the one out of which it was made is smaller from then.",
        "Cases of troikas and albums lie outside these lists, so an empty cell does not mean that nobody was sentenced there.",
    )


def test_the_reading_of_one_territory(tables: Tables, words: Words) -> None:
    shown = picture(tables, words, Selection().choose(TERRITORY.param, frozenset({"first_oblast"})))
    assert shown.title == "From which territories came the names on the lists, and when?"
    assert shown.sentences[0] == "The cells give 11 names by month for 1 territory."


def test_each_territory_of_the_lists_is_a_sort_that_the_picture_knows(record: Tables) -> None:
    parts = record["death_list_counts"]
    kinds = record["regions"].set_index("region_id")["kind"].astype(str)
    assert set(parts["region_id"].dropna().map(kinds)) <= {"ssr", "aggregate", "assr", "krai", "oblast"}
    assert pd.notna(parts[parts["part_kind"] == "territory"]["territory"]).all()
