"""Items that the scripts on live Wikidata make, and what they count, on a few by hand."""

import gzip
import json

import benchmark_wikidata
import evaluate_wikidata
from evaluation.corpora import Gold, GoldDocument
from live.namesakes import iter_namesakes
from live.rebuilt import iter_annotated, iter_references, names_in

from enrich.evaluation.decisions import Answer, JudgedSpan
from enrich.evaluation.settings import GIVEN
from gazetteer.model import Kind
from gazetteer.sources.options import BuildOptions
from gazetteer.sources.wikidata_item import draft_item

TEXT = "Ann Lee and Bo Ray met at Acme, he said."


def packed(path, content):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(content)


def test_only_what_a_text_may_name_is_rebuilt_from_the_tables(tmp_path):
    people = [
        {"qid": "Q10", "names": ["Ann Lee", "A. Lee"], "countries": ["AM"], "dob": "1950-02",
         "enwiki": "Ann Lee"},
        {"qid": "Q11", "names": ["Cy Fox"], "countries": [], "dob": "", "enwiki": None},
        {"qid": "Q12", "names": [], "countries": [], "dob": "", "enwiki": None},
    ]  # fmt: skip
    bodies = [{"wd": "Q20", "label": "Acme Institute", "names": [["ACME", None, ["acronym"]]],
               "cc": "GB", "links": [["wikipedia", "x"]]},
              {"wd": None, "label": "Acme"}]  # fmt: skip
    packed(tmp_path / "politicians_wikidata.jsonl.gz", "\n".join(map(json.dumps, people)))
    packed(tmp_path / "ror_organisations.jsonl.gz", "\n".join(map(json.dumps, bodies)))
    packed(
        tmp_path / "parties_wikidata.csv.gz",
        "country,partyfacts_id,wikidata_id,name,name_short,name_native\nAM,1,Q30,Bo Ray,,\n",
    )
    found = {
        item["id"]: draft_item(item, int(item["id"][1:]), BuildOptions())
        for item in iter_references(tmp_path, {"AM": 399, "GB": 145}, names_in([TEXT]))
    }
    assert sorted(found) == ["Q10", "Q20", "Q30"]
    person = found["Q10"]
    assert (person["classes"], person["citizen"], person["sitelinks"]) == ([5], [399], 1)
    assert person["life"] == ("1950-02", None)
    assert {name for name, *_ in found["Q20"]["names"]} >= {"ACME"}
    assert found["Q30"]["sitelinks"] == 0


def test_a_gold_is_rebuilt_once_under_the_name_of_its_annotation():
    golds = [Gold(0, 7, "Ann Lee", "person", wikidata="Q1"), Gold(32, 34, "he", "person", None)]
    golds += [Gold(0, 3, "Ann", "person", wikidata="Q1"), Gold(4, 7, "Lee", "other", wikidata="Q2")]
    items = list(iter_annotated([GoldDocument("a", TEXT, tuple(golds))], {"Q1": "Ann Lee-Fox"}))
    assert [(item["id"], item["labels"]["en"]["value"]) for item in items] == [
        ("Q1", "Ann Lee-Fox")
    ]


def test_namesakes_are_of_the_kind_that_is_asked_for():
    def item(id_, class_):
        claim = {"mainsnak": {"datavalue": {"value": {"id": class_}}}, "rank": "normal"}
        return {"id": id_, "claims": {"P31": [claim], "P1566": []}, "sitelinks": {}}

    sample = [item("Q1", "Q5"), item("Q2", "Q515"), item("Q3", "Q43229"), item("Q4", "Q0")]
    made = list(iter_namesakes([("Ann Lee", Kind.PERSON), ("Acme", Kind.PLACE)], sample, 2))
    classes = [m["claims"]["P31"][0]["mainsnak"]["datavalue"]["value"]["id"] for m in made]
    assert classes == ["Q5", "Q5", "Q515", "Q515"]
    assert len({m["id"] for m in made} | {"Q1", "Q2"}) == 6
    assert not any("P1566" in m["claims"] for m in made)


def test_a_search_is_told_by_the_name_however_it_was_sent():
    sent = '"Ann Lee" haswbstatement:P31=Q5'
    assert benchmark_wikidata._searched(sent) == "Ann Lee"
    assert benchmark_wikidata._search_of('Ann "Lee"', "person") == ("query", "Ann Lee")
    assert benchmark_wikidata._search_of("Acme", "place") == ("wbsearchentities", "Acme")


def decided(gold, entity, *, right=False, comparable=True):
    answer = Answer(gold.start, gold.end, gold.kind, 0.5, entity, ids=frozenset({entity} - {None}))
    return JudgedSpan(
        "a", gold.start, gold.end, "", gold, answer, right=right, comparable=comparable
    )


def test_what_live_linking_changes_is_counted_gold_by_gold():
    golds = [
        Gold(0, 7, "Ann Lee", "person", wikidata="Q1"),
        Gold(12, 18, "Bo Ray", "person", wikidata="Q2"),
        Gold(32, 34, "he", "person", wikidata="Q2"),
        Gold(26, 30, "Cy Fox", "person", wikidata="Q3"),
    ]
    before = [decided(g, None) for g in golds[:3]] + [decided(golds[3], "wikidata:Q3", right=True)]
    after = [
        decided(golds[0], "wikidata:Q1", right=True),
        decided(golds[1], "enrich:bo-ray", comparable=False),
        decided(golds[2], "wikidata:Q9"),
        decided(golds[3], "wikidata:Q8"),
    ]
    pairs = [evaluate_wikidata.Pair("a", *pair) for pair in zip(before, after, strict=True)]
    held = frozenset({"Q1", "Q2"})
    part = evaluate_wikidata.Part("real", "corpus", GIVEN, Kind.PERSON, ["a", "b"], pairs, held)
    figures = part.figures()
    assert figures["names held"] == 2, "pronouns are not names, and Q3 is not held"
    assert (figures["with"]["right"], figures["with"]["predicted"]) == (1, 1)
    assert figures["linked to what has no id, with"] == 1
    changes = {name: count for name, count in figures["changes"].items() if count}
    assert changes == {"unlinked to right": 1, "unlinked to wrong": 1, "right to wrong": 1}
    assert figures["all golds"] == 4
