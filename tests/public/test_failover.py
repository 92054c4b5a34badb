"""Two public servers behind nginx with a Redis beside them: what goes down under load is missed by no reader."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import pytest

from tests.package import RECORD
from tests.public.conftest import READERS, Site, asking
from tools.readers import Load
from tools.servers import ask, program, ready, until

pytestmark = pytest.mark.full


def test_no_reader_misses_a_server_that_dies_or_the_cache(site: Site) -> None:
    with Load(site.door, READERS, asking).on() as load:
        load.answered(100)
        os.killpg(site.servers[0].pid, signal.SIGKILL)
        load.answered(200)
        site.redis.kill()
        load.answered(200)
        fresh = [ask(site.ports[1], f"/charts/phases.json?theme=dark&period={year}")[0] for year in range(1930, 1935)]
    assert fresh == [200] * 5
    assert (set(load.told), load.refused) == ({200}, 0), load.told
    assert load.cut <= READERS  # what the dead server was just sending
    log = (site.logs / "second.log").read_text("utf-8")
    assert log.count("the shared cache does not answer") == 1


def test_new_data_is_taken_up_under_load_and_an_unsound_record_is_not(site: Site) -> None:
    then = ready(site.ports[0])["data"]
    path = site.data / "phases.csv"
    sound = path.read_text("utf-8")
    with Load(site.door, READERS, asking).on() as load:
        load.answered(50)
        path.write_text(sound.replace("source_a", "source_x"), "utf-8")
        site.servers[0].send_signal(signal.SIGHUP)
        until(lambda: bool(ready(site.ports[0])["refused"]), "the unsound record was not refused")
        told = ready(site.ports[0])
        assert told["data"] == then
        assert any("phases.csv, line 2" in line for line in told["refused"])
        path.write_text(sound, "utf-8")
        (site.data / "datapackage.json").write_text((RECORD / "datapackage.json").read_text("utf-8") + "\n", "utf-8")
        site.servers[0].send_signal(signal.SIGHUP)
        until(lambda: ready(site.ports[0])["data"] != then, "the new record was not taken up")
        assert ready(site.ports[0])["refused"] == []
        load.answered(50)
        site.servers[1].terminate()
        load.answered(100)
    assert site.servers[1].wait(40) == 0
    assert (set(load.told), load.cut, load.refused) == ({200}, 0, 0), load.told
    lines = [json.loads(line) for line in (site.logs / "first.log").read_text("utf-8").splitlines() if line.startswith("{")]
    assert {"time", "request", "client", "method", "path", "query", "status", "bytes", "ms"} == set(lines[-1])
    assert all(len(line["request"]) == 32 for line in lines if line["path"] != "/readyz")


def test_servers_share_what_they_made(site: Site) -> None:
    address = "/charts/phases.json?period=1936"
    first = ask(site.ports[0], address)
    for port in site.ports:
        assert ask(port, address) == first
    command = [program("redis-cli"), "-p", site.redis.args[2], "keys", "purges:*"]  # type: ignore[index]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.count("purges:") >= 1
