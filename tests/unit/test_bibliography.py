"""What rests on each source, and the order of the list."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.bibliography import behind_charts, behind_headlines, entries, opening_frame, resting, source_columns
from dashboard.charts import BY_ID, CHARTS
from dashboard.headlines import HEADLINES, headline_rows
from dashboard.shares import share_of
from dashboard.tables import Tables


def _sources(*rows: tuple[str, str, str]) -> pd.DataFrame:
    cells: dict[str, Any] = {"container": None, "pages": None, "year": 1991, "url": None, "note": None}
    return pd.DataFrame(
        [
            {"source_id": f"s{place}", "kind": kind, "author": author, "title": title, **cells}
            for place, (kind, author, title) in enumerate(rows)
        ]
    )


def test_sources_stand_by_kind_in_alphabetical_order_of_what_stands_first() -> None:
    found = entries(
        _sources(
            ("monograph", "Z. Abel", "Title"),
            ("article", "A. Zoë", "Title"),
            ("monograph", "A. Ćorić", "Title"),
            ("monograph", "B. Cop", "Title"),
            ("monograph", "Not named", '"Beta" title'),
            ("monograph", "A. Łuk", "Title"),
            ("monograph", "A. Luk", "Atitle"),
        )
    )
    assert {kind: [entry.author or entry.title for entry in listed] for kind, listed in found.items()} == {
        "monograph": ["Abel, Z.", "“Beta” title", "Cop, B.", "Ćorić, A.", "Luk, A.", "Łuk, A."],
        "article": ["Zoë, A."],
    }


def test_nobody_named_is_said_and_the_title_stands_first() -> None:
    entry = entries(_sources(("monograph", "Author not named", "Title")))["monograph"][0]
    assert (entry.author, entry.unnamed, entry.title, entry.appeared) == ("", "Author not named", "Title", "1991")


def test_a_year_that_the_title_says_is_not_said_twice() -> None:
    assert entries(_sources(("archival", "Office", "Report of 11 March 1991")))["archival"][0].appeared == ""


def test_rows_charts_and_mentions_are_counted_for_each_source(tables: Tables) -> None:
    found = resting(tables)
    assert list(found) == ["source_a", "source_b", "source_c"]
    assert found["source_a"].figures == {
        "annual_repression": 9, "mass_operation_progress": 6, "estimates": 1, "phases": 2, "events": 2, "totals": 2,
    }  # fmt: skip
    assert found["source_a"].mentions == {"definitions": 12, "corrections": 1, "discrepancies": 1}  # both statements: one row
    assert {"sentences-by-year", "arrests-executions"} <= set(found["source_a"].opening)
    assert found["source_c"].figures == {"estimates": 1}
    assert found["source_c"].mentions == {}


def test_a_chart_that_shows_a_source_only_on_choice_is_told_apart(tables: Tables) -> None:
    """Source B has the preferred arrests of 1938 but only a rival figure of the death sentences of 1937."""
    found = resting(tables)["source_b"]
    assert "arrests-executions" in found.opening
    assert "sentences-by-year" in found.on_choice
    assert set(found.opening) & set(found.on_choice) == set()


def test_every_source_of_the_record_has_something_resting_on_it(record: Tables) -> None:
    found = resting(record)
    assert [source_id for source_id, one in found.items() if not one.figures and not one.mentions] == []
    rows = sum(len(record[name]) for name, table in record.package.tables.items() if source_columns(table) and "certainty" in table.fields)
    assert sum(sum(one.figures.values()) for one in found.values()) >= rows


def test_each_opening_chart_is_named_by_a_source_that_it_draws(record: Tables) -> None:
    found = resting(record)
    for chart in CHARTS:
        drawn = set(opening_frame(chart, record)["source_id"])
        assert {source_id for source_id, one in found.items() if chart.id in one.opening} >= drawn
        assert drawn


def test_the_rows_behind_the_first_view_are_counted_once(tables: Tables) -> None:
    rows = pd.concat([headline_rows(headline, tables) for headline in HEADLINES])
    assert rows["mark"].duplicated().any(), "a row of two headlines is what this test is about"
    assert behind_headlines(tables) == share_of("headlines", rows.drop_duplicates("mark")["certainty"])
    frames = [opening_frame(chart, tables) for chart in CHARTS]
    marks = {mark for frame in frames for mark in frame["mark"]}
    assert behind_charts(tables).rows == len(marks)


def test_a_chart_opens_with_the_preferred_rows(tables: Tables) -> None:
    assert opening_frame(BY_ID["sentences-by-year"], tables)["preferred"].all()
