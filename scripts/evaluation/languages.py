"""Texts in other languages than English: what is found, and what it is linked to.

Two kinds of material. Corpora of names (``SETS``), one for each language, none of which any model
was trained on: F1 of exact spans and kinds. A corpus marks whole words, so a span counts as the
words that it touches; adjectives of places and names of other kinds are not compared. And texts of
our own (``data/languages``), in which each name has the Wikidata item that is meant.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tagger.samples import iter_bio, iter_sentences, join_words

from enrich.model import Document, Mention, Role
from enrich.pipeline import Linker
from gazetteer.errors import UnknownEntity
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

__all__ = [
    "KINDS", "SETS", "Figures", "Find", "Judged", "Marked", "judge_texts", "link_corpora",
    "measure_set", "read_marked",
]  # fmt: skip

SETS: Mapping[str, tuple[str, ...]] = {
    "ru": ("ru_factrueval.test",),
    "uk": ("uk_slavicner.test", "uk_slavicner.train"),
    "hy": ("hy_armtdp.test",),
    "pl": ("pl_slavicner.test",),
    "nl": ("nl_conll2002.test",),
    "de": ("de_germeval2014.test",),
    "pt": ("pt_uner_bosque.test",),
    "es": ("es_conll2002.test",),
    "it": ("it_kind_wn.test",),
    "fr": ("fr_hipe2020.test",),
    "az": ("az_mnahmadov.train", "az_mnahmadov.dev", "az_mnahmadov.test"),
    "tr": ("tr_wikiner.test",),
    "ar": ("ar_anercorp.test",),
    "fa": ("fa_arman.test",),
    "ka": ("ka_udglc.dev", "ka_udglc.test"),
    "he": ("he_nemo.test",),
    "zh": ("zh_msra.test",),
}
KINDS = {"PER": Kind.PERSON, "LOC": Kind.PLACE, "ORG": Kind.ORGANISATION}
_MARKED = re.compile(r"\[([^\[\]|]+)\|(place|person|organisation|adjective)\|([^\]]+)\]")

Find = Callable[[Document], Sequence[Mention]]


@dataclass
class Figures:
    """How much was read, and counts of what is right, what there is and what was found, by kind."""

    sentences: int = 0
    words: int = 0
    right: Counter[str] = field(default_factory=Counter)
    golds: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]) -> None:
        """Count one text."""
        for kind in KINDS:
            own = {g for g in gold if g[2] == kind}
            ours = {f for f in found if f[2] == kind}
            self.right[kind] += len(own & ours)
            self.golds[kind] += len(own)
            self.found[kind] += len(ours)

    def f1(self, kind: str | None = None) -> float:
        """F1 in per cent, of one kind or pooled over all."""
        kinds = [kind] if kind else list(KINDS)
        right, golds, found = (
            sum(c[k] for k in kinds) for c in (self.right, self.golds, self.found)
        )
        return 200 * right / (golds + found) if golds + found else 0.0


def measure_set(
    folder: Path, language: str, find: Find, limit: int = 0
) -> tuple[Figures, list[tuple[str, list[str], list[str]]]]:
    """Compare what is found in a corpus with what it marks.

    Args:
        folder: Of the ``.conll.gz`` files.
        language: A key of ``SETS``.
        find: Returns the mentions of a document.
        limit: Sentences drawn at random; 0 for all.

    Returns:
        The counts, and for each sentence with a mistake the sentence, what was missed and what was
        found wrongly.
    """
    files = [folder / f"{name}.conll.gz" for name in SETS[language]]
    sentences = [sentence for path in files for sentence in iter_sentences(path)]
    if limit:
        random.Random(5).shuffle(sentences)
        sentences = sentences[:limit]
    figures, mistakes = Figures(), []
    of_kind = {kind: label for label, kind in KINDS.items()}
    for words, tags in sentences:
        text, starts = _joined(words, language)
        ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        gold = {(a, b, label) for label, a, b in iter_bio(tags) if label in KINDS}
        found, taken = set(), 0
        for mention in find(Document(text, language=language)):
            if mention.start < taken or _is_adjective(mention):
                continue
            at = [
                i for i in range(len(words)) if starts[i] < mention.end and ends[i] > mention.start
            ]
            if at:
                found.add((at[0], at[-1] + 1, of_kind[mention.kind]))
                taken = mention.end
        figures.add(gold, found)
        figures.sentences += 1
        figures.words += len(words)
        if gold != found:
            named = [
                [f"{' '.join(words[a:b])} {k}" for a, b, k in sorted(spans)]
                for spans in (gold - found, found - gold)
            ]
            mistakes.append((text, *named))
    return figures, mistakes


def _is_adjective(mention: Mention) -> bool:
    """Whether it is an adjective of a place or a people, by its form: roles are then not asked."""
    return mention.role in (Role.DEMONYM, Role.MODIFIER) and not mention.roles


def _joined(words: Sequence[str], language: str) -> tuple[str, list[int]]:
    if language != "zh":
        return join_words(words)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word)
    return "".join(words), starts


@dataclass(frozen=True)
class Marked:
    """A text of our own.

    Attributes:
        language: ISO 639-1 code.
        text: Without the marks.
        names: Start, end, kind ("place", "person", "organisation", "adjective") and the Wikidata
            item of each name, "-" where it is invented, "-?" where it is not known to us.
    """

    language: str
    text: str
    names: tuple[tuple[int, int, str, str], ...]


def read_marked(folder: Path) -> list[Marked]:
    """Return the texts of our own: names stand in them as ``[Երևանում|place|Q1953]``."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("---\n"):
            text, names, done = "", [], 0
            for name in _MARKED.finditer(part.strip()):
                text += part.strip()[done : name.start()]
                names.append((len(text), len(text) + len(name[1]), name[2], name[3]))
                text += name[1]
                done = name.end()
            found.append(Marked(path.stem, text + part.strip()[done:], tuple(names)))
    return found


@dataclass(frozen=True)
class Judged:
    """A name of a text of our own, or what was found beside them.

    Attributes:
        language: ISO 639-1 code.
        surface: As written.
        gold_kind: "place", "person" or "organisation"; None of what is no name there.
        adjective: Whether the name is an adjective of a place.
        gold_id: As in ``Marked.names``; "" of what is no name.
        kind: What the mention with the very span is found as; None where there is none.
        linked: The Wikidata item that it is linked to, "" for none.
        overlaps: Whether something else is found there, or what is found overlaps a name.
    """

    language: str
    surface: str
    gold_kind: str | None
    adjective: bool
    gold_id: str
    kind: str | None
    linked: str
    overlaps: bool

    @property
    def is_found(self) -> bool:
        """Whether span and kind are right."""
        return self.gold_kind is not None and self.kind == self.gold_kind

    @property
    def is_right(self) -> bool:
        """Whether span, kind and item are right, as far as the item is known."""
        if self.gold_id.startswith("Q"):
            return self.is_found and self.linked == self.gold_id
        return self.is_found and not (self.gold_id == "-" and self.linked)

    @property
    def fault(self) -> str:
        """The class of a mistake."""
        if self.gold_kind is None:
            return "found with other borders" if self.overlaps else "found, and no name"
        what = "adjective" if self.adjective else self.gold_kind
        if self.kind is None:
            return f"{what}: other borders" if self.overlaps else f"{what}: missed"
        if self.kind != self.gold_kind:
            return f"{what}: another kind"
        if self.gold_id == "-":
            return f"{what}: invented, and linked"
        return f"{what}: linked wrongly" if self.linked else f"{what}: not linked"


def judge_texts(texts: Iterable[Marked], linker: Linker) -> Iterator[Judged]:
    """Yield every name of the texts as it was found and linked, and what was found beside them."""
    for marked in texts:
        links = {
            (link.mention.start, link.mention.end): link
            for link in linker(marked.text, language=marked.language).links
            if not _inside(link.mention, marked)
        }
        names = {(start, end) for start, end, _, _ in marked.names}
        for start, end, kind, item in marked.names:
            link = links.get((start, end))
            linked = (link.entity.wikidata if link and link.entity else None) or ""
            yield Judged(
                marked.language, marked.text[start:end],
                "place" if kind == "adjective" else kind, kind == "adjective", item,
                link.mention.kind.value if link else None, linked,
                any(a < end and start < b for a, b in links),
            )  # fmt: skip
        for (start, end), link in links.items():
            if (start, end) not in names:
                linked = (link.entity.wikidata if link.entity else None) or ""
                yield Judged(
                    marked.language, marked.text[start:end], None, adjective=False, gold_id="",
                    kind=link.mention.kind.value, linked=linked,
                    overlaps=any(a < end and start < b for a, b in names),
                )  # fmt: skip


def _inside(mention: Mention, marked: Marked) -> bool:
    """Whether it is a place inside a longer marked name, which the marks leave out."""
    own = mention.start, mention.end
    return any(
        start <= own[0] and own[1] <= end and (start, end) != own
        for start, end, _, _ in marked.names
    )


LINKED = ("el_fr_hipe2020.dev", "el_de_hipe2020.dev", "el_fr_newseye.dev", "el_de_sonar.dev")
"""Historical newspapers with Wikidata items: the first parts, the others stay unseen."""


def link_corpora(
    folder: Path, linker: Linker, gazetteer: Gazetteer
) -> Iterator[tuple[str, Figures]]:
    """Yield, for each corpus with Wikidata items, how many spans are linked to the right one.

    The spans and their kinds are given; counted are those whose item the gazetteer holds.
    """
    labels = {kind.value: label for label, kind in KINDS.items()} | {
        label: label for label in KINDS
    }
    for name in LINKED:
        figures = Figures()
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            documents = [json.loads(line) for line in lines]
        for document in documents:
            golds = {
                (m["start"], m["end"]): (labels[m["type"]], m["qid"])
                for m in document["mentions"]
                if m["type"] in labels and m.get("qid")
            }
            spans = tuple((a, b, KINDS[k]) for (a, b), (k, _) in sorted(golds.items()))
            if not spans:
                continue
            result = linker(
                Document(
                    document["text"], language=document["lang"], published=document.get("date"),
                    spans=spans,
                )
            )  # fmt: skip
            for link in result.links:
                kind, item = golds[link.mention.start, link.mention.end]
                if _holds(gazetteer, item):
                    figures.golds[kind] += 1
                    figures.right[kind] += bool(link.entity and link.entity.wikidata == item)
        yield name, figures


def _holds(gazetteer: Gazetteer, item: str) -> bool:
    try:
        gazetteer.get(f"wikidata:{item}")
    except UnknownEntity:
        return False
    return True
