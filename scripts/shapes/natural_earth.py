"""The files of Natural Earth in the reference data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

# It leaves codes out where claims differ.
CODES = {"FRA": "FR", "NOR": "NO", "KOS": "XK", "SOL": "SO", "CYN": "CY"}


def features_of(shared: Path, name: str) -> list[dict[str, Any]]:
    """Return the features of a file that have a geometry, as GeoJSON.

    Args:
        shared: The folder of the reference data.
        name: Of the file, such as "ne_50m_admin_0_countries".
    """
    path = shared / "sources" / "natural_earth" / f"{name}.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [feature for feature in json.load(file)["features"] if feature.get("geometry")]


def country_code(feature: dict[str, Any]) -> str:
    """Return the ISO code of the country that GeoNames has a land in, "" where it is none's."""
    of = feature["properties"]
    code: str = of["ISO_A2"]
    return code if code.isalpha() else CODES.get(of["ADM0_A3"], "")
