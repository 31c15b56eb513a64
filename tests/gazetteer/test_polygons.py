"""Areas by position, and outlines made small."""

import gzip
import json
import math
import random
from struct import pack

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box
from shapely.geometry import shape

from gazetteer.errors import SourceError
from gazetteer.model import Point
from gazetteer.polygons import AreaIndex, cut_at_antimeridian, simplify


def wkb(polygon) -> bytes:
    return shapely.to_wkb(polygon)


def test_the_smallest_area_around_a_point_is_given():
    index = AreaIndex([("XX", wkb(box(0, 0, 10, 10))), ("XX.01", wkb(box(2, 2, 4, 4)))])
    points = [Point(lat=3, lon=3), Point(lat=8, lon=8), Point(lat=20, lon=20)]
    assert index.areas_of(points) == ["XX.01", "XX", None]


def test_a_smaller_area_near_the_pole_goes_before_one_of_fewer_square_degrees():
    # 12 x 2 degrees at 80 north is less land than 4 x 5 degrees at the equator.
    north = AreaIndex([("wide", wkb(box(0, 79, 12, 81))), ("long", wkb(box(0, 0, 4, 80)))])
    assert north.areas_of([Point(lat=79.5, lon=2)]) == ["wide"]


def test_a_border_and_a_hole():
    ring = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior])
    index = AreaIndex([("A", wkb(ring))])
    assert index.areas_of([Point(lat=0, lon=5)]) == ["A"]
    assert index.areas_of([Point(lat=5, lon=5)]) == [None]


def test_an_index_of_nothing_knows_nothing():
    assert AreaIndex([]).areas_of([Point(lat=0, lon=0)]) == [None]
    assert AreaIndex([("A", wkb(box(0, 0, 1, 1)))]).areas_of([]) == []


@given(
    st.lists(
        st.tuples(*[st.integers(-20, 20)] * 2, st.integers(1, 9), st.integers(1, 9)),
        max_size=12,
        unique=True,
    ),
    st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30)), max_size=30),
)
@settings(deadline=None, max_examples=60)
def test_the_index_agrees_with_asking_each_area(boxes, places):
    areas = {f"A{n}": box(x, y, x + w, y + h) for n, (x, y, w, h) in enumerate(boxes)}
    index = AreaIndex([(code, wkb(area)) for code, area in areas.items()])
    found = index.areas_of([Point(lat=lat / 1.0, lon=lon / 1.0) for lon, lat in places])
    for (lon, lat), code in zip(places, found, strict=True):
        around = {c for c, area in areas.items() if area.intersects(shapely.Point(lon, lat))}
        assert (code in around) if around else code is None
        if code is not None:
            assert size_of(areas[code]) <= min(size_of(areas[c]) for c in around) + 1e-9


def size_of(area) -> float:
    west, south, east, north = area.bounds
    return (east - west) * (math.sin(math.radians(north)) - math.sin(math.radians(south)))


JUMPING = Polygon([(170, 0), (-170, 0), (-170, 10), (170, 10)])


@pytest.mark.parametrize(
    "fiji",
    [
        JUMPING,
        box(170, 0, 190, 10),
        box(-190, 0, -170, 10),
        MultiPolygon([box(170, 0, 180, 10), box(-180, 0, -170, 10)]),
    ],
    ids=["jumping", "eastward", "westward", "cut"],
)
def test_an_area_across_the_antimeridian_holds_both_its_sides(fiji):
    index = AreaIndex([("FJ", wkb(fiji))])
    lons = [179, -179, 180.0, -180.0, 165, -165, 0]
    found = index.areas_of([Point(lat=5, lon=lon) for lon in lons])
    assert found == ["FJ"] * 4 + [None] * 3
    simple = shapely.from_wkb(simplify(wkb(fiji), 0.5))
    assert simple.is_valid
    assert simple.area == pytest.approx(200)
    assert simple.bounds == (-180, 0, 180, 10)


def test_a_hole_across_the_antimeridian_stays_in_its_ring():
    hole = [(-178, 4), (178, 4), (178, 6), (-178, 6)]
    lagoon = Polygon(JUMPING.exterior, [hole])
    cut = cut_at_antimeridian(lagoon)
    assert cut.is_valid
    assert cut.area == pytest.approx(200 - 8)


def test_a_ring_along_the_pole_is_not_taken_for_a_jump():
    antarctica = Polygon([(-180, -90), (-180, -70), (0, -65), (180, -70), (180, -90)])
    assert AreaIndex([("AQ", wkb(antarctica))]).areas_of([Point(lat=-80, lon=10)]) == ["AQ"]
    assert shapely.from_wkb(simplify(wkb(antarctica), 0.1)).area == pytest.approx(antarctica.area)


def test_the_two_sides_of_a_simplified_outline_meet_at_the_antimeridian():
    rough = random.Random(3)
    south = [(170 + i / 10, rough.uniform(0, 0.05)) for i in range(201)]
    coast = Polygon([*south, (190, 10), (170, 10)])
    simple = shapely.from_wkb(simplify(wkb(coast), 0.1))
    east, west = sorted(shapely.get_parts(simple), key=lambda part: -part.bounds[2])
    edge_of = [
        sorted(y for x, y in part.exterior.coords[1:] if abs(x) == 180) for part in (east, west)
    ]
    assert edge_of[0] == edge_of[1]
    assert len(edge_of[0]) == 2


def test_small_islands_go_and_the_largest_stays():
    islands = MultiPolygon([box(n, 0, n + 0.01 * (n + 1), 0.01) for n in range(3)])
    kept = shapely.from_wkb(simplify(wkb(islands), 1.0))
    assert kept.geom_type in {"Polygon", "MultiPolygon"}
    assert kept.intersects(shapely.Point(2.01, 0.005))


def test_a_bow_tie_is_mended():
    tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert AreaIndex([("A", wkb(tie))]).areas_of([Point(lat=1, lon=1.8)]) == ["A"]
    assert shapely.from_wkb(simplify(wkb(tie), 0.01)).is_valid


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        (b"no WKB", "cannot be read"),
        (b"", "cannot be read"),
        (shapely.to_wkb(shapely.Point(1, 2)), "is a Point"),
        (shapely.to_wkb(box(0, 0, 500_000, 4_000_000)), "WGS 84"),
        (wkb(box(0, 0, 1.25, 1)).replace(pack("<d", 1.25), pack("<d", math.nan)), "XX"),
    ],
)
def test_what_is_no_outline_is_named(outline, words):
    with pytest.raises(SourceError, match=words):
        AreaIndex([("XX", outline)])


@pytest.mark.parametrize("tolerance", [-1, math.nan, math.inf])
def test_a_tolerance_is_a_distance(tolerance):
    with pytest.raises(ValueError, match="degrees"):
        simplify(wkb(box(0, 0, 1, 1)), tolerance)


def test_the_countries_of_the_world(shared):
    path = shared / "sources/natural_earth/ne_50m_admin_0_countries.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    outlines = {f["properties"]["NAME"]: wkb(shape(f["geometry"])) for f in features}
    index = AreaIndex(outlines.items())
    places = {"Armenia": (40.18, 44.51), "San Marino": (43.94, 12.46), "Russia": (67.0, -178.0)}
    found = index.areas_of([Point(lat=lat, lon=lon) for lat, lon in places.values()])
    assert found == list(places)
    simple = {name: simplify(outline, 0.02) for name, outline in outlines.items()}
    for name, small in simple.items():
        before, after = shapely.from_wkb(outlines[name]), shapely.from_wkb(small)
        assert after.is_valid, name
        assert after.bounds[0] >= -180, name
        assert after.bounds[2] <= 180, name
        assert after.area == pytest.approx(before.area, rel=0.25), name
    assert sum(map(len, simple.values())) < sum(map(len, outlines.values())) * 0.7
