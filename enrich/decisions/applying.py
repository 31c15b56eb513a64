"""Decisions honoured: candidates before the ranking, certainty and reason after it.

A decided mention has one candidate when the ranking begins, so that it is context for the other
names as a certain one is. What the ranking thought of it stays in the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from enrich.decisions.holding import Held, called, decisions_on, holding, winning
from enrich.decisions.ids import Entities, with_local
from enrich.decisions.local import LocalNames, of_kind
from enrich.decisions.model import Action, Decision, Decisions
from enrich.model import Candidate, Document, Evidence, Link, Match, Mention, Nil
from enrich.offices.phrases import FOUND_BY as OFFICE
from enrich.rank.ranker import Draft
from enrich.reading import Options, Reading
from gazetteer.model import Entity
from gazetteer.store import Gazetteer

__all__ = ["Decider"]

_SHOWN: Final = 3


class Decider:
    """Applies decisions to documents, and remembers which of them fitted nothing.

    Args:
        decisions: What was decided.
        gazetteer: Holds the entities that decisions name; the local ones are added.

    Attributes:
        gazetteer: With the local entities of the decisions.

    Raises:
        InputError: A decision names an entity that is not held, or they contradict each other.
    """

    def __init__(self, decisions: Decisions, gazetteer: Gazetteer) -> None:
        self._decisions = decisions
        self._said = f"Decided in {decisions.file or 'the decisions'}:"
        self.gazetteer = with_local(decisions, gazetteer)
        self._entities = Entities(decisions, self.gazetteer)
        self._names = LocalNames(decisions.entities, self.gazetteer)
        self._fitted: set[int] = set()
        self._gone: dict[int, Decision] = {}

    def mentions(self, document: Document, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the mentions of a document with the names of local entities."""
        return self._names(document, found)

    # ---------------------------------------------------------------------- before the ranking

    def __call__(self, reading: Reading) -> Reading:
        """Return what was read with the candidates that the decisions leave."""
        document = reading.document
        held = holding(reading.mentions, reading.beside, document, self._decisions)
        mentions, candidates = self._left(reading.mentions, reading.candidates, held)
        beside = decisions_on(reading.beside, document, self._decisions)
        title = decisions_on(reading.headline, document, self._decisions)
        _, around = self._left(reading.beside, reading.beside_candidates, beside)
        _, above = self._left(reading.headline, reading.headline_candidates, title)
        return replace(
            reading, mentions=mentions, candidates=candidates, beside_candidates=around,
            headline_candidates=above, decided=held,
        )  # fmt: skip

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
        if len(rejected) < len(held):  # it is no name of anything
            return ()
        return tuple(c for c in candidates if not self._entities.same(rejected, c.entity))

    # ----------------------------------------------------------------------- after the ranking

    def links(self, links: Sequence[Link], draft: Draft) -> tuple[Link, ...]:
        """Return the links with what was decided made certain, and said.

        Args:
            links: One for each mention.
            draft: What they were made of.
        """
        if not draft.decided:
            return tuple(links)
        best = {
            i: group.options[0].candidate
            for group in draft.groups
            for i in group.mentions
            if group.options
        }
        return tuple(
            self._decided(link, winning(draft.decided[index]), best.get(index))
            if index in draft.decided
            else link
            for index, link in enumerate(links)
        )

    def finished(
        self, document: Document, links: Sequence[Link], held: Held
    ) -> tuple[tuple[Link, ...], dict[str, Any]]:
        """Return the links with the offices decided and all merged, and the line of the manifest.

        Args:
            document: The document.
            links: Of all its mentions, offices too.
            held: The decisions that fit the names in it.
        """
        fitted = {d.number for decisions in held.values() for d in decisions}
        offices = {i: link for i, link in enumerate(links) if link.mention.found_by == OFFICE}
        if offices and self._decisions.entries:
            fit = holding([k.mention for k in offices.values()], (), document, self._decisions)
            fitted |= {d.number for decisions in fit.values() for d in decisions}
            places = list(offices)
            links = list(links)
            for at, decisions in fit.items():
                links[places[at]] = self._of_office(links[places[at]], winning(decisions))
        if self._entities.are_merged:
            links = [self._merged(link) for link in links]
        return tuple(links), self._noted(document, fitted)

    def _of_office(self, link: Link, held: Sequence[Decision]) -> Link:
        if held[0].action is Action.REJECT and link.entity is not None:
            rejected = [d.entity for d in held if d.entity is not None]
            if self._entities.same(rejected, link.entity):
                link = replace(
                    link, entity=None, candidate=None, nil=Nil.LOW_SCORE, runner_up=link.entity,
                    runner_up_score=link.score, reason="Nobody else is known for it.",
                )  # fmt: skip
        return self._decided(link, held, link.candidate)

    def _decided(self, link: Link, held: Sequence[Decision], best: Candidate | None) -> Link:
        decision, mention = held[0], link.mention
        said, why = self._said, _why(held)
        if decision.action is Action.REJECT:
            if any(d.entity is None for d in held):
                return Link(
                    mention, None, 0.0, evidence=link.evidence, nil=Nil.NOT_AN_ENTITY,
                    reason=f"{said} {mention.text} is no name here{why}.",
                )  # fmt: skip
            rejected = " and ".join(sorted(d.entity or "" for d in held))
            reason = f"{said} {mention.text} is not {rejected}{why}. {link.reason}"
            return replace(link, reason=reason)
        if decision.entity is not None:
            entity = self._entities[decision.entity]
            best = self._candidate(entity, mention, () if best is None else (best,))
        if best is None:
            return replace(link, reason=f"{said} accepted{why}, yet nothing has this name.")
        evidence = link.evidence if _is_of(link, best.entity) else tuple[Evidence, ...]()
        reason = f"{said} {mention.text} is {best.entity.name}{why}."
        return Link(
            mention if mention.kind is best.entity.kind else of_kind(mention, best.entity.kind),
            best.entity, 1.0, best, evidence=evidence, reason=reason,
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
        said = f"{self._said} {one} is {other}{told}. Found as the former:"
        candidate = link.candidate and replace(link.candidate, entity=entity)
        return replace(link, entity=entity, candidate=candidate, reason=f"{said} {link.reason}")

    # -------------------------------------------------------------------------- what to report

    def _noted(self, document: Document, fitted: set[int]) -> dict[str, Any]:
        self._fitted |= fitted
        gone = [
            d
            for d in self._decisions.of_document(called(document, self._decisions))
            if d.number not in fitted
        ]
        for decision in gone:
            self._gone[decision.number] = decision
        told = {"file": self._decisions.file, "sha256": self._decisions.digest}
        return {**told, "vanished": [d.number for d in gone]}

    def warnings(self) -> tuple[str, ...]:
        """Return a line for each decision that does nothing: it fits nothing, or its id is none."""
        gone = [d for n, d in sorted(self._gone.items()) if n not in self._fitted]
        file = self._decisions.file or "the decisions"
        lines = [
            f"{file}: [[decision]] number {d.number} fits nothing any more: {_told(d)}"
            for d in gone[:_SHOWN]
        ]
        if len(gone) > _SHOWN:
            lines.append(f"{file}: and {len(gone) - _SHOWN} others fit nothing any more")
        lines += [f"{file}: {told}" for told in self._entities.unknown[:_SHOWN]]
        return tuple(lines)


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
