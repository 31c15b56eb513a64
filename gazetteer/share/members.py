"""The tar in a pack: three plain files in a fixed order, which every tar program can list.

    manifest.json    what the gazetteer is: size, checksum, build, counts, sources
    LICENSES.txt     whom to credit, for people
    gazetteer.gaz    the gazetteer

Names in a pack are compared and never used: nothing is written where a pack says.
"""

from __future__ import annotations

import tarfile
from typing import IO, Final

from gazetteer.share.codec import PackStream

MANIFEST: Final = "manifest.json"
LICENSES: Final = "LICENSES.txt"
GAZETTEER: Final = "gazetteer.gaz"

_BLOCK: Final = tarfile.BLOCKSIZE
_PLAIN: Final = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE})
_MOST_BEHIND: Final = (
    1 << 16
)  # programs fill up the last record, to ten kibibytes for the most part


def header(name: str, size: int, modified_s: int) -> bytes:
    """Return what stands before a file; the same for everybody who packs it.

    Args:
        name: Of the file.
        size: Bytes.
        modified_s: Seconds since 1970.
    """
    member = tarfile.TarInfo(name)
    member.size = size
    member.mtime = modified_s
    return member.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def padding(size: int) -> bytes:
    """Return what stands behind a file of so many bytes.

    Example:
        >>> len(padding(500)), len(padding(512))
        (12, 0)
    """
    return bytes(-size % _BLOCK)


def write_member(out: IO[bytes], name: str, body: bytes, modified_s: int) -> None:
    """Write a small file with all that belongs to it."""
    out.write(header(name, len(body), modified_s) + body + padding(len(body)))


def write_end(out: IO[bytes]) -> None:
    """Write what ends a tar."""
    out.write(bytes(2 * _BLOCK))


def read_header(stream: PackStream, name: str) -> int:
    """Read what stands before the file that has to come next, and return its bytes.

    Raises:
        GazetteerDamaged: Something else comes: another file, a link, a folder, no tar.
    """
    try:
        found = tarfile.TarInfo.frombuf(stream.exactly(_BLOCK), "utf-8", "surrogateescape")
    except tarfile.HeaderError as error:
        raise stream.damaged(f"{name} should come next, and no file does") from error
    if found.name != name or found.type not in _PLAIN or found.size < 0:
        kind = "" if found.type in _PLAIN else ", which is not a plain file"
        raise stream.damaged(f"{name} should come next, not {found.name[:100]!r}{kind}")
    return found.size


def read_member(stream: PackStream, name: str, most: int) -> bytes:
    """Return the small file that has to come next.

    Raises:
        GazetteerDamaged: It does not, or has more than ``most`` bytes.
    """
    size = read_header(stream, name)
    if size > most:
        raise stream.damaged(f"{name} has {size:,} bytes, and {most:,} are allowed")
    body = stream.exactly(size)
    skip_padding(stream, size)
    return body


def skip_padding(stream: PackStream, size: int) -> None:
    """Read what stands behind a file of so many bytes."""
    stream.exactly(len(padding(size)))


def read_end(stream: PackStream) -> None:
    """Read to the end, where the checksum of the compression stands.

    Raises:
        GazetteerDamaged: Something follows, or the end is missing.
    """
    rest = stream.upto(_MOST_BEHIND + 1)
    if len(rest) > _MOST_BEHIND or any(rest) or len(rest) < 2 * _BLOCK:
        raise stream.damaged(f"it does not end behind {GAZETTEER}")
