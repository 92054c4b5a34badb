"""The real record: sound, traced, reconciled, nothing declared for nothing."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from typing import Any

import frictionless
import pandas as pd
import pytest

from dashboard.headlines import HEADLINES, Headline, headline_figure, headline_rows
from dashboard.lesson_files import FOLDER
from dashboard.render import reason_of
from dashboard.rules import Condition
from dashboard.tables import Tables, records
from dashboard.transforms import disjoint_of, total_of
from dashboard.validation import check
from dashboard.words import Words
from tests.package import DESCRIPTOR, RECORD

RAW: dict[str, Any] = json.loads((RECORD / DESCRIPTOR).read_text("utf-8"))
FOUNDING_ARTICLE = "rittersporn_2004"  # read in print, so its rows have no address
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FULL_DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+")
every_headline = pytest.mark.parametrize("headline", HEADLINES, ids=[headline.id for headline in HEADLINES])


def text_rows(table: str) -> list[dict[str, str]]:
    with (RECORD / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def references_to(target: str) -> list[tuple[str, str]]:
    """Return each table and field that the descriptor declares to be a key of ``target``."""
    return [
        (resource["name"], field)
        for resource in RAW["resources"]
        for key in resource["schema"].get("foreignKeys", [])
        if key["reference"]["resource"] == target
        for field in key["fields"]
    ]


def tables_with(*fields: str) -> list[str]:
    return [resource["name"] for resource in RAW["resources"] if {*fields} <= {field["name"] for field in resource["schema"]["fields"]}]


# soundness


def test_the_descriptor_is_valid() -> None:
    package = frictionless.Package.from_descriptor(RAW, basepath=str(RECORD))
    assert [resource.name for resource in package.resources] == [resource["name"] for resource in RAW["resources"]]


def test_check_finds_nothing() -> None:
    assert check(RECORD) == ()


def test_frictionless_finds_nothing() -> None:
    outcome = frictionless.Package(str(RECORD / DESCRIPTOR)).validate()
    assert outcome.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert outcome.valid
    assert outcome.stats["tasks"] == len(RAW["resources"])


def test_every_table_and_field_says_what_it_is() -> None:
    for resource in RAW["resources"]:
        assert resource["title"]
        assert resource["description"].endswith(".")
        for field in resource["schema"]["fields"]:
            assert field["title"], (resource["name"], field["name"])
            assert field["description"].endswith("."), (resource["name"], field["name"])


def test_every_file_of_the_folder_is_declared() -> None:
    declared = {DESCRIPTOR, FOLDER, *(resource["path"] for resource in RAW["resources"])}
    assert {path.name for path in RECORD.iterdir()} == declared
    assert {path.suffix for path in (RECORD / FOLDER).iterdir()} == {".toml"}


def test_every_table_is_sorted_by_its_key_so_that_a_diff_reads_as_history(record: Tables) -> None:
    for name, table in record.package.tables.items():
        keys = [tuple(_sortable(row[column], table.fields[column].type) for column in table.primary_key) for row in text_rows(name)]
        assert keys == sorted(keys), name


def _sortable(cell: str, kind: str) -> int | str:
    return int(cell) if kind == "integer" else cell


# sources, definitions and codes


def test_every_cited_source_exists_and_every_source_is_cited() -> None:
    places = references_to("sources")
    assert places
    cited = {row[field] for table, field in places for row in text_rows(table)} - {""}
    assert cited == {row["source_id"] for row in text_rows("sources")}


def test_every_field_that_names_a_source_is_declared_to_do_so() -> None:
    named = {
        (resource["name"], field["name"])
        for resource in RAW["resources"]
        for field in resource["schema"]["fields"]
        if field["name"].endswith("source_id") and resource["name"] != "sources"
    }
    assert set(references_to("sources")) == named


def test_every_definition_is_used_and_every_population_is_defined() -> None:
    places = references_to("definitions")
    assert places
    used = {row[field] for table, field in places for row in text_rows(table)} - {""}
    assert used == {row["counts"] for row in text_rows("definitions")}


def test_every_discrepancy_with_a_difference_is_that_of_a_total() -> None:
    named = {row["discrepancy_id"] for row in text_rows("totals")} - {""}
    assert {row["discrepancy_id"] for row in text_rows("discrepancies") if row["difference"]} <= named


# certainty


@pytest.mark.parametrize("table", tables_with("certainty", "check_url"))
def test_what_was_read_says_where_and_what_was_not_read_says_nothing(table: str) -> None:
    for line, row in enumerate(text_rows(table), 2):
        place = f"{table}.csv, line {line}"
        if row["certainty"] == "confirmed":
            assert row["check_url"] or row["source_id"] == FOUNDING_ARTICLE, place
        if row["certainty"] == "reported":
            assert row["check_url"] == "", place


def parts_with_their_own_certainty() -> list[tuple[str, str]]:
    """Return each table and part, as ``died`` in people, that has a source, a certainty and an address of its own."""
    return [
        (resource["name"], part)
        for resource in RAW["resources"]
        for part in (field["name"].removesuffix("_certainty") for field in resource["schema"]["fields"])
        if {f"{part}_certainty", f"{part}_source_id", f"{part}_check_url"} <= {field["name"] for field in resource["schema"]["fields"]}
    ]


@pytest.mark.parametrize(("table", "part"), parts_with_their_own_certainty())
def test_a_part_with_its_own_certainty_is_as_traced_as_a_row(table: str, part: str) -> None:
    """The part has a source and a certainty where it has a value, and an address where, and only where, it was read."""
    for line, row in enumerate(text_rows(table), 2):
        place = f"{table}.csv, line {line}, {part}"
        assert bool(row[part]) == bool(row[f"{part}_source_id"]) == bool(row[f"{part}_certainty"]), place
        assert bool(row[f"{part}_check_url"]) == (row[f"{part}_certainty"] == "confirmed"), place


@pytest.mark.parametrize("table", tables_with("certainty"))
def test_every_statement_has_a_source_and_a_place_in_it(table: str) -> None:
    assert all(row["source_id"] and row["locator"] for row in text_rows(table))


@pytest.mark.parametrize("table", tables_with("preferred", "note"))
def test_where_sources_differ_the_choice_has_its_reason(record: Tables, table: str) -> None:
    """Of rivals, the row that is preferred says why in a sentence of its note."""
    quantity = list(record.package.tables[table].quantity)
    frame = record[table].astype(dict.fromkeys(quantity, "str"))
    for key, rivals in frame.groupby(quantity, observed=True):
        if len(rivals) > 1:
            chosen = rivals[rivals["preferred"].fillna(False).astype(bool)]
            assert [note for note in chosen["note"] if reason_of(note)], (table, key)


@every_headline
def test_no_figure_that_was_only_reported_stands_behind_a_headline(record: Tables, headline: Headline) -> None:
    assert set(headline_rows(headline, record)["certainty"]) <= {"confirmed", "computed"}


# totals


def printed_of(headline: Headline, record: Tables) -> list[int]:
    """Return what sources print, less the difference recorded, for exactly the rows of a headline."""
    frame = record[headline.table]
    wanted = set(headline_rows(headline, record).index)
    text = frame.astype("str")
    differences = {row["discrepancy_id"]: int(row["difference"]) for row in text_rows("discrepancies") if row["difference"]}
    printed = []
    for total in text_rows("totals"):
        if total["table"] == headline.table:
            condition = Condition(total["where"])
            met = {index for index, row in zip(text.index, records(text), strict=True) if condition.meets(row)}
            if met == wanted:
                printed.append(int(total["printed"]) - differences.get(total["discrepancy_id"], 0))
    return printed


@every_headline
def test_a_headline_is_the_total_that_sources_print_where_one_is_printed(record: Tables, words: Words, headline: Headline) -> None:
    total = total_of(headline_rows(headline, record), disjoint_of(record["definitions"]))
    assert total is not None
    for printed in printed_of(headline, record):
        assert total == printed
        assert words.number(printed) in headline_figure(headline, record, words).figure


def test_some_headlines_have_a_printed_total(record: Tables) -> None:
    assert sum(bool(printed_of(headline, record)) for headline in HEADLINES) >= 3


def test_every_total_is_the_sum_or_the_number_of_its_parts(record: Tables) -> None:
    """Computed here anew from the frames, apart from the rule of ``check``."""
    differences = {row["discrepancy_id"]: int(row["difference"]) for row in text_rows("discrepancies") if row["difference"]}
    for total in text_rows("totals"):
        frame = record[total["table"]]
        condition = Condition(total["where"])
        met = [condition.meets(row) for row in text_rows(total["table"])]
        parts = frame.loc[met, total["field"]] if total["field"] else pd.Series(1, index=frame.index[met])
        assert len(parts), total["total_id"]
        assert not parts.isna().any(), total["total_id"]
        assert int(total["printed"]) - int(parts.sum()) == differences.get(total["discrepancy_id"], 0), total["total_id"]


def test_the_parts_of_a_total_share_one_basis(record: Tables) -> None:
    """Parts of several bases never make up a total; they may only leave a remainder that is declared as one."""
    remainders = {row["discrepancy_id"] for row in text_rows("discrepancies") if row["kind"] == "definition" and row["difference"]}
    for total in text_rows("totals"):
        frame = record[total["table"]]
        if "basis" in frame:
            condition = Condition(total["where"])
            met = [condition.meets(row) for row in text_rows(total["table"])]
            assert len(set(frame.loc[met, "basis"])) == 1 or total["discrepancy_id"] in remainders, total["total_id"]


def test_ranges_are_in_order(record: Tables) -> None:
    for name in tables_with("value", "value_low", "value_high"):
        frame = record[name]
        for low, high in (("value_low", "value"), ("value", "value_high"), ("value_low", "value_high")):
            both = frame.dropna(subset=[low, high])
            assert (both[low] <= both[high]).all(), (name, low, high)


def test_ends_do_not_come_before_beginnings(record: Tables) -> None:
    for name, first, last in (("phases", "start", "end"), ("events", "date", "end_date"), ("estimates", "window_start", "window_end")):
        both = record[name].dropna(subset=[first, last])
        assert (both[first] <= both[last]).all(), name


def test_a_date_that_an_event_tells_too_is_the_same_in_both(record: Tables) -> None:
    told = record["events"].set_index("event_id")["date"]
    dated = record["operation_dates"].dropna(subset=["event_id"])
    assert len(dated)
    assert (dated["date"] == dated["event_id"].map(told)).all()


def test_the_calendar_of_an_operation_is_in_order(record: Tables) -> None:
    """Nothing begins before it was ordered, and nothing ends before it began."""
    for operation, dates in record["operation_dates"].groupby("operation", observed=True):
        first = dates.groupby("date_kind", observed=True)["date"].min().reindex(["order", "start", "planned_end", "end"]).dropna()
        assert first.is_monotonic_increasing, operation


def test_a_trial_has_one_span_and_nobody_dies_before_its_end(record: Tables) -> None:
    trials = record["show_trials"]
    assert not trials[["trial_id", "start", "end"]].drop_duplicates().duplicated("trial_id").any()
    assert (trials["start"] <= trials["end"]).all()
    assert (trials["death_date"].dropna() > trials["end"]).all()


def test_a_term_stands_with_confinement_and_with_nothing_else(record: Tables) -> None:
    trials = record["show_trials"]
    assert (trials["sentence_years"].notna() == (trials["sentence"] == "confinement")).all()
    assert ((trials["fate"] == "shot_after_the_verdict") == (trials["sentence"] == "death")).all()


def test_a_defendant_dies_on_one_day(record: Tables) -> None:
    """The tables of trials and of people tell one death: the same day, as well known."""
    both = record["show_trials"].dropna(subset=["person_id"]).merge(record["people"], on="person_id", validate="one_to_one")
    assert not both.empty
    for one, other in (("died", "death_date"), ("died_precision", "death_date_precision"), ("died_certainty", "death_date_certainty")):
        differing = both[both[one].astype("str") != both[other].astype("str")]
        assert differing.empty, list(differing["person_id"])
    assert set(record["people"]["person_id"]) & set(record["show_trials"]["defendant_id"]) == set(both["person_id"])


def test_no_gap_was_read_as_zero(record: Tables) -> None:
    """Every integer cell that is empty in the file is a gap in the frame, and no other one is."""
    for name, table in record.package.tables.items():
        rows = text_rows(name)
        for field in table.fields.values():
            if field.type == "integer":
                empty = [row[field.name] == "" for row in rows]
                assert pd.isna(record[name][field.name]).tolist() == empty


# the founding article, claim by claim

CLAIMS = text_rows("article_claims")
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[claim["claim_id"] for claim in CLAIMS])


def rows_of(claim: dict[str, str]) -> list[dict[str, str]]:
    """Return the rows that a claim is set against; none where the record has none."""
    if not claim["key"]:
        return []
    condition = Condition(claim["key"])
    return [row for row in text_rows(claim["table"]) if condition.meets(row)]


def two_digits(number: int) -> int:
    """Return the number with all but its first two digits cut down to zero."""
    step = 10 ** (len(str(number)) - 2)
    return number // step * step


def test_the_claims_follow_the_article_from_its_beginning_to_its_end(record: Tables) -> None:
    sections = record.package.tables["article_claims"].fields["section"].enum
    order = [sections.index(claim["section"]) for claim in CLAIMS]
    assert len(CLAIMS) >= 30
    assert [int(claim["position"]) for claim in CLAIMS] == list(range(1, len(CLAIMS) + 1))
    assert order == sorted(order)


def test_every_verdict_and_every_kind_of_claim_is_there(record: Tables) -> None:
    for field in ("verdict", "kind", "section"):
        assert {claim[field] for claim in CLAIMS} == set(record.package.tables["article_claims"].fields[field].enum)


@every_claim
def test_a_recorded_figure_is_the_sum_of_rows_that_may_be_added(record: Tables, claim: dict[str, str]) -> None:
    """Computed here anew from the frames, apart from the rule of ``check``, which knows nothing of what may be added."""
    if claim["recorded"]:
        condition = Condition(claim["key"])
        met = [condition.meets(row) for row in text_rows(claim["table"])]
        parts = record[claim["table"]].loc[met].rename(columns={claim["field"]: "value"})
        assert total_of(parts, disjoint_of(record["definitions"])) == int(claim["recorded"])
    else:
        assert claim["field"] == ""


@every_claim
def test_what_the_record_says_has_source_and_certainty_of_a_row_it_comes_from(claim: dict[str, str]) -> None:
    cited = ("source_id", "certainty")
    rows = rows_of(claim)
    assert bool(claim["table"]) == bool(rows)
    if rows:
        assert tuple(claim[field] for field in cited) in {tuple(row[field] for field in cited) for row in rows}


@every_claim
def test_every_full_date_and_every_figure_in_the_words_of_the_record_stands_in_its_rows(claim: dict[str, str]) -> None:
    rows = rows_of(claim)
    if rows:
        cells = [cell for row in rows for cell in row.values()]
        days = {f"{day.day} {day:%B %Y}" for day in map(date.fromisoformat, filter(ISO_DAY.fullmatch, cells))}
        figures = {f"{int(cell):,}" for cell in [*cells, claim["recorded"]] if cell.isdigit()}
        assert set(FULL_DATE.findall(claim["record"])) <= days
        assert set(FIGURE.findall(claim["record"])) <= figures


@every_claim
def test_a_verdict_is_what_the_cells_allow(claim: dict[str, str]) -> None:
    verdict = claim["verdict"]
    claimed, recorded = (int(claim[field]) if claim[field] else None for field in ("claimed", "recorded"))
    if verdict == "agrees":
        assert claim["source_id"] != FOUNDING_ARTICLE, "the article cannot bear itself out"
        assert claimed is None or recorded in {None, claimed}
    if verdict == "differs":
        assert claim["discrepancy_id"], "a contradiction has its ruling"
    if verdict == "not_checkable":
        assert claim["note"], "the reason"
        assert recorded is None
    assert verdict != "rounding" or (claimed and recorded)
    if claimed and recorded:
        assert (verdict == "rounding") == (claimed != recorded and claimed == two_digits(recorded) and verdict != "different_measure")
