"""The routes for other people's pages: what an embed holds, who may frame what, what oEmbed and link previews say."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.embeds import STILL_WIDTHS, WIDTHS, height_of, in_script
from dashboard.pages import PAGES
from dashboard.selection import Selection
from dashboard.tables import load_tables
from tests.package import ASSETS, write_package

ROOT = "http://localhost"
EVERY = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)


@pytest.fixture(scope="module")
def client(record, languages) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


def _figures(page: html.HtmlElement) -> dict:
    return json.loads(page.xpath("//script[@data-box='chart']")[0].text)


def _meta(page: html.HtmlElement) -> dict[str, str]:
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.iter("meta") if meta.get("content")}


@EVERY
def test_an_embed_holds_the_figure_its_words_and_its_way_back(client: FlaskClient, record, record_studio, chart) -> None:
    answer = client.get(f"/embed/{chart.id}?theme=dark")
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    page = html.fromstring(answer.text)
    figures = _figures(page)
    assert [one["width"] for one in figures["layouts"]] == list(WIDTHS)
    assert all(figures["data"][one["data"]] for one in figures["layouts"])
    selection, _ = record_studio.parse("theme=dark")
    picture = record_studio.picture(chart, selection, 1180)
    noscript = html.fromstring(re.search(r"<noscript>(.*?)</noscript>", answer.text, re.DOTALL)[1])
    assert len(noscript.findall(".//tbody/tr")) == len(picture.frame)
    said = noscript.text_content()
    for text in (picture.title, picture.subtitle, picture.source_line, picture.sentences[0]):
        assert text in said
    assert [link.get("href") for link in page.iterfind(".//figcaption//a")] == [f"{ROOT}/charts/{chart.id}?theme=dark"]
    assert [script.get("src") for script in page.iter("script") if script.get("src")] == [_plotly(client)]
    assert "dash-renderer" not in answer.text


def _plotly(client: FlaskClient) -> str:
    return re.search(r'src="([^"]*plotly[^"]*)"', client.get("/embed/phases").text)[1]


def test_the_script_of_an_embed_is_the_one_that_the_pages_use(client: FlaskClient) -> None:
    answer = client.get(_plotly(client))
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_only_an_embed_may_be_framed(client: FlaskClient) -> None:
    lent = client.get("/embed/phases").headers
    assert "frame-ancestors" not in lent["Content-Security-Policy"], "a page from a disk matches no source, not even *"
    assert "X-Frame-Options" not in lent
    for address in (
        "/",
        "/timeline",
        "/charts/phases",
        "/charts/phases.json",
        "/data/phases.csv",
        "/oembed",
        "/embed/phases.html",
        "/embed/nothing",
    ):
        answer = client.get(address)
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'"), address
        assert answer.headers["X-Frame-Options"] == "DENY", address


def test_no_text_ends_the_script_that_it_stands_in() -> None:
    held = {"text": "</script><script>alert(1)</script><!-- \u2028 \u2029"}
    text = in_script(json.dumps(held, ensure_ascii=False))
    assert not re.search("[<\u2028\u2029]", text)
    assert json.loads(text) == held


def test_what_an_address_says_is_never_run(client: FlaskClient) -> None:
    attack = quote('"><script>alert(1)</script>')
    for address in (f"/embed/phases?{attack}={attack}", f"/embed/phases?data={attack}", f"/charts/phases?{attack}", f"/timeline?{attack}"):
        assert "<script>alert" not in client.get(address).text


def test_an_embed_says_its_version_and_one_that_was_dated_when_the_data_has_changed(client: FlaskClient, record) -> None:
    assert f"Live; data version {record.version}" in client.get("/embed/phases").text
    same = client.get(f"/embed/phases?data={record.version}").text
    assert f"<span>Data version {record.version}</span>" in same
    assert "has changed" not in same
    page = html.fromstring(client.get("/embed/phases?data=0123abcd").text)
    (notice,) = page.find_class("notice")
    assert "data version 0123abcd. The data has changed since; shown is the present version" in notice.text_content()
    assert record.version in notice.text_content()
    assert client.get(urlsplit(notice.find(".//a").get("href")).path).text.startswith("# Changelog")


@pytest.mark.parametrize("data", ["", "0", "0123ABCD", "latest"])
def test_what_is_no_version_is_no_change(client: FlaskClient, data: str) -> None:
    answer = client.get(f"/embed/phases?data={data}")
    assert "The data has changed" not in answer.text
    assert ("could not be shown: data." in answer.text) == bool(data)


def test_a_setting_that_was_dropped_is_told(client: FlaskClient) -> None:
    assert "could not be shown: nonsense, scale." in client.get("/embed/phases?nonsense=1&scale=big").text


def test_the_frozen_copy_needs_nothing_else(client: FlaskClient, record) -> None:
    answer = client.get("/embed/phases.html")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="phases-{record.version}.html"'
    page = html.fromstring(answer.text)
    assert [element for element in page.iter("script", "link", "img", "iframe") if element.get("src") or element.tag == "link"] == []
    assert not re.search(r"url\((?!data:)", "".join(style.text for style in page.iter("style")))
    assert f"Data version {record.version}" in answer.text


def test_an_embed_is_tagged_and_not_sent_twice(client: FlaskClient, tmp_path: Path, languages) -> None:
    tag, weak = client.get("/embed/phases").get_etag()
    assert weak  # the same content travels in several codings
    assert client.get("/embed/phases", headers={"If-None-Match": f'"{tag}"'}).status_code == 304
    other = create_app(load_tables(write_package(tmp_path)), languages, ASSETS).server.test_client()
    assert other.get("/embed/phases").get_etag()[0] != tag


def test_an_unknown_chart_is_a_404_that_names_the_charts(client: FlaskClient) -> None:
    for name in ("nothing", "nothing.html", "phases.exe", "phases.html.bak"):
        answer = client.get(f"/embed/{name}")
        assert answer.status_code == 404
        assert answer.json["allowed"] == [chart.id for chart in CHARTS]


@pytest.mark.parametrize("address", ["/charts/events?scale=log", "/embed/events?scale=log&data=0123abcd", "/timeline?scale=log#events"])
def test_oembed_finds_the_chart_of_every_address_that_shows_it(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/oembed?url={quote(ROOT + address, safe='')}&maxwidth=500&format=json")
    told = answer.json
    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 500)
    assert told["provider_url"] == f"{ROOT}/"
    frame = html.fromstring(told["html"])
    assert (frame.tag, frame.get("title")) == ("iframe", told["title"])
    assert frame.get("width") == "500"
    assert frame.get("height") == str(told["height"])
    assert client.get(frame.get("src")).status_code == 200
    assert urlsplit(frame.get("src")).path == "/embed/events"


@pytest.mark.parametrize(
    ("most", "fits"),
    [
        ("", True),
        ("&maxwidth=1200&maxheight=630", True),
        ("&maxwidth=320&maxheight=200", False),
        ("&maxheight=629", False),
        ("&maxwidth=640", False),
    ],
)
def test_oembed_names_a_thumbnail_only_where_there_is_room_for_it(client: FlaskClient, most: str, fits: bool) -> None:
    told = client.get(f"/oembed?url={quote(f'{ROOT}/charts/phases', safe='')}{most}").json
    names = {name: value for name, value in told.items() if name.startswith("thumbnail")}
    assert bool(names) == fits
    if fits:
        assert (names["thumbnail_width"], names["thumbnail_height"]) == (1200, 630)
        assert names["thumbnail_url"] == f"{ROOT}/cards/phases.png"
    assert "<script" not in told["html"], "who asks for oEmbed fits the frame himself"


def test_oembed_answers_in_xml_and_refuses_what_it_does_not_know(client: FlaskClient) -> None:
    url = quote(f"{ROOT}/charts/phases", safe="")
    answer = client.get(f"/oembed?url={url}&format=xml")
    assert answer.content_type == "text/xml; charset=utf-8"
    told = html.etree.fromstring(answer.data)
    assert {child.tag: child.text for child in told} == {name: str(value) for name, value in client.get(f"/oembed?url={url}").json.items()}
    assert client.get(f"/oembed?url={url}&format=yaml").status_code == 501
    for stranger in ("", "http://elsewhere.example/charts/phases", f"{ROOT}/charts/nothing", f"{ROOT}/timeline", "http://[", "nonsense"):
        assert client.get(f"/oembed?url={quote(stranger, safe='')}").status_code == 404, stranger


def test_a_height_has_room_for_the_whole_figure(client: FlaskClient) -> None:
    for chart in CHARTS:
        for width in (320, 560, 640):
            told = client.get(f"/oembed?url={quote(f'{ROOT}/charts/{chart.id}', safe='')}&maxwidth={width}").json
            layouts = _figures(html.fromstring(client.get(f"/embed/{chart.id}").text))["layouts"]
            shown = [one for one in layouts if one["width"] <= width][-1]
            assert told["height"] > shown["layout"]["height"]


def test_a_height_has_room_for_a_still_as_well(record_studio) -> None:
    for chart in CHARTS:
        for width in (320, 500, 640):
            fitting = [known for known in STILL_WIDTHS if known <= width][-1]
            still = record_studio.picture(chart, Selection(), fitting).figure["layout"]["height"] * width / fitting
            assert height_of(record_studio, chart, Selection(), width) > still


@pytest.mark.parametrize("at", PAGES, ids=lambda at: at.id)
def test_every_page_says_what_is_seen_there(client: FlaskClient, words, at) -> None:
    page = html.fromstring(client.get(f"{at.path}?theme=dark&nonsense=1").text)
    told = _meta(page)
    assert told["og:title"] == f"{words(f'pages.{at.id}.title')} · {words('site.name')}"
    assert told["og:description"] == words(f"pages.{at.id}.intro")
    assert told["og:url"] == f"{ROOT}{at.path}?theme=dark"
    assert told["twitter:card"] == "summary_large_image"
    assert page.find(".//link[@rel='canonical']").get("href") == told["og:url"]
    assert told["og:image"].startswith(ROOT)


def test_an_open_table_and_an_unknown_page_speak_for_themselves(client: FlaskClient, words) -> None:
    assert _meta(html.fromstring(client.get("/data?table=limits").text))["og:title"].startswith("First limits of order 00447")
    assert _meta(html.fromstring(client.get("/no/such/page").text))["og:title"] == words("site.name")


@EVERY
def test_a_charts_link_carries_its_preview_and_leads_to_it(client: FlaskClient, record_studio, chart) -> None:
    page = html.fromstring(client.get(f"/charts/{chart.id}").text)
    told = _meta(page)
    selection, _ = record_studio.parse("")
    assert told["og:title"] == record_studio.picture(chart, selection, 1180).title
    assert told["og:url"] == f"{ROOT}/charts/{chart.id}"
    found = page.findall(".//link[@rel='alternate']")
    assert [link.get("type") for link in found] == ["application/json+oembed", "text/xml+oembed"]
    assert client.get(found[0].get("href")).json["title"] == told["og:title"]
    assert unescape(page.find(".//a").get("href")).endswith(f"#{chart.id}")
