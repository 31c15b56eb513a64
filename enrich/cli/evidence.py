"""The evidence behind each link, spelled out for a person."""

from __future__ import annotations

from collections.abc import Iterator

from enrich.model import Link, Mention, Result
from enrich.text.escape import one_line

_LEAST = 0.005  # what is less likely would be shown as 0.00


def explanation(result: Result) -> Iterator[str]:
    """Yield the lines that explain a result: per mention what it means, why, and how sure.

    Weights are log-odds: above zero speaks for the link, below against it. Where a model told the
    role of a place, its probability stands beside it, and below it the roles it could also be.
    """
    yield f"{one_line(str(result.document.id))}:"
    for link in result.links:
        yield from (f"  {one_line(line)}" for line in _of_link(link))


def _of_link(link: Link) -> Iterator[str]:
    mention = link.mention
    what = f"{mention.kind}{_role(mention)}"
    yield f"{mention.start}-{mention.end} {mention.text!r} ({what}) {_meaning(link)}"
    if link.reason:
        yield f"    {link.reason}"
    if link.candidate:
        candidate = link.candidate
        edits = f", {candidate.edits} edit(s) away" if candidate.edits else ""
        yield f"    matched {candidate.matched_name!r}: {candidate.match}{edits}"
    others = [(p, role) for role, p in mention.roles if role is not mention.role and p >= _LEAST]
    if others:
        listed = ", ".join(f"{role} {p:.2f}" for p, role in sorted(others, reverse=True))
        yield f"    or in another role: {listed}"
    for evidence in link.evidence:
        yield f"    {evidence.weight:+7.2f}  {evidence.signal} = {evidence.value:g}"
    if link.runner_up:
        score = f" {link.runner_up_score:.2f}" if link.runner_up_score is not None else ""
        yield f"    next: {link.runner_up.name} ({link.runner_up.id}){score}"


def _role(mention: Mention) -> str:
    if mention.role is None:
        return ""
    probability = dict(mention.roles).get(mention.role)
    return f", {mention.role}" if probability is None else f", {mention.role} {probability:.2f}"


def _meaning(link: Link) -> str:
    if link.entity is None:
        return f"is not linked: {link.nil or 'no reason given'}"
    return f"is {link.entity.name} ({link.entity.id}), score {link.score:.2f}"
