"""Documents in batches of Arrow rows, for corpora: one seam under every engine.

    from enrich import LinkerOptions
    from enrich.batches import link_batches, mentions_of, places_of

    for linked in link_batches(batches, LinkerOptions(country="AM"), keep=["section"]):
        mentions = mentions_of(linked)      # a row a mention, as in the records of the command
        places = places_of(linked)          # a row a place and document, with its point as WKB

``link_batches`` takes record batches of documents, whose columns are known by their names, and
yields one batch for each: a row a document, in order, with its mentions and places nested in it and
an ``error`` where it could not be read. Ray's ``map_batches``, Spark's ``mapInArrow`` and
``enrich corpus`` call nothing else. Needs pyarrow: ``pip install "enrich-geo[corpus]"``.

linking   the seam
schemas   what the columns of inputs and outputs are
flat      mentions, places and errors as tables of their own
"""

from enrich.batches.schemas import DOCUMENTS, ERRORS, INPUT, LINKED, MENTIONS, PLACES

# isort: split
# After the schemas, which say what to install where pyarrow is missing.
from enrich.batches.flat import documents_of, errors_of, mentions_of, places_of
from enrich.batches.linking import link_batches, linked_schema

__all__ = [
    "DOCUMENTS",
    "ERRORS",
    "INPUT",
    "LINKED",
    "MENTIONS",
    "PLACES",
    "documents_of",
    "errors_of",
    "link_batches",
    "linked_schema",
    "mentions_of",
    "places_of",
]
