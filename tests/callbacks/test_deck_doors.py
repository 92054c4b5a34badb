"""The routes of a deck: its link, its file, its words; nothing hostile is answered with a fault of ours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.deck import MOST_BYTES, MOST_LINK, to_link
from dashboard.lesson_files import written
from dashboard.lessons import load_lessons
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS, RECORD

STEP = {"heading": "Before and after", "chart": "sentences-by-year", "view": "period=1936..1939", "note": "3 minutes"}
DECK = {"title": "Monday", "step": [STEP, {"chart": "elite-losses", "view": "group=army"}]}
LINK = to_link(DECK)


@pytest.fixture(scope="module")
def client(record: Tables, languages: Mapping[str, Words]) -> FlaskClient:
    return create_app(record, languages, ASSETS, load_lessons(RECORD, record, languages)).server.test_client()


def test_a_deck_is_shown_like_a_lesson_and_says_whose_words_it_holds(client: FlaskClient) -> None:
    text = client.get(f"/present?deck={LINK}").get_data(as_text=True)
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", text) == ["Monday", "Before and after", "Losses of elites"]
    assert "the words of whoever made it" in text
    assert "3 minutes" in text
    assert f'href="/deck#deck={LINK}"' in text
    step = client.get(f"/present.json?deck={LINK}&step=2&width=1280&height=640").get_json()
    assert "Red Army" in step["table"]
    assert "1 / 2" in text


def test_a_deck_tells_its_settings_in_words(client: FlaskClient) -> None:
    told = client.get(f"/deck.json?deck={LINK}").get_json()
    assert [step["name"] for step in told["steps"]] == ["Sentences by year", "Losses of elites"]
    assert [step["settings"] for step in told["steps"]] == ["Period: 1936–1939", "Groups of people: Red Army"]
    assert told["steps"][1]["explore"] == "/elites?group=army#elite-losses"
    assert told["problems"] == []
    assert told["name"] == "monday"
    assert tomllib.loads(told["file"])["step"][0] == STEP


def test_a_file_comes_back_as_the_deck_that_was_saved(client: FlaskClient) -> None:
    told = client.get(f"/deck.json?deck={LINK}").get_json()
    again = client.post("/deck.json", data=told["file"], content_type="application/toml").get_json()
    assert again == told


def test_a_shipped_lesson_can_be_opened_and_is_whole(client: FlaskClient) -> None:
    text = (RECORD / "lessons" / "the-terror-in-twelve-steps.toml").read_bytes()
    told = client.post("/deck.json", data=b"\xef\xbb\xbf" + text, content_type="application/toml").get_json()
    assert [step["problems"] for step in told["steps"]] == [[]] * 12
    assert 0 < len(told["link"]) <= MOST_LINK
    assert "75,950" in client.get(f"/present?deck={told['link']}").get_data(as_text=True), "figures are filled in"


@pytest.mark.parametrize(
    ("data", "kind", "status", "said"),
    [
        (b"title = [", "application/toml", 400, "Line 1"),
        (b"\xff\xfe\x00", "application/toml", 400, "UTF-8"),
        (b"x" * (MOST_BYTES + 1), "application/toml", 413, "larger than 60 kB"),
        (b"[]", "application/json", 400, "This is no deck"),
        (b"{", "application/json", 400, "This is no deck"),
        (b"", "", 400, "This is no deck"),
    ],
)
def test_what_is_no_file_is_refused_in_words(client: FlaskClient, data: bytes, kind: str, status: int, said: str) -> None:
    answer = client.post("/deck.json", data=data, content_type=kind)
    assert answer.status_code == status
    assert said in answer.get_json()["problems"][0]


@pytest.mark.parametrize("link", ["", "x", "%00", "..%2F", "A" * (MOST_LINK + 1), LINK[:-6], to_link({"step": []}), to_link({"step": [5]})])
def test_a_link_without_a_deck_is_answered_with_a_page_that_says_so(client: FlaskClient, link: str) -> None:
    answer = client.get(f"/present?deck={link}")
    assert answer.status_code == 404
    assert "This deck cannot be shown" in answer.get_data(as_text=True)
    assert client.get(f"/deck.html?deck={link}").status_code == 404
    assert client.get(f"/present.json?deck={link}&step=1&width=800&height=600").status_code == 404


def test_what_of_a_deck_cannot_be_shown_is_said_on_the_page(client: FlaskClient) -> None:
    link = to_link({"title": "<script>alert(1)</script>", "step": [STEP, {"chart": "limit-mop"}, {**STEP, "view": "period=1837"}]})
    text = client.get(f"/present?deck={link}").get_data(as_text=True)
    notices = re.findall(r"<li>([^<]*)</li>", text[text.index("notice-heading") :])
    assert notices[0].startswith("chart (step 2): found &#34;limit-mop&#34;")
    assert notices[1].startswith("view (step 3): found &#34;period=1837&#34;")
    assert "<script>alert" not in text


def test_a_deck_that_is_too_long_for_a_link_can_still_be_saved(client: FlaskClient) -> None:
    notes = [" ".join(str(number * 7919 + step * 104729) for number in range(60)) for step in range(40)]
    told = client.post("/deck.json", json={"step": [{"chart": "phases", "note": note} for note in notes]}).get_json()
    assert told["link"] == ""
    assert "too long for a link" in told["problems"][0]
    assert len(tomllib.loads(told["file"])["step"]) == 40


def test_a_deck_is_taken_along(client: FlaskClient) -> None:
    answer = client.get(f"/deck.html?deck={LINK}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="monday.html"'
    assert b"Before and after" in answer.data
    assert b"<script src" not in answer.data
    assert client.get(f"/deck.exe?deck={LINK}").status_code == 404


def test_a_lesson_without_a_paragraph_is_a_sound_file(record: Tables, languages: Mapping[str, Words], tmp_path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "monday.toml").write_text(written({"title": "Monday", "order": 1, "own_words": True, "step": [STEP]}), "utf-8")
    assert [lesson.order for lesson in load_lessons(tmp_path, record, languages).values()] == [1]
