"""The page of the record: its list, a table, a row in full; and the doors that give the tables away."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.callbacks import page_for
from dashboard.downloads import PACKAGE
from dashboard.filters import ROW, TABLE
from dashboard.layout.grid import ROW as KEY
from dashboard.layout.grid import grid, scripts
from dashboard.layout.record import row_in_full
from dashboard.schema import DESCRIPTOR
from dashboard.studio import Studio
from dashboard.tables import MARK, load_tables
from dashboard.theme import THEMES
from tests.package import ASSETS, plant, write_package

LIMIT = "kirov_oblast~limit_category_1"


@pytest.fixture(scope="module")
def client(record, languages) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


def _plain(value: Any) -> Any:
    return value.to_plotly_json() if hasattr(value, "to_plotly_json") else str(value)


def texts(component: Any) -> str:
    """Return every text of a component, joined."""
    if isinstance(component, str):
        return component
    if isinstance(component, list | tuple):
        return " ".join(map(texts, component))
    return texts(getattr(component, "children", None) or "")


def page(studio: Studio, search: str) -> str:
    return texts(page_for(studio, "/data", search, 1200))


# the page


def test_without_a_table_every_table_is_listed_with_size_description_and_caveats(record_studio, words) -> None:
    text = page(record_studio, "")
    for name, table in record_studio.tables.package.tables.items():
        assert table.title in text
        assert table.description in text
        assert words("record.rows", count=len(record_studio.tables[name])) in text
        assert all(words(f"caveats.{code}") in text for code in table.caveats)


def test_every_table_of_the_record_can_be_shown(record_studio) -> None:
    for name, table in record_studio.tables.package.tables.items():
        text = page(record_studio, f"?table={name}")
        assert all(field.title in text and field.description in text for field in table.fields.values())
        assert "could not be shown" not in text


def test_a_row_that_the_table_lacks_is_told(record_studio) -> None:
    _, problems = record_studio.parse("table=limits&row=nowhere")
    assert [(one.kind, one.key, one.found) for one in problems] == [("not_allowed", "row", "nowhere")]
    selection, problems = record_studio.parse(f"table=events&row={LIMIT}")
    assert [(one.kind, one.key) for one in problems] == [("not_allowed", "row")]
    assert selection.to_query() == "table=events"
    assert "“nowhere” is not a value that “row” takes" in page(record_studio, "?table=limits&row=nowhere")


def test_a_row_without_a_table_is_told(record_studio) -> None:
    assert [(one.kind, one.key) for one in record_studio.parse(f"row={LIMIT}")[1]] == [("not_allowed", "row")]


def test_every_row_of_the_record_reads_back_from_its_address(record_studio) -> None:
    selection, _ = record_studio.parse("")
    for name in record_studio.tables:
        for mark in record_studio.tables[name][MARK][::17]:
            chosen = selection.choose(TABLE, name).choose(ROW, mark.removeprefix(f"{name}/"))
            assert record_studio.parse(chosen.to_query()) == (chosen, ()), mark


def test_table_and_row_are_settings_of_this_page_alone(record_studio) -> None:
    text = texts(page_for(record_studio, "/about", f"?table=limits&row={LIMIT}&theme=dark", 1200))
    assert "“table” is a setting of another page" in text
    assert "“row” is a setting of another page" in text
    assert "is a setting of another page" not in page(record_studio, f"?table=limits&row={LIMIT}")


# the row in full


def _row(studio: Studio, query: str) -> str:
    selection, problems = studio.parse(query)
    assert problems == ()
    return texts(row_in_full(studio, selection))


def test_a_row_is_told_with_every_field_its_source_and_its_population(record_studio) -> None:
    tables = record_studio.tables
    text, row = _row(record_studio, f"table=limits&row={LIMIT}"), tables.row(f"limits/{LIMIT}")
    assert row is not None
    population = tables.row(f"definitions/{row['counts']}")
    source = tables.row(f"sources/{row['source_id']}")
    assert population is not None
    assert source is not None
    for field in tables.package.tables["limits"].fields.values():
        assert field.title in text
    for said in (
        population["counted"],
        population["includes"],
        population["leaves_out"],
        source["title"],
        source["container"],
        row["locator"],
    ):
        assert said in text
    assert "not recorded" in text


def test_a_row_is_told_with_the_disputes_and_corrections_that_touch_it(studio) -> None:
    year = _row(studio, "table=annual_repression&row=1937~sentenced_to_death~source_a")
    for said in ("The sum is 56.", "The parts add to 55.", "The parts stand.", "Author B, 1992"):
        assert said in year
    assert "1963-08-01" in _row(studio, "table=phases&row=first")
    assert "The sum is 56." not in _row(studio, "table=annual_repression&row=1937~arrested~source_a")


def test_no_row_chosen_says_so(studio, words) -> None:
    assert _row(studio, "table=phases") == words("record.row_none")


# the grid


def test_the_grid_holds_every_row_under_its_name(record_studio, words) -> None:
    tables = record_studio.tables
    for name in tables:
        rows = grid(name, "", tables, THEMES["light"], words).rowData
        assert [f"{name}/{row[KEY]}" for row in rows] == tables[name][MARK].tolist()


def test_the_grid_writes_codes_and_imprecise_dates_in_words_and_leaves_gaps(studio, words) -> None:
    made = grid("events", "ev2", studio.tables, THEMES["light"], words)
    first, second = made.rowData
    assert (first["category"], first["date"], first["end_date"]) == ("Party", "1937-02-01", "1937-02-03")
    assert (second["date"], second["date~"]) == ("1938-03-01", "March 1938")
    assert "date~" not in first
    assert "end_date" not in second
    assert made.selectedRows == {"ids": ["ev2"]}
    assert made.dashGridOptions["context"]["names"]["phase_id"] == {"first": ["First", "First"], "mass_operation": ["Second", "Second"]}


def test_the_grid_filters_by_type_and_leaves_out_what_no_row_has(studio, words) -> None:
    columns = {column["field"]: column for column in grid("annual_repression", "", studio.tables, THEMES["light"], words).columnDefs}
    assert columns["value"]["filter"] == "agNumberColumnFilter"
    assert columns["measure"]["filter"] == "agTextColumnFilter"
    assert "valueFormatter" not in columns["year"]
    assert "value_low" not in columns
    reports = {column["field"]: column for column in grid("mass_operation_progress", "", studio.tables, THEMES["light"], words).columnDefs}
    assert reports["report_date"]["filter"] == "agDateColumnFilter"
    assert (
        reports["report_date"]["headerTooltip"] == studio.tables.package.tables["mass_operation_progress"].fields["report_date"].description
    )


def test_the_scripts_of_the_grid_are_served_but_stand_in_no_page(client) -> None:
    assert "dash_ag_grid/" not in client.get("/").text
    for address in scripts():
        answer = client.get(address)
        assert answer.status_code == 200
        assert "javascript" in answer.mimetype


# the doors


@pytest.mark.parametrize(
    ("form", "mimetype"),
    [
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_table_is_given_away_tagged_and_not_sent_twice(client, form, mimetype) -> None:
    first = client.get(f"/data/events.{form}")
    assert (first.status_code, first.mimetype) == (200, mimetype)
    assert first.headers["Content-Disposition"] == f'attachment; filename="events.{form}"'
    tag, weak = first.get_etag()
    assert tag
    assert weak  # the same content travels in several codings
    again = client.get(f"/data/events.{form}", headers={"If-None-Match": f'"{tag}"'})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"/data/phases.{form}").get_etag()[0] != tag
    assert client.get(f"/data/events.{form}").data == first.data


def test_the_csv_of_a_table_is_the_file_and_takes_a_byte_order_mark(client, record) -> None:
    assert client.get("/data/limits.csv").data == record.files["limits.csv"]
    assert client.get("/data/limits.csv?bom=1").data == b"\xef\xbb\xbf" + record.files["limits.csv"]
    assert len(list(csv.DictReader(io.StringIO(client.get("/data/limits.csv").text)))) == len(record["limits"])


def test_the_whole_record_is_given_away(client, record) -> None:
    answer = client.get(f"/data/{PACKAGE}.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert json.loads(archive.read(f"{PACKAGE}/{DESCRIPTOR}"))["name"] == record.package.name


@pytest.mark.parametrize("name", ["nothing.csv", "nothing", "events.exe", "events.csv.bak", "other.zip"])
def test_an_unknown_table_is_a_404_that_names_the_tables(client, record, name) -> None:
    answer = client.get(f"/data/{name}")
    assert answer.status_code == 404
    assert answer.json["error"] == "unknown table"
    assert answer.json["allowed"] == [*record, f"{PACKAGE}.zip"]


def test_a_link_to_a_table_leads_to_its_page(client) -> None:
    answer = client.get(f"/data/limits?theme=dark&row={LIMIT}&nonsense=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/data?row={LIMIT}&table=limits&theme=dark"


def test_the_tag_of_a_table_changes_with_the_data(client, tmp_path, languages) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    write_package(folder)
    plant(folder, "events", 2, "note", "Another note.")
    other = create_app(load_tables(folder), languages, ASSETS).server.test_client()
    for name in ("events.csv", "events.json", "events.xlsx", f"{PACKAGE}.zip"):
        assert other.get(f"/data/{name}").get_etag() != client.get(f"/data/{name}").get_etag()
