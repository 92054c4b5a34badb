"""What every answer is held to, whoever asks: what a page may load, how much may be asked at once, and how an error is told.

Limits are there to keep one client from taking the server away from the others, not to ration readers. **A class of
300 behind one address must never be locked out.** Three hundred students open a page at once: each page is one
document and about six callbacks, some 2,100 in a few seconds. After that each chooses something every ten seconds or
so, which asks for two charts and the words around them: ninety a second. So a client has a store of thirty seconds'
worth (3,000 at the default of 100 a second), which the opening does not empty, and a refill that the class does not
outrun. Style sheets, scripts and fonts cost nothing. What the server's browser must draw costs as much as twenty,
which is about what it takes, and a few at a time may wait for it: the threads that answer everybody else must never
all stand in that queue.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, RequestHeaderFieldsTooLarge, RequestURITooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.selection import shorten
from dashboard.settings import Settings
from dashboard.words import Words

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 8_000  # bytes of path and query; gunicorn takes lines of up to 8,190
MOST_HEADERS = 16_000  # bytes of all headers
LARGEST_HEADER = 8_000  # bytes of one
LARGEST_BODY = 256_000  # bytes; a callback sends a few hundred, the marks of a crowded chart some 20,000
AT_THE_BROWSER = 3  # requests of a process that may wait for its browser at once
REQUEST_ID = "X-Request-ID"

_BROWSER, _FILE, _ANSWER = 20, 5, 1
_COSTS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"/(assets|_dash-component-suites|static)/|/(_favicon\.ico|healthz|readyz)$|/present/[^/]+\.js$"), 0),
    (re.compile(r"/cards/|/charts/[^/]+/picture\.pdf$|/lessons/[^/]+\.(pdf|pptx|zip)$"), _BROWSER),
    (re.compile(r"\.(zip|xlsx|html)$"), _FILE),
)
"""What an answer costs, by its path; the first pattern that fits counts, and everything else costs one."""

_REMEMBERED = 10_000  # clients
_GOOD_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)

# Styles: mantine and the grid write <style> elements and style attributes while they run, as do plotly.js and Dash's own
# loader, and none of them can be given a nonce by Dash. A style cannot run anything, and what it could fetch (fonts,
# pictures) is held to this server by the lines above it. Scripts need neither 'unsafe-inline' nor 'unsafe-eval'.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self' {hashes}",
    "connect-src": "'self'",
    "font-src": "'self' data:",  # the window that prints a picture carries its fonts
    "img-src": "'self' data: blob:",  # a picture that is being taken away
    "style-src": "'self' 'unsafe-inline'",
    "manifest-src": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Buckets:
    """A store of tokens for each client; an answer takes what it costs, and time fills the store up again."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Give each client ``rate`` tokens a second, after a burst of thirty seconds' worth."""
        self.rate, self.most = rate, 30.0 * rate
        self._clock, self._lock = clock, threading.Lock()
        self._held = OrderedDict[str, tuple[float, float]]()

    def wait(self, client: str, cost: int) -> int:
        """Take the cost from a client's store and return 0, or return for how many seconds it has to wait."""
        now = self._clock()
        with self._lock:
            held, then = self._held.pop(client, (self.most, now))
            held = min(self.most, held + (now - then) * self.rate)
            short = cost - held
            self._held[client] = (held if short > 0 else held - cost, now)
            if len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
        return int(short / self.rate) + 1 if short > 0 else 0


def cost_of(path: str) -> int:
    """Return what an answer at a path costs."""
    return next((cost for pattern, cost in _COSTS if pattern.search(path)), _ANSWER)


def policy(hashes: Sequence[str]) -> str:
    """Return the policy of every page of ours; ``hashes`` are those of the scripts that stand inside the pages."""
    return "; ".join(f"{name} {sources.format(hashes=' '.join(hashes)).strip()}" for name, sources in _POLICY.items())


def refusal(status: int, words: Words, *, name: str = "", seconds: int = 0, **told: str) -> Response:
    """Return an error as a short page, or as JSON for a script: what happened, what to do, and the number to name in a report."""
    known = f"errors.{name or int(status)}"
    known = known if f"{known}.title" in words.texts else "errors.other"
    title, text = words(f"{known}.title"), words(f"{known}.text", seconds=seconds, path=shorten(request.path))
    if _wants_json():
        response = jsonify(error=title, remedy=text, request=g.get("request_id", ""), **told)
    else:
        page = render_template("error.html", words=words, title=title, text=text, number=g.get("request_id", ""))
        response = make_response(page)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def _wants_json() -> bool:
    kinds = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return request.path.startswith("/_dash-") or request.path.endswith(".json") or kinds == "application/json"


def secure(server: Flask, words: Words, settings: Settings, hashes: Sequence[str]) -> None:
    """Hold every request and every answer of a server to what stands here."""
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.config["TRUSTED_HOSTS"] = list(settings.hosts) or None
    if settings.proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)
    headers = {**_HEADERS, "Content-Security-Policy": policy(hashes)}
    if settings.hsts:
        headers["Strict-Transport-Security"] = f"max-age={settings.hsts}; includeSubDomains"
    _limit(server, words, settings.rate)
    _tell(server, words)

    @server.after_request
    def dress(response: Response) -> Response:
        """Give an answer its headers; a door that needs others has set its own."""
        for name, text in headers.items():
            response.headers.setdefault(name, text)
        if "frame-ancestors" in response.headers["Content-Security-Policy"]:  # an embed, which any page may frame, has none
            response.headers["X-Frame-Options"] = "DENY"
        response.headers[REQUEST_ID] = g.get("request_id", "")
        return response


def _number() -> None:
    """Give the request the number that its caller gave it, or a new one."""
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _GOOD_ID.fullmatch(given) else uuid.uuid4().hex


def _measure() -> None:
    if len(request.environ.get("REQUEST_URI") or request.full_path) > LONGEST_ADDRESS:
        raise RequestURITooLarge
    if sum(len(name) + len(text) for name, text in request.headers.items()) > MOST_HEADERS:
        raise RequestHeaderFieldsTooLarge
    if (request.content_length or 0) > LARGEST_BODY:
        raise RequestEntityTooLarge


def _limit(server: Flask, words: Words, rate: int) -> None:
    buckets, browser = Buckets(rate), threading.BoundedSemaphore(AT_THE_BROWSER)

    def count() -> Response | None:
        cost = cost_of(request.path)
        wait = buckets.wait(request.remote_addr or "", cost) if rate and cost else 0
        if wait:
            return refusal(HTTPStatus.TOO_MANY_REQUESTS, words, seconds=wait)
        if cost == _BROWSER:
            g.at_the_browser = browser.acquire(blocking=False)
            return None if g.at_the_browser else refusal(HTTPStatus.SERVICE_UNAVAILABLE, words, seconds=5)
        return None

    def leave(_: BaseException | None) -> None:
        if g.pop("at_the_browser", False):
            browser.release()

    for step in (_number, _measure, count):
        server.before_request(step)
    server.teardown_request(leave)


def _tell(server: Flask, words: Words) -> None:
    """Tell errors in the words of the site; what went wrong in the program goes to the log, under the request's number."""

    def refused(error: HTTPException) -> Any:
        if error.response is not None or (error.code or 500) < HTTPStatus.BAD_REQUEST:
            return error  # a redirection, or an answer that a door has made
        response = refusal(error.code or 500, words)
        allowed: Mapping[str, str] = dict(error.get_headers()) if error.code == HTTPStatus.METHOD_NOT_ALLOWED else {}
        if "Allow" in allowed:
            response.headers["Allow"] = allowed["Allow"]
        return response

    def failed(error: Exception) -> Response:
        log.error("request %s failed: %s %s", g.get("request_id", ""), request.method, request.path, exc_info=error)
        return refusal(HTTPStatus.INTERNAL_SERVER_ERROR, words)

    server.register_error_handler(HTTPException, refused)
    server.register_error_handler(Exception, failed)
