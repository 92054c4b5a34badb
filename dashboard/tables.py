"""load_tables(folder) -> the validated record as pandas frames that nobody can change for another reader."""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
import platformdirs

from dashboard.errors import DataError
from dashboard.schema import DESCRIPTOR, Field, Package, Table, read_package

T = TypeVar("T")

log = logging.getLogger(__name__)

FINGERPRINT_SHOWN = 8
MARK = "mark"
"""The column that every frame has besides its fields: ``table/row``, by which a mark of a chart names the row it stands for."""


MARKS_JOINED = "\n"
"""What stands between the marks of several rows where one mark of a chart is made of them."""


@dataclass(frozen=True, eq=False)
class Tables(Mapping[str, pd.DataFrame]):
    """The record: table name to frame.

    Every look-up gives a new frame over shared memory; pandas copies before it writes, so no reader sees another's change.

    Attributes:
        package: the declaration that the frames follow.
        fingerprint: changes with any byte of the record; names the state that a figure was drawn from.
        files: the bytes that were read, by name of the file: what is given away is what the figures were drawn from.
        known: what was worked out of the record alone (see ``once``).
    """

    package: Package
    fingerprint: str
    _frames: Mapping[str, pd.DataFrame]
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes], repr=False)
    known: dict[Any, Any] = field(default_factory=dict[Any, Any], init=False, repr=False)
    _index: dict[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]], init=False, repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the table ``name``."""
        return self._frames[name].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the tables in their declared order."""
        return iter(self._frames)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self._frames)

    def lines(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a table as they stand in its file: every cell is text, and a gap is empty."""
        return list(csv.DictReader(io.StringIO(self.files[self.package.tables[name].path].decode("utf-8"), newline="")))

    def row(self, mark: str) -> dict[str, Any] | None:
        """Return the row that a mark (``table/row``) names, as column name to cell; None where there is no such row."""
        name, _, _ = mark.partition("/")
        place = self._places(name).get(mark) if name in self._frames else None
        return None if place is None else records(self._frames[name].iloc[[place]])[0]

    def _places(self, name: str) -> Mapping[str, int]:
        """Return where each row of a table stands, by its mark; computed once a table."""
        if name not in self._index:
            self._index[name] = {mark: place for place, mark in enumerate(self._frames[name][MARK])}
        return self._index[name]

    def once(self, work: Callable[..., T], *arguments: str) -> T:
        """Return ``work(self, *arguments)``, worked out once; nobody may change it."""
        if (work, arguments) not in self.known:
            self.known[work, arguments] = work(self, *arguments)
        return self.known[work, arguments]

    @property
    def version(self) -> str:
        """Return the short fingerprint that stands in figures and citations."""
        return self.fingerprint[:FINGERPRINT_SHOWN]


def load_tables(folder: Path) -> Tables:
    """Return the record in ``folder``, validated.

    Integers are nullable (an empty cell is not recorded, never zero), dates and months are real, codes that the
    descriptor enumerates are categoricals in its order.

    Raises:
        DataError: with every problem found, when the record is not sound.
    """
    package = read_package(folder)
    files = {name: _content(folder / name) for name in (DESCRIPTOR, *(table.path for table in package.tables.values()))}
    fingerprint = _fingerprint(files)
    _validate(folder, fingerprint)
    frames = {name: _frame(files[table.path], table) for name, table in package.tables.items()}
    return Tables(package, fingerprint, frames, files)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, each as column name to cell, None where a number or a truth is missing.

    ``frame.to_dict("records")`` gives the same and takes three times as long, the most of drawing a chart.
    """
    names = list(map(str, frame.columns))
    columns = [_cells(column) for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: Any) -> list[Any]:
    nullable = getattr(column.dtype, "na_value", None) is pd.NA
    return (column.to_numpy(dtype=object, na_value=None) if nullable else column).tolist()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""  # validation names the file; no sound record has this fingerprint


def _fingerprint(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return where what is slow to find out is remembered between starts."""
    return Path(os.environ.get("PURGES_CACHE_DIR") or platformdirs.user_cache_dir("great-purges-dashboard"))


def _verdict(fingerprint: str) -> Path:
    return cache_folder() / "sound" / f"{_rules_digest()}-{fingerprint}"


def _rules_digest() -> str:
    """Return what changes when the rules of validation do: an older verdict then no longer holds."""
    modules = sorted(Path(__file__).with_name(f"{name}.py") for name in ("rules", "schema", "validation"))
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()[:12]


def _validate(folder: Path, fingerprint: str) -> None:
    verdict = _verdict(fingerprint)
    if verdict.exists():
        return
    from dashboard.validation import check

    problems = check(folder)
    if problems:
        raise DataError(problems)
    try:
        verdict.parent.mkdir(parents=True, exist_ok=True)
        verdict.touch()
    except OSError as error:
        log.warning("the verdict cannot be remembered (%s); the record will be checked again at the next start", error)


def _frame(content: bytes, table: Table) -> pd.DataFrame:
    raw = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    typed = raw.assign(**{column.name: _typed(raw[column.name], column) for column in table.fields.values()})
    return typed.assign(**{MARK: _marks(raw, table)})


def _marks(raw: pd.DataFrame, table: Table) -> pd.Series[Any]:
    """Return ``table/cell~cell`` for each row, of the cells of its primary key as they stand in the file."""
    cells = raw[list(table.primary_key)].fillna("")
    named = ("~".join(row) for row in cells.itertuples(index=False, name=None))
    return pd.Series([f"{table.name}/{name}" for name in named], index=raw.index, dtype="str")


def _typed(column: pd.Series[Any], field: Field) -> pd.Series[Any]:
    match field.type:
        case "integer":
            return pd.to_numeric(column).astype("Int64")
        case "number":
            return pd.to_numeric(column).astype("Float64")
        case "boolean":
            return cast("pd.Series[Any]", column == "true").astype("boolean").mask(column.isna())
        case "date":
            return pd.to_datetime(column, format="%Y-%m-%d")
        case "yearmonth":
            return cast("pd.Series[Any]", column.astype(cast(Any, "period[M]")))
        case _ if field.enum:
            return column.astype(pd.CategoricalDtype(list(field.enum), ordered=True))
        case _:
            return column
