"""The command line: ``purges serve``, ``purges check``, ``purges export`` and ``purges pack``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import __version__
from dashboard.errors import DashboardError, DataError, ListenError, SettingsError, report, writing
from dashboard.schema import read_package
from dashboard.settings import Settings, port_from, settings_from

if TYPE_CHECKING:
    from dash import Dash

_HERE = Path(__file__).resolve().parent
_BUNDLED = _HERE / "bundled"  # an installed wheel carries its data and assets here


def _folder(name: str) -> Path:
    bundled = _BUNDLED / name
    return bundled if bundled.is_dir() else _HERE.parent / name


def _port(text: str) -> int:
    try:
        return port_from(text, "the port")
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="purges", description="The Great Purges dashboard.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="show the dashboard in a browser")
    serve.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1", help="address to listen on (default: 127.0.0.1, or HOST)")
    serve.add_argument("--port", type=_port, help="port to listen on (default: 8050, or PORT)")
    serve.add_argument("--data", type=Path, default=_folder("data"), metavar="DIR", help="folder of another record of the same shape")
    serve.add_argument("--public", action="store_true", help="as a public site: several processes (needs the extra public; not on Windows)")
    check = commands.add_parser("check", help="name every problem of a data folder")
    check.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=_folder("data"),
        metavar="DIR",
        help="the folder (default: the published data)",
    )
    _export_options(commands.add_parser("export", help="write charts as pictures and data into a folder"))
    pack = commands.add_parser("pack", help="write a lesson as one file that needs no server")
    pack.add_argument(
        "lesson", metavar="LESSON", help="a lesson's id: the name of its file in data/lessons/; or a lesson file of your own (FILE.toml)"
    )
    pack.add_argument(
        "--format", default="", choices=("html", "pptx", "pdf", "zip"), help="what to write (default: the ending of --out, or html)"
    )
    pack.add_argument("--out", type=Path, metavar="FILE", help="where to (default: LESSON.FORMAT here)")
    pack.add_argument("--data", type=Path, default=_folder("data"), metavar="DIR", help="folder of another record of the same shape")
    site = commands.add_parser("build-site", help="write the dashboard as files that any web host serves")
    site.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder; it must be empty or not there")
    site.add_argument("--live", default="", metavar="ADDRESS", help="where a dashboard runs that answers what files cannot")
    site.add_argument("--data", type=Path, default=_folder("data"), metavar="DIR", help="folder of another record of the same shape")
    return parser


def _export_options(export: argparse.ArgumentParser) -> None:
    export.add_argument("charts", nargs="*", metavar="CHART", help="ids of charts, as addresses name them")
    export.add_argument("--all", action="store_true", help="every chart")
    export.add_argument("--format", default="png", metavar="LIST", help="png, svg, pdf, webp, csv, json; joined by commas (default: png)")
    export.add_argument(
        "--size", nargs="+", default=["slide"], metavar="SIZE",
        help="a preset (slide, post, square, portrait, card, column, a4-landscape, a4-portrait), WxH in px or mm, such as 170x110mm, "
        "or a width alone (default: slide)",
    )  # fmt: skip
    export.add_argument("--scale", type=int, choices=(1, 2, 4), default=1, help="pixels for each pixel of the size (default: 1)")
    export.add_argument("--theme", default="light", choices=("light", "dark", "transparent", "print"), help="look (default: light)")
    export.add_argument("--query", default="", metavar="QUERY", help="selection, as in an address: period=1937&lang=en")
    export.add_argument("--title", help="in place of the chart's title")
    export.add_argument("--subtitle", help="in place of the sentence on the measure, which then stands below the chart")
    export.add_argument("--credit", default="", help="a line below the sources")
    export.add_argument("--footnote", default="", help="a paragraph above the sources")
    export.add_argument(
        "--terms", default="", metavar="LIST", help="terms of the glossary to explain, by id, or auto for those in the picture"
    )
    export.add_argument("--site", default="", metavar="ADDRESS", help="where the dashboard is public, for the links in the files")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder")
    export.add_argument("--data", type=Path, default=_folder("data"), metavar="DIR", help="folder of another record of the same shape")


def _made(data: Path, settings: Settings) -> Dash:
    """Return the app over the record in a folder."""
    # Imported here, so that `check` and `--help` answer without loading the web framework.
    from dashboard.app import create_app
    from dashboard.lessons import load_lessons
    from dashboard.tables import cache_folder, load_tables
    from dashboard.words import load_words

    started = time.perf_counter()
    print(f"Reading the record in {data} ...", flush=True)
    tables = load_tables(data)
    languages = load_words(_HERE / "words")
    app = create_app(tables, languages, _folder("assets"), load_lessons(data, tables, languages), settings, cache_folder())
    print(f"{len(tables)} tables, data version {tables.version}, ready in {time.perf_counter() - started:.1f} s.", flush=True)
    return app


def _serve(host: str, port: int, data: Path) -> int:
    from waitress.server import create_server

    from dashboard.security import LARGEST_BODY, MOST_HEADERS

    app = _made(data, settings_from(os.environ))
    try:
        server = create_server(
            app.server,
            host=host,
            port=port,
            threads=8,
            ident=None,
            max_request_body_size=LARGEST_BODY,
            max_request_header_size=2 * MOST_HEADERS,
        )
    except (OSError, ValueError) as error:  # a ValueError where nobody knows an address of the host
        raise ListenError(host, port, error) from error
    print(f"Open http://{host}:{getattr(server, 'effective_port', port)} in a browser. Stop with Ctrl+C.", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def _serve_public(host: str, port: int, data: Path) -> int:
    try:
        from dashboard.public import PublicServer, try_to_listen
    except ImportError:
        print(
            "gunicorn, which serves a public site, is not installed, or does not run on this system. Install it (Linux, macOS): "
            "pip install 'great-purges-dashboard[public]'. Without --public the dashboard is served all the same.",
            file=sys.stderr,
        )
        return 1
    from dashboard.app import warmed

    settings = settings_from(os.environ)
    try:
        try_to_listen(host, port)
    except (OSError, ValueError) as error:
        raise ListenError(host, port, error) from error
    PublicServer(lambda: warmed(_made(data, settings)), host, port, settings).run()
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


def _export(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from dashboard.export import export, wish_of
    from dashboard.studio import Studio
    from dashboard.tables import load_tables
    from dashboard.words import load_words

    studio = Studio(load_tables(options.data), load_words(_HERE / "words"))
    wish, problems = wish_of(options, studio)
    if wish is None:
        print("\n".join(problems), file=sys.stderr)
        return 2
    done = export(studio, wish, options.out, _folder("assets"), lambda jobs: tqdm(jobs, unit="file", disable=None))
    for stem, reason in done.failed.items():
        print(f"{stem}: {reason}", file=sys.stderr)
    print(f"{options.out}: {len(done.made)} files made, {len(done.kept)} up to date, {len(done.failed)} failed.")
    return 1 if done.failed else 0


def _pack(name: str, form: str, out: Path | None, data: Path) -> int:
    from dashboard.lessons import load_lesson, load_lessons
    from dashboard.pack import FORMS, form_of
    from dashboard.slides import MADE
    from dashboard.stage import lesson_show
    from dashboard.studio import Studio
    from dashboard.tables import load_tables
    from dashboard.words import load_words

    wanted = form or form_of(out)
    if wanted is None:
        print(f"{out}: no lesson is written under such an ending. Endings are: .{', .'.join(FORMS)}.", file=sys.stderr)
        return 2
    tables, languages = load_tables(data), load_words(_HERE / "words")
    lessons = load_lessons(data, tables, languages)
    try:
        lesson = load_lesson(Path(name), tables, languages) if name.endswith(".toml") else lessons.get(name)
    except DataError as error:
        print(f"{name} is not sound, so nothing is written.\n{error}", file=sys.stderr)
        return 1
    if lesson is None:
        print(
            f"There is no lesson {name} in {data / 'lessons'}. There are: {', '.join(lessons) or 'none'}. "
            "A lesson of your own is named by its file: purges pack FILE.toml.",
            file=sys.stderr,
        )
        return 2
    target = out or Path(f"{lesson.id}.{wanted}")
    studio = Studio(tables, languages, lessons)
    content = MADE[wanted](lesson_show(lesson, studio), studio, _folder("assets"))
    with writing(target):
        target.write_bytes(content)
    print(f"{target}: {len(content) / 1_000_000:.1f} MB.")
    return 0


def _build_site(out: Path, live: str, data: Path) -> int:
    from tqdm import tqdm

    from dashboard.app import create_app
    from dashboard.lessons import load_lessons
    from dashboard.site import SiteBuilder
    from dashboard.tables import load_tables
    from dashboard.words import load_words

    if live and not live.startswith(("https://", "http://")):
        print(f"{live} is no address of a dashboard: an address begins with http:// or https:// and goes on with a host.", file=sys.stderr)
        return 2
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        print(f"{out} is not empty. Name another folder, or empty this one: nothing is written over.", file=sys.stderr)
        return 2
    tables, languages = load_tables(data), load_words(_HERE / "words")
    app = create_app(tables, languages, _folder("assets"), load_lessons(data, tables, languages))
    builder = SiteBuilder(app, live, date.today())
    for _ in tqdm(builder.fetch(), unit=" files", disable=None):
        pass
    with writing(out):
        built = builder.write(out)
    for address, status in built.left_out.items():
        print(f"{address} is left out: the app answered {status}.", file=sys.stderr)
    print(f"{out}: {len(built.files)} files, {sum(built.files.values()) / 1_000_000:.1f} MB. Open index.html, or put the folder on a host.")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 unsound record, port taken or a file failed, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "check":
            return _check(options.folder)
        if options.command == "export":
            return _export(options)
        if options.command == "build-site":
            return _build_site(options.out, options.live, options.data)
        if options.command == "pack":
            return _pack(options.lesson, options.format, options.out, options.data)
        serve = _serve_public if options.public else _serve
        port = port_from(os.environ.get("PORT", "")) if options.port is None else options.port
        return serve(options.host, port, options.data)
    except DataError as error:
        print(
            f"The record in {options.data} is not sound, so nothing is {'served' if options.command == 'serve' else 'written'}.\n{error}",
            file=sys.stderr,
        )
        return 1
    except DashboardError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
