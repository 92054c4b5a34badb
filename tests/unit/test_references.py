"""What kind of publication a source is, and its parts."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.names import Name
from dashboard.references import quoted, reference, references
from dashboard.tables import Tables


def _row(kind: str, container: str, **cells: Any) -> dict[str, Any]:
    return {
        "source_id": "key", "kind": kind, "author": "A. Author", "title": "Title", "container": container, "pages": None,
        "year": 1991, "url": None, "note": None, **cells,
    }  # fmt: skip


def _parts(kind: str, container: str, **cells: Any) -> tuple[str, dict[str, Any]]:
    """Return the form, and the parts of where it appeared that are known."""
    found = reference(_row(kind, container, **cells))
    named = ("container", "container_editors", "publisher", "place", "volume", "issue", "doi", "note")
    return found.form, {part: getattr(found, part) for part in named if getattr(found, part)}


@pytest.mark.parametrize(
    ("kind", "container", "form", "parts"),
    [
        ("monograph", "New Haven: Press, Other", "book", {"place": "New Haven", "publisher": "Press, Other"}),
        ("monograph", "PRESS, Moscow", "book", {"place": "Moscow", "publisher": "PRESS"}),
        ("monograph", "Moscow", "book", {"place": "Moscow"}),
        ("monograph", "Some Press", "book", {"publisher": "Some Press"}),
        ("monograph", "York: Press (first 1968)", "book", {"place": "York", "publisher": "Press", "note": "First 1968."}),
        ("monograph", "Perm; 2nd ed. 1969", "book", {"place": "Perm", "note": "2nd ed. 1969."}),
        ("monograph", "Reprinted in Some Book: a title", "chapter", {"container": "Some Book: a title"}),
        ("document_collection", "Moscow: Press", "book", {"place": "Moscow", "publisher": "Press"}),
        ("document_collection", "Moscow", "book", {"place": "Moscow"}),
        ("document_collection", "site.example", "document", {"container": "site.example"}),
        ("document_collection", "Foreign Relations of a State: Volume", "document", {"container": "Foreign Relations of a State: Volume"}),
        ("memorial_database", "Moscow: Press", "book", {"place": "Moscow", "publisher": "Press"}),
        ("memorial_database", "site.example", "dataset", {"container": "site.example"}),
        ("article", "A Journal 54 (7)", "article", {"container": "A Journal", "volume": "54", "issue": "7"}),
        ("article", "A Journal 55(1-2)", "article", {"container": "A Journal", "volume": "55", "issue": "1-2"}),
        ("article", "A Journal 1990 no. 22", "article", {"container": "A Journal", "issue": "22"}),
        ("article", "A Journal 1991 nos 6 and 7", "article", {"container": "A Journal", "issue": "6 and 7"}),
        ("article", "A Journal I/225", "article", {"container": "A Journal", "issue": "I/225"}),
        ("article", "A Journal", "article", {"container": "A Journal"}),
        ("article", "doi 10.1/x-9", "article", {"doi": "10.1/x-9"}),
        ("article", "A Book (York: Press)", "chapter", {"container": "A Book", "place": "York", "publisher": "Press"}),
        (
            "article",
            "A Book, ed. B. Second and C. Third (Press)",
            "chapter",
            {"container": "A Book", "container_editors": (Name("Second", "B."), Name("Third", "C.")), "publisher": "Press"},
        ),
        (
            "reference",
            "Encyclopedia of X, ed. Ada B. Second, vol. 3 (York: Press)",
            "entry",
            {
                "container": "Encyclopedia of X",
                "container_editors": (Name("Second", "Ada B."),),
                "volume": "3",
                "place": "York",
                "publisher": "Press",
            },
        ),
        ("reference", "Some Wikipedia", "entry", {"container": "Some Wikipedia"}),
        ("reference", "A site", "document", {"container": "A site"}),
        ("archival", "GARF f. 1 op. 2 d. 3", "document", {"container": "GARF f. 1 op. 2 d. 3"}),
    ],
)
def test_where_it_appeared_is_taken_apart_where_the_form_is_certain(kind: str, container: str, form: str, parts: dict[str, Any]) -> None:
    assert _parts(kind, container) == (form, parts)


def test_a_reference_work_with_an_address_is_a_page() -> None:
    found = reference(_row("reference", "site.example", url="https://example.org/ä;b c?x=%20_y#z"))
    assert (found.form, found.url) == ("page", "https://example.org/%C3%A4%3Bb%20c?x=%20_y#z")


def test_an_address_at_the_resolver_gives_the_doi() -> None:
    assert reference(_row("article", "A Journal", url="https://doi.org/10.1080/09")).doi == "10.1080/09"


@pytest.mark.parametrize(
    ("pages", "printed", "note"), [("11-22", "11-22", ""), ("33", "33", ""), ("appendix 1", "", "Appendix 1."), ("ll. 1-2", "", "Ll. 1-2.")]
)
def test_pages_that_are_no_page_numbers_go_into_the_note(pages: str, printed: str, note: str) -> None:
    found = reference(_row("monograph", "Moscow", pages=pages))
    assert (found.pages, found.note) == (printed, note)


def test_what_of_the_author_cell_is_no_name_is_kept_in_the_note() -> None:
    found = reference(_row("archival", "", author="A. Author, Office", note='Read in a "copy".', pages="p. 1"))
    assert found.note == "A. Author, Office. P. 1. Read in a “copy”."
    assert found.names.authors == (Name("Author", "A."),)


def test_gaps_are_empty() -> None:
    found = reference(dict.fromkeys(_row("", ""), None) | {"source_id": "key", "kind": "archival"})
    assert (found.year, found.title, found.container, found.note, found.names.authors) == ("", "", "", "", ())


def test_straight_quotation_marks_open_and_close() -> None:
    assert quoted('"A" and "B" c') == "“A” and “B” c"
    assert quoted("plain") == "plain"
    assert quoted("") == ""


def test_every_source_of_the_record_becomes_one_reference(record: Tables) -> None:
    sources = record["sources"]
    found = references(sources)
    assert [reference.key for reference in found] == list(sources["source_id"])
    assert all(reference.title for reference in found)
    assert all(reference.url.isascii() for reference in found)
    assert sum(bool(reference.year) for reference in found) == sources["year"].notna().sum()
