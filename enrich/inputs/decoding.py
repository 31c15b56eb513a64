"""Bytes to text, strictly: what is not text is refused with the place and the cure.

Nothing is replaced or dropped on the way, so that offsets into the text are offsets into the
file's own characters. The one exception is a byte order mark at the start, which is not text.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final

from gazetteer.errors import InputError

MAX_BYTES: Final = 10_000_000
"""Largest document read unless told otherwise, in bytes: some 1.6 million English words."""

_PIECE: Final = 1_000_000
_SIGNATURES: Final = (
    (b"%PDF", "is a PDF: convert it to text first, for example with pdftotext"),
    (b"PK\x03\x04", "is a zip archive (.docx, .odt and .epub are too): save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "is an old Office document: save it as plain text"),
    (b"{\\rtf", "is a Rich Text document: save it as plain text"),
    (b"\x1f\x8b", "is compressed with gzip: unpack it first, for example with gunzip"),
    (b"BZh", "is compressed with bzip2: unpack it first, for example with bunzip2"),
    (b"\xfd7zXZ\x00", "is compressed with xz: unpack it first, for example with unxz"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd: unpack it first, for example with unzstd"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "is an image: run character recognition on it first"),
    (b"PAR1\x15", "is a Parquet file: save it as .parquet"),
    (b"SQLite format 3\x00", "is a database: export its texts as .csv or .jsonl first"),
)
_BOMS: Final = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_bounded(stream: BinaryIO, where: str, max_bytes: int) -> bytes:
    """Read a stream to its end; InputError where there is more than so many bytes."""
    data = bytearray()
    # In pieces: asked for all at once, a stream makes room for the limit, however high.
    while len(data) <= max_bytes and (piece := stream.read(min(_PIECE, max_bytes + 1 - len(data)))):
        data += piece
    if len(data) > max_bytes:
        raise InputError(
            f"{where}: is larger than {max_bytes} bytes, the limit for one document; split it,"
            " put one article per line into a .jsonl file, or raise --max-bytes"
        )
    return bytes(data)


def refuse_binary(data: bytes, where: str) -> None:
    """Refuse the formats that people mistake for text, by their first bytes."""
    for signature, advice in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{where}: {advice}")


def utf8(data: bytes, where: str, start: int = 0) -> str:
    """Decode UTF-8 strictly; errors have the offset in the file, where the data is at ``start``."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where}: byte {start + error.start} (0x{data[error.start]:02x}) is not valid UTF-8;"
            " convert the file first, for example with iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def marked_encoding(data: bytes) -> str | None:
    """Return UTF-16 or UTF-32 where data begins with a byte order mark of it, else None."""
    return next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)


def decode(data: bytes, where: str) -> str:
    """Decode the bytes of a text file: UTF-8, or UTF-16 and UTF-32 with a byte order mark.

    Line ends stay as they are; a byte order mark at the start is not part of the text.

    Raises:
        InputError: The data is binary or not in its encoding.
    """
    refuse_binary(data, where)
    if encoding := marked_encoding(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise InputError(
                f"{where}: begins with the mark of {encoding}, but byte {error.start} is not"
                f" {encoding}; save it as UTF-8"
            ) from error
    if data.startswith(codecs.BOM_UTF8):
        return utf8(data[len(codecs.BOM_UTF8) :], where, len(codecs.BOM_UTF8))
    nul = data.find(b"\0")
    if nul >= 0:
        raise InputError(
            f"{where}: holds a NUL at byte {nul}: a binary file, or UTF-16 without a byte order"
            " mark (convert it with iconv -f UTF-16LE -t UTF-8)"
        )
    return utf8(data, where)


def check_text(text: str, where: str, what: str = "the text") -> None:
    """Refuse a text that is empty or cannot be written out again: a lone surrogate, a NUL.

    Bidirectional controls and other oddities stay: they are characters like any other.
    """
    if not text.strip():
        raise InputError(f"{where}: {what} is empty")
    if surrogate := _SURROGATE.search(text):
        raise InputError(
            f"{where}: character {surrogate.start()} of {what} is a lone surrogate"
            f" (U+{ord(surrogate.group()):04X}), half of a pair: write the source again as UTF-8"
        )
    nul = text.find("\0")
    if nul >= 0:
        raise InputError(f"{where}: character {nul} of {what} is NUL (U+0000): remove it")
