"""What the faults happen to: two public servers behind nginx with a Redis beside them, or one server alone, and readers.

All of them are real, started here on free ports of this machine and stopped again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.package import write_package
from tools.readers import CALLBACK, Asked, callback
from tools.servers import ROOT, Process, ask, free_port, program, public_server, running, until

READERS = 6
_VISIT = callback("page.children", "visit.data", {"path": "/timeline", "search": "", "width": 1200, "count": 1})


def asking(chance: Random) -> Asked:
    """Return what a reader asks in turn with others: a chart, a callback, a page."""
    chart = Asked("chart", f"/charts/phases.json?period={chance.randint(1930, 1938)}")
    return chance.choice([chart, Asked("callback", CALLBACK, _VISIT), Asked("page", "/")])


@dataclass
class Site:
    """What runs, and where."""

    door: int
    ports: tuple[int, int]
    servers: tuple[Process, Process]
    redis: Process
    data: Path
    logs: Path


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """Return a folder with the invented record."""
    data = tmp_path / "data"
    data.mkdir()
    return write_package(data, drawn=True)


@pytest.fixture
def site(tmp_path: Path, invented: Path, cache_folder: Path) -> Iterator[Site]:
    door, store = free_port(), free_port()
    chosen = {"PURGES_WORKERS": "1", "PURGES_THREADS": "8", "PURGES_PROXIES": "1", "PURGES_RATE": "0"}
    chosen |= {"PURGES_CACHE_URL": f"redis://127.0.0.1:{store}/0", "PURGES_CACHE_DIR": str(cache_folder)}
    with ExitStack() as stack:
        store_command = [program("redis-server"), "--port", str(store), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        redis = stack.enter_context(running(store_command, tmp_path / "redis.log"))
        (first, one), (second, two) = (
            stack.enter_context(public_server(tmp_path / f"{name}.log", invented, **chosen)) for name in ("first", "second")
        )
        stack.enter_context(running([program("nginx"), "-c", str(nginx(tmp_path, door, (first, second)))], tmp_path / "nginx.log"))
        until(lambda: ask(door, "/readyz")[0] == 200, "nginx did not answer", 20)
        yield Site(door, (first, second), (one, two), redis, invented, tmp_path)


def nginx(folder: Path, door: int, ports: tuple[int, int]) -> Path:
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
