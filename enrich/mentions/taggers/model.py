"""Our own tagger: a small transformer that ships with the package and runs on one core.

``scripts/train_tagger.py`` trains it; ``docs/tagger.md`` is its model card.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
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
from enrich.mentions.taggers.encoding import (
    Chunk,
    Words,
    chunk_arrays,
    chunk_words,
    line_starts,
    make_tokeniser,
    may_hold_names,
    split_words,
)
from enrich.mentions.taggers.features import FEATURES, name_features
from enrich.mentions.taggers.passages import iter_passages
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.taggers.telemetry import refuse_telemetry
from enrich.mentions.tokens import tokenise
from enrich.model import Role
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_DATA = Path(__file__).parent.parent / "data"
_BATCH_PIECES = 1024
"""Padded pieces that go through the network at once: larger batches fall out of the cache."""
_ALIKE = 1.1
"""Longest chunk of a batch by its shortest: padding costs more than a call of its own."""
_GROUP = 256
"""Chunks that are prepared at once."""
_PASSAGE = 200_000
"""Code points of a text that are read at once: what bounds the memory of a long text."""
_PLACES = [FEATURES.index(f"place, {how}: first word") for how in ("known", "well known")]
_DEMONYM = [FLAT.index("B-DEM"), FLAT.index("I-DEM")]
_KINDS = {"PER": Kind.PERSON, "LOC": Kind.PLACE, "ORG": Kind.ORGANISATION, "DEM": Kind.PLACE}


class NameTagger:
    """Finds people, places, organisations and adjectives of places in English text.

    Safe for use from several threads.

    Args:
        gazetteer: Where names are known from: the embedded one, whatever is linked to. None
            opens it when it is needed; ``close`` closes it then.
        model: Another model file than the packaged one.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     spans = NameTagger(gazetteer)("Lavrov met the Armenian envoy in Moscow.")
        >>> [(span.start, span.end, str(span.kind)) for span in spans]
        [(0, 6, 'person'), (15, 23, 'place'), (33, 39, 'place')]
    """

    languages = frozenset({"en"})

    def __init__(self, gazetteer: Gazetteer | None = None, model: Path | None = None) -> None:
        self._given = gazetteer
        self._opened: Gazetteer | None = None
        self._model = model or _DATA / "tagger.onnx"
        self._lock = threading.Lock()
        self._last: tuple[str, _Reading] | None = None  # spans, then roles, of the same text

    @property
    def id(self) -> str:
        """Name and version of the model."""
        packaged = self._model == _DATA / "tagger.onnx"
        return "enrich-tagger-2" if packaged else f"enrich-tagger {self._model.stem}"

    def close(self) -> None:
        """Close the gazetteer, unless the caller opened it, and forget the last text."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None
            self._last = None

    def _gazetteer(self) -> Gazetteer:
        if self._given is not None:
            return self._given
        with self._lock:
            if self._opened is None:
                self._opened = Gazetteer.open()
            return self._opened

    @cached_property
    def _session(self) -> InferenceSession:
        refuse_telemetry()
        import onnxruntime

        onnxruntime.disable_telemetry_events()  # on Windows, which has no variable for it
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a corpus is spread over processes, not over threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The file is optimised already: to do it again takes five times as long as loading it.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        return onnxruntime.InferenceSession(
            str(self._model), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _tokeniser(self) -> Tokenizer:
        pieces = (_DATA / "tagger.vocab.txt").read_text(encoding="utf-8")
        return make_tokeniser(pieces.removesuffix("\n").split("\n"))

    def __call__(self, text: str) -> tuple[TaggedSpan, ...]:
        """Return the names of a text in the order of their starts.

        Places may lie inside organisations and people; otherwise spans do not overlap.
        """
        found = [
            span
            for offset, passage in iter_passages(text, _PASSAGE)
            for span in self._read(passage).spans(offset)
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

    def _read(self, text: str) -> _Reading:
        last = self._last
        if last is not None and last[0] == text:
            return last[1]
        with self._lock:  # cached_property is not safe by itself
            session, tokeniser = self._session, self._tokeniser
        tokens = tokenise(text)
        words = split_words(text, tokens, tokeniser)
        features = name_features(words, tokens, self._gazetteer())
        places = (features[:, _PLACES] > 0).max(axis=1).tolist()

        def is_needed(first: int, last: int) -> bool:
            return (first < last and places[first]) or may_hold_names(words, first, last)

        chunks = list(chunk_words(words, tokens, is_needed=is_needed))
        reading = _Reading(
            words, _scores(session, words, features, chunks), _runs(chunks, line_starts(words))
        )
        self._last = (text, reading)
        return reading


def _scores(
    session: InferenceSession, words: Words, features: NDArray[np.float32], chunks: Sequence[Chunk]
) -> NDArray[np.float32]:
    """The network's output for each word, (words, OUTPUTS)."""
    scores = np.zeros((len(words), OUTPUTS), dtype=np.float32)
    for begin in range(0, len(chunks), _GROUP):
        group = sorted(chunks[begin : begin + _GROUP], key=lambda c: c.size)
        for batch in _batches(group):
            check_time()
            arrays = [chunk_arrays(words, features, chunk) for chunk in batch]
            (out,) = session.run(None, _padded(arrays))
            for row, chunk in enumerate(batch):
                kept = slice(chunk.keep_first, chunk.keep_last)
                at = words.first[kept] - words.first[chunk.first] + 1
                scores[kept] = out[row, at]
    return scores


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


def _padded(
    arrays: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]],
) -> dict[str, NDArray[np.generic]]:
    size = max(len(pieces) for pieces, _, _ in arrays)
    pieces = np.zeros((len(arrays), size), dtype=np.int64)
    shapes = np.zeros((len(arrays), size), dtype=np.int64)
    features = np.zeros((len(arrays), size, arrays[0][2].shape[1]), dtype=np.float32)
    for row, own in enumerate(arrays):
        kept = slice(len(own[0]))
        pieces[row, kept], shapes[row, kept], features[row, kept] = own
    return {"pieces": pieces, "shapes": shapes, "features": features}


def _runs(chunks: Sequence[Chunk], lines: NDArray[np.int64]) -> list[tuple[int, int]]:
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
class _Reading:
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
