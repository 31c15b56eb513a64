"""How much speaks for a run of words being a name that the gazetteer holds.

Scores add up in a unit of their own: about 1 is what it takes to believe a lone word, 4 is a full
name beyond doubt. The numbers were set by reading output on the tuning parts of the corpora.
"""

from __future__ import annotations

from collections.abc import Iterator

from enrich.mentions.lexicon import lexicon
from enrich.mentions.proposals import Proposal
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import Window
from gazetteer.codes import (
    is_administrative,
    is_first_level,
    is_second_level,
    is_wide,
    may_be_settlement,
)
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

__all__ = ["GazetteerEvidence", "by_population"]

_ADJECTIVAL = (NameType.ADJECTIVE, NameType.DEMONYM)
_ALIASES = (NameType.VARIANT, NameType.FORMER)
_LARGE = 100_000


class GazetteerEvidence:
    """Scores windows of one text.

    Args:
        tokens: The words of the text.
        gazetteer: For counts of given names and surnames.
    """

    def __init__(self, tokens: Tokens, gazetteer: Gazetteer) -> None:
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._lexicon = lexicon()

    def propose(self, window: Window) -> Iterator[Proposal]:
        """Yield a proposal for each kind under which the window is held."""
        if self._is_noise(window):
            return
        context = self._context(window)
        for kind in Kind:
            hits = [h for h in window.hits if h.entity.kind is kind]
            if not hits:
                continue
            if kind is Kind.PLACE:
                score, adjective = self._place(window, hits, context)
            else:
                score, adjective = self._person_or_organisation(window, hits, kind), False
            yield Proposal(
                window.first, window.last, window.start, window.end, kind, score, "gazetteer",
                adjective,
            )  # fmt: skip

    # ------------------------------------------------------------------------------ places

    def _place(self, window: Window, hits: list[Hit], context: float) -> tuple[float, bool]:
        adjectival = [h for h in hits if h.name.type in _ADJECTIVAL]
        named = [h for h in hits if h.name.type not in _ADJECTIVAL]
        if adjectival and _strength(adjectival) >= _strength(named):
            return self._adjective(window, adjectival), True
        return max(self._named_place(window, hit) for hit in named) + context, False

    def _adjective(self, window: Window, hits: list[Hit]) -> float:
        if not window.text[0].isupper():
            return -1.0
        strength = hits[0].entity.prominence
        return 1.0 + 2.0 * strength + 0.5 * (window.last - window.first)

    def _named_place(self, window: Window, hit: Hit) -> float:
        entity, name = hit.entity, hit.name
        words = window.last - window.first + 1
        if name.type is NameType.ABBREVIATION:
            return self._abbreviation(window, hit)
        score = 1.5 * (words - 1) + (1.5 if words > 1 else 0.0)
        if is_wide(entity.feature) or entity.prominence >= 0.6:
            score += 3.0
        elif not may_be_settlement(entity.feature):
            score += 1.5 + 2.0 * entity.prominence
        else:
            score += by_population(entity.population)
        if words > 1 and entity.prominence < 0.5 and self._reads_as_organisation(window):
            score -= 3.0
        if name.type in _ALIASES and words == 1:
            score -= 1.0 if entity.population >= _LARGE or entity.prominence > 0.6 else 3.0
        if name.type is NameType.SHORT and is_second_level(entity.feature):
            score -= 2.5  # "Jackson" is rarely Jackson County
        return score

    def _reads_as_organisation(self, window: Window) -> bool:
        """ "University of Texas", "Salem Church": towns of that name are named otherwise."""
        first, last = self._tokens.word(window.first), self._tokens.word(window.last)
        named_after = first in self._lexicon.organisation_of
        return named_after or last in self._lexicon.organisation_ends

    def _abbreviation(self, window: Window, hit: Hit) -> float:
        """ "U.S." stands alone; "Ala." and "IN" only behind a name and a comma."""
        text = window.text
        if not text[0].isupper() or fold(text) != fold(hit.name.text):
            return -9.0
        if is_first_level(hit.entity.feature) and "DC" not in text.replace(".", ""):
            behind = self._after_comma(window)
            return 3.5 if behind else (0.8 if text.count(".") > 1 else -4.0)
        dotted = "." in text or not text.isupper() or len(text) == 2
        same = text.replace(".", "") == hit.name.text.replace(".", "")
        return 3.0 if same and (dotted or text.isupper()) else -4.0

    def _after_comma(self, window: Window) -> bool:
        if window.first == 0:
            return False
        before = self._tokens[window.first - 1]
        gap = self._tokens.text[before.end : window.start]
        return gap in (", ", ",", ", \n", " (", " ") and before.capital

    # --------------------------------------------------------------- people, organisations

    def _person_or_organisation(self, window: Window, hits: list[Hit], kind: Kind) -> float:
        words = window.last - window.first + 1
        best = max(hits, key=lambda h: h.entity.prominence)
        strength = best.entity.prominence
        if words > 1:
            return 4.0 + 1.5 * (words - 1)
        if window.text.isupper() and len(window.text) <= 6:
            exact = any(h.name.text.replace(".", "") == window.text for h in hits)
            return (2.5 + strength) if exact and kind is Kind.ORGANISATION else -1.0
        if any(h.name.text.isupper() for h in hits) and len(window.text) <= 6:
            return -4.0  # "Who" is not the WHO
        score = 4.0 * strength - 1.0 + self._open_penalty(window)
        if kind is Kind.PERSON:
            return score - 0.3
        # A coined word ("Tsargrad") names little else; so does one beside "television".
        coined = not self._is_common_word(window) and len(window.text) > 5
        beside = self._tokens.word(window.last + 1) in self._lexicon.organisation_beside
        return score + 0.7 * coined + 1.5 * beside

    # ----------------------------------------------------------------------------- context

    def _context(self, window: Window) -> float:
        """What the words around speak for or against a place."""
        score = self._before(window) + self._behind(window)
        if window.first == window.last:
            score += self._open_penalty(window) + self._as_person(window)
        elif window.last == window.first + 1:
            score += 0.7 * self._as_person_name(window)
        return score

    def _before(self, window: Window) -> float:
        tokens = self._tokens
        if window.first == 0:
            return 0.0
        before = tokens[window.first - 1]
        gap = tokens.gap(window.first - 1)
        if gap == " " and before.lower in self._lexicon.locative:
            return 2.0
        if gap == " " and before.lower in self._lexicon.directional:
            return 1.0
        if gap in (" ", ". ") and self._title_before(window.first):
            return -4.0
        if gap == "-" and before.lower in self._lexicon.parties:
            return 2.5
        if gap == " " and self._is_free_name(window.first - 1):
            return -2.0
        if gap == " " and before.capital and not before.opens and self._is_common_word(window):
            return -2.0
        if gap == ", " and before.capital and not before.opens:
            return 0.5
        return 0.0

    def _behind(self, window: Window) -> float:
        tokens = self._tokens
        after = window.last + 1
        if after >= len(tokens):
            return 0.0
        gap, word = tokens.gap(window.last), tokens[after]
        if gap in (", ", " (") and self._is_container(after, window.hits):
            return 3.5
        if gap == " " and word.lower in self._lexicon.street_ends and word.capital:
            return -2.5
        if gap == " " and word.lower in self._lexicon.saying:
            return -1.5
        if gap == " " and word.capital and self._is_free_name(after):
            return -1.5
        return 0.0

    def _is_container(self, index: int, hits: tuple[Hit, ...]) -> bool:
        """Whether the words from an index on name an area around one of the hits."""
        areas = self._areas_from(index)
        return bool(areas) and any(not areas.isdisjoint(h.entity.containers) for h in hits)

    def _areas_from(self, index: int) -> set[str]:
        found: set[str] = set()
        tokens = self._tokens
        for last in range(index, min(index + 3, len(tokens))):
            text = tokens.text[tokens[index].start : tokens[last].end]
            for hit in self._gazetteer.lookup(text, Kind.PLACE):
                if is_administrative(hit.entity.feature):
                    found.add(hit.entity.id)
        return found

    def _is_free_name(self, index: int) -> bool:
        """A capitalised word that is no known place, title or function word: part of a name."""
        token = self._tokens[index]
        word = token.lower
        if not token.capital or token.opens or token.shouted:
            return False
        lists = self._lexicon
        if word in lists.function_words or word in lists.weekdays or word in lists.months:
            return False
        if word.rstrip(".") in lists.titles:
            return False
        known = self._gazetteer.lookup(token.text, Kind.PLACE)
        return not any(h.entity.prominence > 0.5 for h in known)

    def _title_before(self, index: int) -> bool:
        word = self._tokens.word(index - 1)
        return word.rstrip(".") in self._lexicon.titles and self._tokens[index - 1].capital

    def _is_common_word(self, window: Window) -> bool:
        return window.first == window.last and window.text.lower() in self._lexicon.common

    def _open_penalty(self, window: Window) -> float:
        token = self._tokens[window.first]
        common = token.lower in self._lexicon.common and not self._is_capitals(window.first)
        if common:
            return -4.0 if token.opens else -2.0
        return -0.5 if token.opens else 0.0

    def _is_capitals(self, index: int) -> bool:
        """Whether a word alone is in capitals: "US" is no "us", but in a headline it may be."""
        return self._tokens[index].shouted and index not in self._tokens.shouting

    def _as_person(self, window: Window) -> float:
        counts = self._gazetteer.person_word(window.text)
        if counts is None:
            return 0.0
        return -(0.8 if counts.given > 3 else 0.0) - (0.6 if counts.family > 2 else 0.0)

    def _as_person_name(self, window: Window) -> float:
        first = self._gazetteer.person_word(self._tokens[window.first].text)
        last = self._gazetteer.person_word(self._tokens[window.last].text)
        if first is None or first.given < 5 or last is None or last.family < 2:
            return 0.0
        return -3.0

    def _is_noise(self, window: Window) -> bool:
        """One word that is never a name, or capitals that say nothing."""
        if window.first != window.last:
            return False
        token = self._tokens[window.first]
        if token.lower in self._lexicon.never and not token.shouted:
            return True
        return len(token.text) == 1


def _strength(hits: list[Hit]) -> float:
    """Prominence of the best known, an alias counting for less."""
    factors = (0.3 if hit.name.type in _ALIASES else 1.0 for hit in hits)
    return max((h.entity.prominence * f for h, f in zip(hits, factors, strict=True)), default=0.0)


def by_population(population: int) -> float:
    """Return what the size of a town lends to its name, 0 to 3.

    Example:
        >>> by_population(1_000_000), by_population(5_000), by_population(4_999)
        (3.0, 0.7, 0.0)
    """
    for least, score in ((1_000_000, 3.0), (_LARGE, 2.2), (25_000, 1.4), (5_000, 0.7)):
        if population >= least:
            return score
    return 0.0
