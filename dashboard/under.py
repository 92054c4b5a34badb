"""Below a path of another site (``/purges``): one place strips it from what is asked and puts it before what is answered.

Everything else, pages and doors alike, knows addresses from the root alone, as though the dashboard had a site of its own. Scripts
learn the path from the document (``data-root``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response

_NAMES = (  # what holds an address: of HTML, of Dash's components and its settings, and of the shows
    *("href", "src", "data-root", "data-deck", "data-present", "requests_pathname_prefix"),
    *("explore", "address", "figure", "leave", "download"),
)
_SLASH = r"(?:/|\\u002f)"  # as HTML writes it, and as Dash does
_ADDRESS = re.compile(rf'((?<![\w-])(?:{"|".join(_NAMES)})\\?"?[=:]\s*\\?"|content="0; url=){_SLASH}(?!{_SLASH})')
_KINDS = frozenset({"text/html", "application/json"})


class _Stripped:
    """A WSGI application that is asked below a path; a proxy before it may have taken that away already."""

    def __init__(self, application: Callable[..., Iterable[bytes]], path: str) -> None:
        self._application, self._path = application, path

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if asked == self._path or asked.startswith(f"{self._path}/"):
            environ["PATH_INFO"] = asked[len(self._path) :] or "/"
        environ["SCRIPT_NAME"] = self._path
        return self._application(environ, start_response)


def serve_under(server: Flask, path: str) -> None:
    """Let a server answer below a path (``/purges``), and name every address of its own below it."""
    server.wsgi_app = _Stripped(server.wsgi_app, path)

    @server.after_request
    def placed(response: Response) -> Response:
        if response.location and response.location.startswith("/"):
            response.location = path + response.location
        if response.mimetype in _KINDS and not response.direct_passthrough:
            response.set_data(_ADDRESS.sub(rf"\g<1>{path}/", response.get_data(as_text=True)))
        return response
