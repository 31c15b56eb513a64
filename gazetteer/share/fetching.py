"""A packed gazetteer brought from an address or a path, checked, and unpacked."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Final

from gazetteer.atomic import check_writable
from gazetteer.errors import ArgumentError, GazetteerError
from gazetteer.net import transfer
from gazetteer.net.folders import cache_folder
from gazetteer.net.remote import Client, Remote
from gazetteer.net.transfer import Progress
from gazetteer.share.address import cached_name, check_address, is_address, named_after
from gazetteer.share.unpacking import FetchedGazetteer, Pack, unpack

_SHA256: Final = re.compile("[0-9a-f]{64}", re.IGNORECASE)


def fetch(  # noqa: PLR0913 - from where, to where, and how
    source: str,
    output: Path | None = None,
    *,
    checksum: str | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    client: Client | None = None,
) -> FetchedGazetteer:
    """Fetch a packed gazetteer; it appears when it is whole and checked.

    Args:
        source: An https address, or the path of a pack. An http address will do if it is of this
            machine, or if a checksum is given.
        output: Where the gazetteer goes; in the current folder, under the name of the pack without
            ".tar.zst", if None: there must be none of that name then.
        checksum: SHA-256 of the pack, hexadecimal; any pack will do if None.
        cache: Folder for the download, ``cache_folder()`` if None. A transfer that broke off goes
            on from there; when all is done, nothing is left in it.
        progress: Called a few times a second with what is under way.
        client: What asks the server.

    Raises:
        ArgumentError: The address or checksum is none, or no name follows from it.
        SourceError: The server does not give it, or gives something else.
        GazetteerError: It is not a pack, damaged, altered, or of another version.
        OutputError: It cannot be stored. What was downloaded is kept, and gone on from.

    Example:
        world = fetch("https://example.org/world.gaz.tar.zst", Path("world.gaz"))
        print(world.path, world.manifest["counts"])
    """
    if checksum is not None and not _SHA256.fullmatch(checksum):
        raise ArgumentError(f"{checksum!r} is not an SHA-256: that has 64 digits, 0-9 and a-f")
    if not is_address(source):
        target = output or named_after(source)
        check_writable(target, inputs=[source])
        return unpack(Pack(Path(source), source, checksum), target, progress)
    check_address(source, pinned=checksum is not None)
    target = output or named_after(source)
    check_writable(target)
    folder = (cache or cache_folder()) / "packs" / hashlib.sha256(source.encode()).hexdigest()[:16]
    digest = ("sha256", checksum.lower()) if checksum else None
    remote = Remote(source, cached_name(source), digest)
    brought = transfer.fetch(remote, folder, client or Client(), progress=progress)
    try:
        found = unpack(Pack(brought.path, source), target, progress)
    except GazetteerError:
        brought.path.unlink(missing_ok=True)  # it is asked for anew the next time
        raise
    shutil.rmtree(folder, ignore_errors=True)
    return found
