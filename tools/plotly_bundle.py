"""Builds plotly.js with the trace types of the charts only, from what npm installed, into assets/vendor/, which git ignores.

The stock file holds some fifty types and is four times as large. esbuild bundles it, as plotly.js's own build does.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

TRACES = ("bar", "scatter")
"""What the charts draw with; a test holds this equal to what they really make. plotly.js always has scatter."""

PACKAGES = Path("node_modules")
OUT = Path("assets/vendor")
_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.)*`)"""
_DESCRIPTION = re.compile(rf"description:(?:{_TEXT}|\[(?:{_TEXT},?)*\]\.join\({_TEXT}\))(?=[,}}])")
"""The manual of each attribute, which plotly.js's own build leaves out too."""
_EVALUATED = re.compile(r"\bnew Function\b|(?<![\w.$])eval\(|(?<![\w.$])Function\(")
"""What a page's Content-Security-Policy would have to allow as unsafe-eval."""


def entry(traces: tuple[str, ...]) -> str:
    """Return the module that is bundled."""
    wanted = ", ".join(f'require("plotly.js/lib/{name}")' for name in traces if name != "scatter")
    return f'module.exports = require("plotly.js/lib/core");\nmodule.exports.register([{wanted}]);\n'


def bundle(traces: tuple[str, ...] = TRACES) -> str:
    """Return the script that sets ``window.Plotly``."""
    options = ["--bundle", "--minify", "--format=iife", "--global-name=Plotly", "--target=es2020", "--define:global=window"]
    command = [PACKAGES / ".bin" / "esbuild", *options, "--loader:.css=empty", "--legal-comments=none", "--log-level=error"]
    done = subprocess.run(command, input=entry(traces).encode(), stdout=subprocess.PIPE, check=True)
    return _DESCRIPTION.sub("description:0", done.stdout.decode())


def needs_eval(script: str) -> str:
    """Return the place where a script makes code of text; empty where it does not."""
    found = _EVALUATED.search(script)
    return script[max(0, found.start() - 60) : found.end() + 60] if found else ""


def main() -> None:
    """Write the bundle under a name that says its version; a bundle of another version goes."""
    version = json.loads((PACKAGES / "plotly.js" / "package.json").read_text("utf-8"))["version"]
    script = bundle()
    if needs_eval(script):
        sys.exit(f"The bundle of plotly.js would need unsafe-eval: {needs_eval(script)!r}")
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("plotly-*.js"):
        old.unlink()
    out = OUT / f"plotly-{version}.min.js"
    out.write_text(f"/* plotly.js {version} (MIT, Plotly Inc.) with {', '.join(TRACES)} */\n{script}", "utf-8")
    print(f"plotly.js {version} with {', '.join(TRACES)} is in {out} ({out.stat().st_size / 1e6:.1f} MB).")


if __name__ == "__main__":
    main()
