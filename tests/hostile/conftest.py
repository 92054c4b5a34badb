"""How hard the hostile tests try, and the app that they try it on.

A run tries more than FEWEST_CASES, a minute or two of one core; whole folders are slow to check, so few are tried.
``PURGES_FUZZ=2`` makes them twice as many, and so on. ``make test-full`` also attacks the real record. Each test fails when it
tried fewer than it declares, and test_number_of_cases.py when all of them declare too few.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from dash import Dash
from flask import Flask
from hypothesis import HealthCheck, settings
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.errors import CHROME
from dashboard.lessons import Lesson
from dashboard.settings import Settings
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS

TIMES = int(os.environ.get("PURGES_FUZZ", "1"))
SLOWEST = 1.0  # seconds of this thread's own computing: what others do on the machine does not count
if sys.gettrace():  # lines are counted for coverage, which takes several times as long as running them
    SLOWEST *= 4
TRIED = Counter[str]()  # the cases of this process
FEWEST_CASES = 10_000  # of a run
AGAIN = 3  # times that what was slow is asked again
LEAKS = ("Traceback", 'File "/', "site-packages", "werkzeug.exceptions")


Test = TypeVar("Test", bound=Callable[..., None])


def cases(number: int) -> Callable[[Test], Test]:
    """Let hypothesis try so many cases, or as many times more as the environment asks for."""
    fixtures = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

    def chosen(test: Test) -> Test:
        return settings(max_examples=number * TIMES, suppress_health_check=fixtures)(declares(number)(test))

    return chosen


def declares(number: int) -> Callable[[Test], Test]:
    """Hold a test to so many cases, or as many times more as the environment asks for."""

    def held(test: Test) -> Test:
        test.cases = number * TIMES  # type: ignore[attr-defined]
        return test

    return held


@pytest.fixture(autouse=True)
def counted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail when a test tried fewer cases than it declares."""
    before = TRIED["cases"]
    yield
    assert TRIED["cases"] - before >= getattr(request.function, "cases", 0)


def in_time(app: Flask, address: str, **request: Any) -> TestResponse:
    """Return the answer to a request; fail when it is slow each time that a server which has seen nothing yet is asked."""
    answer, seconds = _timed(app, address, request)
    tries = iter(range(AGAIN))  # a virtual machine may be held up for seconds, which its clock counts as ours
    while seconds > SLOWEST and next(tries, None) is not None:
        _, seconds = _timed(app.extensions["spare"](), address, request)
    assert seconds < SLOWEST
    return answer


def _timed(app: Flask, address: str, request: Mapping[str, Any]) -> tuple[TestResponse, float]:
    TRIED["cases"] += 1
    before = time.thread_time()
    answer = app.test_client().open(address, **request)
    return answer, time.thread_time() - before


def site_over(tables: Tables, languages: Mapping[str, Words], lessons: Mapping[str, Lesson] | None = None) -> Dash:
    """Return an app to be attacked, which can make a second one like it."""
    site = create_app(tables, languages, ASSETS, lessons, Settings(rate=0))
    site.server.test_client().get("/")
    site.server.extensions["spare"] = lambda: site_over(tables, languages, lessons).server
    return site


def judge(answer: TestResponse) -> None:
    """Fail when an answer is a fault of the program, tells of its inside, or lacks what every answer must have."""
    text = answer.get_data(as_text=False).decode("utf-8", "replace")
    assert answer.status_code < 500 or answer.status_code in (501, 503), text[:2_000]
    assert [leak for leak in LEAKS if leak in text] == []
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    framed = "frame-ancestors" not in answer.headers["Content-Security-Policy"]
    assert not framed or answer.request.path.startswith("/embed/"), "only an embed may be framed"
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]


@pytest.fixture(scope="session")
def site(drawn: Tables, languages: Mapping[str, Words]) -> Dash:
    """An app over the invented package with rows for every chart, on a machine without a chrome."""
    with without_chrome():
        return site_over(drawn, languages)


@contextmanager
def without_chrome() -> Iterator[None]:
    """Have a machine without a chrome: none is started for what an attacker asks, and that it is missing must be told, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", "/nowhere/chrome")
        patch.setattr("dashboard.press.missing", lambda: CHROME)
        yield


@pytest.fixture(autouse=True)
def no_chrome() -> Iterator[None]:
    """Attack a machine without a chrome, for one test: those of other folders, which the same process runs, may need theirs."""
    with without_chrome():
        yield
