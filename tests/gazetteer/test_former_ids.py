"""Ids that entities had before they got a Wikidata id: they still find them."""

import pytest

from enrich.decisions.ids import Entities, with_local
from enrich.decisions.model import Action, Decision, Decisions, Merge
from gazetteer.build import build
from gazetteer.build.writer import Builder
from gazetteer.errors import CuratedFactError, InputError, UnknownEntity
from gazetteer.model import Kind, Name
from gazetteer.rows import Row
from gazetteer.sources.curated import read_former_ids
from gazetteer.sources.embedded import Embedded
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer

FORMER = [("enrich:ada-moss", "wikidata:Q101"), ("enrich:old-desk", "enrich:desk")]


def rows():
    yield Row("wikidata:Q101", Kind.PERSON, "Ada Moss", country="GB", source="wikidata")
    yield Row("wikidata:Q102", Kind.PERSON, "Ada Mossley", country="GB", source="wikidata")
    yield Row("enrich:desk", Kind.ORGANISATION, "The Map Desk", source="hand")


@pytest.fixture
def built(tmp_path):
    """Build a gazetteer with former ids, and whatever is added after them; open it."""
    opened = []

    def make(*further, former=FORMER, strict=True):
        with Builder(tmp_path / "tiny.gaz") as builder:
            builder.add(rows())
            builder.add_former_ids(former, strict=strict)
            builder.add(further, strict=False)
            builder.finish([])
        opened.append(Gazetteer.open(tmp_path / "tiny.gaz"))
        return opened[-1]

    yield make
    for gazetteer in opened:
        gazetteer.close()


def test_a_former_id_finds_the_entity_under_its_id_of_now(built):
    gazetteer = built()
    assert gazetteer.get("enrich:ada-moss").id == "wikidata:Q101"
    assert gazetteer.get("enrich:old-desk").id == "enrich:desk"
    assert gazetteer.get("enrich:ada-moss").same_as == ()  # it is not an id of it any more
    with pytest.raises(UnknownEntity, match="enrich:ada-mossley"):
        gazetteer.get("enrich:ada-mossley")


def test_a_row_added_under_a_former_id_joins_the_entity(built):
    gazetteer = built(Row("enrich:ada-moss", Kind.PERSON, "A. Moss", (Name("Moss"),), source="t"))
    assert {hit.entity.id for hit in gazetteer.lookup("A. Moss")} == {"wikidata:Q101"}
    assert {hit.entity.id for hit in gazetteer.lookup("Moss")} == {"wikidata:Q101"}


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (("enrich:desk", "wikidata:Q101"), "an entity has it"),
        (("wikidata:Q102", "wikidata:Q101"), "an entity has it"),
        (("enrich:gone", "wikidata:Q9"), "wikidata:Q9, which is not held"),
        (("enrich:gone", "enrich:nobody"), "enrich:nobody, which is not held"),
    ],
)
def test_a_table_of_former_ids_that_contradicts_the_others_stops_the_build(built, pair, told):
    with pytest.raises(CuratedFactError, match=told):
        built(former=[pair])


def test_a_former_id_waits_for_an_entity_that_a_source_brings(built):
    waiting = [("enrich:late", "wikidata:Q9"), ("enrich:never", "wikidata:Q10")]
    late = Row("wikidata:Q9", Kind.PERSON, "Late Comer", source="t")
    gazetteer = built(late, former=waiting, strict=False)
    assert gazetteer.get("enrich:late").name == "Late Comer"
    with pytest.raises(UnknownEntity):
        gazetteer.get("enrich:never")


def test_a_built_gazetteer_takes_the_former_ids_over(built, monkeypatch, tmp_path):
    monkeypatch.setattr("gazetteer.sources.embedded.EMBEDDED", built().path)
    assert Embedded().former_ids() == sorted(FORMER)
    (tmp_path / "people.csv").write_text("curie,title\nenrich:ada-moss,Adelaide Moss\n")
    table = tmp_path / "people.toml"
    table.write_text(
        'name = "Ours"\nfile = "people.csv"\nlicence = "CC0"\nattribution = "us"\n'
        '[columns]\nid = "curie"\nname = "title"\n[constants]\nkind = "person"\n'
    )
    build(tmp_path / "own.gaz", [("table", table)])
    with Gazetteer.open(tmp_path / "own.gaz") as own:
        assert own.get("enrich:ada-moss").id == "wikidata:Q101"
        assert own.lookup("Adelaide Moss")[0].entity.id == "wikidata:Q101"


def test_a_user_s_row_under_a_former_id_completes_the_entity(built):
    gazetteer = built()
    row = Row("enrich:ada-moss", Kind.PERSON, "Ada Moss", (Name("Addie"),), "", source="mine")
    over = gazetteer.with_layer(Layer([prepare(row, gazetteer)]))
    assert over.lookup("Addie")[0].entity.id == "wikidata:Q101"
    assert over.get("enrich:ada-moss").source == "wikidata and mine"
    # ... and one under its id of now is seen under the former one too
    row = Row("wikidata:Q101", Kind.PERSON, "Ada Moss", description="a mapmaker", source="mine")
    over = gazetteer.with_layer(Layer([prepare(row, gazetteer)]))
    assert over.get("enrich:ada-moss").description == "a mapmaker"


def test_decisions_that_name_a_former_id_still_act(built):
    gazetteer = built()
    ada, other = (gazetteer.get(f"wikidata:Q10{n}") for n in (1, 2))
    held = Entities(
        Decisions(
            [
                Decision("Moss", Action.REPLACE, "enrich:ada-moss"),
                Decision("Ada", Action.REJECT, "enrich:ada-moss"),
            ]
        ),
        gazetteer,
    )
    assert held["enrich:ada-moss"] == ada
    assert held.same(["enrich:ada-moss"], ada)
    assert not held.same(["enrich:ada-moss"], other)
    assert held.unknown == ()
    merged = Entities(Decisions(merges=[Merge("enrich:ada-moss", "wikidata:Q102")]), gazetteer)
    assert merged.merged(ada) == other


def test_a_former_id_is_not_free_for_an_entity_of_one_s_own(built):
    decisions = Decisions(entities=[Row("enrich:ada-moss", Kind.PERSON, "Somebody Else")])
    with pytest.raises(InputError, match="is Ada Moss already; choose another id"):
        with_local(decisions, built())


def test_every_former_id_that_ships_is_found(gazetteer, root):
    pairs = read_former_ids(root / "gazetteer" / "curated")
    wrong = [(f, now) for f, now in pairs if gazetteer.get(f).id != gazetteer.get(now).id]
    assert wrong == []
