"""The page About: how the figures were gathered, what they count, what is missing or disputed, how to cite and reuse them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from dashboard import __version__
from dashboard.citation_files import bibtex
from dashboard.layout import data
from dashboard.layout.links import contents, to_table
from dashboard.layout.registers import corrections, definitions, discrepancies, glossary, missing, share_in_words, table_of
from dashboard.names import Names
from dashboard.references import Reference
from dashboard.selection import Selection
from dashboard.shares import Share, together
from dashboard.studio import Studio
from dashboard.words import Words

_METHOD = ("gathered", "confirmed", "basis", "qualifier", "preferred", "reconciled", "gaps")
_ACCESS = {
    "tested": ("axe", "tree", "keyboard", "widths", "colour", "paper", "motion"),
    "reach": ("words", "table", "keys", "single", "colour", "plain"),
    "limits": ("people", "script", "map", "months", "language", "tables", "zoom"),
}

Part = Callable[[Studio, Selection], Iterator[Component]]


def about(studio: Studio, selection: Selection) -> Component:
    """Return the whole page, headed by a table of contents; a part that the record does not hold is left out."""
    words = studio.words(selection)
    terms = len(studio.tables.get("glossary", ()))
    parts = [(name, _heading(name, words), part) for name, part in _PARTS.items() if name != "glossary" or terms]
    sections = [html.Section([html.H2(heading, id=name), *part(studio, selection)]) for name, heading, part in parts]
    return html.Div(
        [
            contents(words("about.contents"), [(name, heading) for name, heading, _ in parts]),
            html.Div(sections, className="prose about"),
        ],
        id="about",
        className="with-contents",
    )


def _heading(name: str, words: Words) -> str:
    return words(f"site.{name}_heading") if name in _NOTES else words(f"about.{name}.heading")


def notes(words: Words) -> list[Component]:
    """Return the note on the word "purges" and the content note, which also stand at the foot of the first page."""
    return [part for name in _NOTES for part in (html.H2(_heading(name, words)), *_note(name, words))]


_NOTES = ("naming", "content")


def _note(name: str, words: Words) -> Iterator[Component]:
    yield html.P(words(f"site.{name}"))


def _method(studio: Studio, selection: Selection) -> Iterator[Component]:
    words = studio.words(selection)
    yield html.P(words("about.method.lead"))
    steps = [(words(f"about.method.{step}.heading"), words(f"about.method.{step}.text")) for step in _METHOD]
    yield html.Dl([part for name, text in steps for part in (html.Dt(name), html.Dd(text))])


def _shares(studio: Studio, selection: Selection) -> Iterator[Component]:
    words = studio.words(selection)
    by_table = studio.shares
    every = together("together", by_table)
    titles = {name: table.title for name, table in studio.tables.package.tables.items()}
    rows = [_share(to_table(share.name, titles[share.name], selection), share, words) for share in by_table]
    foot = [_share(words(f"about.shares.{share.name}"), share, words) for share in (every, *studio.behind)]
    yield html.P(words("about.shares.lead", rows=every.rows, reported=every.reported))
    columns = [words(f"about.shares.{column}") for column in ("table", "confirmed", "computed", "reported", "known")]
    yield table_of(words("about.shares.caption"), columns, rows, foot)
    yield html.P(words("about.shares.rounding"), className="note")


def _share(name: Component | str, share: Share, words: Words) -> list[Component | str]:
    counts = (share.confirmed, share.computed, share.reported)
    return [name, *(words.number(count) for count in counts), share_in_words(share.known, words)]


def _cite(studio: Studio, selection: Selection) -> Iterator[Component]:
    words, version = studio.words(selection), studio.tables.version
    named = {
        "name": words("site.name"), "strapline": words("site.strapline"), "version": __version__, "data": version,
        "day": datetime.now().astimezone().date(), "address": words("about.cite.address"),
    }  # fmt: skip
    reference = Reference(
        key="great_purges_dashboard",
        form="page",
        names=Names(),
        title=f"{named['name']}: {named['strapline']}",
        url=named["address"],
        note=words("about.cite.bibtex_note", version=__version__, data=version, day=named["day"]),
    )
    forms = {
        "chicago": words("about.cite.chicago", **named),
        "apa": words("about.cite.apa", **named),
        "bibtex": bibtex([reference]).strip(),
    }
    yield html.P(words("about.cite.lead", address=named["address"]))
    yield html.P([words("about.cite.state", version=__version__, short=version), html.Code(studio.tables.fingerprint)], className="note")
    for form, text in forms.items():
        yield html.H3(words(f"about.cite.{form}_heading"))
        yield html.Pre(text, className="quotable")
        yield html.P(_copy(text, words), className="links")
    yield html.H3(words("about.cite.figure_heading"))
    yield html.P(words("about.cite.figure"))


def _copy(text: str, words: Words) -> Component:
    marked = data(copy=text, copied=words("provenance.copied"))
    return html.Button(words("provenance.copy"), type="button", className="copy", **marked)


def _licence(studio: Studio, selection: Selection) -> Iterator[Component]:
    words = studio.words(selection)
    address = words("about.licence.data_address")
    yield html.P([words("about.licence.data"), html.A(address, href=address, rel="noopener noreferrer")])
    yield html.P(words("about.licence.code"))
    yield html.P(words("about.licence.facts"))


def _accessibility(studio: Studio, selection: Selection) -> Iterator[Component]:
    words = studio.words(selection)
    yield html.P(words("about.accessibility.aim"))
    for name, points in _ACCESS.items():
        yield html.H3(words(f"about.accessibility.{name}_heading"))
        told = filter(None, (words(f"about.accessibility.{name}.{point}") for point in points))  # a copy leaves some out
        yield html.Ul([html.Li(text) for text in told])


_PARTS: dict[str, Part] = {
    "method": _method,
    "shares": _shares,
    "definitions": definitions,
    "glossary": glossary,
    "naming": lambda studio, selection: _note("naming", studio.words(selection)),
    "content": lambda studio, selection: _note("content", studio.words(selection)),
    "gaps": missing,
    "corrections": corrections,
    "discrepancies": discrepancies,
    "cite": _cite,
    "licence": _licence,
    "accessibility": _accessibility,
}
