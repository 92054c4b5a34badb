"""One public server under load, and what happens to it: a process killed, a full disk, a broken record, another time, a stop.

``make faults`` runs these with those of test_failover.py, and tells what was lost.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.public.conftest import READERS, asking
from tools.readers import Load
from tools.servers import ask, free_port, head, public_server, ready, until, workers_of

pytestmark = pytest.mark.full
log = logging.getLogger(__name__)

TWO = {"PURGES_WORKERS": "2", "PURGES_THREADS": "4", "PURGES_RATE": "0"}
ONE = {**TWO, "PURGES_WORKERS": "1"}
SHIFTED = "tests.public.shifted_clock"
# a folder so small that nothing can be written there, in a view of the file system that only this server has
FULL = ("unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o size=8k,nr_inodes="$0" full "$1" && shift && exec "$@"')


def _clock(folder: Path) -> Path:
    _set(folder / "clock", 0)
    return folder / "clock"


def _set(clock: Path, seconds: int) -> None:
    """Let a server's clock be off by some seconds from now on; the file is replaced, so that nobody reads half of it."""
    clock.with_suffix(".new").write_text(str(seconds), "utf-8")
    clock.with_suffix(".new").replace(clock)


def test_a_process_that_is_killed_is_replaced_and_only_what_it_had_in_hand_is_lost(tmp_path: Path, invented: Path) -> None:
    with public_server(tmp_path / "log", invented, **TWO) as (port, server), Load(port, READERS, asking).on() as load:
        load.answered(100)
        until(lambda: len(workers_of(server)) == 2, "the second process did not come", 30)
        killed, stays = workers_of(server)
        os.kill(killed, signal.SIGKILL)
        load.answered(200)
        until(lambda: len(workers_of(server)) == 2, "no new process came", 30)
        assert killed not in workers_of(server)
        assert stays in workers_of(server)
    lost = sum(count for status, count in load.told.items() if status != 200) + load.cut
    log.info("process killed: %d requests lost, %d answered, %d refused", lost, load.told[200], load.refused)
    assert load.refused == 0
    assert lost <= READERS
    assert not any(isinstance(status, int) and status != 200 for status in load.told), load.told


@pytest.mark.parametrize("keeping", [False, True], ids=["new connections", "kept connections"])
def test_a_server_that_is_stopped_finishes_what_it_has_in_hand(tmp_path: Path, invented: Path, keeping: bool) -> None:
    with public_server(tmp_path / "log", invented, **TWO) as (port, server), Load(port, READERS, asking, apart=keeping).on() as load:
        load.answered(100)
        server.terminate()
        assert server.wait(40) == 0
        until(lambda: load.refused >= READERS, "connections were not refused", 20)
    log.info("stopped: %s answered, %d cut, then %d connections refused", dict(load.told), load.cut, load.refused)
    assert load.cut == 0
    assert set(load.told) <= {200, 304}, load.told


@pytest.mark.parametrize("broken", ["gone", "no descriptor", "noise", "lesson"])
def test_a_folder_replaced_by_a_broken_one_changes_nothing_but_is_told(tmp_path: Path, invented: Path, broken: str) -> None:
    with public_server(tmp_path / "log", invented, **ONE) as (port, server), Load(port, READERS, asking).on() as load:
        then = ready(port)["data"]
        other = shutil.copytree(invented, tmp_path / "other")
        if broken == "no descriptor":
            (other / "datapackage.json").write_text("{", "utf-8")
        elif broken == "noise":
            for table in other.glob("*.csv"):
                table.write_bytes(bytes(range(256)) * 40)
        elif broken == "lesson":
            (other / "lessons").mkdir(exist_ok=True)
            (other / "lessons" / "bad.toml").write_text("[[step]]\nchart = 'no-such-chart'\n", "utf-8")
        shutil.move(invented, tmp_path / "old")
        if broken != "gone":
            shutil.move(other, invented)
        server.send_signal(signal.SIGHUP)
        until(lambda: bool(ready(port)["refused"]), "the broken folder was not refused")
        load.answered(100)
        told = ready(port)
        assert told["data"] == then
    log.info("broken folder (%s): %s", broken, told["refused"][0])
    assert (set(load.told), load.cut) == ({200}, 0), load.told
    assert "the new record is not taken up" in (tmp_path / "log").read_text("utf-8")


@pytest.mark.parametrize(("room", "lost"), [(4, 1), (2, 2)], ids=["compressed files", "verdict and compressed files"])
def test_a_full_disk_is_told_once_and_everything_is_served(tmp_path: Path, invented: Path, room: int, lost: int) -> None:
    full = tmp_path / "full"
    full.mkdir()
    small = [*FULL, str(room), str(full)]
    if subprocess.run([*small, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test mount a small folder for itself")
    with public_server(tmp_path / "log", invented, before=small, PURGES_CACHE_DIR=str(full), **ONE) as (port, _):
        page = ask(port, "/")[1].decode()
        scripts = [part.split('"')[0] for part in page.split('src="')[1:] if part.startswith("/")]
        assert len(scripts) > 5
        for _ in range(2):
            assert {head(port, script, Accept_Encoding="br").status for script in scripts} == {200}
        told = "cannot be remembered"
        until(lambda: (tmp_path / "log").read_text("utf-8").count(f"compressed files {told}") == 1, "a full disk was not told", 60)
        with Load(port, READERS, asking).on() as load:
            load.answered(50)
        assert (set(load.told), load.cut) == ({200}, 0), load.told
    written = (tmp_path / "log").read_text("utf-8")
    log.info("full disk: %s", [line for line in written.splitlines() if told in line])
    assert written.count(told) == lost


def test_a_clock_that_jumps_breaks_nothing(tmp_path: Path, invented: Path) -> None:
    clock, chart = _clock(tmp_path), "/charts/phases.json?period=1937"
    chosen = {**TWO, "PURGES_RATE": "400", "CLOCK": str(clock)}
    with public_server(tmp_path / "log", invented, module=SHIFTED, **chosen) as (port, server):
        until(lambda: len(workers_of(server)) == 2, "the second process did not come", 30)
        tag, first = head(port, chart).headers["ETag"], workers_of(server)
        with Load(port, READERS, asking, rest=0.05).on() as load:
            for jump in (5 * 3600, -7 * 3600, 40 * 86_400, -40 * 86_400, 0):
                _set(clock, jump)
                load.answered(40)
                answer = head(port, chart, If_None_Match=tag)
                assert answer.status == 304
                seen = parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()
                assert abs(seen - jump) < 60, "the server does not see the clock jump"
        assert workers_of(server) == first, "a process was taken for dead"
    log.info("clock: %s, every process went on", dict(load.told))
    assert (set(load.told), load.cut, load.refused) == ({200}, 0, 0), load.told


def test_a_clock_that_jumps_neither_locks_out_nor_lets_in(tmp_path: Path, invented: Path) -> None:
    clock = _clock(tmp_path)
    chosen = {**ONE, "PURGES_RATE": "1", "CLOCK": str(clock)}
    with public_server(tmp_path / "log", invented, module=SHIFTED, **chosen) as (port, _):
        assert {head(port, "/charts.json").status for _ in range(45)} == {200, 429}
        for jump in (9 * 3600, -9 * 3600):
            _set(clock, jump)
            answers = [head(port, "/charts.json") for _ in range(10)]
            refused = [answer for answer in answers if answer.status == 429]
            assert len(refused) > 5, "a clock that jumps fills the store"
            assert all(1 <= int(answer.headers["Retry-After"]) <= 3 for answer in refused)
        time.sleep(3)
        assert head(port, "/charts.json").status == 200, "a clock that jumps locks out"


def test_a_clock_that_jumps_leaves_a_lost_redis_alone_for_as_long_as_before(tmp_path: Path, invented: Path) -> None:
    clock, nobody = _clock(tmp_path), f"redis://127.0.0.1:{free_port()}/0"
    chosen = {**ONE, "PURGES_CACHE_URL": nobody, "CLOCK": str(clock)}
    with public_server(tmp_path / "log", invented, module=SHIFTED, **chosen) as (port, _), Load(port, READERS, asking).on() as load:
        for jump in (9 * 3600, -9 * 3600, 0):
            _set(clock, jump)
            load.answered(30)
    assert (set(load.told), load.cut, load.refused) == ({200}, 0, 0), load.told
    assert (tmp_path / "log").read_text("utf-8").count("the shared cache does not answer") == 1
