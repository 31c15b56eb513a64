"""Open maps in real QGIS, report what is in them, and draw a picture of each.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 scripts/check_qgis.py FILE... [--png FOLDER]

FILE is a GeoPackage, or a GeoJSON or FlatGeobuf file with its .qml beside it. Run by the Python
that QGIS belongs to (Debian: python3-qgis); without QGIS it says so and does nothing. The exit
status is 1 where a layer cannot be opened or comes without its style.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

STYLED = {"places", "mentions"}


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
        wrong = [problem for path in options.files for problem in _check(path, options.png)]
    finally:
        application.exitQgis()
    for problem in wrong:
        print(f"WRONG: {problem}")
    return 1 if wrong else 0


def _check(path: Path, pictures: Path | None) -> list[str]:
    from qgis.core import QgsProject

    wrong = []
    layers = _open(path)
    if not layers:
        return [f"{path.name}: QGIS finds no layer in it"]
    for layer in layers:
        wrong += _report(path, layer)
    if pictures is not None:
        drawn = [layer for layer in layers if layer.isSpatial() and layer.featureCount()]
        _draw([x for x in drawn if x.name() != "mentions"], pictures / f"{path.stem}.png")
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
    found = []
    for name in names:
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        found.append(layer)
    return found


def _report(path: Path, layer: Any) -> list[str]:
    from qgis.core import QgsWkbTypes

    if not layer.isValid():
        return [f"{path.name}: {layer.name()} cannot be opened"]
    said, styled = layer.loadDefaultStyle()
    shape = QgsWkbTypes.displayString(layer.wkbType())
    print(f"{path.name}: {layer.name()}: {layer.featureCount()} features, {shape}")
    for field in layer.fields():
        print(f"    {field.name()}: {field.typeName()}")
    if not layer.isSpatial():
        return []
    renderer = layer.renderer().type()
    labels = layer.labelsEnabled()
    print(f"    style: {renderer}, labels {'on' if labels else 'off'} ({said or styled})")
    wanted = layer.name() in STYLED or path.with_suffix(".qml").exists()
    if wanted and (renderer != "RuleRenderer" or not labels):
        return [f"{path.name}: {layer.name()} comes without its style"]
    return []


def _draw(layers: list[Any], path: Path) -> None:
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    if not layers:
        return
    extent = QgsRectangle()
    extent.setMinimal()
    for layer in layers:
        if layer.name() != "footprint":
            extent.combineExtentWith(layer.extent())
    extent.grow(max(extent.width(), extent.height(), 1.0) * 0.08)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1400, 900))
    settings.setBackgroundColor(QColor("#f4f2ee"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    path.parent.mkdir(parents=True, exist_ok=True)
    job.renderedImage().save(str(path))
    print(f"    drawn: {path.name}")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+")
    parser.add_argument("--png", metavar="FOLDER", type=Path, help="draw each file into a PNG")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
