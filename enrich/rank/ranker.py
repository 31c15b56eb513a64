"""Stage 3: one link per mention, decided over the whole document."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from enrich.model import Candidate, Document, Evidence, Link, Match, Mention, Nil
from enrich.rank.groups import Group, Scored, group_mentions
from enrich.rank.reasons import nil_reason, reason
from enrich.rank.signals import local_signals, title_signals
from enrich.rank.surroundings import Surroundings
from enrich.rank.votes import Votes
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer

__all__ = ["RuleRanker", "load_weights"]

_PASSES = 2
_KEPT = 40  # candidates that are compared with the other places of the text
_SHOWN = 6
_TOWN = 50_000  # inhabitants from which a town rather than its region bears a name
_MIN_SCORE = 0.25


@cache
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weight of each signal by kind, from ``weights.json``."""
    text = Path(__file__).with_name("weights.json").read_text(encoding="utf-8")
    return {kind: w for kind, w in json.loads(text).items() if isinstance(w, dict)}


@dataclass(frozen=True, slots=True)
class RuleRanker:
    """Weighs documented signals by hand-set weights.

    Attributes:
        gazetteer: For the areas and states named beside mentions.
        min_score: Below this probability a mention is left unlinked.
        country: ISO 3166-1 alpha-2 of the country the caller expects, or None.
    """

    gazetteer: Gazetteer
    min_score: float = _MIN_SCORE
    country: str | None = None

    def __call__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        candidates: Sequence[Sequence[Candidate]],
        headline: tuple[Sequence[Mention], Sequence[Sequence[Candidate]]] = ((), ()),
    ) -> tuple[Link, ...]:
        """Return one link per mention, in order.

        Args:
            document: The document.
            mentions: Its mentions.
            candidates: For each mention.
            headline: Mentions of its title with their candidates: they vote, and are not linked.
        """
        around = Surroundings(document, self.gazetteer)
        groups = group_mentions(
            mentions,
            candidates,
            lambda m: m.kind is Kind.PLACE and bool(around.contains_the_place_before(m)),
        )
        voters = group_mentions(*headline)
        beside = Surroundings(Document(document.title), self.gazetteer)
        for group in groups:
            self._score_locally(group, document, mentions, around)
        for group in voters:
            self._score_locally(group, document, headline[0], beside)
        for _ in range(_PASSES):
            votes = Votes([*groups, *voters])
            for group in groups:
                _score_in_context(group, votes)
        links: dict[int, Link] = {}
        for group in groups:
            for index in group.mentions:
                links[index] = self._link(mentions[index], group)
        return tuple(links[index] for index in range(len(mentions)))

    # --------------------------------------------------------------------------- internals

    def _score_locally(
        self,
        group: Group,
        document: Document,
        mentions: Sequence[Mention],
        around: Surroundings,
    ) -> None:
        own = [mentions[i] for i in group.mentions]
        for option in group.options:
            option.values = local_signals(option.candidate, document.published, self.country)
        if group.kind is Kind.PLACE:
            _add_containers(group, own, around)
            _add_levels(group, own, around)
            _add_city_inside(group)
        elif group.kind is Kind.PERSON:
            _add_titles(group, own, around, document.published)
        _rescore(group)
        del group.options[_KEPT:]

    def _link(self, mention: Mention, group: Group) -> Link:
        best = group.best
        if best is None:
            return Link(mention, None, 0.0, nil=Nil.NO_CANDIDATES, reason=nil_reason(mention, None))
        second = group.options[1] if len(group.options) > 1 else None
        evidence = _evidence(best, group.kind)
        score = round(_calibrated(best.share), 4)
        if score < self.min_score:
            return Link(
                mention, None, score, None, best.candidate.entity, score, evidence,
                Nil.LOW_SCORE, nil_reason(mention, best.candidate),
            )  # fmt: skip
        return Link(
            mention,
            best.candidate.entity,
            score,
            best.candidate,
            second.candidate.entity if second else None,
            round((1 - score) * second.share / max(1 - best.share, 1e-9), 4) if second else None,
            evidence,
            None,
            reason(
                mention,
                best,
                second,
                load_weights()[group.kind.value],
                self._country_name(best.candidate.entity),
            ),
        )

    def _country_name(self, entity: Entity) -> str | None:
        area = self.gazetteer.area(entity.country) if entity.country else None
        return area.name if area else entity.country


def _calibrated(share: float) -> float:
    """Return how often a candidate with this share of the weight is right.

    Platt's logistic (1999) on the log-odds of the share; see the note in ``weights.json``.
    """
    constants = load_weights()["calibration"]
    odds = min(max(share, 1e-3), 1 - 1e-3)
    logit = constants["slope"] * math.log(odds / (1 - odds)) + constants["intercept"]
    return 1 / (1 + math.exp(-logit))


def _add_containers(group: Group, own: list[Mention], around: Surroundings) -> None:
    named = frozenset[str]().union(*(around.containers(m) for m in own))
    if not named:
        return
    inside = [o for o in group.options if named & set(o.candidate.entity.containers)]
    for option in group.options if inside else ():
        fits = any(option is other for other in inside)
        option.values["container" if fits else "other container"] = 1.0


def _add_levels(group: Group, own: list[Mention], around: Surroundings) -> None:
    contain = frozenset[str]().union(*(around.contains_the_place_before(m) for m in own))
    if contain and len(group.options) > 1:
        for option in group.options:
            if option.candidate.entity.id in contain:
                option.values["contains the place before"] = 1.0
    if any(around.in_list_of_areas(m) for m in own):
        for option in group.options:
            if (option.candidate.entity.feature or "").startswith("ADM"):
                option.values["in a list of areas"] = 1.0


def _add_city_inside(group: Group) -> None:
    """Mark a region that shares its name with a town in it: on its own, the town is meant."""
    towns = [
        o.candidate.entity
        for o in group.options
        if (o.candidate.entity.feature or "").startswith("PPL")
    ]
    around = {c for town in towns if town.population >= _TOWN for c in town.containers[1:]}
    for option in group.options:
        if option.candidate.entity.id in around:
            option.values["town of its name inside"] = 1.0


def _add_titles(
    group: Group, own: list[Mention], around: Surroundings, published: str | None
) -> None:
    phrases = [f"{around.title(m)} {around.apposition(m)}" for m in own[:8]]
    states = [around.states(phrase) for phrase in phrases]
    for option in group.options:
        entity = option.candidate.entity
        for phrase, named in zip(phrases, states, strict=True):
            for signal, value in title_signals(entity, phrase, named, published).items():
                option.values[signal] = max(value, option.values.get(signal, 0.0))
        if option.candidate.match is Match.SHORT_FORM and " " in option.candidate.matched_name:
            option.values["antecedent"] = 1.0


def _score_in_context(group: Group, votes: Votes) -> None:
    for option in group.options:
        entity = option.candidate.entity
        option.values["country votes"] = votes.country(group, entity.country)
        if group.kind is Kind.PLACE:
            option.values["area votes"] = votes.area(group, entity)
            option.values["siblings"] = votes.siblings(group, entity)
            is_large = (entity.feature or "").startswith(("PCL", "CONT", "RGN", "OCN"))
            option.values["nearness"] = 0.0 if is_large else votes.nearness(group, entity)
    _rescore(group)


def _rescore(group: Group) -> None:
    weights = load_weights()[group.kind.value]
    for option in group.options:
        option.score = sum(weights.get(s, 0.0) * v for s, v in option.values.items())
    group.options.sort(key=lambda o: (-o.score, o.candidate.entity.id))
    nothing = load_weights()["nothing"][group.kind.value]
    top = max(group.options[0].score, nothing) if group.options else nothing
    parts = [math.exp(o.score - top) for o in group.options]
    total = sum(parts) + math.exp(nothing - top)
    for option, part in zip(group.options, parts, strict=True):
        option.share = part / total


def _evidence(best: Scored, kind: Kind) -> tuple[Evidence, ...]:
    weights = load_weights()[kind.value]
    found = [
        Evidence(signal, round(value, 3), round(weights.get(signal, 0.0) * value, 3))
        for signal, value in best.values.items()
        if value and weights.get(signal)
    ]
    return tuple(sorted(found, key=lambda e: -abs(e.weight))[:_SHOWN])
