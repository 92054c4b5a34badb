"""Holds sessions of one server without a browser, and changes a measure in each: run in the peers' own environment.

``python sessions.py KIND ADDRESS [REQUESTS.tsv]`` is told ``open COUNT`` or ``change SECONDS`` and answers each with a line
of JSON. A session does what the page's own script does when it opens: streamlit, Panel and marimo hold a websocket; a Dash
page asks what a browser was seen to ask, and keeps its connection.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import secrets
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

PATIENCE = 60.0  # seconds
AT_ONCE = 4  # sessions that are opened at the same time
TRIES = 3  # to open one: some servers refuse now and then when several come at once
FAULTS = (OSError, RuntimeError, TimeoutError, WebSocketException, http.client.HTTPException)
EACH = ("Sentenced to death", "Camps, colonies, prison", "Exile, banishment", "Other measures")
ALL = ("Arrested", "Sentenced, all kinds", *EACH, "Shot")


def chosen(place: int) -> list[str]:
    """Return the measures that stand after one more change."""
    return [name for name in ALL if name != EACH[place % len(EACH)]]


class Session:
    """A session over a websocket at ``address``."""

    def __init__(self, address: str, requests: list[list[str]]) -> None:
        self.address, self.requests = address, requests
        self.host = urlsplit(address).netloc
        self.socket: Any = None
        self.place = 0

    async def join(self, path: str, **how: Any) -> None:
        """Open the websocket."""
        origin = f"http://{self.host}"
        # without pings: a busy server would be left before it can answer
        self.socket = await connect(
            f"ws://{self.host}{path}", max_size=None, origin=origin, open_timeout=PATIENCE, ping_interval=None, **how
        )

    async def until(self, sign: bytes, times: int = 1) -> bytes:
        """Return the message in which a sign came for the last of so many times."""
        while True:
            content = await self.socket.recv(decode=False)
            times -= sign in content
            if times <= 0:
                return content

    async def got(self, path: str) -> str:
        """Return a page."""
        return await asyncio.to_thread(fetched, self.host, "GET", path, "", {})


def fetched(host: str, method: str, path: str, body: str, headers: dict[str, str]) -> str:
    """Return what a server answers."""
    asked = http.client.HTTPConnection(host, timeout=PATIENCE)
    asked.request(method, path, body or None, headers)
    answer = asked.getresponse()
    content = answer.read().decode()
    asked.close()
    if answer.status >= http.HTTPStatus.BAD_REQUEST:
        message = f"{path}: {answer.status}"
        raise RuntimeError(message)
    return content


class Streamlit(Session):
    """streamlit: messages are protocol buffers; the script runs once for each."""

    async def open(self) -> None:
        """Run the script and learn the ids of the controls."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        await self.got("/")
        await self.join("/_stcore/stream", subprotocols=["streamlit"])
        self.message = BackMsg()
        self.message.rerun_script.query_string = ""
        elements = await self.run()
        self.measures = next(one.button_group.id for one in elements if one.button_group.label == "Measures")

    async def run(self) -> list[Any]:
        """Have the script run and return the elements that it gave."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        await self.socket.send(self.message.SerializeToString())
        found = []
        while True:
            told = ForwardMsg()
            told.ParseFromString(await self.socket.recv())
            kind = told.WhichOneof("type")
            if kind == "delta":
                found.append(told.delta.new_element)
            elif kind == "script_finished":
                return found

    async def change(self) -> None:
        """Choose other measures and wait until the script has run."""
        states = self.message.rerun_script.widget_states
        del states.widgets[:]
        states.widgets.add(id=self.measures).string_array_value.data.extend(chosen(self.place))
        await self.run()


class Panel(Session):
    """Panel: the protocol of Bokeh, each message in three parts."""

    async def open(self) -> None:
        """Ask for the document and learn the id of the control."""
        path = urlsplit(self.address).path
        found = re.search(r'"token":"([^"]+)"', await self.got(path))
        if not found:
            message = "the page holds no token"
            raise RuntimeError(message)
        await self.join(f"{path}/ws", subprotocols=["bokeh", found[1]])
        await self.until(b'"ACK"')
        await self.say("PULL-DOC-REQ", {})
        held = await self.until(b'"panel.models.widgets.CheckboxButtonGroup"')
        self.measures = re.search(rb'CheckboxButtonGroup", ?"id": ?"(\w+)"', held)[1].decode()  # type: ignore[index]

    async def say(self, kind: str, content: dict[str, Any]) -> None:
        """Send a message."""
        for part in ({"msgid": f"{self.place}", "msgtype": kind}, {}, content):
            await self.socket.send(json.dumps(part))

    async def change(self) -> None:
        """Choose other measures and wait until both charts have come anew."""
        active = [ALL.index(name) for name in chosen(self.place)]
        event = {"kind": "ModelChanged", "model": {"id": self.measures}, "attr": "active", "new": active}
        await self.say("PATCH-DOC", {"events": [event]})
        await self.until(b'"_render_count"', 2)


class Marimo(Session):
    """marimo: a kernel of its own for each session, told by requests, telling by the websocket."""

    async def open(self) -> None:
        """Have the notebook run and learn the id of the control."""
        page = await self.got("/")
        token = re.search(r'"serverToken": ?"([^"]+)"', page)
        name = f"s_{secrets.token_hex(3)}"
        self.headers = {"Content-Type": "application/json", "Marimo-Session-Id": name, "Marimo-Server-Token": token[1] if token else ""}
        await self.join(f"/ws?session_id={name}")
        self.measures = ""
        while True:
            content = await self.socket.recv(decode=False)
            found = re.search(rb"<marimo-ui-element object-id='([^']+)'[^>]*><marimo-multiselect", content)
            if found:
                self.measures = found[1].decode()
            if b'"completed-run"' in content:
                return

    async def change(self) -> None:
        """Choose other measures and wait until the cells have run."""
        body = json.dumps({"objectIds": [self.measures], "values": [chosen(self.place)]})
        await asyncio.to_thread(fetched, self.host, "POST", "/api/kernel/set_ui_element_value", body, self.headers)
        await self.until(b'"completed-run"')


class Page(Session):
    """A page over HTTP: what its script asks for when it opens, over one connection that is then kept."""

    async def open(self) -> None:
        """Ask for everything."""
        self.socket = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        await asyncio.to_thread(self.load)

    def load(self) -> None:
        """Ask for one thing after another."""
        for method, path, _, body in self.requests:
            self.socket.request(method, path, body or None, {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate, br"})
            self.socket.getresponse().read()


KINDS: dict[str, type[Any]] = {"streamlit": Streamlit, "panel": Panel, "marimo": Marimo, "page": Page}


async def opened(kind: type[Any], address: str, requests: list[list[str]], count: int) -> tuple[list[Any], int]:
    """Open so many sessions, a few at a time; return those that opened, and how often one was refused."""
    few, made, refused = asyncio.Semaphore(AT_ONCE), list[Any](), 0

    async def one() -> None:
        nonlocal refused
        for _ in range(TRIES):
            session = kind(address, requests)
            try:
                async with few:
                    await asyncio.wait_for(session.open(), PATIENCE)
            except FAULTS:
                refused += 1
            else:
                made.append(session)
                return

    await asyncio.gather(*(one() for _ in range(count)))
    return made, refused


async def changed(held: list[Any], seconds: float) -> dict[str, Any]:
    """Let every session change again and again; return how many changes were answered, and how fast."""
    times, errors = list[float](), 0
    begun = time.perf_counter()

    async def one(session: Any) -> None:
        nonlocal errors
        while time.perf_counter() - begun < seconds:
            session.place += 1
            asked = time.perf_counter()
            try:
                await asyncio.wait_for(session.change(), PATIENCE)
            except FAULTS:
                errors += 1
                return
            times.append((time.perf_counter() - asked) * 1000)

    await asyncio.gather(*(one(session) for session in held))
    took = time.perf_counter() - begun
    times.sort()
    shares = {f"p{share}": times[min(len(times) - 1, len(times) * share // 100)] for share in (50, 95, 99)} if times else {}
    return {"requests": len(times), "seconds": took, "rate": len(times) / took, "broken": errors, "refused": 0, **shares}


async def main() -> None:
    """Do what is asked until the input ends."""
    kind, address = KINDS[sys.argv[1]], sys.argv[2]
    requests = [line.split("\t") for line in Path(sys.argv[3]).read_text("utf-8").splitlines()] if len(sys.argv) > 3 else []
    held: list[Any] = []
    while line := (await asyncio.to_thread(sys.stdin.readline)).split():
        asked, figure = line[0], float(line[1])
        if asked == "open":
            begun = time.perf_counter()
            made, refused = await opened(kind, address, requests, int(figure) - len(held))
            held += made
            told: dict[str, Any] = {"open": len(held), "refused": refused, "seconds": time.perf_counter() - begun}
        else:
            told = await changed(held, figure)
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
