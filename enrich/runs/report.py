"""A comparison of two outputs as lines for a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from enrich.runs.differences import Change, ChangeKind, Comparison, ManifestChange
from enrich.runs.reading import Output, Seen
from enrich.text.counting import counted
from enrich.text.escape import message, one_line

_WIDTH: Final = max(len(kind) for kind in ChangeKind)
_ABSENT: Final = "none"
_HASH: Final = 12  # of a hash's digits: enough to tell two apart by eye
_TOLD: Final = (("enrich", "version"), ("gazetteer", "gazetteer"))


def iter_report(comparison: Comparison) -> Iterator[str]:
    """Yield the lines of a report."""
    yield from map(_about, (comparison.old, comparison.new))
    if comparison.manifest:
        yield from ("", "manifest", *map(_of_manifest, comparison.manifest))
    for document, changes in groupby(comparison.changes, key=lambda change: change.document):
        yield from ("", one_line(document))
        yield from (f"  {change.kind:<{_WIDTH}}  {_said(change)}" for change in changes)
    yield from ("", _total(comparison))


def counts_in_words(counts: Counter[ChangeKind]) -> str:
    """Return counts in the order in which ``ChangeKind`` lists them.

    Example:
        >>> counts_in_words(Counter({ChangeKind.ROLE: 1, ChangeKind.ID: 2}))
        '2 id, 1 role'
    """
    return ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])


def _about(output: Output) -> str:
    run = next(filter(None, (one.manifest for one in output.documents.values())), {})
    told = ", ".join(f"{word} {_value(run[key])}" for word, key in _TOLD if run.get(key))
    return (
        f"{one_line(output.name)}: {counted(len(output.documents), 'document')},"
        f" {counted(output.mentions, 'mention')}; {told or 'without a manifest'}"
    )


def _value(value: Any) -> str:
    if value is None:
        return _ABSENT
    return message(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _total(comparison: Comparison) -> str:
    number = len(comparison.changes)
    compared = f"{counted(comparison.documents, 'document')} compared"
    if not number:
        return f"no change, {compared}"
    counts = Counter(change.kind for change in comparison.changes)
    return f"{counted(number, 'change')}, {compared}: {counts_in_words(counts)}"


def _said(change: Change) -> str:
    seen = change.after or change.before
    if seen is None:
        return _of_document(change)
    at = f"{seen.start}-{seen.end} {one_line(seen.text)} ({one_line(seen.kind)})"
    return f"{at}: {_of_mention(change)}"


def _of_manifest(change: ManifestChange) -> str:
    some = "" if change.documents == change.of else f" ({change.documents} of {change.of})"
    return f"  {one_line(change.key)}: {_value(change.before)} -> {_value(change.after)}{some}"


def _of_document(change: Change) -> str:
    before, after = change.values
    if change.kind is ChangeKind.DOCUMENT:
        if before is None:
            return "only in the new file"
        return "only in the old file" if after is None else f"was {one_line(before)}"
    shown = [one_line(value) if value else _ABSENT for value in (before, after)]
    if change.kind is ChangeKind.TEXT:
        shown = [value[:_HASH] for value in shown]
        return f"SHA-256 {shown[0]}… -> {shown[1]}…; mentions are matched by their words"
    what = "area" if change.kind is ChangeKind.AREA else "primary place"
    return f"{what} {shown[0]} -> {shown[1]}"


def _of_mention(change: Change) -> str:
    old, new = change.before, change.after
    if old is None or new is None:
        return _entity(new or old)
    match change.kind:
        case ChangeKind.SCORE:
            return f"{_value(old.score)} -> {_value(new.score)} for {_entity(new)}"
        case ChangeKind.ROLE:
            return f"{_text(old.role)} -> {_text(new.role)}"
        case ChangeKind.KIND:
            return f"{_text(old.kind)} -> {_text(new.kind)}"
        case ChangeKind.MOVED:
            return f"{_position(old)} -> {_position(new)}{_apart(change)} for {_entity(new)}"
        case ChangeKind.PRECISION:
            return f"{_exactness(old)} -> {_exactness(new)} for {_entity(new)}"
        case ChangeKind.FACTS:
            return f"{_facts(old)} -> {_facts(new)}"
        case _:
            return f"{_entity(old)} -> {_entity(new)}{_apart(change)}"


def _entity(seen: Seen | None) -> str:
    if seen is None or seen.entity_id is None:
        return f"not linked ({_text(seen.nil)})" if seen and seen.nil else "not linked"
    where = [one_line(part) for part in (seen.admin1, seen.country) if part]
    name = f" {one_line(seen.name)}" if seen.name else ""
    return f"{one_line(seen.entity_id)}{name}" + (f" ({', '.join(where)})" if where else "")


def _facts(seen: Seen) -> str:
    others = [seen.feature, None if seen.geonames is None else str(seen.geonames), seen.wikidata]
    return " ".join([_entity(seen), *(one_line(fact) for fact in others if fact)])


def _text(value: str | None) -> str:
    return _ABSENT if value is None else one_line(value)


def _position(seen: Seen) -> str:
    if seen.lat is None or seen.lon is None:
        return "no coordinates"
    return f"{seen.lat:.4f}, {seen.lon:.4f}"


def _apart(change: Change) -> str:
    return "" if change.km is None else f", {change.km:,.1f} km apart"


def _exactness(seen: Seen) -> str:
    radius = "" if seen.radius_km is None else f" ± {seen.radius_km:g} km"
    return f"{_text(seen.precision)}{radius}"
