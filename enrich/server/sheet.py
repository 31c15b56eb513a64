"""What the page of /desk shows of a text: its pieces, its names, and what else these may mean.

The browser counts no characters, since JavaScript counts UTF-16 units: it gets the text in pieces,
and with each mention the words by which a decision can be made about it alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from enrich.decisions import Decision, Decisions
from enrich.decisions.holding import called, evened, hash_of, holding
from enrich.decisions.telling import name_decided, words_alone
from enrich.flow.progress import Progress
from enrich.model import Candidate, Link, Mention, Result
from enrich.offices.phrases import FOUND_BY as OFFICE
from enrich.page.article import iter_pieces, role_letter, shown
from enrich.page.data import Tables, document_data, outlines
from enrich.pipeline import Linker
from enrich.rank.groups import NameGroup, ScoredCandidate
from enrich.records.record import rounded
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer

_OPTIONS: Final = 8
_SIGNALS: Final = 3
_LEAST_WEIGHT: Final = 0.05  # log-odds; less tells a reader nothing
_QUOTED: Final = 100  # of more mentions of a name, each is told by its number
Json = dict[str, Any]


def sheet(
    progress: Progress,
    number: int,
    linker: Linker,
    decisions: Decisions,
    drawn: Container[str] = (),
) -> Json:
    """Return what the page shows of a text.

    ``pieces`` of the text, each with the index of its mention and, where that ends, the letter of
    its role; ``data`` as ``data_of`` returns it; ``mentions`` with what a decision on each is made
    of; ``outlines`` of its areas that are not yet drawn; ``document``, by which decisions call the
    text; ``vanished``, the numbers of decisions that fit nothing in it.

    Args:
        progress: What became of the text in each stage.
        number: Which of the texts it is, from 0.
        linker: That linked it.
        decisions: Those whose numbers count.
        drawn: Ids of the outlines that other texts have brought.
    """
    result = linker.result(progress)
    data, options = _data(result, number, progress, linker, decisions)
    own = (number for number in result.run.get("decisions", {}).get("vanished", ()))
    return {
        "document": hash_of(result.document.text),
        "pieces": list(_pieces(result)),
        "data": data,
        "outlines": outlines(result, drawn),
        "mentions": _mentions(result, progress, options, len(decisions.entries)),
        "vanished": [number for number in own if number <= len(decisions.entries)],
    }


def data_of(progress: Progress, number: int, linker: Linker, decisions: Decisions) -> Json:
    """Return what the article page's script is to know of a text, and what its names may mean.

    That is what ``document_data`` returns, and with it ``options``: lists of what names may mean,
    which mentions name by their index.
    """
    return _data(linker.result(progress), number, progress, linker, decisions)[0]


def _data(
    result: Result, number: int, progress: Progress, linker: Linker, decisions: Decisions
) -> tuple[Json, _Options]:
    table = Tables()
    data = document_data(result, number, table)
    options = _Options(progress, decisions, linker.gazetteer, table)
    for told, link in zip(data["mentions"], progress.links, strict=True):
        told["options"] = options.of(link)
    return {**data, "options": options.lists}, options


def _pieces(result: Result) -> Iterator[list[Any]]:
    for piece in iter_pieces(result.document.text, result.links):
        if piece.link is None:
            yield [shown(piece.text)]
        else:
            letter = role_letter(result.links[piece.link]) if piece.last else ""
            yield [shown(piece.text), piece.link, letter]


def named(decisions: Decisions, gazetteer: Gazetteer) -> dict[str, str]:
    """Return what the entities of decisions are called."""
    found = {}
    for entry in decisions.entries:
        if entry.entity is not None:
            try:
                entity = gazetteer.get(entry.entity)
            except UnknownEntity:
                continue
            where = [*entity.admin[:1], entity.country or ""]
            told = ", ".join(w for w in where if w) if entity.kind is Kind.PLACE else ""
            found[entry.entity] = f"{entity.name} ({told})" if told else entity.name
    return found


# -------------------------------------------------------------------------------------- mentions


def _mentions(result: Result, progress: Progress, options: _Options, own: int) -> list[Json]:
    """Return what decisions on each mention are made of."""
    text, flat = result.document.text, evened(result.document.text)
    mentions = [link.mention for link in result.links]
    same: defaultdict[tuple[str, Kind], list[Mention]] = defaultdict(list)
    for mention in mentions:
        same[fold(mention.text), mention.kind].append(mention)
    counted = _Counted()
    told = []
    for written, link in zip(result.links, progress.links, strict=True):
        mention = written.mention
        held = options.decided(link)
        namesakes = same[fold(mention.text), mention.kind]
        # Which it is among those of its name is told where words are too many, or not its own.
        number = counted.next(mention)
        quoted = len(namesakes) <= _QUOTED
        around = words_alone(mention, namesakes, text, flat) if quoted else None
        told.append(
            {
                "start": mention.start,
                "end": mention.end,
                "name": name_decided(mention),
                "text": mention.text,
                "kind": _kind(mention, held),
                "around": around,
                "occurrence": None if around else number,
                "decided": [decision.number for decision in held if decision.number <= own],
                "times": len(namesakes),
            }
        )
    return told


@dataclass(slots=True)
class _Counted:
    """Which mention of its name each is, as decisions count them: offices by themselves."""

    names: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)

    def next(self, mention: Mention) -> int:
        """Count a mention, and return its number."""
        counted = self.offices if mention.found_by == OFFICE else self.names
        counted.update({fold(mention.text), fold(mention.name)})
        return counted[fold(mention.text)]


def _kind(mention: Mention, held: Sequence[Decision]) -> str | None:
    """Return for which kind to decide: the one it had before a decision gave it another."""
    if mention.found_by == OFFICE:
        return None
    return str(held[0].kind if held and held[0].kind else mention.kind)


def _key(mention: Mention) -> tuple[int, int, Kind | None]:
    """Return by what decisions on a mention are found; an office may be of another kind since."""
    kind = None if mention.found_by == OFFICE else mention.kind
    return mention.start, mention.end, kind


# ------------------------------------------------------------------------------- what it may mean


class _Options:
    """What names may mean, each list once.

    Attributes:
        lists: An option is the index of an entity, its probability or None, how its name matched,
            and the signals that weigh most, each with its weight in log-odds.
    """

    def __init__(
        self, progress: Progress, decisions: Decisions, gazetteer: Gazetteer, table: Tables
    ) -> None:
        self._gazetteer = gazetteer
        self._table = table
        self._known: dict[tuple[Any, ...], int] = {}
        self._groups: dict[Mention, NameGroup] = {}
        self._decided: dict[tuple[int, int, Kind | None], tuple[Decision, ...]] = {}
        self._lookups: dict[str, list[Entity]] = {}
        self.lists: list[list[Json]] = []
        if progress.draft is not None:
            mentions = progress.read.mentions
            for group in progress.draft.groups:
                self._groups |= {mentions[i]: group for i in group.mentions}
            self._decided = {_key(mentions[i]): held for i, held in progress.decided.items()}
            text, names = progress.read.document.text, called(progress.document, decisions)
            offices = holding(progress.offices, {}, text, names, decisions)
            self._decided |= {_key(progress.offices[i]): held for i, held in offices.items()}

    def decided(self, link: Link) -> tuple[Decision, ...]:
        """Return the decisions that fit a mention, the narrowest first."""
        return self._decided.get(_key(link.mention), ())

    def of(self, link: Link) -> int:
        """Return the index of the list of what a mention may mean."""
        group = self._groups.get(link.mention)
        entity, other = link.entity, link.runner_up
        key = (
            id(group) if group else link.mention.name,
            entity.id if entity else None,
            other.id if other else None,
        )
        if key not in self._known:
            self._known[key] = len(self.lists)
            self.lists.append(self._list(link, group.options if group else []))
        return self._known[key]

    def _list(self, link: Link, scored: Sequence[ScoredCandidate]) -> list[Json]:
        found: dict[str, Json] = {}
        least = 1.0
        for entity, score in ((link.entity, link.score), (link.runner_up, link.runner_up_score)):
            if entity is not None:
                least = min(least, score or 0.0)
                candidate = link.candidate if entity is link.entity else None
                found[entity.id] = self._option(entity, score, candidate)
        for one in scored[:_OPTIONS]:
            entity = one.candidate.entity
            known = found.get(entity.id)
            # What is neither linked nor the runner-up is no likelier than they are.
            score = known["score"] if known else min(one.share, least)
            found[entity.id] = self._option(entity, score, one.candidate, one)
        if link.is_decided or len(found) < 2:
            for entity in self._held(link.mention.name, link.mention.kind):
                if len(found) < _OPTIONS:
                    found.setdefault(entity.id, self._option(entity, None, None))
        return list(found.values())[:_OPTIONS]

    def _held(self, name: str, kind: Kind) -> list[Entity]:
        if name not in self._lookups:
            hits = [hit.entity for hit in self._gazetteer.lookup(name)]
            self._lookups[name] = sorted(hits, key=lambda e: e.kind is not kind)[:_OPTIONS]
        return self._lookups[name]

    def _option(
        self,
        entity: Entity,
        score: float | None,
        candidate: Candidate | None,
        weighed: ScoredCandidate | None = None,
    ) -> Json:
        matched = candidate.matched_name if candidate else entity.name
        weights = weighed.weighed if weighed else {}
        most = sorted(weights, key=lambda name: -abs(weights[name]))[:_SIGNALS]
        return {
            "entity": self._table.entity(entity),
            "score": rounded(score),
            "match": str(candidate.match) if candidate else None,
            "matched": shown(matched[:200]) if matched != entity.name else None,
            "why": [
                [self._table.signal(name), round(float(weights[name]), 2)]
                for name in most
                if abs(weights[name]) >= _LEAST_WEIGHT
            ],
        }
