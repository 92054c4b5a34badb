"""PARTS: what is measured, each part complete in itself. In every turn each app has its turn once, in an order that changes."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from lighthouse import LIGHTHOUSE, judged
from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError
from screenshots import browser_path
from tqdm import tqdm

from benchmarks import load, memory, pictures
from benchmarks.apps import APPS, BARE, CHART, DASHBOARD, EMBED, LESSON, OURS, PROGRAMS, RIVALS, App, bare, serve
from benchmarks.browsing import TALL, browser, click, first_figure, fresh, ready, starts, switches, turn
from benchmarks.processes import Server, cpu_seconds

T = TypeVar("T")
LESSON_STEP = "/present/how-do-we-know?step=1"
PAGES = ("/", "/timeline", "/mass-operation", "/national-operations", "/elites", "/deportations", "/historians")
"""Pages of ours whose filters are switched: all that have some."""
SWITCHES = ("input:not(:checked) + .mantine-SegmentedControl-label", ".mantine-Chip-label")
"""What a click switches: first the other way to count or to scale, then each value on and off."""
_SOON = 1_500  # milliseconds after which a switch that moved nothing in view has changed nothing there
_FEW = 3  # turns of what takes minutes: sessions and batches
_FAULTS = (SystemExit, BrowserError, OSError, RuntimeError, subprocess.SubprocessError, KeyError)


@dataclass
class Plan:
    """How often, where files go meanwhile, and what could not be measured."""

    repeats: int
    quick: bool
    folder: Path
    gaps: list[str] = field(default_factory=list[str])

    def turns(self, name: str) -> Iterator[int]:
        """Yield the turns; the first is thrown away: it warms servers, caches and the machine."""
        yield from tqdm(range(self.repeats + 1), desc=name, disable=None)

    def order(self, things: Sequence[T], place: int) -> list[T]:
        """Return things in the order of a turn: each comes first once."""
        at = place % len(things)
        return [*things[at:], *things[:at]]

    def tried(self, what: str, measure: Callable[[], T]) -> T | None:
        """Return what is measured; what fails is told as a gap."""
        try:
            return measure()
        except _FAULTS as error:
            self.tell(f"{what}: {type(error).__name__}: {str(error).partition(chr(10))[0][:160]}")
            return None

    def tell(self, gap: str) -> None:
        """Note once what could not be measured."""
        if gap not in self.gaps:
            self.gaps.append(gap)


@contextmanager
def every_server(plan: Plan, apps: Sequence[App] = APPS) -> Iterator[dict[str, Server]]:
    """Serve all apps until the block ends."""
    with ExitStack() as stack:
        yield {app.id: stack.enter_context(serve(app, plan.folder)) for app in apps}


def start(plan: Plan) -> dict[str, Any]:
    """Open each page in a fresh profile, and once more in that profile."""
    found: dict[str, Any] = {"cold": {}, "warm": {}}
    with every_server(plan) as servers, browser(browser_path()) as run:
        figure = plan.folder / "figure.json"
        figure.write_text(first_figure(run, servers[OURS].address), "utf-8")
        with serve(bare(figure), plan.folder) as floor:
            at = {app.id: servers[app.id].address + app.path for app in APPS} | {
                BARE: floor.address, EMBED: f"{servers[OURS].address}/embed/{CHART}", LESSON: servers[OURS].address + LESSON_STEP,
            }  # fmt: skip
            for place in plan.turns("first chart"):
                for name in plan.order(list(at), place):
                    took = plan.tried(f"first chart of {name}", partial(starts, run, at[name])) or {"cold": {}, "warm": {}}
                    for state in ("cold", "warm") if place else ():
                        lists = found[state].setdefault(name, {})
                        for key in ("first", "usable", "bytes", "bytes_usable"):
                            lists.setdefault(key, []).append(took[state].get(key))
    return found


def redraw(plan: Plan) -> dict[str, Any]:
    """Switch measures on each app's page, and every filter of chips on pages of ours."""
    found: dict[str, Any] = {app.id: {"times": [], "settled": [], "cpu": []} for app in APPS}
    with every_server(plan) as servers, browser(browser_path()) as run:
        for place in plan.turns("redraw"):
            for app in plan.order(APPS, place):
                took = plan.tried(f"redraw of {app.name}", partial(_switched, run, app, servers[app.id], place))
                if place:
                    times, settled, cpu = took or ([], [], None)
                    for key, value in (("times", times), ("settled", settled), ("cpu", cpu)):
                        found[app.id][key].append(value)
        pages = PAGES[:2] if plan.quick else PAGES
        found["filters"] = {path: _filters(plan, run, servers[OURS], path) for path in tqdm(pages, desc="filters", disable=None)}
    return found


def _switched(run: Browser, app: App, server: Server, place: int) -> tuple[list[float], list[float], float | None]:
    """Return the milliseconds of each change, drawn and settled, and the server's milliseconds of processor a change."""
    context = fresh(run, TALL)
    page = context.new_page()
    ready(page, server.address + app.path)
    names = turn(place)
    before = cpu_seconds(server.pid)
    took = list(switches(page, app, names))
    cpu = (cpu_seconds(server.pid) - before) * 1000 / len(names)
    context.close()
    drawn = [one for one in took if one]
    return [one[0] for one in drawn], [one[1] for one in drawn], cpu


def _filters(plan: Plan, run: Browser, server: Server, path: str) -> dict[str, Any]:
    """Click every switch of one page one after another: no selection comes twice, so that no answer is at hand."""
    context = fresh(run, TALL)
    page = context.new_page()
    ready(page, server.address + path)
    held = [page.locator(f"[data-control] {switch}") for switch in SWITCHES]
    switches = [each.nth(place) for each in held for place in range(each.count())]
    took, split = list[tuple[float, float] | None](), list[dict[str, float]]()
    for switch in switches[: 4 if plan.quick else None]:
        took.append(plan.tried(f"filters of {path}", partial(click, page, switch, _SOON)))
        if took[-1]:
            split.append(page.evaluate("benchmark.split()"))
    context.close()
    drawn = [one for one in took if one]
    return {"times": [one[0] for one in drawn], "settled": [one[1] for one in drawn], "nothing": len(took) - len(drawn), "split": split}


def under_load(plan: Plan) -> dict[str, Any]:
    """Have many clients change measures at once."""
    found: dict[str, Any] = {}
    seconds = 1 if plan.quick else load.SECONDS
    with every_server(plan) as servers, browser(browser_path()) as run, ExitStack() as stack:
        ours = load.of_dashboard(run, servers[OURS])
        vizro = [("POST", "/_dash-update-component", "", body) for body in load.captured(run, servers["vizro"], _named("vizro"), turn(0))]
        asked = {
            "cached": lambda: (ours.known, []),
            "mixed": lambda: (ours.known, load.new_for(ours, seconds)),
            "door": lambda: (load.door_requests(servers[OURS], tagged=False), []),
            "door_known": lambda: (load.door_requests(servers[OURS], tagged=True), []),
            "vizro": lambda: (vizro, []),
        }
        holders = {app.id: stack.enter_context(memory.holding(app, servers[app.id], [], plan.folder)) for app in _with_sessions()}

        def measured(name: str, clients: int) -> dict[str, float]:
            if name in holders:
                return holders[name].ask(f"change {seconds}")
            server = servers["vizro" if name == "vizro" else OURS]
            return load.ask(server, clients, seconds, *asked[name](), plan.folder)

        for clients in load.CLIENTS:
            for name, holder in holders.items():
                plan.tried(
                    f"{clients} sessions of {name}", partial(holder.open, clients, lambda text, name=name: plan.tell(f"{name}: {text}"))
                )
            rows = found.setdefault(str(clients), {name: [] for name in (*asked, *holders)})
            for place in plan.turns(f"{clients} clients"):
                for name in plan.order(list(rows), place):
                    took = plan.tried(f"{clients} clients of {name}", partial(measured, name, clients))
                    if place:
                        rows[name].append(took)
    return found


def _named(name: str) -> App:
    return next(app for app in APPS if app.id == name)


def _with_sessions() -> list[App]:
    return [app for app in RIVALS if app.id not in memory.OVER_HTTP]


def in_memory(plan: Plan) -> dict[str, Any]:
    """Hold idle sessions; each time the server is started anew."""
    found: dict[str, Any] = {app.id: [] for app in APPS}
    found["repeats"] = 1 if plan.quick else min(_FEW, plan.repeats)
    requests: dict[str, list[load.Request]] = {app.id: [] for app in APPS}
    paged = [app for app in APPS if app.id in memory.OVER_HTTP]
    with every_server(plan, paged) as servers, browser(browser_path()) as run:
        for app in paged:
            requests[app.id] = memory.page_requests(run, app, servers[app.id])
    for place in tqdm(range(found["repeats"]), desc="memory", disable=None):
        for app in plan.order(APPS, place):
            took = plan.tried(f"memory of {app.name}", partial(memory.sessions_cost, app, requests[app.id], plan.folder, plan.tell))
            found[app.id].append(took or {})
    return found


def as_pictures(plan: Plan) -> dict[str, Any]:
    """Make PNG files: in the browser, and many at once."""
    found: dict[str, Any] = {app.id: {size: [] for size in pictures.SIZES} for app in APPS}
    with every_server(plan) as servers, browser(browser_path()) as run:
        for place in plan.turns("pictures"):
            for app in plan.order(APPS, place):
                took = plan.tried(f"pictures of {app.name}", partial(_pictured, run, app, servers[app.id])) or {}
                for size in pictures.SIZES if place else ():
                    found[app.id][size].append(took.get(size))
    batches = list[dict[str, float]]()
    for place in tqdm(range(1 if plan.quick else min(_FEW, plan.repeats)), desc="batch", disable=None):
        folder = plan.folder / f"batch{place}"
        folder.mkdir()
        batches += [took] if (took := plan.tried("batch export", partial(pictures.batch, folder))) else []
    return {"browser": found, "batch": batches}


def _pictured(run: Browser, app: App, server: Server) -> dict[str, float]:
    return pictures.of_dialog(run, server.address) if app is DASHBOARD else pictures.of_camera(run, app, server.address)


def by_lighthouse(plan: Plan) -> dict[str, Any]:
    """Have Lighthouse judge how fast the first page is, at desktop size."""
    found: dict[str, Any] = {"scores": [], "first_paint": [], "largest_paint": [], "blocked": []}
    if not LIGHTHOUSE.exists():
        plan.gaps.append("Lighthouse is not installed: make .stamps/audit")
        return found
    with serve(DASHBOARD, plan.folder) as server:
        for place in plan.turns("Lighthouse"):
            told = plan.tried("Lighthouse", lambda: judged(f"{server.address}/", "desktop", ("performance",)))
            if not place or not told:
                continue
            found["version"] = told["lighthouseVersion"]
            found["scores"].append(told["categories"]["performance"]["score"] * 100)
            for key, audit in (
                ("first_paint", "first-contentful-paint"),
                ("largest_paint", "largest-contentful-paint"),
                ("blocked", "total-blocking-time"),
            ):
                found[key].append(told["audits"][audit]["numericValue"])
    return found


PARTS: dict[str, Callable[[Plan], dict[str, Any]]] = {
    "start": start,
    "redraw": redraw,
    "load": under_load,
    "memory": in_memory,
    "pictures": as_pictures,
    "lighthouse": by_lighthouse,
}


def about() -> dict[str, Any]:
    """Return the machine and the versions of everything."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    release = platform.release().partition("-")[0]
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    listed = subprocess.run([str(PROGRAMS / "python"), "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True)
    held = dict(line.split("==") for line in listed.stdout.splitlines() if "==" in line)
    chromium = subprocess.run([browser_path(), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    own = {name: version(name) for name in ("dash", "plotly", "gunicorn", "kaleido")}
    return {
        "machine": {
            "processor": model, "cores": os.cpu_count(), "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
            "system": f"{platform.system()} {release}", "python": platform.python_version(), "browser": chromium,
        },
        "versions": {"ours": own, "peers": {app.package: held[app.package] for app in RIVALS} | {"plotly": held["plotly"]}},
    }  # fmt: skip
