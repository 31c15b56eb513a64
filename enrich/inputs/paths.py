"""The files that folders and patterns stand for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

from enrich.inputs import format_of
from enrich.inputs.columns import OnError, OnNote
from gazetteer.errors import InputError


def expanded(paths: Iterable[str], *, on_error: OnError, on_note: OnNote) -> list[str]:
    """Return the files that are to be read, those of a folder or pattern in alphabetical order.

    A path may also be "-", or a pattern such as "corpus/**/*.html". Of a folder and those in it,
    files are read whose suffix is known, and none that are hidden.
    """
    found: list[str] = []
    for path in paths:
        if path == "-" or Path(path).is_file():
            found.append(path)
            continue
        files = list(_files(path, on_note))
        found += files
        if not files and (os.path.lexists(path) or has_magic(path)):
            on_error(InputError(f"{path}: no file there can be read"))
        elif not files:
            found.append(path)  # which is reported as any file that is not there
    return found


def _files(path: str, on_note: OnNote) -> Iterator[str]:
    if Path(path).is_dir():
        yield from _in_folder(path, on_note)
    elif has_magic(path):
        for match in sorted(glob(path, recursive=True)):  # noqa: PTH207 - as written
            if Path(match).is_file():
                yield match
            elif not path.endswith("**"):
                yield from _in_folder(match, on_note)


def _in_folder(folder: str, on_note: OnNote) -> Iterator[str]:
    others: Counter[str] = Counter()
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if format_of(name) is not None and not name.startswith("."):
                yield os.path.join(root, name)  # noqa: PTH118 - as the user wrote the folder
            elif not name.startswith("."):
                others[Path(name).suffix.lower() or "no suffix"] += 1
    if others:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(others.items()))
        on_note(f"{folder}: files of other kinds are passed over: {kinds}")
