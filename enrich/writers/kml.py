"""KML 2.2: one layer of the map for globes.

A folder named for the layer holds a placemark per feature, with its properties as typed data. The
icon is a dot where a place is named literally, an open one where it is not. An area has none: a
globe would stand a pin there as if it were a house. It has its name and, in a folder ``rings``, the
circle that covers it, if it is small enough for one; in the layer ``areas`` it has its outline.
Mentions are written as they come.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO
from xml.sax.saxutils import escape, quoteattr

from enrich.model import Result
from enrich.records.features import PROPERTIES, Feature, iter_features
from enrich.records.vector import CREDITS, column_type
from enrich.styles import is_area, is_literal, is_ringed
from gazetteer.model import Point

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write."""
_ICONS: Final = "https://maps.google.com/mapfiles/kml/shapes/"
_SIZES: Final = ((1, 0.5), (3, 0.7), (10, 1.0))  # from so many mentions on, the scale of the icon
_RED, _BLUE = "ff1e26b3", "ff8a5a1f"  # alpha, blue, green, red
# Readers put the id of the XML element in the place of a column "id".
_RENAMED: Final = {"id": "identifier", "name": "label", "description": "about"}
_TYPES: Final = {"int64": "int", "float64": "double", "string": "string"}
_SAID: Final = ("quotes", "reason", "area_name")

Ring = tuple[str, float, float, float]
"""Name, latitude, longitude, radius in kilometres."""


def write(results: Iterable[Result], out: TextIO, *, layer: str = "places") -> None:
    """Write one KML document."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>{layer}</name>\n')
    out.write(f"<description>{_text(CREDITS)}</description>\n")
    out.writelines(f"{line}\n" for line in (*_styles(), *_schema(layer)))
    out.write(f"<Folder><name>{layer}</name>\n")
    rings: dict[Ring, None] = {}
    for feature in iter_features(results, layer):
        out.write(f"{_placemark(feature, layer)}\n")
        if is_ringed(feature["properties"]) and layer in {"places", "mentions"}:
            rings[_ring(feature)] = None
    out.write("</Folder>\n")
    if rings:
        out.write("<Folder><name>rings</name>\n")
        out.writelines(f"{_ring_mark(ring)}\n" for ring in rings)
        out.write("</Folder>\n")
    out.write("</Document></kml>\n")


def _styles() -> Iterator[str]:
    for sort, icon in (("literal", "placemark_circle.png"), ("other", "donut.png")):
        for least, scale in _SIZES:
            yield (
                f'<Style id="{sort}-{least}"><IconStyle><color>{_RED}</color><scale>{scale}</scale>'
                f"<Icon><href>{_ICONS}{icon}</href></Icon></IconStyle>"
                "<LabelStyle><scale>0.8</scale></LabelStyle></Style>"
            )
    yield (
        '<Style id="area"><IconStyle><scale>0</scale></IconStyle>'
        f"<LabelStyle><color>{_BLUE}</color><scale>0.9</scale></LabelStyle></Style>"
    )
    yield (
        f'<Style id="ring"><LineStyle><color>{_BLUE}</color><width>1.5</width></LineStyle>'
        "<PolyStyle><fill>0</fill></PolyStyle></Style>"
    )
    for sort, fill in (("outline-literal", 1), ("outline-other", 0)):
        yield (
            f'<Style id="{sort}"><LineStyle><color>{_BLUE}</color><width>1.5</width></LineStyle>'
            f"<PolyStyle><color>308a5a1f</color><fill>{fill}</fill></PolyStyle></Style>"
        )
    yield (
        f'<Style id="footprint"><LineStyle><color>{_RED}</color><width>1.5</width></LineStyle>'
        "<PolyStyle><color>1a1e26b3</color></PolyStyle></Style>"
    )


def _schema(layer: str) -> Iterator[str]:
    yield f'<Schema name="{layer}" id="{layer}">'
    for name in PROPERTIES[layer]:
        yield f'<SimpleField type="{_TYPES[column_type(name)]}" name="{_RENAMED.get(name, name)}"/>'
    yield "</Schema>"


def _placemark(feature: Feature, layer: str) -> str:
    properties = feature["properties"]
    title = properties.get("name") or properties.get("title") or properties["id"]
    data = "".join(
        f"<SimpleData name={quoteattr(_RENAMED.get(name, name))}>{_text(value)}</SimpleData>"
        for name, value in properties.items()
        if value is not None
    )
    return (
        f"<Placemark><name>{_text(title)}</name>"
        f"<description>{_description(properties)}</description>"
        f"<styleUrl>#{_style(properties, layer)}</styleUrl>"
        f'<ExtendedData><SchemaData schemaUrl="#{layer}">{data}</SchemaData></ExtendedData>'
        f"{_geometry(feature['geometry'])}</Placemark>"
    )


def _description(properties: dict[str, Any]) -> str:
    """Return what a globe shows on a click, as HTML: nothing in an article becomes markup there."""
    said = next((properties[key] for key in _SAID if properties.get(key)), "")
    radius_km = properties.get("radius_km")
    within = f"Somewhere within {radius_km:g} km. " if is_area(properties) and radius_km else ""
    return _text(html.escape(f"{within}{said}"))


def _style(properties: dict[str, Any], layer: str) -> str:
    if layer == "footprint":
        return "footprint"
    if layer == "areas":
        return f"outline-{'literal' if is_literal(properties) else 'other'}"
    if is_area(properties):
        return "area"
    sort = "literal" if is_literal(properties) else "other"
    mentions = properties.get("mentions") or 1
    return f"{sort}-{max(least for least, _ in _SIZES if least <= mentions)}"


def _ring(feature: Feature) -> Ring:
    properties = feature["properties"]
    lon, lat = feature["geometry"]["coordinates"]
    return properties["name"], lat, lon, properties["radius_km"]


def _ring_mark(ring: Ring) -> str:
    from enrich.geography.hull import hull  # shapely is needed only here

    name, lat, lon, radius_km = ring
    return (
        f"<Placemark><name>{_text(f'{name}, {radius_km:g} km')}</name><styleUrl>#ring</styleUrl>"
        f"{_geometry(hull([(Point(lat=lat, lon=lon), radius_km)]))}</Placemark>"
    )


def _geometry(geometry: dict[str, Any]) -> str:
    held = geometry["coordinates"]
    if geometry["type"] == "Point":
        return f"<Point><coordinates>{held[0]},{held[1]}</coordinates></Point>"
    polygons = held if geometry["type"] == "MultiPolygon" else [held]
    return f"<MultiGeometry>{''.join(map(_polygon, polygons))}</MultiGeometry>"


def _polygon(rings: list[list[list[float]]]) -> str:
    drawn = []
    for number, ring in enumerate(rings):
        side = "innerBoundaryIs" if number else "outerBoundaryIs"
        positions = " ".join(f"{lon},{lat}" for lon, lat in ring)
        drawn.append(
            f"<{side}><LinearRing><coordinates>{positions}</coordinates></LinearRing></{side}>"
        )
    return f"<Polygon><tessellate>1</tessellate>{''.join(drawn)}</Polygon>"


def _text(value: Any) -> str:
    """Return a value as character data, without what XML cannot hold."""
    return escape(_ILLEGAL.sub("", str(value)), {"\r": "&#13;"})
