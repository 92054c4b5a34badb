"""Pictures of fixed size in a real browser: no word clips, none collides, no mark leaves the plot; every chart in every preset.

The pictures are drawn by the plotly.js of the installed plotly, as the command line draws them, from the same page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from plotly.utils import PlotlyJSONEncoder

from dashboard.charts import BY_ID, CHARTS
from dashboard.errors import SizeError
from dashboard.images import page_html
from dashboard.presets import PRESETS, Size
from dashboard.selection import Selection
from dashboard.sized import Order, Sized, least_type, sized
from dashboard.theme import IN_PICTURES

from .conftest import ROOT

LEAN = {
    ("sentences-by-year", "slide"),
    ("limit-ranking", "card"),
    ("estimates", "post"),
    ("show-trials", "portrait"),
    ("limit-map", "square"),
}
EVERY = [
    pytest.param(chart.id, name, marks=() if (chart.id, name) in LEAN else pytest.mark.full, id=f"{chart.id}-{name}")
    for chart in CHARTS
    for name in PRESETS
]

# what clips at the picture's edge, and what words lie on each other
TEXT_FAULTS = """async ({figure, width, height}) => {
  await document.fonts.ready;
  document.body.innerHTML = await Plotly.toImage(figure, {format: 'svg', width, height, scale: 1, imageDataOnly: true});
  const svg = document.querySelector('svg'), frame = svg.getBoundingClientRect(), faults = [];
  const boxes = [...svg.querySelectorAll('text')].map(text => ({words: text.textContent.trim(), box: text.getBoundingClientRect()}))
    .filter(({words, box}) => words && box.width > 0);
  for (const {words, box} of boxes) {
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
      faults.push(`clipped: ${words}`);
    }
  }
  boxes.forEach((one, i) => boxes.slice(i + 1).forEach(other => {
    const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const along = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (across > 2 && along > 3) { faults.push(`overlap: ${one.words} / ${other.words}`); }
  }));
  return faults;
}"""


@pytest.fixture(scope="module")
def easel(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page in which the command line draws, with the fonts as its own."""
    html = page_html(ROOT / "assets").replace("<head>", "<head><meta charset='utf-8'>", 1)
    path = tmp_path_factory.mktemp("easel") / "index.html"
    path.write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    strangers = list[str]()
    page.on("request", lambda request: strangers.append(request.url) if not request.url.startswith(("file:", "data:", "blob:")) else None)
    page.goto(path.as_uri())
    page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: window.purgesFonts}))")
    page.evaluate("Promise.all([...document.fonts].map(face => face.load()))")
    yield page
    page.close()
    assert strangers == [], "requests that leave this machine"


def faults(easel: Page, one: Sized) -> list[str]:
    width, height = one.layout_size
    figure = json.loads(json.dumps(one.picture.figure, cls=PlotlyJSONEncoder))
    return easel.evaluate(TEXT_FAULTS, {"figure": figure, "width": width, "height": height})


@pytest.mark.parametrize(("chart_id", "name"), EVERY)
def test_no_word_clips_or_collides_in_a_preset(easel: Page, record, words, chart_id: str, name: str) -> None:
    for one in sized(BY_ID[chart_id], record, Selection(), words, Order(PRESETS[name])):
        assert faults(easel, one) == [], f"{chart_id} in {name}, {one.part}"


@pytest.mark.full
@pytest.mark.parametrize("theme", [theme for theme in IN_PICTURES if theme != "light"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_no_word_clips_or_collides_in_any_look(easel: Page, record, words, chart, theme: str) -> None:
    for one in sized(chart, record, Selection(), words, Order(PRESETS["post"], theme=theme)):
        assert faults(easel, one) == []


@pytest.mark.full
@pytest.mark.parametrize("size", [Size(600, 400), Size(85, 85, "mm", 300), Size(500), Size(3840, 2160)], ids=str)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_no_word_clips_or_collides_in_sizes_of_ones_own(easel: Page, record, words, chart, size: Size) -> None:
    try:
        parts = sized(chart, record, Selection(), words, Order(size))
    except SizeError:
        assert min(size.pixels(size.width), size.pixels(size.height)) / size.zoom < 420, "only a very small picture may be refused"
        return
    for one in parts:
        assert faults(easel, one) == []


def test_the_checks_find_what_is_wrong(easel: Page) -> None:
    """A picture with a word beyond its edge and two words on each other is found out."""
    at = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    notes = [{**at, "text": "one on the other"}, {**at, "text": "the other on one"}, {**at, "x": 1.7, "text": "beyond the edge"}]
    figure = {"data": [], "layout": {"annotations": notes}}
    found = easel.evaluate(TEXT_FAULTS, {"figure": figure, "width": 400, "height": 300})
    assert found == ["clipped: beyond the edge", "overlap: one on the other / the other on one"]
    assert least_type(PRESETS["slide"]) > 0
