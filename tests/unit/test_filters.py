"""Which rows each filter keeps, and the codes that addresses may name."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.filters import (
    CATEGORY,
    EVENT,
    FIGURES,
    FILTERS,
    LANGUAGE,
    MEASURE,
    PARAMS,
    PERIOD,
    SCALE,
    SCOPE,
    THEME,
    Filter,
    rival_sources,
    vocabulary,
)
from dashboard.schema import Package
from dashboard.selection import Months
from dashboard.tables import Tables


def kept(known: Filter[Any], frame: pd.DataFrame, value: Any, *columns: str) -> list[int]:
    assert known.keep is not None
    before = frame.copy(deep=True)
    mask = known.keep(frame, value, columns)
    pd.testing.assert_frame_equal(frame, before)
    assert not mask.isna().any()
    return list(frame.index[mask])


DAYS = pd.DataFrame(
    {
        "start": pd.to_datetime(["1936-12-31", "1937-01-01", "1937-06-30", "1937-12-31", "1938-01-01"]),
        "end": pd.to_datetime(["1937-01-01", None, "1938-02-01", "1937-12-31", None]),
    }
)
YEARS = pd.DataFrame({"year": pd.array([1936, 1937, 1938], dtype="Int64")})


@pytest.mark.parametrize(
    ("span", "rows"),
    [
        (None, [0, 1, 2, 3, 4]),
        (Months("1937-01", "1937-12"), [0, 1, 2, 3]),
        (Months("1937-01", "1937-01"), [0, 1]),
        (Months("1936-12", "1936-12"), [0]),
        (Months("1937-02", "1937-05"), []),
        (Months("1937-12", "1937-12"), [2, 3]),
        (Months("1938-01", "1938-12"), [2, 4]),
        (Months("1938-03", "1938-12"), []),
    ],
)
def test_a_period_keeps_what_touches_it_and_an_open_end_counts_as_its_start(span: Months | None, rows: list[int]) -> None:
    assert kept(PERIOD, DAYS, span, "start", "end") == rows


@pytest.mark.parametrize(
    ("span", "rows"),
    [
        (None, [0, 1, 2]),
        (Months("1937-08", "1937-09"), [1]),
        (Months("1936-12", "1937-01"), [0, 1]),
        (Months("1938-12", "1939-12"), [2]),
        (Months("1939-01", "1939-12"), []),
    ],
)
def test_a_period_keeps_each_year_that_it_touches(span: Months | None, rows: list[int]) -> None:
    assert kept(PERIOD, YEARS, span, "year") == rows


def test_a_period_of_single_days_includes_the_last_day_of_its_last_month() -> None:
    assert kept(PERIOD, DAYS, Months("1937-12", "1937-12"), "start") == [3]


def test_a_period_keeps_its_own_months() -> None:
    months = pd.DataFrame({"month": pd.PeriodIndex(["1937-07", "1937-08", "1938-11", "1938-12"], freq="M")})
    assert kept(PERIOD, months, Months("1937-08", "1938-11"), "month") == [1, 2]
    assert kept(PERIOD, months, None, "month") == [0, 1, 2, 3]


def test_a_period_keeps_the_rows_of_a_frame_with_any_index() -> None:
    frame = YEARS.set_axis([7, 5, 9])
    assert kept(PERIOD, frame, Months("1937-01", "1938-12"), "year") == [5, 9]
    assert kept(PERIOD, frame, None, "year") == [7, 5, 9]


@pytest.mark.parametrize("known", [MEASURE, CATEGORY])
@pytest.mark.parametrize(("codes", "rows"), [(None, [0, 1, 2]), (frozenset(), []), (frozenset("a"), [0]), (frozenset("ab"), [0, 1])])
def test_codes_keep_their_rows_and_none_chosen_keeps_nothing(known: Filter[Any], codes: frozenset[str] | None, rows: list[int]) -> None:
    frame = pd.DataFrame({"code": pd.Categorical(["a", "b", None], ["a", "b", "c"])})
    assert kept(known, frame, codes, "code") == rows


@pytest.mark.parametrize(
    ("scopes", "choice", "rows"),
    [
        (["all", "some", "all"], "", [0, 2]),
        (["all", "some", "all"], "some", [1]),
        (["all", "some", "all"], "all", [0, 2]),
        (["some", "some", "other"], "", [0, 1, 2]),
        (["some", "some", "other"], "all", []),
        ([], "", []),
    ],
)
def test_without_a_choice_all_cases_are_kept_where_they_are_counted(scopes: list[str], choice: str, rows: list[int]) -> None:
    assert kept(SCOPE, pd.DataFrame({"scope": pd.Series(scopes, dtype="str")}), choice, "scope") == rows


@pytest.mark.parametrize(("source", "rows"), [("", [0]), ("source_a", [0, 1]), ("source_b", [2]), ("nobody", [])])
def test_without_a_choice_the_preferred_row_is_kept(source: str, rows: list[int]) -> None:
    frame = pd.DataFrame({"source_id": ["source_a", "source_a", "source_b"], "preferred": pd.array([True, False, None], dtype="boolean")})
    assert kept(FIGURES, frame, source, "source_id") == rows


def test_the_scale_changes_the_drawing_alone() -> None:
    assert SCALE.keep is None


def test_every_filter_takes_a_table_without_rows(tables: Tables) -> None:
    frame = tables["annual_repression"].iloc[:0]
    columns = {PERIOD: "year", FIGURES: "source_id"}
    for known in FILTERS:
        if known.keep is not None:
            assert kept(known, frame, known.param.default, columns.get(known, "measure")) == []


# vocabulary


def test_every_parameter_has_its_codes_read_from_the_record(tables: Tables) -> None:
    known = vocabulary(tables, ["en", "fr"], ["light", "dark"])
    package = tables.package.tables
    assert set(known) == {param.key for param in PARAMS}
    assert known[PERIOD.param.key] == ("1936-01", "1938-12")
    assert known[FIGURES.param.key] == ("source_a", "source_b", "source_c")
    for param, name in ((MEASURE.param, "measure"), (SCOPE.param, "scope"), (CATEGORY.param, "category")):
        declared = [code for table in package.values() if name in table.fields for code in table.fields[name].enum]
        assert known[param.key] == tuple(dict.fromkeys(declared))
    assert known[SCALE.param.key] == ("linear", "log")
    assert known[EVENT.key] == ("ev1", "ev2")
    assert known[LANGUAGE.key] == ("en", "fr")
    assert known[THEME.key] == ("light", "dark")


def test_the_vocabulary_of_the_real_record_holds_every_code_in_use(record: Tables) -> None:
    known = vocabulary(record, ["en"], ["light"])
    first, last = known[PERIOD.param.key]
    assert first.endswith("-01")
    assert last.endswith("-12")
    years = record["annual_repression"]["year"]
    assert int(first[:4]) <= years.min() <= years.max() <= int(last[:4])
    for name, table in record.package.tables.items():
        for key in ("measure", "scope", "category"):
            if key in table.fields:
                assert set(record[name][key].dropna()) <= set(known[key])
        if table.quantity:
            assert set(record[name]["source_id"]) <= set(known[FIGURES.param.key])
    assert list(known[EVENT.key]) == record["events"]["event_id"].tolist()


def test_no_filter_stands_on_a_code_that_means_the_default(record: Tables) -> None:
    known = vocabulary(record, ["en"], ["light"])
    for filter_ in (SCOPE, FIGURES):
        assert filter_.param.default not in known[filter_.param.key]


def test_a_record_without_observations_still_has_bounds() -> None:
    empty = Tables(Package("p", "p", "", {}), "0", {})
    known = vocabulary(empty, ["en"], ["light"])
    assert known[PERIOD.param.key] == ("1921-01", "1953-12")
    assert known[EVENT.key] == known[MEASURE.param.key] == known[FIGURES.param.key] == ()
    assert rival_sources(empty) == ()
