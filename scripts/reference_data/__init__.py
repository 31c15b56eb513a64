"""Where the reference data of the scripts lie: one option for all of them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

SHARED = Path(
    os.environ.get("ENRICH_SHARED", Path(__file__).resolve().parents[3] / "shared" / "data")
)
"""The folder of ``$ENRICH_SHARED``, else ``shared/data`` beside the project."""


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Give a script the option ``--shared``, a path that need not exist."""
    parser.add_argument(
        "--shared",
        type=Path,
        default=SHARED,
        help="folder of the reference data (default: $ENRICH_SHARED, else ../shared/data)",
    )
