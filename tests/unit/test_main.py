"""The command line: what it prints, and with which status it ends."""

from __future__ import annotations

import gc
import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.errors import report
from dashboard.pack import FORMS, form_of
from dashboard.settings import port_from
from dashboard.slides import MADE
from dashboard.tables import Tables
from dashboard.validation import check
from tests.package import RECORD, ROOT


@pytest.fixture
def broken(folder: Path) -> Path:
    """A package with two faults in two tables."""
    for name in ("phases", "events"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").replace("source_a", "source_x"), "utf-8")
    return folder


def test_check_finds_nothing_in_the_record(capsys: pytest.CaptureFixture[str], record: Tables) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == f"{RECORD}: {len(record)} tables, 3 lessons, no problem found.\n"


def test_check_prints_every_problem_and_ends_with_one(capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    assert main(["check", str(broken)]) == 1
    printed = capsys.readouterr().out
    assert printed == report(check(broken)) + "\n"
    assert "phases.csv, line 2" in printed
    assert "events.csv, line 2" in printed


def test_serve_refuses_unsound_data_with_the_text_of_check(capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    assert main(["serve", "--data", str(broken)]) == 1
    assert capsys.readouterr().err == f"The record in {broken} is not sound, so nothing is served.\n{report(check(broken))}\n"


def test_a_folder_without_a_descriptor_is_told_plainly(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out == (
        f"descriptor-unreadable: datapackage.json: found no file in {tmp_path}, expected a Data Package descriptor. "
        "Give the folder that holds datapackage.json with --data.\n1 problem found.\n"
    )


# waitress leaves the socket that it could not bind to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_taken_port_is_told_with_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    gc.collect()
    told = capsys.readouterr().err
    assert told == (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. "
        "Choose another port: PORT=8051 make run, or purges serve --port 8051.\n"
    )


def test_a_public_site_on_a_taken_port_is_told_the_same_before_anything_is_read(capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--public", "--port", str(port), "--data", str(broken)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. "
        "Choose another port: PORT=8051 make run, or purges serve --port 8051.\n"
    )


def test_a_port_that_is_taken_over_from_another_process_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.public import try_to_listen

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            try_to_listen(*taken.getsockname())
        monkeypatch.setenv("GUNICORN_FD", "3")
        try_to_listen(*taken.getsockname())


@pytest.mark.parametrize("host", ["300.1.1.1", "a..b"])
@pytest.mark.parametrize("public", [(), ("--public",)])
def test_a_host_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], folder: Path, host: str, public: tuple[str, ...]) -> None:
    assert main(["serve", *public, "--host", host, "--port", "0", "--data", str(folder)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"Cannot listen on {host}:0: ")
    assert told.endswith(". Choose an address of this machine: HOST=127.0.0.1 make run, or purges serve --host 127.0.0.1.\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize("port", ["99999", "65536", "-5", "x", "8050.0"])
def test_a_port_that_cannot_be_is_wrong_usage(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", port])
    assert ended.value.code == 2
    assert f"the port is {port!r}, expected a whole number from 0 to 65535." in capsys.readouterr().err


def test_the_port_of_the_environment_matters_where_one_listens_and_only_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORT", "foo")
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "PORT is 'foo', expected a whole number from 0 to 65535. Mend it, or unset it for the default.\n"
    assert main(["check"]) == 0
    assert main(["serve", "--port", "0", "--data", str(tmp_path)]) == 1
    assert "descriptor-unreadable" in capsys.readouterr().err
    assert (port_from(""), port_from("0"), port_from("80"), port_from("65535")) == (8050, 0, 80, 65535)


@pytest.mark.parametrize("command", [["check"], ["serve", "--data"], ["export", "--all", "--out", "x", "--data"], ["pack", "x", "--data"]])
def test_a_file_in_place_of_the_folder_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "phases.csv"
    file.write_text("a,b", "utf-8")
    assert main([*command, str(file)]) == 1
    assert f"found {file}, which is a file, expected a Data Package descriptor. Give the folder" in "".join(capsys.readouterr())


def test_a_descriptor_that_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").mkdir()
    assert main(["check", str(tmp_path)]) == 1
    assert f"found a file in {tmp_path} that cannot be read (Is a directory)" in capsys.readouterr().out


def test_a_place_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("kept", "utf-8")
    remedy = "Name another place with --out.\n"
    assert main(["export", "phases", "--format", "csv", "--out", str(file)]) == 1
    assert capsys.readouterr().err.endswith(f"{file} cannot be written: File exists. {remedy}")
    assert main(["export", "phases", "--format", "csv", "--out", str(file / "inside")]) == 1
    assert capsys.readouterr().err.endswith(f"{file / 'inside'} cannot be written: Not a directory. {remedy}")
    (tmp_path / "phases.csv").mkdir()
    assert main(["export", "phases", "--format", "csv", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith(f"{tmp_path / 'phases.csv'} cannot be written: Is a directory. {remedy}")
    assert main(["pack", "how-do-we-know", "--out", str(tmp_path / "nowhere" / "x.html")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'nowhere' / 'x.html'} cannot be written: No such file or directory. {remedy}"
    assert file.read_text("utf-8") == "kept"


def test_a_lesson_is_written_under_no_ending_that_is_not_its_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    assert main(["pack", "how-do-we-know", "--out", str(out)]) == 2
    assert capsys.readouterr().err == f"{out}: no lesson is written under such an ending. Endings are: .html, .pptx, .pdf, .zip.\n"
    assert not out.exists()
    assert tuple(MADE) == FORMS
    named = {None: "html", Path("x"): "html", Path("a.b/x"): "html", Path("x.PPTX"): "pptx", Path("x.zip"): "zip", Path("x.htm"): None}
    assert {out: form_of(out) for out in named} == named


def test_wrong_usage_ends_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serv"])
    assert ended.value.code == 2


def test_serve_answers_over_another_folder(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port), "--data", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert _health(port)["status"] == "ok"
        finally:
            process.terminate()
        printed = process.communicate(timeout=20)[0]
    assert f"Reading the record in {folder} ..." in printed
    assert f"Open http://127.0.0.1:{port} in a browser. Stop with Ctrl+C." in printed


def _health(port: int) -> dict:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.1)
    message = "the server did not answer within 20 seconds"
    raise AssertionError(message)
