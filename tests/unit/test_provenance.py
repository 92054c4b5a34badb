"""Where a mark comes from: every row of the record can be told, with its rivals and disputes."""

from __future__ import annotations

import pytest

from dashboard.filters import FIGURES, PHASE
from dashboard.provenance import as_text, speaking, trace
from dashboard.rivals import draw_rivals
from dashboard.tables import MARK, Tables, records
from dashboard.words import Words


def mark_where(tables: Tables, table: str, **cells: object) -> str:
    frame = tables[table]
    for column, cell in cells.items():
        frame = frame[frame[column] == cell]
    assert len(frame) == 1
    return str(frame[MARK].iloc[0])


def test_a_row_tells_its_figure_what_it_counts_and_its_source(tables: Tables, words: Words) -> None:
    mark = mark_where(tables, "annual_repression", year=1937, measure="arrested")
    told = trace(mark, tables, words)
    assert told is not None
    assert told.figure == "66 people"
    assert told.heading == "1937 · Arrested · All cases of state security"
    assert (told.counted, told.includes, told.leaves_out) == ("People counted.", "All.", "None.")
    assert told.source == "Author A, Title A, Town: Press A, pp. 1-2, 1991"
    assert (told.locator, told.address) == ("p. 1", "https://example.org/a")
    assert told.basis == words.label("basis", "archival_return")
    assert told.certainty == words.label("certainty", "confirmed")
    assert told.rivals == ()
    assert told.link == f"/data?table=annual_repression&row={mark.partition('/')[2]}"
    assert told.source in told.citation
    assert tables.version in told.citation


def test_rivals_stand_together_and_the_one_shown_is_named(tables: Tables, words: Words) -> None:
    mark = mark_where(tables, "estimates", source_id="source_b")
    told = trace(mark, tables, words)
    assert told is not None
    assert [(rival.figure, rival.preferred, rival.low, rival.high) for rival in told.rivals] == [
        ("about 55", True, None, None),
        ("44 to 77", False, 44, 77),
        ("more than 88", False, None, None),
    ]
    assert mark in {rival.mark for rival in told.rivals}
    figure = draw_rivals(told)
    assert [trace["customdata"][0] for trace in figure["data"]] == [rival.mark for rival in told.rivals]


def test_corrections_and_disputes_touch_the_rows_that_their_key_meets(tables: Tables, words: Words) -> None:
    corrected = trace("phases/first", tables, words)
    assert corrected is not None
    assert corrected.corrections == ("The source prints “1963-08-01”; “1936-08-01” is used. A slip of the pen.",)
    disputed = trace(mark_where(tables, "annual_repression", year=1938, measure="sentenced_to_death"), tables, words)
    assert disputed is not None
    assert [(dispute.subject, dispute.status) for dispute in disputed.disputes] == [("Sum", "settled")]
    assert disputed.disputes[0].statements == ("The sum is 56. (Author A, 1991)", "The parts add to 55. (Author A, 1991)")
    untouched = trace(mark_where(tables, "annual_repression", year=1936, measure="arrested"), tables, words)
    assert untouched is not None
    assert untouched.disputes == ()


def test_a_row_offers_what_can_be_chosen_of_it(tables: Tables, words: Words) -> None:
    event = trace("events/ev1", tables, words)
    assert event is not None
    assert [(choice.key, choice.value, choice.label) for choice in event.choices] == [(PHASE.param.key, "first", "First")]
    rival = trace(mark_where(tables, "annual_repression", year=1937, measure="sentenced_to_death", source_id="source_b"), tables, words)
    assert rival is not None
    assert [(choice.key, choice.value) for choice in rival.choices] == [(FIGURES.param.key, "source_b")]


def test_a_claim_tells_the_verdict_and_what_the_record_says(drawn: Tables, words: Words) -> None:
    claim = trace("article_claims/2", drawn, words)
    assert claim is not None
    assert claim.heading == "About 60 people were arrested in one year"
    assert claim.description == "Rounded: 66 people were arrested in 1937."
    assert claim.citation.startswith("About 60 people were arrested in one year. Author A, ")
    assert "Claim" not in dict(claim.facts).values()
    assert claim.disputes == ()
    assert [(choice.key, choice.value, choice.label) for choice in claim.choices] == [("verdict", "rounding", "Rounded")]


def test_a_row_that_names_a_discrepancy_tells_it(drawn: Tables, words: Words) -> None:
    claims = drawn["article_claims"].assign(discrepancy_id="one_more")
    changed = Tables(drawn.package, "0", {**dict(drawn), "article_claims": claims})
    claim = trace("article_claims/2", changed, words)
    assert claim is not None
    assert [(dispute.subject, dispute.ruling) for dispute in claim.disputes] == [("Sum", "The parts stand.")]


def test_a_row_speaks_from_the_rows_that_its_key_names(drawn: Tables) -> None:
    assert speaking("article_claims/2", drawn) == (mark_where(drawn, "annual_repression", year=1937, measure="arrested"),)
    assert speaking("article_claims/4", drawn) == ("events/ev1",)
    for mark in ("article_claims/5", "events/ev1", "article_claims/99", "", "nothing/1"):
        assert speaking(mark, drawn) == ()


@pytest.mark.parametrize(
    "mark", ["", "annual_repression", "annual_repression/", "nothing/1", "annual_repression/1937", "a/b/c\n", "../phases"]
)
def test_a_mark_of_no_row_is_none(tables: Tables, words: Words, mark: str) -> None:
    assert trace(mark, tables, words) is None


def test_cells_are_written_as_they_stand_in_the_file(tables: Tables) -> None:
    row = tables.row("phases/mass_operation")
    assert row is not None
    text = as_text(row)
    assert (text["start"], text["planned_end"], text["note"]) == ("1937-07-01", "1937-12-31", "")
    figure = records(tables["estimates"])[0]
    assert (as_text(figure)["preferred"], as_text(figure)["window_start"]) == ("true", "1937-01")


def test_every_row_of_the_record_can_be_told(record: Tables, words: Words) -> None:
    for name in record:
        frame = record[name]
        for mark in frame[MARK].iloc[:: max(1, len(frame) // 8)]:
            told = trace(mark, record, words)
            assert told is not None, mark
            assert told.heading, mark
            assert "source_id" not in frame or told.source, mark
