"""Measures how soon the first chart is there, and how many bytes it took, each page in a fresh browser profile.

python tools/page_start.py [REPEATS]

The first page, an embed and a step of a lesson are measured in turn with a bare page of plotly.js, which holds the
first page's first figure and the same script and nothing else, so that the ratios hold on any machine.
"""

from __future__ import annotations

import json
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from screenshots import browser_path, server  # noqa: E402 - the checkout is not an installed package

from dashboard.tables import cache_folder  # noqa: E402

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
VIEW: ViewportSize = {"width": 1366, "height": 768}
CHART = "sentences-by-year"
LESSON = "/present/how-do-we-know?step=1"
REPEATS = 7
FIGURE = "(({data, layout}) => JSON.stringify({data, layout}))(document.querySelector('#main .js-plotly-plot'))"
MARKS = ".cartesianlayer .trace"
WATCH = f"""(function look() {{
  const marks = document.querySelector('{MARKS}');
  if (marks && !window.firstChart) requestAnimationFrame(() => {{ window.firstChart = window.firstChart || performance.now(); }});
  if (marks && !document.getElementById('front')) window.usable = performance.now();
  else requestAnimationFrame(look);
}})();"""
"""A frame after the marks of a chart stand in the page, they are painted; the page is usable when its front has gone."""


@dataclass
class Measured:
    """What one page took, each time it was opened."""

    times: list[float] = field(default_factory=list[float])
    usable: list[float] = field(default_factory=list[float])
    sizes: list[int] = field(default_factory=list[int])

    @property
    def time(self) -> float:
        """Return the median of the milliseconds until the first chart."""
        return statistics.median(self.times)

    @property
    def usable_time(self) -> float:
        """Return the median of the milliseconds until the page can be used."""
        return statistics.median(self.usable)

    @property
    def size(self) -> int:
        """Return the bytes that came over the wire by then, when all was compressed best."""
        return self.sizes[-1]


def bare(browser: Browser, base: str, figure: dict[str, Any]) -> str:
    """Return a page of plotly.js alone."""
    page = browser.new_page()
    script = page.request.get(f"{base}/embed/{CHART}").text().partition('<script src="')[2].partition('"')[0]
    page.close()
    held = json.dumps({"data": figure["data"], "layout": figure["layout"]}).replace("<", "\\u003c")
    return (
        f'<!DOCTYPE html><meta charset="utf-8"><title>bare</title><div id="chart"></div><script src="{script}"></script>'
        f'<script>Plotly.newPlot("chart", {held})</script>'
    )


def first_figure(browser: Browser, base: str) -> dict[str, Any]:
    """Return the figure that the first page draws in this view; opening the page warms the server besides."""
    page = browser.new_page(viewport=VIEW)
    page.goto(base)
    page.wait_for_selector(f"#main .card {MARKS}", state="attached")
    page.wait_for_load_state("networkidle")
    figure: dict[str, Any] = json.loads(page.evaluate(FIGURE))
    page.close()
    return figure


def opened(browser: Browser, address: str, html: str | None) -> tuple[float, float, int]:
    """Return the milliseconds until a page in a fresh profile shows a chart, and until it can be used, and the bytes fetched by then."""
    context = browser.new_context(viewport=VIEW, bypass_csp=True)  # else the policy forbids the waiting below
    page: Page = context.new_page()
    page.add_init_script(WATCH)
    if html is not None:
        page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    sizes = list[int]()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_function("window.usable && window.firstChart")
    first, usable = page.evaluate("[window.firstChart, window.usable]")
    context.close()
    return first, usable, int(sum(sizes))


def measure(repeats: int) -> dict[str, Measured]:
    """Return what each page took; they are opened in turn."""
    with server(cache_folder()) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        figure = first_figure(browser, base)
        pages = {
            "bare plotly.js": (f"{base}/bare", bare(browser, base, figure)),
            "/": (f"{base}/", None),
            f"/embed/{CHART}": (f"{base}/embed/{CHART}", None),
            LESSON: (f"{base}{LESSON}", None),
        }
        took = {name: Measured() for name in pages}
        for turn in range(repeats + 1):
            for name, (address, html) in pages.items():
                first, usable, size = opened(browser, address, html)
                if turn:  # the first turn warms the server
                    took[name].times.append(first)
                    took[name].usable.append(usable)
                    took[name].sizes.append(size)
        browser.close()
    return took


def main() -> None:
    """Print a table."""
    took = measure(int(sys.argv[1]) if len(sys.argv) > 1 else REPEATS)
    alone, whole = took["bare plotly.js"].time, took["/"].usable_time
    print(f"{'page':<34}{'first chart':>12}{'/ bare':>8}{'usable':>12}{'first chart / usable first page':>34}{'bytes':>11}")
    for name, one in took.items():
        print(f"{name:<34}{one.time:>9.0f} ms{one.time / alone:>8.2f}{one.usable_time:>9.0f} ms{one.time / whole:>34.2f}{one.size:>11,}")


if __name__ == "__main__":
    main()
