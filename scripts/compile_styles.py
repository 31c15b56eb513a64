"""Make the QGIS styles that maps come with: run by the Python that QGIS belongs to.

    QT_HASH_SEED=0 QT_QPA_PLATFORM=offscreen /usr/bin/python3 scripts/compile_styles.py

A style says what a point stands for. A place is drawn as a dot that grows with its mentions:
filled where it is named literally, hollow where it only stands for a government or a team, or
lends its name. An area or a country is drawn as its outline, tinted where it is meant itself,
dashed and empty where it only stands for its government or its people. What has no outline is a
small blue circle, with a ring around it where the area is small enough for one to be no lie: as
large as the circle that covers it, drawn on the globe, so that it is true in every projection and
at every latitude. What lies on one point is drawn in a spiral around it; rings and coordinates stay
where they are. Labels give way to one another, the most mentioned places first.

On the map of a corpus a place grows with the documents that name it, and hexagons, countries and
divisions are darker the more documents name a place in them, in classes that are the same for
every corpus, so that two maps can be compared.
"""

import sys
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "enrich" / "styles"
AREA = "\"precision\" IN ('area-centroid', 'country-centroid')"
RED, BLUE = "#b3261e", "#1f5a8a"
SIZE = 'min(9, 1.8 + 1.1 * sqrt("mentions"))'  # millimetres
NTH = 'coalesce("nth_at_point", 1)'
# An area with a ring: no country, nothing larger than a ring is true of, nothing with an outline. A
# layer that has no such column has no outlines beside it.
OUTLINED = "coalesce(attribute('outlined'), 0) = 1"
RINGED = f'"precision" = \'area-centroid\' AND "radius_km" <= 300 AND NOT ({OUTLINED})'
# Of mentions, what lies "20 km north of" a town: the ring of a place is that of its layer.
RELATED = '"precision" = \'area-centroid\' AND "radius_km" <= 300 AND "feature" LIKE \'PPL%\''
# An outline too small to be seen, less than four millimetres, has its circle.
SEEN = f'{OUTLINED} AND "radius_km" * 2000000 / @map_scale > 4'
FIELDS = {
    "places": "id name kind country admin1 feature geonames wikidata mentions literal_mentions"
    " roles score quotes precision radius_km documents at_point nth_at_point outlined",
    "mentions": "id entity_id document_id start end text kind role name score reason feature"
    " precision radius_km nth_at_point nth_of_place nth_in_role",
}
CORPUS = {
    "corpus_places": "id name country admin1 feature geonames wikidata documents literal_documents"
    " mentions outlets first last score precision radius_km spellings",
    "corpus_areas": "id name documents literal_documents mentions places first last most_named",
}
CLASSES = (1, 2, 5, 10, 30, 100, 300, 1000, 10_000)  # documents, from which each class begins
RAMP = ((250, 233, 168), (249, 158, 60), (122, 4, 30))  # light, middle, dark: also in grey
OF_DOCUMENTS = 'min(11, 1.2 + 0.9 * sqrt("documents"))'  # millimetres
NUMBERS = set(
    "mentions literal_mentions radius_km score at_point nth_at_point nth_of_place"
    " nth_in_role outlined documents literal_documents outlets places".split()
)

# The circle of radius_km on a sphere, in degrees, corner by corner (spherical law of cosines). One
# that holds a pole is closed along the edge of the map, which ends at 85 degrees on web maps; one
# that crosses the antimeridian is cut there, for a projection would draw it across the map.
RING = """
with_variable('r', min(coalesce("radius_km", 1), 9000) / 6371.0088,
with_variable('f', radians($y),
with_variable('polar', abs(@f) + @r >= pi() / 2,
with_variable('corners', array_foreach(
    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),
  with_variable('b', radians(@element),
  with_variable('lat', asin(max(-1, min(1,
      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),
    make_point(
      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),
      max(-85, min(85, degrees(@lat))))))),
with_variable('whole', CASE
  WHEN NOT @polar THEN make_polygon(make_line(@corners))
  ELSE with_variable('cap', CASE WHEN @f < 0 THEN -86 ELSE 86 END,
    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),
    make_polygon(make_line(array_cat(
      array(make_point($x - 180, @cap), make_point($x - 180, @far)),
      array_foreach(array_sort(array_foreach(@corners, x(@element))),
        with_variable('at', @element,
          array_first(array_filter(@corners, x(@element) = @at, 1)))),
      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))
  END,
CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) <= 180 THEN @whole
  ELSE with_variable('east', x_max(@whole) > 180,
    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,
    with_variable('world', make_rectangle_3points(
        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),
    with_variable('here', intersection(@whole, @world),
    with_variable('there', intersection(translate(@whole, -@off, 0), @world),
    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))
END)))))
""".strip()


class Look(NamedTuple):
    """How one sort of point is drawn.

    Attributes:
        colour: Of fill and outline.
        filled: Whether the dot is.
        ring: The expression of the ring that goes round it, or "".
        dashed: Whether the ring is dashed.
    """

    colour: str
    filled: bool
    ring: str = ""
    dashed: bool = False


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
        columns = "&".join(
            f"field={f}:{'double' if f in NUMBERS else 'string'}" for f in fields.split()
        )
        layer = QgsVectorLayer(f"Point?crs=EPSG:4326&{columns}", name, "memory")
        _style(layer, name)
        _save(layer, name)
        del layer
    columns = "&".join(
        f"field={f}:{'double' if f in NUMBERS else 'string'}" for f in FIELDS["places"].split()[:-1]
    )
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:4326&{columns}", "areas", "memory")
    _style_areas(layer)
    _save(layer, "areas")
    del layer
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=title:string", "footprint", "memory")
    _style_footprint(layer)
    _save(layer, "footprint")
    del layer
    _save_corpus_styles()
    application.exitQgis()
    return 0


def _save_corpus_styles() -> None:
    from qgis.core import QgsVectorLayer

    styled = {"corpus_places": _style_corpus_places, "corpus_areas": _style_corpus_areas}
    for name, style in styled.items():
        sort = "Point" if name == "corpus_places" else "MultiPolygon"
        columns = "&".join(
            f"field={f}:{'double' if f in NUMBERS else 'string'}" for f in CORPUS[name].split()
        )
        layer = QgsVectorLayer(f"{sort}?crs=EPSG:4326&{columns}", name, "memory")
        style(layer)
        _save(layer, name)
        del layer


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


# ------------------------------------------------------------------------------------- symbols


def _style(layer: Any, name: str) -> None:
    from qgis.core import QgsFeatureRequest, QgsRuleBasedRenderer

    places = name == "places"
    size = SIZE if places else "2"
    literal = '"literal_mentions" > 0' if places else "\"role\" = 'literal'"
    other = f"NOT coalesce({literal}, false)"
    ring = f"CASE WHEN {RINGED if places else RELATED} THEN {RING} END"
    area = f"{AREA} AND NOT ({SEEN})" if places else AREA
    rules = (
        ("country or area", f"{area} AND {literal}",
         Look(BLUE, filled=True, ring=ring)),
        ("country or area: its government or people", f"{area} AND {other}",
         Look(BLUE, filled=False, ring=ring, dashed=True)),
        ("town or spot", f"NOT {AREA} AND {literal}", Look(RED, filled=True)),
        ("town or spot: its government, team or people", f"NOT {AREA} AND {other}",
         Look(RED, filled=False)),
    )  # fmt: skip
    root = QgsRuleBasedRenderer.Rule(None)
    for label, expression, look in rules:
        symbol = _symbol(look, size, step=2.4 if places else 1.9)
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, expression, label))
    renderer = QgsRuleBasedRenderer(root)
    # The small are drawn over the large: no ring and no dot hides another.
    first = '"radius_km"' if places else '"nth_at_point"'
    clause = QgsFeatureRequest.OrderByClause(first, False, False)  # noqa: FBT003 - descending
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    _label(layer, weighted=places)
    _form(layer, "quotes" if places else "reason")


def _symbol(look: Look, size: str, step: float) -> Any:
    from qgis.core import QgsMarkerSymbol

    symbol = QgsMarkerSymbol()
    # It takes the layer over; a list of layers would not.
    symbol.changeSymbolLayer(0, _ring(look, look.ring) if look.ring else _dot(look, size, step))
    if look.ring:
        symbol.appendSymbolLayer(_dot(look, size, step))
    return symbol


def _dot(look: Look, size: str, step: float) -> Any:
    from qgis.core import QgsProperty, QgsSimpleMarkerSymbolLayer, QgsSymbolLayer
    from qgis.PyQt.QtGui import QColor

    marker = QgsSimpleMarkerSymbolLayer()
    fill = QColor(look.colour)
    fill.setAlpha(200)
    marker.setColor(fill if look.filled else QColor(255, 255, 255, 235))
    marker.setStrokeColor(QColor("white") if look.filled else QColor(look.colour))
    marker.setStrokeWidth(0.3 if look.filled else 0.4 if look.ring else 0.6)
    area = f"0.6 * ({size})" if look.ring else size
    properties = {
        QgsSymbolLayer.PropertySize: area,
        # Sunflower seeds: each has its own place, the first in the middle.
        QgsSymbolLayer.PropertyOffset: f"with_variable('n', {NTH} - 1, array("
        f"{step} * sqrt(@n) * cos(@n * 2.39996), {step} * sqrt(@n) * sin(@n * 2.39996)))",
    }
    for key, expression in properties.items():
        marker.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    return marker


def _ring(look: Look, expression: str) -> Any:
    from qgis.core import (
        QgsFillSymbol,
        QgsGeometryGeneratorSymbolLayer,
        QgsSymbol,
        QgsUnitTypes,
    )

    ring = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": expression})
    ring.setSymbolType(QgsSymbol.Fill)
    ring.setUnits(QgsUnitTypes.RenderMapUnits)
    red, green, blue = (int(look.colour[n : n + 2], 16) for n in (1, 3, 5))
    ring.setSubSymbol(
        QgsFillSymbol.createSimple(
            {
                "color": f"{red},{green},{blue},{16 if look.filled else 0}",
                "outline_color": f"{red},{green},{blue},170",
                "outline_width": "0.3",
                "outline_style": "dash" if look.dashed else "solid",
            }
        )
    )
    return ring


def _style_areas(layer: Any) -> None:
    from qgis.core import QgsFeatureRequest, QgsRuleBasedRenderer

    root = QgsRuleBasedRenderer.Rule(None)
    literal = '"literal_mentions" > 0'
    for label, expression, dashed in (
        ("country or area", literal, False),
        ("country or area: its government or people",
         f"NOT coalesce({literal}, false)", True),
    ):  # fmt: skip
        root.appendChild(
            QgsRuleBasedRenderer.Rule(_outline(dashed=dashed), 0, 0, expression, label)
        )
    renderer = QgsRuleBasedRenderer(root)
    clause = QgsFeatureRequest.OrderByClause('"radius_km"', False, False)  # noqa: FBT003
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    _label_areas(layer)
    _form(layer, "quotes")


def _outline(*, dashed: bool) -> Any:
    """Return a tinted area, or an empty one with a dashed line; cased, for dark backgrounds."""
    from qgis.core import QgsFillSymbol, QgsSimpleFillSymbolLayer

    red, green, blue = (int(BLUE[n : n + 2], 16) for n in (1, 3, 5))
    symbol = QgsFillSymbol()
    symbol.changeSymbolLayer(
        0,
        QgsSimpleFillSymbolLayer.create(
            {"color": f"{red},{green},{blue},{0 if dashed else 44}",
             "outline_color": "255,255,255,150", "outline_width": "0.8"}
        ),
    )  # fmt: skip
    symbol.appendSymbolLayer(
        QgsSimpleFillSymbolLayer.create(
            {"color": "0,0,0,0", "style": "no", "outline_color": f"{red},{green},{blue},210",
             "outline_width": "0.3", "outline_style": "dash" if dashed else "solid"}
        )
    )  # fmt: skip
    return symbol


def _style_footprint(layer: Any) -> None:
    from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer

    symbol = QgsFillSymbol.createSimple(
        {"color": "0,0,0,0", "style": "no", "outline_color": "110,100,90,190",
         "outline_width": "0.25", "outline_style": "dot"}
    )  # fmt: skip
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def _style_corpus_places(layer: Any) -> None:
    from qgis.core import QgsFeatureRequest, QgsMarkerSymbol, QgsRuleBasedRenderer

    root = QgsRuleBasedRenderer.Rule(None)
    for label, expression, look in (
        ("place: larger where more documents name it", f"NOT {AREA}", Look(RED, filled=True)),
        ("area or country, at its middle", AREA, Look(BLUE, filled=False)),
    ):
        symbol = QgsMarkerSymbol()
        symbol.changeSymbolLayer(0, _dot(look, OF_DOCUMENTS, step=0))
        symbol.setOpacity(0.8)
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, expression, label))
    renderer = QgsRuleBasedRenderer(root)
    clause = QgsFeatureRequest.OrderByClause('"documents"', False, False)  # noqa: FBT003
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    _label_corpus(layer)
    _form(layer, "spellings")


def _style_corpus_areas(layer: Any) -> None:
    from qgis.core import QgsFillSymbol, QgsGraduatedSymbolRenderer, QgsRendererRange

    ranges = []
    for number, low in enumerate(CLASSES):
        high = CLASSES[number + 1] - 1 if number + 1 < len(CLASSES) else 10**12
        rgb = ",".join(map(str, _shade(number / (len(CLASSES) - 1))))
        symbol = QgsFillSymbol.createSimple(
            {"color": f"{rgb},190", "outline_color": "255,255,255,200", "outline_width": "0.15"}
        )
        told = (
            f"{low:,}"
            if high == low
            else f"{low:,} or more"
            if high == 10**12
            else (f"{low:,} to {high:,}")
        )
        plural = "s" if high > 1 else ""
        ranges.append(QgsRendererRange(low, high, symbol, f"{told} document{plural}"))
    layer.setRenderer(QgsGraduatedSymbolRenderer("documents", ranges))
    _form(layer, "most_named")


def _shade(share: float) -> tuple[int, ...]:
    """Return a colour of the ramp, from light at 0 to dark at 1."""
    low, middle, high = RAMP
    a, b, part = (low, middle, share * 2) if share < 0.5 else (middle, high, share * 2 - 1)
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))


# ----------------------------------------------------------------------------- labels and forms


def _label_corpus(layer: Any) -> None:
    from qgis.core import QgsPalLayerSettings, QgsProperty, QgsVectorLayerSimpleLabeling

    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.placement = QgsPalLayerSettings.OrderedPositionsAroundPoint
    settings.dist = 0.8
    settings.displayAll = False
    settings.setFormat(_text())
    properties = settings.dataDefinedProperties()
    for key, expression in (
        (QgsPalLayerSettings.Priority, 'min(10, "documents")'),
        (QgsPalLayerSettings.Size, 'min(12, 7.5 + ln("documents"))'),
        (QgsPalLayerSettings.LabelDistance, f"0.4 + 0.5 * {OF_DOCUMENTS}"),
        (QgsPalLayerSettings.Color, f"CASE WHEN {AREA} THEN '{BLUE}' ELSE '#222222' END"),
    ):
        properties.setProperty(key, QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _label_areas(layer: Any) -> None:
    from qgis.core import (
        QgsLabeling,
        QgsPalLayerSettings,
        QgsProperty,
        QgsVectorLayerSimpleLabeling,
    )

    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.placement = QgsPalLayerSettings.Horizontal
    settings.setPolygonPlacementFlags(
        QgsLabeling.PolygonPlacementFlags(
            QgsLabeling.PolygonPlacementFlag.AllowPlacementInsideOfPolygon
            | QgsLabeling.PolygonPlacementFlag.AllowPlacementOutsideOfPolygon
        )
    )
    settings.displayAll = False
    settings.obstacleSettings().setIsObstacle(False)
    settings.setFormat(_text(BLUE))
    properties = settings.dataDefinedProperties()
    for key, expression in (
        (QgsPalLayerSettings.Priority, 'min(9, "mentions")'),
        (QgsPalLayerSettings.Size, 'min(13, 8.5 + 1.2 * ln("mentions"))'),
    ):
        properties.setProperty(key, QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _label(layer: Any, *, weighted: bool) -> None:
    from qgis.core import QgsPalLayerSettings, QgsProperty, QgsVectorLayerSimpleLabeling

    settings = QgsPalLayerSettings()
    settings.isExpression = True
    settings.placement = QgsPalLayerSettings.OrderedPositionsAroundPoint
    # Not from the bounds of the symbol: its ring may be as large as the map.
    settings.offsetType = QgsPalLayerSettings.FromPoint
    settings.dist = 1.6
    settings.displayAll = False
    settings.obstacleSettings().setIsObstacle(False)  # a ring is no reason to leave out a name
    settings.setFormat(_text())
    if weighted:
        # A name may give way to that of another place on its point, which then says so. An
        # outline has its name in the layer of areas.
        settings.fieldName = (
            f'CASE WHEN {OUTLINED} THEN NULL ELSE "name" END || CASE WHEN "at_point" > 1'
            f" THEN ' (' || {NTH} || ' of ' || \"at_point\" || ')' ELSE '' END"
        )
        properties = settings.dataDefinedProperties()
        for key, expression in (
            (QgsPalLayerSettings.Priority, 'min(10, "mentions")'),
            (QgsPalLayerSettings.Size, 'min(13, 8 + 1.2 * ln("mentions"))'),
            (
                QgsPalLayerSettings.LabelDistance,
                f"0.4 + 0.5 * CASE WHEN {AREA} THEN 0.6 ELSE 1 END * {SIZE}",
            ),
            (QgsPalLayerSettings.Color, f"CASE WHEN {AREA} THEN '{BLUE}' ELSE '#222222' END"),
        ):
            properties.setProperty(key, QgsProperty.fromExpression(expression))
        settings.setDataDefinedProperties(properties)
    else:
        # Beside the layer of places, names would stand twice; close up, they tell the mentions.
        settings.fieldName = 'CASE WHEN "nth_of_place" = 1 THEN "name" END'
        settings.scaleVisibility = True
        settings.minimumScale = 5_000_000
        settings.maximumScale = 0
        settings.priority = 1
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


def _form(layer: Any, said: str) -> None:
    from qgis.core import QgsEditorWidgetSetup

    index = layer.fields().indexOf(said)
    widget = QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True, "UseHtml": False})
    layer.setEditorWidgetSetup(index, widget)
    layer.setMapTipTemplate(f"<b>{_as_text('name')}</b><br>{_as_text(said)}")
    layer.setDisplayExpression('"name"')


def _as_text(field: str) -> str:
    """Return what shows a field in HTML; nothing in an article becomes markup."""
    return f"[% replace(coalesce(\"{field}\", ''), map('&', '&amp;', '<', '&lt;')) %]"


if __name__ == "__main__":
    sys.exit(main())
