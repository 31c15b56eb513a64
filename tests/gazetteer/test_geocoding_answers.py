"""What geocoders answer: what is made of it, and what is not believed."""

import json

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich.geography.places import Precision, precision
from enrich.model import Entity, Kind
from gazetteer.geocoding import PROVIDERS, Geocoded
from gazetteer.geocoding.answers import READERS
from gazetteer.ids import is_curie
from gazetteer.model import Point

NOMINATIM = {
    "place_id": 1, "osm_type": "node", "osm_id": 5, "lat": "40.5", "lon": "44.5",
    "class": "place", "type": "village", "place_rank": 19, "importance": 0.25,
    "addresstype": "village", "name": "Aragyugh", "display_name": "Aragyugh, Kotayk, Armenia",
    "boundingbox": ["40.49", "40.51", "44.49", "44.51"],
    "address": {"village": "Aragyugh", "country_code": "am"}, "extratags": {"wikidata": "Q12345"},
}  # fmt: skip
PHOTON = {
    "type": "Feature", "geometry": {"type": "Point", "coordinates": [44.5, 40.5]},
    "properties": {
        "osm_type": "N", "osm_id": 5, "osm_key": "place", "osm_value": "village", "type": "city",
        "name": "Aragyugh", "state": "Kotayk", "country": "Armenia", "countrycode": "AM",
        "extent": [44.49, 40.51, 44.51, 40.49], "extra": {"wikidata": "Q12345"},
    },
}  # fmt: skip
PELIAS = {
    "type": "Feature", "geometry": {"type": "Point", "coordinates": [44.5, 40.5]},
    "properties": {
        "gid": "whosonfirst:locality:101", "layer": "locality", "name": "Aragyugh",
        "label": "Aragyugh, Kotayk, Armenia", "country_code": "AM", "confidence": 1,
        "addendum": {"concordances": {"wd:id": "Q12345"}},
    },
    "bbox": [44.49, 40.49, 44.51, 40.51],
}  # fmt: skip
ENTRIES = {"nominatim": NOMINATIM, "photon": PHOTON, "pelias": PELIAS}


def listed(provider, entries):
    return list(entries) if provider == "nominatim" else {"features": list(entries)}


def read(provider, entries):
    """The places that are read from an answer."""
    return list(READERS[provider](listed(provider, entries)))


def nominatim(category, kind, level="", rank=20, **more):
    """An answer without a box: one would say how large it is."""
    named = {"class": category, "type": kind, "addresstype": level, "place_rank": rank}
    return {**NOMINATIM, "boundingbox": None, **named, **more}


def photon(key, value, layer, **more):
    about = {**PHOTON["properties"], "osm_key": key, "osm_value": value, "type": layer, **more}
    return {**PHOTON, "properties": {k: v for k, v in about.items() if v is not None}}


def pelias(layer, **more):
    return {**PELIAS, "bbox": None, "properties": {**PELIAS["properties"], "layer": layer, **more}}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_field_of_an_answer_is_kept(provider):
    (found,) = read(provider, [ENTRIES[provider]])
    slugs = {"nominatim": "node-5", "photon": "node-5", "pelias": "whosonfirst-locality-101"}
    importance = {"nominatim": 0.25, "photon": 0.15, "pelias": 0.16}
    assert found == Geocoded(
        id=f"enrich:{provider}-{slugs[provider]}",
        name="Aragyugh",
        label="Aragyugh, Kotayk, Armenia",
        point=Point(lat=40.5, lon=44.5),
        radius_km=pytest.approx(geodesic((40.49, 44.49), (40.51, 44.51)).km / 2, abs=0.001),
        importance=importance[provider],
        feature="PPL",
        country="AM",
        wikidata="Q12345",
        provider=provider,
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_fields_that_are_wrong_are_left_out_and_the_place_kept(provider):
    bad = json.loads(json.dumps(ENTRIES[provider]))
    about = bad if provider == "nominatim" else bad["properties"]
    for key in ("osm_id", "boundingbox", "extent", "importance", "addresstype", "extratags",
                "extra", "gid", "addendum", "country_code", "countrycode"):  # fmt: skip
        if key in about:
            about[key] = ["wrong"]
    bad["bbox"], bad["address"] = {"x": 1}, "nowhere"
    (found,) = read(provider, [bad])
    assert (found.name, found.country, found.wikidata) == ("Aragyugh", None, None)
    assert found.id.startswith(f"enrich:{provider}-at-")
    assert found.radius_km in {1.0, 3.0}  # of a village; Pelias knows no size
    assert 0.0 < found.importance < 0.2


WITHOUT_A_PLACE = [
    {"lat": "95", "lon": "0"}, {"lat": "0", "lon": "181"}, {"lat": "nan", "lon": "0"},
    {"lat": float("inf"), "lon": 0}, {"lat": True, "lon": 0}, {"lat": None, "lon": 0},
    {"lat": [], "lon": {}}, {"lat": 10**400, "lon": 0}, {"lat": "1" * 5000, "lon": 0},
    {"name": None, "display_name": None}, {"name": " \n", "display_name": " , \x00,"},
    {"name": 5, "display_name": ["a"]},
]  # fmt: skip


def test_places_without_a_position_or_a_name_are_passed_over():
    junk = [{**NOMINATIM, **wrong} for wrong in WITHOUT_A_PLACE]
    (found,) = read("nominatim", [None, 5, "x", [], {}, *junk, NOMINATIM])
    assert found.id == "enrich:nominatim-node-5"


@pytest.mark.parametrize("provider", ["photon", "pelias"])
def test_features_without_a_point_or_a_name_are_passed_over(provider):
    good = ENTRIES[provider]
    geometries = [
        None, [], {"type": "Point"}, {"type": "Point", "coordinates": [44.5]},
        {"type": "Point", "coordinates": "44,40"}, {"type": "Point", "coordinates": [44.5, 91]},
        {"type": "LineString", "coordinates": [[44.5, 40.5], [44.6, 40.5]]},
    ]  # fmt: skip
    junk = [{**good, "geometry": geometry} for geometry in geometries]
    junk += [{**good, "properties": about} for about in (None, [], {}, {"name": " "})]
    found = read(provider, [None, 5, {}, *junk, good])
    assert len(found) == 1


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["Q1", "N", "way", "40.5", "place", "house", 30, 10**400]),
    lambda inner: st.lists(inner, max_size=5)
    | st.dictionaries(
        st.sampled_from([*NOMINATIM, *PHOTON, *PHOTON["properties"], *PELIAS["properties"]]),
        inner,
        max_size=8,
    ),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_a_server_sends_makes_places_or_nothing(provider, data):
    entry = json.loads(json.dumps(ENTRIES[provider]))
    about = data.draw(st.sampled_from([entry, entry.get("properties", entry)]))
    about[data.draw(st.sampled_from(sorted(about)))] = data.draw(JUNK)
    for answer in (listed(provider, [entry]), listed(provider, [data.draw(JUNK)]), data.draw(JUNK)):
        for found in READERS[provider](answer) or ():
            assert is_curie(found.id)
            assert found.name == " ".join(found.name.split())
            assert found.name
            assert found.label
            assert 0.05 <= found.radius_km < 20_038
            assert 0.0 <= found.importance <= 1.0


# ------------------------------------------------------------------------------------ sorts


@pytest.mark.parametrize(
    ("provider", "entry", "feature", "meaning"),
    [
        ("nominatim", nominatim("place", "house", "place", 30), "BLDG", Precision.EXACT),
        ("nominatim", nominatim("building", "yes", "building", 30), "BLDG", Precision.EXACT),
        ("nominatim", nominatim("amenity", "cafe", "amenity", 30), "BLDG", Precision.EXACT),
        ("nominatim", nominatim("amenity", "school", "amenity", 30), "SCH", Precision.EXACT),
        ("nominatim", nominatim("natural", "peak", "peak", 18), "MT", Precision.EXACT),
        ("nominatim", nominatim("highway", "residential", "road", 26), "ST", Precision.AREA),
        ("nominatim", nominatim("highway", "bus_stop", "highway", 30), "BLDG", Precision.EXACT),
        ("nominatim", nominatim("place", "suburb", "suburb"), "PPLX", Precision.AREA),
        ("nominatim", nominatim("place", "neighbourhood", "neighbourhood"), "PPLX",
         Precision.AREA),
        ("nominatim", nominatim("place", "postcode", "postcode", 21), "LCTY", Precision.AREA),
        ("nominatim", nominatim("place", "hamlet", "hamlet"), "PPL", Precision.SETTLEMENT),
        ("nominatim", nominatim("boundary", "administrative", "city", 16), "PPL",
         Precision.SETTLEMENT),
        ("nominatim", nominatim("boundary", "administrative", "state", 8), "ADM1",
         Precision.AREA),
        ("nominatim", nominatim("boundary", "administrative", "county", 12), "ADMD",
         Precision.AREA),
        ("nominatim", nominatim("boundary", "administrative", "", 12), "ADMD", Precision.AREA),
        ("nominatim", nominatim("boundary", "administrative", "country", 4), "PCLI",
         Precision.COUNTRY),
        ("nominatim", nominatim("waterway", "river", "river"), "STM", Precision.AREA),
        ("nominatim", nominatim("odd", "thing"), "LCTY", Precision.AREA),
        ("photon", photon("place", "town", "city"), "PPL", Precision.SETTLEMENT),
        ("photon", photon("place", "suburb", "district"), "PPLX", Precision.AREA),
        ("photon", photon("boundary", "administrative", "district"), "PPLX", Precision.AREA),
        ("photon", photon("boundary", "administrative", "county"), "ADMD", Precision.AREA),
        ("photon", photon("highway", "primary", "street"), "ST", Precision.AREA),
        ("photon", photon("place", "house", "house"), "BLDG", Precision.EXACT),
        ("photon", photon("building", "yes", "house"), "BLDG", Precision.EXACT),
        ("pelias", pelias("address"), "BLDG", Precision.EXACT),
        ("pelias", pelias("venue"), "BLDG", Precision.EXACT),
        ("pelias", pelias("street"), "ST", Precision.AREA),
        ("pelias", pelias("neighbourhood"), "PPLX", Precision.AREA),
        ("pelias", pelias("locality"), "PPL", Precision.SETTLEMENT),
        ("pelias", pelias("region"), "ADMD", Precision.AREA),
        ("pelias", pelias("country"), "PCLI", Precision.COUNTRY),
    ],
)  # fmt: skip
def test_the_sort_of_a_place_is_its_code_and_says_how_exact_it_is(
    provider, entry, feature, meaning
):
    (found,) = read(provider, [entry])
    assert found.feature == feature
    # The extent of the answer is that of a town; what is no smaller is not a building.
    radius_km = 0.1 if feature == "BLDG" else found.radius_km
    entity = Entity(found.id, found.name, Kind.PLACE, feature=feature, radius_km=radius_km)
    assert precision(entity) == (meaning, radius_km)


def test_something_large_is_no_building():
    box = ["40.4", "40.6", "44.4", "44.6"]
    (found,) = read("nominatim", [nominatim("leisure", "golf_course", boundingbox=box)])
    assert found.feature == "LCTY"


def test_a_house_has_a_name_with_its_street():
    house = nominatim("place", "house", "place", 30, name="",
                      display_name="12, Baghramyan Avenue, Yerevan, 0019, Armenia")  # fmt: skip
    (found,) = read("nominatim", [house])
    assert found.name == "12, Baghramyan Avenue"
    assert found.label == "12, Baghramyan Avenue, Yerevan, 0019, Armenia"
    house = photon("place", "house", "house", name=None, street="Baghramyan Avenue",
                   housenumber="12", city="Yerevan", postcode="0019", state=None)  # fmt: skip
    (found,) = read("photon", [house])
    assert found.name == "Baghramyan Avenue 12"
    assert found.label == "Baghramyan Avenue 12, 0019 Yerevan, Armenia"


# ------------------------------------------------------------------------------- size, ids


@pytest.mark.parametrize(
    ("box", "radius"),
    [
        (["40.5", "40.5", "44.5", "44.5"], 0.05),  # a point is as small as a house, not nothing
        (["41", "42", "44.49", "44.51"], 1.0),  # does not hold the place
        (["40.51", "40.49", "44.49", "44.51"], 1.0),  # upside down
        (["40.49", "40.51", "44.49", "444.51"], 1.0),
        (["40.49", "40.51", "44.49"], 1.0),
        (["40.4999", "40.5001", "-180", "180"], 1.0),  # around the globe
        (["40.3", "40.7", "-180", "180"], 22.208),
        (["nan", "40.51", "44.49", "44.51"], 1.0),
    ],
)
def test_a_radius_is_half_the_diagonal_of_a_box_that_can_be_believed(box, radius):
    (found,) = read("nominatim", [{**NOMINATIM, "boundingbox": box}])
    assert found.radius_km == pytest.approx(radius, abs=0.01)


def test_a_box_across_the_antimeridian_has_its_own_size():
    taveuni = {**PELIAS, "geometry": {"type": "Point", "coordinates": [-179.98, -16.9]},
               "bbox": [179.7, -17.1, -179.8, -16.6]}  # fmt: skip
    (found,) = read("pelias", [taveuni])
    assert found.radius_km == pytest.approx(38.4, abs=0.5)


def test_numbers_between_known_ones_have_ids_of_their_own():
    """They come under the id of the line that they were made from."""
    houses = [
        nominatim("place", kind, osm_type=osm, osm_id=77, name="", display_name=f"{n}, Long Road")
        for kind, osm, n in (("house", "way", 12), ("house", "way", 14), ("houses", "way", 16),
                             ("house", "node", 18))
    ]  # fmt: skip
    first = [found.id for found in read("nominatim", houses)]
    assert len(set(first)) == 4
    assert first[3] == "enrich:nominatim-node-77"
    assert first == [found.id for found in read("nominatim", houses)]


def test_ids_of_pelias_differ_where_letters_are_lost():
    gids = ["openstreetmap:venue:way/1", "csv:venue:Ö", "csv:venue:Ü", "csv:venue:A",
            "csv:venue:a", "x" * 300]  # fmt: skip
    found = [found.id for found in read("pelias", [pelias("venue", gid=gid) for gid in gids])]
    assert len(set(found)) == len(gids)
    assert found[0] == "enrich:pelias-openstreetmap-venue-way-1"
    assert all(is_curie(curie) and len(curie) < 140 for curie in found)
