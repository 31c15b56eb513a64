"""Labels, which give way to one another, and forms."""

from typing import Any

from styling.expressions import AREA, BLUE, NTH, OF_DOCUMENTS, OUTLINED, SIZE

COLOUR = f"CASE WHEN {AREA} THEN '{BLUE}' ELSE '#222222' END"


def label_places(layer: Any) -> None:
    """Label places: the most mentioned first."""
    settings = _settings_of_dots()
    settings.isExpression = True
    # A name may give way to that of another place on its point, which then says so. An outline has
    # its name in the layer of areas.
    settings.fieldName = (
        f'CASE WHEN {OUTLINED} THEN NULL ELSE "name" END || CASE WHEN "at_point" > 1'
        f" THEN ' (' || {NTH} || ' of ' || \"at_point\" || ')' ELSE '' END"
    )
    _label(
        layer,
        settings,
        Priority='min(10, "mentions")',
        Size='min(13, 8 + 1.2 * ln("mentions"))',
        LabelDistance=f"0.4 + 0.5 * CASE WHEN {AREA} THEN 0.6 ELSE 1 END * {SIZE}",
        Color=COLOUR,
    )


def label_mentions(layer: Any) -> None:
    """Label mentions: beside the layer of places, names would stand twice, so only close up."""
    settings = _settings_of_dots()
    settings.isExpression = True
    settings.fieldName = 'CASE WHEN "nth_of_place" = 1 THEN "name" END'
    settings.scaleVisibility = True
    settings.minimumScale = 5_000_000
    settings.maximumScale = 0
    settings.priority = 1
    _label(layer, settings)


def label_areas(layer: Any) -> None:
    """Label outlines, inside them or beside them."""
    from qgis.core import QgsLabeling

    flag = QgsLabeling.PolygonPlacementFlag
    settings = _settings()
    settings.placement = settings.Horizontal
    settings.setPolygonPlacementFlags(
        QgsLabeling.PolygonPlacementFlags(
            flag.AllowPlacementInsideOfPolygon | flag.AllowPlacementOutsideOfPolygon
        )
    )
    settings.obstacleSettings().setIsObstacle(False)
    settings.setFormat(_text(BLUE))
    _label(
        layer, settings, Priority='min(9, "mentions")', Size='min(13, 8.5 + 1.2 * ln("mentions"))'
    )


def label_corpus_places(layer: Any) -> None:
    """Label the places of a corpus: those that most documents name first."""
    settings = _settings()
    settings.placement = settings.OrderedPositionsAroundPoint
    settings.dist = 0.8
    _label(
        layer,
        settings,
        Priority='min(10, "documents")',
        Size='min(12, 7.5 + ln("documents"))',
        LabelDistance=f"0.4 + 0.5 * {OF_DOCUMENTS}",
        Color=COLOUR,
    )


def _settings() -> Any:
    from qgis.core import QgsPalLayerSettings

    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.displayAll = False
    settings.setFormat(_text())
    return settings


def _settings_of_dots() -> Any:
    settings = _settings()
    settings.placement = settings.OrderedPositionsAroundPoint
    # Not from the bounds of the symbol: its ring may be as large as the map.
    settings.offsetType = settings.FromPoint
    settings.dist = 1.6
    settings.obstacleSettings().setIsObstacle(False)  # a ring is no reason to leave out a name
    return settings


def _label(layer: Any, settings: Any, **expressions: str) -> None:
    """Label a layer, with expressions for properties of each label."""
    from qgis.core import QgsProperty, QgsVectorLayerSimpleLabeling

    properties = settings.dataDefinedProperties()
    for name, expression in expressions.items():
        properties.setProperty(getattr(settings, name), QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _text(colour: str = "#222222") -> Any:
    from qgis.core import QgsTextBufferSettings, QgsTextFormat
    from qgis.PyQt.QtGui import QColor

    text = QgsTextFormat()
    text.setSize(8.5)
    text.setColor(QColor(colour))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("white"))
    text.setBuffer(halo)
    return text


def make_form(layer: Any, said: str) -> None:
    """Give a layer its form and map tip: the name and, below it, a field of several lines."""
    from qgis.core import QgsEditorWidgetSetup

    index = layer.fields().indexOf(said)
    widget = QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True, "UseHtml": False})
    layer.setEditorWidgetSetup(index, widget)
    layer.setMapTipTemplate(f"<b>{_as_text('name')}</b><br>{_as_text(said)}")
    layer.setDisplayExpression('"name"')


def _as_text(field: str) -> str:
    """Return what shows a field in HTML; nothing in an article becomes markup."""
    return f"[% replace(coalesce(\"{field}\", ''), map('&', '&amp;', '<', '&lt;')) %]"
