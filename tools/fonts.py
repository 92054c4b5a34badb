"""Copies the fonts that npm installed into assets/vendor/, which git ignores: weights used, woff2 only."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

FACES = {"ibm-plex-sans": ("400", "500", "700"), "ibm-plex-serif": ("700",)}
PACKAGES = Path("node_modules/@fontsource")
OUT = Path("assets/vendor/fonts")


def hashed(found: re.Match[str]) -> str:
    """Return the address of a file with the hash of its content, as dashboard/static_files.py makes it: browsers keep it."""
    content = (OUT / "files" / found[1]).read_bytes()
    return f"url(./files/{found[1]}?v={hashlib.sha256(content).hexdigest()[:16]})"


def main() -> None:
    """Copy each face's style sheet and the files that it names."""
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "files").mkdir(parents=True)
    sheets = []
    for face, weights in FACES.items():
        for weight in weights:
            sheet = (PACKAGES / face / f"{weight}.css").read_text("utf-8")
            sheet = re.sub(r", url\([^)]*\.woff\) format\('woff'\)", "", sheet)
            for name in re.findall(r"url\(\./files/([^)]+)\)", sheet):
                shutil.copy(PACKAGES / face / "files" / name, OUT / "files" / name)
            sheets.append(re.sub(r"url\(\./files/([^)]+)\)", hashed, sheet))
    (OUT / "fonts.css").write_text("\n".join(sheets), "utf-8")
    print(f"IBM Plex is in {OUT}.")


if __name__ == "__main__":
    main()
