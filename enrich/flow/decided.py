"""The pass of decisions: they are honoured by candidates before the ranking, by certainty after it.

A decided mention has one candidate when the ranking begins, so that it is context for the other
names as a certain one is. What the ranking thought of it stays in the evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from enrich.candidates.antecedents import antecedents
from enrich.candidates.reading import Options
from enrich.decisions.holding import Held, called, decisions_on, holding, winning
from enrich.decisions.ids import Entities, with_local
from enrich.decisions.local import LocalNames, of_kind
from enrich.decisions.model import Action, Decision, Decisions
from enrich.flow.passes import Pass
from enrich.flow.progress import Progress, Window
from enrich.model import Candidate, Document, Evidence, Link, Match, Mention, Nil
from enrich.reasons.grounds import Ground, Why
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer

_SHOWN: Final = 3


class Decider(Pass):
    """Applies decisions to documents, and remembers which of them fitted nothing.

    Attributes:
        gazetteer: With the local entities of the decisions.

    Raises:
        InputError: A decision names an entity that is not held, or they contradict each other.
    """

    def __init__(self, decisions: Decisions, gazetteer: Gazetteer) -> None:
        self._decisions = decisions
        self._file = decisions.file or "the decisions"
        self.gazetteer = with_local(decisions, gazetteer)
        self._entities = Entities(decisions, self.gazetteer)
        self._names = LocalNames(decisions.entities, self.gazetteer)
        self._fitted: set[int] = set()
        self._gone: dict[int, Decision] = {}

    def found(self, document: Document, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return the mentions of a document with the names of local entities."""
        return self._names(document, mentions)

    # ---------------------------------------------------------------------- before the ranking

    def before(self, window: Window) -> Window:
        """Return what was read with the candidates that the decisions leave."""
        return window.each(self._before)

    def _before(self, progress: Progress) -> Progress:
        reading = progress.read
        text, names = reading.document.text, called(progress.document, self._decisions)
        full = antecedents(reading.mentions, reading.beside, text, self.gazetteer)
        held = holding(reading.mentions, full, text, names, self._decisions)
        mentions, candidates = self._left(reading.mentions, reading.candidates, held)
        beside = decisions_on(reading.beside, text, names, self._decisions)
        title = decisions_on(reading.headline, text, names, self._decisions)
        _, around = self._left(reading.beside, reading.beside_candidates, beside)
        _, above = self._left(reading.headline, reading.headline_candidates, title)
        left = replace(
            reading, mentions=mentions, candidates=candidates, beside_candidates=around,
            headline_candidates=above,
        )  # fmt: skip
        return replace(progress, reading=left, decided=held)

    def _left(
        self, mentions: Sequence[Mention], options: Options, held: Held
    ) -> tuple[tuple[Mention, ...], Options]:
        """Return mentions and what they may mean, as the decisions leave it."""
        changed, left = list(mentions), list(options)
        if self._entities.are_merged:
            left = [self._once(candidates) for candidates in left]
        for index, decisions in held.items():
            winners = winning(decisions)
            if winners[0].action is Action.REJECT:
                left[index] = self._not_rejected(left[index], winners)
            elif winners[0].entity is not None:
                entity = self._entities[winners[0].entity]
                mention = changed[index]
                if mention.kind is not entity.kind:
                    changed[index] = of_kind(mention, entity.kind)
                left[index] = (self._candidate(entity, mention, left[index]),)
        return tuple(changed), tuple(left)

    def _once(self, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Keep one of those that are the same, the best known: they would share their chances."""
        best: dict[str, Candidate] = {}
        for candidate in sorted(candidates, key=lambda c: -c.entity.prominence):
            best.setdefault(self._entities.merged(candidate.entity).id, candidate)
        if len(best) == len(candidates):
            return candidates
        kept = {candidate.entity.id for candidate in best.values()}
        return tuple(c for c in candidates if c.entity.id in kept)

    def _candidate(
        self, entity: Entity, mention: Mention, options: Sequence[Candidate]
    ) -> Candidate:
        for candidate in options:
            if self._entities.merged(candidate.entity).id == entity.id:
                return replace(candidate, entity=entity)
        return Candidate(entity, mention.name, Match.DECIDED)

    def _not_rejected(
        self, candidates: tuple[Candidate, ...], held: Sequence[Decision]
    ) -> tuple[Candidate, ...]:
        rejected = [d.entity for d in held if d.entity is not None]
        if len(rejected) < len(held):  # it is not a name of anything
            return ()
        return tuple(c for c in candidates if not self._entities.same(rejected, c.entity))

    # ----------------------------------------------------------------------- after the ranking

    def after(self, window: Window) -> Window:
        """Return the links with what was decided made certain and all merged, and the manifest."""
        return window.each(self._after)

    def _after(self, progress: Progress) -> Progress:
        links = list(progress.links)
        self._decide_names(links, progress)
        fitted = {d.number for decisions in progress.decided.values() for d in decisions}
        fitted |= self._decide_offices(links, progress)
        if self._entities.are_merged:
            links = [self._merged(link) for link in links]
        run = {**progress.run, "decisions": self._noted(progress, fitted)}
        return replace(progress, links=_once_each(links), run=run)

    def _decide_names(self, links: list[Link], progress: Progress) -> None:
        if not progress.decided:
            return
        places: defaultdict[Mention, list[int]] = defaultdict(list)
        for at, link in enumerate(links):
            places[link.mention].append(at)
        best = {
            i: group.options[0].candidate
            for group in progress.weighed.groups
            for i in group.mentions
            if group.options
        }
        for index, decisions in progress.decided.items():
            own = places[progress.read.mentions[index]]
            if own:  # else an office of the very words has taken its place
                at = own.pop(0)
                links[at] = self._decided(links[at], winning(decisions), best.get(index))

    def _decide_offices(self, links: list[Link], progress: Progress) -> set[int]:
        """Decide the offices; return the numbers of the decisions that fit one."""
        offices = set(progress.offices)
        places = [at for at, link in enumerate(links) if link.mention in offices]
        if not places or not self._decisions.entries:
            return set()
        found = [links[at].mention for at in places]
        names = called(progress.document, self._decisions)
        fit = holding(found, {}, progress.read.document.text, names, self._decisions)
        for index, decisions in fit.items():
            at = places[index]
            links[at] = self._of_office(links[at], winning(decisions))
        return {d.number for decisions in fit.values() for d in decisions}

    def _of_office(self, link: Link, held: Sequence[Decision]) -> Link:
        if held[0].action is Action.REJECT and link.entity is not None:
            rejected = [d.entity for d in held if d.entity is not None]
            if self._entities.same(rejected, link.entity):
                link = replace(
                    link, entity=None, candidate=None, nil=Nil.LOW_SCORE, runner_up=link.entity,
                    runner_up_score=link.score, grounds=(Ground(Why.NOBODY_ELSE),),
                )  # fmt: skip
        return self._decided(link, held, link.candidate)

    def _decided(self, link: Link, held: Sequence[Decision], best: Candidate | None) -> Link:
        decision, mention = held[0], link.mention
        why = _why(held)
        if decision.action is Action.REJECT:
            if any(d.entity is None for d in held):
                return Link(
                    mention, None, 0.0, evidence=link.evidence, nil=Nil.NOT_AN_ENTITY,
                    grounds=(Ground(Why.NO_NAME, (self._file, mention.text, why)),),
                )  # fmt: skip
            rejected = " and ".join(sorted(d.entity or "" for d in held))
            ground = Ground(Why.REJECTED, (self._file, mention.text, rejected, why))
            return replace(link, grounds=(ground, *link.grounds))
        if decision.entity is not None:
            entity = self._entities[decision.entity]
            best = self._candidate(entity, mention, () if best is None else (best,))
        if best is None:
            return replace(link, grounds=(Ground(Why.ACCEPTED_IN_VAIN, (self._file, why)),))
        evidence = link.evidence if _is_of(link, best.entity) else tuple[Evidence, ...]()
        ground = Ground(Why.DECIDED, (self._file, mention.text, best.entity.name, why))
        kept = (g for g in link.grounds if g.why is Why.STOOD_FOR and link.entity == best.entity)
        return Link(
            mention if mention.kind is best.entity.kind else of_kind(mention, best.entity.kind),
            best.entity, 1.0, best, evidence=evidence, grounds=(ground, *kept),
        )  # fmt: skip

    def _merged(self, link: Link) -> Link:
        """Let what is linked to one of two that are the same come out as the other."""
        runner_up = self._entities.merged(link.runner_up) if link.runner_up else None
        link = link if runner_up is link.runner_up else replace(link, runner_up=runner_up)
        entity = self._entities.merged(link.entity) if link.entity else None
        if entity is None or link.entity is None or entity is link.entity:
            return link
        note = self._entities.why(link.entity)
        told = f" ({note})" if note else ""
        one, other = (f"{e.name} ({e.id})" for e in (link.entity, entity))
        ground = Ground(Why.MERGED, (self._file, one, other, told))
        candidate = link.candidate and replace(link.candidate, entity=entity)
        return replace(link, entity=entity, candidate=candidate, grounds=(ground, *link.grounds))

    # -------------------------------------------------------------------------- what to report

    def _noted(self, progress: Progress, fitted: set[int]) -> dict[str, Any]:
        self._fitted |= fitted
        own = self._decisions.of_document(called(progress.document, self._decisions))
        # Of what stands behind the beginning that was read nobody can tell.
        gone = [d for d in own if d.number not in fitted and progress.part is None]
        self._gone |= {decision.number: decision for decision in gone}
        file, digest = self._decisions.file, self._decisions.digest
        return {"file": file, "sha256": digest, "vanished": [d.number for d in gone]}

    def warnings(self) -> tuple[str, ...]:
        """Return a line for each decision that does nothing: it fits nothing, or its id is none."""
        gone = [d for n, d in sorted(self._gone.items()) if n not in self._fitted]
        file = self._file
        lines = [
            f"{file}: [[decision]] number {d.number} fits nothing any more: {_told(d)}"
            for d in gone[:_SHOWN]
        ]
        if len(gone) > _SHOWN:
            lines.append(f"{file}: and {len(gone) - _SHOWN} others fit nothing any more")
        lines += [f"{file}: {told}" for told in self._entities.unknown[:_SHOWN]]
        return tuple(lines)


def _once_each(links: Sequence[Link]) -> tuple[Link, ...]:
    """Links, one of two decided alike: a team and its city have the same words."""
    last = {_key(link): at for at, link in enumerate(links) if link.is_decided and link.entity}
    return tuple(link for at, link in enumerate(links) if last.get(_key(link), at) == at)


def _key(link: Link) -> tuple[int, int, Kind]:
    return link.mention.start, link.mention.end, link.mention.kind


def _is_of(link: Link, entity: Entity) -> bool:
    """Whether the evidence of a link speaks of an entity: the one linked, or the likeliest."""
    of = link.entity or link.runner_up
    return of is not None and of.id == entity.id


def _why(held: Sequence[Decision]) -> str:
    """Return what was noted, and by whom, in brackets."""
    parts = (d.told for d in sorted(held, key=lambda d: d.entity or ""))
    told = "; ".join(dict.fromkeys(part for part in parts if part))
    return f" ({told})" if told else ""


def _told(decision: Decision) -> str:
    parts = [repr(decision.name)]
    if decision.occurrence:
        parts.append(f"mention {decision.occurrence}")
    if decision.around:
        parts.append(f"around {decision.around!r}")
    return f"{', '.join(parts)} in document {decision.document!r}"
