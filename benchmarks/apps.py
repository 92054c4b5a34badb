"""APPS: what is measured, each served as its own documentation says for the public."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import HOST, Server, free_port, serving

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "benchmarks" / "peers"
PROGRAMS = ROOT / ".venv-benchmarks" / "bin"
CORES = os.cpu_count() or 1

OURS = "dashboard"
EMBED = "embed"
LESSON = "lesson"
BARE = "bare"
CHART = "sentences-by-year"
SWITCHED = ("Arrested", "Sentenced to death", "Camps, colonies, prison", "Exile, banishment", "Other measures", "Shot")
"""The measures that are switched off and on: every app has them as a control."""


@dataclass(frozen=True)
class App:
    """One server.

    Attributes:
        id: its name in the report's data.
        name: its name for readers.
        package: the package whose version is told.
        command: the command that serves it at a port.
        served: the same in words.
        path: where its page is.
        switch: the selector of what switches a measure, with ``{name}``.
        opens: the selector of what must be opened first for that.
        variables: what its environment says.
        tuning: where it could be tuned, for the report.
    """

    id: str
    name: str
    package: str
    command: Callable[[int], list[str]]
    served: str
    path: str = "/"
    switch: str = ""
    opens: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    tuning: str = ""
    cwd: Path = PEERS


def _program(name: str) -> str:
    return str(PROGRAMS / name)


DASHBOARD = App(
    OURS, "this dashboard", "dash",
    lambda port: [sys.executable, "-m", "dashboard", "serve", "--public", "--host", HOST, "--port", str(port)],
    "`purges serve --public`: gunicorn, a process a core, five threads each; `PURGES_RATE=0`, so that one client may ask without limit",
    switch="[data-control=measure] label:has-text('{name}')",
    variables={"PURGES_RATE": "0"},
    cwd=ROOT,
)  # fmt: skip
STREAMLIT = App(
    "streamlit", "Streamlit", "streamlit",
    lambda port: [
        _program("streamlit"), "run", "streamlit_app.py", "--server.port", str(port), "--server.address", HOST, "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none",
    ],
    "`streamlit run`, file watcher off; one process, as it allows no more",
    switch="[data-testid=stButtonGroup] button:has-text('{name}')",
    tuning="its static files could be compressed and kept by a proxy or a CDN in front; the two charts could be fragments, so that a "
    "change runs less of the script; several servers behind a balancer with sticky sessions would use all cores",
)  # fmt: skip
PANEL = App(
    "panel", "Panel", "panel",
    lambda port: [
        _program("panel"), "serve", "panel_app.py", "--port", str(port), "--address", HOST,
        "--allow-websocket-origin", f"{HOST}:{port}", "--num-procs", str(CORES),
    ],
    f"`panel serve --num-procs {CORES}`: a process a core",
    path="/panel_app",
    switch="button:text-is('{name}')",
    tuning="`--reuse-sessions` with `--warm` keeps a rendered session ready for the next visitor; `pn.extension(..., defer_load=True)` "
    "shows the page before its charts; scripts could come from its CDN, or compressed from a proxy; threads (`--num-threads`) help where "
    "callbacks wait",
)  # fmt: skip
VIZRO = App(
    "vizro", "Vizro", "vizro",
    lambda port: [_program("gunicorn"), "vizro_app:app", "--workers", str(CORES), "--bind", f"{HOST}:{port}", "--no-control-socket"],
    f"gunicorn, {CORES} workers, as its guide to deployment says",
    switch="label:has-text('{name}')",
    tuning="`flask-compress` or a proxy would compress what Dash sends; `serve_locally=False` takes scripts from a CDN; its `data_manager` "
    "caches data that a function loads (here they are a small frame); threads (`--threads`) would serve more connections at once",
)  # fmt: skip
MARIMO = App(
    "marimo", "marimo", "marimo",
    lambda port: [_program("marimo"), "run", "marimo_app.py", "--headless", "--host", HOST, "--port", str(port)],
    "`marimo run`: app mode, one process, a thread a session",
    switch="[role=option]:has-text('{name}')",
    opens="marimo-multiselect button",
    tuning="`mo.cache` keeps what cells compute; mounted in an ASGI program (`marimo.create_asgi_app`) several processes could serve it "
    "behind a balancer with sticky sessions; its static files could be kept by a CDN; exported as WebAssembly it needs no server",
)  # fmt: skip
RIVALS = (STREAMLIT, PANEL, VIZRO, MARIMO)
APPS = (DASHBOARD, *RIVALS)


def bare(figure: Path) -> App:
    """Return the floor: a page that holds a figure, and the same plotly.js as ours."""
    return App(
        BARE, "bare plotly.js", "plotly", lambda port: [sys.executable, "bare_app.py", str(port), str(figure)],
        "a page that holds the first page's first figure, and our plotly.js, both compressed best beforehand",
    )  # fmt: skip


@contextmanager
def serve(app: App, logs: Path) -> Iterator[Server]:
    """Serve an app until the block ends."""
    port = free_port()
    with serving(app.command(port), port, app.path, app.cwd, app.variables, logs / f"{app.id}.log") as server:
        yield server
