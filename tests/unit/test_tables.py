"""Frames of the record: their types, their gaps, and what is remembered of their soundness."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import pandas as pd
import pytest

from dashboard import validation
from dashboard.errors import DataError
from dashboard.tables import MARK, Tables, load_tables, records
from tests.package import DESCRIPTOR, lines_of, plant, write_lines


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own, not made yet."""
    folder = tmp_path / "verdicts"
    monkeypatch.setenv("PURGES_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were validated since."""
    seen: list[Path] = []
    real = validation.check

    def check(folder: Path) -> tuple:
        seen.append(folder)
        return real(folder)

    monkeypatch.setattr(validation, "check", check)
    return seen


# types


def test_the_record_is_a_mapping_in_the_declared_order(tables: Tables) -> None:
    assert list(tables) == list(tables.package.tables)
    assert len(tables) == len(tables.package.tables)
    assert "events" in tables
    assert "nowhere" not in tables
    with pytest.raises(KeyError):
        tables["nowhere"]


def test_every_column_has_the_type_that_its_field_declares(tables: Tables, record: Tables) -> None:
    for loaded in (tables, record):
        for name, table in loaded.package.tables.items():
            frame = loaded[name]
            assert list(frame.columns) == [*table.fields, MARK]
            assert frame[MARK].is_unique
            for field in table.fields.values():
                dtype = frame[field.name].dtype
                match field.type:
                    case "integer":
                        assert dtype == pd.Int64Dtype()
                    case "number":
                        assert dtype == pd.Float64Dtype()
                    case "boolean":
                        assert dtype == pd.BooleanDtype()
                    case "date":
                        assert pd.api.types.is_datetime64_dtype(dtype)
                    case "yearmonth":
                        assert dtype == pd.PeriodDtype("M")
                    case _ if field.enum:
                        assert dtype == pd.CategoricalDtype(list(field.enum), ordered=True)
                    case _:
                        assert dtype == pd.StringDtype(na_value=float("nan"))


def test_every_cell_is_the_one_in_the_file(tables: Tables, tmp_path_factory: pytest.TempPathFactory, folder: Path) -> None:
    for name, table in tables.package.tables.items():
        header, *rows = lines_of(folder, name)
        frame = tables[name]
        assert len(frame) == len(rows)
        for cells, (_, loaded) in zip(rows, frame.iterrows(), strict=True):
            for column, cell in zip(header, cells, strict=True):
                value = loaded[column]
                if cell == "":
                    assert pd.isna(value), (name, column)
                elif table.fields[column].type == "date":
                    assert value == pd.Timestamp(cell)
                elif table.fields[column].type == "boolean":
                    assert value == (cell == "true")
                else:
                    assert str(value) == cell


def test_an_empty_cell_is_a_gap_and_zero_is_zero(tables: Tables) -> None:
    estimate = tables["estimates"].iloc[1]
    assert pd.isna(estimate["value"])
    assert (estimate["value_low"], estimate["value_high"]) == (44, 77)
    frame = tables["annual_repression"]
    other = frame.loc[frame["measure"] == "sentenced_to_other_measures", "value"]
    assert other.tolist() == [0]
    assert not other.isna().any()


def test_text_that_pandas_takes_for_a_gap_elsewhere_stays_text(folder: Path, cache: Path) -> None:
    for line, text in ((2, "NA"), (3, "null")):
        plant(folder, "events", line, "note", text)
    assert load_tables(folder)["events"]["note"].tolist() == ["NA", "null"]


def test_a_column_without_any_entry_keeps_its_type(folder: Path, cache: Path) -> None:
    for line in range(2, len(lines_of(folder, "events")) + 1):
        plant(folder, "events", line, "end_date", "")
    column = load_tables(folder)["events"]["end_date"]
    assert pd.api.types.is_datetime64_dtype(column.dtype)
    assert column.isna().all()


def test_a_table_without_rows_keeps_its_types(folder: Path, cache: Path) -> None:
    write_lines(folder, "events", lines_of(folder, "events")[:1])
    frame = load_tables(folder)["events"]
    assert frame.empty
    assert pd.api.types.is_datetime64_dtype(frame["date"].dtype)
    assert isinstance(frame["category"].dtype, pd.CategoricalDtype)


def test_records_are_the_rows_by_column_name() -> None:
    assert records(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})) == [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]


# shared frames


def test_a_change_to_a_frame_is_not_seen_by_another_reader(tables: Tables) -> None:
    untouched = tables["annual_repression"].copy(deep=True)
    mine = tables["annual_repression"]
    mine.loc[:, "value"] = 99
    mine.loc[0, "note"] = "changed"
    mine["added"] = 1
    mine.columns = [name.upper() for name in mine.columns]
    pd.testing.assert_frame_equal(tables["annual_repression"], untouched)


def test_a_change_to_a_column_is_not_seen_by_another_reader(tables: Tables) -> None:
    untouched = tables["estimates"]["value"].tolist()
    column = tables["estimates"]["value"]
    column.iloc[0] = 99
    assert tables["estimates"]["value"].tolist() == untouched


def test_no_table_can_be_put_in_or_taken_out(tables: Tables) -> None:
    with pytest.raises(TypeError):
        tables["more"] = pd.DataFrame()  # type: ignore[index]
    with pytest.raises(TypeError):
        del tables["events"]  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        tables.fingerprint = "other"  # type: ignore[misc]


# the files


def test_the_files_and_their_lines_are_kept_as_they_were_read(folder: Path, cache: Path) -> None:
    loaded = load_tables(folder)
    assert loaded.files == {name: (folder / name).read_bytes() for name in (DESCRIPTOR, *(t.path for t in loaded.package.tables.values()))}
    header, *rows = lines_of(folder, "events")
    assert loaded.lines("events") == [dict(zip(header, row, strict=True)) for row in rows]


# fingerprint


def test_the_fingerprint_is_that_of_the_content(folder: Path, tables: Tables, cache: Path) -> None:
    assert load_tables(folder).fingerprint == tables.fingerprint
    assert len(tables.fingerprint) == hashlib.sha256().digest_size * 2
    assert tables.version == tables.fingerprint[:8]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [(DESCRIPTOR, b"An invented", b"An invented "), ("sources.csv", b"Title A", b"Title Z"), ("discrepancies.csv", b"stand", b"stood")],
)
def test_the_fingerprint_changes_with_any_byte(folder: Path, tables: Tables, cache: Path, file: str, old: bytes, new: bytes) -> None:
    content = (folder / file).read_bytes()
    assert content.count(old) == 1
    (folder / file).write_bytes(content.replace(old, new))
    assert load_tables(folder).fingerprint != tables.fingerprint


def test_files_that_the_descriptor_does_not_name_do_not_matter(folder: Path, tables: Tables, cache: Path) -> None:
    (folder / "notes.txt").write_text("not a table", "utf-8")
    assert load_tables(folder).fingerprint == tables.fingerprint


# verdict


def test_a_sound_record_is_not_validated_twice(folder: Path, cache: Path, checks: list[Path]) -> None:
    load_tables(folder)
    assert checks == [folder]
    again = load_tables(folder)
    assert checks == [folder]
    assert list(again) == list(again.package.tables)


def test_another_content_is_validated_anew(folder: Path, cache: Path, checks: list[Path]) -> None:
    load_tables(folder)
    plant(folder, "events", 2, "note", "Another note.")
    load_tables(folder)
    assert checks == [folder, folder]


def test_a_verdict_given_under_other_rules_does_not_hold(
    folder: Path, cache: Path, checks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_tables(folder)
    monkeypatch.setattr("dashboard.tables._rules_digest", lambda: "other-rules")
    load_tables(folder)
    assert checks == [folder, folder]


def test_an_unsound_record_is_refused_every_time_and_never_remembered(folder: Path, cache: Path, checks: list[Path]) -> None:
    plant(folder, "annual_repression", 2, "value", "c. 11")
    message = (
        'cell-not-integer: annual_repression.csv, line 2, field value: found "c. 11", expected a whole number, written in digits only. '
        "Write the number alone and say with the qualifier how exact it is; bounds go into value_low and value_high.\n1 problem found."
    )
    for _ in range(2):
        with pytest.raises(DataError) as caught:
            load_tables(folder)
        assert str(caught.value) == message
    assert checks == [folder, folder]
    assert not list(cache.rglob("*")), "an unsound record left something in the cache"


def test_a_record_with_a_missing_file_is_refused_by_name(folder: Path, cache: Path) -> None:
    (folder / "events.csv").unlink()
    with pytest.raises(DataError) as caught:
        load_tables(folder)
    assert str(caught.value) == (
        "file-missing: events.csv: found no such file, expected the table that the descriptor declares. "
        "Put events.csv into the folder, or take the table out of datapackage.json.\n1 problem found."
    )


def test_a_record_that_was_sound_is_refused_once_it_is_damaged(folder: Path, cache: Path) -> None:
    load_tables(folder)
    plant(folder, "events", 2, "date", "then")
    with pytest.raises(DataError):
        load_tables(folder)


def test_a_cache_that_cannot_be_written_does_not_stop_loading(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, checks: list[Path]
) -> None:
    blocked = tmp_path / "a_file"
    blocked.write_text("", "utf-8")
    monkeypatch.setenv("PURGES_CACHE_DIR", str(blocked))
    with caplog.at_level(logging.INFO, "dashboard.tables"):
        for _ in range(2):
            loaded = load_tables(folder)
            assert list(loaded) == list(loaded.package.tables)
    assert checks == [folder, folder]
    assert [record.message.partition(" (")[0] for record in caplog.records] == ["the verdict cannot be remembered"] * 2
    assert all(record.levelno == logging.WARNING for record in caplog.records)  # seen also where nobody set up logging
