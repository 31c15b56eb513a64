"""What our taggers have in common: a network, batches of chunks, and the reading of scores."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from enrich.deadline import check_time
from enrich.mentions.taggers.decoding import (
    FLAT,
    FLAT_SLICE,
    OUTPUTS,
    ROLE_SLICE,
    ROLES,
    TOPONYM,
    TOPONYM_SLICE,
    best_labels,
    log_softmax,
    spans_of,
)
from enrich.mentions.taggers.encoding import Chunk, Words
from enrich.mentions.taggers.passages import iter_passages
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.taggers.telemetry import refuse_telemetry
from enrich.model import Role
from gazetteer.model import Kind

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

DATA = Path(__file__).parent.parent / "data"
"""Where the models lie."""
_PASSAGE = 200_000
"""Code points of a text that are read at once: what bounds the memory of a long text."""
_GROUP = 256
"""Chunks that are prepared at once."""
_BATCH_PIECES = 1024
"""Padded pieces that go through the network at once: larger batches fall out of the cache."""
_ALIKE = 1.1
"""Longest chunk of a batch by its shortest: padding costs more than a call of its own."""
_DEMONYM = [FLAT.index("B-DEM"), FLAT.index("I-DEM")]
_KINDS = {"PER": Kind.PERSON, "LOC": Kind.PLACE, "ORG": Kind.ORGANISATION, "DEM": Kind.PLACE}


class NetworkTagger(ABC):
    """A tagger with a network of ours. Safe for use from several threads; loaded when needed.

    Args:
        model: The network, optimised already.
    """

    def __init__(self, model: Path) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._last: tuple[str, Reading] | None = None  # spans, then roles, of the same text

    @cached_property
    def _session(self) -> InferenceSession:
        return open_session(self._model)

    @cached_property
    @abstractmethod
    def _tokeniser(self) -> Tokenizer:
        """What splits a text into pieces."""

    @abstractmethod
    def _reading(self, text: str, session: InferenceSession, tokeniser: Tokenizer) -> Reading:
        """What the network says of a text of at most ``_PASSAGE`` code points."""

    @abstractmethod
    def _spans(self, reading: Reading, offset: int) -> Iterator[TaggedSpan]:
        """The names in a reading of a text that begins at an offset."""

    def __call__(self, text: str) -> tuple[TaggedSpan, ...]:
        """Return the names of a text in the order of their starts.

        Places may lie inside organisations and people; otherwise spans do not overlap.
        """
        found = [
            span
            for offset, passage in iter_passages(text, _PASSAGE)
            for span in self._spans(self._read(passage), offset)
        ]
        return tuple(sorted(found, key=lambda s: (s.start, -s.end)))

    def roles_of(
        self, text: str, spans: Sequence[tuple[int, int]]
    ) -> tuple[tuple[tuple[Role, float], ...], ...]:
        """Return the probability of each role for places that somebody else found."""
        found: dict[tuple[int, int], tuple[tuple[Role, float], ...]] = {}
        for offset, passage in iter_passages(text, _PASSAGE):
            within = [s for s in spans if offset <= s[0] < offset + len(passage)]
            if within:
                reading = self._read(passage)
                for start, end in within:
                    words = reading.words_of(start - offset, end - offset)
                    found[start, end] = reading.roles(*words)
        return tuple(found[span] for span in spans)

    def scores(self, text: str) -> tuple[Words, NDArray[np.float32]]:
        """Return the words of a text and what the network says of each.

        Returns:
            The words, and unnormalised log-probabilities, (words, OUTPUTS); all 0 for the words of
            a sentence that is not read, since it cannot hold a name.
        """
        reading = self._read(text)
        return reading.words, reading.scores

    def _read(self, text: str) -> Reading:
        last = self._last
        if last is not None and last[0] == text:
            return last[1]
        with self._lock:  # cached_property is not safe by itself
            session, tokeniser = self._session, self._tokeniser
        reading = self._reading(text, session, tokeniser)
        self._last = (text, reading)
        return reading


def score_words(
    session: InferenceSession,
    words: Words,
    chunks: Sequence[Chunk],
    inputs: Callable[[Sequence[Chunk]], Mapping[str, NDArray[np.generic]]],
) -> NDArray[np.float32]:
    """Return the network's output for each word.

    Args:
        session: Of ``open_session``.
        words: Of the text.
        chunks: That are read; the words outside of them keep 0.
        inputs: The arrays that the network asks for, of a batch of chunks.

    Returns:
        Unnormalised log-probabilities, (words, OUTPUTS).
    """
    scores = np.zeros((len(words), OUTPUTS), dtype=np.float32)
    for begin in range(0, len(chunks), _GROUP):
        group = sorted(chunks[begin : begin + _GROUP], key=lambda c: c.size)
        for batch in _batches(group):
            check_time()
            (out,) = session.run(None, dict(inputs(batch)))
            for row, chunk in enumerate(batch):
                kept = slice(chunk.keep_first, chunk.keep_last)
                at = words.first[kept] - words.first[chunk.first] + 1
                scores[kept] = out[row, at]
    return scores


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


def _batches(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
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
