"""Compile the curated tables from the reference data and what was listed by hand.

    python scripts/compile_curated.py [--shared PATH] [PART ...]

The parts are areas, places, regions, people, organisations, languages and facilities; without
one, all are compiled, in this order. Each is a module of ``scripts/curate`` with
``compile_tables(shared, curated)``; what it writes is described in gazetteer/curated/README.md.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from reference_data import add_shared

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    "areas", "places", "regions", "people", "organisations", "languages", "facilities",
)  # fmt: skip


def main() -> int:
    """Compile the parts that the command line names; return the exit status."""
    options = _parse_arguments()
    if not (options.shared / "sources").is_dir():
        print(f"no reference data at {options.shared}; say --shared PATH", file=sys.stderr)
        return 1
    for part in options.parts or PARTS:
        module = importlib.import_module(f"curate.{part}")
        module.compile_tables(options.shared, ROOT / "gazetteer" / "curated")
        print(f"compiled {part}", file=sys.stderr)
    return 0


def _parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Compile gazetteer/curated from references.")
    add_shared(parser)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown part {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
