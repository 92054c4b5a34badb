"""Asks whether a pinned package has a known fault: pip-audit for Python, npm audit for the fonts and tools.

Both ask a service on the internet. Where one cannot be reached nothing was audited, and that is said: exit status 2,
which is neither "no fault known" (0) nor "a fault is known" (1).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOOD, FAULTY, UNREACHED = 0, 1, 2


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def python(requirements: str) -> int:
    """Audit a file of pinned packages; one that the service does not know was not audited, whatever pip-audit's status says."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    done = _run([sys.executable, "-m", "pip_audit", "--requirement", requirements, *options], ROOT)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"{requirements}: NOT AUDITED. The service that lists faults could not be asked: {_reason(done.stderr)}")
        return UNREACHED
    faulty = [f"{one['name']} {one['version']}: {fault['id']}" for one in packages for fault in one.get("vulns", ())]
    skipped = [one for one in packages if "skip_reason" in one]
    print(
        "\n".join(
            [f"{requirements}: {len(packages) - len(skipped)} of {len(packages)} packages audited, {len(faulty)} known faults.", *faulty]
        )
    )
    if skipped:
        print(f"{requirements}: {len(skipped)} packages NOT AUDITED. {skipped[0]['skip_reason']}")
    return FAULTY if faulty else UNREACHED if skipped else GOOD


def npm(folder: str) -> int:
    """Audit a folder with a package-lock.json."""
    if shutil.which("npm") is None:
        print(f"{folder}/package-lock.json: NOT AUDITED. npm is not installed.")
        return UNREACHED
    done = _run(["npm", "audit", "--json", "--package-lock-only"], ROOT / folder)
    try:
        found = json.loads(done.stdout)["metadata"]["vulnerabilities"]["total"]
    except (ValueError, KeyError, TypeError):
        print(f"{folder}/package-lock.json: NOT AUDITED. The service that lists faults could not be asked: {_reason(done.stderr)}")
        return UNREACHED
    print(f"{folder}/package-lock.json: {found or 'no'} known fault{'s' if found > 1 else ''}.")
    if found:
        print(_run(["npm", "audit", "--package-lock-only"], ROOT / folder).stdout)
    return FAULTY if found else GOOD


def _reason(text: str) -> str:
    """Return the line of a program's complaints that tells most: the first that speaks of an error."""
    lines = [line.strip()[:200] for line in text.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "no reason given")


if __name__ == "__main__":
    results = [*map(python, ("requirements/run.txt", "requirements/public.txt")), *map(npm, (".", "tools/audit"))]
    sys.exit(FAULTY if FAULTY in results else UNREACHED if UNREACHED in results else GOOD)
