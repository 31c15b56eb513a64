"""Formats: what is read from each, what is refused with its cure, what a bare file is taken for."""

import gzip
import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich.inputs import CURES
from enrich.inputs.documents import INPUT_FORMATS, is_table, iter_documents
from enrich.inputs.packing import _ZSTD
from enrich.inputs.sniffing import sniffed
from enrich.model import BlockKind

TEXT = "Crews from Kapan reached Goris, São Paulo sent aid."
PAGE = (
    '<html><head><meta charset="utf-8"><title>Floods</title><script>var c="London";</script></head>'
    "<body><nav>Paris Berlin</nav><article><p>Crews from Kapan reached Goris on Monday after the"
    " road had been cut for two days.</p><p>S&#227;o Paulo sent aid, the governor said.</p>"
    "</article></body></html>"
)


def read(*paths, **options):
    errors, notes = [], []
    documents = list(
        iter_documents(
            paths, on_error=lambda e: errors.append(str(e)), on_note=notes.append, **options
        )
    )
    return documents, errors, notes


def one(path, content, **options):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    documents, errors, _ = read(path, **options)
    assert errors == []
    assert len(documents) == 1
    return documents[0]


# --------------------------------------------------------------------------------------- JSON


ARTICLES = [{"id": 1, "text": TEXT}, {"id": 2, "text": "A fair in Paris, Texas."}]


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (ARTICLES, {}),
        ({"status": "ok", "total": 2, "articles": ARTICLES}, {}),
        ({"message": "ok", "tags": ["a"], "data": ARTICLES}, {}),
        ({"data": {"articles": ARTICLES}}, {"records": "data.articles"}),
        ({"a": ARTICLES, "b": ARTICLES[:1]}, {"records": "a"}),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_json_file_holds_articles(tmp_path, content, options, encoding):
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(content, indent=1, ensure_ascii=False).encode(encoding))
    documents, errors, notes = read(path, **options)
    assert [(d.id, d.text) for d in documents] == [(a["id"], a["text"]) for a in ARTICLES]
    assert (errors, notes) == ([], [])


def test_a_json_object_with_a_text_is_a_document(tmp_path):
    row = {"text": TEXT, "title": "T", "comments": [{"text": "c"}], "mentions": None}
    document = one(tmp_path / "a.json", json.dumps(row, indent=2))
    assert (document.id, document.text, document.title) == ("a", TEXT, "T")
    assert document.metadata == {"comments": [{"text": "c"}]}


def test_json_lines_under_another_name_are_json_lines(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("".join(f"{json.dumps(a)}\n" for a in ARTICLES))
    documents, errors, _ = read(path)
    assert ([d.id for d in documents], errors) == ([1, 2], [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("[]", "has no articles"),
        ("[1,", "is not JSON"),
        ("7", "neither an array nor an object"),
        ('{"a": [{"text": "x"}], "b": [{"text": "y"}]}', "a, b; name the list: --records a"),
        ('{"data": {"rows": [{"body": "x"}]}}', "--records data.rows"),
        ('{"title": "x"}', "has no field `text`"),
        ('[{"text": "a\\ud800"}, {"text": "Goris"}]', "article 1: character 1"),
        ('[7, {"text": "Goris"}]', "article 1: is not a JSON object"),
        ("[" * 100_000, "nested"),
    ],
)
def test_other_json_is_told_in_one_line(tmp_path, content, said):
    path = tmp_path / "a.json"
    path.write_text(content)
    documents, errors, _ = read(path)
    assert len(errors) == 1
    assert errors[0].startswith(str(path))
    assert said in errors[0]
    assert [d.text for d in documents] == (["Goris"] if "Goris" in content else [])


@pytest.mark.parametrize(
    ("way", "said"), [("data.rows", "there are: articles"), ("data.articles.x", "no further")]
)
def test_records_that_are_not_there_are_told(tmp_path, way, said):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": {"articles": ARTICLES}}))
    _, errors, _ = read(path, records=way)
    assert len(errors) == 1
    assert said in errors[0]


# --------------------------------------------------------------------------------------- gzip


def test_any_text_format_may_be_compressed(tmp_path):
    jsonl = "".join(f"{json.dumps(a)}\n" for a in ARTICLES)
    files = {
        "a.txt.gz": TEXT, "b.jsonl.gz": jsonl, "c.csv.gz": f'text\n"{TEXT}"\n', "d.html.gz": PAGE,
        "e.json.gz": json.dumps(ARTICLES), "f.gz": jsonl, "g.CSV.GZ": f'text\n"{TEXT}"\n',
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).write_bytes(gzip.compress(content.encode()))
    documents, errors, _ = read(*(tmp_path / name for name in files))
    assert [str(d.id) for d in documents] == ["a", "1", "2", "c:2", "d", "1-2", "2-2", "1-3", "2-3",
                                              "g:2"]  # fmt: skip
    assert len(errors) == 4  # the ids of the articles are used again
    assert is_table("b.jsonl.gz")
    assert not is_table("a.txt.gz")


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.gz"])
@pytest.mark.parametrize("cut", [0, 1, 12, -9])
def test_a_damaged_archive_is_one_line(tmp_path, name, cut):
    whole = gzip.compress(json.dumps({"text": TEXT * 50}).encode())  # no line of it is whole
    (tmp_path / name).write_bytes(b"plain text" if cut == 0 else whole[:cut])
    documents, errors, _ = read(tmp_path / name)
    assert documents == []
    assert len(errors) == 1
    assert "gunzip" in errors[0]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.xml", "a.eml", "a.jsonl"])
def test_a_file_that_swells_costs_no_memory(tmp_path, name, suffix):
    name = f"{name}{suffix}"
    pack = gzip.open if suffix == ".gz" else pytest.importorskip(_ZSTD).ZstdFile
    with pack(tmp_path / name, "wb") as file:
        for _ in range(100):
            file.write(b" " * 1_000_000)
    tracemalloc.start()
    _, errors, _ = read(tmp_path / name, max_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(errors) == 1
    assert peak < 10_000_000


# --------------------------------------------------------------------------------------- mail


PLAIN = "Content-Type: text/plain; charset=utf-8"


def mail(body, kind="text/plain; charset=utf-8", encoding="8bit", subject="Talks"):
    head = (
        "From: =?utf-8?q?J=C3=B6rg?= <j@example.org>\nTo: a@example.org\n"
        f"Subject: {subject}\nDate: Fri, 03 Mar 2023 10:11:12 +0000\nMessage-ID: <1@example.org>\n"
        f"MIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    return head.encode() + (body if isinstance(body, bytes) else body.encode())


@pytest.mark.parametrize(
    "content",
    [
        mail("Talks in K=C3=B6ln ended; Emmanuel Macr=\non left.", encoding="quoted-printable"),
        mail("Talks in Köln ended; Emmanuel Macron left."),
        mail(
            "Talks in Köln ended; Emmanuel Macron left.".encode("latin-1"),
            "text/plain; charset=latin-1",
        ),
        mail("VGFsa3MgaW4gS8O2bG4gZW5kZWQ7IEVtbWFudWVsIE1hY3JvbiBsZWZ0Lg==", encoding="base64"),
        mail(
            "Talks in Köln ended; \nEmmanuel Macron left.",
            "text/plain; charset=utf-8; format=flowed",
        ),
        mail("Talks in Köln ended; Emmanuel Macron left.", "text/plain; charset=x-unheard-of"),
        mail(
            f"--b\nContent-Type: text/html\n\n<p>No</p>\n--b\n{PLAIN}\n\nTalks in Köln ended;"
            " Emmanuel Macron left.\n--b--\n",
            'multipart/alternative; boundary="b"',
        ),
    ],
)
def test_a_message_is_its_text(tmp_path, content):
    document = one(tmp_path / "a.eml", content)
    assert document.text.strip() == "Talks in Köln ended; Emmanuel Macron left."
    assert (document.id, document.title) == ("a", "Talks")
    assert document.published == "2023-03-03T10:11:12+00:00"
    assert document.metadata == {"from": "Jörg <j@example.org>", "message_id": "<1@example.org>"}


def test_a_message_of_html_is_its_page(tmp_path):
    document = one(tmp_path / "a.eml", mail(PAGE, "text/html; charset=utf-8"))
    assert "São Paulo" in document.text
    assert "London" not in document.text
    assert document.title == "Talks"


def test_a_subject_in_encoded_words_is_decoded(tmp_path):
    document = one(tmp_path / "a.eml", mail("In Köln.", subject="=?utf-8?q?K=C3=B6ln?=\n and more"))
    assert document.title == "Köln and more"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\nno field", "not an e-mail"),
        (mail("JVBERi0=", "application/pdf", "base64"), "no text"),
        (mail(""), "empty"),
    ],
)
def test_a_message_without_text_is_refused(tmp_path, content, said):
    (tmp_path / "a.eml").write_bytes(content)
    documents, errors, _ = read(tmp_path / "a.eml")
    assert documents == []
    assert len(errors) == 1
    assert said in errors[0]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
@pytest.mark.parametrize("form", sorted({"eml", "mhtml", "xml", "json"}))
def test_no_bytes_break_a_reader(form, data):
    documents, errors, _ = read("-", stdin=io.BytesIO(data), input_format=form)
    assert documents or errors


def saved_page():
    body = PAGE.replace("&#227;", "=C3=A3").replace("charset=", "charset=3D")
    return (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/a\n"
        "Subject: Floods hit Goris\nDate: Fri, 03 Mar 2023 10:11:12 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\n'
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"{body}\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBO\n--b--\n"
    )


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a"])
def test_a_page_saved_whole_is_its_page(tmp_path, name):
    document = one(tmp_path / name, saved_page())
    assert "São Paulo sent aid" in document.text
    assert "London" not in document.text
    assert document.title == "Floods"
    assert document.metadata == {"url": "https://example.org/a"}
    assert document.published == "2023-03-03T10:11:12+00:00"


# ---------------------------------------------------------------------------------------- XML


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gazette</title>
<language>en-us</language>
<item><title>Floods &amp; more</title><link>https://example.org/1</link><guid>g1</guid>
<pubDate>Fri, 03 Mar 2023 10:11:12 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Crews from Kapan reached Goris.</p>
<p>S&atilde;o Paulo sent aid.</p>]]></content:encoded></item>
<item><title>Talks</title><link>https://example.org/2</link><dc:date>2023-03-04</dc:date>
<description>Talks in Vienna &amp;amp; Lima.</description></item>
<item><title>A fair in Gyumri</title></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Gazette</title>
<entry><id>urn:1</id><title>Floods</title><link rel="self" href="https://example.org/s"/>
<link href="https://example.org/1"/><updated>2023-03-04T00:00:00Z</updated>
<published>2023-03-03T10:11:12Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content></entry>
<entry><id>urn:2</id><title>Talks</title>
<summary type="html">&lt;b&gt;Talks&lt;/b&gt; in Vienna.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>G</title></channel>
<item rdf:about="https://example.org/1"><title>T</title>
<description>Talks in Vienna.</description></item>
</rdf:RDF>"""


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a", "a.feed"])
def test_a_feed_is_a_document_an_item(tmp_path, name):
    path = tmp_path / name
    path.write_text(RSS)
    documents, errors, notes = read(path)
    assert (errors, notes) == ([], [])
    first, second, third = documents
    assert "Crews from Kapan reached Goris." in first.text
    assert "São Paulo sent aid." in first.text
    assert "<" not in first.text
    assert (first.id, first.title, first.language) == ("g1", "Floods & more", "en-us")
    assert first.published == "2023-03-03T10:11:12+00:00"
    assert first.metadata == {"url": "https://example.org/1"}
    assert (second.id, second.text) == ("a:2", "Talks in Vienna & Lima.")
    assert second.published == "2023-03-04"
    assert (third.text, third.title) == ("A fair in Gyumri", "A fair in Gyumri")


def test_atom_is_a_feed(tmp_path):
    path = tmp_path / "a.atom"
    path.write_text(ATOM)
    documents, errors, _ = read(path)
    assert errors == []
    assert [d.text for d in documents] == [TEXT, "Talks in Vienna."]
    assert [d.id for d in documents] == ["urn:1", "urn:2"]
    assert documents[0].published == "2023-03-03T10:11:12+00:00"
    assert documents[0].metadata == {"url": "https://example.org/1"}


def test_rss_1_is_a_feed(tmp_path):
    document = one(tmp_path / "a.rdf", RDF)
    assert (document.text, document.metadata) == (
        "Talks in Vienna.",
        {"url": "https://example.org/1"},
    )


NITF = """<?xml version="1.0" encoding="{0}"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf><head><title>Slug</title><docdata><doc-id id-string="X1"/>
<date.issue norm="20230501T101500Z"/></docdata></head>
<body><body.head><hedline><hl1>Floods hit Goris</hl1></hedline>
<byline>By Ann</byline><dateline><location>Yerevan</location></dateline></body.head><body.content>
<block><p>Crews from <location>Kapan</location> &amp; Sisian
reached Goris.</p><hl2>Aid</hl2><p>S&#227;o Paulo sent aid.</p><media><media-caption>A café.
</media-caption></media></block></body.content></body></nitf>"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_the_story_of_an_agency_is_read(tmp_path, encoding):
    document = one(tmp_path / "a.xml", NITF.format(encoding).encode(encoding))
    assert document.text.split("\n\n") == [
        "Yerevan – Crews from Kapan & Sisian reached Goris.",
        "Aid",
        "São Paulo sent aid.",
        "A café.",
    ]
    assert (document.id, document.title) == ("X1", "Floods hit Goris")
    assert document.published == "2023-05-01T10:15:00+00:00"
    told = [(b.kind, document.text[b.start : b.end]) for b in document.blocks]
    assert told == [
        (BlockKind.PARAGRAPH, "Yerevan – Crews from Kapan & Sisian reached Goris."),
        (BlockKind.HEADLINE, "Aid"),
        (BlockKind.PARAGRAPH, "São Paulo sent aid."),
        (BlockKind.CAPTION, "A café."),
    ]


def test_a_story_inside_newsml_is_read(tmp_path):
    story = NITF.format("utf-8").partition('dtd">')[2]
    wrapped = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet><inlineXML>'
        f"{story.replace('<nitf>', chr(60) + 'nitf xmlns=' + chr(34) * 2 + '>')}"
        "</inlineXML></contentSet></newsItem>"
    )
    assert one(tmp_path / "a.xml", wrapped).id == "X1"


def test_the_dateline_of_a_story_is_one(run, tmp_path):
    (tmp_path / "a.xml").write_text(NITF.format("utf-8"))
    records = [json.loads(line) for line in run(tmp_path / "a.xml").stdout.splitlines()]
    assert {r["text"]: r["role"] for r in records}["Yerevan"] == "dateline"


def test_a_dateline_is_not_written_twice(tmp_path):
    story = NITF.format("utf-8").replace("<p>Crews", "<p>YEREVAN, May 1 - Crews")
    assert one(tmp_path / "a.xml", story).text.startswith("YEREVAN, May 1 - Crews")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", None])
def test_xhtml_is_a_page(tmp_path, encoding):
    declared = (
        f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else '<?xml version="1.0"?>'
    )
    page = PAGE.replace('<meta charset="utf-8">', "").replace("&#227;", "ã")
    page = page.replace("<html>", '<html xmlns="http://www.w3.org/1999/xhtml">')
    for name in ("a.xhtml", "a.xml", "a"):
        document = one(tmp_path / name, (declared + page).encode(encoding or "utf-8"))
        assert "São Paulo sent aid" in document.text
        assert "London" not in document.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><text>Goris</text></svg>", "<svg>"),
        ("<articles><article>Goris</article></articles>", "<articles>"),
        ("<rss><channel/></rss>", "no items"),
        ("<nitf><body/></nitf>", "empty"),
        ("Goris", "not XML"),
        ("", "empty"),
    ],
)
def test_other_xml_is_refused(tmp_path, content, said):
    (tmp_path / "a.xml").write_text(content)
    documents, errors, _ = read(tmp_path / "a.xml")
    assert documents == []
    assert len(errors) == 1
    assert said in errors[0]


def test_damaged_xml_is_read_as_far_as_it_goes(tmp_path):
    (tmp_path / "a.rss").write_text(RSS.replace("Short.", "Q & A&nbsp;").replace("</rss>", ""))
    documents, errors, notes = read(tmp_path / "a.rss")
    assert [d.title for d in documents] == ["Floods & more", "Talks", "A fair in Gyumri"]
    assert notes == []
    assert len(errors) == 1
    assert "damaged" in errors[0]


@pytest.mark.parametrize(
    "text", ["Fire in Paris&nbsp;began.", "Fire in Paris <b>today</b> began.", "Paris &eacute; x"]
)
def test_a_feed_loses_no_text_before_a_sign_or_a_tag(tmp_path, text):
    (tmp_path / "a.rss").write_text(RSS.replace("Talks in Vienna &amp;amp; Lima.", text))
    (document,) = (d for d in read(tmp_path / "a.rss")[0] if "Paris" in d.text)
    assert "Paris" in document.text


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    (tmp_path / "secret.txt").write_text("Goris")
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "Goris"}">' for n in range(12))
    for entity in (lol, f'<!ENTITY l11 SYSTEM "file://{tmp_path}/secret.txt">'):
        bomb = f"<!DOCTYPE rss [{entity}]><rss><channel><item><title>T</title>"
        bomb += "<description>In &l11; Vienna</description></item></channel></rss>"
        (tmp_path / "a.xml").write_text(bomb)
        tracemalloc.start()
        documents, _, _ = read(tmp_path / "a.xml")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert all("Goris" not in d.text for d in documents)
        assert peak < 20_000_000


# ------------------------------------------------------------------------- refused and sniffed


@pytest.mark.parametrize("suffix", sorted(CURES))
def test_what_is_not_read_is_refused_with_its_cure(tmp_path, suffix):
    (tmp_path / f"a{suffix}").write_text(TEXT)
    documents, errors, _ = read(tmp_path / f"a{suffix}")
    assert documents == []
    assert len(errors) == 1
    assert CURES[suffix] in errors[0]


@pytest.mark.parametrize("name", ["a", "index", "a.aspx", "a.dat", "-"])
@pytest.mark.parametrize(
    ("content", "form"),
    [
        (TEXT, "text"),
        ("[Reuters] Talks in Goris.", "text"),
        ("{Goris}", "text"),
        ("Subject: Goris\n\nTalks went on.", "text"),
        ("Q: Where?\nA: In Goris.", "text"),
        ("<p>A tag in prose about Goris.", "text"),
        (PAGE, "html"),
        (f"\n<!-- saved -->\n<!DOCTYPE HTML>{PAGE}", "html"),
        (f'<?xml version="1.0"?>\n{PAGE}', "html"),
        (json.dumps(ARTICLES), "json"),
        (json.dumps({"text": TEXT}), "json"),
        ("".join(f"{json.dumps(a)}\n" for a in ARTICLES), "jsonl"),
        (RSS, "xml"),
        (ATOM, "xml"),
        (mail("Goris").decode(), "eml"),
        (saved_page(), "mhtml"),
    ],
)
def test_a_file_without_a_telling_suffix_is_looked_at(tmp_path, name, content, form):
    assert sniffed(content.encode()) == form
    if name == "-":
        documents, errors, notes = read("-", stdin=io.BytesIO(content.encode()))
        assert [d.text for d in documents] == [content]
        assert [f"--input-format {form}" in note for note in notes] == [True] * (form != "text")
        return
    (tmp_path / name).write_text(content)
    bare, errors, notes = read(tmp_path / name)
    named, _, _ = read(tmp_path / name, input_format=form)
    assert (bare, errors, notes) == (named, [], [])


def test_text_that_looks_like_a_page_is_told(run, tmp_path):
    (tmp_path / "a.txt").write_text(PAGE)
    result = run(tmp_path / "a.txt")
    assert f"{tmp_path / 'a.txt'}: looks like a web page" in result.stderr
    assert result.exit_code == 0
    assert "looks like" not in run(tmp_path / "a.txt", "--input-format", "text").stderr


def test_every_format_has_a_reader():
    from enrich.inputs import FORMATS, reader_of

    assert tuple(FORMATS) == INPUT_FORMATS
    assert all(callable(reader_of(name)) for name in FORMATS)


# -------------------------------------------------------------------------------- encodings


TABLE = 'id\ttext\n1\t"Talks in Gyumri,\nErdoğan said."\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_tables_in_unicode_are_read(tmp_path, name, encoding):
    document = one(tmp_path / name, TABLE.encode(encoding))
    assert (document.id, document.text) == ("1", "Talks in Gyumri,\nErdoğan said.")


def test_json_lines_in_utf_16_are_read(tmp_path):
    row = json.dumps({"text": "Erdoğan in Gyumri."}, ensure_ascii=False)
    assert one(tmp_path / "a.jsonl", f"{row}\n".encode("utf-16")).text == "Erdoğan in Gyumri."


@pytest.mark.parametrize(
    "text", ["Zürich, São Paulo", "“Besançon”", "Málaga – 5 €", "l’Île-d’Aix", "Œuvre à Çà"]
)
def test_a_table_in_windows_1252_is_read_and_told(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_bytes(f'text;id\n"{text}";1\n"Goris";2\n'.encode("cp1252"))
    documents, errors, notes = read(path)
    assert [d.text for d in documents] == [text, "Goris"]
    assert errors == []
    assert len(notes) == 1
    assert "read as Windows-1252" in notes[0]


@pytest.mark.parametrize(
    "data",
    [
        "Ереван".encode("cp1251"), "Ереван".encode("koi8-r"), "東京".encode("shift-jis"),
        "é".encode() + b" caf\xe9", b"caf\xe9 \x81", b"caf\xe9 \x00",
    ],
)  # fmt: skip
def test_what_is_not_plainly_windows_1252_is_not_guessed(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\nGoris\n" + data + b"\n")
    documents, errors, notes = read(path)
    assert [d.text for d in documents] == ["Goris"]
    assert len(errors) == 1
    assert notes == []


# -------------------------------------------------------------------------------- folders


@pytest.fixture
def corpus(tmp_path):
    for name in ("b.txt", "a.html", "sub/c.txt", "sub/d.txt.gz", ".git/e.txt", "f.png", ".g.txt"):
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = (PAGE if name.endswith("html") else TEXT).encode()
        path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    return tmp_path / "corpus"


def ids_of(result):
    found = json.loads(result.stdout)
    return [entry["document"]["id"] for entry in (found if isinstance(found, list) else [found])]


def test_a_folder_is_read_when_asked_for(run, corpus):
    result = run(corpus)
    assert "--recursive" in result.stderr
    assert result.exit_code == 1
    result = run(corpus, "--recursive", "--format", "json")
    assert ids_of(result) == ["a", "b", "c", "d"]
    assert "files of other kinds are passed over: 1 .png" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("*.txt", ["b"]),
        ("**/*.txt", ["b", "c"]),
        ("*", ["a", "b", "c", "d"]),
        ("[ab].*", ["a", "b"]),
    ],
)
def test_a_pattern_is_matched_when_asked_for(run, corpus, pattern, ids):
    (corpus / "f.png").unlink()
    result = run(corpus / pattern, "--recursive", "--format", "json")
    assert ids_of(result) == ids
    assert "no such file" in run(corpus / pattern).stderr


def test_an_empty_folder_and_a_vain_pattern_are_told(run, corpus):
    (corpus / "void").mkdir()
    for path in (corpus / "void", corpus / "*.md", corpus / "missing.txt"):
        result = run(path, "--recursive")
        assert len(result.stderr.splitlines()) == 1
        assert str(path) in result.stderr
        assert result.exit_code == 1


def test_an_output_among_what_is_read_is_refused(run, corpus):
    (corpus / "out.json").write_text("[]")
    result = run(corpus, "--recursive", "-o", corpus / "out.json")
    assert result.exit_code == 1
    assert (corpus / "out.json").read_text() == "[]"


# -------------------------------------------------------------------------------- the manual


def test_the_manual_names_every_suffix_and_every_column(root):
    from enrich.inputs import FORMATS
    from enrich.inputs.columns import _ALIASES

    manual = (root / "docs" / "input.md").read_text(encoding="utf-8")
    suffixes = {suffix for form in FORMATS.values() for suffix in form.suffixes}
    names = {name for others in _ALIASES.values() for name in others.split()}
    assert {w for w in (*FORMATS, *suffixes, *_ALIASES, *names) if f"`{w}`" not in manual} == set()
