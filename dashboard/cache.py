"""Answers that are kept: each is made once, by one thread while the others wait, and may be shared with other servers.

An answer is kept under everything that it follows from: the program, the record, the address or the request, and the
day (citations name it). So nothing ever has to be thrown away because it is out of date. Only bytes are shared through
Redis, never objects that would have to be unpickled: who can write there can change an answer, not run code here.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

from cachetools import LRUCache, cached
from flask import Response, make_response, request

log = logging.getLogger(__name__)

_MOST_BYTES = 64_000_000  # of this process
_SHARED_FOR = 86_400  # seconds
_AWAY_FOR = 10.0  # seconds for which a Redis that did not answer is not asked again
_PATIENCE = 0.25  # seconds
_PREFIX = "purges:"
_OF_THE_MOMENT = ("Date", "Content-Length")  # headers that are not kept


def kept(most: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what keeps the last ``most`` results of a function; of threads that ask for the same, one makes it and the others wait."""
    return cached(LRUCache(most), condition=threading.Condition())


class Remembered:
    """A folder in which what is slow to make is kept between starts; when it cannot be written to, that is said once."""

    def __init__(self, folder: Path, what: str) -> None:
        """``what`` names its content in the log."""
        self._folder, self._what, self._missed = folder, what, False

    def get(self, name: str) -> bytes | None:
        """Return the content of a name; None where nothing is remembered."""
        file = self._folder / name
        return file.read_bytes() if file.is_file() else None

    def set(self, name: str, content: bytes) -> None:
        """Remember a content; whoever reads meanwhile finds all of it or nothing."""
        part = self._folder / f"{name}.{threading.get_ident()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(self._folder / name)
        except OSError as error:
            if not self._missed:
                log.warning("%s cannot be remembered (%s); the next start makes them again", self._what, error)
            self._missed = True
            with suppress(OSError):
                part.unlink()


class Shared:
    """A Redis that servers share answers through; when it is gone they go on without it, and it is said once."""

    def __init__(self, url: str) -> None:
        from redis import Redis

        self._redis = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._back_at = 0.0
        self._missed, self._telling = False, threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Return what is shared under a key; None where nothing is, or where nobody answers."""
        return self._ask(lambda: self._redis.get(_PREFIX + key))

    def set(self, key: str, content: bytes) -> None:
        """Share an answer for a day."""
        self._ask(lambda: self._redis.set(_PREFIX + key, content, ex=_SHARED_FOR))

    def _ask(self, question: Callable[[], Any]) -> Any:
        from redis import RedisError

        if time.monotonic() < self._back_at:
            return None
        try:
            answer = question()
        except (RedisError, OSError) as error:
            self._back_at = time.monotonic() + _AWAY_FOR
            self._tell(True, f"the shared cache does not answer ({type(error).__name__}); going on without it")
            return None
        self._tell(False, "the shared cache answers again")
        return answer

    def _tell(self, missed: bool, what: str) -> None:
        """Say that the Redis went, or came back: once, though many threads see it."""
        if missed != self._missed:
            with self._telling:
                if missed != self._missed:
                    self._missed = missed
                    log.warning(what)


class _Passing(Exception):  # noqa: N818 - carries an answer that is not kept past the cache
    def __init__(self, response: Response) -> None:
        self.response = response


class Answers:
    """The answers of one server: those made lately, and those that others share."""

    def __init__(self, state: Sequence[str], shared: Shared | None = None) -> None:
        """Keep what follows from ``state``: the program and the record."""
        self._state, self._shared = tuple(state), shared
        self._near = cached(LRUCache(_MOST_BYTES, getsizeof=len), key=lambda key, _: key, condition=threading.Condition())(self._far)

    def _far(self, key: str, make: Callable[[], bytes]) -> bytes:
        found = self._shared.get(key) if self._shared else None
        if found is None:
            found = make()
            if self._shared:
                self._shared.set(key, found)
        return found

    def keep(self, view: Callable[..., Any]) -> Callable[..., Response]:
        """Return a view whose good answers are kept, unless they say that nobody shall."""

        @wraps(view)
        def keeping(**arguments: Any) -> Response:
            address = request.base_url if request.method == "POST" else request.url  # Dash adds a word of its own to each page load
            asked = (*self._state, date.today().isoformat(), address)
            key = hashlib.sha256("\0".join(asked).encode("utf-8", "surrogateescape") + b"\0" + request.get_data())

            def make() -> bytes:
                response = make_response(view(**arguments))
                if response.status_code != HTTPStatus.OK or response.cache_control.no_store:
                    raise _Passing(response)
                return _packed(response)

            try:
                response = _unpacked(self._near(key.hexdigest(), make))
            except _Passing as passing:
                return passing.response
            if request.method != "POST":
                response.make_conditional(request)
            return response

        return keeping


def _packed(response: Response) -> bytes:
    """Return an answer as bytes: its headers in one line, then what it says."""
    headers = [[name, text] for name, text in response.headers if name not in _OF_THE_MOMENT]
    return json.dumps(headers).encode() + b"\n" + response.get_data()


def _unpacked(content: bytes) -> Response:
    headers, _, body = content.partition(b"\n")
    return Response(body, headers=json.loads(headers))
