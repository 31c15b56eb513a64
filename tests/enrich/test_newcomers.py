"""Command lines that a newcomer types: exit code 2, and in one line what was meant."""

import io
import json
import subprocess
import sys

import pytest

from enrich.cli.progress import count_documents, with_progress
from enrich.model import Document, Result
from enrich.suggestions import did_you_mean


@pytest.fixture
def article(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text("Talks in Yerevan.")
    return "article.txt"


WRONG = [
    (["gazeteer", "info"], "did you mean enrich gazetteer?"),
    (["lookups"], "did you mean enrich lookup?"),
    (["doctr"], "did you mean enrich doctor?"),
    (["Review", "article.txt"], "did you mean enrich review?"),
    (["https://example.org/a"], "curl -L https://example.org/a | enrich - --input-format html"),
    (["article.txt", "HTTP://example.org"], "downloads nothing"),
    (["review", "https://example.org/a"], "downloads nothing"),
    (["article.txt", "geojson"], "did you mean --geojson?"),
    (["article.txt", "csv"], "did you mean --format csv?"),
    (["article.txt", "lookup"], "enrich lookup ..."),
    (["article.txt", "--geojon"], "--geojson"),
    (["article.txt", "--format", "geo-json"], "did you mean 'geojson'?"),
    (["article.txt", "--format", "GeoJSON"], "did you mean 'geojson'?"),
    (["article.txt", "--format", "xlsx"], "is not one of jsonl, csv"),
    (["article.txt", "-o", "a.geojsonseq"], "name it .geojsons or .geojsonl"),
    (["article.txt", "-o", "a.schemaorg"], "say --format schemaorg"),
    (["article.txt", "-o", "a.geojsn"], "did you mean '.geojson'?"),
    (["article.txt", "-o", "a.docx"], "there are .jsonl"),
    (["article.txt", "-o", "a"], "without a suffix"),
    (["article.txt", "--layer", "place"], "did you mean 'places'?"),
    (["article.txt", "--input-format", "txt"], "text"),
    (["article.txt", "--country", "UK"], "did you mean GB?"),
    (["article.txt", "--country", "usa"], "did you mean US?"),
    (["article.txt", "--country", "XX"], "AM, GB or US"),
    (["article.txt", "--country", "Armenia"], "such as AM"),
    (["article.txt", "--near", "Atlantisx"], "not a place"),
    (["article.txt", "--near", "91,0"], "not a point"),
    (["article.txt", "--published", "yesterday"], "2023-05-17"),
    (["article.txt", "--seconds-per-document", "0"], "above 0"),
    (["article.txt", "--seconds-per-document", "nan"], "above 0"),
    (["gazetteer", "inf"], "Did you mean 'info'?"),
    (["cache", "clean"], "Did you mean 'clear'?"),
]


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(("words", "told"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_a_wrong_command_line_says_what_was_meant(run, words, told):
    done = run(*words)
    assert done.exit_code == 2
    (line,) = [line for line in done.stderr.splitlines() if told in line]
    assert line.startswith(("Error: ", "enrich: "))
    assert done.stdout == ""


@pytest.mark.parametrize("words", [[], ["gazetteer"], ["cache"]])
def test_without_a_command_there_is_help(run, words):
    done = run(*words)
    assert done.exit_code == 2
    assert "Usage: enrich" in done.output


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["version"], "enrich "),
        (["--version"], "enrich "),
        (["help"], "--geojson"),
        (["help", "lookup"], "Look up a name or an id"),
        (["help", "nothing"], "--geojson"),
    ],
)
def test_help_and_version_are_words_too(run, words, said):
    done = run(*words)
    assert done.exit_code == 0
    assert said in done.stdout


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("name", ["help", "version", "lookups", "geojson"])
def test_a_file_may_be_called_anything(run, tmp_path, name):
    (tmp_path / name).write_text("Talks in Yerevan.")
    done = run(name)
    assert done.exit_code == 0
    assert "Yerevan" in done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("*.txt.gone", "no such file; with --recursive, it is a pattern of names"),
        ("gone.txt", "no such file"),
    ],
)
def test_a_file_that_is_not_there_costs_no_other(run, article, name, said):
    done = run(name, article)
    assert done.exit_code == 1
    assert f"enrich: {name}: {said}" in done.stderr
    assert "Yerevan" in done.stdout


def test_python_runs_the_package(environment, tmp_path):
    line = [sys.executable, "-m", "enrich", "--version"]
    done = subprocess.run(line, check=True, capture_output=True, env=environment, cwd=tmp_path)
    assert done.stdout.startswith(b"enrich")


def test_quiet_says_nothing_but_errors(run, article, tmp_path):
    (tmp_path / "decisions.toml").write_text("")
    assert run(article).stderr.count("\n") == 2
    assert run(article, "--quiet").stderr == ""
    done = run(article, "gone.txt", "--quiet")
    assert done.stderr == "enrich: gone.txt: no such file\n"
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("geojosn", ["json", "geojson"], "; did you mean 'geojson'?"),
        ("PLACES", ["places"], "; did you mean 'places'?"),
        ("", ["places"], ""),
        ("rivers", ["footprint"], ""),
    ],
)
def test_what_is_alike_is_meant(word, choices, hint):
    assert did_you_mean(word, choices) == hint


# ------------------------------------------------------------------------------------ progress

TABLES = [
    ("a.jsonl", '{"text": "a"}\n{"text": "b"}\n\n{"text": "c"}', 3),
    ("a.jsonl", "", 0),
    ("a.jsonl", '{"text": "a \\" b"}\r\n{"text": "b"}\r\n', 2),
    ("a.csv", "text,id\na,1\nb,2\n", 2),
    ("a.csv", 'text\n"one\n\ntwo ""quoted""\nthree"\nfour\n', 2),
    ("a.tsv", "text\tid\r\na\t1\r\n\r\nb\t2", 2),
    ("a.csv", "text\n", 0),
]


@pytest.mark.parametrize(("name", "content", "count"), TABLES)
def test_documents_are_counted_before_they_are_read(tmp_path, name, content, count):
    (tmp_path / name).write_text(content, newline="")
    assert count_documents([str(tmp_path / name)]) == count
    assert count_documents([str(tmp_path / name), "b.txt", "c.html"]) == count + 2


def test_large_tables_are_counted_piece_by_piece(tmp_path):
    row = json.dumps({"text": "Talks in Yerevan. " * 9})
    (tmp_path / "a.jsonl").write_text(f"{row}\n" * 20_000)
    assert count_documents([str(tmp_path / "a.jsonl")]) == 20_000


def test_what_only_reading_would_tell_is_not_counted(tmp_path):
    assert count_documents(["-"], "jsonl") is None
    assert count_documents([str(tmp_path / "gone.jsonl")]) is None
    assert count_documents(["-"]) == 1


@pytest.mark.parametrize("total", [None, 3])
def test_progress_passes_all_on(monkeypatch, total):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    results = [Result(Document("", str(n)), ()) for n in range(3)]
    assert list(with_progress(results, total)) == results
