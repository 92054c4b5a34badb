"""``/plain/<page>``: each page without JavaScript, under the same query as the page itself."""

from __future__ import annotations

from flask import Blueprint, Response, request

from dashboard.answers import answer, tagged
from dashboard.layout.plain import plain_page
from dashboard.pages import page_at
from dashboard.studio import Studio


def plain_doors(studio: Studio, styles: str) -> Blueprint:
    """Return the routes over one record; ``styles`` are the style sheets as elements."""
    door = Blueprint("plain", __name__)

    @door.get("/plain/", defaults={"path": ""})
    @door.get("/plain/<path:path>")
    def plain(path: str) -> Response:
        query = request.query_string.decode("utf-8", "replace")
        content = plain_page(studio, f"/{path}", query, styles)
        response = answer(content.encode(), "text/html", tagged(studio, ("plain", path, query, styles)))
        if page_at(f"/{path}") is None:
            response.status_code = 404
        return response

    return door
