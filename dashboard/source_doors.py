"""The bibliography as plain GET routes, for reference managers.

``/sources.bib``     BibTeX
``/sources.ris``     RIS
``/sources.json``    CSL-JSON
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flask import Blueprint, Response, request

from dashboard.answers import answer, tagged
from dashboard.citation_files import bibtex, csl_json, ris
from dashboard.references import Reference, references
from dashboard.studio import Studio

_FILE_NAME = "great-purges-sources"
_FORMS: Mapping[str, tuple[str, Callable[[Iterable[Reference]], str]]] = {
    "bib": ("application/x-bibtex", bibtex),
    "ris": ("application/x-research-info-systems", ris),
    "json": ("application/vnd.citationstyles.csl+json", csl_json),
}


def source_doors(studio: Studio) -> Blueprint:
    """Return the routes over one record."""
    door = Blueprint("source_doors", __name__)

    @door.get("/sources.<any(bib, ris, json):suffix>")
    def bibliography(suffix: str) -> Response:
        mimetype, write = _FORMS[suffix]
        tag = tagged(studio, ("sources", suffix))
        known = request.if_none_match.contains_weak(tag)  # the caller has it, so it need not be made
        content = b"" if known else write(references(studio.tables["sources"])).encode()
        response = answer(content, f"{mimetype}; charset=utf-8", tag)
        response.headers["Content-Disposition"] = f'attachment; filename="{_FILE_NAME}.{suffix}"'
        return response

    return door
