"""Sums that refuse to mix, and gaps that stay gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.errors import MixError
from dashboard.tables import Tables
from dashboard.transforms import overlaps_of, require_addable, total_of, totals_by

OVERLAPS = {"shot": frozenset({"convicted"}), "convicted": frozenset({"shot"}), "exiled": frozenset()}


def frame(*rows: tuple[int, str, str, int | None]) -> pd.DataFrame:
    years, bases, counts, values = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {"year": list(years), "basis": list(bases), "counts": list(counts), "value": pd.array(list(values), dtype="Int64")},
    )


MIXING = frame((1937, "return", "shot", 11), (1937, "return", "exiled", 22), (1938, "return", "shot", 33))


def test_overlaps_are_read_from_the_definitions(tables: Tables) -> None:
    overlaps = overlaps_of(tables["definitions"])
    assert overlaps["executed"] == {"arrested", "sentenced_to_death"}
    assert overlaps["estimated"] == frozenset()
    assert set(overlaps) == set(tables["definitions"]["counts"])


def test_rows_of_one_basis_and_apart_populations_are_added() -> None:
    before = MIXING.copy(deep=True)
    assert total_of(MIXING, OVERLAPS) == 66
    assert totals_by(MIXING, "year", OVERLAPS).to_dict() == {1937: 33, 1938: 33}
    pd.testing.assert_frame_equal(MIXING, before)


def test_figures_of_different_basis_are_refused() -> None:
    rows = frame((1937, "return", "shot", 11), (1938, "limit", "shot", 22), (1938, "estimate", "shot", 33))
    message = (
        "figures of different basis are never added: estimate, limit, return. "
        "Records, limits, name lists and estimates each measure something else."
    )
    for add in (lambda: require_addable(rows, OVERLAPS), lambda: total_of(rows, OVERLAPS), lambda: totals_by(rows, "year", OVERLAPS)):
        with pytest.raises(MixError) as caught:
            add()
        assert str(caught.value) == message


@pytest.mark.parametrize("order", [1, -1])
def test_figures_of_overlapping_populations_are_refused(order: int) -> None:
    rows = frame((1937, "return", "shot", 11), (1938, "return", "convicted", 22))[::order]
    message = "convicted and shot count some of the same people, so adding them would count these people twice."
    for add in (lambda: require_addable(rows, OVERLAPS), lambda: total_of(rows, OVERLAPS), lambda: totals_by(rows, "year", OVERLAPS)):
        with pytest.raises(MixError) as caught:
            add()
        assert str(caught.value) == message


def test_a_refusal_holds_even_where_a_row_is_a_gap() -> None:
    with pytest.raises(MixError):
        total_of(frame((1937, "return", "shot", None), (1937, "return", "convicted", 22)), OVERLAPS)


def test_a_population_that_is_not_defined_overlaps_nothing() -> None:
    require_addable(frame((1937, "return", "a", 11), (1937, "return", "b", 22)), {})


def test_a_sum_over_a_gap_is_a_gap() -> None:
    rows = frame((1937, "return", "shot", 11), (1937, "return", "exiled", None), (1938, "return", "shot", 33))
    assert total_of(rows, OVERLAPS) is None
    sums = totals_by(rows, "year", OVERLAPS)
    assert sums.dtype == pd.Int64Dtype()
    assert pd.isna(sums[1937])
    assert sums[1938] == 33


def test_a_sum_of_nothing_is_a_gap_and_not_zero() -> None:
    assert total_of(frame(), OVERLAPS) is None
    assert totals_by(frame(), "year", OVERLAPS).empty


def test_zero_is_a_figure() -> None:
    assert total_of(frame((1937, "return", "shot", 0)), OVERLAPS) == 0
    assert totals_by(frame((1937, "return", "shot", 0)), "year", OVERLAPS).to_dict() == {1937: 0}


def test_codes_that_no_row_has_give_no_sum() -> None:
    rows = MIXING.assign(kind=pd.Categorical(["a", "a", "b"], ["a", "b", "c"]))
    assert totals_by(rows, "kind", OVERLAPS).to_dict() == {"a": 33, "b": 33}


def test_the_record_refuses_to_add_those_sentenced_and_those_shot(record: Tables) -> None:
    annual = record["annual_repression"]
    both = annual[(annual["year"] == 1937) & annual["measure"].isin(["convicted", "sentenced_to_death"]) & (annual["scope"] == "all")]
    with pytest.raises(MixError) as caught:
        total_of(both, overlaps_of(record["definitions"]))
    one, other = sorted(both["counts"].unique())
    assert str(caught.value) == f"{one} and {other} count some of the same people, so adding them would count these people twice."
