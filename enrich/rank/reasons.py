"""One plain sentence for each decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from enrich.model import Candidate, Match, Mention
from enrich.rank.groups import Group, Scored
from enrich.rank.names import describe, in_prose, number, told_apart
from enrich.rank.signals import PREFERRED
from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.regions import distance_km

__all__ = ["Reasons", "nil_reason"]

_LEAST = 0.25  # log-odds from which a difference is worth words
_NEAR_KM = 150.0
_NEAR_DEGREES = 1.4  # of latitude: a little more than that
_TOWNS = 1000  # what a reason looks at in a very long text
_LOOKED_UP = frozenset({Match.EXACT, Match.FOLDED, Match.ALIAS})
_ON_BALANCE = "likelier on balance, by no single signal"
_MATCHED = {
    Match.ALIAS: "{text} is another name of it",
    Match.ABBREVIATION: "{text} is an abbreviation of it",
    Match.DEMONYM: "{text} refers to {entity}",
    Match.SHORT_FORM: "{text} is short for {name}",
    Match.FUZZY: "{text} looks like a misspelling of {name}",
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
        "capital, at home",
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
        "capital, world news", "country", "country, world news", "first-level seat",
    ),
    "level": (
        "first-level area", "second-level area", "lesser area", "area word", "town word",
        "area word, town", "town of its name inside", "small town of its name inside",
    ),
    "match": ("alias", "unlike its name", "full name", "part of the name"),
    "title": ("title",),
    "country before": ("country before",),
    "in office": ("in office",),
}  # fmt: skip

_GROUND_OF = {signal: ground for ground, signals in _GROUNDS.items() for signal in signals}

_PLAIN = frozenset({"container", "place before", "list", "listed", "title"})
"""Grounds that a reader sees at once in the text: they are said first."""


class Reasons:
    """Says why, for the names of one document.

    Args:
        groups: All groups of the document, decided.
        country_name: Returns the name of a country by its code; kept as an attribute.
        dated: Whether the day of the document is known.
        near: Whether what counts as its outlet is a place that the caller named.
    """

    def __init__(
        self,
        groups: Sequence[Group],
        country_name: Callable[[str | None], str | None],
        *,
        dated: bool = True,
        near: bool = False,
    ) -> None:
        self._dated, self._near_caller = dated, near
        self.country_name = country_name
        self._places = [g for g in groups if g.kind is Kind.PLACE and g.votes]
        self._in: dict[str, set[str]] = defaultdict(set)
        self._named: dict[str, str] = {}
        self._towns = [
            (g.name, entity.name, entity.point)
            for g in self._places
            if not g.options[0].sort.endswith(("area", "country", "region", "water"))
            and (entity := g.options[0].candidate.entity).point is not None
        ][:_TOWNS]
        self._kept: dict[int, tuple[str, list[str]]] = {}
        for group in self._places:
            best = group.options[0]
            areas = best.areas
            for area in (areas.country, areas.first, areas.second):
                if area and area != best.candidate.entity.id:
                    self._in[area].add(group.name)
            self._named.setdefault(best.candidate.entity.id, group.name)

    def reason(self, mention: Mention, group: Group) -> str:
        """Return one sentence: what was chosen, over what, and which grounds told them apart.

        Args:
            mention: The mention.
            group: Its group, with the candidate chosen first.
        """
        best = group.options[0]
        if id(group) not in self._kept:
            second = group.options[1] if len(group.options) > 1 else None
            self._kept[id(group)] = self._head(best, second), self._grounds(group, best, second)
        head, grounds = self._kept[id(group)]
        clauses = [*self._matched(mention, best), *grounds]
        if len(group.options) > 1 and not clauses:
            clauses = [_ON_BALANCE]
        said = f"{head}: {_joined(clauses[:2])}." if clauses else f"{head}."
        if mention.relation:
            where = f"{mention.relation} {mention.name}"
            said += f" The text says '{where}'; the point is that of the place itself."
        return said

    # --------------------------------------------------------------------------- internals

    def _head(self, best: Scored, second: Scored | None) -> str:
        entity = best.candidate.entity
        if second is not None:
            mine, other = told_apart(entity, second.candidate.entity, self.country_name)
            return f"{mine} rather than {other}"
        known = describe(entity, self.country_name)
        if best.candidate.match not in _LOOKED_UP or "part of the name" in best.values:
            return known  # not all of that name were looked at
        return f"{known}, the only one the gazetteer holds under this name"

    @staticmethod
    def _matched(mention: Mention, best: Scored) -> list[str]:
        said = _MATCHED.get(best.candidate.match)
        if said is None:
            return []
        name = best.candidate.matched_name
        if "part of the name" in best.values:
            return [f"of {mention.text} only {name} is known as a place"]
        if fold(name) == fold(mention.text):
            name = best.candidate.entity.name  # not "America is short for America"
        shown = in_prose(best.candidate.entity.name)
        return [said.format(text=mention.text, name=in_prose(name), entity=shown)]

    def _grounds(self, group: Group, best: Scored, second: Scored | None) -> list[str]:
        """The clauses of what the caller said and of the grounds, the heaviest first."""
        clauses = []
        if PREFERRED in best.values:
            clauses.append("--prefer puts it first")
        elif "hint" in best.values and (second is None or "hint" not in second.values):
            clauses.append(f"{in_prose(self._country(best))} was asked for")
        lead: dict[str, float] = defaultdict(float)
        for sign, option in ((1.0, best), (-1.0, second)):
            for signal, weighed in option.weighed.items() if option else ():
                if ground := _GROUND_OF.get(signal):
                    lead[ground] += sign * weighed
        heavy = sorted(
            (g for g in lead if lead[g] > _LEAST), key=lambda g: (g not in _PLAIN, -lead[g])
        )
        if "area" in heavy and "country" in heavy:
            heavy.remove("country")  # who is in Texas is in the United States
        told = (self._said(ground, group, best, second) for ground in heavy)
        return [*clauses, *dict.fromkeys(clause for clause in told if clause)][:2]

    def _said(self, ground: str, group: Group, best: Scored, second: Scored | None) -> str | None:
        """Say a ground in words; nothing where the words would not be true."""
        if ground in _IF_MEASURED:
            signal, words = _IF_MEASURED[ground]
            return words if signal in best.values else None
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

    def _container(self, _: Group, best: Scored) -> str | None:
        words = best.said.get("container")
        return f"'{words}' follows the name" if words else None

    def _area(self, group: Group, best: Scored) -> str | None:
        admin, areas = best.candidate.entity.admin, best.areas
        second = self._together(group, areas.second, admin[1:2])
        return second or self._together(group, areas.first, admin[:1])

    def _same_country(self, group: Group, best: Scored) -> str | None:
        return self._together(group, best.areas.country, [self._country(best)])

    def _in_office(self, _: Group, best: Scored) -> str | None:
        if "in office" not in best.values:
            return None
        return "in office at the date of the text" if self._dated else "still in office"

    def _country_before(self, _: Group, best: Scored) -> str:
        return f"the text names {in_prose(self._country(best))} beside the name"

    def _country(self, option: Scored) -> str:
        return self.country_name(option.candidate.entity.country) or "its country"

    def _together(self, group: Group, area: str | None, names: Iterable[str]) -> str | None:
        """ "four other places are in Texas", "the text names Texas"."""
        name = next(iter(names), None)
        if area is None or name is None:
            return None
        others = len(self._in.get(area, set()) - {group.name})
        if others:
            noun, verb = ("places", "are") if others > 1 else ("place", "is")
            return f"{number(others)} other {noun} {verb} in {in_prose(name)}"
        if self._named.get(area, group.name) != group.name:
            return f"the text names {in_prose(name)}"
        return None

    def _near(self, group: Group, best: Scored) -> str | None:
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
            return f"the text calls it {name} too"
        return f"it lies {max(1, round(km))} km from {name}, which the text names"

    def _around(self, group: Group, best: Scored) -> str | None:
        own = best.candidate.entity.id
        for g in self._places:
            entity = g.options[0].candidate.entity
            if g.name != group.name and own in entity.containers:
                return f"it is around {entity.name}, which the text names"
        return None

    def _outlet(self, _: Group, best: Scored) -> str | None:
        if self._near_caller:
            return "it is near the place that --near gives"
        if "outlet's area" in best.values and best.candidate.entity.admin:
            area = in_prose(best.candidate.entity.admin[0])
            return f"other articles of the outlet are about {area}"
        if "outlet's country" in best.values:
            return f"other articles of the outlet are about {in_prose(self._country(best))}"
        return None


def _joined(clauses: Sequence[str]) -> str:
    comma = "," if "," in clauses[0] else ""
    return f"{comma} and ".join(clauses)


def _known(group: Group, best: Scored, second: Scored) -> str | None:
    entity = best.candidate.entity
    if entity.prominence >= max(o.candidate.entity.prominence for o in group.options):
        return "it is the best known of that name"
    if entity.population > second.candidate.entity.population:
        return "it is the larger of the two"
    return None


def _level(_: Group, best: Scored, second: Scored) -> str | None:
    if second.candidate.entity.id in best.candidate.entity.containers:
        return "the name alone means the town rather than the area around it"
    if "area word" in best.values:
        return "the name says that it is an area"
    return None


def _match(_: Group, best: Scored, second: Scored) -> str | None:
    bears = "full name" in best.values and "unlike its name" in second.values
    return "it bears this very name" if bears else None


_OVER_ANOTHER = {"known": _known, "level": _level, "match": _match}
_IF_MEASURED = {
    "place before": ("contains the place before", "the place named right before lies in it"),
    "list": ("in a list of areas", "it stands in a list of such areas"),
    "listed": ("listed with its like", "it stands in a list with others of its sort"),
    "title": ("title", "the text gives an office this person held"),
}


def nil_reason(
    mention: Mention,
    best: Candidate | None,
    country_name: Callable[[str | None], str | None] = lambda code: code,
) -> str:
    """Return one sentence why a mention is not linked."""
    if best is None:
        return f"The gazetteer holds no {mention.kind} called {mention.text}."
    return (
        f"The likeliest candidate, {describe(best.entity, country_name)}, is not likely enough;"
        " --min-score sets the bar."
    )
