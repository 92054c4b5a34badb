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
