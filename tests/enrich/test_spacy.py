"""The component of spaCy, in real pipelines without a model; and labels read as kinds."""

import json
import pickle
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from enrich import EnrichError, Kind, Linker
from enrich.evaluation.goldfile import iter_gold
from enrich.inputs.documents import iter_documents
from enrich.labels import kind_of
from gazetteer.errors import InputError

spacy = pytest.importorskip("spacy", reason="no spaCy: pip install '.[dev]'")

from spacy.tokens import Doc, DocBin  # noqa: E402 - after spaCy, without which there are no tests

import enrich.spacy  # noqa: E402
from enrich.spacy import EntityLinks  # noqa: E402

assert enrich.spacy  # imported for the factory that it registers
TEXT = "Lavrov left Goris on Monday 🇦🇲. Armenian reporters of the Zzyzx Daily stayed in Goris."
RULES = [
    {"label": "PERSON", "pattern": "Lavrov"},
    {"label": "GPE", "pattern": "Goris"},
    {"label": "DATE", "pattern": "Monday"},
    {"label": "NORP", "pattern": "Armenian"},
    {"label": "ORG", "pattern": "Zzyzx Daily"},
]


def pipeline(rules=(), **config):
    nlp = spacy.blank("en")
    if rules:
        nlp.add_pipe("entity_ruler").add_patterns(list(rules))
    nlp.add_pipe("enrich", config=config)
    return nlp


@pytest.fixture(scope="module")
def ruled():
    return pipeline(RULES)


@pytest.fixture(scope="module")
def finding():
    return pipeline()


def ids(doc):
    return [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents]


EXPECTED = [
    ("Lavrov", "PERSON", "wikidata:Q58217"),
    ("Goris", "GPE", "geonames:174895"),
    ("Monday", "DATE", ""),
    ("Armenian", "NORP", "geonames:174982"),
    ("Zzyzx Daily", "ORG", "NIL"),
    ("Goris", "GPE", "geonames:174895"),
]


def test_the_entities_of_a_pipeline_are_linked(ruled, linker):
    doc = ruled(TEXT)
    assert ids(doc) == EXPECTED
    spans = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ != "DATE"]
    records = linker(TEXT, language="en", mentions=spans).to_records()
    found = [ent._.enrich for ent in doc.ents if ent._.enrich is not None]
    assert [{k: v for k, v in held.items() if k != "candidates"} for held in found] == records
    goris, unknown = found[1], found[3]
    assert (goris["lat"], goris["lon"], goris["role"]) == (39.51111, 46.34168, "literal")
    assert TEXT[goris["start"] : goris["end"]] == "Goris"
    assert goris["candidates"][0]["id"] == "geonames:174895"
    assert unknown["nil"] == "no_candidates"
    assert (unknown["entity_id"], unknown["candidates"]) == (None, [])
    assert unknown["reason"]
    assert doc._.enrich == {"primary_place": "geonames:174895", "error": None}


def test_names_are_found_where_there_are_none(finding, linker):
    text = "Georgian officials met at the University of Texas near the Black Sea, said Lavrov."
    doc = finding(text)
    labels = {ent.text: ent.label_ for ent in doc.ents}
    assert labels["Georgian"] == "NORP"
    assert labels["Black Sea"] == "LOC"
    assert labels["University of Texas"] == "ORG"
    assert labels["Lavrov"] == "PERSON"
    assert [s._.enrich["text"] for s in doc.spans["enrich"]] == [
        link.mention.text for link in linker(text, language="en").links
    ]
    assert "Texas" in [span.text for span in doc.spans["enrich"]], "also what is inside another"


def test_what_a_name_may_mean_is_told_the_likeliest_first(finding):
    (springfield,) = finding("Talks in Springfield failed.").ents
    told = springfield._.enrich["candidates"]
    assert len(told) == 8, "there are dozens of them"
    shares = [candidate["share"] for candidate in told]
    assert shares == sorted(shares, reverse=True)


def test_airports_are_facilities(finding):
    labels = {ent.text: ent.label_ for ent in finding("They landed at Zvartnots Airport.").ents}
    assert labels == {"Zvartnots Airport": "FAC"}


def test_the_language_of_a_pipeline_is_that_of_its_texts(monkeypatch):
    told = []
    linked = Linker.progress_many
    monkeypatch.setattr(
        Linker,
        "progress_many",
        lambda self, documents: linked(self, [told.append(d.language) or d for d in documents]),
    )
    for code, user_data, language in (
        ("de", {}, "de"),
        ("xx", {}, None),
        ("de", {"language": "hy"}, "hy"),
    ):
        nlp = spacy.blank(code)
        nlp.add_pipe("enrich")
        doc = nlp.make_doc("Gespräche in Goris.")
        doc.user_data["enrich"] = user_data
        nlp(doc)
        assert told.pop() == language


def test_other_entities_stay_beside_those_found():
    rules = [{"label": "DATE", "pattern": "Monday"}, {"label": "WORK", "pattern": "Talks in Goris"}]
    doc = pipeline(rules)("Talks in Goris ended on Monday in Yerevan.")
    assert ids(doc) == [
        ("Talks in Goris", "WORK", ""),
        ("Monday", "DATE", ""),
        ("Yerevan", "GPE", "geonames:616052"),
    ]
    doc = pipeline(rules, overwrite_ents=True)("Talks in Goris ended on Monday in Yerevan.")
    assert [ent.text for ent in doc.ents] == ["Goris", "Monday", "Yerevan"]


def test_entities_give_way_where_they_are_to_be_overwritten():
    wrong = [{"label": "ORG", "pattern": "Yerevan"}]
    assert ids(pipeline(wrong)("Talks in Yerevan failed."))[0][1] == "ORG"
    doc = pipeline(wrong, overwrite_ents=True)("Talks in Yerevan failed.")
    assert ids(doc) == [("Yerevan", "GPE", "geonames:616052")]


def test_the_threshold_and_the_options_count():
    text = "Talks in Paris failed."
    assert ids(pipeline(options={"near": "Dallas"})(text)) == [("Paris", "GPE", "geonames:4717560")]
    doc = pipeline(threshold=1.0)(text)
    assert [ent.kb_id_ for ent in doc.ents] == ["NIL"]
    assert doc.ents[0]._.enrich["nil"] == "low_score"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"options": {"contry": "AM"}}, "contry"),
        ({"threshold": 2.0}, "min_score 2.0 is not a probability"),
        ({"gazetteer": "nowhere.gaz"}, "nowhere.gaz"),
    ],
)
def test_a_config_that_makes_no_sense_is_refused(config, message):
    with pytest.raises(EnrichError, match=message) as caught:
        pipeline(**config)
    assert "\n" not in str(caught.value)


def test_what_is_known_of_a_text_beside_it_counts(finding):
    doc = finding.make_doc("The Armenian prime minister spoke.")
    doc.user_data["enrich"] = {"published": "2019-05-01", "id": 7}
    (office, *_) = finding(doc).spans["enrich"]
    assert "Nikol Pashinyan" in {span._.enrich["name"] for span in doc.spans["enrich"]}
    assert office._.enrich["document_id"] == 7
    doc.user_data["enrich"] = {"date": "2019-05-01"}
    with pytest.raises(EnrichError, match="'date'; it may have id, language"):
        finding(doc)
    doc.user_data["enrich"] = 7
    with pytest.raises(EnrichError, match="is of type int, not a dict"):
        finding(doc)


def test_a_text_that_cannot_be_read_costs_itself(finding):
    docs = [finding.make_doc(text) for text in ("In Goris.", "In Paris.", "In Yerevan.")]
    docs[1].user_data["enrich"] = {"title": 5}
    good, bad, other = finding.pipe(docs)
    assert (len(bad.ents), len(bad.spans["enrich"])) == (0, 0)
    assert bad._.enrich["error"] == "title is a str, not int: 5"
    assert [doc.ents[0].text for doc in (good, other)] == ["Goris", "Yerevan"]


def test_empty_texts_and_spaces_do_no_harm(finding):
    for text in ("", " \n ", "🇦🇲 "):
        assert ids(finding(text)) == []


def data_of(doc):
    """All that was put on it, as text: what was a list comes out of a ``DocBin`` as a tuple."""
    return json.dumps([ids(doc), [span._.enrich for span in doc.spans["enrich"]], doc._.enrich])


def test_documents_go_to_bytes_and_back(ruled):
    doc = ruled(TEXT)
    wanted = data_of(doc)
    assert data_of(Doc(ruled.vocab).from_bytes(doc.to_bytes())) == wanted
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
    assert data_of(back) == wanted
    assert data_of(pickle.loads(pickle.dumps(doc))) == wanted  # noqa: S301 - our own
    assert data_of(ruled(doc)) == wanted, "a second time changes nothing"


def test_a_pipeline_goes_to_disk_and_back(ruled, tmp_path, package_path):
    ruled.to_disk(tmp_path / "nlp")
    assert data_of(spacy.load(tmp_path / "nlp")(TEXT)) == data_of(ruled(TEXT))
    code = f"import spacy; print(spacy.load({str(tmp_path / 'nlp')!r})('In Goris.').ents[0].kb_id_)"
    command = [sys.executable, "-c", f"import enrich.spacy; {code}"]
    ran = subprocess.run(command, cwd=package_path, capture_output=True, text=True, check=True)
    assert ran.stdout == "geonames:174895\n"


def test_texts_in_several_processes(ruled):
    texts = [TEXT, "Nothing.", "Talks in Goris."] * 3
    wanted = [data_of(doc) for doc in ruled.pipe(texts, batch_size=2)]
    assert [data_of(doc) for doc in ruled.pipe(texts, batch_size=2, n_process=2)] == wanted


def test_a_component_can_be_sent():
    sent = pickle.loads(pickle.dumps(EntityLinks(Linker())))  # noqa: S301 - our own
    assert ids(sent(spacy.blank("en")("Talks in Goris.")))[0][2] == "geonames:174895"


def test_spacy_finds_the_factory_by_its_entry_point(root):
    """As installed: a pipeline from disk needs no import of ours."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    line = 'enrich = "enrich.spacy:make_entity_links"'
    assert f'[project.entry-points."spacy_factories"]\n{line}\n' in text
    point = EntryPoint("enrich", "enrich.spacy:make_entity_links", "spacy_factories")
    assert point.load() is enrich.spacy.make_entity_links


# ----------------------------------------------------------------------- labels as kinds


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *((label, Kind.PLACE) for label in ("GPE", "LOC", "FAC", "NORP", "place", "B-LOC"[2:])),
        *((label, Kind.PERSON) for label in ("PERSON", "PER", "person")),
        *((label, Kind.ORGANISATION) for label in ("ORG", "organization", "organisation")),
        *((label, None) for label in ("DATE", "MISC", "", "ORDINAL", 5, None)),
    ],
)
def test_labels_are_kinds(label, kind):
    assert kind_of(label) is kind


def test_a_linker_takes_labels_and_spans_of_spacy(linker):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([r for r in RULES if r["label"] != "DATE"])
    doc = nlp(TEXT)
    result = linker(TEXT, mentions=doc.ents)
    kinds = [str(link.mention.kind) for link in result.links]
    assert kinds == ["person", "place", "place", "organisation", "place"]
    spans = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    assert linker(TEXT, mentions=spans).links == result.links
    with pytest.raises(InputError, match=r"^mention \(.*'DATE'\): 'DATE' is no kind .*GPE[^\n]*$"):
        linker(TEXT, mentions=[(21, 27, "DATE")])


@pytest.mark.parametrize("key", ["kind", "label"])
def test_annotated_lines_take_labels(tmp_path, key):
    path = tmp_path / "news.jsonl"
    mention = {"start": 9, "end": 14, key: "GPE", "geonames": 174895}
    path.write_text(json.dumps({"text": "Talks in Goris.", "mentions": [mention]}), "utf-8")
    (document,) = iter_documents([str(path)], on_error=pytest.fail)
    assert document.spans == ((9, 14, Kind.PLACE),)
    (annotated,) = iter_gold(path, on_error=pytest.fail)
    assert annotated.golds[0].kind == "place"
    path.write_text(
        json.dumps({"text": "Let us meet Monday.", "mentions": [{**mention, key: "DATE"}]})
    )
    told = []
    assert not list(iter_gold(path, on_error=told.append))
    assert f"`{key}` is 'DATE', no kind of what is linked; give place, " in str(told[0])
