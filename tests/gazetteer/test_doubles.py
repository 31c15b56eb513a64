"""Places with an ``enrich:`` id, beside a dump of GeoNames that holds them under its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from gazetteer import Gazetteer, Kind, Name, NameType, Point
from gazetteer.build import build
from gazetteer.build.doubles import Doubles
from gazetteer.build.writer import Builder
from gazetteer.rows import Row
from gazetteer.sources import embedded
from gazetteer.sources.curated import iter_curated
from gazetteer.sources.geonames import SOURCE
from gazetteer.sources.options import BuildOptions, Report

VOLKEL = Row(
    "enrich:volkel-air-base-nl", Kind.PLACE, "Volkel Air Base",
    names=(Name("Vliegbasis Volkel", NameType.VARIANT, "nl"),), wikidata="Q1521404", country="NL",
    area="NL", feature="AIRB", point=Point(lat=51.656, lon=5.707), radius_km=2.0, prominence=0.3,
    description="air base in Uden, Netherlands", source="ourairports",
)  # fmt: skip
REPTON = Row(
    "enrich:repton-us-al", Kind.PLACE, "Repton", country="US", area="US.AL.035", feature="PPL",
    point=Point(lat=31.409, lon=-87.239), radius_km=0.9, population=282, source="us-census",
)  # fmt: skip
KREMLIN = Row(
    "wikidata:Q133274", Kind.PLACE, "Moscow Kremlin", country="RU", area="RU", feature="CSTL",
    point=Point(lat=55.75, lon=37.62), prominence=0.7, source="wikidata",
)  # fmt: skip


def line(number, names, point, feature, area):
    name, _, others = names.partition(",")
    class_, _, code = feature.partition(".")
    country, *divisions = area.split(".")
    codes = [*divisions, "", "", "", ""][:4]
    return "\t".join([
        str(number), name, name, others, *map(str, point), class_, code, country, "", *codes,
        "0", "", "", "", "2024-01-01",
    ])  # fmt: skip


AIRPORT = line(6296693, "Volkel Airport", (51.657, 5.708), "S.AIRP", "NL.06")


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Build a gazetteer of a base of some rows and of dumps, tables or both; open it."""
    opened = []

    def written(number, lines):
        file = tmp_path / f"{number}.txt"
        file.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8")
        return file

    def make(base, *sources):
        monkeypatch.setattr(embedded, "EMBEDDED", tmp_path / "base.gaz")
        with Builder(tmp_path / "base.gaz") as builder:
            builder.add(base)
            builder.finish([])
        paths = []
        for number, source in enumerate(sources):
            path = source if isinstance(source, Path) else written(number, source)
            paths.append(("table" if path.suffix == ".toml" else "geonames", path))
        manifest = build(tmp_path / "own.gaz", paths)
        opened.append(Gazetteer.open(tmp_path / "own.gaz"))
        return opened[-1], manifest

    yield make
    for gazetteer in opened:
        gazetteer.close()


def test_an_airport_that_the_dump_holds_is_one_entity_under_its_id(built):
    gazetteer, manifest = built([VOLKEL], [AIRPORT])
    airport = gazetteer.get("geonames:6296693")
    assert manifest["counts"] == {"place": 1}
    assert manifest["merged"] == 1
    assert gazetteer.get(VOLKEL.id) == airport
    assert gazetteer.get("wikidata:Q1521404") == airport
    # what the dump says stays, what it does not say is filled in
    assert (airport.name, airport.feature) == ("Volkel Airport", "AIRP")
    assert (airport.radius_km, airport.prominence) == (2.0, 0.3)
    assert airport.description == VOLKEL.description
    for name in ("Volkel Airport", "Volkel Air Base", "Vliegbasis Volkel"):
        (hit,) = gazetteer.lookup(name)
        assert (hit.entity.id, hit.name.text) == (airport.id, name)
    assert gazetteer.lookup("Volkel Air Base")[0].name.type is NameType.VARIANT
    assert gazetteer.lookup("Volkel Airport")[0].name.type is NameType.PRIMARY


@pytest.mark.parametrize(
    "other",
    [
        line(1, "Volkel", (51.65, 5.65), "P.PPL", "NL.06"),  # the village
        line(1, "Volkel Airport", (51.657, 5.708), "S.AIRP", "BE.06"),  # another country
        line(1, "Volkel Airport", (51.757, 5.708), "S.AIRP", "NL.06"),  # 11 km away
        line(1, "Uden Airfield", (51.657, 5.708), "S.AIRF", "NL.06"),  # no name of it
        line(1, "Airport", (51.657, 5.708), "S.AIRP", "NL.06"),  # a sort is not a name
    ],
)
def test_an_airport_that_the_dump_lacks_is_still_there(built, other):
    gazetteer, manifest = built([VOLKEL], [other])
    assert gazetteer.get(VOLKEL.id).id == VOLKEL.id
    assert gazetteer.get("geonames:1").id == "geonames:1"
    assert manifest["counts"] == {"place": 2}


def test_a_further_name_in_the_dump_will_do(built):
    text = line(7, "Uden,UDE,Vliegbasis Volkel", (51.657, 5.708), "S.AIRF", "NL")
    gazetteer, _ = built([VOLKEL], [text])
    assert gazetteer.get(VOLKEL.id).id == "geonames:7"


def test_the_same_item_will_do_without_a_name(built, tmp_path):
    folder = tmp_path / "dumps"
    folder.mkdir()
    uden = line(7, "Uden", (51.657, 5.708), "S.AIRF", "NL")
    (folder / "NL.txt").write_text(uden + "\n")
    (folder / "alternateNamesV2.txt").write_text("1\t7\twkdt\tQ1521404\t\t\t\t\n")
    gazetteer, manifest = built([VOLKEL], folder)
    assert gazetteer.get(VOLKEL.id).id == "geonames:7"
    assert manifest["conflicts"] == {}


def test_a_building_merges_by_its_item(built, tmp_path):
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "RU.txt").write_text(line(8, "Kreml", (55.75, 37.62), "S.CSTL", "RU.48") + "\n")
    (folder / "alternateNamesV2.txt").write_text("1\t8\twkdt\tQ133274\t\t\t\t\n")
    gazetteer, manifest = built([KREMLIN], folder)
    assert gazetteer.get("geonames:8").id == KREMLIN.id
    assert manifest["counts"] == {"place": 1}


def test_of_two_the_nearest_is_the_one(built):
    far = line(1, "Volkel Airport", (51.70, 5.70), "S.AIRP", "NL.06")
    gazetteer, _ = built([VOLKEL], [far, AIRPORT])
    assert gazetteer.get(VOLKEL.id).id == "geonames:6296693"
    assert gazetteer.get("geonames:1").description == ""


def test_one_place_of_the_dump_is_not_two_of_ours(built):
    other = replace(VOLKEL, id="enrich:volkel-nl", point=Point(lat=51.69, lon=5.7), wikidata=None)
    gazetteer, _ = built([other, VOLKEL], [AIRPORT])
    assert gazetteer.get(VOLKEL.id).id == "geonames:6296693"
    assert gazetteer.get(other.id).id == other.id


def test_what_the_package_holds_by_its_id_is_another_place(built):
    held = replace(VOLKEL, id="geonames:6296693", name="Volkel Airport", wikidata=None)
    gazetteer, _ = built([held, VOLKEL], [AIRPORT])
    assert gazetteer.get(VOLKEL.id).id == VOLKEL.id


def test_a_settlement_that_the_dump_holds_is_one_entity_under_its_id(built):
    text = line(4085450, "Repton", (31.41, -87.24), "P.PPL", "US.AL.035")
    gazetteer, manifest = built([REPTON], [text])
    assert gazetteer.get(REPTON.id).id == "geonames:4085450"
    assert [hit.entity.id for hit in gazetteer.lookup("Repton")] == ["geonames:4085450"]
    assert manifest["counts"] == {"place": 1}


def test_a_settlement_that_the_dump_lacks_is_still_there(built):
    texts = [
        line(1, "Goris", (39.5, 46.3), "P.PPL", "AM.08"),
        line(2, "Repton", (31.41, -87.24), "P.PPL", "US.FL.033"),
        line(3, "Repton", (31.6, -87.24), "P.PPL", "US.AL.035"),
    ]
    gazetteer, _ = built([REPTON], texts)
    assert gazetteer.get(REPTON.id).id == REPTON.id


def test_the_point_of_a_post_office_may_be_farther_from_its_place(built):
    postal = replace(REPTON, source="us-postal")
    gazetteer, _ = built([postal], [line(3, "Repton", (31.6, -87.24), "P.PPL", "US.AL.035")])
    assert gazetteer.get(REPTON.id).id == "geonames:3"


def test_a_table_may_speak_of_the_place_before_the_dump(built, tmp_path):
    (tmp_path / "bases.csv").write_text(f"curie,title\n{VOLKEL.id},NATO base Volkel\n")
    table = tmp_path / "bases.toml"
    table.write_text(
        'name = "Ours"\nfile = "bases.csv"\nlicence = "CC0"\nattribution = "us"\n'
        '[columns]\nid = "curie"\nname = "title"\n[constants]\nkind = "place"\n'
    )
    gazetteer, manifest = built([VOLKEL], table, [AIRPORT])
    assert gazetteer.lookup("NATO base Volkel")[0].entity.id == "geonames:6296693"
    assert manifest["counts"] == {"place": 1}


def test_a_gazetteer_built_of_it_keeps_the_former_id(built, tmp_path):
    built([VOLKEL, REPTON], [AIRPORT])
    rows = embedded.StoredRows(tmp_path / "own.gaz")
    assert rows.former_ids() == [(VOLKEL.id, "geonames:6296693")]
    assert {row.id for row in rows.iter_rows()} == {"geonames:6296693", REPTON.id}
    rows.close()


def test_what_led_to_a_place_that_went_leads_to_the_one_it_became(tmp_path):
    with Builder(tmp_path / "tiny.gaz") as builder:
        builder.add([VOLKEL])
        builder.add_former_ids([("enrich:volkel", VOLKEL.id)])
        dumped = replace(VOLKEL, id="geonames:7", wikidata=None)
        builder.add([dumped], strict=False)
        builder.absorb([(VOLKEL.id, dumped)])
        builder.finish([])
    with Gazetteer.open(tmp_path / "tiny.gaz") as gazetteer:
        assert {gazetteer.get(i).id for i in ("enrich:volkel", VOLKEL.id)} == {"geonames:7"}


def test_ids_given_after_one_went_are_new(tmp_path):
    with Builder(tmp_path / "tiny.gaz") as builder:
        builder.add([VOLKEL, REPTON])
        dumped = replace(VOLKEL, id="geonames:7", wikidata=None)
        builder.add([dumped], strict=False)
        builder.absorb([(VOLKEL.id, dumped)])
        builder.add([replace(REPTON, id="enrich:late", name="Late")], strict=False)
        builder.finish([])
    with Gazetteer.open(tmp_path / "tiny.gaz") as gazetteer:
        ids = {gazetteer.get(i).id for i in (VOLKEL.id, REPTON.id, "enrich:late")}
        assert ids == {"geonames:7", REPTON.id, "enrich:late"}


def test_the_airports_of_a_real_dump_are_found_without_their_ids(shared, root):
    curated = root / "gazetteer" / "curated"
    dump = shared / "sources" / "geonames" / "NL.txt.gz"
    ours = [
        replace(row, id=f"enrich:{row.id.replace(':', '-')}", wikidata=None)
        for row in iter_curated(curated)
        if row.country == "NL" and row.feature in ("AIRP", "AIRB")
    ]
    doubles = Doubles(lambda _: False)
    assert len(list(doubles.watch(ours))) == 10
    for _ in doubles.through(SOURCE.iter_rows(dump, BuildOptions(), Report())):
        pass
    found = {curie: row.id for curie, row in doubles.pairs()}
    assert found == {row.id: row.id.removeprefix("enrich:").replace("-", ":") for row in ours}
