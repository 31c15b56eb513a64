"""From the scores of words to spans: what labels there are, and the best sequence of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from enrich.model import Role

FLAT = ("O", *(f"{tag}-{kind}" for kind in ("PER", "LOC", "ORG", "DEM") for tag in "BI"))
"""Names that do not overlap; DEM is the adjective or demonym of a place."""

TOPONYM = ("O", "B", "I")
"""Names of places, those inside the names of organisations and people among them."""

ROLES = (Role.LITERAL, Role.METONYMIC, Role.MODIFIER, Role.EMBEDDED, Role.DEMONYM)
"""In which sense a place is named; a dateline is told by its form."""

FLAT_SLICE = slice(0, len(FLAT))
TOPONYM_SLICE = slice(FLAT_SLICE.stop, FLAT_SLICE.stop + len(TOPONYM))
ROLE_SLICE = slice(TOPONYM_SLICE.stop, TOPONYM_SLICE.stop + len(ROLES))
OUTPUTS = ROLE_SLICE.stop

_IMPOSSIBLE = np.float32(-1e9)
_CLEAR = np.float32(0.05)
"""By how much, in log-probability, the best label of a word leads the others where it is clear."""
_LONGEST_CLEAR = 200
"""Words of a run up to which the rounding of the sums of ``best_path`` stays below ``_CLEAR``."""
_SEARCHED = 256
"""Runs that are searched at once."""


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return log-probabilities over the last axis, of unnormalised ones of any shape."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def transitions(labels: Sequence[str]) -> NDArray[np.float32]:
    """Return 0 where one label may follow another and a large negative number where not.

    "I-X" follows "B-X" and "I-X" only; a label alone ("B", "I") is taken as one kind.

    Returns:
        From label, to label; shape (labels, labels).

    Example:
        >>> (transitions(["O", "B", "I"]) == 0).tolist()
        [[True, True, False], [True, True, True], [True, True, True]]
    """
    allowed = [
        [0.0 if after[0] != "I" or (before[1:] == after[1:] and before != "O") else _IMPOSSIBLE
         for after in labels]
        for before in labels
    ]  # fmt: skip
    return np.array(allowed, dtype=np.float32)


def best_path(
    scores: NDArray[np.float32], lengths: NDArray[np.int64], labels: Sequence[str]
) -> NDArray[np.int64]:
    """Return the most probable well-formed labels of several sequences at once.

    The algorithm of Viterbi (1967), over all sequences in step.

    Args:
        scores: Log-probabilities, (sequences, words, labels).
        lengths: Words of each sequence, (sequences,).
        labels: BIO labels, in the order of the last axis.

    Returns:
        Label indices, (sequences, words); beyond a sequence's length they mean nothing.

    Example:
        >>> scores = np.log(np.array([[[0.4, 0.0, 0.6], [0.1, 0.0, 0.9]]], dtype=np.float32) + 1e-6)
        >>> best_path(scores, np.array([2]), ["O", "B", "I"]).tolist()
        [[0, 0]]
    """
    count, words, size = scores.shape
    moves = transitions(labels)
    start = np.array([_IMPOSSIBLE if label[0] == "I" else 0.0 for label in labels], np.float32)
    best = scores[:, 0] + start if words else np.zeros((count, size), np.float32)
    back = np.zeros((count, max(words, 1), size), dtype=np.int64)
    for at in range(1, words):
        through = best[:, :, None] + moves
        back[:, at] = through.argmax(axis=1)
        following = through.max(axis=1) + scores[:, at]
        best = np.where((at < lengths)[:, None], following, best)
    path = np.zeros((count, words), dtype=np.int64)
    if not words:
        return path
    rows = np.arange(count)
    path[rows, lengths - 1] = best.argmax(axis=1)
    for at in range(words - 1, 0, -1):
        inside = at < lengths
        path[inside, at - 1] = back[inside, at, path[inside, at]]
    return path


def best_labels(
    scores: NDArray[np.float32], runs: Sequence[tuple[int, int]], labels: Sequence[str]
) -> NDArray[np.int64]:
    """Return the most probable well-formed labels of the words of a text.

    Where the best label of each word of a run leads clearly, and they are well formed, they are
    what ``best_path`` would find; most runs are of that sort, and the others are searched.

    Args:
        scores: Log-probabilities, (words, labels).
        runs: Words that are labelled together, as the first and the one after the last.
        labels: BIO labels, in the order of the last axis.

    Returns:
        Label indices, (words,); 0 outside of the runs.
    """
    path = np.zeros(len(scores), dtype=np.int64)
    doubtful: list[tuple[int, int]] = []
    best = scores.argmax(axis=-1)
    first_two = np.partition(scores, -2, axis=-1)[:, -2:]
    fits = transitions(labels)[best[:-1], best[1:]] == 0
    starts = np.array([label[0] != "I" for label in labels])[best]
    unclear = np.cumsum(np.append(0, first_two[:, 1] - first_two[:, 0] < _CLEAR))
    unfit = np.cumsum(np.append(0, ~fits))
    for first, last in runs:
        misfits = unfit[last - 1] - unfit[first] + unclear[last] - unclear[first]
        if misfits or not starts[first] or last - first > _LONGEST_CLEAR:
            doubtful.append((first, last))
        else:
            path[first:last] = best[first:last]
    for begin in range(0, len(doubtful), _SEARCHED):
        group = doubtful[begin : begin + _SEARCHED]
        lengths = np.array([last - first for first, last in group])
        padded = np.zeros((len(group), int(lengths.max()), len(labels)), dtype=np.float32)
        for row, (first, last) in enumerate(group):
            padded[row, : last - first] = scores[first:last]
        for (first, last), found in zip(group, best_path(padded, lengths, labels), strict=True):
            path[first:last] = found[: last - first]
    return path


def spans_of(path: Sequence[int], labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the spans that a path of labels marks, as (first, after the last, kind).

    Example:
        >>> spans_of([0, 1, 2, 1], ["O", "B-LOC", "I-LOC"])
        [(1, 3, 'LOC'), (3, 4, 'LOC')]
    """
    spans: list[tuple[int, int, str]] = []
    first = -1
    for at, index in enumerate([*path, 0]):
        label = labels[index] if at < len(path) else "O"
        if first >= 0 and label[0] != "I":
            spans.append((first, at, labels[path[first]][2:]))
            first = -1
        if label[0] == "B":
            first = at
    return spans
