"""Build hook: compile the embedded gazetteer, so that git holds sources and the wheel a database.

Runs for a wheel and for an editable install. The database lands beside the package's modules,
where git ignores it, and is compiled again only when something it is made of has changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATABASE = Path("gazetteer", "embedded.gaz")
STAMP = DATABASE.with_name("embedded.gaz-stamp")
CURATED = Path("gazetteer", "curated")


class GazetteerBuildHook(BuildHookInterface[Any]):
    """Puts a current ``gazetteer/embedded.gaz`` into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the database if needed and add it to what the wheel holds.

        Args:
            version: "standard" for a wheel, "editable" for a development install, which finds
                the database in the source tree.
            build_data: Hatchling's build data; ``force_include`` gains the database.
        """
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            compile_if_changed(root, self.app.display_info)
        finally:
            sys.path.remove(str(root))
        if version != "editable":
            build_data["force_include"][str(root / DATABASE)] = DATABASE.as_posix()


def compile_if_changed(root: Path, say: Any) -> None:
    """Compile the database unless it was compiled, whole, from what the tree holds now.

    Args:
        root: The project's root directory, which must be importable from.
        say: Called with a line for the person who waits.
    """
    from gazetteer.build import build_embedded, embedded_inputs_hash

    inputs = embedded_inputs_hash(root / CURATED)
    if _read_stamp(root) == {"inputs": inputs, "bytes": _size(root / DATABASE)}:
        return
    say("Compiling the embedded gazetteer (about a minute) ...")
    build_embedded(root / CURATED, root / DATABASE)
    stamp = {"inputs": inputs, "bytes": _size(root / DATABASE)}
    (root / STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def _read_stamp(root: Path) -> Any:
    try:
        return json.loads((root / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _size(path: Path) -> int:
    """Return a file's size in bytes, 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0
