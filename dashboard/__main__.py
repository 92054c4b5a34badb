"""The command line: ``purges serve`` and ``purges check``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dashboard import __version__
from dashboard.errors import DashboardError, DataError, report
from dashboard.schema import read_package

_HERE = Path(__file__).resolve().parent
_BUNDLED = _HERE / "bundled"  # an installed wheel carries its data and assets here


def _folder(name: str) -> Path:
    bundled = _BUNDLED / name
    return bundled if bundled.is_dir() else _HERE.parent / name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="purges", description="The Great Purges dashboard.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="show the dashboard in a browser")
    serve.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="address to listen on (default: 127.0.0.1, or HOST)")
    serve.add_argument(
        "--port",
        type=int,
        default=int(os.environ.get("PORT", "8050")),
        help="port to listen on (default: 8050, or PORT)",
    )
    serve.add_argument("--data", type=Path, default=_folder("data"), metavar="DIR", help="folder of another record of the same shape")
    check = commands.add_parser("check", help="name every problem of a data folder")
    check.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=_folder("data"),
        metavar="DIR",
        help="the folder (default: the published data)",
    )
    return parser


def _serve(host: str, port: int, data: Path) -> int:
    # Imported here, so that `check` and `--help` answer without loading the web framework.
    from waitress.server import create_server

    from dashboard.app import create_app
    from dashboard.lessons import load_lessons
    from dashboard.tables import load_tables
    from dashboard.words import load_words

    started = time.perf_counter()
    print(f"Reading the record in {data} ...", flush=True)
    tables = load_tables(data)
    languages = load_words(_HERE / "words")
    app = create_app(tables, languages, _folder("assets"), load_lessons(data, tables, languages))
    print(f"{len(tables)} tables, data version {tables.version}, ready in {time.perf_counter() - started:.1f} s.")
    try:
        server = create_server(app.server, host=host, port=port, threads=8, ident=None)
    except OSError as error:
        print(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another port: PORT=8051 make run, or purges serve --port 8051.",
            file=sys.stderr,
        )
        return 1
    print(f"Open http://{host}:{port} in a browser. Stop with Ctrl+C.", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def _check(folder: Path) -> int:
    from dashboard.validation import check

    problems = check(folder)
    if problems:
        print(report(problems))
        return 1
    from dashboard.lessons import load_lessons
    from dashboard.tables import load_tables
    from dashboard.words import load_words

    try:
        lessons = load_lessons(folder, load_tables(folder), load_words(_HERE / "words"))
    except DataError as error:
        print(error)
        return 1
    told = f", {len(lessons)} lessons" if lessons else ""
    print(f"{folder}: {len(read_package(folder).tables)} tables{told}, no problem found.")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 the record is unsound or the port is taken, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "check":
            return _check(options.folder)
        return _serve(options.host, options.port, options.data)
    except DataError as error:
        print(f"The record in {options.data} is not sound, so nothing is served.\n{error}", file=sys.stderr)
        return 1
    except DashboardError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
