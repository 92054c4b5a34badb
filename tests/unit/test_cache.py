"""Answers that are kept: made once, shared as bytes, and never missed when the other side is gone."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, Response, request

from dashboard.app import create_app
from dashboard.cache import Answers, Shared, kept
from dashboard.settings import Settings
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS


def test_of_threads_that_ask_for_the_same_one_makes_it() -> None:
    made, together = [], threading.Barrier(8)

    @kept(4)
    def slow(number: int) -> int:
        made.append(number)
        threading.Event().wait(0.2)
        return number

    def ask(number: int) -> int:
        together.wait(10)
        return slow(number)

    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(ask, [1, 1, 1, 1, 2, 2, 2, 2])) == [1, 1, 1, 1, 2, 2, 2, 2]
    assert sorted(made) == [1, 2]


def test_what_is_kept_is_bounded() -> None:
    made = []
    double = kept(2)(lambda number: made.append(number) or number * 2)
    assert [double(number) for number in (1, 2, 3, 1)] == [2, 4, 6, 2]
    assert made == [1, 2, 3, 1]


class Elsewhere:
    """A Redis of this process."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.held.get(key)

    def set(self, key: str, content: bytes) -> None:
        self.held[key] = content


def _served(answers: Answers, made: list[str]) -> Flask:
    server = Flask("kept")

    def view() -> Response:
        made.append(request.full_path)
        status = int(request.args.get("status", 200))
        response = Response("text", status=status, headers={"X-Own": "é=1".encode().decode("latin-1")}, mimetype="text/plain")
        response.set_etag("a")
        return response

    server.add_url_rule("/", "view", answers.keep(view), methods=["GET", "POST"])
    return server


def test_an_answer_is_made_once_with_its_headers_and_is_not_sent_twice() -> None:
    made: list[str] = []
    client = _served(Answers(("1", "data")), made).test_client()
    for _ in range(3):
        answer = client.get("/?a=1")
        assert (answer.text, answer.headers["X-Own"], answer.mimetype, answer.get_etag()) == ("text", "Ã©=1", "text/plain", ("a", False))
    assert client.get("/?a=1", headers={"If-None-Match": '"a"'}).status_code == 304
    assert made == ["/?a=1"]
    assert client.get("/?a=2").text == "text"
    assert client.post("/?endId=1", data="x").text == client.post("/?endId=2", data="x").text
    assert client.post("/", data="y").text == "text"
    assert len(made) == 4


def test_a_refusal_is_not_kept() -> None:
    made: list[str] = []
    client = _served(Answers(("1", "data")), made).test_client()
    assert [client.get("/?status=404").status_code for _ in range(2)] == [404, 404]
    assert len(made) == 2


def test_servers_share_answers_of_the_same_record_alone() -> None:
    made: list[str] = []
    elsewhere = Elsewhere()
    for state in (("1", "data"), ("1", "data"), ("1", "newer data"), ("2", "data")):
        assert _served(Answers(state, elsewhere), made).test_client().get("/").text == "text"  # pyright: ignore[reportArgumentType]
    assert len(made) == 3


def test_without_redis_the_server_goes_on_and_says_so_once(
    tables: Tables, languages: Mapping[str, Words], caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(cache_url="redis://127.0.0.1:1/0")
    client = create_app(tables, languages, ASSETS, settings=settings).server.test_client()
    assert [client.get(f"/charts/phases.json?period={year}").status_code for year in (1936, 1937, 1938)] == [200] * 3
    assert caplog.text.count("the shared cache does not answer (ConnectionError); going on without it") == 1


def test_a_redis_that_came_back_is_said_and_used(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    shared = Shared("redis://127.0.0.1:1/0")
    assert shared.get("a") is None
    monkeypatch.setattr(shared, "_back_at", 0.0)
    monkeypatch.setattr(shared._redis, "get", lambda key: key.encode())
    assert shared.get("a") == b"purges:a"
    assert "the shared cache answers again" in caplog.text
