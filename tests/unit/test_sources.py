"""How a source is named."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.sources import cited, cited_all, named
from dashboard.tables import Tables


def test_a_source_is_cited_as_far_as_it_is_known(tables: Tables) -> None:
    assert cited_all(tables["sources"], ["source_a", "source_b", "source_c"]) == [
        "Author A, Title A, Town: Press A, pp. 1-2, 1991",
        "Author B, Title B, 1992",
        "Author C (ed.), Title C",
    ]


def test_sources_are_cited_once_in_the_order_given_and_unknown_ones_are_left_out(tables: Tables) -> None:
    assert cited_all(tables["sources"], ["source_b", "source_x", "source_a", "source_b"]) == [
        "Author B, Title B, 1992",
        "Author A, Title A, Town: Press A, pp. 1-2, 1991",
    ]
    assert cited_all(tables["sources"], []) == []


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"author": "A. Author.", "title": "Title.", "year": 1991}, "A. Author, Title, 1991"),
        (
            {"author": "Office", "title": "Report", "container": "Archive, 22 March 1938", "year": 1938},
            "Office, Report, Archive, 22 March 1938",
        ),
        (
            {"author": "Office", "title": "Report", "container": "Archive", "pages": "l. 11", "year": 1938},
            "Office, Report, Archive, l. 11, 1938",
        ),
        ({"author": "Office", "title": "Report", "container": None, "pages": float("nan"), "year": pd.NA}, "Office, Report"),
        ({"title": "Report"}, "Report"),
        ({}, ""),
    ],
)
def test_gaps_leave_no_trace_and_a_year_is_not_said_twice(cells: dict[str, object], text: str) -> None:
    assert cited(cells) == text


@pytest.mark.parametrize(("source_id", "text"), [("source_a", "Author A, 1991"), ("source_b", "Author B, 1992"), ("source_c", "Author C")])
def test_the_short_name_is_author_and_year(tables: Tables, source_id: str, text: str) -> None:
    assert named(tables["sources"], source_id) == text


def test_every_source_of_the_record_has_a_citation_and_a_short_name(record: Tables) -> None:
    sources = record["sources"]
    for source_id, citation in zip(sources["source_id"], cited_all(sources, sources["source_id"]), strict=True):
        for text in (citation, named(sources, source_id)):
            assert text
            assert text == text.strip(" ,.")
            assert "nan" not in text.lower().split()
            assert "<na>" not in text.lower()
            assert ", ," not in text
