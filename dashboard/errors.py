"""What can be wrong, said so that the reader can mend it: code, place, what was found, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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
