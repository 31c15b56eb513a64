"""One thing from several sources becomes one entity, by its ids alone."""

import pytest

from gazetteer import Gazetteer, Kind, Name, NameType, Point
from gazetteer.build.writer import Builder
from gazetteer.regions import Box
from gazetteer.rows import Row

PLACE = Kind.PLACE


@pytest.fixture
def build(tmp_path):
    def run(*batches):
        path = tmp_path / "merged.gaz"
        with Builder(path) as builder:
            for batch in batches:
                builder.add(batch, strict=False)
            manifest = builder.finish([])
        return Gazetteer.open(path), manifest

    return run


def goris(**more):
    fields = {"country": "AM", "area": "AM.08", "feature": "PPL", "source": "geonames"} | more
    return Row("geonames:174895", PLACE, "Goris", point=Point(lat=39.51, lon=46.34), **fields)


def test_by_geonames_id(build):
    other = Row("wikidata:Q215662", PLACE, "Горис", geonames=174895, population=20_000,
                description="town in Armenia", source="wikidata")  # fmt: skip
    gazetteer, manifest = build([goris()], [other])
    (hit,) = gazetteer.lookup("Горис")
    assert hit.entity.id == "geonames:174895"
    assert hit.entity.population == 20_000
    assert hit.entity.description == "town in Armenia"
    assert gazetteer.get("wikidata:Q215662").id == "geonames:174895"
    assert manifest["merged"] == 1
    assert manifest["counts"] == {"place": 1}


def test_by_wikidata_id_in_either_order(build):
    town = Row("enrich:goris", PLACE, "Kores", wikidata="Q215662", source="table")
    gazetteer, manifest = build([goris(wikidata="Q215662")], [town])
    assert gazetteer.lookup("Kores")[0].entity.id == "geonames:174895"
    assert manifest["merged"] == 1
    item = Row("wikidata:Q215662", PLACE, "Goris", source="wikidata")
    gazetteer, manifest = build([item], [goris(wikidata="Q215662")])
    assert gazetteer.get("geonames:174895").id == "wikidata:Q215662"
    assert manifest["counts"] == {"place": 1}


def test_by_concordance(build):
    one = Row("enrich:a", PLACE, "Goris", same_as=("wof:85632505",), source="a")
    two = Row("enrich:b", PLACE, "Kores", same_as=("wof:85632505",), source="b")
    gazetteer, manifest = build([one], [two])
    assert gazetteer.lookup("Kores")[0].entity.id == "enrich:a"
    assert manifest["merged"] == 1


def test_never_by_name_alone(build):
    twin = Row("geonames:1", PLACE, "Goris", country="AM", point=Point(lat=39.51, lon=46.34),
               source="geonames")  # fmt: skip
    gazetteer, manifest = build([goris()], [twin])
    assert len(gazetteer.lookup("Goris")) == 2
    assert manifest["merged"] == 0


def test_a_city_and_its_district_that_share_an_item_stay_two(build):
    district = Row("geonames:174896", PLACE, "Goris", wikidata="Q215662", feature="ADM2",
                   source="geonames")  # fmt: skip
    _, manifest = build([goris(wikidata="Q215662")], [district])
    assert manifest["counts"] == {"place": 2}


def test_what_differs_stays_and_is_counted(build):
    far = Row("geonames:174895", PLACE, "Goris", country="AZ", wikidata="Q2",
              point=Point(lat=10, lon=10), source="b")  # fmt: skip
    gazetteer, manifest = build([goris(wikidata="Q1")], [far])
    entity = gazetteer.get("geonames:174895")
    assert (entity.country, entity.point) == ("AM", Point(lat=39.51, lon=46.34))
    assert entity.same_as == ("wikidata:Q1",)
    assert manifest["conflicts"] == {
        "another country": 1, "another Wikidata id": 1, "more than a degree apart": 1,
    }  # fmt: skip


def test_a_duplicate_in_one_source_is_passed_over_and_counted(build):
    gazetteer, manifest = build([goris(), goris(population=5)])
    assert gazetteer.get("geonames:174895").population == 0
    assert manifest["problems"] == {"duplicate id in one source": 1}


def test_names_keep_language_preference_and_dates(build):
    names = [
        Name("Kores", NameType.FORMER, "hy", valid=("1000", "1870")),
        Name("Горис", NameType.VARIANT, "ru", preferred=True),
    ]
    gazetteer, _ = build([goris(names=names)])
    assert gazetteer.lookup("Kores")[0].name == names[0]
    assert gazetteer.lookup("Горис")[0].name == names[1]


def test_near_is_sorted_exact_and_crosses_the_antimeridian(build):
    rows = [
        Row(f"geonames:{i}", PLACE, str(i), point=Point(lat=0, lon=lon), source="t")
        for i, lon in enumerate((179.9, -179.9, 180.0, -180.0, 178.0), start=1)
    ]
    gazetteer, _ = build(rows)
    found = gazetteer.near(Point(lat=0, lon=179.95), 30)
    assert [e.id for e, _ in found][:3] == ["geonames:1", "geonames:3", "geonames:4"]
    assert {e.id for e, _ in found} == {f"geonames:{i}" for i in (1, 2, 3, 4)}
    distances = [km for _, km in found]
    assert distances == sorted(distances)
    assert distances[0] == pytest.approx(5.566, abs=0.01)


def test_near_a_pole_looks_at_every_meridian(build):
    rows = [
        Row(f"geonames:{i}", PLACE, str(i), point=Point(lat=89.9, lon=lon), source="t")
        for i, lon in enumerate((-170.0, -50.0, 60.0, 175.0), start=1)
    ]
    gazetteer, _ = build(rows)
    assert len(gazetteer.near(Point(lat=90, lon=0), 12)) == 4


def test_within_a_box_and_within_an_area(build):
    syunik = Row("geonames:409314", PLACE, "Syunik", area="AM.08", code="AM.08", country="AM",
                 feature="ADM1", source="geonames")  # fmt: skip
    kapan = Row("geonames:174878", PLACE, "Kapan", area="AM.08", country="AM",
                point=Point(lat=39.2, lon=46.4), source="geonames")  # fmt: skip
    elsewhere = Row("geonames:5", PLACE, "X", area="AM.081", point=Point(lat=41, lon=44),
                    source="geonames")  # fmt: skip
    gazetteer, _ = build([syunik, goris(), kapan, elsewhere])
    assert {e.name for e in gazetteer.within("geonames:409314")} == {"Goris", "Kapan"}
    assert [e.name for e in gazetteer.within(Box(39.4, 46.0, 39.6, 47.0))] == ["Goris"]


@pytest.mark.parametrize(
    ("name", "latin"),
    [("Сисиан", "Sisian"), ("Սիսիան", "Sisian"), ("Αθήνα", "Athina"), ("სიღნაღი", "Sighnaghi"),
     ("رام الله", "ram allh"), ("חיפה", "hyph")],
)  # fmt: skip
def test_a_name_given_in_one_script_is_found_in_latin_letters(build, name, latin):
    gazetteer, _ = build([Row("enrich:x", PLACE, name, source="t")])
    assert [h.entity.name for h in gazetteer.lookup(latin)] == [name]


def test_a_name_held_in_latin_letters_is_found_in_another_script(build):
    gazetteer, _ = build([Row("enrich:x", PLACE, "Sisian", source="t")])
    assert [h.entity.name for h in gazetteer.lookup("Сисиан")] == ["Sisian"]
    assert gazetteer.lookup("錫西安") == ()


def test_a_source_that_gives_both_scripts_is_taken_at_its_word(build):
    names = [Name("Sisian")]
    gazetteer, _ = build([Row("enrich:x", PLACE, "Сиссиан", names, source="t")])
    assert gazetteer.lookup("Sissian") == ()
