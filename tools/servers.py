"""Real servers for tests and measurements: each on a free port of this machine, each ended with what started it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
Process = subprocess.Popen[bytes]


def program(name: str) -> str:
    """Return where a program is installed, also where only root looks."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    assert found, f"{name} is not installed; tools/servers.sh installs it (Debian: apt-get install nginx-light redis-server)"
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(holds: Callable[[], bool], what: str, seconds: float = 90) -> None:
    """Wait until something holds; fail with ``what`` when it does not in time."""
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


def head(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    """Return an answer whose text nobody reads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


def ready(port: int) -> dict[str, Any]:
    """Return what ``/readyz`` says."""
    return json.loads(ask(port, "/readyz")[1])


@contextmanager
def running(command: Sequence[str], log: Path, **environment: str) -> Iterator[Process]:
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


@contextmanager
def public_server(
    log: Path, data: Path = DATA, *, module: str = "dashboard", before: Sequence[str] = (), **environment: str
) -> Iterator[tuple[int, Process]]:
    """Run ``purges serve --public`` until it is ready; return its port and its process.

    ``module`` may be another that starts it, ``before`` the words of a command that does.
    """
    port = free_port()
    command = [*before, sys.executable, "-m", module, "serve", "--public", "--port", str(port), "--data", str(data)]
    with running(command, log, **environment) as process:
        until(lambda: process.poll() is not None or ask(port, "/readyz")[0] == 200, f"the server on {port} was not ready")
        assert process.poll() is None, log.read_text("utf-8", "replace")
        yield port, process


def workers_of(process: Process) -> list[int]:
    """Return the numbers of the processes that a server has divided into."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii")
    return [int(number) for number in children.split()]


def memory_of(process: Process) -> dict[str, float]:
    """Return the memory of a server and its processes in MB, what they share counted once.

    ``anonymous`` is what they took themselves; ``all`` adds their share of files that other programs may have open, too.
    """
    sums = {"Pss_Anon": 0, "Pss": 0}
    for number in [process.pid, *workers_of(process)]:
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines()
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        told = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if name in sums}
        sums = {name: kilobytes + told[name] for name, kilobytes in sums.items()}
    return {"anonymous": round(sums["Pss_Anon"] / 1024, 1), "all": round(sums["Pss"] / 1024, 1)}
