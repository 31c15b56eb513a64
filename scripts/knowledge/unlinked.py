"""What is still unknown: names of people and organisations that texts leave unlinked.

A sample of the names is drawn, each classed by rules as far as rules can tell: by the gold where
there is one, else by what the gazetteer and the references have under the name. Where only a reader
can tell, the row says so, and has an empty cell for the answer.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from evaluation.markdown import table

from gazetteer.names import fold
from knowledge.decisions import Decision
from knowledge.golds import PLACES
from knowledge.references import References

__all__ = ["Unlinked", "classify", "classify_all", "count_names", "iter_lines", "sample", "write"]

KINDS: Final = ("person", "organisation")
ANNOTATED: Final = "annotated texts"
UNANNOTATED: Final = "texts of places"
PARTS: Final = (ANNOTATED, UNANNOTATED)
"""Whether a corpus annotates people and organisations."""

NOBODY: Final = "the gold is nobody of note"
OTHER_KIND: Final = "annotated as another kind"
BORDERS: Final = "part of an annotated name, or more than one"
REFUSED: Final = "gold held, the best candidate, refused by the score"
BEATEN: Final = "gold held, a candidate, another the best, refused"
OTHER_NAME: Final = "gold held, but not under this name"
IN_REFERENCE: Final = "gold not held, a reference has it under this name"
REFERENCE_OTHER_NAME: Final = "gold not held, a reference has it under another name"
CHECKED_ONLY: Final = "gold not held, only tables to check by have it"
IN_NONE: Final = "gold in no reference"
HELD_NAMESAKE: Final = "no gold; somebody of this name is held, refused by the score"
REFERENCE_NAMESAKE: Final = "no gold; a reference has somebody of this name, not held"
LONE_WORD: Final = "no gold; one word that nothing is known under"
NOWHERE: Final = "no gold; nothing is known under this name"

CLASSES: Final = {
    NOBODY: "nothing: rightly unlinked",
    OTHER_KIND: "the finder: another kind, or the annotators' view of it",
    BORDERS: "the finder: other borders",
    REFUSED: "the ranker: a score that trusts a candidate of this sort",
    BEATEN: "the ranker: weights, or a prior, that tell the namesakes apart",
    OTHER_NAME: "another name of a held entity, or a rule for this form of names",
    IN_REFERENCE: "a wider import gate",
    REFERENCE_OTHER_NAME: "a wider import gate and another name",
    CHECKED_ONLY: "Wikidata by query or dump: nothing may be copied from these tables",
    IN_NONE: "Wikidata by query, dump or live; else a local entity",
    HELD_NAMESAKE: "to be read: the ranker if it is the one held",
    REFERENCE_NAMESAKE: "to be read: a wider import gate if it is the one of the reference",
    LONE_WORD: "to be read: a short form, an abbreviation, or no name",
    NOWHERE: "to be read: Wikidata by query, dump or live; or nobody of note; or no name",
}
"""What would bring a name of each class."""
_MOST_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A name of the sample.

    Attributes:
        decision: One mention of it that was left unlinked.
        mentions: How many unlinked mentions have the name.
        group: Its class, a key of ``CLASSES``.
        references: Ids, names and tables that the references have for it.
    """

    decision: Decision
    mentions: int
    group: str
    references: tuple[str, ...] = ()


def count_names(found: Iterable[Decision]) -> Counter[tuple[str, str]]:
    """Count the different names of each kind that are unlinked, by group of corpora."""
    return Counter((kind, part) for kind, part, _ in _pool(found))


def sample(found: Iterable[Decision], size: int, seed: int) -> list[tuple[Decision, int]]:
    """Draw names of people and of organisations at random, each with its number of mentions.

    Half of them are of corpora that annotate people and organisations, half of those that annotate
    places only: local news has most names, and its people are hardly ever of note. Within each
    half every different name is as likely. A surname, or another part of a longer name of the same
    text, goes with that name and is not drawn itself.

    Args:
        found: Decisions end to end.
        size: How many names of each kind.
        seed: Equal seeds draw alike from equal decisions.
    """
    pool = _pool(found)
    drawn: list[tuple[Decision, int]] = []
    for kind, part in product(KINDS, PARTS):
        names = sorted(name for *of, name in pool if of == [kind, part])
        chance = random.Random(f"{seed} {kind} {part}")
        for name in sorted(chance.sample(names, min(size // len(PARTS), len(names)))):
            mentions = pool[kind, part, name]
            best = next((d for d in mentions if d.expected), mentions[0])
            drawn.append((best, len(mentions)))
    return drawn


def classify_all(drawn: Iterable[tuple[Decision, int]], references: References) -> list[Unlinked]:
    """Class a sample."""
    return [Unlinked(d, n, classify(d, references), _evidence(d, references)) for d, n in drawn]


def classify(decision: Decision, references: References) -> str:
    """Return the class of an unlinked mention, a key of ``CLASSES``.

    Args:
        decision: The mention.
        references: What the tables hold.
    """
    if decision.nil:
        return NOBODY
    if decision.expected and not decision.ignored:
        if decision.expected != decision.kind:
            return OTHER_KIND
        if decision.known:
            return _of_gold(decision, references)
    elif decision.kind in decision.touches:
        return BORDERS
    return _without_gold(decision, references)


def iter_lines(rows: Sequence[Unlinked], pool: Counter[tuple[str, str]]) -> Iterator[str]:
    """Yield the classes of a sample as a table in Markdown.

    Args:
        rows: The sample, classed.
        pool: How many names it was drawn from, as ``count_names`` has them.
    """
    columns = list(product(KINDS, PARTS))
    drawn = Counter((row.decision.kind, _part(row.decision)) for row in rows)
    of = (f"{drawn[c]} of {pool[c]} names of {c[0]}s in {c[1]}" for c in columns)
    yield f"Unlinked: {'; '.join(of)}."
    yield ""
    counts = Counter((row.group, row.decision.kind, _part(row.decision)) for row in rows)
    cells = [[name, *(counts[name, *c] for c in columns), brings]
             for name, brings in CLASSES.items()]  # fmt: skip
    header = [f"{kind}s, {part}" for kind, part in columns]
    yield table(["what it is", *header, "what would bring it"], cells, (0, len(columns) + 1))


def write(rows: Iterable[Unlinked], path: Path) -> None:
    """Write a sample as tab-separated values, with an empty column for what a reader finds."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(
            ["kind", "name", "mentions", "class", "reading", "context", "gold", "candidates",
             "references", "document"]
        )  # fmt: skip
        for row in rows:
            d = row.decision
            gold = " ".join(filter(None, (d.expected, *d.ids, d.name, "NIL" * d.nil)))
            candidates = " ".join(d.candidates[:_MOST_SHOWN])
            writer.writerow(
                [d.kind, d.looked_up, row.mentions, row.group, "", d.context, gold, candidates,
                 "; ".join(row.references), d.document]
            )  # fmt: skip


def _pool(found: Iterable[Decision]) -> dict[tuple[str, str, str], list[Decision]]:
    """Return unlinked mentions by kind, part and name, parts of longer names of a text left out."""
    by_document: dict[str, list[Decision]] = {}
    for decision in found:
        if decision.mentioned and decision.kind in KINDS:
            by_document.setdefault(decision.document, []).append(decision)
    pool: dict[tuple[str, str, str], list[Decision]] = {}
    for decisions in by_document.values():
        words = {(d.kind, tuple(fold(d.looked_up).split())) for d in decisions}
        for decision in decisions:
            own = decision.kind, tuple(fold(decision.looked_up).split())
            if decision.entity is None and own[1] and not _is_part(own, words):
                key = own[0], _part(decision), " ".join(own[1])
                pool.setdefault(key, []).append(decision)
    return pool


_Words = tuple[str, tuple[str, ...]]


def _is_part(own: _Words, others: Iterable[_Words]) -> bool:
    """Whether a longer name of the same kind begins or ends with these words."""
    kind, words = own
    size = len(words)
    return any(
        kind == of and len(longer) > size and words in (longer[:size], longer[-size:])
        for of, longer in others
    )


def _part(decision: Decision) -> str:
    return UNANNOTATED if decision.corpus in PLACES else ANNOTATED


def _of_gold(decision: Decision, references: References) -> str:
    if decision.holds:
        if decision.holds not in decision.candidates:
            return OTHER_NAME
        return REFUSED if decision.best == decision.holds else BEATEN
    qids = _qids(decision.ids)
    if not qids:  # told by a name only
        if references.named(decision.looked_up, decision.kind):
            return IN_REFERENCE
        named = references.named(decision.name, decision.kind)
        return REFERENCE_OTHER_NAME if named else IN_NONE
    shipped = [qid for qid in qids if references.shipped(qid)]
    if shipped:
        under_it = any(references.is_named(qid, decision.looked_up) for qid in shipped)
        return IN_REFERENCE if under_it else REFERENCE_OTHER_NAME
    return CHECKED_ONLY if any(qid in references.by_id for qid in qids) else IN_NONE


def _without_gold(decision: Decision, references: References) -> str:
    if decision.candidates:
        return HELD_NAMESAKE
    if references.named(decision.looked_up, decision.kind):
        return REFERENCE_NAMESAKE
    return NOWHERE if " " in fold(decision.looked_up) else LONE_WORD


def _evidence(decision: Decision, references: References) -> tuple[str, ...]:
    """Say what the references have under the gold's ids, else under the name."""
    qids = _qids(decision.ids) or references.named(decision.looked_up, decision.kind)
    found = []
    for qid in qids[:_MOST_SHOWN]:
        rows = references.by_id.get(qid, ())
        if rows:
            tables = ", ".join(dict.fromkeys(row.table for row in rows))
            work = next((row.work for row in rows if row.work), "")
            found.append(f"{qid} {rows[0].name} ({work[:60]}; {tables})")
    return tuple(found)


def _qids(curies: Iterable[str]) -> tuple[str, ...]:
    return tuple(c.partition(":")[2] for c in curies if c.startswith("wikidata:"))
