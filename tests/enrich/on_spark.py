"""The corpus of the tests linked by Spark on this machine: ``python on_spark.py FOLDER``."""

import os
import pickle
import sys
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession

from enrich import LinkerOptions
from enrich.batches import linking
from enrich.batches import spark as adapter

FOLDER = Path(sys.argv[1])
SETTINGS = {
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2",
    "spark.task.maxFailures": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def main(spark):
    corpus = spark.read.parquet(str(FOLDER / "documents.parquet"))
    spread = corpus.repartitionByRange(4, "n").cache()
    options, taught = LinkerOptions(user_gazetteer=""), FOLDER / "linker.pickle"
    linker = pickle.loads(taught.read_bytes())  # noqa: S301
    keep = ["n", "section"]

    two = adapter.link_dataframe(spread, options, keep=keep).cache()
    written("two_workers", two)
    of = two.select("n", "mentions", "places")
    written("mentions_of", of.selectExpr("n", "inline(mentions)"))
    written("places_of", of.selectExpr("n", "inline(places)"))
    written("opened", spread.mapInArrow(opened, "worker long, opened long, threads string"))
    written("learnt", adapter.link_dataframe(corpus.coalesce(1), linker, keep=keep))
    adapter.link_batches = dying_once(FOLDER / "died", linking.link_batches)
    written("died", adapter.link_dataframe(spread, linker, keep=keep))


def dying_once(marker, link_batches):
    """``link_batches`` that ends its process after a batch of the document d8 has come out."""

    def link(*given, **options):
        for linked in link_batches(*given, **options):
            yield linked
            if "d8" in linked.column("id").to_pylist() and not marker.exists():
                marker.write_text(str(os.getpid()))
                os._exit(1)

    return link


def opened(batches):
    """How many linkers the worker has opened from options, in all its tasks."""
    for _ in batches:
        pass
    found = {
        "worker": os.getpid(),
        "opened": linking._linker.cache_info().misses,
        "threads": os.environ.get("OMP_NUM_THREADS"),
    }
    yield pa.RecordBatch.from_pylist([found])


def written(name, frame):
    frame.write.parquet(str(FOLDER / f"{name}.parquet"))


if __name__ == "__main__":
    builder = SparkSession.builder.master("local[2,4]")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    try:
        main(session)
    finally:
        session.stop()
