"""``enrich corpus``: shards, processes that die, runs that are killed, and what is left of them."""

import importlib
import json
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from enrich import Document, Linker, LinkerOptions
from gazetteer.errors import ArgumentError, EnrichError, OutputError

pa = pytest.importorskip("pyarrow", reason="pip install 'enrich-geo[corpus]'")
from pyarrow import dataset, parquet  # noqa: E402 - after it is known to be there

from enrich.corpus import CorpusOptions, link_corpus  # noqa: E402
from enrich.corpus.datasets import Datasets  # noqa: E402
from enrich.corpus.outlets import Sample  # noqa: E402
from enrich.corpus.running import _link_shard  # noqa: E402
from enrich.corpus.shards import Shard, Sharding  # noqa: E402
from enrich.corpus.workers import Workers  # noqa: E402

TOWNS = ("Goris", "Kapan", "Sisian", "Yerevan", "Gyumri", "Paris", "Springfield", "Dallas")
KILLS = int(os.environ.get("ENRICH_KILLS", "4"))  # by hand: 20, which takes minutes
SORTED = ("documents", "mentions", "places", "errors")


def articles(count=40, outlets=("The Herald", "The Post", None)):
    return [
        Document(
            f"Article {n}: talks in {TOWNS[n % 8]} and {TOWNS[(n + 3) % 8]}.",
            f"a{n}",
            outlet=outlets[n % len(outlets)],
            metadata={"page": n},
        )
        for n in range(count)
    ]


def read_of(documents, errors=()):
    def read(on_error):
        for error in errors:
            on_error(error)
        yield from documents

    return read


def run(folder, documents, *, errors=(), options=None, **how):
    steps = link_corpus(
        read_of(documents, errors), folder, options or LinkerOptions(), CorpusOptions(**how)
    )
    return list(steps)[-1]


def rows_of(folder):
    """All rows of all data sets, in an order that does not depend on files."""
    found = {}
    for name in SORTED:
        rows = dataset.dataset(folder / name, format="parquet").to_table().to_pylist()
        found[name] = sorted(rows, key=lambda row: json.dumps(row, default=str, sort_keys=True))
    return found


# -------------------------------------------------------------------------------- what comes out


def test_data_sets_hold_every_document_once(tmp_path):
    totals = run(tmp_path / "out", articles(), errors=[EnrichError("x:3: is not JSON")])
    found = rows_of(tmp_path / "out")
    assert totals.rows["documents"] == len(found["documents"]) == 40
    assert {row["id"] for row in found["documents"]} == {f"a{n}" for n in range(40)}
    assert totals.rows["mentions"] == len(found["mentions"]) == 80
    assert [(r["document_id"], r["error"]) for r in found["errors"]] == [(None, "x:3: is not JSON")]
    geo = json.loads(parquet.read_schema(tmp_path / "out/places/00000.parquet").metadata[b"geo"])
    assert geo["primary_column"] == "geometry"


def test_workers_shards_and_order_change_nothing(tmp_path):
    documents = articles()
    run(tmp_path / "a", documents, workers=1)
    run(tmp_path / "b", documents[::-1], workers=2, shard=7)
    assert rows_of(tmp_path / "a") == rows_of(tmp_path / "b")


def test_outlets_are_learnt_unless_each_document_is_to_be_alone(tmp_path):
    local = [Document("A fire in Plano and Dallas, Texas.", outlet="The Herald")] * 3
    local = [Document(f"{d.text} {n}", str(n), outlet=d.outlet) for n, d in enumerate(local)]
    documents = [*local, Document("A fire in Paris killed two.", "it", outlet="The Herald")]

    def paris(folder):
        rows = rows_of(folder)["mentions"]
        return next(row["admin1"] for row in rows if row["text"] == "Paris")

    run(tmp_path / "a", documents)
    run(tmp_path / "b", documents, alone=True)
    assert paris(tmp_path / "a") == "Texas"
    assert paris(tmp_path / "b") != "Texas"


def test_what_cannot_be_kept_is_told(tmp_path):
    with pytest.raises(ArgumentError, match="'url' cannot be kept"):
        run(tmp_path / "out", articles(3), keep=("url",))
    assert not (tmp_path / "out").exists()
    assert run(tmp_path / "out", articles(3), keep=("page", "pgae")).missing == ["pgae"]


def test_lines_of_json(tmp_path):
    run(tmp_path, articles(3), form="jsonl", keep=("page",))
    lines = (tmp_path / "documents/00000.jsonl").read_text().splitlines()
    assert [json.loads(line)["page"] for line in lines] == ["0", "1", "2"]
    features = (tmp_path / "places/00000.geojsons").read_text().split("\x1e")[1:]
    assert {json.loads(feature)["geometry"]["type"] for feature in features} == {"Point"}


def test_the_questions_of_the_guide_have_answers(tmp_path, monkeypatch, root):
    duckdb = pytest.importorskip("duckdb", reason="pip install duckdb")
    documents = [replace(d, published=f"2023-0{n % 4 + 1}-17") for n, d in enumerate(articles())]
    documents.append(Document("Lavrov went to Yerevan. Zzyzx Qarlington did not.", "x", "", None))
    run(tmp_path, documents)
    monkeypatch.chdir(tmp_path)
    guide = (root / "docs" / "corpora.md").read_text(encoding="utf-8")
    questions = re.findall(r"```sql\n(.*?)```", guide, re.DOTALL)
    answers = [duckdb.sql(question) for question in questions]
    assert len(questions) == 6
    counts = [len(answer.fetchall()) for answer in answers if answer is not None]
    assert all(counts), counts
    assert "Goris" in (tmp_path / "heat.csv").read_text()


# ------------------------------------------------------------------------------ what is not redone


def test_what_is_done_is_not_done_again(tmp_path):
    before = run(tmp_path, articles(outlets=[None]), shard=16)
    again = run(tmp_path, articles(outlets=[None]), shard=16)
    assert (again.fresh, again.skipped, again.rows) == (0, before.shards, before.rows)
    more = run(tmp_path, articles(41, outlets=[None]), shard=16)
    assert more.skipped == before.shards - 1
    assert more.rows["documents"] == 41
    assert run(tmp_path, articles(41), shard=16).fresh == 41  # what outlets write about is new
    fewer = run(tmp_path, articles(10), shard=16)
    assert fewer.rows["documents"] == len(rows_of(tmp_path)["documents"]) == 10


def test_a_file_that_is_gone_or_a_record_that_is_torn_is_made_again(tmp_path):
    run(tmp_path, articles(), shard=16)
    whole = rows_of(tmp_path)
    (tmp_path / "places/00001.parquet").unlink()
    (tmp_path / "_shards/00002.json").write_text('{"number": 2, "dig')
    assert run(tmp_path, articles(), shard=16).fresh == 24
    assert rows_of(tmp_path) == whole


def test_other_options_are_not_mixed_in(tmp_path):
    run(tmp_path, articles(3))
    with pytest.raises(OutputError, match=r"linked with other options \(settings\); --overwrite"):
        run(tmp_path, articles(3), options=LinkerOptions(min_score=0.9))
    run(tmp_path, articles(3), options=LinkerOptions(min_score=0.9), overwrite=True)


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("")
    with pytest.raises(OutputError, match="holds other files"):
        run(tmp_path, articles(3))
    assert (tmp_path / "thesis.tex").exists()


def test_two_runs_do_not_write_to_one_folder(tmp_path):
    steps = link_corpus(read_of(articles(3)), tmp_path, LinkerOptions(), CorpusOptions())
    next(steps)
    with pytest.raises(OutputError, match="another run is writing to it"):
        run(tmp_path, articles(3))
    list(steps)


# ------------------------------------------------------------------------------ what dies


WORK = """
import os
import signal

from gazetteer.errors import EnrichError


def count(_, item, spared, started, *, fatal, folder):
    done = []
    for position, value in enumerate(item):
        if spared is not None and position in spared:
            continue
        if spared is not None:
            started(position)
        if value in fatal or (value == "once" and not (folder / "died").exists()):
            (folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(value)
    return done


def refuse():
    raise EnrichError("there is no such gazetteer")
"""


@pytest.fixture
def work(tmp_path, monkeypatch):
    """Functions in a module that processes which are started anew can import too."""
    (tmp_path / "work_of_workers.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "work_of_workers", raising=False)
    return importlib.import_module("work_of_workers")


def test_a_process_that_dies_costs_a_repetition_and_what_kills_it_is_left_out(work, tmp_path):
    items = [[1, 2], [3, "once"], [5, 6], [7, "fatal", 9], [10]]
    count = partial(work.count, fatal={"fatal"}, folder=tmp_path)
    found = list(Workers(count, int, 2)(items))
    assert sorted(map(str, found)) == sorted(map(str, [[1, 2], [3, "once"], [5, 6], [7, 9], [10]]))


def test_what_a_process_cannot_start_with_is_told(work, tmp_path):
    count = partial(work.count, fatal=set(), folder=tmp_path)
    with pytest.raises(EnrichError, match="there is no such gazetteer"):
        list(Workers(count, work.refuse, 1)([[1]]))


def test_a_shard_whose_documents_are_all_left_out_is_written(tmp_path):
    sets = Datasets(tmp_path, "parquet", "x")
    sets.make_folders()
    shard = Shard(0, [Document("Talks in Goris.", "a"), Document("Talks in Kapan.", "b")])
    with Linker() as linker:
        done = _link_shard(sets, (), linker, (shard, "d"), frozenset({0, 1}), lambda _: None)
    assert (done.documents, done.errors) == (0, 2)
    found = rows_of(tmp_path)
    assert [row["document_id"] for row in found["errors"]] == ["a", "b"]
    assert found["documents"] == []


def test_without_pyarrow_one_line_says_what_to_install(tmp_path, environment):
    (tmp_path / "a.txt").write_text("Talks in Goris.")
    said = "import sys; sys.modules['pyarrow'] = None; from enrich.cli import main; main()"
    words = [sys.executable, "-c", said, "corpus", "a.txt", "-o", "out"]
    done = subprocess.run(
        words, env=environment, cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == "enrich: batches need pyarrow: pip install 'enrich-geo[corpus]'\n"


def test_killed_at_any_moment_and_run_again_it_is_the_same(tmp_path, environment):
    corpus = tmp_path / "corpus.jsonl"
    with corpus.open("w") as out:
        for d in articles(100 * KILLS):
            out.write(json.dumps({"text": d.text, "id": d.id, "outlet": d.outlet}) + "\n")
    words = [sys.executable, "-m", "enrich", "corpus", str(corpus), "--workers", "2", "--quiet"]

    def start(folder):
        return subprocess.Popen([*words, "-o", str(folder)], env=environment)

    began = time.monotonic()
    assert start(tmp_path / "whole").wait() == 0
    took = time.monotonic() - began
    moments = random.Random(18)
    for _ in range(KILLS):
        process = start(tmp_path / "torn")
        time.sleep(moments.uniform(0.3, 1.0) * took * 4 / KILLS)
        process.kill()
        process.wait()
    assert start(tmp_path / "torn").wait() == 0
    assert rows_of(tmp_path / "torn") == rows_of(tmp_path / "whole")
    names = [path.relative_to(tmp_path / "torn") for path in (tmp_path / "torn").rglob("*")]
    assert not [name for name in names if ".part" in name.name]


# ------------------------------------------------------------------------------ what is poisoned


def test_one_bad_document_costs_itself(tmp_path, environment):
    lines = [json.dumps({"text": d.text, "id": d.id}) for d in articles(6)]
    bad = [
        '{"text": "a \\ud800 lone surrogate in Goris", "id": "s"}',
        '{"text": 12, "id": "n"}',
        '{"text": "Goris", "id": {"a": 1}}',
        '{"text": "Goris", "published": "the 99th of Frimaire", "id": "date"}',
        "{",
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join([*lines[:3], *bad, *lines[3:]]))
    words = [sys.executable, "-m", "enrich", "corpus", str(corpus), "-o", str(tmp_path / "out")]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    found = rows_of(tmp_path / "out")
    assert {row["id"] for row in found["documents"]} == {*(f"a{n}" for n in range(6)), "date"}
    assert len(found["errors"]) == 4
    assert all(f"{corpus}:" in row["error"] for row in found["errors"])
    assert "4 could not be read" in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith(f"enrich: {corpus}:")]
    assert len([line for line in said if "read as a date" not in line]) == 3  # the first few


def test_nothing_but_errors_is_an_error(tmp_path, environment):
    (tmp_path / "a.jsonl").write_text("")
    words = [sys.executable, "-m", "enrich", "corpus", "a.jsonl", "-o", "out"]
    done = subprocess.run(
        words, env=environment, cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "enrich: the input holds no document"
    assert "a.jsonl" in done.stderr


# ------------------------------------------------------------------------------ the parts


def test_shards_end_at_the_same_documents_each_time():
    documents = [Document("x" * (2_000_000 if n == 50 else 10), str(n)) for n in range(200)]
    sizes = [len(s.documents) for s in Sharding(64)(iter(documents))]
    assert sizes == [len(s.documents) for s in Sharding(64)(iter(documents))]
    assert sizes[0] == 32
    assert sum(sizes) == 200


def test_the_sample_of_an_outlet_is_the_same_in_any_order():
    documents = articles(90)
    some = Sample(size=7).of(documents)
    assert len(some) == 14
    assert some == Sample(size=7).of(documents[::-1]) == Sample(size=7).of(documents * 2)


def test_a_path_that_is_no_file_is_an_error_at_once(tmp_path, environment):
    words = [sys.executable, "-m", "enrich", "corpus", "missing.jsonl", "-o", "out"]
    done = subprocess.run(
        words, env=environment, cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == "enrich: missing.jsonl: no such file\n"
    assert not Path(tmp_path, "out").exists()
