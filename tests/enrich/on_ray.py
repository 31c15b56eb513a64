"""The corpus of the tests linked by Ray on this machine: ``python on_ray.py FOLDER``."""

import logging
import os
import pickle
import sys
from pathlib import Path

import pyarrow as pa
import ray
from pyarrow import parquet

from enrich import LinkerOptions
from enrich.batches import mentions_of, places_of
from enrich.batches import ray as adapter

FOLDER = Path(sys.argv[1])
MARKER = FOLDER / "died"
WHOLE = adapter.LinkBatches


class DiesOnce(WHOLE):
    """Its process ends at the document d9, before it has returned anything of its batch."""

    def __call__(self, table):
        if "d9" in table.column("id").to_pylist() and not MARKER.exists():
            MARKER.write_text(str(os.getpid()))
            os._exit(1)
        return super().__call__(table)


def main():
    corpus = parquet.read_table(FOLDER / "documents.parquet")
    blocks = ray.data.from_arrow([corpus.slice(start, 7) for start in range(0, len(corpus), 7)])
    options, taught = LinkerOptions(user_gazetteer=""), FOLDER / "linker.pickle"
    linker = pickle.loads(taught.read_bytes())  # noqa: S301
    keep = ["n", "section"]

    two = adapter.link_dataset(blocks, options, keep=keep, concurrency=2, batch_size=4)
    two = two.materialize()
    written("two_workers", two)
    for flat in (mentions_of, places_of):
        written(flat.__name__, two.map_batches(flat, batch_format="pyarrow"))
    written("learnt", adapter.link_dataset(blocks, linker, keep=keep))
    adapter.LinkBatches = DiesOnce
    died = adapter.link_dataset(blocks, linker, keep=keep, concurrency=(1, 2), batch_size=2)
    written("died", died)


def written(name, dataset):
    tables = ray.get(dataset.to_arrow_refs())
    parquet.write_table(pa.concat_tables(tables), FOLDER / f"{name}.parquet")


if __name__ == "__main__":
    ray.init(num_cpus=2, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        main()
    finally:
        ray.shutdown()
