"""How much speaks for a run of words being a name that the gazetteer holds.

Scores add up in a unit of their own: about 1 is what it takes to believe a lone word, 4 is a full
name beyond doubt. The numbers were set by reading output on the tuning parts of the corpora. They
stand in one table, each with what it is for; below it the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.proposals import Proposal
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import NameWindow
from enrich.text.spelling import LONGEST_ABBREVIATION, fits, is_abbreviation
from gazetteer.codes import (
    is_administrative,
    is_first_level,
    is_second_level,
    is_wide,
    may_be_settlement,
)
from gazetteer.model import ADJECTIVAL, Kind, NameType
from gazetteer.names import fold
from gazetteer.romanise import is_latin
from gazetteer.store import Gazetteer, Hit

_ALIASES = (NameType.VARIANT, NameType.FORMER)

# What a place is. Prominence is a share of 1, population in people.
_KNOWN_PLACE: Final = 3.0  # a country, a first-level area, or as well known
_KNOWN: Final = 0.6  # prominence of such a place
_FEATURE: Final = 1.5  # a river, a mountain, a smaller area
_FEATURE_PROMINENCE: Final = 2.0  # times its prominence
_TOWN: Final = ((1_000_000, 3.0), (100_000, 2.2), (25_000, 1.4), (5_000, 0.7))  # by its people
_ALIAS_OF_KNOWN: Final = -1.0  # one word that a large or known place is also called
_ALIAS: Final = -3.0  # one word that any other place is also called
_LARGE: Final = 100_000  # people of a large place
_ALIAS_STRENGTH: Final = 0.3  # times the prominence, where a name is weighed against an adjective
_SHORT_COUNTY: Final = -2.5  # "Jackson" is rarely Jackson County
_AS_ORGANISATION: Final = -3.0  # "Salem Church": towns of that name are named otherwise
_LITTLE_KNOWN: Final = 0.5  # prominence below which a town may be named after one

# How its name is written.
_WORD: Final = 1.5  # each word of a name but the first
_SEVERAL_WORDS: Final = 1.5
_ADJECTIVE: Final = 1.0  # "Armenian"
_ADJECTIVE_PROMINENCE: Final = 2.0  # times the prominence of the country
_ADJECTIVE_WORD: Final = 0.5  # each word but the first
_SMALL_ADJECTIVE: Final = -1.0  # "turkey"
_NO_ABBREVIATION: Final = -9.0  # in small letters, or spelt otherwise
_STATE_BEHIND_NAME: Final = 3.5  # "Mobile, Ala."
_STATE_DOTTED: Final = 0.8  # "N.Y." alone
_STATE: Final = -4.0  # "IN" alone
_ABBREVIATION: Final = 3.0  # "U.S."
_ODD_ABBREVIATION: Final = -4.0  # its letters, in another case

# People and organisations.
_FULL_NAME: Final = 4.0
_FULL_NAME_WORD: Final = 1.5  # each word but the first
_INITIALS: Final = 2.5  # "NATO", and its prominence besides
_OTHER_INITIALS: Final = -1.0  # capitals that are held in small letters, or for a person
_SMALL_INITIALS: Final = -4.0  # "Who" is not the WHO
_LONE_NAME: Final = -1.0
_LONE_NAME_PROMINENCE: Final = 4.0  # times its prominence
_LONE_PERSON: Final = -0.3
_COINED: Final = 0.7  # "Tsargrad" names little else
_COINED_LETTERS: Final = 5  # a word of more of them may be coined
_BESIDE_ORGANISATION: Final = 1.5  # "Tsargrad television"

# What stands before and behind a place.
_BEHIND_LOCATIVE: Final = 2.0  # "in Goris"
_BEHIND_DIRECTION: Final = 1.0  # "from Goris"
_BEHIND_TITLE: Final = -4.0  # "Mr. Paris"
_BEHIND_PARTY: Final = 2.5  # "R-Texas"
_BEHIND_NAME: Final = -2.0  # "Dan Quayle", where neither is a place alone
_COMMON_BEHIND_CAPITAL: Final = -2.0  # "Apple Store"
_IN_LIST: Final = 0.5  # "Goris, Kapan"
_BEFORE_CONTAINER: Final = 3.5  # "Paris, Texas"
_BEFORE_STREET: Final = -2.5  # "Lincoln Avenue"
_BEFORE_SAYING: Final = -1.5  # "Jordan said"
_BEFORE_NAME: Final = -1.5  # "Paris Hilton"
_PLACE_ALONE: Final = 0.5  # prominence above which a neighbour is a place and no part of a name

# Words that may be something else: common words, the openings of sentences, names of people.
_COMMON_OPENING: Final = -4.0  # "Reading is fun."
_COMMON: Final = -2.0  # "in Reading"
_OPENING: Final = -0.5
_GIVEN_NAME: Final = -0.8
_SURNAME: Final = -0.6
_GIVEN_TIMES, _SURNAME_TIMES = 3, 2  # people known of that name, above which it counts
_NAME_OF_PERSON: Final = -3.0  # "Florence King"
_NAME_OF_PERSON_SHARE: Final = 0.7
_PERSON_GIVEN, _PERSON_SURNAME = 5, 2  # people known of each word, from which it counts


class GazetteerEvidence:
    """Scores windows of one text."""

    def __init__(self, tokens: Tokens, gazetteer: Gazetteer) -> None:
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._lexicon = lexicon()

    def propose(self, window: NameWindow) -> Iterator[Proposal]:
        """Yield a proposal for each kind under which the window is held."""
        if self._is_noise(window):
            return
        context = self._context(window)
        for kind in Kind:
            hits = [h for h in window.hits if h.entity.kind is kind and not _is_foreign(h)]
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

    def _place(self, window: NameWindow, hits: list[Hit], context: float) -> tuple[float, bool]:
        adjectival = [h for h in hits if h.name.type in ADJECTIVAL]
        named = [h for h in hits if h.name.type not in ADJECTIVAL]
        if adjectival and _strength(adjectival) >= _strength(named):
            return self._adjective(window, adjectival), True
        return max(self._named_place(window, hit) for hit in named) + context, False

    def _adjective(self, window: NameWindow, hits: list[Hit]) -> float:
        if not window.text[0].isupper():
            return _SMALL_ADJECTIVE
        strength = _ADJECTIVE_PROMINENCE * hits[0].entity.prominence
        return _ADJECTIVE + strength + _ADJECTIVE_WORD * (window.last - window.first)

    def _named_place(self, window: NameWindow, hit: Hit) -> float:
        entity, name = hit.entity, hit.name
        words = window.last - window.first + 1
        if name.type is NameType.ABBREVIATION:
            return self._abbreviation(window, hit)
        score = _WORD * (words - 1) + (_SEVERAL_WORDS if words > 1 else 0.0)
        if is_wide(entity.feature) or entity.prominence >= _KNOWN:
            score += _KNOWN_PLACE
        elif not may_be_settlement(entity.feature):
            score += _FEATURE + _FEATURE_PROMINENCE * entity.prominence
        else:
            score += by_population(entity.population)
        little_known = entity.prominence < _LITTLE_KNOWN
        if words > 1 and little_known and self._reads_as_organisation(window):
            score += _AS_ORGANISATION
        if name.type in _ALIASES and words == 1:
            known = entity.population >= _LARGE or entity.prominence > _KNOWN
            score += _ALIAS_OF_KNOWN if known else _ALIAS
        if name.type is NameType.SHORT and is_second_level(entity.feature):
            score += _SHORT_COUNTY
        return score

    def _reads_as_organisation(self, window: NameWindow) -> bool:
        """ "University of Texas", "Salem Church": towns of that name are named otherwise."""
        first, last = self._tokens.word(window.first), self._tokens.word(window.last)
        return first in self._lexicon.organisation_of or last in self._lexicon.organisation_ends

    def _abbreviation(self, window: NameWindow, hit: Hit) -> float:
        """ "U.S." stands alone; "Ala." and "IN" only behind a name and a comma."""
        text = window.text
        if not text[0].isupper() or fold(text) != fold(hit.name.text):
            return _NO_ABBREVIATION
        if is_first_level(hit.entity.feature) and "DC" not in text.replace(".", ""):
            if self._after_comma(window):
                return _STATE_BEHIND_NAME
            return _STATE_DOTTED if text.count(".") > 1 else _STATE
        dotted = "." in text or not text.isupper() or len(text) == 2
        same = text.replace(".", "") == hit.name.text.replace(".", "")
        return _ABBREVIATION if same and (dotted or text.isupper()) else _ODD_ABBREVIATION

    def _after_comma(self, window: NameWindow) -> bool:
        if window.first == 0:
            return False
        before = self._tokens[window.first - 1]
        gap = self._tokens.text[before.end : window.start]
        return gap in (", ", ",", ", \n", " (", " ") and before.capital

    def _person_or_organisation(self, window: NameWindow, hits: list[Hit], kind: Kind) -> float:
        words = window.last - window.first + 1
        if words > 1:
            return _FULL_NAME + _FULL_NAME_WORD * (words - 1)
        strength = max(h.entity.prominence for h in hits)
        if window.text.isupper() and len(window.text) <= LONGEST_ABBREVIATION:
            exact = any(h.name.text.replace(".", "") == window.text for h in hits)
            known = exact and kind is Kind.ORGANISATION
            return (_INITIALS + strength) if known else _OTHER_INITIALS
        if not all(fits(window.text, h) for h in hits):
            return _SMALL_INITIALS
        score = _LONE_NAME_PROMINENCE * strength + _LONE_NAME + self._open_penalty(window)
        if kind is Kind.PERSON:
            return score + _LONE_PERSON
        coined = not self._is_common_word(window) and len(window.text) > _COINED_LETTERS
        beside = self._tokens.word(window.last + 1) in self._lexicon.organisation_beside
        return score + _COINED * coined + _BESIDE_ORGANISATION * beside

    def _context(self, window: NameWindow) -> float:
        """What the words around speak for or against a place."""
        score = self._before(window) + self._behind(window)
        if window.first == window.last:
            score += self._open_penalty(window) + self._as_person(window)
        elif window.last == window.first + 1:
            score += _NAME_OF_PERSON_SHARE * self._as_person_name(window)
        return score

    def _before(self, window: NameWindow) -> float:
        tokens = self._tokens
        if window.first == 0:
            return 0.0
        before = tokens[window.first - 1]
        gap = tokens.gap(window.first - 1)
        if gap == " " and before.lower in self._lexicon.locative:
            return _BEHIND_LOCATIVE
        if gap == " " and before.lower in self._lexicon.directional:
            return _BEHIND_DIRECTION
        if gap in (" ", ". ") and self._title_before(window.first):
            return _BEHIND_TITLE
        if gap == "-" and before.lower in self._lexicon.parties:
            return _BEHIND_PARTY
        if gap == " " and self._is_free_name(window.first - 1):
            return _BEHIND_NAME
        if gap == " " and before.capital and not before.opens and self._is_common_word(window):
            return _COMMON_BEHIND_CAPITAL
        if gap == ", " and before.capital and not before.opens:
            return _IN_LIST
        return 0.0

    def _behind(self, window: NameWindow) -> float:
        tokens = self._tokens
        after = window.last + 1
        if after >= len(tokens):
            return 0.0
        gap, word = tokens.gap(window.last), tokens[after]
        if gap in (", ", " (") and self._is_container(after, window.hits):
            return _BEFORE_CONTAINER
        if gap == " " and word.lower in self._lexicon.street_ends and word.capital:
            return _BEFORE_STREET
        if gap == " " and word.lower in self._lexicon.saying:
            return _BEFORE_SAYING
        if gap == " " and word.capital and self._is_free_name(after):
            return _BEFORE_NAME
        return 0.0

    def _is_container(self, index: int, hits: tuple[Hit, ...]) -> bool:
        """Whether the words from an index on name an area around one of the hits."""
        areas = self._areas_from(index)
        return bool(areas) and any(not areas.isdisjoint(h.entity.containers) for h in hits)

    def _areas_from(self, index: int) -> set[str]:
        tokens = self._tokens
        return {
            hit.entity.id
            for last in range(index, min(index + 3, len(tokens)))
            for hit in self._gazetteer.lookup(
                tokens.text[tokens[index].start : tokens[last].end], Kind.PLACE
            )
            if is_administrative(hit.entity.feature)
        }

    def _is_free_name(self, index: int) -> bool:
        """A capitalised word that is not a known place, title or function word: part of a name."""
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
        return not any(h.entity.prominence > _PLACE_ALONE for h in known)

    def _title_before(self, index: int) -> bool:
        word = self._tokens.word(index - 1)
        return word.rstrip(".") in self._lexicon.titles and self._tokens[index - 1].capital

    def _is_common_word(self, window: NameWindow) -> bool:
        return window.first == window.last and window.text.lower() in self._lexicon.common

    def _open_penalty(self, window: NameWindow) -> float:
        token = self._tokens[window.first]
        # A word alone in capitals: "US" is no "us", but in a headline it may be.
        capitals = token.shouted and window.first not in self._tokens.shouting
        if token.lower in self._lexicon.common and not capitals:
            return _COMMON_OPENING if token.opens else _COMMON
        return _OPENING if token.opens else 0.0

    def _as_person(self, window: NameWindow) -> float:
        counts = self._gazetteer.person_word(window.text)
        if counts is None:
            return 0.0
        given = _GIVEN_NAME if counts.given > _GIVEN_TIMES else 0.0
        return given + (_SURNAME if counts.family > _SURNAME_TIMES else 0.0)

    def _as_person_name(self, window: NameWindow) -> float:
        first = self._gazetteer.person_word(self._tokens[window.first].text)
        last = self._gazetteer.person_word(self._tokens[window.last].text)
        if first is None or first.given < _PERSON_GIVEN:
            return 0.0
        return 0.0 if last is None or last.family < _PERSON_SURNAME else _NAME_OF_PERSON

    def _is_noise(self, window: NameWindow) -> bool:
        """One word that is never a name, or capitals that say nothing."""
        if window.first != window.last:
            return False
        token = self._tokens[window.first]
        return len(token.text) == 1 or (token.lower in self._lexicon.never and not token.shouted)


def _is_foreign(hit: Hit) -> bool:
    """Adjectives and initials of other languages say other things in English: "Turco", "EUA"."""
    name = hit.name
    if name.language in {None, "en"} or not is_latin(name.text):
        return False
    return name.type in ADJECTIVAL or is_abbreviation(name.text)


def _strength(hits: list[Hit]) -> float:
    """Prominence of the best known, an alias counting for less."""
    factors = (_ALIAS_STRENGTH if hit.name.type in _ALIASES else 1.0 for hit in hits)
    return max((h.entity.prominence * f for h, f in zip(hits, factors, strict=True)), default=0.0)


def by_population(population: int) -> float:
    """Return what the size of a town lends to its name, 0 to 3.

    Example:
        >>> by_population(1_000_000), by_population(5_000), by_population(4_999)
        (3.0, 0.7, 0.0)
    """
    return next((score for least, score in _TOWN if population >= least), 0.0)
