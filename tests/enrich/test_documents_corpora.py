"""Corpora: Parquet, archives of web pages, and files packed with Zstandard."""

import datetime as dt
import gzip
import io
import json
import random
import sys
import tracemalloc
import zlib
from decimal import Decimal

import pytest

from enrich.cli.progress import count_documents
from enrich.inputs.columns import Columns
from enrich.inputs.documents import is_table, iter_documents
from enrich.inputs.packing import _ZSTD
from gazetteer.model import Kind

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
zstd = pytest.importorskip(_ZSTD)
pytest.importorskip("warcio")

from warcio.statusandheaders import StatusAndHeaders  # noqa: E402
from warcio.warcwriter import WARCWriter  # noqa: E402

TEXT = "Crews from Kapan reached Goris, São Paulo sent aid."
PAGE = (
    '<html><head><meta charset="utf-8"><title>Floods</title></head><body><nav>Paris Berlin</nav>'
    "<article><p>Crews from Kapan reached Goris on Monday after the road had been cut for two"
    " days.</p><p>S&#227;o Paulo sent aid, the governor said.</p></article></body></html>"
)
LARGE = 20_000_000


def read(*paths, **options):
    errors, notes = [], []
    documents = list(
        iter_documents(
            paths, on_error=lambda e: errors.append(str(e)), on_note=notes.append, **options
        )
    )
    assert all("\n" not in line for line in errors + notes)
    return documents, errors, notes


def write(path, columns, **options):
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    parquet.write_table(table, path, **options)
    return path


# ------------------------------------------------------------------------------------ Parquet


def test_a_row_is_a_document(tmp_path):
    path = write(
        tmp_path / "a.parquet",
        {"Body": [TEXT, "Talks in Goris."], "id": [7, None], "title": ["Floods", None],
         "date": [dt.date(2023, 5, 17), None], "lang": ["en", "hy"], "likes": [1.5, float("nan")],
         "link": ["https://example.org/1", None]},
    )  # fmt: skip
    documents, errors, notes = read(path)
    assert errors == []
    assert len(notes) == 1
    assert 'text from "Body"' in notes[0]
    first, second = documents
    assert (first.id, first.text, first.title) == (7, TEXT, "Floods")
    assert (first.published, first.language) == ("2023-05-17", "en")
    assert first.metadata == {"likes": 1.5, "url": "https://example.org/1"}
    assert (second.id, second.published) == ("a:2", None)
    assert second.metadata["likes"] is None


@pytest.mark.parametrize(
    "texts",
    [
        pa.array([TEXT], pa.string()), pa.array([TEXT], pa.large_string()),
        pa.array([TEXT]).dictionary_encode(), pa.array([TEXT.encode()], pa.binary()),
    ],
)  # fmt: skip
def test_a_text_may_be_stored_in_many_ways(tmp_path, texts):
    documents, errors, _ = read(write(tmp_path / "a.parquet", {"text": texts}))
    assert ([d.text for d in documents], errors) == ([TEXT], [])


@pytest.mark.parametrize(
    ("value", "published"),
    [
        (pa.array([1684319400], pa.timestamp("s")), "2023-05-17T10:30:00"),
        (
            pa.array([dt.datetime(2023, 5, 17, tzinfo=dt.UTC)], pa.timestamp("ms", "Asia/Yerevan")),
            "2023-05-17T04:00:00+04:00",
        ),
        (pa.array([1684319400000000001], pa.timestamp("ns")), "2023-05-17T10:30:00"),
        (pa.array([1684319400], pa.timestamp("s", "Mars/Phobos")), "2023-05-17T10:30:00+00:00"),
        (pa.array([19494], pa.date64()), "1970-01-01"),
        (pa.array([1684319400]), "2023-05-17T10:30:00+00:00"),
        (pa.array(["17 May 2023"]), "2023-05-17"),
    ],
)
def test_dates_become_iso_texts(tmp_path, value, published):
    path = write(tmp_path / "a.parquet", {"text": [TEXT], "published": value, "seen": value})
    documents, errors, notes = read(path)
    assert (errors, notes) == ([], [])
    assert documents[0].published == published
    json.dumps(documents[0].metadata)


def test_a_date_that_python_has_no_room_for_costs_only_itself(tmp_path):
    dates = pa.array([3_000_000, 3_000_001, None], pa.date32())
    documents, errors, notes = read(
        write(tmp_path / "a.parquet", {"text": [TEXT] * 3, "date": dates})
    )
    assert (len(documents), errors) == (3, [])
    assert len(notes) == 1
    assert "row 1: `date` cannot be read" in notes[0]


def test_values_come_out_as_json_has_them(tmp_path):
    columns = {
        "text": [TEXT],
        "price": [Decimal("1.50")],
        "at": pa.array([5], pa.time64("ns")),
        "tags": [[{"a": dt.date(2023, 5, 17)}]],
        "map": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
        "half": pa.array([1.5], pa.float16()),
        "image": [b"\x89PNG\xff"],
        "nothing": pa.nulls(1),
    }
    documents, errors, notes = read(write(tmp_path / "a.parquet", columns))
    assert (errors, notes) == ([], [])
    assert json.loads(json.dumps(documents[0].metadata, allow_nan=False)) == {
        "price": "1.50", "at": "00:00:00", "tags": [{"a": "2023-05-17"}], "map": [["k", 1]],
        "half": 1.5, "image": None, "nothing": None,
    }  # fmt: skip


def test_a_member_of_an_object_is_the_text(tmp_path):
    kind = pa.struct({"b": pa.struct({"c": pa.string()}), "d": pa.int64()})
    values = [None, {"b": None, "d": 1}, {"b": {"c": TEXT}, "d": 2}]
    path = write(tmp_path / "a.parquet", {"a": pa.array(values, kind)})
    documents, errors, _ = read(path, columns=Columns({"text": "a.b.c"}))
    assert [(d.id, d.text, d.metadata) for d in documents] == [
        ("a:3", TEXT, {"a": {"b": {}, "d": 2}})
    ]
    assert [error.partition(": ")[2][:6] for error in errors] == ["row 1:", "row 2:"]
    _, errors, _ = read(path, columns=Columns({"text": "a.x"}))
    assert len(errors) == 1
    assert "--column text=a.x" in errors[0]


def test_texts_that_are_none_are_reported_one_by_one(tmp_path):
    texts = pa.array([TEXT, None, "", " ", "a\0b"])
    documents, errors, _ = read(write(tmp_path / "a.parquet", {"text": texts}))
    assert [d.id for d in documents] == ["a:1"]
    assert [error.split(": ")[1] for error in errors] == ["row 2", "row 3", "row 4", "row 5"]


def test_bytes_that_are_no_utf_8_cost_their_row(tmp_path):
    offsets, data = pa.array([0, 2, 7], pa.int32()).buffers()[1], pa.py_buffer(b"a\xffGoris")
    texts = pa.Array.from_buffers(pa.string(), 2, [None, offsets, data])
    documents, errors, _ = read(write(tmp_path / "a.parquet", {"text": texts}))
    assert [d.text for d in documents] == ["Goris"]
    assert len(errors) == 1
    assert "row 1: `text` is not valid UTF-8" in errors[0]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"title": ["x"], "n": [1]}, "the columns are: title, n; --column text=NAME"),
        ({"body": [1]}, "no column is called `text`"),
        ({"text": pa.array([], pa.string())}, "holds no row"),
        (pa.table([pa.array(["x"]), pa.array(["y"])], ["text", "text"]), "text is there twice"),
        (pa.table({}), "the columns are: none"),
    ],
)
def test_a_table_without_texts_is_one_line(tmp_path, columns, said):
    documents, errors, _ = read(write(tmp_path / "a.parquet", columns))
    assert documents == []
    assert len(errors) == 1
    assert said in errors[0]


def test_text_of_another_type_is_refused_row_by_row(tmp_path):
    documents, errors, _ = read(write(tmp_path / "a.parquet", {"text": [1, 2], "x": ["a", "b"]}))
    assert documents == []
    assert ["`text` is not a string" in error for error in errors] == [True, True]


def test_a_row_may_not_be_larger_than_a_document(tmp_path):
    path = write(tmp_path / "a.parquet", {"text": ["x" * 200, "Goris"]})
    documents, errors, _ = read(path, max_bytes=100)
    assert [d.text for d in documents] == ["Goris"]
    assert "row 1: is larger than 100 bytes" in errors[0]


def test_mentions_with_offsets_are_spans(tmp_path):
    path = write(
        tmp_path / "a.parquet",
        {"text": [TEXT, TEXT, TEXT],
         "mentions": [[{"start": 11, "end": 16, "kind": "place"}], None, [{"start": 0, "end": 99,
                                                                          "kind": None}]]},
    )  # fmt: skip
    documents, errors, notes = read(path)
    assert [d.spans for d in documents] == [((11, 16, Kind.PLACE),), None]
    assert len(errors) == 1
    assert "row 3: mention 1: offsets 0..99" in errors[0]
    assert notes == []


@pytest.mark.parametrize(
    "mentions",
    [["Kapan"], [3], [["Kapan"]], [[{"start": 1}]], [[{"start": "1", "end": "2"}]], [None]],
)
def test_other_mentions_are_left_out(tmp_path, mentions):
    path = write(tmp_path / "a.parquet", {"text": [TEXT], "mentions": mentions})
    documents, errors, notes = read(path)
    assert errors == []
    assert [(d.spans, d.metadata) for d in documents] == [(None, {})]
    assert len(notes) == 1
    assert "`mentions`" in notes[0]


@pytest.mark.parametrize("cut", [0, 2, 8, 30, -1, -20])
def test_a_broken_table_is_one_line(tmp_path, cut):
    path = write(tmp_path / "a.parquet", {"text": [TEXT]})
    path.write_bytes(path.read_bytes()[:cut])
    documents, errors, _ = read(path)
    assert documents == []
    assert len(errors) == 1
    said = {0: "is empty", 2: "not a Parquet file"}.get(cut, "fetch it again")
    assert said in errors[0]


def test_a_table_that_is_damaged_inside_is_one_line(tmp_path):
    path = write(tmp_path / "a.parquet", {"text": [f"{n} {TEXT}" for n in range(1000)]})
    data = path.read_bytes()
    path.write_bytes(data[:4] + b"\xff" * 40 + data[44:])
    _, errors, _ = read(path)
    assert len(errors) == 1
    assert "is damaged" in errors[0]


@pytest.mark.parametrize(
    "content", [TEXT.encode(), b"PK\x03\x04", json.dumps({"text": 1}).encode()]
)
def test_what_is_no_table_is_one_line(tmp_path, content):
    (tmp_path / "a.parquet").write_bytes(content)
    documents, errors, _ = read(tmp_path / "a.parquet")
    assert documents == []
    assert len(errors) == 1
    assert "is not a Parquet file" in errors[0]


def test_a_table_is_read_from_a_file_alone(tmp_path):
    data = write(tmp_path / "a.parquet", {"text": [TEXT]}).read_bytes()
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(data))
    (tmp_path / "a").write_bytes(data)
    for path, options, said in (
        ("-", {"stdin": io.BytesIO(data), "input_format": "parquet"}, "save it as .parquet"),
        ("-", {"stdin": io.BytesIO(data)}, "save it as .parquet"),
        (tmp_path / "a", {}, "save it as .parquet"),
        (tmp_path / "a.parquet.gz", {}, "unpack it first, with gunzip"),
    ):
        documents, errors, _ = read(path, **options)
        assert documents == []
        assert len(errors) == 1
        assert said in errors[0]
    assert len(read(tmp_path / "a", input_format="parquet")[0]) == 1


def test_a_large_table_costs_little_memory(tmp_path):
    path = tmp_path / "a.parquet"
    texts = [f"{n} {TEXT * 40}" for n in range(20_000)]  # 40 MB in one row group
    write(path, {"text": texts}, compression="none", use_dictionary=False)
    del texts
    pool = pa.default_memory_pool()
    peak = 0
    number = 0
    for _ in iter_documents([path], on_error=print):
        number += 1
        peak = max(peak, pool.bytes_allocated())
    assert number == 20_000
    assert peak < 15_000_000


@pytest.mark.parametrize(
    ("module", "name"), [("pyarrow", "a.parquet"), ("warcio.limitreader", "a.warc")]
)
def test_what_is_not_installed_is_named(tmp_path, monkeypatch, module, name):
    (tmp_path / name).write_bytes(b"WARC/1.0\r\n")
    monkeypatch.setitem(sys.modules, module, None)
    documents, errors, _ = read(tmp_path / name)
    assert documents == []
    assert len(errors) == 1
    assert f"needs {module.partition('.')[0]}: pip install 'enrich-geo[corpus]'" in errors[0]


def test_tables_are_counted_only_where_lines_tell(tmp_path):
    path = write(tmp_path / "a.parquet", {"text": [TEXT]})
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "a"}\n'))
    assert is_table("a.parquet")
    assert is_table("a.warc.gz")
    assert count_documents([str(path)]) is None
    assert count_documents([str(tmp_path / "a.jsonl.gz")]) is None


# --------------------------------------------------------------------------------------- WARC


class Archive:
    """An archive in the making."""

    def __init__(self, *, packed=False):
        self.file = io.BytesIO()
        self._writer = WARCWriter(self.file, gzip=packed)

    @property
    def data(self):
        return self.file.getvalue()

    def add(self, url, body=PAGE, kind="response", media="text/html", status="200 OK", **fields):
        data = body if isinstance(body, bytes) else body.encode()
        heads = [("Content-Type", media), *((k.replace("_", "-"), v) for k, v in fields.items())]
        answer = StatusAndHeaders(status, [h for h in heads if h[1]], protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            url,
            kind,
            io.BytesIO(data),
            length=len(data),
            warc_content_type="" if kind == "response" else media,
            http_headers=answer if kind == "response" else None,
        )
        self._writer.write_record(record)
        return self

    def about(self):
        self._writer.write_record(self._writer.create_warcinfo_record("a.warc", {"software": "x"}))
        return self


def saved(path, archive):
    path.write_bytes(archive if isinstance(archive, bytes) else archive.data)
    return path


URL = "https://example.org/"


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_of_an_archive_is_a_document(tmp_path, packed):
    archive = Archive(packed=packed).about()
    archive.add(f"{URL}robots.txt", "<p>User-agent: *</p>").add(f"{URL}a")
    archive.add(f"{URL}a.png", b"\x89PNG", media="image/png")
    archive.add(f"{URL}old", "", status="301 Moved").add(f"{URL}gone", status="404 Not Found")
    archive.add(f"{URL}empty", "").add(f"{URL}b", kind="resource").add(f"{URL}m", kind="metadata")
    archive.add(f"{URL}c", media="").add(f"{URL}d", b"\x89PNG", media="")
    path = saved(tmp_path / ("a.warc.gz" if packed else "a.warc"), archive)
    documents, errors, notes = read(path)
    assert errors == []
    assert notes == [f"{path}: 8 of 11 records are not pages and are skipped"]
    assert [(d.id, d.metadata["url"]) for d in documents] == [
        ("a:3", f"{URL}a"), ("a:8", f"{URL}b"), ("a:10", f"{URL}c")
    ]  # fmt: skip
    assert all("São Paulo sent aid" in d.text and "Berlin" not in d.text for d in documents)
    assert {d.title for d in documents} == {"Floods"}


@pytest.mark.parametrize("name", ["a.warc.wet.gz", "a.wet", "a.wet.zst", "a", "a.gz"])
def test_plain_texts_of_a_crawl_are_documents(tmp_path, name):
    archive = Archive().about().add(f"{URL}a", TEXT, kind="conversion", media="text/plain")
    archive.add(f"{URL}b", b"caf\xe9", kind="conversion", media="text/plain")
    packs = {".gz": gzip.compress, ".zst": zstd.compress}
    pack = packs.get((tmp_path / name).suffix, bytes)
    documents, errors, _ = read(saved(tmp_path / name, pack(archive.data)))
    assert [(d.text, d.metadata) for d in documents] == [(TEXT, {"url": f"{URL}a"})]
    assert len(errors) == 1
    assert f":3: {URL}b: byte 3 (0xe9) is not valid UTF-8" in errors[0]


def chunked(data, size=50):
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


DEFLATED = zlib.compressobj(wbits=-15)
BARE = DEFLATED.compress(PAGE.encode()) + DEFLATED.flush()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (chunked(PAGE.encode()), {"Transfer_Encoding": "chunked"}),
        (PAGE.encode(), {"Transfer_Encoding": "chunked"}),
        (gzip.compress(PAGE.encode()), {"Content_Encoding": "gzip"}),
        (PAGE.encode(), {"Content_Encoding": "gzip"}),
        (PAGE.encode(), {"Content_Encoding": "br"}),
        (zlib.compress(PAGE.encode()), {"Content_Encoding": "deflate"}),
        (BARE, {"Content_Encoding": "deflate"}),
        (
            chunked(gzip.compress(PAGE.encode())),
            {"Transfer_Encoding": "Chunked", "Content_Encoding": "GZIP"},
        ),
    ],
)
def test_a_page_is_read_however_it_was_sent(tmp_path, body, fields):
    path = saved(tmp_path / "a.warc.gz", Archive(packed=True).add(URL, body, **fields))
    documents, errors, notes = read(path)
    assert (errors, notes) == ([], [])
    assert documents[0].text.endswith("São Paulo sent aid, the governor said.")


@pytest.mark.parametrize(
    ("body", "coding", "said"),
    [
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff", "gzip", "its gzip is damaged"),
        (b"\x0b\x02\x80<p>", "br", "compressed with br"),
        (gzip.compress(bytes(50_000_000)), "gzip", "larger than 10000000 bytes when unpacked"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_reported(tmp_path, body, coding, said):
    archive = Archive().add(f"{URL}a", body, Content_Encoding=coding).add(f"{URL}b")
    tracemalloc.start()
    documents, errors, _ = read(saved(tmp_path / "a.warc", archive))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [d.id for d in documents] == ["a:2"]
    assert len(errors) == 1
    assert errors[0].startswith(f"{tmp_path / 'a.warc'}:1: {URL}a: ")
    assert said in errors[0]
    assert peak < LARGE * 2


def test_the_encoding_that_a_server_named_counts(tmp_path):
    page = "<html><meta charset=latin-1><p>Ереван и Гюмри стоят рядом.".encode("cp1251")
    archive = Archive().add(URL, page, media='text/html; charset="windows-1251"')
    documents, errors, _ = read(saved(tmp_path / "a.warc", archive))
    assert ([d.text for d in documents], errors) == (["Ереван и Гюмри стоят рядом."], [])


def test_pages_that_cannot_be_read_cost_only_themselves(tmp_path):
    archive = Archive(packed=True).add(f"{URL}a", "<html></html>")
    archive.add(f"{URL}b", b"%PDF-1.7").add(f"{URL}c", f"<p>{'x' * 3000}").add(f"{URL}d")
    path = saved(tmp_path / "a.warc.gz", archive)
    documents, errors, notes = read(path, max_bytes=2000)
    assert [d.id for d in documents] == ["a:4"]
    assert notes == []
    assert [error.removeprefix(f"{path}:")[:24] for error in errors] == [
        f"{n}: {URL}{letter}" for n, letter in ((1, "a"), (2, "b"), (3, "c"))
    ]
    assert "no main text" in errors[0]
    assert "PDF" in errors[1]
    assert "is larger than 2000 bytes" in errors[2]


def test_a_huge_record_costs_no_memory(tmp_path):
    archive = Archive(packed=True).add(f"{URL}a", bytes(60_000_000)).add(f"{URL}b")
    path = saved(tmp_path / "a.warc.gz", archive)
    del archive
    tracemalloc.start()
    documents, errors, _ = read(path, max_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [d.id for d in documents] == ["a:2"]
    assert len(errors) == 1
    assert peak < LARGE


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_record_that_is_cut_off_costs_only_itself(tmp_path, packed, part):
    archive = Archive(packed=packed).add(f"{URL}a")
    whole = len(archive.data)
    archive.add(f"{URL}b")
    cut = whole + int((len(archive.data) - whole) * part)
    documents, errors, _ = read(
        saved(tmp_path / ("a.warc.gz" if packed else "a.warc"), archive.data[:cut])
    )
    assert [d.id for d in documents] == ["a:1"]
    assert len(errors) == 1
    assert "cut off" in errors[0]
    assert ":2:" in errors[0]


def test_damage_between_records_is_told(tmp_path):
    archive = Archive(packed=True).add(f"{URL}a")
    documents, errors, _ = read(saved(tmp_path / "a.warc.gz", archive.data[:-4]))
    assert len(documents) == 1
    assert len(errors) == 1
    assert "gunzip -t" in errors[0]


@pytest.mark.parametrize("wrong", [b"Content-Length: 9\r\n", b"Content-Length: x\r\n", b""])
def test_after_a_wrong_length_the_next_record_is_found(tmp_path, wrong):
    first = Archive().add(f"{URL}a", "x" * 300, media="text/css").data
    head, _, rest = first.rpartition(b"Content-Length: ")
    archive = head + wrong + rest.partition(b"\r\n")[2] + Archive().add(f"{URL}b").data
    documents, errors, _ = read(saved(tmp_path / "a.warc", archive))
    assert [d.metadata["url"] for d in documents] == [f"{URL}b"]
    assert len(errors) == 1
    assert "a.warc:1: no record follows" in errors[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (TEXT.encode(), "is not a WARC"),
        (gzip.compress(b"x"), "gunzip"),
        (b"%PDF-1.7", "PDF"),
        (b"WARC/1.0\r\n", "cut off"),
        (b"WARC/1.0\r\nA: b\r\n", "cut off"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n", "none of its 1 records"),
        (b"WARC/1.0\r\n" + b"A" * 3_000_000, "1"),
        (Archive().about().data, "none of its 1 records is a page"),
    ],
)
def test_what_is_no_archive_is_one_line(tmp_path, content, said):
    documents, errors, _ = read(saved(tmp_path / "a.warc", content))
    assert documents == []
    assert len(errors) == 1
    assert said in errors[0]


def test_an_archive_on_standard_input_is_told_or_read():
    data = Archive().add(URL).data
    _, _, notes = read("-", stdin=io.BytesIO(data))
    assert len(notes) == 1
    assert "--input-format warc" in notes[0]
    documents, errors, _ = read("-", stdin=io.BytesIO(data), input_format="warc")
    assert ([d.id for d in documents], errors) == (["stdin:1"], [])


def test_nothing_is_printed(tmp_path, capfd):
    archive = Archive(packed=True).add(f"{URL}a b").add("", "x")
    read(saved(tmp_path / "a.warc.gz", archive.data[:-9]))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.zst", "a.parquet"])
def test_no_damage_breaks_a_reader(tmp_path, name):
    body = chunked(gzip.compress(PAGE.encode()))
    archive = Archive().about()
    archive.add(f"{URL}a", body, Transfer_Encoding="chunked", Content_Encoding="gzip")
    columns = {"text": [TEXT] * 300, "at": [dt.date(2023, 5, 17)] * 300}
    table = write(tmp_path / "b.parquet", columns)
    whole = {"a.warc": archive.data, "a.warc.zst": zstd.compress(archive.data)}
    data = whole.get(name) or table.read_bytes()
    chance = random.Random(17)
    for _ in range(80):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path = saved(tmp_path / name, bytes(changed[: chance.randrange(1, 2 * len(changed))]))
        documents, errors, _ = read(path)
        assert documents or errors


# ---------------------------------------------------------------------------------- Zstandard


def test_any_suffix_may_be_followed_by_zst(tmp_path):
    row = json.dumps({"text": TEXT})
    files = {
        "a.txt.zst": TEXT, "b.jsonl.zst": f"{row}\n", "c.csv.ZST": f'text\n"{TEXT}"\n',
        "d.html.zst": PAGE, "e.zst": f"{row}\n{row}\n", "f.eml.zst": f"Subject: a\n\n{TEXT}",
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).write_bytes(zstd.compress(content.encode()))
    documents, errors, _ = read(*(tmp_path / name for name in files))
    assert errors == []
    assert [d.id for d in documents] == ["a", "b:1", "c:2", "d", "e:1", "e:2", "f"]
    assert is_table("b.jsonl.zst")


@pytest.mark.parametrize(("name", "pack"), [("a.zst", zstd.compress), ("a.gz", gzip.compress)])
def test_frames_follow_one_another(tmp_path, name, pack):
    rows = [json.dumps({"text": f"{n} {TEXT}"}).encode() for n in range(5)]
    (tmp_path / name).write_bytes(b"".join(pack(row + b"\n") for row in rows))
    documents, errors, _ = read(tmp_path / name, input_format="jsonl")
    assert (len(documents), errors) == (5, [])


@pytest.mark.parametrize("name", ["a.txt.zst", "a.jsonl.zst", "a.csv.zst", "a.zst", "a.warc.zst"])
@pytest.mark.parametrize("cut", [0, 1, 12, -3])
def test_a_damaged_file_is_one_line(tmp_path, name, cut):
    whole = zstd.compress(b"text\n" + bytes(range(32, 127)) * 50)
    (tmp_path / name).write_bytes(b"plain text" if cut == 0 else whole[:cut])
    documents, errors, _ = read(tmp_path / name)
    assert documents == []
    assert len(errors) == 1
    assert "zstd file" in errors[0]
    assert "unzstd -t tests it" in errors[0]


@pytest.mark.parametrize(("name", "pack"), [("a.zst", zstd.compress), ("a.gz", gzip.compress)])
def test_rows_before_the_damage_are_read(tmp_path, name, pack):
    rows = "".join(json.dumps({"text": f"{n} {TEXT}"}) + "\n" for n in range(200)).encode()
    (tmp_path / name).write_bytes(pack(rows) + pack(rows)[:-6])
    documents, errors, _ = read(tmp_path / name, input_format="jsonl")
    assert len(documents) >= 200
    assert len(errors) == 1
    assert "is damaged" in errors[0]


def test_a_table_in_windows_1252_is_read_from_zst(tmp_path):
    (tmp_path / "a.csv.zst").write_bytes(zstd.compress("text\nZürich\n".encode("cp1252")))
    documents, errors, notes = read(tmp_path / "a.csv.zst")
    assert ([d.text for d in documents], errors, len(notes)) == (["Zürich"], [], 1)


def test_a_window_that_takes_too_much_memory_is_told(tmp_path):
    # The head of a frame with a window of 2 GB, and a last block of one byte.
    (tmp_path / "a.txt.zst").write_bytes(b"\x28\xb5\x2f\xfd\x00\xa8\x09\x00\x00a")
    _, errors, _ = read(tmp_path / "a.txt.zst")
    assert len(errors) == 1
    assert "zstd -d --long=31" in errors[0]


def test_a_python_without_zstandard_says_so(tmp_path, monkeypatch):
    (tmp_path / "a.txt.zst").write_bytes(zstd.compress(TEXT.encode()))
    monkeypatch.setitem(sys.modules, _ZSTD, None)
    _, errors, _ = read(tmp_path / "a.txt.zst")
    assert len(errors) == 1
    assert f"needs {_ZSTD}" in errors[0]
