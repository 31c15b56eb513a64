"""How much speaks for the windows of the gazetteer scan, in the units of ``evidence``.

Set by reading output on texts in seven languages; ``docs/languages.md`` has the figures. They stand
in one table, each with what it is for; below it the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from enrich.mentions.evidence import by_population
from enrich.mentions.proposals import Proposal
from enrich.mentions.scan.grammar import Grammar
from enrich.mentions.scan.windows import ScanWindow
from enrich.mentions.scan.words import is_cased, key_of
from enrich.mentions.tokens import Token, Tokens
from gazetteer.codes import is_wide, may_be_settlement
from gazetteer.model import ADJECTIVAL, Kind, NameType
from gazetteer.romanise import is_latin, romanise
from gazetteer.store import Gazetteer, Hit

FOUND_BY: Final = "gazetteer scan"
_THRESHOLD: Final = 1.0
# Bounds. Prominence is a share of 1, population in people.
_LARGE: Final = 0.6  # prominence of a million people and of what news names without explanation
_KNOWN: Final = 0.5  # prominence of a place that is not part of a person's name
_NAMED: Final = 0.45  # prominence of towns whose name in another script is more than a spelling
_SMALL_TOWN: Final = 2_000
_TOWN: Final = 5_000
_CITY: Final = 100_000
_LEAST_CASELESS: Final = 3  # letters of a lone word where nothing marks a name as one
_LEAST_CASELESS_NAME: Final = 4  # likewise of a lone name of a person
_SHORT_WORD: Final = 3  # letters
_GIVEN, _SURNAME = 3, 2  # people known of a name, from which it is one

# Any window.
_PROMINENCE: Final = 0.5  # times its prominence
_STEP: Final = -0.25  # each ending or prefix that was taken off
_PER_WORD: Final = 7.0  # so that a whole name outweighs what its parts would be

# What a place is.
_ADJECTIVE: Final = 2.5  # held by language, so nearly sure
_CAPITAL_ADJECTIVE: Final = 1.5  # one with a capital may be a name
_KNOWN_PLACE: Final = 3.0
_FEATURE: Final = 1.0  # a river, a mountain, a smaller area
_FEATURE_PROMINENCE: Final = 2.0  # times its prominence
_OWN_NAME: Final = 1.0  # a name that the language has of its own is a known one
_HOME_TOWN: Final = 0.8  # of the readers' own country
_HOME_TOWN_CASED: Final = 1.2  # likewise, in a script with capitals that is not Latin

# What a lone word of a place says by itself.
_CASELESS: Final = -1.5  # nothing marks it as a name
_CASELESS_AT_HOME: Final = -1.0
_CASELESS_SHORT: Final = -9.0
_GERMAN_TOWN: Final = -1.2  # every noun has a capital
_ALSO_SMALL: Final = -2.5  # the text has the word in small letters too
_INFLECTED: Final = -1.5
_LIKE_ADJECTIVE: Final = -3.5  # inflected, of a name that ends like an adjective
_OPENING: Final = -1.0
_SHORT: Final = -1.0
_COMMON: Final = -6.0  # a noun as a rule
_COMMON_CITY: Final = -1.5  # "in Essen" without an article is the city all the same

# People and organisations.
_FULL_NAME: Final = 4.0
_COMMON_NAME: Final = -4.0
_OWN_ORGANISATION: Final = 3.5
_INITIALS: Final = 2.5
_ORGANISATION: Final = -2.5
_ORGANISATION_PROMINENCE: Final = 4.0  # times its prominence
_CASELESS_PERSON: Final = -9.0
_OWN_PERSON: Final = -0.5
_OWN_PERSON_PROMINENCE: Final = 4.0  # times its prominence
_PERSON: Final = -1.0
_PERSON_PROMINENCE: Final = 3.0  # times its prominence

# The neighbours.
_BEHIND_TITLE: Final = 1.0
_BEHIND_STREET: Final = -4.0  # "rue de Paris"
_BEHIND_LOCATIVE: Final = 1.5
_BEHIND_ACRONYM: Final = -4.0  # "FC Augsburg"
_BEHIND_ARTICLE: Final = -2.0
_NAME_OF_PERSON: Final = -3.0  # "Paris Hilton"
_COMPOUND: Final = -3.0  # "Bouches-du-Rhône"
_BEHIND_GIVEN_NAME: Final = -2.5  # "Anna London"
_BESIDE_STRANGER: Final = -1.5  # a capitalised word that is held as nothing


@dataclass(frozen=True, slots=True)
class ScanHit:
    """A window read as one kind of thing: what is proposed, and the name it is held under."""

    proposal: Proposal
    hit: Hit
    steps: int


class ScanScores:
    """How much speaks for each window of one text, all of which tell what words are held."""

    def __init__(
        self, tokens: Tokens, gazetteer: Gazetteer, grammar: Grammar, windows: Iterable[ScanWindow]
    ) -> None:
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._grammar = grammar
        self._keys = [key_of(token.text) for token in tokens.items]
        self._lower = {k for k, t in zip(self._keys, tokens.items, strict=True) if not t.capital}
        self._held = {i for w in windows for i in range(w.first, w.last + 1) if _telling(w)}

    def readings(self, window: ScanWindow) -> Iterator[ScanHit]:
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
                yield ScanHit(proposal, hit, window.steps)

    def _score(self, window: ScanWindow, hit: Hit) -> float:
        score = _PROMINENCE * hit.entity.prominence + _STEP * window.steps
        article = self._keys[window.first] in self._grammar.articles  # "La Croix-Rouge"
        score += _PER_WORD * max(0, window.last - window.first - article)
        if hit.name.type in ADJECTIVAL:
            return score + self._adjective(window, hit)
        if hit.entity.kind is not Kind.PLACE:
            return score + self._person_or_organisation(window, hit)
        return score + self._place(window, hit)

    def _adjective(self, window: ScanWindow, hit: Hit) -> float:
        token = self._tokens[window.first]
        capital = token.capital and hit.name.type is NameType.ADJECTIVE
        return _CAPITAL_ADJECTIVE if capital else _ADJECTIVE

    def _place(self, window: ScanWindow, hit: Hit) -> float:
        lone = window.first == window.last
        own = self._is_own(hit)
        known = is_wide(hit.entity.feature) or hit.entity.prominence >= _LARGE
        town = may_be_settlement(hit.entity.feature)
        if known:
            score = _KNOWN_PLACE
        elif town:
            score = by_population(hit.entity.population)
        else:
            score = _FEATURE + _FEATURE_PROMINENCE * hit.entity.prominence
        if own and hit.name.type is not NameType.PRIMARY:
            score += _OWN_NAME
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
            if window.end - window.start < _LEAST_CASELESS:
                return _CASELESS_SHORT
            if not known:
                score += _CASELESS_AT_HOME if self._is_home(hit) else _CASELESS
        elif self._grammar.code == "de":
            score += 0.0 if known or not may_be_settlement(hit.entity.feature) else _GERMAN_TOWN
        elif self._keys[window.first] in self._lower and not word.shouted:
            score += _ALSO_SMALL
        return score if known else score + self._little_known_word(word, window, hit)

    def _little_known_word(self, word: Token, window: ScanWindow, hit: Hit) -> float:
        score = 0.0
        if window.steps and not self._is_home(hit):
            score += _INFLECTED
        if window.steps and key_of(hit.name.text).endswith(self._grammar.adjectival):
            score += _LIKE_ADJECTIVE
        if word.opens:
            score += _OPENING
        if len(word.text) <= _SHORT_WORD:
            score += _SHORT
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
            return _HOME_TOWN_CASED if hit.entity.population >= _SMALL_TOWN else 0.0
        return _HOME_TOWN if hit.entity.population >= _TOWN else 0.0

    def _is_common(self, window: ScanWindow) -> bool:
        """Whether it is a common word, an Arabic one also behind what is written with it."""
        return key_of(self._tokens.text[window.start : window.end]) in self._grammar.common

    def _common_word(self, window: ScanWindow, hit: Hit) -> float:
        cased = is_cased(self._tokens[window.first].text)
        large = is_wide(hit.entity.feature) or hit.entity.population >= _CITY
        place = cased and large and self._before(window) > 0
        return _COMMON_CITY if place else _COMMON

    def _person_or_organisation(self, window: ScanWindow, hit: Hit) -> float:
        strength = hit.entity.prominence
        if window.first != window.last:
            return _FULL_NAME
        word = self._tokens[window.first]
        if self._is_common(window):
            return _COMMON_NAME
        own = hit.name.language == self._grammar.code
        if hit.entity.kind is Kind.ORGANISATION:
            known = (
                _INITIALS if word.shouted else _ORGANISATION_PROMINENCE * strength + _ORGANISATION
            )
            return _OWN_ORGANISATION if own else known
        short = window.end - window.start < _LEAST_CASELESS_NAME
        if not is_cased(word.text) and (short or not own):
            return _CASELESS_PERSON
        if own:
            score = _OWN_PERSON_PROMINENCE * strength + _OWN_PERSON
        else:
            score = _PERSON_PROMINENCE * strength + _PERSON
        before = self._keys[window.first - 1] if window.first else ""
        titled = _BEHIND_TITLE if before in self._grammar.titles else 0.0
        return score + self._beside(window, sure=False) + titled

    def _before(self, window: ScanWindow, *, town: bool = False) -> float:
        if not window.first or not _is_space(self._tokens.gap(window.first - 1)):
            return 0.0
        before = self._keys[window.first - 1]
        if before in self._grammar.streets or (town and self._follows_street(window.first - 1)):
            return _BEHIND_STREET
        if before in self._grammar.locative:
            return _BEHIND_LOCATIVE
        if town and self._is_acronym(window.first - 1):
            return _BEHIND_ACRONYM
        if town and before in self._grammar.articles:
            return _BEHIND_ARTICLE
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
        penalty = _NAME_OF_PERSON if given else 0.0
        if self._is_compound(window):
            penalty += _COMPOUND
        if self._follows_given_name(window):
            penalty += _BEHIND_GIVEN_NAME
        elif (left or right) and self._grammar.code != "de" and not sure:
            penalty += _BESIDE_STRANGER
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
        return self._tokens[index].capital and counts is not None and counts.family >= _SURNAME

    def _is_given_name(self, index: int) -> bool:
        if index < 0:
            return False
        counts = self._gazetteer.person_word(_in_latin(self._keys[index]))
        return counts is not None and counts.given >= _GIVEN


def _in_latin(key: str) -> str:
    return key if is_latin(key) else romanise(key)


def _telling(window: ScanWindow) -> bool:
    """Whether a window says by itself that its words are not part of a person's name."""
    return window.last > window.first or any(
        is_wide(h.entity.feature) or h.name.type in ADJECTIVAL or h.entity.prominence >= _KNOWN
        for h in window.hits
        if h.entity.kind is Kind.PLACE
    )


def _is_space(gap: str) -> bool:
    return gap.strip() == "" and "\n\n" not in gap
