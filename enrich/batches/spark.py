"""Spark: the rows of a data frame linked in its Python workers, by ``mapInArrow``.

    from enrich.batches.spark import link_dataframe

    linked = link_dataframe(spark.read.parquet("articles"), keep=["section"])
    linked.selectExpr("id AS document_id", "inline(mentions)").write.parquet("mentions")

Nothing of Spark is imported before a data frame is linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from enrich.batches.linking import link_batches, linked_schema
from enrich.batches.schemas import LINKED
from enrich.flow.options import LinkerOptions
from enrich.pipeline import Linker

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["link_dataframe"]

_ROWS: Final = 64  # linked at once: Spark sends 10 000 in a batch


def link_dataframe(
    frame: DataFrame,
    options: LinkerOptions | Linker | None = None,
    *,
    keep: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
) -> DataFrame:
    """Return a data frame of documents linked: a row each, of ``linked_schema``.

    A Python worker opens the linker once and keeps it from task to task, as long as Spark reuses
    its workers (``spark.python.worker.reuse``, which is on unless somebody has turned it off).

    Args:
        frame: Documents, a row each.
        options: What the linker is made of, or a linker, with what it has learnt of outlets.
        keep: Further columns that come out as they went in, before the others.
        columns: Which column stands for what, where their names do not say so.

    Raises:
        ArgumentError: A column to keep is missing, or is called like one of ``LINKED``.
    """
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    names, kept = pa.schema([(name, pa.null()) for name in frame.columns]), tuple(keep)
    linked_schema(names, kept)  # refuses here what would else be refused in each task
    schema = StructType([*(frame.schema[name] for name in kept), *from_arrow_schema(LINKED)])

    def linked(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return link_batches(_iter_few(batches), options, keep=kept, columns=columns)

    return frame.mapInArrow(linked, schema)


def _iter_few(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in batches of a few, of which one is held at a time.

    Example:
        >>> batch = pa.RecordBatch.from_pydict({"n": list(range(100))})
        >>> [few.num_rows for few in _iter_few(iter([batch]))]
        [64, 36]
    """
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            yield batch.slice(start, _ROWS)
