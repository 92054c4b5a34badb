"""What the record lacks, counted from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.charts import CHARTS
from dashboard.gaps import Gap, lacking
from dashboard.tables import Tables, load_tables
from tests.package import append, line_where, plant


def _counted(tables: Tables) -> dict[str, Gap]:
    return {gap.id: gap for gap in lacking(tables).counted}


def test_what_the_record_does_not_hold_at_all_is_left_out(tables: Tables) -> None:
    observed = {"annual_repression", "mass_operation_progress", "estimates", "phases", "events"}
    drawn = {name for chart in CHARTS for name in (chart.table, *chart.joined, *chart.beside)}
    assert _counted(tables) == {
        gap.id: gap
        for gap in (
            Gap("rows_read", 24, 26),
            Gap("works_read", 3, 3),
            Gap("sources_with_address", 1, 3),
            Gap("discrepancies_settled", 1, 1),
            Gap("tables_drawn", len(observed & drawn), len(observed)),
        )
    }


def test_years_without_a_figure_are_named(tables: Tables) -> None:
    assert lacking(tables).years == {
        "sentenced_to_confinement": (1936,),
        "sentenced_to_exile": (1936, 1938),
        "sentenced_to_other_measures": (1936, 1938),
    }


def test_a_source_of_which_nothing_was_read_is_named(folder: Path) -> None:
    for letter in "bc":
        line = line_where(folder, "estimates", author=f"Author {letter.upper()}")
        plant(folder, "estimates", line, "certainty", "reported")
        plant(folder, "estimates", line, "check_url", "")
    found = lacking(load_tables(folder))
    assert found.unread == ("source_b", "source_c")
    assert next(gap for gap in found.counted if gap.id == "works_read") == Gap("works_read", 1, 3)


@pytest.fixture
def territories(folder: Path) -> Tables:
    """Two territories and a sum of territories; one has a limit, one a population of its own."""
    read = {"source_id": "source_a", "locator": "p. 1", "certainty": "confirmed", "check_url": "https://example.org/a"}
    named = {"name": "A", "name_ru": "А", "boundary_note": "None.", "population_mapping": "same_unit"}
    for region_id, kind, people in (("one_oblast", "oblast", "11"), ("two_krai", "krai", ""), ("ussr", "aggregate", "33")):
        census = {"population_1939_source_id": "source_a", "population_1939_certainty": "confirmed"} if people else {}
        append(folder, "regions", {"region_id": region_id, "kind": kind, "population_1939": people, **named, **census, **read})
    figure = {"value": "11", "qualifier": "limit", "basis": "order_limit", "counts": "limit_category_1", "preferred": "true"}
    order = {"decided_on": "1937-07-30", "order_group": "union_republics", "order_line": "1"}
    append(folder, "limits", {"region_id": "two_krai", "measure": "limit_category_1", **order, **figure, **read})
    return load_tables(folder)


def test_territories_are_counted_without_sums_of_territories(territories: Tables) -> None:
    found = _counted(territories)
    assert found["territories_in_limits"] == Gap("territories_in_limits", 1, 2)
    assert found["territories_in_limit_outcomes"] == Gap("territories_in_limit_outcomes", 0, 2)
    assert found["territories_with_census"] == Gap("territories_with_census", 1, 2)


def test_no_more_is_known_than_there_is_to_know(record: Tables) -> None:
    found = lacking(record)
    assert all(0 <= gap.known <= gap.whole for gap in found.counted)
    assert {gap.id for gap in found.counted} >= {"lines_read", "dated_1937", "dated_1938", "territories_in_limits"}
    assert set(found.unread) <= set(record["sources"]["source_id"])
    assert 1939 in found.years["arrested"]
