"""A pack unpacked: what comes is data from a stranger.

It is written under a name of the user's, is no longer than it says and no larger than is likely,
and becomes a gazetteer only when checksum, schema and tables are right.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, Final

from gazetteer.atomic import replacing_file
from gazetteer.errors import GazetteerDamaged, GazetteerError, GazetteerMissing, OutputError
from gazetteer.net.archives import Limits
from gazetteer.net.transfer import Progress, size_text
from gazetteer.share.codec import PackStream
from gazetteer.share.head import Head, read_head
from gazetteer.share.members import (
    GAZETTEER,
    LICENSES,
    MANIFEST,
    read_end,
    read_header,
    read_member,
    skip_padding,
)
from gazetteer.share.packing import watched
from gazetteer.share.trust import check_same, checked_manifest
from gazetteer.store.file import SQLITE_HEADER

_BLOCK: Final = 1 << 20
_MOST_TEXT: Final = 16 << 20  # bytes of the manifest, and of the licences
_GRACE: Final = 16 << 20  # an almost empty gazetteer packs well: below this the ratio says nothing


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that lies here.

    Attributes:
        path: Where.
        name: What messages call it: the address that it came from, or its path.
        checksum: SHA-256 that it must have, hexadecimal; None for any.
    """

    path: Path
    name: str
    checksum: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedGazetteer:
    """A gazetteer that was in a pack.

    Attributes:
        path: Where it lies.
        size: Bytes.
        sha256: Its checksum, hexadecimal.
        manifest: What it says of itself.
    """

    path: Path
    size: int
    sha256: str
    manifest: dict[str, Any]


def unpack(pack: Pack, target: Path, progress: Progress | None = None) -> FetchedGazetteer:
    """Unpack a gazetteer, whole and checked or not at all.

    Raises:
        GazetteerError: The pack is missing, damaged, altered, or of another version.
        OutputError: The gazetteer cannot be written.
    """
    with _opened(pack) as file:
        stream = PackStream(file, pack.name)
        head = read_head(read_member(stream, MANIFEST, _MOST_TEXT), stream, pack.name)
        read_member(stream, LICENSES, _MOST_TEXT)
        if read_header(stream, GAZETTEER) != head.size:
            raise stream.damaged(f"{GAZETTEER} has another size than {MANIFEST} says")
        _check_size(head.size, os.fstat(file.fileno()).st_size, stream)
        _check_room(target, head.size)
        with replacing_file(target) as part:
            blocks = watched(_checked(stream, head), target.name, head.size, progress)
            with part.open("xb") as out:
                for block in blocks:
                    out.write(block)
            with _called(pack.name, part):
                manifest = checked_manifest(part)
            check_same(head.manifest, manifest, pack.name)
    return FetchedGazetteer(target, head.size, head.sha256, manifest)


@contextmanager
def _opened(pack: Pack) -> Iterator[BufferedReader]:
    try:
        if not pack.path.is_file():  # opening a pipe would wait for ever
            raise GazetteerMissing(f"{pack.name}: no such file; give a pack or its address")
        file = pack.path.open("rb")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise GazetteerMissing(f"{pack.name}: cannot be read ({why})") from error
    with file:
        if file.peek(len(SQLITE_HEADER)).startswith(SQLITE_HEADER):
            raise GazetteerDamaged(
                f"{pack.name}: is not packed; if it is a gazetteer, name it as it is with"
                f" --gazetteer, or pack it with: enrich gazetteer pack {pack.name}"
            )
        if pack.checksum is not None:
            _check_sum(file, pack.name, pack.checksum)
        yield file


def _check_sum(file: BufferedReader, name: str, checksum: str) -> None:
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    if found != checksum.lower():
        raise GazetteerDamaged(
            f"{name}: its SHA-256 is {found}, and not {checksum}: another file, or an altered one"
        )


def _check_size(size: int, packed: int, stream: PackStream) -> None:
    limits = Limits()
    if size > min(limits.total, max(_GRACE, limits.ratio * packed)):
        raise stream.damaged(
            f"it would unpack to {size:,} bytes, which no honest pack of its size does"
        )


def _check_room(target: Path, size: int) -> None:
    free = shutil.disk_usage(target.absolute().parent).free
    if size > free:
        raise OutputError(
            f"{target}: {size_text(size)} are to come and {size_text(free)} are free; make room, or"
            " name another place with -o"
        )


def _checked(stream: PackStream, head: Head) -> Iterator[bytes]:
    """Yield the gazetteer of a pack, and read the pack to its end."""
    digest, left = hashlib.sha256(), head.size
    while left:
        block = stream.exactly(min(left, _BLOCK))
        left -= len(block)
        digest.update(block)
        yield block
    skip_padding(stream, head.size)
    read_end(stream)
    if digest.hexdigest() != head.sha256:
        raise stream.damaged(f"{GAZETTEER} has another SHA-256 than {MANIFEST} says")


@contextmanager
def _called(name: str, part: Path) -> Iterator[None]:
    """Let errors speak of what was fetched, not of the unfinished file."""
    try:
        yield
    except GazetteerError as error:
        raise type(error)(str(error).replace(str(part), name, 1)) from error
