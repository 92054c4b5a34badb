"""Pages on paper and without JavaScript: PDFs that chromium makes, looked at as pictures and read as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import ImageChops
from playwright.sync_api import Browser, Page

from dashboard import palette
from dashboard.charts import BY_ID
from dashboard.pages import PAGES
from dashboard.theme import THEMES

Settle = Callable[[Page], None]

A4 = (595, 842)  # points
MARGIN = 8 / 25.4 * 72  # points at each edge that must stay white: something cut would reach them
LEAST_INK = 0.004  # of a sheet: less is a sheet with a stray line on it
EACH_RUN = ("glance",)
PAPERS = [at if at.id in EACH_RUN else pytest.param(at, marks=pytest.mark.full) for at in PAGES]


def printed(page: Page, folder: Path) -> pypdfium2.PdfDocument:
    """Return the page as chromium prints it: the document's own sizes and breaks."""
    file = folder / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    return pypdfium2.PdfDocument(file)


def words_of(paper: pypdfium2.PdfDocument) -> str:
    """Return the text of a paper with its spaces made alike."""
    return " ".join(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in paper)


def plain(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """Return a text without its spaces: words in a picture are set one by one."""
    return re.sub(r"[\s\ufffe\u00ad-]+", "", text)


def faults_of(sheet: pypdfium2.PdfPage, number: int, last: bool) -> list[str]:
    """Return what is wrong with a sheet as a picture: ink at its edges, or hardly any on it."""
    picture = sheet.render(scale=1).to_pil().convert("L")
    ink = ImageChops.invert(picture).point(lambda tone: 255 if tone > 40 else 0)
    box = ink.getbbox()
    if box is None:
        return [f"sheet {number} is empty"]
    faults = []
    width, height = picture.size
    if box[0] < MARGIN or box[1] < MARGIN or box[2] > width - MARGIN or box[3] > height - MARGIN:
        faults.append(f"sheet {number}: ink at the edge, {box} of {picture.size}")
    share = ink.histogram()[255] / (width * height)
    if share < LEAST_INK and not last:
        faults.append(f"sheet {number}: hardly anything on it ({share:.4f})")
    return faults


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("at", PAPERS, ids=lambda at: at.id)
def test_every_page_prints_clean_sheets(page: Page, settle: Settle, tmp_path: Path, record_studio, words, at, theme: str) -> None:
    page.goto(f"{at.path}?theme={theme}")
    page.wait_for_function("document.getElementById('main')?.dataset.path === location.pathname")
    page.wait_for_function("!document.querySelector('.card') || document.querySelector('.main-svg')")
    # charts out of view are not drawn yet: printing must not need that
    paper = printed(page, tmp_path)
    sizes = {tuple(sorted(map(round, sheet.get_size()))) for sheet in paper}
    assert sizes == {A4}
    found = [fault for number, sheet in enumerate(paper, 1) for fault in faults_of(sheet, number, number == len(paper))]
    assert found == []
    text = words_of(paper)
    assert record_studio.tables.fingerprint in letters(text)
    assert letters(page.url) in letters(text)
    assert str(datetime.now().astimezone().year) in text
    selection, _ = record_studio.parse("theme=print")
    for chart in at.charts:
        picture = record_studio.picture(chart, selection, 840)
        assert letters(picture.title) in letters(text), f"{chart.id} has no title on paper"
        assert letters(picture.source_line) in letters(text), f"{chart.id} has no source on paper"
        for told in (*picture.sentences, *picture.notes):
            assert letters(told) in letters(text), f"{chart.id} does not say on paper: {told}"
        assert letters(words("card.table_caption", title=picture.title, count=len(picture.frame))) in letters(text)
    assert page.locator("main .on-paper").count() == 0, "the screen is as before"
    assert page.locator(".paper-ready").count() == 0


def test_a_chart_on_paper_is_drawn_as_print_draws_on_white(page: Page, settle: Settle, tmp_path: Path) -> None:
    page.goto("/?theme=dark")
    settle(page)
    paper = printed(page, tmp_path)
    hue = THEMES["print"].colours[palette.DEATH]
    dark = tuple(int(hue[at : at + 2], 16) for at in (1, 3, 5))
    shades = [sheet.render(scale=1).to_pil().convert("RGB") for sheet in paper]
    near = [
        sum(count for count, tone in shade.getcolors(1 << 24) if sum(abs(one - other) for one, other in zip(tone, dark, strict=True)) < 20)
        for shade in shades
    ]
    assert max(near) > 500 + 2 * near[0]  # the first sheet has words only
    assert all(shade.getpixel((3, 3)) == (255, 255, 255) for shade in shades)


def test_a_long_table_says_how_much_of_it_is_not_printed(page: Page, settle: Settle, tmp_path: Path, record_studio, words) -> None:
    page.goto("/timeline")
    settle(page)
    text = words_of(printed(page, tmp_path))
    frame = record_studio.picture(BY_ID["death-lists"], record_studio.parse("")[0], 840).frame
    told = words("paper.more", count=len(frame) - 40, address="").strip()
    assert letters(told) in letters(text)
    assert "/charts/death-lists.csv" in letters(text).replace("charts/deathlists", "charts/death-lists")


def test_two_charts_compared_are_printed_on_equal_axes(page: Page, settle: Settle, tmp_path: Path) -> None:
    page.goto("/compare/arrests-executions?period=1936..1938&with=period%3D1930..1932")
    settle(page)
    text = words_of(printed(page, tmp_path))
    assert text.count("1,200,000") == 2


def test_printing_without_the_server_prints_what_is_on_the_screen(page: Page, settle: Settle, tmp_path: Path) -> None:
    page.goto("/")
    settle(page)
    page.evaluate("() => { XMLHttpRequest.prototype.send = () => { throw new Error('the server is gone'); }; }")
    paper = printed(page, tmp_path)
    assert "Half of those sentenced" in words_of(paper)


@pytest.mark.parametrize("path", ["/timeline?phase=prelude", "/data?table=phases", "/about"])
def test_a_browser_without_javascript_is_led_to_words_and_tables(browser: Browser, base: str, record_studio, path: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base)
    page = context.new_page()
    page.goto(path)
    page.wait_for_url(f"{base}/plain{path}")
    seen: Any = page.locator("h1")
    assert plain(seen.inner_text())
    assert page.locator("table").count() > 0
    assert record_studio.tables.version in page.locator("footer").inner_text()
    context.close()
