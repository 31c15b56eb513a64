"""The corpora as samples: a text and what is known of its names.

Every corpus has conventions of its own; here they become one. The rules, each with its reason:

- A title is no part of a person ("President Bush" in GMB).
- An organisation whose whole name is that of a well-known place ("Russia") is that place; the
  roles, not the kinds, tell a state from its government.
- "Seattle, Washington" is two places.
- "@name" of a tweet is neither a person nor nothing: its words are left open.
- MISC of Wikigold is no name of ours. Adjectives of places are a class of their own, wherever the
  gazetteer holds a word as nothing else; corpora that leave them unmarked are completed.
- In the place corpora only places are marked: any other word may be a person, an organisation or
  nothing, but no place; of an unmarked adjective nothing is known. People and organisations that
  the base model is sure of are added (``add_names``).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from evaluation import corpora

from enrich.mentions.lexicon import lexicon
from enrich.mentions.taggers import TaggedSpan
from gazetteer.model import ADJECTIVAL, Kind
from gazetteer.store import Gazetteer

__all__ = [
    "Names", "Sample", "Span", "add_names", "iter_bio", "iter_sentences", "join_words",
    "read_conll", "read_relocar", "read_toponyms",
]  # fmt: skip

_LABELS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "NORP_GPE": "DEM"}
_WELL_KNOWN = 0.55
_TO_LEFT = re.compile(r"^(?:[.,;:!?%)\]}…]|'s|’s|n't|'re|'ve|'ll|'m|'d|'S)$")
_TO_RIGHT = set("([{$£€#@")


@dataclass(frozen=True, slots=True)
class Span:
    """A name in a sample.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        labels: Which flat labels it may have: "PER", "LOC", "ORG", "DEM", "O".
        toponym: Whether the toponym head shall find it; None where it is not known.
        roles: Which roles it may have; none where nothing is known.
        around: Whether other spans may lie inside; it then says nothing of toponyms.
    """

    start: int
    end: int
    labels: frozenset[str]
    toponym: bool | None = None
    roles: frozenset[str] = frozenset()
    around: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and what is known of its names.

    Attributes:
        corpus: Where it is from.
        document: Id of its document; a document is never split between folds.
        text: The text.
        spans: Its names.
        others: What flat labels any other word may have.
        other_toponyms: What the toponym head shall say of other words; None leaves them open.
        weight: How much its words count in training.
    """

    corpus: str
    document: str
    text: str
    spans: tuple[Span, ...]
    others: frozenset[str] = frozenset({"O"})
    other_toponyms: bool | None = False
    weight: float = 1.0


@dataclass
class Names:
    """What the gazetteer says of a name, for the rules above."""

    gazetteer: Gazetteer
    _demonyms: dict[str, bool] = field(default_factory=dict)

    def is_demonym(self, text: str) -> bool:
        """Whether a word is held as the adjective or demonym of a place and not as its name."""
        if text not in self._demonyms:
            hits = self.gazetteer.lookup(text, Kind.PLACE) if text[:1].isupper() else ()
            peoples = {h.entity.id for h in hits if h.name.type in ADJECTIVAL}
            named = {h.entity.id for h in hits if h.name.type not in ADJECTIVAL}
            self._demonyms[text] = bool(peoples - named)
        return self._demonyms[text]

    def is_place(self, text: str) -> bool:
        """Whether the gazetteer holds a place under this name."""
        return bool(self.gazetteer.lookup(text, Kind.PLACE))

    def is_well_known_place(self, text: str) -> bool:
        """Whether a text is first of all the name of a country or a great city."""
        hits = self.gazetteer.lookup(text)
        return (
            bool(hits)
            and hits[0].entity.kind is Kind.PLACE
            and (hits[0].entity.prominence >= _WELL_KNOWN and hits[0].name.type not in ADJECTIVAL)
        )


def read_conll(path: Path, names: Names, weight: float = 1.0) -> Iterator[Sample]:
    """Read a corpus of token<TAB>BIO lines, a sample a sentence.

    Args:
        path: A ``.conll.gz`` file.
        names: For the rules of this module.
        weight: Of each sample.
    """
    corpus = path.name.removesuffix(".conll.gz")
    for number, (words, tags) in enumerate(iter_sentences(path)):
        text, starts = join_words(words)
        ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
        spans = list(_named(words, tags, starts, ends, text, names))
        covered = {i for s in spans for i in range(s.start, s.end)}
        spans += [
            Span(start, end, frozenset({"DEM"}))
            for word, start, end in zip(words, starts, ends, strict=True)
            if start not in covered and names.is_demonym(word)
        ]
        yield Sample(
            corpus, f"{corpus}:{number // 10}", text, tuple(sorted(spans, key=lambda s: s.start)),
            weight=weight,
        )  # fmt: skip


def iter_sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words and BIO tags of each sentence of a corpus of token<TAB>tag lines."""
    words: list[str] = []
    tags: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, _, tag = line.rstrip("\n").rpartition("\t")
            if word:
                words.append(word)
                tags.append(tag)
            elif words:
                yield words, tags
                words, tags = [], []
    if words:
        yield words, tags


def join_words(words: Sequence[str]) -> tuple[str, list[int]]:
    """Join words as a text is written: the rules that look at gaps read it so."""
    text, starts = "", []
    quoted = False
    for index, word in enumerate(words):
        glued = not index or _TO_LEFT.match(word) or words[index - 1] in _TO_RIGHT
        if word == '"':
            glued, quoted = (quoted or not index), not quoted
        elif index and words[index - 1] == '"' and quoted:
            glued = True
        text += "" if glued else " "
        starts.append(len(text))
        text += word
    return text, starts


def _named(  # noqa: PLR0913, PLR0917 - one sentence, in parallel lists
    words: Sequence[str], tags: Sequence[str], starts: Sequence[int], ends: Sequence[int],
    text: str, names: Names,
) -> Iterator[Span]:  # fmt: skip
    for label, first, last in iter_bio(tags):
        if label not in _LABELS:
            continue
        if words[first].startswith("@") or (first and words[first - 1] == "@"):
            yield Span(starts[first], ends[last - 1], frozenset({"O", "PER", "ORG", "LOC"}))
            continue
        begin = first + _title_words(words[first:last], names) if label == "PER" else first
        if begin == last:
            continue
        kind = _LABELS[label]
        name = text[starts[begin] : ends[last - 1]]
        if kind in ("ORG", "DEM") and names.is_well_known_place(name):
            kind = "LOC"  # GMB has "Venezuela" as a demonym now and then
        if kind == "LOC" and "," in words[begin:last]:
            comma = words.index(",", begin)
            if comma > begin:
                yield _span(starts[begin], ends[comma - 1], kind)
            if comma + 1 < last:
                yield _span(starts[comma + 1], ends[last - 1], kind)
        else:
            yield _span(starts[begin], ends[last - 1], kind)


def _span(start: int, end: int, kind: str) -> Span:
    toponym = {"LOC": True, "PER": False}.get(kind)
    return Span(start, end, frozenset({kind}), toponym)


def iter_bio(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield label, first word and the word after the last of each name that BIO tags mark."""
    begin, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        if label and (tag == "O" or tag[0] == "B" or tag[2:] != label):
            yield label, begin, index
            label = ""
        if tag != "O" and not label:
            begin, label = index, tag[2:]


def _title_words(words: Sequence[str], names: Names) -> int:
    """How many words before a person's name are titles: "Iraqi Prime Minister"."""
    best = 0
    for index, word in enumerate(words[:-1]):
        lower = word.lower().rstrip(".")
        two = f"{lower} {words[index + 1].lower()}"
        if lower in _titles() or two in _titles() or names.is_demonym(word) or word.islower():
            best = index + 1
        elif index == best:
            break
    return best


@cache
def _titles() -> frozenset[str]:
    return lexicon().titles - {"father", "sister", "saint", "chief", "dean", "private", "count"}


def read_toponyms(path: Path, names: Names) -> Iterator[Sample]:
    """Read LGL, TR-News or GeoWebNews.

    Args:
        path: A ``places_*.jsonl`` file.
        names: For the rules of this module.
    """
    corpus = path.stem
    for document in corpora.read_places(path):
        golds = document.golds
        spans = [_toponym(g, names) for g in golds]
        covered = {i for g in golds for i in range(g.start, g.end)}
        spans += [
            Span(m.start(), m.end(), frozenset({"O", "PER", "ORG", "DEM"}))
            for m in re.finditer(r"[^\W\d_]+", document.text)
            if m.start() not in covered and names.is_demonym(m[0])
        ]
        yield Sample(
            corpus, f"{corpus}:{document.id}", document.text,
            tuple(sorted(spans, key=lambda s: s.start)),
            others=frozenset({"O", "PER", "ORG", "DEM"}),
        )  # fmt: skip


def add_names(sample: Sample, tagged: Iterable[TaggedSpan], least: float) -> Sample:
    """Complete a text in which only places are marked with the people and organisations in it.

    Args:
        sample: Of a place corpus.
        tagged: What a tagger found in its text that has never seen a place corpus.
        least: Names that are less probable than this are left out.

    Returns:
        The sample with a span around each organisation and person, but those that are, or cross,
        a marked place themselves.
    """
    kinds = {Kind.PERSON: "PER", Kind.ORGANISATION: "ORG"}
    around: list[Span] = []
    for span in tagged:
        inside = [s for s in sample.spans if s.start < span.end and span.start < s.end]
        whole = all(span.start <= s.start and s.end <= span.end for s in inside)
        longer = all(s.end - s.start < span.end - span.start for s in inside)
        person = span.kind is Kind.PERSON and any(s.toponym for s in inside)
        capital = sample.text[span.start].isupper()
        clear = capital and whole and longer and not person
        if span.kind in kinds and span.probability >= least and clear:
            around.append(Span(span.start, span.end, frozenset({kinds[span.kind]}), around=True))
    return replace(sample, spans=(*sample.spans, *around))


_GOLD_ROLES = {"mixed": {"literal", "metonymic"}}


def _toponym(gold: corpora.Gold, names: Names) -> Span:
    if gold.optional:
        return Span(gold.start, gold.end, frozenset({"O", "PER", "ORG", "DEM"}))
    roles = frozenset(_GOLD_ROLES.get(gold.role or "", {gold.role} if gold.role else set()))
    if names.is_demonym(gold.text) or gold.role == "demonym":
        labels = {"DEM"}
    elif gold.role == "embedded":
        labels = {"PER", "LOC", "ORG"}
    elif gold.role == "modifier" and not names.is_place(gold.text):
        labels = {"LOC", "DEM"}  # "Kurdish": an adjective that the gazetteer does not hold
    elif gold.role is None:
        labels = {"LOC", "ORG"}  # LGL and TR-News mark embedded names without saying so
    else:
        labels = {"LOC"}
    return Span(gold.start, gold.end, frozenset(labels), toponym=True, roles=roles)


def read_relocar(path: Path) -> Iterator[Sample]:
    """Read ReLocaR: a sentence each, one place in it literal or metonymic.

    ReLocaR counts a name before a noun as literal, so that its "lit" is whatever is no metonym.

    Args:
        path: ``roles_relocar.xml``.
    """
    every = frozenset({"O", "PER", "ORG", "LOC", "DEM"})
    roles = {"lit": frozenset({"literal", "modifier", "embedded"}), "met": frozenset({"metonymic"})}
    for document in corpora.read_relocar(path):
        spans = tuple(
            Span(g.start, g.end, frozenset({"LOC", "ORG"}), toponym=True, roles=roles[g.role or ""])
            for g in document.golds
        )
        yield Sample("relocar", f"relocar:{document.id}", document.text, spans, every, None, 1.0)
