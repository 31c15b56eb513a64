"""Names given once in full and then in part: surnames, initials, and slips of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from enrich.mentions.lexicon import lexicon
from enrich.mentions.proposals import Proposal
from enrich.mentions.tokens import Tokens
from gazetteer.model import Kind
from gazetteer.names import fold, surname
from gazetteer.store import Gazetteer

_TWO_EDIT_LETTERS = 8  # of a word, from which two edits are a slip
_LEAST_LETTERS = 6  # of a word that can be a slip
_KNOWN_ENOUGH = 0.55  # prominence of a place that a lone word may misspell


def initials(name: str) -> str:
    """Return the initials of the capitalised words of a name.

    Example:
        >>> initials("Collective Security Treaty Organization")
        'CSTO'
    """
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def is_slip(word: str, name: str) -> bool:
    """Whether a word is a misspelling of a name: one edit, or two from eight letters on.

    Example:
        >>> is_slip("Tsargard", "Tsargrad"), is_slip("Niger", "Nigeria")
        (True, False)
    """
    a, b = fold(word), fold(name)
    if a == b or min(len(a), len(b)) < _LEAST_LETTERS or a[0] != b[0] or " " in a:
        return False
    # A plural, an adjective or a feminine ending is another word, no slip.
    if a.startswith(b) or b.startswith(a):
        return False
    allowed = 2 if min(len(a), len(b)) >= _TWO_EDIT_LETTERS else 1
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed


def propose_short_forms(
    tokens: Tokens, chosen: Iterable[Proposal], gazetteer: Gazetteer
) -> Iterator[Proposal]:
    """Yield further mentions that only names found before explain."""
    chosen = list(chosen)
    covered = {i for p in chosen for i in range(p.first, p.last + 1)}
    people = _surnames(tokens, chosen)
    acronyms = _acronyms(tokens, chosen)
    names: dict[str, dict[str, Kind]] = {}
    for proposal in chosen:
        if not proposal.adjective:
            name = tokens.text[proposal.start : proposal.end]
            names.setdefault(fold(name)[:1], {})[name] = proposal.kind
    for index, token in enumerate(tokens.items):
        if not token.capital:
            continue
        key = fold(token.text)
        if key in people and not _continues(tokens, index, covered):
            yield _single(tokens, index, Kind.PERSON, 3.4, "short form")
        elif token.shouted and token.text.replace(".", "") in acronyms:
            yield _single(tokens, index, Kind.ORGANISATION, 3.4, "short form")
        elif index not in covered and _is_unknown(tokens, index, covered):
            yield from _slips(tokens, index, names.get(key[:1], {}), gazetteer)


def _single(tokens: Tokens, index: int, kind: Kind, score: float, rule: str) -> Proposal:
    token = tokens[index]
    return Proposal(index, index, token.start, token.end, kind, score, rule)


def _surnames(tokens: Tokens, chosen: list[Proposal]) -> frozenset[str]:
    full = (p for p in chosen if p.kind is Kind.PERSON and p.last > p.first)
    return frozenset(fold(surname(tokens.text[p.start : p.end])) for p in full)


def _acronyms(tokens: Tokens, chosen: list[Proposal]) -> frozenset[str]:
    found = (initials(tokens.text[p.start : p.end]) for p in chosen if p.kind is Kind.ORGANISATION)
    return frozenset(letters for letters in found if len(letters) > 2)


def _continues(tokens: Tokens, index: int, covered: set[int]) -> bool:
    """Whether the word stands inside a longer name that was found already."""
    behind = index - 1 in covered and tokens.gap(index - 1) == " "
    before = index + 1 in covered and tokens.gap(index) == " "
    return index in covered and (behind or before)


def _is_unknown(tokens: Tokens, index: int, covered: set[int]) -> bool:
    """A capitalised word that is not part of a longer run: "the Russian Tsargard television"."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    runs_on = before and tokens.gap(index - 1) == " " and before.capital and not before.opens
    lone = not runs_on or index - 1 in covered
    plain = not token.opens and not token.shouted and token.text.isalpha()
    long = len(token.text) >= _LEAST_LETTERS
    return plain and lone and long and token.lower not in lexicon().common


def _slips(
    tokens: Tokens, index: int, names: dict[str, Kind], gazetteer: Gazetteer
) -> Iterator[Proposal]:
    word = tokens[index].text
    for name, kind in names.items():
        if is_slip(word, name):
            yield _single(tokens, index, kind, 2.0, "misspelling")
            return
    if gazetteer.person_word(word) or tokens.word(index - 1) not in lexicon().locative:
        return
    best = gazetteer.fuzzy(word, Kind.PLACE, max_edits=1)[:1]
    if best and best[0].entity.prominence >= _KNOWN_ENOUGH and is_slip(word, best[0].name.text):
        yield _single(tokens, index, Kind.PLACE, 1.5, "misspelling")
