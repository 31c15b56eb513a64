"""A token-classification model of Hugging Face's transformers as a tagger.

The model and its tokenizer are called without the library's own pipeline. That one cuts long
texts unless told otherwise, takes the comma of "Paris," into the name with many tokenizers, and
reads the labels of BIOES schemes as kinds of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any, Final

from enrich.mentions.taggers.pieces import Piece, names_of, read_tag, words_of
from enrich.mentions.taggers.schemes import Meaning, label_key, read_labels
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

_EXTRA: Final = "huggingface"
_PASSAGE: Final = 10_000  # code points; bounds the memory that the tokens of a text take
_LONGEST: Final = 512  # tokens; what most encoders are trained on
_OVERLAP: Final = 64  # tokens that two windows share: each is believed in the half it sees around
_RESERVED: Final = 2  # positions that RoBERTa counts and does not use


class HuggingFaceTagger(PassageTagger):
    """Finds what a token-classification model marks as people, places and organisations.

    Labels are BIO, BIOES, BILOU or plain types; PER, LOC, GPE, ORG and their longer names are
    understood, others are ignored. A word has the label of its first piece. Long texts are read
    in overlapping windows, one at a time.

    Args:
        model: A token-classification model: what ``AutoModelForTokenClassification`` loads, or
            the ``model`` of a pipeline.
        tokenizer: Its tokenizer, one that tells offsets (a "fast" one).
        name: What the model is called in the run's record; its own name otherwise.
        languages: ISO 639-1 codes it is made for; None for any.
        labels: What further labels mean, or labels that the model uses in its own way.

    Raises:
        TaggerError: No label of the model is understood, or the tokenizer tells no offsets.

    Example:
        >>> import transformers                                          # doctest: +SKIP
        >>> pipe = transformers.pipeline("ner", "dslim/bert-base-NER")   # doctest: +SKIP
        >>> tagger = HuggingFaceTagger(pipe.model, pipe.tokenizer)       # doctest: +SKIP
        >>> tagger("Talks in Yerevan failed.")                           # doctest: +SKIP
        [TaggedSpan(start=9, end=16, kind=<Kind.PLACE: 'place'>, ...)]
    """

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        *,
        name: str | None = None,
        languages: Iterable[str] | None = None,
        labels: Mapping[str, Meaning] | None = None,
    ) -> None:
        super().__init__(_PASSAGE, languages)
        self._torch = require_library("torch", _EXTRA)
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._name = name or model.config.name_or_path or type(model).__name__
        self._meanings = read_labels(labels)
        self._labels = {int(number): label for number, label in model.config.id2label.items()}
        self._check()
        self._longest = _longest(model.config, tokenizer)
        self._lock = threading.Lock()  # a fast tokenizer refuses two callers at a time

    def _check(self) -> None:
        types = {read_tag(label)[1] for label in self._labels.values()} - {""}
        if not any(label_key(type_) in self._meanings for type_ in types):
            shown = ", ".join(sorted(types)[:10])
            raise TaggerError(
                f"no label of {self._name} is understood ({shown}): give a model of named"
                " entities, or say with HuggingFaceTagger(labels=...) what they mean"
            )
        if not getattr(self._tokenizer, "is_fast", False):
            raise TaggerError(
                f"the tokenizer of {self._name} gives no offsets: take a model with a fast one"
            )

    @property
    def id(self) -> str:
        """Name of the model, with the revision if it came from the hub."""
        revision = getattr(self._model.config, "_commit_hash", None)
        return f"huggingface:{self._name}" + (f"@{revision[:12]}" if revision else "")

    def _names(self, passage: str) -> Iterator[Named]:
        for name in names_of(words_of(passage, self._pieces(passage))):
            yield name.start, name.end, self._meanings.get(label_key(name.label)), name.probability

    def _pieces(self, passage: str) -> list[Piece]:
        """The pieces of a passage; where windows overlap, from the one that sees more around."""
        overlap = min(_OVERLAP, self._longest // 4)
        with self._lock:
            encoded = self._tokenizer(
                passage,
                truncation=True,
                max_length=self._longest,
                stride=overlap,
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
            )
        pieces: list[Piece] = []
        for number in range(len(encoded["input_ids"])):
            window = self._window(encoded, number)
            if pieces and window:
                middle = window[min(overlap // 2, len(window) - 1)].start
                pieces = [piece for piece in pieces if piece.start < middle]
                window = [piece for piece in window if piece.start >= middle]
            pieces += window
        return pieces

    def _window(self, encoded: Any, number: int) -> list[Piece]:
        torch = self._torch
        names = [name for name in self._tokenizer.model_input_names if name in encoded]
        inputs = {
            name: torch.tensor([encoded[name][number]], device=self._model.device) for name in names
        }
        with torch.inference_mode():
            scores = self._model(**inputs).logits[0].float().softmax(-1)
        best, labels = (values.tolist() for values in scores.max(-1))
        offsets = encoded["offset_mapping"][number]
        return [
            Piece(start, end, self._labels[label], probability)
            for (start, end), label, probability in zip(offsets, labels, best, strict=True)
            if end > start  # those of [CLS] and [SEP] are empty
        ]


def load(model: str) -> HuggingFaceTagger:
    """Return the tagger of a model in a folder, or of one that the hub's cache holds.

    Args:
        model: ``path/to/model`` or ``owner/model``; options after a question mark:
            ``download=yes`` lets the library fetch it, ``languages=en,de`` says what it is for.

    Raises:
        TaggerError: The library or the model is missing, or the model is of another sort.
    """
    name, options = split_options(model, ("download", "languages"))
    require_library("torch", _EXTRA)
    transformers = require_library("transformers", _EXTRA)
    folder = local_folder(name)
    local = not is_yes(options, "download")
    how = {"local_files_only": local, "trust_remote_code": False}
    try:
        with _quietly(transformers) if local else nullcontext():
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder or name, **how)
            network = transformers.AutoModelForTokenClassification.from_pretrained(
                folder or name, **how
            )
    except OSError as error:
        if folder is None and local:
            raise TaggerError(
                f"no model {name!r} is on this machine: hf download {name},"
                f" or let it be fetched with huggingface:{name}?download=yes"
            ) from error
        raise TaggerError(f"{name} cannot be loaded: {first_line(error)}") from error
    called = folder.resolve().name if folder else name
    return HuggingFaceTagger(network, tokenizer, name=called, languages=languages_of(options))


def _longest(config: Any, tokenizer: Any) -> int:
    """Tokens that the model reads at a time; tokenizers that do not know say 10 to the 30."""
    positions = getattr(config, "max_position_embeddings", None) or _LONGEST + _RESERVED
    return int(min(_LONGEST, tokenizer.model_max_length, positions - _RESERVED))


@contextmanager
def _quietly(transformers: Any) -> Iterator[None]:
    """Without the network, and without a progress bar: reading weights from disk is no news."""
    logging = transformers.utils.logging
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        with offline():
            yield
    finally:
        if shown:
            logging.enable_progress_bar()
