"""Files of a source, opened alike whether they are gzip, bzip2, zip or plain."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from gazetteer.errors import SourceError
from gazetteer.reading import NotAFile, open_plain

_GZIP: Final = b"\x1f\x8b"
_BZIP2: Final = b"BZh"
_ZIP: Final = b"PK\x03\x04"
_HTML: Final = (b"<!doctype html", b"<html", b"<head")
_SUFFIXES: Final = ("", ".gz", ".bz2", ".zip")
_CUT_SHORT: Final = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile)
_BOM: Final = "\ufeff"
_ENCRYPTED: Final = 1  # bit of a zip member's flags
_READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def find_file(folder: Path, name: str) -> Path | None:
    """Return "names.txt" of a folder, or it packed as "names.txt.gz", "names.zip", or None."""
    stems = [name + suffix for suffix in _SUFFIXES] + [Path(name).stem + ".zip"]
    return next((folder / stem for stem in stems if (folder / stem).is_file()), None)


@contextmanager
def open_bytes(path: Path, member: str | None = None) -> Iterator[IO[bytes]]:
    """Open a file for reading, decompressed as its first bytes ask for.

    Args:
        path: The file.
        member: Of a zip archive, the file wanted; None for the first that is no "readme".

    Raises:
        SourceError: It is missing, is a web page, or was cut short (also while it is read).
    """
    try:
        with open_plain(path) as file:
            head = file.read(64)
            file.seek(0)
            if head.lstrip().lower().startswith(_HTML):
                raise SourceError(
                    f"{path}: a web page, not data (a login or error page?); download it again"
                )
            with _decompressed(path, file, head, member) as opened:
                yield opened
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file; check the path of the source") from error
    except IsADirectoryError as error:
        raise SourceError(f"{path}: a folder where a file was expected") from error
    except NotAFile as error:
        raise SourceError(f"{path}: {error.strerror}") from error
    except PermissionError as error:
        raise SourceError(f"{path}: may not be read; ask its owner for the permission") from error
    except _CUT_SHORT as error:
        raise SourceError(f"{path}: cut short or damaged ({error}); download it again") from error
    except OSError as error:
        if error.errno is not None:  # a fault of the disk, or of what the caller does meanwhile
            raise
        # bz2 says "Invalid data stream" so
        raise SourceError(f"{path}: damaged ({error}); download it again") from error


def _decompressed(path: Path, file: IO[bytes], head: bytes, member: str | None) -> IO[bytes]:
    if head.startswith(_GZIP):
        return cast("IO[bytes]", gzip.open(file))
    if head.startswith(_BZIP2):
        return bz2.open(file)
    if head.startswith(_ZIP):
        return _member(path, zipfile.ZipFile(file), member)
    return file


def _member(path: Path, archive: zipfile.ZipFile, wanted: str | None) -> IO[bytes]:
    """Open a file of an archive where it lies; nothing is unpacked to the disk."""
    infos = [i for i in archive.infolist() if "readme" not in i.filename.lower()]
    texts = [i for i in infos if i.filename.endswith(".txt")]
    found = next((i for i in infos if i.filename == wanted), texts[0] if texts else None)
    if found is None:
        names = ", ".join(i.filename for i in infos[:3]) or "nothing"
        raise SourceError(f"{path}: the archive holds no text file, but {names}")
    if found.flag_bits & _ENCRYPTED or found.compress_type not in _READABLE:
        raise SourceError(f"{path}: {found.filename} is encrypted or packed in an unknown way")
    return archive.open(found)


@contextmanager
def open_text(path: Path, member: str | None = None) -> Iterator[IO[str]]:
    """Open a UTF-8 file as text; bytes that are not UTF-8 become U+FFFD, to be counted."""
    with open_bytes(path, member) as raw:
        yield io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")


def iter_lines(path: Path, member: str | None = None) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line without its end) of a text, opened by ``open_bytes``."""
    with open_text(path, member) as file:
        for number, line in enumerate(file, start=1):
            yield number, (line.removeprefix(_BOM) if number == 1 else line).rstrip("\r\n")
