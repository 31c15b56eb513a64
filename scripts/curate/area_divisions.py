"""Compile the table of the world's first-level divisions and their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from curate.geometry import LatLon, disc_radius_km, distance_km, mean_position, spread_km
from curate.references import (
    City,
    Division,
    read_admin1,
    read_alternates,
    read_country_info,
    read_features,
    read_iso3166_2,
    read_like_admin1,
)
from curate.tables import Row, format_coordinate, format_radius
from curate.words import (
    DIVISION_WORDS,
    common_words,
    fold,
    is_usable_alias,
    plain,
    strip_division_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["ADMIN1_COLUMNS", "compile_admin1", "division_names"]

ADMIN1_COLUMNS = (
    "id",
    "code",
    "name",
    "feature",
    "country",
    "iso3166_2",
    "lat",
    "lon",
    "radius_km",
    "population",
    "wikidata",
    "source",
)

# Countries whose divisions English names without "Province" and the like: "Bavaria", "Texas"
BARE = frozenset(
    "AD AE AT AU BA BE BR CA CH CN DE ES FI FR GB GL GR HK IE IN IS IT JP KM KN KR MA ME MX MY "
    "NL NO PK PR PS PT RS SE SH SI SJ TF UM US VE VI ZA".split()
)

NEAR_KM = 60.0  # a label point this close to the mean of the settlements is never doubted
FAR_IN_SPREADS = 1.5  # beyond so many spreads it belongs to a namesake or an outlying islet
SMALLEST_RADIUS_KM = 3.0
FEW_SETTLEMENTS = 8  # with fewer, an even share of the country's area may be the better circle
SHARE_OF_EVEN = 0.8  # islands and empty quarters make the usual division smaller than an even one
SMALL_COUNTRY_KM = 40.0  # in a smaller country a division may stand at the country's own point


def compile_admin1(
    shared: Path, cities: list[City], qids: dict[str, str], countries: list[Row]
) -> list[Row]:
    """Return a row for every first-level division of GeoNames.

    The label point is Natural Earth's of that country and name, else Who's On First's centroid of
    that GeoNames id, else the mean of the settlements. ``radius_km`` is the distance within which
    nine in ten of its settlements of 500 people lie, at least 3 km; with fewer than eight of them
    at least 0.8 of the disc that an even share of the country would fill. ``population`` is the
    sum of its settlements without the sections of cities, hence a little low.

    Args:
        shared: The folder of the reference data.
        cities: The settlements, with feature codes where known.
        qids: Wikidata items by GeoNames id.
        countries: The compiled countries, for the smallest ones' points.
    """
    divisions = read_admin1(shared)
    alternates = read_alternates()
    settled = _by_division(cities)
    labels = _LabelPoints(shared, countries)
    codes = _iso_codes(divisions, alternates)
    names = _shown_names(divisions, alternates)
    rows = []
    for division in divisions:
        inside = settled.get(division.code, [])
        place = labels.find(division, alternates.get(division.id, []), inside)
        people = sum(city.population for city in inside if city.feature != "PPLX")
        rows.append(
            {
                "id": f"geonames:{division.id}",
                "code": division.code,
                "name": names[division.id],
                "feature": "ADM1",
                "country": division.country,
                "iso3166_2": codes.get(division.id, ""),
                "lat": format_coordinate(place[0][0]) if place else "",
                "lon": format_coordinate(place[0][1]) if place else "",
                "radius_km": format_radius(place[1]) if place else "",
                "population": str(people) if people else "",
                "wikidata": qids.get(division.id, ""),
                "source": "geonames",
            }
        )
    return rows


def division_names(shared: Path, rows: list[Row]) -> list[Row]:
    """Return the further names of first-level divisions: GeoNames' own and its alternate names.

    A name that is another one without its "Province" is ``short``; others are ``variant``.

    Args:
        shared: The folder of the reference data.
        rows: The compiled and edited divisions; their ``name`` is not repeated.
    """
    alternates = read_alternates()
    shown = {row["id"]: row["name"] for row in rows}
    names: list[Row] = []
    for division in read_admin1(shared):
        curie = f"geonames:{division.id}"
        if curie in shown:
            known = [shown[curie], division.name, division.ascii, *alternates.get(division.id, [])]
            names.extend(_typed_names(curie, known))
    return names


def _typed_names(curie: str, known: list[str]) -> Iterable[Row]:
    """Yield the name rows of one division; the first name known is the one shown."""
    names = [name.strip() for name in known]
    names.extend(sorted(strip_division_word(name) for name in names if name.isascii()))
    short_forms = {plain(strip_division_word(n)) for n in names if _division_word(n)}
    seen = {plain(names[0])}
    for name in names[1:]:
        short = plain(name) in short_forms
        if plain(name) not in seen and is_usable_alias(name):
            seen.add(plain(name))
            kind = "short" if short else "variant"
            yield {
                "id": curie,
                "name": name,
                "type": kind,
                "language": "",
                "source": "geonames",
            }


def _by_division(cities: list[City]) -> dict[str, list[City]]:
    """Return the settlements of each division code."""
    found = defaultdict(list)
    for city in cities:
        found[f"{city.country}.{city.admin1}"].append(city)
    return found


def _shown_names(divisions: list[Division], alternates: dict[str, list[str]]) -> dict[str, str]:
    """Return the name shown for each division: what an English reader knows it by.

    That is GeoNames' name; outside the countries of `BARE` GeoNames' alternate "Syunik Province"
    goes before "Syunik". Where it holds several ("Region", "Oblast"), the word that is most usual
    in that country decides.
    """
    usual: dict[str, Counter[str]] = defaultdict(Counter)
    for division in divisions:
        for name in [division.name, *alternates.get(division.id, [])]:
            usual[division.country][_division_word(name)] += 1
    return {
        division.id: _shown_name(division, alternates.get(division.id, []), usual[division.country])
        for division in divisions
    }


def _shown_name(division: Division, others: list[str], usual: Counter[str]) -> str:
    """Return the name shown for one division."""
    if _division_word(division.name):
        return division.name
    if division.country in BARE or division.name.casefold() in common_words():
        return _unmistakable(division.name, usual)
    bare = fold(division.name)
    longer = [
        name
        for name in others
        if _division_word(name) and fold(strip_division_word(name)) == bare and name.isascii()
    ]
    return max(longer, key=lambda name: usual[_division_word(name)], default=division.name)


def _unmistakable(name: str, usual: Counter[str]) -> str:
    """Return a name; one that is a common word with what the country's divisions are called."""
    words = [word for word, _ in usual.most_common() if word]
    if name.casefold() in common_words() and words:
        return f"{name} {words[0]}"
    return name


def _division_word(name: str) -> str:
    """Return the English word for its kind that a name ends with, or ""."""
    return name.removeprefix(strip_division_word(name)).strip()


def _keys(names: Iterable[str]) -> set[str]:
    """Return names as they are compared, each with and without the word for its kind."""
    folded = {fold(form) for name in names for form in (name, strip_division_word(name))}
    return folded - {""} - {fold(word) for word in DIVISION_WORDS}


def _iso_codes(divisions: list[Division], alternates: dict[str, list[str]]) -> dict[str, str]:
    """Return the ISO 3166-2 code of each division that one, and only one, code's names fit.

    Where the standard groups what GeoNames takes for the first level (Indonesia's provinces by
    islands), the level that fits more divisions is taken.
    """
    best: dict[str, dict[str, str]] = {}
    for level in read_iso3166_2():
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for key, code in _fitting_codes(divisions, alternates, level).items():
            found[code[:2]][key] = code
        for country, codes in found.items():
            if len(codes) > len(best.get(country, ())):
                best[country] = codes
    return {key: code for codes in best.values() for key, code in codes.items()}


def _fitting_codes(
    divisions: list[Division],
    alternates: dict[str, list[str]],
    standard: dict[str, dict[str, list[str]]],
) -> dict[str, str]:
    """Return the code of each division by one level of ISO 3166-2, where there is no doubt."""
    claims: dict[str, list[str]] = defaultdict(list)
    found = {}
    for division in divisions:
        exact = {fold(division.name), fold(division.ascii)}
        names = [division.name, division.ascii, *alternates.get(division.id, [])]
        fits = {
            code: exact & {fold(name) for name in listed} != set()
            for code, listed in standard.get(division.country, {}).items()
            if _keys(names) & _keys(listed)
        }
        best = [code for code, whole in fits.items() if whole] or list(fits)
        if len(best) == 1:
            found[division.id] = best[0]
            claims[best[0]].append(division.id)
    return {key: code for key, code in found.items() if len(claims[code]) == 1}


class _LabelPoints:
    """Label points of divisions, from the references in order of trust."""

    def __init__(self, shared: Path, countries: list[Row]) -> None:
        self._natural: dict[tuple[str, str], list[LatLon]] = defaultdict(list)
        for feature in read_features(shared, "ne_10m_admin_1_label_points"):
            part = feature["properties"]
            lon, lat = feature["geometry"]["coordinates"]
            if part["name"] and part["featurecla"] != "Admin-1 aggregation":
                for key in _keys([part["name"]]):
                    self._natural[part["iso_a2"], key].append((lat, lon))
        for feature in read_features(shared, "ne_10m_admin_0_label_points"):
            part = feature["properties"]
            lon, lat = feature["geometry"]["coordinates"]
            if part["sr_adm0_a3"] == "GBR" and part["sr_subunit"]:
                name = part["sr_subunit"].replace("N. ", "Northern ")
                self._natural["GB", fold(name)].append((lat, lon))
        self._like = read_like_admin1(shared)
        self._countries = {row["iso2"]: row for row in countries}
        number = Counter(division.country for division in read_admin1(shared))
        self._even = {
            info["iso2"]: disc_radius_km(float(info["area"] or 0) / max(1, number[info["iso2"]]))
            for info in read_country_info(shared)
        }

    def find(
        self, division: Division, others: list[str], inside: list[City]
    ) -> tuple[LatLon, float] | None:
        """Return the label point of a division and its radius, or None where none is known."""
        keys = _keys([division.name, division.ascii, *others])
        labels = [p for key in sorted(keys) for p in self._natural[division.country, key]]
        positions = [city.position for city in inside]
        if not positions:
            return self._unsettled(division, labels)
        mean = mean_position(positions)
        near = max(NEAR_KM, FAR_IN_SPREADS * spread_km(mean, positions))
        label = min(labels, key=lambda point: distance_km(point, mean), default=mean)
        if label == mean or distance_km(label, mean) > near:
            label = self._like.get(division.id, mean)
        least = self._least_radius(division) if len(inside) < FEW_SETTLEMENTS else 0.0
        return label, max(SMALLEST_RADIUS_KM, least, spread_km(label, positions))

    def _least_radius(self, division: Division) -> float:
        """Return the radius that a division of its country has at least, as a rule."""
        return max(SMALLEST_RADIUS_KM, SHARE_OF_EVEN * self._even[division.country])

    def _unsettled(self, division: Division, labels: list[LatLon]) -> tuple[LatLon, float] | None:
        """Return the point of a division without a settlement of 500 people.

        Its radius is the spread of its parts, or that of the whole country where it is small.
        """
        country = self._countries[division.country]
        least = self._least_radius(division)
        if labels:
            return labels[0], max(least, spread_km(labels[0], labels))
        if division.id in self._like:
            return self._like[division.id], least
        if country["radius_km"] and float(country["radius_km"]) < SMALL_COUNTRY_KM:
            point = (float(country["lat"]), float(country["lon"]))
            return point, float(country["radius_km"])
        return None
