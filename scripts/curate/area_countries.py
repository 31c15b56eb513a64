"""Compile the table of countries and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curate.geometry import LatLon, disc_radius_km, label_of_shape, mean_position, spread_km
from curate.references import City, read_country_info, read_features
from curate.tables import Row, format_coordinate, format_radius
from curate.words import is_usable_alias

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COUNTRY_COLUMNS", "compile_countries", "country_names"]

COUNTRY_COLUMNS = (
    "id",
    "iso2",
    "iso3",
    "name",
    "feature",
    "continent",
    "capital",
    "lat",
    "lon",
    "radius_km",
    "population",
    "wikidata",
    "source",
)

SEMI_INDEPENDENT = frozenset({"HK", "MO"})
TERRITORIES = frozenset({"AQ", "EH"})  # no state holds all of it undisputed
HISTORICAL = frozenset({"AN", "CS"})  # kept by GeoNames though dissolved
STATES_BESIDES = frozenset({"XK", "PS", "TV"})  # Natural Earth calls them otherwise or lacks them

SUCCESSORS = {"AN": ("BQ", "CW", "SX"), "CS": ("ME", "RS", "XK")}  # whose settlements were theirs

# Natural Earth's own codes where they are not ISO's
NATURAL_EARTH_CODES = {"KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "SDS": "SSD", "ALD": "ALA"}


def compile_countries(shared: Path, cities: list[City], qids: dict[str, str]) -> list[Row]:
    """Return a row for every entry of GeoNames' list of countries.

    The label lies in the main landmass by Natural Earth's outline; a country that has none gets
    the mean of its settlements, or Natural Earth's label point of its largest part.
    """
    shapes = _shapes(shared)
    points = _label_points(shared)
    capitals = _capitals(cities)
    rows = []
    for info in read_country_info(shared):
        nature = shapes.get(info["iso3"], {})
        members = SUCCESSORS.get(info["iso2"], (info["iso2"],))
        own = [city.position for city in cities if city.country in members]
        where = _label_and_radius(info, nature, points, own)
        rows.append(
            {
                "id": f"geonames:{info['id']}",
                "iso2": info["iso2"],
                "iso3": info["iso3"],
                "name": info["name"],
                "feature": _feature(info["iso2"], nature.get("properties", {})),
                "continent": info["continent"],
                "capital": capitals.get(info["iso2"], info["capital"]),
                "lat": format_coordinate(where[0][0]) if where else "",
                "lon": format_coordinate(where[0][1]) if where else "",
                "radius_km": format_radius(where[1]) if where else "",
                "population": "" if info["population"] == "0" else info["population"],
                "wikidata": qids.get(info["id"], ""),
                "source": "geonames",
            }
        )
    return rows


def country_names(shared: Path, countries: list[Row]) -> list[Row]:
    """Return the further English names of countries by Natural Earth and CLDR.

    Args:
        shared: The folder of the reference data.
        countries: The compiled and edited countries; their ``name`` is not repeated.
    """
    shapes = _shapes(shared)
    geonames = {f"geonames:{info['id']}": info["name"] for info in read_country_info(shared)}
    rows: list[Row] = []
    for country in countries:
        found = [
            (geonames[country["id"]], "variant", "en", "geonames"),
            *_natural_earth_names(shapes.get(country["iso3"], {}).get("properties", {})),
            *_cldr_names(country["iso2"]),
        ]
        seen = {country["name"]}
        for name, kind, language, source in found:
            if name not in seen and is_usable_alias(name):
                seen.add(name)
                names = (country["id"], name, kind, language, source)
                rows.append(dict(zip(("id", "name", "type", "language", "source"), names)))  # noqa: B905
    return rows


def _shapes(shared: Path) -> dict[str, dict[str, Any]]:
    """Return Natural Earth's countries by ISO 3166-1 alpha-3 code."""
    shapes = {}
    for feature in read_features(shared, "ne_50m_admin_0_countries"):
        code = feature["properties"]["ADM0_A3"]
        shapes[NATURAL_EARTH_CODES.get(code, code)] = feature
    return shapes


def _label_points(shared: Path) -> dict[str, LatLon]:
    """Return Natural Earth's label point of the largest part of each area, by code."""
    ranked: dict[str, tuple[int, LatLon]] = {}
    for feature in read_features(shared, "ne_10m_admin_0_label_points"):
        lon, lat = feature["geometry"]["coordinates"]
        part = feature["properties"]
        for code in {part["sr_adm0_a3"], part["sr_gu_a3"], part["sr_su_a3"]}:
            ranked[code] = min(ranked.get(code, (99, (0.0, 0.0))), (part["scalerank"], (lat, lon)))
    return {code: point for code, (_, point) in ranked.items()}


def _capitals(cities: list[City]) -> dict[str, str]:
    """Return the name of each country's one capital; a country with two is left out."""
    found: dict[str, list[str]] = {}
    for city in cities:
        if city.feature == "PPLC":
            found.setdefault(city.country, []).append(city.name)
    return {country: names[0] for country, names in found.items() if len(names) == 1}


def _label_and_radius(
    info: dict[str, str], nature: dict[str, Any], points: dict[str, LatLon], own: list[LatLon]
) -> tuple[LatLon, float] | None:
    """Return a country's label point and radius, or None where no reference has one.

    The circle covers nine in ten of its settlements, and at least its area.
    """
    if nature:
        label, radius = label_of_shape(nature["geometry"])
        return label, max(radius, spread_km(label, own))
    radius = disc_radius_km(float(info["area"] or 0))
    if own:
        centre = mean_position(own)
        return centre, max(radius, spread_km(centre, own))
    if info["iso3"] in points:
        return points[info["iso3"]], radius
    return None


def _feature(iso2: str, nature: dict[str, Any]) -> str:
    """Return the GeoNames feature code that fits a country's standing."""
    if iso2 in HISTORICAL:
        return "PCLH"
    if iso2 in TERRITORIES:
        return "TERR"
    if iso2 in SEMI_INDEPENDENT:
        return "PCLS"
    sovereign = nature.get("TYPE") == "Sovereign country"
    if sovereign or nature.get("ADMIN") == nature.get("SOVEREIGNT", "") or iso2 in STATES_BESIDES:
        return "PCLI"
    return "PCLD"


def _natural_earth_names(nature: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return the English names of a country by Natural Earth, each with type and language."""
    found = []
    for key, kind in (("FORMAL_EN", "official"), ("NAME_LONG", "variant"), ("ADMIN", "variant")):
        name = nature.get(key)
        if name and "." not in name:
            found.append((name, kind, "en", "natural-earth"))
    return found


def _cldr_names(iso2: str) -> list[tuple[str, str, str, str]]:
    """Return the English name of a country by CLDR; ``languages`` has those of others."""
    from babel import Locale

    name = Locale("en").territories.get(iso2, "")
    usable = name and "&" not in name and " - " not in name
    return [(name, "variant", "en", "cldr")] if usable else []
