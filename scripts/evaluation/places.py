"""Roles of places: how often is the sense in which a place is named the annotated one?

Compared with gold spans, and again over the golds whose exact span was found. A dateline names the
place itself; "mixed", which GeoWebNews has, has no counterpart of ours and is excluded and counted.
Detection, resolution and linking are measured by ``enrich.evaluation``.
"""

from __future__ import annotations

from collections.abc import Iterable

from enrich.evaluation.decisions import Judged, JudgedSpan
from enrich.model import Role
from evaluation.scores import Miss, Ratio, Score, Tally

__all__ = ["count_roles"]

_LITERAL = {Role.LITERAL, Role.DATELINE}
_ROLES = {"literal", "metonymic", "modifier", "embedded", "demonym"}


def count_roles(judged: Iterable[Judged], how: str) -> Tally:
    """Count the roles of places that have one annotated and were asked for or found.

    Args:
        judged: Documents in one setting.
        how: What to call the setting in the names of the measures: "gold spans".
    """
    tally = Tally()
    for document in judged:
        for decision in document.decisions:
            _count(tally, decision, how)
    return tally


def _count(tally: Tally, decision: JudgedSpan, how: str) -> None:
    gold, answer = decision.gold, decision.answer
    if gold is None or gold.role is None or answer is None:
        return
    if gold.role not in _ROLES:
        tally.counts[f"{how} with role {gold.role}, excluded from roles"] += 1
        return
    ours = "literal" if answer.role in _LITERAL else str(answer.role)
    same_side = (gold.role == "literal") == (answer.role in _LITERAL)
    tally.ratios[f"role, five classes, {how}"] += Ratio(ours == gold.role, 1)
    tally.ratios[f"role, literal or not, {how}"] += Ratio(same_side, 1)
    tally.scores[f"role {gold.role}, {how}"] += Score(0, 0, 1)
    tally.scores[f"role {ours}, {how}"] += Score(ours == gold.role, 1, 0)
    if ours != gold.role:
        sort = f"wrong role, {how}"
        tally.misses.append(Miss(sort, decision.document, decision.context, gold.role, ours))
