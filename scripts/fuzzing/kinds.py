"""What is fuzzed: by kind, what makes its cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case.

    Attributes:
        size: Of what was read, in characters or bytes.
        broken: What is wrong, a line each.
        refused: Whether it was refused, as an ``EnrichError``.
    """

    size: int
    broken: list[str] = field(default_factory=list)
    refused: bool = False


Case = Callable[[int], Outcome]
"""Runs the case of a seed; an ``EnrichError`` is as good as a result, any other a fault."""

KINDS: Final = {
    "documents": "texts",
    "readers": "readers",
    "gazetteers": "files",
    "caches": "files",
    "decisions": "files",
    "user_gazetteers": "files",
    "tables": "tables",
    "geopackages": "tables",
    "archives": "files",
    "runs": "files",
    "wikidata": "replies",
    "geocoders": "replies",
}
"""Kinds, and the module that has a function of that name."""


def case_of(kind: str, folder: Path) -> Case:
    """Return what runs the cases of a kind; files are made in the folder."""
    make: Callable[[Path], Case] = getattr(import_module(f"fuzzing.{KINDS[kind]}"), kind)
    return make(folder)
