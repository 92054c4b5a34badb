"""Sums that refuse to mix, and gaps that stay gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.errors import MixError
from dashboard.tables import Tables, records
from dashboard.transforms import disjoint_of, require_addable, sum_of, total_of, totals_by

DISJOINT = {"shot": frozenset({"exiled"}), "convicted": frozenset[str](), "exiled": frozenset({"shot"})}


def frame(*rows: tuple[int, str, str, int | None]) -> pd.DataFrame:
    years, bases, counts, values = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {"year": list(years), "basis": list(bases), "counts": list(counts), "value": pd.array(list(values), dtype="Int64")},
    )


MIXING = frame((1937, "return", "shot", 11), (1937, "return", "exiled", 22), (1938, "return", "shot", 33))


def test_disjoint_populations_are_read_from_the_definitions(tables: Tables) -> None:
    disjoint = disjoint_of(tables["definitions"])
    assert disjoint["limit_category_1"] == {"limit_category_2"}
    assert disjoint["estimated"] == frozenset()
    assert set(disjoint) == set(tables["definitions"]["counts"])


def test_rows_of_one_basis_and_apart_populations_are_added() -> None:
    before = MIXING.copy(deep=True)
    assert total_of(MIXING, DISJOINT) == 66
    assert totals_by(MIXING, "year", DISJOINT).to_dict() == {1937: 33, 1938: 33}
    pd.testing.assert_frame_equal(MIXING, before)


def test_figures_of_different_basis_are_refused() -> None:
    rows = frame((1937, "return", "shot", 11), (1938, "limit", "shot", 22), (1938, "estimate", "shot", 33))
    message = (
        "figures of different basis are never added: estimate, limit, return. "
        "Records, limits, name lists and estimates each measure something else."
    )
    for add in (lambda: require_addable(rows, DISJOINT), lambda: total_of(rows, DISJOINT), lambda: totals_by(rows, "year", DISJOINT)):
        with pytest.raises(MixError) as caught:
            add()
        assert str(caught.value) == message


@pytest.mark.parametrize("order", [1, -1])
def test_figures_of_overlapping_populations_are_refused(order: int) -> None:
    rows = frame((1937, "return", "shot", 11), (1937, "return", "convicted", 22))[::order]
    message = "convicted and shot may count some of the same people, so adding them could count these people twice."
    for add in (lambda: require_addable(rows, DISJOINT), lambda: total_of(rows, DISJOINT), lambda: totals_by(rows, "year", DISJOINT)):
        with pytest.raises(MixError) as caught:
            add()
        assert str(caught.value) == message


def test_populations_that_overlap_in_two_entries_are_summed_apart() -> None:
    rows = frame((1937, "return", "shot", 11), (1938, "return", "convicted", 22), (1938, "return", "convicted", 33))
    assert totals_by(rows, "year", DISJOINT).to_dict() == {1937: 11, 1938: 55}


def test_a_refusal_holds_even_where_a_row_is_a_gap() -> None:
    with pytest.raises(MixError):
        total_of(frame((1937, "return", "shot", None), (1937, "return", "convicted", 22)), DISJOINT)


def test_populations_that_nobody_declared_disjoint_are_taken_to_overlap() -> None:
    with pytest.raises(MixError):
        require_addable(frame((1937, "return", "a", 11), (1937, "return", "b", 22)), {})


def test_different_years_may_give_different_populations() -> None:
    rows = frame((1937, "return", "shot", 11), (1938, "return", "convicted", 22))
    assert totals_by(rows, "year", DISJOINT).to_dict() == {1937: 11, 1938: 22}


def test_a_sum_over_a_gap_is_a_gap() -> None:
    rows = frame((1937, "return", "shot", 11), (1937, "return", "exiled", None), (1938, "return", "shot", 33))
    assert total_of(rows, DISJOINT) is None
    sums = totals_by(rows, "year", DISJOINT)
    assert sums.dtype == pd.Int64Dtype()
    assert pd.isna(sums[1937])
    assert sums[1938] == 33


def test_a_sum_of_nothing_is_a_gap_and_not_zero() -> None:
    assert total_of(frame(), DISJOINT) is None
    assert totals_by(frame(), "year", DISJOINT).empty


def test_zero_is_a_figure() -> None:
    assert total_of(frame((1937, "return", "shot", 0)), DISJOINT) == 0
    assert totals_by(frame((1937, "return", "shot", 0)), "year", DISJOINT).to_dict() == {1937: 0}


def test_codes_that_no_row_has_give_no_sum() -> None:
    rows = MIXING.assign(kind=pd.Categorical(["a", "a", "b"], ["a", "b", "c"]))
    assert totals_by(rows, "kind", DISJOINT).to_dict() == {"a": 33, "b": 33}


def test_the_record_refuses_to_add_those_sentenced_and_those_shot(record: Tables) -> None:
    annual = record["annual_repression"]
    both = annual[(annual["year"] == 1937) & annual["measure"].isin(["convicted", "sentenced_to_death"]) & (annual["scope"] == "all")]
    with pytest.raises(MixError) as caught:
        total_of(both, disjoint_of(record["definitions"]))
    one, other = sorted(both["counts"].unique())
    assert str(caught.value) == f"{one} and {other} may count some of the same people, so adding them could count these people twice."


def test_a_few_rows_are_added_as_a_frame_is() -> None:
    assert sum_of(records(MIXING), DISJOINT) == total_of(MIXING, DISJOINT) == 66
    gappy = frame((1937, "return", "shot", 11), (1938, "return", "shot", None))
    assert sum_of(records(gappy), DISJOINT) is None
    assert sum_of([], DISJOINT) is None
    for rows in (
        ((1937, "return", "shot", 1), (1937, "return", "convicted", 1)),
        ((1937, "return", "shot", 1), (1937, "estimate", "shot", 1)),
    ):
        with pytest.raises(MixError) as of_frame:
            total_of(frame(*rows), DISJOINT)
        with pytest.raises(MixError) as of_rows:
            sum_of(records(frame(*rows)), DISJOINT)
        assert str(of_rows.value) == str(of_frame.value)
