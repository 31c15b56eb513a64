"""Stage 3: one link per mention, decided over the whole document."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from enrich.candidates.reading import Reading
from enrich.deadline import check_time
from enrich.mentions.scan.scores import FOUND_BY as SCANNED
from enrich.model import Document, Evidence, Link, Mention, Nil
from enrich.rank.beside import (
    add_city_inside,
    add_containers,
    add_former_names,
    add_hint,
    add_lists,
    add_states,
    add_titles,
    qualifiers_of,
    settle_full_names,
    share_titles,
)
from enrich.rank.calibration import measures
from enrich.rank.groups import NameGroup, ScoredCandidate, group_mentions, note_lists, note_seats
from enrich.rank.levels import are_twins
from enrich.rank.levelwords import add_levels, level_apart
from enrich.rank.local import LocalSignals, form_signals, has_area_word, mean_roles
from enrich.rank.profile import ArticleVotes, Profile, footprint_of
from enrich.rank.reasons import Reasons, nil_ground
from enrich.rank.sharing import add_countries_of_bodies
from enrich.rank.signals import CONTEXT, PREFERRED, SIGNALS, UnknownSignal
from enrich.rank.surroundings import Surroundings
from enrich.rank.weights import Weights, load_weights
from enrich.reasons.grounds import Ground
from enrich.settings import LEVELS, MIN_SCORE
from gazetteer.codes import is_settlement
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

_MOST_COMPARED = 40  # candidates that are compared with the other places of the text
_MOST_SIGNALS = 6  # that a link keeps as its evidence


@dataclass(slots=True)
class Draft:
    """What was read in a document, weighed: of each candidate by itself, before context.

    The one value that changes while the ranker works on it.

    Attributes:
        reading: What was read.
        groups: The mentions by name.
        voters: Names that are not linked: those of the title, and of the text around given spans.
        looked: Whether the context was measured already.
        weights: What the candidates were scored by at last.
    """

    reading: Reading
    groups: list[NameGroup]
    voters: list[NameGroup] = field(default_factory=list)
    looked: bool = False
    weights: Mapping[Kind, Mapping[str, float]] = field(default_factory=dict)

    @property
    def all_groups(self) -> list[NameGroup]:
        """Those that are linked and those that only vote."""
        return [*self.groups, *self.voters]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weighs documented signals by trained weights.

    Attributes:
        gazetteer: For the areas and states named beside mentions.
        weights: How much each signal counts.
        min_score: Below this probability a mention is left unlinked.
        country: ISO 3166-1 alpha-2 of the country the caller expects, or None.
        prefer: Of ``LEVELS``: which of a city and the area of its name is meant.
    """

    gazetteer: Gazetteer
    weights: Weights = field(default_factory=load_weights)
    min_score: float = MIN_SCORE
    country: str | None = None
    prefer: str = LEVELS[0]
    _local: LocalSignals = field(init=False, repr=False, compare=False)
    _countries: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_local", LocalSignals())

    def draft(self, reading: Reading) -> Draft:
        """Weigh each candidate by itself and the words beside its mentions."""
        document, mentions = reading.document, reading.mentions
        around = Surroundings(document, self.gazetteer)
        in_title = Surroundings(Document(document.title), self.gazetteer)
        levels = [
            level_apart(m, options, around)
            for m, options in zip(mentions, reading.candidates, strict=True)
        ]
        qualifiers = qualifiers_of(mentions, reading.candidates, around, levels)
        groups = group_mentions(mentions, reading.candidates, qualifiers, levels)
        beside = group_mentions(reading.beside, reading.beside_candidates)
        heading = group_mentions(reading.headline, reading.headline_candidates, in_text=False)
        note_lists(document.text, [(mentions, groups), (reading.beside, beside)])
        note_seats(document.text, mentions, groups)
        self._weigh(groups, document, mentions, around)
        add_countries_of_bodies(mentions, groups)
        self._weigh(beside, document, reading.beside, around)
        self._weigh(heading, document, reading.headline, in_title)
        return Draft(reading, groups, [*heading, *beside])

    def footprint(self, draft: Draft) -> ArticleVotes:
        """Return what a document is about, for the profile of its outlet."""
        self.look_around(draft)
        return footprint_of(draft.groups)

    def link(
        self, draft: Draft, profile: Profile | None = None, own: ArticleVotes | None = None
    ) -> tuple[Link, ...]:
        """Decide, in the light of the other names and of the outlet.

        Args:
            draft: The document.
            profile: Of its outlet, or None.
            own: The footprint of the document, when it was counted into the profile.

        Returns:
            One link per mention, in order.
        """
        self.look_around(draft, profile, own)
        for group in draft.groups:
            _keep_evidence(group, draft.weights[group.kind])
        reasons = Reasons(
            draft.all_groups,
            self._country_name,
            published=draft.reading.document.published,
            near=profile is not None and profile.around_a_point and not profile.articles,
        )
        mentions = draft.reading.mentions
        links: dict[int, Link] = {}
        for group in draft.groups:
            check_time()
            decided = self._decided(group, mentions[group.mentions[0]])
            for index in group.mentions:
                mention = mentions[index]
                grounds = _grounds(mention, group, decided, reasons)
                links[index] = replace(decided, mention=mention, grounds=grounds)
        return tuple(links[index] for index in range(len(mentions)))

    def look_around(
        self, draft: Draft, profile: Profile | None = None, own: ArticleVotes | None = None
    ) -> None:
        """Measure what the other names say, and score again.

        Places come first: people and organisations then look at where these are.
        """
        from enrich.rank.context import Context  # numpy, which importing enrich does not need

        groups = draft.all_groups
        if draft.looked:  # what an earlier look around measured is no longer wanted
            for group in groups:
                _forget_context(group)
                rescore(group, self.weights.alone[group.kind])
        draft.looked = True
        places = [g for g in groups if g.kind is Kind.PLACE]
        others = [g for g in groups if g.kind is not Kind.PLACE]
        weights = self.weights.in_context
        length = len(draft.reading.document.text)
        context = Context(groups, length)
        context.measure(places)
        if profile is not None and profile.measure(places, own):
            no_articles = profile.around_a_point and not profile.articles
            weights = self.weights.near if no_articles else self.weights.with_outlet
        for group in places:
            rescore(group, weights[group.kind])
        if self.prefer != LEVELS[0]:
            for group in places:
                group.measured = measures(group) if group.options else {}
                _prefer(group, area=self.prefer == "admin")
        if others:
            context = Context(groups, length)
            context.measure(others)
            for group in others:
                rescore(group, weights[group.kind])
        draft.weights = weights

    # --------------------------------------------------------------------------- internals

    def _weigh(
        self,
        groups: Sequence[NameGroup],
        document: Document,
        mentions: Sequence[Mention],
        around: Surroundings,
    ) -> None:
        local = self._local
        for group in groups:
            check_time()
            own = [mentions[i] for i in group.mentions]
            foreign = any(m.found_by == SCANNED or m.lookup not in m.text for m in own)
            for option in group.options:
                option.values = local(option.candidate, document.published, foreign=foreign)
            if self.country is not None:
                add_hint(group, self.country)
            if group.kind is Kind.PLACE:
                _weigh_place(group, own, around)
            elif group.kind is Kind.PERSON and group.options:
                add_titles(group, own, around, document.published)
        add_levels([g for g in groups if g.kind is Kind.PLACE], mentions, around)
        share_titles((g for g in groups if g.kind is Kind.PERSON), self.gazetteer)
        for group in groups:
            rescore(group, self.weights.alone[group.kind])
            if group.kind is not Kind.ORGANISATION:  # a hundred countries have a Parliament
                del group.options[_MOST_COMPARED:]

    def _decided(self, group: NameGroup, mention: Mention) -> Link:
        """Return what becomes of one of the mentions of a group, but for its grounds."""
        if not group.options:
            return Link(mention, None, 0.0, nil=Nil.NO_CANDIDATES)
        best, *others = group.options
        known = group.measured or measures(group)
        score = round(self.weights.probability(group.kind, known), 4)
        entity, evidence = best.candidate.entity, _evidence(best)
        if score < self.min_score:
            return Link(mention, None, score, None, entity, score, evidence, Nil.LOW_SCORE)
        if not others:
            return Link(mention, entity, score, best.candidate, evidence=evidence)
        # What is left is also for what the gazetteer lacks.
        ratio = min(1.0, others[0].share / max(best.share, 1e-9))
        rest = round(min(score * ratio, 1.0 - score), 4)
        second = others[0].candidate.entity
        return Link(mention, entity, score, best.candidate, second, rest, evidence)

    def _country_name(self, code: str | None) -> str | None:
        if code and code not in self._countries:
            area = self.gazetteer.area(code)
            self._countries[code] = area.name if area else code
        return self._countries[code] if code else None


def _weigh_place(group: NameGroup, own: list[Mention], around: Surroundings) -> None:
    """Measure what the form of its mentions and the words beside them say of each candidate."""
    roles = mean_roles(own)
    for option in group.options:
        option.values |= form_signals(group.name, roles, option)
    if not add_lists(group, own, around):
        add_containers(group, own, around)
    settle_full_names(group)
    add_former_names(group)
    if not has_area_word(group.name):
        add_city_inside(group)
        add_states(group)


def _prefer(group: NameGroup, *, area: bool) -> None:
    """Put the city before the area of its name around it, or the other way round.

    They change places; that it is one of them stays as sure as it was.
    """
    if len(group.options) < 2 or _is_area(group.options[0]) == area:
        return
    best = group.options[0]
    for option in group.options[1:]:
        outer, inner = (option, best) if area else (best, option)
        if (
            _is_area(outer)
            and is_settlement(inner.candidate.entity.feature)
            and are_twins(outer.candidate.entity, inner.candidate.entity)
        ):
            option.share, best.share = best.share, option.share
            option.values[PREFERRED] = 1.0
            group.options.remove(option)
            group.options.insert(0, option)
            return


def _is_area(option: ScoredCandidate) -> bool:
    return option.sort.endswith("area")


def _forget_context(group: NameGroup) -> None:
    """Take out what an earlier look around measured."""
    for option in group.options:
        for signal in CONTEXT.intersection(option.values):
            del option.values[signal]


def rescore(group: NameGroup, weights: Mapping[str, float]) -> None:
    """Sum up the signals of each candidate, sort them, and share the probability out (softmax).

    Raises:
        UnknownSignal: What was measured is not a signal.
    """
    get = weights.get
    for option in group.options:
        score = 0.0
        for signal, value in option.values.items():
            weight = get(signal)
            if weight is not None:
                score += weight * value
            elif signal not in SIGNALS:  # of the others each weight has its name checked on loading
                raise UnknownSignal(signal)
        option.score = score
    group.options.sort(key=lambda o: (-o.score, o.candidate.entity.id))
    if not group.options:
        return
    top = group.options[0].score
    parts = [math.exp(o.score - top) for o in group.options]
    total = sum(parts)
    for option, part in zip(group.options, parts, strict=True):
        option.share = part / total


def _keep_evidence(group: NameGroup, weights: Mapping[str, float]) -> None:
    """Keep what each signal of the best two weighs."""
    for option in group.options[:2]:
        option.weighed = {s: weights[s] * v for s, v in option.values.items() if s in weights}


def _evidence(best: ScoredCandidate) -> tuple[Evidence, ...]:
    strongest = sorted(best.weighed.items(), key=lambda pair: -abs(pair[1]))[:_MOST_SIGNALS]
    return tuple(
        Evidence(signal, round(best.values[signal], 3), round(weighed, 3))
        for signal, weighed in strongest
        if weighed
    )


def _grounds(
    mention: Mention, group: NameGroup, link: Link, reasons: Reasons
) -> tuple[Ground, ...]:
    if link.entity is not None:
        return reasons.grounds(mention, group)
    best = group.options[0].candidate if group.options else None
    return (nil_ground(mention, best, reasons.country_name),)
