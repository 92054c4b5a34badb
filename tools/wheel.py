"""Says what a wheel lacks of what readers are served: python tools/wheel.py dist/*.whl; exits with 1 where something is missing."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = "dashboard/bundled"
SOUGHT = ("assets", "data")


def lacking(wheel: Path, root: Path = ROOT) -> list[str]:
    """Return the files of the checkout's assets and data, built ones too, that the wheel does not hold as they are."""
    with ZipFile(wheel) as archive:
        held = {info.filename: info.file_size for info in archive.infolist()}
    files = (path for name in SOUGHT for path in (root / name).rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(
        path.relative_to(root).as_posix()
        for path in files
        if held.get(f"{BUNDLED}/{path.relative_to(root).as_posix()}") != path.stat().st_size
    )


def built() -> str:
    """Return in words what npm brought into the checkout."""
    kinds = {"plotly.js": "vendor/plotly-*.js", "fonts": "vendor/fonts/fonts.css"}
    found = [kind for kind, pattern in kinds.items() if any((ROOT / "assets").glob(pattern))]
    return " and ".join(found) or "neither fonts nor a bundle of plotly.js: npm was not there"


def main() -> int:
    """Check each wheel named; return the exit status."""
    status = 0
    for name in sys.argv[1:]:
        missing = lacking(Path(name))
        told = f"lacks {', '.join(missing)}." if missing else f"whole, with {built()}."
        print(f"{name}: {told}")
        status = status or int(bool(missing))
    return status


if __name__ == "__main__":
    sys.exit(main())
