"""A spaCy pipeline as a tagger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from enrich.mentions.taggers.schemes import Meaning, label_key, read_labels
from enrich.mentions.taggers.specs import (
    Named,
    PassageTagger,
    first_line,
    require_library,
    split_options,
)
from gazetteer.errors import TaggerError

# The parser and the recogniser take about a gigabyte for 100,000 characters, and the tokenizer
# of Japanese refuses more than 49,149 bytes at a time.
_PASSAGE: Final = 10_000
_ANY_LANGUAGE: Final = {"xx", "mul"}


class SpacyTagger(PassageTagger):
    """Finds what a spaCy pipeline marks as entities.

    GPE, LOC and FAC are places, NORP their adjectives, PERSON and ORG what they say; the other
    schemes of spaCy's pipelines are read alike. What a label does not tell is ignored. spaCy
    gives no probabilities.

    Args:
        nlp: A pipeline with a component that sets ``doc.ents``.
        labels: What further labels mean, or labels that the pipeline uses in its own way.

    Raises:
        TaggerError: The pipeline has no components, and would find nothing.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Goris"}])
        >>> tagger = SpacyTagger(nlp)
        >>> tagger("From Goris, by bus.")[0].kind
        <Kind.PLACE: 'place'>
    """

    def __init__(self, nlp: Any, *, labels: Mapping[str, Meaning] | None = None) -> None:
        if not nlp.pipe_names:
            raise TaggerError(
                f"the spaCy pipeline {_name(nlp)} has no components: it finds nothing"
            )
        super().__init__(
            min(_PASSAGE, nlp.max_length), None if nlp.lang in _ANY_LANGUAGE else {nlp.lang}
        )
        self._nlp = nlp
        self._labels = read_labels(labels)

    @property
    def id(self) -> str:
        """Name and version of the pipeline."""
        return f"spacy:{_name(self._nlp)}"

    def _names(self, passage: str) -> Iterator[Named]:
        for name in self._nlp(passage).ents:
            yield name.start_char, name.end_char, self._labels.get(label_key(name.label_)), 1.0


def load(model: str) -> SpacyTagger:
    """Return the tagger of an installed pipeline, or of one in a folder.

    Args:
        model: ``en_core_web_sm`` or ``path/to/pipeline``.

    Raises:
        TaggerError: spaCy or the pipeline is missing.
    """
    name, _ = split_options(model, ())
    spacy = require_library("spacy", "spacy")
    path = Path(name).expanduser()
    try:
        return SpacyTagger(spacy.load(path if path.is_dir() else name))
    except OSError as error:
        if path.exists():
            raise TaggerError(f"{name}: no spaCy pipeline ({first_line(error)})") from error
        raise TaggerError(
            f"spaCy has no pipeline {name!r}: python -m spacy download {name},"
            " or give the folder of one"
        ) from error


def _name(nlp: Any) -> str:
    return f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
