"""Words that a card draws as text of traces stand where the picture that is taken away has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from plotly.utils import PlotlyJSONEncoder

from dashboard.canvas import WIDTHS
from dashboard.charts import CHARTS, Chart
from dashboard.selection import Selection
from dashboard.studio import Studio

MOST = 2.0  # pixels that a word may stand elsewhere: annotations stand at whole pixels
SELDOM = (420, 1180)
DRAWN = """async ([figure, width]) => {
  document.getElementById("sheet")?.remove();
  const sheet = document.body.appendChild(document.createElement("div"));
  sheet.id = "sheet";
  sheet.style = `position: absolute; left: 0; top: 0; width: ${width}px; height: ${figure.layout.height}px`;
  await Plotly.newPlot(sheet, figure.data, figure.layout, {displayModeBar: false});
  return [...sheet.querySelectorAll(".annotation-text, .textpoint text")].map(text => {
    const {left, top} = text.getBoundingClientRect(), {fill, fontSize, fontWeight} = getComputedStyle(text);
    return {says: text.textContent, look: [fill, fontSize, fontWeight], at: [left, top]};
  });
}"""


@pytest.fixture(scope="module")
def drawing_board(browser: Browser, base: str) -> Iterator[Page]:
    """A page that has plotly.js and its type."""
    page = browser.new_page(base_url=base, viewport={"width": 1920, "height": 1080})
    page.goto("/")
    page.wait_for_selector("#main .main-svg")
    page.evaluate("Promise.all(['400', '700'].map(weight => document.fonts.load(`${weight} 16px 'IBM Plex Sans'`)))")
    yield page
    page.close()


def places(page: Page, figure: dict[str, Any], width: int) -> list[dict[str, Any]]:
    """Return each word of a drawing with its look and place, from top to bottom."""
    found = page.evaluate(DRAWN, [json.loads(json.dumps(figure, cls=PlotlyJSONEncoder)), width])
    return sorted(found, key=lambda word: (word["says"], round(word["at"][1] / 8), word["at"][0]))


@pytest.mark.parametrize("width", [pytest.param(width, marks=[] if width in SELDOM else pytest.mark.full) for width in WIDTHS])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_words_stand_alike(drawing_board: Page, record_studio: Studio, chart: Chart, width: int) -> None:
    picture = record_studio.picture(chart, Selection(), width)
    pairs = zip(*(places(drawing_board, made, width) for made in (picture.figure, picture.drawing)), strict=True)
    for one, other in pairs:
        assert (one["says"], one["look"]) == (other["says"], other["look"])
        assert max(abs(first - second) for first, second in zip(one["at"], other["at"], strict=True)) <= MOST, one["says"]
