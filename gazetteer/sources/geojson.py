"""Features of a GeoJSON file one at a time, however large the file.

A FeatureCollection is parsed member by member as it is read; newline-delimited GeoJSON, text
sequences (RFC 8142) and single Features are told apart by their first bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

from gazetteer.errors import SourceError
from gazetteer.sources.files import open_text
from gazetteer.sources.options import Report

Feature = dict[str, Any]

_BLOCK: Final = 1 << 16
_LARGEST: Final = 1 << 28  # characters of one value; the outline of Canada has some ten million
_MARGIN: Final = 64  # an error so near the end of what was read may be the end itself
_SPACE: Final = " \t\n\r\x1e\ufeff"  # RFC 8142 sets a record separator before each text
_GAP: Final = re.compile(f"[{_SPACE}]*")
_FEATURE: Final = re.compile(r'"type"\s*:\s*"Feature"')
_COLLECTION: Final = re.compile(r'"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[')


def iter_features(path: Path, report: Report) -> Iterator[tuple[str, Feature]]:
    """Yield (where, feature) for each feature of a file, plain or packed.

    A line or member that is not a feature is counted and passed over.
    """
    with open_text(path) as file:
        head = file.read(_BLOCK)
        if not head.strip(_SPACE).startswith("{"):
            raise SourceError(f"{path}: no GeoJSON: it begins with {head.strip()[:40]!r}")
        if _is_by_line(head):
            yield from _iter_lines(head, file, path, report)
        else:
            yield from _iter_values(_Scanner(head, file, path), path, report)


def _is_by_line(head: str) -> bool:
    """Whether each line is a Feature; of the first two one may be broken."""
    lines = head.strip(_SPACE).split("\n", 2)
    if len(lines) == 1:
        return bool(_FEATURE.search(head)) and not _COLLECTION.search(head)
    return any(_is_feature(line) for line in lines[:2])


def _is_feature(line: str) -> bool:
    try:
        value = json.loads(line.strip(_SPACE))
    except ValueError:
        # A line longer than what was read is judged by its beginning.
        return len(line) > _BLOCK // 4 and bool(_FEATURE.search(line[:_BLOCK]))
    return isinstance(value, dict) and value.get("type") == "Feature"


def _iter_lines(
    head: str, file: IO[str], path: Path, report: Report
) -> Iterator[tuple[str, Feature]]:
    *whole, begun = head.split("\n")
    lines = chain(whole, [begun + file.readline()], file)
    for number, line in enumerate(lines, 1):
        yield from _line(f"{path.name}:{number}", line, report)


def _line(where: str, line: str, report: Report) -> Iterator[tuple[str, Feature]]:
    if text := line.strip(_SPACE):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            report.problem(where, "no JSON")
            return
        yield from _checked(where, value, report)


def _iter_values(scanner: _Scanner, path: Path, report: Report) -> Iterator[tuple[str, Feature]]:
    """Walk the top-level objects, a FeatureCollection or Features; stream "features"."""
    while scanner.peek():
        members: Feature = {}
        streamed = False
        for key in scanner.iter_keys():
            if key == "features" and scanner.peek() == "[":
                streamed = True
                for number, value in enumerate(scanner.iter_items(), 1):
                    yield from _checked(f"{path.name}: feature {number}", value, report)
            else:
                members[key] = scanner.value()
        if not streamed and members.get("type") != "Feature":
            raise SourceError(
                f"{path}: not GeoJSON but an object of type {members.get('type')!r};"
                " give a FeatureCollection, a Feature, or one Feature per line"
            )
        if not streamed:
            yield from _checked(path.name, members, report)


def _checked(where: str, value: Any, report: Report) -> Iterator[tuple[str, Feature]]:
    if not isinstance(value, dict) or not isinstance(value.get("properties"), dict):
        report.problem(where, "no feature")
        return
    if not isinstance(value.get("geometry"), dict):
        value["geometry"] = None
    yield where, value


class _Scanner:
    """Reads JSON values from a stream one by one; holds no more than one and a block."""

    def __init__(self, head: str, file: IO[str], path: Path) -> None:
        self._text = head
        self._at = 0
        self._ended = False
        self._file = file
        self._path = path
        self._decode = json.JSONDecoder().raw_decode

    def iter_keys(self) -> Iterator[str]:
        """Yield the keys of an object; the caller takes each value before the next key."""
        self._expect("{")
        while self.peek() != "}":
            key = self.value()
            self._expect(":")
            yield str(key)
            if self.peek() != "}":
                self._expect(",")
        self._expect("}")

    def iter_items(self) -> Iterator[Any]:
        """Yield the items of an array."""
        self._expect("[")
        while self.peek() != "]":
            yield self.value()
            if self.peek() != "]":
                self._expect(",")
        self._expect("]")

    def peek(self) -> str:
        """Return the next character that is not a space, "" at the end."""
        while True:
            self._at = _GAP.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_more(_BLOCK):
                return ""

    def value(self) -> Any:
        """Return the next value."""
        self.peek()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_broken(error):
                    raise self._error() from error
            except RecursionError as error:
                raise self._error() from error
            else:
                # A number that ends where the block does may go on.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            self._read_more(max(_BLOCK, len(self._text) - self._at))

    def _is_broken(self, error: json.JSONDecodeError) -> bool:
        size = len(self._text)
        begun = error.msg.startswith("Unterminated string") or error.pos > size - _MARGIN
        return self._ended or not begun or size - self._at > _LARGEST

    def _expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise self._error()
        self._at += 1

    def _read_more(self, size: int) -> bool:
        block = self._file.read(size)
        self._ended = not block
        self._text = self._text[self._at :] + block
        self._at = 0
        return not self._ended

    def _error(self) -> SourceError:
        if self._ended:
            return SourceError(f"{self._path}: cut short; fetch it again")
        found = self._text[self._at : self._at + 40]
        return SourceError(f"{self._path}: broken JSON near {found!r}; fetch or export it again")
