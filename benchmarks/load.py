"""How many changes a server answers: what a browser really asked is asked again by many clients at once (wrk)."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from benchmarks.apps import DASHBOARD, App
from benchmarks.browsing import TALL, fresh, ready, switches
from benchmarks.processes import HOST, Server

CLIENTS = (1, 50, 200)
SECONDS = 3  # of one run; wrk knows whole ones only
DOORS = ("sentences-by-year", "arrests-executions", "phases", "limit-map", "national-operations", "estimates")
_DASH = "/_dash-update-component"
_WRK = Path(__file__).with_name("wrk.lua")
_NEW = 4_000  # requests never made before that are held ready for one run; a tenth of all
_KEPT_MONTHS = 24  # selections that are asked again and again

Request = tuple[str, str, str, str]
"""Method, path, tag at hand, body."""


def captured(run: Browser, server: Server, app: App, names: Sequence[str]) -> list[str]:
    """Return the bodies by which a Dash page asks for charts when measures are switched: those whose answers hold figures."""
    context = fresh(run, TALL)
    page = context.new_page()
    asked = list[Any]()
    ready(page, server.address + app.path)
    page.on("requestfinished", lambda one: asked.append(one))  # a method of a list cannot be marked, as it marks its handlers
    list(switches(page, app, names))
    found = [one.post_data for one in asked if _DASH in one.url and '"figure"' in one.response().text()]
    context.close()
    return found


def _months() -> Iterator[str]:
    """Yield every period of the record once, in an order by lot that is always the same."""
    months = [f"{year}-{month:02}" for year in range(1921, 1954) for month in range(1, 13)]
    pairs = list(itertools.combinations(months, 2))
    random.Random(0).shuffle(pairs)  # nosec B311
    return (f"period={first}..{last}" for first, last in pairs)


class Selections:
    """What a page asks for under many selections, made from what a browser asked for under one."""

    def __init__(self, sent: Sequence[Request], query: str) -> None:
        """``sent`` are the requests of one change, which hold the selection as ``query``."""
        self._sent, self._query = sent, query
        self._months = _months()
        self.known = self.take(_KEPT_MONTHS)

    def take(self, count: int) -> list[Request]:
        """Return requests that were never made before."""
        return [self._request(place, query) for place, query in enumerate(itertools.islice(self._months, count))]

    def _request(self, place: int, query: str) -> Request:
        method, path, tag, body = self._sent[place % len(self._sent)]
        return (method, path.replace(self._query, query), tag, body.replace(self._query, query))


def door_requests(server: Server, *, tagged: bool) -> list[Request]:
    """Return requests for figures as JSON; ``tagged``: by somebody who has them already."""
    return [("GET", path, _tag(server, path) if tagged else "", "") for path in (f"/charts/{chart}.json" for chart in DOORS)]


def _tag(server: Server, path: str) -> str:
    asked = http.client.HTTPConnection(HOST, server.port, timeout=30)
    asked.request("GET", path)
    answer = asked.getresponse()
    answer.read()
    asked.close()
    return answer.headers["ETag"]


def ask(server: Server, clients: int, seconds: float, known: Sequence[Request], new: Sequence[Request], folder: Path) -> dict[str, float]:
    """Return what many clients got, each asking anew as soon as it was answered."""
    files = list[str]()
    for name, requests in (("known", known), ("new", new)):
        if requests:
            file = folder / f"{name}.tsv"
            file.write_text("".join("\t".join(one) + "\n" for one in requests), "utf-8")
            files.append(str(file))
    threads = 1 if clients == 1 else 2
    command = ["wrk", "-t", str(threads), "-c", str(clients), "-d", f"{seconds:g}s", "--timeout", "10s", "-s", str(_WRK), server.address]
    run = subprocess.run([*command, "--", *files], capture_output=True, text=True, check=True, timeout=seconds + 60)
    told = json.loads(run.stdout.strip().splitlines()[-1])
    return {**told, "rate": told["requests"] / told["seconds"]}


def of_dashboard(run: Browser, server: Server) -> Selections:
    """Return what our own first page asks for when a measure is switched: its charts, and the words around them."""
    context = fresh(run, TALL)
    page = context.new_page()
    ready(page, server.address + DASHBOARD.path)
    asked = list[Any]()
    page.on("request", lambda one: asked.append(one))
    list(switches(page, DASHBOARD, ("Sentenced to death",)))
    query = urlsplit(page.url).query
    context.close()
    places = [(one.method, urlsplit(one.url), one.post_data or "") for one in asked if one.resource_type == "fetch"]
    sent = [(method, f"{at.path}?{at.query}".rstrip("?"), "", body) for method, at, body in places if query in at.query + body]
    return Selections(sent, query)


def new_for(requests: Selections, seconds: float, highest: int = 1_500) -> list[Request]:
    """Return enough requests never made before for one run: a tenth of what may be asked."""
    return requests.take(min(_NEW, int(highest * seconds / 10)))
