"""Documents linked by Spark, for real: what comes out is what one process gives, whoever dies."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from enrich import LinkerOptions

if find_spec("pyspark") is None:  # not imported here: it warns
    pytest.skip("Spark is not installed: pip install 'enrich-geo[spark]'", allow_module_level=True)
if not (shutil.which("java") or Path(os.environ.get("JAVA_HOME", "/nowhere"), "bin/java").exists()):
    pytest.skip("Spark needs Java: apt-get install default-jre-headless", allow_module_level=True)

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
from pyarrow import parquet  # noqa: E402

from enrich.batches import link_batches  # noqa: E402

KEPT = ["n", "section"]


@pytest.fixture(scope="module")
def folder(drive, tmp_path_factory):
    where = tmp_path_factory.mktemp("spark")
    return drive(
        "on_spark.py", where, PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1",
        SPARK_LOCAL_DIRS=str(where),
    )  # fmt: skip


@pytest.fixture(scope="module")
def alone(corpus, rows_of):
    """The corpus linked in this process."""

    def linked(options):
        batches = link_batches(corpus.to_batches(), options, keep=KEPT)
        return rows_of(pa.Table.from_batches(batches))

    return linked


def test_two_workers_give_what_one_process_gives(folder, alone, rows_of):
    linked = parquet.read_table(folder / "two_workers.parquet")
    assert rows_of(linked) == alone(LinkerOptions(user_gazetteer=""))
    assert sum(error is not None for error in linked.column("error").to_pylist()) == 6


@pytest.mark.parametrize("column", ["mentions", "places"])
def test_mentions_and_places_are_flattened_by_spark(folder, alone, column):
    found = parquet.read_table(folder / f"{column}_of.parquet").to_pylist()
    wanted = [
        {"n": row["n"], **one}
        for row in alone(LinkerOptions(user_gazetteer=""))
        for one in row[column]
    ]
    assert len(found) > 10
    assert sorted(map(str, found)) == sorted(map(str, wanted))


def test_a_worker_opens_its_linker_once_for_all_its_tasks(folder):
    tasks = parquet.read_table(folder / "opened.parquet").to_pylist()
    assert len(tasks) == 4
    assert {task["opened"] for task in tasks} == {1}
    assert len({task["worker"] for task in tasks}) <= 2
    assert {task["threads"] for task in tasks} == {"1"}  # Spark sees to it


def test_what_a_linker_has_learnt_goes_with_it(folder, alone, taught, rows_of):
    rows = rows_of(parquet.read_table(folder / "learnt.parquet"))
    assert rows == alone(taught)
    assert rows[1]["mentions"][0]["admin1"] == "Texas"


def test_a_worker_that_dies_costs_nothing_and_gives_nothing_twice(folder, alone, taught, rows_of):
    assert (folder / "died").read_text().isdigit()
    assert rows_of(parquet.read_table(folder / "died.parquet")) == alone(taught)
