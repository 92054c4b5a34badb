"""How the plain GET routes answer: bytes under a tag, and what in the query had to be dropped in a header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from urllib.parse import parse_qsl, quote

from flask import Response, abort, jsonify, make_response, request

from dashboard import __version__
from dashboard.selection import BadValue, shorten
from dashboard.studio import Studio

PROBLEMS_HEADER = "X-Selection-Problems"
SMALLEST, LARGEST = 240, 4096  # pixels that a picture may be asked for


def split(query: str, own_keys: Sequence[str]) -> tuple[Mapping[str, str], str]:
    """Return a door's own settings, and the rest of the query as it stands."""
    own = {key: text for key, text in parse_qsl(query, keep_blank_values=True) if key in own_keys}
    rest = "&".join(part for part in query.split("&") if part.partition("=")[0] not in own_keys)
    return own, rest


def pixels(own: Mapping[str, str], key: str, default: int) -> tuple[int, tuple[BadValue, ...]]:
    """Return a number of pixels among a door's own settings, and why another one was dropped."""
    text = own.get(key, "")
    if not text:
        return default, ()
    if text.isascii() and text.isdigit() and len(text) <= 5 and SMALLEST <= int(text) <= LARGEST:
        return int(text), ()
    return default, (BadValue("not_allowed", key, text[:20], (f"{SMALLEST}..{LARGEST}",)),)


def root() -> str:
    """Return the address under which the caller reached this server, without a slash at its end."""
    return request.url_root.rstrip("/")


def tagged(studio: Studio, parts: Sequence[str]) -> str:
    """Return the tag of an answer: it changes with the program, the record and the parts."""
    return hashlib.sha256("\0".join((__version__, studio.tables.fingerprint, *parts)).encode()).hexdigest()[:32]


def answer(content: bytes, mimetype: str, tag: str, problems: Sequence[BadValue] = ()) -> Response:
    """Return content under a tag, with the problems in a header; 304 where the caller has it already."""
    response = Response(content, mimetype=mimetype)
    response.set_etag(tag, weak=True)  # the same content travels in several codings
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if problems:
        response.headers[PROBLEMS_HEADER] = quote(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))[:4000]
    return make_response(response.make_conditional(request.environ))


def unknown(error: str, found: str, allowed: Sequence[str], **told: str) -> Response:
    """Return what is answered at an address that names nothing, as JSON with what it may name; who reads in a browser has a page (404)."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        abort(404)
    response = jsonify(error=error, found=shorten(found), allowed=list(allowed), **told)
    response.status_code = 404
    response.headers["Cache-Control"] = "no-store"
    return response
