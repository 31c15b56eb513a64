"""Link a folder of Parquet files on Ray: documents, mentions and places out, as Parquet.

    python scripts/link_on_ray.py articles/ linked/ [--workers 8]

Needs the extra ``ray``. On a cluster, the folders are ones that every node sees.
"""

import argparse
from pathlib import Path

from enrich import LinkerOptions
from enrich.batches import documents_of, mentions_of, places_of
from enrich.batches.ray import link_dataset


def main() -> None:
    """Link once, keep what came out, and write the tables from that."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=1, help="at most; one core each")
    given = parser.parse_args()
    import ray  # --help wants nothing of it

    articles = ray.data.read_parquet(str(given.articles.resolve()))
    linked = link_dataset(articles, LinkerOptions(), concurrency=(1, given.workers))
    whole = str((given.out / "linked").resolve())
    linked.write_parquet(whole)
    for flat in (documents_of, mentions_of, places_of):
        table = ray.data.read_parquet(whole).map_batches(flat, batch_format="pyarrow")
        table.write_parquet(str((given.out / flat.__name__.removesuffix("_of")).resolve()))


if __name__ == "__main__":
    main()
