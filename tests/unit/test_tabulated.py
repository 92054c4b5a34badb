"""The table of a chart's figures: caption, scope, units, sources, and what its cells are sorted by."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.charts import BY_ID, CHARTS
from dashboard.selection import Selection
from dashboard.tabulated import fields_of, table_html


def _table(studio, chart_id: str, words, **changed) -> str:
    picture = replace(studio.picture(BY_ID[chart_id], Selection(), 840), **changed)
    return table_html(picture, fields_of(picture.chart, studio.tables), words)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_every_table_says_what_it_counts_and_where_that_comes_from(drawn_studio, words, chart) -> None:
    picture = drawn_studio.picture(chart, Selection(), 840)
    table = _table(drawn_studio, chart.id, words)
    assert table.count("<caption>") == table.count("<thead>") == 1
    assert '<span class="scope">' in table
    assert table.count('<th scope="row"') == len(picture.frame)
    assert picture.source_line.split()[-1] in table.partition("<tfoot>")[2]
    assert re.findall(r"<th>|<th (?!scope)", table) == []
    assert "\n" not in table


def test_headings_give_the_unit_and_cells_their_order(record_studio, words) -> None:
    table = _table(record_studio, "sentences-by-year", words)
    unit = words("units.person")
    title = record_studio.tables.package.tables["annual_repression"].fields["value"].title
    assert words("card.column", title=title, unit=unit) in table
    frame = record_studio.picture(BY_ID["sentences-by-year"], Selection(), 840).frame
    assert re.findall(r'class="number" data-order="(\d+)">[\d,]+</td>', table) == [str(value) for value in frame["value"]]


def test_what_all_rows_share_stands_once(record_studio, words) -> None:
    table = _table(record_studio, "sentences-by-year", words)
    frame = record_studio.picture(BY_ID["sentences-by-year"], Selection(), 840).frame
    (locator,) = frame["locator"].unique()
    assert table.count(locator) == 1
    assert words("card.table_shared") in table
    one = _table(record_studio, "sentences-by-year", words, frame=frame.head(1))
    assert words("card.table_shared") not in one


def test_a_gap_has_no_order_and_an_empty_frame_no_table(record_studio, words) -> None:
    frame = record_studio.picture(BY_ID["sentences-by-year"], Selection(), 840).frame
    gappy = frame.assign(value=frame["value"].mask(frame["year"] == 1937))
    assert '<td class="number"></td>' in _table(record_studio, "sentences-by-year", words, frame=gappy)
    assert _table(record_studio, "sentences-by-year", words, frame=frame.head(0)) == ""


def test_a_source_leads_to_the_bibliography(record_studio, words) -> None:
    frame = record_studio.picture(BY_ID["phases"], Selection(), 840).frame
    table = _table(record_studio, "phases", words)
    for source in set(frame["source_id"]):
        assert f'href="/sources#{source}"' in table
