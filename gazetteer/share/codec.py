"""Zstandard, from the standard library or, before Python 3.14, from its backport."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import IO, Any, Final

from gazetteer.errors import GazetteerDamaged, GazetteerError

_MODULE: Final = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
# 80 MB take four seconds; 12 takes twice as long and saves one byte in a hundred.
_LEVEL: Final = 9


@contextmanager
def compressing(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """Open what compresses into a file, with a checksum at the end.

    Raises:
        GazetteerError: There is no Zstandard in this Python.

    Example:
        >>> from io import BytesIO
        >>> packed = BytesIO()
        >>> with compressing(packed) as out:
        ...     _ = out.write(b"Yerevan")
        >>> PackStream(BytesIO(packed.getvalue()), "a.zst").exactly(7)
        b'Yerevan'
    """
    zstd = _library()
    wanted = zstd.CompressionParameter
    options = {wanted.compression_level: _LEVEL, wanted.checksum_flag: 1}
    with zstd.ZstdFile(out, "w", options=options) as stream:
        yield stream


class PackStream:
    """What is in a compressed file, read from its beginning.

    Args:
        file: The file.
        name: What messages call it.

    Raises:
        GazetteerError: There is no Zstandard in this Python.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        zstd = _library()
        self._name = name
        self._stream: Any = zstd.ZstdFile(file)
        self._broken = (EOFError, OSError, zstd.ZstdError)

    def upto(self, count: int) -> bytes:
        """Return the next bytes: as many as are asked for, fewer at the end alone.

        Raises:
            GazetteerDamaged: The file is cut short, altered, or compressed in another way.
        """
        found = bytearray()
        try:
            while len(found) < count and (block := self._stream.read(count - len(found))):
                found += block
        except self._broken as error:
            raise self.damaged(str(error) or type(error).__name__) from error
        return bytes(found)

    def exactly(self, count: int) -> bytes:
        """Return so many of the next bytes.

        Raises:
            GazetteerDamaged: There are not as many.
        """
        found = self.upto(count)
        if len(found) < count:
            raise self.damaged("it ends too early")
        return found

    def damaged(self, what: str) -> GazetteerDamaged:
        """Return the error that says what is wrong with the file."""
        return GazetteerDamaged(
            f"{self._name}: not a usable pack of a gazetteer ({what}); fetch it again, or ask"
            " whoever made it with enrich gazetteer pack"
        )


def _library() -> ModuleType:
    try:
        return import_module(_MODULE)
    except ImportError as error:
        mend = (
            "take a Python that was built with it"
            if _MODULE.startswith("compression")
            else 'pip install "backports.zstd>=1.0"'
        )
        raise GazetteerError(
            f"packs of gazetteers need {_MODULE}, which cannot be loaded ({error}); {mend}, or"
            " unpack by hand: tar --zstd -xf PACK gazetteer.gaz"
        ) from error
