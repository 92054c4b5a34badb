"""The machine door: what it answers, what it tags, what it refuses."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import unquote

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.answers import PROBLEMS_HEADER
from dashboard.app import create_app
from dashboard.chart_files import csv_of
from dashboard.charts import CHARTS
from dashboard.tables import MARK
from tests.package import ASSETS, write_package

EVERY = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)


@pytest.fixture(scope="module")
def client(record, languages) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


def test_health_names_version_and_data(client, record) -> None:
    assert client.get("/healthz").json == {"status": "ok", "version": "0.1.0", "data": record.fingerprint}


def test_charts_are_listed_with_page_filters_and_tables(client) -> None:
    listed = client.get("/charts.json").json["charts"]
    assert [entry["id"] for entry in listed] == [chart.id for chart in CHARTS]
    first = listed[0]
    assert first["page"] == "/"
    assert first["filters"] == ["period", "measure", "figures", "scope", "scale"]
    assert first["tables"] == ["annual_repression", "phases", "definitions"]
    assert first["question"].endswith("?")


@EVERY
def test_a_figure_is_answered_tagged_and_not_sent_twice(client, chart) -> None:
    first = client.get(f"/charts/{chart.id}.json")
    assert first.status_code == 200
    assert first.json["figure"]["data"]
    assert first.json["problems"] == []
    assert first.json["config"]["showSendToCloud"] is False
    tag, weak = first.get_etag()
    assert tag
    assert weak  # the same content travels in several codings
    again = client.get(f"/charts/{chart.id}.json", headers={"If-None-Match": f'"{tag}"'})
    assert again.status_code == 304
    assert again.data == b""
    other = client.get(f"/charts/{chart.id}.json?theme=dark")
    assert other.get_etag()[0] != tag


@EVERY
def test_the_csv_is_exactly_the_prepared_frame(client, chart, record_studio) -> None:
    answer = client.get(f"/charts/{chart.id}.csv?period=1937..1938")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    selection, _ = record_studio.parse("period=1937..1938")
    frame = record_studio.picture(chart, selection, 1180).frame
    assert len(rows) == len(frame)
    assert list(rows[0]) == [column for column in frame.columns if column != MARK]
    assert all(row["source_id"] for row in rows)
    if "value" in frame:
        assert [row["value"] for row in rows] == ["" if pd.isna(value) else str(int(value)) for value in frame["value"]]


def test_a_byte_order_mark_comes_only_on_request(client) -> None:
    assert not client.get("/charts/phases.csv").data.startswith(b"\xef\xbb\xbf")
    assert client.get("/charts/phases.csv?bom=1").data.startswith(b"\xef\xbb\xbf")
    assert client.get("/charts/phases.csv?bom=1").headers.get(PROBLEMS_HEADER) is None


def test_text_that_a_spreadsheet_would_run_is_defused() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "plain", "a=b", None]
    frame = pd.DataFrame({"text": texts, "number": pd.array([-1, 2, 3, 4, 5, 6, 7, None], dtype="Int64")})
    before = frame.copy()
    rows = list(csv.reader(io.StringIO(csv_of(frame, bom=False).decode())))
    assert [row[0] for row in rows] == ["text", "'=1+1", "'+1", "'-1", "'@x", "'\tx", "plain", "a=b", ""]
    assert rows[1][1] == "-1"
    assert rows[8][1] == ""
    pd.testing.assert_frame_equal(frame, before)


def test_an_unknown_chart_is_a_404_that_names_the_charts(client) -> None:
    for address in ("/charts/nothing.json", "/charts/nothing.csv", "/charts/nothing", "/charts/phases.exe", "/charts/phases.json.bak"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.json["error"] == "unknown chart"
        assert answer.json["allowed"] == [chart.id for chart in CHARTS]


@pytest.mark.parametrize("address", ["/charts/nothing", "/embed/nothing", "/data/nothing.csv"])
def test_who_mistypes_an_address_in_a_browser_has_a_page(client, address: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert address in answer.text
    assert client.get(address, headers={"Accept": "*/*"}).is_json


def test_a_bad_value_is_told_in_header_and_body_and_does_not_fail(client) -> None:
    answer = client.get("/charts/sentences-by-year.json?scale=logg&period=1937&width=12&тест=1")
    assert answer.status_code == 200
    told = [(problem["kind"], problem["key"], problem["found"]) for problem in answer.json["problems"]]
    assert told == [("not_allowed", "scale", "logg"), ("unknown_key", "тест", "1"), ("not_allowed", "width", "12")]
    assert json.loads(unquote(answer.headers[PROBLEMS_HEADER])) == answer.json["problems"]
    assert answer.json["query"] == "period=1937"


def test_a_picture_has_the_size_asked_for(client) -> None:
    told = client.get("/charts/phases.json?width=1920&height=1080&theme=print").json
    assert (told["image"]["width"], told["image"]["height"]) == (1920, 1080)
    assert told["figure"]["layout"]["height"] == int(1080 / told["image"]["scale"])
    assert "image" not in client.get("/charts/phases.json?width=900").json


def test_a_height_in_which_nothing_fits_is_told_and_left_to_the_content(client) -> None:
    told = client.get("/charts/phases.json?width=240&height=240").json
    assert [(problem["key"], problem["found"]) for problem in told["problems"]] == [("height", "240")]
    assert told["figure"]["layout"]["height"] > 240


def test_a_link_to_a_chart_leads_to_its_page(client) -> None:
    answer = client.get("/charts/events?category=trial&nonsense=1")
    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/timeline?category=trial#events">' in answer.text


def test_the_tag_changes_with_the_data(client, tmp_path, languages) -> None:
    from dashboard.tables import load_tables

    folder = tmp_path / "other"
    folder.mkdir()
    other = create_app(load_tables(write_package(folder)), languages, ASSETS).server.test_client()
    assert other.get("/charts/phases.json").get_etag() != client.get("/charts/phases.json").get_etag()
