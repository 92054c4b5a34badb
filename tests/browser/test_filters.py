"""Every filter of every page, switched once: no chart stays stale, and nothing is said on the console."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.filters import FILTERS, Filter
from dashboard.layout import ids
from dashboard.layout.options import options
from dashboard.pages import PAGES
from dashboard.pages import Page as At
from dashboard.selection import Months
from dashboard.studio import Studio

Settle = Callable[[Page], None]
CHARTED = [at for at in PAGES if at.charts and not at.compares]
MONTHS = ["1937-08-01", "1938-03-01"]
HOLD = "([id, value]) => dash_clientside.set_props(id, {value: value})"
WIDTH = "chart => Math.floor(document.getElementById(chart).querySelector('.figure').clientWidth / 20) * 20"


def _held(known: Filter[Any], at: At, studio: Studio) -> Any:
    """Return a choice other than the default for a filter's control."""
    if known.control == "month_range":
        return MONTHS
    offered = [code for code, _ in options(known, at, studio, studio.languages["en"])]
    other = next(code for code in offered if code != known.param.default)
    return other if known.control == "one_of" else [other]


def _value(known: Filter[Any], held: Any) -> Any:
    """Return the value that such a choice gives the parameter."""
    match known.control:
        case "month_range":
            return Months(*(day[:7] for day in held))
        case "one_of":
            return held
        case _:
            return frozenset(held)


EACH_RUN = {"glance"}


@pytest.mark.parametrize("at", [pytest.param(at, id=at.id, marks=() if at.id in EACH_RUN else pytest.mark.full) for at in CHARTED])
def test_each_filter_redraws_every_chart_of_its_page(page: Page, settle: Settle, record_studio: Studio, at: At) -> None:
    page.goto(at.path)
    settle(page)
    present = {known: f"[data-control='{known.param.key}']" for known in FILTERS}
    for known in [known for known, place in present.items() if page.locator(place).count()]:
        held = _held(known, at, record_studio)
        selection = record_studio.parse("", at)[0].choose(known.param, _value(known, held))
        page.evaluate(HOLD, [ids.control(known.param.key), held])
        page.wait_for_function("query => location.search === '?' + query", arg=selection.to_query())
        settle(page)
        for chart in at.charts:
            drawn = record_studio.picture(chart, selection, page.evaluate(WIDTH, chart.id))
            reading = page.locator(f"[id='{chart.id}-reading']")
            expect(reading, f"{chart.id} under {selection.to_query()}").to_have_text(" ".join(drawn.sentences))
            title = json.dumps("".join(drawn.title.split()))
            shown = f"document.getElementById('{chart.id}').querySelector('.svg-container').textContent.replace(/\\s/g, '')"
            page.wait_for_function(f"{shown}.includes({title})")
        page.goto(at.path)
        settle(page)
