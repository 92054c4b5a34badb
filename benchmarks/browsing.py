"""What a reader waits for, in a real browser: the first chart, and a chart after a change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from benchmarks.apps import SWITCHED, App

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
VIEW = {"width": 1366, "height": 768}
TALL = {"width": 1366, "height": 1600}  # both charts of a page and its controls are in view at once
WATCH = Path(__file__).with_name("watch.js").read_text("utf-8")
_PATIENCE = 60_000  # milliseconds
_QUIET = 350  # milliseconds without a drawing, after which a change is over
_LONGEST = 8_000  # milliseconds after which a change is given up


@dataclass(frozen=True)
class Opened:
    """What opening a page took: milliseconds to the painted first chart and until the page can be used, bytes by then."""

    first: float
    usable: float
    bytes: int
    bytes_usable: int


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """Run a browser until the block ends."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


def fresh(run: Browser, view: Mapping[str, int] = VIEW) -> BrowserContext:
    """Return a profile with nothing in its cache."""
    context = run.new_context(viewport={"width": view["width"], "height": view["height"]}, bypass_csp=True)  # waiting evaluates
    context.set_default_timeout(_PATIENCE)
    context.add_init_script(WATCH)
    return context


class _Wire:
    """What comes over the network, with its moment."""

    def __init__(self, session: CDPSession) -> None:
        self.begun, self.came = 0.0, list[tuple[float, int]]()
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", lambda event: self.came.append((event["timestamp"], int(event["encodedDataLength"]))))
        session.on("Network.webSocketFrameReceived", self._frame)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.begun = self.begun or event["timestamp"]

    def _frame(self, event: dict[str, Any]) -> None:
        """Count a message of a websocket as its content: the protocol tells no compressed size."""
        content = event["response"]["payloadData"]
        self.came.append((event["timestamp"], len(content) * 3 // 4 if event["response"]["opcode"] == 2 else len(content)))

    def until(self, milliseconds: float) -> int:
        """Return the bytes that had come by then."""
        return sum(size for moment, size in self.came if (moment - self.begun) * 1000 <= milliseconds)


def open_page(context: BrowserContext, address: str) -> Opened:
    """Open a page and return what that took."""
    page = context.new_page()
    wire = _Wire(context.new_cdp_session(page))
    page.goto(address)
    page.wait_for_function("benchmark.first > 0 && benchmark.usable > 0")
    first, usable = page.evaluate("[benchmark.first, benchmark.usable]")
    page.wait_for_timeout(100)
    page.close()
    return Opened(first, usable, wire.until(first), wire.until(usable))


def starts(run: Browser, address: str) -> dict[str, dict[str, Any]]:
    """Return what a page takes in a fresh profile, and what it takes the second time in that profile."""
    context = fresh(run)
    found = {"cold": asdict(open_page(context, address)), "warm": asdict(open_page(context, address))}
    context.close()
    return found


def ready(page: Page, address: str) -> None:
    """Open a page and wait until nothing moves any more."""
    page.goto(address)
    page.wait_for_function("benchmark.usable > 0")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def first_figure(run: Browser, address: str) -> str:
    """Return the figure that the first page draws, as JSON."""
    context = fresh(run)
    page = context.new_page()
    ready(page, address)
    figure = page.evaluate("(({data, layout}) => JSON.stringify({data, layout}))(document.querySelector('#main .js-plotly-plot'))")
    context.close()
    return json.dumps(json.loads(figure))


def click(page: Page, place: Any, longest: int = _LONGEST) -> tuple[float, float] | None:
    """Click and return the milliseconds until each chart in view was drawn anew, and until the last drawing; None where none was."""
    place.scroll_into_view_if_needed()
    page.evaluate("benchmark.asked = 0")
    place.click()
    page.wait_for_function(
        "([quiet, longest]) => benchmark.asked && performance.now() - Math.max(benchmark.quiet, benchmark.asked) > "
        "(benchmark.graphs.size ? quiet : longest)",
        arg=[_QUIET, longest],
        polling=50,
    )
    found = page.evaluate("benchmark.redrawn()")
    return (found[0], found[1]) if found else None


def switches(page: Page, app: App, names: Sequence[str]) -> Iterator[tuple[float, float] | None]:
    """Switch measures one after another; yield what each took."""
    if app.opens:
        page.locator(app.opens).first.click()
    for name in names:
        yield click(page, page.locator(app.switch.format(name=name)).first)


def turn(place: int) -> tuple[str, ...]:
    """Return the measures to switch in one turn: three off and the first on again, others in each turn, so that no answer is at hand."""
    some = [SWITCHED[(place + step) % len(SWITCHED)] for step in range(3)]
    return (*some, some[0])
