"""Each chart as a picture: drawn from the invented record in a real browser and compared with the picture looked at before.

``make pictures`` draws the pictures anew after a change that was meant; look at them before they are committed.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page
from plotly.io.json import to_json_plotly

from dashboard.charts import BY_ID, CHARTS, Chart
from dashboard.selection import Selection
from dashboard.studio import Studio

PICTURES = Path(__file__).parent / "pictures"
WIDTHS = (1180, 390)
COLOURS = 64  # of a stored picture: enough to tell what changed, and small
STRONG = 28  # of 255: a difference that the eye sees, not the softening of an edge
SHARE = 0.0001  # of the pixels may differ so much: fewer than a short word has
FONTS = Path(__file__).parents[2] / "assets" / "vendor" / "fonts"
DRAW = """async figure => {
  document.body.innerHTML = '<div id="picture" style="width:' + figure.layout.width + 'px;height:' + figure.layout.height + 'px"></div>';
  await Plotly.newPlot('picture', figure.data, figure.layout, {staticPlot: true});
  await document.fonts.ready;
}"""

pytestmark = pytest.mark.skipif(
    not FONTS.exists() and "CI" not in os.environ, reason="pictures are compared in IBM Plex, which npm installs (make vendor)"
)


@pytest.fixture(scope="module")
def easel(browser: Browser, base: str) -> Iterator[Page]:
    """A page that has the fonts and plotly.js of the app, and nothing else to show."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=base)
    page.goto("/")
    page.wait_for_function("window.Plotly && document.querySelector('.main-svg')")
    yield page
    page.close()


@pytest.mark.parametrize("width", [WIDTHS[0], pytest.param(WIDTHS[1], marks=pytest.mark.full)])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_chart_looks_as_it_did(easel: Page, drawn_studio: Studio, chart: Chart, width: int) -> None:
    drawn = _drawn(easel, drawn_studio.picture(chart, Selection(), width).figure, width)
    place = PICTURES / f"{chart.id}-{width}.png"
    if os.environ.get("PURGES_UPDATE_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        drawn.quantize(COLOURS).save(place, optimize=True)
    assert place.exists(), f"no picture of {chart.id} yet: run make pictures and look at it"
    before = Image.open(place).convert("RGB")
    assert drawn.size == before.size, f"{place.name} had another size; if that was meant, run make pictures and look at it"
    share = _differing(drawn, before)
    assert share <= SHARE, f"{place.name}: {share:.2%} of the picture changed; if that was meant, run make pictures and look at it"


def test_a_word_that_is_missing_is_seen(easel: Page, drawn_studio: Studio) -> None:
    figure = drawn_studio.picture(BY_ID["arrests-executions"], Selection(), WIDTHS[0]).figure
    words = sorted(figure["layout"]["annotations"], key=lambda note: len(note["text"]))
    without = {**figure, "layout": {**figure["layout"], "annotations": words[1:]}}
    assert _differing(*(_drawn(easel, one, WIDTHS[0]) for one in (figure, without))) > SHARE


def _drawn(easel: Page, figure: dict[str, Any], width: int) -> Image.Image:
    sized = {"data": figure["data"], "layout": {**figure["layout"], "width": width}}
    easel.evaluate(DRAW, json.loads(str(to_json_plotly(sized))))
    return Image.open(io.BytesIO(easel.locator("#picture").screenshot())).convert("RGB")


def _differing(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ strongly once edges are softened."""
    soft = (image.filter(ImageFilter.BoxBlur(1)) for image in (one, other))
    levels = ImageChops.difference(*soft).convert("L").histogram()
    return sum(levels[STRONG:]) / (one.width * one.height)
