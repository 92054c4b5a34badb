"""Measures what the chart layer (keyboard, table, print) adds to drawing.

python tools/layer_cost.py [REPEATS]

Every chart of a page is redrawn with the layer's scripts and without them, in turn, each in a fresh browser profile.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from screenshots import browser_path, server  # noqa: E402 - the checkout is not an installed package

from dashboard.tables import cache_folder  # noqa: E402

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
LAYER = ("marks.js", "walk.js", "tables.js", "print.js", "sheet.js")
PAGE = "/timeline"
REPEATS = 7
ROUNDS = 3  # times that a page is redrawn: the fastest counts, the others met something else on the machine
REDRAWN = """async () => {
  const graphs = [...document.querySelectorAll('.js-plotly-plot')], began = performance.now();
  for (const graph of graphs) { await window.Plotly.redraw(graph); }
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began;
}"""


def redrawn(browser: Browser, base: str, *, layer: bool) -> float:
    """Return the milliseconds that every chart of the page takes to be drawn anew."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=base, bypass_csp=True)
    page = context.new_page()
    if not layer:
        page.route("**/*.js*", lambda route: route.abort() if any(f"/{name}" in route.request.url for name in LAYER) else route.continue_())
    page.goto(PAGE)
    page.wait_for_function("window.purges && window.purges.chosen && document.querySelector('#main .main-svg')")
    page.evaluate("window.purges.wish(true)")
    page.wait_for_function("[...document.querySelectorAll('#main .card')].every(card => card.querySelector('.main-svg'))")
    page.wait_for_load_state("networkidle")
    took = min(page.evaluate(REDRAWN) for _ in range(ROUNDS))
    context.close()
    return took


def main() -> None:
    """Print the medians, and the ratio of each pair."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else REPEATS
    with server(cache_folder()) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        pairs = [(redrawn(browser, base, layer=True), redrawn(browser, base, layer=False)) for _ in range(repeats)]
        browser.close()
    ratios = sorted(one / other for one, other in pairs)
    beside, alone = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"All charts of {PAGE} redrawn, {repeats} pairs: {beside:.0f} ms with the layer, {alone:.0f} ms without.")
    print(f"With / without: median {statistics.median(ratios):.3f}, from {ratios[0]:.3f} to {ratios[-1]:.3f}.")


if __name__ == "__main__":
    main()
