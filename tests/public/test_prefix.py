"""Below a path of another site, behind a real nginx."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.public.conftest import nginx
from tools.servers import ask, free_port, head, program, public_server, running, until

pytestmark = pytest.mark.full
PATH = "/history/purges"


@pytest.mark.parametrize("stripped", [False, True], ids=["the proxy passes the path on", "the proxy takes it away"])
def test_a_server_behind_nginx_stands_below_a_path(tmp_path: Path, invented: Path, cache_folder: Path, *, stripped: bool) -> None:
    door = free_port()
    chosen = {"PURGES_WORKERS": "1", "PURGES_PROXIES": "1", "PURGES_PREFIX": PATH, "PURGES_CACHE_DIR": str(cache_folder)}
    with public_server(tmp_path / "server.log", invented, **chosen) as (port, _):
        file = nginx(tmp_path, door, (port, port))
        text = file.read_text("utf-8").replace("location / {", f"location {PATH}/ {{")
        file.write_text(text.replace("proxy_pass http://purges;", f"proxy_pass http://purges{'/' if stripped else ''};"), "utf-8")
        with running([program("nginx"), "-c", str(file)], tmp_path / "nginx.log"):
            until(lambda: ask(door, f"{PATH}/readyz")[0] == 200, "nginx did not answer", 20)
            assert ask(door, "/charts.json")[0] == 404  # what stands above is not ours
            status, page = ask(door, f"{PATH}/")
            assert status == 200
            named = re.findall(r'(?:href|src)="(/[^"]*)"', page.decode())
            assert named
            assert [address for address in named if not address.startswith(f"{PATH}/")] == []
            assert ask(door, named[0].replace("&amp;", "&"))[0] == 200
            assert f'content="http://127.0.0.1:{door}{PATH}/"'.encode() in page
            assert head(door, f"{PATH}/data/phases").headers["Location"] == f"{PATH}/data?table=phases"
            assert ask(door, f"{PATH}/charts/phases/card.json?period=1937")[0] == 200
