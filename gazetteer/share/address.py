"""Where a pack comes from, and under which name what is in it is kept."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from gazetteer.errors import ArgumentError, OutputError
from gazetteer.share.packing import SUFFIX

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PACKED: Final = re.compile(r"(\.tar)?\.zst$", re.IGNORECASE)
_NAME: Final = re.compile(r"\w[\w.-]{0,199}")


def is_address(source: str) -> bool:
    """Whether a source is an address, and no path.

    Example:
        >>> is_address("https://example.org/world.gaz.tar.zst"), is_address("C:/world.gaz.tar.zst")
        (True, False)
    """
    return _ADDRESS.match(source) is not None


def check_address(url: str, *, pinned: bool) -> None:
    """Let https pass, and http of this machine or where the checksum is known beforehand.

    Raises:
        ArgumentError: It is another address, or none.
    """
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme, parts.hostname
    except ValueError:  # "http://[::1"
        scheme, host = "", None
    if scheme not in {"http", "https"} or not host:
        raise ArgumentError(f"{url}: gazetteers are fetched from https addresses and from paths")
    if scheme == "http" and host not in _HERE and not pinned:
        raise ArgumentError(
            f"{url}: what comes over http may be altered on its way; name an https address, or"
            " what it has to be with --checksum SHA256"
        )


def named_after(source: str) -> Path:
    """Return the file in the current folder that a pack is unpacked to.

    Raises:
        ArgumentError: Its name is not a name of a file.
        OutputError: There is such a file.

    Example:
        >>> str(named_after("https://example.org/world.gaz.tar.zst?version=2"))
        'world.gaz'
    """
    bare = _bare(source)
    if not _NAME.fullmatch(bare):
        raise ArgumentError(f"{source}: give the file to write with -o, such as -o world.gaz")
    target = Path(bare if bare.endswith(".gaz") else f"{bare}.gaz")
    if os.path.lexists(target):
        raise OutputError(f"{target}: is there already; to replace it: -o {target}")
    return target


def cached_name(url: str) -> str:
    """Return what a download is called in the cache; its end says what it has to begin with.

    Example:
        >>> cached_name("https://example.org/get?file=3")
        'get.tar.zst'
    """
    bare = _bare(url)
    return (bare if _NAME.fullmatch(bare) else "pack") + SUFFIX


def _bare(source: str) -> str:
    name = Path(source).name
    if is_address(source):
        name = unquote(urlsplit(source).path).rpartition("/")[2]
    return _PACKED.sub("", name)
