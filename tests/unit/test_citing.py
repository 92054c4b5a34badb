"""Citations of a chart, and the glossary's terms that it uses."""

from __future__ import annotations

from datetime import date

import bibtexparser
import pytest

from dashboard.charts import BY_ID, CHARTS
from dashboard.citing import STYLES, citations, footnote, terms_in
from dashboard.selection import Selection

ADDRESS = "https://example.org/charts/sentences-by-year"


@pytest.fixture(scope="module")
def picture(record_studio):
    return record_studio.picture(BY_ID["sentences-by-year"], Selection(), 1180)


def test_a_chart_is_cited_in_three_styles_with_the_state_of_the_data(record, words, picture) -> None:
    said = citations(picture, picture.title, ADDRESS, record, words, date(2026, 11, 24))
    assert tuple(said) == STYLES
    assert said["chicago"] == (
        f"“{picture.title}.” Chart in The Great Purges: The Soviet terror of 1936 to 1938, from sourced figures. "
        f"Version 0.1.0, data {record.version}. Accessed 24 November 2026. {ADDRESS}."
    )
    assert said["apa"] == (
        f"{picture.title} [Chart]. (n.d.). In The Great Purges: The Soviet terror of 1936 to 1938, from sourced figures "
        f"(Version 0.1.0, data {record.version}). Retrieved 24 November 2026, from {ADDRESS}"
    )
    entry = bibtexparser.parse_string(said["bibtex"]).entries[0]
    assert entry.key == "great_purges_sentences_by_year"
    assert entry["url"] == ADDRESS
    assert record.version in entry["note"]
    assert "Pavlov" in entry["note"]


@pytest.mark.parametrize("style", STYLES)
def test_without_a_day_none_is_named(record, words, picture, style: str) -> None:
    said = citations(picture, picture.title, ADDRESS, record, words)[style]
    assert "Accessed" not in said
    assert "Retrieved" not in said
    assert ADDRESS in said


def test_terms_are_those_that_stand_in_the_picture(record, record_studio) -> None:
    found = terms_in(record_studio.picture(BY_ID["operation-progress"], Selection(), 1180), record)
    assert "limit" in found
    assert "comintern" not in found
    known = set(record["glossary"]["term_id"])
    assert all(set(terms_in(record_studio.picture(chart, Selection(), 1180), record)) <= known for chart in CHARTS)


def test_a_footnote_explains_terms_and_passes_over_what_the_glossary_lacks(record, words) -> None:
    meaning = record.row("glossary/limit")["description"]
    assert footnote(["limit", "nothing"], record, words) == f"Limit: {meaning}"
    assert footnote([], record, words) == ""
