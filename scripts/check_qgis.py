"""Open maps in real QGIS, report what is in them, and draw a picture of each.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 scripts/check_qgis.py FILE... [--png FOLDER]
        [--crs EPSG:3857] [--layer places --layer mentions] [--bounds=W,S,E,N]

FILE is a GeoPackage, or a GeoJSON or FlatGeobuf file with its .qml beside it. Run by the Python
that QGIS belongs to (Debian: python3-qgis); without QGIS it says so and does nothing. The exit
status is 1 where a layer cannot be opened, comes without its style, or has fields of a wrong type.
"""

import argparse
import gzip
import json
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

STYLES = {
    "places": ("RuleRenderer", True),
    "mentions": ("RuleRenderer", True),
    "areas": ("RuleRenderer", True),
    "footprint": ("nullSymbol singleSymbol", False),
    **dict.fromkeys(("hexagons", "countries", "divisions"), ("graduatedSymbol", False)),
}
"""What the renderer of each layer may be, and whether it has labels."""
WHOLE = (
    "geonames", "mentions", "literal_mentions", "start", "end", "at_point", "nth_at_point",
    "nth_of_place", "nth_in_role", "outlined",
)  # fmt: skip
COUNTS = ("documents", "literal_documents", "outlets")  # on the map of a corpus
REAL = ("score", "runner_up_score", "radius_km", "lat", "lon", "share")
BASEMAP = Path(__file__).resolve().parent.parent / "enrich" / "page" / "basemap.json"
OUTLINES = BASEMAP.parents[1] / "geography" / "outlines.json.gz"
FOOTPRINT = BASEMAP.parents[1] / "styles" / "footprint.qml"
CLOSE = 40  # degrees: a map that is no wider is drawn on the outlines of areas
STEPS = 40  # of a degree, in the basemap; scripts/compile_basemap.py tells how it is written


def main() -> int:
    """Check the files; return the exit status."""
    options = _parse_arguments()
    try:
        from qgis.core import QgsApplication
    except ImportError:
        print("skipped: QGIS is not installed for this Python (Debian: python3-qgis)")
        return 0
    application = QgsApplication([], False)  # noqa: FBT003 - no window
    application.initQgis()
    try:
        wrong = [problem for path in options.files for problem in _check(path, options)]
    finally:
        application.exitQgis()
    for problem in wrong:
        print(f"WRONG: {problem}")
    return 1 if wrong else 0


def _check(path: Path, options: argparse.Namespace) -> list[str]:
    from qgis.core import QgsProject

    wrong = []
    layers = _open(path)
    if not layers:
        return [f"{path.name}: QGIS finds no layer in it"]
    for layer in layers:
        wrong += _report(path, layer)
    if options.png is not None:
        drawn = [layer for layer in layers if layer.isSpatial() and layer.featureCount()]
        for layer in drawn:
            if layer.name() == "footprint" and "footprint" in (options.layer or ()):
                _show_footprint(layer)
        if options.layer and len(layers) > 1:
            drawn = [layer for layer in drawn if layer.name() in options.layer]
        _draw(drawn, options.png / f"{path.stem}{path.suffix.replace('.', '-')}.png", options)
        drawn.clear()
    # Layers that outlive the application bring it down.
    QgsProject.instance().removeAllMapLayers()
    layers.clear()
    return wrong


def _open(path: Path) -> list[Any]:
    from qgis.core import QgsVectorLayer

    whole = QgsVectorLayer(str(path), path.stem, "ogr")
    names = [part.split("!!::!!")[1] for part in whole.dataProvider().subLayers()]
    if len(names) < 2:
        return [whole]
    del whole
    return [QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in names]


def _report(path: Path, layer: Any) -> list[str]:
    from qgis.core import QgsWkbTypes

    if not layer.isValid():
        return [f"{path.name}: {layer.name()} cannot be opened"]
    layer.loadDefaultStyle()
    shape = QgsWkbTypes.displayString(layer.wkbType())
    print(f"{path.name}: {layer.name()}: {layer.featureCount()} features, {shape}")
    fields = {field.name(): field.typeName() for field in layer.fields()}
    print("    " + ", ".join(f"{name} {type_}" for name, type_ in fields.items()))
    wrong = [
        f"{path.name}: {layer.name()}.{name} is {type_}"
        for name, type_ in fields.items()
        if not type_.startswith(_type_of(name, of_corpus="literal_documents" in fields))
    ]
    if layer.isSpatial():
        wrong += _style_faults(path, layer)
    return wrong


def _show_footprint(layer: Any) -> None:
    """Draw what is hidden in a GeoPackage until somebody asks for it."""
    from qgis.PyQt.QtXml import QDomDocument

    style = QDomDocument()
    style.setContent(FOOTPRINT.read_text(encoding="utf-8"))
    layer.importNamedStyle(style)


def _type_of(name: str, *, of_corpus: bool) -> tuple[str, ...]:
    if name in WHOLE or name in ("fid", "places") or (of_corpus and name in COUNTS):
        return ("Integer",)
    # GeoJSON tells whole numbers from others by how they are written.
    return ("Real", "Integer") if name in REAL else ("String",)


def _style_faults(path: Path, layer: Any) -> list[str]:
    if layer.name() in STYLES:
        expected = STYLES[layer.name()]
    elif path.with_suffix(".qml").exists():
        expected = STYLES["footprint" if layer.geometryType() else "places"]
    else:
        return []
    if layer.name() == "mentions" and path.suffix == ".gpkg":  # the layer of places has the names
        expected = (expected[0], False)
    found = layer.renderer().type(), layer.labelsEnabled()
    print(f"    style: {found[0]}, labels {'on' if found[1] else 'off'}")
    fits = found[0] in expected[0].split() and found[1] == expected[1]
    return [] if fits else [f"{path.name}: {layer.name()} comes without its style"]


# ------------------------------------------------------------------------------------- pictures


def _draw(layers: list[Any], path: Path, options: argparse.Namespace) -> None:
    from qgis.core import QgsCoordinateReferenceSystem, QgsMapRendererParallelJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    if not layers:
        return
    degrees, extent = _extent(layers, options)
    basemap = _basemap(*(_fine() if degrees.width() < CLOSE else _coarse()))
    settings = QgsMapSettings()
    settings.setLayers([*layers, basemap])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(options.crs))
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1400, 900))
    settings.setBackgroundColor(QColor("#e9eef2"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    for error in job.errors():
        print(f"    {error.message}")
    path.parent.mkdir(parents=True, exist_ok=True)
    job.renderedImage().save(str(path))
    print(f"    drawn: {path.name}")


def _extent(layers: list[Any], options: argparse.Namespace) -> tuple[Any, Any]:
    """Return what is drawn, in degrees and in the projection."""
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsProject,
        QgsRectangle,
    )

    extent = QgsRectangle()
    extent.setMinimal()
    if options.bounds:
        extent = QgsRectangle(*map(float, options.bounds.split(",")))
    else:
        for layer in layers:
            if layer.name() != "footprint" or len(layers) == 1:
                extent.combineExtentWith(layer.extent())
        extent.grow(max(extent.width(), extent.height(), 1.0) * 0.08)
    web = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(
        web, QgsCoordinateReferenceSystem(options.crs), QgsProject.instance()
    )
    inside = extent.intersect(QgsRectangle(-180, -84, 180, 84))
    return inside, transform.transformBoundingBox(inside)


def _coarse() -> tuple[list[Any], list[list[list[int]]]]:
    """Return the countries that the article page draws its map on: arcs, and polygons of them."""
    found = json.loads(BASEMAP.read_text(encoding="utf-8"))
    return _points(found["arcs"], STEPS), [[ring] for ring in found["land"]]


def _fine() -> tuple[list[Any], list[list[list[int]]]]:
    """Return the countries and divisions that areas are drawn as, likewise."""
    found = json.loads(gzip.decompress(OUTLINES.read_bytes()))
    polygons = [polygon for area in found["areas"].values() for polygon in area]
    return _points(found["arcs"], found["steps"]), polygons


def _points(arcs: list[list[int]], steps: int) -> list[Any]:
    from qgis.core import QgsPointXY

    return [
        [QgsPointXY(x / steps, y / steps) for x, y in
         zip(accumulate(arc[::2]), accumulate(arc[1::2]), strict=True)]
        for arc in arcs
    ]  # fmt: skip


def _basemap(arcs: list[Any], polygons: list[list[list[int]]]) -> Any:
    """Return land as a layer."""
    from qgis.core import (
        QgsFeature,
        QgsFillSymbol,
        QgsGeometry,
        QgsSingleSymbolRenderer,
        QgsVectorLayer,
    )

    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "basemap", "memory")
    for polygon in polygons:
        rings = [
            [p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])] for ring in polygon
        ]
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPolygonXY(rings))
        layer.dataProvider().addFeature(feature)
    symbol = QgsFillSymbol.createSimple(
        {"color": "#fbfaf7", "outline_color": "#cfc9bd", "outline_width": "0.15"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+")
    parser.add_argument("--png", metavar="FOLDER", type=Path, help="draw each file into a PNG")
    parser.add_argument("--crs", default="EPSG:4326", help="projection of the PNG")
    parser.add_argument("--layer", action="append", help="draw this layer of several")
    parser.add_argument("--bounds", metavar="W,S,E,N", help="draw this part, in degrees")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
