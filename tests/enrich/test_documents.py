"""Readers: what becomes a document, under which id, and that no offset shifts."""

import contextlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.inputs.decoding import decode
from enrich.inputs.documents import iter_documents
from enrich.inputs.markup import mask_markdown
from enrich.model import Document
from gazetteer.errors import InputError
from gazetteer.model import Kind

SENTENCE = "Lavrov will meet Blinken in Yerevan.\r\nÅ new line: Ереван 🌍 Երևան."


def read(*paths: object, **options: object) -> tuple[list[Document], list[str]]:
    errors: list[str] = []
    documents = list(iter_documents(paths, on_error=lambda e: errors.append(str(e)), **options))
    return documents, errors


def one(path: Path, **options: object) -> Document:
    documents, errors = read(path, **options)
    assert errors == []
    assert len(documents) == 1
    return documents[0]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --------------------------------------------------------------------------------------- text


@pytest.mark.parametrize("name", ["a.txt", "a", "a.text", "a.log", "a.TXT"])
def test_text_is_read_as_it_is_with_its_line_ends(tmp_path, name):
    document = one(write(tmp_path / name, SENTENCE))
    assert document == Document(SENTENCE, id="a")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_a_byte_order_mark_is_no_text(tmp_path, encoding):
    assert one(write(tmp_path / "a.txt", SENTENCE.encode(encoding))).text == SENTENCE


def test_standard_input_is_a_document():
    stdin = io.BytesIO(SENTENCE.encode())
    documents, errors = read("-", stdin=stdin)
    assert ([d.text for d in documents], [d.id for d in documents]) == ([SENTENCE], ["stdin"])
    assert errors == []


def test_the_input_format_overrules_the_suffix():
    stdin = io.BytesIO(b'{"text": "Yerevan"}\n{"text": "Gyumri"}\n')
    documents, _ = read("-", stdin=stdin, input_format="jsonl")
    assert [(d.id, d.text) for d in documents] == [("stdin:1", "Yerevan"), ("stdin:2", "Gyumri")]


def test_options_fill_in_what_a_document_does_not_say(tmp_path):
    path = write(
        tmp_path / "a.jsonl",
        '{"text": "a"}\n{"text": "b", "published": "2001-02-03", "outlet": "Gazette"}\n',
    )
    documents, _ = read(path, published="2023-05-17", outlet="Tribune")
    assert [(d.published, d.outlet) for d in documents] == [
        ("2023-05-17", "Tribune"),
        ("2001-02-03", "Gazette"),
    ]


def test_same_stems_get_different_ids(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "a.txt", "Yerevan")
    documents, errors = read(tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt")
    assert [d.id for d in documents] == ["a", "a-2"]
    assert errors == []


def test_a_file_name_that_is_no_utf8_gives_an_id_that_is(tmp_path):
    path = tmp_path / "caf\udce9.txt"
    try:
        write(path, "Yerevan")
    except (OSError, UnicodeError):
        pytest.skip("this file system only takes UTF-8 names")
    assert one(path).id == "caf\ufffd"


@given(st.binary(max_size=200))
def test_decoding_gives_the_same_characters_or_an_error(data):
    text = None
    with contextlib.suppress(InputError):
        text = decode(data, "a.txt")
    assert text is None or any(
        text.encode(encoding) == data.removeprefix(mark)
        for mark, encoding in [
            (b"\xef\xbb\xbf", "utf-8"),
            (b"\xff\xfe\x00\x00", "utf-32-le"),
            (b"\x00\x00\xfe\xff", "utf-32-be"),
            (b"\xff\xfe", "utf-16-le"),
            (b"\xfe\xff", "utf-16-be"),
        ]
    )


# ----------------------------------------------------------------------------------- Markdown


ARTICLE_MD = """---
title: "A visit to Yerevan"
date: 2023-05-17
lang: en
---
# In Yerevan

**Lavrov** met _Blinken_ in [Yerevan](https://example.org/Moscow_(city) "Paris"), not
![a map of Gyumri](london.png).[^1] The [Russian] bases stay.

- a call to `Berlin`
> <b>Vanadzor</b> <!-- Tehran --> said 5 * 3 and snake_case_name

```
Madrid
```
[Baku]: https://example.org/Baku
"""


def test_markdown_keeps_its_prose_in_place(tmp_path):
    document = one(write(tmp_path / "a.md", ARTICLE_MD))
    assert len(document.text) == len(ARTICLE_MD)
    for name in ("Lavrov", "Blinken", "Gyumri", "[Russian]", "Vanadzor", "snake_case_name"):
        place = ARTICLE_MD.index(name)
        assert document.text[place : place + len(name)] == name
    for name in ("Moscow", "Paris", "london", "Berlin", "Tehran", "Madrid", "Baku", "#", "*L", "`"):
        assert name not in document.text
    assert document.text.split()[:2] == ["In", "Yerevan"]


def test_front_matter_is_metadata_and_no_prose(tmp_path):
    document = one(write(tmp_path / "a.md", ARTICLE_MD))
    about = (document.title, document.published, document.language)
    assert about == ("A visit to Yerevan", "2023-05-17", "en")
    assert "A visit" not in document.text


@given(st.text(alphabet=st.sampled_from("ab \n\r[]()<>*_`~#-!.:=>é\u202e"), max_size=80))
def test_masking_only_ever_blanks_characters(text):
    masked = mask_markdown(text)
    assert len(masked) == len(text)
    assert all(m == t or (m == " " and t not in "\r\n") for m, t in zip(masked, text, strict=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("| Town | Dead |\n|:-----|-----:|\n| [Lviv](http://x/Kyiv) | 1 |", "Town Dead Lviv 1"),
        ("Town | Dead\r\n--- | ---\r\nLviv | 1\r\n\r\nA | b", "Town Dead Lviv 1 A | b"),
        ("|---|\n| Lviv |", "Lviv"),
        ("1. Goris\n2) Kapan\n+ Sisian\n* Meghri\n- Agarak", "Goris Kapan Sisian Meghri Agarak"),
        ("- [ ] Goris\n- [x] Kapan\n> 3. Sisian", "Goris Kapan Sisian"),
        ("Goris[^1] and Kapan.[^b][^c]\n\n[^1]: Near Sisian.", "Goris and Kapan. Near Sisian."),
        ("~~Goris~~ <https://example.org/London>", "Goris"),
    ],
)
def test_signs_of_markdown_are_no_text(text, words):
    masked = mask_markdown(text)
    assert masked.split() == words.split()
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        "In\n1991. Nothing.\n[1] Goris | Kapan",
        "Yerevan refused. The [Russian] side (Moscow) agreed.",
        "He paid $5 * 3 = $15, i.e. a_b_c < d > e!",
        "Not a list -5 degrees\nnor #hashtag",
    ],
)
def test_prose_without_markup_stays_whole(text):
    assert mask_markdown(text) == text


# --------------------------------------------------------------------------------------- HTML


PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}">
<title>Talks in Yerevan | The Gazette</title>
<meta property="og:title" content="Talks in Yerevan">
<meta property="og:site_name" content="Gazette">
<meta property="article:published_time" content="2023-05-17T08:00:00Z">
<link rel="canonical" href="https://example.org/talks"></head>
<body><nav><a href="/">Home</a> <a href="/paris">Paris</a></nav><article><h1>Talks in Yerevan</h1>
<p>Russian Foreign Minister Sergei Lavrov arrived in Yerevan on Wednesday for two days of talks.</p>
<p>He will meet officials of Armenia&rsquo;s government in the café of the ministry, it said.</p>
</article><footer>Printed in London</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_page_gives_its_main_text_title_and_date(tmp_path, charset):
    page = PAGE.replace("{charset}", charset).encode(charset)
    document = one(write(tmp_path / "a.html", page))
    assert "arrived in Yerevan on Wednesday" in document.text
    assert "café" in document.text
    assert "Paris" not in document.text
    assert (document.title, document.published) == ("Talks in Yerevan", "2023-05-17")
    assert document.outlet == "Gazette"
    assert document.metadata == {"url": "https://example.org/talks"}


def test_a_page_in_another_encoding_than_it_says_is_refused(tmp_path):
    page = PAGE.replace("{charset}", "utf-8").encode("windows-1252")
    documents, errors = read(write(tmp_path / "a.html", page))
    assert documents == []
    assert "byte" in errors[0]


def test_a_page_without_text_is_refused(tmp_path):
    _, errors = read(write(tmp_path / "a.html", "<html><body><nav></nav></body></html>"))
    assert "a.html" in errors[0]
    assert len(errors) == 1


# --------------------------------------------------------------------------------------- JSONL


def test_jsonl_carries_every_column(tmp_path):
    line = {
        "text": "Yerevan refused.", "id": 17, "title": "No", "published": "20230517T100000Z",
        "language": "en", "outlet": "Gazette", "url": "https://example.org",
        "tags": ["a", {"b": 1.5}],
    }  # fmt: skip
    document = one(write(tmp_path / "a.jsonl", json.dumps(line) + "\n\n"))
    assert document == Document(
        "Yerevan refused.", 17, "No", "2023-05-17T10:00:00+00:00", "en", "Gazette",
        {"url": "https://example.org", "tags": ["a", {"b": 1.5}]},
    )  # fmt: skip


def test_given_mentions_become_spans(tmp_path):
    mentions = [{"start": 0, "end": 7, "kind": "place", "text": "Yerevan"}, {"start": 8, "end": 15}]
    line = json.dumps({"text": "Yerevan refused.", "mentions": mentions})
    document = one(write(tmp_path / "a.jsonl", line))
    assert document.spans == ((0, 7, Kind.PLACE), (8, 15, None))
    assert document.metadata == {}


def test_an_empty_list_of_mentions_is_not_the_same_as_none(tmp_path):
    lines = '{"text": "Yerevan", "mentions": []}\n{"text": "Yerevan", "mentions": null}\n'
    documents, _ = read(write(tmp_path / "a.jsonl", lines))
    assert [d.spans for d in documents] == [(), None]


@given(st.binary(max_size=120))
def test_no_bytes_break_the_jsonl_reader(data):
    documents, errors = read("-", stdin=io.BytesIO(data), input_format="jsonl")
    assert documents or errors


# ----------------------------------------------------------------------------------------- CSV


def test_csv_rows_are_documents(tmp_path):
    table = 'id,text,url\r\n7,"Yerevan, again\r\nand ""Gyumri""",u\r\n,Vanadzor,\r\n'
    documents, errors = read(write(tmp_path / "a.csv", b"\xef\xbb\xbf" + table.encode()))
    assert errors == []
    assert documents == [
        Document('Yerevan, again\r\nand "Gyumri"', "7", metadata={"url": "u"}),
        Document("Vanadzor", "a:4", metadata={"url": ""}),
    ]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("a.csv", "id;text\n1;Yerevan, Armenia\n"),
        ("a.tsv", "id\ttext\n1\tYerevan, Armenia\n"),
        ("a.csv", "id\ttext\n1\tYerevan, Armenia\n"),
    ],
)
def test_other_delimiters_are_told_by_the_header(tmp_path, name, table):
    assert one(write(tmp_path / name, table)).text == "Yerevan, Armenia"


@given(st.text(max_size=80))
def test_no_text_breaks_the_csv_reader(table):
    data = ("text,b\n" + table).encode("utf-8", "replace")
    documents, errors = read("-", stdin=io.BytesIO(data), input_format="csv")
    assert documents or errors or not table.strip()


WRITABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(WRITABLE, min_size=1))
def test_csv_cells_come_back_as_they_were_written(cells):
    import csv

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["text", "note"])
    rows.writerows(["Yerevan", cell] for cell in cells)
    documents, errors = read("-", stdin=io.BytesIO(out.getvalue().encode()), input_format="csv")
    assert errors == []
    assert [d.metadata["note"] for d in documents] == cells
