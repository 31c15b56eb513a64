"""What our networks have in common: their session, batches of chunks, and the reading of scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from enrich.mentions.taggers.decoding import (
    FLAT,
    FLAT_SLICE,
    ROLE_SLICE,
    ROLES,
    TOPONYM,
    TOPONYM_SLICE,
    best_labels,
    log_softmax,
    spans_of,
)
from enrich.mentions.taggers.encoding import Chunk, Words
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.taggers.telemetry import refuse_telemetry
from enrich.model import Role
from gazetteer.model import Kind

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

DATA = Path(__file__).parent.parent / "data"
"""Where the models lie."""
PASSAGE = 200_000
"""Code points of a text that are read at once: what bounds the memory of a long text."""
GROUP = 256
"""Chunks that are prepared at once."""
_BATCH_PIECES = 1024
"""Padded pieces that go through the network at once: larger batches fall out of the cache."""
_ALIKE = 1.1
"""Longest chunk of a batch by its shortest: padding costs more than a call of its own."""
_DEMONYM = [FLAT.index("B-DEM"), FLAT.index("I-DEM")]
_KINDS = {"PER": Kind.PERSON, "LOC": Kind.PLACE, "ORG": Kind.ORGANISATION, "DEM": Kind.PLACE}


def open_session(model: Path) -> InferenceSession:
    """Load a network that is optimised already; it runs on one core."""
    refuse_telemetry()
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows, which has no variable for it
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a corpus is spread over processes, not over threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The file is optimised already: to do it again takes five times as long as loading it.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def iter_batches(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """Group chunks, the shortest first, such that the padded batch keeps within bounds."""
    batch: list[Chunk] = []
    for chunk in chunks:
        longer = batch and chunk.size > _ALIKE * batch[0].size
        if longer or (batch and (len(batch) + 1) * chunk.size > _BATCH_PIECES):
            yield batch
            batch = []
        batch.append(chunk)
    if batch:
        yield batch


def find_runs(chunks: Sequence[Chunk], lines: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Words that are decoded together: no name crosses a line.

    A chunk is one run but for its lines; the parts of an overlong sentence are one as well.
    """
    runs: list[tuple[int, int]] = []
    for chunk in chunks:
        if chunk.keep_first == chunk.first:
            runs.append((chunk.keep_first, chunk.keep_last))
        else:
            runs[-1] = (runs[-1][0], chunk.keep_last)
    return [part for first, last in runs for part in _parted(first, last, lines)]


def _parted(first: int, last: int, lines: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    between = lines[np.searchsorted(lines, first, "right") : np.searchsorted(lines, last)].tolist()
    return zip([first, *between], [*between, last], strict=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of a text.

    Attributes:
        scores: Unnormalised log-probabilities of each word, (words, OUTPUTS).
        runs: Ranges of words that are decoded together.
    """

    words: Words
    scores: NDArray[np.float32]
    runs: Sequence[tuple[int, int]]

    def spans(self, offset: int) -> Iterator[TaggedSpan]:
        """Yield the names of the most probable labels, for a text that begins at an offset."""
        flat = log_softmax(self.scores[:, FLAT_SLICE])
        toponym = log_softmax(self.scores[:, TOPONYM_SLICE])
        demonym = np.exp(flat[:, _DEMONYM]).sum(axis=-1)
        for first, last, _, probability in _decode(toponym, self.runs, TOPONYM):
            yield TaggedSpan(
                *self._offsets(first, last, offset),
                Kind.PLACE,
                probability,
                adjectival=bool(demonym[first:last].mean() > 0.5),
                roles=self.roles(first, last),
            )
        for first, last, label, probability in _decode(flat, self.runs, FLAT):
            if _KINDS[label] is not Kind.PLACE:
                yield TaggedSpan(*self._offsets(first, last, offset), _KINDS[label], probability)

    def flat_spans(self, offset: int) -> Iterator[TaggedSpan]:
        """Yield the names that do not overlap, and the places inside organisations and people.

        As ``spans``, for a network whose places are those of its flat labels: it has learnt the
        toponyms of longer names in English only.
        """
        flat = log_softmax(self.scores[:, FLAT_SLICE])
        long: list[tuple[int, int]] = []
        for first, last, label, probability in _decode(flat, self.runs, FLAT):
            kind = _KINDS[label]
            roles = self.roles(first, last) if kind is Kind.PLACE else ()
            yield TaggedSpan(
                *self._offsets(first, last, offset), kind, probability,
                adjectival=label == "DEM", roles=roles,
            )  # fmt: skip
            if kind is not Kind.PLACE and last - first > 1:
                long.append((first, last))
        toponym = log_softmax(self.scores[:, TOPONYM_SLICE])
        for first, last, _, probability in _decode(toponym, long, TOPONYM):
            if (first, last) not in long:
                offsets = self._offsets(first, last, offset)
                yield TaggedSpan(*offsets, Kind.PLACE, probability, roles=self.roles(first, last))

    def roles(self, first: int, last: int) -> tuple[tuple[Role, float], ...]:
        """Return the probability of each role for some words; even for none."""
        if first >= last:
            return tuple((role, 1 / len(ROLES)) for role in ROLES)
        scores = log_softmax(self.scores[first:last, ROLE_SLICE]).mean(axis=0)
        return tuple(zip(ROLES, np.exp(log_softmax(scores)).tolist(), strict=True))

    def words_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the first word that a span touches, and the one after the last."""
        first = int(np.searchsorted(self.words.ends, start, side="right"))
        return first, int(np.searchsorted(self.words.starts, end))

    def _offsets(self, first: int, last: int, offset: int) -> tuple[int, int]:
        return offset + int(self.words.starts[first]), offset + int(self.words.ends[last - 1])


def _decode(
    scores: NDArray[np.float32], runs: Sequence[tuple[int, int]], labels: Sequence[str]
) -> Iterator[tuple[int, int, str, float]]:
    """Yield first word, word after the last, kind and probability of each span.

    The probability is the geometric mean of those of its words' labels.
    """
    path = best_labels(scores, runs, labels)
    chosen = scores[np.arange(len(path)), path]
    named = np.cumsum(np.append(0, path > 0)).tolist()
    for first, last in runs:
        if named[last] == named[first]:
            continue
        for a, b, label in spans_of(path[first:last].tolist(), labels):
            probability = float(np.exp(chosen[first + a : first + b].mean()))
            yield first + a, first + b, label, probability
