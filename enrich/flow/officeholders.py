"""The pass of offices: people whom a text names by their office alone."""

from __future__ import annotations

from dataclasses import replace

from enrich.flow.passes import Pass
from enrich.flow.progress import Progress, Window
from enrich.mentions.offices import FOUND_BY
from enrich.offices import OfficeLinker
from gazetteer.store import Gazetteer

__all__ = ["OfficePass"]


class OfficePass(Pass):
    """Finds the offices that a document names, and links them to who held them.

    Args:
        gazetteer: Who held which office when.
        min_score: Below this probability a mention is left unlinked.
    """

    def __init__(self, gazetteer: Gazetteer, min_score: float) -> None:
        self._link = OfficeLinker(gazetteer, min_score)

    def after(self, window: Window) -> Window:
        """Return the links with those of the offices, in the order of the text."""
        return window.each(self._after)

    def _after(self, progress: Progress) -> Progress:
        links = self._link(progress.read.document, progress.links)
        offices = tuple(link.mention for link in links if link.mention.found_by == FOUND_BY)
        return replace(progress, links=links, offices=offices)
