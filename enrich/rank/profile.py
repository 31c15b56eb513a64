"""What an outlet usually writes about, learnt from its other articles without labels.

A local paper says "Springfield" and never which. Its other articles tell: what they link, by
country, by first- and second-level area, and place by place, each article counting as one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from enrich.rank.groups import NameGroup
from enrich.rank.levels import AreasAround
from gazetteer.model import Entity, Kind, Point

_MAX_ANCHORS = 20
_LEAST_SHARE = 0.02  # of a name, from which a candidate votes
_LEAST_VOTES = 0.02  # from which an outlet is said to spell a name out
_COUNTED = 10  # candidates of a name that vote
_NEAR = "near"  # what stands for the point that the caller gave

Key = tuple[str, str]
"""What was voted for: ("country", "US"), ("first", id), ("second", id), ("place", id)."""


@dataclass(slots=True)
class Votes:
    """Votes by key, in all and by the name that gave them.

    Attributes:
        total: By key.
        by_name: By name, folded, and key.
        spelt_out: By name and id of a place: votes of names that an area follows, as in
            "Dublin, Ohio".
    """

    total: dict[Key, float] = field(default_factory=dict)
    by_name: dict[str, dict[Key, float]] = field(default_factory=dict)
    spelt_out: dict[Key, float] = field(default_factory=dict)

    def add(self, name: str, key: Key, share: float) -> None:
        """Count a vote."""
        self.total[key] = self.total.get(key, 0.0) + share
        named = self.by_name.setdefault(name, {})
        named[key] = named.get(key, 0.0) + share

    def of_others(self, key: Key, name: str) -> float:
        """Return the votes for a key that other names gave."""
        return self.total.get(key, 0.0) - self.by_name.get(name, {}).get(key, 0.0)


@dataclass(frozen=True, slots=True)
class ArticleVotes:
    """What one article is about: votes that sum to at most 1 for each level.

    Attributes:
        votes: Its votes.
        points: Where the places that it may name lie, by id.
    """

    votes: Votes
    points: Mapping[str, Point]


def footprint_of(groups: Sequence[NameGroup]) -> ArticleVotes:
    """Return what a document is about, from the shares of its candidates."""
    votes = Votes()
    points: dict[str, Point] = {}
    voting = [g for g in groups if g.kind is Kind.PLACE and g.votes]
    total = sum(math.sqrt(len(g.mentions)) for g in voting)
    for group in voting:
        for option in group.options[:_COUNTED]:
            part = option.share * math.sqrt(len(group.mentions)) / total
            if option.share < _LEAST_SHARE:
                continue
            entity, areas = option.candidate.entity, option.areas
            for key in _keys(areas, entity):
                votes.add(group.name, key, part)
            if group.qualifier:
                key = (group.name, entity.id)
                votes.spelt_out[key] = votes.spelt_out.get(key, 0.0) + option.share
            if entity.point and option.sort not in ("country", "region"):
                points[entity.id] = entity.point
    return ArticleVotes(votes, points)


def _keys(areas: AreasAround, entity: Entity) -> Iterator[Key]:
    for what, area in (
        ("country", areas.country), ("first", areas.first), ("second", areas.second),
        ("place", entity.id),
    ):  # fmt: skip
        if area:
            yield what, area


class Profile:
    """The sum of the footprints of an outlet's articles.

    What a name says of itself in other articles does not count for it, lest one mistake confirm
    the next; what it says where an area follows it ("Dublin, Ohio") does.

    Attributes:
        articles: How many there are.
        around_a_point: Whether it began with a place that the caller named.
    """

    def __init__(self) -> None:
        self.articles = 0
        self.around_a_point = False
        self._prior = 0.0
        self._votes = Votes()
        self._points: dict[str, Point] = {}
        self._top: list[tuple[str, Point]] | None = None

    def copy(self) -> Profile:
        """Return a profile of its own with the same articles."""
        other = Profile()
        other.articles = self.articles
        other.around_a_point, other._prior = self.around_a_point, self._prior
        other._votes = Votes(
            dict(self._votes.total),
            {name: dict(votes) for name, votes in self._votes.by_name.items()},
            dict(self._votes.spelt_out),
        )
        other._points = dict(self._points)
        return other

    def add(self, footprint: ArticleVotes) -> None:
        """Count an article in."""
        for name, votes in footprint.votes.by_name.items():
            for key, share in votes.items():
                self._votes.add(name, key, share)
        for key, share in footprint.votes.spelt_out.items():
            self._votes.spelt_out[key] = self._votes.spelt_out.get(key, 0.0) + share
        self._points.update(footprint.points)
        self.articles += 1
        self._top = None

    @classmethod
    def around(cls, point: Point, areas: Sequence[Entity], articles: float = 0.5) -> Profile:
        """Return the profile of an outlet that writes about one point's surroundings.

        Args:
            point: Where its readers are.
            areas: The areas around the point, the country first.
            articles: As how many articles it counts. Half a one brings local news nearly all that
                five would, and costs world news a fifth of that where the point is wrong.
        """
        profile = cls()
        profile.around_a_point, profile._prior = True, articles
        for what, area in zip(("country", "first", "second"), areas, strict=False):
            name = area.country if what == "country" else area.id
            if name:
                profile._votes.add("", (what, name), articles)
        profile._votes.add("", ("place", _NEAR), articles)
        profile._points[_NEAR] = point
        return profile

    def measure(self, groups: Iterable[NameGroup], own: ArticleVotes | None = None) -> bool:
        """Add the signals of the profile to each candidate of the places.

        Args:
            groups: Of one document.
            own: The footprint of that document, when it was counted in: it is taken out.

        Returns:
            Whether there are other articles to learn from.
        """
        articles = self._prior + self.articles - (own is not None)
        if articles <= 0:
            return False
        ours = own.votes if own else Votes()

        def share(key: Key, name: str) -> float:
            votes = self._votes.of_others(key, name) - ours.of_others(key, name)
            return max(votes, 0.0) / (articles + 1.0)

        for group in groups:
            if group.kind is not Kind.PLACE or not group.options:
                continue
            for option in group.options:
                entity, areas = option.candidate.entity, option.areas
                for what, area in _keys(areas, entity):
                    if value := share((what, area), group.name):
                        option.values[_SIGNALS[what]] = math.sqrt(value)
                spelt = self._votes.spelt_out.get((group.name, entity.id), 0.0)
                spelt -= ours.spelt_out.get((group.name, entity.id), 0.0)
                if spelt > _LEAST_VOTES:
                    option.values["outlet spells it out"] = spelt / (spelt + 0.5)
            self._near(group, share, min(1.0, articles / 3))
        return True

    def _near(self, group: NameGroup, share: Callable[[Key, str], float], trust: float) -> None:
        import numpy as np

        from enrich.rank.nearness import distances_km, radians

        located = [
            o for o in group.options
            if o.candidate.entity.point and o.sort not in ("country", "region")
        ]  # fmt: skip
        anchors = [
            (point, weight)
            for id_, point in self._anchors()
            if (weight := share(("place", id_), group.name)) > 0.0
        ]
        if not anchors or not located:
            return
        weights = np.array([weight for _, weight in anchors])
        km = distances_km(
            radians(o.candidate.entity.point for o in located), radians(p for p, _ in anchors)
        )
        near = (weights / (1.0 + km / 50.0)).sum(axis=1) / weights.sum()
        for option, value in zip(located, near, strict=True):
            option.values["near the outlet"] = float(value) * trust

    def _anchors(self) -> list[tuple[str, Point]]:
        """The places that the outlet names most."""
        if self._top is None:
            votes = self._votes.total
            places = sorted(
                ((votes[what, id_], id_) for what, id_ in votes
                 if what == "place" and id_ in self._points),
                reverse=True,
            )  # fmt: skip
            self._top = [(id_, self._points[id_]) for _, id_ in places[:_MAX_ANCHORS]]
        return self._top


_SIGNALS = {
    "country": "outlet's country", "first": "outlet's area", "second": "outlet's county",
    "place": "outlet's place",
}  # fmt: skip
