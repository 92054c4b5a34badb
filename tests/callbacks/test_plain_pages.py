"""The pages without JavaScript, through Flask's test client."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from dash import dcc, html

from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.layout.plain import as_html
from dashboard.pages import PAGES
from tests.package import ASSETS

VOID = {"br", "hr", "img", "meta", "link", "wbr"}


class Nesting(HTMLParser):
    """Whether every element is closed by its own end tag."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def client(drawn, languages):
    return create_app(drawn, languages, ASSETS).server.test_client()


def test_components_become_the_html_that_they_mean() -> None:
    tree = html.P(
        ["a < b", html.Br(), dcc.Link("on", href="/x?a=1&b=2"), html.Button("press"), dcc.Store(id="s"), None],
        className="note",
        id={"type": "link"},
        hidden=True,
        **{"aria-label": 'the "note"'},
    )
    assert (
        as_html(tree) == ('<p class="note" hidden aria-label="the &quot;note&quot;">a &lt; b<br><a href="/x?a=1&amp;b=2">on</a></p>')
        or as_html(tree) == '<p class="note" aria-label="the &quot;note&quot;" hidden>a &lt; b<br><a href="/x?a=1&amp;b=2">on</a></p>'
    )


@pytest.mark.parametrize("at", PAGES, ids=lambda at: at.id)
def test_every_page_has_a_form_without_javascript(client, words, at) -> None:
    response = client.get(f"/plain{at.path}?theme=dark")
    assert response.status_code == 200
    text = response.get_data(as_text=True)
    nesting = Nesting()
    nesting.feed(text)
    assert nesting.open == []
    assert f"<h1>{words(f'pages.{at.id}.title')}</h1>" in text
    assert "theme-dark" in text
    assert "<script" not in text
    assert "<button" not in text
    for chart in at.charts:
        card = text.partition(f'<section class="card" id="{chart.id}"')[2] or text.partition(f'id="{chart.id}" class="card"')[2]
        assert "<table>" in card.partition("</section>")[0], chart.id


def test_a_table_of_the_record_and_a_comparison_are_read_without_javascript(client, words) -> None:
    text = client.get("/plain/data?table=phases").get_data(as_text=True)
    assert text.count("<tr>") > 3
    compared = client.get(f"/plain/compare/{CHARTS[0].id}?with=period%3D1937").get_data(as_text=True)
    assert words("compare.side_a") in compared
    assert words("compare.side_b") in compared
    assert compared.count("<table>") == 2


def test_an_address_that_is_no_page_is_answered_in_words(client, words) -> None:
    response = client.get("/plain/nowhere")
    assert response.status_code == 404
    assert words("not_found.title") in response.get_data(as_text=True)


def test_each_page_names_its_form_without_javascript(client) -> None:
    text = client.get("/timeline?phase=prelude&x=%22%3E%3Cscript%3E").get_data(as_text=True)
    (target,) = set(re.findall(r'url=(/plain[^"]*)"', text))
    assert target.startswith("/plain/timeline?phase=prelude&amp;x=")
    assert "<script>" not in target
    assert f'<a href="{target}">' in text


@pytest.mark.parametrize(
    ("asked", "meant"), [("/timeline/", "/timeline"), ("/Timeline", "/timeline"), ("/About/?theme=dark", "/about?theme=dark")]
)
def test_a_mistyped_address_of_a_page_leads_to_it(client, asked: str, meant: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.location) == (308, meant)
    assert client.get(meant).status_code == 200


@pytest.mark.parametrize("asked", ["/nowhere", "/timeline/1937", "/%2e%2e/about/x"])
def test_an_address_without_a_page_is_not_found(client, asked: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404
    assert answer.location is None
