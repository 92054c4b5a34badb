"""How many readers an hour a core serves: requests a second of each kind, and the requests of a visit, into the README.

python benchmarks/capacity.py    measure (needs wrk and a chromium), and renew the README's table

What a request costs is the time that the server's processes took for it, so that it does not matter that wrk, and whoever else,
works on the same machine; what was answered a second stands beside it. The requests of a visit are counted in a real browser.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from screenshots import browser_path  # noqa: E402 - the checkout is not an installed package

from tools.readers import CALLBACK, Asked, callback, drawing  # noqa: E402
from tools.servers import Process, ask, head, program, public_server, workers_of  # noqa: E402

README = ROOT / "README.md"
BEGIN, END = "<!-- capacity: renewed by `make capacity` -->", "<!-- /capacity -->"
SECONDS, CONNECTIONS = 6, 8  # of each measurement
HOURS = (1_000, 10_000, 100_000)  # readers an hour
BUSY = 0.5  # how much of a core's time is planned with
FRESH = 3_000  # charts of which no two are the same
CHART = "/charts/sentences-by-year.json?period=1937"
PAGE, ASSET, CALLBACK_KEPT = "a page", "an asset", "a callback that was made before"
CARD, NEW_CARD = "a chart that was drawn before", "a chart drawn anew"
DOOR, TAGGED = "a chart's figures, or what Dash asks for", "a chart's figures, asked for again (304)"


@dataclass(frozen=True)
class Measured:
    """What a server did while it was asked for one kind of thing: answers a second, and answers in a second of a core's time."""

    rate: float
    rate_of_core: float


def kinds(port: int) -> Iterator[tuple[str, Sequence[Asked]]]:
    """Return what is asked, by kind: one request again and again, or many in turn."""
    page = ask(port, "/")[1].decode()
    named = re.findall(r'"(/(?:assets|_dash-component-suites)/[^"]+)"', page)
    assets = sorted({address for text in named for address in text.split()})  # front.js is told of several at once
    visit = callback("page.children", "visit.data", {"path": "/", "search": "", "width": 1366, "count": 1})
    chance = random.Random(1937)  # nosec B311
    yield PAGE, [Asked("", "/")]
    yield DOOR, [Asked("", CHART)]
    yield TAGGED, [Asked("", CHART, headers=(("If-None-Match", head(port, CHART).headers["ETag"]),))]
    yield ASSET, [Asked("", address.replace("&amp;", "&")) for address in assets]
    yield CALLBACK_KEPT, [Asked("", CALLBACK, visit)]
    yield CARD, [Asked("", drawing(chance, "period=1937"))]
    yield NEW_CARD, [_new(chance, number) for number in range(FRESH)]


def _new(chance: random.Random, number: int) -> Asked:
    """Return the drawing of a chart that nobody has asked for: each has months of its own."""
    first, last = divmod(number, 60)
    months = f"period={1921 + first // 12 % 15}-{1 + first % 12:02}..{1940 + last // 12}-{1 + last % 12:02}"
    return Asked("", drawing(chance, months))


def measured(port: int, process: Process, asked: Sequence[Asked], folder: Path) -> Measured:
    """Return what a server did while wrk asked it for this in turn."""
    script = folder / "asked.lua"
    script.write_text(_lua(asked), "utf-8")
    before = _worked(process)
    command = [
        program("wrk"),
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{SECONDS}s",
        "--timeout",
        "30s",
        "-s",
        str(script),
        f"http://127.0.0.1:{port}/",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS + 60).stdout
    worked = _worked(process) - before
    answers, microseconds, errors = (int(number) for number in told.split("told:")[1].split())
    assert not errors, f"{errors} answers to {asked[0].path} were errors"
    return Measured(answers / microseconds * 1e6, answers / worked)


def _lua(asked: Sequence[Asked]) -> str:
    """Return a script for wrk that asks for each in turn, and says what came of it."""
    lines = ["local asked = {}"]
    for one in asked:
        headers = {"Accept-Encoding": "br, gzip", **dict(one.headers), **({"Content-Type": "application/json"} if one.body else {})}
        table = ", ".join(f"[{json.dumps(name)}] = {_quoted(text)}" for name, text in headers.items())
        body = f"{_quoted(json.dumps(one.body))}" if one.body else "nil"
        lines.append(f'asked[#asked + 1] = wrk.format("{"POST" if one.body else "GET"}", {_quoted(one.path)}, {{{table}}}, {body})')
    return "\n".join([
        *lines,
        "local turn = 0",
        "request = function() turn = turn % #asked + 1; return asked[turn] end",
        "done = function(sums) local e = sums.errors",
        'io.write(string.format("told: %d %d %d", sums.requests, sums.duration, e.status + e.read + e.write + e.timeout + e.connect)) end',
    ])  # fmt: skip


def _quoted(text: str) -> str:
    return f"[=[{text}]=]"


def _worked(process: Process) -> float:
    """Return how many seconds the processes of a server have worked."""
    parts = [Path(f"/proc/{number}/stat").read_text("ascii").rpartition(") ")[2].split() for number in workers_of(process)]
    return sum(int(part[11]) + int(part[12]) for part in parts) / os.sysconf("SC_CLK_TCK")


def visited(port: int, log: Path) -> tuple[Counter[str], Counter[str]]:
    """Return the requests of a visit by kind: of reading two pages to their ends, and of one choice made there."""
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        begun = len(_requests(log))
        for path in ("/", "/mass-operation"):
            page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
            _read(page)
        read = len(_requests(log))
        page.goto(f"http://127.0.0.1:{port}/mass-operation?period=1937-08..1938-03", wait_until="networkidle")
        _read(page)
        browser.close()
    asked = _requests(log)
    return Counter(asked[begun:read]), Counter(asked[read:])


def _read(page) -> None:
    for _ in range(12):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(250)
    page.wait_for_load_state("networkidle")


def _requests(log: Path) -> list[str]:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    return [_kind(line["path"]) for line in lines if line["path"] != "/readyz"]


def _kind(path: str) -> str:
    if path == CALLBACK:
        return CALLBACK_KEPT
    if path.endswith("/card.json"):
        return CARD
    return (
        ASSET
        if path.startswith(("/assets/", "/_dash-component-suites/", "/_favicon"))
        else DOOR
        if path.startswith(("/charts", "/_dash"))
        else PAGE
    )


def report(one: Mapping[str, Measured], two: Mapping[str, Measured], opened: Counter[str], chosen: Counter[str]) -> str:
    """Return what was measured, and what follows from it, in Markdown."""
    visit = opened.copy()
    for kind, count in chosen.items():  # nobody has chosen this before: whatever shows charts draws them
        visit[NEW_CARD if kind in (CARD, CALLBACK_KEPT) else kind] += count
    seconds = sum(count / one[kind].rate_of_core for kind, count in visit.items())
    an_hour = 3600 / seconds
    day = datetime.now().astimezone().date()
    told = ", ".join(f"{count} times {kind}" for kind, count in visit.most_common())
    lines = [
        f"Measured on {day:%d %B %Y} with wrk, {CONNECTIONS} connections, {SECONDS} seconds each, no limit of rate, on "
        f"{os.cpu_count()} cores that wrk and others shared. What counts is the last column: answers in a second of a core's own time.",
        "",
        "| Asked for | one process, a second | two processes, a second | a core's second |",
        "|---|--:|--:|--:|",
        *(f"| {kind} | {one[kind].rate:,.0f} | {two[kind].rate:,.0f} | {one[kind].rate_of_core:,.0f} |" for kind in one),
        "",
        f"A first visit that reads two pages to their ends and makes one choice is {visit.total()} requests, counted in a browser: "
        f"{told}. That is {1000 * seconds:,.0f} ms of a core, so **one core serves {_rounded(an_hour):,} such readers an hour** at most. "
        f"With {100 * BUSY:.0f}% of the time planned:",
        "",
        "| Readers an hour | requests a second | cores |",
        "|--:|--:|--:|",
        *(f"| {readers:,} | {readers * visit.total() / 3600:,.0f} | {math.ceil(readers / an_hour / BUSY)} |" for readers in HOURS),
    ]  # fmt: skip
    return "\n".join(lines)


def _rounded(number: float) -> int:
    """Return a number with two of its digits, which is all that a measurement on a shared machine is good for."""
    return int(float(f"{number:.2g}"))


def main() -> int:
    """Measure, and renew the README's table."""
    found = list[dict[str, Measured]]()
    opened = chosen = Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for workers in (1, 2):
            log = folder / f"{workers}.log"
            with public_server(log, PURGES_WORKERS=str(workers), PURGES_RATE="0") as (port, process):
                found.append({kind: measured(port, process, asked, folder) for kind, asked in kinds(port)})
                if workers == 1:
                    opened, chosen = visited(port, log)
    before, begin, rest = README.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{README.name} has no lines {BEGIN} and {END}"
        raise SystemExit(message)
    told = report(found[0], found[1], opened, chosen)
    README.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", "utf-8")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
