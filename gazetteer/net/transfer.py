"""One file over HTTP, whole and as its publisher has it, or an error that says what went wrong.

A transfer that breaks off goes on where it stopped, within one call and in the next: the bytes
lie in ``NAME.part``, what the server said of them in ``.NAME.meta``. The finished file appears
under its name only when its length, its checksum and its archive are right.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout
from urllib3.exceptions import HTTPError

from gazetteer.errors import OutputError, SourceError
from gazetteer.net import archives
from gazetteer.net.http import TryAgain
from gazetteer.net.remote import (
    Client,
    Remote,
    check_digest,
    check_end,
    check_start,
    continues,
    described,
    is_behind_the_end,
)

_BLOCK: Final = 1 << 18
_INTERVAL_S: Final = 0.2
_WORTH: Final = 1 << 20  # an attempt that brought so many bytes does not count against the tries
_LOOK: Final = 1024
_MOST_BYTES: Final = 400 << 30  # twice the largest public file
_SPARE: Final = 500 << 20  # bytes of the disk that a file of unknown length leaves free
_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


def size_text(size: float) -> str:
    """Return a number of bytes for a person.

    Example:
        >>> size_text(999), size_text(1_640_000_000)
        ('999 bytes', '1.6 GB')
    """
    unit = 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size /= 1000
        unit += 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{size:.0f} {_UNITS[0]}"


@dataclass(frozen=True, slots=True)
class Transfer:
    """How far a transfer is.

    Attributes:
        name: The file.
        done: Bytes that are here, those of earlier attempts among them.
        total: Bytes of the whole, or None where the server does not say.
        seconds: Since this call began.
    """

    name: str
    done: int
    total: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file in the cache.

    Attributes:
        path: Where.
        size: Bytes.
        modified: The publisher's date of it, ISO 8601, or None.
        checked: What vouches for it: "sha1", "archive", "length" or "nothing".
        fresh: Whether this call brought it; False where it lay there whole.
    """

    path: Path
    size: int
    modified: str | None
    checked: str
    fresh: bool


Progress = Callable[[Transfer], None]


def fetch(
    remote: Remote,
    folder: Path,
    client: Client,
    *,
    progress: Progress | None = None,
    tries: int = 6,
) -> Fetched:
    """Bring a file into a folder, unless it lies there whole.

    It may fail ``tries`` times in a row without bringing a mebibyte. ``progress`` is called a few
    times a second and at the end.

    Raises:
        SourceError: The server does not give it, or gives something else or less.
        NotFound: The same, where the server says that no such file.
        OutputError: It cannot be stored; what has come is kept.
    """
    part = _Part(remote, folder)
    present = part.finished()
    if present is not None:
        return present
    with part.locked():
        _Attempts(part, client, progress, tries).run()
        return part.finish()


class _Part:
    """The unfinished file and what is known of it."""

    def __init__(self, remote: Remote, folder: Path) -> None:
        self.remote = remote
        self.target = folder / remote.name
        self.path = folder / f"{remote.name}.part"
        self._meta_path = folder / f".{remote.name}.meta"
        self._lock_path = folder / f".{remote.name}.lock"
        self.meta: dict[str, Any] = self._read_meta()

    def finished(self) -> Fetched | None:
        """Return the file if it was finished before and is as it was left."""
        checked = self.meta.get("checked")
        if not checked or not self.target.is_file():
            return None
        size = self.target.stat().st_size
        digest = list(self.remote.digest) if self.remote.digest else None
        if size != self.meta.get("size") or (digest and digest != self.meta.get("digest")):
            return None
        return Fetched(self.target, size, self.meta.get("modified"), checked, fresh=False)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the unfinished file; the system lets go of it when the process ends."""
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch()
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror}") from error
        with self._alone():
            self.meta = self._read_meta()
            try:
                yield
            finally:
                self._drop_if_empty()

    def _alone(self) -> contextlib.AbstractContextManager[object]:
        try:
            return FileLock(self._lock_path).acquire(blocking=False)
        except Timeout as error:
            raise SourceError(
                f"{self.path}: another process is downloading it; wait for it"
            ) from error
        except OSError:  # a file system without locks
            return contextlib.nullcontext()

    def _drop_if_empty(self) -> None:
        with contextlib.suppress(OSError):
            if not self.path.stat().st_size:
                self.path.unlink()

    def size(self) -> int:
        """Return how many bytes can be gone on from: none without a sign of the version."""
        size = self.path.stat().st_size
        if size and self.meta.get("url") == self.remote.url and self.validator:
            return size
        return 0

    @property
    def validator(self) -> str | None:
        """What tells one version of the file from another, fit for If-Range."""
        etag, modified = self.meta.get("etag"), self.meta.get("last_modified")
        return etag if etag and not etag.startswith("W/") else modified

    def restart(self) -> None:
        """Forget what has come."""
        with self._storing():
            os.truncate(self.path, 0)
        self.meta = {}

    def note(self, meta: dict[str, Any]) -> None:
        """Keep what is known of the file whose bytes follow."""
        self.meta = meta
        temporary = self._meta_path.with_name(f"{self._meta_path.name}.new")
        with self._storing():
            temporary.write_text(json.dumps(meta), encoding="utf-8")
            temporary.replace(self._meta_path)

    def append(self, blocks: Iterable[bytes], seen: Callable[[int], None]) -> None:
        """Write blocks behind what is there."""
        with self._storing(), self.path.open("ab") as out:
            for block in blocks:
                out.write(block)
                seen(out.tell())

    def finish(self) -> Fetched:
        """Check the whole file and give it its name."""
        checked = self._checked()
        size = self.path.stat().st_size
        self.note({**self.meta, "checked": checked, "size": size, "digest": self.remote.digest})
        with self._storing():
            with self.path.open("rb+") as file:
                os.fsync(file.fileno())
            self.path.replace(self.target)
        return Fetched(self.target, size, self.meta.get("modified"), checked, fresh=True)

    def _checked(self) -> str:
        try:
            checked = "length" if self.meta.get("total") is not None else "nothing"
            check_end(self.path, self.remote)
            if self.remote.name.endswith(".zip"):
                archives.check(self.path)
                checked = "archive"
            if self.remote.digest:
                checked, expected = self.remote.digest
                check_digest(self.path, self.remote, checked, expected)
        except SourceError:
            self.path.unlink(missing_ok=True)  # going on from it would never end well
            raise
        return checked

    def _read_meta(self) -> dict[str, Any]:
        try:
            meta = json.loads(self._meta_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return meta if isinstance(meta, dict) else {}

    @contextlib.contextmanager
    def _storing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            done = size_text(self.path.stat().st_size if self.path.exists() else 0)
            raise OutputError(
                f"{self.path}: cannot be stored: {error.strerror}; {done} are kept, make room"
                " and start again: the download goes on from there"
            ) from error


@dataclass
class _Attempts:
    """Asks until all is there."""

    part: _Part
    client: Client
    progress: Progress | None
    tries: int
    started: float = field(default_factory=time.monotonic)
    shown: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        try:
            for attempt in self.client.tries(self.tries):
                before = self.part.path.stat().st_size
                with attempt:
                    self._once()
                if self.part.path.stat().st_size >= before + _WORTH:
                    attempt.retry_state.attempt_number = 1
        except TryAgain as error:
            raise self._given_up(error) from error

    def _given_up(self, error: TryAgain) -> SourceError:
        kept = self.part.path.stat().st_size
        hint = f"; {size_text(kept)} are kept, start again to go on from there" if kept else ""
        return SourceError(f"{self.part.remote.url}: {error} ({self.tries} tries){hint}")

    def _once(self) -> None:
        part = self.part
        start = part.size()
        with self.client.get(part.remote.url, start, part.validator) as response:
            if is_behind_the_end(response, start):
                self._agree(start)
                return
            blocks: Iterator[bytes] = response.stream(_BLOCK, decode_content=False)
            if not continues(response, start, part.meta.get("total")):
                part.restart()
                start = 0
                if response.status != 200:
                    raise TryAgain("sends another part of the file than was asked for")
            if start == 0:
                first = _look(blocks)
                check_start(part.remote, first, response)
                part.note({"url": part.remote.url, **described(response)})
                blocks = chain([first], blocks)
            _check_room(part, start)
            part.append(_bounded(blocks, part, start), self._show)
        self._agree(part.path.stat().st_size)
        self._show(part.path.stat().st_size, last=True)

    def _agree(self, size: int) -> None:
        """Compare what has come with what was announced; too little is asked for again."""
        total = self.part.meta.get("total")
        if total is not None and size != total:
            if size > total:
                self.part.restart()
            raise TryAgain(f"announced {total:,} bytes and sent {size:,}")

    def _show(self, done: int, *, last: bool = False) -> None:
        now = time.monotonic()
        if self.progress and (last or now - self.shown >= _INTERVAL_S):
            self.shown = now
            total = self.part.meta.get("total")
            self.progress(Transfer(self.part.remote.name, done, total, now - self.started))


def _look(blocks: Iterator[bytes]) -> bytes:
    """Return the first bytes, enough to see what they are; less where no more come."""
    first = b""
    try:
        while len(first) < _LOOK and (block := next(blocks, b"")):
            first += block
    except HTTPError:
        if not first:
            raise
    return first


def _bounded(blocks: Iterable[bytes], part: _Part, start: int) -> Iterator[bytes]:
    """Yield blocks until they are more than was announced, or than any publisher offers."""
    total = part.meta.get("total")
    most = min(_MOST_BYTES, shutil.disk_usage(part.path.parent).free + start - _SPARE)
    done = start
    for block in blocks:
        yield block
        done += len(block)
        if total is None and done > most:
            part.restart()
            raise SourceError(
                f"{part.remote.url}: the server does not say how long the file is and has sent"
                f" {size_text(done)}; removed, for the disk would be full: download it by hand"
            )


def _check_room(part: _Part, start: int) -> None:
    """Say before hours of waiting that the disk is too small."""
    total = part.meta.get("total")
    if total is None:
        return
    free = shutil.disk_usage(part.path.parent).free
    if total - start > free:
        raise OutputError(
            f"{part.path.parent}: {size_text(total - start)} are to come and"
            f" {size_text(free)} are free; make room or name another folder with --cache"
        )
