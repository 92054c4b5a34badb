"""A mark says where it comes from, and what is chosen follows the reader: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.charts import BY_ID

Settle = Callable[[Page], None]
FIRST = "[id='sentences-by-year']"


def press(page: Page, chart: str, place: int) -> None:
    """Click the middle of one of a chart's bars or points."""
    mark = page.locator(f"[id='{chart}']").locator(".barlayer .point path, .scatterlayer .point").nth(place)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def panel(page: Page):
    return page.get_by_role("dialog", name="Where this comes from")


@pytest.mark.parametrize("width", [1366, 390])
def test_a_click_opens_where_the_figure_comes_from(page: Page, settle: Settle, record_studio, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/?period=1937")
    settle(page)
    press(page, "sentences-by-year", 0)
    expect(panel(page)).to_be_visible()
    frame = record_studio.tables["annual_repression"]
    row = frame[(frame["year"] == 1937) & (frame["measure"] == "sentenced_to_death") & frame["preferred"]].iloc[0]
    expect(panel(page).locator(".number").first).to_have_text(f"{row['value']:,} people")
    expect(panel(page)).to_contain_text(row["locator"])
    expect(panel(page).get_by_role("link", name=row["check_url"])).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    press(page, "sentences-by-year", 0)  # the same mark again
    expect(panel(page)).to_be_visible()


def test_the_marks_can_be_walked_and_read_without_a_mouse(page: Page, settle: Settle) -> None:
    page.goto("/?period=1936..1938")
    settle(page)
    figure = page.locator(f"{FIRST} .figure")
    figure.focus()
    said = page.locator("#said")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("1936")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("1937")
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("Camps, colonies, prison")
    page.keyboard.press("End")
    expect(said).to_contain_text("1938")
    page.keyboard.press("Enter")
    expect(panel(page).locator("h3").first).to_contain_text("1938 · Camps, colonies, prison")
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)


def test_cells_are_walked_row_by_row(page: Page, settle: Settle, record_studio) -> None:
    selection, _ = record_studio.parse("")
    (first, *_) = record_studio.picture(BY_ID["death-lists-by-territory"], selection, 1180).figure["data"]
    cells = list(zip(first["y"], first["base"], first["hovertext"], strict=True))
    one, two = list(dict.fromkeys(row for row, _, _ in sorted(cells)))[:2]
    page.goto("/charts/death-lists-by-territory")
    settle(page)
    page.locator("[id='death-lists-by-territory'] .figure").focus()
    said = page.locator("#said")
    page.keyboard.press("ArrowRight")
    count = sum(row == one for row, _, _ in cells)
    expect(said).to_contain_text(f"{first['meta']['rows'][str(one)]}, {count} marks")
    page.keyboard.press("Enter")
    of_one = sorted((at, text) for row, at, text in cells if row == one)
    for step, (_, text) in enumerate(of_one):
        expect(said).to_contain_text(re.sub("<br>", "; ", re.sub("</?b>", "", text)))
        ring = page.locator("[id='death-lists-by-territory'] .ring").bounding_box()
        assert ring
        assert min(ring["width"], ring["height"]) > 8, "the ring stands around the cell"
        page.keyboard.press("ArrowRight" if step + 1 < len(of_one) else "ArrowDown")
    expect(said).to_contain_text(first["meta"]["rows"][str(two)])


def test_no_mark_is_walked_twice(page: Page, settle: Settle, record_studio) -> None:
    selection, _ = record_studio.parse("period=1938-10..1938-12")
    cells, _ = record_studio.picture(BY_ID["moscow-executions"], selection, 1180).figure["data"]
    page.goto("/charts/moscow-executions?period=1938-10..1938-12")
    settle(page)
    page.locator("[id='moscow-executions'] .figure").focus()
    page.keyboard.press("ArrowRight")
    told: list[str] = []
    rows = sorted(set(cells["y"]))
    for row in rows:
        page.keyboard.press("Home")
        for _ in range(cells["y"].count(row)):
            told.append(page.locator("#said").inner_text())
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    assert len(set(told)) == len(cells["y"])
    page.keyboard.press("Home")  # nothing follows the last row: the crosses are no marks of their own
    assert page.locator("#said").inner_text() in told


def test_what_a_mark_is_about_can_be_chosen_and_taken_away(page: Page, settle: Settle) -> None:
    page.goto("/timeline")
    settle(page)
    press(page, "phases", 0)
    panel(page).get_by_role("button", name="Prelude", exact=False).click()
    page.wait_for_url(re.compile(r"phase=prelude"))
    chip = page.get_by_role("link", name=re.compile("Phase: Prelude"))
    expect(chip).to_be_visible()
    expect(page.locator("[id='events-reading']")).to_contain_text("1934")
    page.get_by_role("link", name="At a glance").click()
    page.wait_for_url("**/?phase=prelude")
    settle(page)
    page.get_by_role("link", name=re.compile("Phase: Prelude")).click()
    page.wait_for_url(re.compile(r"/$"))
    settle(page)
    expect(page.locator(".chosen")).to_have_count(0)


def test_the_key_resets_and_keeps_out_of_fields(page: Page, settle: Settle) -> None:
    page.goto("/?scale=log")
    settle(page)
    page.get_by_label("Whose figures").first.focus()
    page.keyboard.press("r")
    assert "scale=log" in page.url
    page.locator(f"{FIRST} .figure").focus()
    page.keyboard.press("r")
    page.wait_for_url(re.compile(r"/$"))


def test_charts_out_of_view_wait_until_they_come_near(page: Page) -> None:
    page.goto("/timeline")
    page.wait_for_load_state("networkidle")
    last = page.locator(".card").last
    assert last.get_attribute("data-drawn") == ""
    last.scroll_into_view_if_needed()
    expect(last.locator(".reading")).not_to_be_empty()


def test_a_choice_redraws_the_charts_in_view_only(page: Page, settle: Settle) -> None:
    page.goto("/timeline")
    settle(page)
    page.evaluate("window.scrollTo(0, 0)")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(re.compile("/card.json")):
        page.get_by_text("Trials", exact=True).first.click()
    page.wait_for_timeout(500)  # long enough for a chart out of view to ask, if it did
    drawn = {match for address in asked for match in re.findall(r"/charts/([a-z-]+)/card.json", address)}
    near = page.evaluate(
        "[...document.querySelectorAll('.card')].filter(c => c.getBoundingClientRect().top < innerHeight + 600).map(c => c.dataset.chart)"
    )
    assert drawn
    assert drawn <= set(near)


def test_a_chart_stands_beside_itself_on_equal_axes(page: Page, settle: Settle) -> None:
    page.goto("/compare/arrests-executions?period=1936..1938&with=period%3D1930..1932")
    settle(page)
    sides = page.locator(".side")
    assert sides.count() == 2
    tops = [side.locator(".ytick text").last.text_content() for side in sides.all()]
    assert tops[0] == tops[1]
    sides.nth(1).get_by_text("Logarithmic", exact=True).click()
    page.wait_for_url(re.compile(r"with=period%3D1930\.\.1932%26scale%3Dlog"))
    page.reload()
    settle(page)
    assert sides.nth(1).get_by_label("Logarithmic").is_checked()
    assert not sides.nth(0).get_by_label("Logarithmic").is_checked()
