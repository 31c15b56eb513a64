"""What differs in what two runs say of themselves: version, gazetteer, settings, models."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

Manifest = Mapping[str, Any]

_OF_THE_TEXT: Final = "input.sha256"  # compared with the documents


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


def manifest_changes(pairs: Iterable[tuple[Manifest, Manifest]]) -> list[ManifestChange]:
    """Return what differs, each difference once with the number of documents that have it.

    Args:
        pairs: The manifests of each document that is in both outputs; those of which one is empty
            tell nothing.

    Example:
        >>> old, new = {"version": "1", "models": {"rank": "a"}}, {"version": "2"}
        >>> [(c.key, c.before, c.after) for c in manifest_changes([(old, new)])]
        [('version', '1', '2'), ('models.rank', 'a', None)]
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
