"""The dashboard as files: every link leads somewhere, nothing asks for a server, and the pages draw what the app draws."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from dashboard.__main__ import main
from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.layout.about import about
from dashboard.layout.plain import as_html
from dashboard.lessons import load_lessons
from dashboard.pages import PAGES
from dashboard.selection import Selection
from dashboard.site import Built, SiteBuilder, target_of, worded
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS, RECORD

DAY = date(2001, 2, 3)
LIVE = "https://purges.example"


def _built(tables: Tables, languages: Mapping[str, Words], out: Path, live: str = "", *, lessons: bool = False) -> Built:
    told = load_lessons(RECORD, tables, languages) if lessons else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", "/no/browser")  # which would draw stills of every chart, for minutes
        app = create_app(tables, languages, ASSETS, told)
    builder = SiteBuilder(app, live, DAY)
    assert sum(1 for _ in builder.fetch())
    return builder.write(out)


@pytest.fixture(scope="module")
def site(record: Tables, languages: Mapping[str, Words], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """The real record as files, without its lessons, which take long to make."""
    out = tmp_path_factory.mktemp("site")
    return out, _built(record, languages, out)


def _documents(out: Path, built: Built) -> dict[str, html.HtmlElement]:
    return {file: html.parse(out / file).getroot() for file in built.files if file.endswith(".html") and not file.startswith("lessons/")}


def _broken(out: Path, built: Built) -> list[str]:
    """Return every link of every page that leads to no file or to no place in it."""
    documents = _documents(out, built)
    places = {file: set(root.xpath("//@id")) for file, root in documents.items()}
    broken = []
    for file, root in documents.items():
        for address in root.xpath("//a/@href | //link[@rel='stylesheet']/@href | //script/@src | //img/@src"):
            parts = urlsplit(str(address))
            if parts.scheme or parts.netloc:
                continue
            target = (out / file).parent.joinpath(unquote(parts.path)).resolve() if parts.path else out / file
            name = target.relative_to(out.resolve()).as_posix() if parts.path else file
            if not target.is_file() or (parts.fragment and name in places and unquote(parts.fragment) not in places[name]):
                broken.append(f"{file}: {address}")
    return broken


def test_every_page_chart_embed_and_table_is_a_file(site: tuple[Path, Built], record: Tables) -> None:
    _, built = site
    assert {target_of(page.path).file for page in PAGES if page.listed} <= built.files.keys()
    assert {f"embed/{chart.id}.html" for chart in CHARTS} <= built.files.keys()
    assert {f"charts/{chart.id}.csv" for chart in CHARTS} <= built.files.keys()
    assert {f"data/{table}.{form}" for table in record for form in ("html", "csv", "xlsx", "json")} <= built.files.keys()
    assert built.left_out == {}


def test_every_link_leads_to_a_file_and_a_place(site: tuple[Path, Built]) -> None:
    assert _broken(*site) == []


def test_a_link_that_leads_nowhere_would_be_named(site: tuple[Path, Built], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="here"><a href="#here">x</a><a href="#gone">y</a><a href="b.html">z</a></p>', "utf-8")
    assert _broken(tmp_path, Built({"a.html": 1})) == ["a.html: #gone", "a.html: b.html"]


def test_nothing_asks_for_a_server_or_another_host(site: tuple[Path, Built]) -> None:
    for file, root in _documents(*site).items():
        fetched = root.xpath("//link[@rel='stylesheet']/@href | //script/@src | //img/@src | //iframe/@src")
        assert [address for address in fetched if urlsplit(str(address)).netloc or str(address).startswith("/")] == [], file
        text = html.tostring(root, encoding="unicode")
        assert "//localhost" not in text, file
        assert root.xpath("//form | //a[starts-with(@href, '/')]") == [], file


def test_each_page_holds_every_chart_its_words_and_its_table(site: tuple[Path, Built]) -> None:
    documents = _documents(*site)
    for page in PAGES:
        for chart in page.charts:
            root = documents[target_of(page.path).file]
            (held,) = root.xpath(f"//script[@data-box='{chart.id}-drawing']")
            assert root.get_element_by_id(f"{chart.id}-drawing") is not None
            assert '"layouts"' in held.text
            assert root.get_element_by_id(f"{chart.id}-reading").text
            assert root.xpath(f"//section[@id='{chart.id}']//tbody/tr")


def test_a_copy_says_when_it_was_made_and_where_the_live_one_is(
    record: Tables, languages: Mapping[str, Words], tmp_path: Path, words
) -> None:
    built = _built(record, languages, tmp_path, LIVE)
    for page in [page for page in PAGES if page.listed]:
        notice = html.parse(tmp_path / target_of(page.path).file).getroot().find_class("notice")[0]
        assert words.day(DAY) in notice.text_content()
        assert record.version in notice.text_content()
        assert notice.xpath(".//a/@href") == [f"{LIVE}/"]
    embed = html.parse(tmp_path / "embed" / "phases.html").getroot()
    assert embed.xpath("//link[@rel='canonical']/@href")[0].startswith(LIVE)
    assert any(str(link).startswith(f"{LIVE}/compare/") for link in html.parse(tmp_path / "timeline.html").getroot().xpath("//a/@href"))
    assert _broken(tmp_path, built) == []


def _instead(words: Words, *kinds: str) -> dict[str, Any]:
    texts = words.texts.items()
    return {key.removeprefix(f"copy.{kind}."): text for kind in kinds for key, text in texts if key.startswith(f"copy.{kind}.")}


def test_what_a_copy_says_otherwise_is_said_somewhere(languages: Mapping[str, Words]) -> None:
    for words in languages.values():
        assert _instead(words, "instead", "without_live").keys() <= words.texts.keys()


def test_a_copy_tells_of_nothing_that_needs_the_server(site: tuple[Path, Built], words: Words) -> None:
    text = {file: " ".join(root.text_content().split()) for file, root in _documents(*site).items()}
    assert words("pages.data.intro") not in text["data.html"]
    assert "to read with its source" in text["data.html"]
    for told in (words("lessons.deck_heading"), words("deck.open")):
        assert told not in text["lessons.html"]
    for part in ("panel", "sheet of filters", "/plain", "foot of every page", "Single keys", "arrow keys", "Whose figures", "[address]"):
        assert part not in text["about.html"], part
    assert "@misc{great_purges_dashboard" in text["about.html"]
    assert "url = " not in text["about.html"], "nobody knows where the copy will stand"
    (about,) = [root for file, root in _documents(*site).items() if file == "about.html"]
    assert [item for item in about.xpath("//li") if not item.text_content().strip()] == []


def test_where_a_live_dashboard_is_named_it_is_what_is_cited(record_studio: Studio) -> None:
    for live, url in ((LIVE, f"url = {{{LIVE}/}}"), ("", None)):
        said = as_html(about(worded(record_studio, live), Selection()))
        assert "[address]" not in said
        assert (url or "@misc") in said
        assert bool(url) == ("url = " in said)
    assert "[address]" in as_html(about(record_studio, Selection())), "the dashboard itself says what to put there"


@pytest.mark.full
def test_lessons_go_along(record: Tables, languages: Mapping[str, Words], tmp_path: Path) -> None:
    built = _built(record, languages, tmp_path, lessons=True)
    for file in tmp_path.glob("lessons/*.html"):
        lesson = html.parse(file).getroot()
        assert lesson.xpath("//a[@class='leave']/@href") == ["../lessons.html"]
        assert lesson.xpath("//a[starts-with(@href, '/')]") == []
        steps = json.loads(lesson.get_element_by_id("show").text)["steps"]
        assert {step["explore"] for step in steps} == {""}, "the view of a step needs the server"
    links = html.parse(tmp_path / "lessons.html").getroot().xpath("//a/@href")
    assert len([link for link in links if link.endswith(".html#speaker")]) == 3
    assert built.left_out == {}
    assert len([file for file in built.files if file.startswith("lessons/") and file.endswith(".html")]) == 3
    assert _broken(tmp_path, built) == []


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/data?table=limits", "data/limits.html"),
        ("/?table=limits", "index.html"),
        ("/charts/phases", "timeline.html"),
    ],
)
def test_an_address_has_its_file(address: str, file: str) -> None:
    found = target_of(address)
    assert found is not None
    assert found.file == file


@pytest.mark.parametrize("address", ["/compare/phases", "/?theme=dark", "/deck", "/present?chart=phases", "/nowhere", "/healthz"])
def test_what_only_a_server_answers_has_none(address: str) -> None:
    assert target_of(address) is None


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert main(["build-site", "--out", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_address_of_a_live_dashboard_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build-site", "--out", str(tmp_path / "new"), "--live", "purges.example"]) == 2
    assert "https://" in capsys.readouterr().err
