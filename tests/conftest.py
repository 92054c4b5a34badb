"""The invented package and the real record as fixtures; verdicts of validation go to a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.studio import Studio
from dashboard.tables import Tables, load_tables
from dashboard.words import Words, load_words
from tests.package import RECORD, WORDS, write_package

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where verdicts are remembered while tests run: nothing is written outside the temporary folder."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PURGES_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh copy of the invented package, to be damaged."""
    target = tmp_path / "package"
    target.mkdir()
    return write_package(target)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Tables:
    """The invented package, loaded."""
    return load_tables(write_package(tmp_path_factory.mktemp("package")))


@pytest.fixture(scope="session")
def languages() -> Mapping[str, Words]:
    """Every language of the dashboard."""
    return load_words(WORDS)


@pytest.fixture(scope="session")
def words(languages: Mapping[str, Words]) -> Words:
    """The texts in English."""
    return languages["en"]


@pytest.fixture(scope="session")
def studio(tables: Tables, languages: Mapping[str, Words]) -> Studio:
    """A studio over the invented package."""
    return Studio(tables, languages)


@pytest.fixture(scope="session")
def record(cache_folder: Path) -> Tables:
    """The real record, loaded."""
    return load_tables(RECORD)


@pytest.fixture(scope="session")
def record_studio(record: Tables, languages: Mapping[str, Words]) -> Studio:
    """A studio over the real record."""
    return Studio(record, languages)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Tables:
    """The invented package with rows for every chart, loaded."""
    return load_tables(write_package(tmp_path_factory.mktemp("drawn"), drawn=True))


@pytest.fixture(scope="session")
def drawn_studio(drawn: Tables, languages: Mapping[str, Words]) -> Studio:
    """A studio over the invented package with rows for every chart."""
    return Studio(drawn, languages)
