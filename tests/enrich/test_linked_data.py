"""Linked data: JSON-LD that loses nothing, selectors that select, types of schema.org."""

import hashlib
import html.parser
import io
import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from enrich.formats import format_of, write, write_to
from enrich.model import Document, Result, Role
from enrich.records.iris import iri, text_iri
from enrich.writers.annotations import CONTEXT, TERMS
from gazetteer.model import Entity, Kind, Point

TEXT = "In Yerevan, Lavrov left Nowhere for Armenia and Atlantis. The CSTO met in Yerevan."
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80)
any_text = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

OA, XSD = "http://www.w3.org/ns/oa#", "http://www.w3.org/2001/XMLSchema#"
DCTERMS, AS = "http://purl.org/dc/terms/", "http://www.w3.org/ns/activitystreams#"
# The terms of the model's own context that are used, as its specification defines them.
MODEL = {
    "dcterms": DCTERMS, "schema": "http://schema.org/", "xsd": XSD,
    "id": "@id", "type": "@type",
    "Annotation": OA + "Annotation", "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage", "Software": AS + "Application",
    "Text": "http://purl.org/dc/dcmitype/Text", "SpecificResource": OA + "SpecificResource",
    "TextualBody": OA + "TextualBody", "TextQuoteSelector": OA + "TextQuoteSelector",
    "TextPositionSelector": OA + "TextPositionSelector",
    **{word: OA + word for word in ("identifying", "linking", "classifying", "commenting")},
    **{
        word: {"@id": name, "@type": "@id"}
        for word, name in {
            "body": OA + "hasBody", "target": OA + "hasTarget", "source": OA + "hasSource",
            "selector": OA + "hasSelector", "scope": OA + "hasScope",
            "generator": AS + "generator", "first": AS + "first",
        }.items()
    },
    "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"},
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "exact": OA + "exact", "prefix": OA + "prefix", "suffix": OA + "suffix",
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    **{
        word: {"@id": name, "@type": XSD + "nonNegativeInteger"}
        for word, name in {
            "start": OA + "start", "end": OA + "end", "total": AS + "totalItems",
            "startIndex": AS + "startIndex",
        }.items()
    },
}  # fmt: skip
CONTEXTS = {CONTEXT: MODEL, "https://schema.org": {"@vocab": "http://schema.org/"}}


def loader(url, _options):
    """What the web would give: the context asked for and nothing else."""
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXTS[url]}}


def expanded(document):
    return jsonld.expand(document, {"documentLoader": loader})


def written(results, form):
    out = io.StringIO(newline="")
    write_to(results, out, format=form)
    return out.getvalue()


def annotated(*results):
    return json.loads(written(results, "annotations"))


def keys_of(value, skip=("@context", "run")):
    """How often each key stands in a document; what lies below ``run`` is one value."""
    found = Counter()
    if isinstance(value, list):
        for item in value:
            found += keys_of(item, skip)
    elif isinstance(value, dict):
        found.update(key for key in value if key != "@context")
        for key, item in value.items():
            if key not in skip:
                found += keys_of(item, skip)
    return found


def full_name(key):
    term = {**MODEL, **TERMS}[key]
    name = term["@id"] if isinstance(term, dict) else term
    prefix, _, rest = name.partition(":")
    return {**MODEL, **TERMS}[prefix] + rest if prefix in {**MODEL, **TERMS} else name


def test_nothing_is_lost_when_the_annotations_are_expanded(result_of):
    result = result_of(TEXT, title="T", language="en", metadata={"url": "https://example.org/a"})
    told = annotated(result, result_of("Yerevan", "b"))
    there = keys_of(expanded(told), skip=(full_name("run"),))
    wanted = Counter()
    for key, times in keys_of(told).items():
        wanted[full_name(key)] += times
    for keyword in ("@value", "@list", "@type", "@id"):
        there.pop(keyword, None)
        wanted.pop(keyword, None)
    assert there == wanted
    assert all(":" in key for key in there)


def test_a_key_without_a_term_would_be_noticed(result_of):
    told = annotated(result_of(TEXT))
    told["first"]["items"][0]["oops"] = "lost"
    with pytest.raises(KeyError):
        [full_name(key) for key in keys_of(told)]
    assert "oops" not in json.dumps(expanded(told))


def test_every_mention_has_an_annotation_that_selects_it(result_of):
    told = annotated(result_of(TEXT), result_of("To Yerevan", "b"))
    items = told["first"]["items"]
    assert told["total"] == len(items) == 8
    assert len({item["id"] for item in items}) == 8
    texts = {text_iri(text): text for text in (TEXT, "To Yerevan")}
    for item in items:
        quote, position = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text.count(around) == 1
        assert text.index(around) + len(quote["prefix"]) == position["start"]
        assert position["unit"] == "unicode-code-point"
    assert [d["sha256"] for d in told["documents"]] == [
        hashlib.sha256(text.encode()).hexdigest() for text in (TEXT, "To Yerevan")
    ]
    assert [d["id"] for d in told["documents"]] == list(texts)


@any_text
@given(TEXTS, TEXTS)
def test_offsets_and_quotes_fit_any_text(result_of, before, after):
    text = f"{before}Yerevan{after}"
    for item in annotated(result_of(text))["first"]["items"]:
        quote, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])
    assert expanded(annotated(result_of(text)))


def test_a_quote_does_not_part_a_letter_from_its_accent(result_of):
    text = f"é{'x' * 31}Yerevan{'x' * 31}e\u0301".replace("é", "e\u0301")
    quote, _ = annotated(result_of(text))["first"]["items"][0]["target"]["selector"]
    assert quote["prefix"].startswith("e\u0301")
    assert quote["suffix"].endswith("e\u0301")


def test_bodies_say_what_is_meant_and_how_sure(result_of):
    yerevan, _, nowhere, _, atlantis, *_ = annotated(result_of(TEXT))["first"]["items"]
    body, reason = yerevan["body"]
    assert body == {
        "type": "SpecificResource", "purpose": "identifying",
        "source": {
            "id": "https://sws.geonames.org/616052/", "label": "Yerevan",
            "sameAs": ["http://www.wikidata.org/entity/Q1953"], "lat": 40.17765, "long": 44.5126,
        },
    }  # fmt: skip
    assert (reason["value"], reason["purpose"]) == (
        "The best-known place of this name.",
        "commenting",
    )
    assert yerevan["motivation"] == "identifying"
    told = {key: yerevan[key] for key in ("kind", "role", "score", "precision", "radiusKm")}
    assert told == {"kind": "place", "role": "literal", "score": 0.9877, "precision": "settlement",
                    "radiusKm": 11.0}  # fmt: skip
    assert nowhere["body"][0]["source"] == {"id": "urn:enrich:entity:nowhere", "label": "Nowhere"}
    assert (atlantis["motivation"], atlantis["nil"]) == ("classifying", "no_candidates")
    assert atlantis["body"][0] == {
        "type": "TextualBody", "value": "place", "purpose": "classifying",
    }  # fmt: skip
    assert "score" not in atlantis


def test_a_span_that_is_given_twice_has_two_annotations(link_span):
    links = (link_span("Yerevan", 0, 7), link_span("Yerevan", 0, 7))
    items = annotated(Result(Document("Yerevan", "d"), links))["first"]["items"]
    assert len({item["id"] for item in items}) == 2


def test_what_stands_for_something_else_is_linked_and_not_identified(link_span):
    text = "Yerevan Yerevan Yerevan"
    roles = [Role.METONYMIC, Role.DATELINE, Role.DEMONYM]
    links = [link_span(text, 8 * n, 8 * n + 7, role) for n, role in enumerate(roles)]
    items = annotated(Result(Document(text, "d"), tuple(links)))["first"]["items"]
    assert [i["motivation"] for i in items] == ["linking", "identifying", "linking"]


def test_the_page_is_the_scope_only_if_it_is_on_the_web(result_of):
    def scope(url):
        told = annotated(result_of("Yerevan", metadata={"url": url}))
        return told["first"]["items"][0]["target"].get("scope")

    assert scope("https://example.org/a?b=c") == "https://example.org/a?b=c"
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "http://a b", "https://x<script>", 7):
        assert scope(bad) is None


def test_the_manifest_is_kept_whole_and_the_same_run_gives_the_same_file(linker, tmp_path):
    result = linker("Talks in Yerevan.", id="a")
    result.write(tmp_path / "a.jsonld")
    result.write(tmp_path / "b.jsonld")
    assert (tmp_path / "a.jsonld").read_bytes() == (tmp_path / "b.jsonld").read_bytes()
    told = json.loads((tmp_path / "a.jsonld").read_text())
    assert told["run"]["settings"] == dict(result.run["settings"])
    assert told["run"]["documents"] == [{"id": "a", "sha256": result.run["input"]["sha256"]}]
    assert told["generator"]["softwareVersion"] == result.run["version"]
    (there,) = expanded(told)
    (literal,) = there["urn:enrich:vocab:run"]
    assert literal == {"@type": "@json", "@value": told["run"]}


def test_nothing_gives_an_empty_collection():
    told = annotated()
    assert (told["total"], told["first"]["items"], told["documents"]) == (0, [], [])
    assert expanded(told)


@pytest.mark.parametrize(
    ("curie", "name"),
    [
        ("geonames:616052", "https://sws.geonames.org/616052/"),
        ("wikidata:Q1953", "http://www.wikidata.org/entity/Q1953"),
        ("enrich:tsargrad-tv", "urn:enrich:entity:tsargrad-tv"),
        ("geonames:1/../2", "urn:enrich:entity:geonames:1%2F..%2F2"),
        ("wikidata:Q1> <x", "urn:enrich:entity:wikidata:Q1%3E%20%3Cx"),
    ],
)
def test_iris(curie, name):
    assert iri(curie) == name


def test_the_text_is_named_as_rfc_6920_has_it():
    """Its example is of the text "Hello World!"."""
    assert text_iri("Hello World!") == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


def schema(*results):
    return json.loads(written(results, "schemaorg"))


def test_an_article_mentions_what_it_names(result_of, entities):
    result = result_of(TEXT, title="T", published="2024-06-12", language="en", outlet="The Herald",
                       metadata={"url": "https://example.org/a"})  # fmt: skip
    told = schema(result)
    assert told.items() >= {
        "@type": "NewsArticle", "headline": "T", "datePublished": "2024-06-12",
        "inLanguage": "en", "url": "https://example.org/a",
    }.items()  # fmt: skip
    assert told["encoding"]["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert [(m["@type"], m["name"]) for m in told["mentions"]] == [
        ("City", "Yerevan"), ("Place", "Nowhere"), ("Country", "Armenia"),
        ("Person", "Sergey Lavrov"), ("Organization", entities["CSTO"].name),
    ]  # fmt: skip
    yerevan, nowhere, armenia, lavrov, _ = told["mentions"]
    assert yerevan["geo"] == {
        "@type": "GeoCoordinates", "latitude": 40.17765, "longitude": 44.5126,
    }  # fmt: skip
    assert yerevan["sameAs"] == [
        "https://sws.geonames.org/616052/", "http://www.wikidata.org/entity/Q1953",
    ]  # fmt: skip
    assert armenia["geo"] == {
        "@type": "GeoCircle", "geoRadius": 150_000,
        "geoMidpoint": {"@type": "GeoCoordinates", "latitude": 40.2, "longitude": 45.0},
    }  # fmt: skip
    assert "geo" not in nowhere
    assert "sameAs" not in nowhere
    assert "address" not in lavrov


def test_a_dateline_is_where_it_was_written_and_never_what_it_is_about(link_span):
    text = "YEREVAN. Yerevan. Armenia."
    filed = link_span(text, 9, 16, Role.DATELINE)
    filed = replace(filed, mention=replace(filed.mention, start=0, end=7, text="YEREVAN"))
    told = schema(Result(Document(text, "d"), (filed,)))
    assert told["dateline"] == "YEREVAN"
    assert told["locationCreated"]["@id"] == "https://sws.geonames.org/616052/"
    assert "contentLocation" not in told
    literal, other = link_span(text, 9, 16), link_span(text, 18, 25, Role.METONYMIC)
    told = schema(Result(Document(text, "d"), (filed, literal, other)))
    assert [place["name"] for place in told["contentLocation"]] == ["Yerevan"]
    told = schema(Result(Document(text, "d"), (literal, other), primary_place=other.entity))
    assert [place["name"] for place in told["contentLocation"]] == ["Armenia", "Yerevan"]


@pytest.mark.parametrize(
    ("feature", "type_"),
    [
        ("PPL", "City"), ("PPLX", "Place"), ("ADM1", "State"), ("ADM3", "AdministrativeArea"),
        ("PCLI", "Country"), ("PCLH", "Country"), ("SEA", "SeaBodyOfWater"), ("MT", "Mountain"),
        ("XYZ", "Place"), (None, "Place"),
    ],
)  # fmt: skip
def test_types_of_places(link_span, feature, type_):
    link = link_span("Yerevan", 0, 7)
    link = replace(link, entity=replace(link.entity, feature=feature))
    assert schema(Result(Document("Yerevan", "d"), (link,)))["mentions"][0]["@type"] == type_


def test_an_article_expands_without_loss(result_of):
    told = schema(result_of(TEXT, title="T", outlet="O"))
    there = keys_of(expanded(told))
    for keyword in ("@value", "@type", "@id"):
        there.pop(keyword, None)
    wanted = {f"http://schema.org/{key}": n for key, n in keys_of(told).items() if key[0] != "@"}
    assert there == wanted


def test_one_article_stands_alone_and_several_in_an_array(result_of):
    assert schema(result_of("Yerevan"))["identifier"] == "article"
    assert [a["identifier"] for a in schema(*(result_of("Yerevan", n) for n in "ab"))] == ["a", "b"]
    assert schema() == []


class _Scripts(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.data = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.data.append(data)


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "\u2028\u202e\x1b[31m",
        '"}]',
        "&lt;",
    ],
)
def test_no_name_breaks_out_of_the_page(result_of, entities, monkeypatch, hostile):
    evil = Entity("wikidata:Q1", hostile, Kind.PLACE, hostile, country="AM", admin=(hostile,),
                  feature="PPL", point=Point(lat=1, lon=2))  # fmt: skip
    monkeypatch.setitem(entities, "Yerevan", evil)
    result = result_of("Yerevan", hostile, title=hostile, outlet=hostile)
    out = written([result], "schemaorg")
    page = _Scripts()
    page.feed(f'<script type="application/ld+json">{out}</script><p>')
    assert [tag for tag, _ in page.tags] == ["script", "p"]
    told = json.loads("".join(page.data))
    assert told["headline"] == told["mentions"][0]["name"] == hostile
    (item,) = annotated(result)["first"]["items"]
    assert item["body"][0]["source"]["label"] == hostile
    assert "\x1b" not in written([result], "annotations")


def test_suffix_and_command(run, tmp_path, result_of):
    assert format_of("a.jsonld") == "annotations"
    path = tmp_path / "a.jsonld"
    out = run("-", "-o", path, given="Talks in Yerevan.")
    assert out.exit_code == 0
    assert json.loads(path.read_text())["total"] == 1
    shown = run("-", "--format", "schemaorg", given="Talks in Yerevan.")
    assert json.loads(shown.stdout)["contentLocation"][0]["name"] == "Yerevan"
    write([result_of(TEXT)], tmp_path / "page.json", format="schemaorg")
    assert run("-", "--format", "schemaorg", "--layer", "places", given="x").exit_code == 2


# --------------------------------------------------------------------------------- Linked Places


def linked_places(*results):
    out = io.StringIO()
    write_to(results, out, format="linkedplaces")
    return json.loads(out.getvalue())


def test_a_place_has_the_names_that_the_texts_use(linker):
    url = {"url": "https://example.org/a"}
    first = linker(Document("Snow in Kiev. They left Kiev.", "a", "Snow", metadata=url))
    second = linker("He left Kyiv for Qwxyzburg.", id="b")
    found = linked_places(first, second, linker("She left Kiev.", id="c"))
    (kyiv,) = found["features"]
    assert kyiv["@id"] == "https://sws.geonames.org/703448/"
    assert kyiv["properties"] == {"title": "Kyiv", "ccodes": ["UA"]}
    assert {n["toponym"]: [c["label"] for c in n["citations"]] for n in kyiv["names"]} == {
        "Kiev": ["a: Snow", "c"], "Kyiv": ["b"],
    }  # fmt: skip
    assert kyiv["names"][0]["citations"][0]["@id"] == "https://example.org/a"
    assert {"type": "exactMatch", "identifier": "http://www.wikidata.org/entity/Q1899"} in (
        kyiv["links"]
    )
    assert kyiv["geometry"]["certainty"] == "certain"
    assert "radius" in kyiv["descriptions"][0]["value"]


def test_the_middle_of_a_country_is_less_certain_and_people_are_no_places(linker):
    found = linked_places(linker("Sergey Lavrov left Armenia."))
    assert [f["properties"]["title"] for f in found["features"]] == ["Armenia"]
    assert found["features"][0]["geometry"]["certainty"] == "less-certain"


def test_roles_choose_the_linked_places(linker):
    result = linker("Moscow refused. Talks go on in Batumi.").with_roles("literal")
    assert [f["properties"]["title"] for f in linked_places(result)["features"]] == ["Batumi"]


def test_no_place_is_an_empty_collection(linker):
    assert linked_places(linker("It rains."))["features"] == []
    assert linked_places()["features"] == []
