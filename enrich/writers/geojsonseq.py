"""GeoJSON text sequences (RFC 8142): a feature a record, written as it comes.

For corpora: nothing is held but the places of the layer ``places``, whose counts are known last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TextIO

from enrich.model import Result
from enrich.records.features import iter_features
from enrich.records.record import dumps

_SEPARATOR: Final = "\x1e"


def write(results: Iterable[Result], out: TextIO, *, layer: str = "places") -> None:
    """Write a sequence of features."""
    out.writelines(f"{_SEPARATOR}{dumps(feature)}\n" for feature in iter_features(results, layer))
