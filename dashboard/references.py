"""A row of sources.csv as a bibliographic reference: what kind of publication it is, and its parts.

The column ``container`` holds what a reader needs in one phrase ("New Haven: Yale University Press"; "Slavic Review 50 (1)").
It is taken apart where its form is certain, and stands whole otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import pandas as pd

from dashboard.names import UPPER, Name, Names, named_in
from dashboard.tables import records


@dataclass(frozen=True)
class Reference:
    """One source, ready to be written for a reference manager; an empty text is not known.

    Attributes:
        key: source_id.
        form: book, chapter (of a book), entry (of an encyclopaedia), article, page (of a site), dataset or document.
        names: authors and editors.
        container: where it appeared: journal, book, site, archive.
        url: its address in ASCII, without characters that a file format gives a meaning of its own.
        note: what else the record says, with what of the author cell is no name.
    """

    key: str
    form: str
    names: Names
    title: str
    container: str = ""
    container_editors: tuple[Name, ...] = ()
    publisher: str = ""
    place: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    year: str = ""
    doi: str = ""
    url: str = ""
    note: str = ""


def references(sources: pd.DataFrame) -> tuple[Reference, ...]:
    """Return every source as a reference, in the order of the table (columns as in sources.csv)."""
    return tuple(reference(row) for row in records(sources))


def reference(row: Mapping[str, Any]) -> Reference:
    """Return one source as a reference."""
    cells = {field: "" if value is None or pd.isna(value) else str(value).strip() for field, value in row.items()}
    kind = cells["kind"]
    names = named_in(cells["author"], in_full=writes_full_names(kind))
    container, doi = _without_doi(cells["container"])
    found = Reference(
        key=cells["source_id"],
        form=_form(kind, container, cells["url"]),
        names=names,
        title=quoted(cells["title"]),
        container=quoted(container),
        year=cells["year"],
        doi=doi or _doi_of(cells["url"]),
        url=quote(cells["url"], safe=":/?#[]@!$&'()*+,=%"),
    )
    if found.form in _PARTED:
        found = _PARTED[found.form](found)
    pages = cells["pages"] if _PRINTED_PAGES.fullmatch(cells["pages"]) else ""
    beside = ("" if names.complete else cells["author"], found.note, "" if pages else cells["pages"], cells["note"])
    return replace(found, pages=pages, note=quoted(_sentences(beside)))


def writes_full_names(kind: str) -> bool:
    """Whether two words with capitals in the author cell of a source of this kind are surely a person's full name."""
    return kind == "monograph"


def quoted(text: str) -> str:
    """Return the text with opening and closing quotation marks instead of straight ones."""
    pieces = text.split('"')
    return "".join(piece + mark for piece, mark in zip(pieces, [*("“”"[place % 2] for place in range(len(pieces) - 1)), ""], strict=True))


_PRINTED_PAGES = re.compile(r"\d+(-\d+)?")
_PLACE = rf"{UPPER}[\w.]+(?: {UPPER}\w+)?"  # "Moscow", "St Petersburg", "New Haven"
_TOWN = re.compile(rf"{UPPER}\w+")
_PLACE_PUBLISHER = re.compile(rf"({_PLACE}): (.+)")
_PUBLISHER_PLACE = re.compile(rf"([^,;:]+), ({_PLACE})")
_BRACKET = re.compile(r"(.+?) \(([^()]*[A-Za-z][^()]*)\)")
_ISSUE = re.compile(r"(.+?) (?:(\d+) ?\(([\d-]+)\)|(?:19|20)\d\d nos? (.+)|(?:19|20)\d\d no\. (.+)|([IVX]+/\d+))")
_EDITED = re.compile(r"(.+?), ed\. (.+?)(?:, vol\. (\d+))?")
_REPRINT = "Reprinted in "
_ENCYCLOPAEDIA = re.compile(r"encyclop|wikipedia", re.IGNORECASE)
_DOI = re.compile(r"(?:doi |https?://(?:dx\.)?doi\.org/)(10\.\S+)")


def _without_doi(container: str) -> tuple[str, str]:
    found = _DOI.fullmatch(container)
    return ("", found[1]) if found else (container, "")


def _doi_of(url: str) -> str:
    found = _DOI.fullmatch(url)
    return found[1] if found else ""


def _form(kind: str, container: str, url: str) -> str:
    """Return the form of publication for a kind of source, from the container where the kind leaves it open."""
    printed = any(form.fullmatch(container) for form in (_PLACE_PUBLISHER, _PUBLISHER_PLACE))
    match kind:
        case "monograph":
            return "chapter" if container.startswith(_REPRINT) else "book"
        case "document_collection":
            return "book" if printed or _TOWN.fullmatch(container) else "document"
        case "memorial_database":
            return "book" if printed else "dataset"
        case "article":
            return "chapter" if _EDITED.fullmatch(container) or _BRACKET.fullmatch(container) else "article"
        case "reference" if _ENCYCLOPAEDIA.search(container):
            return "entry"
        case "reference" if url:
            return "page"
        case _:
            return "document"


def _book(found: Reference) -> Reference:
    container, _, note = found.container.partition("; ")
    if bracket := _BRACKET.fullmatch(container):
        container, note = bracket[1], bracket[2]
    found = replace(found, container="", note=note)
    if printed := _PLACE_PUBLISHER.fullmatch(container):
        return replace(found, place=printed[1], publisher=printed[2])
    if printed := _PUBLISHER_PLACE.fullmatch(container):
        return replace(found, publisher=printed[1], place=printed[2])
    return replace(found, place=container) if _TOWN.fullmatch(container) else replace(found, publisher=container)


def _chapter(found: Reference) -> Reference:
    container, volume, editors, publisher, place = found.container.removeprefix(_REPRINT), "", Names(), "", ""
    if bracket := _BRACKET.fullmatch(container):
        container, publisher = bracket.groups()
        if printed := _PLACE_PUBLISHER.fullmatch(publisher):
            place, publisher = printed.groups()
    if edited := _EDITED.fullmatch(container):
        container, editors, volume = edited[1], named_in(edited[2].replace(" and ", ", ")), edited[3] or ""
    return replace(found, container=container, container_editors=editors.authors, volume=volume, publisher=publisher, place=place)


def _article(found: Reference) -> Reference:
    if numbered := _ISSUE.fullmatch(found.container):
        title, volume, *issues = numbered.groups()
        return replace(found, container=title, volume=volume or "", issue=next(filter(None, issues)))
    return found


_PARTED: Mapping[str, Callable[[Reference], Reference]] = {"book": _book, "chapter": _chapter, "entry": _chapter, "article": _article}


def _sentences(texts: Iterable[str]) -> str:
    whole = (text if text.endswith(".") else f"{text}." for text in texts if text)
    return " ".join(text[0].upper() + text[1:] for text in whole)
