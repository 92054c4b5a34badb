"""The check of a wheel names what it lacks; the bill of materials is that of the pins."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

from tests.package import ROOT
from tools.sbom import sbom
from tools.wheel import lacking


def test_what_a_wheel_lacks_is_named(tmp_path: Path) -> None:
    files = {"assets/style.css": "a", "assets/vendor/plotly-1.min.js": "bb", "data/phases.csv": "ccc"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    wheel = tmp_path / "a.whl"

    def build(**changed: str | None) -> Path:
        with ZipFile(wheel, "w") as archive:
            for name, text in files.items():
                held = changed.get(Path(name).stem.partition("-")[0], text)
                if held is not None:
                    archive.writestr(f"dashboard/bundled/{name}", held)
        return wheel

    assert lacking(build(), tmp_path) == []
    assert lacking(build(plotly=None), tmp_path) == ["assets/vendor/plotly-1.min.js"]
    assert lacking(build(phases="older"), tmp_path) == ["data/phases.csv"]


def test_the_bill_of_materials_is_that_of_the_pinned_packages() -> None:
    written = (ROOT / "requirements" / "sbom.cdx.json").read_text("utf-8")
    assert written == sbom(ROOT / "requirements" / "run.txt"), "run make lock"
    named = {(one["name"], one["version"]) for one in json.loads(written)["components"]}
    assert ("dash", version("dash")) in named
