"""The bibliography as files that reference managers read: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

import latexcodec  # noqa: F401 - registers the codec
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from dashboard.names import Name
from dashboard.references import Reference

# form of a reference: its type in BibTeX, RIS and CSL
_TYPES: Mapping[str, tuple[str, str, str]] = {
    "article": ("article", "JOUR", "article-journal"),
    "book": ("book", "BOOK", "book"),
    "chapter": ("incollection", "CHAP", "chapter"),
    "dataset": ("misc", "DATA", "dataset"),
    "document": ("misc", "GEN", "document"),
    "entry": ("incollection", "ENCYC", "entry-encyclopedia"),
    "page": ("misc", "ELEC", "webpage"),
}
# form of a reference: the BibTeX field that holds where it appeared
_CONTAINER = {"article": "journal", "chapter": "booktitle", "entry": "booktitle"}
_NO_BRACES = str.maketrans("{}", "()")  # a brace that is not closed would swallow the rest of the file
_VERBATIM = frozenset({"url", "doi"})  # no program reads LaTeX there


class _Writer(Writer):
    """Writes letters beyond ASCII as LaTeX in braces, and leaves addresses as they are."""

    def _encode(self, text: str) -> str:
        return "".join(_latex(piece) for piece in re.split(r"([^\x00-\x7f]|[$^\\])", text))

    def _write_field(self, stream: Any, type: str, value: str) -> None:  # noqa: A002 - the name that pybtex gives it
        encoded = value if type in _VERBATIM else self._encode(value)
        stream.write(f",\n    {type} = {{{encoded}}}")


_LEFT_BY_CODEC = {"$": r"\$", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}  # it takes them for LaTeX


@lru_cache(maxsize=512)
def _latex(piece: str) -> str:
    if piece in _LEFT_BY_CODEC:
        return _LEFT_BY_CODEC[piece]
    try:
        encoded = str(codecs.encode(cast(Any, piece), "ulatex+ascii"))
    except UnicodeEncodeError:
        return piece  # a letter without a LaTeX name, such as a Cyrillic one; LaTeX reads it as UTF-8
    return encoded if piece.isascii() else f"{{{encoded}}}"


def bibtex(references: Iterable[Reference]) -> str:
    """Return the references as BibTeX; keys are source ids, and titles keep their capitals."""
    return _Writer(encoding="ascii").to_string(BibliographyData({found.key: _entry(found) for found in references}))


def _entry(found: Reference) -> Entry:
    fields = {
        "title": found.title,
        _CONTAINER.get(found.form, "howpublished"): found.container,
        "publisher": found.publisher,
        "address": found.place,
        "volume": found.volume,
        "number": found.issue,
        "pages": found.pages.replace("-", "--"),
        "year": found.year,
        "doi": found.doi,
        "url": found.url,
        "note": found.note,
    }
    authors = [_person(name) for name in found.names.authors]
    people = {
        "author": [*authors, Person("others")] if found.names.others else authors,
        "editor": [_person(name) for name in (*found.names.editors, *found.container_editors)],
    }
    known = {name: text.translate(_NO_BRACES) for name, text in fields.items() if text}
    known["title"] = f"{{{known['title']}}}"  # keeps its capitals
    return Entry(_TYPES[found.form][0], known, {role: persons for role, persons in people.items() if persons})


def _person(name: Name) -> Person:
    if not name.given:
        return Person(last=f"{{{name.family}}}")
    *particles, family = name.family.split(" ")
    return Person(first=name.given, prelast=" ".join(particles), last=family)


def ris(references: Iterable[Reference]) -> str:
    """Return the references as RIS."""
    return "".join(f"{tag}  - {text}\r\n" for found in references for tag, text in _ris_lines(found))


def _ris_lines(found: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[found.form][1]
    yield "ID", found.key
    yield from (("AU", _comma(name)) for name in found.names.authors)
    yield from (("ED", _comma(name)) for name in (*found.names.editors, *found.container_editors))
    first, _, last = found.pages.partition("-")
    parts = (
        ("TI", found.title), ("T2", found.container), ("PB", found.publisher), ("CY", found.place), ("VL", found.volume),
        ("IS", found.issue), ("SP", first), ("EP", last), ("PY", found.year), ("DO", found.doi),
        ("UR", found.url), ("N1", found.note),
    )  # fmt: skip
    yield from ((tag, text) for tag, text in parts if text)
    yield "ER", ""


def _comma(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family


def csl_json(references: Iterable[Reference]) -> str:
    """Return the references as CSL-JSON, one object a source."""
    return json.dumps([_csl(found) for found in references], ensure_ascii=False, indent=1)


def _csl(found: Reference) -> dict[str, Any]:
    names = {"author": found.names.authors, "editor": (*found.names.editors, *found.container_editors)}
    texts = {
        "archive" if found.form == "document" else "container-title": found.container,
        "publisher": found.publisher,
        "publisher-place": found.place,
        "volume": found.volume,
        "issue": found.issue,
        "page": found.pages,
        "DOI": found.doi,
        "URL": found.url,
        "note": found.note,
    }
    return {
        "id": found.key,
        "type": _TYPES[found.form][2],
        "title": found.title,
        **{role: [_csl_name(name) for name in people] for role, people in names.items() if people},
        **{variable: text for variable, text in texts.items() if text},
        **({"issued": {"date-parts": [[int(found.year)]]}} if found.year else {}),
    }


def _csl_name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
