"""TEI out and in: the text letter by letter, names and lists, and editions of others."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from enrich import Document, Kind
from enrich.formats import write_to
from enrich.inputs.documents import iter_documents
from enrich.model import Link, Mention, Nil, Result, Role
from gazetteer.model import Entity

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
EDITION = """<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter-7" xml:lang="en">
  <teiHeader><fileDesc>
    <titleStmt><title>A letter
      from Tiflis</title></titleStmt>
    <publicationStmt><date when="2001-05-04"/></publicationStmt>
    <sourceDesc><bibl><publisher>The Herald</publisher><date when="1893-02-01"/></bibl></sourceDesc>
  </fileDesc></teiHeader>
  <text><body>
    <head>News from <placeName>Tiflis</placeName></head>
    <p>We went to <placeName>Alexan<lb break="no"/>dropol</placeName>
       and <choice><sic>Eriwann</sic><corr>Erivan</corr></choice>,<note>Now
       <placeName>Yerevan</placeName>.</note> with
       <persName>Mr <hi>Lynch</hi></persName> of the <orgName>Royal Society of
       <placeName>London</placeName></orgName>.<pb/>It <del>rained</del> snowed.</p>
    <fw>page 3</fw>
    <list><item><name type="place">Kars</name></item>
      <item>a <rs type="weather">storm</rs></item></list>
  </body></text>
</TEI>
"""


def written(*results):
    out = io.StringIO()
    write_to(results, out, format="tei")
    return out.getvalue()


def parsed(*results):
    return etree.fromstring(written(*results).encode())


def body(root):
    return "".join(root.find(f".//{TEI}body").itertext())


def read(tmp_path, text, name="a.xml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    problems = []
    return list(iter_documents([path], on_error=problems.append)), problems


# ------------------------------------------------------------------------------------------- out


def test_a_text_stands_in_the_body_letter_by_letter(linker):
    text = "Talks in Goris\n\nYEREVAN, May 9 - Sergey  Lavrov left\nArmenia.\n\n- Kapan\n- Meghri\n"
    assert body(parsed(linker(text))) == text


def test_a_name_points_to_what_it_names(linker):
    root = parsed(linker("Sergey Lavrov flew to Yerevan.", published="2024-06-12"))
    person = root.find(f".//{TEI}body//{TEI}persName")
    place = root.find(f".//{TEI}body//{TEI}placeName")
    (held,) = (e for e in root.iter(f"{TEI}place") if f"#{e.get(ID)}" == place.get("ref"))
    assert person.text == "Sergey Lavrov"
    assert 0.5 < float(place.get("cert")) <= 1
    assert place.get("ana") == "#literal"
    assert held.find(f"{TEI}idno[@type='GeoNames']").text == "616052"
    assert held.find(f"{TEI}location/{TEI}geo").text == "40.17765 44.5126"
    assert held.find(f"{TEI}location/{TEI}precision").get("precision") == "medium"
    assert root.find(f".//{TEI}category[@{ID}='literal']") is not None


def test_a_name_that_was_not_linked_is_marked_and_says_why(linker):
    name = parsed(linker("He drove to Qwxyzburg.")).find(f".//{TEI}body//{TEI}placeName")
    assert (name.text, name.get("ref"), name.get("type")) == ("Qwxyzburg", None, "no_candidates")


def test_a_name_inside_another_stands_inside_it(linker):
    root = parsed(linker("The Turkish Ministry of Foreign Affairs spoke."))
    (inner,) = root.findall(f".//{TEI}body//{TEI}orgName/{TEI}placeName")
    assert (inner.text, inner.tail) == ("Turkish", " Ministry of Foreign Affairs")
    assert inner.get("ana") == "#embedded"


def test_a_body_says_what_its_blocks_are_and_a_document_its_language(linker):
    text = "Talks in Goris\n\nEnvoys met to talk about the road.\n\n- Meghri\n- Sisian"
    root = parsed(linker(text, language="en"))
    assert [(e.tag[len(TEI) :], e.get("type")) for e in root.find(f".//{TEI}body")] == [
        ("ab", "headline"), ("p", None), ("ab", "list-item"), ("ab", "list-item"),
    ]  # fmt: skip
    assert [e.text for e in root.iter(f"{TEI}ab")][1:] == ["- ", "- "]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_any_id_becomes_one_that_xml_allows():
    entity = Entity("own:1 <é>", "Nowhere", Kind.PLACE)
    link = Link(Mention(0, 7, "Nowhere", Kind.PLACE), entity, 0.9)
    root = parsed(Result(Document("Nowhere"), (link,)))
    assert root.find(f".//{TEI}place").get(ID) == "entity-1"
    assert root.find(f".//{TEI}body//{TEI}placeName").get("ref") == "#entity-1"
    assert root.find(f".//{TEI}place/{TEI}idno").text == "own:1 <é>"


def test_given_names_that_begin_between_blocks_double_no_text(linker):
    text = "Talks in Goris.\n\nEnvoys met in Kapan."
    given = [(15, 22), (15, 16), (9, 23), (16, 17), (30, 36)]
    assert body(parsed(linker(text, mentions=given))) == text


def test_two_names_on_one_span(linker):
    text = "Liverpool beat Arsenal 2-1 in the Premier League. Liverpool lead by nine points."
    result = linker(text)
    root = parsed(result)
    assert body(root) == text
    marked = root.find(f".//{TEI}body").iter(f"{TEI}orgName", f"{TEI}placeName")
    assert len(list(marked)) == len(result.links) > 3


def test_several_documents_are_a_corpus_whose_ids_are_unique(linker):
    results = [linker("Rain in Goris.", id="a"), linker("Snow in Goris.", id="b")]
    root = parsed(*results)
    assert root.tag == f"{TEI}teiCorpus"
    names = [e.get(ID) for e in root.iter() if e.get(ID)]
    assert len(names) == len(set(names))
    refs = {e.get("ref")[1:] for e in root.iter(f"{TEI}placeName") if e.get("ref")}
    assert refs <= set(names)
    assert len(refs) == 2


def test_no_document_and_no_text_parse():
    assert parsed().tag == f"{TEI}teiCorpus"
    assert body(parsed(Result(Document(""), ()))) == ""


def test_what_could_not_be_read_is_said():
    root = parsed(Result(Document("", id="x"), (), error="x: the text is empty"))
    assert root.find(f".//{TEI}notesStmt/{TEI}note").text == "x: the text is empty"


def test_text_is_data():
    mention = Mention(0, 9, "<b>&amp;x", Kind.PLACE, Role.LITERAL)
    hostile = '"]]><x/>&quot;\x00\x0b\ud800'
    document = Document("<b>&amp;x", id=hostile, title=hostile, outlet=hostile)
    root = parsed(Result(document, (Link(mention, None, 0.0, nil=Nil.NO_CANDIDATES),)))
    assert body(root) == "<b>&amp;x"
    assert root.find(f".//{TEI}title").text == '"]]><x/>&quot;\ufffd\ufffd\ufffd'


@given(st.text(max_size=200))
def test_any_text_comes_back(text):
    expected = "".join("\ufffd" if is_illegal(c) else c for c in text)
    assert body(parsed(Result(Document(text), ()))) == expected


def is_illegal(letter):
    return (
        (letter < " " and letter not in "\t\n\r")
        or "\ud800" <= letter <= "\udfff"
        or (letter in "\ufffe\uffff")
    )


# -------------------------------------------------------------------------------------------- in


def test_an_edition_is_read_with_its_names(tmp_path):
    (document,), problems = read(tmp_path, EDITION)
    assert problems == []
    assert document.text == (
        "News from Tiflis\n\nWe went to Alexandropol and Erivan, with Mr Lynch of the Royal Society"
        " of London. It snowed.\n\nNow Yerevan.\n\nKars\n\na storm"
    )
    assert (document.id, document.title) == ("letter-7", "A letter from Tiflis")
    assert (document.published, document.outlet) == ("1893-02-01", "The Herald")
    assert [(document.text[s:e], str(k)) for s, e, k in document.spans] == [
        ("Tiflis", "place"), ("Alexandropol", "place"), ("Mr Lynch", "person"),
        ("Royal Society of London", "organisation"), ("London", "place"), ("Yerevan", "place"),
        ("Kars", "place"),
    ]  # fmt: skip
    assert [b.kind.value for b in document.blocks] == [
        "headline", "paragraph", "paragraph", "list item", "list item",
    ]  # fmt: skip
    assert all(document.text[b.start : b.end].strip() for b in document.blocks)


BY_HAND = """<?xml version="1.0"?>
<?xml-model href="tei.rng"?>
<t:TEI xmlns:t="http://www.tei-c.org/ns/1.0" xmlns:x="urn:x"><t:text><t:body><t:div>
  <t:p/><t:p> </t:p>
  <t:p xml:space="preserve">We left <t:placeName>Tif<!-- torn -->lis</t:placeName> <?pb 3?>and
    saw <t:placeName/><t:persName>Lynch</t:persName><!-- who? -->,<t:note><t:p>Buried in
    <t:placeName>Calais</t:placeName>.<t:note>In 1913.</t:note></t:p></t:note> who went to
    <t:placeName>Erivan</t:placeName>.</t:p>
  <t:quote>The road to <t:placeName>Kars</t:placeName> is bad.</t:quote>
  <t:p>See <x:y>the <x:z/>list</x:y>: <t:list><t:item>flour</t:item></t:list> Then
    <t:placeName>Goris</t:placeName> again.</t:p>
</t:div></t:body></t:text></t:TEI>
"""


def test_what_stands_between_names_parts_no_sentence(tmp_path):
    (document,), problems = read(tmp_path, BY_HAND)
    assert problems == []
    assert [document.text[b.start : b.end] for b in document.blocks] == [
        "We left Tiflis and saw Lynch, who went to Erivan.", "Buried in Calais.", "In 1913.",
        "The road to Kars is bad.", "See the list:", "flour", "Then Goris again.",
    ]  # fmt: skip
    assert [document.text[start:end] for start, end, _ in document.spans] == [
        "Tiflis", "Lynch", "Erivan", "Calais", "Kars", "Goris",
    ]  # fmt: skip


def test_what_has_no_correction_beside_it_is_read(tmp_path):
    edition = EDITION.replace("It <del>", "<sic>Snwo</sic> and <abbr>Capt.</abbr> It <del>")
    (document,), _ = read(tmp_path, edition)
    assert "of London. Snwo and Capt. It snowed." in document.text
    assert document.language == "en"


def test_an_edition_without_marked_names_is_searched_for_them(tmp_path, linker):
    plain = f'<TEI xmlns="{TEI[1:-1]}"><text><body><p>Snow in Goris.</p></body></text></TEI>'
    (document,), _ = read(tmp_path, plain, "a.tei")
    assert document.spans is None
    assert [k.mention.text for k in linker(document).links] == ["Goris"]


def test_what_is_written_is_read_again_with_the_same_spans(tmp_path, linker):
    text = "Sergey Lavrov met the Turkish Ministry of Foreign Affairs in Goris, Armenia."
    results = [linker(text, id="a", published="2024-06-12"), linker("Snow in Kapan.", id="b")]
    documents, problems = read(tmp_path, written(*results))
    assert problems == []
    assert [(d.id, d.text) for d in documents] == [("a", text), ("b", "Snow in Kapan.")]
    again = [
        (link.mention.start, link.mention.end, link.entity and link.entity.id)
        for link in linker(documents[0]).links
    ]
    assert again == [
        (k.mention.start, k.mention.end, k.entity and k.entity.id) for k in results[0].links
    ]


def test_the_kinds_of_its_blocks_are_read_again(tmp_path, linker):
    text = "Talks in Goris\n\nEnvoys met to talk about the road.\n\n- Meghri\n\n- Sisian"
    (document,), _ = read(tmp_path, written(linker(text)))
    assert document.text == text
    assert [block.kind.value for block in document.blocks] == [
        "headline", "paragraph", "list item", "list item",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body/></text></TEI>',
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></TEI>',
    ],
)
def test_an_edition_without_words_is_one_line(tmp_path, broken):
    documents, problems = read(tmp_path, broken)
    assert documents == []
    assert len(problems) == 1
    assert "a.xml" in str(problems[0])
