"""Symbols: dots, rings, outlines and classes."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from styling.expressions import (
    AREA,
    BLUE,
    NTH,
    OF_DOCUMENTS,
    RED,
    RELATED,
    RING,
    RINGED,
    SEEN,
    SIZE,
)  # fmt: skip

CLASSES = (1, 2, 5, 10, 30, 100, 300, 1000, 10_000)  # documents, from which each class begins
RAMP = ((250, 233, 168), (249, 158, 60), (122, 4, 30))  # light, middle, dark: also in grey


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


def draw_points(layer: Any, *, places: bool) -> None:
    """Draw a layer of places, or of mentions."""
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
    step = 2.4 if places else 1.9
    drawn = [(label, expression, _symbol(look, size, step)) for label, expression, look in rules]
    _draw_by_rules(layer, drawn, "radius_km" if places else "nth_at_point")


def draw_areas(layer: Any) -> None:
    """Draw outlines: tinted, or empty and dashed."""
    literal = '"literal_mentions" > 0'
    rules = (
        ("country or area", literal, _outline(dashed=False)),
        ("country or area: its government or people", f"NOT coalesce({literal}, false)",
         _outline(dashed=True)),
    )  # fmt: skip
    _draw_by_rules(layer, rules, "radius_km")


def draw_footprint(layer: Any) -> None:
    """Draw the outline of a document as a dotted line."""
    from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer

    symbol = QgsFillSymbol.createSimple(
        {"color": "0,0,0,0", "style": "no", "outline_color": "110,100,90,190",
         "outline_width": "0.25", "outline_style": "dot"}
    )  # fmt: skip
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def draw_corpus_places(layer: Any) -> None:
    """Draw the places of a corpus: larger where more documents name them."""
    from qgis.core import QgsMarkerSymbol

    rules = []
    for label, expression, look in (
        ("place: larger where more documents name it", f"NOT {AREA}", Look(RED, filled=True)),
        ("area or country, at its middle", AREA, Look(BLUE, filled=False)),
    ):
        symbol = QgsMarkerSymbol()
        symbol.changeSymbolLayer(0, _dot(look, OF_DOCUMENTS, step=0))
        symbol.setOpacity(0.8)
        rules.append((label, expression, symbol))
    _draw_by_rules(layer, rules, "documents")


def draw_corpus_areas(layer: Any) -> None:
    """Draw the areas of a corpus: darker where more documents name a place in them."""
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


def _shade(share: float) -> tuple[int, ...]:
    """Return a colour of the ramp, from light at 0 to dark at 1."""
    low, middle, high = RAMP
    a, b, part = (low, middle, share * 2) if share < 0.5 else (middle, high, share * 2 - 1)
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))


def _draw_by_rules(layer: Any, rules: Iterable[tuple[str, str, Any]], order: str) -> None:
    """Draw a layer by labels, expressions and symbols; the low of a field over the high.

    So the small are drawn over the large: no ring and no dot hides another.
    """
    from qgis.core import QgsFeatureRequest, QgsRuleBasedRenderer

    root = QgsRuleBasedRenderer.Rule(None)
    for label, expression, symbol in rules:
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, expression, label))
    for rule in (root, *root.children()):  # which QGIS would number at random
        rule.setRuleKey(f"{{{uuid5(NAMESPACE_URL, f'{layer.name()} {rule.label()}')}}}")
    renderer = QgsRuleBasedRenderer(root)
    clause = QgsFeatureRequest.OrderByClause(f'"{order}"', False, False)  # noqa: FBT003 - descending
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


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
    ring.setSubSymbol(
        QgsFillSymbol.createSimple(
            {
                "color": _rgba(look.colour, 16 if look.filled else 0),
                "outline_color": _rgba(look.colour, 170),
                "outline_width": "0.3",
                "outline_style": "dash" if look.dashed else "solid",
            }
        )
    )
    return ring


def _outline(*, dashed: bool) -> Any:
    """Return a tinted area, or an empty one with a dashed line; cased, for dark backgrounds."""
    from qgis.core import QgsFillSymbol, QgsSimpleFillSymbolLayer

    symbol = QgsFillSymbol()
    symbol.changeSymbolLayer(
        0,
        QgsSimpleFillSymbolLayer.create(
            {"color": _rgba(BLUE, 0 if dashed else 44),
             "outline_color": "255,255,255,150", "outline_width": "0.8"}
        ),
    )  # fmt: skip
    symbol.appendSymbolLayer(
        QgsSimpleFillSymbolLayer.create(
            {"color": "0,0,0,0", "style": "no", "outline_color": _rgba(BLUE, 210),
             "outline_width": "0.3", "outline_style": "dash" if dashed else "solid"}
        )
    )  # fmt: skip
    return symbol


def _rgba(colour: str, alpha: int) -> str:
    """Return a colour as QGIS has it in properties."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
