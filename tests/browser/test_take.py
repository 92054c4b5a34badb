"""The dialog by which a chart is taken away: real files are downloaded and opened, and what goes with them is copied."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dashboard.images import missing
from dashboard.pages import PAGES, page_of
from dashboard.presets import PRESETS

Settle = Callable[[Page], None]
DRAWN = ".take-inside[data-drawn]:not([data-drawn=''])"
SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [chart for at in PAGES for chart in at.charts]


def open_dialog(page: Page, address: str = "/", chart: str = "sentences-by-year") -> None:
    page.goto(f"{address}#export={chart}")
    page.wait_for_selector(DRAWN)


def choose(page: Page, group: str, name: str) -> None:
    """Choose in a segmented control, and wait until what was chosen is drawn."""
    page.get_by_role("dialog").get_by_role("group", name=group).get_by_text(name, exact=True).click()


def size(page: Page, name: str) -> None:
    page.get_by_role("dialog").get_by_role("combobox", name="Size").or_(page.get_by_label("Size", exact=True)).first.click()
    page.get_by_role("option", name=re.compile(re.escape(name))).click()


def drawn(page: Page, asked: str) -> None:
    page.wait_for_function("asked => (document.querySelector('.take-inside')?.dataset.drawn || '').includes(asked)", arg=asked)


def taken(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator("#take-file").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_the_link_in_a_card_opens_the_dialog_and_back_closes_it(page: Page, settle: Settle) -> None:
    page.goto("/?scale=log")
    settle(page)
    page.locator("#sentences-by-year").get_by_role("link", name="Take away").click()
    page.wait_for_selector(DRAWN)
    assert page.url.endswith("/?scale=log#export=sentences-by-year")
    assert "scale=log" in page.locator(".take-inside").get_attribute("data-drawn")
    page.go_back()
    expect(page.locator(".take-inside")).to_have_count(0)
    assert page.url.endswith("/?scale=log")
    page.locator("#sentences-by-year").get_by_role("link", name="Take away").click()
    page.wait_for_selector(DRAWN)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.locator(".take-inside")).to_have_count(0)
    page.wait_for_function("!location.hash")
    assert page.url.endswith("/?scale=log")


def test_an_address_opens_it_and_escape_leaves_the_plain_view(page: Page) -> None:
    open_dialog(page, "/timeline", "events")
    page.keyboard.press("Escape")
    expect(page.locator(".take-inside")).to_have_count(0)
    page.wait_for_function("!location.hash")
    page.evaluate("location.hash = '#export=nonsense'")
    page.wait_for_timeout(300)
    expect(page.locator(".take-inside")).to_have_count(0)


def test_a_png_has_exact_pixels_and_says_what_it_is(page: Page, tmp_path: Path, record) -> None:
    open_dialog(page)
    file = taken(page, tmp_path)
    assert file.name == f"sentences-by-year-1200x675-{record.version}.png"
    with Image.open(file) as image:
        image.load()
        assert image.size == (1200, 675)
        assert image.info["dpi"] == pytest.approx((96, 96), abs=0.1)
        told = image.text
        assert len(image.convert("RGB").getcolors(1 << 24)) > 50, "it shows something"
    assert told["Title"] == "Half of those sentenced in 1937 and 1938 were sentenced to death"
    assert told["Fingerprint"] == record.fingerprint
    assert told["URL"] == page.url.partition("/#")[0] + "/charts/sentences-by-year"
    assert "GARF" in told["Source"]
    assert told["Description"] == page.locator(".preview img").get_attribute("alt")
    rdf = ElementTree.fromstring(re.search(r"<rdf:RDF.*</rdf:RDF>", told["XML:com.adobe.xmp"])[0])
    assert told["Title"] in "".join(rdf.itertext())
    assert taken(page, tmp_path).read_bytes() == file.read_bytes(), "the same figure gives the same file"


@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name in {"slide", "square"} else pytest.mark.full) for name in PRESETS])
def test_every_preset_gives_its_pixels(page: Page, tmp_path: Path, words, name: str) -> None:
    wanted = PRESETS[name]
    open_dialog(page)
    size(page, f"{words(f'presets.{name}')}:")
    drawn(page, f"size={name}&")
    with Image.open(taken(page, tmp_path)) as image:
        assert image.width == wanted.pixels(wanted.width)
        assert not wanted.height or image.height == wanted.pixels(wanted.height)
        assert image.info["dpi"] == pytest.approx((wanted.dpi, wanted.dpi), abs=0.2)


def test_scale_look_and_own_size_are_in_the_file(page: Page, tmp_path: Path) -> None:
    open_dialog(page)
    choose(page, "Pixels", "2×")
    choose(page, "Look", "No ground")
    size(page, "Your own size")
    page.get_by_label("Width").fill("85")
    page.get_by_label("Height").fill("60")
    choose(page, "Unit", "mm")
    drawn(page, "size=85x60mm&pixels=2&look=transparent")
    with Image.open(taken(page, tmp_path)) as image:
        assert image.size == (2 * 1004, 2 * 709)
        assert image.info["dpi"] == pytest.approx((600, 600), abs=0.2)
        assert image.getpixel((3, 3))[3] == 0


def test_what_was_written_is_drawn_and_the_source_stays(page: Page, tmp_path: Path) -> None:
    open_dialog(page)
    page.get_by_label("Title", exact=True).fill("Two years <b> & half")
    page.get_by_label("Subtitle").fill("People sentenced.")
    page.get_by_label("Credit").fill("Graphic: The Newspaper")
    choose(page, "Format", "SVG")
    drawn(page, "credit=")
    file = taken(page, tmp_path)
    root = ElementTree.parse(file).getroot()
    assert [child.tag for child in root][:3] == [f"{SVG}title", f"{SVG}desc", f"{SVG}metadata"]
    assert root.find(f"{SVG}title").text == "Two years <b> & half"
    assert (root.get("width"), root.get("height")) == ("1200", "675")
    said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    for text in (
        "Two years <b> & half",
        "People sentenced.",
        "Graphic: The Newspaper",
        "Basis: archival return.",
        "GARF",
        "charts/sentences-by-year",
    ):
        assert text in said, text
    assert "by kind of sentence" in said, "the measure that was reworded stands in the footnote"


def test_webp_is_as_sharp_and_says_what_it_is(page: Page, tmp_path: Path) -> None:
    open_dialog(page)
    png = taken(page, tmp_path)
    choose(page, "Format", "WebP")
    expect(page.locator("#take-file")).to_have_text(re.compile("WebP"))
    with Image.open(taken(page, tmp_path)) as image, Image.open(png) as sharp:
        assert (image.format, image.size) == ("WEBP", (1200, 675))
        assert b"Half of those sentenced" in image.info["xmp"]
        assert image.convert("RGB").tobytes() == sharp.convert("RGB").tobytes(), "no pixel is lost"


@pytest.mark.skipif(missing() is not None, reason="no chrome for the server")
def test_a_pdf_has_its_size_on_paper(page: Page, tmp_path: Path) -> None:
    open_dialog(page)
    size(page, "A4, landscape")
    choose(page, "Format", "PDF")
    expect(page.get_by_text("The PDF is made by the server")).to_be_visible()
    drawn(page, "size=a4-landscape")
    with pikepdf.open(taken(page, tmp_path)) as pdf:
        (only,) = pdf.pages
        assert [round(float(side) / 72 * 25.4) for side in only.mediabox[2:]] == [297, 210]


@pytest.mark.full
def test_a_chart_too_long_for_one_picture_leaves_in_parts(page: Page) -> None:
    open_dialog(page, "/historians", "estimates")
    size(page, "Post:")
    parts = page.locator(".preview img").count()
    if parts == 1:
        pytest.skip("it fits")
    expect(page.locator(".preview figcaption").first).to_have_text(f"Part 1 of {parts}")
    names = []
    page.on("download", lambda download: names.append(download.suggested_filename))
    page.locator("#take-file").click()
    expect(page.locator(".take-said")).to_have_text(re.compile("Saved"))
    page.wait_for_timeout(500)
    assert len(set(names)) == parts


def test_all_that_goes_with_it_is_copied(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1366, "height": 768})
    page = context.new_page()
    open_dialog(page, "/?scale=log")
    wanted = {
        "Alt text": "1,344,923",
        "Citation, Chicago": f"{base}/charts/sentences-by-year?scale=log",
        "Citation, APA": "Retrieved",
        "BibTeX": "@misc{great_purges_sentences_by_year,",
        "Link": f"{base}/charts/sentences-by-year?scale=log",
        "Embed code": f'<iframe src="{base}/embed/sentences-by-year?scale=log"',
        "Embed code that tells when the data has changed": "&amp;data=",
    }
    for name, part in wanted.items():
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".take-said")).to_have_text(f"Copied: {name}")
        assert part in page.evaluate("navigator.clipboard.readText()"), name
    page.get_by_role("button", name="Copy image").click()
    expect(page.locator(".take-said")).to_have_text("Copied: Copy image")
    kinds = page.evaluate("navigator.clipboard.read().then(items => items[0].types)")
    assert "image/png" in kinds
    context.close()


def test_the_link_that_was_copied_leads_to_the_same_view(page: Page, settle: Settle) -> None:
    page.goto("/charts/sentences-by-year?scale=log")
    page.wait_for_url("**/?scale=log#sentences-by-year")
    settle(page)
    expect(page.locator("#sentences-by-year .ytick text").last).to_have_text("1,000,000")


def test_the_picture_does_not_follow_the_screen(browser: Browser, base: str, tmp_path: Path) -> None:
    files = []
    for theme, width in (("light", 1366), ("dark", 500)):
        context = browser.new_context(base_url=base, viewport={"width": width, "height": 768})
        page = context.new_page()
        open_dialog(page, f"/?theme={theme}")
        (tmp_path / theme).mkdir()
        files.append(taken(page, tmp_path / theme).read_bytes())
        context.close()
    assert files[0] == files[1]


def test_the_data_behind_it_is_what_is_plotted(page: Page, tmp_path: Path, record_studio) -> None:
    open_dialog(page, "/?period=1937..1938")
    selection, _ = record_studio.parse("period=1937..1938")
    rows = len(record_studio.picture(CHARTS[0], selection, 1180).frame)

    def got(name: str) -> bytes:
        with page.expect_download() as download:
            page.get_by_role("dialog").get_by_role("link", name=name).first.click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        return file.read_bytes()

    assert len(got("CSV").decode("utf-8-sig").splitlines()) == rows + 1
    book = openpyxl.load_workbook(io.BytesIO(got("XLSX")))
    assert book["Plotted"].max_row == rows + 1
    with zipfile.ZipFile(io.BytesIO(got("ZIP"))) as archive:
        names = {Path(name).name for name in archive.namelist()}
        assert names == {"README.txt", "CITATION.cff", "metadata.json", "sentences-by-year.csv", "sentences-by-year.xlsx"}
        told = json.loads(archive.read(next(name for name in archive.namelist() if name.endswith("metadata.json"))))
        assert told["rows"] == rows
    assert b"annual_repression" not in got("annual_repression.csv")[:1]


def test_without_a_chrome_the_print_dialog_makes_the_pdf(page: Page) -> None:
    open_dialog(page)
    page.evaluate("document.querySelector('.take-inside').dataset.pdf = 'print'")
    page.evaluate(
        """() => new MutationObserver(found => found.forEach(one => one.addedNodes.forEach(node => {
             if (node.tagName !== 'IFRAME') { return; }
             const done = node.onload;
             node.onload = () => {
               node.contentWindow.print = () => { window.sheetPrinted = node.contentDocument.documentElement.outerHTML; };
               done();
             };
           }))).observe(document.body, { childList: true, subtree: true })"""
    )
    choose(page, "Format", "PDF")
    expect(page.locator("#take-file")).to_have_text(re.compile("PDF"))
    page.locator("#take-file").click()
    page.wait_for_function("window.sheetPrinted")
    html = page.evaluate("window.sheetPrinted")
    assert "@page{size:1200px 675px;margin:0}" in html
    assert "Half of those sentenced" in html
    expect(page.locator(".take-said")).to_have_text(re.compile("Save as PDF"))


@pytest.mark.full
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_every_chart_leaves_at_its_size(page: Page, tmp_path: Path, chart) -> None:
    open_dialog(page, page_of(chart).path, chart.id)
    parts = page.locator(".preview img").count()
    files = []
    page.on("download", lambda download: files.append(download))
    page.locator("#take-file").click()
    expect(page.locator(".take-said")).to_have_text(re.compile("Saved"))
    page.wait_for_timeout(300)
    assert len(files) == parts
    for file in files:
        file.save_as(tmp_path / file.suggested_filename)
        with Image.open(tmp_path / file.suggested_filename) as image:
            assert image.size == (1200, 675)
