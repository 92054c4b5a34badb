"""Below a path of another site: every page, door and script of ours stays below it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from waitress.server import create_server

from dashboard.app import Site, create_app
from dashboard.pages import PAGES
from dashboard.settings import Settings
from tests.browser.conftest import ROOT, Watch
from tests.browser.test_take import DRAWN

Settle = Callable[[Page], None]
PATH = "/histories/purges"


@pytest.fixture(scope="module")
def below(site: Site) -> Iterator[str]:
    """The address of a server below a path."""
    studio = site.studio
    under = create_app(studio.tables, studio.languages, ROOT / "assets", studio.lessons, replace(Settings(rate=0), prefix=PATH))
    server = create_server(under.server, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}{PATH}"
    server.close()


@pytest.fixture
def page(browser: Browser, below: str) -> Iterator[Page]:
    """A fresh page; afterwards its console must be clean, and everything asked for below the path."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=f"{below}/")
    opened = context.new_page()
    watch, asked = Watch(opened, below), list[str]()
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    assert watch.said == []
    assert [address for address in asked if address.startswith("http") and not address.startswith(f"{below}/") and address != below] == []


def _addresses(page: Page) -> list[str]:
    """Return the addresses of this server that the page names."""
    found = page.evaluate("[...document.querySelectorAll('[href], [src]')].map(one => one.href || one.src)")
    return [address for address in found if urlsplit(address).netloc == urlsplit(page.url).netloc]


@pytest.mark.parametrize("at", [pytest.param(at, id=at.id) for at in PAGES if not at.compares])
def test_a_page_names_nothing_above_the_path(page: Page, below: str, at) -> None:
    page.goto(below + at.path)
    page.wait_for_function("document.getElementById('main')?.dataset.path")
    assert page.evaluate("document.getElementById('main').dataset.path") == at.path
    page.wait_for_load_state("networkidle")
    named = _addresses(page)
    assert named
    assert [address for address in named if not address.startswith(f"{below}/")] == []
    page.goto(f"{below}/plain{at.path}", wait_until="commit")
    assert [address for address in _addresses(page) if not address.startswith(f"{below}/")] == []


def test_choosing_leaving_and_returning_stay_below_the_path(page: Page, below: str) -> None:
    page.goto(f"{below}/")
    page.wait_for_load_state("networkidle")
    page.get_by_text("Logarithmic", exact=True).click()
    page.wait_for_url(f"{below}/?scale=log")
    expect(page.locator("#arrests-executions .reading")).not_to_be_empty()
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url(f"{below}/timeline?scale=log")
    expect(page.locator("[id='phases'] .main-svg").first).to_be_visible()
    page.go_back()
    page.wait_for_url(f"{below}/?scale=log")
    page.get_by_role("link", name="Compare").first.click()
    page.wait_for_url(re.compile(re.escape(below) + "/compare/"))
    expect(page.locator(".card .main-svg").first).to_be_visible()


def test_a_chart_is_taken_away_traced_and_read_as_a_table(page: Page, below: str) -> None:
    page.goto(f"{below}/timeline#export=phases")
    page.wait_for_selector(DRAWN)
    page.keyboard.press("Escape")
    card = page.locator("[id='phases']")
    card.locator(".twin > summary").click()
    expect(card.locator("tbody tr").first).to_be_visible()


def test_the_wall_and_a_deck_stand_below_the_path(page: Page, below: str) -> None:
    page.goto(f"{below}/timeline")
    page.wait_for_load_state("networkidle")
    page.locator("a.present-page").click()
    page.wait_for_url(re.compile(re.escape(below) + "/present"))
    expect(page.locator(".main-svg").first).to_be_visible()
    assert [address for address in _addresses(page) if not address.startswith(f"{below}/")] == []
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(re.escape(below) + "/timeline"))
    page.wait_for_load_state("networkidle")
    page.locator("[id='phases'] .pin").click()
    expect(page.locator("[id='phases'] .pin-said a")).to_have_attribute("href", re.compile(f"^{PATH}/deck"))
    page.goto(f"{below}/deck")
    expect(page.locator(".deck-list > li")).to_have_count(1)
    expect(page.locator(".present-deck")).to_have_attribute("href", re.compile(f"^{PATH}/present"))


def test_an_embed_a_short_link_and_a_preview_stand_below_the_path(page: Page, below: str) -> None:
    page.goto(f"{below}/charts/phases?period=1937", wait_until="commit")
    page.wait_for_url(f"{below}/timeline?period=1937#phases")
    expect(page.locator("[id='phases'] .main-svg").first).to_be_visible()
    image = page.request.get(f"{below}/charts/phases").text()
    assert f'content="{below}/cards/phases.png' in image
    assert page.request.get(f"{below}/oembed?url={below}/timeline%23phases").json()["html"].count(f"{below}/embed/phases")
    page.goto(f"{below}/embed/phases?theme=dark", wait_until="commit")
    expect(page.locator(".main-svg").first).to_be_visible()
