"""A GLiNER model as a tagger: it finds what the labels describe, in many languages."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from types import MappingProxyType
from typing import Any, Final

from enrich.mentions.taggers.passages import find_cut
from enrich.mentions.taggers.schemes import Meaning
from enrich.mentions.taggers.specs import (
    Named,
    PassageTagger,
    first_line,
    is_yes,
    languages_of,
    local_folder,
    offline,
    require_library,
    split_options,
)
from gazetteer.errors import TaggerError
from gazetteer.model import Kind

_EXTRA: Final = "gliner"
_CONFIG: Final = "gliner_config.json"  # what makes a folder a model

LABELS: Final[Mapping[str, Meaning]] = MappingProxyType(
    {
        "person": Meaning(Kind.PERSON),
        "organization": Meaning(Kind.ORGANISATION),
        "location": Meaning(Kind.PLACE),
        "nationality": Meaning(Kind.PLACE, adjectival=True),
    }
)
"""What the model is asked for, unless the caller says otherwise."""

_THRESHOLD: Final = 0.5  # the library's own
_PASSAGE: Final = 2_000  # code points; about the 384 words that most models are trained on
_WORDS: Final = 384
_WORD: Final = re.compile(r"\w+|\S")
_ENDLESS: Final = 100_000  # tokens; what a tokenizer without a limit says is more


class GlinerTagger(PassageTagger):
    """Finds what a GLiNER model finds for a list of labels.

    The library reads the first words of a text, as many as the model was trained on, and leaves
    out the rest; here a long text is read in passages that are short enough.

    Args:
        model: What ``GLiNER.from_pretrained`` returns.
        name: What the model is called in the run's record.
        labels: What to ask for, in words, and what it means; ``LABELS`` otherwise.
        threshold: The least score that counts, 0 to 1.
        languages: ISO 639-1 codes it is made for; None for any.

    Raises:
        TaggerError: There is no label, or the threshold is not a probability.

    Example:
        >>> class Model:  # any object that predicts as GLiNER does
        ...     def predict_entities(self, text, labels, threshold):
        ...         return [{"start": 3, "end": 8, "label": "location", "score": 0.9}]
        >>> GlinerTagger(Model(), name="mine")("In Goris.")[0].probability
        0.9
    """

    def __init__(
        self,
        model: Any,
        *,
        name: str,
        labels: Mapping[str, Meaning] = LABELS,
        threshold: float = _THRESHOLD,
        languages: Iterable[str] | None = None,
    ) -> None:
        if not labels:
            raise TaggerError("a GLiNER model needs labels to look for")
        if not 0.0 <= threshold <= 1.0:
            raise TaggerError(f"threshold {threshold!r} is not a number from 0 to 1")
        super().__init__(_PASSAGE, languages)
        self._model = model
        self._name = name
        self._labels = dict(labels)
        self._threshold = threshold
        self._fits = _measure(model, list(labels))
        self._lock = threading.Lock()  # the tokenizers inside refuse two callers at a time

    @property
    def id(self) -> str:
        """Name of the model."""
        return f"gliner:{self._name}"

    def _passages(self, text: str) -> Iterator[tuple[int, str]]:
        for offset, passage in super()._passages(text):
            yield from self._halved(offset, passage)

    def _halved(self, offset: int, passage: str) -> Iterator[tuple[int, str]]:
        """Halve a passage until the model can read it whole."""
        size = len(passage)
        with self._lock:
            whole = size < 4 or self._fits(passage)
        if whole:
            yield offset, passage
            return
        cut = find_cut(passage, size // 4, size - size // 4)
        yield from self._halved(offset, passage[:cut])
        yield from self._halved(offset + cut, passage[cut:])

    def _names(self, passage: str) -> Iterator[Named]:
        if not passage.strip():
            return
        with self._lock:
            predicted = self._model.predict_entities(
                passage, list(self._labels), threshold=self._threshold
            )
        for name in predicted:
            meaning = self._labels.get(name["label"])
            yield name["start"], name["end"], meaning, float(name["score"])


def load(model: str) -> GlinerTagger:
    """Return the tagger of a model in a folder, or of one that the hub's cache holds.

    Args:
        model: ``path/to/model`` or ``owner/model``; options after a question mark:
            ``download=yes`` lets the library fetch it, ``threshold=0.4``, ``languages=en,de``.

    Raises:
        TaggerError: The library or the model is missing.
    """
    name, options = split_options(model, ("download", "languages", "threshold"))
    gliner = require_library("gliner", _EXTRA)
    folder = local_folder(name)
    local = not is_yes(options, "download")
    try:
        with offline() if local else nullcontext():
            loaded = gliner.GLiNER.from_pretrained(str(folder or name), local_files_only=local)
    except OSError as error:
        if not local or (folder and not (folder / _CONFIG).is_file()):
            raise TaggerError(f"{name} cannot be loaded: {first_line(error)}") from error
        raise TaggerError(
            f"the model {name}, or the encoder that it builds on, is not on this machine:"
            f" let it be fetched with gliner:{name}?download=yes"
        ) from error
    called = folder.resolve().name if folder else name
    return GlinerTagger(
        loaded, name=called, threshold=_threshold(options), languages=languages_of(options)
    )


def _threshold(options: Mapping[str, str]) -> float:
    value = options.get("threshold", str(_THRESHOLD))
    try:
        return float(value)
    except ValueError as error:
        raise TaggerError(f"threshold={value}: give a number from 0 to 1") from error


def _measure(model: Any, labels: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a model reads a passage to its end.

    Two limits hold: words, as the model splits them, and the tokens of its encoder, among which
    are those of the labels.
    """
    processor = getattr(model, "data_processor", None)
    split = getattr(processor, "words_splitter", None) or _WORD.findall
    most = getattr(getattr(model, "config", None), "max_len", None) or _WORDS
    tokenizer: Any = getattr(processor, "transformer_tokenizer", None)
    room = getattr(tokenizer, "model_max_length", _ENDLESS)
    if room < _ENDLESS:  # the labels come first, each with a mark; words apart take more tokens
        room -= room // 10 + len(tokenizer.tokenize(" ".join(labels))) + len(labels)

    def fits(passage: str) -> bool:
        words = sum(1 for _ in split(passage))
        return words <= most and (
            room >= _ENDLESS or len(tokenizer.tokenize(passage)) <= max(room, 1)
        )

    return fits
