"""Writes down what a release is made of, as CycloneDX JSON: tools/sbom.py OUT. Its packages are those of requirements/run.txt.

The file names no registry: each package has its name, version, purl and hashes, and may come from wherever it is mirrored.
The same pins give the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def sbom(requirements: Path) -> str:
    """Return the bill of materials of a file of pinned packages."""
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "requirements",
        "--output-reproducible",
        "--of",
        "JSON",
        "--pyproject",
        "pyproject.toml",
    ]
    done = subprocess.run([*command, str(requirements)], cwd=ROOT, capture_output=True, text=True, check=True)
    bom = json.loads(done.stdout)
    for component in bom["components"]:
        component.pop("description", None)  # the line of the file, said again
        component["hashes"] = [found for link in component.pop("externalReferences", ()) for found in link.get("hashes", ())]
    bom["metadata"].pop("tools", None)  # who wrote this down is no part of the release
    return json.dumps(bom, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(sbom(ROOT / "requirements" / "run.txt"), "utf-8")
    print(f"{out}: written.")
