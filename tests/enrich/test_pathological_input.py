"""Input made to break, to stall or to fill the memory, and the little that it gets for it."""

import json
import sys
import time

import pytest

from enrich.inputs.documents import iter_documents
from enrich.inputs.markup import front_matter, mask_markdown
from enrich.inputs.webpages import extract_html
from gazetteer.errors import InputError


@pytest.fixture
def yerevan(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Talks in Yerevan.")
    return file


# ------------------------------------------------------- texts made to take time or much memory


@pytest.mark.parametrize(
    "markup",
    ["`" * 50_000, "~" * 50_000, f"***{' ' * 50_000}x", f"---\ntitle: a{' ' * 50_000}b\x01\n---\n",
     "[" * 50_000, "[a](" * 20_000, "<!--" * 20_000, "<a " * 20_000, "> " * 50_000, "|" * 50_000,
     "a|" * 50_000, "|-|\n" * 20_000],
    ids=["backticks", "tildes", "rule", "front matter", "brackets", "links", "comments", "tags",
         "quotations", "borders", "cells", "tables"],
)  # fmt: skip
def test_no_markup_takes_more_than_a_moment(markup):
    begun = time.perf_counter()
    mask_markdown(markup)
    front_matter(markup)
    assert time.perf_counter() - begun < 5  # squared, the least of them would take a minute


def test_many_columns_and_many_equal_ids_take_no_squared_time(tmp_path):
    wide, equal = tmp_path / "wide.csv", tmp_path / "equal.csv"
    wide.write_text("text," + ",".join(f"c{n}" for n in range(50_000)) + "\nYerevan\n")
    equal.write_text("id,text\n" + "x,Yerevan\n" * 20_000)
    begun = time.perf_counter()
    documents = list(iter_documents([wide, equal], on_error=lambda _: None))
    assert time.perf_counter() - begun < 10
    assert len({document.id for document in documents}) == 20_001


def test_a_message_quotes_no_megabytes(run, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Yerevan", "published": "x" * 100_000}))
    result = run(tmp_path / "a.jsonl")
    assert len(result.stderr.splitlines()[0]) < 1100
    assert result.stderr.splitlines()[0].endswith("is left out; write it as 2023-05-17")


@pytest.mark.parametrize("limit", [10**12, sys.maxsize - 1])
def test_a_limit_beyond_all_memory_costs_none(run, yerevan, limit):
    result = run(yerevan, "--max-bytes", limit)
    assert result.exit_code == 0
    assert "Yerevan" in result.stdout


def test_a_limit_beyond_all_machines_is_wrong_usage(run, yerevan):
    assert run(yerevan, "--max-bytes", 10**30).exit_code == 2


# ---------------------------------------------------------------------------------- hostile pages


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Talks in \x1b[31mYerevan\x07 went on.</p>", "Talks in [31mYerevan went on."),
        ("<html><p>Talks in Yerevan&#1;&#x1f;&#31 go on.</p>", "Talks in Yerevan go on."),
        ("<p>Talks in Yerevan \ufffe on &#10;Monday.</p>", "Talks in Yerevan on Monday."),
    ],
)
def test_controls_in_a_page_become_spaces(page, text):
    assert " ".join(extract_html(page.encode(), "a.html").text.split()) == text


def test_a_page_that_breaks_the_parser_is_one_line(run, tmp_path, monkeypatch):
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    (tmp_path / "a.html").write_text("<p>Talks in Yerevan.</p>")
    (tmp_path / "b.txt").write_text("Talks in Moscow.")
    result = run(tmp_path / "a.html", tmp_path / "b.txt")
    assert result.exit_code == 1
    assert "a.html: cannot be read as a page (RecursionError)" in result.stderr
    assert "Moscow" in result.stdout


@pytest.mark.parametrize("value", ["1", '">"', "'<'"])
def test_a_tag_of_many_attributes_takes_no_squared_time(value):
    tag = " ".join(f"a{n}={value}" for n in range(100_000))
    begun = time.perf_counter()
    assert extract_html(f"<p {tag}>Talks in Yerevan.</p>".encode(), "a").text == "Talks in Yerevan."
    assert time.perf_counter() - begun < 5  # squared, it would take minutes


@pytest.mark.parametrize("charset", ["idna", "punycode", "unicode_escape", "rot13"])
def test_a_page_in_a_codec_that_is_no_encoding_is_refused(charset):
    page = f"<meta charset={charset}><p>Talks in Yerevan ".encode() + b"\xff</p>"
    with pytest.raises(InputError, match="not in the encoding it names"):
        extract_html(page, "a.html")


def test_a_name_that_no_file_can_have_is_one_error():
    errors = []
    assert list(iter_documents(["a\0b.txt"], on_error=errors.append)) == []
    assert len(errors) == 1
