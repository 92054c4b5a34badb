"""Static files: each under an address that holds the hash of its content, compressed once, and kept by browsers for a year.

Flask serves the folder of assets and Dash its component suites; their answers pass here last. A file travels quickly
compressed until the best compression is ready: it takes seconds for the largest, so it is made beside the requests, once
for each content, and remembered in a folder.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import quote

import brotli
from flask import Flask, Response, make_response, request, send_file
from flask_compress import Compress

from dashboard.cache import Remembered
from dashboard.plotly_script import STOCK, plotly_script

ICON = "icon.svg"
_ASKED_ICON = "/favicon.ico"  # what a browser asks for where a document names no icon
FOLDERS = ("/assets/", "/_dash-component-suites/", "/present/present.js", _ASKED_ICON)
KEPT = "public, max-age=31536000, immutable"
ASKED_FOR = "public, max-age=0, must-revalidate"
HASH_KEY = "v"
FONTS = "vendor/fonts/fonts.css"
_SMALLEST = 500  # bytes: what is smaller gains nothing
_FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-f]+\.")  # version and time of the file, in the addresses of Dash

Coding = Callable[[bytes], bytes]
QUICK: Mapping[str, Coding] = {"br": partial(brotli.compress, quality=5), "gzip": partial(gzip.compress, compresslevel=6, mtime=0)}
BEST: Mapping[str, Coding] = {"br": partial(brotli.compress, quality=11), "gzip": partial(gzip.compress, compresslevel=9, mtime=0)}
_TEXTS = frozenset({"application/javascript", "application/json", "image/svg+xml"})
_ANSWERS = [
    "text/html",
    "text/plain",
    "text/csv",
    "text/css",
    "text/xml",
    "text/javascript",
    "application/json",
    "application/xml",
    "image/svg+xml",
]


def content_hash(content: bytes) -> str:
    """Return what names a content in addresses and tags."""
    return hashlib.sha256(content).hexdigest()[:16]


class StaticFiles:
    """The files of one folder of assets, and the compressed forms of whatever is served.

    Attributes:
        plotly: the address of plotly.js.
        fonts: the address of the style sheet of the fonts; empty where they are not installed.
    """

    def __init__(self, assets: Path, remembered: Path | None = None) -> None:
        """With ``remembered``, a folder, the best compression is made and remembered there; without, what is quick is served for good."""
        self._assets = assets
        self._remembered = Remembered(remembered, "the compressed files") if remembered else None
        self._forms: dict[tuple[str, str], bytes] = {}  # (hash, coding) -> the best form at hand
        self._waiting: SimpleQueue[tuple[str, str, bytes]] = SimpleQueue()
        self._starting = threading.Lock()
        self._worker: threading.Thread | None = None
        self.plotly = self._plotly()
        self.fonts = self.address(FONTS) if (assets / FONTS).is_file() else ""

    def address(self, name: str) -> str:
        """Return the address of an asset, with the hash of its content."""
        return f"/assets/{quote(name)}?{HASH_KEY}={content_hash((self._assets / name).read_bytes())}"

    def _plotly(self) -> str:
        script = plotly_script(self._assets)
        if script == STOCK:
            return f"/_dash-component-suites/plotly/package_data/{script.name}?{HASH_KEY}={content_hash(script.read_bytes())}"
        return self.address(script.relative_to(self._assets).as_posix())

    def faces(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the addresses of these faces of IBM Plex, as its style sheet names them; none where they are not installed."""
        files = [f"{Path(FONTS).parent}/files/ibm-plex-{name}-normal.woff2" for name in names]
        return tuple(self.address(file) for file in files if (self._assets / file).is_file())

    def serve(self, server: Flask) -> None:
        """Let every answer of the server pass: files as this class says, texts compressed as they are made."""
        server.config["COMPRESS_ALGORITHM"] = list(QUICK)
        server.config["COMPRESS_MIMETYPES"] = _ANSWERS
        server.add_url_rule(_ASKED_ICON, "icon", partial(send_file, self._assets.resolve() / ICON))
        Compress(server)
        server.after_request(self._finish)  # comes before Compress, which leaves alone what is compressed

    def _finish(self, response: Response) -> Response:
        if request.method not in {"GET", "HEAD"} or response.status_code != 200 or not request.path.startswith(FOLDERS):
            return response
        response.direct_passthrough = False
        body: Any = response.response
        content = response.get_data()
        if hasattr(body, "close"):
            body.close()  # the file that Flask opened
        name = content_hash(content)
        kept = request.args.get(HASH_KEY) == name or _FINGERPRINT.search(request.path) is not None
        response.headers["Cache-Control"] = KEPT if kept else ASKED_FOR
        response.headers.pop("Last-Modified", None)
        response.headers.pop("Content-Disposition", None)
        response.vary.add("Accept-Encoding")
        coding = request.accept_encodings.best_match(QUICK)
        kind = response.mimetype or ""
        text = kind.startswith("text/") or kind in _TEXTS
        if coding and text and len(content) >= _SMALLEST:
            response.set_data(self._form(name, coding, content))
            response.headers["Content-Encoding"] = coding
        response.set_etag(name, weak=True)  # the bytes differ with the coding
        return make_response(response.make_conditional(request.environ))

    def _form(self, name: str, coding: str, content: bytes) -> bytes:
        known = self._forms.get((name, coding))
        if known is not None:
            return known
        form = self._remembered.get(f"{name}.{coding}") if self._remembered else None
        if form is None:
            form = QUICK[coding](content)
            if self._remembered:
                self._improve(name, coding, content)
        return self._forms.setdefault((name, coding), form)

    def _improve(self, name: str, coding: str, content: bytes) -> None:
        """Have the best form made beside the requests."""
        self._waiting.put((name, coding, content))
        with self._starting:
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def _work(self) -> None:
        assert self._remembered is not None
        while True:
            name, coding, content = self._waiting.get()
            form = BEST[coding](content)
            self._forms[name, coding] = form
            self._remembered.set(f"{name}.{coding}", form)
