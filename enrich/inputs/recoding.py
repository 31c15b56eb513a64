"""Tables in the encodings of spreadsheets, as the UTF-8 that their readers take."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO, Final

from enrich.inputs.decoding import marked_encoding, refuse_binary
from enrich.inputs.sniffing import head_of
from enrich.inputs.source import Source
from gazetteer.errors import InputError

_PIECE: Final = 1 << 16
_UNDEFINED: Final = re.compile(rb"[\x00\x81\x8d\x8f\x90\x9d]")  # in Windows-1252, and NUL
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_LONGEST: Final = 2  # letters beyond ASCII in a row, in the languages of Western Europe


def as_utf8(stream: BinaryIO, source: Source, *, guess: bool) -> BinaryIO:
    """Return a stream of UTF-8 whatever a table is in, as far as that is plain.

    UTF-16 is known by its byte order mark. Where ``guess`` allows it, a whole file that is nowhere
    UTF-8 and can be Windows-1252 is read as that, which is said; where only some of it is no
    UTF-8, the file is damaged, and its readers say so of each row.
    """
    head = head_of(stream)
    refuse_binary(head, source.name)
    if encoding := marked_encoding(head):
        return io.BufferedReader(_Recoded(stream, encoding, source.name))
    if guess and stream.seekable() and _is_windows_1252(stream):
        source.on_note(
            f"{source.name}: read as Windows-1252, because it is not UTF-8; if names come out"
            " wrong, save it as CSV UTF-8"
        )
        return io.BufferedReader(_Recoded(stream, "cp1252", source.name))
    return stream


class _Recoded(io.RawIOBase):
    """The characters of a stream that is in another encoding, in UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str, name: str) -> None:
        pieces = iter(lambda: stream.read(_PIECE), b"")
        self._texts = codecs.iterdecode(pieces, encoding)
        self._wrong = f"{name}: is not whole {encoding}; save it as UTF-8"
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            self._ready = self._ready or next(self._texts, "").encode()
        except UnicodeError as error:
            raise InputError(self._wrong) from error
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size


def _is_windows_1252(stream: BinaryIO) -> bool:
    """Whether a file is not UTF-8 anywhere and looks like Western Europe's one byte a letter."""
    begin = stream.tell()
    found = False
    try:
        while piece := stream.read(_PIECE):
            piece += stream.readline(_PIECE)  # so that no letter is cut in two
            high = _HIGH.findall(piece)
            if _UNDEFINED.search(piece) or any(len(h) > _LONGEST or _is_utf8(h) for h in high):
                return False
            found = found or bool(high)
        return found
    finally:
        stream.seek(begin)


def _is_utf8(high: bytes) -> bool:
    try:
        return bool(high.decode())
    except UnicodeDecodeError:
        return False
