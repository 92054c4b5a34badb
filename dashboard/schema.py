"""data/datapackage.json as frozen types: which tables there are, their fields, units, keys and caveats.

The descriptor is a Frictionless Data Package; ``unit`` on a field, and ``quantity``, ``called`` and ``caveats`` on a resource, are
our additions. It is the single declaration: loader, validation, dictionary page and downloads read it from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import DataError, Problem

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Field:
    """One column: its type in Table Schema words, what it means, and which values it allows.

    ``enum`` is empty when any value of the type may stand there.
    """

    name: str
    type: str
    title: str
    description: str
    unit: str
    enum: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of the record.

    ``quantity`` names the columns that say which quantity a row gives; rows that agree in them are rivals, and exactly
    one of them is preferred. It is empty for tables that hold no rival figures. ``called`` names the columns by which a
    reader knows a row, where those of its quantity are numbers that only the table itself explains. ``references`` gives,
    for a column that holds keys of a table, the name of that table.
    """

    name: str
    path: str
    title: str
    description: str
    fields: Mapping[str, Field]
    primary_key: tuple[str, ...]
    quantity: tuple[str, ...]
    called: tuple[str, ...]
    caveats: tuple[str, ...]
    references: Mapping[str, str]


@dataclass(frozen=True)
class Package:
    """The whole declaration, with the tables by name in their declared order."""

    name: str
    title: str
    version: str
    tables: Mapping[str, Table]


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(name) for name in value or ())


def _field(raw: Mapping[str, Any]) -> Field:
    constraints: Mapping[str, Any] = raw.get("constraints", {})
    return Field(
        name=str(raw["name"]),
        type=str(raw.get("type", "string")),
        title=str(raw.get("title", raw["name"])),
        description=str(raw.get("description", "")),
        unit=str(raw.get("unit", "")),
        enum=_names(constraints.get("enum")),
    )


def _references(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in raw["schema"].get("foreignKeys", ()):
        for column in _names(key["fields"]):
            yield column, str(key["reference"]["resource"] or raw["name"])  # an empty resource is the table itself


def _table(raw: Mapping[str, Any]) -> Table:
    schema: Mapping[str, Any] = raw["schema"]
    fields = [_field(field) for field in schema["fields"]]
    return Table(
        name=str(raw["name"]),
        path=str(raw["path"]),
        title=str(raw.get("title", raw["name"])),
        description=str(raw.get("description", "")),
        fields={field.name: field for field in fields},
        primary_key=_names(schema.get("primaryKey")),
        quantity=_names(raw.get("quantity")),
        called=_names(raw.get("called")),
        caveats=_names(raw.get("caveats")),
        references=dict(_references(raw)),
    )


def _unreadable(found: str, remedy: str) -> DataError:
    return DataError([Problem(DESCRIPTOR, 0, "", "descriptor-unreadable", found, "a Data Package descriptor", remedy)])


def read_package(folder: Path) -> Package:
    """Return the declaration in ``folder``.

    Raises:
        DataError: the descriptor is missing, is not JSON, or lacks a part that the loader needs.
    """
    try:
        raw: Mapping[str, Any] = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    except OSError as error:
        found = f"no file in {folder}"
        if isinstance(error, NotADirectoryError):
            found = f"{folder}, which is a file"
        elif not isinstance(error, FileNotFoundError):
            found = f"a file in {folder} that cannot be read ({error.strerror})"
        raise _unreadable(found, "Give the folder that holds datapackage.json with --data.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(str(error), "Mend the JSON at the place named.") from error
    try:
        tables = [_table(resource) for resource in raw["resources"]]
        return Package(
            str(raw["name"]),
            str(raw.get("title", raw["name"])),
            str(raw.get("version", "")),
            {t.name: t for t in tables},
        )
    except (KeyError, TypeError, AttributeError) as error:
        message = f"a missing or misplaced part: {error}"
        raise _unreadable(message, "Compare with the descriptor of the published data.") from error
