"""build_site(app, ...) -> the dashboard as files for any web host: no server, no Python.

The app itself is asked for everything, link by link from its pages, so that nothing is drawn or worded a second time. What only a
server can answer (another view of a chart, a comparison) leads to the live dashboard where one is named, and is left out otherwise;
what the pages say of it is said otherwise, too (``copy.instead`` in the words).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from dash import html

from dashboard.app import Site
from dashboard.charts import BY_ID
from dashboard.filters import LOOKS, ROW, TABLE
from dashboard.layout import data
from dashboard.layout.plain import drawn_page, row_place
from dashboard.pages import BY_PATH, page_of
from dashboard.stage import LESSONS_PATH
from dashboard.stage import PATH as WALL
from dashboard.studio import Studio
from dashboard.words import Words

_NOWHERE = "http://localhost"  # stands for the address of a dashboard that is not named
_FETCHED = ("/assets/", "/_dash-component-suites/", "/charts/", "/data/", f"{LESSONS_PATH}/", "/sources.")
_TAG = re.compile(r"<(?:link|meta|script|img)\b[^>]*>")
_ANCHOR = re.compile(r"<a\b(?P<inside>[^>]*)>(?P<text>.*?)</a>", re.DOTALL)
_ADDRESS = re.compile(r'\b(?P<name>href|src|content)="(?P<value>[^"]*)"')
_EXPLORED = re.compile(r'(?<="explore":")[^"]*(?=")')  # where a step of a lesson leads to
_IN_SHEET = re.compile(r"url\((?P<mark>['\"]?)(?P<value>[^)'\"]+)(?P=mark)\)")


@dataclass(frozen=True)
class _Target:
    """Where an address of the app stands among the files: file, what the app is asked for, place in the file, chart of an embed."""

    file: str
    asked: str
    place: str = ""
    chart: str = ""


@dataclass
class Built:
    """What was written, as file -> bytes, and what the app did not give, as address -> its status."""

    files: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)


def target_of(address: str) -> _Target | None:
    """Return where an address of the app stands among the files; None for what only a server answers."""
    parts = urlsplit(address)
    path, query = unquote(parts.path), parse_qs(parts.query)
    if path in BY_PATH:
        if any(param.key in query for param in LOOKS) or not BY_PATH[path].listed:
            return None
        own = {param.key for param in BY_PATH[path].params}
        table, row = (query.get(param.key, [""])[0] if param.key in own else "" for param in (TABLE, ROW))
        place = row_place(row) if row else parts.fragment
        if table:
            return _Target(f"{path[1:]}/{table}.html", f"{path}?{TABLE.key}={table}", place)
        return _Target(f"{path[1:] or 'index'}.html", path, place)
    kind, _, name = path[1:].partition("/")
    if kind == "charts" and name in BY_ID:
        return _Target(f"{page_of(BY_ID[name]).path[1:] or 'index'}.html", page_of(BY_ID[name]).path, name)
    if kind == "embed" and name in BY_ID:
        return _Target(f"embed/{name}.html", path, chart=name)
    if path.startswith(f"{WALL}/"):  # a lesson as one file: its step may stand in the query, as on the wall
        return _Target(f"{LESSONS_PATH[1:]}/{name}.html", f"{LESSONS_PATH}/{name}.html")
    if path == "/changelog":
        return _Target("changelog.txt", path)
    return _Target(path[1:], address.partition("#")[0], parts.fragment) if path.startswith(_FETCHED) else None


def worded(studio: Studio, live: str) -> Studio:
    """Return the studio of a copy: it says of itself what is true without a server."""
    kinds = ("copy.instead.",) if live else ("copy.instead.", "copy.without_live.")

    def told(words: Words) -> Words:
        texts = dict(words.texts)
        for kind in kinds:
            texts |= {key.removeprefix(kind): text for key, text in words.texts.items() if key.startswith(kind)}
        return replace(words, texts=texts | ({"about.cite.address": _as_text(f"{live}/")} if live else {}))

    languages: Mapping[str, Words] = {code: told(words) for code, words in studio.languages.items()}
    return replace(studio, languages=languages)


def _as_text(plain: str) -> str:
    """Return a text that, filled in, is what was given."""
    return plain.replace("{", "{{").replace("}", "}}")


class SiteBuilder:
    """Asks an app for every file of its site, and writes them."""

    def __init__(self, app: Site, live: str, day: date) -> None:
        """``live`` is the address of a dashboard that runs, or empty; ``day`` is told on every page."""
        self._app, self._live = app, live.rstrip("/")
        self._root = self._live or _NOWHERE
        self._client = app.server.test_client()
        self._held: dict[str, tuple[str, bytes]] = {}  # file -> the address that gave it, and its content
        self._left_out: dict[str, int] = {}
        self._studio = worded(app.studio, self._live)
        words = self._studio.words(self._studio.parse("")[0])
        said = words("copy.note", day=words.day(day), version=app.studio.tables.version)
        way = [" ", html.A(words("copy.live"), href=f"{self._live}/", **data(live="true"))] if live else []
        self._note: list[Any] = [said, *way]

    def fetch(self) -> Iterator[str]:
        """Ask for everything, yielding each file when it is there; embeds are written with their stills where a chrome can draw them."""
        starts = [*BY_PATH, *(f"/embed/{chart}" for chart in BY_ID)]
        waiting = dict.fromkeys(filter(None, map(target_of, starts)))
        while waiting:
            target = next(iter(waiting))
            del waiting[target]
            if target.file in self._held or target.asked in self._left_out:
                continue
            if target.chart:
                self._app.stills.draw(BY_ID[target.chart])
            content, status = self._answer(target.asked)
            if status != 200:
                self._left_out[target.asked] = status
                continue
            self._held[target.file] = (target.asked, content)
            for address in self._links(target.file, content):
                further = self._target(address, target.asked)
                if further and further.file not in self._held:
                    waiting.setdefault(further)
            yield target.file

    def write(self, out: Path) -> Built:
        """Write what was fetched, its links made relative, into a folder."""
        built = Built(left_out=dict(self._left_out))
        for file, (asked, content) in self._held.items():
            if self._is_page(file):
                content = self._linked(content.decode(), asked, file).encode()
            elif file.endswith(".html"):
                content = self._led_back(content.decode(), file).encode()
            elif file.endswith(".css"):
                content = self._sheet(content.decode(), asked, file).encode()
            (out / file).parent.mkdir(parents=True, exist_ok=True)
            (out / file).write_bytes(content)
            built.files[file] = len(content)
        return built

    def _answer(self, asked: str) -> tuple[bytes, int]:
        path, _, query = asked.partition("?")
        if path in BY_PATH:
            head = f'{self._app.sheets}<script src="{self._app.first[0]}" defer></script>'
            return drawn_page(self._studio, path, query, head, self._note).encode(), 200
        answer = self._client.get(quote(asked, safe="/?=&%"), base_url=self._root)
        return answer.get_data(), answer.status_code

    @staticmethod
    def _is_page(file: str) -> bool:
        return file.endswith(".html") and not file.startswith(f"{LESSONS_PATH[1:]}/")

    def _target(self, address: str, base: str) -> _Target | None:
        """Return the target of an address as it stands in the answer for ``base``; None for other hosts too."""
        whole = urljoin(self._root + base, unescape(address))
        return target_of(whole.removeprefix(self._root)) if whole.startswith(f"{self._root}/") else None

    def _links(self, file: str, content: bytes) -> Iterator[str]:
        if self._is_page(file):
            for tag in re.finditer(r"<(?:a|link|script|img)\b[^>]*>", content.decode()):
                yield from (found["value"] for found in _ADDRESS.finditer(tag[0]))
        elif file.endswith(".css"):
            yield from (found["value"] for found in _IN_SHEET.finditer(content.decode()))

    def _relative(self, address: str, base: str, file: str) -> str | None:
        """Return an address as it stands in a file; None where nothing stands there."""
        target = self._target(address, base)
        if target and target.file in self._held:
            query = urlsplit(unescape(address)).query if target.file.startswith(f"{LESSONS_PATH[1:]}/") else ""
            way = posixpath.relpath(target.file, posixpath.dirname(file) or ".") if target.file != file or not target.place else ""
            if query == "view=speaker":  # which a lesson as one file takes behind the mark
                return f"{quote(way)}#speaker"
            return quote(way) + (f"?{query}" if query else "") + (f"#{target.place}" if target.place else "")
        whole = urljoin(self._root + base, unescape(address))
        return None if whole.startswith(f"{_NOWHERE}/") else whole

    def _linked(self, text: str, base: str, file: str) -> str:
        def anchor(found: re.Match[str]) -> str:
            address = _ADDRESS.search(found["inside"])
            if address and "data-live" in found["inside"]:
                return found[0]
            way = self._relative(address["value"], base, file) if address else None
            if address is None or way is None:  # the words stay where they name a page, not where they name what a server does
                asked = urlsplit(unescape(address["value"])).path if address else ""
                return f"<span>{found['text']}</span>" if not address or asked in BY_PATH else ""
            inside = found["inside"].replace(address[0], f'href="{escape(way)}"')
            return f"<a{inside}>{found['text']}</a>"

        def tag(found: re.Match[str]) -> str:
            address = _ADDRESS.search(found[0])
            if address is None or not urljoin(self._root + base, unescape(address["value"])).startswith(f"{self._root}/"):
                return found[0]
            if re.search(r'rel="(?:canonical|alternate)"|<meta\b', found[0]):  # whole addresses, for others
                own = unescape(address["value"]).startswith(f"{self._root}/")
                return found[0] if self._live or not own else ""
            way = self._relative(address["value"], base, file)
            return found[0].replace(address[0], f'{address["name"]}="{escape(way)}"') if way else ""

        return _TAG.sub(tag, _ANCHOR.sub(anchor, text))

    def _led_back(self, text: str, file: str) -> str:
        """Return a lesson that leads back to the lessons of the copy; its views stand in the live dashboard, if anywhere."""
        back = self._relative(LESSONS_PATH, "/", file) or ""
        text = text.replace(f'href="{LESSONS_PATH}"', f'href="{back}"').replace(f'"leave":"{LESSONS_PATH}"', f'"leave":"{back}"')
        return _EXPLORED.sub(lambda found: f"{self._live}{found[0]}" if self._live else "", text)

    def _sheet(self, text: str, base: str, file: str) -> str:
        def inside(found: re.Match[str]) -> str:
            way = self._relative(found["value"], base, file)
            return f'url("{way}")' if way else found[0]

        return _IN_SHEET.sub(inside, text)
