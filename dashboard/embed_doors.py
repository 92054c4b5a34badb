"""The routes for other people's pages.

``/embed/<id>?<query>``        a chart as a light page that any page may frame; ``data=<version>`` says when the data has changed
``/embed/<id>.html?<query>``   the same as one file that needs nothing else: the frozen copy
``/oembed?url=<address>``      how to embed the view at an address (``format=xml``, ``maxwidth``, ``maxheight``)
``/changelog``                 what changed in data and program

Only the embed may be framed by a page of another origin, or by one that is opened from a disk.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, jsonify, render_template, request

from dashboard.answers import answer, root, split, tagged, unknown
from dashboard.canvas import DEFAULT_WIDTH
from dashboard.charts import BY_ID, CHARTS, Chart
from dashboard.embeds import DRAWING_SCRIPT, STILL_WIDTHS, WIDTHS, as_xml, held_figure, oembed
from dashboard.filters import LOOKS, THEME
from dashboard.images import font_css
from dashboard.pages import page_at
from dashboard.plotly_script import plotly_inline
from dashboard.previews import of_chart, of_page
from dashboard.selection import BadValue, Selection, shorten
from dashboard.static_files import StaticFiles
from dashboard.stills import Stills
from dashboard.studio import Studio
from dashboard.tabulated import fields_of, table_html
from dashboard.theme import THEMES

_OWN_KEYS = ("data",)
_FONTS = "vendor/fonts"
_VERSION = re.compile(r"[0-9a-f]{6,64}")
_HASH = base64.b64encode(hashlib.sha256(DRAWING_SCRIPT.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; script-src {{root}}/ 'sha256-{_HASH}'; style-src {{root}}/ 'unsafe-inline'; font-src {{root}}/; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""Without frame-ancestors: any page may frame an embed, and ``*`` would keep out those that are opened from a disk."""


def embed_doors(studio: Studio, assets: Path, changelog: Path, files: StaticFiles, stills: Stills) -> Blueprint:
    """Return the routes over one record.

    ``files`` serves the fonts in ``assets``; ``changelog`` is the file that tells what changed; ``stills`` are seen before a
    figure is drawn.
    """
    door = Blueprint("embed_doors", __name__, template_folder="templates")

    @door.after_app_request
    def lent(response: Response) -> Response:
        """Let an embed of an unknown origin use the fonts."""
        if request.path.startswith(f"/assets/{_FONTS}/"):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    @door.get("/embed/<name>")
    def embed(name: str) -> Response:
        chart_id, dot, suffix = name.partition(".")
        if chart_id not in BY_ID or (dot and suffix != "html"):
            return unknown("unknown chart", name, [chart.id for chart in CHARTS])
        return _embed(studio, assets, files, stills, BY_ID[chart_id], whole=bool(dot))

    @door.get("/oembed")
    def describe() -> Response:
        form = request.args.get("format", "json")
        if form not in {"json", "xml"}:
            return _refused(501, "unknown format", form, ["json", "xml"])
        found = _named(studio, request.args.get("url", ""))
        if found is None:
            allowed = [f"{root()}/charts/<chart>", f"{root()}/embed/<chart>", f"{root()}/<page>#<chart>"]
            return _refused(404, "no chart at this address", request.args.get("url", ""), allowed)
        chart, selection = found
        content = oembed(studio, chart, selection, root(), (_most("maxwidth"), _most("maxheight")))
        body = as_xml(content) if form == "xml" else json.dumps(content, ensure_ascii=False).encode()
        response = answer(body, "text/xml" if form == "xml" else "application/json", hashlib.sha256(body).hexdigest()[:32])
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    @door.get("/changelog")
    def changes() -> Response:
        text = changelog.read_bytes() if changelog.is_file() else b""
        return answer(text, "text/plain", tagged(studio, ("changelog",)))

    return door


def preview_html(studio: Studio) -> str:
    """Return the metadata for link previews of the page that is asked for."""
    return render_template("preview.html", preview=of_page(studio, request.path, request.query_string.decode("utf-8", "replace"), root()))


def _embed(studio: Studio, assets: Path, files: StaticFiles, stills: Stills, chart: Chart, *, whole: bool) -> Response:
    own, rest = split(request.query_string.decode("utf-8", "replace"), _OWN_KEYS)
    selection, problems = studio.parse(rest)
    then = own.get("data", "")
    if then and not _VERSION.fullmatch(then):
        problems = (*problems, BadValue("not_allowed", "data", shorten(then), (studio.tables.version,)))
        then = ""
    first = not whole and not chart.asked(selection, *LOOKS).to_query()
    still = stills.of(chart) if first else ""
    tag = tagged(
        studio, ("embed", chart.id, selection.to_query(), then, str(whole), root(), repr(problems), files.plotly, str(bool(still)))
    )
    if request.if_none_match.contains_weak(tag):
        return answer(b"", "text/html", tag, problems)
    page = _page(studio, assets, files, chart, selection, then, problems, whole=whole, still=still or "")
    response = answer(page.encode(), "text/html", tag, problems)
    if still is None:
        response.headers["Cache-Control"] = "no-store"  # a better answer is on its way
    if whole:
        name = f"{chart.id}-{studio.tables.version}.html"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        response.headers["Content-Security-Policy"] = _POLICY.format(root=root())
    return response


def _page(
    studio: Studio,
    assets: Path,
    files: StaticFiles,
    chart: Chart,
    selection: Selection,
    then: str,
    problems: tuple[BadValue, ...],
    *,
    whole: bool,
    still: str,
) -> str:
    words, now = studio.words(selection), studio.tables.version
    picture = studio.picture(chart, selection, DEFAULT_WIDTH)
    preview = of_chart(studio, chart, selection, root())
    changed = bool(then) and not studio.tables.fingerprint.startswith(then)
    state = words("embed.frozen" if whole or (then and not changed) else "embed.live", version=now)
    return render_template(
        "embed.html",
        words=words,
        picture=picture,
        preview=preview,
        theme=THEMES[selection[THEME]],
        table=table_html(picture, fields_of(chart, studio.tables), words),
        figures=held_figure("chart", studio, chart, selection, STILL_WIDTHS if still else WIDTHS),
        notice=words("embed.changed", then=then[: len(now)], now=now) if changed else "",
        dropped=", ".join(problem.key or problem.found for problem in problems),
        changelog=f"{root()}/changelog",
        onward=preview.address,
        state=state,
        whole=whole,
        still=still,
        fonts=font_css(assets) if whole else "",
        fonts_address=files.fonts,
        plotly=plotly_inline(assets) if whole else "",
        plotly_address=files.plotly,
        script=DRAWING_SCRIPT,
    )


def _named(studio: Studio, url: str) -> tuple[Chart, Selection] | None:
    """Return the chart and the selection that an address of this server names; None where it names no chart."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all
        return None
    if parts.netloc != urlsplit(root()).netloc:
        return None
    path = unquote(parts.path).removeprefix(request.script_root).removesuffix("/") or "/"
    _, kind, name = (*path.split("/"), "", "")[:3]
    if kind in {"charts", "embed"}:
        chart = BY_ID.get(name)
    else:
        at = page_at(path)
        chart = next((chart for chart in at.charts if chart.id == parts.fragment), None) if at else None
    if chart is None:
        return None
    _, rest = split(parts.query, _OWN_KEYS)
    return chart, studio.parse(rest)[0]


def _most(key: str) -> int | None:
    text = request.args.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def _refused(status: int, error: str, found: str, allowed: list[str]) -> Response:
    response = jsonify(error=error, found=shorten(found), allowed=allowed)
    response.status_code = status
    return response
