"""A gazetteer packed into one file that travels."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from gazetteer.atomic import check_writable, replacing_file
from gazetteer.errors import GazetteerDamaged
from gazetteer.net.transfer import Progress, Transfer
from gazetteer.share.codec import compressing
from gazetteer.share.head import Head, licences, unlicensed
from gazetteer.share.members import (
    GAZETTEER,
    LICENSES,
    MANIFEST,
    header,
    padding,
    write_end,
    write_member,
)
from gazetteer.store.file import StoreFile

SUFFIX: Final = ".tar.zst"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was made.

    Attributes:
        path: Where.
        size: Bytes.
        sha256: Its checksum, hexadecimal: what ``fetch`` may be told to insist on.
        head: What it says of the gazetteer.
        unlicensed: Sources of which nobody has said under which licence they are.
    """

    path: Path
    size: int
    sha256: str
    head: Head
    unlicensed: tuple[str, ...]


def pack(
    gazetteer: Path, output: Path | None = None, *, progress: Progress | None = None
) -> Packed:
    """Pack a gazetteer with its manifest, checksum and licences.

    The pack is a tar, compressed with Zstandard, that any tar program reads. Packing the same
    gazetteer again with the same Zstandard gives the same bytes.

    Args:
        gazetteer: The file.
        output: Where the pack goes, whole or not at all; beside the gazetteer, with ".tar.zst"
            behind its name, if None.
        progress: Called for each mebibyte.

    Raises:
        GazetteerError: The file is missing, no gazetteer, or changes meanwhile.
        OutputError: The pack cannot be written.

    Example:
        packed = pack(Path("world.gaz"))
        print(packed.path, packed.sha256)
    """
    target = output or gazetteer.with_name(gazetteer.name + SUFFIX)
    file = StoreFile(gazetteer)
    manifest = file.manifest()
    file.close()
    check_writable(target, inputs=[gazetteer])
    with replacing_file(target) as part, part.open("xb") as out:
        with gazetteer.open("rb") as facts:
            sha256 = hashlib.file_digest(facts, "sha256").hexdigest()
            head = Head(facts.tell(), sha256, manifest)
            facts.seek(0)
            blocks = _checked(facts, head, gazetteer)
            _write(out, head, watched(blocks, target.name, head.size, progress))
        out.flush()
        with part.open("rb") as whole:
            sum_of_pack = hashlib.file_digest(whole, "sha256").hexdigest()
            size = os.fstat(whole.fileno()).st_size
    return Packed(target, size, sum_of_pack, head, tuple(unlicensed(manifest)))


def _write(out: IO[bytes], head: Head, blocks: Iterator[bytes]) -> None:
    modified_s = _seconds(head.manifest)
    with compressing(out) as tar:
        write_member(tar, MANIFEST, head.to_json(), modified_s)
        write_member(tar, LICENSES, licences(head.manifest), modified_s)
        tar.write(header(GAZETTEER, head.size, modified_s))
        for block in blocks:
            tar.write(block)
        tar.write(padding(head.size))
        write_end(tar)


def _seconds(manifest: Any) -> int:
    try:
        return max(0, int(datetime.fromisoformat(manifest["built_at"]).timestamp()))
    except (TypeError, ValueError, OverflowError):
        return 0


def _checked(facts: IO[bytes], head: Head, path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and see at the end that they are those of the first reading."""
    digest = hashlib.sha256()
    while block := facts.read(_BLOCK):
        digest.update(block)
        yield block
    if digest.hexdigest() != head.sha256:
        raise GazetteerDamaged(f"{path}: was changed while it was being packed; pack it again")


def watched(
    blocks: Iterator[bytes], name: str, size: int, progress: Progress | None
) -> Iterator[bytes]:
    """Pass the bytes of a file on, and tell ``progress`` how far they are.

    Args:
        blocks: The bytes.
        name: What the file is called.
        size: Its bytes.
        progress: Called for each block, if not None.
    """
    done, started = 0, time.monotonic()
    for block in blocks:
        yield block
        done += len(block)
        if progress:
            progress(Transfer(name, done, size, time.monotonic() - started))
