"""The bibliography and the page About in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import bibtexparser
import pytest
from playwright.sync_api import Page, expect

from dashboard.pages import BY_PATH

Settle = Callable[[Page], None]

PATHS = ("/sources", "/about")
WIDTHS = (360, 390, 768, 1366, 1920)
SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"
UNFOLD = "document.querySelectorAll('#main details').forEach(fold => { fold.open = true; })"
TOP = "id => Math.round(document.getElementById(id).getBoundingClientRect().top)"


def _open(page: Page, settle: Settle, address: str) -> None:
    page.goto(address)
    settle(page)


@pytest.mark.parametrize("path", PATHS)
def test_headings_go_down_one_level_at_a_time(page: Page, settle: Settle, path: str) -> None:
    _open(page, settle, path)
    levels = page.locator("#main :is(h1, h2, h3, h4, h5)").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_with_everything_unfolded(page: Page, settle: Settle, path: str) -> None:
    _open(page, settle, path)
    page.evaluate(UNFOLD)
    for theme in ("light", "projector"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(SIDEWAYS) <= 0, f"{path} at {width} in {theme}"
        _open(page, settle, f"{path}?theme=projector")
        page.evaluate(UNFOLD)


@pytest.mark.parametrize("path", PATHS)
def test_lines_of_text_keep_a_readable_measure(page: Page, settle: Settle, path: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    _open(page, settle, path)
    page.evaluate(UNFOLD)
    wide = page.locator("#main :is(p, dd)").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().width > 56 * parseFloat(getComputedStyle(one).fontSize)).length"
    )
    assert wide == 0


@pytest.mark.parametrize("path", PATHS)
def test_each_entry_of_the_contents_leads_to_its_heading(page: Page, settle: Settle, path: str) -> None:
    _open(page, settle, path)
    links = page.get_by_role("navigation", name=re.compile("On this page|Kinds of source")).get_by_role("link")
    headings = page.locator("#main h2").all_inner_texts()
    assert links.all_inner_texts() == headings
    links.last.click()
    page.wait_for_function("Math.abs(document.getElementById(location.hash.slice(1)).getBoundingClientRect().top) < innerHeight")
    expect(page.locator("#main h1")).to_have_text(page.locator("#main h1").inner_text())  # the page is still there
    assert page.locator("#main h2").all_inner_texts() == headings


def test_every_source_stands_once_under_its_kind(page: Page, settle: Settle, record) -> None:
    _open(page, settle, "/sources")
    items = page.locator(".bibliography section > ul > li")
    assert sorted(items.evaluate_all("all => all.map(one => one.id)")) == sorted(record["sources"]["source_id"])
    doubled = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at)")
    assert doubled == []
    outside = page.locator(".bibliography a[href^='http']")
    assert outside.count() == record["sources"]["url"].notna().sum()
    assert set(outside.evaluate_all("all => all.map(one => one.rel)")) == {"noopener noreferrer"}


@pytest.mark.parametrize("source_id", ["pavlov_certificate_1953", "werth_2010", "zhukov_talibova_2018"])
def test_an_address_opens_at_a_source(page: Page, settle: Settle, source_id: str) -> None:
    _open(page, settle, f"/sources?theme=dark#{source_id}")
    expect(page.locator(f"#{source_id}")).to_be_focused()
    expect(page.locator(f"#{source_id}")).to_be_in_viewport()


def test_a_source_leads_to_its_tables_and_charts(page: Page, settle: Settle, record_studio) -> None:
    _open(page, settle, "/sources?theme=dark")
    item = page.locator("#pavlov_certificate_1953")
    count = record_studio.resting["pavlov_certificate_1953"].figures["annual_repression"]
    title = record_studio.tables.package.tables["annual_repression"].title
    table = item.get_by_role("link", name=f"{title} ({count})")
    assert table.get_attribute("href") == "/data?table=annual_repression&theme=dark"
    item.get_by_role("link", name="Sentences by year", exact=True).click()
    page.wait_for_url("**/?theme=dark#sentences-by-year")
    settle(page)
    expect(page.locator("#sentences-by-year")).to_be_in_viewport()


@pytest.mark.parametrize("form", ["BibTeX", "RIS", "CSL-JSON"])
def test_the_bibliography_can_be_taken_away(page: Page, settle: Settle, form: str, record, tmp_path: Path) -> None:
    _open(page, settle, "/sources")
    with page.expect_download() as taking:
        page.get_by_role("link", name=form, exact=True).click()
    file = tmp_path / taking.value.suggested_filename
    taking.value.save_as(file)
    text = file.read_text("utf-8")
    assert file.name == f"great-purges-sources.{ {'BibTeX': 'bib', 'RIS': 'ris', 'CSL-JSON': 'json'}[form] }"
    if form == "BibTeX":
        assert len(bibtexparser.parse_string(text).entries) == len(record["sources"])
    assert all(source_id in text for source_id in record["sources"]["source_id"])


def test_the_shares_shown_are_those_of_the_record(page: Page, settle: Settle, record_studio, words) -> None:
    _open(page, settle, "/about")
    shown = page.locator("section:has(> #shares) tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.innerText))"
    )
    titles = {name: table.title for name, table in record_studio.tables.package.tables.items()}
    assert [row[:4] for row in shown] == [
        [titles[share.name], *(words.number(count) for count in (share.confirmed, share.computed, share.reported))]
        for share in record_studio.shares
    ]


def test_all_discrepancies_are_shown_open_ones_first(page: Page, settle: Settle, record) -> None:
    _open(page, settle, "/about")
    frame = record["discrepancies"]
    shown = page.locator("h4[id^='discrepancy-']").evaluate_all("all => all.map(one => one.id.slice(12))")
    assert sorted(shown) == sorted(frame["discrepancy_id"])
    statuses = [frame.set_index("discrepancy_id").loc[name, "status"] for name in shown]
    assert statuses == sorted(statuses)


@pytest.mark.parametrize(
    "anchor", ["discrepancy-certificate_1941_deaths", "counts-sentenced_to_death_state_security", "accessibility", "naming"]
)
def test_an_address_opens_what_it_names_even_if_it_is_folded(page: Page, settle: Settle, anchor: str) -> None:
    _open(page, settle, f"/about#{anchor}")
    expect(page.locator(f"[id='{anchor}']")).to_be_visible()
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_a_population_leads_to_those_that_it_may_be_added_to(page: Page, settle: Settle) -> None:
    _open(page, settle, "/about#counts-sentenced_to_death_state_security")
    entry = page.locator("article:has(> [id='counts-sentenced_to_death_state_security'])")
    entry.get_by_role("link").first.click()
    page.wait_for_url(re.compile("#counts-sentenced_to_"))
    expect(page.locator(f"[id='{page.url.partition('#')[2]}']")).to_be_in_viewport()


def test_a_statement_leads_to_its_source(page: Page, settle: Settle) -> None:
    _open(page, settle, "/about#discrepancy-certificate_1941_deaths")
    page.locator("article:has(> [id='discrepancy-certificate_1941_deaths'])").get_by_role("link").first.click()
    page.wait_for_url("**/sources#pavlov_certificate_1953")
    settle(page)
    expect(page.locator("#pavlov_certificate_1953")).to_be_in_viewport()


def test_a_discrepancy_leads_to_its_row_in_the_data(page: Page, settle: Settle, record) -> None:
    _open(page, settle, "/about#discrepancy-certificate_1941_deaths")
    page.locator("article:has(> [id='discrepancy-certificate_1941_deaths'])").get_by_role("link", name="In the data").click()
    page.wait_for_url("**/data?table=discrepancies&row=certificate_1941_deaths")
    settle(page)
    row = record.row("discrepancies/certificate_1941_deaths")
    expect(page.locator("#main")).to_contain_text(row["ruling"])


def test_citations_name_version_and_fingerprint_and_can_be_copied(page: Page, settle: Settle, record) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _open(page, settle, "/about")
    quotable = page.locator(".quotable")
    texts = quotable.all_inner_texts()
    assert len(texts) == 3
    assert all(f"data {record.version}" in text and "0.1.0" in text for text in texts)
    assert record.fingerprint in page.locator("section:has(> #cite) code").inner_text()
    page.get_by_role("button", name="Copy citation").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == texts[0]
    assert len(bibtexparser.parse_string(texts[2]).entries) == 1


def test_the_notes_stand_on_the_first_page_too(page: Page, settle: Settle, words) -> None:
    for path in ("/", "/about"):
        _open(page, settle, path)
        for note in ("naming", "content"):
            expect(page.get_by_role("heading", level=2, name=words(f"site.{note}_heading"))).to_be_visible()
            expect(page.get_by_text(words(f"site.{note}"), exact=True)).to_be_visible()


def test_both_pages_are_in_the_navigation() -> None:
    assert set(PATHS) <= set(BY_PATH)
