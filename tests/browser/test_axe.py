"""axe-core with every rule on all that opens: pages, panel, sheet, grid, dialog, lesson steps, embeds; in every theme and width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.charts import CHARTS
from dashboard.pages import PAGES
from dashboard.theme import ON_SCREEN
from tests.browser.judged import violations
from tests.package import ROOT

Settle = Callable[[Page], None]

CHARTED = [at for at in PAGES if at.charts]
LESSONS = sorted(path.stem for path in (ROOT / "data" / "lessons").glob("*.toml"))
NONSENSE = "nonsense=1"  # the notice of what was left out is part of what is judged
LOOKS = [(theme, width) for theme in ON_SCREEN for width in (390, 1366)]
LEAN = {("light", 1366, "glance"), ("dark", 390, "deck"), ("projector", 1366, "data")}


def _each(names: list[str], *lean: tuple[str, int, str]) -> pytest.MarkDecorator:
    """Return every look of every name as parameters, all but the ``lean`` ones left to the full run."""
    every = [(theme, width, name) for name in names for theme, width in LOOKS]
    marked = [pytest.param(*one, marks=() if one in lean else pytest.mark.full, id="-".join(map(str, one[::-1]))) for one in every]
    return pytest.mark.parametrize(("theme", "width", "name"), marked)


@pytest.fixture
def opened(browser: Browser, base: str):
    """Return a function that opens an address in a window of a width; policies for scripts are set aside for axe itself."""
    contexts = []

    def open_page(address: str, width: int) -> Page:
        context = browser.new_context(base_url=base, viewport={"width": width, "height": 844}, bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@_each([at.id for at in PAGES], *LEAN)
def test_on_a_page_with_everything_unfolded(opened, settle: Settle, theme: str, width: int, name: str) -> None:
    at = next(at for at in PAGES if at.id == name)
    page = opened(f"{at.path}?theme={theme}&{NONSENSE}", width)
    settle(page)
    for summary in page.locator("summary").all():
        summary.click()
    for chart in at.charts:
        page.wait_for_selector(f"[id='{chart.id}'] tbody tr")
    assert violations(page) == []


@_each([at.id for at in CHARTED], ("light", 1366, "glance"), ("dark", 390, "glance"))
def test_in_sheet_walk_and_panel(opened, settle: Settle, theme: str, width: int, name: str) -> None:
    page = opened(f"{next(at.path for at in CHARTED if at.id == name)}?theme={theme}", width)
    settle(page)
    found = []
    if width == 390:
        for opener in ("Filters", "Pages"):
            page.get_by_role("button", name=opener).click()
            found += violations(page)
            page.keyboard.press("Escape")
    page.locator(".figure").first.focus()
    page.keyboard.press("ArrowRight")
    found += violations(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Where this comes from")).to_be_visible()
    page.wait_for_timeout(400)  # until the panel stands still: half shown it has too little contrast
    assert found + violations(page) == []


@_each(["annual_repression"], ("dark", 1366, "annual_repression"))
def test_in_a_table_with_its_row_and_filter(opened, settle: Settle, theme: str, width: int, name: str) -> None:
    row = "1937~sentenced_to_death_state_security~pavlov_certificate_1953"
    page = opened(f"/data?table={name}&row={row}&theme={theme}&{NONSENSE}", width)
    page.wait_for_selector(".ag-row-selected")
    settle(page)
    for summary in page.locator("main summary").all():
        summary.click()
    found = violations(page)
    page.locator(".ag-header-cell[col-id='measure'] .ag-header-cell-filter-button").click()
    page.wait_for_selector(".ag-filter")
    assert found + violations(page) == []


@_each(["limit-map"], ("dark", 390, "limit-map"))
def test_in_the_dialog_by_which_a_chart_is_taken_away(opened, theme: str, width: int, name: str) -> None:
    page = opened(f"/mass-operation?theme={theme}#export={name}", width)
    page.wait_for_selector(".take-inside[data-drawn]:not([data-drawn=''])")
    page.get_by_role("dialog").get_by_label("Size", exact=True).first.click()
    page.get_by_role("option", name="Your own size").click()
    page.wait_for_timeout(400)  # the list has faded out
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.take-inside').scrollWidth - document.querySelector('.take-inside').clientWidth") <= 0


@_each([chart.id for chart in CHARTS], ("light", 1366, "phases"), ("dark", 390, "phases"))
def test_in_an_embed_of_older_data(opened, theme: str, width: int, name: str) -> None:
    page = opened(f"/embed/{name}?theme={theme}&data=0123abcd&{NONSENSE}", width)
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert violations(page) == []


@pytest.mark.full
@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("lesson", LESSONS)
def test_on_every_step_of_a_lesson_and_in_what_its_keys_open(opened, lesson: str, width: int) -> None:
    page = opened(f"/present/{lesson}", width)
    steps = page.evaluate("JSON.parse(document.getElementById('show').textContent).steps.length")
    page.wait_for_function(f"document.documentElement.dataset.drawn === '{steps}'")
    page.mouse.move(200, 200)  # the foot comes to the pointer
    found = []
    for step in range(steps + 1):
        page.wait_for_function(f"document.querySelector('.slide.now').dataset.step === '{step}'")
        found += violations(page)
        page.keyboard.press("PageDown")
        for _ in range(10):  # what a step uncovers in stages
            if page.evaluate("document.querySelector('.slide.now').dataset.step") != str(step) or step == steps:
                break
            page.keyboard.press("PageDown")
    page.goto(f"/present/{lesson}?step=2")
    page.wait_for_function(f"document.documentElement.dataset.drawn === '{steps}'")
    for key in ("t", "n", "q", "?"):
        page.keyboard.press(key)
        found += violations(page)
        page.keyboard.press("Escape")
    assert found == []


@pytest.mark.parametrize("address", ["/present?chart=phases", "/present?page=glance", f"/present/{LESSONS[-1]}?step=2&view=speaker"])
def test_on_a_chart_a_page_and_the_speakers_window(opened, address: str) -> None:
    page = opened(address, 1366)
    page.wait_for_selector(".slide.now.drawn .main-svg")
    found = violations(page)
    page.keyboard.press("?")
    assert found + violations(page) == []
