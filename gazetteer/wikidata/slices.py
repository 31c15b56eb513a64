"""What a slice of Wikidata is, and the folder that it lies in once it has been asked for.

A page lies there when all of it has come, as lines of a dump, so that whoever starts again goes on
at the first page that is missing. Of what is whole, nothing is asked again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from gazetteer.atomic import replacing, replacing_file
from gazetteer.errors import ArgumentError, OutputError, SourceError
from gazetteer.model import Kind
from gazetteer.wikidata.slice_queries import Part, changed_text, members_text, parts_of

KINDS: Final = {
    "people": Kind.PERSON, "organisations": Kind.ORGANISATION, "places": Kind.PLACE,
}  # fmt: skip
PAGE: Final = 200
"""Members of a page, whose three answers come in a few seconds each."""
_FORMAT: Final = 1  # of what lies in a folder; raised when pages are made in another way
_LEAST_SITELINKS: Final = 3
_HELD_AT_ONCE: Final = 500

Question = Part | tuple[int, ...]
"""What members are asked for by: a part of a slice, or items that are held."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What of Wikidata is wanted.

    Attributes:
        name: A key of ``KINDS``.
        countries: ISO 3166-1 alpha-2 codes with the numbers of the items that they mean; empty
            for all the world.
        min_sitelinks: Least number of Wikipedia articles, other wikis counted in.
        languages: ISO 639 codes of the names wanted; empty for all.
        since: Only what changed on this day or later, ISO 8601; None for everything.
        held: Numbers of items of which only those that changed are wanted, whatever they are.

    Raises:
        ArgumentError: There is no such slice, or it is more than a service can be asked for.

    Example:
        >>> Slice("people", (("AM", 399),), 10).key
        'people-41bb7569'
    """

    name: str
    countries: tuple[tuple[str, int], ...] = ()
    min_sitelinks: int = 0
    languages: tuple[str, ...] = ()
    since: str | None = None
    held: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.name not in KINDS and not self.held:
            known = ", ".join(KINDS)
            raise ArgumentError(
                f"wikidata-query:{self.name}: there is no such slice; choose from {known}"
            )
        if not self.countries and not self.held and self.min_sitelinks < _LEAST_SITELINKS:
            raise ArgumentError(
                f"wikidata-query:{self.name} of the whole world is too large to ask a service for:"
                f" give --countries, or --min-sitelinks {_LEAST_SITELINKS} or more (10 is a good"
                " start); for everything there is the dump, wikidata:FILE"
            )

    @property
    def key(self) -> str:
        """What names it, and no other slice, in a cache."""
        told = json.dumps([_FORMAT, asdict(self)], sort_keys=True).encode()
        return f"{self.name}-{hashlib.sha256(told).hexdigest()[:8]}"

    def questions(self) -> list[Question]:
        """Return what its members are asked for by: parts, or items that are held."""
        if self.held:
            starts = range(0, len(self.held), _HELD_AT_ONCE)
            return [self.held[at : at + _HELD_AT_ONCE] for at in starts]
        return list(parts_of((number for _, number in self.countries), self.min_sitelinks))

    def text(self, question: Question) -> str:
        """Return a question for members as it is sent."""
        if isinstance(question, Part):
            return members_text(KINDS[self.name], question, self.since)
        return changed_text(question, self.since or "0001-01-01")


class Brought:
    """What lies in a folder of a slice, and what is missing.

    Args:
        slice_: What is wanted.
        cache: The folder of all slices; each has its own below it.
        endpoint: Where it is asked for: answers of two services are not mixed.
    """

    def __init__(self, slice_: Slice, cache: Path, endpoint: str) -> None:
        self.slice = slice_
        self.endpoint = endpoint
        at = hashlib.sha256(endpoint.encode()).hexdigest()[:4]
        self.folder = cache / f"{slice_.key}-{at}"

    def missing_members(self) -> list[tuple[Path, Question]]:
        """Return the questions for members that are to be asked, with where answers go."""
        files = (
            (self.folder / f"members-{number:03d}.json", question)
            for number, question in enumerate(self.slice.questions())
        )
        return [(path, question) for path, question in files if not path.exists()]

    def members(self) -> list[int]:
        """Return the numbers of all members, once none of them is missing."""
        found: set[int] = set()
        for number in range(len(self.slice.questions())):
            path = self.folder / f"members-{number:03d}.json"
            try:
                found.update(json.loads(path.read_bytes()))
            except (OSError, ValueError, TypeError) as error:
                raise SourceError(
                    f"{path}: cannot be read; remove the folder and start again"
                ) from error
        return sorted(found)

    def pages(self) -> list[tuple[Path, list[int]]]:
        """Return all pages: where they are or will be, and their members."""
        members = self.members()
        starts = range(0, len(members), PAGE)
        return [
            (self.folder / f"page-{number:05d}.jsonl.gz", members[at : at + PAGE])
            for number, at in enumerate(starts)
        ]

    def missing_pages(self) -> list[tuple[Path, list[int]]]:
        """Return the pages that are to come."""
        return [(path, members) for path, members in self.pages() if not path.exists()]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder, and note in it what it is of."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock").acquire(blocking=False)
        except Timeout as error:
            raise SourceError(
                f"{self.folder}: another process is bringing this slice; wait for it"
            ) from error
        except OSError as error:
            raise OutputError(
                f"{self.folder}: cannot be written: {error.strerror}; name another with --cache"
            ) from error
        with lock:
            note = self.folder / "slice.json"
            if not note.exists():
                asked = datetime.now(UTC).date().isoformat()
                about = {"endpoint": self.endpoint, "asked": asked, **asdict(self.slice)}
                write(note, json.dumps(about, sort_keys=True))
            yield


def halves_of(question: Question) -> tuple[Question, ...]:
    """Return two questions that come to the same as one, or none where it is the smallest."""
    if isinstance(question, Part):
        return question.halves()
    middle = len(question) // 2
    return (question[:middle], question[middle:]) if middle else ()


def read_note(folder: Path) -> dict[str, Any]:
    """Return what a folder is of: endpoint, day, slice.

    Raises:
        SourceError: It is not a folder of a slice.
    """
    try:
        note = json.loads((folder / "slice.json").read_bytes())
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{folder}: holds no slice of Wikidata; give one to have it fetched"
        ) from error
    return dict(note)


def brought_in(folder: Path) -> Brought:
    """Return the slice that lies in a folder.

    Raises:
        SourceError: It is not a folder of a slice.
    """
    note = read_note(folder)
    try:
        slice_ = slice_of(note)
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{folder}: its slice.json was changed; remove the folder") from error
    brought = Brought(slice_, folder.parent, note["endpoint"])
    brought.folder = folder
    return brought


def slice_of(note: Mapping[str, Any]) -> Slice:
    """Return the slice that a note or a manifest tells of."""
    return Slice(
        note["name"],
        tuple((str(code), int(number)) for code, number in note["countries"]),
        int(note["min_sitelinks"]),
        tuple(note["languages"]),
        note.get("since"),
        tuple(note.get("held", ())),
    )


def write(path: Path, text: str) -> None:
    """Write a file of a slice, whole or not at all."""
    with replacing(path) as out:
        out.write(text)


def write_packed(path: Path, text: str) -> None:
    """Write a page, packed, whole or not at all; equal pages are equal files."""
    with replacing_file(path) as part:
        part.write_bytes(gzip.compress(text.encode(), 6, mtime=0))
