"""Every chart is drawn by the plotly.js that is served: the bundle where npm has built it, otherwise the stock file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from plotly.offline import get_plotlyjs_version

from dashboard.charts import CHARTS, Chart
from dashboard.plotly_script import STOCK, plotly_script
from tests.package import ASSETS
from tools.plotly_bundle import TRACES


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_chart_is_drawn(page: Page, chart: Chart) -> None:
    page.goto(f"/embed/{chart.id}?theme=dark")  # not its still
    page.wait_for_selector(":root[data-drawn]")
    made = page.evaluate("document.getElementById('chart').data.map(trace => trace.type)")
    full = page.evaluate("document.getElementById('chart')._fullData.map(trace => trace.type)")
    assert full == made  # an unknown type would have become a scatter


def test_the_script_is_what_was_built(page: Page) -> None:
    page.goto(f"/embed/{CHARTS[0].id}?theme=dark")
    page.wait_for_selector(":root[data-drawn]")
    assert page.evaluate("Plotly.version") == get_plotlyjs_version()
    known = set(page.evaluate("Object.keys(Plotly.PlotSchema.get().traces)"))
    assert known == set(TRACES) if plotly_script(ASSETS) != STOCK else known > set(TRACES)
