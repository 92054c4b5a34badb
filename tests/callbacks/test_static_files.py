"""Static files: addressed by content, compressed once, kept by browsers, and never compressed twice."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Mapping
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import palette
from dashboard.app import create_app
from dashboard.static_files import ASKED_FOR, BEST, KEPT, QUICK, StaticFiles
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
ADDRESS = re.compile(r'(?:src|href)="(/(?:assets|_dash-component-suites|present)/[^"]+)"')


@pytest.fixture(scope="module")
def client(record: Tables, languages: Mapping[str, Words]) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


@pytest.mark.parametrize("page", ["/", "/plain/timeline", "/embed/phases", "/present?chart=phases"])
def test_what_a_page_names_is_kept_for_a_year_in_every_coding(client: FlaskClient, page: str) -> None:
    named = ADDRESS.findall(client.get(page).text)
    assert named
    for address in named:
        plain = client.get(address)
        assert plain.headers["Cache-Control"] == KEPT, address
        assert "Content-Encoding" not in plain.headers
        for coding, unpack in UNPACK.items():
            packed = client.get(address, headers={"Accept-Encoding": coding})
            assert packed.content_type == plain.content_type
            assert "Accept-Encoding" in packed.headers["Vary"]
            worth = len(plain.data) >= 500 and ".woff2" not in address  # which is compressed already
            assert packed.headers.get("Content-Encoding", "") == (coding if worth else ""), address
            assert (unpack(packed.data) if "Content-Encoding" in packed.headers else packed.data) == plain.data
            again = client.get(address, headers={"Accept-Encoding": coding, "If-None-Match": packed.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b"")


def test_an_address_that_names_another_content_is_asked_for_again(client: FlaskClient) -> None:
    for address in ("/assets/style.css", "/assets/style.css?v=0123456789abcdef"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == ASKED_FOR
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_is_compressed_already_stays_as_it_is(client: FlaskClient) -> None:
    for address in ("/assets/pictures/card.png", "/data/phases.xlsx"):
        answer = client.get(address, headers={"Accept-Encoding": "br, gzip"})
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/charts/phases.json", "/charts/phases.csv", "/_dash-layout", "/plain/", "/data/phases.json"])
def test_answers_are_compressed_as_they_are_made(client: FlaskClient, address: str) -> None:
    plain = client.get(address).data
    packed = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "br"
    assert len(brotli.decompress(packed.data)) == len(plain)  # Dash puts a fresh token into each document
    if "ETag" in packed.headers:
        known = {"Accept-Encoding": "br, gzip", "If-None-Match": packed.headers["ETag"]}
        assert client.get(address, headers=known).status_code == 304


def _server(assets: Path, remembered: Path | None) -> FlaskClient:
    server = Flask(__name__, static_folder=str(assets), static_url_path="/assets")
    StaticFiles(assets, remembered).serve(server)
    return server.test_client()


def test_the_best_form_is_made_once_and_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assets, remembered = tmp_path / "assets", tmp_path / "remembered"
    assets.mkdir()
    content = "".join(f"var number{count} = {count * count};\n" for count in range(400)).encode()
    (assets / "a.js").write_bytes(content)
    client = _server(assets, remembered)
    ask = {"Accept-Encoding": "br"}
    assert client.get("/assets/a.js", headers=ask).data == QUICK["br"](content)
    best = BEST["br"](content)
    for _ in range(200):
        if client.get("/assets/a.js", headers=ask).data == best:
            break
        time.sleep(0.05)
    assert client.get("/assets/a.js", headers=ask).data == best
    for _ in range(200):
        if any(remembered.glob("*.br")):
            break
        time.sleep(0.05)

    def fail(_: bytes) -> bytes:
        raise AssertionError

    monkeypatch.setattr("dashboard.static_files.QUICK", {"br": fail})
    assert _server(assets, remembered).get("/assets/a.js", headers=ask).data == best


def test_without_a_folder_nothing_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}\n" * 200, "utf-8")
    client = _server(tmp_path, None)
    assert client.get("/assets/a.css", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.css"]


def test_every_document_finds_an_icon_in_the_colours_of_the_charts(client: FlaskClient) -> None:
    (named,) = re.findall(r'<link rel="icon"[^>]*href="([^"]+)"', client.get("/").text)
    kept, asked = client.get(named), client.get("/favicon.ico")
    assert kept.headers["Cache-Control"] == KEPT
    assert asked.headers["Cache-Control"] == ASKED_FOR
    assert kept.mimetype == asked.mimetype == "image/svg+xml"
    assert kept.data == asked.data
    assert set(re.findall(r"#[0-9A-F]{6}", kept.text)) == {palette.PAPER, palette.CONTEXT, palette.DEATH}
