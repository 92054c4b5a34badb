"""How long the steps take; figures to compare side by side in one run (make bench), never asserted as times."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dashboard.callbacks import page_for
from dashboard.canvas import Canvas
from dashboard.charts import CHARTS
from dashboard.downloads import package_zip, table_xlsx
from dashboard.pages import PAGES
from dashboard.render import narrow, render
from dashboard.selection import Selection
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
