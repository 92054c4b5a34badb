"""What the document of a page holds before any script has run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from lxml import html

from dashboard.app import create_app
from dashboard.pages import PAGES
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS

DRAWING = [page for page in PAGES if page.charts]


@pytest.fixture(scope="module")
def client(record: Tables, languages: Mapping[str, Words]) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


@pytest.mark.parametrize("page", DRAWING, ids=lambda page: page.id)
def test_a_page_with_charts_can_be_read_from_its_document(client: FlaskClient, words: Words, page) -> None:
    document = html.fromstring(client.get(page.path).text)
    front = document.get_element_by_id("front")
    assert front.xpath("string(.//h1)") == words(f"pages.{page.id}.title")
    assert len(front.find_class("card")) == len(page.charts)
    assert front.xpath(".//*[@id or @for or @name]") == []
    assert front.get("aria-hidden") == "true"
    assert "inert" in front.attrib
    held = json.loads(document.get_element_by_id("front-figures").text)
    assert held["layouts"][0]["layout"]["height"] > 0
    assert all(held["data"][one["data"]] for one in held["layouts"])


def test_dash_waits_until_the_front_is_painted(client: FlaskClient) -> None:
    text = client.get("/").text
    before, _, later = text.partition('<template id="later">')
    assert re.findall(r'<script src="[^"]*/([\w.-]+)\?', before)[-1] == "front.js"
    assert 'id="_dash-renderer"' in later.partition("</template>")[0]
    fetched = re.findall(r'<script src="([^"]+)"', later)
    ahead = re.findall(r'<link rel="preload" as="script" href="([^"]+)"', before)
    assert ahead == re.findall(r'<script src="([^"]+)"', before)[-2:], "nothing that Dash needs is fetched, and parsed, beside them"
    assert re.search(r'data-later="([^"]+)"', before)[1].split(" ") == fetched


@pytest.mark.parametrize("path", ["/data", "/sources", "/about", "/compare/phases", "/nowhere", "/?period=1837"])
def test_other_pages_leave_all_to_dash(client: FlaskClient, path: str) -> None:
    text = client.get(path).text
    assert 'id="front"' not in text
    assert "<template" not in text
    assert ("/plotly" in text) == (path in {"/compare/phases", "/?period=1837"})
