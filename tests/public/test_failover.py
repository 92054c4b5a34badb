"""Two public servers behind nginx with a Redis beside them: what goes down under load is missed by no reader.

All of them are real, started here on free ports of this machine and stopped again.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.package import RECORD, ROOT, write_package

pytestmark = pytest.mark.full

READERS = 6
CALLBACK = {
    "output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["visit.data"],
    "inputs": [{"id": "visit", "property": "data", "value": {"path": "/timeline", "search": "", "width": 1200, "count": 1}}],
}  # fmt: skip


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    assert found, f"{name} is not installed; tools/servers.sh installs it (Debian: apt-get install nginx-light redis-server)"
    return found


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _until(holds: Callable[[], bool], what: str, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if holds():
                return
        except (OSError, http.client.HTTPException, ValueError):
            pass
        time.sleep(0.1)
    message = f"{what} within {seconds:.0f} s"
    raise AssertionError(message)


def ask(port: int, path: str, body: Any = None) -> tuple[int, bytes]:
    """Return the status and the text of one answer, asked over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _ready(port: int) -> dict[str, Any]:
    return json.loads(ask(port, "/readyz")[1])


@contextmanager
def _running(command: list[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with its children in a group of their own, which ends with it."""
    with log.open("wb") as out:
        settings = {**os.environ, **environment}
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        yield process
    finally:
        for sent in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sent)
                process.wait(20)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass


@dataclass
class Site:
    """What runs, and where."""

    door: int
    ports: tuple[int, int]
    servers: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]
    redis: subprocess.Popen[bytes]
    data: Path
    logs: Path


@pytest.fixture
def site(tmp_path: Path, cache_folder: Path) -> Iterator[Site]:
    data = tmp_path / "data"
    data.mkdir()
    write_package(data, drawn=True)
    door, store, *ports = (_free_port() for _ in range(4))
    with ExitStack() as stack:
        store_command = [_program("redis-server"), "--port", str(store), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        redis = stack.enter_context(_running(store_command, tmp_path / "redis.log"))
        servers = []
        for port in ports:
            command = [sys.executable, "-m", "dashboard", "serve", "--public", "--port", str(port), "--data", str(data)]
            chosen = {"PURGES_WORKERS": "1", "PURGES_THREADS": "8", "PURGES_PROXIES": "1", "PURGES_RATE": "0"}
            chosen |= {"PURGES_CACHE_URL": f"redis://127.0.0.1:{store}/0", "PURGES_CACHE_DIR": str(cache_folder)}
            servers.append(stack.enter_context(_running(command, tmp_path / f"{port}.log", **chosen)))
            _until(lambda port=port: ask(port, "/readyz")[0] == 200, f"the server on {port} was not ready")
        stack.enter_context(_running([_program("nginx"), "-c", str(_nginx(tmp_path, door, ports))], tmp_path / "nginx.log"))
        _until(lambda: ask(door, "/readyz")[0] == 200, "nginx did not answer", 20)
        yield Site(door, (ports[0], ports[1]), (servers[0], servers[1]), redis, data, tmp_path)


def _nginx(folder: Path, door: int, ports: list[int]) -> Path:
    """Write the configuration of deploy/nginx.conf, on ports and in a folder of our own."""
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for then, now in (("listen 80", f"listen 127.0.0.1:{door}"), (":8051", f":{ports[0]}"), (":8052", f":{ports[1]}")):
        assert then in text
        text = text.replace(then, now)
    kept = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    around = (
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log; events {{}}\nhttp {{ access_log off; {kept}\n{text}\n}}\n"
    )
    (folder / "nginx.conf").write_text(around, "utf-8")
    return folder / "nginx.conf"


@dataclass
class Load:
    """Readers who go on asking until they are stopped; every status is counted, every failure told, every cut answer asked for again."""

    door: int
    told: Counter[Any] = field(default_factory=Counter)
    cut: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def _read(self, number: int) -> None:
        turn = number
        while not self.stop.is_set():
            turn += 1
            chart = f"/charts/phases.json?period={1930 + turn % 9}"
            path, body = [(chart, None), ("/_dash-update-component", CALLBACK), ("/", None)][turn % 3]
            try:
                self.told[self._told(path, body)] += 1
            except (OSError, http.client.HTTPException) as error:
                self.told[repr(error)] += 1

    def _told(self, path: str, body: Any) -> int:
        try:
            return ask(self.door, path, body)[0]
        except http.client.IncompleteRead:  # cut off when half of it had come, which no balancer can mend
            self.cut += 1
            return ask(self.door, path, body)[0]

    @contextmanager
    def on(self) -> Iterator[Load]:
        readers = [threading.Thread(target=self._read, args=(number,)) for number in range(READERS)]
        for reader in readers:
            reader.start()
        try:
            yield self
        finally:
            self.stop.set()
            for reader in readers:
                reader.join(60)

    def answered(self, more: int) -> None:
        """Wait until so many more requests were answered."""
        wanted = self.told[200] + more
        _until(lambda: self.told[200] >= wanted, f"{more} more answers did not come")


def test_no_reader_misses_a_server_that_dies_or_the_cache(site: Site) -> None:
    with Load(site.door).on() as load:
        load.answered(100)
        os.killpg(site.servers[0].pid, signal.SIGKILL)
        load.answered(200)
        site.redis.kill()
        load.answered(200)
        fresh = [ask(site.ports[1], f"/charts/phases.json?theme=dark&period={year}")[0] for year in range(1930, 1935)]
    assert fresh == [200] * 5
    assert set(load.told) == {200}, load.told
    assert load.cut <= READERS  # what the dead server was just sending
    log = (site.logs / f"{site.ports[1]}.log").read_text("utf-8")
    assert log.count("the shared cache does not answer") == 1


def test_new_data_is_taken_up_under_load_and_an_unsound_record_is_not(site: Site) -> None:
    then = _ready(site.ports[0])["data"]
    path = site.data / "phases.csv"
    sound = path.read_text("utf-8")
    with Load(site.door).on() as load:
        load.answered(50)
        path.write_text(sound.replace("source_a", "source_x"), "utf-8")
        site.servers[0].send_signal(signal.SIGHUP)
        _until(lambda: bool(_ready(site.ports[0])["refused"]), "the unsound record was not refused")
        told = _ready(site.ports[0])
        assert told["data"] == then
        assert any("phases.csv, line 2" in line for line in told["refused"])
        path.write_text(sound, "utf-8")
        (site.data / "datapackage.json").write_text((RECORD / "datapackage.json").read_text("utf-8") + "\n", "utf-8")
        site.servers[0].send_signal(signal.SIGHUP)
        _until(lambda: _ready(site.ports[0])["data"] != then, "the new record was not taken up")
        assert _ready(site.ports[0])["refused"] == []
        load.answered(50)
        site.servers[1].terminate()
        load.answered(100)
    assert site.servers[1].wait(40) == 0
    assert (set(load.told), load.cut) == ({200}, 0), load.told
    lines = [json.loads(line) for line in (site.logs / f"{site.ports[0]}.log").read_text("utf-8").splitlines() if line.startswith("{")]
    assert {"time", "request", "client", "method", "path", "query", "status", "bytes", "ms"} == set(lines[-1])
    assert all(len(line["request"]) == 32 for line in lines)


def test_servers_share_what_they_made(site: Site) -> None:
    address = "/charts/phases.json?period=1936"
    first = ask(site.ports[0], address)
    for port in site.ports:
        assert ask(port, address) == first
    command = [_program("redis-cli"), "-p", site.redis.args[2], "keys", "purges:*"]  # type: ignore[index]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.count("purges:") >= 1
