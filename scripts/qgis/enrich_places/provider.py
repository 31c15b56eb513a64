"""Where QGIS finds the algorithm: a provider of its own in the Processing toolbox."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsProcessingProvider

from .algorithm import PlacesOfTexts


class EnrichProvider(QgsProcessingProvider):
    """The group "enrich" of the toolbox."""

    def id(self) -> str:
        """Return what its algorithms' names begin with."""
        return "enrich"

    def name(self) -> str:
        """Return what the toolbox shows."""
        return "enrich"

    def loadAlgorithms(self) -> None:  # noqa: N802 - the name that QGIS calls
        """Add the algorithm."""
        self.addAlgorithm(PlacesOfTexts())


class EnrichPlugin:
    """Adds the provider while the plugin is active."""

    def __init__(self) -> None:
        self._provider: Any = None

    def initProcessing(self) -> None:  # noqa: N802 - the name that QGIS calls
        """Add the provider: all that is needed without a window, as in qgis_process."""
        self._provider = EnrichProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:  # noqa: N802 - the name that QGIS calls
        """Add the provider."""
        self.initProcessing()

    def unload(self) -> None:
        """Remove the provider."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
