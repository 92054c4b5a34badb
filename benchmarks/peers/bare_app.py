"""A page of plotly.js alone, with the dashboard's script and one figure: ``python bare_app.py PORT FIGURE.json``."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dashboard.plotly_script import plotly_script  # noqa: E402 - the checkout is not an installed package

PAGE = (
    '<!DOCTYPE html><meta charset="utf-8"><title>bare</title><link rel="icon" href="data:,"><div id="chart"></div>'
    '<script src="/plotly.js"></script><script>Plotly.newPlot("chart", {figure})</script>'
)


def main() -> None:
    """Serve the page."""
    figure = Path(sys.argv[2]).read_text("utf-8").replace("<", "\\u003c")
    files = {
        "/": ("text/html; charset=utf-8", brotli.compress(PAGE.replace("{figure}", figure).encode())),
        "/plotly.js": ("text/javascript", brotli.compress(plotly_script(ROOT / "assets").read_bytes())),
    }

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer with one of the files."""
            kind, content = files[self.path]
            self.send_response(200)
            for name, text in (("Content-Type", kind), ("Content-Encoding", "br"), ("Content-Length", str(len(content)))):
                self.send_header(name, text)
            self.send_header("Cache-Control", "max-age=31536000, immutable" if self.path != "/" else "no-cache")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Door).serve_forever()


if __name__ == "__main__":
    main()
