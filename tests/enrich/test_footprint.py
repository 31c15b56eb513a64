"""The footprint: around what is named literally, honest about size, the same around the globe."""

import json
import math
from dataclasses import replace

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enrich.formats import write
from enrich.geography.footprint import footprint
from enrich.geography.hull import hull
from enrich.model import Document, Link, Mention, Result, Role
from enrich.records.features import iter_features
from enrich.writers.json import document_object
from gazetteer.model import Entity, Kind, Point
from gazetteer.regions import EARTH_KM, distance_km

ARMENIA = Entity(
    "geonames:174982", "Armenia", Kind.PLACE, country="AM", feature="PCLI",
    point=Point(lat=40.28, lon=44.93), radius_km=108.0,
)  # fmt: skip
SHIRAK = Entity(
    "geonames:828264", "Shirak Province", Kind.PLACE, country="AM", feature="ADM1",
    containers=(ARMENIA.id,), point=Point(lat=40.82, lon=43.82), radius_km=30.0,
)  # fmt: skip


def town(name, lat, lon, *, area=SHIRAK, radius_km=5.0):
    containers, admin = ((ARMENIA.id, area.id), (area.name,)) if area else ((), ())
    return Entity(
        f"geonames:{name}", name, Kind.PLACE, country="AM" if area else None, admin=admin,
        containers=containers, feature="PPL", point=Point(lat=lat, lon=lon), radius_km=radius_km,
    )  # fmt: skip


GYUMRI = town("Gyumri", 40.79, 43.85)
ARTIK = town("Artik", 40.62, 43.97)
LORI = Entity("geonames:828263", "Lori Province", Kind.PLACE, feature="ADM1")
VANADZOR = town("Vanadzor", 40.81, 44.49, area=LORI)


def result(*named, **fields):
    """A document that names places, each a place or a pair of a place and a role."""
    links = []
    for item in named:
        place, role = item if isinstance(item, tuple) else (item, Role.LITERAL)
        links.append(Link(Mention(0, 1, "x", Kind.PLACE, role), place, 0.9))
    return Result(Document("x", "doc", "Title"), tuple(links), **fields)


def outline(*named):
    return shapely.geometry.shape(footprint(result(*named)).hull)


def around(lat, lon, km, corners=24):
    """Points at a distance, by the formula of the great circle."""
    phi, turn = math.radians(lat), km / EARTH_KM
    for corner in range(corners):
        bearing = math.tau * corner / corners
        sine = math.sin(phi) * math.cos(turn) + math.cos(phi) * math.sin(turn) * math.cos(bearing)
        east = math.sin(bearing) * math.sin(turn) * math.cos(phi)
        there = math.degrees(math.atan2(east, math.cos(turn) - math.sin(phi) * sine))
        yield math.degrees(math.asin(max(-1, min(1, sine)))), (lon + there + 180) % 360 - 180


# ------------------------------------------------------------------------------ what is drawn


def test_no_literal_place_gives_none():
    nowhere = Entity("enrich:nowhere", "Nowhere", Kind.PLACE)
    for nothing in (
        result(),
        result(nowhere),
        result((GYUMRI, Role.METONYMIC), (ARTIK, Role.DATELINE)),
    ):
        assert footprint(nothing) is None
        assert list(iter_features([nothing], "footprint")) == []
        found = document_object(nothing)
        assert (found["footprint"], found["footprint_area"], found["hull"]) == (None, None, None)


def test_one_place_gives_its_circle():
    shape = outline(GYUMRI)
    assert all(shape.contains(shapely.Point(lon, lat)) for lat, lon in around(40.79, 43.85, 4.99))
    assert not any(
        shape.contains(shapely.Point(lon, lat)) for lat, lon in around(40.79, 43.85, 5.2)
    )


def test_two_places_give_the_strip_between_them():
    shape = outline(GYUMRI, VANADZOR)
    assert shape.contains(shapely.Point(44.17, 40.81)), "half-way"
    assert not shape.contains(shapely.Point(44.17, 40.9)), "ten kilometres beside it"


def test_more_places_give_a_hull_that_follows_them():
    bow = [town(str(n), 40 + 2 * math.sin(t), 44 + 2 * math.cos(t), area=None, radius_km=2.0)
           for n, t in enumerate(k * math.pi / 14 for k in range(15))]  # fmt: skip
    shape = outline(*bow)
    assert all(shape.contains(shapely.Point(p.point.lon, p.point.lat)) for p in bow)
    convex = shape.convex_hull
    assert shape.area < 0.9 * convex.area


def test_towns_far_apart_are_joined_by_a_strip_as_wide_as_they_are():
    ends = [town(str(lon), 0.0, lon, area=None, radius_km=2.0) for lon in (0.0, 0.1, 3.0, 3.1)]
    shape = outline(*ends)
    assert all(shape.covers(shapely.Point(1.5, lat)) for lat in (-0.017, 0.017))


def test_only_what_is_meant_literally_counts_or_what_was_asked_for():
    far = town("far", 10.0, 10.0)
    assert footprint(result(GYUMRI, (far, Role.METONYMIC))).hull == footprint(result(GYUMRI)).hull
    asked = result(GYUMRI, (far, Role.METONYMIC), mapped_roles=frozenset({Role.METONYMIC}))
    assert footprint(asked).hull == footprint(result(far)).hull


def test_an_area_named_for_a_place_in_it_is_not_drawn():
    """ "Paris, Texas" is a town, not a circle of 600 km."""
    found = footprint(result(GYUMRI, SHIRAK, ARMENIA))
    assert found.hull == footprint(result(GYUMRI)).hull
    assert (found.places, found.left_out) == (1, (SHIRAK.id, ARMENIA.id))
    other = Entity("geonames:1", "Elsewhere", Kind.PLACE, country="RU", feature="PCLI",
                   point=Point(lat=59.4, lon=97.2), radius_km=3900.0)  # fmt: skip
    assert footprint(result(GYUMRI, other)).left_out == (other.id,)


def test_a_river_is_drawn_only_where_nothing_else_is_named():
    river = Entity("enrich:river", "River", Kind.PLACE, country="AM", feature="STM",
                   point=Point(lat=40.5, lon=44.5), radius_km=250.0)  # fmt: skip
    found = footprint(result(GYUMRI, river))
    assert (found.hull, found.left_out) == (footprint(result(GYUMRI)).hull, (river.id,))
    assert footprint(result(river)).left_out == ()


def test_countries_alone_are_drawn_as_large_as_they_are():
    assert outline(ARMENIA).area > 300 * outline(GYUMRI).area
    assert footprint(result(ARMENIA)).left_out == ()


def test_areas_that_name_each_other_as_containers_are_still_drawn():
    one = replace(SHIRAK, containers=(LORI.id,))
    other = replace(SHIRAK, id=LORI.id, containers=(SHIRAK.id,))
    assert footprint(result(one, other)).places == 2


# ------------------------------------------------------------------------------------ the area


@pytest.mark.parametrize(
    ("named", "area", "share"),
    [
        ([GYUMRI], SHIRAK.id, 1.0),
        ([GYUMRI, ARTIK, VANADZOR], SHIRAK.id, 0.6667),
        ([GYUMRI, VANADZOR], ARMENIA.id, 1.0),
        ([GYUMRI, GYUMRI, VANADZOR], SHIRAK.id, 0.6667),
        ([SHIRAK, VANADZOR], ARMENIA.id, 1.0),
        ([SHIRAK], SHIRAK.id, 1.0),
        ([ARMENIA, GYUMRI], ARMENIA.id, 1.0),
        ([GYUMRI, (VANADZOR, Role.METONYMIC)], SHIRAK.id, 1.0),
    ],
)
def test_the_smallest_area_that_holds_most(named, area, share):
    found = footprint(result(*named)).area
    assert (found.id, found.share) == (area, share)


def test_half_is_not_most():
    assert footprint(result(GYUMRI, town("far", 1.0, 1.0, area=None))).area is None


def test_a_country_has_its_name_where_the_text_says_it():
    assert footprint(result(GYUMRI, VANADZOR)).area.name == "AM"
    assert footprint(result(GYUMRI, VANADZOR, (ARMENIA, Role.METONYMIC))).area.name == "Armenia"


@pytest.mark.parametrize("feature", ["PCLH", "PCLS"])
def test_a_breakaway_or_former_state_is_not_the_country(feature):
    other = Entity("wikidata:Q244165", "Artsakh", Kind.PLACE, country="AM", feature=feature,
                   point=Point(lat=39.9, lon=46.5))  # fmt: skip
    found = footprint(result((other, Role.METONYMIC), GYUMRI, VANADZOR)).area
    assert (found.id, found.name) == (ARMENIA.id, "AM")
    both = footprint(result((other, Role.METONYMIC), GYUMRI, VANADZOR, (ARMENIA, Role.METONYMIC)))
    assert (both.area.id, both.area.name) == (ARMENIA.id, "Armenia")


# ----------------------------------------------------------------------------- all round the globe

LATS = st.floats(-90, 90).map(lambda x: round(x, 2))
LONS = st.floats(-180, 180).map(lambda x: round(x, 2))
RADII = st.sampled_from([0.5, 5.0, 40.0, 300.0, 3000.0])
CLUSTERS = st.builds(
    lambda lat, lon, spots: [
        (Point(lat=max(-90.0, min(90.0, lat + dy)), lon=(lon + dx + 180) % 360 - 180), km)
        for dx, dy, km in spots
    ],
    LATS, LONS,
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), RADII), min_size=1, max_size=7),
)  # fmt: skip
POINTS = st.builds(lambda lat, lon: Point(lat=lat, lon=lon), LATS, LONS)
SCATTERED = st.lists(st.tuples(POINTS, RADII), min_size=1, max_size=7)
often = settings(max_examples=120, deadline=None)


def true_area(shape):
    """The area in square degrees of the equator: parallels shrink towards the poles."""
    return shapely.transform(
        shape, lambda at: [(lon, math.degrees(math.sin(math.radians(lat)))) for lon, lat in at]
    ).area


def turned(discs, degrees):
    return [(Point(lat=p.lat, lon=(p.lon + degrees + 180) % 360 - 180), km) for p, km in discs]


def turned_shape(shape, degrees):
    """The shape moved east, cut where the antimeridian comes to lie."""
    moved = shapely.affinity.translate(shape, degrees)
    copies = [shapely.affinity.translate(moved, turn) for turn in (-720, -360, 0, 360, 720)]
    world = shapely.box(-180, -90, 180, 90)
    return shapely.union_all([copy.intersection(world) for copy in copies])


@often
@given(CLUSTERS | SCATTERED, st.floats(-360, 360))
@example(
    [*((Point(lat=0.0, lon=0.0), km) for km in (0.5, 0.5, 40.0)), (Point(lat=90.0, lon=0.0), 0.5)],
    1.0,
)  # which of those that share a spot is joined to the pole?
@example([(Point(lat=0.001953125, lon=0.0), 0.5)], 90.0)  # hardly off where no cut is in sight
def test_turned_around_the_axis_the_outline_turns_with_it(discs, degrees):
    straight, there = (
        shapely.geometry.shape(hull(d)) for d in (discs, turned(discs, degrees))
    )  # fmt: skip
    off = true_area(turned_shape(straight, degrees).symmetric_difference(there))
    rounded = 3e-4 * there.length  # to ten metres along the edge
    assert off <= 0.03 * true_area(there) + rounded  # the corners at a pole do not turn


@often
@given(CLUSTERS | SCATTERED)
@example([(Point(lat=0.0, lon=0.0), 0.5), (Point(lat=87.0, lon=0.0), 300.0)])
def test_every_outline_is_valid_geojson_and_covers_its_discs(geojson_rules_of, discs):
    geometry = hull(discs)
    assert geojson_rules_of(geometry) == []
    shape = shapely.geometry.shape(geometry)
    assert shape.is_valid
    room = shape.buffer(0.02)
    for point, km in discs:
        for lat, lon in [(point.lat, point.lon), *around(point.lat, point.lon, 0.97 * km)]:
            assert room.covers(shapely.Point(lon, lat)), (point, km, lat, lon)


@often
@given(CLUSTERS | SCATTERED)
def test_an_outline_is_told_to_ten_metres(discs):
    shape = shapely.geometry.shape(hull(discs))
    assert (shapely.get_coordinates(shape) == shapely.get_coordinates(shape).round(4)).all()


@often
@given(CLUSTERS)
def test_an_outline_goes_nowhere_else(discs):
    """What is farther from every disc than they are from each other is not in it."""
    shape = shapely.geometry.shape(hull(discs))
    reach = max(distance_km(a, b) for a, _ in discs for b, _ in discs)
    widest = max(km for _, km in discs)
    for lon, lat in shapely.get_coordinates(shape):
        if abs(lat) == 90.0 or lon == 0.0 or abs(lon) == 180.0:
            continue  # a cut, not an edge
        nearest = min(distance_km(Point(lat=lat, lon=lon), p) - km for p, km in discs)
        assert nearest <= reach + 0.05 * widest + 1.0


@pytest.fixture(scope="session")
def geojson_rules_of(geojson_rules):
    def rules(geometry):
        feature = {"type": "Feature", "id": "a", "geometry": geometry, "properties": {"id": "a"}}
        collection = {"type": "FeatureCollection", "features": [feature]}
        broken = geojson_rules.broken_rules(collection)
        return [rule for rule in broken if rule != "no bbox"]

    return rules


def test_across_the_antimeridian_it_is_cut_in_two(geojson_rules):
    suva, taveuni = town("Suva", -18.1, 178.4, area=None), town("Taveuni", -16.8, -179.9, area=None)
    shape = outline(suva, taveuni)
    assert shape.geom_type == "MultiPolygon"
    west, east = sorted(part.bounds for part in shape.geoms)
    assert (west[0], east[2]) == (-180.0, 180.0)
    assert shape.area < 1, "the short way round"
    collection = result(suva, taveuni).to_geojson("footprint")
    assert collection["bbox"][0] > collection["bbox"][2]
    assert geojson_rules.broken_rules(collection) == []


@pytest.mark.parametrize("sign", [1, -1])
def test_places_around_a_pole_hold_the_pole(sign):
    at = [(-150.0, 80.0), (-30.0, 82.0), (85.0, 79.0)]
    shape = outline(*(town(str(lon), sign * lat, lon, area=None) for lon, lat in at))
    assert sign * 90.0 in shape.bounds
    assert shape.covers(shapely.Point(12.3, sign * 89.9))
    assert shape.bounds[0] == -180.0
    assert shape.bounds[2] == 180.0
    assert not shape.intersects(shapely.box(-180, -70, 180, 70))


def test_a_circle_around_the_pole_itself():
    shape = outline(town("pole", 90.0, 17.0, area=None, radius_km=111.2))
    assert shape.bounds == pytest.approx((-180, 89, 180, 90), abs=0.03)
    assert shape.area == pytest.approx(360, rel=0.05)


def test_what_is_all_over_the_globe_has_no_outline_in_common():
    cities = [(38.9, -77.0), (35.7, 139.7), (-33.9, 151.2), (-33.9, 18.4), (55.7, 37.6)]
    shape = outline(*(town(str(n), *at, area=None) for n, at in enumerate(cities)))
    assert len(shape.geoms) == len(cities)


# -------------------------------------------------------------------------------- layer and JSON


def test_the_layer_has_a_feature_per_document(geojson_rules, tmp_path):
    one = result(GYUMRI, ARTIK, ARMENIA, primary_place=GYUMRI)
    other = replace(result((GYUMRI, Role.DATELINE)), document=Document("y", "other"))
    (feature,) = iter_features([one, other], "footprint")
    assert feature["properties"] == {
        "id": "doc:footprint", "title": "Title", "primary_place": GYUMRI.id,
        "primary_place_name": "Gyumri", "area": SHIRAK.id, "area_name": "Shirak Province",
        "share": 0.6667, "places": 2, "left_out": ARMENIA.id, "documents": "doc",
    }  # fmt: skip
    path = tmp_path / "map.geojson"
    write([one, other], path, layer="footprint")
    written = json.loads(path.read_text())
    assert geojson_rules.broken_rules(written) == []
    assert written["features"] == [feature]


def test_the_command_tells_how_many_have_one(run, tmp_path):
    path = tmp_path / "in.jsonl"
    texts = ["A fire in Paris, Texas, killed two.", "Nothing is named here."]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    out = run(path, "--geojson", "--layer", "footprint")
    assert out.exit_code == 0
    assert out.stderr == (
        "enrich: 1 footprint on the map; without one: 1 document (no place with coordinates in a"
        " role that counts)\n"
    )
    (feature,) = json.loads(out.stdout)["features"]
    assert feature["properties"]["area_name"] == "Texas"
    assert feature["properties"]["left_out"] == "geonames:4736286"


def test_json_has_area_and_hull_beside_the_box():
    found = document_object(result(GYUMRI, VANADZOR))
    assert found["footprint"] == [43.85, 40.79, 44.49, 40.81]
    assert found["footprint_area"] == {"id": ARMENIA.id, "name": "AM", "share": 1.0}
    assert found["hull"]["type"] == "Polygon"


def test_shapely_is_loaded_only_for_an_outline(process):
    code = (
        "import sys; from enrich import Linker; from enrich.formats import write\n"
        "with Linker() as l: r = l('Talks in Yerevan.')\n"
        "r.to_geojson(); write([r], 'a.jsonl'); assert 'shapely' not in sys.modules\n"
        "r.to_geojson('footprint'); assert 'shapely' in sys.modules"
    )
    import sys

    ran = process(words=[sys.executable, "-c", code])
    assert ran.returncode == 0, ran.stderr
