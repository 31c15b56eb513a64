"""What is measured of a gazetteer's knowledge, on texts small enough to count by hand."""

import csv
import gzip
import json
from dataclasses import replace

import pytest
from knowledge import change_tables, changes, figures, unlinked
from knowledge.classes import Classes, band_of, person_class
from knowledge.decisions import (
    BY_ID,
    BY_NAME,
    Decision,
    Known,
    Measured,
    facts_of,
    held,
    is_right,
    is_right_by_id,
    read_measured,
)
from knowledge.golds import Article, Expected, read_articles
from knowledge.linking import FOUND, GIVEN, decide, tasks_of
from knowledge.references import CHECK_ONLY, References, Row

from enrich.model import Candidate, Link, Match, Mention, Nil
from gazetteer.errors import InputError, UnknownEntity
from gazetteer.model import Entity, Kind, Name
from gazetteer.store.hits import Hit

TEXT = "Ann Lee of Acme met Bo Kay in Reno."
LEE = Entity("wikidata:Q1", "Ann Lee", Kind.PERSON, "Irish footballer", source="wikidata")
OTHER_LEE = Entity("wikidata:Q9", "Ann Lee", Kind.PERSON, "actress", source="wikidata")
KAY = Entity("enrich:bo-kay", "Bo Kay", Kind.PERSON, source="hand")
ACME = Entity("wikidata:Q3", "Acme", Kind.ORGANISATION, source="ror")
RENO = Entity(
    "geonames:5", "Reno", Kind.PLACE, same_as=("wikidata:Q5",), feature="PPL", source="geonames"
)


class Held:
    """A gazetteer of a few entities, and of old ids that lead to them."""

    def __init__(self, *entities, old=()):
        self.entities = entities
        self.old = dict(old)

    def get(self, curie):
        curie = self.old.get(curie, curie)
        for entity in self.entities:
            if curie in (entity.id, *entity.same_as):
                return entity
        raise UnknownEntity(curie)

    def lookup(self, name, kind=None):
        bare = name.partition(" (")[0]
        found = [e for e in self.entities if e.name == bare and kind in (None, e.kind)]
        return tuple(Hit(entity, Name(entity.name)) for entity in found)


def expected(text, *ids, kind="person", **more):
    start = TEXT.index(text)
    return Expected(start, start + len(text), text, kind, frozenset(ids), **more)


def link(text, entity, *, kind=Kind.PERSON, best=None, match=Match.EXACT):
    start = TEXT.index(text)
    mention = Mention(start, start + len(text), text, kind)
    if entity is None:
        nil = Nil.LOW_SCORE if best else Nil.NO_CANDIDATES
        return Link(mention, None, 0.1, runner_up=best, nil=nil)
    return Link(mention, entity, 0.9, Candidate(entity, entity.name, match))


def decisions(golds, links, gazetteer, candidates=(), corpus="world"):
    kinds = frozenset({"place"} if corpus.startswith("places") else map(str, Kind))
    article = Article(corpus, f"{corpus}:1", TEXT, tuple(golds), kinds)
    seen = {}
    for text, *entities in candidates:
        start = TEXT.index(text)
        seen[start, start + len(text)] = tuple(Candidate(e, e.name, Match.EXACT) for e in entities)
    return decide(article, links, seen, gazetteer)


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t"))


# ----------------------------------------------------------------------------------- what is right


def test_a_link_is_right_by_id_or_by_the_id_that_the_golds_old_one_leads_to():
    gold = expected("Ann Lee", "wikidata:Q100")
    gazetteer = Held(LEE, old={"wikidata:Q100": "wikidata:Q1"})
    holds, held_by = held(gazetteer, gold)
    assert (holds, held_by) == (LEE, BY_ID)
    assert is_right_by_id(LEE, gold, holds)
    assert not is_right_by_id(OTHER_LEE, gold, holds)


def test_an_entity_without_an_id_is_right_by_its_name_and_not_by_id():
    gold = expected("Bo Kay", "wikidata:Q2", name="Bo Kay (painter)")
    holds, held_by = held(Held(KAY), gold)
    assert (holds, held_by) == (KAY, BY_NAME)
    assert is_right(KAY, gold, holds, held_by)
    assert not is_right_by_id(KAY, gold, None)


def test_a_namesake_with_an_id_of_its_own_is_wrong():
    gold = expected("Ann Lee", "wikidata:Q1", name="Ann Lee")
    assert held(Held(OTHER_LEE), gold) == (None, "")
    assert not is_right(OTHER_LEE, gold, None, "")


def test_a_gold_without_an_id_is_right_by_name_and_kind():
    gold = expected("Acme", kind="organisation", name="Acme (company)")
    person = replace(ACME, kind=Kind.PERSON)
    assert is_right(ACME, gold, None, "")
    assert not is_right(person, gold, None, "")


# --------------------------------------------------------------------------------------- decisions


def test_each_span_of_text_or_annotators_is_one_decision():
    golds = [expected("Ann Lee", "wikidata:Q1"), expected("Reno", "geonames:5", kind="place")]
    links = [link("Ann Lee", OTHER_LEE), link("Acme", ACME, kind=Kind.ORGANISATION)]
    found = decisions(golds, links, Held(LEE, OTHER_LEE, ACME, RENO), [("Ann Lee", OTHER_LEE, LEE)])
    assert [(d.text, d.mentioned, d.right) for d in found] == [
        ("Ann Lee", True, False), ("Acme", True, False), ("Reno", False, False)
    ]  # fmt: skip
    assert found[0].candidates == ("wikidata:Q9", "wikidata:Q1")
    assert found[0].holds == "wikidata:Q1"
    assert found[0].named


def test_offices_count_only_where_they_are_annotated():
    office = link("Bo Kay", KAY, match=Match.OFFICE)
    assert decisions([], [office], Held(KAY)) == []
    assert len(decisions([expected("Bo Kay", "wikidata:Q2")], [office], Held(KAY))) == 1


def test_world_news_is_linked_in_one_batch_and_places_are_not_given():
    articles = [
        Article(corpus, f"{corpus}:{n}", "", (), frozenset())
        for corpus in ("world", "places_lgl")
        for n in range(30)
    ]
    sizes = sorted((t.setting, len(t.articles), t.articles[0].corpus) for t in tasks_of(articles))
    assert sizes == [
        (FOUND, 10, "places_lgl"), (FOUND, 20, "places_lgl"), (FOUND, 30, "world"),
        (GIVEN, 30, "world"),
    ]  # fmt: skip


def test_decisions_are_read_as_they_were_written(tmp_path):
    found = decisions([expected("Ann Lee", "wikidata:Q1")], [link("Ann Lee", LEE)], Held(LEE))
    run = Measured({"gazetteer": "b"}, tuple(found), ())
    run.write(tmp_path / "run.json", {})
    assert read_measured(tmp_path / "run.json") == run


def test_what_is_no_measurement_is_refused(tmp_path):
    (tmp_path / "other.json").write_text('{"format": "enrich evaluation 1"}')
    for name in ("other.json", "none.json"):
        with pytest.raises(InputError, match=name):
            read_measured(tmp_path / name)


# ----------------------------------------------------------------------------------------- figures


def measured(golds, links, gazetteer, candidates=(), corpus="world"):
    both = tuple(decisions(golds, links, gazetteer, candidates, corpus))
    return figures.figures_of(Measured({}, both, both))[corpus]


def test_precision_and_recall_count_every_gold_the_ones_not_held_too():
    golds = [expected("Ann Lee", "wikidata:Q1"), expected("Bo Kay", "wikidata:Q2", name="Bo Kay")]
    golds.append(expected("Acme", nil=True, kind="organisation"))
    links = [
        link("Ann Lee", LEE), link("Bo Kay", KAY), link("Acme", ACME, kind=Kind.ORGANISATION)
    ]  # fmt: skip
    of = measured(golds, links, Held(LEE, KAY, ACME))
    people = of["person"]["found"]
    assert (people["by id"]["right"], people["by id"]["predicted"], people["by id"]["gold"]) == (
        1, 2, 2
    )  # fmt: skip
    assert people["by id or name"]["right"] == 2
    organisations = of["organisation"]["found"]["by id"]  # a link to nobody of note is wrong
    assert (organisations["predicted"], organisations["gold"]) == (1, 0)


def test_a_gold_without_an_id_counts_by_its_name():
    of = measured([expected("Bo Kay", name="Bo Kay")], [link("Bo Kay", KAY)], Held(KAY))
    assert of["person"]["found"]["by id"]["right"] == 1


def test_a_link_of_another_kind_misses_the_gold_and_is_wrong():
    golds = [expected("Acme", "wikidata:Q3", kind="organisation")]
    of = measured(golds, [link("Acme", replace(ACME, kind=Kind.PERSON))], Held(ACME))
    assert of["organisation"]["found"]["by id"]["recall"] == 0
    assert of["person"]["found"]["by id"]["predicted"] == 1


@pytest.mark.parametrize(
    ("entity", "best", "candidates", "outcome"),
    [
        (LEE, None, (LEE,), figures.RIGHT),
        (OTHER_LEE, None, (OTHER_LEE, LEE), figures.BEATEN),
        (OTHER_LEE, None, (OTHER_LEE,), figures.STRAY),
        (None, LEE, (LEE, OTHER_LEE), figures.REFUSED),
        (None, OTHER_LEE, (LEE, OTHER_LEE), figures.REFUSED_OTHER),
        (None, None, (), figures.NO_CANDIDATE),
    ],
)
def test_what_becomes_of_a_gold_that_is_held(entity, best, candidates, outcome):
    golds = [expected("Ann Lee", "wikidata:Q1")]
    links = [link("Ann Lee", entity, best=best)]
    given = measured(golds, links, Held(LEE, OTHER_LEE), [("Ann Lee", *candidates)])["person"]
    assert {k for k, n in given["given"]["outcomes"].items() if n} == {outcome}
    assert given["given"]["among the candidates, of held"]["right"] == (LEE in candidates)


def test_pronouns_and_bare_titles_are_counted_apart_from_names():
    text = "Governor Ann Lee says she stays."
    golds = []
    for words in ("Governor", "Ann Lee", "she"):
        start = text.index(words)
        ids = frozenset({"wikidata:Q1"})
        golds.append(Expected(start, start + len(words), words, "person", ids))
    article = Article("world", "world:1", text, tuple(golds), frozenset({"person"}))
    lee = Link(Mention(9, 16, "Ann Lee", Kind.PERSON), LEE, 0.9)
    both = tuple(decide(article, [lee], {}, Held(LEE)))
    given = figures.figures_of(Measured({}, both, both))["world"]["person"]["given"]
    assert (given["right, of held"]["right"], given["right, of held"]["of"]) == (1, 3)
    assert (given["right, of held names"]["right"], given["right, of held names"]["of"]) == (1, 1)


def test_figures_are_tables_with_a_row_for_each_kind_that_is_annotated_or_linked():
    golds = [expected("Ann Lee", "wikidata:Q1")]
    both = tuple(decisions(golds, [link("Ann Lee", LEE)], Held(LEE)))
    lines = list(figures.iter_lines(figures.figures_of(Measured({}, both, both))))
    text = "\n".join(lines)
    assert "| world | person | 1 | 100.0 | 100.0 | 100.0 | 100.0 | 1 | 1 |" in text
    assert "| world | place" not in text


# ----------------------------------------------------------------------------------------- changes


def changed(golds, before, after, old, new, **more):
    return changes.changes_of(
        decisions(golds, before, old, **{**more, "candidates": ()}),
        decisions(golds, after, new, **more),
        old, new, lambda entity: entity.description or "none",
    )  # fmt: skip


def test_a_new_namesake_that_takes_a_mention_is_harm_of_its_source_and_class():
    golds = [expected("Ann Lee", "wikidata:Q1")]
    (change,) = changed(
        golds, [link("Ann Lee", LEE)], [link("Ann Lee", OTHER_LEE)], Held(LEE),
        Held(LEE, OTHER_LEE),
    )  # fmt: skip
    assert change.effect == -1
    assert change.verdicts == (changes.RIGHT, changes.WRONG)
    assert (change.cause.id, change.newness, change.group) == ("wikidata:Q9", "new", "actress")


def test_a_link_lost_is_put_down_to_the_new_candidate_that_made_it_unsure():
    golds = [expected("Ann Lee", "wikidata:Q1")]
    (change,) = changed(
        golds, [link("Ann Lee", LEE)], [link("Ann Lee", None, best=LEE)], Held(LEE),
        Held(LEE, OTHER_LEE), candidates=[("Ann Lee", LEE, OTHER_LEE)],
    )  # fmt: skip
    assert change.verdicts == (changes.RIGHT, changes.UNLINKED)
    assert change.effect == -1
    assert change.cause.id == "wikidata:Q9"


def test_a_new_entity_that_is_right_is_a_gain():
    golds = [expected("Ann Lee", "wikidata:Q1")]
    (change,) = changed(
        golds, [link("Ann Lee", None)], [link("Ann Lee", LEE)], Held(), Held(LEE)
    )  # fmt: skip
    assert (change.effect, change.newness, change.cause.source) == (1, "new", "wikidata")


def test_an_id_for_what_was_held_is_no_change_of_a_link():
    now = replace(KAY, id="wikidata:Q2", same_as=("enrich:bo-kay",))
    golds = [expected("Bo Kay", "wikidata:Q2", name="Bo Kay")]
    assert changed(golds, [link("Bo Kay", KAY)], [link("Bo Kay", now)], Held(KAY), Held(now)) == []
    renumbered = replace(now, same_as=())
    gazetteer = Held(renumbered, old={"enrich:bo-kay": "wikidata:Q2"})
    args = [link("Bo Kay", KAY)], [link("Bo Kay", renumbered)], Held(KAY), gazetteer
    assert changed(golds, *args) == []


def test_a_person_in_a_corpus_of_places_is_harm_only_on_an_annotated_place():
    args = [link("Reno", None)], [link("Reno", LEE)], Held(), Held(LEE)
    (unjudged,) = changed([], *args, corpus="places_lgl")
    assert unjudged.verdicts[1] == changes.UNJUDGED
    assert unjudged.effect == 0
    gold = expected("Reno", "geonames:5", kind="place")
    (harm,) = changed([gold], *args, corpus="places_lgl")
    assert harm.verdicts == (changes.UNLINKED, changes.OTHER_KIND)
    assert harm.effect == -1


def test_a_mention_lost_is_put_down_to_what_is_linked_across_its_span():
    gold = expected("Reno", "geonames:5", kind="place")
    longer = replace(ACME, id="wikidata:Q8", name="Bo Kay in Reno", description="band")
    before = [link("Reno", RENO, kind=Kind.PLACE)]
    after = [link("Bo Kay in Reno", longer, kind=Kind.ORGANISATION)]
    lost, across = changed([gold], before, after, Held(RENO), Held(RENO, longer))
    assert lost.verdicts == (changes.RIGHT, changes.UNLINKED)
    assert (lost.cause.id, lost.newness, lost.group) == ("wikidata:Q8", "new", "band")
    assert across.verdicts == (changes.NOTHING, changes.UNJUDGED)
    (alone,) = changed([gold], before, [], Held(RENO), Held(RENO))
    assert (alone.cause, alone.newness) == (None, changes.FINDER)


def test_only_documents_of_both_runs_are_compared():
    one, other = mention(looked_up="Ann Lee"), replace(mention(looked_up="Bo Kay"), document="w:2")
    before = Measured({"documents": ["world:1"]}, (one,))
    after = Measured({"documents": ["world:1", "w:2"]}, (one, other))
    assert changes.in_both(before, after) == ([one], [one])


def test_nobody_of_note_linked_and_a_name_that_nobody_annotated_are_harm():
    nobody = expected("Bo Kay", nil=True)
    for golds, verdict in (([nobody], changes.NOBODY), ([], changes.SPURIOUS)):
        (change,) = changed(golds, [], [link("Bo Kay", KAY)], Held(), Held(KAY))
        assert change.verdicts[1] == verdict
        assert change.effect == -1


def test_tables_and_rows_of_changes_begin_with_what_did_most_harm(tmp_path):
    golds = [
        expected("Ann Lee", "wikidata:Q1"),
        expected("Acme", "wikidata:Q3", kind="organisation"),
    ]
    before = [link("Ann Lee", LEE), link("Acme", None, kind=Kind.ORGANISATION)]
    after = [link("Ann Lee", OTHER_LEE), link("Acme", ACME, kind=Kind.ORGANISATION)]
    found = changed(golds, before, after, Held(LEE), Held(LEE, OTHER_LEE, ACME))
    text = "\n".join(change_tables.iter_lines(found))
    assert "Changed: 1 better, 1 worse, 0 neither." in text
    assert text.index("| person | wikidata | actress | new | 0 | 1 | 0 | -1 |") < text.index(
        "| organisation | ror | none | new | 1 | 0 | 0 | +1 |"
    )
    change_tables.write(found, tmp_path / "changes.tsv")
    rows = rows_of(tmp_path / "changes.tsv")
    assert [row["effect"] for row in rows] == ["-1", "1"]
    assert rows[0]["context"].startswith("[Ann Lee] of Acme")


# ----------------------------------------------------------------------------------------- classes


def test_people_are_classed_by_office_then_words_and_organisations_by_category(tmp_path):
    table = "id,name,category\nwikidata:Q3,Acme,company\n"
    (tmp_path / "organisations.csv").write_text(table)
    class_of = Classes(tmp_path, FakeReferences(Row("Q4", "t", "organisation", "A", work="bank")))
    known = facts_of(LEE)
    assert class_of(known) == "sport"
    assert class_of(replace(known, offices=1)) == "politics"
    assert class_of(replace(known, description="")) == "unknown"
    assert class_of(facts_of(ACME)) == "company"
    assert class_of(Known("wikidata:Q4", "A", "organisation", ("wikidata:Q4",))) == "bank"
    assert class_of(facts_of(RENO)) == "PPL"


def test_a_person_is_of_the_class_that_is_named_first():
    assert person_class("politician and footballer") == "politics"
    assert person_class("born in 1950") == ""


def test_bands_hold_their_lower_bound():
    assert [band_of(p) for p in (0.049, 0.05, 0.7, 1)] == ["0–0.05", "0.05–0.1", "0.7–1", "0.7–1"]


# ---------------------------------------------------------------------------------------- unlinked


class FakeReferences(References):
    """A few rows in place of the tables."""

    def __init__(self, *rows):
        self.rows = rows

    @property
    def by_id(self):
        return {row.qid: tuple(r for r in self.rows if r.qid == row.qid) for row in self.rows}


BOOKS = FakeReferences(
    Row("Q1", "people_wikidata", "person", "Ann Lee", ("Annie Lee",)),
    Row("Q7", min(CHECK_ONLY), "organisation", "Acme"),
    Row("Q8", "people_wikidata", "person", "Anna Leigh"),
)


def mention(**more):
    given = {"kind": "person", "looked_up": "Ann Lee", "expected": "person", **more}
    text = given["looked_up"]
    return Decision("world", "world:1", 0, len(text), text, text, **given)


@pytest.mark.parametrize(
    ("of", "group"),
    [
        ({"nil": True}, unlinked.NOBODY),
        ({"expected": "place", "ids": ("geonames:5",)}, unlinked.OTHER_KIND),
        ({"expected": "", "touches": ("person",)}, unlinked.BORDERS),
        ({"ids": ("wikidata:Q1",), "holds": "a", "candidates": ("a",), "best": "a"},
         unlinked.REFUSED),
        ({"ids": ("wikidata:Q1",), "holds": "a", "candidates": ("b", "a"), "best": "b"},
         unlinked.BEATEN),
        ({"ids": ("wikidata:Q1",), "holds": "a"}, unlinked.OTHER_NAME),
        ({"ids": ("wikidata:Q1",), "looked_up": "annie lee"}, unlinked.IN_REFERENCE),
        ({"ids": ("wikidata:Q8",)}, unlinked.REFERENCE_OTHER_NAME),
        ({"ids": ("wikidata:Q7",)}, unlinked.CHECKED_ONLY),
        ({"ids": ("wikidata:Q99",)}, unlinked.IN_NONE),
        ({"name": "Ann Lee"}, unlinked.IN_REFERENCE),
        ({"name": "Bo Kay", "looked_up": "Bo Kay"}, unlinked.IN_NONE),
        ({"expected": "", "candidates": ("a",)}, unlinked.HELD_NAMESAKE),
        ({"expected": ""}, unlinked.REFERENCE_NAMESAKE),
        ({"expected": "", "looked_up": "Kay"}, unlinked.LONE_WORD),
        ({"expected": "", "looked_up": "Bo Kay"}, unlinked.NOWHERE),
    ],
)  # fmt: skip
def test_what_is_unlinked_is_classed_by_the_gold_else_by_the_name(of, group):
    decision = mention(**of)
    assert unlinked.classify(decision, BOOKS) == group
    assert group in unlinked.CLASSES


def test_a_sample_is_of_names_and_surnames_go_with_them():
    def at(start, name, document="d1", **more):
        decision = mention(looked_up=name, **more)
        return replace(decision, start=start, document=document)

    local = replace(at(0, "Bo Kay"), corpus="places_lgl")
    found = [
        at(0, "Ann Lee"), at(20, "Lee"), at(40, "ANN LEE"), at(0, "Lee", "d2"), local,
        at(60, "Acme", kind="organisation"), at(80, "Kay", entity=facts_of(KAY)),
    ]  # fmt: skip
    drawn = unlinked.sample(found, 10, seed=1)
    assert [(d.looked_up, d.document, n) for d, n in drawn] == [
        ("Ann Lee", "d1", 2), ("Lee", "d2", 1), ("Bo Kay", "d1", 1), ("Acme", "d1", 1)
    ]  # fmt: skip
    assert unlinked.count_names(found) == {
        ("person", unlinked.ANNOTATED): 2,
        ("person", unlinked.UNANNOTATED): 1,
        ("organisation", unlinked.ANNOTATED): 1,
    }
    assert [len(unlinked.sample(found, 2, seed=seed)) for seed in range(3)] == [3] * 3
    assert unlinked.sample(found, 2, seed=1) == unlinked.sample(found, 2, seed=1)


def test_the_sample_is_a_table_by_class_and_rows_to_be_read(tmp_path):
    rows = unlinked.classify_all([(mention(ids=("wikidata:Q1",)), 3)], BOOKS)
    text = "\n".join(unlinked.iter_lines(rows, unlinked.count_names([mention()])))
    assert "1 of 1 names of persons in annotated texts" in text
    assert f"| {unlinked.IN_REFERENCE} | 1 | 0 | 0 | 0 | a wider import gate |" in text
    unlinked.write(rows, tmp_path / "unlinked.tsv")
    (row,) = rows_of(tmp_path / "unlinked.tsv")
    assert row["reading"] == ""
    assert row["references"] == "Q1 Ann Lee (; people_wikidata)"


# ------------------------------------------------------------------------------ golds, references


@pytest.fixture
def shared(tmp_path):
    """Reference data of a few lines."""
    folder = tmp_path / "sources" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "corpora").mkdir()
    (tmp_path / "world").mkdir()

    def put(name, *lines):
        with gzip.open(folder / name, "wt", encoding="utf-8") as out:
            out.write("\n".join("\t".join(line) for line in lines) + "\n")

    columns = ("qid", "label", "aliases", "description", "birth", "death", "country", "occupation",
               "popularity", "source", "basis", "living", "enwiki_title")  # fmt: skip
    blank = ("",) * 7
    put(
        "people_wikidata.tsv.gz", columns,
        ("Q1", "Ann Lee", "Annie Lee|A. Lee", "footballer", "1990-05-06", *blank, "Ann_Lee"),
        ("Q2", "ann lee", "", "", "1990-05-06", *blank, ""),
        ("Q4", "Bo Kay", "", "", "1990-01-01", *blank, ""),
        ("Q5", "Bo Kay", "", "", "1990-01-01", *blank, ""),
    )  # fmt: skip
    put("organisations_wikidata.tsv.gz", ("qid", "label", "aliases", "category", "enwiki_title"))
    put(
        "titles_qid_crosswalk.tsv.gz", ("enwiki_title", "qid", "kind", "sources"),
        ("University_of_Reno", "Q6", "organisation", ""),
        ("University_of_Reno", "Q7", "organisation", ""),
    )  # fmt: skip
    put("celebrities.tsv.gz", ("qid", "label", "occupation"))
    put("nga_people.tsv.gz", ("qid", "label", "names"))
    put("wikitrivia_items.tsv.gz", ("qid", "label", "topics", "occupation", "enwiki"))
    put("brands_operators.tsv.gz", ("wikidata", "name", "category"))
    put("reep_football_clubs.tsv.gz", ("qid", "label"))
    put("parties_wikidata.csv.gz", ("wikidata_id,name,name_short,name_native",))
    put("african_armed_groups_parties_check_only.tsv.gz", ("qid", "label", "aliases"))
    for name in ("politicians_eps", "politicians_wikidata", "ror_organisations"):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt"):
            pass
    (folder / "supranational_bodies_check_only.tsv").write_text("wikidata\tname\tabbreviation\n")
    return tmp_path


def test_two_ids_are_one_by_article_or_by_name_and_day_of_birth(shared):
    references = References(shared)
    assert references.same("Q1") == {"Q1", "Q2"}
    assert references.same("Q6") == {"Q6", "Q7"}
    assert references.same("Q4") == {"Q4"}  # the first of January: only the year is known


def test_names_are_known_under_any_table_and_compared_folded(shared):
    references = References(shared)
    assert references.named("ANNIE LÉE", "person") == ("Q1",)
    assert references.named("Annie Lee", "organisation") == ()
    assert references.is_named("Q1", "a lee")
    assert references.shipped("Q1") == ("people_wikidata",)


def test_titles_of_wikinews_are_ids_by_the_references_and_names_otherwise(shared):
    text = "the University of Reno and Acme 's"
    mentions = [
        {"start": 0, "end": 22, "type": "organization", "wiki": "University_of_Reno"},
        {"start": 27, "end": 34, "type": "organization", "wiki": "Acme_(company)"},
        {"start": 23, "end": 26, "type": "organization", "wiki": "Acme"},
    ]
    line = json.dumps({"id": "n1", "text": text, "mentions": mentions})
    (shared / "corpora" / "linking_gum_wikinews.jsonl").write_text(line + "\n")
    references = References(shared)
    (article,) = read_articles(
        shared, "linking_gum_wikinews", references.same, references.titles
    )  # fmt: skip
    first, no_name, second = article.expected
    assert (first.text, first.ids) == ("University of Reno", {"wikidata:Q6", "wikidata:Q7"})
    assert no_name.ignored
    assert second.text == "Acme"
    assert (second.ids, second.name, second.known) == (frozenset(), "Acme (company)", True)


def test_world_news_has_golds_by_id_by_name_and_for_nobody(shared):
    mentions = [
        {"start": 0, "end": 7, "text": "Ann Lee", "kind": "person", "geonames": None,
         "wikidata": "Q1", "name": "Ann Lee", "nil": False},
        {"start": 11, "end": 15, "text": "Acme", "kind": "organisation", "geonames": None,
         "wikidata": None, "name": "Acme", "nil": False},
        {"start": 20, "end": 26, "text": "Bo Kay", "kind": "person", "geonames": None,
         "wikidata": None, "name": "", "nil": True},
    ]  # fmt: skip
    line = json.dumps({"id": "a", "text": TEXT, "mentions": mentions, "published": "2004-05-06",
                       "outlet": ""})  # fmt: skip
    (shared / "world" / "world_news.jsonl").write_text(line + "\n")
    references = References(shared)
    (article,) = read_articles(shared, "world", references.same, references.titles)
    lee, acme, kay = article.expected
    assert lee.ids == {"wikidata:Q1", "wikidata:Q2"}
    assert (acme.known, acme.name) == (True, "Acme")
    assert not kay.known
    assert article.document(given=False).spans is None
    assert [span[:2] for span in article.document(given=True).spans] == [(0, 7), (11, 15), (20, 26)]
