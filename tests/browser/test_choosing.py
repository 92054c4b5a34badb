"""What controls hold becomes the address in the browser, written as the server would write it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, Route, expect

from dashboard.charts import BY_ID
from dashboard.filters import MEASURE, WITH, Filter
from dashboard.layout.options import options, standing
from dashboard.pages import PAGES
from dashboard.pages import Page as At
from dashboard.selection import Months, Selection
from dashboard.studio import Studio

Settle = Callable[[Page], None]
CHOOSE = """async ([held, query, choose]) => {
  const ids = Object.keys(held).map(key => ({key}));
  const made = await dash_clientside.address[choose](Object.values(held), ids, {query});
  return made === dash_clientside.no_update ? query : made.query;
}"""
LIMIT = "chuvash_assr~~nkvd_order~1937-08-05"


def chosen(page: Page, query: str, held: Mapping[str, Any], choose: str = "choose") -> str:
    """Return the query string after the controls of the page shown hold so."""
    return str(page.evaluate(CHOOSE, [held, query, choose]))


def test_what_controls_hold_goes_into_the_query_and_what_none_holds_is_kept(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    for held, query in (
        ({}, "theme=dark"),
        ({"scale": "linear"}, "theme=dark"),
        ({"scale": "log"}, "scale=log&theme=dark"),
        ({"period": ["1937-08-01", "1938-11-01"]}, "period=1937-08..1938-11&theme=dark"),
        ({"period": ["1938-11-01", "1937-08-01"]}, "period=1937-08..1938-11&theme=dark"),
        ({"period": ["1937-01-01", "1938-12-01"]}, "period=1937..1938&theme=dark"),
        ({"period": ["1937-08-01", "1937-08-01"]}, "period=1937-08&theme=dark"),
        ({"period": ["1937-08-01", None]}, "theme=dark"),
        ({"period": [None, None]}, "theme=dark"),
        ({"figures": None}, "theme=dark"),
        ({"figures": "zemskov_2014"}, "figures=zemskov_2014&theme=dark"),
        ({"measure": []}, "measure=&theme=dark"),
        ({"measure": ["sentenced_to_death", "arrested"]}, "measure=arrested,sentenced_to_death&theme=dark"),
        ({"event": "ev057", "scale": "log"}, "event=ev057&scale=log&theme=dark"),
    ):
        assert chosen(page, "theme=dark", held) == query, held
    assert chosen(page, "category=trial&event=ev057", {"scale": "log"}) == "category=trial&event=ev057&scale=log"


def test_a_row_goes_into_the_query_and_out_of_it(page: Page, settle: Settle) -> None:
    page.goto("/data?table=limits")
    settle(page)
    query = chosen(page, "table=limits&theme=dark", {"row": LIMIT})
    assert query == f"row={LIMIT}&table=limits&theme=dark"
    assert chosen(page, query, {"row": ""}) == "table=limits&theme=dark"


def _choices(known: Filter[Any], at: At, studio: Studio) -> Iterator[tuple[Any, Any]]:
    """Yield everything that a control can come to hold by one choice, and the value that it means."""
    codes = [code for code, _ in options(known, at, studio, studio.languages["en"])]
    match known.control:
        case "month_range":
            yield [f"{codes[0]}-01", f"{codes[1]}-01"], Months(*codes)
        case "one_of":
            yield from ((code, code) for code in codes)
            yield None, known.param.default
        case "many_from_list":
            yield from (([code], frozenset([code])) for code in codes)
            yield [], None
        case _:
            shown = frozenset(standing(known, at, studio))
            for held in ([], codes, sorted(shown), *([code] for code in codes)):
                yield held, None if frozenset(held) == shown else frozenset(held)


@pytest.mark.parametrize("at", [pytest.param(at, id=at.id) for at in PAGES if at.charts and not at.compares])
def test_every_choice_on_a_page_is_written_as_the_server_writes_it(page: Page, settle: Settle, record_studio: Studio, at: At) -> None:
    page.goto(at.path)
    settle(page)
    tried = 0
    for known in at.filters:
        for held, value in _choices(known, at, record_studio):
            query = chosen(page, "theme=dark", {known.param.key: held})
            wanted = record_studio.parse("theme=dark", at)[0].choose(known.param, value)
            if page.locator(f"[data-control='{known.param.key}']").count():
                assert query == wanted.to_query(), (known.param.key, held)
                assert record_studio.parse(query, at) == (wanted, ())
                tried += 1
    assert tried > len(at.filters)


def test_the_second_side_of_a_comparison_goes_into_the_query_as_a_query(page: Page, settle: Settle) -> None:
    page.goto("/compare/sentences-by-year?with=period%3D1937")
    settle(page)
    second = Selection().choose(WITH, "measure=executed&period=1937").to_query()
    every = page.evaluate("document.querySelector(\"[data-control='measureb']\").dataset.unchosen.split(',')")
    assert chosen(page, "with=period%3D1937", {"measure": ["executed"]}, "chooseSecond") == second
    assert chosen(page, second, {"measure": every}, "chooseSecond") == "with=period%3D1937"
    assert chosen(page, second, {"measure": ["executed"]}) == f"measure=executed&{second}"


def _asked(page: Page) -> list[str]:
    """Return a list that fills with the addresses at which cards are asked for."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url) if "/card.json" in one.url else None)
    return found


@pytest.mark.parametrize(("path", "holder"), [("/", "measure"), ("/", "scale"), ("/compare/sentences-by-year", "measureb")])
def test_a_chip_is_obeyed_at_the_click_and_asked_for_once(page: Page, settle: Settle, path: str, holder: str) -> None:
    page.goto(path)
    settle(page)
    before = page.evaluate("purges.chosen.query")
    asked = _asked(page)
    inputs = f"[...document.querySelectorAll(\"[data-control='{holder}'] input\")]"
    query = page.evaluate(f"({inputs}.find(one => one.type === 'radio' && !one.checked) || {inputs}[0]).click(), purges.chosen.query")
    assert query != before
    page.wait_for_url(lambda url: urlsplit(url).query == query)
    settle(page)
    assert page.evaluate("purges.chosen.query") == query
    assert asked
    assert len(asked) == len(set(asked))


def test_charts_in_view_are_asked_for_before_those_near_it(page: Page, settle: Settle) -> None:
    page.goto("/mass-operation")
    settle(page)
    page.evaluate("document.getElementById('limit-map').scrollIntoView()")
    page.wait_for_timeout(300)
    asked, held = _asked(page), list[Route]()
    page.route(re.compile("/limit-map/card.json"), lambda route: held.append(route))
    page.evaluate("document.querySelector(\"[data-control='measure'] input\").click()")
    page.wait_for_timeout(600)
    assert [re.search(r"/charts/([^/]+)/", one)[1] for one in asked] == ["limit-map"]  # pyright: ignore[reportOptionalSubscript]
    with page.expect_request(lambda one: "/card.json" in one.url and "/limit-map/" not in one.url):
        held[0].continue_()


def test_a_chart_that_a_choice_does_not_concern_is_not_drawn_anew(page: Page, settle: Settle) -> None:
    page.goto("/mass-operation")
    settle(page)
    offers = BY_ID["limit-map"].filters[MEASURE].offers
    page.evaluate("""() => {
      window.touched = new Set();
      const observer = new MutationObserver(records => records.forEach(one => {
        const card = one.target.closest?.(".js-plotly-plot .svg-container") && one.target.closest(".card");
        if (card) { window.touched.add(card.id); }
      }));
      observer.observe(document.getElementById("main"), { subtree: true, childList: true, attributes: true });
    }""")
    chips = page.locator("[data-control='measure'] input")
    (foreign, *_) = [one for one in chips.all() if one.get_attribute("value") not in offers]
    for chip, concerned in ((foreign, False), (page.locator(f"[data-control='measure'] input[value='{offers[0]}']"), True)):
        page.evaluate("window.touched.clear()")
        with page.expect_response(re.compile("/limit-map/card.json")):
            chip.evaluate("one => one.click()")
        settle(page)
        assert ("limit-map" in page.evaluate("[...window.touched]")) == concerned


def test_a_chart_that_the_server_does_not_answer_says_so_and_asks_again(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    told = page.locator("#sentences-by-year .unanswered")
    reading = page.locator("[id='sentences-by-year-reading']")
    before = reading.text_content() or ""
    page.route(re.compile("/card.json"), lambda route: route.fulfill(status=204))  # an answer that holds nothing
    page.get_by_text("Sentenced to death", exact=True).first.click()
    expect(told).to_be_visible()
    assert reading.text_content() == before
    page.unroute_all()
    told.get_by_role("button").click()
    expect(told).to_be_hidden()
    expect(reading).not_to_have_text(before)


def test_a_busy_server_is_asked_again_when_it_says(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    asked: list[float] = []

    def busy(route: Route) -> None:
        asked.append(time.monotonic())
        if len(asked) == 1:
            route.fulfill(status=200, headers={"Retry-After": "1"}, body="not yet")
        else:
            route.continue_()

    page.route(re.compile("/sentences-by-year/card.json"), busy)
    page.get_by_text("Sentenced to death", exact=True).first.click()
    told = page.locator("#sentences-by-year .unanswered")
    expect(told).to_be_visible()
    expect(told).to_be_hidden()
    assert asked[1] - asked[0] > 0.9


def test_choices_that_follow_each_other_at_once_all_count(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    waiting: list[Route] = []
    page.route(re.compile("/card.json"), lambda route: waiting.append(route))
    page.get_by_text("Logarithmic", exact=True).click()
    page.get_by_text("Sentenced to death", exact=True).first.click()
    page.get_by_text("Linear", exact=True).click()
    expect(page).to_have_url(re.compile(r"/\?measure=[a-z_,]+$"))
    page.unroute_all()
    for route in waiting:
        with suppress(Error):  # the page has given this one up
            route.continue_()
    settle(page)
    query = page.evaluate("purges.chosen.query")
    assert query == urlsplit(page.url).query
    assert "sentenced_to_death" not in query.split("measure=")[1].split("&")[0].split(",")
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url(f"**/timeline?{query}")


def test_an_open_table_follows_the_selection(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    card = page.locator("#sentences-by-year")
    card.locator(".twin > summary").click()
    expect(card.locator("tbody tr").first).to_be_visible()
    every = card.locator("tbody tr").count()
    page.get_by_text("Sentenced to death", exact=True).first.click()
    page.wait_for_function("count => document.querySelectorAll('#sentences-by-year tbody tr').length < count", arg=every)
    assert card.locator("tbody tr").count() > 0
    card.locator(".twin > summary").click()
    expect(card.locator("tbody tr")).to_have_count(0)
