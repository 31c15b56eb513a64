"""The web pages of the documentation, opened in a browser with the libraries that they name."""

import functools
import json
import re
import shutil
import subprocess
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from enrich.formats import write
from enrich.model import Document

playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium: Debian package chromium")

PAGES = {
    "maplibre": ("README.md",),
    "leaflet": ("docs", "maps.md"),
    "plot": ("docs", "recipes.md"),
}
PACKAGE = re.compile(r"https://unpkg\.com/((?:@[a-z]+/)?[a-z\d-]+)@([\d.]+)/")
HOSTILE = '<img src=x onerror="window.evil=1"></script><script>window.evil=1</script>'
TEXT = "Talks in Fiji, in Armenia and Texas, in Kaufman County, Texas, and in Yerevan."
STYLE = {"version": 8, "sources": {}, "layers": []}


@pytest.fixture(scope="module")
def browser():
    words = ["--no-sandbox", "--enable-unsafe-swiftshader"]  # WebGL without a graphics card
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=BROWSER, args=words)
        yield opened
        opened.close()


@pytest.fixture
def served(root, tmp_path, linker):
    """Serves a page of the documentation with its libraries and the maps of a text."""
    servers = []

    def serve(name):
        source = root.joinpath(*PAGES[name])
        if not source.exists():
            pytest.skip(f"no {source.name} beside the tests")
        page = re.search(r"```html\n(.*?)```", source.read_text(encoding="utf-8"), re.DOTALL)[1]
        _install(tmp_path, {f"{package}@{version}" for package, version in PACKAGE.findall(page)})
        page = PACKAGE.sub(lambda found: f"./node_modules/{found[1]}/", page)
        page = page.replace("https://demotiles.maplibre.org/", "").replace(
            "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "none.png"
        )
        assert "https://" not in page, "nothing is fetched from elsewhere"
        page = page.replace("const map =", "const map = window.drawn =")
        (tmp_path / "index.html").write_text(page, encoding="utf-8")
        (tmp_path / "style.json").write_text(json.dumps(STYLE), encoding="utf-8")
        result = linker(Document(TEXT, "one"))
        write([result], tmp_path / "article.geojson")
        write([result], tmp_path / "areas.geojson", layer="areas")
        for path in (tmp_path / "article.geojson", tmp_path / "areas.geojson"):
            collection = json.loads(path.read_text(encoding="utf-8"))
            for feature in collection["features"]:
                feature["properties"]["quotes"] = HOSTILE
            path.write_text(json.dumps(collection), encoding="utf-8")
        handler = functools.partial(_Quiet, directory=str(tmp_path))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map: ClassVar = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
    }

    def log_message(self, *_):
        pass


def _install(folder, packages):
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is missing: Debian package npm")
    words = [npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", *packages]
    try:
        done = subprocess.run(
            words, cwd=folder, capture_output=True, text=True, check=False, timeout=180
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm does not get {packages}: it takes too long")
    if done.returncode:
        pytest.skip(f"npm does not get {packages}: {done.stderr.strip().splitlines()[-1:]}")


def opened(browser, address):
    tab = browser.new_page(viewport={"width": 900, "height": 600})
    tab.said = []
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    tab.goto(address)
    return tab


def test_the_page_of_maplibre_draws_areas_and_points(browser, served):
    tab = opened(browser, served("maplibre"))
    tab.wait_for_function("window.drawn?.getLayer('places') && drawn.loaded()", timeout=60_000)
    drawn = """(layer) => [...new Set(drawn.queryRenderedFeatures({ layers: [layer] })
        .map((feature) => feature.properties.name))].sort()"""
    assert tab.evaluate(drawn, "places") == [
        "Armenia", "Fiji", "Kaufman County", "Texas", "Yerevan",
    ]  # fmt: skip
    areas = set(tab.evaluate(drawn, "named")) | set(tab.evaluate(drawn, "others"))
    assert areas == {"Armenia", "Fiji", "Kaufman County", "Texas"}
    assert "GeoNames" in tab.locator(".maplibregl-ctrl-attrib").inner_text()
    point = tab.evaluate(
        """() => {
        const named = drawn.querySourceFeatures("places");
        const yerevan = named.find((feature) => feature.properties.name === "Yerevan");
        const { x, y } = drawn.project(yerevan.geometry.coordinates);
        return [x, y];
    }"""
    )
    tab.mouse.click(*point)
    assert tab.locator(".maplibregl-popup-content").inner_text().startswith(f"Yerevan: {HOSTILE}")
    assert tab.locator(".maplibregl-popup-content img").count() == 0
    assert tab.evaluate("window.evil") is None
    assert tab.said == []
    tab.close()


def test_the_page_of_leaflet_draws_areas_and_points(browser, served):
    tab = opened(browser, served("leaflet"))
    tab.wait_for_selector("#map path.leaflet-interactive", state="attached", timeout=60_000)
    layers = """() => { const found = {}; drawn.eachLayer((layer) => {
        const name = layer.feature?.properties.name;
        const point = name && !layer.getLatLngs && (layer.getRadius() > 100 ? "ring" : "dot");
        if (name) found[name] = point || "outline";
    }); return found; }"""
    assert tab.evaluate(layers) == {
        "Armenia": "outline", "Fiji": "outline", "Texas": "outline",
        "Kaufman County": "ring", "Yerevan": "dot",
    }  # fmt: skip
    assert "GeoNames" in tab.locator(".leaflet-control-attribution").inner_text()
    tab.evaluate(
        "drawn.eachLayer((l) => { if (l.feature?.properties.name === 'Fiji') l.openPopup(); })"
    )
    assert tab.locator(".leaflet-popup-content").inner_text() == f"Fiji: {HOSTILE}"
    assert tab.locator(".leaflet-popup-content img").count() == 0
    assert tab.evaluate("window.evil") is None
    assert tab.said == []
    tab.close()


def test_the_page_of_observable_plot_draws_areas_and_points(browser, served):
    tab = opened(browser, served("plot"))
    tab.wait_for_selector("#map svg", timeout=60_000)
    areas = tab.locator("#map svg [aria-label=geo][fill='#1f5a8a'] path")
    assert areas.count() == 3
    assert tab.locator("#map svg [aria-label=geo][stroke='#b3261e'] path").count() == 1
    widths = areas.evaluate_all("paths => paths.map((path) => path.getBBox().width)")
    assert max(widths) < 900, "no polygon is drawn inside out, over all of the map"
    names = tab.locator("#map svg [aria-label=text] text").all_text_contents()
    assert {"Yerevan", "Fiji", "Texas"} <= set(names)
    assert "GeoNames" in tab.locator("#map figcaption").inner_text()
    assert tab.said == []
    tab.close()
