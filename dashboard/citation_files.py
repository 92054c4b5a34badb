"""The bibliography as files that reference managers read: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

import latexcodec  # noqa: F401 - registers the codec

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


_LEFT_BY_CODEC = {"$": r"\$", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}  # it takes them for LaTeX


@lru_cache(maxsize=512)
def _latex(piece: str) -> str:
    if piece in _LEFT_BY_CODEC:
        return _LEFT_BY_CODEC[piece]
    try:
        encoded = cast(str, codecs.encode(cast(Any, piece), "ulatex+ascii"))
    except UnicodeEncodeError:
        return piece  # a letter without a LaTeX name, such as a Cyrillic one; LaTeX reads it as UTF-8
    return encoded if piece.isascii() else f"{{{encoded}}}"


def _in_latex(text: str) -> str:
    """Return text as LaTeX: letters beyond ASCII as commands in braces."""
    return "".join(_latex(piece) for piece in re.split(r"([^\x00-\x7f]|[$^\\])", text.translate(_NO_BRACES)))


def bibtex(references: Iterable[Reference]) -> str:
    """Return the references as BibTeX; keys are source ids, and titles keep their capitals."""
    return "\n".join(_entry(found) for found in references)


def _entry(found: Reference) -> str:
    others = ["others"] if found.names.others else []
    fields = {
        "author": " and ".join([*map(_person, found.names.authors), *others]),
        "editor": " and ".join(map(_person, (*found.names.editors, *found.container_editors))),
        "title": f"{{{_in_latex(found.title)}}}",
        _CONTAINER.get(found.form, "howpublished"): _in_latex(found.container),
        "publisher": _in_latex(found.publisher),
        "address": _in_latex(found.place),
        "volume": _in_latex(found.volume),
        "number": _in_latex(found.issue),
        "pages": found.pages.replace("-", "--"),
        "year": found.year,
        "doi": found.doi,  # no program reads LaTeX in addresses
        "url": found.url,
        "note": _in_latex(found.note),
    }
    lines = "".join(f",\n  {name} = {{{text}}}" for name, text in fields.items() if text)
    return f"@{_TYPES[found.form][0]}{{{found.key}{lines}\n}}\n"


def _person(name: Name) -> str:
    return f"{_in_latex(name.family)}, {_in_latex(name.given)}" if name.given else f"{{{_in_latex(name.family)}}}"


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
