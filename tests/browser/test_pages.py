"""Every page in a real browser: marks are drawn, the address and the view agree, nothing leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, Route, expect

from dashboard.charts import BY_ID, CHARTS
from dashboard.pages import PAGES

Settle = Callable[[Page], None]

MARKS = ".barlayer .point path, .scatterlayer .point, .scatterlayer .js-line"
WIDTHS = (360, 768, 1366, 1920)
CHARTED = [at for at in PAGES if at.charts]


@pytest.mark.parametrize("at", CHARTED, ids=lambda at: at.id)
def test_each_page_draws_every_chart(page: Page, settle: Settle, at) -> None:
    page.goto(at.path)
    settle(page)
    for chart in at.charts:
        marks = page.locator(f"[id='{chart.id}']").locator(MARKS)
        assert marks.count() > 0, f"{chart.id} has no mark in its SVG"
        boxes = marks.evaluate_all("marks => marks.map(mark => mark.getBBox()).filter(box => box.width + box.height > 0).length")
        assert boxes > 0, f"{chart.id} has only marks without extent"
        expect(page.locator(f"[id='{chart.id}-reading']")).not_to_be_empty()


@pytest.mark.parametrize("at", CHARTED, ids=lambda at: at.id)
def test_marks_are_as_many_as_the_figures_points(page: Page, settle: Settle, record_studio, at) -> None:
    page.goto(at.path)
    settle(page)
    for chart in at.charts:
        selection, _ = record_studio.parse("")
        figure = record_studio.picture(chart, selection, 1180).figure
        points = sum(
            sum(_stands(value, trace) for value in (trace.get("y") if trace.get("orientation") != "h" else trace["x"]))
            for trace in figure["data"]
            if "markers" in trace.get("mode", "markers")
        )
        card = page.locator(f"[id='{chart.id}']")
        bars = card.locator(".barlayer .point path").evaluate_all(
            "bars => bars.map(bar => bar.getBBox()).filter(box => box.width > 0 && box.height > 0).length"
        )
        drawn = bars + card.locator(".scatterlayer .point").count()
        assert drawn == points, chart.id


def _stands(value: object, trace: dict) -> bool:
    """Whether a point takes room: a bar of nothing does not."""
    return value is not None and (trace["type"] != "bar" or bool(value))


SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"
TEXT_FAULTS = """() => {
  const faults = [];
  for (const card of document.querySelectorAll('.card')) {
    const frame = card.querySelector('.main-svg').getBoundingClientRect();
    const boxes = [...card.querySelectorAll('.main-svg text')]
      .map(text => ({words: text.textContent.trim(), box: text.getBoundingClientRect()}))
      .filter(({words, box}) => words && box.width > 0);
    for (const {words, box} of boxes) {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
        faults.push(`${card.id}: clipped: ${words}`);
      }
    }
    boxes.forEach((one, i) => boxes.slice(i + 1).forEach(other => {
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (width > 2 && height > 3) { faults.push(`${card.id}: overlap: ${one.words} / ${other.words}`); }
    }));
  }
  return faults;
}"""


def faults(page: Page) -> list[str]:
    """Return words that clip or collide once redrawing has settled; a busy machine may take a while to redraw."""
    try:
        page.wait_for_function(f"({TEXT_FAULTS})().length === 0", timeout=10_000)
    except AssertionError:
        return page.evaluate(TEXT_FAULTS)
    return []


QUERIES = (
    "theme=light",
    "theme=projector",
    "theme=dark",
    "scale=log&period=1921..1953",
    "period=1937-08..1937-12&event=ev057",
    "figures=zemskov_2014&measure=sentenced_to_death",
    "phase=mass_operation&per=100k",
    "measure=",
)
_EACH_RUN = {("glance", "theme=projector"), *((at.id, "theme=light") for at in CHARTED if at.id not in {"elites", "national"})}
VIEWS = [
    pytest.param(at, query, marks=() if (at.id, query) in _EACH_RUN else pytest.mark.full, id=f"{at.id}-{query}")
    for query in QUERIES
    for at in CHARTED
]


@pytest.mark.parametrize(("at", "query"), VIEWS)
def test_no_word_clips_or_collides_at_any_width(page: Page, settle: Settle, at, query: str) -> None:
    """One load, then the window is resized: what a reader who turns a phone or drags a window sees."""
    page.goto(f"{at.path}?{query}")
    settle(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "document.querySelector('.main-svg').getBoundingClientRect().width <= document.getElementById('measure-width').clientWidth + 1"
        )
        settle(page)
        assert faults(page) == [], f"{at.path} at {width}"
        assert page.evaluate(SIDEWAYS) <= 0, f"{at.path} at {width} scrolls sideways"


COMPARED_EACH_RUN = {"estimates", "gulag-population"}
COMPARED = [pytest.param(chart, id=chart.id, marks=() if chart.id in COMPARED_EACH_RUN else pytest.mark.full) for chart in CHARTS]


@pytest.mark.parametrize("chart", COMPARED)
def test_no_word_clips_collides_or_tilts_on_either_side_of_a_comparison(page: Page, settle: Settle, chart) -> None:
    page.goto(f"/compare/{chart.id}?with=period%3D1937")
    settle(page)
    assert faults(page) == []
    tilted = "[...document.querySelectorAll('.xtick text')].filter(text => /rotate\\((?!0)/.test(text.getAttribute('transform'))).length"
    assert page.evaluate(tilted) == 0


def test_a_control_rewrites_the_address_and_the_address_restores_the_view(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    page.get_by_text("Logarithmic", exact=True).click()
    page.wait_for_url(re.compile(r"/\?scale=log$"))
    page.locator("#arrests-executions").scroll_into_view_if_needed()
    ticks = page.locator("#arrests-executions .ytick text")
    expect(ticks.last).to_have_text("1,000,000")
    page.get_by_text("Exile, banishment", exact=True).first.click()
    page.wait_for_url(re.compile(r"measure=.*&scale=log$"))
    assert "sentenced_to_exile" not in page.url
    reading = page.locator("#sentences-by-year-reading")
    expect(reading).to_contain_text("Of the kinds chosen")
    seen = reading.inner_text()
    page.goto(page.url)
    settle(page)
    assert page.locator("#sentences-by-year-reading").inner_text() == seen
    assert page.get_by_label("Exile, banishment").is_checked() is False
    assert page.get_by_label("Camps, colonies, prison").is_checked() is True


def test_what_a_page_still_says_when_the_reader_goes_back_is_not_written_over_the_address(page: Page, settle: Settle) -> None:
    page.goto("/data?table=limits")
    settle(page)
    page.get_by_role("link", name="All tables").click()
    expect(page.locator(".entries > li").first).to_be_visible()
    page.evaluate(
        """() => window.addEventListener("popstate", () =>
          window.dash_clientside.set_props("selection", {data: {...window.purges.chosen}}), {capture: true})"""
    )
    page.go_back()
    expect(page.locator(".ag-row").first).to_be_visible()
    assert urlsplit(page.url).query == "table=limits"


def test_a_choice_is_made_without_the_server_and_kept_by_the_page_that_is_asked_for_at_once(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    held: list[Route] = []
    page.route(re.compile("_dash-update-component"), lambda route: held.append(route))  # nothing is answered
    page.get_by_text("Logarithmic", exact=True).click()
    page.wait_for_url("**/?scale=log")
    page.unroute_all()
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline?scale=log")
    settle(page)
    for route in held:
        with suppress(Error):  # whose page was left
            route.continue_()
    page.wait_for_timeout(500)  # late answers change nothing
    assert urlsplit(page.url).query == "scale=log"
    expect(page.locator("[id='phases'] .main-svg").first).to_be_visible()


def test_back_returns_to_the_view_that_was_left(page: Page, settle: Settle) -> None:
    page.goto("/?scale=log")
    settle(page)
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline?scale=log")
    settle(page)
    assert page.locator("[id='phases'] .main-svg").count() > 0
    page.go_back()
    page.wait_for_url("**/?scale=log")
    settle(page)
    expect(page.locator("#arrests-executions")).to_be_visible()
    page.go_forward()
    page.wait_for_url("**/timeline?scale=log")
    settle(page)
    expect(page.locator("[id='operation-progress']")).to_be_visible()


def test_a_theme_link_keeps_the_filters_and_changes_the_look(page: Page, settle: Settle) -> None:
    page.goto("/timeline?category=trial")
    settle(page)
    page.get_by_role("link", name="Dark").click()
    page.wait_for_url("**/timeline?category=trial&theme=dark")
    settle(page)
    expect(page.locator(".theme-dark")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("link", name="Light").click()
    page.wait_for_url("**/timeline?category=trial")


def test_words_held_as_html_stand_on_their_page_and_their_links_lead_on(page: Page, settle: Settle) -> None:
    page.goto("/about?theme=dark")
    expect(page.locator("#about h2").first).to_be_visible()
    page.evaluate("window.stays = true")
    for name, shown, gone in (("Sources", "#bibliography", "#about"), ("About", "#about", "#bibliography")):
        page.locator(".site-nav, nav").get_by_role("link", name=name, exact=True).first.click()
        expect(page.locator(f"{shown} h2").first).to_be_visible()
        expect(page.locator(gone)).to_have_count(0)
    link = page.locator("#about a[data-inside*='true'][href*='/sources']").first
    page.evaluate("document.querySelectorAll('#about details').forEach(fold => { fold.open = true; })")
    wanted = link.get_attribute("href") or ""
    link.click()
    page.wait_for_url(f"**{wanted}")
    expect(page.locator(f"[id='{wanted.split('#')[1]}']")).to_be_in_viewport()
    assert page.evaluate("window.stays"), "the document was loaded anew"
    page.go_back()
    expect(page.locator("#about h2").first).to_be_visible()
    assert page.locator("[data-html]").count() == 0


def test_a_mistyped_address_is_answered_and_mended(page: Page, settle: Settle) -> None:
    page.goto("/?scale=logg&period=1937..1936&colour=red&theme=dark")
    settle(page)
    notice = page.get_by_role("status").filter(has_text="could not be shown")
    expect(notice).to_contain_text("“logg” is not a value that “scale” takes")
    expect(notice).to_contain_text("“1937..1936” is not a period")
    expect(notice).to_contain_text("“colour” is not a setting of this dashboard")
    page.wait_for_url("**/?theme=dark")


def test_choosing_an_event_reads_it(page: Page, settle: Settle) -> None:
    page.goto("/timeline")
    settle(page)
    mark = page.locator("[id='events'] .scatterlayer .point").nth(20)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"event=ev\d+"))
    page.wait_for_load_state("networkidle")
    expect(page.locator("[id='events'] .detail h3")).not_to_be_empty()
    heading = page.locator("[id='events'] .detail h3").inner_text()
    page.reload()
    settle(page)
    expect(page.locator("[id='events'] .detail h3")).to_have_text(heading)


def test_an_event_can_be_chosen_without_a_mouse(page: Page, settle: Settle) -> None:
    page.goto("/timeline")
    settle(page)
    chooser = page.get_by_role("combobox", name="Read an event").or_(page.get_by_label("Read an event")).first
    chooser.focus()
    page.keyboard.type("00447 signed")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"event=ev057"))
    page.wait_for_load_state("networkidle")
    expect(page.locator("[id='events'] .detail h3")).to_contain_text("00447")


def test_reset_clears_the_filters_and_keeps_the_look(page: Page, settle: Settle) -> None:
    page.goto("/?scale=log&figures=zemskov_2014&theme=projector")
    settle(page)
    page.get_by_role("button", name="Clear all filters").click()
    page.wait_for_url("**/?theme=projector")
    settle(page)
    expect(page.locator("#arrests-executions .ytick text").first).to_have_text("0")


def test_whose_figures_switches_the_charts_that_have_rivals(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    before = page.locator("#sentences-by-year .barlayer .point path").count()
    page.get_by_label("Whose figures").first.click()
    page.get_by_role("option", name=re.compile("Zemskov")).click()
    page.wait_for_url("**/?figures=zemskov_2014")
    expect(page.locator("#sentences-by-year .notes")).to_contain_text("Zemskov")
    assert page.locator("#sentences-by-year .barlayer .point path").count() != before


def test_resizing_lays_the_figures_out_anew(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    wide = page.locator("#sentences-by-year .main-svg").first.bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelector('#sentences-by-year .main-svg').getBoundingClientRect().width < 400")
    settle(page)
    assert wide
    assert faults(page) == []
    assert page.evaluate(SIDEWAYS) <= 0


def test_a_link_to_a_chart_opens_its_page_at_the_chart(page: Page, settle: Settle) -> None:
    page.goto("/charts/operation-progress?scale=log")
    settle(page)
    assert page.url.endswith("/timeline?scale=log#operation-progress")
    page.wait_for_function("document.getElementById('operation-progress').getBoundingClientRect().top < window.innerHeight")


def test_an_unknown_address_is_answered_with_words(page: Page, settle: Settle) -> None:
    answer = page.goto("/nowhere")
    assert answer
    assert answer.status == 404
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    page.get_by_role("link", name="At a glance").click()
    settle(page)
    assert page.locator("#sentences-by-year .main-svg").count() > 0


def test_the_table_twin_holds_the_rows_drawn(page: Page, settle: Settle, record_studio) -> None:
    page.goto("/")
    settle(page)
    page.locator("#sentences-by-year summary").click()
    page.wait_for_selector("#sentences-by-year tbody tr")
    selection, _ = record_studio.parse("")
    frame = record_studio.picture(BY_ID["sentences-by-year"], selection, 1180).frame
    assert page.locator("#sentences-by-year tbody tr").count() == len(frame)


def test_the_last_of_many_hasty_choices_stands(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    for _ in range(10):
        page.get_by_text("Logarithmic", exact=True).click()
        page.get_by_text("Linear", exact=True).click()
    page.get_by_text("Logarithmic", exact=True).click()
    page.wait_for_url("**/?scale=log")
    page.locator("#arrests-executions").scroll_into_view_if_needed()
    expect(page.locator("#arrests-executions .ytick text").last).to_have_text("1,000,000")
