"""Compile seas, straits, lakes and rivers from Natural Earth.

``edits/water.csv`` says what an English reader calls a feature: the layer; the names that Natural
Earth gives to its parts (``Oka@464``: only the river of that number); the countries it may lie in
where the name alone is not enough; the name shown (empty: leave it out), its prominence and its
variants. A lake or river that it does not list comes in only if it is large and already bears an
English name; a sea always does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curate.geometry import disc_radius_km, distance_km, label_of_shape
from curate.references import read_country_info, read_features, read_lines
from curate.tables import Row, format_coordinate, format_radius
from shapely import STRtree, get_parts, line_merge, make_valid, unary_union
from shapely.geometry import Point, mapping, shape
from shapely.ops import nearest_points

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from curate.geometry import LatLon
    from shapely.geometry.base import BaseGeometry

__all__ = ["Water", "compile_waters"]

LAYERS = {
    "marine": "ne_10m_geography_marine_polys",
    "lake": "ne_10m_lakes",
    "river": "ne_10m_rivers_lake_centerlines",
}
MARINE_CODES = {
    "ocean": "OCN", "sea": "SEA", "gulf": "GULF", "bay": "BAY", "strait": "STRT",
    "channel": "CHN", "sound": "SD", "fjord": "FJD", "lagoon": "LGN", "inlet": "INLT",
    "reef": "RF",
}  # fmt: skip
WORDS = {
    "OCN": "ocean", "SEA": "sea", "GULF": "gulf", "BAY": "bay", "STRT": "strait",
    "CHN": "channel", "SD": "sound", "FJD": "fjord", "LGN": "lagoon", "INLT": "inlet",
    "RF": "reef", "LK": "lake", "RSV": "reservoir", "STM": "river", "CNL": "canal",
}  # fmt: skip
PROMINENCE_BY_RANK = (0.3, 0.25, 0.2, 0.15, 0.1, 0.06, 0.04)
"""Of features that no edit rates, by Natural Earth's scale rank; 0.02 beyond the last."""
LARGE = 6  # scale rank up to which unlisted lakes and rivers are taken
ENGLISH_LAKE = re.compile(r"Lake [A-Z][\w. '-]+|[A-Z][\w. '-]+ (Lake|Reservoir)")
ENGLISH_RIVER = re.compile(r"[A-Z][a-z]{2,}([ -][A-Z][a-z]{2,})*")
NO_RIVER = re.compile(r" (Branch|Canal|Csatorna|Duna|Fork|Gol|Menor|Nile|Protoka)\b")
NEAR_KM = 300.0  # a sea of the same name farther from the reference's point is another one
ONE_LAKE_DEGREES = 0.5
SHARE = 0.03  # of a lake or river that must lie in a country to name it
COUNTRIES_NAMED = 3
ELSEWHERE = frozenset({"2183893"})
"""GeoNames ids that the reference gives to a namesake: Queen Charlotte Sound of New Zealand."""
SPOILT = frozenset({"2164628", "4031753", "4031773", "4031788", "4036626", "8063798"})
"""GeoNames ids whose name is unique, though the points differ: the date line spoilt the reference's
(Chukchi and Bering Seas, Gulf of Anadyr), or Natural Earth has but a sliver (Great Barrier Reef,
Drake Passage, Scotia Sea)."""
STRAITS = frozenset({"Bosphorus", "Dardanelles", "Skagerrak", "Øresund"})
"""That Natural Earth files under other kinds."""
ISO2_MISSING = {"France": "FR", "Norway": "NO", "N. Cyprus": "CY", "Somaliland": "SO"}


@dataclass(frozen=True, slots=True)
class Water:
    """One body of water: a row of regions.csv without its id, and the variants of its name."""

    row: Row
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sea:
    """A sea as the references know it; ``qid`` is "" where they hold none."""

    id: str
    qid: str
    position: LatLon


class Countries:
    """Which countries a shape touches."""

    def __init__(self, shared: Path) -> None:
        features = read_features(shared, "ne_50m_admin_0_countries")
        self._codes: list[str] = []
        self._names = {row["iso2"]: row["name"] for row in read_country_info(shared)}
        self._shapes = [shape(feature["geometry"]) for feature in features]
        for feature in features:
            properties = feature["properties"]
            code = properties["ISO_A2"]
            if code == "-99":
                code = ISO2_MISSING.get(properties["NAME"], "")
            self._codes.append(code)
        self._tree = STRtree(self._shapes)

    def of(self, water: BaseGeometry) -> list[str]:
        """Return the ISO 3166-1 alpha-2 codes, the country that holds most of it first."""
        whole = water.area or water.length
        shares: dict[str, float] = defaultdict(float)
        for index in self._tree.query(water):
            part = water.intersection(self._shapes[index])
            shares[self._codes[index]] += (part.area if water.area else part.length) / whole
        held = sorted((-share, code) for code, share in shares.items() if share >= SHARE and code)
        return [code for _, code in held]

    def describe(self, word: str, codes: list[str]) -> str:
        """Return a description: "lake, Armenia", "river, Kenya and Uganda"."""
        names = [self._names[code].removeprefix("The ") for code in codes[:COUNTRIES_NAMED]]
        if len(codes) > COUNTRIES_NAMED:
            return f"{word}, {', '.join(names)} and others"
        return f"{word}, {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}"


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one body of water, and what is said of it; ``listed`` in the edits or not."""

    layer: str
    shown: str
    parts: tuple[dict[str, Any], ...]
    prominence: str
    variants: tuple[str, ...]
    listed: bool = True

    @property
    def feature(self) -> str:
        """GeoNames feature code."""
        first = self.parts[0]["properties"]["featurecla"]
        if self.layer == "marine":
            return "STRT" if self.shown in STRAITS else MARINE_CODES[first]
        if self.layer == "lake":
            if self.shown.endswith(" Bay"):
                return "BAY"
            return "RSV" if first == "Reservoir" else "LK"
        return "CNL" if self.shown.endswith("Canal") else "STM"


def compile_waters(shared: Path, curated: Path) -> list[Water]:
    """Return the waters of Natural Earth that news may name.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables.

    Returns:
        One `Water` each; ``row["id"]`` is empty where the references hold no id.

    Raises:
        CuratedFactError: An edit names a feature that Natural Earth does not have.
    """
    countries = Countries(shared)
    edits = read_rows(curated / "edits/water.csv")
    seas = _read_seas(shared)
    return [
        _water(group, countries, seas)
        for layer in LAYERS
        for group in _groups(shared, layer, [e for e in edits if e["layer"] == layer], countries)
    ]


def _groups(shared: Path, layer: str, edits: list[Row], countries: Countries) -> Iterator[Group]:
    """Yield the bodies of water of a layer: the edited ones, then the unlisted ones that pass."""
    by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for feature in read_features(shared, LAYERS[layer]):
        name, number = (feature["properties"].get(key) for key in ("name", "rivernum"))
        if name and feature["geometry"]:
            by_name[name].append(feature)
            by_name[f"{name}@{number}"].append(feature)
    listed = set()
    for edit in edits:
        names = edit["names"].split(";")
        listed.update(name.partition("@")[0] for name in names)
        wanted = set(edit["countries"].split(";")) - {""}
        parts = [part for name in names for part in by_name.get(name, ())]
        parts = [p for p in parts if not wanted or wanted >= set(_countries_of(p, countries))]
        if edit["shown"]:
            if not parts:
                raise CuratedFactError(f"edits/water.csv: Natural Earth has no {edit}")
            variants = tuple(filter(None, edit["variants"].split(";")))
            yield Group(layer, edit["shown"], tuple(parts), edit["prominence"], variants)
    for name in sorted(name for name in by_name.keys() - listed if "@" not in name):
        yield from _unlisted(layer, name, by_name[name])


def _unlisted(layer: str, name: str, parts: list[dict[str, Any]]) -> Iterator[Group]:
    """Yield a body of water that no edit names, if its name is fit to be shown."""
    clean = re.sub(r"\s+", " ", name)
    rank = int(min(part["properties"]["scalerank"] for part in parts))
    prominence = PROMINENCE_BY_RANK[rank] if rank < len(PROMINENCE_BY_RANK) else 0.02
    if layer != "marine":
        prominence = min(prominence, 0.05)  # the great ones are listed
    if layer == "marine" and parts[0]["properties"]["featurecla"] not in MARINE_CODES:
        return
    if layer == "lake" and not (rank <= LARGE and ENGLISH_LAKE.fullmatch(clean)):
        return
    if layer == "river" and not (rank <= LARGE and ENGLISH_RIVER.fullmatch(clean)):
        return
    if layer == "river":
        clean += " River"
        if NO_RIVER.search(name) or len({part["properties"]["rivernum"] for part in parts}) > 1:
            return  # several rivers of one name: only an edit can tell them apart
    for group in _near_by(parts) if layer == "lake" else [parts]:
        yield Group(layer, clean, tuple(group), f"{prominence:g}", (), listed=False)


def _near_by(parts: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Part lakes of one name that lie far apart from the arms of one lake."""
    lakes: list[list[dict[str, Any]]] = []
    for part in parts:
        here = shape(part["geometry"])
        for lake in lakes:
            if here.distance(shape(lake[0]["geometry"])) < ONE_LAKE_DEGREES:
                lake.append(part)
                break
        else:
            lakes.append([part])
    return lakes


def _water(group: Group, countries: Countries, seas: dict[str, Sea]) -> Water:
    """Return a body of water as a row."""
    whole = unary_union([make_valid(shape(part["geometry"])) for part in group.parts])
    position, radius = _line_label(whole) if group.layer == "river" else _area_label(whole)
    codes = [] if group.layer == "marine" else countries.of(whole)
    word = WORDS[group.feature]
    sea = _sea(group, whole, seas) if group.layer == "marine" else None
    row = {
        "id": f"geonames:{sea.id}" if sea else "",
        "name": group.shown,
        "feature": group.feature,
        "country": codes[0] if len(codes) == 1 else "",
        "lat": format_coordinate(position[0]),
        "lon": format_coordinate(position[1]),
        "radius_km": format_radius(radius),
        "population": "",
        "prominence": group.prominence,
        "wikidata": sea.qid if sea else "",
        "valid_from": "",
        "valid_to": "",
        "description": countries.describe(word, codes) if codes else word,
        "source": "natural-earth",
    }
    return Water(row, tuple(_variants(group)))


def _variants(group: Group) -> Iterable[str]:
    """Yield the further names: those of the edits, and "Danube River", "River Danube"."""
    yield from group.variants
    if group.feature == "STM" and group.listed:
        bare = group.shown.removesuffix(" River").removeprefix("River ")
        yield f"{bare} River"
        yield f"River {bare}"


def _area_label(whole: BaseGeometry) -> tuple[LatLon, float]:
    """Return a point inside the largest part, and the radius of the disc of equal area."""
    parts = get_parts(get_parts([whole]))  # a collection may hold multipolygons
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    return label_of_shape(mapping(unary_union(polygons)))


def _line_label(whole: BaseGeometry) -> tuple[LatLon, float]:
    """Return the middle of the longest stretch, and the distance to the farthest vertex."""
    merged = line_merge(whole) if whole.geom_type == "MultiLineString" else whole
    stretches = get_parts(merged)
    longest = max(stretches, key=lambda line: (line.length, line.wkt))
    middle = longest.interpolate(0.5, normalized=True)
    here = (middle.y, middle.x)
    far = max(distance_km(here, (y, x)) for line in stretches for x, y, *_ in line.coords)
    return here, max(far, disc_radius_km(1.0))


def _countries_of(part: dict[str, Any], countries: Countries) -> list[str]:
    """Return the countries that one part lies in."""
    return countries.of(shape(part["geometry"]))


def _read_seas(shared: Path) -> dict[str, Sea]:
    """Return the seas of the references by case-folded name."""
    pairs = {
        (geonames, name): qid
        for geonames, qid, name, _ in read_lines(
            shared / "sources/reference/geonames_wikidata.tsv.gz"
        )
    }
    rows = read_lines(shared / "sources/geonames_like/XY.txt.gz")
    return {
        row[1].casefold(): Sea(
            row[0], pairs.get((row[0], row[1]), ""), (float(row[4]), float(row[5]))
        )
        for row in rows
        if not row[7] and row[0] not in ELSEWHERE
    }


def _sea(group: Group, whole: BaseGeometry, seas: dict[str, Sea]) -> Sea | None:
    """Return the sea of the references that has the same name and lies near by."""
    names = [group.shown, *group.variants, *(p["properties"]["name"] for p in group.parts)]
    for name in names:
        sea = seas.get(re.sub(r"\s+", " ", name).casefold())
        if sea and (sea.id in SPOILT or _apart_km(whole, sea.position) < NEAR_KM):
            return sea
    return None


def _apart_km(whole: BaseGeometry, there: LatLon) -> float:
    """Return how far a position lies from a shape, 0 inside."""
    near, _ = nearest_points(whole, Point(there[1], there[0]))
    return distance_km(there, (near.y, near.x))
