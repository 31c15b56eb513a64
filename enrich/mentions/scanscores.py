"""How much speaks for the windows of the gazetteer scan, in the units of ``evidence``.

Set by reading output on texts in seven languages; ``docs/languages.md`` has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from enrich.mentions.evidence import by_population
from enrich.mentions.grammar import Grammar
from enrich.mentions.proposals import Proposal
from enrich.mentions.scanwindows import ADJECTIVAL, ScanWindow
from enrich.mentions.tokens import Token, Tokens
from enrich.mentions.words import is_cased, key_of
from gazetteer.codes import is_wide, may_be_settlement
from gazetteer.model import Kind, NameType
from gazetteer.romanise import is_latin, romanise
from gazetteer.store import Gazetteer, Hit

__all__ = ["FOUND_BY", "Reading", "ScanScores"]

FOUND_BY: Final = "gazetteer scan"
_THRESHOLD: Final = 1.0
_PER_WORD: Final = 7.0  # so that a whole name outweighs what its parts would be
_LARGE: Final = 0.6  # prominence of a million people and of what news names without explanation
_KNOWN: Final = 0.5
_NAMED: Final = 0.45  # prominence of towns whose name in another script is more than a spelling
_SMALL_TOWN: Final = 2_000
_TOWN: Final = 5_000
_CITY: Final = 100_000
_LEAST_CASELESS: Final = 3  # letters of a lone word where nothing marks a name as one
_SHORT_WORD: Final = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A window read as one kind of thing: what is proposed, and the name it is held under."""

    proposal: Proposal
    hit: Hit
    steps: int


class ScanScores:
    """How much speaks for each window of one text, in the units of ``evidence``.

    Args:
        tokens: The words of the text.
        gazetteer: For given names.
        grammar: Of its language.
        windows: All of the text, to tell which words are held as something.
    """

    def __init__(
        self,
        tokens: Tokens,
        gazetteer: Gazetteer,
        grammar: Grammar,
        windows: Iterable[ScanWindow],
    ) -> None:
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._grammar = grammar
        self._keys = [key_of(token.text) for token in tokens.items]
        self._lower = {k for k, t in zip(self._keys, tokens.items, strict=True) if not t.capital}
        self._held = {i for w in windows for i in range(w.first, w.last + 1) if _telling(w)}

    def readings(self, window: ScanWindow) -> Iterator[Reading]:
        """Yield what a window may be, each with its score; nothing that is plainly no name."""
        for kind in Kind:
            hits = [h for h in window.hits if h.entity.kind is kind]
            if not hits:
                continue
            hit = max(hits, key=lambda h: self._score(window, h))
            score = self._score(window, hit) - _THRESHOLD
            if score > 0:
                proposal = Proposal(
                    window.first, window.last, window.start, window.end, kind, score, FOUND_BY,
                    hit.name.type in ADJECTIVAL,
                )  # fmt: skip
                yield Reading(proposal, hit, window.steps)

    def _score(self, window: ScanWindow, hit: Hit) -> float:
        score = 0.5 * hit.entity.prominence - 0.25 * window.steps
        article = self._keys[window.first] in self._grammar.articles  # "La Croix-Rouge"
        score += _PER_WORD * max(0, window.last - window.first - article)
        if hit.name.type in ADJECTIVAL:
            return score + self._adjective(window, hit)
        if hit.entity.kind is not Kind.PLACE:
            return score + self._person_or_organisation(window, hit)
        return score + self._place(window, hit)

    # ------------------------------------------------------------------------- the kinds

    def _adjective(self, window: ScanWindow, hit: Hit) -> float:
        """Held by language, so nearly sure; a word that opens a sentence may be a name."""
        token = self._tokens[window.first]
        return 1.5 if token.capital and hit.name.type is NameType.ADJECTIVE else 2.5

    def _place(self, window: ScanWindow, hit: Hit) -> float:
        lone = window.first == window.last
        own = self._is_own(hit)
        known = is_wide(hit.entity.feature) or hit.entity.prominence >= _LARGE
        town = may_be_settlement(hit.entity.feature)
        score = 3.0 if known else by_population(hit.entity.population)
        if not known and not town:
            score = 1.0 + 2.0 * hit.entity.prominence
        if own and hit.name.type is not NameType.PRIMARY:
            score += 1.0  # a name that the language has of its own is a known one
        if not lone:
            return score + self._before(window)
        word = self._tokens[window.first]
        if self._is_home(hit):
            score += self._home_score(hit)
        score += self._lone_word(word, window, hit, known=known or own)
        score += self._beside(window, sure=known)
        return score + self._before(window, town=town)

    def _lone_word(self, word: Token, window: ScanWindow, hit: Hit, *, known: bool) -> float:
        """What the word itself says: how common it is, whether a capital says anything."""
        if self._is_common(window):
            return self._common_word(window, hit)
        score = 0.0
        if not is_cased(word.text):
            score -= 0.0 if known else (1.0 if self._is_home(hit) else 1.5)
            if window.end - window.start < _LEAST_CASELESS:
                return -9.0
        elif self._grammar.code == "de":
            score -= (
                0.0 if known or not may_be_settlement(hit.entity.feature) else 1.2
            )  # every noun has a capital
        elif self._keys[window.first] in self._lower and not word.shouted:
            score -= 2.5
        if window.steps and not known and not self._is_home(hit):
            score -= 1.5
        if window.steps and key_of(hit.name.text).endswith(self._grammar.adjectival) and not known:
            score -= 3.5
        if word.opens and not known:
            score -= 1.0
        if len(word.text) <= _SHORT_WORD and not known:
            score -= 1.0
        return score

    def _is_own(self, hit: Hit) -> bool:
        """Whether the language has a name of its own for it, as for what is well known."""
        name = hit.name
        foreign = not is_latin(name.text) and hit.entity.prominence >= _NAMED
        return foreign or name.language == self._grammar.code

    def _is_home(self, hit: Hit) -> bool:
        return (hit.entity.country or "").lower() in self._grammar.home

    def _home_score(self, hit: Hit) -> float:
        """Towns of the readers' own country need no explanation, large or small.

        So many share their names with words, in Latin script and in those without capitals, that
        there only towns of some size count.
        """
        if is_cased(hit.name.text) and not is_latin(hit.name.text):
            return 1.2 if hit.entity.population >= _SMALL_TOWN else 0.0
        return 0.8 if hit.entity.population >= _TOWN else 0.0

    def _is_common(self, window: ScanWindow) -> bool:
        """Whether it is a common word, an Arabic one also behind what is written with it."""
        return key_of(self._tokens.text[window.start : window.end]) in self._grammar.common

    def _common_word(self, window: ScanWindow, hit: Hit) -> float:
        """A noun as a rule; "in Essen" without an article is the city all the same."""
        cased = is_cased(self._tokens[window.first].text)
        large = is_wide(hit.entity.feature) or hit.entity.population >= _CITY
        place = cased and large and self._before(window) > 0
        return -1.5 if place else -6.0

    def _person_or_organisation(self, window: ScanWindow, hit: Hit) -> float:
        strength = hit.entity.prominence
        if window.first != window.last:
            return 4.0
        word = self._tokens[window.first]
        if self._is_common(window):
            return -4.0
        own = hit.name.language == self._grammar.code
        if hit.entity.kind is Kind.ORGANISATION:
            return 3.5 if own else (2.5 if word.shouted else 4.0 * strength - 2.5)
        if not is_cased(word.text) and (window.end - window.start < 4 or not own):
            return -9.0
        score = (4.0 if own else 3.0) * strength - (0.5 if own else 1.0)
        return score + self._beside(window, sure=False) + self._title(window)

    # --------------------------------------------------------------------- the neighbours

    def _title(self, window: ScanWindow) -> float:
        before = self._keys[window.first - 1] if window.first else ""
        return 1.0 if before in self._grammar.titles else 0.0

    def _before(self, window: ScanWindow, *, town: bool = False) -> float:
        if not window.first or not _is_space(self._tokens.gap(window.first - 1)):
            return 0.0
        before = self._keys[window.first - 1]
        if before in self._grammar.streets or (town and self._follows_street(window.first - 1)):
            return -4.0
        if before in self._grammar.locative:
            return 1.5
        if town and self._is_acronym(window.first - 1):
            return -4.0  # "FC Augsburg"
        if town and before in self._grammar.articles:
            return -2.0
        return 0.0

    def _follows_street(self, index: int) -> bool:
        """ "rue de Paris", "calle de Alcalá"."""
        linked = self._keys[index] in self._grammar.inner and index > 0
        return linked and self._keys[index - 1] in self._grammar.streets

    def _is_acronym(self, index: int) -> bool:
        token = self._tokens[index]
        short = token.shouted and len(token.text) <= _SHORT_WORD
        return short and index not in self._held and index not in self._tokens.shouting

    def _beside(self, window: ScanWindow, *, sure: bool) -> float:
        """Against a part of a longer name that is not held: "Владимир Иванов", "Paris Hilton"."""
        left = self._stranger(window.first - 1, window.first - 1)
        right = self._stranger(window.last + 1, window.last)
        surname = right or self._is_surname(window.last + 1, window.last)
        given = surname and self._is_given_name(window.first)
        penalty = -3.0 if given else 0.0
        if self._is_compound(window):
            penalty -= 3.0
        if self._follows_given_name(window):
            penalty -= 2.5
        elif (left or right) and self._grammar.code != "de" and not sure:
            penalty -= 1.5
        return penalty

    def _is_compound(self, window: ScanWindow) -> bool:
        """Whether a hyphen ties it to what is held as nothing: "Bouches-du-Rhône"."""
        before, after = window.first - 1, window.last + 1
        left = before >= 0 and self._tokens.gap(before) == "-" and before not in self._held
        right = after < len(self._tokens) and self._tokens.gap(window.last) == "-"
        return left or (right and self._tokens[after].capital and after not in self._held)

    def _follows_given_name(self, window: ScanWindow) -> bool:
        before = window.first - 1
        if before < 0 or not _is_space(self._tokens.gap(before)) or before in self._held:
            return False
        return self._tokens[before].capital and self._is_given_name(before)

    def _stranger(self, index: int, gap: int) -> bool:
        """Whether a neighbour is a capitalised word that is held as nothing by itself."""
        if not 0 <= index < len(self._tokens) or self._tokens.gap(gap) not in (" ", "-", ". "):
            return False
        token = self._tokens[index]
        plain = token.capital and not token.opens and not token.shouted
        if not plain or self._keys[index] in self._grammar.titles | self._grammar.never:
            return False
        return index not in self._held

    def _is_surname(self, index: int, gap: int) -> bool:
        if index >= len(self._tokens) or self._tokens.gap(gap) != " ":
            return False
        counts = self._gazetteer.person_word(_in_latin(self._keys[index]))
        return self._tokens[index].capital and counts is not None and counts.family >= 2

    def _is_given_name(self, index: int) -> bool:
        if index < 0:
            return False
        counts = self._gazetteer.person_word(_in_latin(self._keys[index]))
        return counts is not None and counts.given >= 3


def _in_latin(key: str) -> str:
    return key if is_latin(key) else romanise(key)


def _telling(window: ScanWindow) -> bool:
    """Whether a window says by itself that its words are no part of a person's name."""
    return window.last > window.first or any(
        is_wide(h.entity.feature) or h.name.type in ADJECTIVAL or h.entity.prominence >= _KNOWN
        for h in window.hits
        if h.entity.kind is Kind.PLACE
    )


def _is_space(gap: str) -> bool:
    return gap.strip() == "" and "\n\n" not in gap
