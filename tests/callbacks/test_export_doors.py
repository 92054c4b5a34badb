"""Pictures that are taken away: what an order gives, what of it is refused, and the data behind a chart."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml
from flask.testing import FlaskClient
from lxml.html import fragments_fromstring
from PIL import Image

from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.filters import PARAMS
from dashboard.images import missing
from dashboard.layout.take import FORMATS
from dashboard.orders import LONGEST, OWN_KEYS, order_of, site_of
from dashboard.presets import PRESETS
from dashboard.press import Press
from dashboard.selection import Selection
from dashboard.tables import MARK
from tests.package import ASSETS

EVERY = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)


@pytest.fixture(scope="module")
def client(record, languages) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


def test_no_setting_of_an_order_is_a_setting_of_the_selection() -> None:
    taken = {name for param in PARAMS for name in (param.key, *param.aliases)}
    assert not taken & {*OWN_KEYS, "part", "data", "bom", "width", "height"}


@EVERY
def test_every_chart_can_be_ordered_with_all_that_goes_with_it(client: FlaskClient, record, chart) -> None:
    told = client.get(f"/charts/{chart.id}/picture.json?size=slide").json
    assert told["problems"] == []
    for picture in told["pictures"]:
        assert (picture["width"], picture["height"]) == (1920, 1080)
        assert [side * picture["zoom"] for side in picture["layout"]] == pytest.approx([1920, 1080])
        assert picture["figure"]["data"]
        assert picture["figure"]["config"]["showSendToCloud"] is False
    assert len({picture["name"] for picture in told["pictures"]}) == len(told["pictures"])
    copied = told["copy"]
    assert copied["link"] == f"http://localhost/charts/{chart.id}"
    assert all(copied["link"] in copied[style] for style in ("chicago", "apa"))
    assert f"{date.today().year}" in copied["chicago"]
    assert f"data={record.version}" in copied["frozen"]
    for name in ("embed", "frozen"):
        frame, script = fragments_fromstring(copied[name])
        assert (frame.tag, frame.get("width"), script.tag) == ("iframe", "100%", "script")
        assert int(frame.get("height")) > 200, "a height where no script runs"
        assert json.dumps('iframe[src^="http://localhost/embed/"]') in script.text
        assert frame.get("src").startswith(f"http://localhost/embed/{chart.id}")
    assert copied["alt"] == told["png"]["texts"]["Description"]


def test_the_filters_stay_in_all_that_is_copied(client: FlaskClient) -> None:
    copied = client.get("/charts/sentences-by-year/picture.json?scale=log&theme=dark&pixels=2").json["copy"]
    assert copied["link"] == "http://localhost/charts/sentences-by-year?scale=log&theme=dark"
    for name in ("embed", "frozen", "chicago", "apa", "bibtex"):
        assert "scale=log" in copied[name].replace(r"\&", "&"), name


def test_what_cannot_be_met_is_named_and_the_default_used(client: FlaskClient) -> None:
    told = client.get(
        f"/charts/phases/picture.json?size=huge&pixels=3&look=pink&terms=nothing&title={'x' * (LONGEST + 1)}&credit=%07&nonsense=1"
    ).json
    assert [problem["key"] for problem in told["problems"]] == ["size", "terms", "title", "credit", "pixels", "look"]
    assert [told["pictures"][0][side] for side in ("width", "height")] == [1200, 675]


def test_more_pixels_than_a_browser_holds_are_not_drawn(client: FlaskClient) -> None:
    told = client.get("/charts/sentences-by-year/picture.json?size=8000x6000&pixels=4").json
    assert told["dropped"] == ["Pixels"]
    assert told["pictures"][0]["width"] == 8000
    assert client.get("/charts/sentences-by-year/picture.json?size=8000x6000&pixels=2").json["dropped"] == []


def test_a_size_without_room_and_an_unknown_chart_are_refused_with_what_is_possible(client: FlaskClient) -> None:
    answer = client.get("/charts/estimates/picture.json?size=240x240")
    assert answer.status_code == 422
    assert "has no room" in answer.json["error"]
    assert answer.json["allowed"] == list(PRESETS)
    answer = client.get("/charts/nothing/picture.json")
    assert (answer.status_code, answer.json["allowed"][0]) == (404, CHARTS[0].id)


def test_edits_terms_and_look_are_in_the_order(record_studio) -> None:
    own = {"title": " A  title ", "footnote": "Note.", "terms": "album_procedure", "look": "print", "pixels": "4", "size": "85x60mm"}
    order, problems = order_of(own, record_studio, Selection(), "https://purges.example")
    assert problems == ()
    assert (order.edits.title, order.scale, order.theme, str(order.size)) == ("A title", 4, "print", "85x60mm")
    assert order.edits.footnote.startswith("Note. Album procedure: ")
    assert order.edits.site == "https://purges.example"


@pytest.mark.parametrize("root", ["http://localhost", "http://127.0.0.1:8050", "http://[::1]:8050"])
def test_the_address_of_the_readers_own_machine_is_not_printed(root: str) -> None:
    assert site_of(root) == ""


@EVERY
def test_the_workbook_and_the_zip_hold_exactly_what_is_plotted(client: FlaskClient, record, record_studio, chart) -> None:
    query = "?period=1937..1938"
    selection, _ = record_studio.parse(query)
    frame = record_studio.picture(chart, selection, 1180).frame
    columns = [name for name in frame.columns if name != MARK]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/charts/{chart.id}.xlsx{query}").data))
    rows = list(book["Plotted"].iter_rows(values_only=True))
    assert list(rows[0]) == columns
    assert len(rows) == len(frame) + 1
    assert [row[0] for row in book["Dictionary"].iter_rows(min_row=2, values_only=True)]
    assert [row[0] for row in book["Sources cited"].iter_rows(min_row=2, values_only=True)]
    first = client.get(f"/charts/{chart.id}.zip{query}")
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        folder = f"{chart.id}-{record.version}"
        told = json.loads(archive.read(f"{folder}/metadata.json"))
        plotted = list(csv.reader(io.StringIO(archive.read(f"{folder}/{chart.id}.csv").decode())))
        cff = yaml.safe_load(archive.read(f"{folder}/CITATION.cff"))
        assert archive.read(f"{folder}/{chart.id}.csv") == client.get(f"/charts/{chart.id}.csv{query}").data
        readme = archive.read(f"{folder}/README.txt").decode()
    assert [field["name"] for field in told["fields"]] == plotted[0] == columns
    assert told["rows"] == len(plotted) - 1 == len(frame)
    assert told["fingerprint"] == record.fingerprint
    assert cff["title"] == told["title"]
    assert cff["url"] == told["link"]
    assert told["title"] in readme
    assert "".join(told["sources"][:1]).split()[0] in readme
    assert client.get(f"/charts/{chart.id}.zip{query}").data == first.data


class TestWithoutAChrome:
    @pytest.fixture
    def client(self, record, languages, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
        monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
        return create_app(record, languages, ASSETS).server.test_client()

    def test_a_card_is_the_dashboards_own(self, client: FlaskClient) -> None:
        answer = client.get("/cards/phases.png")
        assert answer.data == (ASSETS / "pictures" / "card.png").read_bytes()
        with Image.open(io.BytesIO(answer.data)) as image:
            assert image.size == (1200, 630)

    def test_a_pdf_is_refused_with_what_to_install(self, client: FlaskClient) -> None:
        answer = client.get("/charts/phases/picture.pdf")
        assert answer.status_code == 501
        assert "chromium" in answer.json["error"]


@pytest.mark.skipif(missing() is not None, reason="no chrome to draw with")
def test_a_card_shows_the_chart_and_is_drawn_once(record_studio, record, tmp_path: Path) -> None:
    press = Press(record_studio, ASSETS)
    try:
        content = press.card("sentences-by-year", Selection(), "https://purges.example", "https://purges.example")
        assert content is not None
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert image.size == (1200, 630)
            assert image.text["Fingerprint"] == record.fingerprint
        assert press.card("sentences-by-year", Selection(), "https://purges.example", "https://purges.example") is content
    finally:
        press.close()


def test_a_card_is_asked_for_charts_only(client: FlaskClient) -> None:
    assert client.get("/cards/nothing.png").status_code == 404


def test_the_fonts_are_inside_their_sheet(client: FlaskClient) -> None:
    sheet = client.get("/fonts.css")
    assert sheet.mimetype == "text/css"
    assert "url(" not in sheet.text.replace("url(data:font/woff2;base64,", "")


def test_the_dialog_offers_every_format_and_size(client: FlaskClient, words) -> None:
    assert all(f"export.formats.{name}" in words for name in FORMATS)
    assert all(f"presets.{name}" in words for name in PRESETS)
