"""What the other names of a text say of a candidate: votes for countries and areas, names."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from enrich.rank.groups import NameGroup, ScoredCandidate
from enrich.rank.levels import are_twins
from enrich.rank.nearness import measure_nearness, nearness_in_text
from enrich.rank.sharing import is_body, is_shared, seat_countries
from enrich.rank.signals import SHARED_NAME
from gazetteer.codes import is_settlement
from gazetteer.model import Kind

_COUNTED = 20  # candidates of a group that vote
_WEIGHT = {Kind.PLACE: 1.0, Kind.PERSON: 0.5, Kind.ORGANISATION: 0.5}
_NO_VOTES = 1e-6
_ELSEWHERE = 2.0  # against 1 where only the other names of the text speak
_BRIEF = 500  # code points, of which a text is half as brief as none
_FEW_VOTES = 0.5  # as which a text counts that votes for no country
Key = tuple[str, str]
_BROAD = frozenset({"country", "region", "water", ""})
_NAMED = ("country named", "area named")


@dataclass(slots=True)
class Counts:
    """Votes by country, first- and second-level area.

    Attributes:
        votes: By what was voted for: ("country", "AM"), ("area", id), ("county", id), and
            ("people", "AM") for countries by their own name, their people, bodies and persons.
        countries: The countries among them.
        total: All weight that voted for a country as the country of a place inside it.
        broad: All that voted for one by its own name, people, bodies or persons.
    """

    votes: dict[Key, float] = field(default_factory=lambda: defaultdict(float))
    countries: set[str] = field(default_factory=set)
    total: float = 0.0
    broad: float = 0.0

    def add(self, other: Counts) -> None:
        """Add the votes of another."""
        for key, weight in other.votes.items():
            self.votes[key] += weight
        self.countries |= other.countries
        self.total += other.total
        self.broad += other.broad

    def of_country(self, country: str) -> float:
        """Return all votes for a country."""
        return self.votes.get(("country", country), 0.0) + self.votes.get(("people", country), 0.0)


def count_votes(group: NameGroup) -> Counts:
    """Return what one group votes for, each candidate by its share."""
    counts = Counts()
    weight = math.sqrt(len(group.mentions)) * _WEIGHT[group.kind]
    for option in group.options[:_COUNTED]:
        part = option.share * weight
        if part < 1e-4:
            continue
        areas = option.areas
        if areas.country:
            counts.countries.add(areas.country)
            if option.sort in _BROAD:
                counts.votes["people", areas.country] += part
                counts.broad += part
            else:
                counts.votes["country", areas.country] += part
                counts.total += part
        if areas.first:
            counts.votes["area", areas.first] += part
        if areas.second:
            counts.votes["county", areas.second] += part
    return counts


class Context:
    """Measures what the groups of one document say of one another."""

    def __init__(self, groups: Sequence[NameGroup], length: int) -> None:
        self._brief = _BRIEF / (_BRIEF + length)
        # By name: what "Paris, Texas" says is not a vote for the Paris of "Paris, France".
        self._own: dict[str, Counts] = defaultdict(Counts)
        self._all = Counts()
        for group in groups:
            if group.votes:
                counts = count_votes(group)
                self._own[group.name].add(counts)
                self._all.add(counts)
        self._named: dict[str, list[tuple[NameGroup, float]]] = defaultdict(list)
        self._holds: dict[str, list[tuple[NameGroup, float]]] = defaultdict(list)
        for group in groups:
            if group.kind is Kind.PLACE and group.votes:
                best = group.options[0]
                self._named[best.candidate.entity.id].append((group, best.share))
                for container in best.candidate.entity.containers:
                    self._holds[container].append((group, best.share))

    def measure(self, groups: Sequence[NameGroup]) -> None:
        """Add the signals of the context to each candidate of some of the groups.

        Args:
            groups: All places, or all others: places are measured against one another.
        """
        for group in groups:
            self._vote(group)
            if group.kind is Kind.ORGANISATION:
                countries = seat_countries(group)
                if countries and (is_shared(group) or is_body(group)):
                    _tell_by_seat(group, countries)
                elif is_shared(group):
                    self._tell_apart(group)
        places = [g for g in groups if g.kind is Kind.PLACE]
        for group in places:
            for option in group.options:
                self._name(option, group)
            if group.listed:
                _listed(group)
        if places:
            measure_nearness(places)

    # --------------------------------------------------------------------------- internals

    def _vote(self, group: NameGroup) -> None:
        own = self._own[group.name]
        rest, broad = self._all.total - own.total, self._all.broad - own.broad
        _no_other(group, rest, self._brief)
        if rest + broad <= _NO_VOTES:
            return
        votes, mine = self._all.votes, own.votes

        def share(key: Key, of: float) -> float:
            left = votes.get(key, 0.0) - mine.get(key, 0.0)
            return left / (of + 0.5) if left > 0.0 else 0.0

        spread = _spread([self._all.of_country(c) - own.of_country(c) for c in self._all.countries])
        for option in group.options:
            values = option.values
            values["prominence, world news"] = option.candidate.entity.prominence * spread
            if option.sort in ("capital", "country"):
                values[f"{option.sort}, world news"] = spread
            country = option.areas.country
            if country is not None:
                if of_people := share(("people", country), broad):
                    values["country votes, of people"] = of_people
                _at_home(option, share(("country", country), rest), spread)
                for level, area in (("area", option.areas.first), ("county", option.areas.second)):
                    if area:
                        values[f"{level} votes"] = share((level, area), rest)

    def _tell_apart(self, group: NameGroup) -> None:
        """Measure how far the text writes of other countries than that of each candidate."""
        own = self._own[group.name]

        def left(country: str) -> float:
            return max(self._all.of_country(country) - own.of_country(country), 0.0)

        strongest = max(map(left, self._all.countries), default=0.0)
        for option in group.options:
            country = option.areas.country
            votes = left(country) if country else strongest / 2
            at_home = (votes + _FEW_VOTES / 2) / (strongest + _FEW_VOTES)
            option.values[SHARED_NAME] = max(1.0 - at_home, 0.0)

    def _name(self, option: ScoredCandidate, group: NameGroup) -> None:
        """Whether the areas around a candidate are named in the text, and near."""
        entity, values = option.candidate.entity, option.values
        for signal, container in zip(_NAMED, entity.containers, strict=False):
            named = self._named.get(container)
            if named and (strongest := self._strongest(named, group)):
                values[signal] = strongest[0]
                if signal == "area named":
                    values["area named beside"] = strongest[1]
        if "fuzzy" in values:
            elsewhere = [share for g, share in self._named.get(entity.id, ()) if g is not group]
            if elsewhere:
                values["fuzzy, named elsewhere"] = max(elsewhere)
        inside = self._holds.get(entity.id)
        if inside and (strongest := self._strongest(inside, group)):
            values["holds a place named"], values["holds a place beside"] = strongest

    @staticmethod
    def _strongest(
        named: Iterable[tuple[NameGroup, float]], group: NameGroup
    ) -> tuple[float, float] | None:
        found = [
            (share, share * nearness_in_text(group, other))
            for other, share in named
            if other is not group and other.name != group.name
        ]
        return (max(f[0] for f in found), max(f[1] for f in found)) if found else None


def _no_other(group: NameGroup, others: float, brief: float) -> None:
    """Note that a text has no other towns and areas: the town is meant, not the region around it.

    And a capital, or the area of its name around it, rather than a hamlet, unless the text is
    long: one that names nothing else then is written for those who know where they are.
    """
    if others >= 1.0:
        return
    alone = 1.0 - max(others, 0.0)
    capitals = [o.candidate.entity for o in group.options if o.sort == "capital"]
    for option in group.options:
        entity = option.candidate.entity
        if "town of its name inside" in option.values:
            option.values["town inside, no other"] = alone
        if any(entity is capital or are_twins(entity, capital) for capital in capitals):
            option.values["capital, no other"] = alone * brief


def _at_home(option: ScoredCandidate, of_country: float, spread: float) -> None:
    """Note how many towns and areas of the text lie in the country of a candidate."""
    if of_country:
        option.values["country votes"] = of_country
        option.values["country votes, world news"] = of_country * spread
        option.values["prominence, at home"] = option.candidate.entity.prominence * of_country
        if option.sort == "capital":
            option.values["capital, at home"] = of_country


def _tell_by_seat(group: NameGroup, countries: frozenset[str]) -> None:
    """Measure the same by the words beside the name: "the ministry in London"."""
    for option in group.options:
        if option.areas.country:
            option.values[SHARED_NAME] = 0.0 if option.areas.country in countries else _ELSEWHERE
        elif is_shared(group):
            option.values[SHARED_NAME] = 0.5


def _spread(votes: Sequence[float]) -> float:
    """Return how votes spread: 0 for one country alone, near 1 for many (Gini 1912)."""
    left = [vote for vote in votes if vote > 0.0]
    total = sum(left)
    return 1.0 - sum((vote / total) ** 2 for vote in left) if total > 0.0 else 0.0


def _listed(group: NameGroup) -> None:
    """Whether the names beside it in a list are areas of its like."""
    neighbours = [g for g in group.listed if g.name != group.name and g.votes]
    for option in group.options if neighbours else ():
        like = [
            math.sqrt(other.options[0].share)
            for other in neighbours
            if _is_like(option, other.options[0])
        ]
        if like:
            option.values["listed with its like"] = sum(like) / len(neighbours)
        if is_settlement(option.candidate.entity.feature):
            towns = (sum(o.share for o in g.options if _is_town(o)) for g in neighbours)
            option.values["listed with towns"] = sum(towns) / len(neighbours)


def _is_town(option: ScoredCandidate) -> bool:
    return is_settlement(option.candidate.entity.feature)


def _is_like(one: ScoredCandidate, other: ScoredCandidate) -> bool:
    """Two countries, or two areas of one level in one country."""
    if one.sort != other.sort:
        return False
    if one.sort == "country":
        return True
    return one.sort.endswith("area") and one.areas.country == other.areas.country
