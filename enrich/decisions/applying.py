"""Decisions honoured: candidates before the ranking, certainty and reason after it.

A decided mention has one candidate when the ranking begins, so that it is context for the other
names as a certain one is. What the ranking thought stays in the evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from enrich.candidates import antecedents
from enrich.decisions.model import Action, Decision, Decisions
from enrich.model import Candidate, Document, Link, Match, Mention, Nil
from enrich.reading import Reading
from gazetteer.errors import InputError, UnknownEntity
from gazetteer.layers import Layer, prepare
from gazetteer.model import Entity
from gazetteer.names import fold
from gazetteer.store import Gazetteer

__all__ = ["Decider"]

_SHOWN: Final = 3
Held = Mapping[int, tuple[Decision, ...]]
"""The decisions that hold for mentions, by the index of the mention."""


class Decider:
    """Applies decisions to documents, and remembers which of them were used.

    Args:
        decisions: What was decided.
        gazetteer: Holds the entities that decisions name; the local ones are added.

    Attributes:
        gazetteer: With the local entities of the decisions.

    Raises:
        InputError: A decision names an entity that is not held.
    """

    def __init__(self, decisions: Decisions, gazetteer: Gazetteer) -> None:
        self._decisions = decisions
        if decisions.entities:
            rows = (prepare(row, gazetteer) for row in decisions.entities)
            gazetteer = gazetteer.with_layer(Layer(rows, digest=decisions.digest[:8]))
        self.gazetteer = gazetteer
        self._entities = {curie: self._entity(curie) for curie in self._named()}
        # "wikidata:Q1953" is Yerevan as much as its GeoNames id is.
        self._merges = {self._shown(one): into for one, into in decisions.merges.items()}
        self._used: set[int] = set()
        self._vanished: dict[int, Decision] = {}

    def _named(self) -> set[str]:
        named = {d.entity for d in self._decisions.entries if d.action is not Action.REJECT}
        return {curie for curie in (*named, *self._decisions.merges.values()) if curie}

    def _shown(self, curie: str) -> str:
        """The id under which an entity comes out of the gazetteer; the same where it holds none."""
        try:
            return self.gazetteer.get(curie).id
        except UnknownEntity:
            return curie

    def _entity(self, curie: str) -> Entity:
        try:
            return self.gazetteer.get(curie)
        except UnknownEntity as error:
            item = curie.removeprefix("wikidata:")
            mend = f"enrich gazetteer add {item}" if item != curie else "write it as an [[entity]]"
            raise InputError(
                f"{self._decisions.file or 'decisions'}: {curie} is not in the gazetteer; {mend}"
            ) from error

    # ---------------------------------------------------------------------- before the ranking

    def __call__(self, reading: Reading) -> Reading:
        """Return what was read with the candidates that the decisions leave."""
        held = self._held(reading)
        self._note_vanished(reading.document, held)
        merges = self._merges
        changed: dict[int, tuple[Candidate, ...]] = {}
        for index, options in enumerate(reading.candidates):
            left = options
            if merges and any(c.entity.id in merges for c in options):
                left = tuple({c.entity.id: c for c in map(self._merged, reversed(left))}.values())
                left = left[::-1]
            if index in held:
                left = self._left(reading.mentions[index], left, held[index])
            if left is not options:
                changed[index] = left
        reading = reading.with_candidates(changed) if changed else reading
        return replace(reading, decided=held) if held else reading

    def _held(self, reading: Reading) -> dict[int, tuple[Decision, ...]]:
        if not self._decisions.entries:
            return {}
        full = antecedents(reading.mentions, reading.beside)
        counts: Counter[str] = Counter()
        held = {}
        for index, mention in enumerate(reading.mentions):
            counts[fold(mention.name)] += 1
            names = (mention, full[index]) if index in full else (mention,)
            for named in names:  # what is decided on "Sergey Lavrov" holds for "Lavrov"
                found = self._decisions.holding(
                    named.name, mention.kind, reading.document.id,
                    counts[fold(mention.name)] if named is mention else 0,
                )  # fmt: skip
                if found:
                    held[index] = found
                    self._used |= {d.number for d in found}
                    break
        return held

    def _note_vanished(self, document: Document, held: Held) -> None:
        found = {d.number for decisions in held.values() for d in decisions}
        for decision in self._decisions.of_document(document.id):
            if decision.number not in found:
                self._vanished[decision.number] = decision

    def _merged(self, candidate: Candidate) -> Candidate:
        into = self._merges.get(candidate.entity.id)
        return candidate if into is None else replace(candidate, entity=self._entities[into])

    def _left(
        self, mention: Mention, options: Sequence[Candidate], held: Sequence[Decision]
    ) -> tuple[Candidate, ...]:
        decision = held[0]
        if decision.action is Action.REJECT:
            rejected = {d.entity for d in held}
            if None in rejected:
                return ()
            return tuple(c for c in options if rejected.isdisjoint(_ids(c.entity)))
        if decision.entity is None:
            return tuple(options)
        entity = self._entities[decision.entity]
        same = next((c for c in options if c.entity.id == entity.id), None)
        return (same or Candidate(entity, mention.name, Match.ALIAS),)

    # ----------------------------------------------------------------------- after the ranking

    def links(self, links: Sequence[Link], held: Held) -> tuple[Link, ...]:
        """Return the links with what was decided made certain, and said.

        Args:
            links: One for each mention.
            held: The decisions that hold for them.
        """
        if not held:
            return tuple(links)
        return tuple(
            self._decided(link, held[index]) if index in held else link
            for index, link in enumerate(links)
        )

    def _decided(self, link: Link, held: Sequence[Decision]) -> Link:
        decision = held[0]
        said = f"Decided in {self._decisions.file or 'the decisions'}: "
        note = "; ".join(d.note for d in held if d.note)
        note = f" ({note})" if note else ""
        if decision.action is Action.REJECT:
            if any(d.entity is None for d in held):
                return Link(
                    link.mention, None, 0.0, nil=Nil.NOT_AN_ENTITY,
                    reason=f"{said}{link.mention.text} is no name here{note}.",
                )  # fmt: skip
            rejected = " and ".join(d.entity or "" for d in held)
            reason = f"{said}{link.mention.text} is not {rejected}{note}. {link.reason}"
            return replace(link, reason=reason)
        entity = link.entity or link.runner_up  # of a NIL, the likeliest candidate
        if decision.entity is not None:
            entity = self._entities[decision.entity]
        if entity is None:
            return replace(link, reason=f"{said}accepted, yet nothing has this name{note}.")
        candidate = link.candidate or Candidate(entity, link.mention.name, Match.ALIAS)
        return Link(
            link.mention, entity, 1.0, candidate, None, None, link.evidence,
            reason=f"{said}{link.mention.text} is {entity.name}{note}.",
        )  # fmt: skip

    # -------------------------------------------------------------------------- what to report

    def manifest(self, document: Document) -> dict[str, Any]:
        """Return what the manifest of a run says of the decisions."""
        gone = [
            d.number for d in self._decisions.of_document(document.id) if d.number in self._vanished
        ]
        told = {"file": self._decisions.file, "sha256": self._decisions.digest}
        return {**told, "vanished": gone}

    def warnings(self) -> tuple[str, ...]:
        """Return a line for each decision on a document of the run that holds for nothing in it."""
        gone = [d for n, d in sorted(self._vanished.items()) if n not in self._used]
        lines = [
            f"{self._decisions.file}: [[decision]] number {d.number} holds for nothing any more:"
            f" {d.name!r}{f', mention {d.occurrence}' if d.occurrence else ''} in document"
            f" {d.document!r}"
            for d in gone[:_SHOWN]
        ]
        if len(gone) > _SHOWN:
            lines.append(f"{self._decisions.file}: and {len(gone) - _SHOWN} others")
        return tuple(lines)


def _ids(entity: Entity) -> set[str]:
    return {entity.id, *entity.same_as}
