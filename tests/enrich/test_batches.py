"""The seam under every engine: record batches of documents in, of what they name out."""

import pickle
from datetime import date

import pytest

from enrich import Document, Linker, LinkerOptions
from gazetteer.errors import ArgumentError

pa = pytest.importorskip("pyarrow", reason="pip install 'enrich-geo[corpus]'")
from enrich.batches import (  # noqa: E402 - it needs pyarrow
    DOCUMENTS,
    LINKED,
    MENTIONS,
    PLACES,
    documents_of,
    errors_of,
    link_batches,
    linked_schema,
    mentions_of,
    places_of,
)
from enrich.batches.documents import batch_of  # noqa: E402

ROWS = [
    {"text": "Lavrov met Blinken in Yerevan.", "id": 7, "page": 1, "published": date(2023, 5, 17)},
    {"text": None, "id": 8, "page": 2, "published": None},
    {"text": "Talks in Goris. Goris is small.", "id": 9, "page": None, "published": None},
    {"text": "Nobody was there.", "id": 10, "page": 4, "published": None},
]


def linked(rows, options=None, **others):
    (batch,) = link_batches([pa.RecordBatch.from_pylist(rows)], options, **others)
    return batch


def test_a_row_a_document_in_order_with_what_is_kept(linker):
    batch = linked(ROWS, linker, keep=["page"])
    assert batch.schema == linked_schema(pa.RecordBatch.from_pylist(ROWS).schema, ["page"])
    rows = batch.to_pylist()
    assert [(row["id"], row["page"]) for row in rows] == [
        ("7", 1), ("8", 2), ("9", None), ("10", 4),
    ]  # fmt: skip
    assert [bool(row["error"]) for row in rows] == [False, True, False, False]
    assert rows[0]["published"] == "2023-05-17"
    named = [mention["name"] for mention in rows[0]["mentions"]]
    assert named == ["Sergey Lavrov", "Antony Blinken", "Yerevan"]


def test_records_are_those_of_the_linker(linker):
    text = "Talks in Goris. Goris is small."
    links = linker(text, id="9").links
    rows = mentions_of(linked([{"text": text, "id": "9"}], linker)).to_pylist()
    assert [(r["start"], r["end"], r["entity_id"], r["reason"]) for r in rows] == [
        (k.mention.start, k.mention.end, k.entity.id, k.reason) for k in links
    ]
    assert rows[1]["sentence"] == "Goris is small."
    (place,) = places_of(linked([{"text": text, "id": "9"}], linker)).to_pylist()
    assert (place["name"], place["mentions"], place["geonames"]) == ("Goris", 2, 174895)
    assert place["geometry"][:5] == b"\x01\x01\x00\x00\x00"


def test_no_sentence_runs_into_a_headline_or_another_block(linker):
    text = (
        "Rain leaves Goris knee-deep in water\nBy Ada Moss\nSISIAN, May 3 - Heavy rain that fell on"
        " Kapan for two days left many of the\nstreets in the lower town under water. It went.\n"
    )
    told = mentions_of(linked([{"text": text}], linker)).to_pylist()
    said = {row["text"]: row["sentence"] for row in told}
    assert said["Goris"] == "Rain leaves Goris knee-deep in water"
    assert said["Kapan"].startswith("SISIAN, May 3")
    assert said["Kapan"].endswith("many of the streets in the lower town under water.")
    across = [{"text": text, "mentions": [{"start": 12, "end": 40, "kind": "place"}]}]
    assert "By Ada Moss" in mentions_of(linked(across, linker)).column("sentence").to_pylist()[0]


def test_flat_tables_have_their_schemas_also_without_rows(linker):
    for rows in (ROWS, ROWS[1:2], []):
        schema = pa.RecordBatch.from_pylist(ROWS).schema
        (batch,) = link_batches([pa.RecordBatch.from_pylist(rows, schema=schema)], linker)
        assert batch.schema == LINKED
        assert documents_of(batch).schema == DOCUMENTS
        assert mentions_of(batch).schema == MENTIONS
        assert places_of(batch).schema == PLACES
        assert errors_of(batch).num_rows == sum(row["text"] is None for row in rows)


def test_columns_go_by_the_names_that_tools_give_them(linker):
    rows = [{"Body": "Talks in Goris.", "headline": "Armenia", "story": "Talks in Kapan."}]
    assert linked(rows, linker).to_pylist()[0]["title"] == "Armenia"
    named = mentions_of(linked(rows, linker, columns={"text": "story"})).column("name").to_pylist()
    assert named == ["Kapan"]


def test_columns_that_are_no_spans_are_none(linker):
    rows = [{"text": "Talks in Goris.", "mentions": 12, "blocks": "a"}]
    assert mentions_of(linked(rows, linker)).column("name").to_pylist() == ["Goris"]
    given = [{"text": "Talks in Goris.", "mentions": [{"start": 9, "end": 14, "kind": "place"}]}]
    assert mentions_of(linked(given, linker)).column("name").to_pylist() == ["Goris"]
    none = [{"text": "Talks in Goris.", "mentions": [{"start": 9, "end": 99, "kind": "place"}]}]
    assert "offsets 9..99" in linked(none, linker).to_pylist()[0]["error"]
    blocks = [{"text": "Goris", "blocks": [{"start": 3, "end": 99, "kind": "paragraph"}]}]
    assert "not blocks of the text" in linked(blocks, linker).to_pylist()[0]["error"]


def test_a_value_that_python_has_no_room_for_costs_itself(linker):
    rows = pa.RecordBatch.from_arrays(
        [
            pa.array(["Talks in Goris.", "Talks in Kapan.", None]),
            pa.array([1_684_281_600_000_000_001, 2**62, None], pa.timestamp("ns", "UTC")),
            pa.array([10**18, 1, None], pa.date64()),
            pa.array([b"a", b"\xff\xfe", b"\0"]),
        ],
        names=["text", "published", "seen", "id"],
    )
    (batch,) = link_batches([rows], linker)
    found = batch.to_pylist()
    assert [[m["name"] for m in row["mentions"]] for row in found] == [["Goris"], ["Kapan"], []]
    assert found[0]["published"].startswith("2023-05-17")
    assert found[0]["id"] == "a"
    assert any("`seen` cannot be read" in note for note in found[0]["notes"])
    assert found[2]["error"]


def test_what_cannot_be_kept_is_said_before_any_work(linker):
    with pytest.raises(ArgumentError, match="no column 'pages' to keep; the columns are: text"):
        linked(ROWS, linker, keep=["pages"])
    with pytest.raises(ArgumentError, match="cannot be kept"):
        linked([{"text": "", "places": 1}], linker, keep=["places"])


def test_the_size_of_batches_and_their_order_change_nothing(linker):
    rows = [{"text": f"Talks in {name}.", "id": name} for name in ("Goris", "Kapan", "Sisian")]
    whole = linked(rows, linker).to_pylist()
    ones = [linked([row], linker).to_pylist()[0] for row in reversed(rows)]
    assert ones == whole[::-1]


def test_equal_options_share_a_linker():
    from enrich.batches.linking import _linker

    _linker.cache_clear()
    for _ in range(3):
        linked(ROWS, LinkerOptions(country="AM"))
    assert _linker.cache_info().misses == 1
    _linker.cache_clear()


def test_a_linker_that_was_sent_knows_its_outlets_and_leaves_out_the_article_itself():
    articles = [
        Document(text, outlet="The Herald")
        for text in ("A fire in Plano, Texas.", "Dallas and Plano, Texas, talk.")
    ]
    rows = [{"text": "A fire in Paris killed two.", "outlet": "The Herald"}]
    with Linker() as linker:
        linker.learn(articles)
        sent = pickle.loads(pickle.dumps(linker))  # noqa: S301 - ours
    assert mentions_of(linked(rows, sent)).column("admin1").to_pylist() == ["Texas"]
    with Linker() as linker:
        linker.learn([Document("Paris, Texas. A fire in Paris.", outlet="The Herald")])
        itself = linker("Paris, Texas. A fire in Paris.", outlet="The Herald")
        nothing = linker("Paris, Texas. A fire in Paris.")
    assert [k.score for k in itself.links] == [k.score for k in nothing.links]
    sent.close()


def test_documents_that_were_read_go_through_whole(linker):
    document = Document(
        "Goris", 3, "Title", "2023-05-17", "en", "The Herald", {"url": "https://x.org/1", "n": 2}
    )
    (batch,) = link_batches([batch_of([document], ["n"])], linker, keep=["n"])
    (row,) = batch.to_pylist()
    assert (row["id"], row["title"], row["outlet"], row["url"], row["n"]) == (
        "3", "Title", "The Herald", "https://x.org/1", "2",
    )  # fmt: skip
