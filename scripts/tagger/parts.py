"""Which documents each model is trained without: what training and evaluation must agree on.

A model is named for what it has not seen: ``fold-2`` lacks the documents of fold 2 of the place
corpora and of ReLocaR, ``without-lgl`` lacks one corpus. ``final`` has seen all of them, ``base``
none.
"""

from __future__ import annotations

import zlib

__all__ = ["FOLDS", "NAMES", "PLACES", "fold_model", "fold_of"]

FOLDS = 4
PLACES = ("lgl", "trnews", "gwn")
NAMES = ("wikigold", "wnut17.train", "wnut17.dev", "btc.train", "btc.dev_f")
"""Corpora of names that every model is trained on."""


def fold_of(document: str) -> int:
    """Return the fold of a document, whatever else is in the corpus.

    Args:
        document: Its corpus and id, as ``Sample.document`` has them: "places_lgl:3".
    """
    return zlib.crc32(document.encode()) % FOLDS


def fold_model(document: str) -> str:
    """Return the name of the model that has not seen a document.

    Args:
        document: As for ``fold_of``.

    Example:
        >>> fold_model("places_lgl:3") in {f"fold-{k}" for k in range(FOLDS)}
        True
    """
    return f"fold-{fold_of(document)}"
