"""What controls hold becomes the address in the browser, written as the server would write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

from dashboard.filters import WITH, Filter
from dashboard.layout.options import options, standing
from dashboard.pages import PAGES
from dashboard.pages import Page as At
from dashboard.selection import Months, Selection
from dashboard.studio import Studio

Settle = Callable[[Page], None]
CHOOSE = """([held, query, choose]) => {
  const ids = Object.keys(held).map(key => ({key}));
  const made = dash_clientside.address[choose](Object.values(held), ids, {query});
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
