"""The bibliography as files: each is read back by a library that had no part in writing it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import bibtexparser
import citeproc
import pybtex.database
import pytest
import rispy
from bibtexparser import middlewares
from citeproc.source.json import CiteProcJSON

from dashboard.citation_files import bibtex, csl_json, ris
from dashboard.names import Name, Names
from dashboard.references import Reference, references
from dashboard.tables import Tables

AWKWARD = Reference(
    key="awkward_1",
    form="article",
    names=Names((Name("Müller", "Ä. B."), Name("von Third", "C."), Name("Office & Sons, Ltd")), others=True),
    title="100 % of “what” costs $5 & more_or (less) #1 ~ Ćwiczenie Чистка",
    container="Žurnal & Sons",
    volume="5",
    issue="1-2",
    pages="11-22",
    year="1991",
    doi="10.1/a_b",
    url="https://example.org/a_b?c=%20d&e=f#g~h--i",
    note="Read as quoted; 50 % of it.",
)


@pytest.fixture(scope="module")
def every(record: Tables) -> Sequence[Reference]:
    return (*references(record["sources"]), AWKWARD)


def _people(found: Reference) -> tuple[Name, ...]:
    return (*found.names.authors, *found.names.editors, *found.container_editors)


@pytest.fixture(scope="module")
def in_bibtex(every: Sequence[Reference]) -> Mapping[str, Any]:
    text = bibtex(every)
    decoding = middlewares.LatexDecodingMiddleware(keep_braced_groups=True)
    stack = [decoding, middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = bibtexparser.parse_string(text, append_middleware=stack)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [found.key for found in every]
    return {entry.key: entry for entry in library.entries}


def _plain(value: str) -> str:
    """Return a text as both sides of the comparison have it: LaTeX knows one apostrophe, and joins numbers with a dash."""
    return value.replace("’", "'").replace("–", "-").replace("{", "").replace("}", "")


def test_another_library_reads_the_bibtex_back(every: Sequence[Reference], in_bibtex: Mapping[str, Any]) -> None:
    for found in every:
        fields = {field.key: field.value for field in in_bibtex[found.key].fields}
        assert _plain(fields["title"]) == _plain(found.title)
        for name, text in (("year", found.year), ("publisher", found.publisher), ("note", found.note), ("pages", found.pages)):
            assert _plain(fields.get(name, "")) == _plain(text)
        people = [person for role in ("author", "editor") for person in fields.get(role, [])]
        last = [" ".join((*person.von, *person.last)) for person in people]
        assert [_plain(name) for name in last] == [
            *(_plain(name.family) for name in found.names.authors),
            *(["others"] if found.names.others else []),
            *(_plain(name.family) for name in (*found.names.editors, *found.container_editors)),
        ]


def test_bibtex_escapes_text_and_leaves_addresses() -> None:
    text = bibtex([AWKWARD])
    assert r"title = {{100 \% of {``}what{''} costs \$5 \& more\_or (less) \#1" in text
    assert "url = {https://example.org/a_b?c=%20d&e=f#g~h--i}" in text
    assert "doi = {10.1/a_b}" in text
    assert r"author = {M{\"u}ller, {\"A}. B. and von Third, C. and {Office \& Sons, Ltd} and others}" in text


def test_a_third_library_agrees_on_types_and_names(every: Sequence[Reference]) -> None:
    read = pybtex.database.parse_string(bibtex(every), "bibtex").entries
    assert list(read) == [found.key for found in every]
    for found in every:
        entry = read[found.key]
        assert (entry.type == "misc") == (found.form in {"dataset", "document", "page"})
        for role, people in (("author", found.names.authors), ("editor", (*found.names.editors, *found.container_editors))):
            persons = [person for person in entry.persons.get(role, []) if str(person) != "others"]
            assert [bool(person.first_names) for person in persons] == [bool(name.given) for name in people]


def test_addresses_stand_in_the_bibtex_as_they_are(every: Sequence[Reference]) -> None:
    read = bibtexparser.parse_string(bibtex(every)).entries_dict
    for found in every:
        fields = read[found.key].fields_dict
        assert {name: fields[name].value for name in ("url", "doi") if name in fields} == {
            name: text for name, text in (("url", found.url), ("doi", found.doi)) if text
        }


def test_a_stray_brace_or_a_letter_without_a_latex_name_does_no_harm() -> None:
    found = Reference("key", "book", Names((Name("Чистка", "Ч."),)), "Open { and ½")
    text = bibtex([found, AWKWARD])
    library = bibtexparser.parse_string(text)
    assert [entry.key for entry in library.entries] == ["key", "awkward_1"]
    assert "author = {Чистка, Ч.}" in text
    assert "Open ( and " in text


def test_another_library_reads_the_ris_back(every: Sequence[Reference]) -> None:
    mapping = {**rispy.config.TAG_KEY_MAPPING, "ED": "editors"}
    read = rispy.loads(ris(every), mapping=mapping, list_tags=[*rispy.config.LIST_TYPE_TAGS, "ED"])
    assert [entry["id"] for entry in read] == [found.key for found in every]
    for entry, found in zip(read, every, strict=True):
        assert "unknown_tag" not in entry
        assert entry["type_of_reference"] in rispy.config.TYPE_OF_REFERENCE_MAPPING
        assert entry["title"] == found.title
        assert entry.get("year", "") == found.year
        assert len(entry.get("authors", [])) + len(entry.get("editors", [])) == len(_people(found))
        assert entry.get("urls", [""]) == [found.url]
        assert entry.get("notes", [""]) == [found.note]


def test_citeproc_formats_every_source_from_the_csl_json(every: Sequence[Reference]) -> None:
    items = json.loads(csl_json(every))
    known = {variable.replace("_", "-") for variable in citeproc.VARIABLES}
    types = {text for text in vars(citeproc.types).values() if isinstance(text, str)} | {"dataset", "document"}  # two of CSL 1.0.2
    for item, found in zip(items, every, strict=True):
        assert item.keys() - {"id", "type"} <= known
        assert item["id"] == found.key
        assert item["type"] in types
    source = CiteProcJSON(items)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for found in every:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(found.key.lower())]))
    printed = dict(zip(bibliography.keys, map(str, bibliography.bibliography()), strict=True))
    for found in every:
        text = printed[found.key.lower()]
        assert found.title.split(" ")[0].strip("“”,:").lower() in text.lower()
        assert all(name.family.lower() in text.lower() for name in found.names.authors[:1])
        if found.year:
            assert found.year in text


def test_a_name_in_one_piece_is_no_person() -> None:
    item = json.loads(csl_json([AWKWARD]))[0]
    assert item["author"] == [
        {"family": "Müller", "given": "Ä. B."},
        {"family": "von Third", "given": "C."},
        {"literal": "Office & Sons, Ltd"},
    ]
    assert item["issued"] == {"date-parts": [[1991]]}


def test_an_archive_is_no_journal() -> None:
    found = Reference("key", "document", Names(), "Title", container="GARF f. 1")
    assert json.loads(csl_json([found])) == [{"id": "key", "type": "document", "title": "Title", "archive": "GARF f. 1"}]


def test_what_is_not_known_is_left_out() -> None:
    bare = Reference("key", "book", Names(), "Title")
    assert bibtex([bare]) == "@book{key,\n  title = {{Title}}\n}\n"
    assert ris([bare]) == "TY  - BOOK\r\nID  - key\r\nTI  - Title\r\nER  - \r\n"
    assert bibtex([]) == ris([]) == ""
