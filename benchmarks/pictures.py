"""How long a picture takes: in the browser, by the page's own button, and many at once from the command line."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.apps import CHART, ROOT, App
from benchmarks.browsing import fresh, ready

SIZES = {"1920x1080": 1, "3840x2160": 2}
"""A slide of 1920x1080, and how many times its pixels."""
_DRAWN = ".take-inside[data-drawn*='size=slide'][data-drawn]"
_SAVED = """() => { HTMLAnchorElement.prototype.click = function () { if (this.download) { benchmark.saved = performance.now(); } }; }"""
_SET = """scale => [["size", "slide"], ["pixels", String(scale)], ["format", "png"]].forEach(
  ([field, value]) => dash_clientside.set_props({type: "take", field: field}, {value: value}))"""
_PRESSED = "button => { benchmark.saved = 0; benchmark.pressed = performance.now(); button.click(); }"
_CAMERA = "[data-title^='Download plot'], [data-attr=toImage]"
_CAMERA_SIZE = """([button, scale]) => { button.getRootNode().querySelector(".js-plotly-plot")._context.toImageButtonOptions =
  {format: "png", width: 1920, height: 1080, scale: scale}; }"""


def _time(page: Page, button: object) -> float:
    page.evaluate(_PRESSED, button)
    page.wait_for_function("benchmark.saved > 0", polling=20)
    return page.evaluate("benchmark.saved - benchmark.pressed")


def of_dialog(run: Browser, address: str) -> dict[str, float]:
    """Return the milliseconds from our dialog's button to the finished PNG, by size; its preview stands by then."""
    context, found = fresh(run), {}
    page = context.new_page()
    page.goto(f"{address}/#export={CHART}")
    page.wait_for_selector(".take-inside[data-drawn]:not([data-drawn=''])")
    page.evaluate(_SAVED)
    for size, scale in SIZES.items():
        page.evaluate(_SET, scale)
        page.wait_for_selector(_DRAWN if scale == 1 else f"{_DRAWN}[data-drawn*='pixels={scale}']")
        page.wait_for_timeout(300)
        found[size] = _time(page, page.query_selector("#take-file"))
    context.close()
    return found


def of_camera(run: Browser, app: App, address: str) -> dict[str, float]:
    """Return the milliseconds from the camera button of plotly's own bar to the finished PNG, by size."""
    context, found = fresh(run), {}
    page = context.new_page()
    ready(page, address + app.path)
    page.evaluate(_SAVED)
    button = page.locator(_CAMERA).first.element_handle()
    for size, scale in SIZES.items():
        page.evaluate(_CAMERA_SIZE, [button, scale])
        found[size] = _time(page, button)
    context.close()
    return found


def _ran(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=600)
    return time.perf_counter() - begun


def batch(folder: Path) -> dict[str, float]:
    """Return the seconds of each further picture of ``purges export``, its start apart, and of plotly's own ``write_images``."""
    export = [sys.executable, "-m", "dashboard", "export", "--format", "png", "--size", "slide", "--out"]
    one = _ran([*export, str(folder / "one"), CHART])
    every = _ran([*export, str(folder / "all"), "--all"])
    count = len(list((folder / "all").glob("*.png")))
    code = (
        "import sys, time; sys.path.insert(0, 'benchmarks/peers'); import record, plotly.io; rows = record.load()\n"
        "left = record.chosen(rows, (record.FIRST, record.LAST), list(record.NAMES.values()), record.PREFERRED)\n"
        "count = int(sys.argv[2]); files = [f'{sys.argv[1]}/{place}.png' for place in range(count)]\n"
        "plotly.io.write_images([record.sentences(left)] * count, files, width=1920, height=1080)"
    )
    (folder / "plain").mkdir()
    plain = [_ran([sys.executable, "-c", code, str(folder / "plain"), str(number)]) for number in (1, count)]
    return {
        "files": count,
        "export": (every - one) / (count - 1),
        "start": one,
        "write_images": (plain[1] - plain[0]) / (count - 1),
    }
