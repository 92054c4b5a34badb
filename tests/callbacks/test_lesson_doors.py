"""The plain routes of lessons and of the wall."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.errors import CHROME, ToolError
from dashboard.lessons import load_lessons
from dashboard.pack import LIMIT
from dashboard.slides import MADE
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS, RECORD

LESSON = "the-terror-in-twelve-steps"


@pytest.fixture(scope="module")
def client(record: Tables, languages: Mapping[str, Words]) -> FlaskClient:
    return create_app(record, languages, ASSETS, load_lessons(RECORD, record, languages)).server.test_client()


def _shown(client: FlaskClient, path: str) -> dict:
    text = client.get(path).get_data(as_text=True)
    found = re.search(r'<script type="application/json" id="show">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_lesson_opens_with_both_notes_and_every_step(client: FlaskClient) -> None:
    answer = client.get(f"/present/{LESSON}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert "Before you read" in text
    assert "On the word" in text
    assert text.count('class="slide') == 13
    assert "{" not in re.sub(r"<(style|script).*?</\1>", "", text, flags=re.DOTALL), "every figure is filled in"
    assert [len(step["focus"]) for step in _shown(client, f"/present/{LESSON}")["steps"]] == [1] * 12


def test_a_step_gives_its_figure_for_the_size_asked_for(client: FlaskClient) -> None:
    address = _shown(client, f"/present/{LESSON}")["steps"][6]["figure"]
    answer = client.get(f"{address}&width=1024&height=690")
    step = answer.get_json()
    assert (step["width"], step["height"], len(step["parts"])) == (1024, 690, 1)
    assert step["parts"][0]["layout"]["height"] == 690
    assert "75,950" in step["title"]
    assert step["sources"][0].startswith("N. I. Yezhov")
    assert "<table><caption>" in step["table"]
    assert "Ukrainian SSR" in step["table"]
    assert "href" not in step["table"], "no page stands behind a table that is read from a disk"
    assert "_" not in re.sub(r"<tfoot>.*|<caption>.*?</caption>", "", step["table"]), "codes are written out"
    assert client.get(f"{address}&width=1024&height=690", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_chart_of_many_rows_comes_in_parts(client: FlaskClient) -> None:
    step = client.get("/present.json?chart=article-claims&step=1&width=1920&height=943").get_json()
    assert len(step["parts"]) > 1


def test_one_chart_and_a_page_are_shown_with_their_selection(client: FlaskClient) -> None:
    one = _shown(client, "/present?chart=sentences-by-year&period=1937&theme=dark&question=arrests_1937_38")
    assert one["query"].startswith("chart=sentences-by-year&period=1937")
    assert [step["explore"] for step in one["steps"]] == ["/?period=1937&theme=projector#sentences-by-year"]
    assert len(_shown(client, "/present?page=elites")["steps"]) == 5


@pytest.mark.parametrize(
    "path",
    [
        "/present/nothing",
        "/present",
        "/present?chart=nothing",
        "/present?page=about",
        f"/present/{LESSON}.json?step=0&width=800&height=600",
        f"/present/{LESSON}.json?step=13&width=800&height=600",
        f"/present/{LESSON}.json?step=1&width=99999&height=600",
        f"/present/{LESSON}.json?step=²&width=800&height=600",
        f"/lessons/{LESSON}.exe",
        "/lessons/nothing.html",
    ],
)
def test_what_is_not_there_is_said_so(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("address", "key", "said"),
    [
        ("/present?chart=phases&period=1837", "period", "“1837” is not a period that can be shown"),
        ("/present?chart=phases&scale=log", "scale", "“scale” is a setting that what is shown here does not take"),
        ("/present?page=elites&question=arrests_1937_38", "question", "“question” is a setting that what is shown"),
        (f"/present/{LESSON}?period=1937&step=2", "period", "“period” is a setting that what is shown here does not take"),
        (f"/present/{LESSON}?colour=red", "colour", "“colour” is not a setting of this dashboard"),
    ],
)
def test_bad_settings_are_dropped_and_named_on_the_page(client: FlaskClient, address: str, key: str, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert key in answer.headers["X-Selection-Problems"]
    assert said in answer.get_data(as_text=True)


def test_a_sound_address_has_nothing_to_say(client: FlaskClient) -> None:
    for address in ("/present?chart=phases&period=1937&theme=dark", f"/present/{LESSON}?step=3&stage=1&focus=2"):
        assert "notice-heading" not in client.get(address).get_data(as_text=True)


def test_scripts_are_served_from_here(client: FlaskClient) -> None:
    assert client.get("/present/present.js").content_type.startswith("text/javascript")
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", client.get("/present/present.js").get_data(as_text=True)) == []


def test_a_lesson_is_given_away_as_one_page(client: FlaskClient) -> None:
    answer = client.get(f"/lessons/{LESSON}.html")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{LESSON}.html"'
    assert 1_000_000 < len(answer.data) < LIMIT
    assert b"<script src" not in answer.data
    assert b'<link rel="stylesheet"' not in answer.data


def test_a_missing_program_is_named(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise ToolError(CHROME)

    monkeypatch.setitem(MADE, "pdf", fail)  # type: ignore[arg-type]
    answer = client.get(f"/lessons/{LESSON}.pdf")
    assert answer.status_code == 503
    assert "no chrome or chromium" in answer.get_data(as_text=True)
