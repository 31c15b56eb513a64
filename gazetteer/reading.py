"""Files opened to be read as a whole: plain ones, which have an end.

A pipe that nobody fills would be waited for without end, and ``/dev/zero`` read until no memory is
left. Texts to link may come through a pipe; what is read before the work begins may not.
"""

from __future__ import annotations

import errno
import os
import stat
from os import PathLike
from typing import BinaryIO


class NotAFile(OSError):
    """It is a pipe or a device."""


def open_plain(path: str | PathLike[str]) -> BinaryIO:
    """Open a plain file to read its bytes.

    Args:
        path: The file; a link to one is followed.

    Raises:
        OSError: There is none, it may not be read, or it is a folder, a pipe or a device.
        ValueError: The path holds a null.

    Example:
        >>> open_plain("/dev/null")
        Traceback (most recent call last):
        ...
        gazetteer.reading.NotAFile: [Errno 22] is a pipe or a device, not a file: '/dev/null'
    """
    # Without O_NONBLOCK, opening a pipe waits for somebody who writes to it.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder, not a file", os.fspath(path))
    raise NotAFile(errno.EINVAL, "is a pipe or a device, not a file", os.fspath(path))


def read_plain(path: str | PathLike[str]) -> bytes:
    """Return the bytes of a plain file; ``open_plain`` says what is raised."""
    with open_plain(path) as file:
        return file.read()
