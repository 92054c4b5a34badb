"""What a card asks for: its figure and words, and its table; the same as a page that comes with them already drawn."""

from __future__ import annotations

import json
import re
from html import escape

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.charts import BY_ID
from dashboard.filters import MEASURE
from dashboard.layout.card import body, card
from dashboard.layout.plain import as_html
from dashboard.selection import Selection
from tests.package import ASSETS


@pytest.fixture(scope="module")
def client(record, languages) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


def _texts(html: str) -> list[str]:
    return re.findall(r">([^<>]+)<", html)


def test_a_card_is_drawn_under_the_selection_for_its_width(client, record_studio) -> None:
    found = json.loads(client.get("/charts/sentences-by-year/card.json?period=1937..1938&width=905").text)
    assert {year for trace in found["figure"]["data"] for year in trace["x"]} == {1937, 1938}
    selection, _ = record_studio.parse("period=1937..1938")
    picture = record_studio.picture(BY_ID["sentences-by-year"], selection, 905)
    assert found["figure"]["layout"]["height"] == picture.figure["layout"]["height"]
    assert escape(" ".join(picture.sentences), quote=False) in found["body"].replace("&#x27;", "'").replace("&quot;", '"')


@pytest.mark.parametrize("chart", BY_ID)
def test_the_words_of_a_card_are_those_that_come_with_the_page(client, record_studio, chart: str) -> None:
    selection, _ = record_studio.parse("")
    words = record_studio.words(selection)
    drawn = as_html(body(chart, record_studio.picture(BY_ID[chart], selection, 900), selection, words), lambda _, __: "")
    assert json.loads(client.get(f"/charts/{chart}/card.json?width=900").text)["body"] == drawn
    assert words("deck.pin") in _texts(drawn)
    assert words("export.open") in _texts(drawn)


def test_a_figure_is_marked_as_in_the_page_that_comes_with_it(client, record_studio) -> None:
    chart = BY_ID["sentences-by-year"]
    picture = record_studio.picture(chart, Selection(), 900)
    found = client.get(f"/charts/{chart.id}/card.json?width=900").json
    assert json.loads(picture.drawing_json()) == found["figure"]
    assert (
        card(chart.id, chart, picture, Selection(), record_studio.languages["en"], ()).to_plotly_json()["props"]["data-figure"]
        == found["mark"]
    )
    foreign = min(set(record_studio.vocabulary["measure"]) - set(chart.filters[MEASURE].offers))
    others = {
        query: client.get(f"/charts/{chart.id}/card.json?width=900&{query}").json["mark"] for query in (f"measure={foreign}", "scale=log")
    }
    assert others[f"measure={foreign}"] == found["mark"]
    assert others["scale=log"] != found["mark"]


def test_the_sides_of_a_comparison_stand_on_equal_axes_under_their_own_selections(client) -> None:
    query = "period=1936..1938&with=period%3D1930..1932"
    sides = [json.loads(client.get(f"/charts/{side}:arrests-executions/card.json?{query}&width=500").text)["figure"] for side in "ab"]
    assert sides[0]["layout"]["yaxis"]["range"] == sides[1]["layout"]["yaxis"]["range"]
    years = [{year for trace in side["data"] for year in trace["x"]} for side in sides]
    assert years == [{1936, 1937, 1938}, {1930, 1931, 1932}]


def test_a_table_holds_every_row_on_one_line(client, record_studio) -> None:
    table = client.get("/charts/death-lists/table.html").text
    frame = record_studio.picture(BY_ID["death-lists"], Selection(), 700).frame
    assert table.count("<tr>") == len(frame) + 2  # its head and its foot
    assert "\n" not in table
    (first,) = re.findall(r"<tbody><tr>(.*?)</tr>", table)
    assert '<td class="number"' in first
    names = record_studio.tables["phases"]["name"]
    assert all(f"<td>{escape(name)}</td>" in client.get("/charts/phases/table.html").text for name in names)


@pytest.mark.parametrize("file", ["card.json", "table.html"])
def test_who_has_an_answer_is_told_so_and_what_was_dropped_is_named(client, file: str) -> None:
    first = client.get(f"/charts/phases/{file}?period=nonsense&width=1")
    assert "nonsense" in first.headers["X-Selection-Problems"]
    assert first.cache_control.public
    assert client.get(f"/charts/phases/{file}?period=nonsense&width=1", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["nowhere", "c:phases", "a:", ":phases", "a:b:phases"])
def test_a_card_that_is_none_is_not_found(client, name: str) -> None:
    assert client.get(f"/charts/{name}/card.json").status_code == 404
    assert client.get(f"/charts/{name}/table.html").status_code == 404
