"""The page of the record in a real browser: what is fetched where, the grid, the row in full, the downloads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.layout.grid import scripts
from dashboard.tables import MARK

Settle = Callable[[Page], None]

ROW = "kirov_oblast~limit_category_1"
CELL = ".ag-row[row-index='{row}'] .ag-cell[col-id='{column}']"


@pytest.fixture
def grid(page: Page, settle: Settle) -> Callable[[str], Page]:
    """Open the page at a query and wait until the grid has rows."""

    def open_at(query: str) -> Page:
        page.goto(f"/data?{query}")
        page.wait_for_selector(".ag-row")
        settle(page)
        return page

    return open_at


def cell(page: Page, row: int, column: str):
    return page.locator(CELL.format(row=row, column=column))


def test_the_script_of_the_grid_is_fetched_on_this_page_only(page: Page, settle: Settle) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.partition("/_dash-component-suites/")[2]))
    page.goto("/")
    settle(page)
    assert [name for name in fetched if "ag_grid" in name or "async-community" in name] == []
    page.get_by_role("link", name="Data", exact=True).click()
    page.wait_for_url("**/data")
    settle(page)
    (script,) = scripts()
    assert [name for name in fetched if "ag_grid" in name] == [script.partition("/_dash-component-suites/")[2]]
    page.get_by_role("link", name="Phases", exact=True).click()
    page.wait_for_selector(".ag-row")
    assert len([name for name in fetched if "async-community" in name]) == 1
    assert len([name for name in fetched if "dash_ag_grid.v" in name]) == 1


def test_a_table_is_chosen_from_the_list(page: Page, settle: Settle, record_studio) -> None:
    page.goto("/data?theme=dark")
    settle(page)
    tables = record_studio.tables.package.tables
    assert page.locator(".entries > li").count() == len(tables)
    page.get_by_role("link", name=tables["limits"].title, exact=True).click()
    page.wait_for_url("**/data?table=limits&theme=dark")
    expect(cell(page, 0, "region_id")).to_be_visible()
    assert page.title().startswith(tables["limits"].title)
    page.get_by_role("link", name="All tables").click()
    page.wait_for_url("**/data?theme=dark")
    expect(page.locator(".entries > li").first).to_be_visible()
    page.go_back()
    page.wait_for_url("**/data?*table=limits*")
    expect(cell(page, 0, "region_id")).to_be_visible()


def test_the_grid_sorts_dates_and_figures_as_such(grid, record_studio, words) -> None:
    page = grid("table=events")
    first = cell(page, 0, "date")
    days, limits = record_studio.tables["events"]["date"], record_studio.tables["limits"]["value"]
    expect(first).to_have_text(words.day(days.iloc[0]))
    heading = page.locator(".ag-header-cell[col-id='date'] .ag-header-cell-text")
    heading.click()
    heading.click()
    expect(first).to_have_text(words.day(days.max()))
    page = grid("table=limits")
    heading = page.locator(".ag-header-cell[col-id='value'] .ag-header-cell-text")
    heading.scroll_into_view_if_needed()
    heading.click()
    heading.click()
    expect(cell(page, 0, "value")).to_have_text(words.number(limits.max()))


def test_the_search_counts_what_is_found(grid, record_studio) -> None:
    page = grid("table=limits")
    names = record_studio.tables["regions"].set_index("region_id")["name"]
    found = record_studio.tables["limits"]["region_id"].map(names).str.contains("Kirov").sum()
    page.get_by_label("Search all columns").fill("Kirov Oblast")
    expect(page.locator("#table-count")).to_have_text(f"{found} of {len(record_studio.tables['limits'])} rows")
    page.get_by_label("Search all columns").fill("no such word")
    expect(page.locator("#table-count")).to_contain_text("0 of ")
    expect(page.get_by_text("No row fits this search.", exact=True)).to_be_visible()


def test_a_column_is_filtered_by_its_type(grid, record_studio) -> None:
    page = grid("table=annual_repression")
    page.locator(".ag-header-cell[col-id='year'] .ag-header-cell-filter-button").click()
    field = page.locator(".ag-filter input[type='number']").first
    field.fill("1937")
    frame = record_studio.tables["annual_repression"]
    expect(page.locator("#table-count")).to_have_text(f"{(frame['year'] == 1937).sum()} of {len(frame)} rows")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#table-count")).to_have_text(f"{len(frame)} of {len(frame)} rows")


def test_an_address_opens_at_its_row(grid, record_studio) -> None:
    page = grid(f"table=limits&row={ROW}")
    chosen = page.locator(".ag-row-selected").first
    expect(chosen).to_be_visible()
    expect(chosen).to_contain_text("Kirov Oblast")
    panel = page.locator(".row-in-full")
    row = record_studio.tables.row(f"limits/{ROW}")
    for field in record_studio.tables.package.tables["limits"].fields.values():
        expect(panel.get_by_text(field.title, exact=True).first).to_be_visible()
    expect(panel).to_contain_text(row["locator"])
    expect(panel).to_contain_text(record_studio.tables.row(f"definitions/{row['counts']}")["leaves_out"])
    view = page.viewport_size["height"]
    assert chosen.bounding_box()["y"] < view
    assert page.locator("#row-heading").bounding_box()["y"] < view


def test_a_row_far_down_is_scrolled_to(grid, record_studio) -> None:
    last = record_studio.tables["arrests_by_month"][MARK].iloc[-1].partition("/")[2]
    page = grid(f"table=arrests_by_month&row={last}")
    expect(page.locator(".ag-row-selected").first).to_be_visible()


def test_choosing_a_row_rewrites_the_address_and_the_address_restores_it(grid) -> None:
    page = grid("table=phases&theme=dark")
    cell(page, 2, "name").click()
    page.wait_for_url(re.compile(r"/data\?row=\w+&table=phases&theme=dark$"))
    name = cell(page, 2, "name").inner_text()
    expect(page.locator("#row-heading")).to_contain_text(name)
    page.reload()
    expect(page.locator("#row-heading")).to_contain_text(name)
    expect(page.locator(".ag-row-selected").first).to_contain_text(name)
    page.get_by_role("button", name="Close the row").click()
    page.wait_for_url("**/data?table=phases&theme=dark")
    expect(page.get_by_text("No row is chosen.")).to_be_visible()


def test_table_and_row_do_not_go_to_other_pages_but_stay_with_the_look(grid) -> None:
    page = grid("table=phases")
    cell(page, 0, "name").click()
    page.wait_for_url(re.compile(r"row=\w+&table=phases$"))
    hrefs = [link.get_attribute("href") for link in page.locator("header .nav a").all()]
    assert all("=" not in href for href in hrefs)
    page.get_by_role("link", name="Dark").click()
    page.wait_for_url(re.compile(r"/data\?row=\w+&table=phases&theme=dark$"))
    page.wait_for_selector(".theme-dark .ag-row-selected")
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline?theme=dark")


def test_a_row_that_is_not_there_is_told(grid) -> None:
    page = grid("table=phases&row=nowhere")
    expect(page.get_by_role("status").filter(has_text="could not be shown")).to_contain_text("“nowhere” is not a value that “row” takes")
    page.wait_for_url("**/data?table=phases")


def test_the_grid_is_used_without_a_mouse(grid) -> None:
    page = grid("table=events")
    page.get_by_role("link", name="Everything (ZIP)").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".ag-header-cell").first).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Space"):
        page.keyboard.press(key)
    page.wait_for_url("**/data?row=ev002&table=events")
    expect(page.locator("#row-heading")).to_contain_text("Kirov is shot")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Link to this row")).to_be_focused()


def test_addresses_in_cells_leave_no_trace(grid) -> None:
    page = grid("table=sources")
    link = page.locator(".ag-cell[col-id='url'] a").first
    link.scroll_into_view_if_needed()
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("href").startswith("http")


def test_downloads_come_under_their_names(grid) -> None:
    page = grid("table=phases")
    for text, name in (
        ("CSV", "phases.csv"),
        ("XLSX", "phases.xlsx"),
        ("JSON", "phases.json"),
        ("Everything (ZIP)", "great-purges-data.zip"),
    ):
        with page.expect_download() as download:
            page.get_by_role("link", name=text, exact=True).click()
        assert download.value.suggested_filename == name


SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("query", ["", "table=limits", f"table=limits&row={ROW}", "table=regions&theme=projector"])
def test_nothing_scrolls_the_page_sideways(page: Page, settle: Settle, query: str) -> None:
    page.goto(f"/data?{query}")
    settle(page)
    for width in (360, 390, 768, 1199, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(SIDEWAYS) <= 0, width
