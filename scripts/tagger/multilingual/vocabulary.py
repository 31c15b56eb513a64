"""Which of the encoder's 250,000 word pieces are kept, and their vectors in a small space.

Pieces are kept by script, the most frequent first: those of the texts trained on, then those that
the encoder's own unigram model holds for most frequent. What is cut from a vocabulary is written
with shorter pieces; every letter of the scripts served stays.

The vectors are stored as product quantisations (Jégou et al. 2011): a byte says which of 256
centroids stands for a few dimensions. Of common pieces each four dimensions have a byte (squared
error 9 %), of the others each eight; the network is trained on the vectors as they are stored.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tagger.multilingual.encoder import HIDDEN, Encoder

__all__ = ["CENTROIDS", "COMMON", "COMMON_PARTS", "PARTS", "choose_pieces", "quantise"]

COMMON = 30_000
"""Pieces that are common."""
COMMON_PARTS, PARTS = 96, 48
"""Bytes of the vector of a common piece, and of another."""
CENTROIDS = 256
_ROUNDS = 8  # of k-means

_SPECIALS = 4  # <s> <pad> </s> <unk>
_KEPT: Mapping[str, int] = {
    "LATIN": 38_000, "CYRILLIC": 11_000, "CJK": 6_000, "ARABIC": 8_000, "HEBREW": 3_000,
    "GEORGIAN": 3_300, "ARMENIAN": 3_100, "OTHER": 1_300,
}  # fmt: skip
_SPELT = frozenset(_KEPT) - {"CJK", "OTHER"} | {"GREEK"}
"""Scripts of which every letter is kept."""
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzàâäáãçèéêëìíîïòóôõöùúûüÿñßœæąćęłńśźżğışəi̇")
"""Letters of the languages in Latin script that are served."""
_PARTICLES = frozenset("在的和与與是了对對从從向到于於为為由将將及等也说說称稱把被让讓前后後")
"""Chinese words of one character: a piece of one and a name would part neither."""
_SEEN = 2.0  # how many times as much a piece of the texts counts as the unigram model's guess


def choose_pieces(encoder: Encoder, counts: Counter[str]) -> list[int]:
    """Return the ids of the pieces kept: the specials, then the most frequent first.

    Args:
        encoder: With all of its pieces.
        counts: How often a piece stands in the texts trained on.
    """
    total = counts.total()
    weights: dict[int, float] = {}
    by_script: dict[str, list[int]] = defaultdict(list)
    kept: set[int] = set()
    for index, piece in enumerate(encoder.pieces[_SPECIALS:-1], _SPECIALS):  # <mask> is last
        letters = piece.strip("\u2581")
        script = _script(letters)
        weights[index] = float(np.exp(encoder.scores[index])) + _SEEN * counts[piece] / total
        if len(letters) <= 1 and script in _SPELT:
            kept.add(index)
            continue
        if len(letters) > 1 and _PARTICLES.intersection(letters):
            continue
        if script == "LATIN" and not counts[piece] and not _LATIN.issuperset(letters.lower()):
            continue
        by_script[script].append(index)
    for script, most in _KEPT.items():
        kept.update(sorted(by_script[script], key=lambda i: -weights[i])[:most])
    return [*range(_SPECIALS), *sorted(kept, key=lambda i: -weights[i])]


def _script(letters: str) -> str:
    for char in letters:
        if char.isalpha():
            script = unicodedata.name(char, "?").split()[0]
            return script if script in _KEPT else "FOREIGN"
    return "OTHER"


def quantise(
    vectors: NDArray[np.float32], parts: int, seed: int
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return codes and centroids of a product quantisation.

    Args:
        vectors: (pieces, HIDDEN).
        parts: Bytes of a vector; each stands for ``HIDDEN / parts`` dimensions.
        seed: Of the first centroids.

    Returns:
        Codes, (pieces, parts), and centroids, (parts, CENTROIDS, HIDDEN / parts).
    """
    chance = np.random.default_rng(seed)
    size = HIDDEN // parts
    codes = np.zeros((len(vectors), parts), dtype=np.uint8)
    centroids = np.zeros((parts, CENTROIDS, size), dtype=np.float32)
    for part in range(parts):
        own = vectors[:, part * size : (part + 1) * size]
        centres = own[chance.choice(len(own), CENTROIDS, replace=False)].copy()
        for _ in range(_ROUNDS):
            nearest = _nearest(own, centres)
            counts = np.bincount(nearest, minlength=CENTROIDS)
            for axis in range(size):
                sums = np.bincount(nearest, own[:, axis], minlength=CENTROIDS)
                centres[:, axis] = np.where(counts, sums / np.maximum(counts, 1), centres[:, axis])
        codes[:, part] = _nearest(own, centres)
        centroids[part] = centres
    return codes, centroids


def _nearest(vectors: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.int64]:
    distances = (centres**2).sum(axis=1) - 2 * vectors @ centres.T
    return distances.argmin(axis=1)


def count_pieces(encode: object, texts: Iterable[str]) -> Counter[str]:
    """Count the pieces of texts.

    Args:
        encode: A tokeniser over all pieces.
        texts: In any language.
    """
    found: Counter[str] = Counter()
    batch: Sequence[str] = list(texts)
    for encoded in encode.encode_batch(batch, add_special_tokens=False):  # type: ignore[attr-defined]
        found.update(encoded.tokens)
    return found
