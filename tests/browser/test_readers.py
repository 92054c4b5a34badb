"""For every reader, in a real browser: chromium's own accessibility tree, the keyboard alone, small screens, large type, forced colours."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.pages import PAGES
from tests.package import ASSETS

Settle = Callable[[Page], None]

CHARTED = [at for at in PAGES if at.charts]
FIRST = "[id='sentences-by-year']"
LAYER = ("marks.js", "walk.js", "tables.js", "print.js", "sheet.js")
MOST_BYTES = 15_000  # of the chart layer, compressed
SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"


def lean(pages: Iterable[Any], *each_run: str) -> list[Any]:
    """Return the pages as parameters, all but those named left to the full run."""
    return [at if at.id in each_run else pytest.param(at, marks=pytest.mark.full) for at in pages]


def tree(page: Page) -> list[dict[str, Any]]:
    """Return chromium's accessibility tree of the page: role, name, description and state of each node that is not ignored."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    parents = {child: node["nodeId"] for node in nodes for child in node.get("childIds", ())}
    return [
        {
            "id": node["nodeId"],
            "parent": parents.get(node["nodeId"]),
            "role": node.get("role", {}).get("value"),
            "name": node.get("name", {}).get("value", ""),
            "description": node.get("description", {}).get("value", ""),
            **{known["name"]: known["value"].get("value") for known in node.get("properties", ())},
        }
        for node in nodes
        if not node.get("ignored")
    ]


def test_the_chart_layer_is_light() -> None:
    together = b"".join((ASSETS / name).read_bytes() for name in LAYER)
    assert len(gzip.compress(together)) < MOST_BYTES


@pytest.mark.parametrize("at", lean(CHARTED, "glance", "elites"), ids=lambda at: at.id)
def test_each_chart_is_a_named_and_described_figure_in_chromiums_tree(page: Page, settle: Settle, record_studio, words, at) -> None:
    page.goto(at.path)
    settle(page)
    selection, _ = record_studio.parse("")
    nodes = tree(page)
    figures = {node["name"]: node for node in nodes if node["role"] == "figure"}
    assert set(figures) == {words(f"charts.{chart.id}.name") for chart in at.charts}
    walked = {node["name"]: node for node in nodes if node["role"] == "application"}
    for chart in at.charts:
        name = words(f"charts.{chart.id}.name")
        said = " ".join(record_studio.picture(chart, selection, 1180).sentences)
        assert " ".join(figures[name]["description"].split()) == " ".join(said.split())
        entry = walked[words("walk.name", name=name)]
        assert entry["description"] == words("walk.help")
        assert entry["roledescription"] == words("card.role")
        assert entry["focusable"]
        assert [node for node in nodes if node["parent"] == entry["id"]] == [], "the picture's own words are noise to a screen reader"


def test_a_mark_walked_to_stands_in_chromiums_tree_with_its_figure(page: Page, settle: Settle, record_studio) -> None:
    page.goto("/?period=1936..1938")
    settle(page)
    page.locator(f"{FIRST} .figure").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    frame = record_studio.tables["annual_repression"]
    row = frame[(frame["year"] == 1937) & (frame["measure"] == "sentenced_to_death") & frame["preferred"]].iloc[0]
    (ring,) = [node for node in tree(page) if node["role"] == "image" and "1937" in node["name"]]
    assert f"{row['value']:,}" in ring["name"]
    assert ring["name"].endswith("2 of 3.")
    expect(page.locator("#said")).to_have_text(ring["name"])
    bar = page.locator(f"{FIRST} .barlayer .trace").first.locator(".point").nth(1).locator("path").bounding_box()
    ringed = page.locator(f"{FIRST} .ring").bounding_box()
    assert ringed["x"] <= bar["x"]
    assert ringed["x"] + ringed["width"] >= bar["x"] + bar["width"]
    assert ringed["y"] <= bar["y"]
    page.keyboard.press("Tab")
    expect(page.locator(f"{FIRST} .ring")).to_be_hidden()


def test_a_chart_of_many_marks_is_walked_by_series_first(page: Page, settle: Settle) -> None:
    page.goto("/elites#death-lists-by-territory")
    settle(page)
    page.locator("[id='death-lists-by-territory'] .figure").focus()
    said = page.locator("#said")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^\D+, \d+ marks\."))
    group = said.inner_text()
    page.keyboard.press("ArrowDown")
    expect(said).not_to_have_text(group)
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text(group)
    page.keyboard.press("Enter")
    expect(said).to_have_text(re.compile(r" 1 of \d+\.$"))
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r" 2 of \d+\.$"))
    page.keyboard.press("Escape")
    expect(said).to_have_text(group)
    page.keyboard.press("Escape")
    expect(page.locator("[id='death-lists-by-territory'] .ring")).to_be_hidden()


def test_up_and_down_stay_at_the_same_year(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    page.locator("#arrests-executions .figure").focus()
    page.keyboard.press("End")
    said = page.locator("#said")
    year = re.search(r"19\d\d", said.inner_text() or page.locator("#arrests-executions .ring").get_attribute("aria-label"))
    assert year
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text(year.group())


def walk_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until what has the focus matches; every stop on the way must show that it has the focus, uncovered."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """selector => {
              const at = document.activeElement, box = at.getClientRects()[0] || at.getBoundingClientRect(); // its first line
              const x = Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2));
              const y = box.top + Math.min(box.height / 2, innerHeight / 2);
              const over = document.elementFromPoint(x, y);
              const style = getComputedStyle(at), label = at.id && document.querySelector(`label[for="${CSS.escape(at.id)}"]`);
              return {
                here: at.matches(selector), what: at.outerHTML.slice(0, 120), height: box.height,
                seen: !over || at.contains(over) || over.contains(at) || Boolean(label && label.contains(over)) || box.width < 2,
                ringed: style.outlineStyle !== 'none' || style.boxShadow !== 'none' || !box.height ||
                  at.matches('[type=radio], [type=checkbox], [type=range]'), // their labels show it
              };
            }""",
            selector,
        )
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert stop["ringed"], f"nothing shows the focus: {stop['what']}"
        assert stop["seen"], f"something covers what has the focus: {stop['what']}"
        if stop["here"]:
            return
    pytest.fail(f"{selector} was not reached by Tab")


def at_rest(page: Page) -> None:
    """Wait until what slides in has come to its place."""
    page.wait_for_function("document.getAnimations().every(animation => animation.playState !== 'running')")


def test_the_dashboard_is_used_with_the_keyboard_alone(page: Page, settle: Settle) -> None:
    """Skip link, filter, chart, provenance, table, data: no mouse, no script but the page's own."""
    page.goto("/")
    settle(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    walk_to(page, "[data-control=figures] input")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    for _ in range(40):
        page.keyboard.press("ArrowDown")
        if "Zemskov" in (page.locator("[data-combobox-selected]").text_content() or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"figures=zemskov"))
    expect(page.locator(f"{FIRST} .notes")).to_contain_text("Zemskov")
    page.wait_for_load_state("networkidle")
    walk_to(page, f"{FIRST} .figure")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#said")).to_have_text(re.compile(r"1 of \d+\."))
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Where this comes from")
    expect(panel).to_be_visible()
    at_rest(page)
    walk_to(page, ".traced .copy")
    walk_to(page, ".traced dd a")  # past the end and round: the heading that stays covers nothing
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.locator(f"{FIRST} .figure")).to_be_focused()
    page.keyboard.press("t")
    expect(page.locator(f"{FIRST} tbody tr").first).to_be_visible()
    expect(page.locator(f"{FIRST} .twin > summary")).to_be_focused()
    walk_to(page, f"{FIRST} th .sort")
    page.keyboard.press("Enter")
    expect(page.locator(f"{FIRST} th[aria-sort=ascending]")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("t")
    expect(page.locator(f"{FIRST} .twin")).not_to_have_attribute("open", "")
    page.keyboard.press("r")
    page.wait_for_url(re.compile(r"/#?(main)?$"))


def test_a_chart_is_taken_away_with_the_keyboard_alone(page: Page, settle: Settle) -> None:
    page.goto("/?scale=log")
    settle(page)
    page.locator(f"{FIRST} .figure").focus()
    walk_to(page, f"{FIRST} .links a[href^='#export']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".take-inside[data-drawn]:not([data-drawn=''])")
    at_rest(page)
    inside = "document.querySelector('.take [role=dialog], [role=dialog]').contains(document.activeElement)"
    assert page.evaluate(inside), "the dialog has the focus"
    walk_to(page, "#take-file")
    assert page.evaluate(inside)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("sentences-by-year-")
    walk_to(page, ".take .mantine-Modal-close")  # round: Tab stays in the dialog
    page.keyboard.press("Escape")
    expect(page.locator(".take-inside")).to_have_count(0)
    expect(page.locator(f"{FIRST} .links a[href^='#export']")).to_be_focused()
    assert page.url.endswith("/?scale=log")


def test_a_lesson_is_found_opened_stepped_and_left_with_the_keyboard_alone(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    page.keyboard.press("Tab")
    walk_to(page, "nav.nav a[href^='/lessons']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lessons")
    settle(page)
    walk_to(page, ".lessons .begin")
    page.keyboard.press("Enter")
    page.wait_for_selector(".slide.now")
    page.wait_for_function("document.documentElement.dataset.fonts")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".slide.now[data-step='1']")
    assert page.evaluate("document.querySelector('.slide.now').contains(document.activeElement)"), "the step has the focus"
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/lessons")


def test_a_table_is_sorted_by_what_its_cells_mean(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    page.locator(f"{FIRST} .twin > summary").click()
    heading = page.locator(f"{FIRST} th", has_text="Value")
    place = heading.evaluate("(one) => one.cellIndex")
    cells = f"rows => rows.map(row => Number(row.cells[{place}].textContent.replaceAll(',', '')))"
    for order, direction in (("ascending", 1), ("descending", -1)):
        heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", order)
        values = page.locator(f"{FIRST} tbody tr").evaluate_all(cells)
        assert values == sorted(values, key=lambda value: value * direction)
        assert len(set(values)) > 10


def test_single_keys_can_be_switched_off(page: Page, settle: Settle) -> None:
    page.goto("/?scale=log")
    settle(page)
    switch = page.get_by_role("button", name="Single keys")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.reload()
    settle(page)
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.locator(f"{FIRST} .figure").focus()
    page.keyboard.press("r")
    page.keyboard.press("t")
    expect(page.locator(f"{FIRST} .twin")).not_to_have_attribute("open", "")
    assert page.url.endswith("?scale=log")
    switch.click()
    page.locator(f"{FIRST} .figure").focus()
    page.keyboard.press("r")
    page.wait_for_url(re.compile(r"/$"))


def test_patterns_stay_in_the_address_and_go_along(page: Page, settle: Settle) -> None:
    page.goto("/")
    settle(page)
    page.get_by_role("link", name="Patterns besides colour").click()
    page.wait_for_url("**/?patterns=always")
    expect(page.get_by_role("link", name="Colour without added patterns")).to_be_visible()
    settle(page)
    dashes = "lines => lines.map(line => getComputedStyle(line).strokeDasharray)"
    assert set(page.locator("#arrests-executions .js-line").evaluate_all(dashes)) > {"none"}
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline?patterns=always")
    page.get_by_role("button", name="Clear all filters").click()
    page.wait_for_url("**/timeline?patterns=always")


def test_the_filters_of_a_small_screen_open_over_the_page_and_let_go_again(page: Page, settle: Settle) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    settle(page)
    opener = page.get_by_role("button", name="Filters")
    sheet = page.get_by_role("dialog", name="Filters")
    expect(page.get_by_label("Whose figures").first).to_be_hidden()
    opener.click()
    expect(sheet).to_be_visible()
    expect(page.get_by_role("button", name="Show the charts")).to_be_focused()
    assert page.locator("header").evaluate("header => header.inert")
    page.get_by_text("Logarithmic", exact=True).click()
    page.wait_for_url("**/?scale=log")
    page.get_by_label("Whose figures").first.click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")  # closes the list, not the sheet
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(opener).to_be_focused()
    assert page.locator("[inert]").count() == 0
    expect(page.get_by_role("link", name="Timeline")).to_be_hidden()
    page.get_by_role("button", name="Pages").click()
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline?scale=log")
    settle(page)
    expect(page.get_by_role("link", name="Timeline")).to_be_hidden()


def test_a_tap_opens_where_the_figure_comes_from(browser: Browser, base: str, settle: Settle) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=base, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/?period=1937")
    settle(page)
    bar = page.locator(f"{FIRST} .barlayer .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("dialog", name="Where this comes from")).to_be_visible()
    context.close()


SMALL = """() => {
  const sentence = 'p:not(.links), li:not(.story li, .contents li, .others-nav li), dd, dt, td, th, h3, span.by';
  const told = (one, box) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 90)}`;
  return [...document.querySelectorAll('.page :is(a, button, summary, input:not([type=checkbox], [type=radio]))')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.unseen, .skip, .ag-root-wrapper'))
    .filter(one => one.tagName !== 'A' || one.closest('.links, .nav, .contents, .chosen') || !one.closest(sentence))
    .map(one => [one, (one.closest('div[class*=Input-input], div[class*=MultiSelect-input]') || one).getBoundingClientRect()])
    .filter(([one, box]) => box.height < 43.5 || (box.width < 43.5 && one.tagName !== 'A'))
    .map(([one, box]) => told(one, box));
}"""


@pytest.mark.parametrize("at", lean(PAGES, "timeline", "about"), ids=lambda at: at.id)
def test_a_finger_finds_its_target(page: Page, settle: Settle, at) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(at.path)
    settle(page)
    page.get_by_role("button", name="Pages").click()
    assert page.evaluate(SMALL) == []
    if at.filters:
        page.get_by_role("button", name="Filters").click()
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("at", lean(PAGES, "glance", "data"), ids=lambda at: at.id)
def test_at_400_percent_nothing_scrolls_sideways(page: Page, settle: Settle, at) -> None:
    """A window of 1280 by 1024 at 400% is one of 320 by 256."""
    page.set_viewport_size({"width": 320, "height": 256})
    for theme in ("light", "projector"):
        page.goto(f"{at.path}?theme={theme}")
        settle(page)
        assert page.evaluate(SIDEWAYS) <= 0, theme


CUT = """() => [...document.querySelectorAll('.page input[placeholder]')].filter(one => {
  const style = getComputedStyle(one), pen = document.createElement('canvas').getContext('2d');
  pen.font = style.font;
  const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return one.checkVisibility() && pen.measureText(one.placeholder).width > room + 1;
}).map(one => one.placeholder)"""


@pytest.mark.parametrize("at", lean(CHARTED, "timeline"), ids=lambda at: at.id)
def test_no_placeholder_is_cut(page: Page, settle: Settle, at) -> None:
    page.goto(at.path)
    settle(page)
    assert page.evaluate(CUT) == []


def test_forced_colours_keep_every_state_visible(browser: Browser, base: str, settle: Settle) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, base_url=base, forced_colors="active")
    page = context.new_page()
    page.goto("/timeline")
    settle(page)
    page.get_by_text("Trials", exact=True).first.click()
    chip = "one => { const style = getComputedStyle(one); return style.borderWidth + style.borderColor; }"
    chosen = page.locator(".mantine-Chip-label[data-checked]").first.evaluate(chip)
    other = page.locator(".mantine-Chip-label:not([data-checked])").first.evaluate(chip)
    assert chosen != other
    here, elsewhere = (
        page.locator(selector).first.evaluate("link => getComputedStyle(link).borderBottomColor")
        for selector in (".nav .here a", ".nav :not(.here) > a")
    )
    assert here != elsewhere
    figure = page.locator(".figure").first
    assert figure.evaluate("one => getComputedStyle(one).forcedColorAdjust") == "none"
    context.close()


def test_nothing_moves_for_those_who_wish_it_still(browser: Browser, base: str, settle: Settle) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, base_url=base, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    settle(page)
    page.locator(f"{FIRST} .figure").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    moving = "document.getAnimations().filter(one => one.playState === 'running' && one.effect.getComputedTiming().duration > 50).length"
    assert page.evaluate(moving) == 0
    context.close()


@pytest.mark.full
def test_help_stands_at_the_same_place_on_every_page(page: Page, settle: Settle) -> None:
    orders = set()
    for at in PAGES:
        page.goto(at.path)
        page.wait_for_selector("#main")
        orders.add(tuple(page.locator("footer .reading-aids > *").all_inner_texts()))
    assert len(orders) == 1
    page.get_by_role("link", name="Help and accessibility").click()
    page.wait_for_url("**/about#accessibility")
    expect(page.locator("#accessibility")).to_be_in_viewport()


def test_landmarks_are_few_and_named(page: Page, settle: Settle) -> None:
    page.goto("/timeline")
    settle(page)
    nodes = tree(page)
    count = {role: len([node for node in nodes if node["role"] == role]) for role in ("banner", "main", "contentinfo")}
    assert count == {"banner": 1, "main": 1, "contentinfo": 1}
    names = [node["name"] for node in nodes if node["role"] == "navigation"]
    assert all(names)
    assert len(set(names)) == len(names)
