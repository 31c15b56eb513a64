"""The pass of offices: people whom a text names by their office alone."""

from __future__ import annotations

from dataclasses import replace

from enrich.flow.passes import Pass
from enrich.flow.progress import Progress, Window
from enrich.offices.linking import OfficeLinker
from enrich.offices.phrases import find_offices
from gazetteer.store import Gazetteer


class OfficePass(Pass):
    """Finds the offices that a document names, and links them to who held them."""

    def __init__(self, gazetteer: Gazetteer, min_score: float) -> None:
        self._gazetteer = gazetteer
        self._link = OfficeLinker(gazetteer, min_score)

    def before(self, window: Window) -> Window:
        """Find the offices beside the names."""
        return window.each(self._found)

    def after(self, window: Window) -> Window:
        """Return the links with those of the offices, in the order of the text."""
        return window.each(self._linked)

    def _found(self, progress: Progress) -> Progress:
        reading = progress.read
        offices = find_offices(reading.document, reading.mentions, self._gazetteer)
        return replace(progress, offices=offices)

    def _linked(self, progress: Progress) -> Progress:
        links = self._link(progress.read.document, progress.links, progress.offices)
        return replace(progress, links=links)
