"""How a server of the dashboard is set up: everything that the environment may say, in one place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.errors import SettingsError

_CORES = os.cpu_count() or 1


def _whole(name: str, text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    raise SettingsError(name, text, f"a whole number from {least} to {most}")


def _hosts(name: str, text: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in text.split(","))
    if all(host and "/" not in host for host in hosts):
        return hosts
    raise SettingsError(name, text, "names of hosts without http://, joined by commas, such as purges.example.org")


def _path(name: str, text: str) -> str:
    if re.fullmatch(r"(/[\w.~-]+)+/?", text, re.ASCII) and not {".", ".."}.intersection(text.split("/")):
        return text.rstrip("/")
    raise SettingsError(name, text, "a path such as /purges, without . or .. between its slashes")


def _redis(name: str, text: str) -> str:
    if text.startswith(("redis://", "rediss://", "unix://")):
        return text
    raise SettingsError(name, text, "an address such as redis://127.0.0.1:6379/0")


@dataclass(frozen=True)
class Settings:
    """What differs between one lecturer's laptop and a public site; the defaults are the laptop's.

    Attributes:
        proxies: how many proxies stand before this server and are trusted to say who asked and by which address.
        hosts: the host names that this server answers to; empty: any.
        hsts: for how many seconds a browser shall ask by https only; 0: nothing is said.
        prefix: the path of another site below which the dashboard stands, such as /purges; empty: it has a site of its own.
        rate: costly answers a second for one client, after a burst of thirty times as many; 0: no limit.
        cache_url: a Redis that several servers share their answers through; empty: each keeps its own.
        workers: processes of the public server.
        threads: threads of each process.
    """

    proxies: int = 0
    hosts: tuple[str, ...] = ()
    hsts: int = 0
    prefix: str = ""
    rate: int = 100
    cache_url: str = ""
    workers: int = _CORES
    threads: int = 5


_READ: Mapping[str, Callable[[str, str], Any]] = {
    "proxies": lambda name, text: _whole(name, text, 0, 9),
    "hosts": _hosts,
    "hsts": lambda name, text: _whole(name, text, 0, 999_999_999),
    "prefix": _path,
    "rate": lambda name, text: _whole(name, text, 0, 1_000_000),
    "cache_url": _redis,
    "workers": lambda name, text: _whole(name, text, 1, 256),
    "threads": lambda name, text: _whole(name, text, 2, 256),
}
VARIABLES = {field: f"PURGES_{field.upper()}" for field in _READ}


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings that an environment asks for; what it leaves out or empty stays at its default.

    Raises:
        SettingsError: a variable holds what it cannot.
    """
    given = {field: environment.get(name, "") for field, name in VARIABLES.items()}
    return Settings(**{field: _READ[field](VARIABLES[field], text) for field, text in given.items() if text})


def port_from(text: str, name: str = "PORT") -> int:
    """Return the port that a text names, the default where it is empty; 0 is any that is free.

    Raises:
        SettingsError: it names none.
    """
    return _whole(name, text, 0, 65_535) if text else 8050
