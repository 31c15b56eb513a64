"""What a file of several results says of the run that made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from enrich.model import Result

_OF_THE_TEXT: Final = "input"


@dataclass(slots=True)
class Manifest:
    """Gathers the manifests of results on their way to a writer.

    Example:
        >>> from enrich.model import Document
        >>> manifest = Manifest()
        >>> for name in "ab":
        ...     run = {"version": "1", "notes": [name]}
        ...     manifest.add(Result(Document("", name), (), "g1", run))
        >>> manifest.to_dict()
        {'gazetteer': 'g1', 'version': '1',
         'documents': [{'id': 'a', 'notes': ['a']}, {'id': 'b', 'notes': ['b']}]}
    """

    runs: list[tuple[str | int, Mapping[str, Any]]] = field(default_factory=list)

    def watch(self, results: Iterable[Result]) -> Iterator[Result]:
        """Pass results on unchanged and keep what they say of their run."""
        for result in results:
            self.add(result)
            yield result

    def add(self, result: Result) -> None:
        """Keep what one result says."""
        self.runs.append((result.document.id, {"gazetteer": result.gazetteer, **result.run}))

    def to_dict(self) -> dict[str, Any]:
        """Return what all have in common, and under ``documents`` the id and the rest of each.

        The SHA-256 of a document's text stands there as ``sha256``. Empty without results.
        """
        if not self.runs:
            return {}
        first = self.runs[0][1]
        common = {
            key: value
            for key, value in first.items()
            if key != _OF_THE_TEXT and all(run.get(key) == value for _, run in self.runs)
        }
        return {**common, "documents": [_rest(name, run, common) for name, run in self.runs]}


def _rest(name: str | int, run: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    own = {key: value for key, value in run.items() if key not in common and key != _OF_THE_TEXT}
    return {"id": name, **run.get(_OF_THE_TEXT, {}), **own}
