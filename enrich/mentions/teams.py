"""Teams that a text calls by their city: "Liverpool beat Arsenal", "Chicago at Utah".

The tagger takes the city for a place, which is not what a reader of sport understands. A place is
taken for the team that is named after it where three things come together: the gazetteer knows a
club so called, the text around is about sport, and the words beside the name, or the sense in which
the tagger takes it, are those of a team. The city stays, as a place inside the name of the team.

A country, or what has a national team (England), is never taken for its team.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from enrich.mentions.clubs import clubs_of, is_club
from enrich.mentions.lexicon import lexicon
from enrich.mentions.sport import RESULT, is_about_sport, sport_at, team_words
from enrich.mentions.tokens import Tokens
from enrich.model import Mention, Role
from gazetteer.codes import is_country
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

__all__ = ["FOUND_BY", "name_teams"]

FOUND_BY: Final = "team"
"""How a mention of a team says that its city's name gave it away."""

_NATIONAL: Final = ("national football team", "national rugby union team", "cricket team")
_SCORED: Final = re.compile(r" \d{1,3}(?:[-–]\d|[,.;:)]?(?:\s+(?=[^\Wa-z_]|[(*•-])|\s*$))")
_LOST_TO: Final = re.compile(
    r"\b\d{1,3}[-–]\d{1,3} (?:to |against |over |by |win over |loss to )?$"
)
_SPORT: Final = 4  # signs of sport, a result counting twice, in as many
_WITHIN: Final = 120  # words on either side of a name
_CITY: Final = 0.4  # prominence of a place that an organisation's name is taken for
_METONYMIC: Final = 0.6  # least probability of a sense other than the place itself
_LITERAL: Final = 0.5  # and of the place itself, from which a team named elsewhere is none here
_APART: Final = 15  # code points between a name and a score, or another name
_LIST_GAPS: Final = frozenset({", ", " and ", ", and ", " or ", "; "})


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
    teams = reader.teams() | reader.clubs()
    if not teams:
        return tuple(mentions)
    return tuple(named for m in mentions for named in (_as_team(m) if m in teams else (m,)))


def _as_team(name: Mention) -> tuple[Mention, Mention]:
    city = replace(name, kind=Kind.PLACE, role=Role.EMBEDDED, roles=(), relation="")
    team = Mention(name.start, name.end, name.text, Kind.ORGANISATION, None, FOUND_BY)
    return city, team


class _Reader:
    """One text, in which teams are looked for."""

    def __init__(self, tokens: Tokens, mentions: Sequence[Mention], gazetteer: Gazetteer) -> None:
        self._tokens, self._gazetteer = tokens, gazetteer
        self._lower = [token.lower for token in tokens.items]
        self._mentions = mentions
        self._starts = {m.start: m for m in mentions}
        self._ends = {m.end: m for m in mentions}
        self._clubs: dict[tuple[str, str], bool] = {}

    def teams(self) -> set[Mention]:
        """The places that stand for a team."""
        possible = [m for m in self._mentions if self._may_be_team(m)]
        teams = {m for m in possible if self._acts_as_team(m) or self._reads_as_team(m)}
        names = {m.text for m in teams}
        teams |= {m for m in possible if m.text in names and not self._is_literal(m)}
        return teams | self._listed(teams)

    def clubs(self) -> set[Mention]:
        """The organisations that are called by a city whose club plays that sport."""
        return {m for m in self._mentions if self._is_called_by_city(m)}

    def _is_called_by_city(self, mention: Mention) -> bool:
        if mention.kind is not Kind.ORGANISATION or mention in self._inside:
            return False
        cities = self._gazetteer.lookup(mention.name, Kind.PLACE)
        if not cities or cities[0].entity.prominence < _CITY or self._is_located(mention):
            return False
        if not self._has_club(mention) or not self._sport(mention):
            return False
        return self._has_club(mention, sport_at(self._tokens.text, mention.start))

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
        if mention.role is Role.EMBEDDED and mention in self._inside:
            return False
        if self._is_located(mention) or self._is_civic(mention) or not self._has_club(mention):
            return False
        return self._sport(mention)

    @cached_property
    def _inside(self) -> set[Mention]:
        """The mentions that stand inside of longer ones."""
        inside: set[Mention] = set()
        reached = -1
        for mention in self._mentions:
            if mention.end <= reached:
                inside.add(mention)
            reached = max(reached, mention.end)
        return inside

    def _has_club(self, mention: Mention, sport: str = "") -> bool:
        name, gazetteer = mention.name, self._gazetteer
        if (name, sport) not in self._clubs:
            hits = gazetteer.lookup(name, Kind.PLACE)
            state = bool(hits) and is_country(hits[0].entity.feature)
            team = any(gazetteer.lookup(f"{name} {side}", Kind.ORGANISATION) for side in _NATIONAL)
            none = state or team or name.lower() in team_words().shared
            club = not none and bool(clubs_of(name, gazetteer, sport))
            self._clubs[name, sport] = club
        return self._clubs[name, sport]

    def _sport(self, mention: Mention) -> bool:
        """Whether the text around is about sport, and the paragraph of the name is."""
        first, last = self._tokens.words_of(mention.start, mention.end)
        near = range(max(0, first - _WITHIN), min(len(self._tokens), last + _WITHIN))
        if not near:
            return False
        signs = {self._lower[i] for i in near} & team_words().sport
        start, end = self._tokens[near[0]].start, self._tokens[near[-1]].end
        results = len(RESULT.findall(self._tokens.text, start, end))
        scores = bisect_left(self._scores, end) - bisect_left(self._scores, start)
        if len(signs) + 2 * (results + scores) < _SPORT:
            return False
        return scores > 0 or is_about_sport(self._tokens.text, mention.start, mention.end)

    @cached_property
    def _scores(self) -> list[int]:
        """Where two names stand with what each scored: "Walsall 2 Bradford 1"."""
        text, scored = self._tokens.text, [m for m in self._mentions if self._scored(m)]
        return [
            one.start for one, other in pairwise(scored) if other.start - one.end <= _APART
            and "\n" not in text[one.end : other.start]
        ]  # fmt: skip

    def _scored(self, mention: Mention) -> bool:
        return _SCORED.match(self._tokens.text, mention.end, mention.end + _APART) is not None

    def _is_civic(self, mention: Mention) -> bool:
        """Whether the words around a name are of its people or its rulers: "Quebec premier"."""
        first, last = self._tokens.words_of(mention.start, mention.end)
        civic = team_words().civic
        if self._tokens.word(last + 1) in civic and self._tokens.gap(last) in (" ", "'s ", "’s "):
            return True
        of = self._tokens.word(first - 1) == "of"
        return of and self._tokens.word(first - 2) in civic | lexicon().of_place

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
        found = self._starts.get(self._tokens[index].start)
        return found is not None and found.kind is Kind.PLACE

    def _follows_team(self, first: int) -> bool:
        """Whether "at" stands between two names: "Chicago at Utah"."""
        found = self._ends.get(self._tokens[first - 2].end) if first > 1 else None
        return found is not None and self._has_club(found)

    def _reads_as_team(self, mention: Mention) -> bool:
        words, tokens = team_words(), self._tokens
        first, last = tokens.words_of(mention.start, mention.end)
        before, after = tokens.word(first - 1), tokens.word(last + 1)
        pair = f"{tokens.word(first - 2)} {before}"
        lost = _LOST_TO.search(tokens.text, max(0, mention.start - _APART), mention.start)
        fixture = before == "at" or (after == "at" and self._hosted(last + 2))
        beside = before in words.before or pair in words.before_pair or lost is not None
        return beside or self._scored(mention) or fixture or after in words.after | words.nouns

    def _hosted(self, index: int) -> bool:
        found = self._starts.get(self._tokens[index].start) if index < len(self._tokens) else None
        return found is not None and self._has_club(found)

    def _acts_as_team(self, mention: Mention) -> bool:
        """Whether the tagger takes a name for who acts there, and a club plays that sport."""
        if mention.role is not Role.EMBEDDED and not self._is_metonymic(mention):
            return False
        return self._has_club(mention, sport_at(self._tokens.text, mention.start))

    @staticmethod
    def _is_metonymic(mention: Mention) -> bool:
        return dict(mention.roles).get(Role.METONYMIC, 0.0) >= _METONYMIC

    @staticmethod
    def _is_literal(mention: Mention) -> bool:
        return dict(mention.roles).get(Role.LITERAL, 0.0) >= _LITERAL


_SENSES: Final = (Role.METONYMIC, Role.LITERAL, Role.MODIFIER, Role.EMBEDDED)
