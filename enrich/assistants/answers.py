"""What the tools answer, and how it is made of results.

An assistant pays for each word it reads, so an entity stands once with all its mentions, and what
is not known or does not apply is left out. Nothing else is: what a limit cuts off is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from enrich.assistants.shapes import (
    HeldEntity,
    LinkedEntity,
    LinkTextAnswer,
    LookupAnswer,
    Named,
    Namesake,
    Spot,
    UnlinkedName,
)
from enrich.model import Link, Nil, Result
from enrich.reasons.naming import describe, told_apart
from enrich.records.record import place_fields, rounded
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer, Hit
from gazetteer.store.hits import each_once

_LONGEST: Final = 200  # code points of a mention or name: a text may be one word
_SENTENCE: Final = 600  # likewise of a reason or description
_SURE: Final = 0.8  # probability from which a link says why only where that is asked for
_EVEN: Final = 0.5
_MOST_OFFSETS: Final = 20  # of one name
_DECIMALS: Final = 4  # of degrees: eleven metres
_OPTIONS: Final = {
    " (below min_score)": "",
    "the option published gives one": "the argument date gives one",
    "the option prefer": "the server's option prefer",
    "the place that the option near gives": "the place that the server was told of",
}
"""What reasons say to users of the command, and what they say to an assistant."""


def linked(
    result: Result, kinds: Sequence[str], limit: int, notes: Sequence[str], *, detailed: bool
) -> LinkTextAnswer:
    """Return what a text names, its entities and its other names in the order of the text.

    Args:
        result: Of the text.
        kinds: Only these; all where empty.
        limit: Most entities, and most names without one.
        notes: What the reader should know.
        detailed: Whether every link says why; else those that may well be wrong.
    """
    chosen = [link for link in result.links if not kinds or _kind(link) in kinds]
    entities = list(_entities(chosen, detailed=detailed))
    unlinked = list(_unlinked(chosen, detailed=detailed))
    answer: LinkTextAnswer = {"entities": entities[:limit], "unlinked": unlinked[:limit]}
    place = result.primary_place
    if place is not None and _is_likely(place, result.links):
        answer["primary_place"] = place.id
    if max(len(entities), len(unlinked)) > limit:
        answer["omitted"] = {
            "entities": max(0, len(entities) - limit),
            "unlinked": max(0, len(unlinked) - limit),
        }
    if notes:
        answer["notes"] = list(notes)
    return answer


def looked_up(
    gazetteer: Gazetteer, name: str, kind: Kind | None, country: str, limit: int
) -> LookupAnswer:
    """Return what a gazetteer has under a name, the best known first.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     answer = looked_up(gazetteer, "Yervan", None, "", 1)
        >>> answer["matches"], answer["near_misses"][0]["name"]
        ([], 'Yerevan')
    """
    matches = _of_country(gazetteer.lookup(name, kind), country)
    near = [] if matches else _of_country(gazetteer.fuzzy(name, kind), country)
    answer: LookupAnswer = {"matches": [_held(hit) for hit in matches[:limit]]}
    if near:
        answer["near_misses"] = [_held(hit) for hit in near[:limit]]
    if (omitted := len(matches or near) - limit) > 0:
        answer["omitted"] = omitted
    return answer


def reason_for_assistants(link: Link) -> str:
    """Return the reason of a link, without options of the command line."""
    reason = link.reason
    for said, meant in _OPTIONS.items():
        reason = reason.replace(said, meant)
    return cut(reason, _SENTENCE)


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return text of bearable length, an ellipsis where it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def spot(entity: Entity, relation: str = "") -> Spot:
    """Return where an entity lies, as far as that is known."""
    held = place_fields(entity, relation)
    found: dict[str, Any] = {key: held[key] for key in Spot.__annotations__}
    if entity.kind is not Kind.PLACE:
        found["country"] = entity.country
    for key in ("lat", "lon"):
        found[key] = None if found[key] is None else round(found[key], _DECIMALS)
    if found["admin1"] == entity.name:
        found["admin1"] = None
    told: Spot = _told(found)
    return told


def _namesake(link: Link) -> Namesake | None:
    """Return what else a name might mean, by what tells it from the entity that is linked."""
    other, score = link.runner_up, _short(link.runner_up_score)
    if other is None or not score:
        return None
    name = describe(other) if link.entity is None else told_apart(link.entity, other)[1]
    return {"id": other.id, "name": cut(name), "score": score}


def _entities(links: Iterable[Link], *, detailed: bool) -> Iterator[LinkedEntity]:
    """Yield each linked entity with its mentions; what is said of it is of the surest of them."""
    by_id: dict[str, list[Link]] = {}
    for link in links:
        if link.entity is not None:
            by_id.setdefault(link.entity.id, []).append(link)
    for those in by_id.values():
        best = max(those, key=lambda link: link.score)
        entity = best.entity
        assert entity is not None  # noqa: S101 - such links alone were kept
        doubtful = detailed or best.score < _SURE
        found: LinkedEntity = _told(
            {
                "id": entity.id,
                "wikidata": _wikidata(entity),
                "name": cut(entity.name),
                "kind": str(entity.kind),
                "description": cut(entity.description, _SENTENCE),
                **spot(entity, best.mention.relation),
                "score": _short(best.score),
                "mentions": list(_names(those, best.score)),
                "reason": reason_for_assistants(best) if doubtful else None,
                "runner_up": _namesake(best) if doubtful else None,
            }
        )
        yield found


def _is_likely(entity: Entity, links: Iterable[Link]) -> bool:
    """Whether it is likelier right than wrong that a text names an entity."""
    scores = (k.score for k in links if k.entity is not None and k.entity.id == entity.id)
    return max(scores, default=0.0) >= _EVEN


def _names(links: Iterable[Link], best: float) -> Iterator[Named]:
    alike: dict[tuple[Any, ...], list[int]] = {}
    for link in links:
        role = str(link.mention.role) if link.mention.role else None
        key = (link.mention.text, role, _short(link.score))
        alike.setdefault(key, []).append(link.mention.start)
    for (text, role, score), starts in alike.items():
        less = None if score == _short(best) else score
        named: Named = _told({"text": cut(text), "role": role, "score": less, **_offsets(starts)})
        yield named


def _unlinked(links: Iterable[Link], *, detailed: bool) -> Iterator[UnlinkedName]:
    alike: dict[tuple[str, Kind, str], list[Link]] = {}
    for link in links:
        if link.entity is None:
            mention = link.mention
            alike.setdefault((mention.text, mention.kind, str(link.nil)), []).append(link)
    for (text, kind, nil), those in alike.items():
        first = those[0]
        says_more = detailed or first.nil is not Nil.NO_CANDIDATES
        name: UnlinkedName = _told(
            {
                "text": cut(text),
                "kind": str(kind),
                "nil": nil,
                "why": reason_for_assistants(first) if says_more else None,
                "likeliest": _namesake(first),
                **_offsets([link.mention.start for link in those]),
            }
        )
        yield name


def _offsets(starts: Sequence[int]) -> dict[str, Any]:
    return {
        "at": list(starts[:_MOST_OFFSETS]),
        "more": len(starts) - _MOST_OFFSETS if len(starts) > _MOST_OFFSETS else None,
    }


def _of_country(hits: Iterable[Hit], country: str) -> tuple[Hit, ...]:
    """Return each entity once, only those of one country where that is given."""
    return each_once(hit for hit in hits if not country or hit.entity.country == country)


def _held(hit: Hit) -> HeldEntity:
    entity = hit.entity
    name = hit.name.text
    held: HeldEntity = _told(
        {
            "id": entity.id,
            "wikidata": _wikidata(entity),
            "name": cut(entity.name),
            "kind": str(entity.kind),
            "description": cut(entity.description, _SENTENCE),
            **spot(entity),
            "feature": entity.feature if entity.kind is Kind.PLACE else None,
            "population": entity.population or None,
            "prominence": round(float(entity.prominence), 2),
            "matched_name": None if name == entity.name else cut(name),
        }
    )
    return held


def _wikidata(entity: Entity) -> str | None:
    """Return the Wikidata id of an entity, where its own id is another."""
    return None if entity.id.startswith("wikidata:") else entity.id_in("wikidata")


def _kind(link: Link) -> str:
    return str(link.entity.kind if link.entity else link.mention.kind)


def _short(score: float | None) -> float | None:
    """Return a probability with two decimals; what is sure to one in two hundred is not 1."""
    exact = rounded(score)
    return None if exact is None else min(round(exact, 2), 0.99) if exact < 1 else 1.0


def _told(found: dict[str, Any]) -> Any:
    """Leave out what is not known."""
    return {key: value for key, value in found.items() if value not in (None, "")}
