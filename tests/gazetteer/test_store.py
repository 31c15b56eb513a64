"""Building, opening and looking up, on a tiny gazetteer made here and on the embedded one."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gazetteer import Entity, Gazetteer, Kind, Name, NameType, Point, Position
from gazetteer.build.writer import Builder
from gazetteer.errors import (
    CuratedFactError,
    GazetteerDamaged,
    GazetteerMissing,
    GazetteerOutdated,
    UnknownEntity,
)
from gazetteer.rows import Row
from gazetteer.sources.curated import iter_curated

PLACE = Kind.PLACE


def rows():
    yield Row(
        "geonames:174982", PLACE, "Armenia", [Name("Armenian", NameType.ADJECTIVE)],
        wikidata="Q399", country="AM", area="AM", code="AM", feature="PCLI",
        point=Point(lat=40, lon=45), prominence=0.9, source="geonames",
    )  # fmt: skip
    yield Row(
        "geonames:409314", PLACE, "Syunik Province", [Name("Syunik", NameType.SHORT)],
        country="AM", area="AM.08", code="AM.08", feature="ADM1", source="geonames",
    )  # fmt: skip
    yield Row(
        "geonames:174895", PLACE, "Goris", country="AM", area="AM.08", feature="PPL",
        population=20_000, point=Point(lat=39.51, lon=46.34), source="geonames",
    )  # fmt: skip
    yield Row(
        "wikidata:Q58217", Kind.PERSON, "Sergey Lavrov", [Name("Sergei Lavrov", NameType.VARIANT)],
        country="RU", positions=[Position("minister of foreign affairs", "RU", "2004-03-09")],
        source="wikidata",
    )  # fmt: skip
    yield Row("enrich:tsargrad-tv", Kind.ORGANISATION, "Tsargrad TV", source="hand")


def build(file, further=None):
    with Builder(file) as builder:
        builder.add(rows())
        builder.add_person_words({"Sergey": (5, 0, "male"), "Lavrov": (0, 2, None)})
        if further:
            further(builder)
        builder.finish([])
    return file


@pytest.fixture
def path(tmp_path):
    return build(tmp_path / "tiny.gaz")


@pytest.fixture
def tiny(path):
    with Gazetteer.open(path) as opened:
        yield opened


def test_an_entity_comes_back_whole(tiny):
    goris = tiny.get("geonames:174895")
    assert goris == Entity(
        "geonames:174895", "Goris", PLACE, country="AM", admin=("Syunik Province",),
        containers=("geonames:174982", "geonames:409314"), feature="PPL",
        point=Point(lat=39.51, lon=46.34), population=20_000, source="geonames",
    )  # fmt: skip


def test_a_wikidata_id_finds_the_geonames_place(tiny):
    assert tiny.get("wikidata:Q399").id == "geonames:174982"


def test_a_curated_id_is_found_and_given_back(tiny):
    assert tiny.get("enrich:tsargrad-tv").id == "enrich:tsargrad-tv"
    assert tiny.lookup("tsargrad tv")[0].entity.id == "enrich:tsargrad-tv"


@pytest.mark.parametrize("curie", ["geonames:1", "wikidata:Q1", "enrich:nobody"])
def test_an_id_that_is_not_held_is_an_error_that_names_it(tiny, curie):
    with pytest.raises(UnknownEntity, match=curie):
        tiny.get(curie)


@pytest.mark.parametrize("text", ["", "616052", "wikidata:616052", "geonames:-1", "enrich:A b"])
def test_what_is_no_id_is_said_to_be_none(tiny, text):
    with pytest.raises(UnknownEntity, match="ids look like"):
        tiny.get(text)


def test_lookup_says_which_name_matched(tiny):
    (hit,) = tiny.lookup("sergei lavrov")
    assert hit.name == Name("Sergei Lavrov", NameType.VARIANT)
    assert hit.entity.roles[0].title == "minister of foreign affairs"
    assert tiny.lookup("ARMENIAN")[0].name.type is NameType.ADJECTIVE


def test_lookup_by_kind(tiny):
    assert tiny.lookup("Armenia", Kind.PERSON) == ()
    assert tiny.lookup("nothing of the kind") == ()


@pytest.mark.parametrize("slip", ["Gorris", "Gors", "Gofis", "Gorsi"])
def test_fuzzy_finds_one_edit_and_says_so(tiny, slip):
    (hit,) = tiny.fuzzy(slip)
    assert (hit.entity.name, hit.edits) == ("Goris", 1)


def test_fuzzy_leaves_short_names_alone(tiny):
    assert tiny.fuzzy("Gor") == ()


def test_person_words(tiny):
    assert tiny.person_word("sergey").gender == "male"
    assert tiny.person_word("Goris") is None


def test_several_threads_read_one_gazetteer(tiny):
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(tiny.get("geonames:174895").name))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Goris"] * 8


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_threads_that_have_ended_leave_no_file_open(tiny):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(50):
        thread = threading.Thread(target=tiny.lookup, args=(f"name {number}",))
        thread.start()
        thread.join()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 1


def test_equal_facts_give_an_equal_build_id(tmp_path, path):
    again = tmp_path / "again.gaz"
    build(again)
    with Gazetteer.open(path) as one, Gazetteer.open(again) as other:
        assert one.build_id == other.build_id


@pytest.mark.parametrize(
    "further",
    [
        lambda b: b.add_names("geonames:174895", [Name("Gorisian", NameType.DEMONYM)]),
        lambda b: b.add_person_words({"Goris": (1, 0, None)}),
        lambda b: b.add([Row("enrich:one-more", PLACE, "One More", source="hand")]),
    ],
    ids=["name", "person word", "entity"],
)
def test_any_further_fact_gives_another_build_id(tmp_path, path, further):
    again = tmp_path / "again.gaz"
    build(again, further)
    with Gazetteer.open(path) as one, Gazetteer.open(again) as other:
        assert one.build_id != other.build_id


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GazetteerMissing, match=r"nowhere\.gaz"):
        Gazetteer.open(tmp_path / "nowhere.gaz")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" * 50, b"\0" * 4096])
def test_a_foreign_file_is_refused(tmp_path, content):
    file = tmp_path / "foreign.gaz"
    file.write_bytes(content)
    with pytest.raises(GazetteerDamaged, match=r"foreign\.gaz"):
        Gazetteer.open(file)


def test_another_programs_database_is_refused(tmp_path):
    file = tmp_path / "other.gaz"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(GazetteerDamaged, match="something else"):
        Gazetteer.open(file)


def test_a_file_cut_short_is_refused(path):
    path.write_bytes(path.read_bytes()[:-4096])
    with pytest.raises(GazetteerDamaged, match="cut short"):
        Gazetteer.open(path)


def test_damage_inside_the_file_is_an_error_of_ours(path):
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(GazetteerDamaged, match=r"tiny\.gaz"):
        Gazetteer.open(path).lookup("Goris")


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM manifest",
        "UPDATE entity SET kind = 99",
        "UPDATE entity SET lat = 'x'",
        "UPDATE entity SET lat = 1e308",
    ],
)
def test_nonsense_inside_the_file_is_an_error_of_ours(path, damage):
    with sqlite3.connect(path) as db:
        db.execute(damage)
    db.close()
    with pytest.raises(GazetteerDamaged, match=r"tiny\.gaz"):
        Gazetteer.open(path).lookup("Goris")


def test_a_pipe_a_folder_and_an_impossible_path_are_refused_at_once(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, "\0"):
        with pytest.raises(GazetteerMissing, match="give the path"):
            Gazetteer.open(path)


def test_fuzzy_leaves_endless_names_alone(tiny):
    assert tiny.fuzzy("a" * 20_001) == ()


def test_an_older_schema_asks_for_a_rebuild(path):
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 0")
    db.close()
    with pytest.raises(GazetteerOutdated, match="rebuild"):
        Gazetteer.open(path)


def test_a_build_that_fails_leaves_the_old_file(path):
    before = path.read_bytes()
    with pytest.raises(CuratedFactError, match="two rows"), Builder(path) as builder:
        builder.add([*rows(), *rows()])
    assert path.read_bytes() == before
    assert [f.name for f in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "row",
    [
        Row("geonames:174895", PLACE, "Goris again", source="hand"),
        Row("enrich:other", PLACE, "Another Armenia", code="AM", source="hand"),
    ],
    ids=["id", "code"],
)
def test_an_id_or_code_given_twice_is_an_error_across_sources(tmp_path, row):
    with pytest.raises(CuratedFactError, match=row.name):
        build(tmp_path / "x.gaz", lambda builder: builder.add([row]))


def test_a_reader_changes_nothing(path):
    copy = path.with_suffix(".copy")
    shutil.copy(path, copy)
    with Gazetteer.open(path) as opened:
        opened.lookup("Goris")
    assert path.read_bytes() == copy.read_bytes()
    assert not list(path.parent.glob("*-wal")) + list(path.parent.glob("*-journal"))


def test_the_embedded_gazetteer_holds_what_it_should(gazetteer):
    counts = gazetteer.manifest["counts"]
    assert counts["place"] > 240_000
    assert counts["person"] > 5_000
    assert counts["organisation"] > 1_000
    assert gazetteer.get("geonames:616052").same_as == ("wikidata:Q1953",)
    assert gazetteer.lookup("Nikol Pashinian")[0].entity.id == "wikidata:Q7035479"
    assert {s["name"] for s in gazetteer.manifest["sources"]} >= {"GeoNames", "Natural Earth"}


@pytest.mark.parametrize("name", ["Ереван", "Երևան", "يريفان", "თბილისი", "北京"])
def test_the_embedded_gazetteer_knows_other_scripts(gazetteer, name):
    assert gazetteer.lookup(name)


def test_opening_reads_a_few_pages_only():
    code = (
        "import resource, gazetteer.store as s; a = resource.getrusage(resource.RUSAGE_SELF);"
        "g = s.Gazetteer.open(); g.lookup('Yerevan');"
        "b = resource.getrusage(resource.RUSAGE_SELF); print(b.ru_maxrss - a.ru_maxrss)"
    )
    grown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(grown.stdout) < 20_000  # kilobytes, of a file of tens of megabytes


def test_prominence_lies_between_0_and_1():
    curated = Path(__file__).parents[2] / "gazetteer" / "curated"
    outside = [row for row in iter_curated(curated) if not 0 <= row.prominence <= 1]
    assert outside == []
