"""How a chart is cited: Chicago, APA and BibTeX, with the state of the data; and the terms of the glossary that it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from dashboard import __version__
from dashboard.citation_files import bibtex
from dashboard.names import Names
from dashboard.picture import Picture
from dashboard.references import Reference
from dashboard.tables import Tables, records
from dashboard.words import Words

STYLES = ("chicago", "apa", "bibtex")
_TAGS = re.compile(r"<[^>]+>")


def citations(picture: Picture, title: str, address: str, tables: Tables, words: Words, day: date | None = None) -> Mapping[str, str]:
    """Return the citation of a chart by style; without a day on which it was opened none is named, so that files stay the same."""
    named = {
        "title": title.rstrip("."), "name": words("site.name"), "strapline": words("site.strapline"),
        "version": __version__, "data": tables.version, "address": address,
    }  # fmt: skip
    dated = {**named, **({"day": day} if day else {})}
    state = "" if day else "_undated"
    reference = Reference(
        key=f"great_purges_{picture.chart.id.replace('-', '_')}",
        form="page",
        names=Names(),
        title=f"{named['title']}. {named['name']}: {named['strapline']}",
        url=address,
        note=words("picture.note", version=__version__, data=tables.version, sources="; ".join(picture.sources)),
    )
    return {
        "chicago": words(f"picture.chicago{state}", **dated),
        "apa": words(f"picture.apa{state}", **dated),
        "bibtex": bibtex([reference]),
    }


def terms_in(picture: Picture, tables: Tables) -> tuple[str, ...]:
    """Return the ids of the glossary's terms that stand in a picture's words, in the order of the glossary."""
    layout = picture.figure["layout"]
    ticks = [text for name, axis in layout.items() if name.startswith(("xaxis", "yaxis")) for text in axis.get("ticktext") or ()]
    said = " ".join([picture.title, *picture.sentences, *(note["text"] for note in layout["annotations"]), *map(str, ticks)])
    plain = _TAGS.sub(" ", said).lower()
    return tuple(row["term_id"] for row in records(tables["glossary"]) if re.search(rf"\b{re.escape(row['name'].lower())}s?\b", plain))


def footnote(terms: Iterable[str], tables: Tables, words: Words) -> str:
    """Return the meanings of terms of the glossary, by their ids, as one paragraph; an id that is not there is left out."""
    rows = filter(None, (tables.row(f"glossary/{term}") for term in terms))
    return " ".join(words("picture.term", term=row["name"], meaning=row["description"]) for row in rows)
