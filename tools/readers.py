"""Readers who go on asking a server, many at once: what they ask, what they were told, and how long they waited."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from dashboard.charts import CHARTS
from dashboard.lessons import FOLDER
from dashboard.pages import PAGES
from tools.servers import DATA, until

CALLBACK = "/_dash-update-component"
HOSTILE = (
    "/%00", "/../../etc/passwd", "/charts/%F0%9F%92%A3.json", "/data/x.csv", "/embed/x", "/present/x", "/wp-login.php", "/?period=1e999",
    "/charts/phases.json?width=99999999", "/oembed?url=http%3A%2F%2F%5B", "/deck.json?deck=x", f"/?theme={'a' * 4000}", "/static/../x",
)  # fmt: skip
QUERIES: Sequence[tuple[str, Sequence[str]]] = (
    ("period", [f"{year}" for year in range(1921, 1954)]),
    ("period", [f"{first}..{last}" for first in range(1930, 1938) for last in range(1938, 1942)]),
    ("phase", ["mass_operation", "nonsense"]),
    ("theme", ["light", "dark", "projector", "print"]),
    ("scale", ["linear", "log"]),
    ("per", ["100k"]),
    ("operation", ["polish,german", "harbin", "polish,no_such"]),
    ("scope", ["all", "counter_revolutionary"]),
    ("measure", ["sentenced_to_death", "arrested,sentenced_to_death", "", "é"]),
    ("patterns", ["always"]),
)


@dataclass(frozen=True)
class Asked:
    """One request: what kind of reader asks it, its address, and what it carries."""

    kind: str
    path: str
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()


Asking = Callable[[random.Random], Asked]


def query(chance: random.Random) -> str:
    """Return a selection: most can be shown, some cannot."""
    chosen = chance.sample(QUERIES, chance.choice([0, 0, 1, 1, 2, 3]))
    return urlencode({key: chance.choice(values) for key, values in chosen})


def _page(chance: random.Random) -> Asked:
    path = chance.choice(PAGES).path
    return Asked("page", f"{path}?{query(chance)}" if chance.random() < 0.5 else path)


def _visit(chance: random.Random) -> Asked:
    value = {"path": chance.choice(PAGES).path, "search": f"?{query(chance)}", "width": chance.choice([390, 1366, 1920]), "count": 1}
    return Asked("callback: page", CALLBACK, callback("page.children", "visit.data", value))


def callback(output: str, given: str, value: Any) -> dict[str, Any]:
    """Return what a page sends to a callback of one input and one output."""
    (made, what), (name, held) = output.split("."), given.split(".")
    outputs = {"id": made, "property": what}
    return {
        "output": output, "outputs": outputs, "changedPropIds": [given], "inputs": [{"id": name, "property": held, "value": value}],
    }  # fmt: skip


def drawing(chance: random.Random, selection: str) -> str:
    """Return where a page has one of the charts drawn under a selection."""
    return f"/charts/{chance.choice(CHARTS).id}/card.json?{selection}&width={chance.choice([390, 1366])}"


def _drawing(chance: random.Random) -> Asked:
    return Asked("card", drawing(chance, query(chance)))


def _table(chance: random.Random) -> Asked:
    return Asked("table", f"/charts/{chance.choice(CHARTS).id}/table.html?{query(chance)}")


def _bent(chance: random.Random) -> Asked:
    body = chance.choice(
        [None, [], "x", 9**99, {"output": "page.children"}, {**callback("page.children", "visit.data", "wrong")}, "é" * 9_000]
    )
    return Asked("callback: hostile", CALLBACK, body or [body])


def _chart(chance: random.Random) -> Asked:
    return Asked("door: chart", f"/charts/{chance.choice(CHARTS).id}.{chance.choice(['json', 'json', 'csv'])}?{query(chance)}")


def _file(chance: random.Random) -> Asked:
    table = chance.choice(["phases", "limits", "events", "estimates"])
    chart = f"/charts/{chance.choice(CHARTS).id}.{chance.choice(['xlsx', 'zip'])}"
    return Asked("download", chance.choice([f"/data/{table}.csv", f"/data/{table}.xlsx", f"/data/{table}.json", "/sources.bib", chart]))


def _embed(chance: random.Random) -> Asked:
    chart = chance.choice(CHARTS).id
    page = quote(f"/embed/{chart}", safe="/")
    return Asked("embed", chance.choice([f"{page}?{query(chance)}", page, f"{page}?data=abc123", f"/plain/?{query(chance)}"]))


@cache
def _lessons() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (DATA / FOLDER).glob("*.toml")))


def _lesson(chance: random.Random) -> Asked:
    lesson, step = chance.choice(_lessons()), chance.randint(1, 12)
    shown = f"/present?chart={chance.choice(CHARTS).id}&{query(chance)}"
    return Asked(
        "lesson", chance.choice([f"/present/{lesson}?step={step}", f"/present/{lesson}.json?step={step}&width=1920&height=1080", shown])
    )


def _hostile(chance: random.Random) -> Asked:
    headers = chance.choice(
        [(), (("If-None-Match", "*"),), (("Accept", "*/*;q=x"),), (("X-Request-ID", "a" * 500),), (("Range", "bytes=9-1"),)]
    )
    return Asked("hostile", chance.choice(HOSTILE), headers=headers)


MIX: Sequence[tuple[int, Asking]] = (
    (14, _page), (16, _visit), (18, _drawing), (2, _table), (4, _bent), (18, _chart), (5, _file), (10, _embed), (9, _lesson), (4, _hostile),
)  # fmt: skip
"""How often each kind is asked, out of a hundred."""


def mixed(chance: random.Random) -> Asked:
    """Return what one of many readers asks next."""
    return chance.choices([asking for _, asking in MIX], [often for often, _ in MIX])[0](chance)


@dataclass
class Load:
    """Readers who go on asking until they are stopped; every status is counted, every failure told, every cut answer asked for again.

    Attributes:
        port: where they ask.
        readers: how many there are.
        asking: what one of them asks next.
        rest: how many seconds one of them rests between two requests, on average.
        apart: every reader has an address of his own (127.0.0.0/8), one connection that he keeps, and a memory for tags.
        told: how often each status, or each failure, was met.
        waits: for each kind, how many seconds its answers took.
        cut: answers that ended when half of them had come.
        refused: connections that nobody took.
    """

    port: int
    readers: int
    asking: Asking
    rest: float = 0
    apart: bool = False
    told: Counter[Any] = field(default_factory=Counter)
    waits: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    cut: int = 0
    refused: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def _read(self, number: int) -> None:
        chance, reader = random.Random(number), _Reader(self, number)  # nosec B311
        self.stop.wait(self.rest * chance.random())
        while not self.stop.is_set():
            asked, before = self.asking(chance), time.monotonic()
            try:
                status = reader.told(asked)
            except ConnectionRefusedError:
                self.refused += 1
                self.stop.wait(0.1)
            except (OSError, http.client.HTTPException) as error:
                self.told[repr(error)] += 1
            else:
                self.told[status] += 1
                self.waits.setdefault(asked.kind, []).append(time.monotonic() - before)
                if status >= 500:
                    self.faults.append(f"{status} {asked.path[:200]}")
            if self.rest:
                self.stop.wait(chance.expovariate(1 / self.rest))
        reader.leave()

    @contextmanager
    def on(self) -> Iterator[Load]:
        """Let the readers ask for as long as this lasts."""
        threads = [threading.Thread(target=self._read, args=(number,)) for number in range(self.readers)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(60)

    def answered(self, more: int) -> None:
        """Wait until so many more requests were answered."""
        wanted = self.told[200] + more
        until(lambda: self.told[200] >= wanted, f"{more} more answers did not come")


class _Reader:
    """One reader: his connection, and the tags of what he has read."""

    def __init__(self, load: Load, number: int) -> None:
        self._load, self._tags = load, dict[str, str]()
        self._from = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0) if load.apart else None
        self._kept: http.client.HTTPConnection | None = None

    def told(self, asked: Asked) -> int:
        try:
            return self._ask(asked)
        except http.client.IncompleteRead:  # cut off when half of it had come, which no balancer can mend
            self._load.cut += 1
            return self._ask(asked)

    def _ask(self, asked: Asked) -> int:
        reused = self._kept is not None
        connection = self._kept or http.client.HTTPConnection("127.0.0.1", self._load.port, timeout=60, source_address=self._from)
        self._kept = None
        try:
            body = json.dumps(asked.body).encode() if asked.body is not None else None
            connection.request("POST" if body else "GET", asked.path, body, self._headers(asked, posted=body is not None))
            answer = connection.getresponse()
            answer.read()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            connection.close()
            if reused:  # closed while nobody used it: every browser then asks anew
                return self._ask(asked)
            raise
        except BaseException:
            connection.close()
            raise
        if self._load.apart:
            self._tags = {**dict(list(self._tags.items())[-20:]), asked.path: answer.headers.get("ETag", "")}
            self._kept = connection
        else:
            connection.close()
        return answer.status

    def _headers(self, asked: Asked, *, posted: bool) -> dict[str, str]:
        tag = self._tags.get(asked.path)
        coded = {"Accept-Encoding": "br, gzip"} if self._load.apart else {}
        typed = {"Content-Type": "application/json"} if posted else {}
        return {**coded, **typed, **({"If-None-Match": tag} if tag and not posted else {}), **dict(asked.headers)}

    def leave(self) -> None:
        if self._kept:
            self._kept.close()
