"""The table of former ids: written by several tables' compilations, never shortened."""

import csv

import pytest
from curate.former_ids import moved, shipped_ids, write_former_ids

from gazetteer.errors import CuratedFactError
from gazetteer.sources.curated import read_former_ids

HELD = {"wikidata:Q1", "wikidata:Q2", "enrich:b"}


def test_ids_of_other_kinds_and_earlier_runs_stay(tmp_path):
    write_former_ids(tmp_path, "organisation", [("enrich:o", "wikidata:Q9")], {"wikidata:Q9"})
    write_former_ids(tmp_path, "person", [("enrich:a", "wikidata:Q1")], HELD)
    assert write_former_ids(tmp_path, "person", [], HELD) == 1
    assert read_former_ids(tmp_path) == [("enrich:a", "wikidata:Q1"), ("enrich:o", "wikidata:Q9")]


def test_older_ids_follow_an_entity_that_moves_again(tmp_path):
    write_former_ids(tmp_path, "person", [("enrich:a", "enrich:b")], HELD)
    write_former_ids(tmp_path, "person", [("enrich:b", "wikidata:Q2")], HELD - {"enrich:b"})
    assert read_former_ids(tmp_path) == [("enrich:a", "wikidata:Q2"), ("enrich:b", "wikidata:Q2")]


def test_an_id_that_is_an_entity_s_own_again_is_no_former_one(tmp_path):
    write_former_ids(tmp_path, "person", [("enrich:c", "wikidata:Q1")], HELD)
    assert write_former_ids(tmp_path, "person", [], HELD | {"enrich:c"}) == 0


@pytest.mark.parametrize("pairs", [
    [("enrich:a", "wikidata:Q3")], [("enrich:a", "enrich:c"), ("enrich:c", "enrich:a")],
])  # fmt: skip
def test_an_id_that_leads_nowhere_is_refused(tmp_path, pairs):
    with pytest.raises(CuratedFactError, match="lead to nothing held: enrich:a"):
        write_former_ids(tmp_path, "person", pairs, HELD)


def test_an_id_that_was_shipped_is_not_lost_in_silence(tmp_path):
    with (tmp_path / "people.csv").open("w", encoding="utf-8") as file:
        csv.writer(file).writerows([["id"], ["enrich:a"], ["enrich:gone"], ["wikidata:Q1"]])
    before = shipped_ids(tmp_path, "people.csv")
    with pytest.raises(CuratedFactError, match="enrich:gone: shipped before"):
        moved(before, HELD, {"enrich:a": "wikidata:Q1"})
    (tmp_path / "edits").mkdir()
    with (tmp_path / "edits" / "former_ids.csv").open("w", encoding="utf-8") as file:
        file.write("action,former,id,kind\nadd,enrich:gone,wikidata:Q2,person\n")
    before = shipped_ids(tmp_path, "people.csv")
    pairs = moved(before, HELD, {"enrich:a": "wikidata:Q1"})
    write_former_ids(tmp_path, "person", pairs, HELD)
    assert read_former_ids(tmp_path) == [
        ("enrich:a", "wikidata:Q1"), ("enrich:gone", "wikidata:Q2"),
    ]  # fmt: skip
