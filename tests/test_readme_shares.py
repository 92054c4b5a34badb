"""The README's shares are the record's."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from dashboard.tables import Tables
from tests.package import ROOT


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("readme_shares", ROOT / "tools" / "readme_shares.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shares_in_the_readme_are_those_of_the_record(tool: ModuleType, record: Tables) -> None:
    text = tool.README.read_text("utf-8")
    assert tool.table(record) in text, "run make shares"
    assert tool.renewed(text, record) == text


def test_another_record_gives_another_table(tool: ModuleType, record: Tables, tables: Tables) -> None:
    text = tool.renewed(tool.README.read_text("utf-8"), tables)
    assert "| `annual_repression` | 9 | 0 | 2 | 81% |" in text
    assert "`moscow_executions` | 0" not in text
    assert tool.renewed(text, record) == tool.README.read_text("utf-8")


def test_a_readme_without_the_marks_is_refused(tool: ModuleType, tables: Tables) -> None:
    with pytest.raises(SystemExit, match="has no lines"):
        tool.renewed("# Read me", tables)
