"""What stands on screen before Dash has started, and that what Dash draws takes its place unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from dashboard.plotly_script import plotly_script
from tests.package import ASSETS

SIZES = ((1366, 768), (390, 844))
UNSEEN = 2  # pixels that no eye sees move
PLACES = """root => ['h1', '.intro', '.card', '.card .graph'].map(selector => {
  const box = document.querySelector(root + ' ' + selector).getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
})"""


@pytest.fixture(params=SIZES, ids=str)
def held(browser: Browser, base: str, request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[Route]]]:
    """A page on which Dash cannot go on until its first request, which is handed over, is let through."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=base)
    opened, waiting = context.new_page(), list[Route]()
    opened.route("**/_dash-layout", lambda route: waiting.append(route))
    yield opened, waiting
    context.close()


@pytest.mark.parametrize("path", ["/", "/timeline?theme=dark"])
def test_a_page_and_its_first_chart_stand_before_dash_starts_and_stay_where_they_are(held: tuple[Page, list[Route]], path: str) -> None:
    page, waiting = held
    with page.expect_request("**/_dash-layout"):
        page.goto(path, wait_until="commit")
    page.wait_for_selector("#front .cartesianlayer .trace", state="attached")
    page.evaluate("document.fonts.ready")
    assert page.locator("#front h1").inner_text()
    assert page.evaluate("document.querySelectorAll('#front [id]:not(svg *)').length") == 0
    before = page.evaluate(PLACES, "#front")
    waiting[0].continue_()
    page.wait_for_selector("#front", state="detached")
    moved = [
        abs(now - then) for after in zip(page.evaluate(PLACES, "#main"), before, strict=True) for now, then in zip(*after, strict=True)
    ]
    assert max(moved) <= UNSEEN
    assert page.evaluate("document.getElementById('front-figures')") is None


def test_a_place_further_down_is_gone_to_at_once(page: Page) -> None:
    page.goto("/#arrests-executions")
    page.wait_for_function("Math.abs(document.getElementById('arrests-executions')?.getBoundingClientRect().top) < 40")


@pytest.mark.parametrize("path", ["/data", "/sources", "/?period=1837", "/compare/phases"])
def test_a_page_that_opens_with_no_chart_or_a_notice_has_no_front(page: Page, path: str) -> None:
    page.goto(path, wait_until="commit")
    assert page.request.get(path).text().count('id="front"') == 0


@pytest.mark.parametrize("path", ["/", "/?period=1837", "/about", "/compare/phases"])
def test_plotly_js_is_fetched_and_run_once_by_the_pages_that_draw(page: Page, path: str) -> None:
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url) if "plotly" in request.url.rpartition("/")[2] else None)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert len(asked) == (path != "/about"), asked
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_selector("#phases .main-svg", state="attached")
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1, asked
    assert asked[0].partition("?")[0].endswith(plotly_script(ASSETS).name)
    assert page.evaluate("document.querySelectorAll('script[src*=\"/plotly\"]').length") == 1
