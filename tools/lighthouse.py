"""Lighthouse's judgement of every page from the running app, at desktop and phone size, into the README.

python tools/lighthouse.py          judge, and renew the README's table; exits with 1 when a score is below 100
python tools/lighthouse.py --check  judge only
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from screenshots import browser_path, server  # noqa: E402 - the checkout is not an installed package

from dashboard.pages import PAGES  # noqa: E402

LIGHTHOUSE = ROOT / "tools" / "audit" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("accessibility", "best-practices")
FORMS = {"desktop": ("--preset=desktop",), "phone": ()}
README = ROOT / "README.md"
BEGIN, END = "<!-- audit: renewed by `make audit` -->", "<!-- /audit -->"


def judged(address: str, form: str, categories: Sequence[str] = CATEGORIES) -> dict[str, Any]:
    """Return Lighthouse's report of one page."""
    flags = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"
    command = [
        str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--only-categories={','.join(categories)}", f"--chrome-flags={flags}",
        *FORMS[form],
    ]  # fmt: skip
    run = subprocess.run(command, env={**os.environ, "CHROME_PATH": browser_path()}, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def scores(report: dict[str, Any]) -> list[int]:
    """Return the scores of a report in the order of CATEGORIES, out of 100."""
    return [round(report["categories"][name]["score"] * 100) for name in CATEGORIES]


def table(rows: list[tuple[str, list[int]]], version: str) -> str:
    """Return the scores in Markdown, under the day and the version that gave them."""
    day = datetime.now().astimezone().date()
    heads = [f"{name}, {form}" for form in FORMS for name in CATEGORIES]
    lines = [f"Lighthouse {version} on {day:%d %B %Y}, out of 100:", "", f"| Page | {' | '.join(heads)} |", "|---|" + "--:|" * len(heads)]
    return "\n".join([*lines, *(f"| `{path}` | {' | '.join(map(str, found))} |" for path, found in rows)])


def main() -> int:
    """Judge every page; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if not LIGHTHOUSE.exists():
        message = f"{LIGHTHOUSE.relative_to(ROOT)} is not there; make audit installs it (npm)"
        raise SystemExit(message)
    rows, version = list[tuple[str, list[int]]](), ""
    with server() as base:
        for at in PAGES:
            found = list[int]()
            for form in FORMS:
                report = judged(f"{base}{at.path}", form)
                version = report["lighthouseVersion"]
                found += scores(report)
            rows.append((at.path, found))
            print(at.path, *found, flush=True)
    if not check:
        before, begin, rest = README.read_text("utf-8").partition(BEGIN)
        _, end, after = rest.partition(END)
        if not begin or not end:
            message = f"{README.name} has no lines {BEGIN} and {END}"
            raise SystemExit(message)
        README.write_text(f"{before}{BEGIN}\n{table(rows, version)}\n{END}{after}", "utf-8")
    return 0 if all(score == 100 for _, found in rows for score in found) else 1


if __name__ == "__main__":
    sys.exit(main())
