"""The grounds of each link: what was chosen over what, and which signals told them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from enrich.model import Candidate, Match, Mention
from enrich.rank.groups import NameGroup, ScoredCandidate
from enrich.rank.people import office_ground
from enrich.rank.signals import PREFERRED
from enrich.reasons.grounds import Ground, Why
from enrich.reasons.naming import CountryName, in_prose, number
from gazetteer.model import Entity, Kind
from gazetteer.names import fold
from gazetteer.regions import distance_km

_LEAST_LOG_ODDS = 0.25  # log-odds from which a difference is worth words
_NEAR_KM = 150.0
_NEAR_DEGREES = 1.4  # of latitude: a little more than that
_TOWNS = 1000  # what a reason looks at in a very long text
_LOOKED_UP = frozenset({Match.EXACT, Match.FOLDED, Match.ALIAS})
_MATCHED = {
    Match.ALIAS: Why.ALIAS,
    Match.ABBREVIATION: Why.ABBREVIATION,
    Match.DEMONYM: Why.DEMONYM,
    Match.SHORT_FORM: Why.SHORT_FORM,
    Match.FUZZY: Why.MISSPELLING,
}

# What a reader would call one ground, and the signals that measure it.
_GROUNDS: Mapping[str, tuple[str, ...]] = {
    "container": ("container", "other container"),
    "place before": ("contains the place before",),
    "list": ("in a list of areas",),
    "area": (
        "area votes", "area named", "area named beside", "county votes",
    ),
    "country": (
        "country votes", "country named", "country votes, world news", "prominence, at home",
        "capital, at home", "shared name, elsewhere", "country votes, of people",
    ),
    "near": ("nearness", "possible company", "near its neighbour"),
    "around": ("holds a place named", "holds a place beside"),
    "listed": ("listed with its like",),
    "outlet": (
        "outlet's country", "outlet's area", "outlet's county", "outlet's place",
        "outlet spells it out", "near the outlet",
    ),
    "known": (
        "prominence", "population", "population unknown", "prominence, world news", "capital",
        "capital, world news", "capital, no other", "country",
        "country, world news", "first-level seat", "many names",
    ),
    "level": (
        "first-level area", "second-level area", "lesser area", "area word", "town word",
        "area word, town", "town of its name inside", "small town of its name inside",
        "town inside, no other", "state of its name",
    ),
    "match": ("alias", "unlike its name", "full name", "part of the name", "former name"),
    "said": (
        "said to be an area", "said to be a town", "said to be a country", "said to be a river",
    ),
    "body": ("country of its body",),
    "calling": ("calling", "another calling"),
    "title": ("title", "another's title"),
    "country before": ("country before",),
    "in office": ("in office",),
}  # fmt: skip

_GROUND_OF = {signal: ground for ground, signals in _GROUNDS.items() for signal in signals}

_PLAIN = frozenset({"container", "place before", "list", "listed", "title"})
"""Grounds that a reader sees at once in the text: they are said first."""


class Reasons:
    """Finds the grounds of the links of one document.

    Args:
        groups: All groups of the document, decided.
        country_name: Returns the name of a country by its code; kept as an attribute.
        published: ISO 8601 date of the document, or None.
        near: Whether what counts as its outlet is a place that the caller named.
    """

    def __init__(
        self,
        groups: Sequence[NameGroup],
        country_name: CountryName,
        *,
        published: str | None = None,
        near: bool = False,
    ) -> None:
        self._published, self._near_caller = published, near
        self.country_name = country_name
        self._places = [g for g in groups if g.kind is Kind.PLACE and g.votes]
        self._in: dict[str, dict[str, str]] = defaultdict(dict)
        self._named: dict[str, str] = {}
        self._towns = [
            (g.name, entity.name, entity.point)
            for g in self._places
            if not g.options[0].sort.endswith(("area", "country", "region", "water"))
            and (entity := g.options[0].candidate.entity).point is not None
        ][:_TOWNS]
        self._kept: dict[int, tuple[Ground, list[Ground]]] = {}
        for group in self._places:
            best = group.options[0]
            areas = best.areas
            for area in (areas.country, areas.first, areas.second):
                if area and area != best.candidate.entity.id:
                    self._in[area][group.name] = best.candidate.entity.id
            self._named.setdefault(best.candidate.entity.id, group.name)

    def grounds(self, mention: Mention, group: NameGroup) -> tuple[Ground, ...]:
        """Return what was chosen, over what, and which grounds told them apart."""
        best = group.options[0]
        if id(group) not in self._kept:
            second = group.options[1] if len(group.options) > 1 else None
            self._kept[id(group)] = self._head(best, second), self._grounds(group, best, second)
        head, grounds = self._kept[id(group)]
        clauses = [*self._matched(mention, best), *grounds]
        if len(group.options) > 1 and not clauses:
            clauses = [Ground(Why.ON_BALANCE)]
        found = (head, *clauses[:2])
        if mention.relation:
            return *found, Ground(Why.RELATION, (f"{mention.relation} {mention.name}",))
        return found

    # --------------------------------------------------------------------------- internals

    def _head(self, best: ScoredCandidate, second: ScoredCandidate | None) -> Ground:
        entity = best.candidate.entity
        if second is not None:
            return _about(Why.CHOSEN, self.country_name, entity, second.candidate.entity)
        by_name = best.candidate.match in _LOOKED_UP and "part of the name" not in best.values
        return _about(Why.ONLY if by_name else Why.KNOWN, self.country_name, entity)

    @staticmethod
    def _matched(mention: Mention, best: ScoredCandidate) -> list[Ground]:
        why = _MATCHED.get(best.candidate.match)
        if why is None:
            return []
        name = best.candidate.matched_name
        if "part of the name" in best.values:
            return [Ground(Why.PART_KNOWN, (mention.text, name))]
        if why is Why.DEMONYM or fold(name) == fold(mention.text):
            name = best.candidate.entity.name  # not "America is short for America"
        return [Ground(why, (mention.text, in_prose(name)))]

    def _grounds(
        self, group: NameGroup, best: ScoredCandidate, second: ScoredCandidate | None
    ) -> list[Ground]:
        """What the caller said, and what the signals say, the heaviest first."""
        clauses = []
        if PREFERRED in best.values:
            clauses.append(Ground(Why.PREFERRED))
        elif "hint" in best.values and (second is None or "hint" not in second.values):
            clauses.append(Ground(Why.ASKED_FOR, (in_prose(self._country(best)),)))
        lead: dict[str, float] = defaultdict(float)
        for sign, option in ((1.0, best), (-1.0, second)):
            for signal, weighed in option.weighed.items() if option else ():
                if ground := _GROUND_OF.get(signal):
                    lead[ground] += sign * weighed
        heavy = sorted(
            (g for g in lead if lead[g] > _LEAST_LOG_ODDS),
            key=lambda g: (g not in _PLAIN, -lead[g]),
        )
        if "area" in heavy and "country" in heavy:
            heavy.remove("country")  # who is in Texas is in the United States
        told = (self._said(ground, group, best, second) for ground in heavy)
        return [*clauses, *dict.fromkeys(clause for clause in told if clause)][:2]

    def _said(
        self, ground: str, group: NameGroup, best: ScoredCandidate, second: ScoredCandidate | None
    ) -> Ground | None:
        """Return what some signals say; nothing where the words would not be true."""
        if ground in _IF_MEASURED:
            signals, why = _IF_MEASURED[ground]
            return None if signals.isdisjoint(best.values) else Ground(why)
        if ground in _OVER_ANOTHER:
            return _OVER_ANOTHER[ground](group, best, second) if second is not None else None
        return {
            "container": self._container,
            "area": self._area,
            "country": self._same_country,
            "near": self._near,
            "around": self._around,
            "outlet": self._outlet,
            "country before": self._country_before,
            "in office": self._in_office,
        }[ground](group, best)

    def _container(self, _: NameGroup, best: ScoredCandidate) -> Ground | None:
        words = best.said.get("container")
        return Ground(Why.CONTAINER, (words,)) if words else None

    def _area(self, group: NameGroup, best: ScoredCandidate) -> Ground | None:
        admin, areas = best.candidate.entity.admin, best.areas
        second = self._together(group, areas.second, admin[1:2])
        return second or self._together(group, areas.first, admin[:1])

    def _same_country(self, group: NameGroup, best: ScoredCandidate) -> Ground | None:
        return self._together(group, best.areas.country, [self._country(best)])

    def _in_office(self, _: NameGroup, best: ScoredCandidate) -> Ground | None:
        if "in office" not in best.values:
            return None
        return office_ground(best.candidate.entity, self._published)

    def _country_before(self, _: NameGroup, best: ScoredCandidate) -> Ground:
        return Ground(Why.COUNTRY_BESIDE, (in_prose(self._country(best)),))

    def _country(self, option: ScoredCandidate) -> str:
        return self.country_name(option.candidate.entity.country) or "its country"

    def _together(self, group: NameGroup, area: str | None, names: Iterable[str]) -> Ground | None:
        """ "four other places are in Texas", "the text names Texas"."""
        name = next(iter(names), None)
        if area is None or name is None:
            return None
        own = group.options[0].candidate.entity.id
        others = sum(
            name_ != group.name and id_ != own for name_, id_ in self._in.get(area, {}).items()
        )
        if others:
            why = Why.OTHERS_IN_AREA if others > 1 else Why.OTHER_IN_AREA
            return Ground(why, (number(others), in_prose(name)))
        if self._named.get(area, group.name) != group.name:
            return Ground(Why.AREA_NAMED, (in_prose(name),))
        return None

    def _near(self, group: NameGroup, best: ScoredCandidate) -> Ground | None:
        point = best.candidate.entity.point
        if point is None or best.sort.endswith("area"):
            return None
        near = [
            (distance_km(point, there), name)
            for owner, name, there in self._towns
            if owner != group.name and abs(there.lat - point.lat) < _NEAR_DEGREES
        ]
        km, name = min(near, default=(_NEAR_KM, ""))
        if km >= _NEAR_KM:
            return None
        if not km and name == best.candidate.entity.name:  # under another of its names
            return Ground(Why.OTHER_NAME, (name,))
        return Ground(Why.NEAR, (str(max(1, round(km))), name))

    def _around(self, group: NameGroup, best: ScoredCandidate) -> Ground | None:
        own = best.candidate.entity.id
        for g in self._places:
            entity = g.options[0].candidate.entity
            if g.name != group.name and own in entity.containers:
                return Ground(Why.AROUND, (entity.name,))
        return None

    def _outlet(self, _: NameGroup, best: ScoredCandidate) -> Ground | None:
        if self._near_caller:
            return Ground(Why.NEAR_READERS)
        if "outlet's area" in best.values and best.candidate.entity.admin:
            return Ground(Why.OUTLET, (in_prose(best.candidate.entity.admin[0]),))
        if "outlet's country" in best.values:
            return Ground(Why.OUTLET, (in_prose(self._country(best)),))
        return None


def _about(why: Why, country_name: CountryName, *entities: Entity) -> Ground:
    return Ground(why, tuple(country_name(e.country) or "" for e in entities), entities)


def _known(group: NameGroup, best: ScoredCandidate, second: ScoredCandidate) -> Ground | None:
    entity = best.candidate.entity
    if entity.prominence >= max(o.candidate.entity.prominence for o in group.options):
        return Ground(Why.BEST_KNOWN)
    if entity.population > second.candidate.entity.population:
        return Ground(Why.LARGER)
    return None


def _level(_: NameGroup, best: ScoredCandidate, second: ScoredCandidate) -> Ground | None:
    if second.candidate.entity.id in best.candidate.entity.containers:
        return Ground(Why.TOWN_ALONE)
    if "area word" in best.values:
        return Ground(Why.AREA_WORD)
    return None


def _match(_: NameGroup, best: ScoredCandidate, second: ScoredCandidate) -> Ground | None:
    bears = "full name" in best.values and "unlike its name" in second.values
    return Ground(Why.FULL_NAME) if bears else None


_OVER_ANOTHER = {"known": _known, "level": _level, "match": _match}
_IF_MEASURED = {
    "place before": ({"contains the place before"}, Why.PLACE_BEFORE),
    "list": ({"in a list of areas"}, Why.IN_A_LIST),
    "listed": ({"listed with its like"}, Why.LISTED),
    "said": (set(_GROUNDS["said"]), Why.LEVEL_SAID),
    "body": ({"country of its body"}, Why.OF_BODY),
    "calling": ({"calling"}, Why.CALLING),
    "title": ({"title"}, Why.TITLE),
}


def nil_ground(mention: Mention, best: Candidate | None, country_name: CountryName) -> Ground:
    """Return why a mention is not linked."""
    if best is None:
        return Ground(Why.NO_CANDIDATES, (mention.kind, mention.text))
    return _about(Why.UNLIKELY, country_name, best.entity)
