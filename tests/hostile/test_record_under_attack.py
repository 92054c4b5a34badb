"""Data folders and lessons that are damaged in every way: each fault is named with its place, and nothing ever breaks."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.__main__ import main
from dashboard.filters import PARAMS, vocabulary
from dashboard.lesson_files import Places
from dashboard.lessons import FOLDER, faults, read_lesson
from dashboard.selection import parse
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words
from tests.hostile.conftest import TRIED, cases
from tests.package import RECORD, write_package

FILES_A_CASE = 8  # files of one folder that are damaged at once: checking a folder takes seconds
JUNK = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b",,,,", b"\r", b"\n\n", b"9" * 400, b"1e999", b"-1", b"NaN", b"null", b"{", b"]",
    b"'''", b"2026-02-30", b"=1+1", b"source_x", "é\u2028".encode(), b"\t" * 50, b"[[step]]", b"[figures]\n", b'x = "{y}"\n',
    b"= 1979-05-27\n",
)  # fmt: skip


@st.composite
def damage(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a file with one to four of its bytes, lines or cells changed."""
    for _ in range(draw(st.integers(1, 4))):
        lines = content.split(b"\n")
        at = draw(st.integers(0, max(0, len(content) - 1)))
        line = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["junk", "junk", "cut", "byte", "drop", "double", "cell", "cell", "empty", "swap"])):
            case "junk":
                content = content[:at] + draw(st.sampled_from(JUNK)) + content[at:]
            case "cut":
                content = content[:at]
            case "byte":
                content = content[:at] + draw(st.binary(min_size=1, max_size=3)) + content[at + 1 :]
            case "drop":
                content = b"\n".join(lines[:line] + lines[line + 1 :])
            case "double":
                content = b"\n".join([*lines[:line], lines[line], *lines[line:]])
            case "cell":
                cells = lines[line].split(b",")
                cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(JUNK))
                content = b"\n".join([*lines[:line], b",".join(cells), *lines[line + 1 :]])
            case "swap":
                content = b"\n".join([*lines[line:], *lines[:line]])
            case _:
                content = b""
    return content


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("sound"), drawn=True)


@given(data=st.data())
@cases(6)
def test_a_damaged_folder_is_told_what_is_wrong(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject
) -> None:
    TRIED["cases"] += 1
    folder = tmp_path / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    files = sorted(path for path in folder.iterdir() if path.is_file())
    chosen = data.draw(st.lists(st.sampled_from(files), min_size=1, max_size=FILES_A_CASE, unique=True))
    for path in chosen:
        if data.draw(st.integers(0, 15)) == 0:
            path.unlink()
        else:
            path.write_bytes(data.draw(damage(path.read_bytes())))
    status = main(["check", str(folder)])
    told = capsys.readouterr().out
    assert status in (0, 1)
    assert "Traceback" not in told
    assert told.strip().endswith("found.")


@given(data=st.data())
@cases(12)
def test_a_damaged_descriptor_is_told_what_is_wrong(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject
) -> None:
    TRIED["cases"] += 1
    folder = tmp_path / "undeclared"
    shutil.copytree(sound, folder, dirs_exist_ok=True)
    descriptor = folder / "datapackage.json"
    descriptor.write_bytes(data.draw(damage((sound / "datapackage.json").read_bytes())))
    assert main(["check", str(folder)]) in (0, 1)
    assert "Traceback" not in capsys.readouterr().out


@given(data=st.data())
@cases(500)
def test_a_damaged_lesson_is_told_what_is_wrong(record: Tables, words: Words, languages: Mapping[str, Words], data: st.DataObject) -> None:
    TRIED["cases"] += 1
    path = data.draw(st.sampled_from(sorted((RECORD / FOLDER).glob("*.toml"))))
    text = data.draw(damage(path.read_bytes())).decode("utf-8", "replace")
    known = vocabulary(record, languages, THEMES)
    lesson, problems = read_lesson(path.stem, text)
    if lesson is None:
        assert problems
    else:
        problems = [*problems, *faults(lesson, record, words, lambda query: parse(query, PARAMS, known), Places(path.name))]
    assert all(str(problem) for problem in problems)
