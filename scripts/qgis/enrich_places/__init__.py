"""A plugin of QGIS: "Places of texts" in the Processing toolbox."""

from __future__ import annotations

from typing import Any


def classFactory(_interface: Any) -> Any:  # noqa: N802 - the name that QGIS calls
    """Return the plugin."""
    from .provider import EnrichPlugin

    return EnrichPlugin()
