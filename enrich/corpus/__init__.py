"""Corpora on this machine: ``enrich corpus`` and what it is made of.

shards     documents in a row that are linked, written and repeated together
outlets    a first pass over articles of each outlet
workers    processes, and what becomes of work when one dies
datasets   what is written of a shard, and the record that it is done
running    all of it in order

Documents go through ``enrich.batches.link_batches`` here as in every other engine.
"""

from enrich.corpus.running import CorpusOptions, Totals, link_corpus

__all__ = ["CorpusOptions", "Totals", "link_corpus"]
