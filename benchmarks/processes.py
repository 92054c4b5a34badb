"""Servers on free ports of this machine, and what they take: processor time and memory of a process and all it started."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
_PATIENCE = 120.0  # seconds in which a server must answer
_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]


def _fields(pid: int) -> list[str]:
    """Return what the system says of a process behind its name; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    children: dict[int, list[int]] = {}
    for other in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        fields = _fields(other)
        if fields:
            children.setdefault(int(fields[1]), []).append(other)
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and its children have taken."""
    return sum(int(fields[11]) + int(fields[12]) for fields in map(_fields, family(pid)) if fields) / _TICKS


def memory(pid: int) -> float:
    """Return the memory of a process and its children in MB; what several share is counted once (PSS)."""
    total = 0
    for one in family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text("utf-8").splitlines()
        except OSError:  # it has ended
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024 / 1_000_000


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    pid: int
    port: int

    @property
    def address(self) -> str:
        """Return where it answers."""
        return f"http://{HOST}:{self.port}"


def answers(port: int, path: str) -> bool:
    """Return whether a server answers with a page."""
    asked = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE)
    try:
        asked.request("GET", path)
        return asked.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        asked.close()


@contextmanager
def serving(command: Sequence[str], port: int, path: str, cwd: Path, variables: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Run a server until the block ends; what it says goes into a file."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **variables}, stdout=said, stderr=said, stdin=subprocess.DEVNULL, start_new_session=True
        )
    try:
        until = time.monotonic() + _PATIENCE
        while not answers(port, path):
            if process.poll() is not None or time.monotonic() > until:
                message = f"{command[0]} did not serve; see {log}"
                raise RuntimeError(message)
            time.sleep(0.2)
        yield Server(process.pid, port)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server and what it started, by their ids."""
    members = family(process.pid)
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for left in members[1:]:
        if _fields(left):
            os.kill(left, signal.SIGKILL)
