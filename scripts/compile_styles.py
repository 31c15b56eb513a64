"""Make the QGIS styles that maps come with: run by the Python that QGIS belongs to.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 scripts/compile_styles.py

A style says what a point stands for. A place is drawn as a dot that grows with its mentions:
filled where it is named literally, hollow where it only stands for a government or a team, or
lends its name. What is an area or a country is never a dot: it is a ring as large as the circle
that covers it. Labels give way to one another, the most mentioned places first.
"""

import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "enrich" / "writers" / "styles"
AREAS = "\"precision\" IN ('area-centroid', 'country-centroid')"
RADIUS_M = '2000 * coalesce("radius_km", 1)'
RED, BLUE = "#b3261e", "#1f5a8a"
FIELDS = {
    "places": "id name kind country admin1 feature geonames wikidata mentions literal_mentions"
    " roles score quotes precision radius_km documents",
    "mentions": "id entity_id document_id start end text kind role name score reason precision"
    " radius_km",
}


def main() -> int:
    """Write the styles; return the exit status."""
    try:
        from qgis.core import QgsApplication, QgsVectorLayer
    except ImportError:
        print("QGIS is not installed for this Python (Debian: python3-qgis)")
        return 1
    application = QgsApplication([], False)  # noqa: FBT003 - no window
    application.initQgis()
    FOLDER.mkdir(exist_ok=True)
    for name, fields in FIELDS.items():
        numbers = {"mentions", "literal_mentions", "radius_km", "score"}
        columns = "&".join(
            f"field={f}:{'double' if f in numbers else 'string'}" for f in fields.split()
        )
        layer = QgsVectorLayer(f"Point?crs=EPSG:4326&{columns}", name, "memory")
        _style(layer, name)
        _save(layer, name)
        del layer
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=title:string", "footprint", "memory")
    _style_footprint(layer)
    _save(layer, "footprint")
    del layer
    application.exitQgis()
    return 0


def _save(layer: Any, name: str) -> None:
    from qgis.core import QgsMapLayer

    parts = QgsMapLayer.StyleCategories(
        QgsMapLayer.Symbology | QgsMapLayer.Labeling | QgsMapLayer.MapTips | QgsMapLayer.Forms
        | QgsMapLayer.Fields | QgsMapLayer.Rendering
    )  # fmt: skip
    path = FOLDER / f"{name}.qml"
    said, ok = layer.saveNamedStyle(str(path), parts)
    if not ok:
        raise SystemExit(said)
    print(path.name, path.stat().st_size, "bytes")


def _marker(*, filled: bool, colour: str, size: str, ring: bool = False) -> Any:
    from qgis.core import (
        QgsMarkerSymbol,
        QgsProperty,
        QgsSimpleMarkerSymbolLayer,
        QgsSymbolLayer,
        QgsUnitTypes,
    )
    from qgis.PyQt.QtGui import QColor

    marker = QgsSimpleMarkerSymbolLayer()
    fill = QColor(colour)
    fill.setAlpha(190 if filled else 18 if ring else 0)
    marker.setColor(fill if filled or ring else QColor(255, 255, 255, 110))
    marker.setStrokeColor(QColor("white") if filled else QColor(colour))
    marker.setStrokeWidth(0.3 if filled else 0.35 if ring else 0.6)
    if ring:
        marker.setSizeUnit(QgsUnitTypes.RenderMetersInMapUnits)
    marker.setDataDefinedProperty(QgsSymbolLayer.PropertySize, QgsProperty.fromExpression(size))
    symbol = QgsMarkerSymbol()
    symbol.changeSymbolLayer(0, marker)  # takes it over; a list of layers would not
    return symbol


def _style(layer: Any, name: str) -> None:
    from qgis.core import QgsRuleBasedRenderer

    dot = 'min(9, 1.8 + 1.1 * sqrt("mentions"))' if name == "places" else "2.4"
    literal = '"literal_mentions" > 0' if name == "places" else "\"role\" = 'literal'"
    rules = (
        ("an area or a country: the ring covers it",
         AREAS, _marker(filled=False, colour=BLUE, size=RADIUS_M, ring=True)),
        ("named literally", f"NOT {AREAS} AND {literal}",
         _marker(filled=True, colour=RED, size=dot)),
        ("named only for its government, team or adjective",
         f"NOT {AREAS} AND NOT coalesce({literal}, false)",
         _marker(filled=False, colour=RED, size=dot)),
    )  # fmt: skip
    root = QgsRuleBasedRenderer.Rule(None)
    for label, expression, symbol in rules:
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, expression, label))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    _label(layer, "name" if name == "places" else "text", weighted=name == "places")
    _form(layer, name)


def _label(layer: Any, field: str, *, weighted: bool) -> None:
    from qgis.core import (
        QgsPalLayerSettings,
        QgsProperty,
        QgsTextBufferSettings,
        QgsTextFormat,
        QgsVectorLayerSimpleLabeling,
    )
    from qgis.PyQt.QtGui import QColor

    text = QgsTextFormat()
    text.setSize(8.5)
    text.setColor(QColor("#222222"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("white"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.placement = QgsPalLayerSettings.OrderedPositionsAroundPoint
    settings.dist = 1.0
    settings.displayAll = False
    settings.obstacleSettings().setIsObstacle(False)  # a ring is no reason to leave out a name
    settings.setFormat(text)
    if weighted:
        properties = settings.dataDefinedProperties()
        properties.setProperty(
            QgsPalLayerSettings.Priority,
            QgsProperty.fromExpression('min(10, 2 + 2 * ln("mentions" + 1))'),
        )
        properties.setProperty(
            QgsPalLayerSettings.Size,
            QgsProperty.fromExpression('min(13, 8 + 1.2 * ln("mentions"))'),
        )
        settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _form(layer: Any, name: str) -> None:
    from qgis.core import QgsEditorWidgetSetup

    for field in ("quotes", "reason"):
        index = layer.fields().indexOf(field)
        if index >= 0:
            widget = QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True, "UseHtml": False})
            layer.setEditorWidgetSetup(index, widget)
    said = "quotes" if name == "places" else "reason"
    layer.setMapTipTemplate(
        f"<b>[% \"name\" %]</b><br>[% replace(coalesce(\"{said}\", ''), '<', '&lt;') %]"
    )
    layer.setDisplayExpression('"name"')


def _style_footprint(layer: Any) -> None:
    from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer

    symbol = QgsFillSymbol.createSimple(
        {"color": "179,38,30,25", "outline_color": "179,38,30,200", "outline_width": "0.4",
         "outline_style": "dash"}
    )  # fmt: skip
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


if __name__ == "__main__":
    sys.exit(main())
