"""How long the steps take; figures to compare side by side in one run (make bench), never asserted as times."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from dashboard.callbacks import page_for
from dashboard.canvas import Canvas
from dashboard.charts import CHARTS
from dashboard.downloads import package_zip, table_xlsx
from dashboard.export import Wish, export
from dashboard.images import Images
from dashboard.pages import PAGES
from dashboard.presets import PRESETS
from dashboard.readings import narrow
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.sized import Order, sized
from dashboard.studio import Studio
from dashboard.tables import Tables, load_tables
from tests.charts.test_charts import _scene
from tests.package import RECORD, ROOT

EVERY = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)


@EVERY
def test_prepare_and_draw(benchmark, record, words, chart) -> None:
    narrowed, chosen, _ = narrow(chart, chart.rows(record), Selection())
    scene = _scene(chart, record, words, chosen)
    benchmark(lambda: chart.draw(chart.prepare(narrowed), scene))


@EVERY
def test_render_uncached(benchmark, record, words, chart) -> None:
    benchmark(render, chart, record, Selection(), words, Canvas())


@EVERY
def test_picture_cached(benchmark, record_studio, chart) -> None:
    benchmark(record_studio.picture, chart, Selection(), 1180)


@pytest.mark.parametrize("at", PAGES, ids=lambda at: at.id)
def test_page_uncached(benchmark, record, languages, at) -> None:
    benchmark(lambda: page_for(Studio(record, languages), at.path, "", 1180))


def test_page_of_the_largest_table(benchmark, record_studio) -> None:
    benchmark(page_for, record_studio, "/data", f"?table={_largest(record_studio.tables)}", 1180)


def test_workbook_of_the_largest_table(benchmark, record, words) -> None:
    benchmark(table_xlsx, record, _largest(record), words)


def test_whole_package(benchmark, record, words) -> None:
    benchmark(package_zip, record, words)


def _largest(tables: Tables) -> str:
    return max(tables, key=lambda name: len(tables[name]))


def test_load_tables_warm(benchmark, record) -> None:
    benchmark(load_tables, RECORD)


def test_import_and_layout(benchmark) -> None:
    """A new process that imports everything, loads the record and makes the app."""
    code = (
        "from pathlib import Path; from dashboard.app import create_app; from dashboard.tables import load_tables;"
        "from dashboard.words import load_words;"
        "create_app(load_tables(Path('data')), load_words(Path('dashboard/words')), Path('assets'))"
    )
    benchmark.pedantic(lambda: subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT), rounds=5, warmup_rounds=1)


@pytest.mark.parametrize("name", ["slide", "card", "a4-portrait"])
def test_sized_picture(benchmark, record, words, name: str) -> None:
    """All charts arranged for one size, without drawing."""
    order = Order(PRESETS[name])
    benchmark.pedantic(lambda: [sized(chart, record, Selection(), words, order) for chart in CHARTS], rounds=2, warmup_rounds=1)


def test_batch_of_every_chart_as_png(benchmark, record_studio, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A whole export; ``per_picture`` in the extra information is what one picture takes, the start of the chrome apart."""
    with Images(ROOT / "assets"):
        pass  # fonts and page are warm
    wish = Wish(CHARTS, ("png",), (Order(PRESETS["slide"]),), Selection())
    done = benchmark.pedantic(lambda: export(record_studio, wish, tmp_path_factory.mktemp("out"), ROOT / "assets"), rounds=2)
    start = time.perf_counter()
    with Images(ROOT / "assets") as images:
        images.make({"data": [], "layout": {}}, "svg", 100, 100, 1)
    begun = time.perf_counter() - start
    if benchmark.stats:  # not where each is run once, as make test does
        benchmark.extra_info["per_picture"] = (benchmark.stats.stats.min - begun) / len(done.made)
        benchmark.extra_info["start"] = begun
