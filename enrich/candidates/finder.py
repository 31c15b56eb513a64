"""Stage 2: mentions in, the entities each of them might mean out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from enrich.candidates.antecedents import ShortForms
from enrich.candidates.organisations import (
    completed,
    has_its_initials,
    is_given_team,
    of_city,
    of_other_form,
    of_team,
)
from enrich.candidates.people import by_initials, may_be_slip, with_initials_apart
from enrich.deadline import check_time
from enrich.mentions.lexicon import lexicon
from enrich.mentions.shortforms import is_slip
from enrich.mentions.teams import FOUND_BY as BY_TEAM
from enrich.model import Candidate, Match, Mention
from enrich.text.areawords import AREA_WORDS, RIVER, is_named_as_river, level_of_list, river_names
from enrich.text.spelling import fits
from gazetteer.codes import is_country, is_division, is_seat, is_settlement, is_water
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

MOST_EDITS = 1
"""Letters by which a misspelt name may differ from the one meant."""

_MATCH_OF_TYPE = {
    NameType.OFFICIAL: Match.ALIAS,
    NameType.SHORT: Match.SHORT_FORM,
    NameType.VARIANT: Match.ALIAS,
    NameType.FORMER: Match.ALIAS,
    NameType.ABBREVIATION: Match.ABBREVIATION,
    NameType.ADJECTIVE: Match.DEMONYM,
    NameType.DEMONYM: Match.DEMONYM,
}
_LEAST_FUZZY = 6
_FUZZY_PROMINENCE = 0.3
# "Syunik Province" is held as "Syunik" or as "Syunik Oblast": the last word only tells the level.
_LEVELS = AREA_WORDS | {"area", "city"}
_SPELT_OUT = {
    "n.": "north", "s.": "south", "e.": "east", "w.": "west", "mt.": "mount", "ft.": "fort",
    "pt.": "point", "co.": "county", "twp.": "township", "ste.": "sainte",
}  # fmt: skip
# What stands for an adjective before a hyphen: "Franco-German", "Sino-Indian".
_COMBINING = {
    "afro": "Africa", "anglo": "England", "austro": "Austria", "euro": "Europe",
    "franco": "France", "graeco": "Greece", "greco": "Greece", "hispano": "Spain",
    "indo": "India", "italo": "Italy", "luso": "Portugal", "nippo": "Japan",
    "russo": "Russia", "serbo": "Serbia", "sino": "China", "turco": "Turkey", "turko": "Turkey",
}  # fmt: skip
_LIST_FORM = re.compile(
    r"(?:, ?| ?\()"
    r"(?P<state>(?:[A-Z][a-z’']+ ){0,3}(?:Republic|State|States|Federation|Kingdom) of)\b"
    r"| (?P<short>DPR|DR)\b"
)
_SPELT_STATES = {"DPR": "Democratic People's Republic of", "DR": "Democratic Republic of"}
_LEAST_INNER = 0.4  # prominence from which a place inside a longer name is worth a link


class CandidateFinder:
    """Looks mentions up, each in the light of the others.

    Args:
        gazetteer: Where to look.

    Example:
        >>> from enrich.mentions import MentionFinder
        >>> from enrich.mentions.taggers.model import NameTagger
        >>> from enrich.model import Document
        >>> with Gazetteer.open() as gazetteer:
        ...     find = MentionFinder(gazetteer, NameTagger(gazetteer))
        ...     mentions = find(Document("Talks in Yerevan failed."))
        ...     CandidateFinder(gazetteer)(mentions)[0][0].entity.id
        'geonames:616052'
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(
        self, mentions: Sequence[Mention], text: str = "", beside: Sequence[Mention] = ()
    ) -> tuple[tuple[Candidate, ...], ...]:
        """Return, for each mention, its candidates, the best known first.

        Args:
            mentions: Of one document.
            text: Its text, for the words right behind a mention.
            beside: Other names of the text: they too say who "Lavrov" is.
        """
        named = sorted([*mentions, *beside], key=lambda m: m.start) if beside else mentions
        short_forms = ShortForms(named, text, self._gazetteer)
        alike = _by_first_letter(named)
        organisations = {m.name for m in named if m.kind is Kind.ORGANISATION}
        found: dict[tuple[Kind, str, str], tuple[Candidate, ...]] = {}
        result: list[tuple[Candidate, ...]] = []
        for index, mention in enumerate(mentions):
            full = short_forms.antecedent(mention)
            given = full is None and is_given_team(mention, text, self._gazetteer)
            if mention.found_by == BY_TEAM or given:
                clubs = of_team(mention, organisations, text, self._gazetteer)
                if index and mentions[index - 1].end == mention.end:  # the city, right before it
                    result[-1] = of_city(result[-1], clubs)
                result.append(clubs)
                continue
            level = _level_beside(mention, text)
            name = (mention.kind, mention.name, level)
            check_time()
            if full:
                of_full = self._of_full_name(full)
                # A surname is whose the text says, known or not. "Tom Cruise" in a text that has
                # "Scientologist Tom Cruise" too is a name of its own.
                lone = " " not in mention.name
                if of_full or (lone and mention.kind is not Kind.ORGANISATION):
                    result.append(of_full)
                    continue
            if in_list_form := self._in_list_form(mention, text):
                result.append(in_list_form)
                continue
            if name not in found:
                found[name] = self._find(mention, alike, level)
            options = found[name]
            if mention.kind is Kind.PERSON:
                options = tuple(c for c in options if short_forms.may_be(mention, c.entity.name))
            result.append(options)
        return tuple(result)

    def _find(self, mention: Mention, alike: _Alike, behind: str) -> tuple[Candidate, ...]:
        """Try one way after the other until one finds something."""
        if behind == "-":
            found = self._combining(mention)
        else:
            found = self._exact(mention)
            in_full = self._in_full(mention, behind)
            # A river that is held under its short name too is not known by half of a name.
            held = {c.entity.id for c in found} if behind == RIVER else set()
            found = [c for c in in_full if c.entity.id not in held] + found
        ways: tuple[Callable[[Mention], list[Candidate]], ...] = (
            self._with_container,
            self._spelt_out,
            self._level_dropped,
            lambda m: by_initials(m, self._gazetteer),
            lambda m: of_other_form(m, self._gazetteer),
            lambda m: completed(m, self._gazetteer),
            lambda m: self._misspelt(m, alike),
            self._inside,
        )
        if _is_feature(mention):
            # An unknown bridge or bay is no other one, nor the town that it is named after.
            ways = ways[:2]
        for way in ways:
            if found:
                break
            found = list(way(mention))
        return tuple({c.entity.id: c for c in reversed(found)}.values())[::-1]

    def _in_list_form(self, mention: Mention, text: str) -> tuple[Candidate, ...]:
        """Countries as lists have them: "Korea, Republic of", "Congo (Democratic Republic of)"."""
        form = _LIST_FORM.match(text, mention.end) if mention.kind is Kind.PLACE else None
        if form is None:
            return ()
        state = form["state"] or _SPELT_STATES[form["short"]]
        for name in (f"{state} {mention.name}", f"{state} the {mention.name}"):
            hits = self._gazetteer.lookup(name, Kind.PLACE)
            if found := [h for h in hits if is_country(h.entity.feature)]:
                return tuple(_of(found, Match.ALIAS))
        return ()

    def _in_full(self, mention: Mention, level: str) -> list[Candidate]:
        """The counties of a list: "Clay" in "Becker, Clay and Wilkin counties"; "the Ohio"."""
        if not level:
            return []
        if level == RIVER:
            names = river_names(mention.name)
            rivers = (h for name in names for h in self._gazetteer.lookup(name, Kind.PLACE))
            return _of((h for h in rivers if is_water(h.entity.feature)), Match.SHORT_FORM)
        hits = self._gazetteer.lookup(f"{mention.name} {level}", Kind.PLACE)
        return _of((h for h in hits if is_division(h.entity.feature)), Match.SHORT_FORM)

    def _combining(self, mention: Mention) -> list[Candidate]:
        """ "Franco" before a hyphen: the country."""
        hits = self._gazetteer.lookup(_COMBINING[mention.name.lower()], Kind.PLACE)
        return [Candidate(h.entity, mention.name, Match.DEMONYM) for h in hits[:1]]

    def _with_container(self, mention: Mention) -> list[Candidate]:
        """ "Madison, Wisconsin" and "Paris (Texas)" as one name: the Madison there."""
        name = mention.name.replace(" (", ", ").replace(" , ", ", ")
        head, comma, tail = name.rstrip(")").partition(", ")
        if mention.kind is not Kind.PLACE or not comma or not tail:
            return []
        found = self._named(head, Match.EXACT)
        around = {h.entity.id for h in self._gazetteer.lookup(tail.split(", ")[0], Kind.PLACE)}
        around |= {h.entity.id for h in self._gazetteer.lookup(tail.split(", ")[-1], Kind.PLACE)}
        inside = [c for c in found if around.intersection(c.entity.containers)]
        return inside or found

    def _spelt_out(self, mention: Mention) -> list[Candidate]:
        """ "W. Columbia" is West Columbia, "Loudon Co." a county."""
        words = mention.name.split()
        if mention.kind is not Kind.PLACE or len(words) < 2:
            return []
        name = " ".join(_SPELT_OUT.get(word.lower(), word) for word in words)
        return self._named(name, Match.ALIAS) if name != mention.name else []

    def _inside(self, mention: Mention) -> list[Candidate]:
        """A well-known place in a longer name that is none: "University of California"."""
        words = mention.name.split()
        if mention.kind is not Kind.PLACE or not 1 < len(words) < 9:
            return []
        if words[0].lower() == "the" and (rest := self._named(" ".join(words[1:]), Match.EXACT)):
            return rest
        for name in _inner_names(words):
            if not _are_generic(words, name.split()):
                continue  # "Osman Sagar" is not a Sagar
            inner = self._named(name, Match.SHORT_FORM)
            if known := [c for c in inner if c.entity.prominence >= _LEAST_INNER]:
                return known
        return []

    def _named(self, name: str, match: Match) -> list[Candidate]:
        hits = self._gazetteer.lookup(name, Kind.PLACE)
        return _of((hit for hit in hits if fits(name, hit)), match)

    def _exact(self, mention: Mention) -> list[Candidate]:
        name = mention.name
        hits = self._gazetteer.lookup(name, mention.kind)
        if (
            not hits
            and mention.kind is Kind.PERSON
            and (apart := with_initials_apart(name)) != name
        ):
            name = apart
            hits = self._gazetteer.lookup(name, mention.kind)
        fitting = [hit for hit in hits if fits(name, hit)]
        return [
            Candidate(hit.entity, hit.name.text, _match(name, hit))
            for hit in _without_added(name, fitting)
        ]

    def _level_dropped(self, mention: Mention) -> list[Candidate]:
        words = mention.name.split()
        if mention.kind is not Kind.PLACE or len(words) < 2 or words[-1].lower() not in _LEVELS:
            return []
        hits = self._gazetteer.lookup(" ".join(words[:-1]), Kind.PLACE)
        fits = is_settlement if words[-1].lower() == "city" else _is_division_or_seat
        return _of((hit for hit in hits if fits(hit.entity.feature)), Match.ALIAS)

    def _of_full_name(self, full: Mention) -> tuple[Candidate, ...]:
        """What a full name in the text means, and nothing else: Mr. Lavrov is that Lavrov."""
        return tuple(replace(c, match=Match.SHORT_FORM) for c in self._exact(full))

    def _misspelt(self, mention: Mention, alike: _Alike) -> list[Candidate]:
        """What a name in the same text, or a well-known one, would give, some edits away."""
        key = fold(mention.name)
        lone = " " not in key  # a slip is a single word: names of several are compared no further
        for other in alike.get((mention.kind, key[:1]), {}).values() if lone else ():
            if is_slip(mention.name, other.name):
                edits = OSA.distance(key, fold(other.name))
                return [replace(c, match=Match.FUZZY, edits=edits) for c in self._exact(other)]
        if not may_be_misspelt(mention.name, mention.kind, self._gazetteer):
            return []
        return [
            Candidate(hit.entity, hit.name.text, Match.FUZZY, hit.edits)
            for hit in self._gazetteer.fuzzy(mention.name, mention.kind, MOST_EDITS)
            if self._may_be_fuzzy(mention, hit)
        ]

    def _may_be_fuzzy(self, mention: Mention, hit: Hit) -> bool:
        """A single word must miss a well-known name, no adjective and no surname by a letter."""
        whole = hit.name.type in (NameType.PRIMARY, NameType.VARIANT, NameType.OFFICIAL)
        whole = whole or is_country(hit.entity.feature)
        known = hit.entity.prominence >= _FUZZY_PROMINENCE or " " in mention.name
        if mention.kind is Kind.PERSON:
            known = may_be_slip(mention.name, hit, self._gazetteer)
        elif mention.kind is Kind.ORGANISATION:
            known = known and has_its_initials(mention.name, hit)
        # The first letter is right in 92 to 97 of 100 misspellings (Pollock and Zamora 1984).
        known = known and fold(hit.name.text)[:1] == fold(mention.name)[:1]
        return whole and known and fits(mention.name, hit)


def _of(hits: Iterable[Hit], match: Match) -> list[Candidate]:
    return [Candidate(hit.entity, hit.name.text, match) for hit in hits]


def _without_added(name: str, hits: list[Hit]) -> list[Hit]:
    """Prefer what is called so to a brand of its with a mark behind it: Disney, not Disney+."""
    plain = [h for h in hits if "+" in name or "+" not in h.name.text]
    return plain or hits


def _is_division_or_seat(feature: str | None) -> bool:
    return is_division(feature) or is_seat(feature)


def _is_feature(mention: Mention) -> bool:
    words = mention.name.lower().rstrip(".").split()  # "Memphis St."
    lists = lexicon()
    ends = lists.facility_ends | lists.street_ends | lists.nature_ends
    return (
        mention.kind is Kind.PLACE
        and len(words) > 1
        and (words[-1] in ends or (words[-2] in ends and words[-1][0].isdigit()))
    )


def may_be_misspelt(name: str, kind: Kind, gazetteer: Gazetteer) -> bool:
    """Whether a name that nothing is known under is taken for another, ``MOST_EDITS`` away.

    Short names and abbreviations have too many neighbours. A person whose every word is a known
    given name or surname is somebody else, as a rule: "Steven Knight" is not Steve Knight.

    Args:
        name: As a text has it.
        kind: What it names.
        gazetteer: Knows the words of people's names.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     may_be_misspelt("Lionel Mesi", Kind.PERSON, gazetteer)
        True
    """
    key = fold(name)
    if len(key) < _LEAST_FUZZY or name.isupper():
        return False
    if kind is not Kind.PLACE and " " not in key:
        return False
    words = [word for word in name.split() if len(word.rstrip(".")) > 1]
    return kind is not Kind.PERSON or not all(map(gazetteer.person_word, words))


def _match(text: str, hit: Hit) -> Match:
    if hit.name.type is NameType.PRIMARY:
        return Match.EXACT if text == hit.name.text else Match.FOLDED
    return _MATCH_OF_TYPE[hit.name.type]


def _level_beside(mention: Mention, text: str) -> str:
    """What the words beside a place make of it: "County" in a list of counties, "-", or nothing."""
    if mention.kind is not Kind.PLACE or not text:
        return ""
    if text[mention.end : mention.end + 1] == "-" and mention.name.lower() in _COMBINING:
        return "-"
    if is_named_as_river(text, mention.start, mention.end):
        return RIVER
    return level_of_list(text, mention.end)


def _are_generic(words: Sequence[str], inner: Sequence[str]) -> bool:
    """Whether the words around an inner name are those of a body, or such as any name has."""
    lists = lexicon()
    bodies = lists.organisation_ends | lists.organisation_of
    if any(word.lower() in bodies for word in words):
        return True
    known = lists.common | lists.connectors
    rest = {word.lower().strip(".,'’s") for word in words} - {
        w.lower().strip(".,'’s") for w in inner
    }
    return all(word in known or not word.isalpha() for word in rest)


def _inner_names(words: Sequence[str]) -> Iterator[str]:
    """Yield the runs of capitalised words in a name, the longest and the last first."""
    for size in range(min(len(words) - 1, 4), 0, -1):
        for first in range(len(words) - size, -1, -1):
            run = words[first : first + size]
            if run[0][:1].isupper() and run[-1][:1].isupper():
                yield " ".join(run).removesuffix("'s").removesuffix("’s").strip(",.")


_Alike = dict[tuple[Kind, str], dict[str, Mention]]


def _by_first_letter(mentions: Sequence[Mention]) -> _Alike:
    """Return the first mention of each name, by kind and first letter: slips keep the letter."""
    found: _Alike = {}
    for mention in mentions:
        names = found.setdefault((mention.kind, fold(mention.name)[:1]), {})
        names.setdefault(mention.name, mention)
    return found
