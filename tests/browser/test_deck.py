"""A deck of one's own: pinned on the pages, put in order by keyboard, presented, saved, and read back."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.lesson_files import FOLDER
from dashboard.lessons import load_lesson
from dashboard.tables import load_tables
from dashboard.words import load_words
from tests.browser.judged import violations
from tests.package import RECORD, WORDS

DECK = "JSON.parse(localStorage.getItem('purges-deck') || '{\"step\": []}')"


def _pin(page: Page, address: str, chart: str) -> None:
    page.goto(address)
    expect(page.locator(f"#{chart} .main-svg").first).to_be_visible()
    page.locator(f"#{chart} .pin").click()
    expect(page.locator(f"#{chart} .pin-said")).to_contain_text("Pinned")


def _two(page: Page) -> None:
    _pin(page, "/?period=1936..1939", "sentences-by-year")
    _pin(page, "/elites?group=army", "elite-losses")


def _open(page: Page, views: int) -> None:
    page.goto("/deck")
    expect(page.locator(".deck-list > li")).to_have_count(views)
    if views:
        page.wait_for_function("document.querySelector('.present-deck').getAttribute('href')")


def _charts(page: Page) -> list[str]:
    return page.evaluate(f"{DECK}.step.map(step => step.chart)")


def test_a_deck_is_pinned_ordered_presented_saved_and_read_back(page: Page, tmp_path: Path) -> None:
    _two(page)
    page.locator("#elite-losses .pin-said a").click()
    page.wait_for_url("**/deck")
    expect(page.locator(".deck-list .settings")).to_have_text(["Period: 1936–1939", "Groups of people: Red Army"])
    page.locator("[data-at='1'] [data-deck=up]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".deck-said")).to_have_text("“Losses of elites” now stands at place 1 of 2.")
    expect(page.locator("[data-at='0'] [data-deck=down]")).to_be_focused()  # its own button can no longer move it
    assert _charts(page) == ["elite-losses", "sentences-by-year"]
    page.get_by_label("Title of the deck").fill("Monday, second hour")
    page.locator("[data-at='0']").get_by_label("Heading").fill("The army: 3 bodies")
    page.locator("[data-at='0']").get_by_label("Note for the speaker").fill("Wait 2 minutes.\nThen ask.")
    page.locator(".present-deck").click()  # at once: what was typed last must be in the link
    page.wait_for_url("**/present?deck=*")
    expect(page.locator(".slide.now h1")).to_have_text("Monday, second hour")
    page.keyboard.press("PageDown")
    expect(page.locator(".slide.now h1")).to_have_text("The army: 3 bodies")
    expect(page.locator(".slide.now .main-svg").first).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".slide.now .panel.notes")).to_contain_text("Wait 2 minutes.")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_url("**/elites?*group=army*")

    _open(page, 2)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Save as lesson file").click()
    assert downloading.value.suggested_filename == "monday-second-hour.toml"
    file = tmp_path / "monday-second-hour.toml"
    downloading.value.save_as(file)
    assert [step["heading"] for step in tomllib.loads(file.read_text("utf-8"))["step"]] == ["The army: 3 bodies", "Sentences by year"]
    assert load_lesson(file, load_tables(RECORD), load_words(WORDS)).steps[0].note == "Wait 2 minutes.\nThen ask."

    kept = page.evaluate(DECK)
    page.get_by_role("button", name="Clear the deck").click()
    expect(page.locator(".deck-list > li")).to_have_count(0)
    expect(page.locator(".deck-empty")).to_be_visible()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".deck-list > li")).to_have_count(2)
    expect(page.locator("[data-at='0'] [data-field=heading]")).to_have_value("The army: 3 bodies")
    assert [step["view"] for step in page.evaluate(DECK)["step"]] == [step["view"] for step in kept["step"]]


def test_what_is_removed_or_cleared_comes_back_by_undo(page: Page) -> None:
    _two(page)
    page.locator("#elite-losses .pin-said .pin-undo").click()
    assert _charts(page) == ["sentences-by-year"]
    page.locator("#elite-losses .pin").click()
    _open(page, 2)
    page.locator("[data-at='0'] [data-deck=remove]").click()
    expect(page.locator("[data-at='0'] [data-deck=remove]")).to_be_focused()
    assert _charts(page) == ["elite-losses"]
    page.get_by_role("button", name="Undo").click()
    assert _charts(page) == ["sentences-by-year", "elite-losses"]
    page.get_by_role("button", name="Clear the deck").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    assert _charts(page) == ["sentences-by-year", "elite-losses"]
    expect(page.locator(".deck-list > li")).to_have_count(2)


def test_tabs_keep_in_step(page: Page) -> None:
    _two(page)
    _open(page, 2)
    other = page.context.new_page()
    _pin(other, "/timeline", "phases")
    expect(page.locator(".deck-list > li")).to_have_count(3)
    _open(other, 3)
    other.locator("[data-at='2'] [data-deck=up]").click()
    expect(page.locator("[data-at='1'] h2")).to_have_text("View 2 of 3: Phases")


def test_the_deck_of_a_link_is_offered_and_never_replaces_ones_own_unasked(page: Page) -> None:
    _two(page)
    _open(page, 2)
    link = page.locator(".present-deck").get_attribute("href").partition("deck=")[2]
    page.get_by_role("button", name="Clear the deck").click()
    page.goto("/lessons")
    page.goto(f"/deck#deck={link}")
    expect(page.locator(".deck-list > li")).to_have_count(2)
    expect(page.locator(".deck-said")).to_contain_text("The deck of the link is now yours.")
    assert "#" not in page.url
    page.locator("[data-at='0'] [data-deck=remove]").click()
    page.goto("/lessons")
    page.goto(f"/deck#deck={link}")
    expect(page.locator(".deck-said")).to_contain_text("another deck")
    expect(page.locator(".deck-list > li")).to_have_count(1)
    page.get_by_role("button", name="Take the deck of the link").click()
    expect(page.locator(".deck-list > li")).to_have_count(2)


def test_a_file_that_is_wrong_is_named_with_line_and_step_and_nothing_is_lost(page: Page, tmp_path: Path) -> None:
    _two(page)
    _open(page, 2)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('title = "T"\n\n[[step]]\nheading = "One"\nchart = "limit-mop"\n\n[[step]]\nchart = "phases"\n', "utf-8")
    page.locator("input[type=file]").set_input_files(wrong)
    expect(page.locator("[data-at='0'] .deck-problems")).to_contain_text('chart (step 1): found "limit-mop", expected sentences-by-year')
    expect(page.locator("[data-at='1'] .deck-problems")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    assert _charts(page) == ["sentences-by-year", "elite-losses"]


def test_a_shipped_lesson_is_opened_as_a_deck(page: Page) -> None:
    page.goto("/deck")
    page.locator("input[type=file]").set_input_files(RECORD / FOLDER / "the-terror-in-twelve-steps.toml")
    expect(page.locator(".deck-list > li")).to_have_count(12)
    expect(page.locator(".deck-problems:visible")).to_have_count(0)
    page.wait_for_function("document.querySelector('.present-deck').getAttribute('href')")
    page.locator(".present-deck").click()
    page.wait_for_url("**/present?deck=*")
    expect(page.locator("#step-7 .told")).to_contain_text("75,950", use_inner_text=False)


@pytest.mark.parametrize("theme", [pytest.param("light", marks=pytest.mark.full), "dark"])
@pytest.mark.parametrize("width", [pytest.param(1366, marks=pytest.mark.full), 390])
def test_axe_finds_no_violation(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/deck?theme={theme}")
    expect(page.locator(".deck-empty")).to_be_visible()
    assert violations(page) == []
    _two(page)
    assert violations(page) == []
    page.goto(f"/deck?theme={theme}")
    expect(page.locator(".settings").last).not_to_be_empty()
    page.locator("[data-at='1'] [data-deck=up]").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_no_violation_in_a_notice_on_the_wall(page: Page) -> None:
    page.goto("/present?chart=phases&period=1837")
    expect(page.locator(".notice")).to_contain_text("1837")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".notice")).to_be_hidden()
    expect(page.locator(".slide.now h1")).to_be_focused()
