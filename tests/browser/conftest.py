"""A running server over the real record and a real browser, both started and stopped by the tests themselves."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect, sync_playwright
from waitress.server import create_server

from dashboard.app import Site, create_app
from dashboard.lessons import load_lessons
from dashboard.tables import load_tables
from dashboard.words import load_words

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


expect.set_options(timeout=15_000)  # a busy machine draws slowly; what is expected must still come


def beyond_front(arrive: Callable[..., Any]) -> Callable[..., Any]:
    """Return what arrives at a page and, unless told otherwise, waits until Dash has drawn it under its front."""

    def arrived(page: Page, *where: Any, **how: Any) -> Any:
        answer = arrive(page, *where, **how)
        if how.get("wait_until") != "commit":
            page.wait_for_selector("#front", state="detached")
        return answer

    return arrived


for arrive in (Page.goto, Page.reload):
    setattr(Page, arrive.__name__, beyond_front(arrive))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


def _wait_for_function(page: Page, expression: str, *, arg: Any = None, timeout: float = 30_000) -> None:
    """Ask again until an expression holds. Playwright's own way evaluates texts inside the page, which the policy of our pages forbids."""
    end = time.monotonic() + timeout / 1_000
    while True:
        try:
            if page.evaluate(expression, arg):
                return
        except Error as error:
            if "context was destroyed" not in error.message:  # the page is just being left for another
                raise
        if time.monotonic() > end:
            message = f"did not hold within {timeout / 1_000:.0f} s: {expression}"
            raise AssertionError(message)
        page.wait_for_timeout(50)


Page.wait_for_function = _wait_for_function


@pytest.fixture(scope="session")
def site() -> Site:
    """The app over the real record."""
    tables, languages = load_tables(ROOT / "data"), load_words(ROOT / "dashboard" / "words")
    return create_app(tables, languages, ROOT / "assets", load_lessons(ROOT / "data", tables, languages))


@pytest.fixture(scope="session")
def base(site: Site) -> Iterator[str]:
    """The address of a server of our own, on a free port of this machine."""
    server = create_server(site.server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, f"none of {', '.join(BROWSERS)} is on PATH; make test installs Debian's chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


class Watch:
    """What a page said and asked for while a test ran."""

    def __init__(self, page: Page, base: str) -> None:
        self.said: list[str] = []
        self.strangers: list[str] = []
        self._host = urlsplit(base).netloc
        self._page = page
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"page error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        missing = message.location.get("url") == self._page.url  # the browser tells that the document itself is a 404
        if message.type in {"error", "warning"} and not missing:
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self._host:
            self.strangers.append(request.url)


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A fresh page; afterwards its console must be clean and no request may have left the machine."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=base)
    opened = context.new_page()
    watch = Watch(opened, base)
    yield opened
    context.close()
    assert watch.strangers == [], "requests to other hosts"
    assert watch.said == [], "console errors or warnings"


@pytest.fixture(scope="session")
def settle() -> Callable[[Page], None]:
    """Wait until every chart of the page is drawn, those out of view too, and the network is quiet."""

    def wait(page: Page) -> None:
        page.wait_for_function("document.getElementById('main')?.dataset.path === location.pathname")
        page.wait_for_load_state("networkidle")
        # wished until all are there: a link may be about to bring the same page anew, with its far cards undrawn
        page.wait_for_function("purges.wish(true), [...document.querySelectorAll('.card-body')].every(body => body.children.length)")
        page.wait_for_function("[...document.querySelectorAll('.card')].every(card => card.querySelector('.main-svg'))")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")

    return wait
