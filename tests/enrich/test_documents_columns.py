"""Columns of other tools: found by their names, named by options, told in one line."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.inputs.columns import Columns
from enrich.inputs.documents import iter_documents
from gazetteer.errors import InputError

TEXT = "Talks were held in Gyumri."


def read(path, **options):
    errors, notes = [], []
    documents = list(
        iter_documents(
            [path], on_error=lambda e: errors.append(str(e)), on_note=notes.append, **options
        )
    )
    return documents, errors, notes


def lines(path, *rows):
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


TOOLS = {
    "news-please": {
        "authors": [], "date_publish": "2023-03-03 10:11:12", "title": "T", "maintext": TEXT,
        "source_domain": "example.org", "language": "en", "url": "https://example.org/1",
    },
    "NewsAPI": {
        "source": {"id": None, "name": "Gazette"}, "author": None, "title": "T",
        "description": "d", "content": TEXT, "publishedAt": "2023-03-03T10:11:12Z",
        "url": "https://example.org/1",
    },
    "schema.org": {"headline": "T", "articleBody": TEXT, "datePublished": "2023-03-03"},
    "trafilatura": {
        "title": "T", "date": "2023-03-03", "hostname": "example.org", "sitename": "Gazette",
        "text": TEXT, "raw_text": "other",
    },
    "Twitter": {
        "created_at": "Fri Mar 03 10:11:12 +0000 2023", "id": 1631234567890123456,
        "full_text": TEXT, "lang": "en", "source": "<a href='https://x.com'>Web</a>",
    },
    "MongoDB": {"_id": {"$oid": "65a1"}, "body": TEXT, "created_at": 1677838272},
    "SQL": {"ARTICLE_ID": 7, "ARTICLE_TEXT": TEXT, "PUB_DATE": "03-MAR-23", "HEADLINE": "T"},
    "a person": {"Full Text": TEXT, "Publish Date": "March 3, 2023", "Headline": "T"},
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
def test_the_columns_of_a_tool_are_known(tmp_path, tool):
    documents, errors, notes = read(lines(tmp_path / "a.jsonl", TOOLS[tool], TOOLS[tool] | {
        "id": "other", "ARTICLE_ID": "other", "_id": "other"}))  # fmt: skip
    assert errors == []
    assert [d.text for d in documents] == [TEXT, TEXT]
    assert documents[0].published.startswith("2023-03-03")
    assert documents[0].title in {"T", ""}
    assert len(notes) <= 2


def test_what_a_column_of_another_name_holds_is_understood(tmp_path):
    (news,), _, _ = read(lines(tmp_path / "a.jsonl", TOOLS["NewsAPI"]))
    assert (news.outlet, news.metadata["url"]) == ("Gazette", "https://example.org/1")
    assert news.metadata["source"] == {"id": None, "name": "Gazette"}
    (tweet,), _, _ = read(lines(tmp_path / "b.jsonl", TOOLS["Twitter"]))
    assert (tweet.id, tweet.outlet, tweet.language) == (1631234567890123456, None, "en")
    (record,), _, _ = read(lines(tmp_path / "c.jsonl", TOOLS["MongoDB"]))
    assert record.id == "65a1"
    assert record.metadata == {}


GUARDIAN = {"id": "a/1", "fields": {"bodyText": TEXT, "headline": "T", "wordcount": 5}}
PATHS = Columns({"text": "fields.bodyText", "title": "fields.headline"})


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_a_member_of_an_object_is_named_by_its_path(tmp_path, suffix):
    path = lines(tmp_path / f"a.{suffix}", GUARDIAN)
    (document,), errors, notes = read(path, columns=PATHS)
    assert errors == notes == []
    assert (document.id, document.text, document.title) == ("a/1", TEXT, "T")
    assert document.metadata == {"fields": {"wordcount": 5}}
    path = tmp_path / "b.json"
    path.write_text(json.dumps({"status": "ok", "results": [GUARDIAN]}))
    (document,), errors, _ = read(path, columns=PATHS)
    assert (errors, document.text) == ([], TEXT)


def test_a_column_that_is_called_like_a_path_goes_first(tmp_path):
    path = lines(tmp_path / "a.jsonl", GUARDIAN | {"fields.bodyText": "Talks in Sisian."})
    (document,), errors, _ = read(path, columns=PATHS)
    assert (errors, document.text) == ([], "Talks in Sisian.")
    (tmp_path / "b.csv").write_text(f"id,fields.bodyText\n1,{TEXT}\n")
    (document,), _, _ = read(tmp_path / "b.csv", columns=Columns({"text": "fields.bodyText"}))
    assert document.text == TEXT


def test_a_path_that_leads_nowhere_costs_the_record_that_lacks_it(tmp_path):
    rows = [GUARDIAN, {"id": 2, "fields": "none"}, {"id": 3, "fields": {"bodyText": None}}]
    documents, errors, _ = read(lines(tmp_path / "a.jsonl", *rows), columns=PATHS)
    assert [d.id for d in documents] == ["a/1"]
    assert [error.rpartition("/")[2].split(";")[0] for error in errors] == [
        "a.jsonl:2: has no field `text`",
        "a.jsonl:3: `fields.bodyText` is not a string",
    ]
    _, errors, _ = read(lines(tmp_path / "b.jsonl", rows[1]), columns=PATHS)
    assert "--column text=fields.bodyText: there is no such column" in errors[0]


def test_our_own_names_win_and_say_nothing(tmp_path):
    row = {"text": TEXT, "body": "b", "published": "2023", "date": "2022", "id": 1, "guid": "g"}
    (document,), errors, notes = read(lines(tmp_path / "a.jsonl", row))
    assert (document.text, document.published, document.id) == (TEXT, "2023", 1)
    assert document.metadata == {"body": "b", "date": "2022", "guid": "g"}
    assert (errors, notes) == ([], [])


@pytest.mark.parametrize("name", ["Text", "TEXT", "text"])
def test_case_does_not_matter_and_is_not_told(tmp_path, name):
    (tmp_path / "a.csv").write_text(f"ID,{name},Published\n1,{TEXT},2023-01-01\n")
    (document,), errors, notes = read(tmp_path / "a.csv")
    assert (document.id, document.text, document.published) == ("1", TEXT, "2023-01-01")
    assert (errors, notes) == ([], [])


def test_what_was_recognised_is_told_once(run, tmp_path):
    (tmp_path / "a.csv").write_text("body,created_at\n" + f"{TEXT},2023-01-01\n" * 3)
    result = run(tmp_path / "a.csv")
    (line,) = [line for line in result.stderr.splitlines() if "from" in line]
    assert 'text from "body", published from "created_at"' in line
    assert "--column" in line
    assert result.exit_code == 0


def test_an_address_is_no_id(tmp_path):
    (document,), _, _ = read(lines(tmp_path / "a.jsonl", {"body": TEXT, "link": "https://e.org"}))
    assert (document.id, document.metadata) == ("a:1", {"url": "https://e.org"})


# -------------------------------------------------------------------------------- --column


def test_a_column_can_be_named(run, tmp_path):
    (tmp_path / "a.csv").write_text(f"nr;inhalt;wann\n5;{TEXT};17.05.2023\n")
    words = ("--column", "text=inhalt", "--column", "id=nr", "--column", "published=Wann")
    result = run(tmp_path / "a.csv", *words, "--format", "json")
    about = json.loads(result.stdout)["document"]
    assert (about["id"], about["text"], about["published"]) == ("5", TEXT, "2023-05-17")
    assert "from" not in result.stderr


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_a_column_that_is_not_there_is_one_error(run, tmp_path, name):
    rows = [{"title": "T", "body": TEXT}] * 3
    if name == "a.csv":
        out = io.StringIO()
        table = csv.DictWriter(out, ["title", "body"])
        table.writeheader()
        table.writerows(rows)
        (tmp_path / name).write_text(out.getvalue())
    elif name == "a.json":
        (tmp_path / name).write_text(json.dumps(rows))
    else:
        lines(tmp_path / name, *rows)
    result = run(tmp_path / name, "--column", "text=bodi")
    (line,) = result.stderr.splitlines()
    assert "--column text=bodi: there is no such column; the columns are: title, body" in line
    assert result.exit_code == 1
    result = run(tmp_path / name, "--column", "id=nr")
    said = [line for line in result.stderr.splitlines() if "--column id=nr" in line]
    assert len(said) == 1
    assert "title, body" in said[0]
    assert result.exit_code == 1


@pytest.mark.parametrize("wrong", ["text", "text=", "words=body", "=body"])
def test_an_option_of_another_form_is_wrong_usage(run, tmp_path, wrong):
    result = run(tmp_path / "a.csv", "--column", wrong)
    assert result.exit_code == 2
    assert "text=body" in result.stderr


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=5) | st.integers(), max_size=6))
def test_no_names_of_columns_break_the_search(fields):
    found = Columns().found(fields)
    assert set(found.values()) <= set(fields)
    assert len(set(found.values())) == len(found)


# -------------------------------------------------------------------------------- ids


def test_ids_come_out_as_they_went_in(run, tmp_path):
    given_ = [1, "1a", 0, "007", -5, 2**60]
    path = lines(tmp_path / "a.jsonl", *({"id": i, "text": TEXT} for i in given_))
    records = [json.loads(line) for line in run(path).stdout.splitlines()]
    assert [r["document_id"] for r in records] == given_
    whole = json.loads(run(path, "--format", "json").stdout)
    assert [d["document"]["id"] for d in whole] == given_
    rows = list(csv.DictReader(io.StringIO(run(path, "--format", "csv").stdout)))
    assert [r["document_id"] for r in rows] == [str(i) for i in given_]
    places = json.loads(run(path, "--geojson").stdout)["features"][0]["properties"]
    assert places["documents"] == ",".join(map(str, given_))
    for form in ("annotations", "schemaorg", "html", "table", "kml", "geojsonseq"):
        assert run(path, "--format", form).exit_code == 0


def test_an_id_and_its_digits_are_the_same_id(run, tmp_path):
    path = lines(tmp_path / "a.jsonl", {"id": 1, "text": TEXT}, {"id": "1", "text": TEXT})
    result = run(path)
    assert "the id '1' was used before" in result.stderr
    assert [json.loads(x)["document_id"] for x in result.stdout.splitlines()] == [1, "1-2"]


def test_ids_of_the_library_are_text_or_whole_numbers(linker):
    numpy = pytest.importorskip("numpy")
    for given_, kept in ((7, 7), ("7", "7"), (numpy.int64(7), 7)):
        result = linker(TEXT, id=given_)
        assert result.document.id == kept
        assert type(result.document.id) is type(kept)
        json.dumps(result.to_geojson())
    for wrong in (7.5, None, float("nan"), ["a"]):
        with pytest.raises(InputError, match="whole number"):
            linker(TEXT, id=wrong)


def test_outputs_with_numbers_for_ids_are_compared(run, tmp_path):
    path = lines(tmp_path / "a.jsonl", {"id": 1, "text": TEXT})
    for name in ("old.json", "new.jsonl"):
        assert run(path, "-o", tmp_path / name).exit_code == 0
    assert run("diff", tmp_path / "old.json", tmp_path / "new.jsonl").exit_code == 0


@pytest.mark.parametrize("name", ["2024-05-01", "2024/05/01", "2024-05-01T10:00:00Z", "10:30"])
@pytest.mark.parametrize("layer", ["places", "footprint"])
def test_a_document_that_is_called_like_a_date_is_no_date_to_gdal(run, tmp_path, name, layer):
    raw = pytest.importorskip("pyogrio.raw")
    path = lines(tmp_path / "a.jsonl", {"id": name, "text": TEXT})
    out = tmp_path / "a.geojson"
    assert run(path, "-o", out, "--layer", layer).exit_code == 0
    meta, _, _, values = raw.read(out)
    found = values[list(meta["fields"]).index("documents")][0]
    assert isinstance(found, str)
    assert found.split(",")[-1] == name


def test_csv_says_which_ids_it_changes(run, tmp_path):
    path = lines(tmp_path / "a.jsonl", *({"id": i, "text": TEXT} for i in ("@desk", "=1", "a")))
    result = run(path, "--format", "csv")
    assert "2 ids begin like a formula" in result.stderr
    assert "'@desk," in result.stdout
    assert "formula" not in run(path, "--format", "jsonl").stderr


def test_csv_for_excel_begins_with_its_mark_and_is_read_back(run, tmp_path):
    (tmp_path / "a.txt").write_text("Erdoğan flew to Gyumri.")
    out = tmp_path / "a.csv"
    assert run(tmp_path / "a.txt", "-o", out, "--excel").exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfdocument_id,")
    assert run(tmp_path / "a.txt", "-o", tmp_path / "b.csv").exit_code == 0
    assert out.read_bytes()[3:] == (tmp_path / "b.csv").read_bytes()
    documents, errors, _ = read(out)
    assert [error.partition(": ")[2][:7] for error in errors] == ["the id "]  # once a mention
    assert "Gyumri" in [d.text for d in documents]
    assert run(tmp_path / "a.txt", "--geojson", "--excel").exit_code == 2


# -------------------------------------------------------------------------------- titles


def test_a_place_that_only_a_title_names_is_told(run, tmp_path):
    title = "Earthquake shakes Vanadzor, Armenia"
    rows = [{"title": title, "text": "Two people were hurt on Monday, officials said."}] * 2
    result = run(lines(tmp_path / "a.jsonl", *rows), "--geojson")
    said = [line for line in result.stderr.splitlines() if "title" in line]
    assert len(said) == 1
    assert "not linked" in said[0]
    rows = [{"title": title, "text": "Vanadzor in Armenia was shaken on Monday."}]
    assert "title" not in run(lines(tmp_path / "b.jsonl", *rows), "--geojson").stderr
