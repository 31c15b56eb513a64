"""Teams that a text calls by their city: "Liverpool beat Arsenal", "Chicago at Utah".

The tagger takes the city for a place, which is not what a reader of sport understands. A place is
taken for the team that is named after it where three things come together: the gazetteer knows a
club so called, the text around is about sport, and the words beside the name, or the sense in which
the tagger takes it, are those of a team. The city stays, as a place inside the name of the team.

A country, or what has a national team (England), is never taken for its team.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.tokens import Tokens
from enrich.model import Mention, Role
from gazetteer.codes import is_country
from gazetteer.model import Entity, Kind, NameType
from gazetteer.store import Gazetteer

__all__ = ["FOUND_BY", "clubs_of", "name_teams"]

FOUND_BY: Final = "team"
"""How a mention of a team says that its city's name gave it away."""

_DATA: Final = Path(__file__).with_name("data") / "teams.toml"
_CLUB: Final = re.compile(r"\b(?:club|team)\b")
_FOOTBALL: Final = re.compile(r"\b(?<!W\.)F\.?C\.?$")
_NO_CLUB: Final = re.compile(r"\b(?:national|golf|racing|yacht|chess|night)\b")
_NATIONAL: Final = ("national football team", "national rugby union team", "cricket team")
_LEAST_KNOWN: Final = 0.3  # prominence of a club that is called by its city alone
_RESULT: Final = re.compile(r"(?<![\w-])\d{1,3}[-–]\d{1,3}(?![\w-])")
_SPORT: Final = 4  # signs of sport, a result counting twice, in as many
_WITHIN: Final = 120  # words on either side of a name
_METONYMIC: Final = 0.6  # least probability of a sense other than the place itself
_LITERAL: Final = 0.5  # and of the place itself, from which a team named elsewhere is none here
_LIST_GAPS: Final = frozenset({", ", " and ", ", and ", " or ", "; "})


@dataclass(frozen=True, slots=True)
class _Words:
    sport: frozenset[str]
    sports: dict[str, frozenset[str]]
    after: frozenset[str]
    before: frozenset[str]
    before_pair: frozenset[str]
    nouns: frozenset[str]


@cache
def _words() -> _Words:
    read = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    beside = read["beside"]
    pairs = (" ".join(pair.split()) for pair in beside.pop("before_pair").split("|"))
    return _Words(
        sport=frozenset(read["sport"].split()),
        sports={sport: frozenset(words.split()) for sport, words in read["sports"].items()},
        before_pair=frozenset(pairs),
        **{name: frozenset(words.split()) for name, words in beside.items()},
    )


def name_teams(
    tokens: Tokens, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Return mentions, with a team in front of each place that stands for one.

    Args:
        tokens: The words of the text.
        mentions: Of the text, in its order.
        gazetteer: Knows the clubs.

    Example:
        >>> from enrich.mentions.tokens import tokenise
        >>> text = "Liverpool beat Chelsea 2-1 in the Premier League; the striker scored."
        >>> place = Mention(0, 9, "Liverpool", Kind.PLACE, Role.METONYMIC)
        >>> with Gazetteer.open() as opened:
        ...     named = name_teams(tokenise(text), [place], opened)
        >>> [(mention.text, str(mention.kind), mention.role) for mention in named]
        [('Liverpool', 'place', <Role.EMBEDDED: 'embedded'>), ('Liverpool', 'organisation', None)]
    """
    reader = _Reader(tokens, mentions, gazetteer)
    teams = reader.teams()
    if not teams:
        return tuple(mentions)
    return tuple(named for m in mentions for named in (_as_team(m) if m in teams else (m,)))


def clubs_of(name: str, gazetteer: Gazetteer) -> list[Entity]:
    """Return the clubs that are called by the name of a city, the best known first.

    Args:
        name: Of the city.
        gazetteer: Where to look.

    Example:
        >>> with Gazetteer.open() as opened:
        ...     [club.name for club in clubs_of("Wigan", opened)]
        ['Wigan Athletic F.C.', 'Wigan Warriors']
    """
    hits = [h for h in gazetteer.lookup(name, Kind.ORGANISATION) if h.name.type is NameType.SHORT]
    hits += [
        h
        for h in gazetteer.completions(name, Kind.ORGANISATION)
        if h.entity.name.startswith(f"{name} ")
    ]
    clubs = {h.entity.id: h.entity for h in hits if is_club(h.entity)}
    known = [club for club in clubs.values() if not 0 < club.prominence < _LEAST_KNOWN]
    known = known or [club for club in clubs.values() if _FOOTBALL.search(club.name)]
    return sorted(known, key=lambda club: (-club.prominence, club.name))


def is_club(entity: Entity) -> bool:
    """Whether an organisation is a club or a team that plays for a city."""
    words = entity.description or ""
    return bool(_CLUB.search(words)) and not _NO_CLUB.search(words)


def sport_of(words: Iterable[str]) -> str:
    """Return the sport that most of some lower-case words are of, or "".

    Example:
        >>> sport_of(["the", "quarterback", "threw", "a", "touchdown"])
        'US football'
    """
    known = _words().sports
    votes = Counter(sport for word in words for sport, named in known.items() if word in named)
    return votes.most_common(1)[0][0] if votes else ""


def _as_team(place: Mention) -> tuple[Mention, Mention]:
    city = replace(place, role=Role.EMBEDDED, roles=(), relation="")
    team = Mention(place.start, place.end, place.text, Kind.ORGANISATION, None, FOUND_BY)
    return city, team


class _Reader:
    """One text, in which teams are looked for."""

    def __init__(self, tokens: Tokens, mentions: Sequence[Mention], gazetteer: Gazetteer) -> None:
        self._tokens, self._gazetteer = tokens, gazetteer
        self._lower = [token.lower for token in tokens.items]
        self._mentions = mentions
        self._clubs: dict[str, bool] = {}

    def teams(self) -> set[Mention]:
        """The places that stand for a team."""
        possible = [m for m in self._mentions if self._may_be_team(m)]
        teams = {m for m in possible if self._is_metonymic(m) or self._reads_as_team(m)}
        names = {m.text for m in teams}
        teams |= {m for m in possible if m.text in names and not self._is_literal(m)}
        return teams | self._listed(teams)

    def _listed(self, teams: set[Mention]) -> set[Mention]:
        """Those of a list with a team or a club: "by way of Fulham, Wigan and Darlington"."""
        found: set[Mention] = set()
        for run in self._lists():
            clubs = [m for m in run if m in teams or self._is_club(m)]
            rest = [m for m in run if m not in clubs]
            if len(run) > 2 and clubs and all(map(self._is_like_team, rest)):
                found.update(rest)
        return found

    def _lists(self) -> Iterator[list[Mention]]:
        run: list[Mention] = []
        for mention in self._mentions:
            gap = self._tokens.text[run[-1].end : mention.start] if run else ""
            if run and gap not in _LIST_GAPS:
                yield run
                run = []
            run.append(mention)
        yield run

    def _is_like_team(self, mention: Mention) -> bool:
        return mention.kind is Kind.PLACE and self._has_club(mention) and self._sport(mention)

    def _is_club(self, mention: Mention) -> bool:
        hits = self._gazetteer.lookup(mention.name, mention.kind)
        return mention.kind is Kind.ORGANISATION and bool(hits) and is_club(hits[0].entity)

    def _may_be_team(self, mention: Mention) -> bool:
        if mention.kind is not Kind.PLACE or mention.role not in _SENSES:
            return False
        return not self._is_located(mention) and self._has_club(mention) and self._sport(mention)

    def _has_club(self, mention: Mention) -> bool:
        name, gazetteer = mention.name, self._gazetteer
        if name not in self._clubs:
            hits = gazetteer.lookup(name, Kind.PLACE)
            state = bool(hits) and is_country(hits[0].entity.feature)
            team = any(gazetteer.lookup(f"{name} {side}", Kind.ORGANISATION) for side in _NATIONAL)
            self._clubs[name] = not (state or team) and bool(clubs_of(name, gazetteer))
        return self._clubs[name]

    def _sport(self, mention: Mention) -> bool:
        """Whether the text around is about sport."""
        first, last = self._tokens.words_of(mention.start, mention.end)
        near = range(max(0, first - _WITHIN), min(len(self._tokens), last + _WITHIN))
        if not near:
            return False
        signs = {self._lower[i] for i in near} & _words().sport
        text = self._tokens.text[self._tokens[near[0]].start : self._tokens[near[-1]].end]
        results = 2 * len(_RESULT.findall(text))
        return len(signs) + results >= _SPORT

    def _is_located(self, mention: Mention) -> bool:
        """ "in Liverpool", "Liverpool, England": the city."""
        first, last = self._tokens.words_of(mention.start, mention.end)
        before = self._tokens.word(first - 1)
        at = before == "at" and not self._follows_team(first)
        follows = self._tokens.text[mention.end : mention.end + 2]
        return at or (before != "at" and before in lexicon().locative) or (
            follows == ", " and self._tokens.word(last + 1)[:1].isalpha()
            and self._tokens[last + 1].capital and self._is_place(last + 1)
        )  # fmt: skip

    def _is_place(self, index: int) -> bool:
        start = self._tokens[index].start
        return any(m.start == start and m.kind is Kind.PLACE for m in self._mentions)

    def _follows_team(self, first: int) -> bool:
        """Whether "at" stands between two names: "Chicago at Utah"."""
        before = self._tokens[first - 2].end if first > 1 else -1
        return any(m.end == before and self._has_club(m) for m in self._mentions)

    def _reads_as_team(self, mention: Mention) -> bool:
        words, tokens = _words(), self._tokens
        first, last = tokens.words_of(mention.start, mention.end)
        before, after = tokens.word(first - 1), tokens.word(last + 1)
        pair = f"{tokens.word(first - 2)} {before}"
        scored = bool(re.match(r" \d{1,3}(?:[-–]\d|,| )", tokens.text[mention.end :][:6]))
        fixture = before == "at" or (after == "at" and self._hosted(last + 2))
        beside = before in words.before or pair in words.before_pair or scored or fixture
        verb = after in words.after or after in words.nouns
        won = tokens[last].possessive and after in words.nouns
        return beside or verb or won

    def _hosted(self, index: int) -> bool:
        if index >= len(self._tokens):
            return False
        start = self._tokens[index].start
        return any(m.start == start and self._has_club(m) for m in self._mentions)

    @staticmethod
    def _is_metonymic(mention: Mention) -> bool:
        return dict(mention.roles).get(Role.METONYMIC, 0.0) >= _METONYMIC

    @staticmethod
    def _is_literal(mention: Mention) -> bool:
        return dict(mention.roles).get(Role.LITERAL, 0.0) >= _LITERAL


_SENSES: Final = (Role.METONYMIC, Role.LITERAL, Role.MODIFIER)
