"""What differs between two outputs, change by change."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from enrich.runs.ids import id_of_now
from enrich.runs.reading import Output, Seen, SeenDocument
from gazetteer.model import Point
from gazetteer.regions import distance_km

Manifest = Mapping[str, Any]

_OF_THE_TEXT: Final = "input.sha256"  # compared with the documents
_FACTS: Final = ("name", "country", "admin1", "feature", "geonames", "wikidata")


class ChangeKind(StrEnum):
    """What sort of change it is."""

    DOCUMENT = "document"
    """A document is only in one of the files, or has another id."""
    TEXT = "text"
    """The text of a document is another."""
    PRIMARY = "primary"
    """Another primary place."""
    AREA = "area"
    """Another area holds most of what the document names."""
    APPEARED = "appeared"
    """A mention that was not found before."""
    VANISHED = "vanished"
    """A mention that is not found any more."""
    KIND = "kind"
    """The same span is taken for another kind of thing."""
    LINKED = "linked"
    """A mention had no entity, and has one."""
    UNLINKED = "unlinked"
    """A mention had an entity, and has none."""
    NIL = "nil"
    """Still no entity, for another reason."""
    ID = "id"
    """Another entity."""
    ROLE = "role"
    """Another role."""
    MOVED = "moved"
    """The same entity lies elsewhere, or has coordinates only in one of the files."""
    PRECISION = "precision"
    """The point of the same entity stands for something else, or its radius is another."""
    FACTS = "facts"
    """The same entity has another name, country, area, feature code or id elsewhere."""
    SCORE = "score"
    """Only the score: another probability for what is the same."""
    MANIFEST = "manifest"
    """Version, gazetteer, settings or models are others."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a difference counts.

    Attributes:
        km: Coordinates and radii may differ by as many kilometres.
        score: Scores may differ by as much.
    """

    km: float = 1.0
    score: float = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kind: Of what sort.
        document: Id of the document, as the new file has it if it does.
        before: The mention before; None where there was none, or where it is about the document.
        after: The mention now, likewise.
        values: Of a change of the document: what was and what is (ids, hashes).
        km: How far apart the points before and now are, in kilometres, None without both.
    """

    kind: ChangeKind
    document: str
    before: Seen | None = None
    after: Seen | None = None
    values: tuple[str | None, str | None] = (None, None)
    km: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it; ``before`` and ``after`` are records or values."""
        before, after = self.values
        return {
            "change": str(self.kind),
            "document": self.document,
            "before": asdict(self.before) if self.before else before,
            "after": asdict(self.after) if self.after else after,
            "km": None if self.km is None else round(self.km, 1),
        }


@dataclass(frozen=True, slots=True)
class ManifestChange:
    """A value of the manifest that differs.

    Attributes:
        key: Which, "settings.min_score".
        before: What it was; None where it was not there.
        after: What it is now, likewise.
        documents: For how many documents it differs so.
        of: Of how many.
    """

    key: str
    before: Any
    after: Any
    documents: int
    of: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {"change": "manifest", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs.

    Attributes:
        old: The file before.
        new: The file now.
        limits: What was let pass.
        documents: How many documents are in both.
        changes: By document, in the order of the new file, then of the text.
        manifest: What differs in what the runs say of themselves.
    """

    old: Output
    new: Output
    limits: Limits
    documents: int
    changes: Sequence[Change]
    manifest: Sequence[ManifestChange]

    @property
    def counts(self) -> Counter[ChangeKind]:
        """How many changes there are of each kind."""
        found = Counter(change.kind for change in self.changes)
        if self.manifest:
            found[ChangeKind.MANIFEST] = len(self.manifest)
        return found

    def guarded(self, allow: Collection[str] = ()) -> Counter[ChangeKind]:
        """Return the counts of what a guard stops at.

        Scores may wander and the manifest may differ: that is why one compares. Whatever else
        changed is stopped at.

        Args:
            allow: Kinds of change to let through besides.
        """
        allowed = {ChangeKind.SCORE, ChangeKind.MANIFEST, *map(ChangeKind, allow)}
        return Counter({kind: n for kind, n in self.counts.items() if kind not in allowed})

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "format": "enrich-diff-1",
            "old": _side(self.old),
            "new": _side(self.new),
            "limits": asdict(self.limits),
            "documents": self.documents,
            "counts": {str(kind): self.counts[kind] for kind in ChangeKind if self.counts[kind]},
            "manifest": [change.to_dict() for change in self.manifest],
            "changes": [change.to_dict() for change in self.changes],
        }


def _side(output: Output) -> dict[str, Any]:
    return {
        "file": output.name,
        "documents": len(output.documents),
        "mentions": output.mentions,
        "records_only": output.records_only,
    }


def compare(old: Output, new: Output, limits: Limits | None = None) -> Comparison:
    """Compare two outputs.

    Documents belong together that have id and text in common, else the text, else the id. Mentions
    belong together that have span and kind in common, else the span; where the text is another, or
    stands elsewhere, those that name the same words for the same time.

    Args:
        old: The earlier one.
        new: The one now.
        limits: What to let pass; None for the default.

    Example:
        >>> lost = SeenDocument("a", (Seen(3, 9, "Tiflis", "place", nil="no_candidates"),))
        >>> known = SeenDocument("a", (Seen(3, 9, "Tiflis", "place", entity_id="geonames:611717"),))
        >>> found = compare(Output("old", {"a": lost}), Output("new", {"a": known}))
        >>> [str(change.kind) for change in found.changes]
        ['linked']
    """
    limits = limits or Limits()
    pairs = list(_document_pairs(old, new))
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    return Comparison(
        old, new, limits, len(both),
        [change for a, b in pairs for change in _document_changes(a, b, limits)],
        _manifest_changes((a.manifest, b.manifest) for a, b in both),
    )  # fmt: skip


def _document_pairs(
    old: Output, new: Output
) -> Iterator[tuple[SeenDocument | None, SeenDocument | None]]:
    """Yield what belongs together, in the order of the new file; then what is only in the old."""
    before, after = list(old.documents.values()), list(new.documents.values())
    partner: dict[str, SeenDocument] = {}
    keys: tuple[Callable[[SeenDocument], Hashable], ...] = (
        lambda d: d.digest and (d.id, d.digest), lambda d: d.digest, lambda d: d.id,
    )  # fmt: skip
    for key in keys:
        free: defaultdict[Hashable, list[SeenDocument]] = defaultdict(list)
        for document in reversed(before):
            free[key(document)].append(document)
        for document in after:
            if document.id not in partner and key(document) and free[key(document)]:
                partner[document.id] = free[key(document)].pop()
        taken = {document.id for document in partner.values()}
        before = [document for document in before if document.id not in taken]
    for document in after:
        yield _or_empty(partner.get(document.id), old, document.id), document
    for document in before:
        yield document, _or_empty(None, new, document.id)


def _or_empty(document: SeenDocument | None, output: Output, name: str) -> SeenDocument | None:
    """Return a document without mentions for one that records alone would not show."""
    return SeenDocument(name, ()) if document is None and output.records_only else document


def _document_changes(
    old: SeenDocument | None, new: SeenDocument | None, limits: Limits
) -> Iterator[Change]:
    if old is None or new is None:
        was, is_now = (None if side is None else side.id for side in (old, new))
        yield Change(ChangeKind.DOCUMENT, is_now or was or "", values=(was, is_now))
        return
    if old.id != new.id:
        yield Change(ChangeKind.DOCUMENT, new.id, values=(old.id, new.id))
    same_text = old.digest is None or new.digest is None or old.digest == new.digest
    if not same_text:
        yield Change(ChangeKind.TEXT, new.id, values=(old.digest, new.digest))
    whole = old.digest is not None and new.digest is not None  # records tell no primary place
    if whole and not _is_same(old.primary_place, new.primary_place):
        yield Change(ChangeKind.PRIMARY, new.id, values=(old.primary_place, new.primary_place))
    if whole and not _is_same(old.area, new.area):
        yield Change(ChangeKind.AREA, new.id, values=(old.area, new.area))
    for before, after in _mention_pairs(old.mentions, new.mentions, by_span=same_text):
        yield from _mention_changes(new.id, before, after, limits)


def _mention_pairs(
    old: Iterable[Seen], new: Iterable[Seen], *, by_span: bool
) -> list[tuple[Seen | None, Seen | None]]:
    """Return what belongs together, in the order of the text."""
    pairs: list[tuple[Seen | None, Seen | None]] = []
    for with_kind in (True, False):
        before = _keyed(old, by_span=by_span, with_kind=with_kind)
        after = _keyed(new, by_span=by_span, with_kind=with_kind)
        pairs += [(before[key], after[key]) for key in before if key in after]
        old = [seen for key, seen in before.items() if key not in after]
        new = [seen for key, seen in after.items() if key not in before]
    pairs += [(seen, None) for seen in old]
    pairs += [(None, seen) for seen in new]
    return sorted(pairs, key=_place_in_text)


def _keyed(mentions: Iterable[Seen], *, by_span: bool, with_kind: bool) -> dict[Hashable, Seen]:
    """Return the mentions by what tells them apart; those that share it are numbered."""
    times: Counter[Hashable] = Counter()
    found: dict[Hashable, Seen] = {}
    for seen in mentions:
        what: Hashable = (seen.start, seen.end) if by_span else seen.text
        key = (what, seen.kind if with_kind else None)
        times[key] += 1
        found[key, times[key]] = seen
    return found


def _place_in_text(pair: tuple[Seen | None, Seen | None]) -> tuple[int, int]:
    seen = pair[1] or pair[0]
    return (0, 0) if seen is None else (seen.start, seen.end)


def _mention_changes(
    document: str, old: Seen | None, new: Seen | None, limits: Limits
) -> Iterator[Change]:
    if old is None or new is None:
        kind = ChangeKind.APPEARED if old is None else ChangeKind.VANISHED
        yield Change(kind, document, old, new)
        return
    a, b = _point(old), _point(new)
    km = None if a is None or b is None else distance_km(a, b)
    yield from (Change(kind, document, old, new, km=km) for kind in _kinds(old, new, km, limits))


def _kinds(old: Seen, new: Seen, km: float | None, limits: Limits) -> Iterator[ChangeKind]:
    if old.kind != new.kind:
        yield ChangeKind.KIND
    if not _is_same(old.entity_id, new.entity_id):
        if old.entity_id is None:
            yield ChangeKind.LINKED
        else:
            yield ChangeKind.UNLINKED if new.entity_id is None else ChangeKind.ID
    elif old.entity_id is None:
        if old.nil != new.nil:
            yield ChangeKind.NIL
    else:
        yield from _entity_kinds(old, new, km, limits)
    if old.role != new.role:
        yield ChangeKind.ROLE
    if _is_same(old.entity_id, new.entity_id) and _scores_differ(old, new, limits):
        yield ChangeKind.SCORE


def _is_same(before: str | None, after: str | None) -> bool:
    """Tell whether two ids are of one entity, which may have got the second one since."""
    return before == after or id_of_now(before) == id_of_now(after)


def _entity_kinds(old: Seen, new: Seen, km: float | None, limits: Limits) -> Iterator[ChangeKind]:
    """Yield what is said otherwise of one and the same entity."""
    located = [seen.lat is not None for seen in (old, new)]
    if located[0] != located[1] or (km is not None and km > limits.km):
        yield ChangeKind.MOVED
    radii = (old.radius_km or 0.0) - (new.radius_km or 0.0)
    if all(located) and (old.precision != new.precision or abs(radii) > limits.km):
        yield ChangeKind.PRECISION
    if any(getattr(old, fact) != getattr(new, fact) for fact in _FACTS):
        yield ChangeKind.FACTS


def _scores_differ(old: Seen, new: Seen, limits: Limits) -> bool:
    if old.score is None or new.score is None:
        return old.score is not new.score
    return round(abs(old.score - new.score), 6) > limits.score


def _point(seen: Seen) -> Point | None:
    if seen.lat is None or seen.lon is None:
        return None
    return Point(lat=seen.lat, lon=seen.lon)


def _manifest_changes(pairs: Iterable[tuple[Manifest, Manifest]]) -> list[ManifestChange]:
    """Return what differs, each difference once with the number of documents that have it.

    Manifests of which one is empty tell nothing.
    """
    told = [(old, new) for old, new in pairs if old and new]
    found = Counter(difference for old, new in told for difference in _differences(old, new))
    return [
        ManifestChange(key, json.loads(before), json.loads(after), number, len(told))
        for (key, before, after), number in found.items()
    ]


def _differences(old: Manifest, new: Manifest) -> Iterator[tuple[str, str, str]]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for key in {**before, **after}:
        was, is_now = before.get(key, "null"), after.get(key, "null")
        if was != is_now:
            yield key, was, is_now


def _flat(manifest: Manifest, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every value with its path, as JSON, so that lists can be counted."""
    for key, value in manifest.items():
        if f"{prefix}{key}" == _OF_THE_TEXT:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", json.dumps(value)
