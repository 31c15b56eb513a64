"""How maps are drawn: QGIS styles made by ``scripts/compile_styles.py``, and simplestyle keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from gazetteer.codes import is_line

RED: Final = "#b3261e"
BLUE: Final = "#1f5a8a"
RINGED_KM: Final = 300.0
"""How large a circle around an area may be."""
_DRAWN_AS_AREAS: Final = ("area-centroid", "country-centroid")


def qgis_style(layer: str, *, below: int | None = None) -> str:
    """Return the QGIS style (QML) of a layer.

    Args:
        layer: "places", "mentions", "areas" or "footprint"; "corpus_places" or "corpus_areas" for
            those of the map of a corpus.
        below: From which scale on it is drawn, such as 2,000,000 for 1:2,000,000, without names, as
            another layer has them; None for all scales, with names.

    Example:
        >>> qgis_style("places").count("literal_mentions") > 0
        True
    """
    style = (files("enrich.styles") / f"{layer}.qml").read_text(encoding="utf-8")
    if below is None:
        return style
    root, rest = style.split("<qgis ", 1)[1].split(">", 1)
    told = (("hasScaleBasedVisibilityFlag", 1), ("minScale", below), ("labelsEnabled", 0))
    for key, value in told:
        root = re.sub(rf'(\s|^){key}="[^"]*"', rf'\g<1>{key}="{value}"', root)
    return f"{style.split('<qgis ', 1)[0]}<qgis {root}>{rest}"


def is_area(properties: Mapping[str, Any]) -> bool:
    """Return whether the point of a place or mention stands for an area or a country.

    Example:
        >>> is_area({"precision": "country-centroid"})
        True
    """
    return properties.get("precision") in _DRAWN_AS_AREAS


def is_ringed(properties: Mapping[str, Any]) -> bool:
    """Return whether a place or mention is an area small enough for a circle to be true of it.

    No country is a circle, nor is a river, and one around Latin America would fill the Atlantic.

    Example:
        >>> is_ringed({"precision": "area-centroid", "radius_km": 46.0, "feature": "LK"})
        True
        >>> is_ringed({"precision": "area-centroid", "radius_km": 46.0, "feature": "STM"})
        False
    """
    is_small = (properties.get("radius_km") or 0) <= RINGED_KM
    is_small_area = properties.get("precision") == "area-centroid" and is_small
    return is_small_area and not is_line(properties.get("feature"))


def is_literal(properties: Mapping[str, Any]) -> bool:
    """Return whether a place is named as the place itself, at least once.

    Example:
        >>> is_literal({"literal_mentions": 0}), is_literal({"role": "literal"})
        (False, True)
    """
    return bool(properties.get("literal_mentions")) or properties.get("role") == "literal"


def simplestyle(properties: Mapping[str, Any], *, outlined: bool = False) -> dict[str, Any]:
    """Return the keys by which web viewers draw a feature of any layer (simplestyle-spec 1.1).

    Areas and countries are small and blue: a viewer knows no rings, and must not take them for
    spots. Places that are named literally are large. The symbol of an area and of what is not meant
    literally is an open circle. The outline of an area is tinted where it is named literally.

    Args:
        properties: Of the feature.
        outlined: Whether it is the outline of a place.

    Example:
        >>> simplestyle({"name": "Yerevan", "precision": "settlement", "literal_mentions": 2,
        ...              "quotes": "in Yerevan"})["marker-size"]
        'large'
    """
    area, literal = is_area(properties), is_literal(properties)
    footprint = "left_out" in properties
    told = ("title", "area_name") if footprint else ("name", "quotes")
    said = {"title": properties.get(told[0]) or "", "description": properties.get(told[1]) or ""}
    if outlined or footprint:
        colour = RED if footprint else BLUE
        opacity = 0.1 if footprint else 0.15 if literal else 0
        drawn = {"stroke": colour, "stroke-width": 1, "fill": colour, "fill-opacity": opacity}
        return {**said, **drawn}
    return {
        "title": said["title"] or properties.get("text") or "",
        "description": said["description"] or properties.get("reason") or "",
        "marker-color": BLUE if area else RED,
        "marker-size": "small" if area else "large" if literal else "medium",
        "marker-symbol": "circle" if literal and not area else "circle-stroked",
    }
