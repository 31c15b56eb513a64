"""Draw the pictures of the documentation: the article page, and maps of the same article.

    python scripts/draw_pictures.py [--out docs/pictures] [--corpus LINKED]

The page is opened in headless Chromium through Playwright, the maps in QGIS by check_qgis.py,
run by the Python that QGIS belongs to (Debian: python3-qgis); without it there are no maps. Maps of
a corpus are drawn where one is named that ``enrich corpus`` has linked; those of the documentation
are of the place corpora (reference data).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from enrich import Document, Linker, Result
from enrich.formats import write

ROOT: Final = Path(__file__).resolve().parent.parent
ARTICLE: Final = ROOT / "tests" / "data" / "summit.txt"
WIDTH, HEIGHT = 1280, 760  # pixels
MAPS: Final = {
    "places": ["--layer=places", "--layer=areas", "--bounds=26,35.5,52,43.5", "--crs=EPSG:3857"],
    "footprint": [
        *("--layer=places", "--layer=areas", "--layer=footprint"),
        *("--bounds=-108,12,62,62", "--crs=EPSG:3857"),
    ],
}
"""What is drawn, by picture: layers, and degrees west, south, east and north."""
CORPUS_MAPS: Final = {
    "countries": ["--layer=countries"],
    "hexagons": ["--layer=hexagons", "--bounds=-130,22,-60,52"],
}
"""Likewise, of a corpus."""


def main() -> int:
    """Draw all pictures; return the exit status."""
    options = _parse_arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    with Linker(user_gazetteer="") as linker, tempfile.TemporaryDirectory() as folder:
        text = ARTICLE.read_text(encoding="utf-8")
        result = linker(Document(text, ARTICLE.stem, published="2024-06-12"))
        draw_page(result, Path(folder), options)
        package = Path(folder) / "article.gpkg"
        write([result], package)
        draw_maps(package, "map", MAPS, options)
        if options.corpus:
            draw_corpus(Path(folder) / "corpus.gpkg", options)
    for picture in sorted(options.out.iterdir()):
        print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")
    return 0


def draw_page(result: Result, folder: Path, options: argparse.Namespace) -> None:
    """Draw the article page with the evidence of a link."""
    from playwright.sync_api import sync_playwright

    page = folder / "article.html"
    write([result], page)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        tab.goto(page.as_uri())
        tab.wait_for_selector("html[data-ready=true]")
        tab.locator(".m", has_text="Savannah").first.click()
        tab.screenshot(path=options.out / "page.png")
        browser.close()


def draw_corpus(package: Path, options: argparse.Namespace) -> None:
    """Draw the map of a corpus."""
    words = ["map", str(options.corpus), "-o", str(package), "--user-gazetteer", "none"]
    subprocess.run([sys.executable, "-m", "enrich", *words], check=True)
    draw_maps(package, "corpus", CORPUS_MAPS, options)


def draw_maps(
    package: Path, called: str, maps: dict[str, list[str]], options: argparse.Namespace
) -> None:
    """Draw the layers of a GeoPackage as QGIS shows them when it is opened."""
    check = [options.qgis_python, str(ROOT / "scripts" / "check_qgis.py"), str(package)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)  # that is of another Python
    for name, layers in maps.items():
        drawn = package.with_name(f"{package.stem}-gpkg.png")
        words = [*check, "--png", str(package.parent), *layers]
        subprocess.run(words, env=environment, check=True)
        if drawn.exists():
            drawn.replace(options.out / f"{called}-{name}.png")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--corpus", type=Path, metavar="LINKED")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--qgis-python", default="/usr/bin/python3")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
