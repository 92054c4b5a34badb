"""What can be wrong, said so that the reader can mend it: code, place, what was found, what is allowed, what to do."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One unsound place in the record.

    Attributes:
        file: name of the file inside the data folder.
        line: line number in that file as an editor counts it (the header is line 1); 0 when the whole file is meant.
        field: column, or an empty string when the whole line or file is meant.
        code: stable name of the kind of problem, for example ``cell-not-integer``.
        found: what stands there.
        allowed: what may stand there.
        remedy: what to do.
    """

    file: str
    line: int
    field: str
    code: str
    found: str
    allowed: str
    remedy: str

    def __str__(self) -> str:
        """Return the problem as one line of text."""
        place = self.file
        if self.line:
            place += f", line {self.line}"
        if self.field:
            place += f", field {self.field}"
        return f"{self.code}: {place}: found {self.found}, expected {self.allowed}. {self.remedy}"


def report(problems: Iterable[Problem]) -> str:
    """Return all problems, sorted by place, one a line, closed by their count."""
    lines = [str(problem) for problem in sorted(set(problems))]
    noun = "problem" if len(lines) == 1 else "problems"
    return "\n".join([*lines, f"{len(lines)} {noun} found."])


class DashboardError(Exception):
    """Anything this project raises on purpose."""


class DataError(DashboardError):
    """The data folder is not sound; ``problems`` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(report(self.problems))


class MixError(DashboardError):
    """Figures were about to be added that do not mix: another basis, or overlapping populations."""


class SizeError(DashboardError):
    """A chart has no legible place in a picture of the size asked for."""

    def __init__(self, chart_id: str, size: str) -> None:
        self.chart_id = chart_id
        super().__init__(
            f"chart {chart_id} has no room in {size}: not even its words fit; ask for a larger picture, or leave its height open"
        )


CHROME, KALEIDO = "chrome", "kaleido"
_INSTALL = {
    CHROME: "no chrome or chromium was found to draw pictures. Install one (Debian: apt install chromium; "
    "elsewhere: kaleido_get_chrome), or name it in BROWSER_PATH.",
    KALEIDO: "the package kaleido, which draws pictures, is not installed. Install it: pip install 'great-purges-dashboard[export]'.",
}


class ToolError(DashboardError):
    """A program that draws pictures is missing; ``tool`` names it."""

    def __init__(self, tool: str) -> None:
        self.tool = tool
        super().__init__(f"{_INSTALL[tool]} CSV and JSON need neither: --format csv,json.")


class ChromeError(ToolError):
    """A chrome is there, and does not do what it is there for; it may later."""

    def __init__(self, path: str, what: str) -> None:
        self.tool = CHROME
        place = "named in BROWSER_PATH" if os.environ.get("BROWSER_PATH") else "found on this machine"
        DashboardError.__init__(  # only its name: folders of a server are nobody's business
            self,
            f"the browser {Path(path).name}, {place}, {what}, so no picture is drawn. Start it by hand to see what it says, or name a "
            "chrome or chromium that starts in BROWSER_PATH. CSV and JSON need none: --format csv,json.",
        )


class ListenError(DashboardError):
    """Nobody can listen at the host and port asked for."""

    def __init__(self, host: str, port: int, cause: OSError | ValueError) -> None:
        of_host = not isinstance(cause, OSError) or isinstance(cause, socket.gaierror) or cause.errno == errno.EADDRNOTAVAIL
        reason = cause.strerror if isinstance(cause, OSError) else "there is no such host"
        host_remedy = "Choose an address of this machine: HOST=127.0.0.1 make run, or purges serve --host 127.0.0.1."
        port_remedy = "Choose another port: PORT=8051 make run, or purges serve --port 8051."
        super().__init__(f"Cannot listen on {host}:{port}: {reason}. {host_remedy if of_host else port_remedy}")


class PlaceError(DashboardError):
    """A file or folder that was asked for cannot be written."""

    def __init__(self, place: str, cause: OSError) -> None:
        super().__init__(f"{place} cannot be written: {cause.strerror}. Name another place with --out.")


@contextmanager
def writing(place: Path) -> Generator[None]:
    """Tell of what cannot be written in this block as a PlaceError; ``place`` is named where the system names no file."""
    try:
        yield
    except OSError as error:
        raise PlaceError(str(error.filename or place), error) from error


class SettingsError(DashboardError):
    """A variable of the environment holds what it cannot."""

    def __init__(self, name: str, found: str, allowed: str) -> None:
        super().__init__(f"{name} is {found!r}, expected {allowed}. Mend it, or unset it for the default.")


class WordsError(DashboardError):
    """A language file lacks a text, or a text asks for a value that it was not given."""


class ChartError(DashboardError):
    """A chart failed; the text names the chart and the stage, the cause is chained."""

    def __init__(self, chart_id: str, stage: str) -> None:
        self.chart_id = chart_id
        self.stage = stage
        super().__init__(f"chart {chart_id} failed while it was to {stage}; the cause stands above")
