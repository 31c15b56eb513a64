"""The gazetteer scan: names of a text in any language, found by looking its words up.

Each window gets a score, and the set of windows with the greatest sum is chosen, as for English
(``evidence``, ``proposals``). Precision comes first: a lone word is a place when the place is well
known or its surroundings say so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from enrich.languages import Language, detect_language
from enrich.mentions.proposals import Proposal, choose
from enrich.mentions.scan.grammar import Grammar, grammar_of
from enrich.mentions.scan.scores import FOUND_BY, ScanHit, ScanScores
from enrich.mentions.scan.windows import ScanWindow, find_scan_windows
from enrich.mentions.scan.words import split_words
from enrich.mentions.tokens import Token, Tokens
from enrich.model import Document, Mention, Role
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.romanise import is_latin
from gazetteer.store import Gazetteer, Hit


def scan_mentions(
    document: Document, gazetteer: Gazetteer, language: Language
) -> tuple[Mention, ...]:
    """Return the names of a text that the gazetteer holds, in the order of the text.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     text = "Переговоры в Ереване продолжились."
        ...     found = scan_mentions(Document(text), gazetteer, detect_language(text))
        >>> [(m.text, m.lookup) for m in found]
        [('Ереване', 'Ереван')]
    """
    return tuple(_scan(scan_text(document.text, gazetteer, grammar_of(language.code))))


def scan_quoted(
    document: Document, gazetteer: Gazetteer, found: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Return mentions with the names that an otherwise English text quotes in other scripts.

    What overlaps those found already is left out.
    """
    if not _has_other_script(document.text):
        return tuple(found)
    tokens = split_words(document.text)
    quoted: list[Mention] = []
    for words in _by_script(tokens).values():
        language = detect_language(" ".join(word.text for word in words))
        starts = {word.start for word in words}
        grammar = grammar_of(language.code)
        quoted += _scan(scan_text(document.text, gazetteer, grammar, tokens, starts))
    taken = sorted((m.start, m.end) for m in found)
    reach = [0, *accumulate((end for _, end in taken), max)]  # of the first so many
    new = [m for m in quoted if reach[bisect_left(taken, (m.end,))] <= m.start]
    return tuple(sorted((*found, *new), key=lambda m: m.start)) if new else tuple(found)


def _has_other_script(text: str) -> bool:
    """Whether a text has a letter that is not Latin."""
    return not text.isascii() and any(
        char.isalnum() and not char.isascii() and not is_latin(char) for char in set(text)
    )


def _by_script(tokens: Tokens) -> dict[str, list[Token]]:
    """Return the words in other scripts than Latin, by script."""
    found: dict[str, list[Token]] = {}
    for token in tokens.items:
        if not is_latin(token.text):
            found.setdefault(detect_language(token.text).script, []).append(token)
    return found


def scan_given(document: Document, gazetteer: Gazetteer, language: Language) -> tuple[Mention, ...]:
    """Return the mentions that the caller gave, each with its base form, kind and role."""
    grammar = grammar_of(language.code)
    mentions = []
    for start, end, kind in document.spans or ():
        text = document.text[start:end]
        windows = find_scan_windows(split_words(text, grammar.code), gazetteer, grammar)
        ending = [w for w in windows if w.end == len(text)]
        whole = [w for w in ending if any(kind in (None, h.entity.kind) for h in w.hits)]
        best = max(whole, key=lambda w: (w.last - w.first, -w.steps), default=None)
        hit = next((h for h in best.hits if kind in (None, h.entity.kind)), None) if best else None
        of_kind = kind or (hit.entity.kind if hit else Kind.PLACE)
        role = (_form_role(hit) if hit else Role.LITERAL) if of_kind is Kind.PLACE else None
        base = hit.name.text if hit and best and best.steps else ""
        mentions.append(Mention(start, end, text, of_kind, role, "given", lookup=base))
    return tuple(mentions)


@dataclass(frozen=True, slots=True)
class ScannedText:
    """What the gazetteer holds of a text, and what the scan takes of that.

    Attributes:
        tokens: The words of the text.
        windows: All runs of words that are held under some base form.
        chosen: The readings taken for names; they do not overlap.
        code: ISO 639-1 code of the language.
    """

    tokens: Tokens
    windows: Sequence[ScanWindow]
    chosen: Sequence[ScanHit]
    code: str

    def mention(self, reading: ScanHit) -> Mention:
        """Return a reading as a mention."""
        return _mention(self.tokens, reading, self.code)


def scan_text(
    text: str, gazetteer: Gazetteer, grammar: Grammar, tokens: Tokens | None = None,
    starts: set[int] | None = None,
) -> ScannedText:  # fmt: skip
    """Look up the words of a text.

    Args:
        text: The text.
        gazetteer: Where to look.
        grammar: Of its language.
        tokens: Its words, where they are known already.
        starts: Offsets of the words that may open a name; None for all.
    """
    tokens = tokens or split_words(text, grammar.code)
    windows = find_scan_windows(
        tokens, gazetteer, grammar, lambda t: starts is None or t.start in starts
    )
    scored = ScanScores(tokens, gazetteer, grammar, windows)
    readings: dict[tuple[int, int, Kind], ScanHit] = {}
    for reading in (r for window in windows for r in scored.readings(window)):
        p = reading.proposal
        known = readings.get((p.start, p.end, p.kind))
        if known is None or p.score > known.proposal.score:
            readings[p.start, p.end, p.kind] = reading
    chosen = choose([r.proposal for r in readings.values()])
    taken = tuple(readings[p.start, p.end, p.kind] for p in chosen)
    return ScannedText(tokens, windows, taken, grammar.code)


def _scan(scanned: ScannedText) -> Iterator[Mention]:
    return map(scanned.mention, scanned.chosen)


def _mention(tokens: Tokens, reading: ScanHit, code: str) -> Mention:
    p, hit = reading.proposal, reading.hit
    text = tokens.text[p.start : p.end]
    role = _role(tokens, p, hit, code) if p.kind is Kind.PLACE else None
    # The name as held is what candidates are looked up by, unless the text has it anyway.
    name = hit.name.text
    other = reading.steps or fold(text) != fold(name) or (name.isupper() and not text.isupper())
    base = name if other else ""
    return Mention(p.start, p.end, text, p.kind, role, FOUND_BY, lookup=base)


def _form_role(hit: Hit) -> Role:
    if hit.name.type is NameType.DEMONYM:
        return Role.DEMONYM
    return Role.MODIFIER if hit.name.type is NameType.ADJECTIVE else Role.LITERAL


def _role(tokens: Tokens, p: Proposal, hit: Hit, code: str) -> Role:
    role = _form_role(hit) if hit.name.language == code or not code else Role.LITERAL
    following = tokens[p.last + 1] if p.last + 1 < len(tokens) else None
    if role is Role.DEMONYM and following and tokens.gap(p.last) == " " and following.capital:
        return Role.MODIFIER  # "der Deutsche Wetterdienst"
    if role is not Role.LITERAL:
        return role
    compound = tokens.gap(p.last) == "-" and p.last + 1 < len(tokens) and tokens[p.last + 1].capital
    return Role.MODIFIER if compound else Role.LITERAL
