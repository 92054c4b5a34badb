"""Limits, headers and errors: what every answer is held to."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask.testing import FlaskClient

from dashboard import security
from dashboard.app import create_app
from dashboard.errors import ChartError, SettingsError
from dashboard.security import AT_THE_BROWSER, Buckets, cost_of, policy
from dashboard.settings import VARIABLES, Settings, settings_from
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS, ROOT


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def client(tables: Tables, languages: Mapping[str, Words]) -> FlaskClient:
    return create_app(tables, languages, ASSETS).server.test_client()


def _client(tables: Tables, languages: Mapping[str, Words], **chosen: object) -> FlaskClient:
    return create_app(tables, languages, ASSETS, settings=Settings(**chosen)).server.test_client()


def test_a_class_of_300_behind_one_address_opens_a_page_and_goes_on_choosing() -> None:
    clock = Clock()
    buckets = Buckets(Settings().rate, clock)
    opening = [buckets.wait("school", 1) for _ in range(300 * 7)]  # a document and six callbacks each, at once
    assert set(opening) == {0}
    for _ in range(600):  # ten minutes in which each chooses something every ten seconds: two charts and the words around them
        clock.now += 1
        assert {buckets.wait("school", 1) for _ in range(100)} == {0}


def test_who_asks_without_end_waits_and_nobody_else_does() -> None:
    clock = Clock()
    buckets = Buckets(10, clock)
    assert [buckets.wait("greedy", 20) for _ in range(16)] == [0] * 15 + [3]
    assert buckets.wait("other", 20) == 0
    clock.now += 2
    assert buckets.wait("greedy", 20) == 0
    assert buckets.wait("greedy", 1) == 1


def test_the_clients_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "_REMEMBERED", 5)
    buckets = Buckets(1)
    for number in range(50):
        buckets.wait(str(number), 1)
    assert len(buckets._held) == 5


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/assets/style.css", 0), ("/_dash-component-suites/dash/dcc/x.js", 0), ("/healthz", 0), ("/readyz", 0), ("/present/present.js", 0),
        ("/", 1), ("/_dash-update-component", 1), ("/charts/phases.json", 1), ("/data/phases.csv", 1), ("/present/lesson", 1),
        ("/charts/phases.zip", 5), ("/data/great-purges-data.zip", 5), ("/data/phases.xlsx", 5), ("/embed/phases.html", 5),
        ("/charts/phases/picture.pdf", 20), ("/cards/phases.png", 20), ("/lessons/x.pptx", 20), ("/lessons/x.zip", 20),
    ],
)  # fmt: skip
def test_an_answer_costs_what_it_takes(path: str, cost: int) -> None:
    assert cost_of(path) == cost


def test_too_many_requests_are_told_when_to_come_back(
    tables: Tables, languages: Mapping[str, Words], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()  # on a busy machine the answers alone take seconds, in which the store fills up again
    monkeypatch.setattr("dashboard.security.Buckets", partial(Buckets, clock=clock))
    client = _client(tables, languages, rate=1)
    answers = [client.get("/data/great-purges-data.zip") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert "Too many requests at once" in answers[-1].text
    clock.now += int(answers[-1].headers["Retry-After"])
    assert client.get("/data/great-purges-data.zip").status_code == 200
    assert client.get("/data/great-purges-data.zip").status_code == 429
    assert client.get("/healthz").status_code == 200
    assert _client(tables, languages, rate=0).get("/").status_code == 200


def test_few_requests_wait_for_the_browser(tables: Tables, languages: Mapping[str, Words], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would stand in the queue beyond that is told to come back; those that answer everybody else are free."""
    server = create_app(tables, languages, ASSETS).server
    entered, leave = threading.Semaphore(0), threading.Event()

    def slow(**_: object) -> str:
        entered.release()
        assert leave.wait(20)
        return "drawn"

    monkeypatch.setitem(server.view_functions, "export_doors.pdf", slow)
    with ThreadPoolExecutor(AT_THE_BROWSER) as readers:
        asked = [readers.submit(lambda: server.test_client().get("/charts/phases/picture.pdf").status_code) for _ in range(AT_THE_BROWSER)]
        assert all(entered.acquire(timeout=20) for _ in asked)
        turned_away = server.test_client().get("/charts/phases/picture.pdf")
        assert server.test_client().get("/charts/phases.json").status_code == 200
        leave.set()
        assert [one.result() for one in asked] == [200] * AT_THE_BROWSER
    assert (turned_away.status_code, turned_away.headers["Retry-After"]) == (503, "5")
    assert server.test_client().get("/charts/phases/picture.pdf").status_code == 200


def test_every_answer_has_its_headers(client: FlaskClient) -> None:
    for path in ("/", "/nowhere.json", "/charts/phases.json", "/data/phases.csv", "/plain/", "/assets/style.css", "/present?chart=phases"):
        with client.get(path) as answer:
            told = answer.headers
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["Referrer-Policy"] == "same-origin"
        assert "camera=()" in told["Permissions-Policy"]
        assert told["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in told
        assert "Strict-Transport-Security" not in told


def test_the_policy_names_no_other_host_and_lets_nothing_be_evaluated() -> None:
    text = policy(["'sha256-a'"])
    assert "http" not in text
    assert "unsafe-eval" not in text
    parts = dict(part.split(" ", 1) for part in text.split("; "))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == "'self' 'sha256-a'"
    assert [name for name, sources in parts.items() if "unsafe-inline" in sources] == ["style-src"]


def test_the_policy_of_an_embed_is_its_own(client: FlaskClient) -> None:
    told = client.get("/embed/phases").headers
    assert "default-src 'none'" in told["Content-Security-Policy"]
    assert "frame-ancestors" not in told["Content-Security-Policy"], "not even * lets a page from a disk frame it"
    assert "unsafe-eval" not in told["Content-Security-Policy"]
    assert "X-Frame-Options" not in told


def test_a_request_keeps_the_number_that_it_came_with(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1.2_3"}).headers["X-Request-ID"] == "abc-1.2_3"
    for bad in ("", "a b", "a" * 65, "é", "<script>"):
        made = client.get("/healthz", headers={"X-Request-ID": bad}).headers["X-Request-ID"]
        assert made != bad
        assert len(made) == 32


@pytest.mark.parametrize(
    ("path", "request_", "status", "said"),
    [
        ("/static/x", {}, 404, "There is nothing at this address"),
        ("/_dash-component-suites/dash/x.js", {}, 404, "There is nothing at this address"),
        ("/_dash-component-suites/nowhere/x.js", {}, 404, "There is nothing at this address"),
        ("/", {"method": "POST"}, 405, "This address is only for reading"),
        ("/?" + "a" * 8_000, {}, 414, "This address is too long"),
        ("/", {"headers": {"X-Long": "a" * 16_000}}, 431, "The headers of this request are too long"),
        ("/_dash-update-component", {"method": "POST", "data": b"a" * 300_000}, 413, "This request is too large"),
        ("/_dash-update-component", {"method": "POST", "data": b"a"}, 415, "This request is of the wrong kind"),
    ],
)
def test_errors_are_told_in_the_words_of_the_site(client: FlaskClient, path: str, request_: dict, status: int, said: str) -> None:
    answer = client.open(path, **request_)
    assert answer.status_code == status
    assert said in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 405:
        assert "GET" in answer.headers["Allow"]


def test_a_script_is_told_errors_as_json(client: FlaskClient) -> None:
    answer = client.post("/charts.json", headers={"Accept": "application/json"})
    assert set(answer.json) == {"error", "remedy", "request"}


def test_an_address_is_shown_back_as_text(client: FlaskClient) -> None:
    assert "<script>" not in client.get("/static/<script>alert(1)</script>").text


def test_a_fault_of_the_program_is_logged_and_not_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ChartError(chart_id="phases", stage="draw")

    monkeypatch.setattr("dashboard.doors.figure_json", fail)
    answer = client.get("/charts/phases.json?period=1937", headers={"X-Request-ID": "fault-1"})
    assert answer.status_code == 500
    assert answer.json["error"] == "Something went wrong here"
    assert "phases" not in answer.text
    assert "request fault-1 failed: GET /charts/phases.json" in caplog.text
    assert "ChartError" in caplog.text


def test_proxies_are_believed_only_where_they_are_declared(tables: Tables, languages: Mapping[str, Words]) -> None:
    told = {"X-Forwarded-Host": "purges.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    address = "/oembed?url=https://purges.example.org/charts/phases"
    assert _client(tables, languages).get(address, headers=told).status_code == 404
    behind = _client(tables, languages, proxies=1, hsts=600).get(address, headers=told)
    assert behind.json["provider_url"].startswith("https://purges.example.org")
    assert behind.headers["Strict-Transport-Security"].startswith("max-age=600")


def test_only_the_hosts_named_are_answered(tables: Tables, languages: Mapping[str, Words]) -> None:
    client = _client(tables, languages, hosts=("purges.example.org",))
    assert client.get("/healthz", headers={"Host": "purges.example.org"}).status_code == 200
    answer = client.get("/healthz", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "This request cannot be read" in answer.text


def test_settings_come_from_the_environment() -> None:
    assert settings_from({}) == Settings()
    given = {"PURGES_PROXIES": "1", "PURGES_HOSTS": "a.example, b.example", "PURGES_HSTS": "600", "PURGES_RATE": "0",
             "PURGES_CACHE_URL": "redis://127.0.0.1:1/0", "PURGES_WORKERS": "3", "PURGES_THREADS": "4",
             "PURGES_PREFIX": "/a/purges/"}  # fmt: skip
    assert settings_from(given) == Settings(1, ("a.example", "b.example"), 600, "/a/purges", 0, "redis://127.0.0.1:1/0", 3, 4)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("PURGES_WORKERS", "x", "PURGES_WORKERS is 'x', expected a whole number from 1 to 256. Mend it, or unset it for the default."),
        ("PURGES_THREADS", "1", "PURGES_THREADS is '1', expected a whole number from 2 to 256. Mend it, or unset it for the default."),
        *(("PURGES_PREFIX", text, f"PURGES_PREFIX is {text!r}, expected a path such as /purges, without . or .. between its slashes. "
           "Mend it, or unset it for the default.")
          for text in ("purges", "/", "//evil.example", "https://x", '/a"b', "/é", "/a/../b", "/..", "/./a", "/a/.")),
        ("PURGES_CACHE_URL", "http://x", "PURGES_CACHE_URL is 'http://x', expected an address such as redis://127.0.0.1:6379/0. "
         "Mend it, or unset it for the default."),
        ("PURGES_HOSTS", "https://x", "PURGES_HOSTS is 'https://x', expected names of hosts without http://, joined by commas, such as "
         "purges.example.org. Mend it, or unset it for the default."),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_told(name: str, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as told:
        settings_from({name: text})
    assert str(told.value) == said


def test_the_readme_names_every_setting() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in VARIABLES.values() if f"`{name}`" not in text] == []
