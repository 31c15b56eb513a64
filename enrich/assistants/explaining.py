"""Why one name of a text is linked as it is: what spoke for it, and what else it might mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from enrich.assistants.answers import cut, reason_for_assistants, spot
from enrich.assistants.shapes import ExplainLinkAnswer, Option, Signal
from enrich.model import Link, Match
from enrich.rank.signals import SIGNALS
from enrich.suggestions import closest
from enrich.text.escape import one_line
from gazetteer.errors import InputError
from gazetteer.model import Entity, Kind
from gazetteer.names import fold

if TYPE_CHECKING:
    from enrich.flow.progress import Progress
    from enrich.rank.groups import ScoredCandidate

_MOST_CANDIDATES: Final = 8
_LEAST_SHARE: Final = 0.001  # but the best two are always told
_MOST_SIGNALS: Final = 8
_LEAST_WEIGHT: Final = 0.05  # log-odds: what weighs less moves a probability by a hundredth
_LEAST_ROLE: Final = 0.01
_MOST_NAMES: Final = 20
_CONTEXT: Final = 60  # code points on either side of the mention
_SHOWN: Final = 60


def explained(progress: Progress, name: str, occurrence: int) -> ExplainLinkAnswer:
    """Return why a name of a text is linked as it is.

    Args:
        progress: What became of the text.
        name: As in the text; case and accents do not count where nothing is written just so.
        occurrence: Which of its mentions, from 1.

    Raises:
        InputError: There is no such mention.
    """
    index, count = _wanted(progress, name, occurrence)
    link = progress.links_as_written[index]
    mention, text = link.mention, progress.document.text
    read = progress.links[index].mention
    options = progress.weighed_candidates().get((read.start, read.end, read.kind), [])
    told = [one for i, one in enumerate(options) if i < 2 or one.share >= _LEAST_SHARE]
    told = told[:_MOST_CANDIDATES]
    around = text[max(0, mention.start - _CONTEXT) : mention.end + _CONTEXT]
    roles = {str(role): round(p, 2) for role, p in mention.roles if p >= _LEAST_ROLE}
    found: dict[str, Any] = {
        "text": cut(mention.text),
        "kind": str(link.entity.kind if link.entity else mention.kind),
        "role": str(mention.role) if mention.role else None,
        "roles": roles or None,
        "at": mention.start,
        "context": " ".join(cut(around, 2 * _CONTEXT + _SHOWN).split()),
        "occurrences": count,
        "found_by": mention.found_by,
        "entity": link.entity.id if link.entity else None,
        "name": cut(link.entity.name) if link.entity else None,
        "score": round(float(link.score), 4),
        "nil": str(link.nil) if link.nil else None,
        "reason": reason_for_assistants(link) or None,
        "candidates": list(_candidates(told, link)),
        "signals": list(_signals(options)),
        "omitted": len(options) - len(told) or None,
    }
    answer: Any = {key: value for key, value in found.items() if value is not None}
    explanation: ExplainLinkAnswer = answer
    return explanation


def _wanted(progress: Progress, name: str, occurrence: int) -> tuple[int, int]:
    """Return the index of the link asked for, and how many there are of its name."""
    links = progress.links_as_written
    found = [i for i, link in enumerate(links) if link.mention.text == name]
    if not found:
        key = fold(name)
        found = [i for i, link in enumerate(links) if key and fold(link.mention.text) == key]
    if len(found) >= occurrence:
        return found[occurrence - 1], len(found)
    shown = repr(cut(one_line(name), _SHOWN))
    if found:
        many = "1 mention" if len(found) == 1 else f"{len(found)} mentions"
        raise InputError(f"the text has {many} of {shown}: occurrence {occurrence} is none")
    raise InputError(_no_mention(shown, name, progress.document.text, links))


def _no_mention(shown: str, name: str, text: str, links: Sequence[Link]) -> str:
    names = list(dict.fromkeys(cut(one_line(link.mention.text), _SHOWN) for link in links))
    if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        said = f"the text has {shown}, which was not taken for a name by itself"
    else:
        said = f"the text names no {shown}"
    if near := closest(name[:_SHOWN], names):
        return f"{said}; did you mean {near!r}?"
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{said}; names found: {', '.join(names[:_MOST_NAMES]) or 'none'}{more}"


def _candidates(options: Sequence[ScoredCandidate], link: Link) -> Iterator[Option]:
    if not options and link.entity is not None:  # an office, or a decision: nothing was weighed
        match = str(link.candidate.match) if link.candidate else str(Match.DECIDED)
        yield _option(link.entity, 1.0, match)
    for option in options:
        entity, candidate = option.candidate.entity, option.candidate
        match = str(candidate.match)
        if candidate.matched_name not in {entity.name, link.mention.text}:
            match = f"{match}: {cut(candidate.matched_name)}"
        yield _option(entity, option.share, match)


def _option(entity: Entity, share: float, match: str) -> Option:
    found: Option = {
        "id": entity.id,
        "name": cut(entity.name),
        **spot(entity),  # type: ignore[typeddict-item] # mypy wants each optional key spelt out
        "share": round(float(share), 4),
        "match": match,
    }
    if entity.kind is Kind.PLACE and entity.feature:
        found["feature"] = entity.feature
    if entity.description:
        found["description"] = cut(entity.description)
    return found


def _signals(options: Sequence[ScoredCandidate]) -> Iterator[Signal]:
    """Yield what weighs most, by how far it tells the best two apart where there are two."""
    if not options:
        return
    best, second = options[0], options[1] if len(options) > 1 else None
    other = second.weighed if second else {}
    lead = {
        name: best.weighed.get(name, 0.0) - other.get(name, 0.0)
        for name in {**best.weighed, **other}
    }
    for name in sorted(lead, key=lambda name: -abs(lead[name]))[:_MOST_SIGNALS]:
        if abs(lead[name]) < _LEAST_WEIGHT:
            break
        signal: Signal = {
            "signal": name,
            "means": SIGNALS[name],
            "value": round(float(best.values.get(name, 0.0)), 3),
            "weight": round(float(best.weighed.get(name, 0.0)), 2),
        }
        if second:
            signal["runner_up"] = round(float(other.get(name, 0.0)), 2)
        yield signal
