"""The server of a public site: gunicorn, several processes that share one record, and new data without a dropped request.

The record is read and its charts are drawn once, before the processes divide, so that they share that memory. On SIGHUP
the record is read again: new processes take over when it is sound, and the old ones finish what they are at. An unsound
record changes nothing; the log and ``/readyz`` say what is wrong with it. A process that is stopped answers everybody
whom the machine has let in, and closes the door at once, so that whoever comes later is refused and never left waiting.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from dashboard.doors import REFUSED
from dashboard.errors import DashboardError
from dashboard.security import LARGEST_HEADER, LONGEST_ADDRESS, REQUEST_ID
from dashboard.settings import Settings

log = logging.getLogger("gunicorn.error")

# where processes show that they live, in files without a name
_MEMORY = "/dev/shm"  # nosec B108
_M_ARENA_MAX, _ARENAS = -8, 2  # the name of the setting in glibc's malloc.h
_AT_A_STRETCH = 0.02  # seconds that a thread may compute before another's turn: as long as a chart takes, which is then drawn in one go


class JsonLog(Logger):
    """Writes a line of JSON for each answer: when, which request, who asked for what, what it was told and how long that took."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> None:
        """Write the line of one answer."""
        if not self.access_log_enabled:
            return
        headers = {str(name).lower(): text for name, text in resp.headers}
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": headers.get(REQUEST_ID.lower(), ""),
            "client": environ.get("REMOTE_ADDR", ""),
            "method": environ.get("REQUEST_METHOD", ""),
            "path": environ.get("PATH_INFO", ""),
            "query": environ.get("QUERY_STRING", ""),
            "status": int(str(resp.status).split(maxsplit=1)[0]),
            "bytes": resp.sent,
            "ms": round(request_time / timedelta(milliseconds=1), 1),
        }
        self.access_log.info("%s", json.dumps(line))


class FinishingWorker(ThreadWorker):
    """Threads of one process, which when it is stopped answers also the connections that nobody has taken up yet."""

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Take connections, or not; on the way out take those that wait, then close: what waits longer would be reset."""
        leaving = not enabled and not self.alive
        if leaving:
            for listener in self.sockets:
                taken = -1
                while taken < self.nr_conns:
                    taken = self.nr_conns
                    self.accept(listener)
        super().set_accept_enabled(enabled)
        if leaving:
            for listener in self.sockets:
                listener.close()
            self.sockets = []


def _share_arenas() -> None:
    """Let threads share memory that they gave back: glibc otherwise keeps it apart for each, and the process grows by a sixth."""
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
    except (AttributeError, OSError):  # another C library, which has no such setting
        log.debug("this C library has no arenas")


def try_to_listen(host: str, port: int) -> None:
    """Take for a moment the address at which gunicorn will listen; it tries for five seconds and then says little.

    Raises:
        OSError: nobody can listen there.
        ValueError: nothing can have such a name.
    """
    if {"GUNICORN_FD", "LISTEN_FDS"}.isdisjoint(os.environ):  # else it takes over a port that is listened on already
        bare = host.strip("[]")
        with socket.socket(socket.AF_INET6 if ":" in bare else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((bare, port))


class PublicServer(BaseApplication):
    """Serves what ``make`` makes, and makes it anew on SIGHUP."""

    def __init__(self, make: Callable[[], Flask], host: str, port: int, settings: Settings) -> None:
        bare = host.strip("[]")
        self._make, self._bind, self._settings = make, f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}", settings
        self._app: Flask | None = None
        _share_arenas()
        sys.setswitchinterval(_AT_A_STRETCH)
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn up."""
        for name, value in {
            "bind": self._bind,
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": FinishingWorker,
            "preload_app": True,
            "graceful_timeout": 30,
            "timeout": 60,
            "keepalive": 75,  # longer than a proxy keeps a connection that it does not use
            "limit_request_line": LONGEST_ADDRESS + 100,
            "limit_request_field_size": LARGEST_HEADER,
            "forwarded_allow_ips": "",  # who is trusted is said in one place: PURGES_PROXIES
            "secure_scheme_headers": {},
            "logger_class": JsonLog,
            "accesslog": "-",
            "control_socket_disable": True,
            **({"worker_tmp_dir": _MEMORY} if Path(_MEMORY).is_dir() else {}),
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the app; what it holds is left out of garbage collection, which would copy it into each process."""
        gc.unfreeze()
        self._app = self._make()
        gc.collect()
        gc.freeze()
        return self._app

    def reload(self) -> None:
        """Take up a new record, or stay with the one in use and tell why."""
        super().reload()
        try:
            self.callable = self.load()
        except Exception as error:  # whatever is wrong with new data, the old must go on being served
            told = str(error) if isinstance(error, DashboardError | OSError) else f"{type(error).__name__}; the log has the details"
            if self._app is not None:
                self._app.config[REFUSED] = told
            log.error("the new record is not taken up, the old one stays in use: %s", told, exc_info=not isinstance(error, DashboardError))
        else:
            log.info("the record was read anew")
