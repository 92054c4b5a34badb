"""Every GET door, as the app lists them, asked for what it cannot give: a door that is added is attacked by itself."""

from __future__ import annotations

import math
from urllib.parse import quote

import pytest
from dash import Dash
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import AnyConverter, Rule

from dashboard.charts import BY_ID
from dashboard.filters import PARAMS
from dashboard.lessons import load_lessons
from dashboard.pages import PAGES
from tests.hostile.conftest import cases, declares, in_time, judge, site_over, without_chrome
from tests.package import RECORD

OWN_KEYS = (
    "bom", "width", "height", "size", "pixels", "look", "title", "subtitle", "credit", "footnote", "terms", "part", "data", "url", "format",
    "maxwidth", "maxheight", "chart", "page", "step", "stage", "focus", "view", "endId",
)  # fmt: skip
NASTY = (
    "", "0", "-1", "1e999", "NaN", "9" * 400, "٣", "1937-00", "1937-02..", "0001..9999", "1937..1936", "../../etc/passwd", "..\\..\\x",
    "%00", "\x00", "\r\nSet-Cookie: a=b", "<script>alert(1)</script>", "';--", "{{7*7}}", "${7*7}", "{count}", "a" * 3000, "\u202e",
    "\ud800", "é" * 700, "💣", "null", "true", "[]", "http://[", "http://localhost/charts/phases",
    "http://localhost/embed/limit-map?period=1", "1x1", "99999x99999", "0mm", "1e9x3", "640", "170x110mm", "row", "phases", "limits",
    "~", "a~b", ",", ",,", "=", "&", "period=1937", "with=with%3Dx", "4096", "2",
)  # fmt: skip
GOOD = (
    "1937", "1937-08..1938-11", "log", "dark", "print", "en", "always", "polish,german", "100k", "counter_revolutionary",
    "zemskov_2014", "limits", "mass_operation", "card", "slide", "a4-portrait", "column", "transparent",
)  # fmt: skip
NAMES = (
    *BY_ID, *(page.path.strip("/") for page in PAGES), *OWN_KEYS, "phases", "limits", "sources", "great-purges-data", "dash", "plotly",
    "style", "a:sentences-by-year", "b:limit-map",
)  # fmt: skip
ASKED = 1_900  # addresses of a run, each asked twice
TABLES = ("phases", "limits", "sources", "moscow_executions", "great-purges-data")
ENDINGS = ("", ".json", ".csv", ".xlsx", ".zip", ".html", ".png", ".pdf", ".pptx", ".js", ".css", ".exe", "/", "/picture.json", "/..")

hostile = st.one_of(st.sampled_from(NASTY), st.sampled_from(GOOD), st.text(max_size=40))
keys = st.one_of(st.sampled_from([param.key for param in PARAMS]), st.sampled_from(OWN_KEYS), st.text(max_size=8))
files = st.builds(str.__add__, st.sampled_from([*BY_ID, *TABLES]), st.sampled_from(["", ".json", ".csv", ".xlsx", ".zip", ".html"]))
names = st.one_of(
    files, files, st.sampled_from([*BY_ID]), st.builds(str.__add__, st.one_of(st.sampled_from(NAMES), hostile), st.sampled_from(ENDINGS))
)
headers = st.dictionaries(
    st.sampled_from(["If-None-Match", "Accept", "X-Request-ID", "Range", "If-Range", "If-Modified-Since", "X-Forwarded-For", "Referer"]),
    st.sampled_from(['"a"', "*", "W/", "bytes=0-", "bytes=9-1", "application/json", "*/*;q=x", "\x01", "é", "a" * 500, "Thu, 99 Foo 1937"]),
    max_size=2,
)


def _bytes(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Return a query string: mostly pairs, sometimes anything that bytes can spell."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=60)).decode("latin-1")
    pairs = draw(st.lists(st.tuples(keys, hostile), max_size=5))
    return "&".join(f"{_bytes(key)}={_bytes(text)}" for key, text in pairs)


def doors_of(app: Flask) -> list[Rule]:
    """Return every rule that may be asked with GET."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def _fitting(rule: Rule, argument: str) -> st.SearchStrategy[str]:
    converter = rule._converters[argument]
    return st.one_of(st.sampled_from(sorted(converter.items)), names) if isinstance(converter, AnyConverter) else names


@st.composite
def addresses(draw: st.DrawFn, rule: Rule) -> str:
    """Return an address for a door, whatever its rule has a place for filled with whatever fits or does not."""
    path = "".join(_bytes(draw(_fitting(rule, text))) if dynamic else text for dynamic, text in rule._trace).removeprefix("|")
    query = draw(queries())
    return f"{path}?{query}" if query else path


def attack(app: Flask) -> None:
    """Ask every door that the app lists, so that one which is added is asked, too; those with a place to fill are asked more."""
    shares = [(rule, 4 if rule.arguments else 1) for rule in doors_of(app)]
    times = math.ceil(ASKED / sum(share for _, share in shares))
    for rule, share in shares:
        _attack(app, rule, times * share)


def _attack(app: Flask, rule: Rule, times: int) -> None:
    @given(addresses(rule), headers)
    @cases(times)
    def ask(address: str, told: dict[str, str]) -> None:
        answer = in_time(app, address)
        judge(answer)
        judge(in_time(app, address, headers=told or {"If-None-Match": answer.headers.get("ETag", "")}))

    ask()


@declares(2 * ASKED)
def test_no_door_breaks(site: Dash) -> None:
    attack(site.server)


@pytest.mark.full
@declares(2 * ASKED)
def test_no_door_breaks_over_the_record(record_app: Flask) -> None:
    attack(record_app)


@pytest.fixture(scope="module")
def record_app(record, languages) -> Flask:
    with without_chrome():
        return site_over(record, languages, load_lessons(RECORD, record, languages)).server


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "NONSENSE"])
def test_no_door_takes_another_method(site: Dash, method: str) -> None:
    for rule in doors_of(site.server):
        path = "".join("phases" if dynamic else text for dynamic, text in rule._trace).removeprefix("|")
        answer = in_time(site.server, path, method=method)
        judge(answer)
        assert answer.status_code in (200, 301, 302, 304, 308, 400, 404, 405, 501, 503), (method, path)
