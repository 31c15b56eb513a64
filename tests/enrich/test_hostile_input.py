"""Bad input: one clear line each, exit code 1, and nothing lost of the other documents."""

import codecs
import io
import json
import random
import tracemalloc
from pathlib import Path

import pytest
from fuzzing.invariants import broken, broken_output
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrich.inputs.documents import iter_documents
from enrich.records.record import FIELDS

GOOD = "Lavrov will meet Blinken in Yerevan."
LONG_CSV = "text\n" + '"' + "x" * 3000 + '"\n'

# name of the file, its content, what the line must say
BROKEN_FILES = [
    ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", ["PDF", "convert"]),
    ("a.docx", b"PK\x03\x04\x14\x00", ["zip", "plain text"]),
    ("a.gz", b"\x1f\x8b\x08\x00", ["gzip", "gunzip"]),
    ("a.jsonl", b"\x1f\x8b\x08\x00", ["gzip", "gunzip"]),
    ("a.csv", b"PK\x03\x04\x14\x00", ["zip"]),
    ("a.html", b"%PDF-1.7", ["PDF"]),
    ("a.png", b"\x89PNG\r\n\x1a\n\x00", ["image"]),
    ("a.bin", b"abc\x00def", ["NUL", "byte 3"]),
    ("a.txt", b"Yerevan caf\xe9", ["byte 11", "0xe9", "UTF-8", "iconv"]),
    ("a.txt", b"\xef\xbb\xbfcaf\xe9", ["byte 6"]),
    ("a.md", b"# caf\xe9", ["byte 5"]),
    ("a.txt", codecs.BOM_UTF16_LE + b"a\x00b", ["UTF-16", "byte 4"]),
    ("a.txt", "Yerevan".encode("utf-16-le"), ["NUL", "UTF-16"]),
    ("a.jsonl", codecs.BOM_UTF16_LE + b"{\0}", ["UTF-16", "UTF-8"]),
    ("a.txt", b"", ["empty"]),
    ("a.txt", b" \r\n\t\n", ["empty"]),
    ("a.md", b"```\nYerevan\n```\n", ["markup", "empty"]),
    ("a.html", b"", ["no main text"]),
    ("a.html", b"<html><body></body></html>", ["no main text"]),
    ("a.jsonl", b"", ["empty"]),
    ("a.csv", b"", ["empty"]),
    ("a.csv", b"text,id\n", ["no row"]),
    ("a.csv", b"title,inhalt,url\n1,2,3\n", ["`text`", "title, inhalt, url", "--column"]),
    ("a.csv", b"text,text\n1,2\n", ["text", "twice"]),
    ("a.csv", b"\xff\xfet\x00\x00\xd8", ["UTF-16", "UTF-8"]),
]


def lines_of(result):
    """The lines on standard error but the summary."""
    return [line for line in result.stderr.splitlines() if " in 1 document" not in line]


@pytest.mark.parametrize(("name", "content", "said"), BROKEN_FILES)
def test_a_broken_file_gets_one_line_and_costs_no_other(run, tmp_path, name, content, said):
    bad, good = tmp_path / name, tmp_path / "good.txt"
    bad.write_bytes(content)
    good.write_text(GOOD)
    result = run(bad, good)
    (line,) = lines_of(result)
    assert line.startswith(f"enrich: {bad}")
    assert all(part in line for part in said), line
    assert result.exit_code == 1
    assert '"document_id": "good"' in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "said"), [("missing.txt", "no such file"), ("folder", "is a directory")]
)
def test_what_is_no_file_gets_one_line(run, tmp_path, name, said):
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.txt").write_text(GOOD)
    result = run(tmp_path / name, tmp_path / "good.txt")
    (line,) = lines_of(result)
    assert name in line
    assert said in line
    assert result.exit_code == 1
    assert '"document_id": "good"' in result.stdout


def test_without_any_document_nothing_is_written(run, tmp_path):
    out = tmp_path / "out.geojson"
    out.write_text("before")
    result = run(tmp_path / "missing.txt", "-o", out)
    assert result.exit_code == 1
    assert out.read_text() == "before"
    assert run(tmp_path / "missing.txt").stdout == ""


# ---------------------------------------------------------------------------- lines and rows


BROKEN_LINES = [
    ('{"text": "Yerevan"', ["not JSON"]),
    ("Yerevan", ["not JSON"]),
    ('["Yerevan"]', ["not a JSON object"]),
    ('{"title": "Yerevan"}', ["`text`", "title"]),
    ('{"text": 7}', ["`text`", "not a string"]),
    ('{"text": ""}', ["empty"]),
    ('{"text": "a\\ud800b"}', ["character 1", "surrogate", "U+D800"]),
    ('{"text": "a", "tags": ["\\udfff"]}', ["`tags`", "surrogate"]),
    ('{"text": "a", "id": "\\ud83d"}', ["`id`", "surrogate"]),
    ('{"text": "ab\\u0000c"}', ["character 2", "NUL"]),
    ('{"text": "a", "id": "x\\u0000"}', ["`id`", "NUL"]),
    ('{"text": "a", "n": NaN}', ["NaN", "null"]),
    ('{"text": "a", "n": -Infinity}', ["Infinity"]),
    ('{"text": "a", "n": 1e999}', ["1e999", "too large"]),
    ('{"text": "a", "n": ' + "9" * 5000 + "}", ["number", "too large"]),
    ('{"text": "a", "n": ' + "[" * 100_000, ["nested"]),
    ('{"text": "a", "id": 1.5}', ["`id`"]),
    ('{"text": "abc", "mentions": 5}', ["`mentions`"]),
    ('{"text": "abc", "mentions": [[0, 1]]}', ["mention 1", "start"]),
    ('{"text": "abc", "mentions": [{"start": 0, "end": 4}]}', ["0..4", "3 characters"]),
    ('{"text": "abc", "mentions": [{"start": -1, "end": 2}]}', ["-1..2"]),
    ('{"text": "abc", "mentions": [{"start": 2, "end": 2}]}', ["2..2"]),
    ('{"text": "abc", "mentions": [{"start": 0, "end": 1}, {"start": 0}]}', ["mention 2", "whole"]),
    ('{"text": "abc", "mentions": [{"start": true, "end": 2}]}', ["whole numbers"]),
    ('{"text": "abc", "mentions": [{"start": 0, "end": 1.0}]}', ["whole numbers"]),
    ('{"text": "abc", "mentions": [{"start": 0, "end": 1, "kind": "storm"}]}', ["storm", "place"]),
    ('{"text": "🌍 Ani", "mentions": [{"start": 3, "end": 6, "text": "Ani"}]}', ["3..6", "5 char"]),
    (
        '{"text": "🌍 Anis", "mentions": [{"start": 3, "end": 6, "text": "Ani"}]}',
        ["'nis'", "UTF-16"],
    ),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN_LINES)
def test_a_broken_line_names_its_number_and_costs_no_other(run, tmp_path, broken, said):
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": GOOD, "id": "good"})
    path.write_text(f"{json.dumps({'text': GOOD, 'id': 'first'})}\n{broken}\n\n{good}\n")
    result = run(path)
    complaints = [line for line in result.stderr.splitlines() if f"{path}:" in line]
    assert len(complaints) == 1
    assert complaints[0].startswith(f"enrich: {path}:2:"), complaints
    assert all(part in complaints[0] for part in said), complaints
    assert result.exit_code == 1
    assert '"document_id": "first"' in result.stdout
    assert '"document_id": "good"' in result.stdout


def test_invalid_utf8_in_a_line_has_its_offset_in_the_file(run, tmp_path):
    path = tmp_path / "a.jsonl"
    first = json.dumps({"text": GOOD}).encode() + b"\n"
    path.write_bytes(b"\xef\xbb\xbf" + first + b'{"text": "caf\xe9"}\n' + first)
    result = run(path)
    assert f"{path}:2: byte {3 + len(first) + 13} (0xe9)" in result.stderr
    assert {json.loads(line)["document_id"] for line in result.stdout.splitlines()} == {
        "a:1",
        "a:3",
    }


BROKEN_ROWS = [
    (b"caf\xe9,2", "2: byte 11"),
    (b'"open,2', "2: a quote opened here is never closed"),
    (b'"a"b,2', "2: text follows a closing quote"),
    (b"a,b,c", "2: has 3 cells, the header has 2"),
    (b",7", "2: the text is empty"),
    (b"a\rb,7", "2: a carriage return"),
    (b"a\x00b,7", "2:"),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN_ROWS)
def test_a_broken_row_names_its_line(run, tmp_path, broken, said):
    path = tmp_path / "a.csv"
    path.write_bytes(b"text,id\n" + broken + b"\n" + GOOD.encode() + " é,good\n".encode())
    result = run(path)
    (line,) = [line for line in result.stderr.splitlines() if f"{path}:" in line]
    assert line.startswith(f"enrich: {path}:{said}")
    assert result.exit_code == 1
    if not broken.startswith(b'"open'):  # an open quote takes the rest of the file with it
        assert '"document_id": "good"' in result.stdout


def test_rows_of_several_lines_are_counted_by_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,id\n"one\ntwo",1\n,2\nfour,\n')
    errors: list[str] = []
    documents = list(iter_documents([path], on_error=lambda e: errors.append(str(e))))
    assert [d.id for d in documents] == ["1", "a:5"]
    assert errors == [f"{path}:4: the text is empty"]


def test_a_used_id_is_reported_and_the_document_kept(run, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps({'text': GOOD, 'id': 'x'})}\n" * 2)
    result = run(path)
    assert f"{path}:2: the id 'x' was used before, by {path}:1" in result.stderr
    assert {json.loads(line)["document_id"] for line in result.stdout.splitlines()} == {"x", "x-2"}
    assert result.exit_code == 1


# --------------------------------------------------------------------------------------- size


def test_a_file_of_100_megabytes_is_refused_at_once(run, tmp_path):
    bad, good = tmp_path / "a.txt", tmp_path / "good.txt"
    with bad.open("wb") as file:
        file.truncate(100_000_000)
    good.write_text(GOOD)
    result = run(bad, good)
    (line,) = lines_of(result)
    assert "larger than 10000000 bytes" in line
    assert "--max-bytes" in line
    assert '"document_id": "good"' in result.stdout


def test_the_limit_can_be_raised_and_lowered(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(GOOD)
    assert run(path, "--max-bytes", len(GOOD)).exit_code == 0
    result = run(path, "--max-bytes", len(GOOD) - 1)
    assert result.exit_code == 1
    assert "raise --max-bytes" in result.stderr


class _Endless(io.RawIOBase):
    """A stream of 100 MB without a line feed, then one good line."""

    def __init__(self, line: bytes) -> None:
        self.left = 100_000_000
        self.tail = io.BytesIO(b"\n" + line)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        size = min(len(buffer), self.left)
        if size == 0:
            return self.tail.readinto(buffer)
        buffer[:size] = b"x" * size
        self.left -= size
        return size


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_a_line_of_100_megabytes_is_passed_over_in_little_memory(format_):
    good = b'{"text": "Yerevan"}\n' if format_ == "jsonl" else b"Yerevan\n"
    stream = io.BufferedReader(_Endless(good))
    if format_ == "csv":
        stream = io.BufferedReader(_Chained(b"text\n", stream))
    errors: list[str] = []
    options = {"stdin": stream, "input_format": format_, "max_bytes": 1_000_000}
    tracemalloc.start()
    documents = list(iter_documents(["-"], on_error=lambda e: errors.append(str(e)), **options))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [d.text for d in documents] == ["Yerevan"]
    assert len(errors) == 1
    assert "longer than 1000000 bytes" in errors[0]
    assert peak < 10_000_000


class _Chained(io.RawIOBase):
    """A few bytes, then what a stream holds."""

    def __init__(self, first: bytes, then: io.BufferedReader) -> None:
        self.first, self.then = first, then

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if self.first:
            size = min(len(buffer), len(self.first))
            buffer[:size], self.first = self.first[:size], self.first[size:]
            return size
        return self.then.readinto(buffer)


def test_a_quote_never_closed_does_not_swallow_the_file(tmp_path):
    path = tmp_path / "a.csv"
    rows = "".join(f"line {n},{n}\n" for n in range(2000))
    path.write_text(f'text,id\n"open,x\n{rows}')
    errors: list[str] = []
    options = {"on_error": lambda e: errors.append(str(e)), "max_bytes": 200_000}
    documents = list(iter_documents([path], **options))
    assert errors[0].startswith(f"{path}:2: ")
    assert "never closed" in errors[0]
    assert documents == []


def test_a_cell_larger_than_the_csv_modules_own_limit_is_read(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\n" + "word " * 60_000 + GOOD + "\n")
    result = run(path)
    assert result.exit_code == 0
    ends = [json.loads(line)["end"] for line in result.stdout.splitlines()]
    assert max(ends) > 300_000


# --------------------------------------------------------------------------------- odd letters


def test_direction_controls_stay_in_the_text_and_shift_nothing(run, tmp_path):
    text = "\u202eIn\u202c \u2067Yerevan\u2069, Armenia\u200f."
    path = tmp_path / "a.txt"
    path.write_text(text)
    result = run(path, "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["document"]["text"] == text
    assert any(m["text"] == "Armenia" for m in found["mentions"])
    assert all(text[m["start"] : m["end"]] == m["text"] for m in found["mentions"])
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize("format_", ["jsonl", "csv", "json", "geojson", "table"])
def test_escape_sequences_in_names_and_texts_never_reach_a_terminal(run, tmp_path, format_):
    path = tmp_path / "a\x1b[31m.jsonl"
    line = {"text": f"\x1b]0;owned\x07 {GOOD} \u202e", "title": "\x1b[2J", "id": "a\x1b[0m"}
    path.write_text(f"{json.dumps(line)}\nbroken\n")
    result = run(path, "--format", format_, "--explain")
    assert "\x1b" not in result.stderr
    assert r"a\x1b[31m.jsonl:2" in result.stderr
    if format_ != "csv":  # a table for programs keeps its cells as they are
        assert "\x1b" not in result.stdout


def test_texts_without_any_letter_are_texts(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("… 12:30 — 🌍🌍 !!!")
    result = run(path, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["mentions"] == []


ODD = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.sampled_from(
    ["Yerevan", "U.S.", "Lavrov", "Paris, Texas", "the", "Mr. ", "Armenia's", "-"]
)
ODD_TEXTS = st.lists(st.one_of(WORDS, st.text(ODD, max_size=6)), max_size=14).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=ODD_TEXTS)
def test_offsets_hold_whatever_the_text(linker, text):
    result = linker(text)
    assert broken(result) == []
    for format_ in ("json", "csv", "geojson", "tei"):
        assert broken_output([result], format_) == []


def test_noise_of_every_kind_leaves_the_command_standing(run, tmp_path):
    """Random bytes under every suffix: lines and an exit code, never a traceback."""
    noise = random.Random(7)
    files = [
        tmp_path / f"{n}{s}" for n in range(6) for s in (".txt", ".md", ".jsonl", ".csv", ".tsv")
    ]
    for file in files:
        file.write_bytes(noise.randbytes(noise.randrange(1, 400)))
    result = run(*files)
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert all(line.startswith("enrich: ") for line in result.stderr.splitlines())
    for line in result.stdout.splitlines():
        assert tuple(json.loads(line)) == FIELDS


def test_unreadable_files_are_told_by_the_system(run, tmp_path):
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("no file here that opens and cannot be read")
    (tmp_path / "good.txt").write_text(GOOD)
    result = run(memory, tmp_path / "good.txt")
    assert f"enrich: {memory}: cannot be read: " in result.stderr
    assert '"document_id": "good"' in result.stdout
