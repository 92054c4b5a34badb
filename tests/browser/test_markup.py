"""The rendered pages as HTML, judged by the Nu checker (`make audit` installs it; it needs Java)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dashboard.app import Site
from dashboard.charts import BY_ID, CHARTS
from dashboard.pages import PAGES
from tests.package import ROOT

Settle = Callable[[Page], None]

JAR = ROOT / "tools" / "audit" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
needs_checker = pytest.mark.skipif(
    not JAR.exists() or not shutil.which("java"), reason="no vnu.jar or no Java; make audit installs the first"
)

NOT_OURS = {
    "Mantine's options": r"Attribute “value” not allowed on element “div”",
    "Mantine's style sheets in the body": r"“style” element|The selector “:root",
    "Mantine's and AG Grid's CSS, newer than the checker": r"^CSS: ",
    "Mantine and AG Grid put styles before the charset": r"“charset” attribute on a “meta” element found after the first 1024 bytes",
    "AG Grid's own attributes": r"Attribute “(col-id|row-id|row-index|grid-id|comp-id|unselectable)” not allowed",
    "AG Grid's pager": r"Element “div” not allowed as child of element “span”",
    "Dash's input": r"attribute “inputmode”|Attribute “step” not allowed|“type” attribute whose value is “hidden” must not have",
}
"""Errors that Dash and its components cause, by who causes them."""

QUERIES = {"data": "?table=limits&row=kirov_oblast~limit_category_1"}


def errors_of(*files: Path) -> list[str]:
    checked = subprocess.run(
        ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--errors-only", "--exit-zero-always", *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
    )
    messages = json.loads(checked.stderr)["messages"]
    assert not [message for message in messages if message["type"] == "non-document-error"]
    return [
        f"{message['message']} {message.get('extract', '')[:120]} {message['url'][-7:]}"
        for message in messages
        if message["type"] == "error"
    ]


def ours(errors: list[str]) -> list[str]:
    return [error for error in errors if not any(re.search(known, error) for known in NOT_OURS.values())]


@pytest.mark.full
@needs_checker
@pytest.mark.parametrize("at", PAGES, ids=lambda at: at.id)
def test_the_rendered_page_is_sound_html(page: Page, settle: Settle, tmp_path: Path, at) -> None:
    page.goto(f"{at.path}{QUERIES.get(at.id, '')}")
    settle(page)
    if at.charts:
        page.locator(".twin > summary").first.click()
        page.wait_for_selector(".twin tbody tr")
        page.locator(".figure").first.focus()
        page.keyboard.press("ArrowRight")
    file = tmp_path / "page.html"
    file.write_text("<!DOCTYPE html>" + page.evaluate("document.documentElement.outerHTML"), "utf-8")
    assert ours(errors_of(file)) == []


@pytest.mark.full
@needs_checker
@pytest.mark.parametrize("at", PAGES, ids=lambda at: at.id)
def test_the_page_without_javascript_is_sound_html(page: Page, tmp_path: Path, at) -> None:
    file = tmp_path / "page.html"
    file.write_text(page.request.get(f"/plain{at.path}{QUERIES.get(at.id, '')}").text(), "utf-8")
    assert errors_of(file) == []


LESSONS = sorted(path.stem for path in (ROOT / "data" / "lessons").glob("*.toml"))
SENT = ["/", *(f"/embed/{chart.id}" for chart in CHARTS), "/charts/phases", "/present?page=glance", *(f"/present/{one}" for one in LESSONS)]


@pytest.mark.full
@needs_checker
def test_the_documents_that_are_sent_are_sound_html(page: Page, site: Site, tmp_path: Path) -> None:
    site.stills.draw(CHARTS[0])
    site.stills.draw(BY_ID["limit-map"])
    files = [tmp_path / f"{number}.html" for number in range(len(SENT))]
    for file, address in zip(files, SENT, strict=True):
        file.write_text(page.request.get(address, max_redirects=0).text(), "utf-8")
    assert errors_of(*files) == []


@pytest.mark.full
@needs_checker
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_step_of_a_lesson_as_it_stands_on_the_wall_is_sound_html(page: Page, tmp_path: Path, lesson: str) -> None:
    page.goto(f"/present/{lesson}?step=1")
    page.wait_for_selector(".slide.now.drawn .main-svg")
    file = tmp_path / "page.html"
    file.write_text("<!DOCTYPE html>" + page.evaluate("document.documentElement.outerHTML"), "utf-8")
    assert ours(errors_of(file)) == []


@pytest.mark.full
@needs_checker
def test_an_unsound_page_would_be_named(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text('<!DOCTYPE html><html lang="en"><title>t</title><p><div id="a"></div><b id="a"></b></p>', "utf-8")
    assert len(ours(errors_of(file))) >= 2
