"""Pages whose map is drawn on tiles from elsewhere, which is done only on request."""

import base64
import re
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from enrich.formats import write
from enrich.page.tiles import Tiles
from gazetteer.errors import OutputError

LOCAL = "A lorry burned near Pontarddulais, between Swansea and Llanelli."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class _Tiles(BaseHTTPRequestHandler):
    def __init__(self, asked, status, *arguments):
        self.asked, self.status = asked, status
        super().__init__(*arguments)

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(self.status)
        self.send_header("content-type", "image/png")
        self.end_headers()
        self.wfile.write(PIXEL if self.status == 200 else b"")

    def log_message(self, *_):
        pass


@pytest.fixture
def served():
    """Serves tiles, or refuses to; returns their address and the list of what was asked for."""
    servers = []

    def serve(status=200):
        asked = []
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Tiles, asked, status))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png", asked

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def opened(browser, watched, linker, tmp_path):
    tabs = []

    def make(tiles):
        path = tmp_path / "a.html"
        write([linker(LOCAL)], path, tiles=tiles)
        tab = watched(browser.new_page(viewport={"width": 1280, "height": 760}))
        tabs.append(tab)
        tab.goto(path.as_uri())
        tab.wait_for_selector("html[data-ready=true]")
        return tab

    yield make
    for tab in tabs:
        tab.close()


def test_the_map_is_drawn_on_the_tiles_of_its_view(opened, served):
    address, asked = served()
    tab = opened(address)
    tab.wait_for_function("() => document.querySelectorAll('.tiles image').length > 3")
    tab.wait_for_function("() => document.querySelectorAll('.context text').length === 0")
    levels = {re.fullmatch(r"/(\d+)/(\d+)/(\d+)\.png", path).groups() for path in asked}
    assert len({z for z, _, _ in levels}) == 1
    z, x, y = (int(number) for number in levels.copy().pop())
    assert abs(x / 2**z * 360 - 180 + 4) < 4, "around Swansea"
    assert "Map tiles: 127.0.0.1" in tab.locator("#credit").inner_text()
    assert tab.evaluate("window.refused") == []
    before = len(asked)
    tab.locator("#in").click()
    tab.locator("#in").click()
    tab.wait_for_function("n => performance.getEntriesByType('resource').length > n", arg=before)
    assert 0 < y < 2**z


def test_where_no_tiles_come_the_map_is_that_of_the_page(opened, served):
    address, asked = served(403)
    tab = opened(address)
    tab.wait_for_function("() => performance.getEntriesByType('resource').length > 3")
    tab.wait_for_function("() => document.querySelectorAll('.tiles image').length === 0")
    assert asked
    assert "Cardiff" in tab.locator(".context text").all_text_contents()


def test_without_the_option_nothing_is_asked_for(opened):
    tab = opened(None)
    tab.wait_for_timeout(400)
    assert [url for url in tab.asked if not url.startswith("file:")] == []
    assert tab.locator("#credit").inner_text() == ""
    assert "img-src" not in tab.content()


@pytest.mark.parametrize(
    "bad",
    [
        "", "https://tiles.example.org/", "ftp://a.example/{z}/{x}/{y}.png", "//a/{z}/{x}/{y}",
        "https://a.example/{z}/{x}/{y}.png' onload='x", "https:///{z}/{x}/{y}.png",
        "https://a.example;script-src/{z}/{x}/{y}.png", "javascript:alert(1)//{z}{x}{y}",
        "https://{z}{x}{y}.example/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_tiles_is_refused_before_any_work(run, tmp_path, bad):
    with pytest.raises(OutputError, match="is not an address of map tiles"):
        Tiles.of(bad)
    article, out = tmp_path / "a.txt", tmp_path / "a.html"
    article.write_text(LOCAL, encoding="utf-8")
    assert run(article, "-o", out, "--tiles", bad).exit_code == 2
    assert not out.exists()


def test_only_a_page_takes_tiles(run, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(LOCAL, encoding="utf-8")
    done = run(article, "--geojson", "--tiles", "osm")
    assert done.exit_code == 2
    assert "--tiles does nothing for geojson" in done.stderr


def test_openstreetmap_is_credited(linker, tmp_path):
    write([linker(LOCAL)], tmp_path / "a.html", tiles="osm")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert 'data-credit="© OpenStreetMap contributors"' in page
    assert "img-src https://tile.openstreetmap.org;" in page
