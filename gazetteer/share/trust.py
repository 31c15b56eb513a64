"""Whether a file from a stranger is a gazetteer and nothing more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gazetteer.errors import GazetteerDamaged
from gazetteer.store.file import StoreFile


def checked_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of a gazetteer that holds what a build makes, and is whole.

    A database can hold programs of its own, as triggers, views and expressions in tables; one with
    anything that the schema does not have is refused, and every page is looked at.

    Raises:
        GazetteerError: It is something else, or damaged.
    """
    file = StoreFile(path)
    _check_pages(file, path)
    try:
        manifest = file.manifest()
    finally:
        file.close()
    if not _is_sound(manifest):
        raise file.damaged("its manifest is not that of a gazetteer")
    return manifest


def _check_pages(file: StoreFile, path: Path) -> None:
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            database.execute("PRAGMA trusted_schema = 0")
            database.execute("PRAGMA cell_size_check = 1")
            if (found := database.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise file.damaged(" ".join(str(found).split()))
    except sqlite3.DatabaseError as error:
        raise file.damaged(str(error)) from error


def _is_sound(manifest: dict[str, Any]) -> bool:
    """Whether the values that are shown are of the types that they have to be."""
    counts, sources = manifest["counts"], manifest["sources"]
    return (
        isinstance(manifest["build"], str)
        and isinstance(counts, dict)
        and all(type(number) is int for number in counts.values())
        and isinstance(sources, list)
        and all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in sources)
    )


def check_same(said: object, held: object, name: str) -> None:
    """Compare what a pack says of its gazetteer with what that says of itself.

    Raises:
        GazetteerDamaged: They differ.
    """
    if said != held:
        raise GazetteerDamaged(
            f"{name}: the manifest of the pack describes a different gazetteer; ask its maker"
        )
