"""Who is meant by an office: whoever held it when the text was published.

Nobody is, with the reason why, where that day is unknown, where the gazetteer holds no holder or
several for it, or where the sentence looks back to a year in which another may have held it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from enrich.model import Candidate, Document, Evidence, Link, Match, Mention, Nil
from enrich.offices.vocabulary import Office, office_behind
from enrich.reasons.grounds import Ground, Why
from enrich.text.sentences import sentence_around
from gazetteer.model import Entity, Kind, Position
from gazetteer.store import Gazetteer

_Held = tuple[Entity, Position]
# Of 187 such phrases read in news, one did not stand for whoever held the office. A term that the
# gazetteer holds without an end can have ended since.
_SCORE_OF_ENDED: Final = 0.97
_SCORE_OF_OPEN: Final = 0.93
_DAY: Final = len("2018-05-08")
_YEAR: Final = re.compile(r"(?<![\d.,$€£-])(?:1[89]|20)\d\d(?![\d%]|[.,]\d)")
_SENTENCE: Final = 600  # code points either side that are looked through for its ends
_NAMED: Final = 3  # people named in a reason


@dataclass(frozen=True, slots=True)
class OfficeLinker:
    """Links the people that a document names by their office.

    Attributes:
        gazetteer: Who held which office when.
        min_score: Below this probability a mention is left unlinked.

    Example:
        >>> from enrich.offices.phrases import find_offices
        >>> document = Document("The prime minister of Armenia left.", published="2019-07-01")
        >>> armenia = Mention(22, 29, "Armenia", Kind.PLACE)
        >>> with Gazetteer.open() as gazetteer:
        ...     found = find_offices(document, [armenia], gazetteer)
        ...     links = OfficeLinker(gazetteer)(document, [Link(armenia, None, 0.0)], found)
        >>> [(link.mention.text, link.entity and link.entity.name) for link in links]
        [('prime minister of Armenia', 'Nikol Pashinyan'), ('Armenia', None)]
    """

    gazetteer: Gazetteer
    min_score: float = 0.0

    def __call__(
        self, document: Document, links: Sequence[Link], offices: Sequence[Mention]
    ) -> tuple[Link, ...]:
        """Return the links of a document with those of the offices, in the order of the text.

        A phrase comes before the names inside it, and a name of the very words gives way to it.
        Where a name is the seat of an office, its reason says who held that.

        Args:
            document: The document. Where it has ``spans``, the links stay as they are.
            links: One for each name in it, in order.
            offices: What ``find_offices`` found in it.
        """
        if document.spans is not None:
            return tuple(links)
        taken = {(m.start, m.end) for m in offices}
        places = {(k.mention.start, k.mention.end): k.entity for k in links if k.entity}
        names = (
            self._behind(link, document)
            for link in links
            if (link.mention.start, link.mention.end) not in taken
        )
        held = (self._link(document, mention, places) for mention in offices)
        return tuple(sorted((*names, *held), key=lambda k: (k.mention.start, -k.mention.end)))

    def _link(
        self, document: Document, mention: Mention, named: Mapping[tuple[int, int], Entity]
    ) -> Link:
        office = Office.of_key(mention.lookup)
        who = mention.text
        if not self.gazetteer.office_countries(office.title) & {office.country}:
            return _nobody(mention, Ground(Why.NEVER_HELD, (who,)), Nil.NO_CANDIDATES)
        day = (document.published or "")[:_DAY]
        if not day:
            return _nobody(mention, Ground(Why.NO_DATE, (who,)))
        if _is_elsewhere(office, mention, named):
            return _nobody(mention, Ground(Why.NAMESAKE_STATE, (who,)))
        held = self.gazetteer.office_holders(office.title, office.country, day)
        if not held:
            return _nobody(mention, Ground(Why.NOBODY_THEN, (who, day)), Nil.NO_CANDIDATES)
        if len(held) > 1:
            names = " and ".join(person.name for person, _ in held[:_NAMED])
            return _nobody(mention, Ground(Why.SEVERAL_THEN, (day, names, who)), held=held)
        year = _earliest_year(document.text, mention)
        if year and year < day[:4]:
            then = self.gazetteer.office_holders(office.title, office.country, year)
            if [person.id for person, _ in then] != [held[0][0].id]:
                ground = Ground(Why.EARLIER_YEAR, (year, held[0][0].name, who))
                return _nobody(mention, ground, held=held)
        return self._of(mention, *held[0])

    def _behind(self, link: Link, document: Document) -> Link:
        """Say who acts where a text names the seat of a government: "the Kremlin"."""
        office = office_behind(link.entity) if link.entity else None
        day = (document.published or "")[:_DAY]
        if office is None or not day:
            return link
        held = self.gazetteer.office_holders(office.title, office.country, day)
        if len(held) != 1:
            return link
        person = held[0][0]
        ground = Ground(Why.STOOD_FOR, (day, office.title, person.name, person.id))
        return replace(link, grounds=(*link.grounds, ground))

    def _of(self, mention: Mention, person: Entity, term: Position) -> Link:
        score = _SCORE_OF_ENDED if term.end else _SCORE_OF_OPEN
        if score < self.min_score:
            ground = Ground(Why.OFFICE_UNLIKELY, (person.name,))
            return _nobody(mention, ground, held=[(person, term)], score=score)
        words = (person.name, mention.text, str(term.start))
        ended = Ground(Why.HELD_FROM_TO, (*words, term.end)) if term.end else None
        return Link(
            mention, person, score, Candidate(person, term.title, Match.OFFICE),
            evidence=(Evidence("in office", 1.0, round(math.log(score / (1 - score)), 3)),),
            grounds=(ended or Ground(Why.HELD_SINCE, words),),
        )  # fmt: skip


def _is_elsewhere(
    office: Office, mention: Mention, named: Mapping[tuple[int, int], Entity]
) -> bool:
    """Whether the place of a local office is linked to a namesake in another state."""
    if not office.country or office.title.islower():
        return False  # of a whole state: its title tells which Georgia has a prime minister
    return any(
        entity.kind is Kind.PLACE and entity.country not in (None, office.country)
        for (start, end), entity in named.items()
        if mention.start <= start and end <= mention.end
    )


def _nobody(
    mention: Mention,
    ground: Ground,
    nil: Nil = Nil.LOW_SCORE,
    *,
    held: Sequence[_Held] = (),
    score: float | None = None,
) -> Link:
    likeliest = held[0][0] if held else None
    if score is None:
        score = round(1 / (1 + len(held)), 4) if held else 0.0
    runner_up = score if likeliest else None
    return Link(mention, None, score, None, likeliest, runner_up, nil=nil, grounds=(ground,))


def _earliest_year(text: str, mention: Mention) -> str | None:
    """The earliest year that the sentence of a mention speaks of, if it speaks of any."""
    begin, stop = sentence_around(text, mention.start, mention.end, _SENTENCE)
    return min(_YEAR.findall(text, begin, stop), default=None)
