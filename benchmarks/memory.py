"""What sessions cost a server in memory."""

from __future__ import annotations

import json
import select
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from benchmarks.apps import PROGRAMS, ROOT, App, serve
from benchmarks.browsing import fresh, ready
from benchmarks.load import Request
from benchmarks.processes import Server, memory

SESSIONS = (1, 50, 200)
OVER_HTTP = ("dashboard", "vizro")
_LONGEST = 420.0  # seconds for one answer
_REST = 2.0  # seconds before memory is read
_KINDS = ("document", "xhr", "fetch")  # what a browser asks for at each visit; the rest is in its cache


class Holder:
    """A process that holds sessions."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def open(self, count: int, tell: Callable[[str], None]) -> bool:
        """Have so many sessions open; return whether as many are, and tell when some were refused at first."""
        told = self.ask(f"open {count}")
        if told["refused"]:
            tell(f"{told['open']} of {count} sessions opened, after {told['refused']} were refused")
        return told["open"] == count

    def ask(self, line: str) -> dict[str, Any]:
        """Return what it answers."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        came, _, _ = select.select([self._process.stdout], [], [], _LONGEST)
        told = self._process.stdout.readline() if came else ""
        if not told:
            self._process.kill()  # a late answer would be taken for that of the next question
            message = f"no answer to: {line}"
            raise RuntimeError(message)
        return json.loads(told)


@contextmanager
def holding(app: App, server: Server, requests: Sequence[Request], folder: Path) -> Iterator[Holder]:
    """Run a process that holds sessions of a server until the block ends."""
    file = folder / f"{app.id}-page.tsv"
    file.write_text("".join("\t".join(one) + "\n" for one in requests), "utf-8")
    kind = "page" if app.id in OVER_HTTP else app.id
    command = [str(PROGRAMS / "python"), str(ROOT / "benchmarks" / "sessions.py"), kind, server.address + app.path, str(file)]
    with (folder / f"{app.id}-sessions.log").open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield Holder(process)
    finally:
        process.kill()
        process.wait()


def page_requests(run: Browser, app: App, server: Server) -> list[Request]:
    """Return what a browser asks a Dash page's server for when it opens, but for files that it keeps."""
    context, seen = fresh(run), list[Request]()

    def note(request: Any) -> None:
        if request.resource_type in _KINDS:
            at = urlsplit(request.url)
            seen.append((request.method, at.path + (f"?{at.query}" if at.query else ""), "", request.post_data or ""))

    page = context.new_page()
    page.on("request", note)
    ready(page, server.address + app.path)
    context.close()
    return seen


def sessions_cost(app: App, requests: Sequence[Request], folder: Path, tell: Callable[[str], None]) -> dict[str, float]:
    """Return the memory in MB of a server that has shown its page once, and with idle sessions; ``tell`` is told what went wrong."""
    with serve(app, folder) as server:
        with holding(app, server, requests, folder) as first:
            first.ask("open 2")
        time.sleep(_REST)
        found = {"0": memory(server.pid)}
        with holding(app, server, requests, folder) as holder:
            for count in SESSIONS:
                if holder.open(count, lambda text: tell(f"{app.name}: {text}")):
                    time.sleep(_REST)
                    found[str(count)] = memory(server.pid)
    return found
