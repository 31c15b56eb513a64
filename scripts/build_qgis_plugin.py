"""Make the plugin of QGIS: a zip to choose under Plugins > Install from ZIP.

    python scripts/build_qgis_plugin.py [build/enrich_places.zip]

The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "scripts" / "qgis" / "enrich_places"
FILES = ("__init__.py", "algorithm.py", "command.py", "metadata.txt", "provider.py")
_DAY = (2026, 1, 1, 0, 0, 0)


def main() -> int:
    """Write the file; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "build" / "enrich_places.zip")
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    build(out)
    print(f"{out}: {out.stat().st_size:,} bytes")
    return 0


def build(out: Path) -> None:
    """Write the plugin, its licence with it, as one folder in a zip."""
    held = [(PLUGIN / name, name) for name in FILES] + [(ROOT / "LICENSE", "LICENSE")]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in sorted(held, key=lambda one: one[1]):
            entry = zipfile.ZipInfo(f"{PLUGIN.name}/{name}", _DAY)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


if __name__ == "__main__":
    raise SystemExit(main())
