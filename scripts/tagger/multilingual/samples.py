"""What the multilingual tagger learns from.

- Labelled texts that may be trained on: Armenian (ArmTDP-NER), Russian (factRuEval), German
  (GermEval 2014, its development part; Europeana newspapers), Polish (KPWr), Arabic (a sample of
  Wojood), French (wikinews and novels of FENEC; Europeana newspapers), Dutch (Europeana
  newspapers). Names of other kinds are left open.
- Sentences of our own in thirteen languages: ``data/languages/``.
- English newswire, labelled by the English tagger, whose probabilities are to be met.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tagger.samples import Sample, Span, iter_bio, iter_sentences, join_words

__all__ = ["CORPORA", "Corpus", "read_corpus", "read_own"]

_EVERY = frozenset({"O", "PER", "LOC", "ORG", "DEM"})
_MARKED = re.compile(r"\[([^\[\]|]+)\|(PER|LOC|ORG|DEM)\]")
_TOPONYM = {"LOC": True, "PER": False}  # of the others it is not known
_UNMARKED_ADJECTIVES = frozenset({"O", "DEM"})


@dataclass(frozen=True, slots=True)
class Corpus:
    """A labelled corpus.

    Attributes:
        name: Its file is ``NAME.conll.gz``.
        share: Of the pieces of a pass, in parts of the sum over all.
        weight: How much its words count.
        demonyms: Whether it marks adjectives of places; in others an unmarked word may be one.
    """

    name: str
    share: float
    weight: float = 1.0
    demonyms: bool = False


CORPORA = (
    Corpus("hy_armtdp.train", 12, demonyms=True),
    Corpus("ru_factrueval.train", 11),
    Corpus("pl_kpwr.test", 11, demonyms=True),
    Corpus("de_germeval2014.dev", 8, demonyms=True),
    Corpus("ar_wojood_sample.train", 3),
    Corpus("ar_wojood_sample.dev", 0.5),
    Corpus("fr_fenec_open.all", 1, demonyms=True),
    Corpus("fr_europeana_bnf.all", 4, 0.5),
    Corpus("de_europeana_sbb.all", 1, 0.5),
    Corpus("nl_europeana_kb.all", 3, 0.5),
)
OWN_SHARE, ENGLISH_SHARE = 32, 20
"""Likewise, of our own sentences and of English newswire."""


def read_corpus(folder: Path, corpus: Corpus) -> Iterator[Sample]:
    """Yield a sample for each sentence of a corpus."""
    for words, tags in iter_sentences(folder / f"{corpus.name}.conll.gz"):
        yield _sample(corpus, words, tags)


def _sample(corpus: Corpus, words: list[str], tags: list[str]) -> Sample:
    text, starts = join_words(words)
    spans = [
        _span(starts[first], starts[last - 1] + len(words[last - 1]), label)
        for label, first, last in iter_bio(tags)
    ]
    others = frozenset({"O"}) if corpus.demonyms else _UNMARKED_ADJECTIVES
    return Sample(corpus.name, corpus.name, text, tuple(spans), others, weight=corpus.weight)


def _span(start: int, end: int, label: str) -> Span:
    labels = _EVERY if label == "MISC" else frozenset({label})
    return Span(start, end, labels, _TOPONYM.get(label))


def read_own(folder: Path) -> Mapping[str, list[Sample]]:
    """Return our own sentences by language: names stand in them as ``[Ankara|LOC]``."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found[path.stem] = [_marked(path.stem, line) for line in lines if line[:1] not in ("", "#")]
    return found


def _marked(language: str, line: str) -> Sample:
    text, spans, done = "", [], 0
    for name in _MARKED.finditer(line):
        text += line[done : name.start()]
        spans.append(_span(len(text), len(text) + len(name[1]), name[2]))
        text += name[1]
        done = name.end()
    return Sample(f"own:{language}", f"own:{language}", text + line[done:], tuple(spans))


def pack(samples: list[Sample], chance: random.Random, joint: str = " ") -> list[Sample]:
    """Join sentences of one corpus as a text has them, up to a random length."""
    packed: list[Sample] = []
    room = 0
    for sample in samples:
        last = packed[-1] if packed else None
        if last is None or last.others != sample.others or len(last.text) + len(sample.text) > room:
            packed.append(sample)
            room = chance.randint(0, 320)
            continue
        shift = len(last.text) + len(joint)
        moved = (replace(s, start=s.start + shift, end=s.end + shift) for s in sample.spans)
        text = f"{last.text}{joint}{sample.text}"
        packed[-1] = replace(last, text=text, spans=(*last.spans, *moved))
    return packed
