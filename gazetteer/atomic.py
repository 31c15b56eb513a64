"""Files that appear whole or not at all.

What a process that was killed left of its files is removed by the next that writes to the folder.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Final, TextIO

from gazetteer.errors import OutputError

_LITTLE: Final = 1 << 20  # bytes
_LEFT: Final = re.compile(r"\.enrich-([0-9a-f]{6})-(\d{1,9})-.*")


def expanded(path: str | PathLike[str]) -> Path:
    """Return a path with a leading "~" replaced by the home folder, which no shell has done.

    An option in quotes and a variable of the environment come as they were written.

    Example:
        >>> expanded("~/desk.jsonl") == Path.home() / "desk.jsonl"
        True
    """
    named = Path(path)
    with suppress(RuntimeError):  # no home: "~" is a folder then
        return named.expanduser()
    return named


def check_writable(
    path: str | PathLike[str], *, inputs: Iterable[str | PathLike[str]] = ()
) -> None:
    """Find out before the work begins whether a file can be written; leaves nothing behind.

    Args:
        path: The file.
        inputs: Files that are to be read, which it must not replace.

    Raises:
        OutputError: It cannot; the message says why.
    """
    target = _writable_target(path, inputs)
    if not _is_special(target):
        part = _part_of(target)
        try:
            part.touch(exist_ok=False)
            part.unlink(missing_ok=True)
        except OSError as error:
            raise _cannot(path, error) from error


@contextmanager
def replacing(path: str | PathLike[str]) -> Iterator[TextIO]:
    """Open a text stream that takes the place of a file when the block ends without an error.

    The text is written, in UTF-8, to a new file in the same directory, flushed to the disk and
    renamed. A file that was there keeps its permissions, and its content if anything fails. What
    is not a regular file (a pipe, ``/dev/stdout``) is written directly.

    Raises:
        OutputError: The file cannot be written; nothing of the new file is left.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with replacing(folder + "/a.txt") as out:
        ...         _ = out.write("Yerevan")
        ...     Path(folder, "a.txt").read_text()
        'Yerevan'
    """
    target = _writable_target(path)
    try:
        if _is_special(target):
            with target.open("w", encoding="utf-8", newline="") as out:
                yield out
        else:
            with (
                _put_in_place(_part_of(target), target) as part,
                part.open("x", encoding="utf-8", newline="") as out,
            ):
                yield out
    except BrokenPipeError:
        raise  # the reader of a pipe went away: no fault of the output
    except OSError as error:
        raise _cannot(path, error) from error


@contextmanager
def replacing_file(path: str | PathLike[str]) -> Iterator[Path]:
    """Give the path of a new file that takes the place of another when the block ends well.

    For libraries that open files themselves. The new file lies in the same directory, has the same
    suffix, and is gone if anything fails.

    Raises:
        OutputError: The file cannot be written, or is none: a library cannot write to a pipe.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with replacing_file(folder + "/a.gpkg") as part:
        ...         _ = part.write_bytes(b"...")
        ...     Path(folder, "a.gpkg").read_bytes()
        b'...'
    """
    target = _writable_target(path)
    if _is_special(target):
        raise OutputError(f"{os.fspath(path)}: is not a file; this format needs one")
    part = _part_of(target).with_suffix(target.suffix)
    try:
        with _put_in_place(part, target):
            yield part
    except OutputError as error:  # of a library, which knows the new file alone
        full = shutil.disk_usage(target.parent).free < _LITTLE
        why = str(error).replace(part.name, os.fspath(path))
        raise OutputError(f"{why}; the disk is full" if full else why) from error
    except (OSError, ValueError) as error:
        raise _cannot(path, error) from error


@contextmanager
def _put_in_place(part: Path, target: Path) -> Iterator[Path]:
    """Flush what the block writes to the disk and rename it; remove it if anything fails."""
    try:
        yield part
        descriptor = os.open(part, os.O_RDONLY)
        try:
            _take_over(target, descriptor)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _sync_directory(target.parent)


def _writable_target(path: str | PathLike[str], inputs: Iterable[str | PathLike[str]] = ()) -> Path:
    """Return the file that a path means, unless it is known that it may not be written."""
    try:
        target = _target_of(path)
        if any(_is_same(target, file) for file in inputs):
            raise OutputError(f"{os.fspath(path)}: is an input too; write to another file")
        if Path(path).is_dir() or os.fspath(path).endswith(("/", os.sep)):
            raise OutputError(f"{os.fspath(path)}: is a directory; give a file in it")
        # A rename would replace it although its owner has forbidden that.
        if target.is_file() and not os.access(target, os.W_OK):
            raise OutputError(f"{os.fspath(path)}: the file is write-protected")
    except (OSError, ValueError) as error:
        raise _cannot(path, error) from error
    return target


def _target_of(path: str | PathLike[str]) -> Path:
    """Follow links to the file they mean; ``/dev/fd/63`` of a pipe means nothing but itself."""
    named = Path(path)
    return named if _is_special(named) else Path(os.path.realpath(path))


def _take_over(target: Path, descriptor: int) -> None:
    """Give a new file the permissions and, where allowed, the owner of the one it replaces."""
    with suppress(OSError):
        old = target.stat()
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
        os.fchown(descriptor, old.st_uid, old.st_gid)


def _sync_directory(directory: Path) -> None:
    with suppress(OSError):  # not every file system can; the rename itself has happened
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _part_of(target: Path) -> Path:
    _tidy(target.parent, os.getpid())
    return target.with_name(f"{temporary_prefix()}{secrets.token_hex(6)}.part")


def temporary_prefix() -> str:
    """Return what the names of unfinished files and folders of this process begin with.

    Example:
        >>> temporary_prefix().startswith(".enrich-")
        True
    """
    return f".enrich-{_machine()}-{os.getpid()}-"


def is_running(process: int) -> bool:
    """Whether a process of this machine is there; True where that cannot be told."""
    if os.name != "posix":  # elsewhere os.kill ends it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@lru_cache(maxsize=1)
def _machine() -> str:
    """Return what tells machines, and containers, apart that share a folder."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


@lru_cache(maxsize=256)
def _tidy(folder: Path, _: int) -> None:
    """Remove what killed processes left in a folder, once in each process."""
    with suppress(OSError):
        for path in folder.iterdir():
            match = _LEFT.fullmatch(path.name)
            if match and match[1] == _machine() and not is_running(int(match[2])):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def _is_same(target: Path, other: str | PathLike[str]) -> bool:
    with suppress(OSError):
        return target.is_file() and target.samefile(other)
    return False


def _is_special(target: Path) -> bool:
    return target.exists() and not target.is_file()


def _is_there(directory: Path) -> bool:
    try:
        return Path(os.path.realpath(directory)).is_dir()
    except OSError:  # the current directory is gone
        return False


def _cannot(path: str | PathLike[str], error: OSError | ValueError) -> OutputError:
    name = os.fspath(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        parent = Path(path).parent
        if _is_there(parent):
            return OutputError(f"{name}: cannot be written there: {error.strerror}")
        return OutputError(f"{name}: no such directory: {parent}; create it first")
    if isinstance(error, PermissionError):
        return OutputError(f"{name}: the directory may not be written to")
    why = getattr(error, "strerror", None) or error
    return OutputError(f"{name}: cannot be written: {why}")
