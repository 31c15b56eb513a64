"""Which decisions hold for the mentions of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from enrich.decisions.model import BY_HASH, Decision, Decisions
from enrich.model import Document, Mention
from enrich.text.hashing import text_hash
from gazetteer.names import fold

Held = Mapping[int, tuple[Decision, ...]]
"""The decisions that fit mentions, by the index of the mention, the narrowest first."""

_SPACE: Final = re.compile(r"\s+")


def hash_of(text: str) -> str:
    """Return what a document is called by its text.

    Example:
        >>> hash_of("Yerevan")[:15]
        'sha256:5f1096bf'
    """
    return BY_HASH + text_hash(text)


def called(document: Document, decisions: Decisions) -> tuple[str, ...]:
    """Return what decisions may call a document, as it came."""
    name = str(document.id)
    return (name, hash_of(document.text)) if decisions.by_hash else (name,)


def is_within(mention: Mention, text: str, words: str) -> bool:
    r"""Return whether a mention stands within some words, but for white space and case.

    Example:
        >>> from gazetteer.model import Kind
        >>> text = "In Georgia, aboard\n  the Georgia"
        >>> first, second = (Mention(s, s + 7, "Georgia", Kind.PLACE) for s in (3, 25))
        >>> is_within(first, text, "aboard the Georgia"), is_within(second, text, "the georgia")
        (False, True)
    """
    reach = 4 * len(words) + 100  # white space may be wider in the text
    before = evened(text[max(0, mention.start - reach) : mention.start])
    name = evened(text[mention.start : mention.end])
    after = evened(text[mention.end : mention.end + reach])
    wanted = evened(" ".join(words.split()))
    at = wanted.find(name)
    while at >= 0:
        if before.endswith(wanted[:at]) and after.startswith(wanted[at + len(name) :]):
            return True
        at = wanted.find(name, at + 1)
    return False


def evened(text: str) -> str:
    r"""Return a text as words are sought in it: white space is one space, case does not count.

    Example:
        >>> evened("aboard\n  the Georgia")
        'aboard the georgia'
    """
    return _SPACE.sub(" ", text).casefold()


@dataclass(slots=True)
class _Walk:
    """A document whose mentions are gone through, from the first to the last.

    Attributes:
        text: Its text.
        names: What decisions may call it.
        decisions: What was decided.
        passed: The mentions so far by name, and those within the words that a decision quotes by
            the number of the decision.
    """

    text: str
    names: tuple[str, ...]
    decisions: Decisions
    passed: Counter[object] = field(default_factory=Counter)

    def fits(self, decision: Decision, mention: Mention, *, own: bool) -> bool:
        """Return whether a decision on a name fits a mention; to be asked once for each."""
        if decision.kind not in (None, mention.kind):
            return False
        if decision.around is not None and not is_within(mention, self.text, decision.around):
            return False
        if decision.occurrence is None:
            return True
        counted = decision.number if decision.around is not None else fold(decision.name)
        if decision.around is not None and own:
            self.passed[counted] += 1
        return own and self.passed[counted] == decision.occurrence


def decisions_on(
    mentions: Sequence[Mention], text: str, names: Sequence[str], decisions: Decisions
) -> dict[int, tuple[Decision, ...]]:
    """Return the decisions that fit names, whichever of them they are.

    For names beside those that are linked: no occurrence is counted. The arguments are those of
    ``holding``.
    """
    walk = _Walk(text, tuple(names), decisions)
    found = (
        (i, [d for d, own in _about(walk, m, None) if _is_wide(d) and walk.fits(d, m, own=own)])
        for i, m in enumerate(mentions)
    )
    return {i: tuple(sorted(fit, key=_narrowest)) for i, fit in found if fit}


def holding(
    mentions: Sequence[Mention],
    full: Mapping[int, Mention],
    text: str,
    names: Sequence[str],
    decisions: Decisions,
) -> dict[int, tuple[Decision, ...]]:
    """Return the decisions that fit each mention of a document, the narrowest first.

    What is decided on a full name fits its short form too: "Sergey Lavrov" and "Lavrov".

    Args:
        mentions: In the order of the text.
        full: The full names that some of them stand for, by index: ``antecedents``.
        text: Of the document.
        names: What decisions may call it: ``called``.
        decisions: What was decided.
    """
    walk = _Walk(text, tuple(names), decisions)
    found: dict[int, tuple[Decision, ...]] = {}
    for index, mention in enumerate(mentions):
        walk.passed.update({fold(mention.text), fold(mention.name)})
        fitting: dict[int, tuple[Decision, bool]] = {}
        for decision, own in _about(walk, mention, full.get(index)):
            if decision.number not in fitting and walk.fits(decision, mention, own=own):
                fitting[decision.number] = decision, own
        if fitting:
            ranked = sorted(fitting.values(), key=lambda pair: (*_narrowest(pair[0]), not pair[1]))
            found[index] = tuple(decision for decision, _ in ranked)
    return found


def _about(walk: _Walk, mention: Mention, full: Mention | None) -> Iterator[tuple[Decision, bool]]:
    """Yield what is decided on the names of a mention, and whether the name is its own."""
    own = dict.fromkeys((fold(mention.text), fold(mention.name)))
    for name in own:
        yield from ((d, True) for d in walk.decisions.about(name, walk.names))
    if full is not None and fold(full.name) not in own:
        yield from ((d, False) for d in walk.decisions.about(full.name, walk.names))


def _is_wide(decision: Decision) -> bool:
    return decision.occurrence is None and decision.around is None


def _narrowest(decision: Decision) -> tuple[int, bool, bool, int, str]:
    """What sorts the narrowest first; of two that quote the text, the one that quotes more."""
    mention, document, kind = decision.specificity
    words = decision.scope[2] or ""
    return -mention, not document, not kind, -len(words), words


def winning(held: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return those of the narrowest scope; several where several entities are rejected."""
    scope = held[0].scope
    return tuple(d for d in held if d.scope == scope)
