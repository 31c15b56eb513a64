"""Ray Data: documents linked by actors, each of which opens its linker once.

    import ray
    from enrich.batches import mentions_of
    from enrich.batches.ray import link_dataset

    linked = link_dataset(ray.data.read_parquet("articles"), concurrency=8)
    linked.map_batches(mentions_of, batch_format="pyarrow").write_parquet("mentions")

Nothing of Ray is imported before a dataset is linked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from enrich.batches.linking import link_batches, linked_schema
from enrich.flow.options import LinkerOptions
from enrich.pipeline import Linker

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["ONE_THREAD", "LinkBatches", "link_dataset"]

ONE_THREAD: Final = {
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""The environment of a worker: there is one for each core, so that threads would fight over it."""


class LinkBatches:
    """Links tables of documents: the callable class that ``Dataset.map_batches`` makes actors of.

    Args:
        options: What the linker is made of, or a linker, with what it has learnt of outlets.
        keep: Further columns that come out as they went in, before the others.
        columns: Which column stands for what, where their names do not say so.

    Raises:
        EnrichError: The options are refused.

    Example:
        >>> link = LinkBatches(LinkerOptions(country="AM"), keep=["page"])
        >>> linked = link(pa.table({"text": ["Talks in Goris.", None], "page": [3, 4]}))
        >>> linked.num_rows, linked.schema.names[:3], str(linked.schema.field("title").type)
        (2, ['page', 'id', 'title'], 'string')
    """

    def __init__(
        self,
        options: LinkerOptions | Linker | None = None,
        keep: Sequence[str] = (),
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self._linker = options if isinstance(options, Linker) else Linker(options)
        self._keep, self._columns = tuple(keep), columns

    def __call__(self, table: pa.Table) -> pa.Table:
        """Return a row a document, of ``linked_schema`` whatever the rows hold."""
        batches = table.combine_chunks().to_batches()
        linked = link_batches(batches, self._linker, keep=self._keep, columns=self._columns)
        return pa.Table.from_batches(linked, linked_schema(table.schema, self._keep))


def link_dataset(  # noqa: PLR0913 - what is linked, and how it is spread
    dataset: Dataset,
    options: LinkerOptions | Linker | None = None,
    *,
    keep: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
    concurrency: int | tuple[int, int] = 1,
    batch_size: int = 64,
) -> Dataset:
    """Return a dataset of documents linked: a row each, in any order, of ``linked_schema``.

    It is computed when it is written or read, as any dataset. An actor that dies is started again
    by Ray, and the batch that it had is linked anew.

    Args:
        dataset: Documents, a row each.
        options: As for ``LinkBatches``.
        keep: As for ``LinkBatches``.
        columns: As for ``LinkBatches``.
        concurrency: How many actors, of one core each; (least, most) for a pool that grows. Leave
            a core to what reads and writes, or let the pool grow from 1.
        batch_size: Documents that an actor takes at once.
    """
    from ray.data import ActorPoolStrategy

    least, most = concurrency if isinstance(concurrency, tuple) else (concurrency, concurrency)
    return dataset.map_batches(
        LinkBatches,
        fn_constructor_args=(options, tuple(keep), columns),
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=ActorPoolStrategy(min_size=least, max_size=most),
        num_cpus=1,
        runtime_env={"env_vars": ONE_THREAD},
    )
