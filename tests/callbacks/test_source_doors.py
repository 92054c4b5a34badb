"""The bibliography by plain GET: form, tag, what another record changes."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import pytest
import rispy
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.tables import Tables, load_tables
from tests.package import ASSETS, write_package

FORMS = {
    "bib": ("application/x-bibtex", lambda text: [entry.key for entry in bibtexparser.parse_string(text).entries]),
    "ris": ("application/x-research-info-systems", lambda text: [entry["id"] for entry in rispy.loads(text)]),
    "json": ("application/vnd.citationstyles.csl+json", lambda text: [item["id"] for item in json.loads(text)]),
}
EVERY = pytest.mark.parametrize("form", FORMS)


@pytest.fixture(scope="module")
def client(record, languages) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


@EVERY
def test_every_source_is_given_in_its_order(client: FlaskClient, record: Tables, form: str) -> None:
    answer = client.get(f"/sources.{form}")
    mimetype, ids = FORMS[form]
    assert (answer.status_code, answer.mimetype, answer.charset if hasattr(answer, "charset") else "utf-8") == (200, mimetype, "utf-8")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="great-purges-sources.{form}"'
    assert ids(answer.data.decode("utf-8")) == list(record["sources"]["source_id"])


@EVERY
def test_it_is_not_sent_twice(client: FlaskClient, form: str) -> None:
    tag, weak = client.get(f"/sources.{form}").get_etag()
    assert tag
    assert weak  # the same content travels in several codings
    again = client.get(f"/sources.{form}", headers={"If-None-Match": f'"{tag}"'})
    assert (again.status_code, again.data) == (304, b"")


def test_each_form_and_each_record_has_a_tag_of_its_own(client: FlaskClient, languages, tmp_path: Path) -> None:
    other = create_app(load_tables(write_package(tmp_path)), languages, ASSETS).server.test_client()
    tags = [asked.get(f"/sources.{form}").get_etag()[0] for asked in (client, other) for form in FORMS]
    assert len(set(tags)) == 2 * len(FORMS)


def test_the_page_is_not_taken_for_a_file(client: FlaskClient) -> None:
    assert client.get("/sources").mimetype == "text/html"
    assert client.get("/sources.exe").status_code == 404
