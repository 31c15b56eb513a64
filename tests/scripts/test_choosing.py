"""Each document is judged by what has not seen it, and what others published stands beside it."""

import json
from types import SimpleNamespace
from typing import ClassVar

import pytest
from evaluation import choosing, choosing_page, folds, novelty, wikinews
from tagger.parts import FOLDS, fold_of

from enrich.evaluation.decisions import Knowledge
from enrich.evaluation.gold import Gold, GoldDocument
from enrich.evaluation.settings import FOUND, FOUND_OUTLET, GIVEN, GIVEN_OUTLET
from enrich.model import Document, Result
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind

IDS = [next(f"places_lgl:{n}" for n in range(99) if fold_of(f"places_lgl:{n}") == k) for k in
       range(FOLDS)]  # fmt: skip


class NoGazetteer:
    def get(self, curie):
        raise UnknownEntity(curie)


class FakeLinker:
    """Notes which documents it was given, and by which weights it links."""

    calls: ClassVar = []

    def __init__(self, _gazetteer, *, find_mentions, weights=None):
        self.find_mentions = find_mentions
        self.weights = weights.name if weights else None

    def __call__(self, document):
        self.calls.append((self.weights, document.id, document.outlet))
        self.find_mentions(document)
        return Result(document, ())

    def link_many(self, documents):
        return map(self, documents)


@pytest.fixture
def run(monkeypatch):
    """Judge a document of each fold, with weights of the folds or without; return calls and all."""
    monkeypatch.setattr(folds, "Linker", FakeLinker)
    monkeypatch.setattr(FakeLinker, "calls", [])
    read = []

    def judge(weights, outlets):
        documents = [
            GoldDocument(identifier, f"Text of {identifier}.", (), outlet=outlet)
            for identifier, outlet in zip(IDS, outlets, strict=True)
        ]

        def finder(model):
            return lambda document: read.append((model, document.text)) or ()

        known = Knowledge(NoGazetteer(), lambda _: False)
        judged = folds.Folds(None, finder, weights).judge(documents, known)
        return SimpleNamespace(calls=FakeLinker.calls, read=read, judged=judged)

    return judge


@pytest.fixture
def weights(tmp_path):
    for fold in range(FOLDS):
        folds.weights_of(tmp_path, fold).write_text("{}")
    return tmp_path


def test_each_document_is_linked_by_the_weights_of_its_fold(run, weights):
    done = run(weights, [None] * FOLDS)
    assert list(done.judged) == [GIVEN, FOUND]
    expected = {(f"rank-fold-{k}.json", identifier, None) for k, identifier in enumerate(IDS)}
    assert set(done.calls) == expected
    assert [j.document for j in done.judged[GIVEN]] == IDS


def test_a_batch_holds_the_corpus_and_judges_its_own_fold(run, weights):
    done = run(weights, ["Gazette", "Gazette", "Courier", None])
    alone, batches = done.calls[: 2 * FOLDS], done.calls[2 * FOLDS :]
    assert {outlet for *_, outlet in alone} == {None}
    for fold in range(FOLDS):
        batch = [(i, outlet) for w, i, outlet in batches if w == f"rank-fold-{fold}.json"]
        each = list(zip(IDS, ["Gazette", "Gazette", "Courier", None], strict=True))
        assert batch == each * 2  # spans given, and not
    for setting in (GIVEN_OUTLET, FOUND_OUTLET):
        assert [j.document for j in done.judged[setting]] == IDS


def test_each_text_is_read_once_by_the_tagger_of_its_fold(run, weights):
    done = run(weights, ["Gazette"] * FOLDS)
    texts = [(f"fold-{k}", f"Text of {identifier}.") for k, identifier in enumerate(IDS)]
    assert sorted(done.read) == sorted(texts * 2)  # spans given, and not


def test_without_weights_of_the_folds_the_shipped_ones_link_all(run, tmp_path):
    done = run(tmp_path, ["Gazette"] * FOLDS)
    assert {weights for weights, *_ in done.calls} == {None}
    assert len(done.calls) == 4 * FOLDS
    said = folds.missing_weights(tmp_path)
    assert "no rank-fold-0.json, rank-fold-1.json" in said
    assert "have seen the documents" in said
    assert f"scripts/train_ranker.py --models {tmp_path} --work {tmp_path}" in said


def test_nothing_is_missing_when_all_weights_are_there(weights):
    assert folds.missing_weights(weights) is None


def test_taggers_have_seen_no_corpus_of_entity_linking():
    assert folds.model_of("linking_kore50:1") == folds.SHIPPED
    assert folds.model_of(IDS[2]) == "fold-2"


def test_a_pair_is_novel_when_no_other_fold_has_it():
    def document(fold, name, geonames):
        golds = (Gold(0, len(name), name, "place", geonames=geonames),)
        return GoldDocument(IDS[fold], name, golds)

    here, there = document(0, "Paris", 1), document(1, "PARIS", 1)
    other = document(2, "Paris", 2)
    alone = novelty.novelty_rule([here, other])
    assert alone(here, here.golds[0])
    both = novelty.novelty_rule([here, there, other])
    assert not both(here, here.golds[0])
    assert both(other, other.golds[0])


class Held:
    """A gazetteer of names."""

    def __init__(self, *entities):
        self.entities = entities

    def lookup(self, name, kind):
        found = (e for e in self.entities if e.name == name and e.kind is kind)
        return [SimpleNamespace(entity=entity) for entity in found]


def place(number, name, feature="PPL", country="US", admin=()):
    return Entity(
        f"geonames:{number}", name, Kind.PLACE, same_as=(f"wikidata:Q{number}",), country=country,
        feature=feature, admin=admin,
    )  # fmt: skip


TITLES = wikinews.Titles(
    Held(
        place(1, "Georgia", "PCLI", "GE"), place(2, "Georgia", "ADM1"), place(3, "Texas", "ADM1"),
        place(4, "Texas"), place(5, "Paris", "PPLC", "FR"), place(6, "Paris", admin=("Texas",)),
        place(7, "Springfield"), place(8, "Springfield"), place(9, "Reno"),
    ),
    {"Ann Ray": "Q99"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Georgia_(country)", "Q1"), ("Georgia_(U.S._state)", "Q2"), ("Texas", "Q3"),
        ("Paris", "Q5"), ("Paris,_Texas", "Q6"), ("Springfield", None), ("Reno", "Q9"),
        ("Reno_(river)", None), ("Ann_Ray", "Q99"), ("Nowhere", None),
    ],
)  # fmt: skip
def test_titles_become_ids_through_facts_at_hand(title, expected):
    assert TITLES.id_of(title, "place") == expected


def test_what_has_no_id_or_is_no_name_counts_neither_way(tmp_path):
    text = "The Reno that it left for Springfield"
    names = [("The Reno", "Reno"), ("it", "Reno"), ("Springfield", "Springfield")]
    mentions = [
        {"start": text.index(n), "end": text.index(n) + len(n), "type": "place", "wiki": w}
        for n, w in names
    ]
    mentions.append({"start": 0, "end": 3, "type": "event", "wiki": "x"})
    path = tmp_path / "gum.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text, "mentions": mentions}) + "\n")
    (document,), counts = wikinews.read_wikinews(path, TITLES)
    found = [(gold.text, gold.wikidata, gold.optional) for gold in document.golds]
    assert found == [("Reno", "Q9", False), ("it", None, True), ("Springfield", None, True)]
    assert counts == {"mapped": 1, "no name": 1, "no id at hand": 1}


def test_published_figures_lead_to_ours():
    figures = {"places": {"pooled": {GIVEN: {"resolution": {"places, no demonyms": {
        "exact id": {"value": 0.5}}}}}}}  # fmt: skip
    rows = list(choosing._beside(figures))
    ours = {row["ours"] for row in rows}
    assert ours == {0.5, None}
    assert all(row["setting"] and row["figure"] for row in rows)
    shown = choosing_page._beside_table(rows)
    assert shown.count("\n| ") == len(rows)
    assert "| 50.0 |" in shown


def test_mentions_of_a_headline_are_read_by_the_same_tagger(monkeypatch):
    monkeypatch.setattr(folds, "Linker", FakeLinker)
    read = []
    by_text = folds._ByText(lambda model: lambda document: read.append((model, document.text)))
    by_text.add([GoldDocument(IDS[1], "Text.", (), title=" Headline ")])
    by_text(Document("Headline"))
    by_text(Document("Another text."))
    assert read == [("fold-1", "Headline"), ("final", "Another text.")]
